"""Indonesia's days off: the yearly joint decree, later decrees, local days off.

For: ``WorkCalendar.indonesia``.
Must not: be asked one day at a time; it is read once, when a calendar is built.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, Literal

from ..errors import ConfigError
from ..rules import Table, load
from .days import DayOff

__all__ = ["national_days_off"]

_ESTIMATED: Final = ("(perkiraan)", "(estimated)")


def national_days_off(
    years: range, *, late_decrees: Table | None, area: str | None, extra: Mapping[date, str] | None
) -> tuple[list[DayOff], frozenset[int]]:
    """The days off of these years, and the years whose decree is out.

    A year is taken to be decreed when it has joint leave and none of its holidays is an estimate.
    Raises: ConfigError, for years of which the ``holidays`` package knows nothing.
    """
    public, joint = _national(years, "public"), _national(years, "government")
    assured = {day.year for day in joint} - {day.year for day, name in public.items() if name.endswith(_ESTIMATED)}
    days: dict[date, DayOff] = {day: DayOff(day, name, "joint_leave") for day, name in joint.items()}
    days |= {day: DayOff(day, name) for day, name in public.items()}
    for row in (late_decrees or load("late_decrees")).rows:
        if row["area"] not in (None, area):
            continue
        days.pop(row["date"], None)
        if row["kind"] != "working_day":
            days[row["date"]] = DayOff(row["date"], row["name"], row["kind"])
    days |= {day: DayOff(day, name) for day, name in (extra or {}).items()}
    return list(days.values()), frozenset(assured)


def _national(years: range, category: Literal["public", "government"]) -> dict[date, str]:
    # Imported here: it costs 100 ms, and most callers only need the rules. *government* is joint leave there. The
    # language is named because it follows the environment otherwise, and the years because the object fills itself
    # only as it is asked. islamic_show_estimated stays on: it is the mark that tells a year apart whose decree is out.
    from holidays import country_holidays

    found = country_holidays("ID", years=years, categories=(category,), language="id")
    if years[0] < found.start_year or years[-1] > found.end_year:
        raise ConfigError(
            f"Holidays of Indonesia are known from {found.start_year} to {found.end_year}, not for {years[0]} to "
            f"{years[-1]}: choose other years"
        )
    return {day: str(name) for day, name in found.items()}
