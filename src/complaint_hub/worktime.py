"""Working days: which day counts, how many lie between two, and which one is the n-th after a start.

For: deadlines and figures; each answer can be explained day by day, with the name of every day that was skipped.
Must not: know a time limit or a case, read a clock, or use ``warnings``: how far the calendar is certain is a value.

Days only so far; office hours within a day will stand beside them on the same prefix sums.
Sources: Perpres 21/2023, article 3 (five days, Monday to Friday) and article 6 (holidays and joint leave change the
number of working days); the yearly joint decree of three ministers by way of the ``holidays`` package; later decrees
from the table ``late_decrees`` (see :mod:`complaint_hub.rules`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from typing import Final, Literal, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .errors import ConfigError
from .rules import Table, load

__all__ = ["Day", "DayKind", "DayOff", "WorkCalendar"]

DayKind: TypeAlias = Literal["working", "weekend", "holiday", "joint_leave"]

_MONDAY_TO_FRIDAY: Final = (0, 1, 2, 3, 4)
_WEEKDAYS: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
# Wide enough for every case and deadline in practice; 41 years take some 20 ms to lay out, once.
_YEARS: Final = range(2000, 2041)
_ESTIMATED: Final = ("(perkiraan)", "(estimated)")


@dataclass(frozen=True, slots=True)
class DayOff:
    """A named day off. *name* is what an officer reads."""

    date: date
    name: str
    kind: Literal["holiday", "joint_leave"] = "holiday"


@dataclass(frozen=True, slots=True)
class Day:
    """One day of an explanation: counted (``number`` from 1) or skipped (``number`` None), and what day it is."""

    date: date
    kind: DayKind
    name: str
    number: int | None


class WorkCalendar:
    """Which days are working days, over a span of whole years. Build it once; every question is then a look-up.

    Attributes:
        first, last: the days it covers.
        zone: where the office is; an instant belongs to the day it has there.
        assured_years: years whose decree is out; beyond them the days off are an estimate.
    """

    __slots__ = ("_before", "_days_off", "_first", "_weekdays", "_working", "assured_years", "first", "last", "zone")

    def __init__(
        self,
        days_off: Iterable[DayOff],
        *,
        years: Collection[int],
        weekdays: Collection[int] = _MONDAY_TO_FRIDAY,
        zone: str = "Asia/Jakarta",
        assured_years: Collection[int] = (),
    ) -> None:
        """Lay out the days.

        Args:
            days_off: days that are not worked although their weekday is; the first of two on one day gives the name.
            years: the years to cover; gaps between them are filled.
            weekdays: the days of the week that are worked, 0 for Monday to 6 for Sunday.
            zone: an IANA zone.
            assured_years: the years of which *days_off* is known to be complete.

        Raises: ConfigError, if no weekday is worked, a weekday is not 0 to 6, no day is left, *years* is empty, or
            there is no such zone.
        """
        if not weekdays:
            raise ConfigError("The working week is empty: name at least one weekday, 0 for Monday to 6 for Sunday")
        if not all(0 <= day <= 6 for day in weekdays):
            raise ConfigError(f"Weekdays are 0 for Monday to 6 for Sunday, got {sorted(weekdays)}")
        if not years:
            raise ConfigError("The working calendar covers no year: name at least one")
        self.first, self.last = date(min(years), 1, 1), date(max(years), 12, 31)
        self.zone = _zone(zone)
        self.assured_years = frozenset(assured_years)
        self._weekdays = frozenset(weekdays)
        self._days_off: dict[date, DayOff] = {}
        for off in days_off:
            self._days_off.setdefault(off.date, off)
        self._first = self.first.toordinal()
        closed = {day.toordinal() for day in self._days_off}
        span = range(self._first, self.last.toordinal() + 1)
        # date.toordinal() counts from Monday, 1 January of year 1.
        worked = [(ordinal - 1) % 7 in self._weekdays and ordinal not in closed for ordinal in span]
        # _before[i]: working days before day i of the span; _working[k]: the k-th working day, from 0.
        self._before = [0, *accumulate(worked)]
        self._working = [ordinal for ordinal, works in zip(span, worked, strict=True) if works]
        if not self._working:
            raise ConfigError(f"No working day is left from {self.first} to {self.last}")

    @classmethod
    def indonesia(
        cls,
        *,
        joint_leave_counts: bool = False,
        extra: Mapping[date, str] | None = None,
        area: str | None = None,
        late_decrees: Table | None = None,
        years: Collection[int] = _YEARS,
        weekdays: Collection[int] = _MONDAY_TO_FRIDAY,
        zone: str = "Asia/Jakarta",
    ) -> WorkCalendar:
        """The calendar of Indonesian government offices.

        Args:
            joint_leave_counts: True counts joint leave (cuti bersama) as worked. Whether SP4N's own counters skip it
                is not public; offices are closed, so the default skips it.
            extra: further days off of this office, with their names.
            area: also take the rows of *late_decrees* for this area.
            late_decrees: another table than the shipped one.
            years: the years to cover.
            weekdays: a six-day office passes ``range(6)``.
            zone: Asia/Jakarta (WIB), Asia/Makassar (WITA) or Asia/Jayapura (WIT).

        Raises: ConfigError, as the constructor; also for a year of which the ``holidays`` package knows nothing.
        """
        if not years:
            raise ConfigError("The working calendar covers no year: name at least one")
        span = range(min(years), max(years) + 1)
        public, joint = _national(span, "public"), _national(span, "government")
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
        return cls(
            (off for off in days.values() if not (joint_leave_counts and off.kind == "joint_leave")),
            years=span,
            weekdays=weekdays,
            zone=zone,
            assured_years=assured,
        )

    def __repr__(self) -> str:
        return f"WorkCalendar({self.first.year}-{self.last.year}, {self.zone.key}, {len(self._days_off)} days off)"

    @property
    def assured_until(self) -> date | None:
        """The last day of the last year whose decree is out; None if no year is assured."""
        return date(max(self.assured_years), 12, 31) if self.assured_years else None

    @property
    def days_off(self) -> tuple[DayOff, ...]:
        """The named days off, in order; weekends are not among them."""
        return tuple(sorted(self._days_off.values(), key=lambda off: off.date))

    def warning(self, day: date) -> str | None:
        """What to tell an officer about a deadline on *day* that lies past the decrees; None if it does not."""
        until = self.assured_until
        if until is not None and day <= until:
            return None
        certain = f"pasti sampai {until.day} Desember {until.year}" if until else "belum pasti"
        return f"Kalender kerja {certain}; hari libur dan cuti bersama {day.year} masih perkiraan."

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
        if n < 1:
            raise ValueError(f"a number of working days is at least 1, got {n}")
        position = self._before[self._index(a) + 1] + n - 1
        if position >= len(self._working):
            raise ValueError(f"{n} working days after {a} lie past {self.last}, the end of the calendar: {_MORE_YEARS}")
        return date.fromordinal(self._working[position])

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
        weekday = _WEEKDAYS[day.weekday()]
        if self._before[at + 1] > self._before[at]:
            return Day(day, "working", weekday, number)
        if off := self._days_off.get(day):
            return Day(day, off.kind, off.name, None)
        return Day(day, "weekend", f"Akhir pekan ({weekday})", None)


_MORE_YEARS: Final = "build it with years=range(first, last + 1)"


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ConfigError(f"There is no time zone {name!r}: use a name like Asia/Jakarta") from error


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
