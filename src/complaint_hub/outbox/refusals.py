"""Why a reply cannot be written, approved, sent or taken back: each refusal by a name that stays, and its sentence.

For: the steps of a reply, and screens that say it in an officer's own language (``OutboxError.values``).
Must not: decide anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from ..errors import OutboxError

__all__ = ["SENTENCES", "ReplyRefusal", "refuse"]


class ReplyRefusal(StrEnum):
    """The name of a refusal; it stays when its sentence is worded anew."""

    no_complaint = "no_complaint"
    no_reply = "no_reply"
    unsigned = "unsigned"
    no_text = "no_text"
    too_long = "too_long"
    no_message = "no_message"
    no_approver = "no_approver"
    own_approval = "own_approval"
    refused_afterwards = "refused_afterwards"
    wrong_state = "wrong_state"
    doubled = "doubled"


SENTENCES: Mapping[ReplyRefusal, str] = {
    ReplyRefusal.no_complaint: "there is no complaint {complaint!r}: nothing was written",
    ReplyRefusal.no_reply: "there is no reply {reply!r} in the outbox",
    ReplyRefusal.unsigned: "a reply needs a name: say by whom it is",
    ReplyRefusal.no_text: "the reply to {complaint} has no text",
    ReplyRefusal.too_long: "the reply to {complaint} has {size:,} {unit}, {channel} takes {amount:,}: "
    "shorten it by {over:,}",
    ReplyRefusal.no_message: "{complaint} has no message {about!r}: leave it out to answer the complaint itself",
    ReplyRefusal.no_approver: "reply {reply}: say who approves it",
    ReplyRefusal.own_approval: "reply {reply} was written by {by}: another person must approve it",
    ReplyRefusal.refused_afterwards: "reply {reply} was taken by the platform and refused afterwards: "
    "write another text",
    ReplyRefusal.wrong_state: "reply {reply} is {state} and cannot be {what}: only one that is {states} can",
    ReplyRefusal.doubled: "the same reply to {complaint} is in the outbox already, as number {reply} ({state}): "
    "send or withdraw that one",
}
"""Refusal → its sentence, with the names of what it tells."""


def refuse(reason: ReplyRefusal, **values: str | int) -> OutboxError:
    """The error of a refusal, to be raised."""
    return OutboxError(SENTENCES[reason].format(**values), reason=reason.value, values=values)
