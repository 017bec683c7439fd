"""Replies on their way out, each change a compare-and-set; a sent one becomes a message of the timeline at once.

For: ``_delivery``, the hub and the command line.
Must not: decide what a reply becomes (see ``complaint_hub.outbox``). The transaction is the caller's, and durable: that
a reply is being sent must be on the disk before it is sent.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, insert, select, update

from ..contract import Page
from ..diff import Stated, stated_event
from ..errors import BusyError
from ..model import Event, EventType, Intent, Source
from ..outbox import Reply, ReplyRefusal, ReplyState, refuse, same_text, unsettled
from . import tables
from .folding import refold
from .happenings import Change, apply_events, sift_events, to_refold
from .work import Work

__all__ = ["add_reply", "load_replies", "load_reply", "move_reply"]

_UNSETTLED = tuple(state for state in ReplyState if state not in ("sent", "verified", "failed", "withdrawn"))


def add_reply(conn: Connection, reply: Reply) -> Reply:
    """Keep a new reply; returns it with its number.

    Raises: OutboxError, if the same text to the same message is on its way already.
    """
    c = tables.outbox.c
    for row in conn.execute(_select().where(c.complaint == reply.complaint, c.state.in_(_UNSETTLED))):
        other = _reply_of(row)
        if unsettled(other) and other.about == reply.about and same_text(other.text, reply.text):
            raise refuse(ReplyRefusal.doubled, complaint=reply.complaint, reply=other.id, state=other.state.value)
    number = conn.execute(insert(tables.outbox).values(**_row(reply)).returning(c.n)).scalar_one()
    return reply.model_copy(update={"id": str(number)})


def move_reply(
    conn: Connection, before: Reply, after: Reply, events: Sequence[Event], *, now: datetime, zone: ZoneInfo
) -> None:
    """Put *after* in the place of *before*, and what it makes happen on the timeline.

    Raises: BusyError, if another process moved it meanwhile; nothing was stored then.
    """
    c = tables.outbox.c
    done = conn.execute(
        update(tables.outbox).where(c.n == int(before.id), c.version == before.version).values(**_row(after))
    )
    if done.rowcount != 1:
        raise BusyError(f"reply {before.id}: another process has moved it meanwhile; nothing was changed, look again")
    if events:
        _tell(conn, after, events, now=now, zone=zone)


def load_reply(conn: Connection, id: str) -> Reply | None:
    """The reply with that number."""
    if not id.isascii() or not id.isdigit() or len(id) > 18:
        return None
    row = conn.execute(_select().where(tables.outbox.c.n == int(id))).first()
    return None if row is None else _reply_of(row)


def load_replies(
    conn: Connection,
    *,
    channel: str | None,
    account: str | None,
    complaint: str | None,
    states: Collection[str] | None,
) -> list[Reply]:
    """Replies in the order in which they were written."""
    c = tables.outbox.c
    query = _select().order_by(c.n)
    for column, value in ((c.channel, channel), (c.account, account), (c.complaint, complaint)):
        if value is not None:
            query = query.where(column == value)
    if states is not None:
        query = query.where(c.state.in_([str(state) for state in states]))
    return [_reply_of(row) for row in conn.execute(query)]


def _select() -> Any:
    return select(tables.outbox.c.n, tables.outbox.c.body)


def _reply_of(row: Row[Any]) -> Reply:
    return Reply.model_validate_json(row.body).model_copy(update={"id": str(row.n)})


def _row(reply: Reply) -> dict[str, object]:
    return {
        "channel": reply.channel,
        "account": reply.account,
        "complaint": reply.complaint,
        "state": str(reply.state),
        "version": reply.version,
        "body": reply.model_dump_json(exclude={"id"}, exclude_defaults=True),
    }


def _tell(conn: Connection, reply: Reply, events: Sequence[Event], *, now: datetime, zone: ZoneInfo) -> None:
    """Store events of a reply; what the channel says of it goes the way of a page, so that a sync finds nothing new."""
    work = Work(conn, reply.channel, reply.account, moment=now, zone=zone)
    work.load({reply.complaint})
    said = [event for event in events if not event.source.of_office]
    changes = sift_events(work, Page(events=said))
    changes = [change for change in changes if not _is_ours(change.event, reply)]
    for event in (event for event in said if _is_ours(event, reply)):
        changes.append(_signed(work, event, reply))
    work.load_timelines((to_refold(changes) | {reply.complaint}) & work.rows.keys())
    apply_events(work, changes, {})
    for event in (event for event in events if event.source.of_office):
        work.put(event if event.seen_at else event.model_copy(update={"seen_at": now}))
    work.write_events()
    work.write_awaited()
    refold(work)
    work.write_moved()


def _is_ours(event: Event, reply: Reply) -> bool:
    return event.type is EventType.message and event.key == reply.native_key


def _signed(work: Work, event: Event, reply: Reply) -> Change:
    """The message with what only the office knows of it; its digest stays that of what the channel says."""
    digest = stated_event(event).digest
    own: dict[str, str | Intent] = {"by": reply.by}
    if reply.intent is not None:
        own["intent"] = reply.intent
    signed = event.model_copy(update={"source": Source.channel, **own})
    return Change(signed, Stated(digest), work.stored.get((event.complaint, event.type, event.key)))
