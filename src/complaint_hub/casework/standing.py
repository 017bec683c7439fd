"""Where a complaint stood at one moment, and which acts were possible then.

For: the acts, each of which is held against it.
Must not: read a clock, or know who acts.

An act is judged by what had happened before its own moment, so that a step taken yesterday can be noted today; and it
must leave every later act of the office possible.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..model import Bucket, Complaint, Event, EventType, Source, Status
from ..timeline import current_status, ordered, status_events
from .refusals import Refusal, refuse

__all__ = ["Standing", "check_later", "check_possible", "standing", "told"]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a complaint stands.

    Attributes:
        since: when the status began; None where nobody knows, or it is just received.
        disposition: the newest disposition that was not handed back.
    """

    status: Status
    since: datetime | None = None
    disposition: Event | None = None


def standing(complaint: Complaint, events: Iterable[Event], *, at: datetime) -> Standing:
    """Where a complaint stood just before *at*: what happened at that very instant counts as before.

    Args:
        complaint: its head; its status counts if no event tells one.
        events: its timeline.
    """
    told = [e for e in ordered(events) if e.when <= at and (e.at is not None or not e.source.of_office)]
    turns = status_events(told)
    status = current_status(told)
    if not turns and complaint.status is not None and not any(e.status for e in events):
        status = complaint.status
    since = next((e.when for e in reversed(turns) if e.status is status), None)
    disposition: Event | None = None
    for event in told:
        if event.type is EventType.forwarded:
            disposition = event
        elif event.type is EventType.returned:
            disposition = None
    return Standing(status, since, disposition)


def _impossible(kind: EventType, resumes: bool, stands: Standing) -> Refusal | None:
    """Why an act of this kind cannot be; None if it can."""
    status = stands.status
    if kind is EventType.reopened:
        return Refusal.open if status.open else None
    if status.bucket is Bucket.finished:
        return Refusal.finished
    if status.bucket is Bucket.archived:
        return Refusal.archived
    if kind is EventType.returned and stands.disposition is None:
        return Refusal.no_disposition
    if kind is EventType.postponed and status.paused:
        return Refusal.paused
    if kind is EventType.verified and status is not Status.received:
        return Refusal.past
    if resumes and not status.paused:
        return Refusal.not_paused
    return None


def _resumes(event: Event) -> bool:
    return event.type is EventType.status and bool(event.data.get("resumed"))


def _steps(event: Event) -> bool:
    """Say whether an event is an act that is only possible at times."""
    if event.source is not Source.office or event.at is None:
        return False
    return event.status is not None or event.type is EventType.extended


def check_possible(complaint: Complaint, event: Event, at: datetime) -> Standing:
    """Hold an act against where the complaint stood at its moment.

    Raises: CaseworkError, if it cannot be, or if a later act of the office does not go with it.
    """
    timeline = told(complaint)
    stands = standing(complaint, timeline, at=at)
    reason = _impossible(event.type, _resumes(event), stands) if _steps(event) else None
    if reason is not None:
        raise refuse(
            reason, id=complaint.id, status=str(stands.status), since=str(stands.since or complaint.created_at)
        )
    check_later(complaint, timeline, [*timeline, event], after=at)
    return stands


def check_later(complaint: Complaint, before: Sequence[Event], now: Sequence[Event], *, after: datetime) -> None:
    """Refuse what makes an act of the office impossible that was done later, and was possible so far.

    Args:
        before, now: the timeline without and with the change.
    """
    for later in ordered(now):
        if later.at is None or later.at <= after or not _steps(later):
            continue
        if _reason(complaint, later, now) is not None and _reason(complaint, later, before) is None:
            raise refuse(
                Refusal.contradicted, type=str(later.type), since=str(later.at), by=later.by or "", key=later.key
            )


def _reason(complaint: Complaint, event: Event, timeline: Sequence[Event]) -> Refusal | None:
    rest = [e for e in timeline if (e.type, e.key) != (event.type, event.key)]
    return _impossible(event.type, _resumes(event), standing(complaint, rest, at=event.when))


def told(complaint: Complaint) -> tuple[Event, ...]:
    """The timeline of a complaint. Raises ValueError, if only its head was read."""
    if complaint.timeline is None:
        raise ValueError(f"{complaint.id} has no timeline: read it with Store.complaint or Store.complaints")
    return complaint.timeline
