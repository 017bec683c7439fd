"""The LAPOR channel: files in, pages out, with a checkpoint that knows files by their content.

For: hubs and the command line.
Must not: know how a row is read, nor take the account from a file: it is a setting, so that two agencies never mix.

Checkpoint, version 1: ``files`` is key → name of each file that was read to its end; ``at`` tells how far a file was
read when the run stopped, so that a killed import goes on with its next page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from itertools import islice
from os import PathLike, fspath
from typing import Any, Final, cast

from ... import dates
from ...contract import Estimate, Page, Skipped, State
from ...errors import ConfigError, PayloadError, UnsupportedError
from ...model import Complaint
from ...sheets.findings import Origin, days_until, opened
from ...sheets.paths import expand, unread
from . import files
from .columns import Columns, Header, tracking_id
from .export import ExportReader
from .follow_up import FollowUpReader
from .reading import Reader
from .repeats import Repeats
from .timeline_json import Patterns, TimelineReader
from .words import WordTables

__all__ = ["Lapor"]

_PathLike = str | PathLike[str]
_VERSION: Final = 1
_ROWS_A_PAGE: Final = 500
_NO_REPEATS: Final = Repeats(frozenset(), frozenset())


@dataclass(frozen=True)
class Lapor:
    """SP4N-LAPOR! files of one agency: exports, follow-up sheets (XLSX, XLS, CSV) and timelines (JSON), mixed at will.

    Args:
        paths: files or patterns (``"exports/*.xlsx"``), one or several.
        agency: the account under which everything is counted; never taken from a file.
        zone: the zone of *Tanggal* and *Waktu Laporan Masuk* in exports. UTC fits the exports that were seen.
        timeline_zone: the zone of timelines. They name none; this is a guess.
        office_zone: the zone in which follow-up sheets give dates.
        columns: for hand-made copies: our heading → the heading in the copy (``{"Tracking ID": "tracking_id"}``).
        status_map, timeline_patterns: files that replace ``sp4n_status`` and ``sp4n_timeline``.

    Raises: ConfigError, for an unknown zone or column; when reading, PayloadError for a file that cannot be read. Both
        come before the first page.
    """

    paths: _PathLike | Sequence[_PathLike]
    agency: str = field(default="lapor", kw_only=True)
    zone: str = field(default="UTC", kw_only=True)
    timeline_zone: str = field(default="Asia/Jakarta", kw_only=True)
    office_zone: str = field(default="Asia/Jakarta", kw_only=True)
    columns: Mapping[str, str] | None = field(default=None, kw_only=True)
    status_map: _PathLike | None = field(default=None, kw_only=True)
    timeline_patterns: _PathLike | None = field(default=None, kw_only=True)

    def __post_init__(self) -> None:
        for name in (self.zone, self.timeline_zone, self.office_zone):
            dates.zone_of(name)
        _ = self._columns
        if not self.agency.strip():
            raise ConfigError("agency: it must not be empty: name the agency, or leave it out")

    @property
    def name(self) -> str:
        """The first part of every id."""
        return "lapor"

    @property
    def account(self) -> str:
        """The agency."""
        return self.agency

    def read(self, state: State | None, *, now: datetime) -> Iterator[Page]:
        """Read the files that have not been read yet, 500 rows a page.

        Raises: ConfigError or PayloadError, before the first page.
        """
        done, at = _checkpoint(state)
        _ = self._words, self._patterns  # a wrong table is refused even where no file needs it
        paths, barren = expand([self.paths] if isinstance(self.paths, str | PathLike) else self.paths)
        new = unread(paths, done, settings=self._settings())
        zone = dates.zone_of(self.zone)
        alone = len(new) == 1
        looked_at = files.in_order(files.look(path, key, self._columns, zone=zone, alone=alone) for path, key in new)
        if barren:
            yield Page(notices=tuple(f"No file matches {pattern}" for pattern in barren))
        while looked_at:
            # Popped, so that a workbook leaves the memory once it is read.
            file = looked_at.pop(0)
            reader = self._reader(file, now=now)
            yield from _pages(file, reader, begun=at.get(file.key, 0), done=done)
            done[file.key] = file.path.name

    def estimate(self, state: State | None, *, known: int) -> Estimate:
        """Files that the next run would read. Raises ConfigError, as :meth:`read` would."""
        done, at = _checkpoint(state)
        paths, _ = expand([self.paths] if isinstance(self.paths, str | PathLike) else self.paths)
        new = unread(paths, done, settings=self._settings())
        begun = tuple(f"{path.name} from row {at[key] + 1} on" for path, key in new if key in at)
        return Estimate({"files": len(new)}, owed=begun)

    def check_reply(self, complaint: Complaint, text: str, *, about: str | None = None) -> None:
        """Raise UnsupportedError: SP4N-LAPOR! has no interface that a program may answer by."""
        raise UnsupportedError(
            "SP4N-LAPOR! takes no replies from a program",
            channel=self.name,
            hint=f"open report {complaint.native_id} in SP4N-LAPOR! as the agency's admin, and paste this text as its "
            f"follow-up; the next export brings it back here:\n{text}",
        )

    def reread(self, skipped: Skipped) -> Page:
        """Read a row of the quarantine again, with the settings and tables of today.

        Raises: PayloadError, if it still cannot be read.
        """
        content, origin = opened(skipped, whose="a LAPOR file")
        now = skipped.seen_at or origin.generated or datetime(2098, 1, 1, tzinfo=UTC)
        try:
            if content["sheet"] == "timeline":
                return self._reread_timeline(content, origin, now=now)
            return self._reread_row(content, origin, now=now)
        except (ValueError, KeyError, TypeError) as error:
            raise PayloadError(
                str(error) if isinstance(error, ValueError) else f"the entry lacks {error}",
                request=f"{origin.file}, row {content['row']}",
                hint="correct it in the sheet and import that again",
                raw=skipped.raw,
            ) from error

    # The tables are read once: a quarantine of thousands of rows is read again row by row.
    @cached_property
    def _columns(self) -> Columns:
        return Columns.load(self.columns)

    @cached_property
    def _words(self) -> WordTables:
        return WordTables.load(status_map=self.status_map)

    @cached_property
    def _patterns(self) -> Patterns:
        return Patterns.load(self.timeline_patterns)

    def _reader(self, file: files.File, *, now: datetime) -> Reader[Any]:
        if file.header is not None:
            return self._sheet_reader(file.header, file.origin, file.repeats or _NO_REPEATS, now=now)
        return self._timeline_reader(file.origin, now=now)

    def _timeline_reader(self, origin: Origin, *, now: datetime) -> TimelineReader:
        zone = dates.zone_of(self.timeline_zone)
        return TimelineReader(origin, patterns=self._patterns, zone=zone, latest=days_until(now))

    def _sheet_reader(
        self, header: Header, origin: Origin, repeats: Repeats, *, now: datetime
    ) -> ExportReader | FollowUpReader:
        latest = days_until(now)
        if header.kind == "follow_up":
            zone = dates.zone_of(self.office_zone)
            return FollowUpReader(header, origin, columns=self._columns, zone=zone, latest=latest, repeats=repeats)
        return ExportReader(
            header,
            origin,
            agency=self.agency,
            zone=dates.zone_of(self.zone),
            words=self._words.on((origin.generated or now).date()),
            latest=latest,
            repeats=repeats,
        )

    def _reread_row(self, content: Mapping[str, Any], origin: Origin, *, now: datetime) -> Page:
        cells = cast("Mapping[str, str | None]", content["cells"])
        header = Header.of(list(cells), self._columns)
        reader = self._sheet_reader(header, origin, _NO_REPEATS, now=now)
        row = list(cells.values())
        native = tracking_id(row[header.places["tracking_id"]])
        if native is None:
            raise ValueError("the Tracking ID is not a number")
        if isinstance(reader, FollowUpReader):
            event = reader.event(native, content["turn"], content["column"], row)
            return Page(events=[event], data_date=origin.generated)
        if content["differs"]:
            raise ValueError(f"{native} stands more than once with different content")
        return Page(complaints=[reader.complaint(native, row)], data_date=origin.generated)

    def _reread_timeline(self, content: Mapping[str, Any], origin: Origin, *, now: datetime) -> Page:
        reader = self._timeline_reader(origin, now=now)
        cells = cast("Mapping[str, Any]", content["cells"])
        if "entry" in cells:
            return Page(events=[reader.event(cells["id"], cells["place"], cells["entry"])])
        found = reader.take([(content["row"], cells["timeline"])])
        if found.skipped:
            raise ValueError(found.skipped[0].reason)
        return Page(events=found.events)

    def _settings(self) -> str:
        """What a file has to be read again for, in eight letters."""
        tables = [None if path is None else fspath(path) for path in (self.status_map, self.timeline_patterns)]
        columns = sorted((self.columns or {}).items())
        said = repr((self.zone, self.timeline_zone, self.office_zone, columns, tables))
        return hashlib.sha256(said.encode()).hexdigest()[:8]


def _checkpoint(state: State | None) -> tuple[dict[str, str], dict[str, int]]:
    """The files that were read, and how far the one was that was not finished."""
    if state is None:
        return {}, {}
    if state.get("v") != _VERSION:
        raise ConfigError(
            f"The checkpoint of the LAPOR channel has version {state.get('v')}, this one knows {_VERSION}: "
            "use the version of complaint_hub that wrote it, or a newer one"
        )
    at = cast("Mapping[str, Any]", state.get("at") or {})
    done = cast("Mapping[str, str]", state["files"])
    return dict(done), {at["file"]: at["row"]} if at else {}


def _pages(file: files.File, reader: Reader[Any], *, begun: int, done: Mapping[str, str]) -> Iterator[Page]:
    """The pages of one file from the row after *begun*; the last one says that it is finished."""
    left: Iterator[tuple[int, Any]] = file.rows() if file.header else iter(file.timelines)
    chunk = list(islice(left, _ROWS_A_PAGE))
    while True:
        following = list(islice(left, _ROWS_A_PAGE))
        if chunk and chunk[-1][0] <= begun and following:
            reader.pass_over(chunk)
            chunk = following
            continue
        found = reader.take(chunk)
        state: dict[str, Any] = {"v": _VERSION, "files": dict(done)}
        if following:
            state["at"] = {"file": file.key, "row": chunk[-1][0]}
        else:
            state["files"][file.key] = file.path.name
        yield Page(
            state=state,
            complaints=found.complaints,
            events=found.events,
            skipped=found.skipped,
            repaired=found.repaired,
            notices=() if following else tuple(reader.notices()),
            data_date=file.origin.generated,
        )
        if not following:
            return
        chunk = following
