"""Comments from files: what an office copied by hand, or another program wrote, where the platform lets nobody in.

For: hubs and ``import tiktok``.
Must not: open a page of the platform, or guess. A row that cannot be read for sure is set aside.

Whose row is whose:

* A row with a comment's id and a time to the second is the same complaint that the API would give.
* A file whose times are all whole minutes was typed or rounded: its ids begin with the account, since a complaint of
  the API has another time of receipt. So do rows without a comment's id, known by video, author, time and text.
* A corrected text is found again, if the time of day is told and only one row of that author and time can be meant.

Checkpoint, version 1: ``files`` is key → name of each file that was read to its end, ``rows`` is native id → digests of
where it stands and what it says, for rows without an id.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from os import PathLike
from pathlib import Path
from typing import Final, cast
from urllib.parse import quote

from ... import dates
from ...contract import Page, Skipped, State
from ...errors import ConfigError, PayloadError
from ...sheets.findings import Found, Origin, days_until, opened, set_aside
from ...sheets.paths import expand, unread
from .errors import NAME
from .records import Entry, Mapper, is_exact
from .rows import Row, Table, read_rows

__all__ = ["TikTokFile"]

_PathLike = str | PathLike[str]
_VERSION: Final = 1
_ROWS_A_PAGE: Final = 500
_PLAIN: Final = " ,.()&'+-_"


@dataclass(frozen=True)
class TikTokFile:
    """Comments in files: CSV, XLSX, JSON Lines, or a list in JSON.

    Args:
        paths: files or patterns, one or several. A sheet has the columns ``video_url``, ``author``, ``text``,
            ``created_at`` and, if possible, ``comment_id`` and ``parent_comment_id``.
        account: the account under which they are counted; another one than that of a :class:`TikTok`.
        username: the office's own name on TikTok, without ``@``: what it wrote is an answer.
        zone: the zone in which times are written that name none.
        day_first: ``06/08/2026`` is 6 August. Without it a date that can be read in two ways sets its row aside.

    Raises: ConfigError, for an unknown zone, or a path that is not there; when reading, PayloadError for a file that
        cannot be read. Both come before the first page.
    """

    paths: _PathLike | Sequence[_PathLike]
    account: str = field(default="tiktok-import", kw_only=True)
    username: str | None = field(default=None, kw_only=True)
    zone: str = field(default="Asia/Jakarta", kw_only=True)
    day_first: bool = field(default=False, kw_only=True)

    def __post_init__(self) -> None:
        dates.zone_of(self.zone)
        if not self.account.strip():
            raise ConfigError("account: it must not be empty: name the office, or leave it out")

    @property
    def name(self) -> str:
        """``tiktok``: the same service, read another way."""
        return NAME

    def read(self, state: State | None, *, now: datetime) -> Iterator[Page]:
        """Read the files that have not been read yet, 500 rows a page, oldest file first.

        Raises: ConfigError or PayloadError, before the first page.
        """
        done, known = _checkpoint(state)
        paths, barren = expand([self.paths] if isinstance(self.paths, str | PathLike) else self.paths)
        found = sorted(unread(paths, done, settings=self._settings()), key=lambda one: _changed(one[0]))
        tables = [(path, key, read_rows(path)) for path, key in found]
        if barren:
            yield Page(notices=tuple(f"No file matches {pattern}" for pattern in barren))
        for path, key, table in tables:
            done[key] = path.name
            yield from self._file(path, table, done=done, known=known, now=now)

    def reread(self, skipped: Skipped) -> Page:
        """Read a row of the quarantine again. Raises PayloadError, if it still cannot be read."""
        content, origin = opened(skipped, whose="a TikTok file")
        mapper = self._mapper(skipped.seen_at or datetime(2098, 1, 1, tzinfo=UTC))
        try:
            entry = mapper.entry(Row(content["row"], cast("Mapping[str, str]", content["cells"])))
            if content["fault"] or content["native"] is None:
                raise ValueError(content["fault"] or "the row does not tell which comment it is")
            return _page([(content["native"], entry)], self.account, mapper, exact=content["exact"])
        except (ValueError, KeyError, TypeError) as error:
            raise PayloadError(
                str(error) if isinstance(error, ValueError) else f"the entry lacks {error}",
                request=f"{origin.file}, row {content['row']}",
                hint="correct it in the file and import that again",
                raw=skipped.raw,
            ) from error

    def _mapper(self, now: datetime) -> Mapper:
        return Mapper(self.account, self.username, dates.zone_of(self.zone), days_until(now), self.day_first, now)

    def _file(
        self, path: Path, table: Table, *, done: dict[str, str], known: dict[str, str], now: datetime
    ) -> Iterator[Page]:
        mapper, origin = self._mapper(now), Origin(path.name)
        entries: list[Entry] = []
        skipped = [_aside(origin, Row(place, {}), None, reason, exact=False) for place, reason in table.damaged]
        faulty: list[tuple[Row, str]] = []
        for row in table.rows:
            try:
                entries.append(mapper.entry(row))
            except ValueError as fault:
                faulty.append((row, str(fault)))
        exact = is_exact(entries)
        prefix = _prefix(self.account)
        taken, doubles = _identified(entries, known, prefix, exact=exact)
        told = {*known, *(native_id for native_id, _ in taken)}
        for row, reason in faulty:
            native_id = mapper.id_of(row, prefix, exact=exact)
            skipped.append(_aside(origin, row, None if native_id in told else native_id, reason, exact=exact))
        skipped += [_aside(origin, row, None, reason, exact=exact, fault=reason) for row, reason in doubles]
        notices = _notices(path.name, entries, exact=exact)
        starts = range(0, max(1, len(taken)), _ROWS_A_PAGE)
        for start in starts:
            last = start == starts[-1]
            page = _page(taken[start : start + _ROWS_A_PAGE], self.account, mapper, exact=exact)
            yield Page(
                state={"v": _VERSION, "files": dict(done), "rows": dict(known)} if last else None,
                complaints=page.complaints,
                events=page.events,
                skipped=skipped if last else (),
                repaired=table.repaired if last else 0,
                notices=notices if last else (),
            )

    def _settings(self) -> str:
        """What a file has to be read again for, in eight letters."""
        said = repr((self.zone, self.day_first, self.username))
        return hashlib.sha256(said.encode()).hexdigest()[:8]


def _aside(origin: Origin, row: Row, native_id: str | None, reason: str, *, exact: bool, fault: str = "") -> Skipped:
    """Set a row aside under the id that it would have, so that it is healed once it can be read."""
    return set_aside(
        origin,
        sheet=NAME,
        row=row.place,
        key=native_id or f"{origin.file}:{row.place}",
        reason=reason,
        cells=dict(row.cells),
        native_id=native_id,
        native=native_id,
        exact=exact,
        fault=fault,
    )


def _prefix(account: str) -> str:
    """The first part of ids of our own; an account may have a slash of its own."""
    return f"{quote(account, safe=_PLAIN)}/"


def _page(taken: Sequence[tuple[str, Entry]], account: str, mapper: Mapper, *, exact: bool) -> Page:
    found = Found()
    for native_id, entry in taken:
        if entry.parent is None:
            found.complaints.append(mapper.complaint(native_id, entry))
        else:
            parent = entry.parent if exact else f"{_prefix(account)}{entry.parent}"
            found.events.append(mapper.event(parent, native_id, entry))
    return Page(complaints=found.complaints, events=found.events)


def _identified(
    entries: Sequence[Entry], known: dict[str, str], prefix: str, *, exact: bool
) -> tuple[list[tuple[str, Entry]], list[tuple[Row, str]]]:
    """Give each entry its id, and take those without one of the platform into *known*.

    Returns: ids and entries; and the rows that cannot both be right.
    """
    taken: dict[str, Entry] = {}
    doubles: list[tuple[Row, str]] = []
    loose: list[Entry] = []
    for entry in entries:
        if entry.id is None:
            loose.append(entry)
            continue
        native_id = entry.id if exact else f"{prefix}{entry.id}"
        other = taken.setdefault(native_id, entry)
        if other.says != entry.says:
            reason = f"the comment_id {entry.id} stands more than once with different content: it may be rounded"
            doubles.append((entry.row, reason))
    free = dict(known)
    for native_id, entry in [*_met(loose, free), *_corrected(loose, free, taken)]:
        taken[native_id] = entry
    named = {id(entry) for entry in taken.values()}
    # By time, so that the order of the rows says nothing.
    for entry in sorted(loose, key=lambda one: one.at):
        if id(entry) not in named:
            taken[_new_id(prefix + entry.name, {*known, *taken})] = entry
    known |= {native_id: entry.digests for native_id, entry in taken.items() if entry.id is None}
    return list(taken.items()), doubles


def _met(loose: Sequence[Entry], free: dict[str, str]) -> Iterator[tuple[str, Entry]]:
    """Rows that say what a known one says; each known one is met once."""
    by_content: dict[str, list[str]] = {}
    for native_id, digests in free.items():
        by_content.setdefault(digests, []).append(native_id)
    for entry in loose:
        if ids := by_content.get(entry.digests):
            native_id = ids.pop(0)
            del free[native_id]
            yield native_id, entry


def _corrected(
    loose: Sequence[Entry], free: Mapping[str, str], taken: Mapping[str, Entry]
) -> Iterator[tuple[str, Entry]]:
    """Rows with another text than a known one of that video, author and time of day, where no other can be meant."""
    met = {id(entry) for entry in taken.values()}
    left = [entry for entry in loose if id(entry) not in met and entry.timed and entry.digests not in free.values()]
    for entry in left:
        others = [native_id for native_id, digests in free.items() if digests.partition(":")[0] == entry.place]
        rivals = [other for other in left if other.place == entry.place]
        if len(others) == len(rivals) == 1:
            yield others[0], entry


def _new_id(first: str, taken: set[str]) -> str:
    turn, native_id = 1, first
    while native_id in taken:
        turn += 1
        native_id = f"{first}-{turn}"
    return native_id


def _notices(name: str, entries: Sequence[Entry], *, exact: bool) -> tuple[str, ...]:
    rounded = sum(entry.id is not None for entry in entries) if not exact else 0
    if not rounded:
        return ()
    return (
        f"{name}: {rounded} comments have an id but no time to the second, so they are kept apart; if the account is "
        "read through the API one day, they count twice",
    )


def _checkpoint(state: State | None) -> tuple[dict[str, str], dict[str, str]]:
    """The files that were read, and the rows that are known."""
    if state is None:
        return {}, {}
    if state.get("v") != _VERSION or "files" not in state:
        raise ConfigError(
            f"tiktok: the checkpoint of this account is no import of version {_VERSION}: another program wrote it, "
            "or the account is read through the API; import under another name, or upgrade complaint_hub"
        )
    rows = state.get("rows") or {}
    return dict(cast("Mapping[str, str]", state["files"])), dict(cast("Mapping[str, str]", rows))


def _changed(path: Path) -> tuple[float, str]:
    return path.stat().st_mtime, path.name
