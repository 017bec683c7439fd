"""The scorecard (*rapor*) of a period: how many, how far, how fast, how much in time; and what to do about it.

For: the command ``scorecard``, exports and the dashboard. Each figure has its formula in :data:`~.formulas.FORMULAS`.
Must not: compute the predicate, which is the ministry's and comes in as :class:`~complaint_hub.model.OfficialResult`;
invent a threshold; or read a clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from ..facts import Facts
from ..model import OfficialResult
from ..rules import in_force, load
from ..sla import Clock, Policy
from ..worktime import WorkCalendar
from .card import Group, OnTime, Predicate, Recommendation, Scorecard
from .inputs import Detail, Inputs
from .measured import STARTS
from .parts import Received, Scale, counted
from .period import Period, PeriodKind
from .receiving import received_in

__all__ = ["DIMENSIONS", "counted", "scorecard"]

DIMENSIONS: Final = ("channel", "unit", "category", "district", "month")
"""What a card can be grouped by; district is the kecamatan."""


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
        details: by id, what the facts do not say (see ``details_of``); those of the store say it all.
        unit_of: the name that a unit has in the table by unit, from its spelling in a complaint; None keeps the
            spelling.
        trend: also measure the period before, judged as of the same moment.

    Raises: ValueError, if *now* is naive, *official* is of another year or period, not exactly one of *year* and
        *period* is given, or *by* is unknown.
    """
    wanted = _wanted(year, period, official, by)
    scale = Scale(policy, calendar, now, details or {}, unit_of)
    given = inputs or Inputs()
    found = received_in(facts, wanted, scale)
    card = replace(
        _card(found, wanted, scale, given),
        predicate=_predicate(official),
        team_decree=official.team_decree if official else None,
        action_plan=official.action_plan if official else None,
        recommendations=_recommendations(official, calendar.local_day(now)),
        groups={name: _groups(name, found, wanted, scale, given, rows) for name in by},
    )
    if not trend:
        return card
    earlier = wanted.previous
    return replace(card, before=_card(received_in(facts, earlier, scale), earlier, scale, given))


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


def _card(found: Received, period: Period, scale: Scale, inputs: Inputs) -> Scorecard:
    """Put a card together."""
    parts = found.parts()
    return Scorecard(
        year=period.year,
        period=period,
        as_of=scale.now,
        channels=tuple(sorted(parts.channels)),
        assured=period.year in scale.calendar.assured_years,
        total=parts.total,
        buckets=parts.buckets,
        untriaged=parts.untriaged,
        apart=parts.apart,
        mean_follow_up=parts.spans["mean_follow_up"],
        median_follow_up=parts.spans["median_follow_up"],
        mean_completion=parts.spans["mean_completion"],
        median_completion=parts.spans["median_completion"],
        on_time={
            clock: OnTime(
                parts.outcomes[clock], {name: parts.since[clock][name] for name in _starts(parts.since[clock])}
            )
            for clock in Clock
        },
        overdue=parts.tally.overdue,
        spans=parts.spans,
        tally=parts.tally,
        ratings=parts.ratings,
        topics=parts.topics,
        inputs=inputs,
    )


def _groups(
    by: str,
    found: Received,
    period: Period,
    scale: Scale,
    inputs: Inputs,
    rows: Callable[[str], Facts] | None,
) -> tuple[Group, ...]:
    """The cards of the groups, by name; what has no name comes last."""
    if by == "channel" and rows is not None:
        return tuple(
            Group(name, _card(received_in(rows(name), period, scale), period, scale, inputs))
            for name in found.channels()
        )
    parts = found.split(by, period.months())
    order = sorted(parts, key=lambda key: (key is None, key or ""))
    return tuple(
        Group(key, _card(parts[key], Period.parse(key) if by == "month" and key else period, scale, inputs))
        for key in order
    )


def _starts(found: Iterable[str]) -> list[str]:
    """The milestones that start clocks: those of the follow-up always, others where they did."""
    return [*STARTS, *sorted(set(found) - set(STARTS))]


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
