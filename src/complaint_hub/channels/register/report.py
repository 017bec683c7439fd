"""What a person should know about a sheet once it is read: corrections, doubts, and what is missing.

For: ``channel``, whose last page of a file carries it.
Must not: show what citizens wrote; rows and ids are enough to look it up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from .columns import Columns
from .identity import Identified
from .tables import Table

__all__ = ["remarks"]

_SHOWN: Final = 10


def remarks(table: Table, columns: Columns, found: Identified) -> Iterator[str]:
    """The sentences about one sheet."""
    file, entries = table.origin.file, table.entries
    yield from (f"{file}: {remark}" for remark in table.header.remarks(columns))
    if found.corrected:
        rows = [f"row {entries[place].row} ({found.ids[place]})" for place in found.corrected]
        yield f"{file}: taken for corrections of entries that are known: {_some(rows)}"
    if found.doubtful:
        rows = [f"row {entries[place].row} may be {known}" for place, known in found.doubtful.items()]
        yield f"{file}: doubtful, taken for new entries: {_some(rows)}"
    if found.missing:
        rows = [f"{known.id} ({known.likeness.date})" for known in found.missing]
        yield f"{file}: entries of these days that an earlier sheet had and this one has not, kept: {_some(rows)}"


def _some(items: Sequence[str]) -> str:
    shown = ", ".join(items[:_SHOWN])
    return f"{shown} and {len(items) - _SHOWN} more" if len(items) > _SHOWN else shown
