"""Means and medians over arrays: what lies between two instants of each regular case. Needs numpy.

For: :mod:`.bulk`. What is measured, :mod:`.durations` says; this is the same, a million at a time, and as exact.
Must not: be imported with the package; nor turn what nobody recorded into zero days.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

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
        calendar: microseconds.
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
    began, ended = arrays.instants(start), arrays.instants(end)
    known &= ended >= began
    # Of what stands for "unknown" this makes nonsense, which is not looked at.
    calendar = ended - began
    working = np.where(known, (arrays.steps(end) >> 1) - (arrays.steps(start) >> 1), np.int32(_NONE))
    only_days = _only_days(arrays, start, end)
    if only_days is not None:
        rows = np.flatnonzero(known & only_days)
        calendar[rows] = (arrays.days(end, rows) - arrays.days(start, rows)) * DAY
    if where is not None:
        np.copyto(working, np.int32(_UNASKED), where=~where)
    return Spanned(calendar, working)


def _only_days(arrays: DatedArrays, start: str, end: str) -> NDArray[np.bool_] | None:
    """Where only the date of one of both is known; None if of no case."""
    codes, values = arrays.coded("day_only")
    bits = 1 << MILESTONES.index(start) | 1 << MILESTONES.index(end)
    told = [bool(int(value) & bits) for value in values]
    return np.array(told, np.bool_).take(codes) if any(told) else None


def _ages(arrays: DatedArrays) -> Spanned:
    """How long open cases have been waiting; one received after the moment of judging waits since then."""
    is_open = arrays.by_status(lambda s: s.open)
    began = arrays.instants("received")
    working = np.int32(arrays.now_steps >> 1) - (arrays.steps("received") >> 1)
    np.maximum(working, 0, out=working)
    np.copyto(working, np.int32(_UNASKED), where=~is_open)
    return Spanned(np.maximum(arrays.now - began, 0), working)


def _follow_up(arrays: DatedArrays, found: Mapping[str, Spanned]) -> Spanned:
    """By the disposition where there is one, else by verification, else by receipt."""
    forwarded, verified = arrays.known("forwarded"), arrays.known("verified")
    if forwarded.all():
        return Spanned(
            found["from_forwarded"].calendar, found["from_forwarded"].working, np.zeros(arrays.size, np.int8)
        )
    since = np.where(forwarded, np.int8(0), np.where(verified, np.int8(1), np.int8(2)))
    by = [found[f"from_{start}"] for start in STARTS]
    calendar = np.where(forwarded, by[0].calendar, np.where(verified, by[1].calendar, by[2].calendar))
    working = np.where(forwarded, by[0].working, np.where(verified, by[1].working, by[2].working))
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
    known = regular.known
    n = int(np.count_nonzero(known))
    whole = n == known.size
    calendar = regular.calendar if whole else regular.calendar[known]
    working = regular.working if whole else regular.working[known]
    missing = int(np.count_nonzero(regular.working == _NONE))
    starts = STARTS if name == "follow_up" else (name.removeprefix("from_"),) if name.startswith("from_") else _RECEIVED
    if regular.since is None:
        counted = [n]
    else:
        counted = np.bincount(regular.since if whole else regular.since[known], minlength=len(starts)).tolist()
    since = dict(zip(starts, counted, strict=True))
    asked = [_span_of(case, name) for case in others if _asked(case, name)]
    spans = [span for span in asked if span is not None]
    for span in spans:
        since[span.since] += 1
    if spans:
        calendar = np.concatenate((calendar, np.array([span.calendar for span in spans], np.int64)))
        working = np.concatenate((working, np.array([span.working for span in spans], np.int32)))
    return _Sums(calendar, working, since, missing + len(asked) - len(spans))


def _span_of(case: Measured, name: str) -> Span | None:
    return case.starts[name.removeprefix("from_")] if name.startswith("from_") else _ASKED[name](case)


@dataclass(frozen=True, slots=True)
class _Sums:
    """The spans of the cases that have one."""

    calendar: NDArray[np.int64]
    working: NDArray[np.int32]
    since: Mapping[str, int]
    missing: int

    def mean(self) -> Duration:
        n = self.calendar.size
        if not n:
            return Duration(None, None, self.since, 0, self.missing)
        working = int(self.working.sum(dtype=np.int64))
        return Duration(_sum(self.calendar) / (n * DAY), working / n, self.since, n, self.missing)

    def median(self) -> Duration:
        n = self.calendar.size
        if not n:
            return Duration(None, None, self.since, 0, self.missing)
        working = float(_median(self.working))
        return Duration(_median(self.calendar) / DAY, working, self.since, n, self.missing)


def _sum(values: NDArray[np.int64]) -> int:
    """The exact sum, which may need more than 64 bits."""
    if int(values.max()) >= 2**63 // _BLOCK:
        return sum(values.tolist())
    return sum(np.add.reduceat(values, np.arange(0, values.size, _BLOCK)).tolist())


def _median(values: NDArray[Any]) -> float:
    """The exact median of whole numbers; between two middle ones their mean."""
    upper = values.size // 2
    parted = np.partition(values, upper)
    if values.size % 2:
        return int(parted[upper])
    return (int(parted[:upper].max()) + int(parted[upper])) / 2
