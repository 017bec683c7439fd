"""A fact as bytes of fixed length: what a store keeps of it, so that a million are read in one go.

For: the store, which writes them, and :mod:`.gathering`, which makes columns of many at once.
Must not: hold a text. Words (units, channels, statuses, ...) stand in it by numbers that the store gives them.

Layout 1, little endian: its number, flags, truths, a spare byte, ``day_only`` (4 bytes), the milestones in their order
(8 bytes each, ``UNKNOWN`` for none), the words in their order (4 bytes each, 0 for none), 4 spare bytes. Whatever is
read as a column lies at a multiple of its own length.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from operator import attrgetter
from struct import Struct
from typing import Final

from .columns import UNKNOWN
from .fact import EPOCH, FLAGS, MICROSECOND, MILESTONES, Fact

__all__ = ["LAYOUT", "LENGTH", "TRUTHS", "WORDS", "packed", "to_word", "words_of"]

LAYOUT: Final = 1
"""The number of the layout, which every packed fact begins with."""
WORDS: Final = ("channel", "account", "form", "kind", "status", "unit", "category", "district", "rating")
"""The columns that are kept as the number of a word."""
TRUTHS: Final = ("oversight", "substantive")
"""The columns that hold True, False or None, two bits each: 0 none, 1 false, 2 true."""

_BYTES: Final = Struct(f"<BBBxI{len(MILESTONES)}q{len(WORDS)}I4x")
LENGTH: Final = _BYTES.size

_WORDS = attrgetter(*WORDS[:-1])
_MILESTONES = attrgetter(*MILESTONES)
_FLAGS = attrgetter(*FLAGS)
_FLAG_BYTES: Final = {
    told: sum(is_so << place for place, is_so in enumerate(told)) for told in product((False, True), repeat=len(FLAGS))
}
_TRUTH: Final = {None: 0, False: 1, True: 2}


def to_word(stars: float | None) -> str | None:
    """Stars as a word."""
    return None if stars is None else str(float(stars))


def words_of(fact: Fact) -> tuple[str | None, ...]:
    """The words of a fact, in the order of :data:`WORDS`."""
    # Enums are texts already.
    return (*_WORDS(fact), to_word(fact.rating))


def packed(fact: Fact, numbers: Mapping[str | None, int]) -> bytes:
    """A fact without its ``id`` and its ``case``.

    Args:
        numbers: the number of every word, and 0 for None.

    Raises: KeyError for a word without a number.
    """
    return _BYTES.pack(
        LAYOUT,
        _FLAG_BYTES[_FLAGS(fact)],
        _TRUTH[fact.oversight] | _TRUTH[fact.substantive] << 2,
        fact.day_only,
        # As in_micros does, without a call for each: every fact that is written comes by here.
        *[UNKNOWN if moment is None else (moment - EPOCH) // MICROSECOND for moment in _MILESTONES(fact)],
        *[numbers[word] for word in words_of(fact)],
    )
