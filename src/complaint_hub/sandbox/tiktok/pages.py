"""Which items stand on a page and the cursor of the next one, with what the faults make of both.

For: ``methods``. A cursor of comments is an offset: what is added or deleted meanwhile shifts the pages. A cursor of
videos is a time in milliseconds: what was posted before it follows.
Must not: know what is listed or how it looks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from ..answers import Json
from ..turns import Turn
from .grants import Consent
from .query import Query
from .records import Account, Video
from .world import World

__all__ = ["Exchange", "milliseconds", "offset_page", "time_page"]

T = TypeVar("T")


@dataclass(frozen=True)
class Exchange:
    """One call: the world, who asks for what, and the faults whose turn it is."""

    world: World
    query: Query
    turn: Turn
    consent: Consent
    account: Account


def milliseconds(at: datetime) -> int:
    """An instant as the cursor of videos has it, since 1970."""
    return int(at.timestamp() * 1_000)


def offset_page(
    exchange: Exchange,
    items: Sequence[T],
    shown: Callable[[T], Json | None],
    *,
    scope: str,
    size: int,
) -> Json:
    """A page of *items* from the offset asked for.

    Args:
        scope: what is listed, in which order: walks of one scope share the faults that repeat a cursor.
        shown: the JSON of an item, None for one that keeps its place and is not shown.
    """
    world, turn = exchange.world, exchange.turn
    asked = exchange.query.number("cursor", 0, least=0)
    if asked == 0:
        world.tokens_given[scope], world.gaps[scope] = [], []
    # A walk that goes back to a place leaves behind what it met after it.
    gaps = world.gaps[scope] = [gap for gap in world.gaps.get(scope, []) if gap[0] < asked]
    start = asked - sum(length for _, length in gaps)
    page = _harmed(turn, items[start : start + size])
    end, more = asked + len(page), start + len(page) < len(items)
    if not page and more:
        # Without a step ahead the next page would have this one's cursor, and clients would stop there.
        gaps.append((asked, size))
        end = asked + size
    if turn.due("empty_end") and page:
        turn.happened(turn.due("empty_end")[0])
        page, more = page[:0], False
    seen = [item for item in map(shown, page) if item is not None]
    return {
        "comments": turn.damaged(seen, "comment_id"),
        "cursor": _following(exchange, scope, asked, end) if more else end,
        "has_more": more,
    }


def time_page(
    exchange: Exchange, videos: Sequence[Video], shown: Callable[[Video], Json], *, scope: str, size: int
) -> Json:
    """A page of *videos*, newest first, of those that were posted before the time asked for."""
    world, turn = exchange.world, exchange.turn
    first = "cursor" not in exchange.query.params
    asked = exchange.query.number("cursor", milliseconds(world.clock) + 1, least=0)
    if first:
        world.tokens_given[scope] = []
    older = [video for video in videos if milliseconds(video.created_at) < asked]
    page = _harmed(turn, older[:size])
    more = len(page) < len(older)
    if turn.due("empty_end") and page:
        turn.happened(turn.due("empty_end")[0])
        page, more = page[:0], False
    # The next page begins behind the last video of this one, or at the first, if this one is empty.
    place = milliseconds(page[-1].created_at) if page else milliseconds(older[0].created_at) + 1 if more else 0
    return {
        "videos": turn.damaged([shown(video) for video in page], "item_id"),
        "cursor": _following(exchange, scope, asked, place) if more else place,
        "has_more": more,
    }


def _harmed(turn: Turn, page: Sequence[T]) -> Sequence[T]:
    for fault in turn.due("short_page"):
        if len(page) > fault.data["keep"]:
            page = page[: fault.data["keep"]]
            turn.happened(fault)
    for fault in turn.due("empty_page"):
        if page:
            page = page[:0]
            turn.happened(fault)
    return page


def _following(exchange: Exchange, scope: str, asked: int, end: int) -> int:
    given = exchange.world.tokens_given.setdefault(scope, [])
    return int(exchange.turn.next_token(str(asked), given, str(end)))
