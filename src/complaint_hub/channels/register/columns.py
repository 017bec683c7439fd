"""Which column of a register holds what, found by the heading.

For: ``tables`` and ``mapping``.
Must not: rely on a position, or need more than a text and a date: any other column may be absent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ... import rules
from ...errors import ConfigError, PayloadError
from ...sheets import Cell, Sheet
from ...sheets.headed import LONGEST_HEADING, by_heading, first_rows, folded, unique_headings

__all__ = ["Columns", "Header", "find_header"]


@dataclass(frozen=True, slots=True)
class Columns:
    """The headings that are looked for.

    Attributes:
        fields: folded heading → field of ``rules/register_columns.toml``; the earlier wins where two name one.
        headings: field → its usual heading.
        own: folded heading of the user's sheet → field.
    """

    fields: Mapping[str, str]
    headings: Mapping[str, str]
    own: Mapping[str, str]

    @classmethod
    def load(cls, own: Mapping[str, str] | None = None) -> Columns:
        """The shipped table and, where given, the user's map (our heading → the heading of the sheet).

        Raises: ConfigError, if the map names a column that there is none of.
        """
        fields: dict[str, str] = {}
        headings: dict[str, str] = {}
        for row in rules.load("register_columns").rows:
            headings[row["field"]] = row["headings"][0]
            fields |= {folded(name): row["field"] for name in row["headings"]}
        for name in own or {}:
            if folded(name) not in fields:
                raise ConfigError(
                    f"columns: there is no column {name!r} to stand for: write our name = the sheet's name, "
                    f"where ours is one of {', '.join(headings.values())}"
                )
        return cls(fields, headings, {folded(theirs): fields[folded(ours)] for ours, theirs in (own or {}).items()})

    def places(self, cells: Sequence[Cell]) -> dict[str, int]:
        """Field → position of its cell in a row of headings."""
        names = [folded(cell) if isinstance(cell, str) and len(cell) < LONGEST_HEADING else "" for cell in cells]
        places: dict[str, int] = {}
        for name, field in (*self.own.items(), *self.fields.items()):
            if field not in places and name in names and (self.own.get(name, field) == field):
                places[field] = names.index(name)
        return places


@dataclass(frozen=True, slots=True)
class Header:
    """The header of one sheet.

    Attributes:
        row: its number; what follows are the rows.
        places: field → position of its cell.
        headings: of every column from left to right, each only once.
    """

    row: int
    places: Mapping[str, int]
    headings: tuple[str, ...]

    @classmethod
    def of(cls, cells: Sequence[Cell], columns: Columns, *, row: int = 0) -> Header | None:
        """Read a row of headings; None if it names no text or neither kind of date."""
        places = columns.places(cells)
        if "text" not in places or not places.keys() & {"date", "opened"}:
            return None
        return cls(row, places, unique_headings(cells))

    def value(self, cells: Sequence[str | None], field: str) -> str | None:
        """The text of a field in a row; None for an absent column, too."""
        place = self.places.get(field)
        return cells[place] if place is not None and place < len(cells) else None

    def cells(self, cells: Sequence[str | None]) -> dict[str, str | None]:
        """A row by its headings."""
        return by_heading(self.headings, cells)

    def remarks(self, columns: Columns) -> Iterator[str]:
        """What a person should know about the columns."""
        names = {folded(name) for name in self.headings}
        for theirs in columns.own:
            if theirs not in names:
                yield f'there is no column "{theirs}", which the map of columns names'
        read = set(self.places.values())
        unread = [name for place, name in enumerate(self.headings) if name and place not in read]
        if unread:
            yield f"columns that are only kept as they stand: {', '.join(unread)}"


def find_header(sheet: Sheet, columns: Columns) -> Header:
    """Find the row that names the columns: the first with a text and a date.

    Raises: PayloadError, saying what was looked for and what was found.
    """
    for number, cells in sheet:
        header = Header.of(cells, columns, row=number)
        if header is not None:
            return header
    text, date, opened = (columns.headings[field] for field in ("text", "date", "opened"))
    raise PayloadError(
        f'No row names the columns, which are "{text}" and "{date}" or "{opened}" (or spellings of them); '
        f"found was {first_rows(sheet)}",
        request=str(sheet.path),
        hint="hand in the register itself, or map the columns of your sheet (columns)",
    )
