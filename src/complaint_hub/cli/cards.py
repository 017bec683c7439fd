"""A scorecard from what the store, the registry and the office's own file hold: shared by the commands that need one.

For: ``scorecard`` and ``action-plan``.
Must not: print, or hold a figure of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ..evaluation import Inputs, Performance, Period, Recap, Scorecard, Targets
    from ..model import OfficialResult
    from ..registry import Registry
    from ..sla import Policy
    from ..store import Store

__all__ = ["PeriodOption", "Published", "TargetsOption", "Wanted", "YearOption", "card_from",
           "inputs_from", "namer", "period_of", "published"]  # fmt: skip

YearOption = Annotated[
    int | None,
    typer.Option("--year", metavar="Y", min=2000, max=2100, show_default=False, help="Received in this year."),
]
PeriodOption = Annotated[
    str | None,
    typer.Option(
        "--period",
        metavar="P",
        show_default=False,
        help="Received in this period: 2023, 2023-05, 2023-TW2 (quarter), 2023-CW1 (four-month term), 2023-S1 (half).",
    ),
]
TargetsOption = Annotated[
    Path | None,
    typer.Option(
        "--targets",
        metavar="FILE.toml",
        show_default=False,
        readable=False,
        help="Your own numbers: population, officers, thresholds, targets.",
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a card is to be of; *policy* None judges by the limits of SP4N-LAPOR!."""

    period: Period
    zone: str
    now: datetime
    channel: str | None = None
    by: tuple[str, ...] = ()
    official: OfficialResult | None = None
    registry: Registry | None = None
    inputs: Inputs | None = None
    policy: Policy | None = None
    trend: bool = False


@dataclass(frozen=True, slots=True)
class Published:
    """What others have published: the letter, the performance table per unit, the office's own recap."""

    letter: OfficialResult | None = None
    performance: Performance | None = None
    recap: Recap | None = None


def period_of(year: int | None, period: str | None) -> Period:
    """The period that a person means by one of the two options. Raises BadParameter."""
    from ..errors import ConfigError
    from ..evaluation import Period

    if (year is None) == (period is None):
        raise typer.BadParameter("give one of --year and --period", param_hint="--year / --period")
    if year is not None:
        return Period(year)
    try:
        return Period.parse(period or "")
    except ConfigError as problem:
        raise typer.BadParameter(str(problem), param_hint="--period") from None


def card_from(store: Store, wanted: Wanted) -> Scorecard:
    """The scorecard of what the store holds."""
    from ..evaluation import scorecard
    from .deadlines import calendar_of, policy

    whole_year = wanted.period.code == str(wanted.period.year)
    official = wanted.official or store.official(wanted.period.year)
    return scorecard(
        store.facts(channel=wanted.channel),
        period=wanted.period,
        policy=wanted.policy or policy(),
        calendar=calendar_of(wanted.zone),
        now=wanted.now,
        official=official if whole_year else None,
        by=wanted.by,
        rows=(lambda channel: store.facts(channel=channel)) if wanted.channel is None else None,
        inputs=wanted.inputs,
        unit_of=namer(wanted.registry),
        trend=wanted.trend,
    )


def namer(registry: Registry | None) -> Callable[[str], str | None] | None:
    """Gives a unit's name from any spelling that the registry knows; None without a registry."""
    if registry is None:
        return None

    def name(text: str) -> str | None:
        found = registry.unit_of(text)
        return None if found is None else found.name

    return name


def inputs_from(registry: Registry | None, targets: Targets | None, day: date) -> Inputs:
    """What the registry knows on a day; what the office's own file says comes first."""
    from ..evaluation import Inputs

    known = Inputs()
    if registry is not None:
        known = Inputs(
            population=registry.population(),
            units=sum(unit.exists(day) for unit in registry.units) or None,
            officers=len({term.id for term in registry.officers(at=day)}) or None,
            units_without_officer=tuple(unit.name for unit in registry.without_officer(at=day)),
        )
    if targets is None:
        return known
    own = {name: getattr(targets.inputs, name) for name in Inputs.__dataclass_fields__}
    return replace(known, **{name: value for name, value in own.items() if value is not None})


def published(files: Sequence[Path]) -> Published:
    """Read files by what they are: a letter (TOML), the performance table, a recap. Raises ConfigError."""
    found = Published()
    for file in files:
        found = _with(found, file)
    return found


def _with(found: Published, file: Path) -> Published:
    from ..errors import ConfigError
    from ..evaluation import read_official, read_performance, read_recap

    if file.suffix.lower() == ".toml":
        return replace(found, letter=read_official(file))
    try:
        return replace(found, performance=read_performance(file))
    except ConfigError as no_table:
        try:
            return replace(found, recap=read_recap(file))
        except ConfigError:
            raise no_table from None
