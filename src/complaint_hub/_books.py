"""The books of one run of one account: its place in the store, and what it has done so far.

For: ``_session`` and ``_flows``. Every page of a run, from HTTP or from a file, is committed here, with the version of
the state that it replaces; the run's lease is kept alive here.
Must not: send anything, know why a run ends (see ``_flows``), or swallow a StoreError.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from .contract import Coverage, Page, Skipped, State
from .report import Counts, Run, Stopped

if TYPE_CHECKING:
    from ._io import Io
    from .store import Lease, Store

__all__ = ["BEAT_EVERY", "Books", "Progress", "held"]

Progress = Callable[[str, str, Counts, int], None]
"""Told after each commit: channel, account, counts so far, requests so far. Called from the run's own thread."""

_log = logging.getLogger("complaint_hub")

BEAT_EVERY = 15.0
"""Seconds between two signs of life; a lease without any for 60 s may be taken over by another machine."""


@asynccontextmanager
async def held(store: Store, io: Io, name: str, *, clock: Callable[[], datetime]) -> AsyncGenerator[Lease, None]:
    """Hold the lease of that name. Raises BusyError, if a living process holds it."""
    taken: list[Lease] = []
    try:
        # Noted down on the store's own thread: a cancellation may come before the answer does.
        await io.call(lambda: taken.append(store.lease(name, now=clock())))
        yield taken[0]
    finally:
        for lease in taken:
            await io.call(lease.release)


class Books:
    """What one run of one account has done.

    Attributes:
        now: the moment of the run; every page is committed under it.
        requests: HTTP requests sent, retries and renewals included.
        spent: units drawn, by the name of the channel's limit.
    """

    def __init__(
        self,
        channel: str,
        account: str,
        *,
        store: Store,
        io: Io,
        now: datetime,
        clock: Callable[[], datetime],
        progress: Progress | None = None,
    ) -> None:
        self.channel = channel
        self.account = account
        self.now = now
        self.clock = clock
        self.requests = 0
        self.spent: Counter[str] = Counter()
        self._store = store
        self._io = io
        self._progress = progress
        self._version = 0
        self._counts = Counts()
        self._set_aside: set[str] = set()
        self._notices: dict[str, None] = {}
        self._differs: dict[str, None] = {}
        self._coverage: dict[tuple[str, str | None], Coverage] = {}
        self._lease: Lease | None = None
        self._beaten = 0.0

    @asynccontextmanager
    async def open(self, *, purpose: str = "run") -> AsyncGenerator[State | None, None]:
        """Hold the account's lease; the value is its checkpoint. Raises BusyError, if another run holds it.

        Args:
            purpose: what the lease is for; reading an account does not keep others from answering on it.
        """
        async with held(self._store, self._io, f"{purpose}:{self.channel}:{self.account}", clock=self.clock) as lease:
            self._lease = lease
            self._beaten = time.monotonic()
            checkpoint = await self._io.call(self._store.checkpoint, self.channel, self.account)
            self._version = checkpoint.version
            try:
                yield checkpoint.state
            finally:
                self._lease = None

    async def commit(self, page: Page, *, again: Skipped | None = None) -> None:
        """Store *page* and its checkpoint. Raises StoreError; BusyError, if another run moved the state.

        Args:
            again: what the page was read again from; it leaves quarantine, and sets no row back that was seen after it.
        """
        still = {skipped.key for skipped in page.skipped}
        commit = await self._io.call(
            partial(
                self._store.commit,
                self.channel,
                self.account,
                page,
                version=self._version,
                now=self.now,
                read_at=again.seen_at if again else None,
                heals=(again.key,) if again and again.key not in still else (),
            )
        )
        self._version = commit.version
        # An item that two walks of one run met is one entry in quarantine, so it counts once.
        met_before = len(still & self._set_aside)
        self._set_aside |= still
        set_aside = commit.counts.set_aside - met_before
        self._counts += replace(commit.counts, set_aside=set_aside, repaired=page.repaired)
        self._notices.update(dict.fromkeys((*page.notices, *commit.notices)))
        self._differs.update(dict.fromkeys(commit.differs))
        self._coverage.update({(coverage.what, coverage.scope): coverage for coverage in page.coverage})
        if _log.isEnabledFor(logging.INFO):
            _log.info(
                "%s %s: page stored; so far %d read, %d new, %d changed, %d set aside, %d requests",
                self.channel,
                self.account,
                self._counts.fetched,
                self._counts.new,
                self._counts.changed,
                self._counts.set_aside,
                self.requests,
            )
        await self.beat()
        if self._progress is not None:
            self._progress(self.channel, self.account, self._counts, self.requests)

    def tell(self, notice: str) -> None:
        """Add a sentence to the report, once."""
        self._notices[notice] = None

    async def beat(self) -> None:
        """Give a sign of life, if it is time. Raises BusyError, if the lease was taken over."""
        if self._lease is not None and time.monotonic() - self._beaten >= BEAT_EVERY:
            self._beaten = time.monotonic()
            await self._io.call(self._lease.beat, self.clock())

    def count(self, counts: Counts) -> None:
        """Add what no page says (an item that still cannot be read)."""
        self._counts += counts

    async def settle(self) -> None:
        """Look at what only the store can say at the end. Raises StoreError."""
        waiting = await self._io.call(self._store.waiting, self.channel, self.account)
        self._counts = replace(self._counts, waiting=waiting)

    def row(self, *, stopped: Stopped | None = None, error: str | None = None) -> Run:
        """The row of the run's report."""
        return Run(
            self.channel,
            self.account,
            counts=self._counts,
            requests=self.requests,
            spent=dict(self.spent),
            stopped=stopped,
            coverage=tuple(self._coverage.values()),
            notices=tuple(self._notices),
            differs=tuple(self._differs),
            error=error,
        )
