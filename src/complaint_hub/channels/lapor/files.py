"""Which files there are, what each one is, and in which order they are read.

For: ``channel``, before the first page: a file that has to be refused is refused while nothing is stored yet.
Must not: trust a name. Content decides what a file is, and whether it was read before.
"""

from __future__ import annotations

import glob
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import partial
from os import PathLike, fspath
from pathlib import Path

from ...errors import ConfigError, PayloadError
from ...sheets import Row, Sheet, fingerprint, open_sheet
from . import timeline_json
from .columns import Columns, Header, find_header
from .reading import Origin
from .repeats import Repeats, find_repeats

__all__ = ["File", "expand", "in_order", "look", "unread"]

# A workbook takes a few kilobytes a row in memory: beside others a big one is let go and opened again.
_ROWS_TO_KEEP = 2_000
_LOCK_FILE = "~$"


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


def expand(paths: Iterable[str | PathLike[str]]) -> tuple[list[Path], list[str]]:
    """Find the files of some paths and patterns (``exports/*.xlsx``), each once.

    Returns: the files in order, and the patterns that match none.
    Raises: ConfigError, if a path that is no pattern does not exist, or is a folder.
    """
    found: dict[Path, Path] = {}
    barren: list[str] = []
    for given in (fspath(path) for path in paths):
        path = Path(given)
        if path.is_dir():
            raise ConfigError(f"paths: {given} is a folder: name its files, for example {path / '*.xlsx'}")
        if not path.exists() and not glob.has_magic(given):
            raise ConfigError(f"paths: there is no file {given}: looked for it in {Path.cwd()}")
        matches = [path] if path.exists() else _matching(given)
        # A spreadsheet program keeps such a file beside one that is open.
        matches = [match for match in matches if match.is_file() and not match.name.startswith(_LOCK_FILE)]
        if not matches:
            barren.append(given)
        for match in matches:
            found.setdefault(match.resolve(), match)
    return list(found.values()), barren


def unread(paths: Iterable[Path], known: Iterable[str], *, settings: str) -> list[tuple[Path, str]]:
    """Those files whose content was not yet read with these settings, and the key of each; equal content once."""
    left: dict[str, Path] = {}
    seen = set(known)
    for path in paths:
        key = f"{fingerprint(path)}:{settings}"
        if key not in seen:
            left.setdefault(key, path)
    return [(path, key) for key, path in left.items()]


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


def _matching(pattern: str) -> list[Path]:
    # Path.glob takes no absolute pattern.
    return sorted(Path(match) for match in glob.glob(pattern, recursive=True))  # noqa: PTH207


def _below(sheet: Sheet, header: Header) -> Iterator[Row]:
    return (row for row in sheet if row.number > header.row)


def _is_json(path: Path) -> bool:
    if path.suffix.lower() == ".json":
        return True
    with path.open("rb") as stream:
        return stream.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")
