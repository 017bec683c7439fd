"""All channels of one office, run side by side in threads.

For: programs without an event loop, and the command line; it also works inside a running loop, which it then blocks.
Must not: decide anything: what a run does and how it ends stands in ``_flows``. ``hub._io`` is where tests put a
world of their own (see ``_io``).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Coroutine, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Self, TypeVar

from . import _delivery, _drafting, _flows, _receiving, outbox
from ._books import Progress
from ._collector import spared
from ._drive import drive
from ._io import Blocking
from .contract import Channel, Deep, HasWebhook, LocalChannel, Receipt, WebhookCall
from .errors import StoreError
from .model import Complaint, Intent
from .outbox import Reply, ReplyPolicy, ReplyState
from .report import DeliveryReport, Subscribed, SyncReport
from .store import Store

__all__ = ["Hub"]

T = TypeVar("T")
C = TypeVar("C", Channel | LocalChannel, _drafting.Answering, _receiving.Subscribing)


class Hub:
    """Several channels and one store.

    Args:
        channels: at most one for each (name, account).
        store: a store, or the path or URL of one, which is then opened here and closed with the hub.
        clock: what time it is, as an aware instant.
        deep_every: how often an account is read in full again; None leaves that to the caller.
        workers: how many accounts are read at once.
        replies: who must approve a reply before it is sent.

    Raises: ConfigError, if two channels share name and account; StoreError, if the store cannot be opened.
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
        self._workers = workers
        self._policy = replies or ReplyPolicy()
        self._io = Blocking()

    def sync(
        self,
        *,
        deep: Deep = False,
        budget: int | None = None,
        now: datetime | None = None,
        progress: Progress | None = None,
    ) -> SyncReport:
        """Read what is new on every account; one that fails never stops the others.

        Args:
            deep: how much old ground to cover again.
            budget: units that each account may draw from its daily quota in this run.
            now: the moment of the run; None is the clock's.
            progress: told after each commit, from several threads: (channel, account, counts so far, requests so far).

        Returns: a report with one row per channel, in their order.
        Raises: StoreError, if the store fails (all runs end, what was committed stays); ConfigError, once all have
            ended, if a channel's settings turned out to be wrong.
        """
        now = now or self._clock()
        return SyncReport(
            self._side_by_side(
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

    def reread(self, *, now: datetime | None = None, progress: Progress | None = None) -> SyncReport:
        """Read the quarantine of every account again, as after an upgrade. Returns and raises as :meth:`sync`."""
        flow = partial(_flows.reread, now=now or self._clock(), clock=self._clock, progress=progress)
        return SyncReport(self._side_by_side(self._channels, flow))

    def receive(self, name: str, call: WebhookCall) -> Receipt:
        """Verify a webhook of the service *name*, keep what it tells, and say what to answer (see ``receiver``).

        Raises: AuthError, if it is not verified; UnsupportedError, if no account listens; another ChannelError or
            StoreError, if it could not be verified or kept: the platform should repeat it.
        """
        self._io.start()
        return drive(
            _receiving.receive(
                self._channels, self.store, self._io, name=name, call=call, now=self._clock(), clock=self._clock
            )
        )

    def refresh(self, *, now: datetime | None = None, progress: Progress | None = None) -> SyncReport:
        """Read what webhooks have told of and no sync has read yet. Returns and raises as :meth:`sync`."""
        flow = partial(_flows.refresh_account, now=now or self._clock(), clock=self._clock, progress=progress)
        listening = [channel for channel in self._channels if isinstance(channel, HasWebhook)]
        return SyncReport(self._side_by_side(listening, flow))

    def subscriptions(self, *, now: datetime | None = None) -> tuple[Subscribed, ...]:
        """Ask the platforms whether and where they call, for each account that is set up to be called.

        Nothing is changed there. A token that is due is renewed and stored, as by :meth:`sync`.

        Returns: one row per such account; what could not be asked says why.
        Raises: StoreError.
        """
        asked = [channel for channel in self._channels if _receiving.subscribing(channel)]
        flow = partial(_receiving.subscribed, now=now or self._clock(), clock=self._clock)
        return self._side_by_side(asked, flow)

    def reply(
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
        """Answer a complaint on the channel that it came in by: kept first, then sent, once (see ``outbox``).

        Args:
            complaint: it, or its id.
            by: who writes.
            about: key of the message that is answered; None answers the complaint itself.
            approved_by: who else has read it; where the policy asks for a second person, it is a draft without.
            send: False leaves it in the outbox for :meth:`deliver`.

        Returns: the reply as it then stands: a draft, or what sending made of it (``error`` says why it is not sent).
        Raises: before any request: OutboxError (no text, too long, the same is on its way), ConfigError (the channel is
            not configured), RejectedError (deleted or hidden), UnsupportedError (with the text to paste by hand).
        """
        id = complaint if isinstance(complaint, str) else complaint.id
        self._io.start()
        flow = _drafting.write(
            self._channels, self.store, self._io, complaint=id, text=text, by=by, now=self._clock(),
            policy=self._policy, intent=intent, about=about, approved_by=approved_by,
        )  # fmt: skip
        reply = drive(flow)
        if send and reply.state is ReplyState.approved:
            self.deliver(only=[reply.id])
        return self.store.reply(reply.id) or reply

    def approve(self, id: str, *, by: str) -> Reply:
        """Let a draft go out with the next :meth:`deliver`. Raises OutboxError: no draft, or by its writer."""
        step = partial(outbox.approve, by=by, now=self._clock(), policy=self._policy)
        return self._change(id, step)

    def withdraw(self, id: str, *, by: str) -> Reply:
        """Take a reply back that is not sent, or settle one that failed or is unsure. Raises OutboxError."""
        return self._change(id, partial(outbox.withdraw, by=by))

    def send_again(self, id: str, *, by: str) -> Reply:
        """Let one that failed or is unsure go out again, after a person has looked. Raises OutboxError."""
        return self._change(id, partial(outbox.send_again, by=by, now=self._clock()))

    def deliver(self, *, now: datetime | None = None, only: Collection[str] | None = None) -> DeliveryReport:
        """Send what is approved, look up what was cut off, read back what was sent; on every channel that answers.

        Args:
            now: the moment of the run; None is the clock's.
            only: numbers of the replies to go through; None is all.

        Returns: a report with one row per channel that answers.
        Raises: StoreError, ConfigError.
        """
        flow = partial(_delivery.deliver, now=now or self._clock(), clock=self._clock, only=only)
        return DeliveryReport(self._side_by_side(_drafting.answering(self._channels), flow))

    def close(self) -> None:
        """Close the connections, and the store if it was opened here."""
        self._io.close()
        if self._opened_here:
            self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _change(self, id: str, step: Callable[[Reply], Reply]) -> Reply:
        self._io.start()
        return drive(_drafting.change(self.store, self._io, id, step, now=self._clock()))

    def _side_by_side(self, channels: Sequence[C], flow: Callable[..., Coroutine[Any, Any, T]]) -> tuple[T, ...]:
        self._io.start()
        with spared(), ThreadPoolExecutor(max(1, self._workers), thread_name_prefix="complaint-hub") as pool:
            runs = [pool.submit(self._run, flow, channel) for channel in channels]
            try:
                for run in as_completed(runs):
                    _raise_store_error(run)
            except BaseException:
                # The store failed, or Ctrl-C: the others end at their next request and give their leases back.
                self._io.stop()
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        return tuple(run.result() for run in runs)

    def _run(self, flow: Callable[..., Coroutine[Any, Any, T]], channel: C) -> T:
        return drive(flow(channel, self.store, self._io))


def _raise_store_error(run: Future[Any]) -> None:
    error = run.exception()
    if isinstance(error, StoreError):
        raise error
