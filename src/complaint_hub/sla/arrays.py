"""Columns of facts as arrays, with the place of each instant among the working days of a calendar. Needs numpy.

For: :mod:`.bulk`, and the scorecard, which shares what was computed for the clocks.
Must not: be imported with the package; nor know a rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..facts import MILESTONES, Facts, in_micros
from ..facts.arrays import FactArrays, looked_up
from ..model import Status
from ..worktime import WorkCalendar

__all__ = ["NOBODY", "DatedArrays", "parted"]

NOBODY: Final = -1
"""The place of no milestone."""
_Flags: TypeAlias = NDArray[np.bool_]


def parted(facts: Facts) -> tuple[Mapping[str, Sequence[object]], Facts]:
    """The columns of the regular cases, and the others as facts."""
    arrays = FactArrays(facts.columns)
    flags = arrays.flags("irregular")
    if not flags.any():
        return facts.columns, Facts(dict.fromkeys(facts.columns, ()), facts.irregular)
    others = Facts(arrays.subset(np.flatnonzero(flags)), facts.irregular)
    return arrays.subset(np.flatnonzero(~flags)), others


class DatedArrays(FactArrays):
    """Columns of facts as arrays, and where their instants lie among the working days."""

    __slots__ = ("_days", "_firsts", "_statuses", "_steps", "now", "now_steps", "total")

    def __init__(self, columns: Mapping[str, Sequence[object]], *, calendar: WorkCalendar, now: datetime) -> None:
        """Take the columns of facts, and the moment to judge."""
        super().__init__(columns)
        self._days = calendar.days_in_bulk()
        self._steps: dict[str, NDArray[np.int32]] = {}
        self._firsts: dict[tuple[str, ...], tuple[NDArray[np.int32], NDArray[np.int8]]] = {}
        self._statuses: NDArray[np.uint8] | None = None
        self.total = self._days.total
        self.now = in_micros(now.astimezone(UTC))
        self.now_steps = int(self._days.steps(np.array([self.now]), np.ones(1, np.bool_))[0])

    def steps(self, name: str) -> NDArray[np.int32]:
        """See :meth:`~complaint_hub.worktime.bulk.BulkDays.steps`."""
        if name not in self._steps:
            self._steps[name] = self._days.steps(self.instants(name), self.known(name))
        return self._steps[name]

    def first_known(self, names: tuple[str, ...]) -> tuple[NDArray[np.int32], NDArray[np.int8]]:
        """The steps of the first of these milestones that is known, and its place in ``MILESTONES`` or ``NOBODY``."""
        if names not in self._firsts:
            self._firsts[names] = self._first_known(names)
        return self._firsts[names]

    def _first_known(self, names: tuple[str, ...]) -> tuple[NDArray[np.int32], NDArray[np.int8]]:
        told, steps = self.known(names[0]), self.steps(names[0])
        place = np.where(told, np.int8(MILESTONES.index(names[0])), np.int8(NOBODY))
        for name in names[1:]:
            if told.all():
                break
            wanted = self.known(name) & ~told
            steps = np.where(wanted, self.steps(name), steps)
            np.copyto(place, np.int8(MILESTONES.index(name)), where=wanted)
            told = told | wanted
        return steps, place

    def extremes(self, name: str) -> tuple[int, ...]:
        """The first and the last of a milestone's instants; () where none is known."""
        told, known = self.instants(name), self.known(name)
        if not known.any():
            return ()
        # What stands for "unknown" is less than any instant; as a number without a sign it is more than those from 1970
        # on, which spares a copy.
        unsigned = told.view(np.uint64).min()
        least = told[known].min() if int(np.count_nonzero(told < 0)) > known.size - int(known.sum()) else unsigned
        return int(least), int(told.max())

    def days(self, name: str, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """The numbers of the local days of some rows, each of which has that instant."""
        return self._days.days(self.instants(name).take(rows))

    def statuses(self) -> NDArray[np.uint8]:
        """The status of each row, by its place in ``Status``."""
        if self._statuses is None:
            codes, values = self.coded("status")
            order = {str(status): place for place, status in enumerate(Status)}
            self._statuses = looked_up(np.array([order[str(value)] for value in values], np.uint8), codes)
        return self._statuses

    def by_status(self, says: Callable[[Status], bool]) -> _Flags:
        """Where the status is one of those."""
        return looked_up(np.array([says(status) for status in Status], np.bool_), self.statuses())
