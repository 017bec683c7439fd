"""A reply that was claimed and never heard of again: what a look at the platform says of it.

For: ``_delivery``, after a crash or an answer that never came.
Must not: ask the platform itself, read a clock, or guess: what nobody can say stays unsure, and a person decides.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Literal

from ..model import Event
from .reply import Reply, ReplyState, changed, expect, mark_of, same_text
from .steps import fail, newer

__all__ = ["SETTLED_AFTER", "SKEW", "find_reply", "look", "since_of"]

SKEW = timedelta(minutes=10)
"""How far a platform's clock may be behind ours: a reply that it dates so much earlier may be the one we sent."""

SETTLED_AFTER = timedelta(minutes=2)
"""How long a write without an answer may still be on its way: until then that it is not found says nothing."""


def look(
    reply: Reply,
    own: Iterable[Event],
    *,
    resend: Literal["never", "after_miss", "idempotent"],
    replaces: bool,
    taken: Collection[str] = (),
    now: datetime,
) -> Reply | Event:
    """What a look at the platform says of a reply that was claimed and never heard of again.

    Args:
        own: our replies that stand there.
        taken: keys of other replies of the outbox: none of them is this one.

    Returns: the event, if it is there. Else the next reply: still sending, with one more attempt (send it again);
        failed (a colleague's stands in its place); unsure; or the very same one (too early to say, or nothing new).
    """
    expect(reply, "looked up", ReplyState.sending, ReplyState.unsure)
    listed = list(own)
    found = find_reply(reply, listed, replaces=replaces, taken=taken)
    if found is not None:
        return found
    if reply.state is ReplyState.unsure:
        return reply
    if replaces:
        stranger = next((e for e in listed if mark_of(e, replaces=True) not in reply.known), None)
        if stranger is not None:
            return fail(reply, newer(stranger))
    if resend == "idempotent" or reply.insisted:
        return _again(reply, now=now)
    if reply.tried_at is None or now - reply.tried_at < SETTLED_AFTER:
        return reply
    if resend == "after_miss":
        return _again(reply, now=now)
    return changed(
        reply,
        state=ReplyState.unsure,
        error="nobody can say whether the platform took it: look there, then send it again or withdraw it",
    )


def find_reply(reply: Reply, own: Iterable[Event], *, replaces: bool, taken: Collection[str] = ()) -> Event | None:
    """The reply among our own that stand on the platform: same text, not known before, and not older than the claim."""
    since = None if reply.sending_at is None else since_of(reply.sending_at)
    for event in own:
        if mark_of(event, replaces=replaces) in reply.known or (not replaces and event.key in taken):
            continue
        # Where the next reply replaces the last, the time adds nothing: what stands there is the last word.
        early = not replaces and since is not None and event.at is not None and event.at < since
        if not early and same_text(event.text, reply.text):
            return event
    return None


def since_of(moment: datetime) -> datetime:
    """From when on, by the platform's clock, a reply claimed at *moment* may be dated."""
    return moment - SKEW


def _again(reply: Reply, *, now: datetime) -> Reply:
    # What stood there before the first attempt stays known, and the first claim's time stays the earliest: any of the
    # attempts may be the one that arrives.
    return changed(reply, tried_at=now, insisted=False, attempts=reply.attempts + 1, error=None)
