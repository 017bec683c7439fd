"""Which column of a sheet holds what, found by the heading; and the texts of a row.

For: the readers of exports and follow-up sheets.
Must not: rely on a position. The header may stand in any row, columns come in any order, and any but ``Tracking ID``
may be absent, which says nothing about its value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Literal

from ... import dates, rules
from ...errors import ConfigError, PayloadError
from ...sheets import Cell, Sheet
from ...sheets.headed import LONGEST_HEADING, beyond, by_heading, first_rows, folded, unique_headings

__all__ = ["Columns", "Header", "SheetKind", "find_header", "tracking_id"]

SheetKind = Literal["export", "follow_up"]

_FOLLOW_UP_DATES = ("forwarded_date", "followed_up_date", "finished_date")
_GENERATED = "tanggal generate"
_LONGEST_ID = 19


@dataclass(frozen=True, slots=True)
class Columns:
    """The headings that are looked for.

    Attributes:
        fields: kind of sheet → folded heading → field of ``rules/sp4n_columns.toml``.
        headings: kind of sheet → field → the heading as SP4N-LAPOR! or the office writes it.
        own: folded heading of a hand-made copy → folded heading that it stands for.
    """

    fields: Mapping[SheetKind, Mapping[str, str]]
    headings: Mapping[SheetKind, Mapping[str, str]]
    own: Mapping[str, str]

    @classmethod
    def load(cls, own: Mapping[str, str] | None = None) -> Columns:
        """The shipped table and, where given, the user's map (our heading → the heading of the copy).

        Raises: ConfigError, if the map names a column that there is none of.
        """
        fields: dict[SheetKind, dict[str, str]] = {"export": {}, "follow_up": {}}
        headings: dict[SheetKind, dict[str, str]] = {"export": {}, "follow_up": {}}
        for row in rules.load("sp4n_columns").rows:
            fields[row["sheet"]][folded(row["heading"])] = row["field"]
            headings[row["sheet"]][row["field"]] = row["heading"]
        known = {name for names in fields.values() for name in names}
        for name in own or {}:
            if folded(name) not in known:
                there = sorted({name for names in headings.values() for name in names.values()})
                raise ConfigError(
                    f"columns: there is no column {name!r} to stand for: write our name = the copy's name, "
                    f"where ours is one of {', '.join(there)}"
                )
        return cls(fields, headings, {folded(theirs): folded(ours) for ours, theirs in (own or {}).items()})

    def standard(self, name: Cell | None) -> str:
        """The folded heading that a cell stands for."""
        found = folded(name)
        return self.own.get(found, found)


@dataclass(frozen=True, slots=True)
class Header:
    """The header of one sheet.

    Attributes:
        row: its number; what follows are the rows.
        places: field → position of its cell; the first one where a heading stands twice.
        headings: of every column from left to right, each only once (``"Kategori (2)"``).
        generated: when the export was made, where a line above the header says so.
        remarks: what is not read although somebody may think so, a sentence each.
    """

    kind: SheetKind
    row: int
    places: Mapping[str, int]
    headings: tuple[str, ...]
    generated: datetime | None = None
    remarks: tuple[str, ...] = ()

    @classmethod
    def of(cls, cells: Sequence[Cell], columns: Columns, *, row: int = 0, generated: datetime | None = None) -> Header:
        """Read a row of headings. Raises: ValueError, if it tells neither a date of receipt nor a follow-up."""
        names = [columns.standard(cell) for cell in cells]
        kind = _kind(names, columns)
        fields = columns.fields[kind]
        places: dict[str, int] = {}
        for place, name in enumerate(names):
            if name in fields:
                places.setdefault(fields[name], place)
        return cls(kind, row, places, unique_headings(cells), generated, tuple(_remarks(kind, names, columns)))

    def cells(self, row_texts: Sequence[str | None]) -> dict[str, str | None]:
        """The row by its headings; a cell to the right of the header goes by its position."""
        return by_heading(self.headings, row_texts)

    def beyond(self, row_texts: Sequence[str | None]) -> dict[str, str]:
        """The filled cells to the right of the header."""
        return beyond(self.headings, row_texts)


def tracking_id(text: str | None) -> str | None:
    """The id that a cell holds, None for anything else (a footer, a repeated header)."""
    if text is None:
        return None
    text = text.removeprefix("#").strip()
    return text if text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID else None


def find_header(sheet: Sheet, columns: Columns, *, zone: tzinfo) -> Header:
    """Find the row that names the columns: the first that has a cell ``Tracking ID``.

    Args:
        zone: the zone in which the lines above it give the time of the export.

    Raises: PayloadError, saying what was looked for and what was found.
    """
    wanted = columns.headings["export"]["tracking_id"]
    looked_for = folded(wanted)
    generated: datetime | None = None
    for number, cells in sheet:
        names = [columns.standard(cell) for cell in cells if isinstance(cell, str) and len(cell) < LONGEST_HEADING]
        if looked_for in names:
            try:
                return Header.of(cells, columns, row=number, generated=generated)
            except ValueError as error:
                raise PayloadError(
                    f"Row {number} has a column {wanted}, but {error}",
                    request=str(sheet.path),
                    hint="hand in an export or a follow-up sheet, or map the columns of a hand-made copy (columns)",
                ) from None
        if _GENERATED in names:
            generated = _value_beside(cells, zone) or generated
    raise PayloadError(
        f'No row has a cell "{_shown_names(columns)}", which names the columns; found was {first_rows(sheet)}',
        request=str(sheet.path),
        hint="export it again, or map the columns of a hand-made copy (columns)",
    )


def _kind(names: Sequence[str], columns: Columns) -> SheetKind:
    export, follow_up = columns.headings["export"], columns.headings["follow_up"]
    if folded(export["received_date"]) in names:
        return "export"
    wanted = [follow_up[field] for field in _FOLLOW_UP_DATES]
    if any(folded(name) in names for name in wanted):
        return "follow_up"
    found = ", ".join(name for name in names if name)
    raise ValueError(f"neither {export['received_date']} nor one of {', '.join(wanted)}; its columns are: {found}")


def _remarks(kind: SheetKind, names: Sequence[str], columns: Columns) -> Iterator[str]:
    for theirs, ours in columns.own.items():
        if ours not in names:
            yield f'there is no column "{theirs}" nor "{ours}", which the map of columns names'
    dated = [columns.headings["follow_up"][field] for field in _FOLLOW_UP_DATES]
    passed_over = [name for name in dated if folded(name) in names]
    if kind == "export" and passed_over:
        yield f"{', '.join(passed_over)} stand in an export and are not read: keep them in a follow-up sheet"


def _value_beside(cells: Sequence[Cell], zone: tzinfo) -> datetime | None:
    """The date that stands in the same line as the label, if it can be read; an export is no worse without it."""
    for cell in cells:
        if cell == "" or folded(cell) == _GENERATED:
            continue
        try:
            day, clock = dates.date_of(cell), dates.time_of(cell)
        except ValueError:
            continue
        return dates.moment(cell, zone=zone) if clock else dates.day_start(day, zone).astimezone(UTC)
    return None


def _shown_names(columns: Columns) -> str:
    ours = columns.headings["export"]["tracking_id"]
    theirs = [name for name, stands_for in columns.own.items() if stands_for == folded(ours)]
    return '" or "'.join([*theirs, ours])
