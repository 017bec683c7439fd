"""All channels of one office, run side by side in threads.

For: programs without an event loop, and the command line; it also works inside a running loop, which it then blocks.
Must not: decide anything: what a run does and how it ends stands in ``_flows``. ``hub._io`` is where tests put a
world of their own (see ``_io``).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Self

from . import _flows
from ._books import Progress
from ._collector import spared
from ._drive import drive
from ._io import Blocking
from .contract import Channel, Deep, LocalChannel
from .errors import StoreError
from .report import Run, SyncReport
from .store import Store

__all__ = ["Hub"]


class Hub:
    """Several channels and one store.

    Args:
        channels: at most one for each (name, account).
        store: a store, or the path or URL of one, which is then opened here and closed with the hub.
        clock: what time it is, as an aware instant.
        deep_every: how often an account is read in full again; None leaves that to the caller.
        workers: how many accounts are read at once.

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
    ) -> None:
        self._channels = _flows.distinct(channels)
        self.store = Store(store) if isinstance(store, (str, os.PathLike)) else store
        self._opened_here = self.store is not store
        self._clock = clock
        self._deep_every = deep_every
        self._workers = workers
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
        return self._side_by_side(
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

    def reread(self, *, now: datetime | None = None, progress: Progress | None = None) -> SyncReport:
        """Read the quarantine of every account again, as after an upgrade. Returns and raises as :meth:`sync`."""
        return self._side_by_side(
            partial(_flows.reread, now=now or self._clock(), clock=self._clock, progress=progress)
        )

    def close(self) -> None:
        """Close the connections, and the store if it was opened here."""
        self._io.close()
        if self._opened_here:
            self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _side_by_side(self, flow: Callable[..., Coroutine[Any, Any, Run]]) -> SyncReport:
        self._io.start()
        with spared(), ThreadPoolExecutor(max(1, self._workers), thread_name_prefix="complaint-hub") as pool:
            runs = [pool.submit(self._run, flow, channel) for channel in self._channels]
            try:
                for run in as_completed(runs):
                    _raise_store_error(run)
            except BaseException:
                # The store failed, or Ctrl-C: the others end at their next request and give their leases back.
                self._io.stop()
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        return SyncReport(tuple(run.result() for run in runs))

    def _run(self, flow: Callable[..., Coroutine[Any, Any, Run]], channel: Channel | LocalChannel) -> Run:
        return drive(flow(channel, self.store, self._io))


def _raise_store_error(run: Future[Run]) -> None:
    error = run.exception()
    if isinstance(error, StoreError):
        raise error
