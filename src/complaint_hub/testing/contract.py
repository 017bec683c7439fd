"""What every channel promises, as tests that its author inherits.

::

    class TestBoard(ChannelContract):
        @contextmanager
        def world(self):                        # a fresh service on this machine, always with the same content
            with serve() as url:
                yield url

        def channel(self, place):
            return Board("office-1", base=place)

        def second(self, place):
            return Board("office-2", base=place)

For: tests of channels, under any runner that collects ``test_`` methods.
Must not: look inside a channel. The real hub and the real store are used, in a directory that goes away.

A world of about a dozen requests is best: it is read some hundred times.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ..aiohub import AsyncHub
from ..contract import Auth, Channel, Deep, Limit, Page, Request, Response, Session, State
from ..errors import ChannelError
from ..hub import Hub
from ..report import Run
from ..store import Store
from .play import NOW

__all__ = ["ChannelContract"]


class ChannelContract:
    """Five promises; the author gives a world and channels on it.

    Attributes:
        budgets: units a day that must be enough in the end.
        deep: the deep walk that is part of the promises; False for a channel that has none.
        days: how long a small budget may take.
        one_account: a reason, for a channel that has no second account; the fifth promise is then void.
        now: the moment of the runs, and of the first day.
    """

    budgets: Sequence[int] = (1, 2, 3, 5)
    deep: Deep = "changed"
    days: int = 400
    one_account: str = ""
    now: datetime = NOW

    def world(self) -> AbstractContextManager[Any]:
        """A fresh service on this machine; the value is what ``channel`` needs to find it."""
        raise NotImplementedError

    def channel(self, place: Any) -> Channel:
        """The channel, on that service."""
        raise NotImplementedError

    def second(self, place: Any) -> Channel:
        """The same kind of channel for another account of that service."""
        raise NotImplementedError

    # -- the promises -------------------------------------------------------------------------------------------

    def test_a_few_units_a_day_end_in_the_store_of_an_unlimited_run(self) -> None:
        """Debt comes first and phases are kept, so a small budget costs days, never items."""
        with self.world() as place:
            channel = self.channel(place)
            with _desk(channel) as desk:
                desk.run(self.now)
                desk.run(self.now, deep=self.deep)
                expected = desk.content(channel)
            for budget in self.budgets:
                with _desk(channel) as desk:
                    day = self._until_quiet(desk, budget, 0, deep=False)
                    self._until_quiet(desk, budget, day, deep=self.deep)
                    _same(desk.content(channel), expected, f"with {budget} units a day")

    def test_a_run_that_dies_at_any_step_loses_nothing(self) -> None:
        """One clean run later the store is that of a run nobody disturbed."""
        with self.world() as place:
            channel = self.channel(place)
            with _desk(channel) as desk:
                desk.run(self.now, deep=self.deep)
                expected = desk.content(channel)
            step, died = 0, True
            while died:
                step += 1
                with _desk(_Mortal(channel, step)) as desk:
                    died = desk.dies(self.now, deep=self.deep)
                    desk.hub = Hub([channel], store=desk.store, clock=lambda: self.now)
                    desk.run(self.now, deep=self.deep)
                    _same(desk.content(channel), expected, f"after a death at step {step}")
            assert step > 1, "the channel did nothing"

    def test_both_worlds_agree(self) -> None:
        """Threads or asyncio: the same store."""
        with self.world() as place:
            channel = self.channel(place)
            with _desk(channel) as desk:
                desk.run(self.now, deep=self.deep)
                expected = desk.content(channel)
            with _desk(channel) as desk:
                asyncio.run(_looping(channel, desk.store, self.now, self.deep))
                _same(desk.content(channel), expected, "under asyncio")

    def test_a_second_run_changes_nothing(self) -> None:
        """What was read is known."""
        with self.world() as place:
            channel = self.channel(place)
            with _desk(channel) as desk:
                desk.run(self.now)
                expected = desk.content(channel)
                for deep in dict.fromkeys((False, self.deep)):
                    run = desk.run(self.now + timedelta(hours=1), deep=deep)
                    counts = run.counts
                    assert (counts.new, counts.changed, counts.gone) == (0, 0, 0), f"a repeated run found {counts}"
                    _same(desk.content(channel), expected, "after a repeated run")

    def test_two_accounts_do_not_collide(self) -> None:
        """Side by side in one store, each ends as it would alone."""
        if self.one_account:
            return
        with self.world() as place:
            both = [self.channel(place), self.second(place)]
            alone: list[_Content] = []
            for channel in both:
                with _desk(channel) as desk:
                    desk.run(self.now)
                    alone.append(desk.content(channel))
            with _desk(*both) as desk:
                desk.run_all(self.now)
                for channel, expected in zip(both, alone, strict=True):
                    _same(desk.content(channel), expected, f"beside another account ({channel.account})")

    def _until_quiet(self, desk: _Desk, budget: int, day: int, *, deep: Deep) -> int:
        """A run a day until one is not stopped by its budget; returns the day."""
        while True:
            run = desk.run(self.now + timedelta(days=day), deep=deep, budget=budget)
            deep, day = False, day + 1
            if run.stopped is None:
                return day
            assert day < self.days, f"{budget} units a day do not come to an end within {self.days} days"


_Content = Mapping[str, Any]


class _Desk:
    """A store in a directory of its own, and a hub on it."""

    def __init__(self, channels: Sequence[Channel], store: Store) -> None:
        self.store = store
        self._at = NOW
        self.hub = Hub(channels, store=store, clock=lambda: self._at)

    def run(self, at: datetime, *, deep: Deep = False, budget: int | None = None) -> Run:
        """One run of the only account."""
        (run,) = self.run_all(at, deep=deep, budget=budget)
        return run

    def run_all(self, at: datetime, *, deep: Deep = False, budget: int | None = None) -> Sequence[Run]:
        self._at = at
        runs = self.hub.sync(deep=deep, budget=budget, now=at).runs
        for run in runs:
            assert run.error is None, run.error
        return runs

    def dies(self, at: datetime, *, deep: Deep) -> bool:
        """Run until death; False, if the run ended first."""
        self._at = at
        try:
            self.hub.sync(deep=deep, now=at)
        except _Death:
            return True
        finally:
            self.hub.close()
        return False

    def content(self, channel: Channel) -> _Content:
        """All that the store says of an account, but for when it was noticed."""
        name, account = channel.name, channel.account
        rows = {row.id: _timeless(row.model_dump(mode="json", exclude_unset=True)) for row in self._rows(channel)}
        return {
            "complaints": rows,
            "state": self.store.checkpoint(name, account).state,
            "marks": self.store.marks(name, account, [id.partition(":")[2] for id in rows]),
            "set aside": sorted(row.skipped.key for row in self.store.quarantine(name, account)),
        }

    def _rows(self, channel: Channel) -> Iterator[Any]:
        return self.store.complaints(channel=channel.name, account=channel.account)


@contextmanager
def _desk(*channels: Channel) -> Generator[_Desk]:
    with TemporaryDirectory() as directory, Store(Path(directory, "contract.db")) as store:
        desk = _Desk(channels, store)
        try:
            yield desk
        finally:
            desk.hub.close()


def _timeless(row: dict[str, Any]) -> dict[str, Any]:
    for event in row.get("timeline") or ():
        event.pop("seen_at", None)
        event.pop("not_before", None)
    return row


def _same(found: _Content, expected: _Content, when: str) -> None:
    for part, content in expected.items():
        if found[part] == content:
            continue
        told = [json.dumps(side, default=str, sort_keys=True)[:1_000] for side in (content, found[part])]
        raise AssertionError(f"{part} differ {when}:\nexpected {told[0]}\nfound    {told[1]}")


async def _looping(channel: Channel, store: Store, now: datetime, deep: Deep) -> None:
    async with AsyncHub([channel], store=store, clock=lambda: now) as hub:
        for run in await hub.sync(deep=deep, now=now):
            assert run.error is None, run.error


class _Death(BaseException):
    """No channel and no hub may catch it, as they could not catch the end of their process."""


class _Mortal:
    """A channel that dies at its n-th step: before or after a request, before or after a commit."""

    def __init__(self, channel: Channel, step: int) -> None:
        self._channel = channel
        self._step = step

    @property
    def name(self) -> str:
        return self._channel.name

    @property
    def account(self) -> str:
        return self._channel.account

    @property
    def identities(self) -> Mapping[str, Auth]:
        return self._channel.identities

    @property
    def limits(self) -> Mapping[str, Limit]:
        return self._channel.limits

    def error(self, request: Request, response: Response) -> ChannelError | None:
        return self._channel.error(request, response)

    async def fetch(self, session: Session, state: State | None, *, deep: Deep = False) -> None:
        await self._channel.fetch(_Counting(session, self._step), state, deep=deep)


class _Counting:
    """A session that counts steps."""

    def __init__(self, session: Session, step: int) -> None:
        self._session = session
        self._left = step

    @property
    def now(self) -> datetime:
        return self._session.now

    def _tick(self) -> None:
        self._left -= 1
        if self._left == 0:
            raise _Death

    async def ask(self, request: Request) -> Response:
        self._tick()
        response = await self._session.ask(request)
        self._tick()
        return response

    async def emit(self, page: Page) -> None:
        self._tick()
        await self._session.emit(page)
        self._tick()

    async def marks(self, native_ids: Sequence[str]) -> Mapping[str, str]:
        return await self._session.marks(native_ids)

    async def known(self, *, after: str | None = None, n: int = 50, scope: str | None = None) -> Sequence[str]:
        return await self._session.known(after=after, n=n, scope=scope)
