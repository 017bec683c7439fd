"""The list of cases as CSV, which spreadsheet programs open without running anything in it.

For: programs that read tables, and the command ``export csv``.
Must not: know what stands in a column (see ``lists``), or how a formula is kept from being one (see ``texts``).

UTF-8 with a mark at its start, separated by semicolons, as spreadsheet programs in Indonesian expect; dates are ISO.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Final

from .files import whole_file
from .grid import Column, Value
from .lists import CASES, Numbered
from .reading import cases_of
from .texts import guarded, sound, unguarded
from .wanted import Wanted
from .workbooks import Written

if TYPE_CHECKING:
    from ..store import Store

__all__ = ["REPORTER", "cases_csv", "read_cases_csv"]

REPORTER: Final = Column[Numbered](
    "Pelapor", 24, "text", lambda row: row.case.reporter, "who wrote; only in the CSV, and only with `--personal`"
)


def cases_csv(store: Store, path: str | PathLike[str], wanted: Wanted, *, delimiter: str = ";") -> Written:
    """Write the cases of the sheet *Daftar Aduan* as CSV; with personal data also who wrote.

    A text that a spreadsheet program could take for a formula gets an apostrophe (see ``texts``);
    :func:`read_cases_csv` takes it away again.

    Raises: OSError, if the file cannot be written; StoreError.
    """
    columns = (*CASES, REPORTER) if wanted.content.personal else CASES
    n = 0
    with (
        whole_file(path, private=wanted.content.personal or wanted.content.confidential) as part,
        part.open("w", encoding="utf-8-sig", newline="") as file,
    ):
        out = csv.writer(file, delimiter=delimiter)
        out.writerow([column.title for column in columns])
        for n, case in enumerate(cases_of(store, wanted), start=1):
            row = Numbered(n, case)
            out.writerow([_cell(column.value(row)) for column in columns])
    return Written(Path(path), {"Daftar Aduan": n})


def read_cases_csv(path: str | PathLike[str], *, delimiter: str = ";") -> Iterator[dict[str, str]]:
    """Read such a file back: every text as it was, by the titles of its columns; what is empty is ``""``."""
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file, delimiter=delimiter):
            yield {title: unguarded(cell or "") for title, cell in row.items()}


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return guarded(sound(value)) if isinstance(value, str) else str(value)
