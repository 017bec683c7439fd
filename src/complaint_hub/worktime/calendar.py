"""The working calendar: what counts between two days or instants, and where an amount of it ends.

For: everything that has a deadline or a duration.
Must not: lay anything out that nobody asks for: the hours wait for the first question about hours, numpy for the first
array.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, overload

from ..errors import ConfigError
from ..rules import Table
from .days import Day, DayOff, Stretch
from .daywise import MONDAY_TO_FRIDAY, DayCalendar, at_least_one
from .explaining import explained_seconds
from .hours import Hours
from .kernel import SECOND, Line, Wall, from_micros, lay_out, to_micros
from .national import national_days_off

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from .bulk import BulkDays, BulkLine

__all__ = ["WorkCalendar"]

# Wide enough for every case and deadline in practice; 41 years take some 20 ms to lay out, once.
_YEARS: Final = range(2000, 2041)


class WorkCalendar(DayCalendar):
    """Which days and hours are worked, over a span of whole years. Build it once; every question is then a look-up.

    Attributes:
        first, last: the days it covers.
        zone: where the office is; an instant belongs to the day it has there.
        assured_years: years whose decree is out; beyond them the days off are an estimate.
        hours: the office hours, None if it knows days only.
    """

    __slots__ = ("_bulk_days", "_bulk_line", "_line")

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
        """Lay out the days; the hours follow with the first question about them.

        Args:
            days_off: days that are not worked although their weekday is; the first of two on one day gives the name.
            years: the years to cover; gaps between them are filled.
            weekdays: the days of the week that are worked, 0 for Monday to 6 for Sunday. Default: those of *hours*,
                else Monday to Friday.
            zone: an IANA zone.
            assured_years: the years of which *days_off* is known to be complete.
            hours: the office hours; a day on which they are empty is not worked.

        Raises: ConfigError, if no weekday is worked, a weekday is not 0 to 6 or contradicts *hours*, no day is left,
            *years* is empty, or there is no such zone.
        """
        super().__init__(days_off, years=years, weekdays=weekdays, zone=zone, assured_years=assured_years, hours=hours)
        self._line: Line | None = None
        self._bulk_line: BulkLine | None = None
        self._bulk_days: BulkDays | None = None

    @classmethod
    def indonesia(
        cls,
        *,
        joint_leave_counts: bool = False,
        extra: Mapping[date, str] | None = None,
        area: str | None = None,
        late_decrees: Table | None = None,
        years: Collection[int] = _YEARS,
        weekdays: Collection[int] | None = None,
        zone: str = "Asia/Jakarta",
        hours: Hours | None = None,
    ) -> WorkCalendar:
        """The calendar of Indonesian government offices.

        Args:
            joint_leave_counts: True counts joint leave (cuti bersama) as worked. Whether SP4N's own counters skip it
                is not public; offices are closed, so the default skips it.
            extra: further days off of this office, with their names.
            area: also take the rows of *late_decrees* for this area.
            late_decrees: another table than the shipped one.
            years: the years to cover.
            weekdays: a six-day office that needs no hours passes ``range(6)``; one that does passes *hours*.
            zone: Asia/Jakarta (WIB), Asia/Makassar (WITA) or Asia/Jayapura (WIT).
            hours: the office hours. Default: ``Hours.perpres_21_2023()`` for a week from Monday to Friday, none for
                another week, whose hours no national rule sets.

        Raises: ConfigError, as the constructor; also for a year of which the ``holidays`` package knows nothing.
        """
        if not years:
            raise ConfigError("The working calendar covers no year: name at least one")
        span = range(min(years), max(years) + 1)
        days, assured = national_days_off(span, late_decrees=late_decrees, area=area, extra=extra)
        if hours is None and frozenset(MONDAY_TO_FRIDAY if weekdays is None else weekdays) == MONDAY_TO_FRIDAY:
            hours = Hours.perpres_21_2023()
        return cls(
            (off for off in days if not (joint_leave_counts and off.kind == "joint_leave")),
            years=span,
            weekdays=weekdays,
            zone=zone,
            assured_years=assured,
            hours=hours,
        )

    def working_seconds(self, a: datetime, b: datetime) -> float:
        """Working time from *a* to *b* in seconds, exact to the microsecond; for b before a it is negative.

        Raises: ValueError for a naive datetime, or outside the years of the calendar; ConfigError without hours.
        """
        line = self._line or self._lay_out()
        return (line.position(to_micros(b)) - line.position(to_micros(a))) / SECOND

    def add_seconds(self, a: datetime, seconds: float) -> datetime:
        """The first instant, in UTC, that is *seconds* of working time after *a*: the inverse of ``working_seconds``.

        An amount that fills a day ends at its closing time, not at the next opening; none at all ends at *a* itself.
        Raises: ValueError, if *seconds* is negative or no number, for a naive datetime, or outside the years of the
            calendar; ConfigError without hours.
        """
        line = self._line or self._lay_out()
        return from_micros(line.after(to_micros(a), _micros_of(seconds)))

    def explain_seconds(self, a: datetime, b: datetime) -> list[Stretch]:
        """Every stretch of office hours between two instants, and every day off between them by name.

        The last total equals ``working_seconds(a, b)``. Hours before opening, after closing and of breaks are left out.
        Raises: ValueError, if b lies before a, for a naive datetime, or outside the years of the calendar; ConfigError
            without hours.
        """
        line, start, end = self._line or self._lay_out(), to_micros(a), to_micros(b)
        if end < start:
            raise ValueError(f"cannot explain the hours from {a} back to {b}")
        for instant in (start, end):
            line.position(instant)
        assert self.hours is not None
        return explained_seconds(start, end, line=line, zone=self.zone, hours=self.hours, skipped=self._skipped)

    # Many at once. Instants are whole microseconds since 1970 UTC. Arrays are answered by numpy (the extra ``bulk``)
    # with an array, other sequences by the plain kernel with a list; both say the same.

    @overload
    def working_days_of(self, starts: Sequence[int], ends: Sequence[int]) -> list[int]: ...
    @overload
    def working_days_of(self, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]: ...
    def working_days_of(self, starts: Any, ends: Any) -> Any:
        """``working_days`` of the local dates of each pair of instants.

        Raises: ValueError, if the two differ in length, or outside the years of the calendar; TypeError for an array of
            anything but whole numbers.
        """
        if _plain(starts, ends):
            pairs = zip(map(self._local, starts), map(self._local, ends), strict=True)
            return [self.working_days(a, b) for a, b in pairs]
        from .bulk import as_pair

        return self.days_in_bulk().between(*as_pair(starts, ends))

    @overload
    def add_days_of(self, starts: Sequence[int], n: int) -> list[int]: ...
    @overload
    def add_days_of(self, starts: NDArray[np.int64], n: int) -> NDArray[np.int64]: ...
    def add_days_of(self, starts: Any, n: int) -> Any:
        """The end of the n-th working day after the local date of each instant: ``day_end`` of ``add_days``.

        Raises: as ``add_days``; TypeError for an array of anything but whole numbers.
        """
        if _plain(starts):
            return [to_micros(self.day_end(self.add_days(self._local(a), n))) for a in starts]
        from .bulk import as_instants

        return self.days_in_bulk().ends_after(as_instants(starts), at_least_one(n))

    @overload
    def working_seconds_of(self, starts: Sequence[int], ends: Sequence[int]) -> list[float]: ...
    @overload
    def working_seconds_of(self, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.float64]: ...
    def working_seconds_of(self, starts: Any, ends: Any) -> Any:
        """``working_seconds`` of each pair of instants.

        Raises: as ``working_days_of``; ConfigError without hours.
        """
        line = self._line or self._lay_out()
        if _plain(starts, ends):
            place = line.position
            return [(place(b) - place(a)) / SECOND for a, b in zip(starts, ends, strict=True)]
        from .bulk import as_pair

        return self._line_in_bulk().seconds(*as_pair(starts, ends))

    @overload
    def add_seconds_of(self, starts: Sequence[int], seconds: float) -> list[int]: ...
    @overload
    def add_seconds_of(self, starts: NDArray[np.int64], seconds: float) -> NDArray[np.int64]: ...
    def add_seconds_of(self, starts: Any, seconds: float) -> Any:
        """``add_seconds`` of each instant.

        Raises: as ``add_seconds``; TypeError for an array of anything but whole numbers.
        """
        line, amount = self._line or self._lay_out(), _micros_of(seconds)
        if _plain(starts):
            return [line.after(a, amount) for a in starts]
        from .bulk import as_instants

        return self._line_in_bulk().after(as_instants(starts), amount)

    def _skipped(self, day: date) -> Day | None:
        return None if self.is_working(day) else self._day(self._index(day), 0)

    def _local(self, micros: int) -> date:
        return from_micros(micros).astimezone(self.zone).date()

    def _wall(self) -> Wall:
        return Wall(self.zone, first=self.first, last=self.last)

    def _lay_out(self) -> Line:
        if self.hours is None:
            raise ConfigError(
                "This calendar counts days only: to count hours, build it with hours=Hours.perpres_21_2023() or with "
                "hours of your own"
            )
        days = (date.fromordinal(self._first + at) for at in self._working)
        opening = ((day.toordinal(), self.hours.on(day)) for day in days)
        self._line = lay_out(opening, self._wall(), first=self.first, last=self.last)
        return self._line

    def _line_in_bulk(self) -> BulkLine:
        if self._bulk_line is None:
            from .bulk import BulkLine

            self._bulk_line = BulkLine(self._line or self._lay_out())
        return self._bulk_line

    def days_in_bulk(self) -> BulkDays:
        """The days as tables, for whoever computes with arrays; needs numpy."""
        if self._bulk_days is None:
            from .bulk import BulkDays

            wall = self._wall()
            midnights = [wall.micros(self._first + at) for at in range(len(self._before))]
            self._bulk_days = BulkDays(self._before, self._working, midnights, steady=wall.steady)
        return self._bulk_days


def _plain(*given: object) -> bool:
    # An array is no Sequence, so numpy need not be loaded to tell.
    return all(isinstance(one, Sequence) for one in given)


def _micros_of(seconds: float) -> int:
    if not 0 <= seconds < float("inf"):
        raise ValueError(f"an amount of working time is at least 0 seconds, got {seconds}")
    return round(seconds * SECOND)
