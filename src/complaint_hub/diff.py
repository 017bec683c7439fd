"""What is new, what changed, and which events that makes: the decisions behind a commit.

For: the store, which loads what it holds, asks here, and writes the answers down.
Must not: read a clock (moments are passed in), touch a database, or know a channel.

A channel says only the fields that its source has. What is kept is the *merged* row: what was said before, updated by
what is said now. So a field that is absent now is not emptied, and a field said for the first time is no edit.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Literal, NamedTuple, cast

from pydantic import BaseModel, JsonValue, TypeAdapter

from .model import Attachment, Complaint, Event, EventType, Status

__all__ = [
    "CONTENT",
    "Difference",
    "Known",
    "Stated",
    "compare",
    "deleted_event",
    "edited_message",
    "merge",
    "outdated",
    "restored_event",
    "stated",
    "stated_event",
]

_STORED_ELSEWHERE = frozenset({"said", "timeline", "deleted_at"})
_CHURNING = frozenset({"engagement", "raw"})
_IDENTITY = frozenset({"id", "channel", "account", "native_id"})

CONTENT = tuple(name for name in Complaint.model_fields if name not in _STORED_ELSEWHERE | _CHURNING | _IDENTITY)
"""Fields whose change is a change of the complaint. The first account stays, counts churn, deletion is our finding."""

_CONTENT = frozenset(CONTENT)
# Without the adapter around it: these write every row of every page.
_complaint_json = TypeAdapter(Complaint).serializer.to_json
_event_json = TypeAdapter(Event).serializer.to_json

# Left out of the words; those of an event have no attachments and no data.
_NOT_STATED = set(_STORED_ELSEWHERE | _CHURNING | {"account"})
_NOT_STATED_OF_EVENT = {"seen_at", "not_before", "attachments", "data"}

# These have events of their own, or none: the status its status event, the platform's text and time nothing.
_NO_EDIT = frozenset({"status", "status_raw", "updated_at"})

# What an event states, with the defaults.
_EVENT_CONTENT = {
    name: field.get_default(call_default_factory=True)
    for name, field in Event.model_fields.items()
    if name not in ("complaint", "type", "key", "seen_at", "not_before")
}

_STATUS_EVENTS: Mapping[Status, EventType] = {
    Status.verified: EventType.verified,
    Status.forwarded: EventType.forwarded,
    Status.returned: EventType.returned,
    Status.transferred: EventType.transferred,
    Status.postponed: EventType.postponed,
    Status.resolved: EventType.resolved,
    Status.closed: EventType.closed,
}


class Stated(NamedTuple):
    """What a model states: a digest to compare by and, where it is one with that content, the JSON it was made from.

    Attributes:
        words: of a complaint all but its account and what churns; of an event all but when it was noticed. None for
            what has attachments, data or names elsewhere: a digest of these leaves more out.
    """

    digest: bytes
    words: bytes | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What the store holds of a complaint.

    Attributes:
        complaint: the merged row, as the channel said it.
        digest: of its content.
        revision: how often it changed; numbers the derived events.
        last_seen: its last sighting by any account.
        deleted: it had been found gone.
        channel_status: what the newest status event of the channel says, whoever made that event.
    """

    complaint: Complaint
    digest: bytes
    revision: int
    last_seen: datetime | None
    deleted: bool = False
    channel_status: Status | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of one item.

    Attributes:
        outcome: ``"unchanged"`` leaves the row as it was.
        complaint: the merged row.
        stated: what it states.
        events: what the change makes happen; none of them has an instant, for it was only seen.
    """

    outcome: Literal["new", "changed", "unchanged"]
    complaint: Complaint
    stated: Stated
    revision: int
    events: tuple[Event, ...] = ()


def stated(complaint: Complaint) -> Stated:
    """What a complaint states; fields that were not said leave no trace.

    Addresses of attachments are left out: many platforms sign them anew in every answer.
    """
    if complaint.attachments or complaint.external_ids:
        values = complaint.__dict__
        return Stated(_digest(_text({name: values[name] for name in complaint.model_fields_set & _CONTENT}).encode()))
    return _told(_complaint_json(complaint, exclude_unset=True, exclude=_NOT_STATED))


def stated_event(event: Event) -> Stated:
    """What an event states, apart from when it was noticed."""
    # An event is replaced as a whole: here what has its default and what was not said are the same.
    if event.attachments or event.data:
        values = event.__dict__
        said = {name: values[name] for name in event.model_fields_set & _EVENT_CONTENT.keys()}
        said = {name: value for name, value in said.items() if value != _EVENT_CONTENT[name]}
        return Stated(_digest(_text(said).encode()))
    return _told(_event_json(event, exclude_unset=True, exclude_defaults=True, exclude=_NOT_STATED_OF_EVENT))


def _told(words: bytes) -> Stated:
    return Stated(_digest(words), words)


def _digest(text: bytes) -> bytes:
    return blake2b(text, digest_size=16).digest()


def _plain(value: object) -> object:
    """What JSON has no word for, in words that it has."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Attachment):
        return value.media_type
    if isinstance(value, BaseModel):
        return value.__dict__
    if isinstance(value, Mapping):
        return dict(cast("Mapping[str, object]", value))
    raise TypeError(f"a {type(value).__name__} is no content")


# For what the serializer of the model would write in two ways: mappings in any order, addresses that are signed anew.
# Half characters and all others stand in it as escapes.
_text = json.JSONEncoder(default=_plain, sort_keys=True, separators=(",", ":")).encode


