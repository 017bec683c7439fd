"""Which fields a row of each table has: the check that a user's own file gets as well.

For: :func:`complaint_hub.rules.load`.
Must not: import the model, which stands above the rules; that the words agree with it is a test.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, TypeAlias

__all__ = ["SHAPES", "Rule", "Shape", "wrong"]

_What: TypeAlias = Literal["text", "texts", "number", "switch", "date", "pattern"]

_WORDS: Final[Mapping[_What, str]] = {
    "text": "a text that is not empty",
    "texts": 'a list of texts like ["forwarded", "received"]',
    "number": "a whole number above 0",
    "switch": "true or false",
    "date": "a date like 2025-01-31",
    "pattern": "a regular expression",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """What one field may hold: *choices* limit a text (or each of several), *from_head* takes the table's own value."""

    what: _What
    required: bool = False
    choices: tuple[str, ...] = ()
    default: Any = None
    from_head: bool = False
    may_be_empty: bool = False

    @property
    def wanted(self) -> str:
        """The form, in words for a message."""
        if not self.choices:
            return _WORDS[self.what]
        return ("one of " if self.what == "text" else "a list of ") + ", ".join(self.choices)


Shape: TypeAlias = Mapping[str, Rule]


def wrong(rule: Rule, value: object) -> str | None:
    """What the value should have been, in words; None if it is right."""
    return None if _fits(rule, value) else rule.wanted


def _fits(rule: Rule, value: object) -> bool:
    match rule.what:
        case "text":
            return isinstance(value, str) and bool(value.strip()) and (not rule.choices or value in rule.choices)
        case "texts":
            return (
                isinstance(value, list)
                and (bool(value) or rule.may_be_empty)
                and all(_fits(Rule("text", choices=rule.choices), v) for v in value)
            )
        case "number":
            # True is an int to Python, and a date with a time is a date: both are slips here.
            return type(value) is int and value > 0
        case "switch":
            return isinstance(value, bool)
        case "date":
            return type(value) is date
        case "pattern":
            return isinstance(value, str) and bool(value) and _compiles(value)


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


_STATUSES: Final = (
    "received", "verified", "forwarded", "returned", "in_progress", "responded", "awaiting_citizen", "postponed",
    "resolved", "closed", "archived", "blocked", "rejected", "withdrawn", "transferred", "not_our_authority",
    "duplicate", "not_a_complaint",
)  # fmt: skip
_BUCKETS: Final = ("unverified", "pending", "in_process", "postponed", "finished", "archived")
_ROLES: Final = ("citizen", "agency", "platform")
_KINDS: Final = ("complaint", "aspiration", "information_request", "appreciation", "other", "spam")
_FORMS: Final = ("report", "review", "comment", "message", "letter", "visit")
_REGISTER_FIELDS: Final = (
    "number", "counter", "date", "opened", "source", "text", "title", "name", "contact", "category", "district",
    "village", "address", "unit", "forwarded_date", "follow_up", "followed_up_date", "finished_date", "status",
    "evidence",
)  # fmt: skip
_MILESTONES: Final = (
    "received", "verified", "forwarded", "first_human", "first_substantive", "followed_up", "first_resolved",
    "last_resolved", "closed",
)  # fmt: skip
_CLOCKS: Final = (
    "triage", "verify", "forward", "unit_follow_up", "first_response", "first_substantive", "next_response",
    "first_resolution", "resolution", "auto_close",
)  # fmt: skip
_EVENTS: Final = (
    "verified", "forwarded", "returned", "transferred", "status", "message", "note", "extended", "postponed",
    "reminded", "escalated", "rated", "resolved", "reopened", "closed",
)  # fmt: skip

