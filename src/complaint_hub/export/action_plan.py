"""The action plan as XLSX and as self-contained HTML.

For: :mod:`complaint_hub.export`.
Must not: decide what stands in a column (see ``columns``), or trust a text: a citizen's category may begin with ``=``.
"""

from __future__ import annotations

from datetime import tzinfo
from io import BytesIO
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..evaluation import ActionPlan, PlanRow
from ..wording import long_date
from .columns import MATRIX, MONITORING, Column, written
from .overview import BASIS, overview
from .texts import write_text

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["action_plan_html", "action_plan_xlsx"]

_PAPER = "#e8eef5"


def action_plan_html(plan: ActionPlan, *, government: str, zone: tzinfo) -> str:
    """The plan as one page without scripts, links or outside files, to be pasted under a letterhead or printed.

    Args:
        government: its name as it stands in the title ("Pemerintah Kabupaten ...").
        zone: where the date of the figures is told.
    """
    # Most who export write workbooks or nothing.
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("complaint_hub.export", "templates"),
        autoescape=True,  # A switch by file name would not see an ending like .j2.
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("action_plan.html.j2").render(
        plan=plan,
        government=government,
        as_of=long_date(plan.card.as_of.astimezone(zone).date(), weekday=False),
        basis=BASIS,
        overview=list(overview(plan)),
        matrix=MATRIX,
        monitoring=MONITORING,
        monitored=_monitored(plan),
        written=written,
    )


def action_plan_xlsx(plan: ActionPlan, path: str | PathLike[str], *, government: str, zone: tzinfo) -> None:
    """Write the plan as a workbook: the matrix, its monitoring, and the figures that it rests on.

    Numbers are numbers, texts stay texts whatever they begin with. Raises: OSError, if the file cannot be written.
    """
    from xlsxwriter import Workbook

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    made = BytesIO()
    book = Workbook(made, options)
    # What a workbook says of its making is the moment of the figures, so that the same plan is the same file.
    book.set_properties({"title": _title(plan), "created": plan.card.as_of.astimezone(zone).replace(tzinfo=None)})
    formats = _Formats(book)
    as_of = long_date(plan.card.as_of.astimezone(zone).date(), weekday=False)
    head = (_title(plan), government, f"Angka per {as_of}")
    _sheet(book, "Rencana Aksi", MATRIX, plan.rows, formats, head)
    period = _monitored(plan)
    told = (f"Monitoring Rencana Aksi {period}".rstrip(), *head[1:])
    _sheet(book, "Monitoring", MONITORING, plan.rows, formats, told)
    _basis(book, plan, formats, head)
    book.close()
    Path(path).write_bytes(made.getvalue())


def _title(plan: ActionPlan) -> str:
    return f"Rencana Aksi Pengelolaan Pengaduan (berdasarkan {plan.card.period.label})"


def _monitored(plan: ActionPlan) -> str:
    """The label of the period that the plan was monitored for; empty if it was not."""
    return next((row.monitored.period.label for row in plan.rows if row.monitored), "")


class _Formats:
    """The formats of a workbook, made once."""

    def __init__(self, book: Any) -> None:
        cell = {"border": 1, "valign": "top", "text_wrap": True, "font_size": 10}
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.note = book.add_format({"font_color": "#4b5563"})
        self.head = book.add_format({**cell, "bold": True, "bg_color": _PAPER, "align": "center", "valign": "vcenter"})
        self.text = book.add_format(cell)
        self.by_kind = {
            "text": self.text,
            "number": book.add_format({**cell, "num_format": "0", "align": "center"}),
            "figure": book.add_format({**cell, "num_format": "#,##0.0##", "align": "right"}),
            "whole": book.add_format({**cell, "num_format": "#,##0", "align": "right"}),
            "percent": book.add_format({**cell, "num_format": "0.0%", "align": "right"}),
        }


def _sheet(
    book: Any,
    name: str,
    columns: Sequence[Column],
    rows: Sequence[PlanRow],
    formats: _Formats,
    head: Sequence[str],
) -> None:
    sheet = book.add_worksheet(name)
    for line, text in enumerate(head):
        write_text(sheet, line, 0, text, formats.note if line else formats.title)
    top = len(head) + 1
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(top, place, column.title, formats.head)
    sheet.set_row(top, 32)
    for line, row in enumerate(rows, start=top + 1):
        for place, column in enumerate(columns):
            _cell(sheet, line, place, column, row, formats)
        sheet.set_row(line, _height(columns, row))
    sheet.freeze_panes(top + 1, 4 if len(columns) > 12 else 2)
    sheet.repeat_rows(top)
    _page(sheet)


def _cell(sheet: Any, line: int, place: int, column: Column, row: PlanRow, formats: _Formats) -> None:
    value = column.value(row)
    if value is None or value == "":
        sheet.write_blank(line, place, None, formats.by_kind[column.kind])
    elif isinstance(value, str):
        write_text(sheet, line, place, value, formats.text)
    else:
        whole = column.kind == "figure" and float(value).is_integer()
        sheet.write_number(line, place, value, formats.by_kind["whole" if whole else column.kind])


def _height(columns: Sequence[Column], row: PlanRow) -> float:
    """Points that the longest text of a row takes; spreadsheet programs do not fit rows that another program wrote."""
    lines = [-(-len(written(column, row)) // max(1, column.width - 2)) for column in columns]
    return 14.0 * max(1, *lines) + 4


def _basis(book: Any, plan: ActionPlan, formats: _Formats, head: Sequence[str]) -> None:
    """The figures behind the plan: the overview, what triggered each row, and what could not be looked at."""
    sheet = book.add_worksheet("Dasar")
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90)
    for line, text in enumerate(head):
        write_text(sheet, line, 0, text, formats.note if line else formats.title)
    lines = [("Gambaran pengelolaan", ""), *overview(plan), ("Dasar tiap baris", "")]
    lines += [(f"{row.number}. {row.action}", "; ".join(row.figures)) for row in plan.rows]
    lines += [("Belum dapat dinilai", ""), *(_halves(text) for text in plan.open_questions)]
    lines += [("Dinilai, tidak memicu baris", ""), *(_halves(text) for text in plan.looked_at)]
    for line, (name, text) in enumerate(lines, start=len(head) + 1):
        write_text(sheet, line, 0, name, formats.head if not text else formats.text)
        write_text(sheet, line, 1, text, formats.text)
    _page(sheet)


def _halves(text: str) -> tuple[str, str]:
    name, _, why = text.partition(": ")
    return name, why


def _page(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.set_footer("&R&P/&N")
