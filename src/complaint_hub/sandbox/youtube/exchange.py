"""What the methods of the API share: the page token, the body of a list, and what the faults do to it.

For: ``methods``.
Must not: know which method asks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from ..answers import Json, RefusedError
from ..turns import Turn
from . import render
from .pages import Slice, Token
from .query import Query
from .world import World

__all__ = ["Exchange", "list_body", "page_body", "page_token", "plain_text"]

T = TypeVar("T")


@dataclass(frozen=True)
class Exchange:
    """One call: ``owner`` is the channel that the caller has the consent of, None for a stranger."""

    world: World
    query: Query
    turn: Turn
    owner: str | None = None
    body: bytes = b""


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
    turn = exchange.turn
    for fault in turn.due("short_page"):
        if len(page.items) > fault.data["keep"]:
            page = page.cut(fault.data["keep"])
            turn.happened(fault)
    for fault in turn.due("empty_page"):
        if page.items:
            page = page.cut(0)
            turn.happened(fault)
    for fault in turn.due("empty_end"):
        if page.items:
            page = Slice([], [], token.cursor, False)
            turn.happened(fault)
    body = list_body(exchange, kind, [shown(item) for item in page.items])
    if page.more:
        given = exchange.world.tokens_given.setdefault(token.scope, [])
        following = Token(token.scope, page.end, token.hop + 1, token.generation).text()
        body["nextPageToken"] = turn.next_token(exchange.query.one("pageToken"), given, following)
    return body


def list_body(exchange: Exchange, kind: str, items: list[Json]) -> Json:
    """A list without a next page, as in an answer to a request by id; items are damaged that a fault names."""
    sent = exchange.turn.damaged(items, "id")
    return {"kind": kind, "etag": render.etag(kind, len(sent), [item.get("etag") for item in sent]), "items": sent}