_PERFORMANCE_FIELDS: Final = (
    "unit", "unverified", "pending", "in_process", "finished", "postponed", "archived", "total", "followed_up_share",
    "mean_follow_up", "mean_completion",
)  # fmt: skip
_RECAP_FIELDS: Final = ("number", "date", "tracking_id", "title", "unit", "answered", "note")
_TRIGGERS: Final = (
    "no_action_plan", "no_team_decree", "unit_without_officer", "slow_follow_up", "units_behind", "handed_back",
    "normative_answers", "low_rating", "social_unanswered", "social_not_linked", "few_complaints", "repeated_topic",
)  # fmt: skip

_DATED: Final[Shape] = {
    "source": Rule("text", from_head=True),
    "in_force_from": Rule("date", from_head=True),
    "in_force_until": Rule("date", from_head=True),
}
_TRIAGE: Final[Shape] = {
    "id": Rule("text", required=True),
    "step": Rule("number", default=5),
    "words": Rule("texts", default=()),
    "also": Rule("texts", default=()),
    "unless": Rule("texts", default=()),
    "pattern": Rule("pattern"),
    "channels": Rule("texts", default=()),
    "forms": Rule("texts", choices=_FORMS, default=()),
    "accounts": Rule("texts", default=()),
    "categories": Rule("texts", default=()),
    "districts": Rule("texts", default=()),
    "rating_from": Rule("number"),
    "rating_to": Rule("number"),
    "no_text": Rule("switch", default=False),
    "owner": Rule("switch", default=False),
    "named": Rule("switch", default=False),
    "kind": Rule("text", choices=_KINDS),
    "unit": Rule("text"),
    "authority": Rule("text", choices=("regency", "province", "national", "village", "private")),
    "priority": Rule("text", choices=("urgent", "high", "normal")),
    "oversight": Rule("switch"),
    "leaves": Rule("texts", choices=("kind", "unit", "authority", "priority", "oversight"), default=()),
    **_DATED,
}
_GUESS: Final[Shape] = {"guess": Rule("switch", default=False)}

