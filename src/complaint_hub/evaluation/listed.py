"""What was received in a period, case by case: the plain way, which needs nothing but Python.

For: :mod:`.scorecard`, where there is no numpy, few cases, or a policy that arrays cannot count.
Must not: say anything that :mod:`.bulk` says otherwise; a test compares them on random histories.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from ..facts import Fact, Facts
from ..model import Kind
from .measured import Measured, measure
from .parts import Parts, Scale, counted
from .period import Period
from .tally import durations, in_time, rated, tally, topics

__all__ = ["Listed", "listed"]


@dataclass(frozen=True, slots=True)
class Listed:
    """Measured cases that count, and the facts of what stands beside them."""

    scale: Scale
    cases: list[Measured]
    beside: list[Fact]

    def parts(self) -> Parts:
        """Add them up."""
        facts = [case.fact for case in self.cases]
        outcomes, since = in_time(self.cases)
        praised = chain(facts, (fact for fact in self.beside if fact.kind is not Kind.spam))
        details = self.scale.details
        return Parts(
            total=len(facts),
            channels=frozenset(fact.channel for fact in facts),
            buckets=Counter(fact.status.bucket for fact in facts),
            untriaged=sum(fact.kind is None for fact in self.beside),
            apart=Counter(fact.kind for fact in self.beside if fact.kind is not None),
            outcomes=outcomes,
            since=since,
            tally=tally(self.cases),
            spans=durations(self.cases),
            ratings=rated((fact, details.get(fact.id)) for fact in praised),
            topics=topics(self.cases),
        )

    def channels(self) -> list[str]:
        """The channels of all rows, sorted."""
        told = chain.from_iterable(case.turns.channels for case in self.cases if case.turns is not None)
        return sorted({*told, *(case.fact.channel for case in self.cases), *(fact.channel for fact in self.beside)})

    def split(self, by: str, months: Iterable[Period]) -> Mapping[str | None, Listed]:
        """Part them; what nobody has triaged makes no group of its own without a name."""
        parts: dict[str | None, Listed] = {}
        if by == "month":
            parts |= {month.code: Listed(self.scale, [], []) for month in months}
        for case in self.cases:
            parts.setdefault(_key_of(case.fact, by, self.scale), Listed(self.scale, [], [])).cases.append(case)
        for fact in self.beside:
            key = _key_of(fact, by, self.scale)
            if key is not None or None in parts:
                parts.setdefault(key, Listed(self.scale, [], [])).beside.append(fact)
        return parts


def listed(facts: Facts, period: Period, scale: Scale) -> Listed:
    """Take the cases of a period, and measure the ones that count."""
    chosen: list[Fact] = []
    beside: list[Fact] = []
    for fact in facts.rows():
        if scale.calendar.local_day(fact.received) in period:
            (chosen if counted(fact) else beside).append(fact)
    return Listed(scale, measure(chosen, facts, scale=scale), beside)


def _key_of(fact: Fact, by: str, scale: Scale) -> str | None:
    """The group of a case in a dimension."""
    if by == "month":
        day = scale.calendar.local_day(fact.received)
        return f"{day.year}-{day.month:02}"
    key: str | None = getattr(fact, by)
    return (scale.unit_of(key) or key) if by == "unit" and key is not None and scale.unit_of is not None else key
