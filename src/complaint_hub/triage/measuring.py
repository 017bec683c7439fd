"""How often suggestions are right: precision and recall per label, on complaints that somebody has labelled.

For: an office that adapts the rules, and our own measurement of the shipped ones.
Must not: average over labels without saying so, or count what stays undecided as wrong: it is told beside.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..model import Complaint
from ..registry import Registry
from .ruleset import Rules, Value
from .suggesting import Classifier, Suggestion, decided, suggest

__all__ = ["Example", "Measured", "Mistake", "Tally", "measure"]


@dataclass(frozen=True, slots=True)
class Example:
    """A complaint and what a person says it is: field → value; a field without a value is left open rightly."""

    complaint: Complaint
    labels: Mapping[str, Value | None]


@dataclass(frozen=True, slots=True)
class Tally:
    """How one label fared.

    Attributes:
        right: suggested, and labelled so.
        suggested: how often it was suggested; labelled: how often a person gave it.
        undecided: labelled so, and nothing (or more than one value) was suggested.
    """

    field: str
    label: Value
    right: int
    suggested: int
    labelled: int
    undecided: int

    @property
    def precision(self) -> float | None:
        """Of those suggested, the share that is right; None if it was never suggested."""
        return self.right / self.suggested if self.suggested else None

    @property
    def recall(self) -> float | None:
        """Of those that a person labelled so, the share that was suggested; None if nobody did."""
        return self.right / self.labelled if self.labelled else None


@dataclass(frozen=True, slots=True)
class Mistake:
    """A wrong suggestion, or, where *said* is None, a label that nothing was suggested for."""

    complaint: Complaint
    field: str
    label: Value | None
    said: Value | None
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """What a measurement found: a row a label, and each mistake in the order of the examples."""

    examples: int
    tallies: tuple[Tally, ...]
    mistakes: tuple[Mistake, ...]

    def of(self, field: str) -> Tally:
        """All labels of a field together (a micro average)."""
        rows = [row for row in self.tallies if row.field == field]
        right, suggested, labelled, undecided = (
            sum(getattr(row, name) for row in rows) for name in ("right", "suggested", "labelled", "undecided")
        )
        return Tally(field, "all", right, suggested, labelled, undecided)


def measure(
    examples: Iterable[Example],
    rules: Rules,
    registry: Registry | None = None,
    *,
    classifiers: Sequence[Classifier] = (),
) -> Measured:
    """Suggest for each example and compare with its labels; fields that no example labels are not looked at."""
    right: Counter[tuple[str, Value]] = Counter()
    suggested: Counter[tuple[str, Value]] = Counter()
    labelled: Counter[tuple[str, Value]] = Counter()
    undecided: Counter[tuple[str, Value]] = Counter()
    mistakes: list[Mistake] = []
    seen = 0
    for example in examples:
        seen += 1
        found = suggest(example.complaint, rules, registry, classifiers=classifiers)
        said = decided(found)
        for field, label in example.labels.items():
            value = said.get(field)
            if value is not None:
                suggested[field, value] += 1
            if label is not None:
                labelled[field, label] += 1
                undecided[field, label] += value is None
            if value == label:
                right.update([(field, label)] if label is not None else [])
            else:
                why = tuple(one for one in found if one.field == field)
                mistakes.append(Mistake(example.complaint, field, label, value, why))
    rows = sorted(suggested.keys() | labelled.keys(), key=lambda key: (key[0], -labelled[key], str(key[1])))
    tallies = (Tally(*key, right[key], suggested[key], labelled[key], undecided[key]) for key in rows)
    return Measured(seen, tuple(tallies), tuple(mistakes))
