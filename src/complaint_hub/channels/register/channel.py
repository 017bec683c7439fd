"""The register channel: sheets in, pages out, with a checkpoint that knows files and entries by their content.

For: hubs and the command line.
Must not: know how a cell is read, nor take the account from a file: it is a setting, so that two offices never mix.

Checkpoint, version 1: ``files`` is key → name of each file that was read to its end, in that order, ``rows`` and
``series`` are the index of its entries (see ``index``). The index is stored with a file's first page, before the
entries of the next ones: a run that is killed reads the file again and finds each of them, even if a text was
corrected meanwhile.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from os import PathLike, fspath
from pathlib import Path
from typing import Any, Final, cast

from ... import dates
from ...contract import Estimate, Page, Skipped, State
from ...errors import ConfigError, PayloadError, UnsupportedError
from ...model import Complaint
from ...sheets.findings import Found, Origin, Tally, days_until, opened, set_aside
from ...sheets.paths import expand, unread
from .columns import Columns, Header
from .identity import Identified, identify
from .index import Index
from .mapping import DateError, Mapper
from .report import remarks
from .tables import Entry, Table, tables_of
from .words import Words

__all__ = ["Register"]

_PathLike = str | PathLike[str]
_VERSION: Final = 1
_ENTRIES_A_PAGE: Final = 500


@dataclass(frozen=True)
class Register:
    """Sheets that an office keeps by hand (XLSX, XLS, CSV): a row for each complaint, whatever way it came.

    Args:
        paths: files or patterns (``"register/*.xlsx"``), one or several; of a workbook all sheets are read.
        account: whose register it is; the first part of every id, so each unit with numbers of its own needs its own.
        columns: our heading → the heading of the sheet (``{"Isi": "Keterangan"}``).
        zone: the zone in which the office writes dates and times.
        day_first: ``06/08/2026`` is 6 August. Without it a date that can be read in two ways sets its row aside.
        source: what rows without a source came by (``"WhatsApp"``).
        source_map, status_map: files that replace ``register_sources`` and ``register_status``.

    Raises: ConfigError, for an unknown zone or column; when reading, PayloadError for a file that cannot be read. Both
        come before the first page.
    """

    paths: _PathLike | Sequence[_PathLike]
    account: str = field(default="register", kw_only=True)
    columns: Mapping[str, str] | None = field(default=None, kw_only=True)
    zone: str = field(default="Asia/Jakarta", kw_only=True)
    day_first: bool = field(default=False, kw_only=True)
    source: str | None = field(default=None, kw_only=True)
    source_map: _PathLike | None = field(default=None, kw_only=True)
    status_map: _PathLike | None = field(default=None, kw_only=True)

    def __post_init__(self) -> None:
        dates.zone_of(self.zone)
        _ = self._columns
        if not self.account.strip():
            raise ConfigError("account: it must not be empty: name the office, or leave it out")

    @property
    def name(self) -> str:
        """The first part of every id."""
        return "register"

    def read(self, state: State | None, *, now: datetime) -> Iterator[Page]:
        """Read the files that have not been read yet, 500 entries a page.

        Raises: ConfigError or PayloadError, before the first page.
        """
        done, index = _checkpoint(state)
        _ = self._words  # a wrong table is refused even where no file needs it
        paths, barren = expand([self.paths] if isinstance(self.paths, str | PathLike) else self.paths)
        new = sorted(self._unread(paths, done), key=lambda one: _changed(one[0]))
        for path, _ in new:
            tables_of(path, self._columns)  # refused while nothing is stored yet; not kept, for it may be big
        if barren:
            yield Page(notices=tuple(f"No file matches {pattern}" for pattern in barren))
        for path, key in new:
            yield from self._file(path, key, done=done, index=index, now=now)

    def estimate(self, state: State | None, *, known: int) -> Estimate:
        """Files that the next run would read. Raises ConfigError, as :meth:`read` would."""
        done, _ = _checkpoint(state)
        paths, _ = expand([self.paths] if isinstance(self.paths, str | PathLike) else self.paths)
        return Estimate({"files": len(self._unread(paths, done))})

    def check_reply(self, complaint: Complaint, text: str, *, about: str | None = None) -> None:
        """Raise UnsupportedError: a sheet answers nobody; the way that an entry came by does."""
        way = f" by {complaint.source_detail}, the way it came" if complaint.source_detail else " the way it came"
        raise UnsupportedError(
            f"entry {complaint.native_id} stands in a register, which answers nobody",
            channel=self.name,
            hint=f"answer{way}, paste this text, and write into the sheet that it was answered:\n{text}",
        )

    def reread(self, skipped: Skipped) -> Page:
        """Read a row of the quarantine again, with the settings and tables of today.

        Raises: PayloadError, if it still cannot be read.
        """
        content, origin = opened(skipped, whose="a register")
        try:
            if content["fault"]:
                raise ValueError(content["fault"])
            cells = cast("Mapping[str, str | None]", content["cells"])
            header = Header.of(list(cells), self._columns)
            if header is None:
                raise ValueError("its columns are not known any more")
            mapper = self._mapper(
                header, origin, Tally(origin), now=skipped.seen_at or datetime(2098, 1, 1, tzinfo=UTC)
            )
            entry = Entry(content["row"], list(cells.values()), content["further"])
            return _read_again(mapper, content, entry)
        except (ValueError, KeyError, TypeError) as error:
            raise PayloadError(
                str(error) if isinstance(error, ValueError) else f"the entry lacks {error}",
                request=f"{origin.file}, row {content['row']}",
                hint="correct it in the sheet and import that again",
                raw=skipped.raw,
            ) from error

    # Read once: a quarantine is read again row by row.
    @cached_property
    def _columns(self) -> Columns:
        return Columns.load(self.columns)

    @cached_property
    def _words(self) -> Words:
        return Words.load(source_map=self.source_map, status_map=self.status_map)

    def _mapper(self, header: Header, origin: Origin, tally: Tally, *, now: datetime) -> Mapper:
        return Mapper(
            header=header,
            account=self.account,
            words=self._words,
            zone=dates.zone_of(self.zone),
            latest=days_until(now),
            day_first=self.day_first,
            source=self.source,
            tally=tally,
        )

    def _file(self, path: Path, key: str, *, done: dict[str, str], index: Index, now: datetime) -> Iterator[Page]:
        """The pages of one file; the first has the index, the last says that the file is finished."""
        tables, notices = tables_of(path, self._columns)
        pages: list[tuple[Table, Mapper, Identified, range]] = []
        for table in tables:
            mapper = self._mapper(table.header, table.origin, table.tally, now=now)
            likenesses = [mapper.likeness(entry) for entry in table.entries]
            found = identify(likenesses, index, sheet=table.origin.file, account=self.account)
            starts = range(0, max(1, len(table.entries)), _ENTRIES_A_PAGE)
            pages += [(table, mapper, found, range(s, min(s + _ENTRIES_A_PAGE, len(likenesses)))) for s in starts]
        for turn, (table, mapper, found, places) in enumerate(pages, start=1):
            read = _taken(table, mapper, found, places)
            if last_of_table := places.stop == len(table.entries):
                notices += [*remarks(table, self._columns, found), *table.tally.sentences()]
            last = turn == len(pages)
            if last:
                done.pop(key, None)
                done[key] = path.name
            yield Page(
                state={"v": _VERSION, "files": dict(done), **index.state()} if last or turn == 1 else None,
                complaints=read.complaints,
                events=read.events,
                skipped=read.skipped,
                repaired=table.repaired if last_of_table else 0,
                notices=tuple(notices) if last else (),
            )

    def _unread(self, paths: Sequence[Path], done: Mapping[str, str]) -> list[tuple[Path, str]]:
        """The files to read: new ones, and those that are as they once were but were read otherwise since."""
        found = unread(paths, (), settings=self._settings())
        there = {key for _, key in found}
        last = {name: key for key, name in done.items()}
        return [(path, key) for path, key in found if key not in done or last[done[key]] not in there]

    def _settings(self) -> str:
        """What a file has to be read again for, in eight letters."""
        tables = [None if path is None else fspath(path) for path in (self.source_map, self.status_map)]
        said = repr((self.zone, self.day_first, self.source, sorted((self.columns or {}).items()), tables))
        return hashlib.sha256(said.encode()).hexdigest()[:8]


def _taken(table: Table, mapper: Mapper, found: Identified, places: range) -> Found:
    """What some entries of a sheet give; the damaged ones are set aside."""
    read = Found()
    for place in places:
        if place in found.repeats:
            table.tally.count("rows that repeat the row of the same number word by word: {n}")
            continue
        entry, native = table.entries[place], found.ids[place]
        try:
            if place in found.faults:
                raise ValueError(found.faults[place])
            read.complaints.append(mapper.complaint(native, entry))
        except ValueError as error:
            fault = found.faults.get(place, "")
            read.skipped.append(_aside(table, entry, native, key=native, reason=str(error), fault=fault))
            continue
        for event in mapper.events(native, entry):
            if isinstance(event, DateError):
                key = f"{native} {event.key}"
                read.skipped.append(_aside(table, entry, native, key=key, reason=str(event), event=event.key))
            else:
                read.events.append(event)
    return read


def _aside(
    table: Table, entry: Entry, native: str, *, key: str, reason: str, event: str = "", fault: str = ""
) -> Skipped:
    return set_aside(
        table.origin,
        sheet="register",
        row=entry.row,
        key=key,
        reason=reason,
        cells=table.header.cells(entry.cells),
        # An event's entry is healed by that event alone, not by the next sight of its complaint.
        native_id=None if event else native,
        native=native,
        further=entry.further,
        event=event,
        fault=fault,
    )


def _read_again(mapper: Mapper, content: Mapping[str, Any], entry: Entry) -> Page:
    native = content["native"]
    if not content["event"]:
        complaint = mapper.complaint(native, entry)
        events = list(mapper.events(native, entry))
        return Page(complaints=[complaint], events=[event for event in events if not isinstance(event, DateError)])
    for event in mapper.events(native, entry):
        if isinstance(event, DateError):
            if event.key == content["event"]:
                raise event
        elif event.key == content["event"]:
            return Page(events=[event])
    raise ValueError(f"there is no column for {content['event']}")


def _checkpoint(state: State | None) -> tuple[dict[str, str], Index]:
    """The files that were read, and the entries that are known."""
    if state is None:
        return {}, Index()
    if state.get("v") != _VERSION:
        raise ConfigError(
            f"The checkpoint of the register channel has version {state.get('v')}, this one knows {_VERSION}: "
            "use the version of complaint_hub that wrote it, or a newer one"
        )
    return dict(cast("Mapping[str, str]", state["files"])), Index.opened(cast("Mapping[str, Any]", state))


def _changed(path: Path) -> tuple[float, str]:
    return path.stat().st_mtime, path.name
