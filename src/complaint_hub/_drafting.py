"""Writing a reply, and what keeps it from being sent, as far as that is known without a request.

For: ``hub`` and ``aiohub``, and ``_delivery``, which asks again before it sends.
Must not: send anything, or decide what a reply may become (see ``outbox``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeGuard

from . import outbox
from .contract import CanCheckReply, CanReply, Channel, LocalChannel
from .errors import ConfigError, RejectedError, UnsupportedError
from .model import Complaint, EventType, Intent
from .outbox import Reply, ReplyPolicy

if TYPE_CHECKING:
    from ._io import Io
    from .store import Store

__all__ = ["Answering", "answering", "answers", "change", "check", "write"]


class Answering(Channel, CanReply, Protocol):
    """A channel that answers."""


def answering(channels: Iterable[Channel | LocalChannel]) -> list[Answering]:
    """Those channels that can send a reply."""
    return [channel for channel in channels if answers(channel)]


async def write(
    channels: Sequence[Channel | LocalChannel],
    store: Store,
    io: Io,
    *,
    complaint: str,
    text: str,
    by: str,
    now: datetime,
    policy: ReplyPolicy,
    intent: Intent | None = None,
    about: str | None = None,
    approved_by: str | None = None,
) -> Reply:
    """Put a reply in the outbox: approved, where nobody else need look at it or somebody has; else as a draft.

    Raises: before any request: OutboxError; ConfigError, if no channel of the hub reads the complaint; RejectedError;
        UnsupportedError, with the text to paste, if the channel takes no replies from a program.
    """
    found = await io.call(store.complaint, complaint)
    if found is None:
        raise outbox.refuse(outbox.ReplyRefusal.no_complaint, complaint=complaint)
    channel = _channel_of(found, channels)
    limit, replaces = (channel.reply_limit, channel.replaces) if answers(channel) else (None, False)
    reply = outbox.draft(found, text, by=by, now=now, intent=intent, about=about, limit=limit, replaces=replaces)
    check(channel, found, text, about=about)
    if approved_by is not None or policy.of(found.channel) == "none":
        reply = outbox.approve(reply, by=approved_by or by, now=now, policy=policy)
    added: Reply = await io.call(store.add_reply, reply)
    return added


async def change(store: Store, io: Io, id: str, step: Callable[[Reply], Reply], *, now: datetime) -> Reply:
    """Let a person's *step* change the reply with that number. Raises OutboxError, BusyError."""
    reply: Reply | None = await io.call(store.reply, id)
    if reply is None:
        raise outbox.refuse(outbox.ReplyRefusal.no_reply, reply=id)
    after = step(reply)
    await io.call(partial(store.move_reply, reply, after, now=now))
    return after


def _channel_of(complaint: Complaint, channels: Sequence[Channel | LocalChannel]) -> Channel | LocalChannel:
    for channel in channels:
        if (channel.name, channel.account) == (complaint.channel, complaint.account):
            return channel
    raise ConfigError(
        f"{complaint.id} came from {complaint.channel} {complaint.account}, which is not configured here: "
        "a reply goes out on the account that the complaint came in by"
    )


def answers(channel: Channel | LocalChannel) -> TypeGuard[Answering]:
    """Whether a channel can send a reply."""
    return isinstance(channel, CanReply)


def check(channel: Channel | LocalChannel, complaint: Complaint, text: str, *, about: str | None) -> None:
    """Refuse what is known to be in vain. Raises RejectedError, UnsupportedError."""
    if isinstance(channel, CanCheckReply):
        channel.check_reply(complaint, text, about=about)
    if not answers(channel):
        where = f" at {complaint.url}" if complaint.url else ""
        raise UnsupportedError(
            f"{channel.name} takes no replies from a program",
            channel=channel.name,
            hint=f"answer by hand{where}, and paste this text:\n{text}",
        )
    gone = complaint.deleted_at is not None or (about is not None and _is_deleted(complaint, about))
    if gone:
        raise RejectedError(
            f"{complaint.id} is deleted on the platform: nobody would see a reply", channel=channel.name
        )


def _is_deleted(complaint: Complaint, key: str) -> bool:
    """Whether the last that is known of a message is that it is gone."""
    told = [e.type for e in complaint.timeline or () if e.about == key]
    last = next((kind for kind in reversed(told) if kind in (EventType.deleted, EventType.restored)), None)
    return last is EventType.deleted
