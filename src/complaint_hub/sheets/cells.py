"""What a sheet is made of: cells, rows, and the sheet itself.

For: both readers of this room, and whoever reads a cell as text.
Must not: open a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from ..errors import PayloadError

__all__ = ["Cell", "Merged", "Row", "Sheet", "cell_text", "heading", "refused"]

# One column of one export may hold several of these; an empty cell is "".
Cell: TypeAlias = str | int | float | bool | date | datetime | time | timedelta

# Above this a float no longer holds every whole number, so its digits would be invented.
_EXACT_FLOAT = 2**53
_SPACES = str.maketrans({"\u00a0": " ", "\u2007": " ", "\u202f": " ", "\ufeff": None})


class Row(NamedTuple):
    """One row: its number as a spreadsheet program shows it (from 1), and its cells from left to right."""

    number: int
    cells: tuple[Cell, ...]


class Merged(NamedTuple):
    """Cells that were merged into one: first and last row by number, first and last position within ``Row.cells``."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One opened sheet. Iterating reads it from the top, row by row, each time anew.

    Attributes:
        path: the file.
        name: name of the sheet, ``""`` for CSV.
        format: what the content is, whatever the file is called.
        height: rows up to the last one that holds something; None for CSV, which is not read beforehand.
        encoding: how a CSV is encoded (``"utf-8-sig"``, ``"utf-16"``, ``"cp1252"``), else ``""``.
        delimiter: what separates the cells of a CSV, else ``""``.
        merged: the merged cells, from top to bottom; only the first cell of each holds its value. A CSV has none.
        names: of all worksheets of the workbook; none for CSV.
    """

    path: Path
    name: str
    format: Literal["xlsx", "xls", "csv"]
    height: int | None
    rows: Callable[[], Iterator[Row]] = field(repr=False, compare=False)
    encoding: str = ""
    delimiter: str = ""
    merged: tuple[Merged, ...] = ()
    names: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Row]:
        return self.rows()


def cell_text(cell: Cell | None) -> str | None:
    """What a person sees in a cell, as text; None for an empty one.

    Whole numbers lose the ``.0`` that workbooks give them (``9123456.0`` is ``"9123456"``), no-break spaces become
    spaces, line ends become ``\\n``, space around the text goes. Dates and times are written the ISO way.
    """
    if isinstance(cell, str):
        if not cell.isascii():
            cell = cell.translate(_SPACES)
        return cell.replace("\r\n", "\n").replace("\r", "\n").strip() or None
    if cell is None:
        return None
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < _EXACT_FLOAT else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)


def heading(cell: Cell | None) -> str:
    """The text of a cell as one line with single spaces, to compare with the name of a column; ``""`` for none."""
    return " ".join((cell_text(cell) or "").split())


def refused(path: Path, what: str, hint: str, *, raw: bytes = b"") -> PayloadError:
    """The error for a file that is not read: *what* is wrong, the file, *hint* says what to do."""
    return PayloadError(what, request=str(path), hint=hint, raw=raw)
