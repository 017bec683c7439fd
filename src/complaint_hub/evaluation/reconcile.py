"""Compares our figures with published ones, and says of each difference what may cause it.

For: the command ``scorecard --official``, and the report that an office attaches to a letter.
Must not: fail on a published table, change a figure of ours, or call a difference explained that no way of counting
gives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from ..model import OfficialResult
from ..wording import decimal_comma, percent, thousands
from .card import Scorecard
from .causes import CauseKind, ways
from .formulas import MetricUnit
from .performance import Performance, UnitPerformance
from .recap import Recap
from .scales import scale_finding

__all__ = ["Cause", "Compared", "Reconciliation", "Standing", "reconcile"]


class Standing(StrEnum):
    """How a published figure stands to ours."""

    same = "same"
    rounded = "rounded"
    explained = "explained"
    unexplained = "unexplained"
    not_ours = "not_ours"


@dataclass(frozen=True, slots=True)
class Cause:
    """A likely cause, in words for an officer (Indonesian); *explains* if it gives the published number."""

    kind: CauseKind
    text: str
    explains: bool

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {"kind": str(self.kind), "text": self.text, "explains": self.explains}


@dataclass(frozen=True, slots=True)
class Compared:
    """One published figure beside ours.

    Attributes:
        source: who published it, in words.
        figure: the metric's name.
        of: the unit that it speaks of; None is the whole.
        ours: None if we cannot tell it.
    """

    source: str
    figure: str
    of: str | None
    ours: float | None
    theirs: float
    standing: Standing
    causes: tuple[Cause, ...] = ()

    @property
    def difference(self) -> float | None:
        """theirs − ours."""
        return None if self.ours is None else self.theirs - self.ours

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "source": self.source,
            "figure": self.figure,
            "of": self.of,
            "ours": self.ours,
            "theirs": self.theirs,
            "difference": self.difference,
            "standing": str(self.standing),
            "causes": [cause.to_dict() for cause in self.causes],
        }


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Every published figure, in the order of its source; *notes* says what is odd about the sources themselves."""

    lines: tuple[Compared, ...]
    notes: tuple[str, ...] = ()

    @property
    def differences(self) -> tuple[Compared, ...]:
        """Those that are not ours, even after rounding."""
        return tuple(line for line in self.lines if line.standing not in (Standing.same, Standing.rounded))

    @property
    def unexplained(self) -> tuple[Compared, ...]:
        """Differences that no way of counting gives, and figures that we cannot tell."""
        return tuple(line for line in self.lines if line.standing in (Standing.unexplained, Standing.not_ours))

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "lines": [line.to_dict() for line in self.lines],
            "notes": list(self.notes),
            "differences": len(self.differences),
            "unexplained": len(self.unexplained),
        }


def reconcile(
    card: Scorecard,
    official: OfficialResult | None = None,
    performance: Performance | None = None,
    *,
    recap: Recap | None = None,
    unit_of: Callable[[str], str | None] | None = None,
) -> Reconciliation:
    """Compare.

    Args:
        card: ours; grouped by ``unit``, the lines of *performance* are compared one by one too.
        official: the ministry's letter, figures by the names of our metrics.
        performance: export B.
        recap: the office's own monthly recap.
        unit_of: our name of a unit from the published one (a registry's aliases); None compares the names as they are.
    """
    lines: list[Compared] = []
    notes: list[str] = []
    if official is not None:
        lines += [_compared(card, official.letter, name, value) for name, value in official.figures.items()]
        notes += [finding for finding in (scale_finding(official),) if finding]
    if performance is not None:
        lines += _table(card, performance.total, None)
        notes += performance.findings
        units, unknown = _units(card, performance.units, unit_of or (lambda name: name))
        lines += units
        notes += unknown
    if recap is not None:
        lines += _recap(card, recap)
        notes += recap.findings
    return Reconciliation(tuple(lines), tuple(notes))


def _table(card: Scorecard, line: UnitPerformance, of: str | None) -> Iterator[Compared]:
    told: dict[str, float | None] = {
        "total": line.total,
        **{str(bucket): count for bucket, count in line.buckets.items()},
        "followed_up_share": line.followed_up_share,
        "mean_follow_up": line.mean_follow_up,
        "mean_completion": line.mean_completion,
    }
    for name, value in told.items():
        if value is not None:
            yield _compared(card, "Tabel kinerja", name, value, of=of)


