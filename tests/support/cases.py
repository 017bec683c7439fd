"""Short ways to write cases: local times of Blitar, events of one complaint, facts with milestones."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from complaint_hub.facts import MILESTONES, Fact
from complaint_hub.model import Case, Complaint, Event, EventType, Form, Kind, Role, Source, Status

WIB = ZoneInfo("Asia/Jakarta")


def wib(text: str) -> datetime:
    """``"2023-04-13"`` or ``"2023-04-13 09:00"`` on a clock in Blitar, as an instant in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=WIB).astimezone(UTC)


def event(
    type: EventType, at: str | None, *, seen: str = "2026-01-01", complaint: str = "lapor:1", **more: Any
) -> Event:
    """An event; *at* None is one that was only seen."""
    values: dict[str, Any] = {"key": f"{type}:{at or seen}", "seen_at": wib(seen)} | more
    return Event(complaint=complaint, type=type, at=wib(at) if at else None, **values)


def answer(at: str, **more: Any) -> Event:
    """A public answer of the government, written by a person."""
    return event(EventType.message, at, role=Role.agency, **more)


def forwarded(at: str, **more: Any) -> Event:
    """A disposition noted by the office."""
    return event(EventType.forwarded, at, status=Status.forwarded, source=Source.imported, **more)


def status(value: Status, at: str | None, **more: Any) -> Event:
    """A change of status."""
    return event(EventType.status, at, status=value, **more)


def complaint(created: str, *events: Event, number: int = 1, **more: Any) -> Complaint:
    """A LAPOR report with its timeline, not *berkadar pengawasan* unless told otherwise."""
    values: dict[str, Any] = {
        "id": f"lapor:{number}",
        "channel": "lapor",
        "account": "Kabupaten Blitar",
        "native_id": str(number),
        "form": Form.report,
        "kind": Kind.complaint,
        "oversight": False,
        "created_at": wib(created),
        "timeline": events,
    }
    return Complaint(**(values | more))


def case(*rows: Complaint) -> Case:
    """Several rows as one case; the last one leads."""
    timeline = [e for row in rows for e in row.timeline or ()]
    return Case(id=rows[-1].id, lead=rows[-1], rows=rows, timeline=tuple(sorted(timeline, key=lambda e: e.when)))


def fact(received: str, *, number: int = 1, day_only: tuple[str, ...] = (), **more: Any) -> Fact:
    """A finished LAPOR report with the milestones given as local times."""
    values: dict[str, Any] = {
        "id": f"lapor:{number}",
        "case": f"lapor:{number}",
        "channel": "lapor",
        "account": "Kabupaten Blitar",
        "form": Form.report,
        "kind": Kind.complaint,
        "oversight": False,
        "status": Status.closed,
        "unit": "Dinas PUPR",
        "category": None,
        "district": None,
        "day_only": sum(1 << MILESTONES.index(name) for name in day_only),
        "received": received,
    }
    values |= more
    values |= {name: wib(values[name]) for name in MILESTONES if values.get(name) is not None}
    return Fact(**values)
