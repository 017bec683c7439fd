"""What a card is put together from: the sums over the cases of a period or of a group.

For: :mod:`.scorecard`; :mod:`.listed` adds them up case by case, :mod:`.bulk` over arrays, with the same result.
Must not: measure, or divide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

from ..facts import Fact
from ..model import Bucket, Form, Kind
from ..sla import Clock, Outcome, Policy
from ..worktime import WorkCalendar
from .durations import Duration
from .inputs import Detail
from .period import Period
from .tally import Ratings, Tally

__all__ = ["REPORTED", "Parts", "Received", "Scale", "counted"]

REPORTED: Final = (Form.report, Form.letter, Form.visit)
"""A report that nobody classified is still one: LAPOR leaves the classification of many empty."""


def counted(fact: Fact) -> bool:
    """Say whether a case is part of ``total``."""
    return fact.kind.asks if fact.kind is not None else fact.form in REPORTED


@dataclass(frozen=True, slots=True)
class Scale:
    """By what all cards of one call are measured."""

    policy: Policy
    calendar: WorkCalendar
    now: datetime
    details: Mapping[str, Detail]
    unit_of: Callable[[str], str | None] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Sums over cases; the fields are those of a scorecard."""

    total: int
    channels: frozenset[str]
    buckets: Counter[Bucket]
    untriaged: int
    apart: Counter[Kind]
    outcomes: Mapping[Clock, Counter[Outcome]]
    since: Mapping[Clock, Counter[str]]
    tally: Tally
    spans: Mapping[str, Duration]
    ratings: Ratings
    topics: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])


class Received(Protocol):
    """What was received in a period: the cases that count, and what stands beside them."""

    def parts(self) -> Parts:
        """Add it up."""
        ...

    def channels(self) -> Sequence[str]:
        """The channels of all rows, sorted."""
        ...

    def split(self, by: str, months: Iterable[Period]) -> Mapping[str | None, Received]:
        """Part it by a dimension; *months* are there even where they are empty."""
        ...
