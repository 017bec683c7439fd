"""Models to rows of the database and back.

For: the store's own modules. An event comes back in one of two ways: whole, from its JSON, for readers; or light, from
the columns that folding needs, so that a long thread is folded without reading JSON.
Must not: decide anything.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from pydantic import JsonValue
from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select

from ..facts import to_micros
from ..model import Complaint, Event, EventType, Intent, Role, Source, Status, to_json
from . import tables
from .dialect import listed, one_of

__all__ = ["complaint_json", "effective", "event_row", "fold_events", "matters", "parsed_overlay"]

_NOT_IN_BODY = {"timeline", "said", "deleted_at"}

# Events of these types say nothing to a fact unless they set a status, come from the office, or are an answer of ours.
_UNFOLDED = (
    EventType.message,
    EventType.edited,
    EventType.deleted,
    EventType.restored,
    EventType.note,
    EventType.evidence,
    EventType.linked,
    EventType.unlinked,
    EventType.reminded,
    EventType.rated,
)
_UNFOLDED_SET = frozenset(_UNFOLDED)

_TYPES = {str(kind): kind for kind in EventType}
_SOURCES = {str(source): source for source in Source}
_ROLES = {str(role): role for role in Role}
_INTENTS = {str(intent): intent for intent in Intent}
_STATUSES = {str(status): status for status in Status}


def complaint_json(complaint: Complaint) -> str:
    """What is kept of a complaint: the channel's own words, without what the store adds on reading."""
    return complaint.model_dump_json(exclude_unset=True, exclude=_NOT_IN_BODY)


def event_row(event: Event, *, digest: bytes, walk: str | None, missed: int) -> dict[str, Any]:
    """The row of an event, with instants as the columns hold them."""
    return {
        "complaint": event.complaint,
        "type": str(event.type),
        "key": event.key,
        "body": to_json(event),
        "digest": digest,
        "at": to_micros(event.at),
        "day": event.day,
        "seen_at": to_micros(event.seen_at),
        "not_before": to_micros(event.not_before),
        "about": event.about,
        "source": str(event.source),
        "role": str(event.role) if event.role else None,
        "public": event.public,
        "automatic": event.automatic,
        "intent": str(event.intent) if event.intent else None,
        "status": str(event.status) if event.status else None,
        "unit": event.unit,
        "walk": walk,
        "missed": missed,
    }


def matters(event: Event) -> bool:
    """Say whether folding looks at an event: the rest of a long thread is left in the database."""
    if event.type is EventType.message and event.role is not Role.agency:
        return event.status is not None or event.source is not Source.channel
    return (
        event.type not in _UNFOLDED_SET
        or event.status is not None
        or event.source is not Source.channel
        or event.type is EventType.message
    )


def _matters() -> ColumnElement[bool]:
    """The same as :func:`matters`, said to the database."""
    e = tables.event.c
    return or_(
        e.type.not_in([str(kind) for kind in _UNFOLDED]),
        e.status.is_not(None),
        e.source != str(Source.channel),
        and_(e.type == str(EventType.message), e.role == str(Role.agency)),
    )


_FOLDED = (
    "complaint",
    "type",
    "key",
    "at",
    "day",
    "seen_at",
    "not_before",
    "about",
    "source",
    "role",
    "public",
    "automatic",
    "intent",
    "status",
    "unit",
)


def fold_events(conn: Connection, ids: Iterable[str], *, every: bool = False) -> list[Event]:
    """The events of these complaints as folding needs them; the office's come whole, for their data is looked at.

    Args:
        every: also those that do not matter to a fact.
    """
    light, whole = _fold_queries(conn.dialect.name, every)
    wanted = {"ids": listed(conn, ids)}
    events = [_light(row) for row in conn.execute(light, wanted)]
    return events + [Event.model_validate_json(body) for body in conn.execute(whole, wanted).scalars()]


@cache
def _fold_queries(dialect: str, every: bool) -> tuple[Select[*tuple[Any, ...]], Select[*tuple[Any, ...]]]:
    """The channel's events by their columns, the others by their JSON."""
    c = tables.event.c
    wanted = one_of(dialect, c.complaint, "ids")
    light = select(*(c[name] for name in _FOLDED)).where(wanted, c.source == str(Source.channel))
    whole = select(c.body).where(wanted, c.source != str(Source.channel))
    return (light if every else light.where(_matters())), whole


def _light(row: Any) -> Event:
    return Event.model_construct(
        complaint=row[0],
        type=_TYPES[row[1]],
        key=row[2],
        at=row[3],
        day=row[4],
        seen_at=row[5],
        not_before=row[6],
        about=row[7],
        source=_SOURCES[row[8]],
        role=_ROLES[row[9]] if row[9] else None,
        public=row[10],
        automatic=row[11],
        intent=_INTENTS[row[12]] if row[12] else None,
        status=_STATUSES[row[13]] if row[13] else None,
        unit=row[14],
    )


def parsed_overlay(text: str | None) -> dict[str, JsonValue]:
    """What the office says instead, from its column."""
    return json.loads(text) if text else {}


def effective(
    said: Complaint,
    *,
    overlay: Mapping[str, JsonValue],
    status: Status,
    deleted_at: datetime | None = None,
    keep_said: bool = False,
) -> Complaint:
    """The complaint as it counts: the channel's words under those of the office.

    Args:
        keep_said: put the channel's own complaint into ``said`` where the office says otherwise.
    """
    update: dict[str, Any] = {}
    changed = {name: value for name, value in overlay.items() if value != getattr(said, name)}
    if changed:
        # What comes from JSON gets its types by being validated as part of a complaint.
        checked = Complaint.model_validate(
            {**changed, "id": said.id, "channel": said.channel, "native_id": said.native_id}
            | {"account": said.account, "created_at": said.created_at}
        )
        update = {name: getattr(checked, name) for name in changed}
    differs = bool(update) or said.status not in (None, status)
    if said.status is not status:
        update["status"] = status
    if deleted_at is not None:
        update["deleted_at"] = deleted_at
    if keep_said and differs:
        update["said"] = said
    return said.model_copy(update=update) if update else said
