"""Ranks the groups of a card by one metric, and only those with enough cases to be compared.

For: reports ("five units with the best on-time share"); the smallest number of cases is the office's choice.
Must not: know a default for it: a unit with one case is neither best nor worst.
"""

from __future__ import annotations

from dataclasses import dataclass

from .card import Group, Scorecard
from .formulas import Metric, formula_of

__all__ = ["Place", "Ranking", "ranking"]


@dataclass(frozen=True, slots=True)
class Place:
    """A group and its rank, from 1; groups with the same value share one, and the next rank is skipped."""

    rank: int
    key: str
    metric: Metric


@dataclass(frozen=True, slots=True)
class Ranking:
    """The groups in order, the best first.

    Attributes:
        left_out: groups with fewer cases than *minimum_n*, or of which the metric cannot be told, with their metric.
    """

    by: str
    metric: str
    minimum_n: int
    places: tuple[Place, ...]
    left_out: tuple[tuple[str | None, Metric], ...]


def ranking(card: Scorecard, *, by: str, metric: str, minimum_n: int, highest_first: bool | None = None) -> Ranking:
    """Rank the groups of a card.

    Args:
        card: one that was grouped by *by*.
        metric: its name in ``FORMULAS``.
        minimum_n: cases that the metric must rest on (``Metric.n``), at least 1.
        highest_first: None puts the better end first, and the highest where neither end is better.

    Raises: ValueError, if the card has no such groups or metric, or *minimum_n* is below 1.
    """
    if by not in card.groups:
        raise ValueError(f"the card is not grouped by {by!r}: pass by=({by!r},) to scorecard()")
    if minimum_n < 1:
        raise ValueError(f"minimum_n is at least 1, got {minimum_n}")
    if metric not in card.metrics:
        raise ValueError(f"there is no metric {metric!r}: choose one of {', '.join(card.metrics)}")
    if highest_first is None:
        highest_first = formula_of(metric).higher_is_better is not False
    measured = [(group, group.card.metrics[metric]) for group in card.groups[by]]
    able = [(group, one) for group, one in measured if _able(group, one, minimum_n)]
    sign = -1 if highest_first else 1
    able.sort(key=lambda pair: (sign * (pair[1].value or 0.0), pair[0].key or ""))
    values = [one.value for _, one in able]
    places = tuple(Place(values.index(one.value) + 1, group.key or "", one) for group, one in able)
    left = tuple((group.key, one) for group, one in measured if not _able(group, one, minimum_n))
    return Ranking(by, metric, minimum_n, places, left)


def _able(group: Group, metric: Metric, minimum_n: int) -> bool:
    return group.key is not None and metric.value is not None and metric.n >= minimum_n
