"""Which tracking ids stand more than once in a sheet, and whether they say the same there.

For: the export (two rows of one id that differ are both set aside) and the follow-up sheet (which numbers the rows of
one id).
Must not: hold a row or an id that stands alone: a CSV of any length is read with the same memory.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ...sheets import Row
from ...sheets.headed import texts
from .columns import tracking_id

__all__ = ["Repeats", "find_repeats"]

# One bit for each id below 16.7 million: the ids of SP4N-LAPOR! have seven digits. Longer ones may share a bit;
# that only makes the second look longer, never its result wrong.
_BITS: Final = 1 << 24


@dataclass(frozen=True, slots=True)
class Repeats:
    """The ids that stand more than once: with the same content in each of its rows, or not."""

    alike: frozenset[str]
    differing: frozenset[str]

    def __contains__(self, tracking_id: str) -> bool:
        return tracking_id in self.alike or tracking_id in self.differing


def find_repeats(rows: Callable[[], Iterable[Row]], *, place: int, compared: Sequence[int]) -> Repeats:
    """Read the rows once for their ids and, if any stands twice, once more for those rows.

    Args:
        rows: gives the rows from the start, each time anew.
        place: position of the id.
        compared: positions of the cells that count as content; a column ``No`` must not tell two rows apart.
    """
    suspects = _seen_twice(native for native, _ in _identified(rows(), place))
    if not suspects:
        return Repeats(frozenset(), frozenset())
    contents: dict[str, set[bytes]] = {}
    count: dict[str, int] = {}
    for native, row in _identified(rows(), place):
        if int(native) % _BITS in suspects:
            contents.setdefault(native, set()).add(_digest(row, compared))
            count[native] = count.get(native, 0) + 1
    differing = frozenset(native for native, digests in contents.items() if len(digests) > 1)
    return Repeats(frozenset(native for native, n in count.items() if n > 1) - differing, differing)


def _identified(rows: Iterable[Row], place: int) -> Iterator[tuple[str, Row]]:
    for row in rows:
        native = tracking_id(texts(row.cells[place : place + 1], 1)[0])
        if native is not None:
            yield native, row


def _seen_twice(natives: Iterable[str]) -> set[int]:
    seen = bytearray(_BITS // 8)
    twice: set[int] = set()
    for native in natives:
        number = int(native) % _BITS
        bit = 1 << (number & 7)
        if seen[number >> 3] & bit:
            twice.add(number)
        seen[number >> 3] |= bit
    return twice


def _digest(row: Row, compared: Sequence[int]) -> bytes:
    said = texts(row.cells, max(compared, default=0) + 1)
    return hashlib.blake2b(repr([said[place] for place in compared]).encode(), digest_size=16).digest()
