"""Rows, events and pages for tests of the store: synthetic, short, and of one small agency."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from complaint_hub.contract import Page
from complaint_hub.model import Complaint, Event, EventType, Role, Source, Status
from complaint_hub.store import Commit, Store

DAY = timedelta(days=1)
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""A Monday morning in Blitar."""


def head(native_id: str = "1", **fields: Any) -> Complaint:
    """A complaint that says only what is given."""
    channel = fields.pop("channel", "lapor")
    given = {"account": "blitar", "created_at": START} | fields
    return Complaint(id=f"{channel}:{native_id}", channel=channel, native_id=native_id, **given)


def reply(key: str, complaint: str = "lapor:1", **fields: Any) -> Event:
    """A message of the agency."""
    given = {"text": "Terima kasih", "role": Role.agency, "at": START + DAY} | fields
    return Event(complaint=complaint, key=key, type=EventType.message, **given)


def act(kind: EventType, key: str = "act:1", complaint: str = "lapor:1", **fields: Any) -> Event:
    """An act of the office."""
    given = {"at": START + DAY, "source": Source.office} | fields
    return Event(complaint=complaint, key=key, type=kind, **given)


class Runs:
    """Commits pages one after the other, each a day after the one before."""

    def __init__(self, store: Store, *, channel: str = "lapor", account: str = "blitar") -> None:
        self.store = store
        self.channel = channel
        self.account = account
        self.now = START

    def __call__(self, page: Page, **options: Any) -> Commit:
        self.now += DAY
        version = self.store.checkpoint(self.channel, self.account).version
        return self.store.commit(self.channel, self.account, page, version=version, now=self.now, **options)

    def say(self, *heads: Complaint, **page: Any) -> Commit:
        """Commit a page of complaints."""
        return self(Page(complaints=heads, **page))

    def tell(self, *events: Event, **page: Any) -> Commit:
        """Commit a page of events."""
        return self(Page(events=events, **page))


def statuses(store: Store, complaint: str = "lapor:1") -> list[tuple[EventType, Status | None]]:
    """Type and status of the status events of a complaint, in order."""
    return [(event.type, event.status) for event in store.events(complaint) if event.status is not None]
