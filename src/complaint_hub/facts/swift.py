"""Cuts, orders and renumbers long columns with numpy.

For: :mod:`.gathering`. :mod:`.plain` does the same without numpy, and says what each function takes and gives.
Must not: be imported with the package, because it imports numpy.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["cut", "order_of", "placed", "renumbered"]

_Order: TypeAlias = NDArray[np.intp]
_STORED: dict[str, np.dtype[Any]] = {"q": np.dtype("<i8"), "I": np.dtype("<u4")}
_HERE: dict[str, np.dtype[Any]] = {"q": np.dtype(np.int64), "I": np.dtype(np.uint32), "B": np.dtype(np.uint8)}


def cut(packed: bytes, code: str, length: int, places: Mapping[str, int]) -> dict[str, bytes]:
    """One column after the other, in this machine's order of bytes."""
    stored, here = _STORED[code], _HERE[code]
    rows = np.frombuffer(packed, stored).reshape(-1, length // stored.itemsize)
    return {name: rows[:, at // stored.itemsize].astype(here).tobytes() for name, at in places.items()}


def order_of(micros: array[int]) -> _Order | None:
    """The places of instants in their order, equal ones as they stand; None if they stand in it already."""
    held = np.frombuffer(micros, np.int64)
    return None if bool((held[1:] >= held[:-1]).all()) else np.argsort(held, kind="stable")


def placed(column: Any, order: _Order | None) -> Any:
    """An array of numbers, or of bytes, in this order."""
    held = np.frombuffer(column, _HERE[column.typecode if isinstance(column, array) else "B"])
    return held if order is None else held.take(order)


def renumbered(codes: array[int], order: _Order | None) -> tuple[Any, list[int]]:
    """Numbers in this order by their places in the sorted list of those that occur, and that list."""
    held = np.frombuffer(codes, np.uint32)
    seen = np.zeros(int(held.max()) + 1, np.bool_)
    seen[held] = True
    numbers = np.flatnonzero(seen)
    places = np.zeros(seen.size, np.uint8 if numbers.size <= 256 else np.int32)
    places[numbers] = np.arange(numbers.size)
    return places.take(held if order is None else held.take(order)), numbers.tolist()
