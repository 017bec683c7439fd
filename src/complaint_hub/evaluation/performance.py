"""Reads the performance table per unit that admins of SP4N-LAPOR! export ("export B"): a value to compare with.

For: :func:`~complaint_hub.evaluation.reconcile`.
Must not: become complaints, nor be believed: published tables may be mis-rounded, lack a bucket, or not add up. What
is odd is a finding beside the numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from os import PathLike
from typing import Final

from ..model import Bucket
from ..wording import decimal_comma, thousands
from .handed import number, read_lines

__all__ = ["Performance", "UnitPerformance", "read_performance"]

_TOTALS: Final = ("total", "jumlah", "total keseluruhan", "grand total", "jumlah total")
_NAMES: Final[Mapping[str, str]] = {
    "unverified": "Belum Terverifikasi",
    "pending": "Belum Ditindaklanjuti",
    "in_process": "Proses",
    "postponed": "Tunda",
    "finished": "Selesai",
    "archived": "Arsip",
}
_ROUGH: Final = 0.01
"""Half a per cent either way: a share published without decimals may be rounded or cut."""


@dataclass(frozen=True, slots=True)
class UnitPerformance:
    """One line. What the table has no column for, or left empty, is None.

    Attributes:
        buckets: those that the table has, by bucket.
        followed_up_share: %TL as 0..1.
        mean_follow_up, mean_completion: RTL and RHP, in days of an unknown kind.
    """

    unit: str
    buckets: Mapping[Bucket, int] = field(default_factory=dict[Bucket, int])
    total: int | None = None
    followed_up_share: float | None = None
    mean_follow_up: float | None = None
    mean_completion: float | None = None

    @property
    def added(self) -> int:
        """The sum of its buckets."""
        return sum(self.buckets.values())


@dataclass(frozen=True, slots=True)
class Performance:
    """The whole table.

    Attributes:
        units: its lines, without the line of totals.
        total: the line of totals, as it is written; else the sums of the lines (durations are then None).
        findings: what is odd about it, in words for an officer (Indonesian).
    """

    units: tuple[UnitPerformance, ...]
    total: UnitPerformance
    findings: tuple[str, ...] = ()


def read_performance(path: str | PathLike[str], *, sheet: str | None = None) -> Performance:
    """Read ``Unit Kerja | Belum Terverifikasi | ... | Selesai | Total | %TL | RTL | RHP`` from XLSX, XLS or CSV.

    Raises: ConfigError, if the file cannot be read or has no row with a heading for the unit and one for *Selesai* or
        *Total*. A table that does not add up, or lacks a bucket, is read, with a finding.
    """
    units: list[UnitPerformance] = []
    written: UnitPerformance | None = None
    seen: set[str] = set()
    for _, cells in read_lines(path, "performance_columns", needs=("unit", "finished"), sheet=sheet):
        name = " ".join(str(cells.get("unit") or "").split())
        line = _line(name, cells)
        if line.total is None and not line.buckets:
            continue
        seen |= set(cells)
        if not name or name.casefold() in _TOTALS:
            written = line
        else:
            units.append(line)
    summed = _summed(units)
    return Performance(tuple(units), written or summed, tuple(_findings(units, written, summed, seen)))


def _line(name: str, cells: Mapping[str, object]) -> UnitPerformance:
    counted = {bucket: number(cells.get(str(bucket))) for bucket in Bucket}
    total = number(cells.get("total"))
    return UnitPerformance(
        unit=name,
        buckets={bucket: round(value) for bucket, value in counted.items() if value is not None},
        total=None if total is None else round(total),
        followed_up_share=number(cells.get("followed_up_share"), percent=True),
        mean_follow_up=number(cells.get("mean_follow_up")),
        mean_completion=number(cells.get("mean_completion")),
    )


def _summed(units: list[UnitPerformance]) -> UnitPerformance:
    has = {bucket for unit in units for bucket in unit.buckets}
    buckets = {bucket: sum(unit.buckets.get(bucket, 0) for unit in units) for bucket in Bucket if bucket in has}
    total = sum(unit.added if unit.total is None else unit.total for unit in units)
    return UnitPerformance("Total", buckets, total)


def _findings(
    units: list[UnitPerformance], written: UnitPerformance | None, summed: UnitPerformance, seen: set[str]
) -> list[str]:
    found: list[str] = []
    lacking = [name for field_, name in _NAMES.items() if field_ not in seen]
    if lacking:
        found.append(f"Tabel tidak memuat kolom {', '.join(lacking)}")
    for unit in (*units, *([written] if written else [])):
        name = unit.unit or "Total"
        if unit.total is not None and unit.buckets and unit.added != unit.total:
            found.append(_does_not_add_up(name, unit, lacking))
        share = _share(unit)
        if share is not None and unit.followed_up_share is not None and abs(share - unit.followed_up_share) > _ROUGH:
            found.append(
                f"{name}: %TL tertulis {_percent(unit.followed_up_share)}, "
                f"(proses + selesai) / total = {_percent(share)}"
            )
    if written is not None:
        for bucket, count in written.buckets.items():
            if summed.buckets.get(bucket, 0) != count:
                found.append(
                    f"Total kolom {_NAMES[str(bucket)]} tertulis {thousands(count)}, "
                    f"jumlah barisnya {thousands(summed.buckets.get(bucket, 0))}"
                )
    return found


def _does_not_add_up(name: str, unit: UnitPerformance, lacking: list[str]) -> str:
    total = unit.total or 0
    rest = total - unit.added
    told = f"{name}: total tertulis {thousands(total)}, jumlah kolomnya {thousands(unit.added)}"
    hidden = [word for word in lacking if word in ("Tunda", "Arsip")]
    return f"{told}; selisih {thousands(rest)} mungkin {' dan '.join(hidden).lower()}" if rest > 0 and hidden else told


def _share(unit: UnitPerformance) -> float | None:
    done = [unit.buckets.get(bucket) for bucket in (Bucket.in_process, Bucket.finished)]
    if not unit.total or None in done:
        return None
    return sum(count for count in done if count is not None) / unit.total


def _percent(share: float) -> str:
    return f"{decimal_comma(share * 100)}%"
