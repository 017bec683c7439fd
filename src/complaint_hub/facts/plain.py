"""Cuts, orders and renumbers long columns without numpy.

For: :mod:`.gathering`. :mod:`.swift` does the same with numpy; a test holds that both say the same.
Must not: know what the columns mean.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Mapping
from itertools import islice
from operator import le
from typing import Any

__all__ = ["cut", "order_of", "placed", "renumbered"]


def cut(packed: bytes, code: str, length: int, places: Mapping[str, int]) -> dict[str, bytes]:
    """One column after the other, in this machine's order of bytes.

    Args:
        packed: little endian, *length* bytes a row.
        code: what the columns hold, as the module ``array`` calls it; its size divides *length* and *places*.
        places: name → where the column begins in a row.
    """
    held = array(code, packed)
    if sys.byteorder == "big":  # pragma: no cover - the tests run on the other kind
        held.byteswap()
    view = memoryview(held)
    return {name: view[at // held.itemsize :: length // held.itemsize].tobytes() for name, at in places.items()}


def order_of(micros: array[int]) -> array[int] | None:
    """The places of instants in their order, equal ones as they stand; None if they stand in it already."""
    if all(map(le, micros, islice(micros, 1, None))):
        return None
    return array("q", sorted(range(len(micros)), key=micros.__getitem__))


def placed(column: Any, order: array[int] | None) -> Any:
    """An array of numbers, or of bytes, in this order."""
    if order is None:
        return column
    values = map(column.__getitem__, order)
    return array(column.typecode, values) if isinstance(column, array) else bytes(values)


def renumbered(codes: array[int], order: array[int] | None) -> tuple[Any, list[int]]:
    """Numbers in this order by their places in the sorted list of those that occur, and that list."""
    numbers = sorted(set(codes))
    place = {number: at for at, number in enumerate(numbers)}
    return array("I", map(place.__getitem__, placed(codes, order))), numbers
