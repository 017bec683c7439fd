"""Reading facts: the columns of all cases at once, as the driver has them.

For: ``Store.facts``.
Must not: make an object of each row; a million rows are read in the time that the database takes to hand them over.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    and_,
    exists,
    false,
    func,
    literal,
    null,
    select,
    type_coerce,
)

from ..facts import COLUMNS, Facts, gathered, to_micros
from . import tables
from .dialect import pass_by
from .engine import Database
from .read import Filter, read_flagged, seen_by

__all__ = ["read_facts"]

_CHUNK = 5_000


def read_facts(
    database: Database,
    *,
    channel: str | None,
    account: str | None,
    since: datetime | None,
    until: datetime | None,
) -> Facts:
    """Facts of cases, or, of a channel or an account, of its rows on their own instants; by date of receipt."""
    f = tables.fact.c
    by_row = channel is not None or account is not None
    chosen = [and_(f.whole.is_(False), f.leads.is_(True)) if by_row else (f.whole.is_(True) | (f.rows == 1))]
    if channel is not None:
        chosen.append(f.channel == channel)
    if account is not None:
        chosen.append(seen_by(account, f.channel, f.complaint_n))
    if since is not None:
        chosen.append(f.received >= to_micros(since))
    if until is not None:
        chosen.append(f.received < to_micros(until))
    wanted = Filter(channel=channel, account=account, since=since, until=until)
    stored = select(*(f[name] for name in COLUMNS)).where(*chosen)
    with database.read() as conn:
        chunks = pass_by(conn, stored, chunk=_CHUNK)
        if _any_untold(conn):
            chunks = chain(chunks, pass_by(conn, _untold().where(*wanted.conditions()), chunk=_CHUNK))
        # Put in order here: a database would sort whole rows, which costs it as much as reading them.
        columns = gathered(chunks, by="received")

    def flagged() -> Sequence[str]:
        return [str(i) for i, flag in zip(columns["id"], columns["irregular"], strict=True) if flag]

    return Facts(columns, lambda: read_flagged(database, flagged(), by_row=by_row))


def _any_untold(conn: Connection) -> bool:
    """Whether a row has no fact: to ask this of each row costs far more than to count both."""
    f = tables.fact
    facts = select(func.count()).select_from(f).where(f.c.whole.is_(False)).scalar_subquery()
    rows = select(func.count()).select_from(tables.complaint).scalar_subquery()
    return bool(conn.execute(select(rows > facts)).scalar())


def _untold() -> Select[*tuple[Any, ...]]:
    """The facts of rows that have none stored: received, and nothing since."""
    f, c = tables.fact.c, tables.complaint.c
    values: dict[str, ColumnElement[Any]] = {
        "case": c.id,
        "received": type_coerce(c.created_at, BigInteger),
        "day_only": literal(0),
        "irregular": false(),
        "linked": func.coalesce(c.linked, false()),
        "reopened": false(),
        "returned": false(),
        "undated_end": false(),
    }
    columns = [values.get(name, c[name] if name in c else null()).label(name) for name in COLUMNS]
    return select(*columns).where(~exists(select(f.id).where(f.complaint_n == c.n, f.whole.is_(False))))
