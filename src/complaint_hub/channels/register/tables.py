"""The sheets of a file, cut into entries: a row each, or several where the text was merged over them.

For: ``channel``.
Must not: fill a gap. A cell holds what stands in it, or in the cell that it was merged with; in a CSV an empty date
stays empty, and the row is set aside.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias

from ...errors import PayloadError
from ...sheets import Sheet, open_sheet, refused
from ...sheets.findings import Origin, Tally
from ...sheets.headed import filled, filled_down, folded, texts
from .columns import Columns, Header, find_header

__all__ = ["Cells", "Entry", "Table", "tables_of"]

Cells: TypeAlias = list[str | None]

_MOST_ENTRIES: Final = 20_000
# "Jumlah | 34", "Mengetahui, ...": a line below the table has few cells.
_FOOTER_CELLS: Final = 3
_SUMS: Final = ("jumlah", "total")


@dataclass(slots=True)
class Entry:
    """One entry: its row, and the rows below it over which its text was merged.

    Attributes:
        row: number of its first row.
        cells: the texts of that row.
        further: of each further row only what is not merged with the row above it.
    """

    row: int
    cells: Cells
    further: list[Cells] = field(default_factory=list[Cells])


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet that has a header.

    Attributes:
        repaired: how many texts had a character that no database takes.
    """

    origin: Origin
    header: Header
    entries: tuple[Entry, ...]
    tally: Tally
    repaired: int


def tables_of(path: Path, columns: Columns) -> tuple[list[Table], list[str]]:
    """Read all sheets of a file.

    Returns: those that are registers, and a sentence on each that is not.
    Raises: PayloadError, if none is, or the file cannot be read.
    """
    first = open_sheet(path)
    tables: list[Table] = []
    notices: list[str] = []
    failure: PayloadError | None = None
    for name in first.names or (None,):
        try:
            sheet = first if name in (None, first.name) else open_sheet(path, sheet=name)
            header = find_header(sheet, columns)
        except PayloadError as error:
            failure = failure or error
            if " is empty" in str(error):
                continue  # Sheet2 and Sheet3, which every new workbook once had
            notices.append(f"{path.name}: the sheet {name} is not read, it has no register")
            continue
        tables.append(_table(sheet, header, path.name if len(first.names) < 2 else f"{path.name} [{name}]"))
    if not tables and failure is not None:
        raise failure
    return tables, notices


def _table(sheet: Sheet, header: Header, label: str) -> Table:
    origin = Origin(label)
    tally = Tally(origin)
    repaired: list[str] = []
    entries: list[Entry] = []
    for (number, raw), merged in filled_down(sheet):
        if number <= header.row:
            continue
        cells = texts(raw, len(header.headings), repaired=repaired)
        if entries and header.places["text"] in merged and header.value(cells, "text"):
            own = [None if place in merged else cell for place, cell in enumerate(cells)]
            entries[-1].further.append(own)
        elif _is_entry(cells, header, tally):
            entries.append(Entry(number, cells))
        if len(entries) > _MOST_ENTRIES:
            raise refused(
                sheet.path, f"The sheet has more than {_MOST_ENTRIES:,} rows", "split it by year and hand in the parts"
            )
    return Table(origin, header, tuple(entries), tally, len(repaired))


def _is_entry(cells: Cells, header: Header, tally: Tally) -> bool:
    """Say whether a row is an entry, complete or not; what is none is counted, unless it is empty."""
    held = filled(cells)
    text = header.value(cells, "text")
    if not held:
        return False
    if text and folded(text) == folded(header.headings[header.places["text"]]):
        tally.count("header rows that are repeated among the rows: {n}")
        return False
    dated = header.value(cells, "date") or header.value(cells, "opened") or ""
    # A text or a date with little beside it is a row of which something was forgotten.
    begun = held > 1 and (text or dated[:1].isdigit())
    if _counts_columns(cells) or (not text and _is_sum(cells)) or not (begun or held > _FOOTER_CELLS):
        tally.count("lines without a date and a text, taken for titles and footers: {n}")
        return False
    return True


def _is_sum(cells: Cells) -> bool:
    return folded(next(cell for cell in cells if cell is not None)).startswith(_SUMS)


def _counts_columns(cells: Cells) -> bool:
    """Forms number their columns below the header: 1 | 2 | 3."""
    numbers = [cell.strip("()") for cell in cells if cell is not None]
    return len(numbers) > 2 and numbers == [str(n) for n in range(1, len(numbers) + 1)]
