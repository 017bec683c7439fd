"""What each file is, and in which order they are read.

For: ``channel``, before the first page: a file that has to be refused is refused while nothing is stored yet.
Must not: trust a name. Content decides what a file is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import partial
from pathlib import Path

from ...errors import PayloadError
from ...sheets import Row, Sheet, fingerprint, open_sheet
from ...sheets.findings import Origin
from . import timeline_json
from .columns import Columns, Header, find_header
from .repeats import Repeats, find_repeats

__all__ = ["File", "in_order", "look"]

# A workbook takes a few kilobytes a row in memory: beside others a big one is let go and opened again.
_ROWS_TO_KEEP = 2_000


@dataclass(frozen=True, slots=True)
class File:
    """One file that was looked at.

    Attributes:
        key: what the checkpoint remembers it by: its content and the settings it was read with.
        header: None for timelines.
        repeats: ids that stand more than once.
        sheet: still open, or None where it has to be opened again.
        timelines: of a JSON file.
    """

    path: Path
    key: str
    modified: datetime
    header: Header | None = None
    repeats: Repeats | None = None
    sheet: Sheet | None = None
    timelines: Sequence[timeline_json.Entry] = ()

    @property
    def origin(self) -> Origin:
        """What its rows say about where they come from."""
        return Origin(self.path.name, self.header.generated if self.header else None)

    def rows(self) -> Iterator[Row]:
        """The rows below the header of a sheet."""
        if self.header is None:
            return iter(())
        if self.sheet is not None:
            return _below(self.sheet, self.header)
        if not self.key.startswith(fingerprint(self.path)):
            raise PayloadError("The file was changed while it was read", request=str(self.path), hint="import it again")
        return _below(open_sheet(self.path), self.header)


def look(path: Path, key: str, columns: Columns, *, zone: tzinfo, alone: bool) -> File:
    """Open a file, find its header, and read it once for ids that stand twice.

    Args:
        alone: no other file is looked at, so even a big workbook may stay open.

    Raises: PayloadError, naming the file and what to do.
    """
    modified = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    if _is_json(path):
        return File(path, key, modified, timelines=timeline_json.load(path))
    sheet = open_sheet(path)
    header = find_header(sheet, columns, zone=zone)
    repeats = find_repeats(
        partial(_below, sheet, header), place=header.places["tracking_id"], compared=sorted(header.places.values())
    )
    keep = alone or sheet.height is None or sheet.height <= _ROWS_TO_KEEP
    return File(path, key, modified, header, repeats, sheet if keep else None)


def in_order(files: Iterable[File]) -> list[File]:
    """By the date that a file carries, else by when it was changed, else by name."""
    return sorted(files, key=lambda file: (file.origin.generated or file.modified, file.path.name))


def _below(sheet: Sheet, header: Header) -> Iterator[Row]:
    return (row for row in sheet if row.number > header.row)


def _is_json(path: Path) -> bool:
    if path.suffix.lower() == ".json":
        return True
    with path.open("rb") as stream:
        return stream.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")
