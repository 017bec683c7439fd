"""Reading facts: the columns of all cases at once.

For: ``Store.facts``.
Must not: make an object of each row. A driver needs a microsecond for every row that it hands over, so the database
itself joins the packed facts of some thousand rows to one value, and their ids to one text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    LargeBinary,
    Select,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    select,
    text,
    type_coerce,
)

from ..errors import StoreError
from ..facts import Facts, to_micros
from ..facts.gathering import PLAIN, Gathering
from ..facts.packing import LENGTH
from . import tables
from .dialect import pass_by
from .engine import Database
from .read import Filter, read_flagged, seen_by
from .words import words

__all__ = ["read_facts"]

_CHUNK: Final = 5_000
_RANGE: Final = 8_192
_FEW: Final = 20
"""One of so many facts are few: then an index finds them faster than a look at all of them."""


def read_facts(
    database: Database,
    *,
    channel: str | None,
    account: str | None,
    since: datetime | None,
    until: datetime | None,
) -> Facts:
    """Facts of cases, or, of a channel or an account, of its rows on their own instants; by date of receipt.

    Raises: StoreError, if what is stored are no facts.
    """
    f = tables.fact.c
    by_row = channel is not None or account is not None
    chosen = [and_(f.whole.is_(False), f.leads.is_(True)) if by_row else (f.whole.is_(True) | (f.rows == 1))]
    if channel is not None:
        chosen.append(f.channel == channel)
    if account is not None:
        chosen.append(seen_by(account, f.channel, f.complaint_n))
    window = []
    if since is not None:
        window.append(f.received >= to_micros(since))
    if until is not None:
        window.append(f.received < to_micros(until))
    wanted = Filter(channel=channel, account=account, since=since, until=until)
    with database.read() as conn:
        told, untold = _counted(conn)
        inside: int = conn.execute(_how_many().where(*window)).scalar_one() if window else told
        few = inside * _FEW < told
        gathering = Gathering(words(conn), room=inside + untold)
        try:
            for facts, ids in (_by_row if few else _by_range)(conn, [*chosen, *window]):
                gathering.add_packed(facts, ids)
            for rows in pass_by(conn, _untold().where(*wanted.conditions()), chunk=_CHUNK) if untold else ():
                gathering.add_plain(rows)
            # Put in order here: a database would sort whole rows, which costs it as much as reading them.
            columns = gathering.columns(by="received", cases=_cases(conn))
        except (ValueError, LookupError) as error:
            raise StoreError(f"{database.name} is damaged; restore it from a backup") from error

    def flagged() -> Sequence[str]:
        return [str(columns["id"][place]) for place, flag in enumerate(columns["irregular"]) if flag]

    return Facts(columns, lambda: read_flagged(database, flagged(), by_row=by_row))


def _how_many() -> Select[Any]:
    return select(func.count()).select_from(tables.fact)


def _counted(conn: Connection) -> tuple[int, int]:
    """How many facts there are, and how many rows have none: to ask this of each row costs far more."""
    of_rows = func.count(case((tables.fact.c.whole.is_(False), 1)))
    facts, told = conn.execute(_how_many().add_columns(of_rows)).one()
    rows: int = conn.execute(select(func.count()).select_from(tables.complaint)).scalar_one()
    return facts, max(rows - told, 0)


def _cases(conn: Connection) -> dict[str, str]:
    """id → case, of all rows that count for another case than their own."""
    f = tables.fact.c
    found = select(f.id, f.case).where(f.case.is_not(None))
    return {row[0]: row[1] for row in conn.execute(found)}


def _by_row(conn: Connection, chosen: Sequence[ColumnElement[bool]]) -> Iterator[tuple[bytes, str | Sequence[str]]]:
    f = tables.fact.c
    for rows in pass_by(conn, select(f.id, f.packed).where(*chosen), chunk=_CHUNK):
        yield b"".join([row[1] for row in rows]), [row[0] for row in rows]


def _by_range(conn: Connection, chosen: Sequence[ColumnElement[bool]]) -> Iterator[tuple[bytes, str | Sequence[str]]]:
    """The packed facts of some thousand numbers as one value, and their ids as the lines of a text."""
    f = tables.fact.c
    first, last = conn.execute(select(func.min(f.complaint_n), func.max(f.complaint_n))).one()
    inside = (f.complaint_n >= bindparam("first"), f.complaint_n < bindparam("end"))
    joined = select(func.count(), *_joined(conn.dialect.name)).where(*inside, *chosen)
    start = first
    while start is not None and start <= last:
        end = start + _RANGE
        n, facts, ids = conn.execute(joined, {"first": start, "end": end}).one()
        if n and (len(facts) != n * LENGTH or ids.count("\n") != n - 1):
            # An id may have lines itself, and another SQLite may join bytes in its own way: then one by one.
            yield from _by_row(conn, [f.complaint_n >= start, f.complaint_n < end, *chosen])
        elif n:
            yield bytes(facts), ids
        # Numbers may be far apart.
        start = end if n else conn.execute(select(func.min(f.complaint_n)).where(f.complaint_n >= end)).scalar()


def _joined(dialect: str) -> tuple[ColumnElement[bytes], ColumnElement[str]]:
    f = tables.fact.c
    if dialect == "sqlite":
        return cast(func.group_concat(f.packed, text("''")), LargeBinary), func.group_concat(f.id, text("char(10)"))
    return func.string_agg(f.packed, literal(b"", LargeBinary)), func.string_agg(f.id, literal("\n"))


def _untold() -> Select[*tuple[Any, ...]]:
    """Rows that have no fact stored: received, answered or not, and nothing else since."""
    f, c = tables.fact.c, tables.complaint.c
    instants: dict[str, ColumnElement[Any]] = {
        "received": type_coerce(c.created_at, BigInteger),
        "first_human": c.answered,
    }
    columns = [instants[name] if name in instants else c[name] for name in PLAIN]
    return select(*columns).where(~exists(select(f.id).where(f.complaint_n == c.n, f.whole.is_(False))))
