"""All channels of one office, run side by side as asyncio tasks.

For: programs that have an event loop. The same names as ``hub``, awaited; the store and files are used on one worker
thread, so that the loop never waits for a disk.
Must not: decide anything: what a run does and how it ends stands in ``_flows``. ``hub._io`` is where tests put a
world of their own (see ``_io``).
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Collection, Coroutine, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Self, TypeVar

from . import _delivery, _drafting, _flows, _receiving, outbox
from ._books import Progress
from ._collector import spared
from ._io import Looping
from .contract import Channel, Deep, HasWebhook, LocalChannel, Receipt, WebhookCall
from .errors import ConfigError
from .model import Complaint, Intent
from .outbox import Reply, ReplyPolicy, ReplyState
from .report import DeliveryReport, Subscribed, SyncReport
from .store import Store

__all__ = ["AsyncHub"]

T = TypeVar("T")
C = TypeVar("C", Channel | LocalChannel, _drafting.Answering, _receiving.Subscribing)


class AsyncHub:
    """Several channels and one store; belongs to the event loop in which it is first used.

    Args and errors are those of ``Hub``. Opening a store by its path may take a moment (a migration), and is done here,
    at once.
    """

    def __init__(
        self,
        channels: Sequence[Channel | LocalChannel],
        *,
        store: Store | str | os.PathLike[str],
        clock: Callable[[], datetime] = partial(datetime.now, UTC),
        deep_every: timedelta | None = None,
        workers: int = 8,
        replies: ReplyPolicy | None = None,
    ) -> None:
        self._channels = _flows.distinct(channels)
        self.store = Store(store) if isinstance(store, (str, os.PathLike)) else store
        self._opened_here = self.store is not store
        self._clock = clock
        self._deep_every = deep_every
        self._room = asyncio.Semaphore(max(1, workers))
        self._policy = replies or ReplyPolicy()
        self._io = Looping()

    async def sync(
        self,
        *,
        deep: Deep = False,
        budget: int | None = None,
        now: datetime | None = None,
        progress: Progress | None = None,
    ) -> SyncReport:
        """Read what is new on every account (see ``Hub.sync``). A cancellation keeps what was committed."""
        now = now or self._clock()
        return SyncReport(
            await self._side_by_side(
                self._channels,
                partial(
                    _flows.sync_account,
                    now=now,
                    clock=self._clock,
                    deep=deep,
                    deep_every=self._deep_every,
                    budget=budget,
                    progress=progress,
                ),
            )
        )

    async def reread(self, *, now: datetime | None = None, progress: Progress | None = None) -> SyncReport:
        """Read the quarantine of every account again (see ``Hub.reread``)."""
        flow = partial(_flows.reread, now=now or self._clock(), clock=self._clock, progress=progress)
        return SyncReport(await self._side_by_side(self._channels, flow))

    async def receive(self, name: str, call: WebhookCall) -> Receipt:
        """Verify a webhook of the service *name*, and keep what it tells (see ``Hub.receive``)."""
        return await _receiving.receive(
            self._channels, self.store, self._io, name=name, call=call, now=self._clock(), clock=self._clock
        )

    async def refresh(self, *, now: datetime | None = None, progress: Progress | None = None) -> SyncReport:
        """Read what webhooks have told of and no sync has read yet (see ``Hub.refresh``)."""
        flow = partial(_flows.refresh_account, now=now or self._clock(), clock=self._clock, progress=progress)
        listening = [channel for channel in self._channels if isinstance(channel, HasWebhook)]
        return SyncReport(await self._side_by_side(listening, flow))

    async def subscriptions(self, *, now: datetime | None = None) -> tuple[Subscribed, ...]:
        """Ask the platforms whether and where they call (see ``Hub.subscriptions``)."""
        asked = [channel for channel in self._channels if _receiving.subscribing(channel)]
        flow = partial(_receiving.subscribed, now=now or self._clock(), clock=self._clock)
        return await self._side_by_side(asked, flow)

    async def reply(
        self,
        complaint: Complaint | str,
        text: str,
        *,
        by: str,
        intent: Intent | None = None,
        about: str | None = None,
        approved_by: str | None = None,
        send: bool = True,
    ) -> Reply:
        """Answer a complaint on the channel that it came in by (see ``Hub.reply``)."""
        id = complaint if isinstance(complaint, str) else complaint.id
        reply = await _drafting.write(
            self._channels, self.store, self._io, complaint=id, text=text, by=by, now=self._clock(),
            policy=self._policy, intent=intent, about=about, approved_by=approved_by,
        )  # fmt: skip
        if send and reply.state is ReplyState.approved:
            await self.deliver(only=[reply.id])
        return await self._io.call(self.store.reply, reply.id) or reply

    async def approve(self, id: str, *, by: str) -> Reply:
        """Let a draft go out with the next :meth:`deliver` (see ``Hub.approve``)."""
        step = partial(outbox.approve, by=by, now=self._clock(), policy=self._policy)
        return await self._change(id, step)

    async def withdraw(self, id: str, *, by: str) -> Reply:
        """Take a reply back (see ``Hub.withdraw``)."""
        return await self._change(id, partial(outbox.withdraw, by=by))

    async def send_again(self, id: str, *, by: str) -> Reply:
        """Let one that failed or is unsure go out again (see ``Hub.send_again``)."""
        return await self._change(id, partial(outbox.send_again, by=by, now=self._clock()))

    async def deliver(self, *, now: datetime | None = None, only: Collection[str] | None = None) -> DeliveryReport:
        """Send what is approved, look up what was cut off, read back what was sent (see ``Hub.deliver``)."""
        flow = partial(_delivery.deliver, now=now or self._clock(), clock=self._clock, only=only)
        return DeliveryReport(await self._side_by_side(_drafting.answering(self._channels), flow))

    async def close(self) -> None:
        """Close the connections, and the store if it was opened here."""
        await self._io.close()
        if self._opened_here:
            self.store.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def _change(self, id: str, step: Callable[[Reply], Reply]) -> Reply:
        return await _drafting.change(self.store, self._io, id, step, now=self._clock())

    async def _side_by_side(self, channels: Sequence[C], flow: Callable[..., Coroutine[Any, Any, T]]) -> tuple[T, ...]:
        with spared():
            return await self._all(channels, flow)

    async def _all(self, channels: Sequence[C], flow: Callable[..., Coroutine[Any, Any, T]]) -> tuple[T, ...]:
        runs = [asyncio.create_task(self._run(flow, channel)) for channel in channels]
        try:
            for ended in asyncio.as_completed(runs):
                try:
                    await ended
                except ConfigError:  # raised below, once the others have finished
                    continue
        except BaseException:
            for run in runs:
                run.cancel()
            await asyncio.gather(*runs, return_exceptions=True)
            raise
        return tuple(run.result() for run in runs)

    async def _run(self, flow: Callable[..., Coroutine[Any, Any, T]], channel: C) -> T:
        async with self._room:
            return await flow(channel, self.store, self._io)