def _units(
    card: Scorecard, published: Sequence[UnitPerformance], unit_of: Callable[[str], str | None]
) -> tuple[list[Compared], list[str]]:
    if "unit" not in card.groups:
        return [], []
    ours = {(group.key or "").casefold(): group.card for group in card.groups["unit"]}
    lines: list[Compared] = []
    notes: list[str] = []
    for line in published:
        found = ours.get((unit_of(line.unit) or line.unit).casefold())
        if found is not None:
            lines += _table(found, line, line.unit)
        elif line.total or line.added:
            notes.append(f'Unit "{line.unit}" tidak ada dalam data; catat namanya sebagai alias dalam registri')
    return lines, notes


def _recap(card: Scorecard, recap: Recap) -> Iterator[Compared]:
    counted = recap.within(card.period)
    yield _compared(card, "Rekap", "total", counted.total)
    answered = card.tally.answered + card.tally.undated
    yield _judged("Rekap", "answered", None, answered, counted.answered, MetricUnit.cases, ())


def _compared(card: Scorecard, source: str, figure: str, theirs: float, *, of: str | None = None) -> Compared:
    metric = card.metrics.get("received" if figure == "total" else figure)
    if metric is None:
        text = f'"{figure}" bukan nama angka rapor; lihat daftar metrik'
        cause = Cause(CauseKind.formula, text, False)
        return Compared(source, figure, of, None, theirs, Standing.not_ours, (cause,))
    if metric.value is None:
        lacking = f"{metric.missing} kasus tanpa tanggal yang diperlukan" if metric.missing else "datanya belum ada"
        cause = Cause(CauseKind.missing, f"tidak dapat dihitung: {lacking}", False)
        return Compared(source, figure, of, None, theirs, Standing.not_ours, (cause,))
    tried = [(way.kind, way.words, way.value) for way in ways(card, figure)]
    if metric.unit is MetricUnit.share:
        tried.insert(0, (CauseKind.unit, "ditulis sebagai persen", metric.value * 100))
    return _judged(source, figure, of, metric.value, theirs, metric.unit, tried)


def _judged(
    source: str,
    figure: str,
    of: str | None,
    ours: float,
    theirs: float,
    unit: MetricUnit,
    tried: Sequence[tuple[CauseKind, str, float]],
) -> Compared:
    if ours == theirs:
        return Compared(source, figure, of, ours, theirs, Standing.same)
    if _rounds(ours, theirs, unit):
        cause = Cause(CauseKind.rounding, f"dibulatkan dari {_told(ours, unit, places=3)}", True)
        return Compared(source, figure, of, ours, theirs, Standing.rounded, (cause,))
    causes = [
        Cause(kind, f"{words}: {_told(value, unit)}", _rounds(value, theirs, unit))
        for kind, words, value in tried
        if value != ours
    ]
    if _cut(ours, theirs, unit):
        causes.insert(0, Cause(CauseKind.rounding, f"dipotong, bukan dibulatkan, dari {_told(ours, unit)}", True))
    explaining = tuple(cause for cause in causes if cause.explains)
    if explaining:
        return Compared(source, figure, of, ours, theirs, Standing.explained, explaining)
    scope = Cause(CauseKind.scope, "periode, zona waktu, atau waktu pengambilan data mungkin berbeda", False)
    return Compared(source, figure, of, ours, theirs, Standing.unexplained, (*causes, scope))


def _step(published: float, unit: MetricUnit) -> float:
    """The last digit of a published number: whole cases, whole per cent at the coarsest, days as they are written."""
    exponent = Decimal(str(published)).normalize().as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    if unit is MetricUnit.share and abs(published) <= 1:
        places = max(places, 2)
    return float(10.0**-places)


def _rounds(value: float, published: float, unit: MetricUnit) -> bool:
    if unit in (MetricUnit.cases, MetricUnit.rows):
        return value == published
    # A hair more than half a digit, as published halves are rounded either way.
    return abs(value - published) <= _step(published, unit) * 0.5000001


def _cut(value: float, published: float, unit: MetricUnit) -> bool:
    whole = unit in (MetricUnit.cases, MetricUnit.rows)
    return not whole and 0 < value - published < _step(published, unit)


def _told(value: float, unit: MetricUnit, *, places: int = 2) -> str:
    if unit is MetricUnit.share:
        return percent(value) if value <= 1 else decimal_comma(value, places=places)
    if unit in (MetricUnit.cases, MetricUnit.rows):
        return thousands(round(value))
    return decimal_comma(value, places=places)
