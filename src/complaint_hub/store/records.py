"""What is kept beside the complaints: the runs, and the ministry's letters.

For: hubs (when was the last deep run?) and evaluation (the official result is input).
Must not: compute anything.
"""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import Connection, insert, select

from ..model import OfficialResult, to_json
from ..report import Run
from . import tables
from .dialect import upsert

__all__ = ["last_run", "official", "save_official", "save_run"]


def save_run(conn: Connection, run: Run, *, started_at: datetime, ended_at: datetime, deep: str | None) -> None:
    """Keep the report row of a run."""
    row = {
        "channel": run.channel,
        "account": run.account,
        "started_at": started_at,
        "ended_at": ended_at,
        "deep": deep,
        "failed": run.error is not None,
        "body": json.dumps(run.to_dict()),
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


def save_official(conn: Connection, result: OfficialResult) -> None:
    """Keep a letter; the same letter of the same year is replaced."""
    statement = upsert(conn, tables.official)
    conn.execute(
        statement.on_conflict_do_update(index_elements=["year", "letter"], set_={"body": statement.excluded.body}),
        {"year": result.year, "letter": result.letter, "body": to_json(result)},
    )


def official(conn: Connection, year: int) -> OfficialResult | None:
    """The result of a year; of several letters the one with the latest date."""
    bodies = conn.execute(select(tables.official.c.body).where(tables.official.c.year == year)).scalars()
    results = [OfficialResult.model_validate_json(body) for body in bodies]
    return max(results, key=lambda r: (str(r.letter_date or ""), r.letter), default=None)