SHAPES: Final[Mapping[str, Shape]] = {
    "sp4n_limits": {
        "clock": Rule("text", required=True, choices=_CLOCKS),
        "channels": Rule("texts"),
        "forms": Rule("texts", choices=_FORMS),
        "kind": Rule("text", choices=_KINDS),
        "oversight": Rule("switch"),
        "units": Rule("texts"),
        "categories": Rule("texts"),
        "target": Rule("number", required=True),
        "unit": Rule("text", required=True, choices=("working_days", "working_hours", "calendar_days")),
        "start": Rule("texts", required=True, choices=(*_MILESTONES, "asked")),
        "first_day_counted": Rule("switch", default=False),
        "due": Rule("text", choices=("end_of_day", "same_time"), default="end_of_day"),
        "pauses": Rule("texts", choices=("awaiting_citizen", "postponed"), may_be_empty=True),
        "extendable": Rule("switch", default=True),
        "dated_by": Rule("text", choices=("judgement", "receipt"), default="judgement"),
        **_DATED,
    },
    "sp4n_status": {
        "text": Rule("text", required=True),
        "status": Rule("text", required=True, choices=_STATUSES),
        "bucket": Rule("text", required=True, choices=_BUCKETS),
        "by": Rule("text", choices=_ROLES),
        **_GUESS,
        **_DATED,
    },
    "sp4n_classification": {
        "text": Rule("text", required=True),
        "kind": Rule("text", required=True, choices=_KINDS),
        "oversight": Rule("switch"),
        **_DATED,
    },
    "sp4n_timeline": {
        "pattern": Rule("pattern", required=True),
        "role": Rule("text", required=True, choices=_ROLES),
        "type": Rule("text", required=True, choices=_EVENTS),
        "status": Rule("text", choices=_STATUSES),
        **_GUESS,
        **_DATED,
    },
    "sp4n_columns": {
        "heading": Rule("text", required=True),
        "field": Rule("text", required=True),
        "sheet": Rule("text", required=True, choices=("export", "follow_up")),
        "required": Rule("switch", default=False),
        **_DATED,
    },
    "register_columns": {
        "field": Rule("text", required=True, choices=_REGISTER_FIELDS),
        "headings": Rule("texts", required=True),
        **_DATED,
    },
    "register_sources": {
        "texts": Rule("texts", required=True),
        "name": Rule("text", required=True),
        "form": Rule("text", required=True, choices=_FORMS),
        "box": Rule("switch", default=False),
        "anonymous": Rule("switch", default=False),
        **_DATED,
    },
    "register_status": {
        "status": Rule("text", required=True, choices=_STATUSES),
        "texts": Rule("texts", required=True),
        **_DATED,
    },
    "triage_kinds": _TRIAGE,
    "triage_topics": _TRIAGE,
    "triage_words": {
        "text": Rule("text", required=True),
        "spellings": Rule("texts", required=True),
        **_DATED,
    },
    "blitar_places": {
        "code": Rule("text", required=True),
        "name": Rule("text", required=True),
        "kind": Rule("text", required=True, choices=("regency", "district", "village")),
        "parent": Rule("text"),
        "aliases": Rule("texts", default=()),
        "population": Rule("number"),
        "population_on": Rule("date"),
        **_GUESS,
        **_DATED,
    },
    "late_decrees": {
        "date": Rule("date", required=True),
        "kind": Rule("text", required=True, choices=("holiday", "joint_leave", "working_day")),
        "name": Rule("text", required=True),
        "area": Rule("text"),
        **_DATED,
    },
    "office_hours": {
        "season": Rule("text", required=True, choices=("ordinary", "ramadan")),
        "days": Rule("texts", required=True, choices=("mon", "tue", "wed", "thu", "fri", "sat", "sun")),
        "hours": Rule("texts", required=True),
        **_DATED,
    },
    "ramadan": {
        "name": Rule("text", required=True),
        "first": Rule("date", required=True),
        "last": Rule("date", required=True),
        **_DATED,
    },
    "recommendations": {
        "id": Rule("text", required=True),
        "trigger": Rule("text", required=True, choices=("no_action_plan", "no_team_decree")),
        "aspect": Rule("text", required=True),
        "text": Rule("text", required=True),
        "indicator": Rule("text", required=True),
        **_DATED,
    },
    "evaluation_scales": {
        "scale": Rule("text", required=True),
        "year": Rule("number", required=True),
        "predicate": Rule("text", required=True),
        "rank": Rule("number"),
        "complete": Rule("switch", default=True),
        **_DATED,
    },
    "performance_columns": {
        "field": Rule("text", required=True, choices=_PERFORMANCE_FIELDS),
        "headings": Rule("texts", required=True),
        **_DATED,
    },
    "recap_columns": {
        "field": Rule("text", required=True, choices=_RECAP_FIELDS),
        "headings": Rule("texts", required=True),
        **_DATED,
    },
    "action_plan": {
        "id": Rule("text", required=True),
        "trigger": Rule("text", required=True, choices=_TRIGGERS),
        "aspect": Rule("text", required=True),
        "problem": Rule("text", required=True),
        "action": Rule("text", required=True),
        "indicator": Rule("text", required=True),
        "unit": Rule("text", required=True),
        "metric": Rule("text"),
        "evidence": Rule("text", required=True),
        **_DATED,
    },
    "retention": {
        "id": Rule("text", required=True),
        "channels": Rule("texts", default=()),
        "counts_from": Rule("text", required=True, choices=("seen", "closed", "received")),
        "days": Rule("number", required=True),
        "action": Rule("text", required=True, choices=("refresh", "erase", "review")),
        **_DATED,
    },
    "reply_templates": {
        "name": Rule("text", required=True),
        "title": Rule("text", required=True),
        "intent": Rule(
            "text", choices=("acknowledgement", "normative", "substantive", "clarification", "closing"), default=None
        ),
        "text": Rule("text", required=True),
        **_DATED,
    },
}
