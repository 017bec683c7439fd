"""``calendar``: the working days and hours of a year, month by month, and whether its decree is out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .options import ConfigOption, JsonOption, settings_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..worktime import DayOff, WorkCalendar
    from .screen import Screen

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("calendar")(_calendar)


def _calendar(
    year: Annotated[int, typer.Argument(metavar="YEAR", show_default=False, help="The year, such as 2026.")],
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Print the working days and hours of each month of a year, and the days off by name.

    Days off come from the joint decree of the year and later decrees, hours from Perpres 21/2023, shorter in Ramadan. A
    year whose decree is not out yet is said to be an estimate.

    \b
    Examples:
      complaint-hub calendar 2026
      complaint-hub calendar 2027 --json
    """
    from .screen import open_screen, write_json

    calendar = _calendar_of(settings_of(config, None).zone, year)
    if json:
        write_json(_told(calendar, year))
    else:
        _print(open_screen(), calendar, year)


def _calendar_of(zone: str, year: int) -> WorkCalendar:
    from ..worktime import WorkCalendar
    from .deadlines import calendar_of

    usual = calendar_of(zone)
    inside = usual.first.year <= year <= usual.last.year
    return usual if inside else WorkCalendar.indonesia(years=[year], zone=zone)


def _told(calendar: WorkCalendar, year: int) -> Mapping[str, Any]:
    months = [_month(calendar, year, month) for month in range(1, 13)]
    return {
        "year": year,
        "zone": calendar.zone.key,
        "assured": calendar.assured(year),
        "hours_assured": calendar.assured(year, hours=True),
        "warning": _warning(calendar, year),
        "working_days": sum(month["working_days"] for month in months),
        "working_hours": sum(month["working_hours"] for month in months),
        "months": months,
    }


def _month(calendar: WorkCalendar, year: int, month: int) -> dict[str, Any]:
    first = date(year, month, 1)
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    days = [first + timedelta(days=n) for n in range(last.day)]
    hours = calendar.hours
    # From the hours of each worked day, and not between two instants, since the calendar may begin with this very day.
    worked = [day for day in days if calendar.is_working(day)]
    seconds = sum(end - start for day in worked for start, end in (hours.on(day) if hours else ()))
    off = [one for one in calendar.days_off if first <= one.date <= last]
    return {
        "month": f"{year}-{month:02}",
        "working_days": len(worked),
        "working_hours": seconds / 3600,
        "days_off": [{"date": one.date.isoformat(), "name": one.name, "kind": one.kind} for one in off],
    }


def _warning(calendar: WorkCalendar, year: int) -> str | None:
    if told := calendar.warning(date(year, 12, 31), hours=True):
        return told
    # An old year, from before the decrees set joint leave.
    return None if calendar.assured(year) else f"Cuti bersama {year} tidak tercatat."


def _print(screen: Screen, calendar: WorkCalendar, year: int) -> None:
    from ..wording import decimal_comma, month_name
    from .screen import Column

    told = _told(calendar, year)
    screen.line(f"Kalender kerja {year} ({told['zone']}): {'pasti' if told['assured'] else 'perkiraan'}")
    rows = [
        [
            month_name(number),
            str(month["working_days"]),
            decimal_comma(month["working_hours"]),
            _names([one for one in calendar.days_off if f"{one.date:%Y-%m}" == month["month"]]),
        ]
        for number, month in enumerate(told["months"], start=1)
    ]
    rows.append(["Setahun", str(told["working_days"]), decimal_comma(told["working_hours"]), ""])
    columns = [
        Column("Bulan"), Column("Hari kerja", right=True), Column("Jam kerja", right=True),
        Column("Hari libur dan cuti bersama", wraps=True),
    ]  # fmt: skip
    screen.table(columns, rows)
    if told["warning"]:
        screen.line(told["warning"], style="yellow")


def _names(days: Sequence[DayOff]) -> str:
    return "; ".join(f"{one.date.day} {one.name}" for one in days)
