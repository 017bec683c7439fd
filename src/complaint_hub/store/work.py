"""What one commit works on: the rows that its page speaks of, loaded once, changed in memory, written in bulk.

For: the modules that make a commit (heads, happenings, gone, folding).
Must not: decide what changes; see ``diff``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Select, bindparam, delete, insert, select, update

from ..contract import Skipped
from ..diff import Stated
from ..facts import from_micros, in_micros
from ..model import Complaint, Event, Source, Status
from ..timeline import status_events
from . import tables
from .dialect import among, ask, listed, next_numbers, one_of, put_rows
from .rows import EVENT_COLUMNS, event_row, fold_events, matters

__all__ = ["Row", "Seen", "Stored", "Work"]

# What was derived is never compared with what a channel says: no need of a digest.
_DERIVED = Stated(b"")

_NUMBERED = re.compile(r"[a-z]+:(\d+)")


@cache
def _row_queries(dialect: str) -> tuple[Select[*tuple[Any, ...]], Select[*tuple[Any, ...]]]:
    """Rows by their ids, sightings by the rows' numbers."""
    c, s = tables.complaint.c, tables.sighting.c
    rows = select(c.n, c.id, c.created_at, c.digest, c.revision, c.data_date, c.deleted_at)
    sightings = select(s.complaint_n, s.account, s.digest, s.first_seen_at, s.seen_at, s.missed, s.walk, s.mark)
    return rows.where(one_of(dialect, c.id, "ids")), sightings.where(one_of(dialect, s.complaint_n, "numbers"))


@cache
def _awaited_query(dialect: str) -> Select[*tuple[Any, ...]]:
    """Which of some unknown complaints have an event."""
    c = tables.awaited.c
    return select(c.id, c.n).where(one_of(dialect, c.id, "ids"))


@dataclass(slots=True)
class Row:
    """A complaint while a commit works on it; ``complaint`` is its merged words, loaded when they are needed.

    What is only compared stays as it is stored: ``created_at`` is in microseconds (see ``facts.to_micros``).
    """

    n: int
    id: str
    created_at: int
    digest: bytes
    revision: int
    data_date: datetime | None = None
    deleted_at: datetime | None = None
    complaint: Complaint | None = None
    words: bytes | None = None  # of the complaint that must be written, if they are known; see ``diff.Stated``
    new: bool = False
    said: bool = False  # its words must be written
    moved: bool = False  # its revision, date or deletion must be written
    unit_changed: bool = False


@dataclass(slots=True)
class Seen:
    """Who saw a complaint: one sighting, its instants in microseconds."""

    digest: bytes
    first_seen_at: int
    seen_at: int
    missed: int
    walk: str | None
    mark: str | None


@dataclass(slots=True)
class Stored:
    """An event as it is stored, without its words; ``seen_at`` is in microseconds."""

    n: int
    digest: bytes
    source: str
    seen_at: int | None
    walk: str | None
    missed: int


