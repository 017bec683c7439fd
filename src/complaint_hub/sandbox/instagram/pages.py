"""Which items stand on a page of an edge and what its ``paging`` says, with what the faults make of both.

For: ``methods``, which answers with an edge, and ``nodes``, which shows edges inside of nodes.
Must not: know what an item looks like.

A cursor points behind an item, so that what is written meanwhile moves no page. Each edge has its own habits (see
``catalogue.Edge``); an empty page may have cursors all the same, and they lead nowhere.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from ..answers import Json, RefusedError
from ..faults import REMOVED
from . import nodes
from .catalogue import DEFAULTS, EDGES, Edge, Kind
from .expressions import Field, parse
from .records import Comment, Media

if TYPE_CHECKING:
    from .nodes import Exchange, Thing

__all__ = ["listing", "nested", "size"]

_NESTED = 25
"""Items of an edge that is shown inside of a node, unless a limit is given."""


@dataclass(frozen=True)
class _Cursor:
    """The item it points behind; ``hop`` keeps cursors apart when an empty page did not move."""

    scope: str
    id: str
    at: str
    hop: int
    generation: int

    def text(self) -> str:
        plain = json.dumps([self.scope, self.id, self.at, self.hop, self.generation], separators=(",", ":"))
        return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def size(exchange: Exchange, edge: Edge, args: Mapping[str, str], *, nested: bool = False) -> int:
    """How many items a page has. Raises RefusedError for a limit that is no number above 0."""
    given = args.get("limit", "")
    if given and (not given.isascii() or not given.isdigit() or int(given) < 1):
        raise RefusedError("badParameter:limit")
    wanted = int(given) if given else _NESTED if nested else edge.size
    return min(wanted, edge.most or exchange.world.media_cap)


def listing(exchange: Exchange, kind: Kind, name: str, thing: Thing) -> Json:
    """The answer of an edge: a page of it. Raises RefusedError for unknown fields, or for too much data."""
    edge, fields = EDGES[kind, name], nodes.asked(exchange, EDGES[kind, name].of)
    if size(exchange, edge, exchange.params) * nodes.weigh(exchange, edge.of, fields) > exchange.world.node_limit:
        raise RefusedError("tooMuchData")
    walk = _Walk(exchange, kind, name, thing, exchange.params, fields, exchange.params.get("fields", ""), False)
    return _page(walk)


def nested(exchange: Exchange, kind: Kind, field: Field, thing: Thing) -> Json | None:
    """The first page of an edge inside of a node; None if there is nothing on it."""
    inner = field.inner if field.inner is not None else parse(DEFAULTS[EDGES[kind, field.name].of])
    walk = _Walk(exchange, kind, field.name, thing, field.args, inner, field.text, True)
    body = _page(walk)
    return body if body["data"] else None


@dataclass(frozen=True)
class _Walk:
    exchange: Exchange
    kind: Kind
    name: str
    thing: Thing
    args: Mapping[str, str]
    fields: Sequence[Field]
    text: str
    inside: bool

    @property
    def edge(self) -> Edge:
        return EDGES[self.kind, self.name]

    @property
    def id(self) -> str:
        """Of the node that the edge belongs to, as it stands in an address."""
        return str(getattr(self.thing, "id", "me"))

    @property
    def scope(self) -> str:
        return f"{self.id}/{self.name}"

    def cursor(self, item: Thing | None, hop: int) -> str:
        at = item.at.isoformat() if isinstance(item, (Media, Comment)) else ""
        id = str(getattr(item, "id", ""))
        return _Cursor(self.scope, id, at, hop, self.exchange.world.token_generation).text()


def _page(walk: _Walk) -> Json:
    exchange, world = walk.exchange, walk.exchange.world
    items = _between(walk, nodes.children(exchange, walk.kind, walk.name, walk.thing))
    count = size(exchange, walk.edge, walk.args, nested=walk.inside)
    if walk.edge.of == "comment" and world.page_cap is not None:
        count = min(count, world.page_cap)
    asked, back = _given(walk, "after"), _given(walk, "before")
    start = 0 if asked is None else _behind(items, asked)
    if back is not None:
        end = next((n for n, item in enumerate(items) if getattr(item, "id", "") == back.id), 0)
        start = max(0, end - count)
        count = end - start
    page, emptied = items[start : start + count], False
    if not walk.inside:
        page, emptied = _faulty(walk, page)
    if isinstance(walk.thing, Media) and walk.name == "comments" and walk.thing.blind:
        page, emptied, items = [], True, []
    end = start + len(page)
    more = end < len(items) or (world.full_pages_go_on and bool(page) and len(page) == count)
    data = [nodes.node(exchange, walk.edge.of, item, walk.fields) for item in page]
    body: Json = {"data": data if walk.inside else exchange.turn.damaged(data, "id")}
    hop = asked.hop + 1 if asked else 1
    behind = page[-1] if page else items[start - 1] if 0 < start <= len(items) else None
    paging = _paging(walk, behind, page[0] if page else None, more=more and not _ends(walk), emptied=emptied, hop=hop)
    if paging:
        body["paging"] = paging
    return body


def _faulty(walk: _Walk, page: Sequence[Thing]) -> tuple[Sequence[Thing], bool]:
    """The page as the faults leave it, and whether they emptied it."""
    turn = walk.exchange.turn
    for fault in turn.due("short_page"):
        if len(page) > fault.data["keep"]:
            page = page[: fault.data["keep"]]
            turn.happened(fault)
    for kind in ("empty_page", "empty_end"):
        for fault in turn.due(kind):
            if page:
                turn.happened(fault)
                return page[:0], True
    return page, False


def _ends(walk: _Walk) -> bool:
    """Whether a fault ends the walk here: a page without items whose cursors are not meant to be followed."""
    return not walk.inside and bool(walk.exchange.turn.due("empty_end"))


def _paging(
    walk: _Walk, last: Thing | None, first: Thing | None, *, more: bool, emptied: bool, hop: int
) -> dict[str, Any]:
    turn, habit = walk.exchange.turn, walk.edge.habit
    if first is None and not emptied:
        return {}
    if habit == "after" and not more and not emptied:
        return {}
    after = walk.cursor(last, hop)
    if more and not walk.inside:
        given = walk.exchange.world.tokens_given.setdefault(walk.scope, [])
        after = turn.next_token(walk.args.get("after", ""), given, after)
    cursors = {"before": walk.cursor(first, hop), "after": after}
    if habit == "after" and not emptied:
        del cursors["before"]
    paging: dict[str, Any] = {"cursors": cursors}
    if more and habit != "cursors" and (not walk.inside or walk.exchange.world.nested_next):
        paging["next"] = _address(walk, after)
    if not walk.inside:
        for fault in turn.due("paging"):
            turn.happened(fault)
            where = cursors if fault.data["path"] in ("after", "before") else paging
            where[fault.data["path"]] = fault.data["value"]
            if fault.data["value"] == REMOVED:
                del where[fault.data["path"]]
    return paging


def _address(walk: _Walk, after: str) -> str:
    """Where the next page is; a token that came as a parameter stands in it."""
    exchange = walk.exchange
    params = {"access_token": exchange.caller.text} if exchange.in_query else {}
    params["pretty"] = "0"
    params |= {name: walk.args[name] for name in ("limit", "since", "until") if name in walk.args}
    if walk.text:
        params["fields"] = walk.text
    params["after"] = after
    return f"{exchange.base}/{walk.id}/{walk.name}?{urlencode(params)}"


def _given(walk: _Walk, name: str) -> _Cursor | None:
    """The cursor asked with; without one, a walk begins."""
    world, text = walk.exchange.world, walk.args.get(name, "")
    if not text:
        if name == "after":
            world.tokens_given[walk.scope] = []
        return None
    try:
        cursor = _Cursor(*json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))))
    except (ValueError, binascii.Error, TypeError) as bad:
        raise RefusedError("badCursor") from bad
    if cursor.scope != walk.scope or cursor.generation != world.token_generation:
        raise RefusedError("badCursor")
    return cursor


def _behind(items: Sequence[Thing], cursor: _Cursor) -> int:
    """The place behind the item that the cursor names, or behind where it stood."""
    if not cursor.id:
        return 0
    for n, item in enumerate(items):
        if getattr(item, "id", "") == cursor.id:
            return n + 1
    key = (cursor.at, cursor.id)
    older = (
        n for n, item in enumerate(items) if isinstance(item, (Media, Comment)) and (item.at.isoformat(), item.id) < key
    )
    return next(older, len(items))


def _between(walk: _Walk, items: Sequence[Thing]) -> Sequence[Thing]:
    """Media made between ``since`` and ``until``; on other edges these mean nothing."""
    if walk.kind != "account":
        return items
    since, until = _instant(walk, "since"), _instant(walk, "until")
    return [
        item
        for item in items
        if isinstance(item, Media)
        and (since is None or item.at.timestamp() >= since)
        and (until is None or item.at.timestamp() <= until)
    ]


def _instant(walk: _Walk, name: str) -> float | None:
    text = walk.args.get(name, "")
    if not text:
        return None
    try:
        return float(text) if text.isdigit() else datetime.fromisoformat(text).timestamp()
    except ValueError as bad:
        raise RefusedError(f"badParameter:{name}") from bad
