"""A sheet whose columns are named by a row of headings: headings and rows as texts.

For: channels that find a column by its name.
Must not: know what a heading means, or rely on a position.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from .cells import Cell, Row, Sheet, cell_text, heading

__all__ = [
    "LONGEST_HEADING",
    "beyond",
    "by_heading",
    "filled",
    "filled_down",
    "first_rows",
    "folded",
    "texts",
    "unique_headings",
]

LONGEST_HEADING = 120
"""A longer cell is a text, never a heading."""

_SHOWN_ROWS, _SHOWN_WIDTH, _SHOWN_CELLS, _SHOWN_LETTERS = 4, 3, 12, 30


def folded(name: Cell | None) -> str:
    """A heading as it is compared: one line, single spaces, no case."""
    return heading(name).casefold()


def texts(cells: Iterable[Cell], width: int = 0, *, repaired: list[str] | None = None) -> list[str | None]:
    """The texts of a row, None for an empty cell or ``-``; at least *width* of them.

    Args:
        repaired: takes each text that held a NUL, which no database takes and which is left out.
    """
    row = [None if cell == "" else _text(cell, repaired) for cell in cells]
    return row if len(row) >= width else row + [None] * (width - len(row))


def _text(cell: Cell, repaired: list[str] | None) -> str | None:
    # Nearly all cells are plain words, and an export has half a million of them.
    if isinstance(cell, str) and cell.isascii() and "\r" not in cell and "\0" not in cell:
        plain = cell.strip()
        return plain if plain and plain != "-" else None
    text = cell_text(cell)
    if text is None or text == "-":
        return None
    if "\0" in text:
        text = text.replace("\0", "")
        if repaired is not None:
            repaired.append(text)
    return text


def filled(row_texts: Iterable[str | None]) -> int:
    """How many cells hold something."""
    return sum(text is not None for text in row_texts)


def filled_down(sheet: Sheet) -> Iterator[tuple[Row, frozenset[int]]]:
    """The rows, each cell that was merged with the one above holding its value too.

    Nothing is filled down outside of merged cells: an empty cell says nothing.

    Returns: each row, and the positions that it has from a row above.
    """
    coming = [area for area in sheet.merged if area.bottom > area.top]
    coming.reverse()
    open_areas: dict[int, tuple[int, Cell]] = {}
    for number, cells in sheet:
        open_areas = {left: area for left, area in open_areas.items() if area[0] >= number}
        if open_areas:
            row = list(cells) + [""] * (max(open_areas) + 1 - len(cells))
            for left, (_, value) in open_areas.items():
                row[left] = value
            cells = tuple(row)
        yield Row(number, cells), frozenset(open_areas)
        while coming and coming[-1].top <= number:
            area = coming.pop()
            if area.top == number and area.left < len(cells):
                open_areas[area.left] = (area.bottom, cells[area.left])


def unique_headings(cells: Sequence[Cell]) -> tuple[str, ...]:
    """The headings from left to right, each only once (``"Kategori (2)"``)."""
    seen: dict[str, int] = {}
    unique: list[str] = []
    for cell in cells:
        name = heading(cell)
        seen[name] = seen.get(name, 0) + 1
        unique.append(f"{name} ({seen[name]})" if name and seen[name] > 1 else name)
    return tuple(unique)


def by_heading(headings: Sequence[str], row_texts: Sequence[str | None]) -> dict[str, str | None]:
    """A row by its headings; a cell to the right of the header goes by its position."""
    named = dict(zip(headings, row_texts, strict=False))
    named.pop("", None)
    return named | beyond(headings, row_texts)


def beyond(headings: Sequence[str], row_texts: Sequence[str | None]) -> dict[str, str]:
    """The filled cells to the right of the header."""
    right = enumerate(row_texts[len(headings) :], start=len(headings) + 1)
    return {f"column {place}": text for place, text in right if text is not None}


def first_rows(sheet: Sheet) -> str:
    """The first rows that hold something, up to the one that looks like a header: what follows are people's texts."""
    shown: list[str] = []
    for number, cells in sheet:
        if width := filled(texts(cells)):
            shown.append(f"row {number}: {_line(cells)}")
        if width >= _SHOWN_WIDTH or len(shown) == _SHOWN_ROWS:
            break
    return "; ".join(shown) or "nothing but empty rows"


def _line(cells: Sequence[Cell]) -> str:
    names = [name for name in map(heading, cells) if name]
    short = [name if len(name) <= _SHOWN_LETTERS else name[: _SHOWN_LETTERS - 1] + "…" for name in names]
    return " | ".join(short[:_SHOWN_CELLS]) + (" | …" if len(short) > _SHOWN_CELLS else "")
