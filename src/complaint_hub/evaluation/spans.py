"""Means and medians over arrays: what lies between two instants of each regular case. Needs numpy.

For: :mod:`.bulk`. What is measured, :mod:`.durations` says; this is the same, a million at a time, and as exact.
Must not: be imported with the package; nor turn what nobody recorded into zero days.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..facts import MILESTONES
from ..model import Bucket
from ..sla.arrays import DatedArrays
from .durations import DAY, Duration, Span
from .measured import STARTS, Measured

__all__ = ["Spanned", "spanned", "spans_of"]

_BLOCK: Final = 4_096
_NONE: Final = -1
_UNASKED: Final = -2
_RECEIVED: Final = ("received",)


@dataclass(frozen=True, slots=True)
class Spanned:
    """What lies between two instants of each case.

    Attributes:
        calendar: microseconds; -1 where there is no span.
        working: working days; -1 for a case that lacks an instant, -2 for one that is not asked.
        since: the place of the start in the span's starts; None where there is but one.
    """

    calendar: NDArray[np.int64]
    working: NDArray[np.int32]
    since: NDArray[np.int8] | None = None

    @property
    def known(self) -> NDArray[np.bool_]:
        """Which cases have both."""
        return self.working >= 0

    def take(self, rows: NDArray[np.int64]) -> Spanned:
        """Some of them."""
        since = self.since.take(rows) if self.since is not None else None
        return Spanned(self.calendar.take(rows), self.working.take(rows), since)


def spanned(arrays: DatedArrays) -> dict[str, Spanned]:
    """Measure every span of regular cases."""
    found = {
        "from_forwarded": _between(arrays, "forwarded", "followed_up"),
        "from_verified": _between(arrays, "verified", "first_human"),
        "first_response": _between(arrays, "received", "first_human"),
        "first_substantive": _between(arrays, "received", "first_substantive"),
        "completion": _between(
            arrays, "received", "last_resolved", where=arrays.by_status(lambda s: s.bucket is Bucket.finished)
        ),
        "backlog_age": _ages(arrays),
    }
    found["from_received"] = found["first_response"]
    found["follow_up"] = _follow_up(arrays, found)
    return found


def _between(arrays: DatedArrays, start: str, end: str, *, where: NDArray[np.bool_] | None = None) -> Spanned:
    known = arrays.known(start) & arrays.known(end)
    if not known.any():
        return _nothing(arrays.size, where)
    began, ended = arrays.instants(start), arrays.instants(end)
    known &= ended >= began
    if where is not None:
        known &= where
    lacking = ~known
    # Of what stands for "unknown" this makes nonsense, which is taken out again.
    calendar = ended - began
    working = arrays.steps(end) >> 1
    working -= arrays.steps(start) >> 1
    only_days = _only_days(arrays, start, end)
    if only_days is not None:
        rows = np.flatnonzero(known & only_days)
        calendar[rows] = (arrays.days(end, rows) - arrays.days(start, rows)) * DAY
    np.copyto(calendar, _NONE, where=lacking)
    np.copyto(working, np.int32(_NONE), where=lacking)
    if where is not None:
        np.copyto(working, np.int32(_UNASKED), where=~where)
    return Spanned(calendar, working)


def _nothing(size: int, where: NDArray[np.bool_] | None) -> Spanned:
    working = np.full(size, _NONE, np.int32)
    if where is not None:
        working[~where] = _UNASKED
    return Spanned(np.full(size, _NONE, np.int64), working)


def _only_days(arrays: DatedArrays, start: str, end: str) -> NDArray[np.bool_] | None:
    """Where only the date of one of both is known; None if of no case."""
    codes, values = arrays.coded("day_only")
    bits = 1 << MILESTONES.index(start) | 1 << MILESTONES.index(end)
    told = [bool(int(value) & bits) for value in values]
    return np.array(told, np.bool_).take(codes) if any(told) else None


def _ages(arrays: DatedArrays) -> Spanned:
    """How long open cases have been waiting; one received after the moment of judging waits since then."""
    found = _nothing(arrays.size, np.zeros(arrays.size, np.bool_))
    rows = np.flatnonzero(arrays.by_status(lambda s: s.open))
    found.calendar[rows] = np.maximum(arrays.now - arrays.instants("received").take(rows), 0)
    since = arrays.steps("received").take(rows) >> 1
    found.working[rows] = np.maximum(np.int32(arrays.now_steps >> 1) - since, 0)
    return found


def _follow_up(arrays: DatedArrays, found: Mapping[str, Spanned]) -> Spanned:
    """By the disposition where there is one, else by verification, else by receipt."""
    first, second, third = (found[f"from_{start}"] for start in STARTS)
    rows = np.flatnonzero(~arrays.known("forwarded"))
    calendar, working = first.calendar, first.working
    since = np.zeros(arrays.size, np.int8)
    if rows.size:
        verified = arrays.known("verified").take(rows)
        calendar, working = calendar.copy(), working.copy()
        calendar[rows] = np.where(verified, second.calendar.take(rows), third.calendar.take(rows))
        working[rows] = np.where(verified, second.working.take(rows), third.working.take(rows))
        since[rows] = np.where(verified, np.int8(1), np.int8(2))
    return Spanned(calendar, working, since)


def spans_of(regular: Mapping[str, Spanned], others: Sequence[Measured]) -> dict[str, Duration]:
    """Means and medians by the names that a scorecard gives them, of regular cases and of *others*."""
    found: dict[str, Duration] = {}
    for name in _ASKED:
        both = _both(regular[name], others, name)
        found[f"mean_{name}"], found[f"median_{name}"] = both.mean(), both.median()
    return found | {
        f"from_{start}": _both(regular[f"from_{start}"], others, f"from_{start}").mean() for start in STARTS
    }


_ASKED: Final[Mapping[str, Callable[[Measured], Span | None]]] = {
    "follow_up": lambda case: case.follow_up,
    "completion": lambda case: case.completion,
    "first_response": lambda case: case.first_response,
    "first_substantive": lambda case: case.first_substantive,
    "backlog_age": lambda case: case.age,
}


def _asked(case: Measured, name: str) -> bool:
    """Whether a case that lacks this span counts as missing."""
    if name == "completion":
        return case.fact.status.bucket is Bucket.finished
    return name != "backlog_age" or case.age is not None


def _both(regular: Spanned, others: Sequence[Measured], name: str) -> _Sums:
    counts = _counts(regular.working)
    lacking = counts.pop(_UNASKED, 0)
    missing = counts.pop(_NONE, 0)
    lacking += missing
    n = regular.working.size - lacking
    starts = STARTS if name == "follow_up" else (name.removeprefix("from_"),) if name.startswith("from_") else _RECEIVED
    since = {starts[0]: n} if regular.since is None else _since(regular, starts)
    asked = [_span_of(case, name) for case in others if _asked(case, name)]
    spans = [span for span in asked if span is not None]
    for span in spans:
        since[span.since] += 1
        counts[span.working] += 1
    calendar = regular.calendar
    if spans:
        calendar = np.concatenate((calendar, np.array([span.calendar for span in spans], np.int64)))
    return _Sums(calendar, lacking, counts, since, missing + len(asked) - len(spans))


def _counts(working: NDArray[np.int32]) -> Counter[int]:
    """How many cases took how many working days; spans are few hundred days, so that a table is short."""
    found = np.bincount(working - np.int32(_UNASKED)).tolist()
    return Counter({days: n for days, n in enumerate(found, start=_UNASKED) if n})


def _since(regular: Spanned, starts: Sequence[str]) -> dict[str, int]:
    assert regular.since is not None
    known = regular.known
    return {name: int(np.count_nonzero(known & (regular.since == at))) for at, name in enumerate(starts)}


def _span_of(case: Measured, name: str) -> Span | None:
    return case.starts[name.removeprefix("from_")] if name.startswith("from_") else _ASKED[name](case)


@dataclass(frozen=True, slots=True)
class _Sums:
    """The spans of cases.

    Attributes:
        calendar: microseconds; *lacking* of them are -1.
        working: how many cases took how many working days.
    """

    calendar: NDArray[np.int64]
    lacking: int
    working: Counter[int]
    since: Mapping[str, int]
    missing: int

    def mean(self) -> Duration:
        """As ``durations.Spans.mean``."""
        n = self.calendar.size - self.lacking
        if not n:
            return Duration(None, None, self.since, 0, self.missing)
        calendar = _sum(self.calendar) + self.lacking
        working = sum(days * cases for days, cases in self.working.items())
        return Duration(calendar / (n * DAY), working / n, self.since, n, self.missing)

    def median(self) -> Duration:
        """As ``durations.Spans.median``."""
        n = self.calendar.size - self.lacking
        if not n:
            return Duration(None, None, self.since, 0, self.missing)
        days = sorted(self.working)
        through = list(accumulate(self.working[day] for day in days))
        lower, upper = (days[bisect_right(through, place)] for place in ((n - 1) // 2, n // 2))
        working = float((lower + upper) / 2)
        return Duration(_median(self.calendar, self.lacking) / DAY, working, self.since, n, self.missing)


def _sum(values: NDArray[np.int64]) -> int:
    """The exact sum, which may need more than 64 bits."""
    if int(values.max()) >= 2**63 // _BLOCK:
        return sum(values.tolist())
    return sum(np.add.reduceat(values, np.arange(0, values.size, _BLOCK)).tolist())


def _median(values: NDArray[np.int64], lacking: int) -> float:
    """The exact median of all but the *lacking* ones, which are negative; between two middle ones their mean."""
    # Left in, they would cost dear: a partition of many equal values takes ten times as long.
    told = values.take(np.flatnonzero(values >= 0)) if lacking else values
    upper = told.size // 2
    parted = np.partition(told, upper)
    if told.size % 2:
        return int(parted[upper])
    return (int(parted[:upper].max()) + int(parted[upper])) / 2