@dataclass(slots=True)
class Work:
    """The memory of one commit.

    Attributes:
        moment: when what the page says was true: when a re-read item was first read, else the file's date, else now.
        timelines: complaint id → the events that matter to its fact, by type and key; loaded before any is written.
        awaited: complaint id → number, of those that are unknown and have an event.
        blank: complaints met for the first time, for which no event had waited.
        stored: the page's events, and all of complaints that were read completely, by complaint, type and key, as they
            were stored before this commit.
        refold: ids of complaints whose fact must be told anew, in the order in which they came.
    """

    conn: Connection
    channel: str
    account: str
    moment: datetime
    zone: ZoneInfo
    read_at: datetime | None = None
    rows: dict[str, Row] = field(default_factory=dict[str, Row])
    seen: dict[str, dict[str, Seen]] = field(default_factory=dict[str, "dict[str, Seen]"])
    timelines: dict[str, dict[tuple[str, str], Event]] = field(
        default_factory=dict[str, "dict[tuple[str, str], Event]"]
    )
    awaited: dict[str, int] = field(default_factory=dict[str, int])
    blank: set[str] = field(default_factory=set[str])
    stored: dict[tuple[str, str, str], Stored] = field(default_factory=dict[tuple[str, str, str], Stored])
    numbered: dict[str, int] = field(default_factory=dict[str, int])
    refold: dict[str, None] = field(default_factory=dict[str, None])
    counts: dict[str, int] = field(default_factory=dict[str, int])
    notices: list[str] = field(default_factory=list[str])
    differs: list[str] = field(default_factory=list[str])
    refused: list[Skipped] = field(default_factory=list[Skipped])
    stale: set[str] = field(default_factory=set[str])
    _numbers: Iterator[int] | None = None
    _named: dict[str, int] = field(default_factory=dict[str, int])  # awaited from now on
    _arrived: list[int] = field(default_factory=list[int])  # awaited no more
    _events: dict[tuple[object, ...], tuple[object, ...]] = field(  # by complaint, type and key
        default_factory=dict[tuple[object, ...], "tuple[object, ...]"]
    )

    def count(self, name: str, n: int = 1) -> None:
        """Add to a number of the report."""
        self.counts[name] = self.counts.get(name, 0) + n

    def load(self, ids: Iterable[str]) -> None:
        """Read rows and sightings of these complaints without their words, and which of the others are awaited."""
        wanted = list(ids)
        rows, sightings = _row_queries(self.conn.dialect.name)
        names: dict[int, str] = {}
        for n, i, created_at, digest, revision, data_date, deleted_at in ask(
            self.conn, rows, ids=listed(self.conn, wanted)
        ):
            names[n] = i
            row = self.rows[i] = Row(n, i, created_at, digest, revision)
            if data_date is not None or deleted_at is not None:
                row.data_date, row.deleted_at = from_micros(data_date), from_micros(deleted_at)
        if names:
            for n, account, *seen in ask(self.conn, sightings, numbers=listed(self.conn, names)):
                self.seen.setdefault(names[n], {})[account] = Seen(*seen)
        unknown = [i for i in wanted if i not in self.rows]
        if unknown:
            found = ask(self.conn, _awaited_query(self.conn.dialect.name), ids=listed(self.conn, unknown))
            self.awaited.update({row[0]: row[1] for row in found})

    def new_row(self, said: Complaint) -> Row:
        """The row of a complaint met for the first time; if it was awaited, it has its number already."""
        n = self.awaited.pop(said.id, None)
        if n is None:
            n = self._next_number()
        elif self._named.pop(said.id, None) is None:
            self._arrived.append(n)
        row = self.rows[said.id] = Row(n, said.id, in_micros(said.created_at), b"", 0, new=True)
        return row

    def number(self, complaint: str) -> int | None:
        """The number under which events of a complaint are stored; None if it is unknown, and no event waits for it."""
        row = self.rows.get(complaint)
        return self.awaited.get(complaint) if row is None else row.n

    def _await(self, complaint: str) -> int:
        n = self.awaited[complaint] = self._named[complaint] = self._next_number()
        return n

    def _next_number(self) -> int:
        if self._numbers is None:
            self._numbers = next_numbers(self.conn, tables.complaint, tables.awaited)
        return next(self._numbers)

    def load_words(self, ids: Iterable[str]) -> None:
        """Read the words of rows that are compared or folded."""
        wanted = [i for i in ids if (row := self.rows.get(i)) is not None and row.complaint is None]
        if not wanted:
            return
        c = tables.complaint.c
        for complaint, body in self.conn.execute(select(c.id, c.body).where(among(self.conn, c.id, wanted))):
            self.rows[complaint].complaint = Complaint.model_validate_json(body)

    def load_timelines(self, ids: Iterable[str]) -> None:
        """Read the events that matter; of complaints met for the first time all that waited for them."""
        known: dict[int, str] = {}
        awaited: dict[int, str] = {}
        for i in ids:
            if i in self.timelines:
                continue
            self.timelines[i] = {}
            n = self.number(i)
            if n is None:
                self.blank.add(i)
            else:
                (known if i in self.rows else awaited)[n] = i
        waiting = fold_events(self.conn, awaited, every=True)
        for event in waiting:
            self._note_number(event)
        for event in fold_events(self.conn, known) + waiting:
            self.timelines[event.complaint][event.type, event.key] = event

    def _note_number(self, event: Event) -> None:
        number = _NUMBERED.fullmatch(event.key)
        if number and event.source is Source.channel and event.key.startswith(f"{event.type}:"):
            self.numbered[event.complaint] = max(self.numbered.get(event.complaint, 0), int(number[1]))

    def channel_status(self, complaint: str) -> Status | None:
        """What the newest status event of the channel says."""
        events = status_events(e for e in self.timelines[complaint].values() if e.source is Source.channel)
        return events[-1].status if events else None

    def sees(self, complaint: str) -> bool:
        """Whether this account has met the complaint before."""
        return self.account in self.seen.get(complaint, {})

    def last_seen(self, complaint: str) -> datetime | None:
        """The last sighting by any account."""
        return from_micros(max((seen.seen_at for seen in self.seen.get(complaint, {}).values()), default=None))

    def raise_revision(self, complaint: str) -> int:
        """The number of one more change; of a complaint that is still unknown it counts what waits for it."""
        row = self.rows.get(complaint)
        if row is not None:
            row.revision += 1
            row.moved = True
            return row.revision
        if complaint not in self.numbered:
            self.numbered[complaint] = 0
            n = self.number(complaint)
            for event in fold_events(self.conn, {} if n is None else {n: complaint}, every=True):
                self._note_number(event)
        self.numbered[complaint] += 1
        return self.numbered[complaint]

    def put(self, event: Event, stated: Stated = _DERIVED, *, walk: str | None = None) -> None:
        """Store an event, or put it in the place of the one with its name."""
        n = self.number(event.complaint)
        if n is None:
            n = self._await(event.complaint)
        row = event_row(event, n, stated, walk=walk)
        self._events[row[:3]] = row
        timeline = self.timelines.get(event.complaint)
        if matters(event):
            self.refold[event.complaint] = None
            if timeline is not None:
                timeline[event.type, event.key] = event
        elif timeline:
            timeline.pop((event.type, event.key), None)  # the one before it may have mattered

    def write_events(self) -> None:
        """Write what was put so far."""
        rows = list(self._events.values())
        put_rows(self.conn, tables.event, EVENT_COLUMNS, rows, keys=("complaint_n", "type", "key"))
        self._events.clear()

    def write_awaited(self) -> None:
        """Write which complaints are awaited now, and which have come."""
        if self._named:
            self.conn.execute(insert(tables.awaited), [{"n": n, "id": i} for i, n in self._named.items()])
        if self._arrived:
            waiting = tables.awaited.c.n
            self.conn.execute(
                delete(tables.awaited).where(waiting == bindparam("b_n")), [{"b_n": n} for n in self._arrived]
            )

    def write_moved(self) -> None:
        """Write revisions, dates and deletions of rows whose words stay as they are."""
        moved = [row for row in self.rows.values() if row.moved and not row.said]
        if moved:
            self.conn.execute(
                update(tables.complaint)
                .where(tables.complaint.c.id == bindparam("b_id"))
                .values(
                    revision=bindparam("b_revision"),
                    data_date=bindparam("b_data_date"),
                    deleted_at=bindparam("b_deleted_at"),
                ),
                [
                    {
                        "b_id": row.id,
                        "b_revision": row.revision,
                        "b_data_date": row.data_date,
                        "b_deleted_at": row.deleted_at,
                    }
                    for row in moved
                ],
            )
