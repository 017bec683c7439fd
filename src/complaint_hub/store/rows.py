"""Models to rows of the database and back.

For: the store's own modules. An event comes back in one of two ways: whole, from its JSON, for readers; or light, from
the columns that folding needs, so that a long thread is folded without reading JSON.
Must not: decide anything.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from pydantic import JsonValue, TypeAdapter
from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select, union_all
from typing_extensions import TypedDict  # pydantic needs it before Python 3.12

from ..diff import Stated
from ..facts import in_micros
from ..model import Complaint, Event, EventType, Intent, Role, Source, Status
from . import tables
from .dialect import among, listed, one_of

__all__ = [
    "EVENT_COLUMNS",
    "complaint_json",
    "effective",
    "event_of",
    "event_row",
    "events_of",
    "fold_events",
    "matters",
    "parsed_overlay",
]

_NOT_IN_BODY = {"timeline", "said", "deleted_at"}


class _NotInWords(TypedDict, total=False):
    account: str
    engagement: Mapping[str, int] | None
    raw: JsonValue


# The serializer itself, and of no more than these: asked of a whole complaint it looks at each of its fields.
_rest_json = TypeAdapter(_NotInWords).serializer.to_json
_NOTICED = {"seen_at", "not_before"}

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


def complaint_json(complaint: Complaint, words: bytes | None = None) -> str:
    """What is kept of a complaint: the channel's own words, without what the store adds on reading.

    Args:
        words: what it states, if that has been written down already (see ``diff.Stated``).
    """
    if words is None:
        return complaint.model_dump_json(exclude_unset=True, exclude=_NOT_IN_BODY)
    values, said = complaint.__dict__, complaint.model_fields_set
    rest = _rest_json({name: values[name] for name in _NotInWords.__annotations__ if name in said})
    return (words[:-1] + b"," + rest[1:]).decode()


EVENT_COLUMNS = (
    "complaint_n",
    "type",
    "key",
    "body",
    "digest",
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
    "walk",
    "missed",
)
"""The columns of :func:`event_row`."""


def event_row(event: Event, n: int, stated: Stated, *, walk: str | None) -> tuple[object, ...]:
    """The row of an event that was just met, with instants as the columns hold them; *n* is its complaint's number."""
    said = event.__dict__  # looked up there: the attributes of a model take half as long again, and there are many
    at, seen_at, not_before = said["at"], said["seen_at"], said["not_before"]
    role, intent, status = said["role"], said["intent"], said["status"]
    return (
        n,
        str(said["type"]),  # as text: faster than the value of an enum
        said["key"],
        _event_json(event, stated.words),
        stated.digest,
        None if at is None else in_micros(at),
        said["day"],
        None if seen_at is None else in_micros(seen_at),
        None if not_before is None else in_micros(not_before),
        said["about"],
        str(said["source"]),
        str(role) if role else None,
        said["public"],
        said["automatic"],
        str(intent) if intent else None,
        str(status) if status else None,
        said["unit"],
        walk,
        0,
    )


def _event_json(event: Event, words: bytes | None) -> str:
    """What is kept of an event beside its columns; *words* is what it states, where that is all."""
    if words is not None:
        return words.decode()
    return event.model_dump_json(exclude_unset=True, exclude=_NOTICED)


def event_of(body: str, seen_at: datetime | None, not_before: datetime | None) -> Event:
    """The event of a row, whole."""
    event = Event.model_validate_json(body)
    noticed = {"seen_at": seen_at, "not_before": not_before}
    return event.model_copy(update={name: moment for name, moment in noticed.items() if moment is not None})


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
    "complaint_n",
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


def events_of(conn: Connection, ids: Collection[str]) -> ColumnElement[bool]:
    """Events of these complaints, known or awaited."""
    known, waiting = tables.complaint.c, tables.awaited.c
    numbers = union_all(
        select(known.n).where(among(conn, known.id, ids)), select(waiting.n).where(among(conn, waiting.id, ids))
    )
    return tables.event.c.complaint_n.in_(numbers)


def fold_events(conn: Connection, names: Mapping[int, str], *, every: bool = False) -> list[Event]:
    """The events of some complaints as folding needs them; the office's come whole, for their data is looked at.

    Args:
        names: number → id of the complaints.
        every: also those that do not matter to a fact.
    """
    if not names:
        return []
    light, whole = _fold_queries(conn.dialect.name, every)
    wanted = {"numbers": listed(conn, names)}
    events = [_light(names[row[0]], row) for row in conn.execute(light, wanted).all()]
    return events + [event_of(*row) for row in conn.execute(whole, wanted).all()]


@cache
def _fold_queries(dialect: str, every: bool) -> tuple[Select[*tuple[Any, ...]], Select[*tuple[Any, ...]]]:
    """The channel's events by their columns, the others by their JSON."""
    c = tables.event.c
    wanted = one_of(dialect, c.complaint_n, "numbers")
    light = select(*(c[name] for name in _FOLDED)).where(wanted, c.source == str(Source.channel))
    whole = select(c.body, c.seen_at, c.not_before).where(wanted, c.source != str(Source.channel))
    return (light if every else light.where(_matters())), whole


def _light(complaint: str, row: Any) -> Event:
    return Event.model_construct(
        complaint=complaint,
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
