"""What the methods of the API share: the page token, the body of a list, and what the faults do to it.

For: ``methods``.
Must not: know which method asks.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from ..answers import RefusedError
from . import render
from .faults import REMOVED, Fault
from .pages import Cursor, Slice, Token
from .query import Query
from .world import World

__all__ = ["Exchange", "Json", "damaged", "list_body", "page_body", "page_token", "plain_text"]

T = TypeVar("T")
Json = dict[str, Any]


@dataclass(frozen=True)
class Exchange:
    """One call: ``owner`` is the channel that the caller has the consent of, None for a stranger."""

    world: World
    query: Query
    faults: list[Fault]
    owner: str | None = None
    body: bytes = b""

    def due(self, kind: str) -> list[Fault]:
        return [fault for fault in self.faults if fault.kind == kind]


def plain_text(query: Query) -> bool:
    """Whether texts are asked for as they were typed, not as HTML."""
    form = query.one("textFormat", "html")
    if form not in ("html", "plainText"):
        raise RefusedError("invalidParameter")
    return form == "plainText"


def page_token(exchange: Exchange, scope: str) -> Token:
    """The token asked with, or that of a walk's first page."""
    world, text = exchange.world, exchange.query.one("pageToken")
    if not text:
        world.tokens_given[scope] = []
        return Token(scope, (), 0, world.token_generation)
    try:
        return Token.read(text, scope=scope, generation=world.token_generation)
    except ValueError as bad:
        raise RefusedError("invalidPageToken") from bad


def page_body(exchange: Exchange, kind: str, token: Token, page: Slice[T], shown: Callable[[T], Json]) -> Json:
    """A page of a walk, with the token of the next one, as the faults of the world leave it."""
    happened = exchange.world.meter.happened
    for fault in exchange.due("short_page"):
        if len(page.items) > fault.data["keep"]:
            page = page.cut(fault.data["keep"])
            happened(fault)
    for fault in exchange.due("empty_page"):
        if page.items:
            page = page.cut(0)
            happened(fault)
    for fault in exchange.due("empty_end"):
        if page.items:
            page = Slice([], [], token.cursor, False)
            happened(fault)
    body = list_body(kind, damaged(exchange, [shown(item) for item in page.items]))
    following = _next_token(exchange, token, page.end) if page.more else None
    if following is not None:
        body["nextPageToken"] = following
    return body


def _next_token(exchange: Exchange, token: Token, end: Cursor) -> str:
    happened = exchange.world.meter.happened
    asked = exchange.query.one("pageToken")
    given = exchange.world.tokens_given.setdefault(token.scope, [])
    for fault in exchange.due("self_token"):
        if asked:
            happened(fault)
            return asked
    for fault in exchange.due("repeated_token"):
        if given and given[0] != asked:
            happened(fault)
            return given[0]
    following = Token(token.scope, end, token.hop + 1, token.generation).text()
    given.append(following)
    return following


def list_body(kind: str, items: list[Json]) -> Json:
    """An answer to a request by id, which has no pages."""
    return {"kind": kind, "etag": render.etag(kind, len(items), [item.get("etag") for item in items]), "items": items}


def damaged(exchange: Exchange, items: list[Json]) -> list[Json]:
    """The items, those damaged that a fault names."""
    for fault in exchange.due("damage"):
        for place, item in enumerate(items):
            if fault.data["item"] in (place, item.get("id")):
                harmed = copy.deepcopy(item)  # what is rendered is kept for the next page
                if _set(harmed, fault.data["path"].split("."), fault.data["value"]):
                    items[place] = harmed
                    exchange.world.meter.happened(fault)
                break
    return items


def _set(value: Any, path: list[str], new: Any) -> bool:
    *way, last = path
    for step in way:
        inside = value[int(step)] if isinstance(value, list) and int(step) < len(value) else None
        value = value.get(step) if isinstance(value, dict) else inside
        if value is None:
            return False
    if isinstance(value, list):
        if int(last) >= len(value):
            return False
        value[int(last)] = new
        return True
    if not isinstance(value, dict):
        return False
    if new == REMOVED:
        return value.pop(last, None) is not None
    value[last] = new
    return True
