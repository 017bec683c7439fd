"""What is kept and since when, read for the rules on retention; and what the office holds back from them.

For: ``Store.retention``.
Must not: judge: that is ``privacy``; show a text, or count the shells of what was erased.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import datetime

from sqlalchemy import Connection, delete, func, select

from ..errors import ConfigError
from ..model import EventType, Source
from ..privacy import Kept
from . import tables
from .dialect import among
from .tombstones import SHELL

__all__ = ["drop_quarantined", "held_complaints", "read_kept", "refuse_held"]


def read_kept(conn: Connection) -> Iterator[Kept]:
    """Complaints by channel and account, then what is in quarantine."""
    closed, held, sought = _closed(conn), held_complaints(conn), _sought(conn)
    c, s = tables.complaint.c, tables.sighting.c
    # Of several accounts that see one complaint the latest sighting counts, and each must have looked for it since.
    sightings = (
        select(s.complaint_n, s.channel, s.account, s.seen_at)
        .join(tables.complaint, c.n == s.complaint_n)
        .where(~c.native_id.startswith(SHELL, autoescape=True))
    )
    seen: dict[int, datetime] = {}
    looked: dict[int, datetime | None] = {}
    for n, channel, account, at in conn.execute(sightings):
        began = sought.get((channel, account))
        if n in seen:
            seen[n] = max(seen[n], at)
            other = looked[n]
            looked[n] = None if began is None or other is None else min(began, other)
        else:
            seen[n], looked[n] = at, began
    query = select(c.n, c.id, c.channel, c.account, c.created_at, c.deleted_at, c.native_id)
    for n, id, channel, account, received, deleted, native_id in conn.execute(
        query.order_by(c.channel, c.account, c.n)
    ):
        if native_id.startswith(SHELL):
            continue
        yield Kept(
            id=id, channel=channel, account=account, received=received, seen=seen.get(n), closed=closed.get(n),
            sought=looked.get(n), deleted=deleted is not None, held=n in held,
        )  # fmt: skip
    q = tables.skipped.c
    for key, channel, account, at in conn.execute(
        select(q.key, q.channel, q.account, q.seen_at).order_by(q.channel, q.account, q.n)
    ):
        yield Kept(id=key, channel=channel, account=account, what="quarantine", received=at, seen=at)


def _closed(conn: Connection) -> dict[int, datetime]:
    """When what is not open any more was last given a status; without a known instant it is absent."""
    c, e = tables.complaint.c, tables.event.c
    query = (
        select(e.complaint_n, func.max(e.at, type_=e.at.type))
        .join(tables.complaint, c.n == e.complaint_n)
        .where(c.open.is_(False), e.status.is_not(None), e.at.is_not(None))
        .group_by(e.complaint_n)
    )
    return {row[0]: row[1] for row in conn.execute(query)}


def _sought(conn: Connection) -> dict[tuple[str, str], datetime]:
    """When the last full reading of each account began that came to its end."""
    r = tables.run.c
    query = (
        select(r.channel, r.account, r.started_at, r.body)
        .where(r.deep == "full", r.failed.is_(False))
        .order_by(r.started_at, r.n)
    )
    return {
        (channel, account): started
        for channel, account, started, body in conn.execute(query)
        if json.loads(body)["stopped"] is None
    }


def held_complaints(conn: Connection) -> dict[int, str]:
    """The complaints that the office holds: number → id. The newest word on it counts."""
    c, e = tables.complaint.c, tables.event.c
    query = (
        select(e.complaint_n, c.id, e.body)
        .join(tables.complaint, c.n == e.complaint_n)
        .where(
            e.type == str(EventType.note), e.source == str(Source.office), e.body.contains('"hold"', autoescape=True)
        )
        .order_by(e.at, e.n)
    )
    held: dict[int, str] = {}
    for n, id, body in conn.execute(query):
        said = (json.loads(body).get("data") or {}).get("hold")
        if said is True:
            held[n] = id
        elif said is False:
            held.pop(n, None)
    return held


def refuse_held(conn: Connection, numbers: Collection[int]) -> None:
    """Raise ConfigError, if the office holds one of these complaints."""
    held = held_complaints(conn) if numbers else {}
    if names := [held[n] for n in numbers if n in held]:
        raise ConfigError(
            f"{names[0]} is held by the office, so nothing was erased: 'complaint-hub privacy release' lets it go"
        )


def drop_quarantined(conn: Connection, rows: list[Kept]) -> int:
    """Take raw bytes out of quarantine; returns how many rows went."""
    q = tables.skipped.c
    gone = 0
    for channel, account in dict.fromkeys((row.channel, row.account) for row in rows):
        keys = [row.id for row in rows if (row.channel, row.account) == (channel, account)]
        mine = (q.channel == channel, q.account == account)
        gone += conn.execute(delete(tables.skipped).where(*mine, among(conn, q.key, keys))).rowcount
    return gone
