"""What could not be read: kept with its raw bytes until it can.

For: a commit, which adds and heals; the CLI, which lists; a re-read after an upgrade.
Must not: drop anything. Only an item that is stored later heals its row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, or_, select

from ..contract import Page, Skipped
from . import tables
from .dialect import among, ask, upsert
from .work import Work

__all__ = ["Quarantined", "count_quarantine", "list_quarantine", "set_aside"]


@dataclass(frozen=True, slots=True)
class Quarantined:
    """Something that was set aside, and for which account."""

    channel: str
    account: str
    skipped: Skipped


def set_aside(work: Work, page: Page, *, heals: Iterable[str]) -> None:
    """Heal the rows whose item the page stores, then add what the page could not read.

    An item heals the row of its own name alone: a thread's head says nothing of a damaged reply, though both carry
    the native id of the complaint. Of a file, the name may go on after a space: ``"9123456 row 7"`` is a row that
    the complaint 9123456 makes good, ``"9123456 Tanggal Selesai:1"`` a cell that this event of it does.

    Args:
        heals: keys that this page makes good whatever it holds: a re-read that brought what was missing.
    """
    skipped = {item.key: item for item in (*page.skipped, *work.refused)}
    work.count("set_aside", len(skipped))
    _heal(work, page, set(heals) - set(skipped), set(skipped))
    if not skipped:
        return
    statement = upsert(work.conn.dialect.name, tables.skipped)
    new = statement.excluded
    work.conn.execute(
        statement.on_conflict_do_update(
            index_elements=["channel", "account", "key"],
            set_={name: new[name] for name in ("native_id", "reason", "raw", "seen_at")},
        ),
        [_row(work, item) for item in skipped.values()],
    )


def _row(work: Work, item: Skipped) -> dict[str, object]:
    return {
        "channel": work.channel,
        "account": work.account,
        "key": item.key,
        "native_id": item.native_id,
        "reason": item.reason,
        "raw": item.raw,
        "seen_at": item.seen_at or work.moment,
    }


_ANY = (
    select(tables.skipped.c.n)
    .where(tables.skipped.c.channel == bindparam("of"), tables.skipped.c.account == bindparam("whose"))
    .limit(1)
)


def _heal(work: Work, page: Page, heals: set[str], again: set[str]) -> None:
    if not ask(work.conn, _ANY, of=work.channel, whose=work.account):
        return
    c = tables.skipped.c
    mine = (c.channel == work.channel, c.account == work.account)
    heads = {said.native_id for said in page.complaints if said.id not in work.stale}
    events = _names(page)
    named = or_(
        among(work.conn, c.key, heals | heads | events.keys()),
        among(work.conn, c.native_id, heads),
    )
    rows = work.conn.execute(select(c.n, c.key, c.native_id, c.seen_at).where(*mine, named))
    healed = [
        {"b_n": n}
        for n, key, native_id, seen_at in rows
        if key not in again
        and (key in heals or (seen_at <= work.moment and _stored(key, native_id, heads=heads, events=events)))
    ]
    if healed:
        work.conn.execute(delete(tables.skipped).where(c.n == bindparam("b_n")), healed)
        work.count("healed", len(healed))


def _names(page: Page) -> dict[str, str]:
    """The names under which a channel may have set an event aside: its key, or the complaint's native id before it."""
    names: dict[str, str] = {}
    for event in page.events:
        native_id = event.complaint.partition(":")[2]
        names[event.key] = names[f"{native_id} {event.key}"] = native_id
    return names


def _stored(key: str, native_id: str | None, *, heads: set[str], events: Mapping[str, str]) -> bool:
    """Say whether *key* names something that this page stores.

    A head is named by its native id, alone or before the place of one of its entries ("9123456 row 7").
    """
    if key in heads or (native_id in heads and key.startswith(f"{native_id} ")):
        return True
    return key in events and native_id in (None, events[key])


def list_quarantine(conn: Connection, *, channel: str | None, account: str | None) -> list[Quarantined]:
    """What is set aside, oldest first."""
    c = tables.skipped.c
    query = select(c.channel, c.account, c.key, c.reason, c.raw, c.native_id, c.seen_at).order_by(c.n)
    if channel is not None:
        query = query.where(c.channel == channel)
    if account is not None:
        query = query.where(c.account == account)
    return [Quarantined(row[0], row[1], Skipped(*_five(row[2:]))) for row in conn.execute(query)]


def _five(row: Iterable[object]) -> tuple[str, str, bytes, str | None, datetime | None]:
    return tuple(row)  # type: ignore[return-value]  # the columns of the query, in the order of Skipped


def count_quarantine(conn: Connection, channel: str, account: str) -> int:
    """How much of an account is set aside, without reading it."""
    c = tables.skipped.c
    query = select(func.count()).select_from(tables.skipped).where(c.channel == channel, c.account == account)
    return conn.execute(query).scalar_one()
