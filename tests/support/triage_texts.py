"""The labelled texts of triage, as examples: those that rules may be made on, and those that are held out.

For: the tests of triage, and the page that tells how good the shipped rules are.
"""

from __future__ import annotations

import csv
import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from complaint_hub.model import Complaint
from complaint_hub.registry import Registry
from complaint_hub.sandbox.registry import write_registry
from complaint_hub.triage import Example

__all__ = ["FILE", "Labelled", "examples", "labelled", "registry"]

FILE = Path(__file__).parents[1] / "samples" / "triage" / "texts.csv"
_RECEIVED = datetime(2026, 11, 2, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Labelled:
    """One row of the file."""

    id: str
    example: Example

    @property
    def held_out(self) -> bool:
        """As the head of the file says it."""
        return int(hashlib.sha256(self.id.encode()).hexdigest()[:8], 16) % 10 < 3


@cache
def registry() -> Registry:
    """The registry of the demo."""
    with tempfile.TemporaryDirectory() as folder:
        return Registry.load(write_registry(Path(folder) / "registry.toml"))


@cache
def labelled() -> tuple[Labelled, ...]:
    """All rows."""
    return tuple(_rows())


def examples(*, held_out: bool) -> list[Example]:
    """One of the two parts."""
    return [row.example for row in labelled() if row.held_out is held_out]


def _rows() -> Iterator[Labelled]:
    lines = [line for line in FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    for row in csv.DictReader(lines, delimiter="|", quoting=csv.QUOTE_NONE, strict=True):
        account, scope = "office", None
        if row["owner"]:
            (account, scope) = "accounts/1", _location(row["owner"])
        complaint = Complaint(
            id=f"{row['channel']}:{row['id']}",
            channel=row["channel"],
            account=account,
            scope=scope,
            native_id=row["id"],
            text=row["text"] or None,
            rating=float(row["rating"]) if row["rating"] else None,
            created_at=_RECEIVED,
        )
        labels = {
            "kind": row["kind"],
            "unit": row["unit"] or None,
            "authority": row["authority"] or None,
            "priority": "urgent" if row["flag"] == "urgent" else None,
            "oversight": True if row["flag"] == "oversight" else None,
            "district": row["district"] or None,
        }
        yield Labelled(row["id"], Example(complaint, labels))


def _location(unit: str) -> str:
    """The first location that the unit owns in the demo."""
    found = registry().unit(unit)
    assert found is not None
    return next(a.removeprefix("google_reviews:") for a in found.accounts if a.startswith("google_reviews:"))
