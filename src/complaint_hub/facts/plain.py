"""Cuts, orders and renumbers long columns without numpy.

For: :mod:`.gathering`. :mod:`.swift` does the same with numpy; a test holds that both say the same.
Must not: know what the columns mean.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Mapping, Sequence
from itertools import islice
from operator import le
from typing import Any

__all__ = ["blank", "cut", "order_of", "placed", "put", "renumbered"]


def blank(code: str, room: int) -> array[int]:
    """A column without rows.

    Args:
        code: what it will hold, as the module ``array`` calls it.
        room: how many rows it will have at most.
    """
    return array(code)


def put(column: array[int], at: int, values: Sequence[int]) -> None:
    """Let the rows from *at* on, behind the last one, be these."""
    column.extend(values)


def cut(packed: bytes, length: int, places: Mapping[str, int], columns: Mapping[str, array[int]], at: int) -> None:
    """Put what stands in each row at these places into columns of one kind, from row *at* on, which is behind the last.

    Args:
        packed: little endian, *length* bytes a row.
        places: name → where the column begins in a row; the size of its values divides this and *length*.
    """
    held = array(next(iter(columns.values())).typecode, packed)
    if sys.byteorder == "big":  # pragma: no cover - the tests run on the other kind
        held.byteswap()
    view = memoryview(held)
    for name, place in places.items():
        columns[name].frombytes(view[place // held.itemsize :: length // held.itemsize].tobytes())


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
