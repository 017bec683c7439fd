"""What a channel and its run ask the store in between: marks, known complaints, suspects, what waits.

For: the store, on behalf of a session.
Must not: write, or read what a complaint says (see ``read``).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Connection,
    Select,
    Text,
    and_,
    bindparam,
    exists,
    false,
    func,
    select,
    true,
    tuple_,
    union_all,
)

from . import tables
from .dialect import ask, listed, one_of

__all__ = ["count_known", "read_known", "read_marks", "read_suspects", "read_waiting"]


def read_marks(conn: Connection, channel: str, account: str, native_ids: Sequence[str]) -> dict[str, str]:
    """What is remembered of these items: at the sighting of a complaint, for all else in a table of its own."""
    found = ask(
        conn,
        _marks(conn.dialect.name),
        channel=channel,
        account=account,
        ids=listed(conn, native_ids),
        complaints=listed(conn, [f"{channel}:{native_id}" for native_id in native_ids]),
    )
    elsewhere = {native_id: value for native_id, value, seen in found if not seen}
    return elsewhere | {native_id: value for native_id, value, seen in found if seen and value is not None}


@cache
def _marks(dialect: str) -> CompoundSelect[*tuple[Any, ...]]:
    m, s, c = tables.mark.c, tables.sighting.c, tables.complaint.c
    mine = and_(m.channel == bindparam("channel"), m.account == bindparam("account"))
    elsewhere = select(m.native_id, m.value, false()).where(mine, one_of(dialect, m.native_id, "ids"))
    sighted = and_(s.channel == bindparam("channel"), s.account == bindparam("account"), s.complaint_n == c.n)
    # Not a join: the complaints are to be looked up first, and then their sightings, not all sightings of the account.
    mark = select(s.mark).where(sighted).scalar_subquery()
    return union_all(elsewhere, select(c.native_id, mark, true()).where(one_of(dialect, c.id, "complaints")))


def read_known(
    conn: Connection, channel: str, account: str, *, after: str | None, n: int, scope: str | None
) -> list[str]:
    """Native ids of the complaints that this account still sees, newest first."""
    asked: dict[str, object] = {"channel": channel, "account": account, "most": n, "scope": scope}
    if after is not None:
        place = ask(conn, _PLACE, named=f"{channel}:{after}")
        if not place:
            return []
        asked |= {"at": place[0][0], "number": place[0][1]}
    return [row[0] for row in ask(conn, _known(scope is not None, after is not None), **asked)]


_PLACE = select(tables.complaint.c.created_at, tables.complaint.c.n).where(
    tables.complaint.c.id == bindparam("named", type_=Text)
)


@cache
def _known(scoped: bool, onward: bool) -> Select[*tuple[Any, ...]]:
    s, c = tables.sighting.c, tables.complaint.c
    mine = and_(s.channel == bindparam("channel"), s.account == bindparam("account"), s.complaint_n == c.n)
    # Not a join: the complaints are to be walked in their order, up to so many, and each sighting looked up.
    seen = exists(select(s.missed).where(mine, s.missed < 2))
    query = (
        select(c.native_id)
        .where(seen, c.deleted_at.is_(None))
        .order_by(c.created_at.desc(), c.n.desc())
        .limit(bindparam("most"))
    )
    if scoped:
        query = query.where(c.channel == bindparam("channel"), c.scope == bindparam("scope"))
    if onward:
        # Compared as one it is a place in the index; see read._place.
        query = query.where(
            tuple_(c.created_at, c.n) < tuple_(bindparam("at", type_=c.created_at.type), bindparam("number"))
        )
    return query


def count_known(conn: Connection, channel: str, account: str) -> int:
    """How many complaints this account still sees: as many as :func:`read_known` would name."""
    s, c = tables.sighting.c, tables.complaint.c
    query = (
        select(func.count())
        .select_from(tables.sighting.join(tables.complaint, c.n == s.complaint_n))
        .where(s.channel == channel, s.account == account, s.missed < 2, c.deleted_at.is_(None))
    )
    return conn.execute(query).scalar_one()


def read_suspects(conn: Connection, channel: str, account: str) -> list[str]:
    """Native ids that a finished walk did not meet, and that nothing has confirmed yet."""
    s, c = tables.sighting.c, tables.complaint.c
    query = (
        select(c.native_id)
        .select_from(tables.sighting.join(tables.complaint, c.n == s.complaint_n))
        .where(s.channel == channel, s.account == account, s.missed == 1, c.deleted_at.is_(None))
        .order_by(c.created_at.desc(), c.n.desc())
    )
    return list(conn.execute(query).scalars())


def read_waiting(conn: Connection, channel: str) -> int:
    """How many events speak of a complaint of this channel that is not known."""
    e, waiting = tables.event.c, tables.awaited.c
    # ";" follows ":" in every order that counts: a range of the index, where LIKE would look at every row.
    mine = and_(waiting.id >= f"{channel}:", waiting.id < f"{channel};")
    joined = tables.awaited.join(tables.event, e.complaint_n == waiting.n)
    return conn.execute(select(func.count()).select_from(joined).where(mine)).scalar_one()
