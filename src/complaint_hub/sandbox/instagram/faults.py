"""Ways in which Instagram misbehaves: those of every platform, and its own.

For: tests that break a walk on purpose.
Must not: look into a world or write an answer; ``api``, ``pages`` and ``writes`` obey what stands here.

Lasting conditions are the world's: see ``World.blind``, ``World.withhold``, ``World.refused_fields`` and
``World.usage``. A method is one of ``me.get``, ``me.accounts``, ``page.get``, ``account.get``, ``account.media``,
``account.live_media``, ``account.tags``, ``media.get``, ``media.comments``, ``media.children``, ``comment.get``,
``comment.replies``; ``nodes`` for ``?ids=`` and ``batch``; ``media.comment``, ``media.update``, ``comment.reply``,
``comment.hide``, ``comment.delete``, ``account.message``, ``account.mention``; ``token.short``, ``token.long``,
``token.refresh``, ``token.exchange``.
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
    "foreign_next",
    "lost_answer",
    "paging",
    "repeated_token",
    "self_token",
    "short_page",
    "slow",
    "status",
    "throttle",
]


def error(name: str, *, http: int | None = None, told: dict[str, Any] | None = None, **when: Any) -> Fault:
    """The platform's own error *name* (see ``errors.ERRORS``).

    Args:
        http: another status than the usual one; 200 too, which was seen.
        told: ``message``, ``code``, ``subcode`` or ``type`` said instead.
    """
    data: dict[str, Any] = {"name": name, "http": http} | (told or {})
    return Fault("error", data=data, **when)


def throttle(
    name: str = "accountLimit", *, minutes: int | None = 5, percent: int = 100, http: int | None = None, **when: Any
) -> Fault:
    """One of the limits (``errors.USAGE``), with its usage header; *minutes* None leaves the header out."""
    return Fault("error", data={"name": name, "minutes": minutes, "percent": percent, "http": http}, **when)


def lost_answer(name: str = "unavailable", **when: Any) -> Fault:
    """What was asked is done, and the answer is the error *name*: a write that must not be sent again unseen."""
    return Fault("lost", data={"name": name}, **when)


def paging(name: str, value: Any, **when: Any) -> Fault:
    """On a page that has ``paging``, ``next`` or the cursor ``after`` or ``before`` is *value*; REMOVED leaves it out.

    An edge that pages without ``next`` gets one.
    """
    return Fault("paging", data={"path": name, "value": value}, **when)


def foreign_next(address: str = "https://graph.example/v26.0/1/comments?after=x", **when: Any) -> Fault:
    """``paging.next`` leads to another host."""
    return paging("next", address, **when)
