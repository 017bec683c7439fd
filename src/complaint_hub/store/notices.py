"""What platforms have told by webhook, kept until it has been read, and remembered for as long as it may be told again.

For: the receiver, which writes notices, and ``_flows``, which asks for what they speak of.
Must not: believe a notice: it names ids to ask for, and holds nothing that a citizen wrote.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, select, update

from ..contract import Notice
from . import tables
from .dialect import upsert
from .tombstones import admitted_notices

__all__ = ["REMEMBERED", "Heard", "add_notices", "heard", "settle_notices", "waiting_notices"]

REMEMBERED = timedelta(days=7)
"""How long a notice is kept, so that its repetition is known as one: platforms repeat themselves for up to three days
(TikTok 72 h, Meta 36 h), Pub/Sub as long as a message lives (7 days). One that could not be read in that time goes too:
a sync has read it, or nothing can be read."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What an account was told by webhook.

    Attributes:
        last: when it was last told something new; None if it never was, or not for a week.
        waiting: notices that were not read yet.
        oldest: when the oldest of these came.
    """

    last: datetime | None = None
    waiting: int = 0
    oldest: datetime | None = None


def add_notices(conn: Connection, notices: Iterable[Notice], *, now: datetime, privacy_key: str | None = None) -> int:
    """Keep those that are new, and say how many; one whose key is known, read or not, is the same once more."""
    c = tables.notice.c
    conn.execute(delete(tables.notice).where(c.received_at < now - REMEMBERED))
    new = 0
    for notice in admitted_notices(conn, notices, key=privacy_key):
        row = {
            "channel": notice.channel,
            "account": notice.account,
            "key": notice.key,
            "native_ids": json.dumps(notice.native_ids),
            "scope": notice.scope,
            "received_at": now,
        }
        told = upsert(conn.dialect.name, tables.notice).values(**row).on_conflict_do_nothing()
        new += conn.execute(told).rowcount
    return new


def waiting_notices(conn: Connection, channel: str, account: str, *, n: int | None = None) -> list[Notice]:
    """The first *n* of an account that were not read yet, oldest first."""
    c = tables.notice.c
    rows = conn.execute(
        select(c.key, c.native_ids, c.scope)
        .where(c.channel == channel, c.account == account, c.done_at.is_(None))
        .order_by(c.n)
        .limit(n)
    )
    return [Notice(channel, account, key, tuple(json.loads(ids)), scope) for key, ids, scope in rows]


def settle_notices(conn: Connection, notices: Sequence[Notice], *, now: datetime) -> None:
    """What they speak of has been read."""
    c = tables.notice.c
    for notice in notices:
        conn.execute(
            update(tables.notice)
            .where(c.channel == notice.channel, c.account == notice.account, c.key == notice.key)
            .values(done_at=now)
        )


def heard(conn: Connection, channel: str, account: str) -> Heard:
    """What there is to say of an account's webhook."""
    c = tables.notice.c
    mine = (c.channel == channel, c.account == account)
    last = conn.execute(select(func.max(c.received_at)).where(*mine)).scalar()
    waiting, oldest = conn.execute(
        select(func.count(), func.min(c.received_at)).where(*mine, c.done_at.is_(None))
    ).one()
    return Heard(last, waiting, oldest)
