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

__all__ = ["WordTables", "Words"]

# The column "Tipe Laporan (Anonim/Rahasia)" joins its flags with a pipe; an empty cell is neither.
_VISIBILITY = {
    frozenset[str](): Visibility.public,
    frozenset({"anonim"}): Visibility.anonymous,
    frozenset({"rahasia"}): Visibility.confidential,
    frozenset({"anonim", "rahasia"}): Visibility.anonymous_confidential,
}


@dataclass(frozen=True, slots=True)
class WordTables:
    """The rules of both tables, whenever they are in force."""

    kinds: tuple[rules.Row, ...]
    statuses: tuple[rules.Row, ...]

    @classmethod
    def load(cls, *, status_map: str | PathLike[str] | None = None) -> WordTables:
        """The shipped tables; *status_map* replaces ``sp4n_status``. Raises: ConfigError."""
        path = Path(status_map) if status_map is not None else None
        return cls(rules.load("sp4n_classification").rows, rules.load("sp4n_status", path).rows)

    def on(self, day: date) -> Words:
        """The words as they are understood on one day."""
        kinds, statuses = rules.in_force(self.kinds, day), rules.in_force(self.statuses, day)
        return Words(
            kinds={_folded(row["text"]): (Kind(row["kind"]), row["oversight"]) for row in kinds},
            statuses={_folded(row["text"]): Status(row["status"]) for row in statuses},
        )


@dataclass(frozen=True, slots=True)
class Words:
    """Folded text → what it means, on one day."""

    kinds: Mapping[str, tuple[Kind, bool | None]]
    statuses: Mapping[str, Status]

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
