"""A workbook of tables: typed cells, one look for all sheets, ready to be printed, written in flat memory.

For: the monthly workbook and the rapor.
Must not: know what stands in a table, compute, or let a text be anything but a text (see ``texts``).

Rows are handed on to XlsxWriter one by one and go to a temporary file of its own, so a table may be a stream.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from os import PathLike
from typing import Any, Final, Generic, Literal, TypeAlias, TypeVar

from .paper import set_paper
from .texts import write_text

__all__ = ["Column", "Kind", "Sheet", "Value", "write_book"]

R = TypeVar("R")
Value: TypeAlias = str | float | int | date | None
Kind: TypeAlias = Literal[
    "text", "wrapped", "number", "count", "date", "late", "days", "share", "points", "change", "step", "rate"
]

_TINT, _RED, _MUTED, _DATA = "#F3F5F4", "#B3261E", "#55606A", "#587189"
_DATE: Final = "[$-421]d mmm yyyy"
_RIGHT: Final[dict[str, object]] = {"align": "right"}
_LEFT: Final[dict[str, object]] = {"align": "left"}
_APART: Final[dict[str, object]] = {"align": "left", "indent": 1}
_LEFTWARD: Final = ("text", "wrapped", "date", "late")
_CELLS: Final[dict[Kind, dict[str, object]]] = {
    "text": {},
    "wrapped": {"text_wrap": True},
    "number": {**_RIGHT, "num_format": "0"},
    "count": {**_RIGHT, "num_format": "#,##0"},
    "date": {**_LEFT, "num_format": _DATE},
    "late": {**_LEFT, "num_format": _DATE, "font_color": _RED},
    "days": {**_RIGHT, "num_format": "0.0"},
    "share": {**_RIGHT, "num_format": "0.0%"},
    # A difference of two shares is told in points; the number stays a fraction.
    "points": {**_RIGHT, "num_format": '+0.0% "poin";"−"0.0% "poin";0.0% "poin"'},
    "change": {**_RIGHT, "num_format": '+#,##0;"−"#,##0;0'},
    "step": {**_RIGHT, "num_format": '+0.0;"−"0.0;0.0'},
    "rate": {**_RIGHT, "num_format": "#,##0.0"},
}
_TITLES: Final = 4
"""Lines above the heads: title, government, what it is of, and an empty one."""
_FROZEN: Final = 2
_LINE: Final = 15.0
"""Points that a line of Calibri 11 takes."""
_SURE: Final = 0.7
"""Of a column's width a text may fill so much and surely stays on one line."""
_HIGHEST: Final = 27
"""Lines of the highest row that spreadsheet programs know (409 points)."""
# Excel's day 1 is 1 January 1900, and it counts a 29 February of that year.
_EPOCH: Final = date(1899, 12, 30).toordinal()


