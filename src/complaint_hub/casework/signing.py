"""Who acts, and when: what every act has in common, and what the registry says to it.

For: the acts.
Must not: read a clock (the moment is passed in), or know what an act does.
"""

from __future__ import annotations

from datetime import date, datetime
from hashlib import blake2b
from typing import Any, Required, TypedDict
from zoneinfo import ZoneInfo

from ..model import Complaint, Event, EventType, Role, Source
from ..registry import Registry, Unit
from .refusals import Refusal, refuse
from .standing import told

__all__ = ["WIB", "Signed", "local_day", "made", "named_unit", "optional", "required", "sign"]

WIB = ZoneInfo("Asia/Jakarta")


class Signed(TypedDict, total=False):
    """What every act takes by keyword.

    Attributes:
        by: the officer's id, as the registry has it.
        at: when it was done, an aware instant.
        now: the present moment, which no act may lie behind; left out, *at* is the present.
        day: only the date is known; *at* is then local midnight.
        registry: who is who. Without one, units are taken as written; without officers in it, nobody's term is checked.
        zone: the government's own zone; Asia/Jakarta if left out.
    """

    by: Required[str]
    at: Required[datetime]
    now: datetime | None
    day: bool
    registry: Registry | None
    zone: ZoneInfo


def _zone(signed: Signed) -> ZoneInfo:
    return signed.get("zone") or WIB


def local_day(signed: Signed) -> date:
    """The local date of the act."""
    return signed["at"].astimezone(_zone(signed)).date()


def sign(complaint: Complaint, signed: Signed) -> None:
    """Check who acts and when. Raises CaseworkError; ValueError for an instant that is not aware."""
    by, at, now = signed["by"].strip(), signed["at"], signed.get("now")
    if at.tzinfo is None or (now is not None and now.tzinfo is None):
        raise ValueError(f"at and now must be aware instants, got {at!r} and {now!r}: pass datetime.now(UTC)")
    if not by:
        raise refuse(Refusal.unsigned)
    received, zone = complaint.created_at, _zone(signed)
    early = local_day(signed) < received.astimezone(zone).date() if signed.get("day") else at < received
    if early:
        raise refuse(Refusal.before_receipt, at=str(at), id=complaint.id, received=str(received))
    if now is not None and at > now:
        raise refuse(Refusal.in_future, at=str(at), now=str(now))
    registry = signed.get("registry")
    if registry is not None and registry.terms:
        _check_officer(registry, by, local_day(signed))


def _check_officer(registry: Registry, by: str, day: date) -> None:
    terms = [term for term in registry.terms if term.id == by]
    if not terms:
        raise refuse(Refusal.unknown_officer, by=by)
    if not any(term.active(day) for term in terms):
        spans = ", ".join(f"{term.since or '...'} - {term.until or '...'}" for term in terms)
        raise refuse(Refusal.officer_ended, by=by, day=str(day), terms=spans)


def named_unit(text: str, signed: Signed) -> str:
    """The name of the unit that a text means: the registry's, so that one unit is spelt in one way."""
    registry, wanted = signed.get("registry"), " ".join(text.split())
    if not wanted:
        raise refuse(Refusal.unknown_unit, unit=text)
    if registry is None or not registry.units:
        return wanted
    found = list(registry.units_named(wanted))
    if not found:
        raise refuse(Refusal.unknown_unit, unit=wanted)
    if len(found) > 1:
        raise refuse(Refusal.ambiguous_unit, unit=wanted, units=", ".join(f"{u.name} ({u.code})" for u in found))
    return _existing(found[0], local_day(signed))


def _existing(unit: Unit, day: date) -> str:
    if not unit.exists(day):
        raise refuse(Refusal.unit_ended, unit=unit.name, day=str(day))
    return unit.name


def made(complaint: Complaint, kind: EventType, signed: Signed, **fields: Any) -> Event:
    """The event of an act, under a name of its own: two officers who note the same in one moment say it once."""
    event = Event(
        complaint=complaint.id,
        key="",
        type=kind,
        at=signed["at"],
        day=signed.get("day", False),
        source=Source.office,
        role=Role.agency,
        public=False,
        by=signed["by"].strip(),
        **{name: value for name, value in fields.items() if value is not None},
    )
    number = sum(e.source is Source.office for e in told(complaint))
    digest = blake2b(f"{number} {event.model_dump_json()}".encode(), digest_size=6).hexdigest()
    return event.model_copy(update={"key": f"office-{digest}"})


def required(text: str) -> str:
    """A text that must say something, without blanks around it."""
    said = text.strip()
    if not said:
        raise refuse(Refusal.no_text)
    return said


def optional(text: str | None) -> str | None:
    """A text without blanks around it; None if it says nothing."""
    return (text or "").strip() or None
