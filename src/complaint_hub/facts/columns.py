"""Long columns as arrays that read like lists: instants, and values of which there are few.

For: facts by the million, and the store, which gathers them. Whoever computes with arrays takes ``micros`` or
``codes``; everybody else sees a sequence of whole numbers, texts and None.
Must not: import numpy: what is handed over here may be any array of whole numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, SupportsIndex, overload

__all__ = ["UNKNOWN", "UNLIKE", "Coded", "Instants", "Later"]

UNLIKE: Final = ("id", "case")
"""Columns whose values are nearly all different."""

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


class Later(Sequence[str]):
    """Texts that are made when the first of them is asked for."""

    __slots__ = ("_made", "_make", "_size")

    def __init__(self, size: int, make: Callable[[], list[str]]) -> None:
        """Take how many there are, and what makes them."""
        self._size = size
        self._make: Callable[[], list[str]] | None = make
        self._made: list[str] = []

    def _all(self) -> list[str]:
        if (make := self._make) is not None:
            self._made = make()
            # What they were made from is not needed any more.
            self._make = None
        return self._made

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, at: SupportsIndex) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: SupportsIndex | slice) -> str | list[str]:
        return self._all()[at]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())
