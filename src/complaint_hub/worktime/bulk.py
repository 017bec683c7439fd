"""The kernel over numpy arrays: the same line, read at millions of instants.

For: the calendar, when it is given arrays. Nothing else imports this module, because it imports numpy (the extra
``bulk``).
Must not: answer anything that the plain kernel answers otherwise; a test compares them on every edge.

The line is cut into cells of equal length that no opening or closing falls into. The cell of an instant is then one
division, where a search would have to compare some sixteen times; blocks of a few thousand instants stay in the
processor's cache.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from .kernel import DAY, SECOND, Line

__all__ = ["BulkDays", "BulkLine", "as_pair", "as_instants"]

Ints: TypeAlias = NDArray[np.int64]

_BLOCK: Final = 8_192
# Below five minutes the cells of 41 years would take more memory than the search that they spare is worth.
_SHORTEST: Final = 300 * SECOND


def as_instants(given: Any, name: str = "starts") -> Ints:
    """The instants as int64. Raises: TypeError for anything but whole numbers."""
    array = np.asarray(given)
    if array.dtype.kind not in "iu" and array.size:
        raise TypeError(f"{name} must be whole microseconds since 1970 UTC, as int64, got {array.dtype}")
    return array.astype(np.int64, copy=False)


def as_pair(starts: Any, ends: Any) -> tuple[Ints, Ints]:
    """Both ends, of equal shape. Raises: TypeError, as above; ValueError, if the shapes differ."""
    a, b = as_instants(starts), as_instants(ends, "ends")
    if a.shape != b.shape:
        raise ValueError(f"starts and ends must pair up, got {a.shape} and {b.shape}")
    return a, b


class BulkLine:
    """The line of working time over arrays."""

    __slots__ = ("_cell", "_done", "_edges", "_line", "_next")

    def __init__(self, line: Line) -> None:
        self._line = line
        self._edges = np.array(line.edges, np.int64)
        self._done = np.array(line.done, np.int64)
        cell = int(np.gcd.reduce(np.diff(self._edges)))
        self._cell = 0
        self._next = self._done[1:]
        if cell >= _SHORTEST:
            grid = np.arange(line.edges[0], line.edges[-1] + cell, cell, dtype=np.int64)
            done = self._positions(grid)
            self._done, self._cell = np.append(done, done[-1]), cell
            self._next = self._done[1:]

    def seconds(self, starts: Ints, ends: Ints) -> NDArray[np.float64]:
        """Working seconds from each start to its end, negative where it lies before."""
        found = np.empty(starts.shape, np.float64)
        flat, a, b = found.reshape(-1), starts.reshape(-1), ends.reshape(-1)
        for block in _blocks(flat.size):
            done = self._checked(b[block])
            done -= self._checked(a[block])
            np.divide(done, SECOND, out=flat[block])
        return found

    def after(self, starts: Ints, amount: int) -> Ints:
        """The first instant at or after each start at which *amount* more is done."""
        if not starts.size:
            return starts.copy()
        edges, done = np.array(self._line.edges, np.int64), np.array(self._line.done[:-1], np.int64)
        target = self._checked(starts) + amount
        if not amount:
            return starts.copy()
        at = np.searchsorted(done, target, side="left")
        if (late := int(at.argmax())) >= 0 and at.flat[late] >= done.size:
            raise self._line.too_far(int(starts.flat[late]), amount)
        ends: Ints = edges[at] - done[at] + target
        return ends

    def _checked(self, instants: Ints) -> Ints:
        for extreme in (int(instants.min()), int(instants.max())):
            if not self._line.edges[0] <= extreme <= self._line.edges[-1]:
                raise self._line.outside(extreme)
        return self._positions(instants)

    def _positions(self, instants: Ints) -> Ints:
        if self._cell:
            rest = instants - self._line.edges[0]
            # Not negative by now, and unsigned division is the faster one.
            at = (rest.view(np.uint64) // np.uint64(self._cell)).view(np.int64)
            rest -= at * self._cell
        else:
            at = np.searchsorted(self._edges, instants, side="right") - 1
            rest = instants - self._edges[at]
        rest += self._done.take(at)
        return np.minimum(rest, self._next.take(at), out=rest)


class BulkDays:
    """The days of a calendar over arrays of instants."""

    __slots__ = ("_before", "_midnights", "_steady", "_steps", "_working")

    def __init__(self, before: list[int], working: list[int], midnights: list[int], *, steady: bool) -> None:
        """Take the calendar's own tables.

        Args:
            before: working days before each day, and after the last.
            working: the index of each working day.
            midnights: the instant at which each day begins, and at which the last is over.
            steady: every day has 24 hours.
        """
        self._before = np.array(before, np.int64)
        self._working = np.array(working, np.int64)
        self._midnights = np.array(midnights, np.int64)
        self._steady = steady
        through = self._before[1:]
        self._steps = (2 * through + (through == self._before[:-1])).astype(np.int32)

    @property
    def total(self) -> int:
        """How many working days the calendar has."""
        return self._working.size

    def steps(self, instants: Ints, known: NDArray[np.bool_]) -> NDArray[np.int32]:
        """Twice the working days of the calendar up to each local day, and one more on a day off.

        So of two instants ``(steps[b] >> 1) - (steps[a] >> 1)`` is ``working_days``, and b lies past the end of the
        n-th working day after a where ``steps[b] - (steps[a] & ~1) > 2 * n``.

        Args:
            known: where there is an instant; what stands elsewhere has no meaning.
        """
        found = np.empty(instants.shape, np.int32)
        everywhere, first = bool(known.all()), self._midnights[0]
        for block in _blocks(instants.size):
            these = instants[block] if everywhere else np.where(known[block], instants[block], first)
            # Not out of bounds, since the days were checked; to "clip" is the quicker way to write in place.
            self._steps.take(self._day(these), out=found[block], mode="clip")
        return found

    def days(self, instants: Ints) -> Ints:
        """The number of each local day, from 0 for the first of the calendar."""
        return self._day(instants) if instants.size else instants.copy()

    def between(self, starts: Ints, ends: Ints) -> Ints:
        """Working dates d with start < d <= end."""
        found = np.empty(starts.shape, np.int64)
        flat, a, b = found.reshape(-1), starts.reshape(-1), ends.reshape(-1)
        through = self._before[1:]
        for block in _blocks(flat.size):
            np.subtract(through.take(self._day(b[block])), through.take(self._day(a[block])), out=flat[block])
        return found

    def ends_after(self, starts: Ints, n: int) -> Ints:
        """The end of the n-th working day after each start."""
        if not starts.size:
            return starts.copy()
        position = self._before[1:].take(self._day(starts)) + (n - 1)
        if int(position.max()) >= self._working.size:
            raise ValueError(
                f"{n} working days after the latest start lie past the end of the calendar: "
                "build it with years=range(first, last + 1)"
            )
        ends: Ints = self._midnights[self._working[position] + 1]
        return ends

    def _day(self, instants: Ints) -> Ints:
        first, last = int(self._midnights[0]), int(self._midnights[-1])
        for extreme in (int(instants.min()), int(instants.max())):
            # The instant at which the last day is over belongs to no day of the calendar.
            if not first <= extreme < last:
                raise Line((), first=first, last=last).outside(extreme)
        if not self._steady:
            return np.searchsorted(self._midnights, instants, side="right") - 1
        since = instants - first
        return (since.view(np.uint64) // np.uint64(DAY)).view(np.int64)


def _blocks(size: int) -> Iterator[slice]:
    return (slice(at, at + _BLOCK) for at in range(0, size, _BLOCK))
