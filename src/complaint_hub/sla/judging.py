"""Judges cases against a policy: from their timelines, or from columns of facts, with the same result.

For: :func:`judge` and :func:`judge_facts`. Both fold to a :class:`~complaint_hub.facts.Fact` and share everything after
that; what a timeline adds are its pauses, and a case that has any is flagged irregular.
Must not: read a clock (``now`` is passed in), nor use ``seen_at`` as an instant: it orders, it never measures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from ..facts import Fact, Facts, fold
from ..model import Bucket, Case, Complaint, Event, Kind, Status
from ..timeline import current_status, status_events
from ..worktime import WorkCalendar
from .policy import Clock, Due, Policy, Rule
from .verdict import Outcome, Reason, Verdict

__all__ = ["judge", "judge_facts"]

_DAY = timedelta(days=1)
_TICK = timedelta(microseconds=1)
_EVER = datetime.min.replace(tzinfo=UTC)

_ENDS = {
    # A disposition implies the verification that nobody wrote down.
    Clock.verify: ("verified", "forwarded"),
    Clock.first_response: ("first_human",),
    Clock.resolution: ("last_resolved",),
}
_IMPLIED = {
    # What the status alone tells: the clock was stopped, even where nobody recorded when. A case "in process" is one
    # that the ministry's figures count as followed up.
    Clock.verify: (Bucket.pending, Bucket.in_process, Bucket.finished),
    Clock.first_response: (Bucket.in_process, Bucket.finished),
    Clock.resolution: (Bucket.finished,),
}


def judge(
    cases: Iterable[Complaint | Case], *, policy: Policy, calendar: WorkCalendar, now: datetime
) -> Iterator[Verdict]:
    """Judge complaints or cases: one verdict for each clock of each.

    Args:
        cases: with their timelines; a complaint alone is a case of one.
        policy: the time limits.
        calendar: the working days, and the zone whose dates count.
        now: the moment to judge, aware, not before the last event.

    Raises: ValueError, if *now* is naive, or a complaint is a head (its timeline is None).
    """
    bench = _Bench(policy, calendar, now)
    for item in cases:
        yield from bench.case(item)


def judge_facts(facts: Facts, *, policy: Policy, calendar: WorkCalendar, now: datetime) -> Iterator[Verdict]:
    """Judge facts: the regular ones by their columns, the irregular ones by their timelines, after the others.

    A flagged case whose timeline does not come is ``unknown`` on every clock: it is shown, not dropped.

    Raises: ValueError, if *now* is naive.
    """
    bench = _Bench(policy, calendar, now)
    irregular: dict[str, Fact] = {}
    for fact in facts.rows():
        if fact.irregular:
            irregular[fact.id] = fact
        else:
            yield from bench.fact(fact)
    if irregular:
        for case in facts.irregular():
            if irregular.pop(case.lead.id, None) is not None:
                yield from bench.case(case)
    for fact in irregular.values():
        for clock in Clock:
            yield Verdict(id=fact.id, case=fact.case, clock=clock, outcome=Outcome.unknown, reason=Reason.no_timeline)


@dataclass(frozen=True, slots=True)
class _Pauses:
    """When a case stood still.

    Attributes:
        spans: pauses with a known beginning, in order; one that still runs is the last, its end is None.
        blind: of each pause that nobody can measure, because its beginning or end has no instant, the earliest moment
            at which it can have begun.
    """

    spans: tuple[tuple[datetime, datetime | None], ...] = ()
    blind: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class _Timed:
    """One clock of one case: from when to when, and what lies between."""

    rule: Rule
    started: datetime
    start_day_only: bool
    ended: datetime | None
    end_day_only: bool
    paused: bool
    pauses: _Pauses


def _end(clock: Clock, fact: Fact) -> tuple[str | None, datetime | None]:
    """Which milestone stopped a clock, and when."""
    if clock is Clock.resolution and fact.status.open:
        return None, None  # Re-opened: what was finished before is not the end.
    name = next((name for name in _ENDS[clock] if getattr(fact, name) is not None), None)
    return name, getattr(fact, name) if name else None


def _pauses(statuses: Sequence[Event], rule: Rule, current: Status) -> _Pauses:
    """The pauses that a policy knows in the statuses of a case, which come in order."""
    spans: list[tuple[datetime, datetime | None]] = []
    blind: list[datetime] = []
    begin: Event | None = None
    for event in statuses:
        pauses = event.status in rule.pauses
        if pauses and begin is None:
            begin = event
        elif begin is not None and not pauses:
            if begin.at is not None and event.at is not None:
                spans.append((begin.at, event.at))
            else:
                blind.append(begin.at or begin.not_before or _EVER)
            begin = None
    if begin is not None and current not in rule.pauses:
        # The status that counts has moved on without an instant.
        blind.append(begin.at or begin.not_before or _EVER)
    elif begin is not None and begin.at is not None:
        spans.append((begin.at, None))
    return _Pauses(tuple(spans), tuple(blind))


class _Bench:
    """Policy, calendar and moment, put together once for many cases."""

    def __init__(self, policy: Policy, calendar: WorkCalendar, now: datetime) -> None:
        if now.tzinfo is None:
            raise ValueError(f"now must be an aware instant, got {now!r}: pass datetime.now(UTC)")
        self.policy = policy
        self.calendar = calendar
        self.now = now.astimezone(UTC)
        self.today = calendar.local_day(now)

    def case(self, item: Complaint | Case) -> Iterator[Verdict]:
        """Judge one from its timeline."""
        if isinstance(item, Case):
            lead, timeline, rows = item.lead, item.timeline, item.rows
        elif item.timeline is None:
            raise ValueError(f"{item.id} was read without its timeline: use complaints(), not heads()")
        else:
            lead, timeline, rows = item, item.timeline, ()
        own = [event for event in timeline if event.complaint == lead.id]
        if lead.status is None:
            lead = lead.model_copy(update={"status": current_status(own)})
        fact = fold(lead, timeline, zone=self.calendar.zone, case=item.id, rows=rows)
        return self.fact(fact, status_events(own))

    def fact(self, fact: Fact, statuses: Sequence[Event] = ()) -> Iterator[Verdict]:
        """Judge every clock of one; a regular case has no pauses, so its statuses are not needed."""
        for clock in Clock:
            rule = self._rule(clock, fact)
            if rule is None:
                reason = Reason.unclassified if self._awaits_class(clock, fact) else Reason.no_rule
                yield Verdict(id=fact.id, case=fact.case, clock=clock, outcome=Outcome.no_target, reason=reason)
            else:
                yield self._verdict(rule, fact, statuses)

    def _rule(self, clock: Clock, fact: Fact) -> Rule | None:
        fitting = [rule for rule in self.policy.rules if rule.clock is clock and rule.fits(fact)]
        if not fitting:
            return None
        received = self.calendar.local_day(fact.received)
        return next((rule for rule in fitting if rule.in_force(received)), None)

    def _awaits_class(self, clock: Clock, fact: Fact) -> bool:
        """Say whether the case would have a limit if somebody said what it is."""
        unsaid = fact.kind is None or (fact.kind is Kind.complaint and fact.oversight is None)
        return unsaid and any(
            rule.clock is clock and (rule.channels is None or fact.channel in rule.channels)
            for rule in self.policy.rules
        )

    def _verdict(self, rule: Rule, fact: Fact, statuses: Sequence[Event]) -> Verdict:
        since = next((name for name in rule.start if getattr(fact, name) is not None), None)
        started: datetime | None = getattr(fact, since) if since else None
        end, ended = _end(rule.clock, fact)
        verdict = Verdict(
            id=fact.id,
            case=fact.case,
            clock=rule.clock,
            outcome=Outcome.running,
            target=rule.target,
            source=rule.source,
            since=since,
            started_at=started,
            ended_at=ended,
        )
        if ended is None and fact.status.bucket in _IMPLIED[rule.clock]:
            return replace(verdict, outcome=Outcome.unknown, reason=Reason.end_not_recorded)
        if ended is None and not fact.status.open:
            return replace(verdict, outcome=Outcome.cancelled)
        if started is None:
            if ended is not None:
                return replace(verdict, outcome=Outcome.unknown, reason=Reason.start_not_recorded)
            return replace(verdict, reason=Reason.not_started)
        timed = _Timed(
            rule=rule,
            started=started,
            start_day_only=fact.only_day(since or ""),
            ended=ended,
            end_day_only=end is not None and fact.only_day(end),
            paused=ended is None and fact.status in rule.pauses,
            pauses=_pauses(statuses, rule, fact.status),
        )
        return self._judged(verdict, timed)

    def _judged(self, verdict: Verdict, timed: _Timed) -> Verdict:
        until = timed.ended or self.now
        counted_from = self.calendar.local_day(timed.started)
        if timed.rule.first_day_counted:
            counted_from -= _DAY
        due_on, due_at, paused = self._due(timed, counted_from, until)
        last = self.calendar.local_day(until)
        spent = self.calendar.working_days(counted_from, last) if last > counted_from else 0
        stood = sum(self.calendar.working_days(a, min(b, last)) for a, b in paused if a < last)
        verdict = replace(
            verdict,
            due_at=due_at,
            due_on=due_on,
            counted_from=counted_from,
            paused=paused,
            elapsed=spent - stood,
            overrun=max(0, self.calendar.working_days(due_on, last)) if last > due_on else 0,
        )
        # Of an end that is only a date nobody knows the hour: it is in time on the whole of the last day.
        late = last > due_on if timed.end_day_only else until > due_at
        unmeasured = any(began <= min(until, due_at) for began in timed.pauses.blind)
        if late and unmeasured and not timed.paused:
            return replace(verdict, outcome=Outcome.unknown, reason=Reason.pause_not_recorded, overrun=None)
        if timed.ended is not None:
            return replace(verdict, outcome=Outcome.met_late if late else Outcome.met)
        return self._open(verdict, due_on, due_at, late=late, paused=timed.paused)

    def _open(self, verdict: Verdict, due_on: date, due_at: datetime, *, late: bool, paused: bool) -> Verdict:
        """The verdict on a clock that nothing has stopped yet."""
        remaining = self._left(self.today, due_on)
        if paused:
            return replace(verdict, outcome=Outcome.paused, remaining=remaining)
        if late:
            return replace(verdict, outcome=Outcome.breached, remaining=0)
        if remaining <= self.policy.warn_within:
            return replace(verdict, outcome=Outcome.at_risk, remaining=remaining, next_transition_at=due_at + _TICK)
        first = due_on
        while self._left(first - _DAY, due_on) <= self.policy.warn_within:
            first -= _DAY
        return replace(verdict, remaining=remaining, next_transition_at=self.calendar.day_end(first - _DAY))

    def _left(self, day: date, due_on: date) -> int:
        return self.calendar.working_days(day, due_on) if day < due_on else 0

    def _due(
        self, timed: _Timed, counted_from: date, until: datetime
    ) -> tuple[date, datetime, tuple[tuple[date, date], ...]]:
        """The due date, pushed by the working days of each pause that began before it; and those pauses."""
        target = timed.rule.target
        due_on = self.calendar.add_days(counted_from, target)
        applied: list[tuple[date, date]] = []
        for began, ended in timed.pauses.spans:
            if began > self._instant(timed, due_on):
                break
            first = self.calendar.local_day(max(began, timed.started))
            last = self.calendar.local_day(min(ended or until, until))
            if last > first and (days := self.calendar.working_days(first, last)):
                applied.append((first, last))
                target += days
                due_on = self.calendar.add_days(counted_from, target)
        return due_on, self._instant(timed, due_on), tuple(applied)

    def _instant(self, timed: _Timed, due_on: date) -> datetime:
        """The last instant of *due_on* that is in time, in UTC."""
        if timed.rule.due is Due.end_of_day or timed.start_day_only:
            return self.calendar.day_end(due_on) - _TICK
        clock = timed.started.astimezone(self.calendar.zone).timetz()
        return datetime.combine(due_on, clock).astimezone(UTC)
