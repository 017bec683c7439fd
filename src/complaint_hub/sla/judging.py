"""Judges cases against a policy: from their timelines, or from columns of facts, with the same result.

For: :func:`judge` and :func:`judge_facts`. Both fold to a :class:`~complaint_hub.facts.Fact` and share everything after
that; what a timeline adds are pauses, extensions and repeated runs, and a case that has any is flagged irregular.
Must not: read a clock (``now`` is passed in), nor use ``seen_at`` as an instant: it orders, it never measures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

from ..facts import MILESTONES, Fact, Facts, fold
from ..model import Case, Complaint, Event, Kind
from ..timeline import current_status, status_events
from ..worktime import WorkCalendar
from .adjusting import NOTHING, Adjusted, Adjustments, adjust, adjustments
from .clocks import Clock
from .measures import TICK, Measure, measure
from .policy import DatedBy, Policy, Rule, TargetUnit
from .spans import Moment, Span, spans
from .verdict import Outcome, Reason, Verdict

__all__ = ["judge", "judge_facts"]

_INSTANTS = attrgetter(*MILESTONES)


def judge(
    cases: Iterable[Complaint | Case], *, policy: Policy, calendar: WorkCalendar, now: datetime
) -> Iterator[Verdict]:
    """Judge complaints or cases: for each of them one verdict for each clock of the policy (``policy.clocks``).

    A clock that runs several times (each unit's turn, each citizen message that waits) has one for each run.

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

    A flagged case whose timeline does not come is ``unknown`` on every clock: it is shown, not dropped. So is
    next_response of the others: no column tells it.

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
        for clock in policy.clocks:
            yield Verdict(id=fact.id, case=fact.case, clock=clock, outcome=Outcome.unknown, reason=Reason.no_timeline)


@dataclass(frozen=True, slots=True)
class _Told:
    """One case as it is judged.

    Attributes:
        timeline: the events of the case; None where only its columns are known.
        statuses, own: the leading row's status events, and all its events.
    """

    fact: Fact
    timeline: Sequence[Event] | None = None
    statuses: Sequence[Event] = ()
    own: Sequence[Event] = ()


class _Bench:
    """Policy, calendar and moment, put together once for many cases."""

    def __init__(self, policy: Policy, calendar: WorkCalendar, now: datetime) -> None:
        if now.tzinfo is None:
            raise ValueError(f"now must be an aware instant, got {now!r}: pass datetime.now(UTC)")
        self.policy = policy
        self.calendar = calendar
        self.now = now.astimezone(UTC)
        self.today = calendar.local_day(now)
        self.rules = {clock: [r for r in policy.rules if r.clock is clock] for clock in policy.clocks}

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
        yield from self._clocks(_Told(fact, timeline, status_events(own), own))

    def fact(self, fact: Fact) -> Iterator[Verdict]:
        """Judge one from its columns alone: it is regular, so it has no pauses and no extensions."""
        yield from self._clocks(_Told(fact))

    def _clocks(self, told: _Told) -> Iterator[Verdict]:
        for clock, rules in self.rules.items():
            fact = told.fact
            if not rules:
                yield _Open(fact, clock, Span({}, None, stopped=False)).verdict(
                    Outcome.no_target, reason=Reason.no_rule
                )
                continue
            for span in spans(clock, fact, told.timeline, zone=self.calendar.zone):
                yield self._span(clock, rules, told, span)

    def _span(self, clock: Clock, rules: Sequence[Rule], told: _Told, span: Span) -> Verdict:
        rule = self._rule(rules, told.fact, span)
        run = _Open(told.fact, clock, span, rule)
        if rule is None:
            unclassified = self._awaits_class(rules, told.fact)
            return run.verdict(Outcome.no_target, reason=Reason.unclassified if unclassified else Reason.no_rule)
        if told.timeline is None and not clock.in_facts:
            return run.verdict(Outcome.unknown, reason=Reason.not_in_facts)
        if span.stopped:
            return run.verdict(Outcome.unknown, reason=Reason.end_not_recorded)
        if span.end is None and not told.fact.status.open:
            return run.verdict(Outcome.cancelled)
        start = run.start
        if start is None:
            if span.end is not None:
                return run.verdict(Outcome.unknown, reason=Reason.start_not_recorded)
            return run.verdict(Outcome.running, reason=Reason.not_started)
        moved = NOTHING
        if told.fact.irregular:
            moved = adjustments(told.statuses, told.own, rule, told.fact.status)
        return self._judged(run, rule, start, moved)

    def _rule(self, rules: Sequence[Rule], fact: Fact, span: Span) -> Rule | None:
        return next((r for r in rules if r.fits(fact, unit=span.unit) and self._holds(r, fact, span)), None)

    def _holds(self, rule: Rule, fact: Fact, span: Span) -> bool:
        """Say whether the rule is the version that judges this run; see :class:`DatedBy`."""
        if rule.in_force_from is None and rule.in_force_until is None:
            return True
        if rule.dated_by is DatedBy.receipt:
            day = self.calendar.local_day(fact.received)
        elif span.end is not None:
            day = self.calendar.local_day(span.end.at)
        elif fact.status.open:
            day = self.today
        else:
            day = self.calendar.local_day(max(at for at in _INSTANTS(fact) if at is not None))
        return rule.in_force(day)

    def _awaits_class(self, rules: Sequence[Rule], fact: Fact) -> bool:
        """Say whether the case would have a limit if somebody said what it is."""
        unsaid = fact.kind is None or (fact.kind is Kind.complaint and fact.oversight is None)
        return unsaid and any(rule.channels is None or fact.channel in rule.channels for rule in rules)

    def _judged(self, run: _Open, rule: Rule, start: Moment, moved: Adjustments) -> Verdict:
        end = run.span.end
        until = end.at if end is not None else self.now
        ruler = measure(rule, start, self.calendar)
        due = adjust(rule.target, ruler, moved, until=until)
        last = self.calendar.local_day(until)
        # Of an end that is only a date nobody knows the hour: it is in time on the whole of the last day.
        late = last > due.due_on if end is not None and end.day else until > due.due_at
        measured = {
            "due_at": due.due_at,
            "due_on": due.due_on,
            "counted_from": ruler.counted_from,
            "counted_since": ruler.counted_since,
            "elapsed": ruler.spent(until) - due.paused,
            "overrun": ruler.after(due.due_on, due.due_at, until),
            "extended": due.extended,
            "paused": tuple(
                (self.calendar.local_day(max(a, start.at)), self.calendar.local_day(b)) for a, b in due.stood
            ),
            "stood": due.stood,
        }
        paused = end is None and run.fact.status in rule.pauses
        if late and not paused and (reason := _blind(moved, min(until, due.due_at))):
            return run.verdict(Outcome.unknown, reason=reason, **(measured | {"overrun": None}))
        if end is not None:
            return run.verdict(Outcome.met_late if late else Outcome.met, **measured)
        return self._running(run, rule, ruler, due, measured, late=late, paused=paused)

    def _running(
        self,
        run: _Open,
        rule: Rule,
        ruler: Measure,
        due: Adjusted,
        measured: dict[str, Any],
        *,
        late: bool,
        paused: bool,
    ) -> Verdict:
        """The verdict on a clock that nothing has stopped yet."""
        remaining = ruler.left(self.now, due.due_on, due.due_at)
        if paused:
            return run.verdict(Outcome.paused, remaining=remaining, **measured)
        if late:
            return run.verdict(Outcome.breached, remaining=0, **measured)
        hours = rule.counted_in is TargetUnit.working_hours
        within = self.policy.warn_within_hours if hours else self.policy.warn_within
        warned = ruler.at_risk_from(due.total, within, due.due_on)
        if self.now >= warned:
            after = due.due_at + TICK
            return run.verdict(Outcome.at_risk, remaining=remaining, next_transition_at=after, **measured)
        return run.verdict(Outcome.running, remaining=remaining, next_transition_at=warned, **measured)


def _blind(moved: Adjustments, until: datetime) -> Reason | None:
    """Why nobody can say whether it is late: something of unknown length may have moved the due date."""
    if any(began <= until for began in moved.blind_pauses):
        return Reason.pause_not_recorded
    if any(began <= until for began in moved.blind_extensions):
        return Reason.extension_not_recorded
    return None


@dataclass(frozen=True, slots=True)
class _Open:
    """One run of a clock before it is judged."""

    fact: Fact
    clock: Clock
    span: Span
    rule: Rule | None = None

    @property
    def start(self) -> Moment | None:
        """What started it: the first milestone of the rule that is known."""
        if self.rule is None:
            return None
        return next((self.span.starts[name] for name in self.rule.start if name in self.span.starts), None)

    def verdict(self, outcome: Outcome, **found: Any) -> Verdict:
        """The verdict, with what is known before judging."""
        rule, span, start = self.rule, self.span, self.start
        if rule is None:
            return Verdict(
                id=self.fact.id, case=self.fact.case, clock=self.clock, outcome=outcome, number=span.number,
                unit=span.unit or self.fact.unit, **found,
            )  # fmt: skip
        return Verdict(
            id=self.fact.id,
            case=self.fact.case,
            clock=self.clock,
            outcome=outcome,
            target=rule.target,
            counted_in=rule.counted_in,
            source=rule.source,
            rule_from=rule.in_force_from,
            unit=span.unit or self.fact.unit,
            number=span.number,
            since=start.name if start else None,
            started_at=start.at if start else None,
            ended_at=span.end.at if span.end else None,
            ended_by=span.end.name if span.end else None,
            **found,
        )
