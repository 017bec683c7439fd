"""What was received in a period, over arrays: a million cases in the time that Python takes for some thousands.

For: :mod:`.scorecard`, where numpy is there and the policy can be counted over arrays. Irregular cases are measured one
by one (see ``measured``) and their sums are added.
Must not: be imported with the package, because it imports numpy; nor say anything that :mod:`.listed` says otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from itertools import chain
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..facts import Facts, in_micros
from ..facts.arrays import FactArrays
from ..model import Form, Kind
from ..sla.arrays import DatedArrays
from ..sla.bulk import countable, outcomes
from ..worktime import WorkCalendar
from .measured import Measured, measure
from .parts import REPORTED, Parts, Scale
from .period import Period
from .spans import spans_of
from .sums import Regular, in_sums, regular_of
from .tally import Ratings, in_time, tally, topics

__all__ = ["Tabled", "tabled"]

_Rows: TypeAlias = NDArray[np.int64]
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Tabled:
    """What was received, as rows of the facts.

    Attributes:
        arrays: all facts.
        regular: the regular cases that count, measured; *rows* are theirs.
        others: the irregular cases that count; *places* are their rows.
        beside: rows of what does not count.
    """

    scale: Scale
    arrays: FactArrays
    regular: Regular
    rows: _Rows
    others: list[Measured]
    places: _Rows
    beside: _Rows

    def parts(self) -> Parts:
        """Add it up."""
        counts, extra = in_sums(self.regular), tally(self.others)
        told, started = in_time(self.others)
        found, since = self.regular.outcomes.counts(), self.regular.outcomes.starts()
        for clock, numbers in found.items():
            told[clock].update(numbers)
            started[clock].update(since[clock])
        for name in counts.tally.__slots__:
            setattr(extra, name, getattr(extra, name) + getattr(counts.tally, name))
        chosen = np.concatenate((self.rows, self.places)) if self.places.size else self.rows
        return Parts(
            total=chosen.size,
            channels=frozenset(_values(self.arrays, "channel", chosen)),
            buckets=counts.buckets + Counter(case.fact.status.bucket for case in self.others),
            untriaged=_values(self.arrays, "kind", self.beside)[None],
            apart=Counter({Kind(k): n for k, n in _values(self.arrays, "kind", self.beside).items() if k is not None}),
            outcomes=told,
            since=started,
            tally=extra,
            spans=spans_of(self.regular.spans, self.others),
            ratings=_rated(self.arrays, chosen, self.beside),
            topics=counts.topics + topics(self.others),
        )

    def channels(self) -> list[str]:
        """The channels of all rows, sorted."""
        told = chain.from_iterable(case.turns.channels for case in self.others if case.turns is not None)
        seen = np.concatenate((self.rows, self.places, self.beside))
        return sorted({*told, *_values(self.arrays, "channel", seen)})

    def split(self, by: str, months: Iterable[Period]) -> Mapping[str | None, Tabled]:
        """Part it; what nobody has triaged makes no group of its own without a name."""
        codes, keys = self._groups(by, list(months))
        mine, beside = _by_group(codes.take(self.rows), len(keys)), _by_group(codes.take(self.beside), len(keys))
        others: list[list[int]] = [[] for _ in keys]
        for at, place in enumerate(codes.take(self.places).tolist()):
            others[place].append(at)
        found: dict[str | None, Tabled] = {}
        for place, key in enumerate(keys):
            counting = bool(mine[place].size or others[place])
            if not (counting or by == "month" or (beside[place].size and key is not None)):
                continue
            found[key] = Tabled(
                self.scale,
                self.arrays,
                self.regular.take(mine[place]),
                self.rows.take(mine[place]),
                [self.others[at] for at in others[place]],
                self.places.take(others[place]) if others[place] else self.places[:0],
                self.beside.take(beside[place]),
            )
        return found

    def _groups(self, by: str, months: list[Period]) -> tuple[_Rows, list[str | None]]:
        """The number of each row's group, and the names of the groups."""
        if by == "month":
            starts = [_midnight(month, self.scale.calendar) for month in months]
            at = np.searchsorted(np.array(starts, np.int64), self.arrays.instants("received"), side="right") - 1
            # Rows of other periods are in none; nobody asks for theirs.
            return np.maximum(at, 0), [month.code for month in months]
        codes, values = self.arrays.coded(by)
        spelled = [_named(value, by, self.scale) for value in values]
        keys: list[str | None] = list(dict.fromkeys(spelled))
        places = np.array([keys.index(name) for name in spelled], np.int64)
        return places.take(codes), keys


