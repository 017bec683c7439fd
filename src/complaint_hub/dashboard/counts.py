"""A number of cases that may be hidden, a share of it, and how a case stands: what every part of a dashboard tells.

For: ``values`` and its parts.
Must not: compute more than a share.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

__all__ = ["Count", "Hidden", "Rate", "State"]


class Hidden(StrEnum):
    """Why a count is not told: it is small itself, or it would give a small one away."""

    small = "small"
    beside = "beside"


Count: TypeAlias = int | Hidden
"""A number of cases, or why it is not told (on the public page alone)."""


class State(StrEnum):
    """How a case stands to its deadline, the most urgent first."""

    late = "late"
    soon = "soon"
    running = "running"
    paused = "paused"
    done = "done"
    free = "free"


@dataclass(frozen=True, slots=True)
class Rate:
    """A share and what it is made of; a hidden count leaves the bound that the page may tell.

    Attributes:
        at_least, at_most: between what the share lies; both are the share where nothing is hidden.
    """

    part: Count
    whole: Count
    at_least: float | None = None
    at_most: float | None = None

    @property
    def value(self) -> float | None:
        """The share; None without a whole, or where a part of it is not told."""
        if isinstance(self.part, Hidden) or isinstance(self.whole, Hidden) or not self.whole:
            return None
        return self.part / self.whole
