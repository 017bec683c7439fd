"""Long columns as arrays that read like lists: instants, and values of which there are few.

For: facts by the million, and the store, which gathers them. Whoever computes with arrays takes ``micros`` or
``codes``; everybody else sees a sequence of whole numbers, texts and None.
Must not: import numpy: what is handed over here may be any array of whole numbers.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, repeat
from operator import le
from typing import Any, Final, SupportsIndex, overload

from .fact import COLUMNS, FLAGS, MILESTONES

__all__ = ["UNKNOWN", "UNLIKE", "Coded", "Instants", "gathered"]

UNLIKE: Final = ("id", "case")
"""Columns whose values are nearly all different."""
TRUTHS: Final = frozenset((*FLAGS, "oversight", "substantive"))

UNKNOWN: Final = -(2**63)
"""What stands for "no instant" in an array; numpy's NaT is the same number."""


class Instants(Sequence[int | None]):
    """Whole microseconds since 1970 UTC; ``UNKNOWN`` reads as None."""

    __slots__ = ("micros",)

    def __init__(self, micros: Any) -> None:
        """Take an array of 64-bit whole numbers (``numpy.int64``, ``array("q")``)."""
        self.micros = micros

    def __len__(self) -> int:
        return len(self.micros)

    @overload
    def __getitem__(self, at: SupportsIndex) -> int | None: ...
    @overload
    def __getitem__(self, at: slice) -> Instants: ...
    def __getitem__(self, at: SupportsIndex | slice) -> int | Instants | None:
        if isinstance(at, slice):
            return Instants(self.micros[at])
        found = int(self.micros[at])
        return None if found == UNKNOWN else found

    def __iter__(self) -> Iterator[int | None]:
        return (None if micros == UNKNOWN else micros for micros in self.micros.tolist())


class Coded(Sequence[object]):
    """Values by their number in a short list: ``Coded([0, 0, 1], ("lapor", "youtube"))``."""

    __slots__ = ("codes", "values")

    def __init__(self, codes: Any, values: Sequence[object]) -> None:
        """Take an array of numbers, each the place of a value in *values*, which are all different."""
        self.codes = codes
        self.values = tuple(values)

    def __len__(self) -> int:
        return len(self.codes)

    @overload
    def __getitem__(self, at: SupportsIndex) -> object: ...
    @overload
    def __getitem__(self, at: slice) -> Coded: ...
    def __getitem__(self, at: SupportsIndex | slice) -> object:
        if isinstance(at, slice):
            return Coded(self.codes[at], self.values)
        return self.values[self.codes[at]]

    def __iter__(self) -> Iterator[object]:
        return map(self.values.__getitem__, self.codes.tolist())


class _Numbers(dict[object, int]):
    """Numbers values as they come."""

    def __missing__(self, value: object) -> int:
        self[value] = number = len(self)
        return number


def gathered(chunks: Iterable[Sequence[Sequence[Any]]], *, by: str | None = None) -> dict[str, Sequence[object]]:
    """Columns of facts from rows of their values.

    Args:
        chunks: some thousand rows at a time, each in the order of ``COLUMNS``.
        by: the instant to order them by; of one and the same instant they keep their order.
    """
    instants = {name: array("q") for name in MILESTONES}
    unlike: dict[str, list[object]] = {name: [] for name in UNLIKE}
    numbers = {name: _Numbers() for name in COLUMNS if name not in instants and name not in unlike}
    codes = {name: array("i") for name in numbers}
    for chunk in chunks:
        for name, values in zip(COLUMNS, zip(*chunk, strict=True), strict=True):
            if name in unlike:
                unlike[name].extend(values)
            elif values.count(values[0]) == len(values):
                # Many columns say the same of all rows, or nothing; that is told at once.
                one = _number(values[0]) if name in instants else numbers[name][values[0]]
                (instants if name in instants else codes)[name].extend(repeat(one, len(values)))
            elif name in codes:
                codes[name].extend(map(numbers[name].__getitem__, values))
            else:
                instants[name].extend(
                    [UNKNOWN if micros is None else micros for micros in values] if None in values else values
                )
    if by is not None and (order := _order(instants[by])) is not None:
        instants = {name: array("q", map(column.__getitem__, order)) for name, column in instants.items()}
        codes = {name: array("i", map(column.__getitem__, order)) for name, column in codes.items()}
        unlike = {name: list(map(column.__getitem__, order)) for name, column in unlike.items()}
    found: dict[str, Sequence[object]] = dict(unlike)
    found |= {name: Instants(micros) for name, micros in instants.items()}
    found |= {name: Coded(codes[name], [_truth(name, value) for value in numbers[name]]) for name in codes}
    return found


def _number(micros: int | None) -> int:
    return UNKNOWN if micros is None else micros


def _order(micros: Sequence[int]) -> list[int] | None:
    """The places of instants in their order; None if they stand in it already."""
    if all(map(le, micros, islice(micros, 1, None))):
        return None
    return sorted(range(len(micros)), key=micros.__getitem__)


def _truth(name: str, value: object) -> object:
    """A database may know no truth, but 0 and 1."""
    return value if value is None or name not in TRUTHS else bool(value)
