"""What a timeline says: where a complaint stands, when it was answered, what the office has decided about it.

For: the one place that folds events into answers; facts, sla, evaluation and the store ask here.
Must not: read a clock, know a channel, or know a time limit (see ``sla``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from pydantic import JsonValue

from .model import LIFE_CYCLE, Bucket, Event, EventType, Intent, Role, Status

__all__ = [
    "OFFICE_FIELDS",
    "answers",
    "counts",
    "current_status",
    "office_values",
    "oldest_unanswered",
    "ordered",
    "paused_spans",
    "status_events",
    "substantive",
]

OFFICE_FIELDS = ("kind", "oversight", "priority", "district", "village")
"""Fields of a complaint that an event of the office may set through its ``data``; ``unit`` has a field of its own."""

_SETS_UNIT = (EventType.forwarded, EventType.triaged)
_UNTOLD = len(LIFE_CYCLE)


def ordered(timeline: Iterable[Event]) -> list[Event]:
    """Sort events as they are told: by instant, then in the order of the life cycle, then by key."""
    events = list(timeline)
    if len(events) > 1:
        events.sort(key=lambda e: (e.when, LIFE_CYCLE.get(e.type, _UNTOLD), e.key))
    return events


def counts(event: Event) -> bool:
    """Say whether an event is an answer of the government: a message that is public, ours, and written by a person."""
    return event.type is EventType.message and event.role is Role.agency and event.public and not event.automatic


def answers(timeline: Iterable[Event]) -> list[Event]:
    """List the answers whose instant is known, in order."""
    return ordered(e for e in timeline if e.at is not None and counts(e))


def substantive(event: Event) -> bool:
    """Say whether an answer says what was or will be done, by the officer's own mark; never guessed from its text."""
    return event.intent in (Intent.substantive, Intent.closing)


def status_events(timeline: Iterable[Event]) -> list[Event]:
    """List the events that set a status, in order.

    An office's event without an instant says nothing (its cell was emptied), so it is left out.
    """
    return ordered(e for e in timeline if e.status is not None and (e.at is not None or not e.source.of_office))


def current_status(timeline: Sequence[Event]) -> Status:
    """Say where a complaint stands.

    The newest status event by instant wins, on a tie the office's. A channel status without an instant happened
    somewhere in (``not_before``, ``seen_at``]: an office status inside that interval stands, unless the channel's
    bucket is finished or archived. Without any status event it is *responded* once an answer exists, else *received*.

    Args:
        timeline: the events of one complaint, in any order.
    """
    setting = status_events(timeline)
    channel = next((e for e in reversed(setting) if not e.source.of_office), None)
    office = next((e for e in reversed(setting) if e.source.of_office), None)
    winner = _stronger(channel, office) if channel and office else channel or office
    if winner is not None and winner.status is not None:
        return winner.status
    return Status.responded if any(counts(e) for e in timeline) else Status.received


def _stronger(channel: Event, office: Event) -> Event:
    """Choose between the newest status of the channel and the newest of the office."""
    if channel.at is None and channel.not_before is not None and office.when <= channel.when:
        # Where inside its interval the channel's status lies, nobody knows; only an end is believed over the office.
        settled = channel.status is not None and channel.status.bucket in (Bucket.finished, Bucket.archived)
        return channel if settled or office.when <= channel.not_before else office
    return channel if channel.when > office.when else office


def office_values(timeline: Iterable[Event]) -> dict[str, JsonValue]:
    """Say what the office has decided: for each field the value of its newest office event that sets it.

    Returns: a part of {kind, oversight, priority, district, village, unit}; a value of None was set to None.
    """
    values: dict[str, JsonValue] = {}
    for event in ordered(e for e in timeline if e.source.of_office and e.at is not None):
        values |= {name: event.data[name] for name in OFFICE_FIELDS if name in event.data}
        if event.type in _SETS_UNIT and event.unit is not None:
            values["unit"] = event.unit
    return values


def oldest_unanswered(timeline: Iterable[Event], *, at: datetime) -> datetime | None:
    """Say since when a citizen has been waiting: the oldest citizen message after our last answer, as of *at*."""
    waiting: datetime | None = None
    for event in ordered(e for e in timeline if e.at is not None and e.at <= at):
        if event.type is EventType.message and event.role is Role.citizen:
            waiting = waiting or event.at
        elif counts(event):
            waiting = None
    return waiting


def paused_spans(
    timeline: Iterable[Event], *, pausing: Mapping[Status, bool] | None = None
) -> list[tuple[datetime, datetime | None]]:
    """List the spans in which a status paused the clocks; the last one may still run (its end is None).

    Args:
        timeline: the events of one complaint.
        pausing: status → whether it pauses; None asks the status itself. Statuses without an instant are not used.
    """
    spans: list[tuple[datetime, datetime | None]] = []
    since: datetime | None = None
    for event in status_events(timeline):
        if event.at is None or event.status is None:
            continue
        pauses = event.status.paused if pausing is None else pausing.get(event.status, False)
        if pauses and since is None:
            since = event.at
        elif not pauses and since is not None:
            spans.append((since, event.at))
            since = None
    return [*spans, (since, None)] if since is not None else spans
