"""What is kept beside the complaints: the runs, and the ministry's letters.

For: hubs (when was the last deep run?) and evaluation (the official result is input).
Must not: compute anything.
"""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import Connection, insert, select, union

from ..contract import Coverage
from ..model import OfficialResult, to_json
from ..report import PastRun, Run, Stopped
from . import tables
from .dialect import upsert
from .tombstones import watching
from .unnaming import unnamed

__all__ = ["accounts", "last_run", "latest_run", "official", "save_official", "save_run"]


def save_run(
    conn: Connection,
    run: Run,
    *,
    started_at: datetime,
    ended_at: datetime,
    deep: str | None,
    privacy_key: str | None = None,
) -> None:
    """Keep the report row of a run; it names nobody who was erased."""
    names = watching(conn, privacy_key)
    told = run.to_dict()
    row = {
        "channel": run.channel,
        "account": run.account,
        "started_at": started_at,
        "ended_at": ended_at,
        "deep": deep,
        "failed": run.error is not None,
        "body": json.dumps(told if names is None else unnamed(names, run.channel, told)),
    }
    conn.execute(insert(tables.run), row)


def last_run(conn: Connection, channel: str, account: str, *, deep: str | None) -> datetime | None:
    """When the last run ended without an error; with *deep*, the last one of that depth."""
    c = tables.run.c
    query = (
        select(c.ended_at)
        .where(c.channel == channel, c.account == account, c.failed.is_(False), c.ended_at.is_not(None))
        .order_by(c.ended_at.desc())
        .limit(1)
    )
    if deep is not None:
        query = query.where(c.deep == deep)
    return conn.execute(query).scalar()


def latest_run(conn: Connection, channel: str, account: str) -> PastRun | None:
    """The run that began last, however it ended."""
    c = tables.run.c
    query = (
        select(tables.run)
        .where(c.channel == channel, c.account == account)
        .order_by(c.started_at.desc(), c.n.desc())
        .limit(1)
    )
    row = conn.execute(query).first()
    if row is None:
        return None
    body = json.loads(row.body)
    stopped = body["stopped"]
    if stopped is not None:
        resets_at = stopped["resets_at"]
        stopped = Stopped(stopped["reason"], datetime.fromisoformat(resets_at) if resets_at else None)
    coverage = tuple(Coverage(**part) for part in body["coverage"])
    return PastRun(row.started_at, row.ended_at, row.deep, stopped, body["error"], coverage)


def accounts(conn: Connection) -> list[tuple[str, str]]:
    """Every account that was ever read, as (channel, account), sorted."""
    both = union(*(select(table.c.channel, table.c.account) for table in (tables.state, tables.run))).subquery()
    query = select(both.c.channel, both.c.account).order_by(both.c.channel, both.c.account)
    return [(row.channel, row.account) for row in conn.execute(query)]


def save_official(conn: Connection, result: OfficialResult) -> None:
    """Keep a letter; the same letter of the same year is replaced."""
    statement = upsert(conn.dialect.name, tables.official)
    conn.execute(
        statement.on_conflict_do_update(index_elements=["year", "letter"], set_={"body": statement.excluded.body}),
        {"year": result.year, "letter": result.letter, "body": to_json(result)},
    )


def official(conn: Connection, year: int) -> OfficialResult | None:
    """The result of a year; of several letters the one with the latest date."""
    bodies = conn.execute(select(tables.official.c.body).where(tables.official.c.year == year)).scalars()
    results = [OfficialResult.model_validate_json(body) for body in bodies]
    return max(results, key=lambda r: (str(r.letter_date or ""), r.letter), default=None)
