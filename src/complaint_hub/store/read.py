"""Reading: complaints with effective values, streamed in batches so that a reader never blocks a writer.

For: hubs, the CLI, sla and evaluation.
Must not: write. Between two batches no transaction is open, so a long reading sees what is written meanwhile.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Tuple,
    exists,
    func,
    literal,
    select,
    tuple_,
)

from ..model import Case, Complaint, Event, Kind, Status
from ..timeline import ordered
from . import tables
from .dialect import among
from .engine import Database
from .rows import effective, event_of, events_of, parsed_overlay

__all__ = [
    "Filter",
    "read_case",
    "read_cases",
    "read_complaint",
    "read_events",
    "read_flagged",
    "read_named",
    "read_numbered",
    "read_numbers",
    "seen_by",
    "stream",
]

_BATCH = 200


@dataclass(frozen=True, slots=True)
class Filter:
    """Which complaints; None does not restrict. Values are the effective ones, ``since <= created_at < until``.

    Attributes:
        account: complaints that this account has seen, whoever saw them first.
        status, kind, unit: one value, or a collection of values.
        deleted: True for those found gone, False for the others.
    """

    channel: str | None = None
    account: str | None = None
    status: Status | str | Collection[str] | None = None
    open: bool | None = None
    kind: Kind | str | Collection[str] | None = None
    unit: str | Collection[str] | None = None
    since: datetime | None = None
    until: datetime | None = None
    deleted: bool | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """The filter as conditions on the table of complaints."""
        c = tables.complaint.c
        found: list[ColumnElement[bool]] = []
        if self.channel is not None:
            found.append(c.channel == self.channel)
        if self.account is not None:
            found.append(seen_by(self.account, c.channel, c.n))
        for column, value in ((c.status, self.status), (c.kind, self.kind), (c.unit, self.unit)):
            if value is not None:
                found.append(column.in_([value] if isinstance(value, str) else [str(v) for v in value]))
        if self.open is not None:
            found.append(c.open.is_(self.open))
        if self.since is not None:
            found.append(c.created_at >= self.since)
        if self.until is not None:
            found.append(c.created_at < self.until)
        if self.deleted is not None:
            found.append(c.deleted_at.is_not(None) if self.deleted else c.deleted_at.is_(None))
        return found


def seen_by(account: str, channel: ColumnElement[str], n: ColumnElement[int]) -> ColumnElement[bool]:
    """True for a complaint that *account* has seen, whoever saw it first."""
    s = tables.sighting.c
    return exists(select(s.missed).where(s.channel == channel, s.account == account, s.complaint_n == n))


def _of(conn: Connection, ids: Collection[str]) -> ColumnElement[bool]:
    """Facts of these rows, found by the rows' numbers."""
    c = tables.complaint.c
    return tables.fact.c.complaint_n.in_(select(c.n).where(among(conn, c.id, ids)))


def _case_of() -> ColumnElement[str]:
    """The case that a fact counts for."""
    return func.coalesce(tables.fact.c.case, tables.fact.c.id)


_HEAD = ("n", "created_at", "body", "overlay", "status", "deleted_at")


def _head_columns() -> Select[Any]:
    return select(*(tables.complaint.c[name] for name in _HEAD))


def _head(row: Any) -> Complaint:
    return effective(
        Complaint.model_validate_json(row.body),
        overlay=parsed_overlay(row.overlay),
        status=Status(row.status),
        deleted_at=row.deleted_at,
        keep_said=True,
    )


def _timelines(conn: Connection, ids: Collection[str]) -> dict[str, tuple[Event, ...]]:
    c = tables.event.c
    gathered: dict[str, list[Event]] = {i: [] for i in ids}
    for row in conn.execute(select(c.body, c.seen_at, c.not_before).where(events_of(conn, ids))):
        event = event_of(*row)
        gathered[event.complaint].append(event)
    return {i: tuple(ordered(events)) for i, events in gathered.items()}


def _told(conn: Connection, heads: Sequence[Complaint]) -> list[Complaint]:
    timelines = _timelines(conn, [head.id for head in heads])
    return [head.model_copy(update={"timeline": timelines[head.id]}) for head in heads]


def stream(database: Database, wanted: Filter, *, timelines: bool) -> Iterator[Complaint]:
    """Complaints in the order of their receipt, oldest first."""
    for batch in _batches(database, wanted, timelines=timelines):
        yield from batch


def _batches(database: Database, wanted: Filter, *, timelines: bool) -> Iterator[list[Complaint]]:
    c = tables.complaint.c
    query = _head_columns().where(*wanted.conditions()).order_by(c.created_at, c.n).limit(_BATCH)
    after: ColumnElement[bool] | None = None
    while True:
        with database.read() as conn:
            rows = conn.execute(query if after is None else query.where(after)).all()
            batch = [_head(row) for row in rows]
            if timelines and batch:
                batch = _told(conn, batch)
        yield batch
        if len(rows) < _BATCH:
            return
        last = rows[-1]
        after = _place() > _at(last)


