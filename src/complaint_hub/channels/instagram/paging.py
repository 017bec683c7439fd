"""Where a list goes on: each edge of the API tells it in its own way.

For: ``mapping``.
Must not: hand out an address. ``next`` is a URL that a platform made: its cursor is taken, its host is looked at, and
it is never asked.

=========  ====================================================================================
edge       goes on
=========  ====================================================================================
media      where there is a ``next``; its last page carries cursors all the same
comments   where there is a ``next``, or a full page with a cursor; its last page has no paging
replies    where there is a cursor: inside a comment ``next`` may be left out
=========  ====================================================================================

An empty page is the end on every edge, cursors or not: those of an empty page lead nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from .wire import Paging

__all__ = ["Edge", "Onward", "onward"]

Edge = Literal["media", "comments", "replies"]


@dataclass(frozen=True, slots=True)
class Onward:
    """Where a list goes on.

    Attributes:
        cursor: for ``after``; None is the end.
        host: of ``next``, where there is one.
        cut: an empty page said that something follows.
    """

    cursor: str | None = None
    host: str | None = None
    cut: bool = False


def onward(paging: Paging | None, *, count: int, limit: int, edge: Edge) -> Onward:
    """Say where a page of *count* items leads, of which *limit* were asked for."""
    if not paging:
        return Onward()
    next = paging.get("next")
    after = (paging.get("cursors") or {}).get("after") or _after(next)
    host = _host(next)
    if count == 0:
        return Onward(None, host, cut=after is not None)
    goes_on = next is not None or edge == "replies" or (edge == "comments" and count >= limit)
    return Onward(after if goes_on else None, host)


def _after(next: str | None) -> str | None:
    try:
        found = parse_qs(urlsplit(next or "").query).get("after")
    except ValueError:
        return None
    return found[0] if found else None


def _host(next: str | None) -> str | None:
    """Host and port, without whoever stands before an ``@``."""
    if not next:
        return None
    try:
        return urlsplit(next).netloc.rpartition("@")[2].lower()
    except ValueError:
        return "no host at all"
