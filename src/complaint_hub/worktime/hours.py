"""When an office is open: intervals for each day of the week, and other ones between two dates.

For: the calendar, which lays them out; offices whose hours differ from the common ones.
Must not: know holidays (see the calendar), or invent hours: those shipped are rows of the table ``office_hours``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise
from typing import Final, TypeAlias

from ..errors import ConfigError
from ..rules import Row, Table, load
from .days import WEEKDAYS

__all__ = ["Hours", "Season", "Seconds", "Week", "ramadan"]

Week: TypeAlias = Mapping[int, Sequence[str | tuple[time, time]]]
"""Day of the week, 0 for Monday to 6 for Sunday → its intervals, ``"07:30-12:00"`` or two times, in order."""

Seconds: TypeAlias = tuple[tuple[int, int], ...]
"""The intervals of one day, in seconds since local midnight, the end not included."""

_DAY: Final = 86_400
_INTERVAL: Final = re.compile(r"(\d{1,2})[:.](\d\d)\s*[-–]\s*(\d{1,2})[:.](\d\d)")
_NAMED: Final = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}


@dataclass(frozen=True, slots=True)
class Season:
    """Other hours from the day *first* to the day *last*, both included: Ramadan, a new regulation, a trial."""

    name: str
    first: date
    last: date
    weekly: Week


class Hours:
    """The office hours of every day. Which of those days are holidays is the calendar's.

    Attributes:
        weekdays: days of the ordinary week that are worked, 0 for Monday.
        assured_years: years whose seasons are known; None if the hours do not hang on a yearly decision.
    """

    __slots__ = ("_ordinary", "_seasons", "assured_years", "weekdays")

    def __init__(
        self, weekly: Week, *, ranges: Iterable[Season] = (), assured_years: Collection[int] | None = None
    ) -> None:
        """Check and keep the hours.

        Args:
            weekly: the ordinary week; a day that is left out, or has no interval, is not worked. 24:00 ends a day.
            ranges: other weeks between dates; where two of them meet, the later one in the list holds.
            assured_years: years for which *ranges* is known to be complete (Ramadan is decided year by year).

        Raises: ConfigError, naming the day, if intervals overlap, are empty, run backwards or are not in order; if a
            week has no hours at all; if a range ends before it begins.
        """
        self._ordinary = _week(weekly, "the week")
        self._seasons: list[tuple[date, date, str, dict[int, Seconds]]] = []
        for season in ranges:
            if season.last < season.first:
                raise ConfigError(f"{season.name} ends on {season.last}, before it begins on {season.first}")
            self._seasons.insert(0, (season.first, season.last, season.name, _week(season.weekly, season.name)))
        self.weekdays = frozenset(self._ordinary)
        self.assured_years = None if assured_years is None else frozenset(assured_years)

    @classmethod
    def perpres_21_2023(cls) -> Hours:
        """The hours of government offices with a five-day week: 37.5 hours, in Ramadan 32.5, breaks not counted.

        Monday to Thursday 07:30-12:00 and 13:00-16:00, Friday 07:30-11:30 and 13:00-16:30; in Ramadan from 08:00, with
        breaks of 30 minutes (Friday 60). The regulation lets services to the public and each head of office differ.
        Source: Perpres 21/2023, article 4, and the tables ``office_hours`` and ``ramadan``.
        """
        return cls.from_rules()

    @classmethod
    def from_rules(cls, *, office_hours: Table | None = None, ramadan: Table | None = None) -> Hours:
        """Hours as tables say them; each shipped one can be replaced by ``rules.load(name, path)``.

        Rows that hold only between two dates become ranges; the ordinary week is made of those without an end.
        Raises: ConfigError, as the constructor.
        """
        rows = (office_hours or load("office_hours")).rows
        months = (ramadan or load("ramadan")).rows
        periods = sorted({_period(row) for row in rows})
        ranges: list[Season] = []
        for first, last in periods:
            held = [row for row in rows if _period(row) == (first, last)]
            ordinary, fasting = (_rows_week(held, season) for season in ("ordinary", "ramadan"))
            if ordinary and (first, last) != (date.min, date.max):
                ranges.append(Season("", first, last, ordinary))
            if fasting:
                ranges += _within(_seasons(fasting, months), first, last)
        base = [row for row in rows if row["in_force_until"] is None]
        return cls(_rows_week(base, "ordinary"), ranges=ranges, assured_years={row["first"].year for row in months})

    def on(self, day: date) -> Seconds:
        """The intervals of *day*, were it no holiday; empty if its weekday is not worked."""
        return self._at(day)[1].get(day.weekday(), ())

    def season(self, day: date) -> str:
        """The name of the range that holds on *day*, empty on an ordinary day."""
        return self._at(day)[0]

    def _at(self, day: date) -> tuple[str, dict[int, Seconds]]:
        for first, last, name, week in self._seasons:
            if first <= day <= last:
                return name, week
        return "", self._ordinary


def ramadan(weekly: Week, *, table: Table | None = None) -> tuple[Season, ...]:
    """The ranges of an office that keeps the hours *weekly* in every Ramadan of the table.

    Use it beside hours of your own: ``Hours(own_week, ranges=ramadan(own_week_in_ramadan))``.
    """
    return tuple(_seasons(weekly, (table or load("ramadan")).rows))


def _seasons(weekly: Week, months: Iterable[Row]) -> list[Season]:
    return [Season(row["name"], row["first"], row["last"], weekly) for row in months]


def _within(seasons: Iterable[Season], first: date, last: date) -> list[Season]:
    """The parts of the seasons that lie between two dates."""
    cut = (Season(s.name, max(s.first, first), min(s.last, last), s.weekly) for s in seasons)
    return [s for s in cut if s.first <= s.last]


def _period(row: Row) -> tuple[date, date]:
    return row["in_force_from"] or date.min, row["in_force_until"] or date.max


def _rows_week(rows: Iterable[Row], season: str) -> dict[int, tuple[str, ...]]:
    # Later rows win, as a later regulation does; open-ended rows of two regulations are told apart by their dates.
    ordered = sorted((row for row in rows if row["season"] == season), key=_period)
    return {_NAMED[day]: row["hours"] for row in ordered for day in row["days"]}


def _week(weekly: Week, where: str) -> dict[int, Seconds]:
    for weekday in weekly:
        if weekday not in range(7):
            raise ConfigError(f"Days of the week are 0 for Monday to 6 for Sunday, got {weekday!r} in {where}")
    week = {weekday: _day(given, f"{WEEKDAYS[weekday]} in {where}") for weekday, given in weekly.items() if given}
    if not week:
        raise ConfigError(f"There are no office hours in {where}: give at least one day of it an interval")
    return week


def _day(given: Sequence[str | tuple[time, time]], where: str) -> Seconds:
    if isinstance(given, str):
        raise ConfigError(f'{where}: write a list of intervals, ["07:30-12:00", "13:00-16:00"], got {given!r}')
    intervals = tuple(_interval(one, where) for one in given)
    for start, end in intervals:
        if end == start:
            raise ConfigError(f"{where}: the interval from {_clock(start)} to {_clock(end)} is empty")
        if end < start:
            raise ConfigError(f"{where}: {_clock(end)} lies before {_clock(start)}: split a night at 24:00")
    for one, other in pairwise(intervals):
        if other[0] < one[0]:
            raise ConfigError(f"{where}: {_clock(other[0])} stands after {_clock(one[0])}: give the intervals in order")
        if other[0] < one[1]:
            raise ConfigError(f"{where}: {_clock(*one)} and {_clock(*other)} overlap")
    return intervals


def _interval(given: str | tuple[time, time], where: str) -> tuple[int, int]:
    if isinstance(given, str):
        found = _INTERVAL.fullmatch(given.strip())
        if not found:
            raise ConfigError(f"{where}: {given!r} is no interval: write 07:30-12:00")
        hours, minutes, until, past = map(int, found.groups())
        if max(minutes, past) > 59 or hours * 60 + minutes > 1440 or until * 60 + past > 1440:
            raise ConfigError(f"{where}: {given!r} names no time of the day")
        return hours * 3600 + minutes * 60, until * 3600 + past * 60
    start, end = given
    if start.tzinfo or end.tzinfo:
        raise ConfigError(f"{where}: office hours are local times, without a zone; the zone is the calendar's")
    if start.microsecond or end.microsecond:
        raise ConfigError(f"{where}: office hours are whole seconds")
    # Midnight as an end is the end of the day.
    return _seconds(start), _seconds(end) or _DAY


def _seconds(at: time) -> int:
    return at.hour * 3600 + at.minute * 60 + at.second


def _clock(*seconds: int) -> str:
    return "-".join(f"{one // 3600:02}:{one // 60 % 60:02}" for one in seconds)
