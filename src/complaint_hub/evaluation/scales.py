"""The dated scales of the ministry's evaluation: which predicates a year knows, and in which order.

For: the check of an official result, and whoever compares two years.
Must not: say which predicate figures deserve: no score band is public.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..model import OfficialResult
from ..rules import load

__all__ = ["Scale", "Step", "scale_finding", "scales"]


@dataclass(frozen=True, slots=True)
class Step:
    """One predicate: *rank* 1 is the best; None stands outside the order (not assessed)."""

    predicate: str
    rank: int | None
    source: str


@dataclass(frozen=True, slots=True)
class Scale:
    """The predicates of one year, the best first.

    Attributes:
        complete: False if further steps may exist that no source shows.
    """

    name: str
    year: int
    steps: tuple[Step, ...]
    complete: bool

    def step(self, predicate: str) -> Step | None:
        """The step of that name, whatever its case; None if the scale does not know it."""
        return next((step for step in self.steps if step.predicate.casefold() == predicate.casefold()), None)


def scales(path: str | Path | None = None) -> tuple[Scale, ...]:
    """All scales by year, from the table ``evaluation_scales`` or a file of its form. Raises: ConfigError."""
    found: dict[str, Scale] = {}
    for row in load("evaluation_scales", path).rows:
        before = found.get(row["scale"], Scale(row["scale"], row["year"], (), True))
        step = Step(row["predicate"], row["rank"], row["source"])
        found[row["scale"]] = Scale(
            before.name, before.year, (*before.steps, step), before.complete and row["complete"]
        )
    return tuple(sorted(found.values(), key=lambda scale: (scale.year, scale.name)))


def scale_finding(official: OfficialResult, *, known: tuple[Scale, ...] | None = None) -> str | None:
    """What is odd about a result's predicate, in words for an officer (Indonesian); None if nothing is.

    A predicate that no scale has is kept: the letter is the truth, the table may be late.
    """
    if official.predicate is None:
        return None
    known = scales() if known is None else known
    named = next((scale for scale in known if scale.name == official.scale), None)
    scale = named or next((scale for scale in known if scale.year == official.year), None)
    if official.scale is not None and named is None:
        return f'Skala "{official.scale}" tidak ada dalam tabel; yang dikenal: {", ".join(s.name for s in known)}'
    if scale is None:
        return f"Belum ada skala yang dikenal untuk tahun {official.year}"
    if scale.year != official.year:
        return f"{scale.name} berlaku untuk tahun {scale.year}, bukan {official.year}"
    if scale.step(official.predicate) is None:
        steps = ", ".join(step.predicate for step in scale.steps)
        rest = "" if scale.complete else " (mungkin belum lengkap)"
        return f'Predikat "{official.predicate}" tidak ada pada {scale.name}: {steps}{rest}'
    return None
