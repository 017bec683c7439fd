"""What is compared of an entry, small enough to be remembered: digests, and a sketch of its text.

For: ``identity``.
Must not: keep a text. Whoever reads a checkpoint must not read what citizens wrote.

The sketch is the smallest 24 hashes of the text's pieces of four letters: how many two sketches share estimates how
many pieces two texts share, with an error of about 0.1. A text of fewer pieces is compared exactly.
"""

from __future__ import annotations

import re
import unicodedata
from base64 import b64encode
from collections.abc import Iterable
from hashlib import blake2b
from typing import Final, NamedTuple
from zlib import crc32

__all__ = [
    "Likeness",
    "apart",
    "content",
    "digest",
    "likeness_of",
    "may_be",
    "one_without_place",
    "plain",
    "same",
    "same_place",
    "same_row",
    "similarity",
]

_PIECE: Final = 4
_HASHES: Final = 24
_LETTERS: Final = 4  # hexadecimal digits of one hash of a sketch
_SAME_NUMBER: Final = 0.5
_ODD: Final = 2654435761  # spreads what CRC leaves close together (Knuth, The Art of Computer Programming, 6.4)


class Likeness(NamedTuple):
    """What is compared. ``""`` stands for what the entry does not say.

    Attributes:
        number: the office's own, as it is compared.
        date: ISO; ``?`` and the text where it cannot be read.
        source: by the table, else as written.
        text, row, place: digests of the text, of everything, and of where it is.
        words: how many words the text has.
        sketch: see above.
    """

    number: str
    date: str
    source: str
    text: str
    row: str
    place: str
    words: int
    sketch: str


def plain(text: str | None) -> str:
    """A text without what is corrected without a thought: case, punctuation, spaces, the form of letters."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text or "").casefold()))


def digest(parts: Iterable[str | None], *, size: int = 6) -> str:
    """A short digest; ``""`` if there is nothing to say."""
    said = ["" if part is None else part for part in parts]
    if not any(said):
        return ""
    return b64encode(blake2b(repr(said).encode("utf-8", "surrogatepass"), digest_size=size).digest()).decode()


def likeness_of(
    *,
    number: str,
    date: str,
    source: str,
    text: str | None,
    place: Iterable[str | None],
    row: Iterable[str | None],
) -> Likeness:
    """What is compared of an entry with these values."""
    said = plain(text)
    return Likeness(
        number,
        date,
        source,
        digest([said], size=9),
        digest(row, size=9),
        digest(map(plain, place)),
        said.count(" ") + bool(said),
        _sketch(said),
    )


def similarity(one: Likeness, other: Likeness) -> float:
    """How much two texts have in common, from 0 to 1."""
    if one.text == other.text:
        return 1.0
    ours, theirs = _hashes(one.sketch), _hashes(other.sketch)
    smallest = sorted(ours | theirs)[:_HASHES]
    return sum(value in ours and value in theirs for value in smallest) / len(smallest) if smallest else 0.0


def content(said: Likeness) -> tuple[str, str, str]:
    """What an entry says, whatever its place and what became of it."""
    return said.date, said.source, said.text


def same(one: Likeness, other: Likeness) -> bool:
    """Say whether date and text agree."""
    return one.date == other.date and one.text == other.text


def same_row(one: Likeness, other: Likeness) -> bool:
    """Say whether all cells agree."""
    return one.row == other.row


def same_place(one: Likeness, other: Likeness) -> bool:
    """Say whether they stand for one place, or both for none."""
    return one.place == other.place


def one_without_place(one: Likeness, other: Likeness) -> bool:
    """Say whether their places do not differ."""
    return not one.place or not other.place


def apart(one: str, other: str) -> bool:
    """Say whether two places are told and differ."""
    return bool(one and other and one != other)


def may_be(entry: Likeness, known: Likeness) -> bool:
    """Say whether two entries of one number are one: offices begin again at 1 every year."""
    alike = similarity(entry, known) >= _SAME_NUMBER
    if entry.date.startswith("?") or known.date.startswith("?"):
        return alike
    if entry.date[:4] == known.date[:4]:
        return alike or entry.date == known.date
    # A year that was typed wrong leaves the text, the day and the month.
    return entry.text == known.text and entry.date[4:] == known.date[4:]


def _sketch(text: str) -> str:
    padded = f" {text} ".encode() if text else b""
    pieces = {padded[i : i + _PIECE] for i in range(max(0, len(padded) - _PIECE + 1))}
    hashes = {(crc32(piece) * _ODD & 0xFFFFFFFF) >> 16 for piece in pieces}
    return "".join(f"{value:04x}" for value in sorted(hashes)[:_HASHES])


def _hashes(sketch: str) -> set[str]:
    return {sketch[i : i + _LETTERS] for i in range(0, len(sketch), _LETTERS)}
