"""What a reply may become next: by what a person does, and by what sending makes of it.

For: ``_delivery`` and the hub. A reply goes in, the next one comes out; what cannot be is refused with the reason.
Must not: read a clock (``now`` is passed in), send, or know a channel.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from ..contract import ReplyLimit, Shown
from ..errors import OutboxError
from ..model import Complaint, Event, EventType, Intent, Role
from .refusals import ReplyRefusal, refuse
from .reply import UNCLAIMED, Reply, ReplyPolicy, ReplyState, changed, expect, mark_of, same_text

__all__ = [
    "CHECKED_FOR",
    "approve",
    "claim",
    "draft",
    "due_for_check",
    "fail",
    "mark_sent",
    "mark_shown",
    "newer",
    "note",
    "put_off",
    "send_again",
    "withdraw",
]

CHECKED_FOR = timedelta(days=30)
"""How long a reply that the public does not see yet is looked at again, ever more seldom."""

# --- what a person does


def draft(
    complaint: Complaint,
    text: str,
    *,
    by: str,
    now: datetime,
    intent: Intent | None = None,
    about: str | None = None,
    limit: ReplyLimit | None = None,
    replaces: bool = False,
) -> Reply:
    """A reply to *complaint*, which has its timeline.

    Raises: OutboxError, if the text is empty or too long, nobody is named, or ``about`` is no message of the complaint.
    """
    if complaint.timeline is None:
        raise OutboxError(f"{complaint.id} was read without its timeline: read it by store.complaint(id)")
    if not by.strip():
        raise refuse(ReplyRefusal.unsigned)
    if not text.strip():
        raise refuse(ReplyRefusal.no_text, complaint=complaint.id)
    if limit is not None and (size := limit.size(text)) > limit.amount:
        raise refuse(
            ReplyRefusal.too_long, complaint=complaint.id, size=size, unit=limit.unit, channel=complaint.channel,
            amount=limit.amount, over=size - limit.amount,
        )  # fmt: skip
    messages = [event for event in complaint.timeline if event.type is EventType.message]
    if about is not None and about not in {event.key for event in messages}:
        raise refuse(ReplyRefusal.no_message, complaint=complaint.id, about=about)
    return Reply(
        channel=complaint.channel,
        account=complaint.account,
        complaint=complaint.id,
        about=about,
        text=text,
        intent=intent,
        by=by,
        created_at=now,
        seen=frozenset(mark_of(event, replaces=replaces) for event in messages if event.role is Role.agency),
    )


def approve(reply: Reply, *, by: str, now: datetime, policy: ReplyPolicy) -> Reply:
    """Let a draft go out. Raises OutboxError: no draft, or its own writer where a second person must look."""
    expect(reply, "approved", ReplyState.draft)
    if not by.strip():
        raise refuse(ReplyRefusal.no_approver, reply=reply.id)
    if policy.of(reply.channel) == "second_person" and by.strip().casefold() == reply.by.strip().casefold():
        raise refuse(ReplyRefusal.own_approval, reply=reply.id, by=reply.by)
    return changed(reply, state=ReplyState.approved, approved_by=by, approved_at=now)


def withdraw(reply: Reply, *, by: str) -> Reply:
    """Take it back before it is sent, or settle one that failed or stayed unsure."""
    allowed = (ReplyState.draft, ReplyState.approved, ReplyState.failed, ReplyState.unsure)
    expect(reply, "withdrawn", *allowed)
    return changed(reply, state=ReplyState.withdrawn, error=f"withdrawn by {by}")


def send_again(reply: Reply, *, by: str, now: datetime) -> Reply:
    """Let one that failed or stayed unsure go out again, after a person has looked.

    An unsure one is looked for once more before it is sent: where it can be seen after all, it is not sent twice.
    """
    expect(reply, "sent again", ReplyState.failed, ReplyState.unsure)
    if reply.native_key is not None:
        raise refuse(ReplyRefusal.refused_afterwards, reply=reply.id)
    approval = {"approved_by": by, "approved_at": now, "error": None}
    if reply.state is ReplyState.unsure:
        return changed(reply, state=ReplyState.sending, insisted=True, **approval)
    return changed(reply, state=ReplyState.approved, **UNCLAIMED, **approval)


# --- what sending makes of it


def claim(reply: Reply, own: Iterable[Event], *, replaces: bool, now: datetime) -> Reply:
    """Take an approved reply for one attempt; *own* are our replies that stand on the platform just now.

    Raises: OutboxError, if a reply stands there that the writer had not seen and that this one would replace.
    """
    expect(reply, "claimed", ReplyState.approved)
    standing = list(own)
    if replaces:
        for event in standing:
            if mark_of(event, replaces=True) not in reply.seen and not same_text(event.text, reply.text):
                raise OutboxError(newer(event))
    known = frozenset(mark_of(event, replaces=replaces) for event in standing)
    return changed(
        reply,
        state=ReplyState.sending,
        sending_at=now,
        tried_at=now,
        known=known if replaces else known | reply.seen,
        attempts=reply.attempts + 1,
        error=None,
    )


def put_off(reply: Reply, reason: str) -> Reply:
    """The platform certainly did not take this attempt, and may take another later."""
    expect(reply, "put off", ReplyState.approved, ReplyState.sending)
    if reply.tried_at != reply.sending_at:  # of an attempt before it nobody knew: it is still looked for
        return changed(reply, error=reason)
    return changed(reply, state=ReplyState.approved, **UNCLAIMED, error=reason)


def note(reply: Reply, reason: str) -> Reply:
    """It stays where it stands, and this is why."""
    return changed(reply, error=reason)


def fail(reply: Reply, reason: str) -> Reply:
    """The platform refuses it, and will go on refusing."""
    expect(reply, "failed", ReplyState.approved, ReplyState.sending, ReplyState.sent)
    return changed(reply, state=ReplyState.failed, error=reason)


def mark_sent(reply: Reply, event: Event, *, now: datetime) -> Reply:
    """It stands on the platform as *event*."""
    expect(reply, "sent", ReplyState.sending, ReplyState.unsure)
    return changed(reply, state=ReplyState.sent, native_key=event.key, sent_at=event.at or now, error=None)


def mark_shown(reply: Reply, shown: Shown, *, now: datetime) -> Reply:
    """It was read back."""
    expect(reply, "checked", ReplyState.sent)
    state = {"public": ReplyState.verified, "rejected": ReplyState.failed}.get(shown.state, ReplyState.sent)
    told = {
        "public": None,
        "hidden": "the public does not see it",
        "pending": "the platform still looks at it",
        "rejected": "the platform took it and refused it afterwards",
        "gone": "it does not stand there any more",
    }[shown.state]
    reason = f"{told}: {shown.reason}" if told and shown.reason else told
    return changed(reply, state=state, shown=shown.state, checked_at=now, error=reason)


def due_for_check(reply: Reply, *, now: datetime) -> bool:
    """Whether a sent reply is worth reading back now: at once, then after twice its age each time, for 30 days."""
    if reply.state is not ReplyState.sent or reply.sent_at is None:
        return False
    if reply.checked_at is None:
        return True
    age = max(reply.checked_at - reply.sent_at, timedelta(minutes=1))
    return now - reply.checked_at >= age and now - reply.sent_at <= CHECKED_FOR


def newer(event: Event) -> str:
    """Why a reply that would replace another is not sent."""
    when = f" of {event.at:%Y-%m-%d %H:%M} UTC" if event.at else ""
    return f"another reply of ours{when} stands there, which this one would replace unseen: read it and write anew"
