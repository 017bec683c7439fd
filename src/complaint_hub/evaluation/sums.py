"""Counts over the regular cases of a period as arrays: turns, answers, statuses, clocks. Needs numpy.

For: :mod:`.bulk`. What is counted, :mod:`.tally` says; this is the same, a million at a time.
Must not: be imported with the package; nor measure spans (see ``spans``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..facts.arrays import FactArrays
from ..model import Bucket, Form, Status
from ..sla import Outcome
from ..sla.arrays import DatedArrays
from ..sla.bulk import Outcomes
from .measured import SOCIAL
from .spans import Spanned, spanned
from .tally import UNJUDGED, Tally

__all__ = ["Regular", "Sums", "in_sums", "regular_of"]

_HANDLED = (Status.forwarded, Status.returned)
_ANSWERED = (Bucket.in_process, Bucket.finished)
_JUDGED = tuple(outcome for outcome in Outcome if outcome not in UNJUDGED)
_BITS = ("forwarded", "undisposed", "returned", "reopened", "social", "linked", "unanswered", "undated", "marked",
         "substantive")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Regular:
    """Measured regular cases.

    Attributes:
        bits: for each case which of ``_BITS`` hold.
        topics: the number of its category and kecamatan; *names* says which, None where it lacks one.
    """

    statuses: NDArray[np.uint8]
    bits: NDArray[np.uint16]
    outcomes: Outcomes
    spans: Mapping[str, Spanned]
    topics: NDArray[np.int32] | None
    names: tuple[tuple[str, str] | None, ...]

    def take(self, rows: NDArray[np.int64]) -> Regular:
        """Some of them."""
        return Regular(
            self.statuses.take(rows),
            self.bits.take(rows),
            self.outcomes.take(rows),
            {name: span.take(rows) for name, span in self.spans.items()},
            self.topics.take(rows) if self.topics is not None else None,
            self.names,
        )


@dataclass(frozen=True, slots=True)
class Sums:
    """Counts over regular cases."""

    tally: Tally
    buckets: Counter[Bucket]
    topics: Counter[tuple[str, str]]


def regular_of(arrays: DatedArrays, judged: Outcomes) -> Regular:
    """Measure regular cases."""
    topics, names = _topics(arrays)
    return Regular(arrays.statuses(), _bits(arrays), judged, spanned(arrays), topics, names)


def in_sums(regular: Regular) -> Sums:
    """Count them."""
    total = Tally(rows=regular.statuses.size)
    for place, name in enumerate(_BITS):
        setattr(total, name, int(np.count_nonzero(regular.bits & np.uint16(1 << place))))
    response = regular.spans["first_response"]
    total.answered = int(np.count_nonzero(response.known))
    total.within_one_day = int(np.count_nonzero(response.known & (response.working <= 1)))
    total.judged = regular.outcomes.with_any(*_JUDGED)
    total.unjudged = regular.outcomes.with_any(Outcome.unknown)
    total.overdue = regular.outcomes.with_any(Outcome.breached)
    buckets: Counter[Bucket] = Counter()
    found = np.bincount(regular.statuses, minlength=len(Status)).tolist()
    for status, n in zip(Status, found, strict=True):
        if n:
            buckets[status.bucket] += n
    topics: Counter[tuple[str, str]] = Counter()
    if regular.topics is not None:
        numbers = np.bincount(regular.topics, minlength=len(regular.names)).tolist()
        topics.update({name: n for name, n in zip(regular.names, numbers, strict=True) if n and name is not None})
    return Sums(total, buckets, topics)


def _bits(arrays: DatedArrays) -> NDArray[np.uint16]:
    forwarded, answered = arrays.known("forwarded"), arrays.known("first_human")
    handled = arrays.by_status(lambda s: s.bucket in _ANSWERED or s in _HANDLED)
    social = arrays.where("form", lambda value: value is not None and Form(value) in SOCIAL)
    waiting = arrays.by_status(lambda s: s.open and s is not Status.responded)
    in_hand = arrays.by_status(lambda s: s.bucket in _ANSWERED)
    marked = arrays.where("substantive", lambda value: value is not None) | arrays.known("first_substantive")
    normative = arrays.where("substantive", lambda value: value is not None and not value)
    # What has an answer of which the span is known is not undated; of a regular case none comes before its receipt.
    dated = answered & (arrays.instants("first_human") >= arrays.instants("received"))
    held = {
        "forwarded": forwarded,
        "undisposed": handled & ~forwarded,
        "returned": forwarded & arrays.flags("returned"),
        "reopened": arrays.flags("reopened"),
        "social": social,
        "linked": social & arrays.flags("linked"),
        "unanswered": social & waiting & ~answered,
        "undated": ~dated & (answered | in_hand),
        "marked": marked,
        "substantive": marked & ~normative,
    }
    bits = np.zeros(arrays.size, np.uint16)
    for place, name in enumerate(_BITS):
        bits |= held[name].astype(np.uint16) << np.uint16(place)
    return bits


def _topics(arrays: FactArrays) -> tuple[NDArray[np.int32] | None, tuple[tuple[str, str] | None, ...]]:
    """The number of each case's category and kecamatan, and what the numbers stand for; None where no case has both."""
    categories, category_of = arrays.coded("category")
    districts, district_of = arrays.coded("district")
    names = tuple(
        (str(c), str(d)) if c is not None and d is not None else None for c in category_of for d in district_of
    )
    if not any(names):
        return None, ()
    numbers = categories.astype(np.int32)
    numbers *= np.int32(len(district_of))
    numbers += districts.astype(np.int32, copy=False)
    return numbers, names
