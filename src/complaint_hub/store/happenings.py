"""The events of a page: which are new, which say something else than before, which are only met again.

For: a commit.
Must not: touch what the office said, whatever a channel sends.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update

from ..contract import Page, Skipped
from ..diff import Stated, edited_message, outdated, restored_event, stated_event
from ..model import Event, EventType, Source, Status, to_json
from . import tables
from .dialect import among_tuples
from .rows import matters
from .work import Work

__all__ = ["DELETED_AFTER", "Change", "apply_events", "own_statuses", "sift_events", "to_refold"]

DELETED_AFTER = 2
"""Complete readings in a row that must miss a message before it counts as deleted."""


@dataclass(slots=True)
class _Stored:
    n: int
    digest: bytes
    source: str
    seen_at: datetime | None
    walk: str | None
    missed: int


@dataclass(slots=True)
class Change:
    """An event to be written: new, or in the place of one that is stored."""

    event: Event
    states: Stated
    stored: _Stored | None


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
    stored = _load(work, (event for event in page.events if event.complaint not in work.blank))
    changes: dict[tuple[str, str, str], Change] = {}
    met: list[tuple[_Stored, str | None]] = []
    refused = {f"{work.channel}:{skipped.native_id}" for skipped in work.refused}
    for event in page.events:
        if event.source is Source.office or event.complaint in refused:
            work.refused.append(_not_his(event))
            continue
        name = (event.complaint, event.type, event.key)
        old = stored.get(name)
        states = stated_event(event)
        pending = changes.get(name)
        if pending is not None:
            work.count("unchanged" if pending.states.digest == states.digest else "changed")
            changes[name] = Change(event, states, old)
        elif old is None and event.source is Source.imported and event.at is None:
            continue  # a cell of a sheet that was never filled says nothing
        elif old is None:
            work.count("new")
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
    _write_met(work, met)
    return list(changes.values())


def _load(work: Work, events: Iterable[Event]) -> dict[tuple[str, str, str], _Stored]:
    names = {(event.complaint, event.type, event.key) for event in events}
    if not names:
        return {}
    c = tables.event.c
    query = select(c.complaint, c.type, c.key, c.n, c.digest, c.source, c.seen_at, c.walk, c.missed)
    rows = work.conn.execute(query.where(among_tuples(work.conn, (c.complaint, c.type, c.key), names)))
    return {(row[0], row[1], row[2]): _Stored(*row[3:]) for row in rows}


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


def _restore(work: Work, event: Event, old: _Stored) -> None:
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


def _write_met(work: Work, met: Iterable[tuple[_Stored, str | None]]) -> None:
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
        seen_at = stored.seen_at if stored else event.seen_at
        if event.seen_at is None or (stored and stored.seen_at != event.seen_at):
            event = event.model_copy(update={"seen_at": seen_at or work.moment})
        work.put(event, change.states, walk=readings.get(event.complaint) or (stored.walk if stored else None))
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


def _old_messages(work: Work, changes: Iterable[Change]) -> dict[int, Event]:
    numbers = [c.stored.n for c in changes if c.stored is not None and c.event.type is EventType.message]
    if not numbers:
        return {}
    c = tables.event.c
    found = work.conn.execute(select(c.n, c.body).where(c.n.in_(numbers)))
    return {row[0]: Event.model_validate_json(row[1]) for row in found}
