"""The columns of the action plan's matrix and of its monitoring: title, width, and what stands in them.

For: both forms of the plan, so that they say the same.
Must not: know a file format.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from ..evaluation import PlanRow

__all__ = ["MATRIX", "MONITORING", "Column", "Value", "written"]

Value: TypeAlias = str | float | int | None
_Kind: TypeAlias = Literal["number", "text", "figure", "percent"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: *width* in characters; a figure is shown with one decimal, a percent is a share of 0..1."""

    title: str
    width: int
    kind: _Kind
    value: Callable[[PlanRow], Value]


def _target(place: int) -> Callable[[PlanRow], Value]:
    return lambda row: row.targets[place]


MATRIX: Final = (
    Column("No", 5, "number", lambda row: row.number),
    Column("Aspek", 13, "text", lambda row: row.aspect),
    Column("Permasalahan", 34, "text", lambda row: row.problem),
    Column("Rencana Aksi", 30, "text", lambda row: row.action),
    Column("Indikator Keberhasilan", 24, "text", lambda row: row.indicator),
    Column("Satuan", 12, "text", lambda row: row.unit),
    Column("Baseline", 10, "figure", lambda row: row.baseline),
    Column("Target TW I", 9, "figure", _target(0)),
    Column("Target TW II", 9, "figure", _target(1)),
    Column("Target TW III", 9, "figure", _target(2)),
    Column("Target TW IV", 9, "figure", _target(3)),
    Column("Penanggung Jawab", 18, "text", lambda row: row.responsible),
    Column("Pelaksana", 18, "text", lambda row: row.executor),
    Column("Waktu", 14, "text", lambda row: row.time),
    Column("Anggaran", 14, "text", lambda row: row.budget),
    Column("Bukti Dukung", 26, "text", lambda row: row.evidence),
)

MONITORING: Final = (
    Column("No", 5, "number", lambda row: row.number),
    Column("Rencana Aksi", 40, "text", lambda row: row.action),
    Column("Indikator Keberhasilan", 28, "text", lambda row: row.indicator),
    Column("Satuan", 14, "text", lambda row: row.unit),
    Column("Target", 10, "figure", lambda row: row.monitored.target if row.monitored else None),
    Column("Realisasi", 10, "figure", lambda row: row.monitored.realised if row.monitored else None),
    Column("Capaian (%)", 11, "percent", lambda row: row.monitored.achievement if row.monitored else None),
    Column("Status", 22, "text", lambda row: row.monitored.status if row.monitored else None),
    Column("Kendala", 28, "text", lambda row: row.obstacle),
    Column("Tindak Lanjut", 28, "text", lambda row: row.next_step),
)


def written(column: Column, row: PlanRow) -> str:
    """What a person reads in the column; empty where nothing is known."""
    from ..wording import decimal_comma, percent

    value = column.value(row)
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if column.kind == "percent":
        return percent(value)
    if float(value).is_integer():
        return decimal_comma(value, places=0)
    return decimal_comma(value)
