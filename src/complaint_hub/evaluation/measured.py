"""What each case of a period adds to the figures: measured once, added up in as many groups as are wanted.

For: :mod:`.scorecard`.
Must not: add anything up (see ``tally``), nor read ``seen_at`` or a clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from ..facts import Fact, Facts
from ..model import Bucket, Case, Complaint, EventType, Form, Intent, Status
from ..sla import Clock, Outcome, Policy, judge_facts
from ..timeline import counts, ordered, status_events
from ..worktime import WorkCalendar
from .durations import Span, answered_after, completion, first_response, first_substantive, follow_up
from .inputs import Detail

__all__ = ["LAPOR", "STARTS", "Judged", "Measured", "Turns", "details_of", "measure"]

STARTS = ("forwarded", "verified", "received")
LAPOR = "lapor"
_MICROSECOND = timedelta(microseconds=1)
# Where people talk in the open instead of filing: whether such a complaint was also entered in SP4N is a figure.
_SOCIAL = (Form.comment, Form.review, Form.message)


@dataclass(frozen=True, slots=True)
class Turns:
    """What the timeline of a case of several rows, or of one with a turn in its story, adds to its columns."""

    rows: int = 1
    channels: frozenset[str] = frozenset()
    forms: frozenset[Form | None] = frozenset()
    linked: bool = False
    reopened: bool = False
    returned: bool = False
    forwarded: bool = False

    @property
    def social(self) -> bool:
        """True if a row of it came by a social channel."""
        return any(form in _SOCIAL for form in self.forms)


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
    """What the columns of facts do not hold: ratings, ids of LAPOR, and how officers marked answers.

    Args:
        complaints: with their timelines; of a head alone the marks stay unknown.
    """
    return {row.id: _detail(row) for row in complaints}


def _detail(row: Complaint) -> Detail:
    intents = {event.intent for event in row.timeline or () if counts(event)}
    marked = True if Intent.substantive in intents else False if Intent.normative in intents else None
    return Detail(row.rating, LAPOR in (row.external_ids or {}), marked)


def measure(
    chosen: Iterable[Fact],
    facts: Facts,
    *,
    policy: Policy,
    calendar: WorkCalendar,
    now: datetime,
    details: Mapping[str, Detail] | None = None,
) -> list[Measured]:
    """Measure these facts; *facts* gives the timelines of those that are flagged."""
    rows = list(chosen)
    stories = _Stories(facts)
    verdicts: dict[str, list[Judged]] = {fact.id: [] for fact in rows}
    for verdict in judge_facts(Facts.of(rows, stories), policy=policy, calendar=calendar, now=now):
        verdicts[verdict.id].append(Judged(verdict.clock, verdict.outcome, verdict.since))
    return [
        _measured(fact, stories.turns(fact), (details or {}).get(fact.id), verdicts[fact.id], calendar, now)
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
        # A row that counts for a case which a LAPOR report leads was entered there.
        linked = fact.channel != LAPOR and fact.case.startswith(f"{LAPOR}:")
        if fact.irregular:
            told = self.told.get(fact.id)
            return replace(told, linked=True) if told is not None and linked else told
        return Turns(
            channels=frozenset((fact.channel,)),
            forms=frozenset((fact.form,)),
            linked=linked,
            forwarded=fact.forwarded is not None,
        )


def _turns(case: Case) -> Turns:
    own = [event for event in ordered(case.timeline) if event.complaint == case.lead.id]
    channels = frozenset(row.channel for row in case.rows)
    elsewhere = any(row.channel != LAPOR for row in case.rows)
    return Turns(
        rows=len(case.rows),
        channels=channels,
        forms=frozenset(row.form for row in case.rows),
        linked=elsewhere and (LAPOR in channels or any(LAPOR in (row.external_ids or {}) for row in case.rows)),
        reopened=_reopened(case),
        returned=any(event.type is EventType.returned or event.status is Status.returned for event in own),
        forwarded=any(event.type is EventType.forwarded for event in own),
    )


def _reopened(case: Case) -> bool:
    own = [event for event in case.timeline if event.complaint == case.lead.id]
    if any(event.type is EventType.reopened for event in own):
        return True
    finished = False
    for event in status_events(own):
        if event.status is None:
            continue
        if finished and event.status.open:
            return True
        finished = finished or event.status.bucket is Bucket.finished
    return False


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