def outdated(
    *, row_date: datetime | None, data_date: datetime | None, last_seen: datetime | None, read_at: datetime | None
) -> bool:
    """Say whether what is read now is older than what the row holds.

    Args:
        row_date: date of the file that said the row last; None where no dated file did.
        data_date: date of the file that is read now.
        last_seen: the row's last sighting by any account.
        read_at: for something read again from quarantine, when its bytes were first read; None otherwise.
    """
    if row_date is not None and data_date is not None and data_date < row_date:
        return True
    return read_at is not None and last_seen is not None and read_at < last_seen


def merge(stored: Complaint, said: Complaint) -> Complaint:
    """Update what was said before by what is said now; the account that said it first stays."""
    fields = said.model_fields_set - _STORED_ELSEWHERE - _IDENTITY
    return stored.model_copy(update={name: said.__dict__[name] for name in fields})


def compare(
    said: Complaint,
    known: Known | None,
    *,
    seen_at: datetime,
    said_states: Stated | None = None,
    own: frozenset[Status] = frozenset(),
    first_revision: int = 1,
    waiting_status: Status | None = None,
) -> Difference:
    """Say what a channel's word on a complaint changes.

    Args:
        said: the head as the channel sent it.
        known: what the store holds; None for a complaint met for the first time.
        seen_at: the moment of this word: the date of the file, else now.
        said_states: what *said* states, where it is known already.
        own: statuses for which the channel sends an event of its own along with this word; none is derived for them.
        first_revision: of a new row; above 1 if events that waited for it have been numbered already.
        waiting_status: of a new row, what the newest channel event that waited for it says.
    """
    if known is None:
        event = _status_event(
            said,
            previous=None,
            own=own | ({waiting_status} if waiting_status else set()),
            revision=first_revision,
            seen_at=seen_at,
            not_before=said.created_at,
        )
        return Difference("new", said, said_states or stated(said), first_revision, (event,) if event else ())
    merged = merge(known.complaint, said)
    states = stated(merged)
    if states.digest == known.digest and not known.deleted:
        return Difference("unchanged", merged, states, known.revision)
    revision = known.revision + 1
    events: list[Event] = []
    if known.deleted:
        events.append(restored_event(said.id, revision=revision, seen_at=seen_at, not_before=known.last_seen))
    was = _was(known.complaint, merged)
    if was:
        events.append(_edited(said.id, was, revision=revision, seen_at=seen_at, not_before=known.last_seen))
    status = _status_event(
        merged,
        previous=known.complaint.status or known.channel_status,
        own=own | ({known.channel_status} if known.channel_status else set()),
        revision=revision,
        seen_at=seen_at,
        not_before=known.last_seen,
    )
    if status is not None:
        events.append(status)
    return Difference("changed", merged, states, revision, tuple(events))


def _was(old: Complaint, new: Complaint) -> dict[str, JsonValue]:
    """The old values of the fields that had been said and now differ, as JSON."""
    said = old.model_fields_set
    names = {
        name
        for name in CONTENT
        if name in said and name not in _NO_EDIT and _text(old.__dict__[name]) != _text(new.__dict__[name])
    }
    return old.model_dump(mode="json", include=names) if names else {}


def _status_event(
    row: Complaint,
    *,
    previous: Status | None,
    own: frozenset[Status] | set[Status],
    revision: int,
    seen_at: datetime,
    not_before: datetime | None,
) -> Event | None:
    """The event of a status that the channel says now and did not say last; a repeated one is no event."""
    status = row.status
    if status is None or status == (previous or Status.received) or status in own:
        return None
    kind = _STATUS_EVENTS.get(status, EventType.status)
    if previous is not None and not previous.open and status.open:
        kind = EventType.reopened
    return Event(
        complaint=row.id, key=f"{kind}:{revision}", type=kind, status=status, seen_at=seen_at, not_before=not_before
    )


def _edited(
    complaint: str,
    was: Mapping[str, JsonValue],
    *,
    revision: int,
    seen_at: datetime,
    not_before: datetime | None,
    about: str | None = None,
) -> Event:
    return Event(
        complaint=complaint,
        key=f"edited:{revision}",
        type=EventType.edited,
        about=about,
        seen_at=seen_at,
        not_before=not_before,
        data={"was": dict(was)},
    )


def edited_message(old: Event, *, revision: int, seen_at: datetime, not_before: datetime | None) -> Event:
    """The event of a message that now reads differently; the old text is in its data."""
    return _edited(
        old.complaint, {"text": old.text}, revision=revision, seen_at=seen_at, not_before=not_before, about=old.key
    )


def deleted_event(
    complaint: str, *, revision: int, seen_at: datetime, not_before: datetime | None, about: str | None = None
) -> Event:
    """The event of a complaint, or of the message *about*, that is gone."""
    return _noticed(EventType.deleted, complaint, revision, seen_at, not_before, about)


def restored_event(
    complaint: str, *, revision: int, seen_at: datetime, not_before: datetime | None, about: str | None = None
) -> Event:
    """The event of a complaint, or of the message *about*, that is back."""
    return _noticed(EventType.restored, complaint, revision, seen_at, not_before, about)


def _noticed(
    kind: EventType,
    complaint: str,
    revision: int,
    seen_at: datetime,
    not_before: datetime | None,
    about: str | None,
) -> Event:
    return Event(
        complaint=complaint,
        key=f"{kind}:{revision}",
        type=kind,
        about=about,
        seen_at=seen_at,
        not_before=not_before,
    )
