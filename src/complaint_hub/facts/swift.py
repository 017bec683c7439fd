"""Cuts, orders and renumbers long columns with numpy.

For: :mod:`.gathering`. :mod:`.plain` does the same without numpy, and says what each function takes and gives.
Must not: be imported with the package, because it imports numpy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["blank", "cut", "order_of", "placed", "put", "renumbered"]

_Order: TypeAlias = NDArray[np.intp]
_Column: TypeAlias = NDArray[Any]
_KINDS: dict[str, np.dtype[Any]] = {"q": np.dtype(np.int64), "I": np.dtype(np.uint32)}


def blank(code: str, room: int) -> _Column:
    """A column without rows, and all the memory that it will need: growing would cost more than filling it."""
    return np.empty(room, _KINDS[code])


def put(column: _Column, at: int, values: Sequence[int]) -> None:
    """Let the rows from *at* on be these."""
    column[at : at + len(values)] = values


def cut(packed: bytes, length: int, places: Mapping[str, int], columns: Mapping[str, _Column], at: int) -> None:
    """Put what stands in each row at these places into columns of one kind, from row *at* on."""
    stored = next(iter(columns.values())).dtype.newbyteorder("<")
    rows = np.frombuffer(packed, stored).reshape(-1, length // stored.itemsize)
    for name, place in places.items():
        columns[name][at : at + len(rows)] = rows[:, place // stored.itemsize]


def order_of(micros: _Column) -> _Order | None:
    """The places of instants in their order, equal ones as they stand; None if they stand in it already."""
    return None if bool((micros[1:] >= micros[:-1]).all()) else np.argsort(micros, kind="stable")


def placed(column: Any, order: _Order | None) -> Any:
    """Numbers, or bytes, in this order."""
    held = np.frombuffer(column, np.uint8) if isinstance(column, bytearray) else column
    return held if order is None else held.take(order)


def renumbered(codes: _Column, order: _Order | None) -> tuple[_Column, list[int]]:
    """Numbers in this order by their places in the sorted list of those that occur, and that list."""
    if bool((codes == codes[0]).all()):
        # Many columns say the same of all rows.
        return np.zeros(codes.size, np.uint8), [int(codes[0])]
    seen = np.zeros(int(codes.max()) + 1, np.bool_)
    seen[codes] = True
    numbers = np.flatnonzero(seen)
    places = np.zeros(seen.size, np.uint8 if numbers.size <= 256 else np.int32)
    places[numbers] = np.arange(numbers.size)
    return places.take(codes if order is None else codes.take(order)), numbers.tolist()
