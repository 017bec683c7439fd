"""A small store with one month of cases, and what is wanted of it."""

from __future__ import annotations

import warnings
from functools import lru_cache
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from complaint_hub.contract import Page
from complaint_hub.evaluation import Period
from complaint_hub.export import Content, Wanted
from complaint_hub.model import Complaint, Event
from complaint_hub.sla import sp4n
from complaint_hub.store import Store
from complaint_hub.worktime import WorkCalendar
from support.cases import wib

__all__ = ["CALENDAR", "NOW", "book_of", "column", "fill", "heads_of", "table", "wanted"]

CALENDAR = WorkCalendar.indonesia()
NOW = wib("2026-11-24 08:00")


def fill(path: Path, *complaints: Complaint) -> Store:
    """A store with these complaints and their timelines, as one run brings them."""
    store = Store(path)
    version = 0
    for channel, account in dict.fromkeys((c.channel, c.account) for c in complaints):
        rows = [c for c in complaints if (c.channel, c.account) == (channel, account)]
        events: list[Event] = [event for row in rows for event in row.timeline or ()]
        heads = [Complaint(**{n: getattr(r, n) for n in r.model_fields_set if n != "timeline"}) for r in rows]
        page = Page(state={"v": 1}, complaints=tuple(heads), events=tuple(events))
        store.commit(channel, account, page, version=version, now=NOW)
    return store


def wanted(period: str = "2026-10", **more: Any) -> Wanted:
    """The period, under the limits of SP4N-LAPOR!, as of a morning in November."""
    content = Content(**{name: more.pop(name) for name in ("personal", "confidential") if name in more})
    values: dict[str, Any] = {
        "period": Period.parse(period),
        "policy": sp4n(),
        "calendar": CALENDAR,
        "now": NOW,
        "government": "Pemerintah Kabupaten Blitar",
        "content": content,
    }
    return Wanted(**(values | more))


@lru_cache(maxsize=4)
def _read(file: Path, _modified: int) -> Any:
    # openpyxl does not know solid bars in cells, and says so.
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*extension is not supported")
        return load_workbook(file)


def book_of(file: Path) -> Any:
    """The workbook as openpyxl reads it; read once as long as the file stays as it is."""
    return _read(file, file.stat().st_mtime_ns)


def table(file: Path, name: str) -> tuple[Any, int]:
    """A sheet, and the row of its heads."""
    return book_of(file)[name], 5


def heads_of(file: Path, name: str) -> list[str]:
    """The titles of a sheet's columns."""
    sheet, head = table(file, name)
    return [cell.value for cell in sheet[head]]


def column(file: Path, name: str, title: str) -> list[Any]:
    """The cells of a column below its title, without those of the lines below the table."""
    sheet, head = table(file, name)
    place = heads_of(file, name).index(title) + 1
    last = int(sheet.auto_filter.ref.rpartition(":")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    return [sheet.cell(row, place) for row in range(head + 1, last + 1)]