def _place() -> Tuple:
    """Where a complaint stands in the order of receipt.

    Compared as one it is a place in the index; two comparisons with "or" would look at all rows before it again.
    """
    return tuple_(tables.complaint.c.created_at, tables.complaint.c.n)


def _at(row: Any) -> Tuple:
    return tuple_(literal(row.created_at, tables.complaint.c.created_at.type), literal(row.n))


def read_complaint(database: Database, complaint: str) -> Complaint | None:
    """One complaint with its timeline."""
    with database.read() as conn:
        row = conn.execute(_head_columns().where(tables.complaint.c.id == complaint)).first()
        return _told(conn, [_head(row)])[0] if row is not None else None


def read_named(database: Database, ids: Sequence[str]) -> dict[str, Complaint]:
    """Complaints with their timelines, by id; those that are unknown are absent."""
    found: dict[str, Complaint] = {}
    for start in range(0, len(ids), _BATCH):
        with database.read() as conn:
            wanted = _head_columns().where(among(conn, tables.complaint.c.id, ids[start : start + _BATCH]))
            found |= {row.id: row for row in _told(conn, [_head(row) for row in conn.execute(wanted)])}
    return found


def read_numbers(database: Database, ids: Collection[str]) -> dict[str, int]:
    """The numbers of complaints in this database; those that are unknown are absent."""
    c = tables.complaint.c
    with database.read() as conn:
        return {row[0]: row[1] for row in conn.execute(select(c.id, c.n).where(among(conn, c.id, ids)))}


def read_numbered(database: Database, number: int) -> str | None:
    """The id of the complaint with this number."""
    c = tables.complaint.c
    with database.read() as conn:
        found: str | None = conn.execute(select(c.id).where(c.n == number)).scalar()
        return found


def read_events(database: Database, complaint: str) -> list[Event]:
    """The timeline of a complaint, known or not, in order."""
    with database.read() as conn:
        return list(_timelines(conn, [complaint])[complaint])


def read_cases(database: Database, wanted: Filter) -> Iterator[Case]:
    """Cases whose leading row is wanted."""
    f = tables.fact.c
    for batch in _batches(database, wanted, timelines=True):
        with database.read() as conn:
            ids = [complaint.id for complaint in batch]
            counted = select(f.id, _case_of(), f.rows).where(_of(conn, ids), f.whole.is_(False))
            # A row without a fact is a case of its own.
            places = {i: (i, 1) for i in ids} | {row[0]: (row[1], row[2]) for row in conn.execute(counted)}
            found = [
                _case(conn, complaint, rows=places[complaint.id][1])
                for complaint in batch
                if places[complaint.id][0] == complaint.id
            ]
        yield from found


def read_case(database: Database, complaint: str) -> Case | None:
    """The case that a complaint counts for."""
    f, c = tables.fact.c, tables.complaint.c
    with database.read() as conn:
        row = conn.execute(select(_case_of(), f.rows).where(_of(conn, [complaint]), f.whole.is_(False))).first()
        # A row without a fact is a case of its own.
        lead, rows = (row[0], row[1]) if row is not None else (complaint, 1)
        head = conn.execute(_head_columns().where(c.id == lead)).first()
        return None if head is None else _case(conn, _told(conn, [_head(head)])[0], rows=rows)


def _case(conn: Connection, lead: Complaint, *, rows: int) -> Case:
    members = [lead]
    if rows > 1:
        f, c = tables.fact.c, tables.complaint.c
        others = conn.execute(select(f.id).where(f.case == lead.id, f.whole.is_(False))).scalars()
        heads = [_head(row) for row in conn.execute(_head_columns().where(among(conn, c.id, [lead.id, *others])))]
        members = sorted(_told(conn, heads), key=lambda row: (row.created_at, row.id))
    timeline = ordered(event for row in members for event in row.timeline or ())
    return Case(id=lead.id, lead=lead, rows=tuple(members), timeline=tuple(timeline))


def read_flagged(database: Database, ids: Sequence[str], *, by_row: bool) -> Iterator[Case]:
    """The flagged cases with their timelines; of a channel each row is told on its own."""
    f, c = tables.fact.c, tables.complaint.c
    for start in range(0, len(ids), _BATCH):
        part = ids[start : start + _BATCH]
        with database.read() as conn:
            heads = [_head(row) for row in conn.execute(_head_columns().where(among(conn, c.id, part)))]
            counted = select(f.id, f.rows).where(_of(conn, part), f.whole.is_(False))
            rows = {row[0]: row[1] for row in conn.execute(counted)}
            found = [_case(conn, head, rows=1 if by_row else rows[head.id]) for head in _told(conn, heads)]
        yield from found
