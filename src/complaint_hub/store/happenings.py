"""The events of a page: which are new, which say something else than before, which are only met again.

For: a commit.
Must not: touch what the office said, whatever a channel sends.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Select, bindparam, select, type_coerce, update

from ..contract import Page, Skipped
from ..diff import Stated, edited_message, outdated, restored_event, stated_event
from ..facts import from_micros
from ..model import Event, EventType, Source, Status, to_json
from . import tables
from .dialect import among_tuples, ask, listed, one_of
from .rows import matters
from .work import Stored, Work

__all__ = ["DELETED_AFTER", "Change", "apply_events", "own_statuses", "sift_events", "to_refold"]

DELETED_AFTER = 2
"""Complete readings in a row that must miss a message before it counts as deleted."""


@dataclass(slots=True)
class Change:
    """An event to be written: new, or in the place of one that is stored."""

    event: Event
    states: Stated
    stored: Stored | None


def own_statuses(page: Page) -> dict[str, frozenset[Status]]:
    """The statuses for which the channel sends an event of its own, by complaint: none is derived for them."""
    own: dict[str, frozenset[Status]] = {}
    for event in page.events:
        if event.status is not None and event.source is Source.channel:
            own[event.complaint] = own.get(event.complaint, frozenset()) | {event.status}
    return own


def sift_events(work: Work, page: Page) -> list[Change]:
    """Compare the page's events with those that are stored; count and note those that are only met again.

    Returns: those to be written, in the order of the page; the last word on one event wins.
    """
    # Of complaints met for the first time, for which nothing had waited, no event is stored.
    work.load_timelines({event.complaint for event in page.events if event.complaint not in work.rows})
    stored = work.stored = _load(work, page)
    changes: dict[tuple[str, str, str], Change] = {}
    new = 0
    met: list[tuple[Stored, str | None]] = []
    refused = {f"{work.channel}:{skipped.native_id}" for skipped in work.refused}
    for event in page.events:
        if event.source is Source.office or (refused and event.complaint in refused):
            work.refused.append(_not_his(event))
            continue
        # The text of the type: an enum's member computes its hash anew each time that it is looked up.
        name = (event.complaint, str(event.type), event.key)
        old = stored.get(name)
        states = stated_event(event)
        pending = changes.get(name)
        if pending is not None:
            work.count("unchanged" if pending.states.digest == states.digest else "changed")
            changes[name] = Change(event, states, old)
        elif old is None and event.source is Source.imported and event.at is None:
            continue  # a cell of a sheet that was never filled says nothing
        elif old is None:
            new += 1
            changes[name] = Change(event, states, None)
        elif Source(old.source).of_office and not event.source.of_office:
            work.count("unchanged")
        elif old.digest == states.digest:
            _restore(work, event, old)
            met.append((old, page.readings.get(event.complaint)))
        elif _outdated(work, page, event.complaint):
            work.count("stale")
        else:
            work.count("changed")
            changes[name] = Change(event, states, old)
    if new:
        work.count("new", new)
    _write_met(work, met)
    return list(changes.values())


def _load(work: Work, page: Page) -> dict[tuple[str, str, str], Stored]:
    """What is stored of the page's events, and all that is stored of complaints that were read completely."""
    whole: dict[int, str] = {}
    for i in page.complete:
        if i not in work.blank and (n := work.number(i)) is not None:
            whole[n] = i
    names = dict(whole)
    single: set[tuple[int, str, str]] = set()
    for event in page.events:
        if event.complaint in work.blank or event.complaint in page.complete:
            continue
        if (n := work.number(event.complaint)) is not None:
            names[n] = event.complaint
            single.add((n, event.type, event.key))
    c = tables.event.c
    rows: list[Any] = []
    if whole:
        rows += ask(work.conn, _stored_of(work.conn.dialect.name), numbers=listed(work.conn, whole))
    if single:
        named = select(*_STORED).where(among_tuples(work.conn, (c.complaint_n, c.type, c.key), single))
        rows += work.conn.execute(named).all()
    return {(names[of], kind, key): Stored(*stored) for of, kind, key, *stored in rows}


