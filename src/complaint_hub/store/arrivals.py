"""Which complaints came with the first import of their account, and when: the past of an office, not its news.

For: whoever alerts people (see ``digest``).
Must not: decide what is old; a deadline may lie behind the import or before it.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, func, select

from . import tables
from .dialect import among

__all__ = ["first_imported"]


def first_imported(conn: Connection, ids: Collection[str]) -> dict[str, datetime]:
    """Those of *ids* that came with the first import of the account that said them first: id → when.

    A first import that was cut off, or stopped by a quota, goes on with the next run; it ends with the first run that
    came to its end.
    """
    c, s = tables.complaint.c, tables.sighting.c
    seen = (
        select(c.id, c.channel, c.account, s.first_seen_at)
        .join(tables.sighting, (s.complaint_n == c.n) & (s.channel == c.channel) & (s.account == c.account))
        .where(among(conn, c.id, ids))
    )
    ends: dict[tuple[str, str], datetime | None] = {}
    found: dict[str, datetime] = {}
    for row in conn.execute(seen):
        account = (row.channel, row.account)
        if account not in ends:
            ends[account] = _end(conn, *account)
        end = ends[account]
        if end is None or row.first_seen_at <= end:
            found[row.id] = row.first_seen_at
    return found


def _end(conn: Connection, channel: str, account: str) -> datetime | None:
    """The moment of the first run that came to its end; None if none has. Without any run, that of the first page."""
    r, s = tables.run.c, tables.sighting.c
    mine = (r.channel == channel, r.account == account)
    runs = conn.execute(select(r.started_at, r.failed, r.body).where(*mine).order_by(r.started_at, r.n)).all()
    if not runs:
        first = select(func.min(s.first_seen_at)).where(s.channel == channel, s.account == account)
        return conn.execute(first).scalar()
    ended = (run.started_at for run in runs if not run.failed and json.loads(run.body)["stopped"] is None)
    return next(ended, None)
