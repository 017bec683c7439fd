"""Texts of strangers in cells: what a citizen wrote must stay a text in whatever program opens the file.

For: every file of this room.
Must not: change what a text says. What stands in a workbook, and what :func:`unguarded` gives back of a CSV cell, is
the text as it was; the few exceptions are what no file can hold (half a surrogate pair, more than 32,767 characters).

A workbook says of each cell that it is a text, so nothing in it is ever evaluated. CSV cannot say that: a program takes
a cell that begins with ``=`` for a formula. The rule for CSV, after
https://owasp.org/www-community/attacks/CSV_Injection:

one apostrophe goes before ``=``, ``+``, ``-``, ``@`` and their wide and small forms wherever a cell begins, *and*
wherever one would begin for a program that takes another separator or does not know quotation marks: after a comma,
semicolon, tab, bar or line break inside the text. Spaces, quotation marks and invisible characters in between change
nothing. Reading takes one apostrophe away at the same places; an apostrophe of the writer's own gets a second one
there, and so survives.
"""

from __future__ import annotations

import re
from typing import Any, Final

__all__ = ["LONGEST", "clipped", "guarded", "sound", "unguarded", "write_text"]

LONGEST: Final = 32_767
"""Characters that a cell holds, in every spreadsheet program."""

# Forms that some input methods, fonts and programs treat like the sign itself.
_SIGNS: Final = "=+\\-@＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋−"
# White space, quotation marks, control and invisible characters, which programs trim, drop or do not show.
_SKIPPED: Final = '\\s"\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb'
_SEPARATORS: Final = ",;|\t\r\n\v\f\x85\u2028\u2029"
# A whole run of both, looked at once: a text of ten million tabs must not take ten million times as long.
_RUN: Final = f"(?:^|(?<![{_SEPARATORS}{_SKIPPED}])(?=[{_SEPARATORS}{_SKIPPED}]))([{_SEPARATORS}{_SKIPPED}]*+)"
_GUARD: Final = re.compile(f"{_RUN}(?='*[{_SIGNS}])")
_GUARDED: Final = re.compile(f"{_RUN}'(?='*[{_SIGNS}])")
_SEPARATED: Final = re.compile(f"[{_SEPARATORS}]")
_HALF: Final = re.compile("[\ud800-\udfff]")


def guarded(text: str) -> str:
    """The text as it may stand in CSV, with an apostrophe wherever a formula could begin."""
    return _GUARD.sub(lambda found: found[1] + "'" * _begins(found), text)


def unguarded(cell: str) -> str:
    """The text that :func:`guarded` was given."""
    return _GUARDED.sub(lambda found: found[1] if _begins(found) else found[0], cell)


def _begins(found: re.Match[str]) -> bool:
    """Say whether a cell could begin after this run."""
    return found.start() == 0 or _SEPARATED.search(found[1]) is not None


def sound(text: str) -> str:
    """The text as a file can hold it: half a surrogate pair, which no encoding knows, becomes the replacement sign."""
    return text if text.isascii() else _HALF.sub("\ufffd", text)


def clipped(text: str, most: int = LONGEST) -> str:
    """The text, or its beginning and an ellipsis; counted as spreadsheet programs do, in units of UTF-16."""
    if len(text) * 2 <= most or len(text.encode("utf-16-le", "surrogatepass")) <= most * 2:
        return text
    units = text.encode("utf-16-le", "surrogatepass")[: (most - 1) * 2]
    return units.decode("utf-16-le", "ignore").rstrip() + "…"


def write_text(sheet: Any, line: int, place: int, text: str, look: Any) -> None:
    """Write a text cell of an XlsxWriter sheet: never a formula, a link, a number, or markup of the file itself."""
    text = sound(clipped(text))
    if text.startswith("<r>") and text.endswith("</r>"):
        # XlsxWriter takes such a string for rich text of its own and copies it into the file unescaped: a citizen
        # could close the cell there and open one with a formula. Handed over in pieces it is escaped.
        sheet.write_rich_string(line, place, text[:1], text[1:2], text[2:], look)
    else:
        sheet.write_string(line, place, text, look)