def tabled(facts: Facts, period: Period, scale: Scale) -> Tabled | None:
    """Take the cases of a period, and measure the ones that count; None, if arrays cannot count this policy."""
    if not countable(scale.policy):
        return None
    arrays = FactArrays(facts.columns)
    received = arrays.instants("received")
    end = in_micros(scale.calendar.day_end(period.last))
    within = (received >= _midnight(period, scale.calendar)) & (received < end)
    counts, irregular = _counting(arrays), arrays.flags("irregular")
    rows = np.flatnonzero(within & counts & ~irregular)
    columns = facts.columns if rows.size == arrays.size else arrays.subset(rows)
    regular = DatedArrays(columns, calendar=scale.calendar, now=scale.now)
    judged = outcomes(regular, policy=scale.policy, calendar=scale.calendar)
    if judged is None:
        return None
    places = np.flatnonzero(within & counts & irregular)
    others = measure(map(arrays.fact, places.tolist()), facts, scale=scale)
    beside = np.flatnonzero(within & ~counts)
    return Tabled(scale, arrays, regular_of(regular, judged), rows, others, places, beside)


def _midnight(period: Period, calendar: WorkCalendar) -> int:
    return in_micros(calendar.day_end(period.first - _DAY))


def _counting(arrays: FactArrays) -> NDArray[np.bool_]:
    """Which rows are part of ``total``, as ``parts.counted`` says of one."""
    asks = arrays.where("kind", lambda value: value is not None and Kind(value).asks)
    if None not in arrays.coded("kind")[1]:
        return asks
    unsaid = arrays.where("kind", lambda value: value is None)
    return asks | (unsaid & arrays.where("form", lambda value: value is not None and Form(value) in REPORTED))


def _named(value: Any, by: str, scale: Scale) -> str | None:
    return (scale.unit_of(value) or value) if by == "unit" and value is not None and scale.unit_of else value


def _by_group(codes: _Rows, groups: int) -> list[_Rows]:
    """For each group the places of its rows, in order."""
    order = np.argsort(codes, kind="stable")
    return np.split(order, np.cumsum(np.bincount(codes, minlength=groups))[:-1]) if groups else []


def _values(arrays: FactArrays, name: str, rows: _Rows) -> Counter[Any]:
    """How often each value of a column stands in these rows."""
    codes, values = arrays.coded(name)
    found = np.bincount(codes if rows.size == arrays.size else codes.take(rows), minlength=len(values)).tolist()
    return Counter({value: n for value, n in zip(values, found, strict=True) if n})


def _rated(arrays: FactArrays, chosen: _Rows, beside: _Rows) -> Ratings:
    """Ratings of all rows but spam, exactly added."""
    kinds, kind_of = arrays.coded("kind")
    spam = np.array([value == Kind.spam for value in kind_of], np.bool_).take(kinds.take(beside))
    rows = np.concatenate((chosen, beside[~spam])) if beside.size else chosen
    stars = _values(arrays, "rating", rows)
    unrated = stars.pop(None, 0)
    if not stars:
        return Ratings(0.0, 0, unrated, frozenset())
    total = sum((Fraction(value) * n for value, n in stars.items()), Fraction())
    codes, values = arrays.coded("rating")
    given = np.array([value is not None for value in values], np.bool_).take(codes.take(rows))
    return Ratings(float(total), stars.total(), unrated, frozenset(_values(arrays, "channel", rows[given])))
