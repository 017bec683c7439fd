"""Ways in which Google's review servers misbehave: those of every platform, and their own errors.

For: tests that break a walk on purpose.
Must not: look into a world or write an answer; ``api`` and ``methods`` obey what stands here.

A method is one of ``accounts.list``, ``accounts.get``, ``locations.list``, ``locations.get``, ``reviews.list``,
``reviews.get``, ``reviews.updateReply``, ``reviews.deleteReply``, ``locations.batchGetReviews``,
``notificationSetting.get``, ``notificationSetting.update``, ``certs``, ``token``.
"""

from __future__ import annotations

from typing import Any

from ..faults import (
    REMOVED,
    Call,
    Fault,
    cut_body,
    damage,
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
    "cut_body",
    "damage",
    "empty_page",
    "error",
    "gateway_page",
    "quota_zero",
    "random_404",
    "rate_limit",
    "repeated_token",
    "self_token",
    "short_page",
    "slow",
    "status",
]


def error(name: str, *, shape: str = "status", retry_after: int | str | None = None, **when: Any) -> Fault:
    """The platform's own error *name* (see ``errors.ERRORS``; for ``token`` ``errors.OAUTH_ERRORS``).

    Args:
        shape: of the body, one of ``errors.SHAPES``.
        retry_after: in seconds or as an HTTP date.
    """
    return Fault("error", data={"name": name, "shape": shape, "retry_after": retry_after}, **when)


def random_404(**when: Any) -> Fault:
    """A list answers 404 although the location is there; the same call works a moment later."""
    return error("notFound", **{"method": "reviews.list", **when})


def rate_limit(*, retry_after: int | str | None = None, **when: Any) -> Fault:
    """429 with a limit that is not zero; *retry_after* in seconds or as an HTTP date."""
    return error("rateLimited", retry_after=retry_after, **when)


def quota_zero(**when: Any) -> Fault:
    """429 with the limit "0": the project was never approved. ``World.approved = False`` says so to every call."""
    return error("quotaZero", **when)


def gateway_page(code: int = 502, **when: Any) -> Fault:
    """A page of something in front of the platform, in HTML."""
    return status(code, f"<!DOCTYPE html><html><title>Error {code}</title></html>", **when)
