"""All channels of one office, run side by side as asyncio tasks.

For: programs that have an event loop. The same names as ``hub``, awaited; the store and files are used on one worker
thread, so that the loop never waits for a disk.
Must not: decide anything: what a run does and how it ends stands in ``_flows``. ``hub._io`` is where tests put a
world of their own (see ``_io``).
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Self

from . import _flows
from ._books import Progress
from ._collector import spared
from ._io import Looping
from .contract import Channel, Deep, LocalChannel
from .errors import ConfigError
from .report import Run, SyncReport
from .store import Store

__all__ = ["AsyncHub"]


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
    ) -> None:
        self._channels = _flows.distinct(channels)
        self.store = Store(store) if isinstance(store, (str, os.PathLike)) else store
        self._opened_here = self.store is not store
        self._clock = clock
        self._deep_every = deep_every
        self._room = asyncio.Semaphore(max(1, workers))
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
        return await self._side_by_side(
            partial(
                _flows.sync_account,
                now=now,
                clock=self._clock,
                deep=deep,
                deep_every=self._deep_every,
                budget=budget,
                progress=progress,
            )
        )

    async def reread(self, *, now: datetime | None = None, progress: Progress | None = None) -> SyncReport:
        """Read the quarantine of every account again (see ``Hub.reread``)."""
        return await self._side_by_side(
            partial(_flows.reread, now=now or self._clock(), clock=self._clock, progress=progress)
        )

    async def close(self) -> None:
        """Close the connections, and the store if it was opened here."""
        await self._io.close()
        if self._opened_here:
            self.store.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def _side_by_side(self, flow: Callable[..., Coroutine[Any, Any, Run]]) -> SyncReport:
        with spared():
            return await self._all(flow)

    async def _all(self, flow: Callable[..., Coroutine[Any, Any, Run]]) -> SyncReport:
        runs = [asyncio.create_task(self._run(flow, channel)) for channel in self._channels]
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
        return SyncReport(tuple(run.result() for run in runs))

    async def _run(self, flow: Callable[..., Coroutine[Any, Any, Run]], channel: Channel | LocalChannel) -> Run:
        async with self._room:
            return await flow(channel, self.store, self._io)
