"""What ``idle`` tells of a channel: its runs, and the least that each of them could have cost.

For: the stories and the table.
Must not: know a channel.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Cost", "Story"]


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run took, and the least that it could have; ``formula`` says how that least comes about."""

    run: str
    spent: int
    least: int
    formula: str

    @property
    def ratio(self) -> float:
        """1.0 is the least."""
        return self.spent / self.least


@dataclass(frozen=True, slots=True)
class Story:
    """A channel's first run and its idle ones.

    Attributes:
        plain: what a plain client takes in each run, idle or not.
        found, there: what is in the store, and what is on the platform.
        new: what the idle runs stored, of files what they read; anything but 0 is a fault.
        note: what the figures alone do not say.
    """

    channel: str
    unit: str
    costs: tuple[Cost, ...]
    plain: int
    found: int
    there: int
    new: int
    note: str = ""

    @property
    def idle(self) -> tuple[Cost, ...]:
        """All runs but the first."""
        return self.costs[1:]
