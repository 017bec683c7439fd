"""What each case of a period adds to the figures: measured once, added up in as many groups as are wanted.

For: :mod:`.scorecard`.
Must not: add anything up (see ``tally``), nor read ``seen_at`` or a clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ..facts import LAPOR, Fact, Facts
from ..model import Bucket, Case, Complaint, EventType, Form, Intent
from ..sla import Clock, Outcome, judge_facts
from ..timeline import counts
from ..worktime import WorkCalendar
from .durations import Span, answered_after, completion, first_response, first_substantive, follow_up
from .inputs import Detail

if TYPE_CHECKING:
    from .parts import Scale

__all__ = ["SOCIAL", "STARTS", "Judged", "Measured", "Turns", "details_of", "measure"]

STARTS = ("forwarded", "verified", "received")
_MICROSECOND = timedelta(microseconds=1)
# Where people talk in the open instead of filing: whether such a complaint was also entered in SP4N is a figure.
SOCIAL = (Form.comment, Form.review, Form.message)


@dataclass(frozen=True, slots=True)
class Turns:
    """What the timeline of a case of several rows, or of one with a turn in its story, adds to its columns."""

    rows: int = 1
    channels: frozenset[str] = frozenset()
    forms: frozenset[Form | None] = frozenset()
    forwarded: bool = False

    @property
    def social(self) -> bool:
        """True if a row of it came by a social channel."""
        return any(form in SOCIAL for form in self.forms)


@dataclass(frozen=True, slots=True)
class Judged:
    """One clock of a case."""

    clock: Clock
    outcome: Outcome
    since: str | None


@dataclass(frozen=True, slots=True)
class Measured:
    """One case.

    Attributes:
        turns: None for a case that is flagged and whose timeline did not come.
        follow_up: by the start that is there; *starts* has it by each start alone.
    """

    fact: Fact
    turns: Turns | None
    detail: Detail | None
    follow_up: Span | None
    starts: Mapping[str, Span | None]
    completion: Span | None
    first_response: Span | None
    first_substantive: Span | None
    age: Span | None
    judged: tuple[Judged, ...] = ()


def details_of(complaints: Iterable[Complaint]) -> dict[str, Detail]:
    """Ratings, ids of LAPOR, and how officers marked answers, for facts that do not say them.

    Facts of the store do; those that a program writes down itself may lack them.

    Args:
        complaints: with their timelines; of a head alone the marks stay unknown.
    """
    return {row.id: _detail(row) for row in complaints}


def _detail(row: Complaint) -> Detail:
    intents = {event.intent for event in row.timeline or () if counts(event)}
    marked = True if Intent.substantive in intents else False if Intent.normative in intents else None
    return Detail(row.rating, LAPOR in (row.external_ids or {}), marked)


def measure(chosen: Iterable[Fact], facts: Facts, *, scale: Scale) -> list[Measured]:
    """Measure these facts; *facts* gives the timelines of those that are flagged."""
    rows = list(chosen)
    stories = _Stories(facts)
    calendar, now = scale.calendar, scale.now
    verdicts: dict[str, list[Judged]] = {fact.id: [] for fact in rows}
    for verdict in judge_facts(Facts.of(rows, stories), policy=scale.policy, calendar=calendar, now=now):
        verdicts[verdict.id].append(Judged(verdict.clock, verdict.outcome, verdict.since))
    return [
        _measured(fact, stories.turns(fact), scale.details.get(fact.id), verdicts[fact.id], calendar, now)
        for fact in rows
    ]


@dataclass(slots=True)
class _Stories:
    """Hands on the flagged cases to whoever judges them, and remembers what their timelines tell."""

    facts: Facts
    told: dict[str, Turns] = field(default_factory=dict[str, Turns])

    def __call__(self) -> Iterator[Case]:
        for case in self.facts.irregular():
            self.told[case.lead.id] = _turns(case)
            yield case

    def turns(self, fact: Fact) -> Turns | None:
        if fact.irregular:
            return self.told.get(fact.id)
        return Turns(channels=frozenset((fact.channel,)), forms=frozenset((fact.form,)))


def _turns(case: Case) -> Turns:
    return Turns(
        rows=len(case.rows),
        channels=frozenset(row.channel for row in case.rows),
        forms=frozenset(row.form for row in case.rows),
        forwarded=any(e.type is EventType.forwarded and e.complaint == case.lead.id for e in case.timeline),
    )


def _measured(
    fact: Fact,
    turns: Turns | None,
    detail: Detail | None,
    judged: list[Judged],
    calendar: WorkCalendar,
    now: datetime,
) -> Measured:
    return Measured(
        fact=fact,
        turns=turns,
        detail=detail,
        follow_up=follow_up(fact, calendar),
        starts={start: answered_after(fact, start, calendar) for start in STARTS},
        completion=completion(fact, calendar) if fact.status.bucket is Bucket.finished else None,
        first_response=first_response(fact, calendar),
        first_substantive=first_substantive(fact, calendar),
        age=_age(fact, calendar, now) if fact.status.open else None,
        judged=tuple(judged),
    )


def _age(fact: Fact, calendar: WorkCalendar, now: datetime) -> Span:
    """How long an open case has been waiting; one received after *now* waits since now."""
    since = min(fact.received, now)
    elapsed = (now - since) // _MICROSECOND
    return Span("received", elapsed, calendar.working_days(calendar.local_day(since), calendar.local_day(now)))
