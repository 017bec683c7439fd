"""Section "Tren": cases received, cases ended, and the backlog at the end of each of twelve months.

For: ``gather``.
Must not: guess when a case ended: one that nobody dated is counted as received, and beside, but in no backlog.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

from .seen import Seen
from .values import MonthLine, Trend

__all__ = ["trend"]

_MONTHS = 12


def trend(seen: Seen) -> Trend:
    """Count by month, all channels; the last month reaches up to the day of the page."""
    month = _Months()
    came: Counter[int] = Counter()
    undated: Counter[int] = Counter()
    ended: Counter[int] = Counter()
    ends = seen.instants("ended")
    for place, _ in seen.counted():
        received = month.of(seen.received[place])
        came[received] += 1
        if seen.open[place]:
            continue
        at = ends[place]
        if at is None:
            undated[received] += 1
        else:
            # A date that a file has wrong must not end a case before it came.
            ended[max(received, month.of(seen.days(at)))] += 1
    last = month.of(seen.today)
    first = last - _MONTHS + 1
    backlog = sum((came[m] - undated[m]) for m in came if m < first) - sum(n for m, n in ended.items() if m < first)
    months: list[MonthLine] = []
    for m in range(first, last + 1):
        backlog += came[m] - undated[m] - ended[m]
        begins = date(m // 12, m % 12 + 1, 1)
        months.append(MonthLine(first=begins, received=came[m], ended=ended[m], backlog=backlog))
    return Trend(months=tuple(months), undated=sum(n for m, n in undated.items() if m >= first))


class _Months:
    """The number of the month that a day lies in, from year 0."""

    def __init__(self) -> None:
        self._known: dict[int, int] = {}

    def of(self, day: int) -> int:
        found = self._known.get(day)
        if found is None:
            told = date.fromordinal(day)
            found = self._known[day] = told.year * 12 + told.month - 1
        return found
