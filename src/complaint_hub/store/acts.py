"""Acts of the office and links: read, decided and stored in one transaction, so that two officers cannot both be first.

For: casework.
Must not: decide what is possible; see ``casework``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from hashlib import blake2b
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, or_, select

from ..errors import ConfigError
from ..model import Complaint, Event, EventType, Link, Source
from . import cases, read, tables
from .commit import record_events
from .engine import Database
from .tombstones import refuse_erased

__all__ = ["act", "link_rows", "links_of", "office_events", "unlink_rows"]


def office_events(events: Event | Iterable[Event]) -> list[Event]:
    """The events, if they are the office's to say. Raises ValueError, if one is not."""
    listed = [events] if isinstance(events, Event) else list(events)
    for event in listed:
        if event.source is not Source.office:
            raise ValueError(f"event {event.key} of {event.complaint} is no act of the office: set source=office")
    return listed


def act(
    database: Database,
    complaint: str,
    decide: Callable[[Complaint], Event | Iterable[Event]],
    *,
    now: datetime,
    zone: ZoneInfo,
    privacy_key: str | None,
) -> list[Event]:
    """Read a complaint, ask what is done about it, and store that; see :meth:`complaint_hub.store.Store.act`."""
    with database.write() as conn:
        c = tables.complaint.c
        # SQLite holds its one write lock since the transaction began; a server holds the row.
        if conn.execute(select(c.n).where(c.id == complaint).with_for_update()).first() is None:
            raise ConfigError(f"there is no complaint {complaint!r}: nothing was stored")
        # Nobody can have written to the row since, so another connection reads what this one would.
        found = read.read_complaint(database, complaint)
        assert found is not None  # it is locked
        events = office_events(decide(found))
        record_events(conn, events, now=now, zone=zone, privacy_key=privacy_key)
    return events


def link_rows(conn: Connection, link: Link, *, now: datetime, zone: ZoneInfo, privacy_key: str | None) -> list[Event]:
    """Store a link, and on both rows that it was made; one that stands already makes no event."""
    refuse_erased(conn, (link.a, link.b), key=privacy_key)
    known = _find(conn, link)
    cases.save_link(conn, link, zone=zone)
    return [] if known else _note(conn, EventType.linked, link, now=now, zone=zone, privacy_key=privacy_key)


def unlink_rows(conn: Connection, link: Link, *, now: datetime, zone: ZoneInfo, privacy_key: str | None) -> list[Event]:
    """Undo a link, and note that on both rows; one that does not exist changes nothing."""
    if not _find(conn, link):
        return []
    cases.remove_link(conn, link, zone=zone)
    return _note(conn, EventType.unlinked, link, now=now, zone=zone, privacy_key=privacy_key)


def links_of(conn: Connection, complaint: str) -> list[Link]:
    """The links of a row to others and of others to it, by the other rows' ids."""
    c = tables.link.c
    bodies = conn.execute(
        select(c.body).where(or_(c.a == complaint, c.b == complaint)).order_by(c.a, c.b, c.relation)
    ).scalars()
    return [Link.model_validate_json(body) for body in bodies]


def _find(conn: Connection, link: Link) -> bool:
    c = tables.link.c
    mine = (c.a == link.a, c.b == link.b, c.relation == str(link.relation))
    return conn.execute(select(c.a).where(*mine)).first() is not None


def _note(
    conn: Connection, kind: EventType, link: Link, *, now: datetime, zone: ZoneInfo, privacy_key: str | None
) -> list[Event]:
    """On each of the two rows: which other row, as what, and whether the matter goes on there."""
    ends = ((link.a, link.b, "to"), (link.b, link.a, "from"))
    events = [
        Event(
            complaint=here,
            key=_key(kind, link, now),
            type=kind,
            at=link.at or now,
            source=Source.office,
            public=False,
            by=link.by,
            data={"relation": str(link.relation), "other": other, "direction": direction},
        )
        for here, other, direction in ends
    ]
    # One may not be here yet; then it tells of the link as soon as it comes.
    record_events(conn, events, now=now, zone=zone, privacy_key=privacy_key)
    return events


def _key(kind: EventType, link: Link, now: datetime) -> str:
    said = f"{kind} {link.model_dump_json()} {now.isoformat()}"
    return f"office-{blake2b(said.encode(), digest_size=6).hexdigest()}"
