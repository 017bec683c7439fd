"""What is printed, and how it fits: tables, marks, colours, and texts that citizens wrote.

For: every command that prints for people. Results go to standard output, everything else to standard error.
Must not: know what a complaint is, or read a citizen's text as markup, as a control sequence or as a change of
direction.

On a terminal a table fits its width: only the free-text column is cut, with an ellipsis, and long names of units wrap.
In a pipe nothing is cut, wrapped or coloured, and a list is one record a line, its fields parted by tabs, for ``cut``
and ``grep``; what is said about it then goes to standard error. ``NO_COLOR`` is respected. Without UTF-8 the marks are
ASCII.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import typer
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

__all__ = ["WIDE", "Column", "Screen", "open_screen", "program", "visible", "write_json"]

_NAME, _MARK = "complaint-hub", "Tanda"

WIDE = 140
"""Columns of a terminal from which the wide tables are shown; a pipe counts as wide."""

_READABLE, _WIDELY_READABLE, _WRAPPED, _NARROWEST, _ROOM = 24, 40, 18, 8, 20
# In a pipe nothing is cut, but one text of 10 kB must not fill every other row with blanks.
_PADDED = 120
_MARKS: Mapping[str, str] = {
    "▲": "!",
    "◆": "~",
    "○": "o",
    "‖": "=",
    "✓": "v",
    "–": "-",
    "■": "#",
    "█": "#",
    "…": "...",
    "·": "|",
}
_STYLES: Mapping[str, str] = {"▲": "bold red", "◆": "yellow", "✓": "green", "–": "dim", "‖": "dim"}
_MARKS_ASCII = str.maketrans({**_MARKS, "\u2212": "-", "\u00a0": " ", "\u202f": " "})
# First strong isolate ... pop directional isolate: a right-to-left text cannot reorder what stands around it.
_ISOLATE, _POP = "\u2068", "\u2069"
_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: ``free`` is the one free text, ``wraps`` a name that may take two lines."""

    title: str
    free: bool = False
    wraps: bool = False
    right: bool = False


