"""Reads tables that offices hand in, by the headings that a table of rules lists.

For: :mod:`.performance` and :mod:`.recap`.
Must not: refuse a table for what it says; only one without the needed headings is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from os import PathLike
from pathlib import Path

from ..errors import ConfigError, PayloadError
from ..rules import load

__all__ = ["Line", "number", "read_lines"]

Line = tuple[int, Mapping[str, object]]
"""The number of a row as a spreadsheet program shows it, and its cells by field; fields without a column are absent."""

_NUMBER = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")
_LOOKED_AT = 200


def read_lines(
    path: str | PathLike[str], table: str, *, needs: tuple[str, ...], sheet: str | None = None
) -> Iterator[Line]:
    """The rows below each header of a sheet; a second header below begins a second table of the same form.

    Args:
        table: the table of rules that lists the headings of each field.
        needs: fields without which a row of headings is none.

    Raises: ConfigError, if the file cannot be read, or no row holds the needed headings (named with the spellings that
        are known).
    """
    # Reading workbooks loads a library of its own, and most callers of this room never do.
    from ..sheets import open_sheet
    from ..sheets.headed import folded

    rules = load(table).rows
    fields = {folded(name): row["field"] for row in rules for name in row["headings"]}
    file = Path(path)
    try:
        opened = open_sheet(file, sheet=sheet)
        columns: dict[int, str] = {}
        for row_number, cells in opened:
            found: dict[int, str] = {}
            for place, cell in enumerate(cells):
                field = fields.get(folded(cell))
                if field is not None and field not in found.values():
                    found[place] = field
            if set(needs) <= set(found.values()):
                columns = found
            elif columns:
                yield row_number, {field: cells[at] for at, field in columns.items() if at < len(cells)}
            elif row_number > _LOOKED_AT:
                break
    except PayloadError as problem:
        raise ConfigError(str(problem)) from problem
    if not columns:
        spelled = "; ".join(" or ".join(row["headings"][:3]) for row in rules if row["field"] in needs)
        raise ConfigError(f"{file}: no row of headings was found: it needs {spelled}")


def number(cell: object, *, percent: bool = False) -> float | None:
    """A number as offices write it: ``1.011``, ``15,6``, ``41,4 %``; None for an empty cell, ``-`` or words.

    Args:
        percent: the cell is a percentage: ``95`` and ``95 %`` give 0.95; a number cell up to 1 is a share already.
    """
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return cell / 100 if percent and cell > 1 else float(cell)
    text = str(cell).replace("\u00a0", "").replace(" ", "").removesuffix("%").removesuffix("hari")
    # Three digits after each point are thousands; a comma is the decimal mark, else a point is.
    if re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?", text):
        text = text.replace(".", "")
    if _NUMBER.fullmatch(text) is None:
        return None
    value = float(text.replace(",", "."))
    return value / 100 if percent else value
