"""A citizen's text as words that keywords can be held to: colloquial spellings, Indonesian affixes, emoji.

For: ``ruleset``. A keyword "lubang" is found in *berlubang*, *lubangnya*, *lubang2* and *lubanggg*; what was written
stays beside it, so that a suggestion can show the citizen's own words.
Must not: know a rule, or claim to be a stemmer: affixes are cut off plainly, and every rest that may be meant is kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

__all__ = ["Phrase", "Reader", "Word", "phrase"]

_GAP: Final = ".."
_WIDEST_GAP: Final = 4
_EXACT: Final = "="
_SHORTEST: Final = 3

_TOKEN: Final = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*|[^\w\s]")
_STRETCHED: Final = re.compile(r"([^\W\d_])\1{2,}")
_DOUBLED: Final = re.compile(r"^([^\W\d_]{2,}?)(?:2|-\1)([^\W\d_]*)$")
# Variation selectors and skin tones: a thumb is a thumb.
_SHADES: Final = re.compile("[\ufe0e\ufe0f\u200d\U0001f3fb-\U0001f3ff]")

# What may stand before a stem, and the letter that it swallowed: *menunggu* is *tunggu*, *nyapu* is *sapu*.
_PREFIXES: Final[Mapping[str, tuple[str, ...]]] = {
    "di": ("",), "ke": ("",), "se": ("",), "ter": ("",), "ber": ("",), "be": ("",), "per": ("",), "memper": ("",),
    "diper": ("",), "keter": ("",), "me": ("",), "pe": ("",), "mem": ("", "p"), "pem": ("", "p"), "men": ("", "t"),
    "pen": ("", "t"), "meng": ("", "k"), "peng": ("", "k"), "menge": ("",), "meny": ("s",), "peny": ("s",),
    "ny": ("s", "c"), "ng": ("", "k"), "nge": ("",), "n": ("t",), "m": ("p",), "di-": ("",),
}  # fmt: skip
_ENDINGS: Final = ("nya", "lah", "kah", "pun", "ku", "mu", "ne", "e", "é")
_SUFFIXES: Final = ("kan", "an", "i", "in", "ake")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: as it was written, as it is compared, and every form that it may be of."""

    written: str
    plain: str
    forms: frozenset[str]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A keyword: words that follow each other. *exact* and *gap* hold for the word at the same place.

    Attributes:
        text: as the rule writes it.
        gap: up to four other words may stand before this one.
    """

    text: str
    words: tuple[str, ...]
    exact: tuple[bool, ...]
    gap: tuple[bool, ...]

    def found(self, text: Sequence[Word], start: int) -> tuple[int, ...] | None:
        """The places of its words, if it begins at *start*; None if it does not."""
        return self._rest(text, start, 0)

    def _rest(self, text: Sequence[Word], at: int, n: int) -> tuple[int, ...] | None:
        if n == len(self.words):
            return ()
        wide = _WIDEST_GAP if self.gap[n] else 0
        for here in range(at, min(at + wide + 1, len(text))):
            if self._is(text[here], n) and (rest := self._rest(text, here + 1, n + 1)) is not None:
                return (here, *rest)
        return None

    def _is(self, word: Word, n: int) -> bool:
        return self.words[n] == word.plain if self.exact[n] else self.words[n] in word.forms


@dataclass(frozen=True)
class Reader:
    """Reads texts into words.

    Attributes:
        spellings: colloquial spelling → the word that rules are written in (``{"gak": "tidak"}``).
    """

    spellings: Mapping[str, str] = field(default_factory=dict)

    def words(self, text: str | None) -> tuple[Word, ...]:
        """The words, question marks and emoji of a text, in their order."""
        return tuple(self._word(written) for written in _tokens(text or ""))

    def plain(self, written: str) -> str:
        """A word as it is compared, in the spelling of the rules."""
        folded = _folded(written)
        return self.spellings.get(folded, folded)

    def _word(self, written: str) -> Word:
        plain = self.plain(written)
        forms = {self.spellings.get(form, form) for form in _forms(plain)}
        return Word(written, plain, frozenset(forms | {plain}))


def phrase(text: str, reader: Reader) -> Phrase | None:
    """A keyword of a rule; None if no word is in it.

    ``"lampu .. mati"`` leaves room for up to four words, ``"=pns"`` takes no affixes.
    """
    words: list[str] = []
    exact: list[bool] = []
    gap: list[bool] = []
    room = False
    for part in text.split():
        if part == _GAP:
            room = bool(words)
            continue
        for written in _tokens(part.removeprefix(_EXACT)):
            words.append(reader.plain(written))
            exact.append(part.startswith(_EXACT))
            gap.append(room)
            room = False
    return Phrase(text, tuple(words), tuple(exact), tuple(gap)) if words else None


def _tokens(text: str) -> Iterator[str]:
    for part in _TOKEN.findall(_SHADES.sub("", unicodedata.normalize("NFKC", text))):
        if len(part) > 1 or part.isalnum() or part == "?" or unicodedata.category(part) == "So":
            yield part


def _folded(written: str) -> str:
    plain = _STRETCHED.sub(r"\1", written.casefold().replace("’", "'"))
    return _DOUBLED.sub(r"\1\2", plain)


@lru_cache(maxsize=50_000)
def _forms(plain: str) -> frozenset[str]:
    """A word and what is left of it without what may be affixes."""
    found = {plain}
    found |= set(_cut_ends(found, _ENDINGS))
    found |= set(_cut_ends(found, _SUFFIXES))
    return frozenset(found | set(_cut_fronts(found)))


def _cut_ends(words: Iterable[str], ends: Sequence[str]) -> Iterator[str]:
    for word in words:
        for end in ends:
            if word.endswith(end) and len(word) - len(end) >= _SHORTEST:
                yield word.removesuffix(end)


def _cut_fronts(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        for front, letters in _PREFIXES.items():
            rest = word.removeprefix(front)
            if word.startswith(front) and len(rest) >= _SHORTEST:
                yield from (letter + rest for letter in letters)
