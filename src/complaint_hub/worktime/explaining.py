"""How a number of days or seconds came about: what was counted, and the name of what was not.

For: ``WorkCalendar.explain`` and ``explain_seconds``.
Must not: count by itself; every number is read from the tables that the answers come from.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from .days import WEEKDAYS, Day, DayOff, Stretch
from .hours import Hours
from .kernel import SECOND, Line, from_micros

__all__ = ["explained_day", "explained_seconds"]


def explained_day(day: date, number: int | None, off: DayOff | None) -> Day:
    """One day of an explanation.

    Args:
        number: its number if it was counted.
        off: the day off that it is.
    """
    if number is not None:
        return Day(day, "working", WEEKDAYS[day.weekday()], number)
    if off is not None:
        return Day(day, off.kind, off.name, None)
    return Day(day, "weekend", f"Akhir pekan ({WEEKDAYS[day.weekday()]})", None)


def explained_seconds(
    a: int, b: int, *, line: Line, zone: ZoneInfo, hours: Hours, skipped: Callable[[date], Day | None]
) -> list[Stretch]:
    """Every stretch between two instants that was counted, and every day between them that was not.

    Args:
        skipped: what a day is, if it is not worked.
    """
    counted: dict[date, list[tuple[int, int]]] = {}
    for at in range(max(bisect_right(line.edges, a) - 1, 0), len(line.edges) - 1):
        if line.edges[at] >= b:
            break
        start, end = max(line.edges[at], a), min(line.edges[at + 1], b)
        if line.done[at] < line.done[at + 1] and start < end:
            counted.setdefault(from_micros(start).astimezone(zone).date(), []).append((start, end))
    told: list[Stretch] = []
    total = 0
    # At midnight the day before is over and the next one has not begun.
    day, last = (from_micros(instant).astimezone(zone).date() for instant in (a, max(a, b - 1)))
    while day <= last:
        if off := skipped(day):
            told.append(Stretch(day, off.kind, off.name, None, None, 0.0, total / SECOND))
        season = hours.season(day)
        name = WEEKDAYS[day.weekday()] + (f", {season}" if season else "")
        for start, end in counted.get(day, ()):
            total += end - start
            opened, closed = from_micros(start).astimezone(zone), from_micros(end).astimezone(zone)
            told.append(Stretch(day, "working", name, opened, closed, (end - start) / SECOND, total / SECOND))
        day += timedelta(days=1)
    return told
