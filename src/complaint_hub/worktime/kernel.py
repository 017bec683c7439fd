"""The kernel of working time: one line that rises while the office is open and is level while it is closed.

For: the calendar. Everything is a whole number of microseconds since 1970 UTC, so nothing is ever rounded; arrays take
the same line (see ``bulk``).
Must not: know a holiday or an office; it is given the opening hours of each day.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from .hours import Seconds

__all__ = ["DAY", "SECOND", "Line", "Wall", "from_micros", "lay_out", "to_micros"]

SECOND: Final = 1_000_000
DAY: Final = 86_400 * SECOND

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY: Final = date(1970, 1, 1).toordinal()
_MICROSECOND: Final = timedelta(microseconds=1)


def to_micros(moment: datetime) -> int:
    """Microseconds since 1970 UTC. Raises: ValueError for a naive datetime."""
    try:
        return (moment - _EPOCH) // _MICROSECOND
    except TypeError:
        raise ValueError(f"an aware instant is needed, got {moment!r}: say its zone") from None


def from_micros(micros: int) -> datetime:
    """The aware UTC instant."""
    return _EPOCH + micros * _MICROSECOND


class Line:
    """How much working time is done at each instant of the calendar.

    Attributes:
        edges: the instants at which it bends, from the calendar's first to its last.
        done: the working time done at each edge, and the last of them once more.
    """

    __slots__ = ("done", "edges")

    def __init__(self, spans: Iterable[tuple[int, int]], *, first: int, last: int) -> None:
        """Add up the opening hours, in order, that lie between *first* and *last*."""
        self.edges, self.done = [first], [0]
        for start, end in spans:
            self.edges += (start, end)
            self.done += (self.done[-1], self.done[-1] + end - start)
        self.edges.append(last)
        # Twice, so that the last instant has a right-hand end as well.
        self.done += (self.done[-1], self.done[-1])

    def position(self, instant: int) -> int:
        """The working time done at *instant*. Raises: ValueError, outside the calendar."""
        edges, done = self.edges, self.done
        if not edges[0] <= instant <= edges[-1]:
            raise self.outside(instant)
        at = bisect_right(edges, instant) - 1
        # Past an open edge it rises with the clock, past a closed one the next edge holds it down.
        rising = done[at] + instant - edges[at]
        level = done[at + 1]
        return rising if rising < level else level

    def after(self, instant: int, amount: int) -> int:
        """The first instant, *instant* or later, at which *amount* more is done: the exact inverse.

        An amount that ends a day ends at its closing time, not at the next opening.
        Raises: ValueError, outside the calendar.
        """
        target = self.position(instant) + amount
        if not amount:
            return instant
        at = bisect_left(self.done, target)
        if at >= len(self.edges):
            raise self.too_far(instant, amount)
        return self.edges[at] - self.done[at] + target

    def outside(self, instant: int) -> ValueError:
        """What to say of an instant that the calendar does not cover."""
        first, last = from_micros(self.edges[0]), from_micros(self.edges[-1])
        return ValueError(
            f"{_told(instant)} lies outside the calendar, {first} to {last}: build it with years=range(first, last + 1)"
        )

    def too_far(self, instant: int, amount: int) -> ValueError:
        """What to say of an amount that is over only after the calendar."""
        return ValueError(
            f"{amount / SECOND:.15g} working seconds after {_told(instant)} lie past {from_micros(self.edges[-1])}, "
            "the end of the calendar: build it with years=range(first, last + 1)"
        )


def _told(micros: int) -> str:
    try:
        return str(from_micros(micros))
    except OverflowError:
        return f"the instant {micros} (microseconds since 1970)"


class Wall:
    """Local times of one zone as instants; a zone that never changes its clock is only an addition."""

    __slots__ = ("_offset", "_zone")

    def __init__(self, zone: ZoneInfo, *, first: date, last: date) -> None:
        self._zone = zone
        day, until = datetime(first.year, first.month, first.day, tzinfo=UTC), last.toordinal()
        offsets: set[timedelta | None] = set()
        while day.toordinal() <= until and len(offsets) < 2:
            offsets.add(day.astimezone(zone).utcoffset())
            day += timedelta(days=1)
        (only, *more) = offsets
        self._offset = None if more or only is None else only // _MICROSECOND

    @property
    def steady(self) -> bool:
        """Whether every local day has 24 hours."""
        return self._offset is not None

    def micros(self, ordinal: int, seconds: int = 0) -> int:
        """The instant of *seconds* after midnight, as the clock on the wall shows them, of a day's ordinal."""
        if self._offset is not None:
            return (ordinal - _EPOCH_DAY) * DAY + seconds * SECOND - self._offset
        shown = datetime.fromordinal(ordinal) + timedelta(seconds=seconds)
        return to_micros(shown.replace(tzinfo=self._zone))


def lay_out(opening: Iterable[tuple[int, Seconds]], wall: Wall, *, first: date, last: date) -> Line:
    """The line of a calendar from *first* to *last*.

    Args:
        opening: the ordinal of each working day, in order, and its hours.
        wall: the office's clock.
    """
    spans = (
        (wall.micros(ordinal, start), wall.micros(ordinal, end))
        for ordinal, intervals in opening
        for start, end in intervals
    )
    # On the night of a change of the clock, hours can vanish: they are then no working time.
    return Line(
        (span for span in spans if span[0] < span[1]),
        first=wall.micros(first.toordinal()),
        last=wall.micros(last.toordinal() + 1),
    )
