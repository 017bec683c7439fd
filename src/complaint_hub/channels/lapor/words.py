"""What the words of an export mean: classification, status, and who may see a report.

For: the reader of exports.
Must not: guess. A word that no table knows is kept as it stands by the reader, and counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from os import PathLike
from pathlib import Path

from ... import rules
from ...model import Kind, Status, Visibility

__all__ = ["Words"]

# The column "Tipe Laporan (Anonim/Rahasia)" joins its flags with a pipe; an empty cell is neither.
_VISIBILITY = {
    frozenset[str](): Visibility.public,
    frozenset({"anonim"}): Visibility.anonymous,
    frozenset({"rahasia"}): Visibility.confidential,
    frozenset({"anonim", "rahasia"}): Visibility.anonymous_confidential,
}


@dataclass(frozen=True, slots=True)
class Words:
    """Tables of folded text → what it means, as they were in force on one day."""

    kinds: Mapping[str, tuple[Kind, bool | None]]
    statuses: Mapping[str, Status]

    @classmethod
    def load(cls, on: date, *, status_map: str | PathLike[str] | None = None) -> Words:
        """The tables in force on the day *on*; *status_map* replaces ``sp4n_status``. Raises: ConfigError."""
        statuses = rules.load("sp4n_status", Path(status_map) if status_map is not None else None).rows
        kinds = rules.load("sp4n_classification").rows
        return cls(
            kinds={_folded(row["text"]): (Kind(row["kind"]), row["oversight"]) for row in rules.in_force(kinds, on)},
            statuses={_folded(row["text"]): Status(row["status"]) for row in rules.in_force(statuses, on)},
        )

    def kind(self, text: str) -> tuple[Kind, bool | None] | None:
        """Kind and whether it needs oversight; None for an unknown text."""
        return self.kinds.get(_folded(text))

    def status(self, text: str) -> Status | None:
        """The status; None for an unknown text."""
        return self.statuses.get(_folded(text))

    def visibility(self, text: str | None) -> Visibility | None:
        """Who may see it; None for an unknown text."""
        return _VISIBILITY.get(frozenset(part.strip() for part in (text or "").casefold().split("|") if part.strip()))


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
