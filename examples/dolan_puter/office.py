"""The office's parts, taken from the library, and what the pages ask of them.

For: ``app``, ``pages`` and ``acts``. Whatever waits for the database runs on a thread, never on the event loop.
Must not: know a page, a form, or who is signed in.
"""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from complaint_hub import AsyncHub, Case, Complaint, ConfigError, Event, Reply, Store, StoreError
from complaint_hub.contract import CanReply, Channel, LocalChannel, ReplyLimit
from complaint_hub.dashboard import Dashboard, gather, render
from complaint_hub.outbox import ReplyPolicy
from complaint_hub.registry import Registry
from complaint_hub.settings import Settings
from complaint_hub.sla import Policy, policy_of, sp4n
from complaint_hub.templates import Templates
from complaint_hub.triage import Rules, Suggestion, suggest
from complaint_hub.worktime import WorkCalendar

__all__ = ["Office", "open_office"]

_log = logging.getLogger("dolan_puter")
_FRESH = 30.0  # seconds for which a gathered dashboard is shown again, unless something was done meanwhile
_LONGEST_ID = 32
_SHORT = re.compile(r"[a-z_]+#([0-9]{1,18})")


@dataclass
class Office:
    """Everything that the service works with.

    Attributes:
        channels: what is read, and answered on.
        zone: the government's own zone.
        clock: what time it is, an aware instant.
    """

    hub: AsyncHub
    channels: Sequence[Channel | LocalChannel]
    registry: Registry
    policy: Policy
    calendar: WorkCalendar
    rules: Rules
    templates: Templates
    zone: ZoneInfo
    clock: Callable[[], datetime]
    _acts: int = 0
    _page: tuple[float, Dashboard, str] | None = None
    _gathering: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def store(self) -> Store:
        """Where everything is kept."""
        return self.hub.store

    # --- what is shown

    async def dashboard(self) -> tuple[Dashboard, str]:
        """The dashboard as a value and as a page, at most half a minute old, and never older than our last act."""
        async with self._gathering:
            begun = time.monotonic()
            if self._page is None or begun - self._page[0] > _FRESH:
                # An act during the gathering asks for another one: it may have come too late for this.
                acts = self._acts
                found = await asyncio.to_thread(self._gather)
                self._page = (begun if acts == self._acts else begun - _FRESH, *found)
            return self._page[1:]

    def _gather(self) -> tuple[Dashboard, str]:
        now = self.clock()
        found = gather(self.store, policy=self.policy, calendar=self.calendar, now=now, registry=self.registry)
        return found, render(found)

    def changed(self) -> None:
        """What is shown next is gathered anew."""
        self._acts += 1
        if self._page is not None:
            self._page = (self._page[0] - _FRESH - 1, *self._page[1:])

    async def case(self, number: str) -> Case | None:
        """The case of a complaint, named by its id or by the short number of a list (``instagram#12``)."""
        return await asyncio.to_thread(self._case, number)

    def _case(self, number: str) -> Case | None:
        short = _SHORT.fullmatch(number)
        id = self.store.numbered(int(short[1])) if short else number
        return self.store.case(id) if id is not None else None

    async def number(self, case: Case) -> str:
        """What a case is called on a page: its id, or the short number where that is long."""
        if len(case.id) <= _LONGEST_ID:
            return case.id
        found = await asyncio.to_thread(self.store.numbers, [case.id])
        return f"{case.lead.channel}#{found[case.id]}"

    async def replies(self, case: Case) -> list[Reply]:
        """What is on its way out, or went out, on any row of the case."""
        return await asyncio.to_thread(
            lambda: [reply for row in case.rows for reply in self.store.replies(complaint=row.id)]
        )

    async def drafts(self) -> list[Reply]:
        """What waits for a second person."""
        return await asyncio.to_thread(self.store.replies, states=("draft",))

    def suggestions(self, complaint: Complaint) -> tuple[Suggestion, ...]:
        """What the rules make of a complaint; a person decides."""
        return suggest(complaint, self.rules, self.registry)

    def answers(self, complaint: Complaint) -> bool:
        """Whether a reply to it can be sent from here."""
        return isinstance(self._channel(complaint), CanReply)

    def reply_limit(self, complaint: Complaint) -> ReplyLimit | None:
        """How long a reply to it may be."""
        channel: object = self._channel(complaint)
        return channel.reply_limit if isinstance(channel, CanReply) else None

    def _channel(self, complaint: Complaint) -> Channel | LocalChannel | None:
        named = (complaint.channel, complaint.account)
        return next((channel for channel in self.channels if (channel.name, channel.account) == named), None)

    # --- what is done

    async def act(self, id: str, decide: Callable[[Complaint], Event], *, key: str) -> None:
        """Store what an officer does with a complaint; under a *key* that is there already nothing happens twice."""

        def once(found: Complaint) -> list[Event]:
            if any(event.key == key for event in found.timeline or ()):
                return []
            return [decide(found).model_copy(update={"key": key})]

        await asyncio.to_thread(self.store.act, id, once, now=self.clock())
        self.changed()

    async def send(self, reply: Reply) -> Reply:
        """Take an approved reply to the platform now; if another run holds the account, the next round does."""
        report = await self.hub.deliver(only=[reply.id])
        for row in report:
            if row.error:
                _log.warning("reply %s waits: %s", reply.id, row.error)
        self.changed()
        return await asyncio.to_thread(self.store.reply, reply.id) or reply

    async def keep_reading(self, every: float) -> None:
        """Read all channels and send what is approved, again and again, until cancelled.

        An account that another process reads just now is its: the hub takes a lease, and says so in the report.
        """
        while True:
            try:
                for run in await self.hub.sync():
                    if run.error:
                        _log.warning("%s %s: %s", run.channel, run.account, run.error)
                await self.hub.deliver()
            except (StoreError, ConfigError) as problem:
                _log.error("this round was cut short: %s", problem)
            self.changed()
            await asyncio.sleep(every)

    async def close(self) -> None:
        """Close connections and database."""
        await self.hub.close()
        self.store.close()


def open_office(
    settings: Settings,
    *,
    channels: Sequence[Channel | LocalChannel] | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Office:
    """Open what ``complaint-hub.toml`` names.

    Args:
        channels: instead of those of the settings.

    Raises: ConfigError, if the settings name no registry: acts are signed by officers who stand in one.
    """
    registry = settings.read_registry()
    if registry is None:
        raise ConfigError("name the registry of units and officers: [registry] path = ... in complaint-hub.toml")
    # Three working days before a limit a case is shown as due soon: a warning, no rule.
    policy = policy_of(settings.policy, warn_within=3) if settings.policy else sp4n(warn_within=3)
    read = settings.channels() if channels is None else list(channels)
    store = Store(settings.store, zone=settings.zone, privacy_key=settings.privacy_key())
    # Whatever the settings say: in this service nobody sends alone what he or she wrote.
    hub = AsyncHub(read, store=store, clock=clock, replies=ReplyPolicy("second_person"))
    return Office(
        hub=hub,
        channels=read,
        registry=registry,
        policy=policy,
        calendar=WorkCalendar.indonesia(zone=settings.zone),
        rules=Rules.load(*settings.triage, registry=registry),
        templates=settings.read_templates(),
        zone=ZoneInfo(settings.zone),
        clock=clock,
    )
