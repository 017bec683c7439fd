"""Many packed facts as columns: read by the thousand, and put in the order of one instant.

For: the store, when somebody asks for all facts. With numpy where it is there and worth its start, else without it; a
test holds that both say the same.
Must not: make an object of each row, nor split ids that nobody asks for.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from types import ModuleType
from typing import Any, Final

from . import plain
from .columns import UNKNOWN, Coded, Instants, Later
from .fact import COLUMNS, FLAGS, MILESTONES
from .packing import LAYOUT, LENGTH, TRUTHS, WORDS, to_word

__all__ = ["PLAIN", "Gathering"]

PLAIN: Final = ("id", "received", "first_human", *WORDS, "oversight", "linked")
"""What :meth:`Gathering.add_plain` takes of a row."""

_MANY: Final = 2_000
_CODES: Final = ("day_only", *WORDS)
_FLAGS_AT, _TRUTHS_AT = 1, 2
_INSTANTS_AT: Final = {name: 8 + 8 * place for place, name in enumerate(MILESTONES)}
_CODES_AT: Final = {"day_only": 4} | {name: 8 + 8 * len(MILESTONES) + 4 * place for place, name in enumerate(WORDS)}
_LINKED: Final = 1 << FLAGS.index("linked")


class Gathering:
    """Takes facts by the thousand; :meth:`columns` hands them over, once."""

    def __init__(self, words: Mapping[int, str], *, room: int) -> None:
        """Take what the numbers in the packed facts stand for, and how many facts there will be at most."""
        self._words: dict[int, str | None] = {0: None, **words}
        # Words that are met on the way get numbers past these.
        self._last = max(self._words)
        self._known: dict[str | None, int] = {word: number for number, word in self._words.items()}
        self._ids: list[str | Sequence[str]] = []
        self._tools = _tools(room)
        self._instants = {name: self._tools.blank("q", room) for name in MILESTONES}
        self._codes = {name: self._tools.blank("I", room) for name in _CODES}
        self._flags, self._truths = bytearray(), bytearray()

    def __len__(self) -> int:
        return len(self._flags)

    def add_packed(self, facts: bytes, ids: str | Sequence[str]) -> None:
        """Take packed facts one behind the other, and their ids: one by one, or as the lines of a text.

        Raises: ValueError for facts of another layout.
        """
        n, rest = divmod(len(facts), LENGTH)
        if rest or facts[::LENGTH] != bytes((LAYOUT,)) * n:
            raise ValueError("the facts are packed in another layout")
        at = len(self)
        self._tools.cut(facts, LENGTH, _INSTANTS_AT, self._instants, at)
        self._tools.cut(facts, LENGTH, _CODES_AT, self._codes, at)
        self._ids.append(ids)
        self._flags += facts[_FLAGS_AT::LENGTH]
        self._truths += facts[_TRUTHS_AT::LENGTH]

    def add_plain(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Take rows of :data:`PLAIN` of which nothing is told but what these columns say."""
        ids, received, answered, *words, oversight, linked = zip(*rows, strict=True)
        at, put = len(self), self._tools.put
        told = {"received": received, "first_human": [UNKNOWN if one is None else one for one in answered]}
        for name, column in self._instants.items():
            put(column, at, told[name] if name in told else array("q", [UNKNOWN]) * len(rows))
        put(self._codes["day_only"], at, array("I", [0]) * len(rows))
        for name, values in zip(WORDS, words, strict=True):
            said = map(to_word, values) if name == "rating" else values
            put(self._codes[name], at, array("I", map(self._number, said)))
        self._ids.append(ids)
        self._flags += bytes([_LINKED if is_so else 0 for is_so in linked])
        self._truths += bytes([0 if told is None else 1 + bool(told) for told in oversight])

    def _number(self, word: str | None) -> int:
        number = self._known.get(word)
        if number is None:
            self._last += 1
            number = self._known[word] = self._last
            self._words[number] = word
        return number

    def columns(self, *, by: str, cases: Mapping[str, str]) -> dict[str, Sequence[object]]:
        """All columns of a fact; what was taken is gone afterwards.

        Args:
            by: the instant to order them by; of one and the same instant they keep their order.
            cases: id → case of those that count for another one than their own.

        Raises: KeyError for a number that stands for no word.
        """
        tools, n = self._tools, len(self)
        order = tools.order_of(_rows(self._instants[by], n))
        ids = Later(n, _split(self._ids, order))
        found: dict[str, Sequence[object]] = {"id": ids, "case": ids}
        if cases:
            found["case"] = Later(n, lambda: [cases.get(one, one) for one in ids])
        for name in MILESTONES:
            found[name] = Instants(tools.placed(_rows(self._instants.pop(name), n), order))
        for name in _CODES:
            held = _rows(self._codes.pop(name), n)
            codes, numbers = tools.renumbered(held, order) if n else (held, [])
            found[name] = Coded(codes, [self._value(name, number) for number in numbers])
        flags, truths = (bytes(tools.placed(held, order)) for held in (self._flags, self._truths))
        found |= {name: _bits(flags, place, (False, True)) for place, name in enumerate(FLAGS)}
        found |= {name: _bits(truths, 2 * place, (None, False, True)) for place, name in enumerate(TRUTHS)}
        return {name: found[name] for name in COLUMNS}

    def _value(self, name: str, number: int) -> object:
        if name == "day_only":
            return number
        word = self._words[number]
        return float(word) if name == "rating" and word is not None else word


def _rows(column: Any, n: int) -> Any:
    """The rows that a column has; room that most of it did not need is given back."""
    return column if len(column) == n else column[:n] if 2 * n > len(column) else column[:n].copy()


def _tools(n: int) -> ModuleType:
    """What columns of *n* values are made with."""
    if n >= _MANY and _has_numpy():
        from . import swift

        return swift
    return plain


@cache
def _has_numpy() -> bool:
    return find_spec("numpy") is not None


def _split(parts: list[str | Sequence[str]], order: Any) -> Callable[[], list[str]]:
    def split() -> list[str]:
        ids: list[str] = []
        for part in parts:
            ids.extend(part.split("\n") if isinstance(part, str) else part)
        return ids if order is None else [ids[place] for place in order.tolist()]

    return split


def _bits(held: bytes, place: int, values: tuple[bool | None, ...]) -> Coded:
    """The column that stands at bit *place* of each byte."""
    mask = 3 if len(values) > 2 else 1
    codes = held.translate(bytes(byte >> place & mask for byte in range(256)))
    said = [code for code in range(len(values)) if code in codes]
    dense = codes.translate(bytes(said.index(code) if code in said else 0 for code in range(256)))
    return Coded(array("B", dense), [values[code] for code in said])
