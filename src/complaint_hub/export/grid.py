"""A workbook of tables: typed cells, one look for all sheets, ready to be printed, written in flat memory.

For: the monthly workbook and the rapor.
Must not: know what stands in a table, compute, or let a text be anything but a text (see ``texts``).

Rows are handed on to XlsxWriter one by one and go to a temporary file of its own, so a table may be a stream.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from os import PathLike
from typing import Any, Final, Generic, Literal, TypeAlias, TypeVar

from .texts import write_text

__all__ = ["Column", "Kind", "Sheet", "Value", "write_book"]

R = TypeVar("R")
Value: TypeAlias = str | float | int | date | None
Kind: TypeAlias = Literal[
    "text", "wrapped", "number", "count", "date", "late", "days", "share", "points", "change", "step", "rate"
]

_TINT, _RED, _MUTED, _DATA = "#F3F5F4", "#B3261E", "#55606A", "#587189"
_DATE: Final = "[$-421]d mmm yyyy"
_CELLS: Final[dict[Kind, dict[str, object]]] = {
    "text": {},
    "wrapped": {"text_wrap": True},
    "number": {"num_format": "0"},
    "count": {"num_format": "#,##0"},
    "date": {"num_format": _DATE, "align": "left"},
    "late": {"num_format": _DATE, "align": "left", "font_color": _RED},
    "days": {"num_format": "0.0"},
    "share": {"num_format": "0.0%"},
    # A difference of two shares is told in points; the number stays a fraction.
    "points": {"num_format": '+0.0% "poin";"−"0.0% "poin";0.0% "poin"'},
    "change": {"num_format": '+#,##0;"−"#,##0;0'},
    "step": {"num_format": '+0.0;"−"0.0;0.0'},
    "rate": {"num_format": "#,##0.0"},
}
_TITLES: Final = 4
"""Lines above the heads: title, government, what it is of, and an empty one."""
_FROZEN: Final = 2
# Excel's day 1 is 1 January 1900, and it counts a 29 February of that year.
_EPOCH: Final = date(1899, 12, 30).toordinal()


# Without slots: Column[Row](...) notes its type argument on what it makes, which slots refuse in another way than frozen.
@dataclass(frozen=True)
class Column(Generic[R]):
    """One column.

    Attributes:
        title: what stands above it.
        width: in characters.
        kind: how a value is shown; *shown* says it where it differs from row to row.
        value: None leaves the cell empty: unknown. 0 is counted, and none.
        meaning: one sentence for the page of reference.
        bars: a bar in each cell, as long as its value.
    """

    title: str
    width: int
    kind: Kind
    value: Callable[[R], Value]
    meaning: str
    shown: Callable[[R], Kind] | None = None
    bars: bool = False


@dataclass(frozen=True)
class Sheet(Generic[R]):
    """One table.

    Attributes:
        name: on its tab.
        of: one line that says what is counted.
        rows: read once, while the sheet is written.
        total: a last row, below the filter.
        notes: lines below the table.
    """

    name: str
    of: str
    columns: Sequence[Column[R]]
    rows: Iterable[R]
    total: R | None = None
    notes: Sequence[str] = ()


class _Looks:
    """The formats of a workbook, made once."""

    def __init__(self, book: Any) -> None:
        def look(**more: object) -> Any:
            return book.add_format({"font_name": "Calibri", "font_size": 11, "valign": "top", **more})

        self.title = look(bold=True, font_size=14)
        self.note = look(font_color=_MUTED)
        head = {"bold": True, "bg_color": _TINT, "bottom": 1, "text_wrap": True, "valign": "bottom"}
        self.head_left, self.head_right = look(**head), look(**head, align="right")
        self.cell = {kind: look(**told) for kind, told in _CELLS.items()}
        self.total = {kind: look(**{**told, "font_color": _MUTED, "top": 1}) for kind, told in _CELLS.items()}


def write_book(
    path: str | PathLike[str], sheets: Iterable[Sheet[Any]], *, title: str, government: str, made: datetime
) -> dict[str, int]:
    """Write the sheets, in their order.

    Args:
        made: local time of the figures, which the file gives as its own: the same figures make the same file.

    Returns: how many rows each table has.
    Raises: OSError, if the file cannot be written.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(path, {"constant_memory": True, "use_zip64": True, **plain})
    book.set_properties({"title": title, "company": government, "created": made.replace(tzinfo=None)})
    looks = _Looks(book)
    counts: dict[str, int] = {}
    try:
        for sheet in sheets:
            counts[sheet.name] = _table(book, sheet, looks, (title, government, sheet.of))
    finally:
        try:
            book.close()
        except FileCreateError as problem:
            raise (problem.args[0] if isinstance(problem.args[0], OSError) else OSError(str(problem))) from None
    return counts


def _table(book: Any, sheet: Sheet[Any], looks: _Looks, lines: Sequence[str]) -> int:
    page = book.add_worksheet(sheet.name)
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
    for line, text in enumerate(lines):
        write_text(page, line, 0, text, looks.note if line else looks.title)
    for place, column in enumerate(sheet.columns):
        left = column.kind in ("text", "wrapped", "date")
        page.write_string(_TITLES, place, column.title, looks.head_left if left else looks.head_right)
    count = 0
    for count, row in enumerate(sheet.rows, start=1):
        _row(page, _TITLES + count, sheet.columns, row, looks.cell)
    last = _TITLES + max(count, 1)
    below = last + 1
    if sheet.total is not None:
        _row(page, below, sheet.columns, sheet.total, looks.total)
        below += 1
    for line, text in enumerate(sheet.notes, start=below + 1):
        write_text(page, line, 0, text, looks.note)
    page.autofilter(_TITLES, 0, last, len(sheet.columns) - 1)
    _bars(page, sheet.columns, last)
    _paper(page)
    return count


def _row(page: Any, line: int, columns: Sequence[Column[Any]], row: Any, looks: dict[Kind, Any]) -> None:
    for place, column in enumerate(columns):
        value = column.value(row)
        if value is None or value == "":
            continue
        look = looks[column.kind if column.shown is None else column.shown(row)]
        if isinstance(value, str):
            write_text(page, line, place, value, look)
        elif isinstance(value, date):
            page.write_number(line, place, value.toordinal() - _EPOCH, look)
        else:
            page.write_number(line, place, value, look)


def _bars(page: Any, columns: Sequence[Column[Any]], last: int) -> None:
    for place, column in enumerate(columns):
        if column.bars:
            bar = {"type": "data_bar", "bar_solid": True, "bar_color": _DATA, "min_type": "num", "min_value": 0}
            page.conditional_format(_TITLES + 1, place, last, place, bar)


def _paper(page: Any) -> None:
    """A4 across, one page wide, the head on every page."""
    page.freeze_panes(_TITLES + 1, _FROZEN)
    page.repeat_rows(_TITLES)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.set_footer("&CHalaman &P dari &N")
