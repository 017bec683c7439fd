"""Taking a text out of Google's translation wrapper: the citizen's own words, and the translation beside them.

For: ``mapping``; a text is unwrapped before it is compared or stored, for the same text comes with and without it.
Must not: guess a language, or touch a marker that stands inside a sentence.

Two orders are met, for comments and for replies; the markers are English, or Indonesian where the account is::

    Antrean dua jam.                                  (Translated by Google) Two-hour queue.

    (Translated by Google)                            (Original)
    Two-hour queue.                                   Antrean dua jam.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

__all__ = ["Unwrapped", "unwrap"]


class Unwrapped(NamedTuple):
    """A text without its wrapper.

    Attributes:
        text: what was written, stripped; the translation where that is all there is; None if nothing was written.
        translation: what Google made of it; None if the text was not wrapped.
        original: ``text`` is what the author wrote.
    """

    text: str | None
    translation: str | None = None
    original: bool = True


_TRANSLATED = r"\((?:Translated by Google|Diterjemahkan oleh Google)\)"
_ORIGINAL = r"\((?:Original|Asli)\)"

_STARTS_TRANSLATED = re.compile(_TRANSLATED + r"[ \t]*\n?")
# On a line of its own; a text cut by hand may have lost the line ends around it.
_ORIGINAL_LINE = re.compile(rf"(?:^|\n)[ \t]*{_ORIGINAL}[ \t]*(?:\n|$)")
_ORIGINAL_ANYWHERE = re.compile(_ORIGINAL)
_TRANSLATED_LINE = re.compile(rf"\n[ \t]*\n[ \t]*{_TRANSLATED}[ \t]*(?:\n|$)")


def unwrap(text: str | None) -> Unwrapped:
    """Take *text* out of its wrapper; without one it is only stripped and brought into one Unicode form (NFC)."""
    plain = unicodedata.normalize("NFC", (text or "").replace("\r\n", "\n")).strip()
    begins = _STARTS_TRANSLATED.match(plain)
    if begins is not None:
        rest = plain[begins.end() :]
        marker = _ORIGINAL_LINE.search(rest) or _ORIGINAL_ANYWHERE.search(rest)
        if marker is None:
            return Unwrapped(rest.strip() or None, rest.strip() or None, original=False)
        return Unwrapped(rest[marker.end() :].strip() or None, rest[: marker.start()].strip() or None)
    # The last one: an author may have pasted a wrapped text.
    if markers := list(_TRANSLATED_LINE.finditer(plain)):
        last = markers[-1]
        return Unwrapped(plain[: last.start()].strip() or None, plain[last.end() :].strip() or None)
    return Unwrapped(plain or None)
