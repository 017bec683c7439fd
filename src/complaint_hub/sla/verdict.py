"""What a clock says about a case, and the days behind it.

For: readers of :func:`complaint_hub.sla.judge`; an officer can be shown *why* a case is due when it is.
Must not: judge (see ``sla.judging``), or hold text for screens: the words are those of the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from ..worktime import WorkCalendar
from .clocks import Clock
from .policy import Target, TargetUnit

__all__ = ["PAUSED", "CountedDay", "Outcome", "Reason", "Verdict", "explain", "starts"]

PAUSED = "Dijeda (tunda)"


class Outcome(StrEnum):
    """The judgement. Running, at_risk, paused and breached speak of a clock that nothing has stopped yet."""

    no_target = "no_target"
    running = "running"
    paused = "paused"
    at_risk = "at_risk"
    breached = "breached"
    met = "met"
    met_late = "met_late"
    cancelled = "cancelled"
    unknown = "unknown"


class Reason(StrEnum):
    """Why there is no target, no due date, or no judgement."""

    no_rule = "no_rule"
    unclassified = "unclassified"
    not_started = "not_started"
    end_not_recorded = "end_not_recorded"
    start_not_recorded = "start_not_recorded"
    pause_not_recorded = "pause_not_recorded"
    extension_not_recorded = "extension_not_recorded"
    not_in_facts = "not_in_facts"
    no_timeline = "no_timeline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One clock of one case; of a clock that runs several times, one run.

    Attributes:
        id, case: the leading row, and the case that it counts for.
        reason: why there is no target or no judgement; None where there is one.
        target: how much time is allowed, in the unit *counted_in*.
        counted_in: what target, elapsed, remaining, overrun and extended are counted in: days are whole, hours are not.
        source: where that number comes from.
        rule_from: since when the rule is in force that judged it; None where it is not dated.
        unit: the unit that is asked: of its disposition, else the one that leads the case.
        number: which run of the clock it is, from 1 (unit_follow_up, next_response); None where there is one only.
        since: the milestone that started the clock, which may be a fall-back.
        started_at: its instant.
        ended_at: when the clock was stopped.
        ended_by: the milestone that stopped it (a unit's turn: followed_up, returned, or forwarded to the next).
        due_at: the last instant that is in time (UTC). Of a paused clock: as it would be if the pause ended now.
        due_on: its local date.
        elapsed: from the start to the end, or to now, without pauses.
        remaining: after today (hours: after now) up to the due date, of a clock that still runs.
        overrun: after the due date; a case that is late by a Sunday is late, with an overrun of 0.
        extended: what extensions added to the target.
        next_transition_at: when the outcome changes if nothing happens; None if it does not.
        counted_from: the local date after which days are counted; of hours the local date of the start.
        counted_since: the instant from which hours are counted; None of days.
        paused: the pauses that moved the due date, as local dates; the days after the first up to the second are out.
        stood: the same pauses as instants.
    """

    id: str
    case: str
    clock: Clock
    outcome: Outcome
    reason: Reason | None = None
    target: int | None = None
    counted_in: TargetUnit | None = None
    source: str | None = None
    rule_from: date | None = None
    unit: str | None = None
    number: int | None = None
    since: str | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: str | None = None
    due_at: datetime | None = None
    due_on: date | None = None
    elapsed: float | None = None
    remaining: float | None = None
    overrun: float | None = None
    extended: float = 0
    next_transition_at: datetime | None = None
    counted_from: date | None = None
    counted_since: datetime | None = None
    paused: tuple[tuple[date, date], ...] = ()
    stood: tuple[tuple[datetime, datetime], ...] = ()

    @property
    def limit(self) -> Target | None:
        """Target and unit as one value."""
        if self.target is None or self.counted_in is None:
            return None
        return Target(self.target, self.counted_in)

    @property
    def overdue(self) -> bool:
        """True for a running clock past its due date; a paused one is not overdue."""
        return self.outcome is Outcome.breached

    @property
    def late(self) -> bool:
        """True if the limit was not kept, whether or not the clock has been stopped since."""
        return self.outcome in (Outcome.breached, Outcome.met_late)


@dataclass(frozen=True, slots=True)
class CountedDay:
    """A local date on the way to the due date: counted with its number, or skipped for a named reason (Indonesian).

    Of a target in hours each stretch of office hours is one: ``hours`` says how much of it counted, from *begins* to
    *ends* (local times), and there is no number.
    """

    date: date
    number: int | None
    skipped: str | None
    hours: float | None = None
    begins: datetime | None = None
    ends: datetime | None = None


def explain(verdict: Verdict, *, calendar: WorkCalendar) -> tuple[CountedDay, ...]:
    """List the days from the start of a clock to its due date: the last number is the target, with its extensions.

    Args:
        verdict: one that has a due date; another has nothing to explain and gives ().
        calendar: the one that it was judged by.
    """
    if verdict.counted_from is None or verdict.due_on is None:
        return ()
    if verdict.counted_since is not None and verdict.due_at is not None:
        return tuple(_stretches(verdict, verdict.counted_since, verdict.due_at, calendar))
    return tuple(_days(verdict, verdict.counted_from, verdict.due_on, calendar))


def _days(verdict: Verdict, start: date, end: date, calendar: WorkCalendar) -> Iterator[CountedDay]:
    number = 0
    every = verdict.counted_in is TargetUnit.calendar_days
    for day in calendar.explain(start, end):
        if day.number is None and not every:
            yield CountedDay(day.date, None, day.name)
        elif any(first < day.date <= last for first, last in verdict.paused):
            yield CountedDay(day.date, None, PAUSED)
        else:
            number += 1
            yield CountedDay(day.date, number, None)


def _stretches(verdict: Verdict, start: datetime, end: datetime, calendar: WorkCalendar) -> Iterator[CountedDay]:
    at = start
    seen: set[date] = set()
    for began, resumed in (*verdict.stood, (end, end)):
        for part in calendar.explain_seconds(at, max(at, began)):
            if part.start is None or part.end is None:
                if part.date not in seen:
                    seen.add(part.date)
                    yield CountedDay(part.date, None, part.name)
            else:
                hours = part.seconds / 3600
                yield CountedDay(part.date, None, None, hours, part.start, part.end)
        if resumed > max(at, began):
            yield CountedDay(calendar.local_day(began), None, PAUSED)
        at = max(at, resumed)


def starts(verdicts: Iterable[Verdict]) -> dict[Clock, dict[str, int]]:
    """Count which milestone started each clock: how much of a figure rests on a fall-back."""
    counted: dict[Clock, dict[str, int]] = {}
    for verdict in verdicts:
        if verdict.since is not None:
            of_clock = counted.setdefault(verdict.clock, {})
            of_clock[verdict.since] = of_clock.get(verdict.since, 0) + 1
    return counted