@dataclass(frozen=True, slots=True)
class Screen:
    """Where results go.

    Attributes:
        width: columns of the terminal; None in a pipe, where nothing is cut.
        utf8: False where the stream cannot hold the marks.
        report: True where a list stands among other text and is read by a person in a pipe too.
    """

    console: Console
    width: int | None
    utf8: bool
    report: bool = False

    @property
    def records(self) -> bool:
        """True if a list is for other programs."""
        return self.width is None and not self.report

    @property
    def wide(self) -> bool:
        """True if there is room for the further columns."""
        return self.width is None or self.width >= WIDE

    def plain(self, text: str) -> str:
        """Our own words, in what the stream can hold."""
        return text if self.utf8 else text.translate(_MARKS_ASCII)

    def line(self, text: str = "", *, style: str = "", indent: int = 0, hang: int = 0) -> None:
        """Print one line of our own words (citizens' texts in it made :func:`visible` before), wrapped to fit.

        What does not fit goes on below, *hang* columns further in.
        """
        first, *more = self._wrapped(self.plain(text), indent, hang)
        self._print(Text(" " * indent + first, style=style))
        for part in more:
            self._print(Text(" " * (indent + hang) + part, style=style))

    def whole(self, text: str, *, indent: int = 0) -> None:
        """Print one line that is never wrapped, because it is there to be copied (an address)."""
        self._print(Text(" " * indent + self.plain(text)))

    def note(self, text: str) -> None:
        """Print what is said about a list: below it on a terminal, and beside it, on standard error, in a pipe."""
        if not self.records:
            self.line(text)
        else:
            print(self.plain(text), file=sys.stderr)  # noqa: T201 - the command line speaks here

    def command(self, words: str, *, before: str = "  ") -> None:
        """Print a command to go on with, never wrapped."""
        self.whole(f"{before}{program()} {visible(words)}")

    def _wrapped(self, text: str, indent: int, hang: int) -> list[str]:
        if self.width is None:
            return [text]
        room = max(self.width - indent, _ROOM)
        first, *more = Text(text).wrap(self.console, room) or [Text()]
        if not more or not hang:
            return [line.plain.rstrip() for line in (first, *more)]
        rest = Text(text[len(first.plain) :].lstrip())
        return [
            first.plain.rstrip(),
            *(line.plain.rstrip() for line in rest.wrap(self.console, max(room - hang, _ROOM))),
        ]

    def listing(
        self, columns: Sequence[Column], rows: Sequence[Sequence[str]], *, marks: Sequence[str] | None = None
    ) -> None:
        """Print a list: a table on a terminal; in a pipe one record a line, with tabs, the mark in its own field."""
        if not self.records:
            self.table(columns, rows, marks=marks or ())
            return
        records = [[c.title for c in columns], *rows]
        if marks is not None:
            records = [[mark, *record] for mark, record in zip((_MARK, *marks), records, strict=True)]
        self._print("\n".join("\t".join(map(self.plain, record)) for record in records))

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[str]], *, marks: Sequence[str] = ()) -> None:
        """Print rows under a head; a mark stands before each row and gives its first cell the colour."""
        cells = [[self.plain(cell) for cell in row] for row in rows]
        lead = "  " if marks else ""
        widths = self._widths(columns, cells, len(lead))
        self._print(Text(lead + self._row([c.title for c in columns], columns, widths), style="dim"))
        for place, row in enumerate(cells):
            mark = marks[place] if marks else ""
            first, *more = self._in_lines(row, columns, widths)
            text = Text(f"{self.plain(mark)} " if marks else "")
            text.append(self._row(first, columns, widths))
            if mark in _STYLES:
                text.stylize(_STYLES[mark], 0, len(lead) + len(row[0]))
            self._print(text)
            for rest in more:
                self._print(Text(lead + self._row(rest, columns, widths)))

    def _widths(self, columns: Sequence[Column], rows: Sequence[Sequence[str]], lead: int) -> list[int]:
        widths = [max(cell_len(cell) for cell in (c.title, *(row[i] for row in rows))) for i, c in enumerate(columns)]
        if self.width is None:
            return [min(width, _PADDED) for width in widths]
        room = self.width - lead - 2 * (len(columns) - 1)
        # The free text gives way first, down to a readable rest; then names wrap; then the free text gives way again.
        readable = _WIDELY_READABLE if self.wide else _READABLE
        for least, which in ((readable, "free"), (_WRAPPED, "wraps"), (_NARROWEST, "free")):
            for i, column in enumerate(columns):
                if getattr(column, which):
                    widths[i] = max(min(widths[i], room - sum(widths) + widths[i]), min(widths[i], least))
        return widths

    def _in_lines(self, row: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> list[list[str]]:
        """The cells of a row, one list for each line that it takes."""
        lines = [
            [part.plain.rstrip() for part in Text(cell).wrap(self.console, width)]
            if column.wraps and self.width is not None and cell_len(cell) > width
            else [cell]
            for cell, column, width in zip(row, columns, widths, strict=True)
        ]
        return [[cell[n] if n < len(cell) else "" for cell in lines] for n in range(max(map(len, lines)))]

    def _row(self, cells: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> str:
        fitted = [
            self._fit(cell, width, right=column.right)
            for cell, column, width in zip(cells, columns, widths, strict=True)
        ]
        return "  ".join(fitted).rstrip()

    def _fit(self, cell: str, width: int, *, right: bool) -> str:
        if cell_len(cell) > width and self.width is not None:
            end = self.plain("…")
            # What was cut off may hold the end of the isolation.
            end += _POP if cell.startswith(_ISOLATE) else ""
            cell = set_cell_size(cell, width - cell_len(end)).rstrip() + end
        padding = " " * (width - cell_len(cell))
        return padding + cell if right else cell + padding

    def _print(self, text: Text | str) -> None:
        """Print one line; a string, which may be several, as it is, with its tabs."""
        try:
            if isinstance(text, str):
                # Not by the console, which makes blanks of tabs.
                self.console.file.write(text + "\n")
                self.console.file.flush()
            else:
                self.console.print(text, soft_wrap=True, markup=False, highlight=False, emoji=False)
        except BrokenPipeError:
            # The reader has seen enough (`| head`): that is no fault. Nothing may be flushed into the pipe any more.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None


def open_screen(stream: TextIO | None = None) -> Screen:
    """Standard output (or *stream*) as a screen; its size, colour and encoding are asked once."""
    out: TextIO = stream or sys.stdout
    # NO_COLOR means none at all: rich itself would still write bold and dim.
    plain = bool(os.environ.get("NO_COLOR"))
    console = Console(file=out, highlight=False, markup=False, emoji=False, color_system=None if plain else "auto")
    terminal = out.isatty()
    return Screen(console, console.width if terminal else None, _is_utf8(out))


def program() -> str:
    """How this program can be called again: by its name, or by its path where the name would not be found."""
    called = Path(sys.argv[0])
    if called.name != _NAME or shutil.which(_NAME):
        return _NAME
    with suppress(ValueError):
        return str(called.absolute().relative_to(Path.cwd()))
    return str(called)


def _is_utf8(stream: TextIO) -> bool:
    return (stream.encoding or "").lower().replace("-", "").replace("_", "") in ("utf8", "utf8sig", "cp65001")


def write_json(value: object) -> None:
    """Print JSON for machines: one document, ASCII only, so that no stream and no terminal can misread it."""
    try:
        print(json.dumps(value, indent=2, ensure_ascii=True))  # noqa: T201 - this is the command's result
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None


def visible(text: str | None, *, utf8: bool = True) -> str:
    """A citizen's text on one line: control characters shown, white space joined, direction kept to itself.

    Args:
        text: anything, from anywhere; None reads as empty.
        utf8: False shows control characters in ASCII too.
    """
    joined = " ".join((text or "").split())
    shown = "".join(_shown(character, utf8) for character in joined)
    if any(unicodedata.bidirectional(c) in ("R", "AL") for c in shown):
        return f"{_ISOLATE}{shown}{_POP}"
    return shown


def _shown(character: str, utf8: bool) -> str:
    number = ord(character)
    if number < 0x20 or number == 0x7F:
        picture = "\u2421" if number == 0x7F else chr(0x2400 + number)
        return picture if utf8 else f"^{chr(number ^ 0x40)}"
    # C1 controls move the cursor too; overrides and embeddings would swallow the rest of the line.
    if 0x80 <= number < 0xA0 or character in _DIRECTION or unicodedata.category(character) == "Cs":
        return f"<U+{number:04X}>"
    return character
