"""What reading the rows of a file gives: what was found, what was set aside, what was only counted.

For: local channels, which make pages of it.
Must not: know how a row is read, or whose it is.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast

from ..contract import Skipped
from ..errors import PayloadError
from ..model import Complaint, Event

__all__ = ["Found", "Origin", "Tally", "days_until", "opened", "set_aside"]

_MOST_NOTICES = 20
_SHOWN_LETTERS = 60


@dataclass(slots=True)
class Found:
    """What some rows gave; ``repaired`` texts had a character that no database takes."""

    complaints: list[Complaint] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    repaired: int = 0


@dataclass(frozen=True, slots=True)
class Origin:
    """The file that rows come from: its name (no folder: an office moves its files) and, if known, its date."""

    file: str
    generated: datetime | None = None


class Tally:
    """Counts what need not stop a run, and says it in one sentence each."""

    def __init__(self, origin: Origin) -> None:
        self._origin = origin
        self._counts: Counter[str] = Counter()
        self._unknown: Counter[tuple[str, str]] = Counter()

    def count(self, sentence: str) -> None:
        """Count one case of *sentence*, in which ``{n}`` stands for their number."""
        self._counts[sentence] += 1

    def unknown(self, heading: str, text: str) -> None:
        """Count a text that no table knows."""
        self._unknown[heading, text[:_SHOWN_LETTERS]] += 1

    def sentences(self) -> Iterator[str]:
        """One sentence for each kind of case, the unknown texts by how often they stand there."""
        for sentence, n in self._counts.items():
            yield f"{self._origin.file}: {sentence.format(n=n)}"
        for (heading, text), n in self._unknown.most_common(_MOST_NOTICES):
            yield f"{self._origin.file}: {heading} {text!r} is not known, {n} times; kept as it stands"
        if len(self._unknown) > _MOST_NOTICES:
            yield f"{self._origin.file}: {len(self._unknown) - _MOST_NOTICES} more texts are not known"


def days_until(now: datetime) -> date:
    """The last day that is plausible in a file read at *now*: a year typed wrong (2032 for 2023) is set aside."""
    return date(now.year + 1, 12, 31)


def set_aside(
    origin: Origin,
    *,
    sheet: str,
    row: int,
    key: str,
    reason: str,
    cells: Mapping[str, object],
    native_id: str | None = None,
    **more: object,
) -> Skipped:
    """Make the quarantine entry of a row; ``opened`` reads it back.

    Args:
        sheet: which reader can read it again.
        cells: the row by its headings.
        more: what that reader needs beside the row.
    """
    generated = origin.generated.isoformat() if origin.generated else None
    content = {"sheet": sheet, "file": origin.file, "row": row, "generated": generated, **more, "cells": cells}
    # ASCII: a broken character in a timeline must not break its own quarantine.
    return Skipped(
        key=key,
        reason=f"{origin.file}, row {row}: {reason}",
        raw=json.dumps(content).encode("ascii"),
        native_id=native_id,
    )


def opened(skipped: Skipped, *, whose: str) -> tuple[dict[str, Any], Origin]:
    """Read a quarantine entry back. Raises: PayloadError, if it is none of *whose* (``"a LAPOR file"``)."""
    try:
        content = json.loads(skipped.raw)
        generated = content["generated"]
        origin = Origin(content["file"], datetime.fromisoformat(generated) if generated else None)
        if not isinstance(content["cells"], dict) or not isinstance(content["row"], int):
            raise TypeError("cells or row are of another form")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise PayloadError(
            f"This quarantine entry is none of {whose}",
            request=skipped.key,
            hint="import the file again",
            raw=skipped.raw,
        ) from error
    return cast("dict[str, Any]", content), origin
