"""The scorecard (*rapor*) of a period: how many, how far, how fast, how much in time; and what to do about it.

For: the command ``scorecard``, exports and the dashboard. Each figure has its formula in :data:`~.formulas.FORMULAS`.
Must not: compute the predicate, which is the ministry's and comes in as :class:`~complaint_hub.model.OfficialResult`;
invent a threshold; or read a clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain
from typing import Final

from ..facts import Fact, Facts
from ..model import Form, Kind, OfficialResult
from ..rules import in_force, load
from ..sla import Clock, Policy
from ..worktime import WorkCalendar
from .card import Group, OnTime, Predicate, Recommendation, Scorecard
from .inputs import Detail, Inputs
from .measured import STARTS, Measured, measure
from .period import Period, PeriodKind
from .tally import durations, in_time, rated, tally, topics

__all__ = ["DIMENSIONS", "counted", "scorecard"]

DIMENSIONS: Final = ("channel", "unit", "category", "district", "month")
"""What a card can be grouped by; district is the kecamatan."""

# A report that nobody classified is still one: LAPOR leaves the classification of many empty.
_REPORTED = (Form.report, Form.letter, Form.visit)


def scorecard(
    facts: Facts,
    *,
    year: int | None = None,
    period: Period | None = None,
    policy: Policy,
    calendar: WorkCalendar,
    now: datetime,
    official: OfficialResult | None = None,
    by: Sequence[str] = (),
    rows: Callable[[str], Facts] | None = None,
    inputs: Inputs | None = None,
    details: Mapping[str, Detail] | None = None,
    unit_of: Callable[[str], str | None] | None = None,
    trend: bool = False,
) -> Scorecard:
    """Add up the cases received in a period.

    Args:
        facts: those of one channel (its rows) or of all (cases); cases of other periods are left out here.
        year: the local year of receipt, by the calendar's zone; or
        period: a part of it. One of the two.
        policy, calendar, now: as for ``sla.judge_facts``.
        official: the ministry's result of that year.
        by: names of ``DIMENSIONS``, to group by.
        rows: gives the facts of a channel's own rows (``lambda c: store.facts(channel=c)``): with it a case with rows
            in two channels counts once in the card and in both lines by channel. Without it, where it leads.
        inputs: population, units, officers.
        details: by id, what the columns do not hold (see ``details_of``); without it ratings and marks are missing.
        unit_of: the name that a unit has in the table by unit, from its spelling in a complaint; None keeps the
            spelling.
        trend: also measure the period before, judged as of the same moment.

    Raises: ValueError, if *now* is naive, *official* is of another year or period, not exactly one of *year* and
        *period* is given, or *by* is unknown.
    """
    wanted = _wanted(year, period, official, by)
    scale = _Scale(policy, calendar, now, inputs or Inputs(), details or {}, unit_of)
    all_facts = list(facts.rows())
    found = scale.received(all_facts, facts, wanted)
    card = replace(
        scale.card(found, wanted),
        predicate=_predicate(official),
        team_decree=official.team_decree if official else None,
        action_plan=official.action_plan if official else None,
        recommendations=_recommendations(official, calendar.local_day(now)),
        groups={name: scale.groups(name, found, wanted, rows) for name in by},
    )
    if not trend:
        return card
    earlier = wanted.previous
    return replace(card, before=scale.card(scale.received(all_facts, facts, earlier), earlier))


def counted(fact: Fact) -> bool:
    """Say whether a case is part of ``total``."""
    return fact.kind.asks if fact.kind is not None else fact.form in _REPORTED


def _wanted(year: int | None, period: Period | None, official: OfficialResult | None, by: Sequence[str]) -> Period:
    if (year is None) == (period is None):
        raise ValueError("a scorecard is of a year or of a period: pass one of the two")
    wanted = period or Period(year or 0)
    if official is not None and official.year != wanted.year:
        raise ValueError(
            f"the official result is of {official.year}, the scorecard of {wanted.year}: pass that of {wanted.year}"
        )
    if official is not None and wanted.kind is not PeriodKind.year:
        raise ValueError(f"the official result is of the whole year {official.year}, the scorecard of {wanted}")
    if isinstance(by, str) or not set(by) <= set(DIMENSIONS):
        raise ValueError(f"by names some of {', '.join(DIMENSIONS)} in a sequence, got {by!r}")
    return wanted


@dataclass(frozen=True, slots=True)
class _Received:
    """What was received in a period: measured cases that count, and the facts of what stands beside them."""

    cases: list[Measured]
    beside: list[Fact]


@dataclass(frozen=True, slots=True)
class _Scale:
    """By what all cards of one call are measured."""

    policy: Policy
    calendar: WorkCalendar
    now: datetime
    inputs: Inputs
    details: Mapping[str, Detail]
    unit_of: Callable[[str], str | None] | None

    def received(self, rows: Iterable[Fact], facts: Facts, period: Period) -> _Received:
        """Take those of a period, and measure the ones that count; *facts* gives their timelines."""
        chosen: list[Fact] = []
        beside: list[Fact] = []
        for fact in rows:
            if self.calendar.local_day(fact.received) in period:
                (chosen if counted(fact) else beside).append(fact)
        cases = measure(chosen, facts, policy=self.policy, calendar=self.calendar, now=self.now, details=self.details)
        return _Received(cases, beside)

    def card(self, found: _Received, period: Period) -> Scorecard:
        """Add them up."""
        facts = [case.fact for case in found.cases]
        spans = durations(found.cases)
        outcomes, since = in_time(found.cases)
        counts = tally(found.cases)
        return Scorecard(
            year=period.year,
            period=period,
            as_of=self.now,
            channels=tuple(sorted({fact.channel for fact in facts})),
            assured=period.year in self.calendar.assured_years,
            total=len(facts),
            buckets=Counter(fact.status.bucket for fact in facts),
            untriaged=sum(fact.kind is None for fact in found.beside),
            apart=Counter(fact.kind for fact in found.beside if fact.kind is not None),
            mean_follow_up=spans["mean_follow_up"],
            median_follow_up=spans["median_follow_up"],
            mean_completion=spans["mean_completion"],
            median_completion=spans["median_completion"],
            on_time={
                clock: OnTime(outcomes[clock], {name: since[clock][name] for name in _starts(since[clock])})
                for clock in Clock
            },
            overdue=counts.overdue,
            spans=spans,
            tally=counts,
            ratings=rated((fact.channel, self.details.get(fact.id)) for fact in _praised(facts, found.beside)),
            topics=topics(found.cases),
            inputs=self.inputs,
        )

    def groups(
        self, by: str, found: _Received, period: Period, rows: Callable[[str], Facts] | None
    ) -> tuple[Group, ...]:
        """The cards of the groups, by name; what has no name comes last."""
        if by == "channel" and rows is not None:
            return tuple(Group(name, self._channel(rows(name), period)) for name in _channels(found))
        parts: dict[str | None, _Received] = {}
        if by == "month":
            parts = {month.code: _Received([], []) for month in period.months()}
        for case in found.cases:
            parts.setdefault(self._key(case.fact, by), _Received([], [])).cases.append(case)
        for fact in found.beside:
            key = self._key(fact, by)
            # What nobody has triaged makes no unit of its own.
            if key is not None or None in parts:
                parts.setdefault(key, _Received([], [])).beside.append(fact)
        order = sorted(parts, key=lambda key: (key is None, key or ""))
        return tuple(
            Group(key, self.card(parts[key], Period.parse(key) if by == "month" and key else period)) for key in order
        )

    def _channel(self, facts: Facts, period: Period) -> Scorecard:
        return self.card(self.received(facts.rows(), facts, period), period)

    def _key(self, fact: Fact, by: str) -> str | None:
        if by == "month":
            day = self.calendar.local_day(fact.received)
            return f"{day.year}-{day.month:02}"
        key: str | None = getattr(fact, by)
        if by == "unit" and key is not None and self.unit_of is not None:
            return self.unit_of(key) or key
        return key


def _starts(found: Iterable[str]) -> list[str]:
    """The milestones that start clocks: those of the follow-up always, others where they did."""
    return [*STARTS, *sorted(set(found) - set(STARTS))]


def _channels(found: _Received) -> list[str]:
    told = chain.from_iterable(case.turns.channels for case in found.cases if case.turns is not None)
    return sorted({*told, *(case.fact.channel for case in found.cases), *(fact.channel for fact in found.beside)})


def _praised(counting: Iterable[Fact], beside: Iterable[Fact]) -> Iterable[Fact]:
    return chain(counting, (fact for fact in beside if fact.kind is not Kind.spam))


def _predicate(official: OfficialResult | None) -> Predicate | None:
    if official is None or official.predicate is None:
        return None
    return Predicate(official.predicate, official.scale, official.letter)


def _recommendations(official: OfficialResult | None, today: date) -> tuple[Recommendation, ...]:
    """The letter's own recommendations, then ours; one that says the same is said once, with both its grounds."""
    if official is None:
        return ()
    lacking = {
        "no_team_decree": (official.team_decree is False, "SK tim belum ada"),
        "no_action_plan": (official.action_plan is False, "rencana aksi belum ada"),
    }
    ours = {
        row["text"].casefold(): Recommendation(row["text"], f"{lacking[row['trigger']][1]} menurut {official.letter}")
        for row in in_force(load("recommendations").rows, today)
        if lacking[row["trigger"]][0]
    }
    told = []
    for text in official.recommendations:
        same = ours.pop(text.casefold(), None)
        trigger = f"rekomendasi {official.letter}" if same is None else f"{same.trigger}, yang juga menyarankannya"
        told.append(Recommendation(text, trigger))
    return (*told, *ours.values())
