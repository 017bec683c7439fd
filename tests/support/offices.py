"""An account on a sandbox, its store, and a run an hour later each time; waits are passed over.

For: the acceptance tests of the channels whose comments stand under posts.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, TypeVar

from complaint_hub import Channel, Hub
from complaint_hub._io import Blocking
from complaint_hub.contract import Deep, Request, Response
from complaint_hub.model import Complaint, Event, EventType
from complaint_hub.report import Run
from complaint_hub.sandbox.world import BaseWorld

__all__ = ["Office", "Unwaiting", "content", "open_office", "standing"]

W = TypeVar("W", bound=BaseWorld)


class Unwaiting(Blocking):
    """The real transport, for worlds whose clock stands still: nobody waits for it.

    Attributes:
        turns: what happens on the platform before the n-th request of a run, counted from 1.
    """

    def __init__(self) -> None:
        super().__init__()
        self.turns: dict[int, Callable[[], object]] = {}
        self.asked = 0

    async def send(self, request: Request, headers: Mapping[str, str], *, cap: int, deadline: float) -> Response:
        self.asked += 1
        self.turns.pop(self.asked, lambda: None)()
        return await super().send(request, headers, cap=cap, deadline=deadline)

    async def sleep(self, seconds: float) -> None:
        self._check()

    async def pace(self, key: str, seconds: float) -> None:
        self._check()


class Office(Generic[W]):
    """A world, and a hub that reads one account of it."""

    def __init__(self, world: W, hub: Hub, name: str) -> None:
        self.world, self.hub, self.store, self.name = world, hub, hub.store, name
        hub._io.close()
        hub._io = self.io = Unwaiting()

    def attempt(self, deep: Deep = False, *, hours: float = 1) -> Run:
        """A run, however it ends."""
        self.world.reset_counts()
        self.world.advance(hours=hours)
        self.io.asked = 0
        (run,) = self.hub.sync(deep=deep, now=self.world.clock).runs
        return run

    def sync(self, deep: Deep = False, *, hours: float = 1) -> Run:
        """A run that ends well."""
        run = self.attempt(deep, hours=hours)
        assert run.error is None, run.error
        return run

    def row(self, id: str) -> Complaint:
        found = self.store.complaint(f"{self.name}:{id}")
        assert found is not None
        return found

    def told(self, id: str) -> list[Event]:
        return list(self.row(id).timeline or ())

    def kinds(self, id: str) -> list[EventType]:
        return [event.type for event in self.told(id)]

    def messages(self, id: str) -> dict[str, Event]:
        """The replies that stand, by their ids."""
        return standing(self.row(id))

    def asked(self) -> dict[str, int]:
        """Calls of the last run, by method."""
        return dict(self.world.meter.by_method)


def standing(complaint: Complaint) -> dict[str, Event]:
    """The messages of a complaint that were not deleted, by their ids."""
    told = list(complaint.timeline or ())
    gone = {event.about for event in told if event.type is EventType.deleted}
    return {event.key: event for event in told if event.type is EventType.message and event.key not in gone}


@contextmanager
def open_office(world: W, channel: Channel, store: Path) -> Generator[Office[W]]:
    """A hub on *store*; the sandbox runs already."""
    with Hub([channel], store=store, clock=lambda: world.clock) as hub:
        yield Office(world, hub, channel.name)


def content(office: Office[W]) -> dict[str, object]:
    """What is stored, without when it was seen."""
    return {
        c.id: (
            c.text,
            c.kind,
            c.status,
            c.source_detail,
            c.deleted_at is None,
            sorted((e.key, str(e.type), e.text, e.at) for e in c.timeline or () if e.type is EventType.message),
        )
        for c in office.store.complaints()
    }
