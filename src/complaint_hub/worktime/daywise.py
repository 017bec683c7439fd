"""The days of a calendar: which are worked, how many lie between two, and which one is the n-th after a start.

For: ``WorkCalendar``, which adds hours and arrays to it.
Must not: look at the time of day, but for saying which day an instant belongs to.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ..errors import ConfigError
from .days import Day, DayOff
from .explaining import explained_day
from .hours import Hours

__all__ = ["MONDAY_TO_FRIDAY", "DayCalendar", "at_least_one"]

MONDAY_TO_FRIDAY: Final = frozenset(range(5))
_MORE_YEARS: Final = "build it with years=range(first, last + 1)"


class DayCalendar:
    """Which days are worked, over a span of whole years.

    Attributes:
        first, last: the days it covers.
        zone: where the office is; an instant belongs to the day it has there.
        assured_years: years whose decree is out; beyond them the days off are an estimate.
        hours: the office hours, None if it knows days only.
    """

    __slots__ = ("_before", "_days_off", "_first", "_working", "assured_years", "first", "hours", "last", "zone")

    def __init__(
        self,
        days_off: Iterable[DayOff],
        *,
        years: Collection[int],
        weekdays: Collection[int] | None = None,
        zone: str = "Asia/Jakarta",
        assured_years: Collection[int] = (),
        hours: Hours | None = None,
    ) -> None:
        """Lay out the days; the arguments are those of ``WorkCalendar``. Raises: ConfigError."""
        if not years:
            raise ConfigError("The working calendar covers no year: name at least one")
        self.first, self.last = date(min(years), 1, 1), date(max(years), 12, 31)
        self.zone, self.hours = _zone(zone), hours
        self.assured_years = frozenset(assured_years)
        worked_weekdays = _weekdays(weekdays, hours)
        self._days_off: dict[date, DayOff] = {}
        for off in days_off:
            self._days_off.setdefault(off.date, off)
        self._first = self.first.toordinal()
        days = map(date.fromordinal, range(self._first, self.last.toordinal() + 1))
        worked = [
            day not in self._days_off and bool(hours.on(day) if hours else day.weekday() in worked_weekdays)
            for day in days
        ]
        # _before[i]: working days before day i of the span; _working[k]: the index of the k-th working day, from 0.
        self._before = [0, *accumulate(worked)]
        self._working = [at for at, works in enumerate(worked) if works]
        if not self._working:
            raise ConfigError(f"No working day is left from {self.first} to {self.last}")

    def __repr__(self) -> str:
        span = f"{self.first.year}-{self.last.year}"
        return f"{type(self).__name__}({span}, {self.zone.key}, {len(self._days_off)} days off)"

    @property
    def assured_until(self) -> date | None:
        """The last day of the last year whose decree is out; None if no year is assured."""
        return date(max(self.assured_years), 12, 31) if self.assured_years else None

    def assured(self, year: int, *, hours: bool = False) -> bool:
        """Whether the decree on days off of *year* is out; with *hours* also whether its Ramadan is known."""
        known = self.hours.assured_years if self.hours else None
        return year in self.assured_years and not (hours and known is not None and year not in known)

    def warning(self, day: date, *, hours: bool = False) -> str | None:
        """What to tell an officer about a deadline on *day* that lies past the decrees; None if it does not.

        Args:
            hours: the deadline was counted in working hours, so that Ramadan matters as well.
        """
        until = self.assured_until
        if until is None or day > until:
            certain = f"pasti sampai {until.day} Desember {until.year}" if until else "belum pasti"
            return f"Kalender kerja {certain}; hari libur dan cuti bersama {day.year} masih perkiraan."
        if hours and self.assured(day.year) and not self.assured(day.year, hours=True):
            return f"Jam kerja Ramadan {day.year} belum tercatat; dihitung dengan jam kerja biasa."
        return None

    @property
    def days_off(self) -> tuple[DayOff, ...]:
        """The named days off, in order; weekends are not among them."""
        return tuple(sorted(self._days_off.values(), key=lambda off: off.date))

    def is_working(self, day: date) -> bool:
        """Whether *day* is worked. Raises: ValueError, outside the years of the calendar."""
        at = self._index(day)
        return self._before[at + 1] > self._before[at]

    def days_between(self, a: date, b: date) -> int:
        """Working dates in [a, b), as ``numpy.busday_count``; for b before a, minus the working dates in (b, a].

        Raises: ValueError, outside the years of the calendar.
        """
        if a > b:
            return self._before[self._index(b) + 1] - self._before[self._index(a) + 1]
        return self._before[self._index(b)] - self._before[self._index(a)]

    def working_days(self, a: date, b: date) -> int:
        """Working dates d with a < d <= b: how many working days *b* is after *a*; for b before a it is negative.

        Raises: ValueError, outside the years of the calendar.
        """
        return self._before[self._index(b) + 1] - self._before[self._index(a) + 1]

    def add_days(self, a: date, n: int) -> date:
        """The n-th working day after *a*, n at least 1: the exact inverse of ``working_days``.

        A start on a day off counts from the working day before it (numpy's ``roll="preceding"``).
        Raises: ValueError, if n is below 1, or outside the years of the calendar.
        """
        position = self._before[self._index(a) + 1] + at_least_one(n) - 1
        if position >= len(self._working):
            raise ValueError(f"{n} working days after {a} lie past {self.last}, the end of the calendar: {_MORE_YEARS}")
        return date.fromordinal(self._first + self._working[position])

    def explain(self, a: date, b: date) -> list[Day]:
        """Every day d with a < d <= b: the counted ones numbered from 1, the skipped ones by name.

        The last number equals ``working_days(a, b)``.
        Raises: ValueError, if b lies before a, or outside the years of the calendar.
        """
        if b < a:
            raise ValueError(f"cannot explain the days from {a} back to {b}")
        start, stop = self._index(a), self._index(b)
        return [self._day(at, self._before[at + 1] - self._before[start + 1]) for at in range(start + 1, stop + 1)]

    def local_day(self, instant: datetime) -> date:
        """The date that an aware instant has in the office's zone. Raises: ValueError for a naive one."""
        if instant.tzinfo is None:
            raise ValueError(f"an aware instant is needed, got {instant!r}")
        return instant.astimezone(self.zone).date()

    def day_end(self, day: date) -> datetime:
        """The instant, in UTC, at which *day* is over in the office's zone: 00:00 of the next day."""
        return datetime.combine(day + timedelta(days=1), time(), tzinfo=self.zone).astimezone(UTC)

    def _index(self, day: date) -> int:
        if not self.first <= day <= self.last:
            raise ValueError(f"{day} lies outside the calendar, {self.first} to {self.last}: {_MORE_YEARS}")
        return day.toordinal() - self._first

    def _day(self, at: int, number: int) -> Day:
        day = date.fromordinal(self._first + at)
        works = self._before[at + 1] > self._before[at]
        return explained_day(day, number if works else None, self._days_off.get(day))


def _weekdays(weekdays: Collection[int] | None, hours: Hours | None) -> frozenset[int]:
    if weekdays is None:
        return hours.weekdays if hours else MONDAY_TO_FRIDAY
    if not weekdays:
        raise ConfigError("The working week is empty: name at least one weekday, 0 for Monday to 6 for Sunday")
    if not all(0 <= day <= 6 for day in weekdays):
        raise ConfigError(f"Weekdays are 0 for Monday to 6 for Sunday, got {sorted(weekdays)}")
    if hours and hours.weekdays != frozenset(weekdays):
        raise ConfigError(
            f"The week is worked on {sorted(weekdays)}, but the office hours name {sorted(hours.weekdays)}: "
            "leave weekdays out, the hours say them"
        )
    return frozenset(weekdays)


def at_least_one(n: int) -> int:
    """*n*, a number of working days. Raises: ValueError, if it is below 1."""
    if n < 1:
        raise ValueError(f"a number of working days is at least 1, got {n}")
    return n


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ConfigError(f"There is no time zone {name!r}: use a name like Asia/Jakarta") from error
