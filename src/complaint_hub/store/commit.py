"""A page and its checkpoint in one transaction: all of it is stored, or nothing.

For: the running of channels. The order below is the order of what depends on what; everything is loaded once,
compared in memory, and written in bulk.
Must not: commit anything by itself; the transaction is the caller's.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, and_, bindparam, select, update

from ..contract import Page, State
from ..errors import BusyError
from ..facts import to_micros
from ..model import Event, Source
from ..report import Counts
from . import tables
from .dialect import among_tuples, ask, put_rows
from .folding import refold
from .gone import messages_gone, missing_gone, swept_gone
from .happenings import apply_events, own_statuses, sift_events, to_refold
from .heads import compare_heads, sift, write_sightings
from .quarantine import set_aside
from .tombstones import refuse_erased
from .unnaming import let_in
from .work import Work

__all__ = ["Checkpoint", "Commit", "commit_page", "load_checkpoint", "record_events"]


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far an account got; version 0 has never been stored."""

    version: int
    state: State | None


@dataclass(frozen=True, slots=True)
class Commit:
    """What became of a page.

    Attributes:
        version: of the checkpoint that now stands; the next commit must name it.
        counts: of this page; ``waiting`` is left out, for the head may stand in the next page (see ``Store.waiting``).
        notices: what the store found worth saying (a breaker that tripped); those of the page are the caller's.
        differs: complaints whose unit the channel has just changed, although the office forwarded them elsewhere.
    """

    version: int
    counts: Counts
    notices: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()


_CHECKPOINT = select(tables.state.c.version, tables.state.c.body).where(
    tables.state.c.channel == bindparam("of"), tables.state.c.account == bindparam("whose")
)


def load_checkpoint(conn: Connection, channel: str, account: str) -> Checkpoint:
    """The checkpoint of an account."""
    row = _stored_state(conn, channel, account)
    if row is None:
        return Checkpoint(0, None)
    return Checkpoint(row[0], json.loads(row[1]) if row[1] is not None else None)


def _stored_state(conn: Connection, channel: str, account: str) -> Any:
    rows = ask(conn, _CHECKPOINT, of=channel, whose=account)
    return rows[0] if rows else None


def commit_page(
    conn: Connection,
    channel: str,
    account: str,
    page: Page,
    *,
    version: int,
    now: datetime,
    zone: ZoneInfo,
    read_at: datetime | None = None,
    heals: Iterable[str] = (),
    privacy_key: str | None = None,
) -> Commit:
    """Store a page and its checkpoint; see :meth:`complaint_hub.store.Store.commit`."""
    page = let_in(conn, channel, page, key=privacy_key, now=now)
    _save_state(conn, channel, account, page.state, version=version, now=now)
    work = Work(conn, channel, account, moment=read_at or page.data_date or now, zone=zone, read_at=read_at)
    _load_rows(work, page)
    compared = sift(work, page)
    changes = sift_events(work, page)
    work.load_timelines({said.id for said, _ in compared} | (to_refold(changes) & work.rows.keys()))
    work.load_words({said.id for said, _ in compared})
    digests = compare_heads(work, compared, own=own_statuses(page), page=page)
    apply_events(work, changes, page.readings)
    work.write_events()
    written = write_sightings(work, page, digests)
    messages_gone(work, page)
    missing_gone(work, page)
    swept_gone(work, page)
    work.write_events()
    refold(work)
    work.write_moved()
    work.write_awaited()
    _save_marks(work, page, written)
    set_aside(work, page, heals=heals)
    return Commit(version + 1, _counts(work), tuple(work.notices), tuple(work.differs))


def _load_rows(work: Work, page: Page) -> None:
    ids = {said.id for said in page.complaints} | {event.complaint for event in page.events} | page.complete
    ids |= {f"{work.channel}:{native_id}" for native_id in (*page.missing, *page.marks)}
    if ids:
        work.load(ids)


def _save_state(
    conn: Connection, channel: str, account: str, state: State | None, *, version: int, now: datetime
) -> None:
    stored = _stored_state(conn, channel, account)
    standing = stored[0] if stored else 0
    if standing != version:
        raise BusyError(
            f"{channel} {account}: another run has moved its checkpoint meanwhile "
            f"(version {standing}, this run knew {version}); nothing of this page was stored, run again"
        )
    row: dict[str, object] = {"channel": channel, "account": account, "version": version + 1}
    if state is not None:
        row["body"] = json.dumps(dict(state))
    row["saved_at"] = to_micros(now)
    put_rows(conn, tables.state, tuple(row), [tuple(row.values())], keys=("channel", "account"))


def _save_marks(work: Work, page: Page, written: Collection[str]) -> None:
    """Keep what stands with no sighting of this page: at an earlier one, or in the table for all else."""
    rest = {name: value for name, value in page.marks.items() if name not in written}
    seen = {name: row for name in rest if (row := work.rows.get(f"{work.channel}:{name}")) and work.sees(row.id)}
    if seen:
        s = tables.sighting.c
        mine = and_(s.channel == work.channel, s.account == work.account, s.complaint_n == bindparam("b_n"))
        work.conn.execute(
            update(tables.sighting).where(mine).values(mark=bindparam("b_mark")),
            [{"b_n": row.n, "b_mark": rest[name]} for name, row in seen.items()],
        )
    columns = ("channel", "account", "native_id", "value")
    rows = [(work.channel, work.account, name, value) for name, value in rest.items() if name not in seen]
    put_rows(work.conn, tables.mark, columns, rows, keys=columns[:3])


def _counts(work: Work) -> Counts:
    fetched = sum(work.counts.get(name, 0) for name in ("new", "changed", "unchanged", "stale"))
    return Counts(fetched=fetched, **work.counts)


def record_events(
    conn: Connection, events: Sequence[Event], *, now: datetime, zone: ZoneInfo, privacy_key: str | None = None
) -> None:
    """Store acts of the office; see :meth:`complaint_hub.store.Store.record`."""
    refuse_erased(conn, (event.complaint for event in events), key=privacy_key)
    work = Work(conn, "", "", moment=now, zone=zone)
    ids = {event.complaint for event in events}
    work.load(ids)
    _refuse_taken(work, events)
    work.load_timelines(ids & work.rows.keys())
    for event in events:
        work.put(event if event.seen_at else event.model_copy(update={"seen_at": now}))
    work.write_events()
    work.write_awaited()
    refold(work)


def _refuse_taken(work: Work, events: Sequence[Event]) -> None:
    """Raise ValueError, if an act of the office has the name of an event of the channel."""
    names = {n: event.complaint for event in events if (n := work.number(event.complaint)) is not None}
    numbers = {complaint: n for n, complaint in names.items()}
    keys = [(numbers[e.complaint], e.type.value, e.key) for e in events if e.complaint in numbers]
    c = tables.event.c
    here = among_tuples(work.conn, (c.complaint_n, c.type, c.key), keys)
    taken = work.conn.execute(select(c.complaint_n, c.key).where(here, c.source == str(Source.channel))).first()
    if taken is not None:
        raise ValueError(
            f"event {taken[1]} of {names[taken[0]]} is the channel's own: an act of the office needs another key"
        )
