"""Section "Rapor": the scorecard of SP4N-LAPOR! year by year, and the ministry's word beside it.

For: ``gather``.
Must not: compute a predicate, or a figure that ``evaluation`` does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime

from ..evaluation import Compared, MetricUnit, Reconciliation, Scorecard, formula_of, reconcile, scorecard
from ..facts import COLUMNS, Facts
from ..model import Case, OfficialResult
from ..sla import Policy
from ..vocabulary import channel_name
from ..wording import decimal_comma, percent, thousands
from ..worktime import WorkCalendar
from .days import LocalDays
from .texts import name
from .values import Rapor, Rate, Year

__all__ = ["CHANNEL", "YEARS", "rapor"]

CHANNEL = "lapor"
"""The channel that the ministry evaluates."""

YEARS = 4


def rapor(
    facts: Facts,
    official: Mapping[int, OfficialResult],
    *,
    policy: Policy,
    calendar: WorkCalendar,
    now: datetime,
) -> Rapor:
    """The last four years.

    Args:
        facts: those of the rows of SP4N-LAPOR!.
        official: the ministry's results, by year.
    """
    days = LocalDays(calendar.zone)
    here = days.date(now)
    years: list[Year] = []
    told: list[tuple[int, Reconciliation]] = []
    advice: tuple[tuple[str, str], ...] = ()
    lacking: list[int] = []
    for year, part in _by_year(facts, range(here.year - YEARS + 1, here.year + 1), days):
        letter = official.get(year)
        card = scorecard(part, year=year, policy=policy, calendar=calendar, now=now, official=letter)
        if letter is not None:
            years.append(_official(letter))
            told.append((year, reconcile(card, letter)))
            advice = tuple((name(a.text, 300) or "", name(a.trigger, 200) or "") for a in card.recommendations)
        elif card.total and year < here.year:
            lacking.append(year)
        if letter is not None or card.total:
            years.append(_ours(card, here if year == here.year else None))
    return Rapor(
        channel=channel_name(CHANNEL),
        years=tuple(years),
        compared=sum(len(found.lines) for _, found in told),
        differences=tuple(_difference(year, line) for year, found in told for line in found.differences),
        recommendations=advice,
        lacking=tuple(lacking),
    )


def _by_year(facts: Facts, years: Sequence[int], days: LocalDays) -> Iterator[tuple[int, Facts]]:
    """The facts of each year, and of the flagged cases those that are theirs; read once."""
    cases = {case.lead.id: case for case in facts.irregular()}
    received = days.of_all(facts.columns["received"])
    spans = {year: (date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()) for year in years}
    for year, (first, last) in spans.items():
        kept = [place for place, day in enumerate(received) if day is not None and first <= day <= last]
        columns = {column: [facts.columns[column][place] for place in kept] for column in COLUMNS}
        own = [cases[str(id_)] for id_ in columns["id"] if id_ in cases]
        yield year, Facts(columns, _stream(own))


def _stream(cases: Sequence[Case]) -> Callable[[], Iterator[Case]]:
    return lambda: iter(cases)


def _ours(card: Scorecard, until: date | None) -> Year:
    span = card.mean_follow_up
    return Year(
        year=card.year,
        official=False,
        until=until,
        total=card.total,
        followed_up=_rate(card.followed_up, card.total),
        finished=_rate(card.finished, card.total),
        days=span.calendar_days,
        measured=span.n,
        missing=span.missing,
        team_decree=card.team_decree,
        action_plan=card.action_plan,
    )


def _official(letter: OfficialResult) -> Year:
    figures = letter.figures
    total = figures.get("total", figures.get("received"))
    return Year(
        year=letter.year,
        official=True,
        until=None,
        total=total,
        followed_up=None,
        finished=None,
        days=figures.get("mean_follow_up"),
        measured=0,
        missing=0,
        predicate=name(letter.predicate),
        team_decree=letter.team_decree,
        action_plan=letter.action_plan,
        letter=name(letter.letter),
        shares=(figures.get("followed_up_share"), figures.get("finished_share")),
    )


def _rate(part: int, whole: int) -> Rate:
    exact = part / whole if whole else None
    return Rate(part, whole, exact, exact)


def _difference(year: int, line: Compared) -> str:
    """``Aduan masuk 2023: resmi 62, hitungan 60; ...``"""
    term, unit = _term(line.figure)
    ours = "belum dapat dihitung" if line.ours is None else f"hitungan {_value(line.ours, unit)}"
    causes = "; ".join(name(cause.text, 200) or "" for cause in line.causes[:2])
    return f"{term} {year}: resmi {_value(line.theirs, unit)}, {ours}" + (f" ({causes})" if causes else "")


def _term(figure: str) -> tuple[str, MetricUnit | None]:
    try:
        formula = formula_of("received" if figure == "total" else figure)
    except KeyError:
        return name(figure) or "", None
    return formula.term, formula.unit


def _value(value: float, unit: MetricUnit | None) -> str:
    if unit is MetricUnit.share and value <= 1:
        return percent(value)
    return thousands(int(value)) if float(value).is_integer() else decimal_comma(value)
