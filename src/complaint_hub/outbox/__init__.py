"""Replies on their way out: what each may become next, and what is known of one whose fate is unknown. Never twice.

For: ``_delivery``, which sends, and the store, which keeps. Everything in this room is pure.

::

    draft → approved → sending → sent → verified          withdrawn: from draft, approved, failed, unsure
                          │        └──→ failed            by a person again: failed → approved, unsure → sending
                          ├──→ approved   the platform did not take it (throttled, no connection before the write)
                          ├──→ failed     refused, for good
                          └──→ unsure     nobody can say whether it was taken; a person decides

Must not: read a clock (``now`` is passed in), send, or know a channel.
"""

from __future__ import annotations

from .looking import SETTLED_AFTER, SKEW, find_reply, look, since_of
from .refusals import SENTENCES, ReplyRefusal, refuse
from .reply import Approval, Reply, ReplyPolicy, ReplyState, mark_of, same_text, unsettled
from .steps import (
    CHECKED_FOR,
    approve,
    claim,
    draft,
    due_for_check,
    fail,
    mark_sent,
    mark_shown,
    note,
    put_off,
    send_again,
    withdraw,
)

__all__ = [
    "CHECKED_FOR",
    "SENTENCES",
    "SETTLED_AFTER",
    "SKEW",
    "Approval",
    "Reply",
    "ReplyPolicy",
    "ReplyRefusal",
    "ReplyState",
    "approve",
    "claim",
    "draft",
    "due_for_check",
    "fail",
    "find_reply",
    "look",
    "mark_of",
    "mark_sent",
    "mark_shown",
    "note",
    "put_off",
    "refuse",
    "same_text",
    "send_again",
    "since_of",
    "unsettled",
    "withdraw",
]
