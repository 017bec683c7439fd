"""Ways in which any platform misbehaves, as a programme: what, how often, on which calls.

For: the ``faults`` of each platform, which add its own errors; each constructor is a fault somebody met in the wild.
Must not: look into a world or write an answer; see ``turns``, which obeys what stands here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

__all__ = [
    "REMOVED",
    "Call",
    "Fault",
    "Kind",
    "cut_body",
    "damage",
    "empty_end",
    "empty_page",
    "repeated_token",
    "self_token",
    "short_page",
    "slow",
    "status",
]

Kind = Literal[
    "short_page", "empty_page", "empty_end", "repeated_token", "self_token", "paging", "damage", "error", "lost",
    "status", "cut", "slow",
]  # fmt: skip

REMOVED = "<removed>"
"""As a value of :func:`damage`: the field is left out."""


@dataclass(frozen=True)
class Call:
    """One call as the log keeps it: ``commentThreads.list`` (or the bare path), parameters without the key."""

    method: str
    path: str
    params: Mapping[str, str]


@dataclass
class Fault:
    """One kind of misbehaviour and when it happens.

    Attributes:
        kind: what happens.
        times: how often, then never again; None is always.
        skip: matching calls that pass unharmed first.
        every: of the matching calls after those, each n-th is hit.
        method: only calls of this method (``comments.list``); None hits every list call.
        when: a further condition on the call, in-process only.
        data: what the kind needs; see the constructors.
        count: how often it has happened.
    """

    kind: Kind
    times: int | None = 1
    skip: int = 0
    every: int = 1
    method: str | None = None
    when: Callable[[Call], bool] | None = None
    data: dict[str, Any] = field(default_factory=dict[str, Any])
    count: int = 0
    seen: int = 0

    @property
    def spent(self) -> bool:
        return self.times is not None and self.count >= self.times

    def due(self, call: Call) -> bool:
        """Whether it is this call's turn; counts the call as seen."""
        if self.spent or (self.method is not None and self.method != call.method):
            return False
        if self.when is not None and not self.when(call):
            return False
        self.seen += 1
        return self.seen > self.skip and (self.seen - self.skip - 1) % self.every == 0


def short_page(keep: int, **when: Any) -> Fault:
    """A page ends after *keep* items although more follow; its token goes on behind them."""
    return Fault("short_page", data={"keep": keep}, **when)


def empty_page(**when: Any) -> Fault:
    """A page without items, with a token that goes on where it should."""
    return Fault("empty_page", **when)


def empty_end(**when: Any) -> Fault:
    """A page without items and without a token, in the middle of a walk (seen in August 2025)."""
    return Fault("empty_end", **when)


def repeated_token(**when: Any) -> Fault:
    """The next token is the first one this walk was given: without a guard, an endless round."""
    return Fault("repeated_token", **when)


def self_token(**when: Any) -> Fault:
    """The next token is the one that was asked with (seen in May 2024)."""
    return Fault("self_token", **when)


def damage(path: str, value: Any = REMOVED, *, item: int | str = 0, **when: Any) -> Fault:
    """One item of a page arrives damaged.

    Args:
        path: where in the item, by dots: ``snippet.topLevelComment.snippet.publishedAt``; numbers index lists.
        value: what stands there instead (any JSON, also a huge number or a lone surrogate); REMOVED leaves it out.
        item: place on the page, or the id of the item: then only pages that hold it are hit.
    """
    return Fault("damage", data={"path": path, "value": value, "item": item}, **when)


def status(code: int, body: str = "<html>Error</html>", *, retry_after: int | None = None, **when: Any) -> Fault:
    """A status of something in front of the platform, with a body that is no JSON."""
    return Fault("status", data={"code": code, "body": body, "retry_after": retry_after}, **when)


def cut_body(at: int = 100, **when: Any) -> Fault:
    """The connection breaks after *at* bytes of the body; -1 breaks it before the status line."""
    return Fault("cut", data={"at": at}, **when)


def slow(seconds: float, **when: Any) -> Fault:
    """The answer comes late."""
    return Fault("slow", data={"seconds": seconds}, **when)
