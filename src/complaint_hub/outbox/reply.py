"""A reply on its way out, as a value: where it stands, what its writer knew, and how two replies are told apart.

For: the outbox's own modules, the store, which keeps it, and through ``complaint_hub.outbox`` everybody.
Must not: decide what it becomes next (see ``steps``), read a clock, or know a channel.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict

from ..model import Event, Instant, Intent
from .refusals import ReplyRefusal, refuse

__all__ = [
    "UNCLAIMED",
    "Approval",
    "Reply",
    "ReplyPolicy",
    "ReplyState",
    "changed",
    "expect",
    "mark_of",
    "same_text",
    "unsettled",
]

Approval = Literal["none", "second_person"]
"""Whether another person than the writer must approve a reply before it is sent."""


class ReplyState(StrEnum):
    """Where a reply stands; see the picture at the top of this module."""

    draft = "draft"
    approved = "approved"
    sending = "sending"
    sent = "sent"
    verified = "verified"
    failed = "failed"
    unsure = "unsure"
    withdrawn = "withdrawn"

    @property
    def final(self) -> bool:
        """True if nothing happens to it any more without a person."""
        return self in (ReplyState.verified, ReplyState.failed, ReplyState.withdrawn)


class Reply(BaseModel):
    """One reply, from its draft to what the public sees of it.

    Attributes:
        id: number in the outbox, given by the store; empty before.
        about: key of the message that it answers; None answers the complaint itself.
        by, approved_by: who wrote it, and who let it go out.
        seen: marks of our replies on the timeline when it was written: what the writer knew.
        known: marks of our replies that stood on the platform when it was claimed: none of them is this one.
        sending_at: when it was claimed; it is looked for from then on.
        tried_at: when the platform was last asked to take it under that claim.
        insisted: a person wants it sent if it is not found, whatever the platform may hide.
        attempts: how often the platform was asked to take it.
        native_key: the platform's key of the message, once it is sent.
        shown: what the public saw of it at ``checked_at`` (see ``contract.Shown``).
        error: why it stands where it stands, one sentence.
        version: raised by each change; the store compares it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    id: str = ""
    channel: str
    account: str
    complaint: str
    about: str | None = None
    text: str
    intent: Intent | None = None
    by: str
    approved_by: str | None = None
    state: ReplyState = ReplyState.draft
    created_at: Instant
    approved_at: Instant | None = None
    seen: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()
    sending_at: Instant | None = None
    tried_at: Instant | None = None
    insisted: bool = False
    attempts: int = 0
    sent_at: Instant | None = None
    native_key: str | None = None
    shown: str | None = None
    checked_at: Instant | None = None
    error: str | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class ReplyPolicy:
    """Who must approve: a default, and what holds for single channels by their name."""

    approval: Approval = "none"
    channels: Mapping[str, Approval] = field(default_factory=dict[str, Approval])

    def of(self, channel: str) -> Approval:
        """What holds for that channel."""
        return self.channels.get(channel, self.approval)


def mark_of(event: Event, *, replaces: bool) -> str:
    """What tells a reply of ours from another: its key; where there is only one key, also when it was written."""
    return f"{event.key}@{event.at.isoformat() if event.at else ''}" if replaces else event.key


def same_text(a: str | None, b: str | None) -> bool:
    """Whether two texts read the same; platforms trim, fold spaces, and compose accents."""
    return _plain(a) == _plain(b)


def unsettled(reply: Reply) -> bool:
    """Whether the same text to the same message would be one too many now."""
    return reply.state in (ReplyState.draft, ReplyState.approved, ReplyState.sending, ReplyState.unsure)


def _plain(text: str | None) -> str:
    return " ".join(unicodedata.normalize("NFC", text or "").split())


UNCLAIMED: Mapping[str, object] = {"sending_at": None, "tried_at": None, "known": frozenset(), "insisted": False}
"""What a reply is that nobody has tried to send."""


def expect(reply: Reply, what: str, *states: ReplyState) -> None:
    """Raise OutboxError, if the reply is in none of these states; *what* is what it cannot be."""
    if reply.state not in states:
        raise refuse(
            ReplyRefusal.wrong_state, reply=reply.id, state=reply.state.value, what=what, states=" or ".join(states)
        )


def changed(reply: Reply, **changes: object) -> Reply:
    """The same reply with other values, one version on."""
    return reply.model_copy(update={**changes, "version": reply.version + 1})