# Without slots: Column[Row](...) notes its type argument on what it makes, and expects a refusal as "frozen" gives it.
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
        one_page: printed on one page; else on one page's width, or, where letters would become too small, on two.
    """

    name: str
    of: str
    columns: Sequence[Column[R]]
    rows: Iterable[R]
    total: R | None = None
    notes: Sequence[str] = ()
    one_page: bool = False


class _Looks:
    """The formats of a workbook, made once: by kind, and the same for a text that follows a column of numbers."""

    def __init__(self, book: Any) -> None:
        def look(**more: object) -> Any:
            return book.add_format({"font_name": "Calibri", "font_size": 11, "valign": "top", **more})

        self.title = look(bold=True, font_size=14)
        self.note = look(font_color=_MUTED)
        head: dict[str, object] = {"bold": True, "bg_color": _TINT, "bottom": 1, "text_wrap": True, "valign": "bottom"}
        self.heads = {"right": look(**head, **_RIGHT), "left": look(**head, **_LEFT), "apart": look(**head, **_APART)}
        total = {"font_color": _MUTED, "top": 1}
        self.cell: dict[Kind, Any] = {kind: look(**told) for kind, told in _CELLS.items()}
        self.total: dict[Kind, Any] = {kind: look(**{**told, **total}) for kind, told in _CELLS.items()}
        self.apart: dict[Kind, Any] = {
            kind: look(**{**told, **_APART}) for kind, told in _CELLS.items() if kind in _LEFTWARD
        }
        # A bar begins at the left edge of its cell: it must not touch the last digit of the number before it.
        self.heads["clear"] = look(**head, **_RIGHT, indent=1)
        self.clear: dict[Kind, Any] = {
            kind: look(**told, indent=1) for kind, told in _CELLS.items() if kind not in _LEFTWARD
        }

    def head(self, columns: Sequence[Column[Any]], place: int) -> Any:
        """The format of a heading, which stands as its column does."""
        if columns[place].kind not in _LEFTWARD:
            return self.heads["clear" if _before_bars(columns, place) else "right"]
        return self.heads["apart" if _after_numbers(columns, place) else "left"]

    def cells(self, columns: Sequence[Column[Any]]) -> list[Mapping[Kind, Any]]:
        """The formats of each column."""
        return [
            {**self.cell, **self.apart}
            if _after_numbers(columns, place)
            else {**self.cell, **self.clear}
            if _before_bars(columns, place)
            else self.cell
            for place in range(len(columns))
        ]


def _after_numbers(columns: Sequence[Column[Any]], place: int) -> bool:
    """Say whether a text would stand right beside the last digit of the number before it."""
    return place > 0 and columns[place].kind in _LEFTWARD and columns[place - 1].kind not in _LEFTWARD


def _before_bars(columns: Sequence[Column[Any]], place: int) -> bool:
    return place + 1 < len(columns) and columns[place + 1].bars


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
            counts[sheet.name] = _table(book, sheet, looks, (f"{title} · {sheet.name}", government, sheet.of))
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
    page.set_row(_TITLES, _LINE * max(_lines(column.title, column.width - 1) for column in sheet.columns))
    for place, column in enumerate(sheet.columns):
        page.write_string(_TITLES, place, column.title, looks.head(sheet.columns, place))
    cells = looks.cells(sheet.columns)
    count = 0
    most: dict[int, float] = dict.fromkeys((n for n, column in enumerate(sheet.columns) if column.bars), 1)
    for count, row in enumerate(sheet.rows, start=1):
        _row(page, _TITLES + count, sheet.columns, row, cells)
        for place in most:
            value = sheet.columns[place].value(row)
            most[place] = max(most[place], value if isinstance(value, (int, float)) else 0)
    last = _TITLES + max(count, 1)
    below = last + 1
    if sheet.total is not None:
        _row(page, below, sheet.columns, sheet.total, [looks.total] * len(sheet.columns))
        below += 1
    for line, text in enumerate(sheet.notes, start=below + 1):
        write_text(page, line, 0, text, looks.note)
    page.autofilter(_TITLES, 0, last, len(sheet.columns) - 1)
    for place, highest in most.items():
        _bars(page, place, last, highest)
    widths = [column.width for column in sheet.columns]
    set_paper(page, widths, head=_TITLES, frozen=_FROZEN, one_page=sheet.one_page)
    return count


def _row(page: Any, line: int, columns: Sequence[Column[Any]], row: Any, looks: Sequence[Mapping[Kind, Any]]) -> None:
    values = [column.value(row) for column in columns]
    # Spreadsheet programs do not fit the height of rows that another program wrote, and in flat memory it must be
    # said before the cells.
    high = max(
        (
            _lines(value, column.width - 1)
            for column, value in zip(columns, values, strict=True)
            if column.kind == "wrapped" and isinstance(value, str) and len(value) > column.width * _SURE
        ),
        default=1,
    )
    if high > 1:
        page.set_row(line, _LINE * min(high, _HIGHEST))
    for place, (column, value) in enumerate(zip(columns, values, strict=True)):
        if value is None or value == "":
            continue
        look = looks[place][column.kind if column.shown is None else column.shown(row)]
        if isinstance(value, str):
            write_text(page, line, place, value, look)
        elif isinstance(value, date):
            page.write_number(line, place, value.toordinal() - _EPOCH, look)
        else:
            page.write_number(line, place, value, look)


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column of that many digits' width, broken between words."""
    lines = 0
    for part in text.split("\n"):
        lines += 1
        used = 0.0
        for word in part.split(" "):
            # Capitals are wider than the digits that widths are counted in, small letters a little narrower.
            long = len(word) * (1.25 if word.isupper() else 0.95)
            if used and used + 1 + long > width:
                lines, used = lines + 1, 0.0
            used += long + (1 if used else 0)
            if used > width:
                broken = int(used // width)
                lines, used = lines + broken, used - broken * width
    return lines


def _bars(page: Any, place: int, last: int, highest: float) -> None:
    """Bars in the left half of the cells, so that each number stands beside its bar and not on it."""
    limits = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": highest * 2}
    bar = {"type": "data_bar", "bar_solid": True, "bar_color": _DATA, **limits}
    page.conditional_format(_TITLES + 1, place, last, place, bar)
