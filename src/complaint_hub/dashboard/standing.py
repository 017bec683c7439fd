"""How every case stands to its deadlines, a hundred thousand at a time.

For: all sections that speak of deadlines.
Must not: judge by itself. ``sla.judge_facts`` judges one case of each kind, and those that differ in nothing it looks
at share its answer: where a limit is counted in days and ends with one, only the local days of the milestones matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ..facts import COLUMNS, MILESTONES, Facts, from_columns
from ..model import Case, Status
from ..sla import Clock, Due, Outcome, Policy, TargetUnit, Verdict, judge, judge_facts
from ..sla.clocks import ENDS
from ..worktime import WorkCalendar
from .days import LocalDays
from .values import State

__all__ = ["Stand", "Standing", "judged", "judged_case", "stand_of"]

_STATES: Mapping[Outcome, State] = {
    Outcome.breached: State.late,
    Outcome.at_risk: State.soon,
    Outcome.running: State.running,
    Outcome.paused: State.paused,
}
_DECIDED = (Outcome.met, Outcome.met_late, Outcome.breached)


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """One clock of a case; days are ordinals of local dates. Cases that stand alike share one value."""

    clock: Clock
    outcome: Outcome
    started: int | None
    ended: int | None
    due: int | None
    due_at: datetime | None
    remaining: float | None
    overrun: float | None
    counted_in: TargetUnit | None


@dataclass(frozen=True, slots=True, eq=False)
class Stand:
    """All clocks of a case.

    Attributes:
        first: the running clock that ends first; one that stands still comes after those that run.
        state: of that clock; *done* where all that was asked has been done, *free* without a limit.
        on_time: whether the resolution kept its limit; None while that is not decided.
    """

    clocks: tuple[Standing, ...]
    first: Standing | None
    state: State
    on_time: bool | None

    @property
    def late(self) -> bool:
        """True if a running clock is past its due date."""
        return any(one.outcome is Outcome.breached for one in self.clocks)

    def late_on(self, day: int) -> bool:
        """Whether it stood past a due date at the end of an earlier day, as far as is known today."""
        return any(
            one.due is not None and one.due < day and (one.ended > day if one.ended is not None else self._runs(one))
            for one in self.clocks
        )

    @staticmethod
    def _runs(one: Standing) -> bool:
        return one.outcome in _STATES


def stand_of(clocks: Iterable[Standing]) -> Stand:
    """Put the clocks of one case together."""
    found = tuple(clocks)
    running = [one for one in found if one.outcome in _STATES and one.due_at is not None]
    first = min(running, key=lambda one: (one.outcome is Outcome.paused, one.due_at), default=None)
    decided = [one for one in found if one.clock is Clock.resolution and one.outcome in _DECIDED]
    limited = any(one.outcome in (Outcome.met, Outcome.met_late) for one in found)
    state = _STATES[first.outcome] if first is not None else State.done if limited else State.free
    on_time = decided[0].outcome is Outcome.met if decided else None
    return Stand(found, first, state, on_time)


def judged(
    facts: Facts,
    chosen: Sequence[bool],
    *,
    days: LocalDays,
    policy: Policy,
    calendar: WorkCalendar,
    now: datetime,
) -> list[Stand | None]:
    """How each regular case stands, in the order of the columns; None for those not chosen and the irregular ones.

    Raises: ValueError, if *now* is naive.
    """
    bench = _Bench(facts, days, policy, calendar, now)
    wanted = [want and not flag for want, flag in zip(chosen, facts.columns["irregular"], strict=True)]
    by_clock = [bench.clock(clock, wanted) for clock in policy.clocks]
    known: dict[tuple[Standing | None, ...], Stand] = {}
    stands: list[Stand | None] = []
    for want, clocks in zip(wanted, zip(*by_clock, strict=True), strict=True):
        if not want:
            stands.append(None)
            continue
        found = known.get(clocks)
        if found is None:
            found = known[clocks] = stand_of(one for one in clocks if one is not None)
        stands.append(found)
    return stands


def judged_case(case: Case, *, days: LocalDays, policy: Policy, calendar: WorkCalendar, now: datetime) -> Stand:
    """How an irregular case stands, by its timeline."""
    return stand_of(_standing(verdict, days) for verdict in judge([case], policy=policy, calendar=calendar, now=now))


@dataclass(slots=True)
class _Bench:
    facts: Facts
    days: LocalDays
    policy: Policy
    calendar: WorkCalendar
    now: datetime
    told: dict[str, list[int | None]] = field(default_factory=dict[str, "list[int | None]"])

    def clock(self, clock: Clock, wanted: Sequence[bool]) -> list[Standing | None]:
        """One clock of every case."""
        rules = [rule for rule in self.policy.rules if rule.clock is clock]
        own = Policy(
            name=self.policy.name,
            rules=tuple(rules),
            warn_within=self.policy.warn_within,
            warn_within_hours=self.policy.warn_within_hours,
        )
        plain = all(rule.due is Due.end_of_day and rule.counted_in is not TargetUnit.working_hours for rule in rules)
        # What no column tells is judged one by one, and found to be unknown.
        plain = plain and clock.in_facts and any(name in MILESTONES for name in ENDS[clock])
        keys = self._keys(clock, own) if plain else iter([(i,) for i in range(len(self.facts))])
        known: dict[tuple[object, ...], Standing] = {}
        found: list[Standing | None] = []
        for place, (want, key) in enumerate(zip(wanted, keys, strict=True)):
            if not want:
                found.append(None)
                continue
            standing = known.get(key)
            if standing is None:
                standing = known[key] = self._judge(place, clock, own)
            found.append(standing)
        return found

    def _keys(self, clock: Clock, policy: Policy) -> Iterator[tuple[object, ...]]:
        """All that the judgement of one clock depends on, case by case."""
        columns = self.facts.columns
        names = ["channel", "kind", "oversight", "status", "day_only"]
        names += ["form"] * any(rule.forms is not None for rule in policy.rules)
        names += ["unit"] * any(rule.units is not None for rule in policy.rules)
        names += ["category"] * any(rule.categories is not None for rule in policy.rules)
        # A clock is measured from one of these milestones to one of those.
        reached = {name for rule in policy.rules for name in rule.start} | set(ENDS[clock]) | {"received"}
        told = [self._day(name) for name in MILESTONES if name in reached]
        dated = any(rule.in_force_from or rule.in_force_until for rule in policy.rules)
        last = [self._last()] if dated else []
        return zip(*(columns[name] for name in names), *told, *last, strict=True)

    def _day(self, milestone: str) -> list[int | None]:
        if milestone not in self.told:
            self.told[milestone] = self.days.of_all(self.facts.columns[milestone])
        return self.told[milestone]

    def _last(self) -> list[int | None]:
        """The last recorded day of a case that is over: it may decide which version of a rule judges it."""
        if "" not in self.told:
            columns = self.facts.columns
            is_open = {str(status): status.open for status in Status}
            self.told[""] = [
                None if is_open[str(status)] else max(self.days(at) for at in instants if isinstance(at, int))
                for status, *instants in zip(columns["status"], *(columns[name] for name in MILESTONES), strict=True)
            ]
        return self.told[""]

    def _judge(self, place: int, clock: Clock, policy: Policy) -> Standing:
        fact = from_columns([self.facts.columns[name][place] for name in COLUMNS])
        verdicts = judge_facts(Facts.of([fact]), policy=policy, calendar=self.calendar, now=self.now)
        return _standing(next(verdict for verdict in verdicts if verdict.clock is clock), self.days)


def _standing(verdict: Verdict, days: LocalDays) -> Standing:
    return Standing(
        clock=verdict.clock,
        outcome=verdict.outcome,
        started=days.of(verdict.started_at),
        ended=days.of(verdict.ended_at),
        due=verdict.due_on.toordinal() if verdict.due_on else None,
        due_at=verdict.due_at,
        remaining=verdict.remaining,
        overrun=verdict.overrun,
        counted_in=verdict.counted_in,
    )
