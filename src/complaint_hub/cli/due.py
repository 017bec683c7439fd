"""``due``: which open case is due when, the most urgent first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from . import completing
from .options import (
    ChannelOption,
    ConfigOption,
    JsonOption,
    NowOption,
    StoreOption,
    moment_of,
    open_store,
    option_words,
    same_store,
    settings_of,
)
from .units import UnitOption

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..model import Case, Complaint
    from ..registry import Registry
    from ..sla import Policy, Verdict
    from ..store import Store
    from ..worktime import WorkCalendar
    from .screen import Screen

__all__ = ["Due", "as_json", "due_cases", "print_due", "register"]

_ROOM_FOR_OFFICERS = 160
"""Columns of a terminal from which each row names its officers; ``show`` and ``digest`` name them always."""
_MARKS = ("▲", "◆", "○", "‖", "–")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("due")(_due)


@dataclass(frozen=True, slots=True)
class Due:
    """An open case and the clock that runs out first; None if no clock runs.

    Attributes:
        officers: ids of the officers of its unit at that moment, as the registry knows them.
    """

    lead: Complaint
    verdict: Verdict | None
    mark: str
    officers: tuple[str, ...] = ()


def _due(
    channel: ChannelOption = None,
    unit: UnitOption = None,
    officer: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            show_default=False,
            autocompletion=completing.officers,
            help="Only of the units in which this officer is active.",
        ),
    ] = None,
    within: Annotated[
        int | None,
        typer.Option(
            metavar="DAYS", min=0, show_default=False, help="Only what is late, or due within so many working days."
        ),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Also the open cases without a time limit.")] = False,
    limit: Annotated[
        int | None, typer.Option(metavar="N", min=1, show_default=False, help="At most N rows. Default: all.")
    ] = None,
    config: ConfigOption = None,
    store: StoreOption = None,
    now: NowOption = None,
    json: JsonOption = False,
) -> None:
    """List open cases by due date, the most urgent first.

    Time limits are those of SP4N-LAPOR!, in working days, or of the settings' policy; channels without a limit have
    none. Officers are those of the registry that the settings name.

    \b
    Examples:
      complaint-hub due
      complaint-hub due --unit "Dinas Perhubungan" --limit 20
      complaint-hub due --officer petugas-07 --within 3
      complaint-hub due --now 2026-11-24 --json
    """
    from .deadlines import calendar_of, policy
    from .numbers import short_numbers
    from .screen import open_screen, write_json
    from .units import with_unit_name

    settings = settings_of(config, store)
    registry = settings.read_registry()
    moment = moment_of(now, settings.zone)
    limits = policy(settings)
    with open_store(settings) as opened:
        cases = due_cases(
            opened, zone=settings.zone, now=moment, channel=channel, unit=unit, officer=officer, registry=registry,
            limits=limits,
        )  # fmt: skip
        asked = cases
        if within is not None:
            asked = [case for case in cases if _within(case, within, calendar_of(settings.zone), moment)]
        if json:
            write_json(as_json(asked, moment, every=every, limit=limit) | {"counts": _counts(cases)})
            return
        screen = open_screen()
        numbers = short_numbers(screen, opened, [case.lead.id for case in asked])
    zone, hint = ZoneInfo(settings.zone), same_store(store, config) + option_words({"--now": now})
    filters = option_words({"--channel": channel, "--unit": unit, "--officer": officer, "--within": within})
    named = [replace(case, lead=with_unit_name(registry, case.lead, short=screen.width is not None)) for case in asked]
    print_due(
        screen, named, zone=zone, numbers=numbers, every=every, limit=limit, hint=hint, filters=filters, among=cases
    )


def as_json(cases: list[Due], now: datetime, *, every: bool = False, limit: int | None = None) -> dict[str, object]:
    """The list as JSON-ready values: ``{"now", "due": [...], "counts"}``; the counts are those of all open cases."""
    shown = [case for case in cases if every or case.verdict is not None][:limit]
    return {"now": now.isoformat(), "due": [_values(case) for case in shown], "counts": _counts(cases)}


def due_cases(
    store: Store,
    *,
    zone: str,
    now: datetime,
    channel: str | None = None,
    unit: str | None = None,
    officer: str | None = None,
    registry: Registry | None = None,
    limits: Policy | None = None,
) -> list[Due]:
    """The open cases, the most urgent first; those without a running clock come last, oldest first.

    Args:
        unit: only of this unit, by a name that *registry* knows, else as the complaints name it.
        officer: only of the units in which this officer is active, by the registry.
        limits: None is the limits of SP4N-LAPOR!.

    Raises: ConfigError, if there is no registry to look the officer up, or the officer is active in no unit.
    """
    from itertools import groupby

    from ..sla import judge
    from .deadlines import calendar_of, mark, policy, urgent
    from .units import of_officer, of_unit, officers_of

    calendar = calendar_of(zone)
    day = calendar.local_day(now)
    wanted = of_unit(registry, unit)
    theirs = of_officer(registry, officer, day)
    leads: dict[str, Complaint] = {}

    def remembered() -> Iterator[Case]:
        for case in store.cases(open=True, channel=channel, unit=wanted.stored):
            if not (wanted.keeps(case.lead) and theirs.keeps(case.lead)) or (
                case.lead.kind is not None and not case.lead.kind.asks
            ):
                continue
            leads[case.lead.id] = case.lead.model_copy(update={"timeline": None})
            yield case

    verdicts = judge(remembered(), policy=limits or policy(), calendar=calendar, now=now)
    found = []
    for id_, of_case in groupby(verdicts, key=lambda v: v.id):
        first = urgent(of_case)
        found.append(Due(leads[id_], first, mark(first), officers_of(registry, leads[id_].unit, day)))
    return sorted(found, key=_urgency)


def _within(case: Due, days: int, calendar: WorkCalendar, now: datetime) -> bool:
    """Say whether a case is late or due within so many working days; one that stands still is not."""
    if case.verdict is None or case.verdict.due_on is None or case.mark not in _MARKS[:3]:
        return False
    today = calendar.local_day(now)
    return case.verdict.due_on <= today or calendar.working_days(today, case.verdict.due_on) <= days


def _urgency(case: Due) -> tuple[int, datetime, str]:
    due_at = case.verdict.due_at if case.verdict else None
    running = 0 if case.mark in _MARKS[:3] else _MARKS.index(case.mark)
    return running, due_at or case.lead.created_at, case.lead.id


def _counts(cases: list[Due]) -> dict[str, int]:
    names = dict(zip(_MARKS, ("overdue", "soon", "running", "paused", "without_target"), strict=True))
    counted = Counter(case.mark for case in cases)
    return {name: counted[mark] for mark, name in names.items()}


def _values(case: Due) -> dict[str, object]:
    lead, verdict = case.lead, case.verdict
    return {
        "id": lead.id,
        "channel": lead.channel,
        "title": lead.title or lead.text,
        "unit": lead.unit,
        "officers": list(case.officers),
        "district": lead.district,
        "status": lead.status,
        "received": lead.created_at.isoformat(),
        "clock": verdict.clock if verdict else None,
        "outcome": verdict.outcome if verdict else "no_target",
        "due_at": verdict.due_at.isoformat() if verdict and verdict.due_at else None,
        "due_on": verdict.due_on.isoformat() if verdict and verdict.due_on else None,
        "counted_in": verdict.counted_in if verdict else None,
        "remaining": verdict.remaining if verdict else None,
        "overrun": verdict.overrun if verdict else None,
        "source": verdict.source if verdict else None,
    }


def print_due(
    screen: Screen,
    cases: list[Due],
    *,
    zone: ZoneInfo,
    numbers: Mapping[str, str],
    every: bool = False,
    limit: int | None = None,
    hint: str = "",
    filters: str = "",
    among: list[Due] | None = None,
) -> None:
    """Print the table, the counts that explain its marks, and on a terminal the next commands.

    Args:
        numbers: short numbers of ids that are too long for the screen.
        hint: what leads the next commands to the same database and time; *filters* to the same cases.
        among: the open cases that the counts are of; None is *cases*.
    """
    from ..wording import thousands
    from .deadlines import LEGEND
    from .screen import Column

    shown = [case for case in cases if every or case.verdict is not None]
    rows = shown[:limit]
    staffed = screen.width is None or screen.width >= _ROOM_FOR_OFFICERS
    if rows or screen.records:
        columns = [Column("Tenggat"), Column("Nomor"), Column("Kasus", free=True), Column("Unit", wraps=True)]
        if screen.wide:
            columns += [Column("Kecamatan"), Column("Kanal"), Column("Status"), Column("Masuk")]
        columns += [Column("Petugas", wraps=True)] * staffed
        screen.listing(
            columns,
            [_row(screen, row, zone, numbers.get(row.lead.id, row.lead.id), staffed=staffed) for row in rows],
            marks=[row.mark for row in rows],
        )
    counted = Counter(case.mark for case in (cases if among is None else among))
    if not counted["▲"]:
        screen.note("Tidak ada kasus yang lewat tenggat.")
    counts = [f"{mark} {thousands(counted[mark])} {LEGEND[mark]}" for mark in _MARKS if counted[mark]]
    screen.note(" · ".join(counts) or "Tidak ada kasus terbuka.")
    if screen.records:
        return
    if len(shown) > len(rows):
        screen.line(f"{thousands(len(shown) - len(rows))} kasus lain tidak ditampilkan.")
        screen.command(f"due{filters}{' --all' * every}{hint}", before="Semuanya: ")
    if not every and counted["–"]:
        screen.command(f"due{filters} --all{hint}", before="Yang tanpa tenggat juga: ")
    if rows:
        screen.command(f"show {numbers.get(rows[0].lead.id, rows[0].lead.id)}{hint}", before="Rincian: ")


def _row(screen: Screen, case: Due, zone: ZoneInfo, number: str, *, staffed: bool) -> list[str]:
    from ..model import Status
    from . import words
    from .deadlines import told
    from .screen import visible

    lead = case.lead
    cells = [
        told(case.verdict, short=not screen.wide),
        visible(number),
        visible(lead.title or lead.text, utf8=screen.utf8) or "(tanpa teks)",
        visible(lead.unit, utf8=screen.utf8) or "–",
    ]
    if screen.wide:
        status = words.STATUSES[lead.status or Status.received]
        received = words.day_in(screen, lead.created_at, zone)
        cells += [visible(lead.district) or "–", visible(lead.channel), status, received]
        cells += [visible(", ".join(case.officers)) or "–"] * staffed
    return cells
