"""The columns of facts as numpy arrays: instants with a number for "unknown", texts by their place in a short list.

For: counting by the million (``sla.tally``, ``evaluation.scorecard``).
Must not: be imported with the package, because it imports numpy; nor read a column that nobody asks for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from .columns import UNKNOWN, Coded, Instants
from .fact import COLUMNS, MILESTONES, Fact, from_columns

__all__ = ["Codes", "FactArrays", "as_coded", "as_instants"]

_UNLIKE = ("id", "case")
"""Columns whose values are nearly all different."""
Codes: TypeAlias = NDArray[np.integer[Any]]


class FactArrays:
    """Columns as arrays, each made when it is first asked for."""

    __slots__ = ("_coded", "_columns", "_instants", "_known", "size")

    def __init__(self, columns: Mapping[str, Sequence[object]]) -> None:
        """Take the columns of facts: lists, columns of this package, or arrays (of instants: int64 or datetime64)."""
        self._columns = columns
        self.size = len(columns["id"])
        self._instants: dict[str, NDArray[np.int64]] = {}
        self._known: dict[str, NDArray[np.bool_]] = {}
        self._coded: dict[str, tuple[Codes, tuple[Any, ...]]] = {}

    def instants(self, name: str) -> NDArray[np.int64]:
        """Whole microseconds since 1970 UTC, ``UNKNOWN`` where there is none."""
        if name not in self._instants:
            self._instants[name] = as_instants(self._columns[name])
        return self._instants[name]

    def known(self, name: str) -> NDArray[np.bool_]:
        """Where an instant is known."""
        if name not in self._known:
            self._known[name] = self.instants(name) != UNKNOWN
        return self._known[name]

    def coded(self, name: str) -> tuple[Codes, tuple[Any, ...]]:
        """The values of a column by their numbers, and what the numbers stand for."""
        if name not in self._coded:
            self._coded[name] = as_coded(self._columns[name])
        return self._coded[name]

    def flags(self, name: str) -> NDArray[np.bool_]:
        """Where a column is true."""
        codes, values = self.coded(name)
        return np.array([bool(value) for value in values], np.bool_).take(codes)

    def numbers(self, name: str) -> NDArray[np.int64]:
        """A column of whole numbers."""
        codes, values = self.coded(name)
        return np.array(values, np.int64).take(codes) if values else np.zeros(0, np.int64)

    def fact(self, row: int, **other: object) -> Fact:
        """One row as a fact, with *other* values in some of its columns."""
        return from_columns([other[name] if name in other else self._columns[name][row] for name in COLUMNS])

    def subset(self, rows: NDArray[np.int64]) -> dict[str, Sequence[object]]:
        """The columns of some rows."""
        found: dict[str, Sequence[object]] = {}
        for name in COLUMNS:
            if name in MILESTONES:
                found[name] = Instants(self.instants(name).take(rows))
            elif name in _UNLIKE:
                column = self._columns[name]
                found[name] = [column[row] for row in rows.tolist()]
            else:
                codes, values = self.coded(name)
                found[name] = Coded(codes.take(rows), values)
        return found


def as_instants(column: Any) -> NDArray[np.int64]:
    """Instants as int64. Raises: TypeError for an array of anything but int64 or datetime64."""
    if isinstance(column, Instants):
        return np.asarray(column.micros, np.int64)
    if isinstance(column, np.ndarray):
        if column.dtype.kind == "M":
            # Of numpy's own instants "not a time" is the same number.
            return column.astype("datetime64[us]").view(np.int64)
        if column.dtype != np.int64:
            raise TypeError(f"instants must be int64 microseconds or datetime64, got {column.dtype}")
        return column
    return np.fromiter((UNKNOWN if micros is None else micros for micros in column), np.int64, len(column))


def as_coded(column: Any) -> tuple[Codes, tuple[Any, ...]]:
    """The values of a column by their numbers, and what the numbers stand for."""
    if isinstance(column, Coded):
        return np.asarray(column.codes), column.values
    values = column.tolist() if isinstance(column, np.ndarray) else column
    first: dict[Any, int] = {}
    rows = np.fromiter(map(first.setdefault, values, count()), np.int64, len(values))
    numbers = np.zeros(len(values), np.int32)
    numbers[list(first.values())] = np.arange(len(first), dtype=np.int32)
    return numbers.take(rows), tuple(first)
