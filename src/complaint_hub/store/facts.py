"""Reading facts: the columns of all cases at once, as the driver has them.

For: ``Store.facts``.
Must not: make an object of each row; a million rows are read in the time that the database takes to hand them over.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    and_,
    exists,
    false,
    func,
    literal,
    literal_column,
    null,
    select,
    type_coerce,
    union_all,
)

from ..facts import COLUMNS, MILESTONES, UNKNOWN, Facts, gathered, to_micros
from . import tables
from .dialect import pass_by
from .engine import Database
from .read import Filter, read_flagged, seen_by

__all__ = ["read_facts"]

_CHUNK = 5_000
# As text, for SQLite takes no parameter of that size from every driver.
_UNKNOWN = literal_column(f"({UNKNOWN + 1} - 1)", BigInteger)


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
    stored = select(*(_told(f[name], name) for name in COLUMNS)).where(*chosen)
    query = union_all(stored, _untold().where(*wanted.conditions())).order_by("received", "id")
    with database.read() as conn:
        columns = gathered(pass_by(conn, query, chunk=_CHUNK))

    def flagged() -> Sequence[str]:
        return [str(i) for i, flag in zip(columns["id"], columns["irregular"], strict=True) if flag]

    return Facts(columns, lambda: read_flagged(database, flagged(), by_row=by_row))


def _told(column: ColumnElement[Any], name: str) -> ColumnElement[Any]:
    """A column as :func:`~complaint_hub.facts.gathered` takes it: of an instant always a number."""
    optional = name in MILESTONES and name != "received"
    return func.coalesce(column, _UNKNOWN).label(name) if optional else column


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
    values |= dict.fromkeys((name for name in MILESTONES if name != "received"), _UNKNOWN)
    columns = [values.get(name, c[name] if name in c else null()).label(name) for name in COLUMNS]
    return select(*columns).where(~exists(select(f.id).where(f.complaint_n == c.n, f.whole.is_(False))))
