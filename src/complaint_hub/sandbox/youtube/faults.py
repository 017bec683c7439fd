"""Ways in which YouTube misbehaves: those of every platform, and its own errors.

For: tests that break a walk on purpose.
Must not: look into a world or write an answer; ``api`` and ``exchange`` obey what stands here.
"""

from __future__ import annotations

from typing import Any

from ..faults import (
    REMOVED,
    Call,
    Fault,
    Kind,
    cut_body,
    damage,
    empty_end,
    empty_page,
    repeated_token,
    self_token,
    short_page,
    slow,
    status,
)

__all__ = [
    "REMOVED",
    "Call",
    "Fault",
    "Kind",
    "cut_body",
    "damage",
    "empty_end",
    "empty_page",
    "error",
    "rate_limit",
    "repeated_token",
    "self_token",
    "short_page",
    "slow",
    "status",
]


def error(name: str, *, shape: str = "errors", retry_after: int | None = None, **when: Any) -> Fault:
    """The platform's own error *name* (see ``errors.ERRORS``) in one of its body shapes (``errors.SHAPES``)."""
    return Fault("error", data={"name": name, "shape": shape, "retry_after": retry_after}, **when)


def rate_limit(*, retry_after: int | None = None, http: int = 403, **when: Any) -> Fault:
    """Too fast: 403 or 429, with or without ``Retry-After`` (seconds)."""
    return error("rateLimitExceeded" if http == 403 else "tooManyRequests", retry_after=retry_after, **when)
