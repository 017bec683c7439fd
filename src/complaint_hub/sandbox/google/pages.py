"""Which items stand on a page and the token of the next one, with what the faults make of both.

For: ``methods``. A token is an offset, as it seems to be on the platform: a review that moves to the front meanwhile
makes the last item of a page come again, one that is deleted makes an item be skipped.
Must not: know what is listed.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from ..answers import Json, RefusedError
from ..turns import Turn
from .world import World

__all__ = ["Exchange", "page_body"]

T = TypeVar("T")


@dataclass(frozen=True)
class Exchange:
    """One call: the world, what was asked, and the faults whose turn it is.

    Attributes:
        path: the named parts of the path.
        params: the last value of each parameter, or the members of a JSON body.
    """

    world: World
    path: dict[str, str]
    params: dict[str, Any]
    turn: Turn

    def text(self, name: str) -> str:
        value = self.params.get(name, "")
        if not isinstance(value, str):
            raise RefusedError("invalidArgument")
        return value


@dataclass(frozen=True)
class _Token:
    """``hop`` keeps tokens apart when an empty page did not move the offset."""

    scope: str
    offset: int
    hop: int
    generation: int

    def text(self) -> str:
        plain = json.dumps([self.scope, self.offset, self.hop, self.generation], separators=(",", ":"))
        return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def page_body(
    exchange: Exchange, key: str, items: Sequence[T], shown: Callable[[T], Json], *, scope: str, size: int
) -> Json:
    """A page of *items* under *key*, with the token of the next one; an empty page has no *key* at all.

    Args:
        scope: what is listed; a token is refused for anything else.
    """
    world, turn = exchange.world, exchange.turn
    token = _asked(exchange, scope)
    page = items[token.offset : token.offset + size]
    for fault in turn.due("short_page"):
        if len(page) > fault.data["keep"]:
            page = page[: fault.data["keep"]]
            turn.happened(fault)
    for fault in turn.due("empty_page"):
        if page:
            page = page[:0]
            turn.happened(fault)
    end = token.offset + len(page)
    body: Json = {}
    if page:
        body[key] = turn.damaged([shown(item) for item in page], "name", "reviewId")
    if end < len(items):
        given = world.tokens_given.setdefault(scope, [])
        following = _Token(scope, end, token.hop + 1, world.token_generation).text()
        body["nextPageToken"] = turn.next_token(exchange.text("pageToken"), given, following)
    return body


def _asked(exchange: Exchange, scope: str) -> _Token:
    """The token asked with, or that of a walk's first page."""
    world, text = exchange.world, exchange.text("pageToken")
    if not text:
        world.tokens_given[scope] = []
        return _Token(scope, 0, 0, world.token_generation)
    try:
        plain = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        token = _Token(*json.loads(plain))
    except (ValueError, binascii.Error, TypeError) as bad:
        raise RefusedError("invalidArgument") from bad
    if token.scope != scope or token.generation != world.token_generation:
        raise RefusedError("invalidArgument")
    return token