_STORED = tuple(
    type_coerce(tables.event.c[name], BigInteger) if name == "seen_at" else tables.event.c[name]
    for name in ("complaint_n", "type", "key", "n", "digest", "source", "seen_at", "walk", "missed")
)


@cache
def _stored_of(dialect: str) -> Select[*tuple[Any, ...]]:
    """All events of some complaints."""
    return select(*_STORED).where(one_of(dialect, tables.event.c.complaint_n, "numbers"))


def _not_his(event: Event) -> Skipped:
    native_id = event.complaint.partition(":")[2]
    return Skipped(
        key=f"{native_id} {event.key}",
        reason=f"event {event.type} {event.key} of {event.complaint} is not this channel's to say: "
        "its complaint was refused, or it claims to come from the office",
        raw=to_json(event).encode(),
        native_id=native_id,
    )


def _outdated(work: Work, page: Page, complaint: str) -> bool:
    row = work.rows.get(complaint)
    return outdated(
        row_date=row.data_date if row else None,
        data_date=page.data_date,
        last_seen=work.last_seen(complaint),
        read_at=work.read_at,
    )


def _restore(work: Work, event: Event, old: Stored) -> None:
    """A message that counted as deleted is back."""
    if old.missed < DELETED_AFTER:
        work.count("unchanged")
        return
    work.count("changed")
    _put_restored(work, event)


def _put_restored(work: Work, event: Event) -> None:
    work.put(
        restored_event(
            event.complaint,
            revision=work.raise_revision(event.complaint),
            seen_at=work.moment,
            not_before=work.last_seen(event.complaint),
            about=event.key,
        )
    )


def _write_met(work: Work, met: Iterable[tuple[Stored, str | None]]) -> None:
    rows = [
        {"b_n": old.n, "b_walk": reading or old.walk}
        for old, reading in met
        if old.missed or (reading is not None and reading != old.walk)
    ]
    if rows:
        work.conn.execute(
            update(tables.event).where(tables.event.c.n == bindparam("b_n")).values(walk=bindparam("b_walk"), missed=0),
            rows,
        )


def to_refold(changes: Iterable[Change]) -> set[str]:
    """Complaints whose timeline must be loaded: those with an event that matters, or one that may have mattered."""
    return {change.event.complaint for change in changes if change.stored is not None or matters(change.event)}


def apply_events(work: Work, changes: Iterable[Change], readings: Mapping[str, str]) -> None:
    """Put the events, with an ``edited`` for each message that now reads differently."""
    listed = list(changes)
    old_messages = _old_messages(work, listed)
    for change in listed:
        event, stored = change.event, change.stored
        seen_at = from_micros(stored.seen_at) if stored else event.seen_at
        if event.seen_at is None or (stored and seen_at != event.seen_at):
            event = event.model_copy(update={"seen_at": seen_at or work.moment})
        states = change.states
        if stored is not None and (ours := _kept(event, old_messages.get(stored.n))) is not event:
            event, states = ours, Stated(states.digest)
        work.put(event, states, walk=readings.get(event.complaint) or (stored.walk if stored else None))
        if stored is None:
            continue
        # It may have mattered before, even if it no longer does.
        work.refold[event.complaint] = None
        if stored.missed >= DELETED_AFTER:
            _put_restored(work, event)
        old = old_messages.get(stored.n)
        if old is not None and old.text != event.text:
            work.put(
                edited_message(
                    old,
                    revision=work.raise_revision(event.complaint),
                    seen_at=work.moment,
                    not_before=work.last_seen(event.complaint),
                )
            )


def _kept(event: Event, old: Event | None) -> Event:
    """The message with what only the office knows: who of us wrote it and why, as long as it reads the same."""
    if old is None or old.text != event.text or not (old.by or old.intent) or event.by or event.intent:
        return event
    return event.model_copy(update={"by": old.by, "intent": old.intent})


def _old_messages(work: Work, changes: Iterable[Change]) -> dict[int, Event]:
    numbers = [c.stored.n for c in changes if c.stored is not None and c.event.type is EventType.message]
    if not numbers:
        return {}
    c = tables.event.c
    found = work.conn.execute(select(c.n, c.body).where(c.n.in_(numbers)))
    return {row[0]: Event.model_validate_json(row[1]) for row in found}
