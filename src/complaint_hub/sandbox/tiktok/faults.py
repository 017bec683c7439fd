"""Ways in which TikTok misbehaves: those of every platform, and its own errors.

For: tests that break a walk on purpose.
Must not: look into a world or write an answer; ``api`` and ``pages`` obey what stands here.

A method is an endpoint without the slashes around it: ``business/video/list``, ``business/comment/list``,
``business/comment/reply/list``, ``business/comment/reply/create``, ``tt_user/oauth2/refresh_token``, and so on.
"""

from __future__ import annotations

from typing import Any

from ..faults import (
    REMOVED,
    Call,
    Fault,
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
    "cut_body",
    "damage",
    "empty_end",
    "empty_page",
    "error",
    "gateway_page",
    "lost_answer",
    "no_data",
    "partial",
    "rate_limit",
    "repeated_token",
    "self_token",
    "short_page",
    "slow",
    "status",
    "too_many_requests",
]


def error(name: str, *, shape: str = "object", retry_after: int | str | None = None, **when: Any) -> Fault:
    """The platform's own error *name* (see ``errors.ERRORS``) with HTTP 200; nothing is done.

    Args:
        shape: what ``data`` is, one of ``errors.SHAPES``.
        retry_after: in seconds or as an HTTP date; the platform is not known to send it.
    """
    return Fault("error", data={"name": name, "shape": shape, "retry_after": retry_after}, **when)


def no_data(shape: str = "null", **when: Any) -> Fault:
    """Code 0 and no data: ``null``, ``{}`` ("object") or absent; nothing is done."""
    return error("OK", shape=shape, **when)


def rate_limit(name: str = "REQUEST_TOO_FREQUENT", **when: Any) -> Fault:
    """Code 40100, or 40132 as REQUEST_FREQUENCY_LIMITED. ``world.limits.on`` counts for itself."""
    return error(name, **when)


def too_many_requests(*, retry_after: int | None = None, **when: Any) -> Fault:
    """HTTP 429, which is not documented for this host."""
    return status(429, '{"code":40100,"message":"Too many requests"}', retry_after=retry_after, **when)


def lost_answer(name: str = "SYS_TIMEOUT", *, shape: str = "object", **when: Any) -> Fault:
    """What was asked is done, and the answer is the error *name*: a write that must not be sent again unseen."""
    return Fault("lost", data={"name": name, "shape": shape}, **when)


def partial(**when: Any) -> Fault:
    """The answer is as it should be, but for its code 20001."""
    return Fault("error", data={"name": "PARTIAL_OK", "done": True}, **when)


def gateway_page(code: int = 502, **when: Any) -> Fault:
    """A page of something in front of the platform, in HTML."""
    return status(code, f"<!DOCTYPE html><html><title>Error {code}</title></html>", **when)
