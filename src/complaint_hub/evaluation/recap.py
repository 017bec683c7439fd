"""Reads the recap that offices keep by hand, month below month: which reports were answered by their own account.

For: :func:`~complaint_hub.evaluation.reconcile`.
Must not: keep a reporter's name (the column USER is not read), nor become complaints.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from os import PathLike

from ..dates import date_of
from .handed import read_lines
from .period import Period

__all__ = ["Recap", "RecapMonth", "RecapRow", "read_recap"]


@dataclass(frozen=True, slots=True)
class RecapRow:
    """One report; *answered* is None where the recap says neither yes nor no."""

    row: int
    tracking_id: str | None
    received: date | None
    unit: str | None
    answered: bool | None


@dataclass(frozen=True, slots=True)
class RecapMonth:
    """How many reports a month has, and how many of them are said to be answered or not."""

    total: int
    answered: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class Recap:
    """The whole recap; *findings* says what is odd about it, in words for an officer (Indonesian)."""

    rows: tuple[RecapRow, ...]
    findings: tuple[str, ...] = ()

    def within(self, period: Period) -> RecapMonth:
        """The counts of a period; rows without a date are in none."""
        found = [row for row in self.rows if row.received is not None and row.received in period]
        return RecapMonth(
            len(found), sum(row.answered is True for row in found), sum(row.answered is False for row in found)
        )

    @property
    def months(self) -> Mapping[str, RecapMonth]:
        """By month (``2023-05``), in order."""
        codes = sorted({f"{row.received:%Y-%m}" for row in self.rows if row.received is not None})
        return {code: self.within(Period.parse(code)) for code in codes}


def read_recap(path: str | PathLike[str], *, sheet: str | None = None) -> Recap:
    """Read ``No | Tanggal | Tracking ID | ... | TANGGAPAN`` from XLSX, XLS or CSV, several tables below each other.

    Raises: ConfigError, if the file cannot be read or no row has the headings.
    """
    rows: list[RecapRow] = []
    findings: list[str] = []
    ids: dict[str, int] = {}
    for row_number, cells in read_lines(path, "recap_columns", needs=("date", "tracking_id"), sheet=sheet):
        row = _row(row_number, cells)
        if row.tracking_id is None:
            continue  # a month's title, a footer, an empty line
        if row.received is None:
            findings.append(f"Baris {row_number}: tanggalnya tidak terbaca")
        if row.tracking_id in ids:
            findings.append(f"Baris {row_number}: {row.tracking_id} sudah ada di baris {ids[row.tracking_id]}")
            continue
        ids[row.tracking_id] = row_number
        rows.append(row)
    return Recap(tuple(rows), tuple(findings))


def _row(row_number: int, cells: Mapping[str, object]) -> RecapRow:
    from ..sheets import cell_text

    texts = {name: cell_text(cell) for name, cell in cells.items()}  # type: ignore[arg-type]  # cells of a sheet
    digits = (texts.get("tracking_id") or "").removeprefix("#")
    said = (texts.get("answered") or "").casefold()
    return RecapRow(
        row_number,
        digits if digits.isdigit() else None,
        _date(cells.get("date")),
        texts.get("unit"),
        # "Sudah ada tanggapan", "Belum ada tanggapan"
        True if said.startswith("sudah") else False if said.startswith("belum") else None,
    )


def _date(cell: object) -> date | None:
    if cell in (None, ""):
        return None
    try:
        return date_of(cell, day_first=True)  # type: ignore[arg-type]  # a cell of a sheet
    except ValueError:
        return None
