"""What is remembered of the entries that were read: enough to know them again, no word of their text.

For: ``identity`` and ``channel``, which keeps it in the checkpoint.
Must not: grow without bound. The newest 20,000 entries are kept (some 4 MB); of an older one an unchanged row still
gets the same id, for ids are made of content, while a corrected one would count as new.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast

from .likeness import Likeness

__all__ = ["MOST_ENTRIES", "Index", "Known"]

MOST_ENTRIES: Final = 20_000


@dataclass(slots=True)
class Known:
    """An entry that was read before.

    Attributes:
        id: native id of its complaint.
        series: which row of sheets it stood in last.
        likeness: what it said there.
    """

    id: str
    series: int
    likeness: Likeness


@dataclass(slots=True)
class Index:
    """The entries by their ids, and the series of each name of a sheet.

    A series is a sheet and what became of it: a later state, a copy under another name, the sheet of the next month
    that repeats some rows. Only within one series is a changed row taken for a correction.
    """

    entries: dict[str, Known] = field(default_factory=dict[str, Known])
    series: dict[str, int] = field(default_factory=dict[str, int])

    @classmethod
    def opened(cls, state: Mapping[str, Any]) -> Index:
        """Read it from a checkpoint."""
        rows = cast("Iterable[list[Any]]", state.get("rows") or ())
        return cls(
            {row[0]: Known(row[0], row[1], Likeness(*row[2:])) for row in rows},
            dict(cast("Mapping[str, int]", state.get("series") or {})),
        )

    def state(self) -> dict[str, Any]:
        """The part of a checkpoint that ``opened`` reads; the oldest entries are left out."""
        kept = list(self.entries.values())
        if len(kept) > MOST_ENTRIES:
            kept = sorted(kept, key=lambda known: known.likeness.date)[-MOST_ENTRIES:]
        return {"rows": [[known.id, known.series, *known.likeness] for known in kept], "series": dict(self.series)}

    def erased_numbers(self) -> set[str]:
        """The numbers of entries that the store erased, and calls otherwise since then."""
        return {known.likeness.number for known in self.entries.values() if known.id.startswith("erased-")}

    def next_series(self) -> int:
        """A number that no series has."""
        numbers = [*self.series.values(), *(known.series for known in self.entries.values())]
        return max(numbers, default=0) + 1
