"""What the words of a register mean: how a row came, and where it stands.

For: the mapping.
Must not: guess. A word that no table knows is kept as it stands and counted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from ... import rules
from ...model import Form, Status

__all__ = ["Source", "Words"]

_NAMELESS = frozenset(
    ("anonim", "anonymous", "tanpa nama", "tidak ada nama", "nn", "n.n", "n.n.", "no name", "hamba allah", "rahasia")
)


@dataclass(frozen=True, slots=True)
class Source:
    """How rows came; ``box`` and ``anonymous`` as in ``rules/register_sources.toml``."""

    name: str
    form: Form
    box: bool
    anonymous: bool


@dataclass(frozen=True, slots=True)
class Words:
    """Folded text → what it means."""

    sources: Mapping[str, Source]
    statuses: Mapping[str, Status]

    @classmethod
    def load(
        cls, *, source_map: str | PathLike[str] | None = None, status_map: str | PathLike[str] | None = None
    ) -> Words:
        """The shipped tables, or the user's instead of them. Raises: ConfigError."""
        sources: dict[str, Source] = {}
        for row in rules.load("register_sources", Path(source_map) if source_map is not None else None).rows:
            for text in row["texts"]:
                sources[_folded(text)] = Source(row["name"], Form(row["form"]), row["box"], row["anonymous"])
        statuses: dict[str, Status] = {}
        for row in rules.load("register_status", Path(status_map) if status_map is not None else None).rows:
            for text in row["texts"]:
                statuses[_folded(text)] = Status(row["status"])
        # Longest first: "surat kaleng" before "surat".
        return cls(dict(sorted(sources.items(), key=lambda item: -len(item[0]))), statuses)

    def source(self, text: str | None) -> Source | None:
        """The source that a cell names; None for an unknown text."""
        if text is None:
            return None
        said = _folded(text)
        if said in self.sources:
            return self.sources[said]
        return next(
            (source for known, source in self.sources.items() if re.search(rf"(?<!\w){re.escape(known)}(?!\w)", said)),
            None,
        )

    def status(self, text: str) -> Status | None:
        """The status; None for an unknown text."""
        return self.statuses.get(_folded(text))

    def nameless(self, text: str) -> bool:
        """Say whether what stands for a name says that there is none."""
        return _folded(text) in _NAMELESS


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
