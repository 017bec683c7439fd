"""What the readers of the three kinds of file have in common.

For: ``export``, ``follow_up``, ``timeline_json``, and ``channel``, which makes pages of what they find.
Must not: know how a row is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

from ...sheets.findings import Found

__all__ = ["Reader"]

_Row = TypeVar("_Row", contravariant=True)


class Reader(Protocol[_Row]):
    """Reads the rows of one file in their order, some at a time."""

    def take(self, rows: Sequence[_Row]) -> Found:
        """Read these rows; the damaged ones are set aside, not raised."""
        ...

    def pass_over(self, rows: Sequence[_Row]) -> None:
        """Count these rows, which an earlier run has stored, without reading them again."""
        ...

    def notices(self) -> Iterator[str]:
        """What a person should know about the file once it is read to its end."""
        ...
