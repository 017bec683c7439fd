"""Accounts side by side as asyncio tasks, over a real store."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from complaint_hub import AsyncHub, ConfigError, Hub, Store, StoreError
from complaint_hub.auth import ApiKey
from complaint_hub.contract import Deep, Page, Request, Session, State
from complaint_hub.errors import UnavailableError
from complaint_hub.report import SyncReport
from support.raw_server import serve_raw
from support.talking import NOW, Talking, head


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "aduan.db") as opened:
        yield opened


async def one_item(session: Session, state: State | None, deep: Deep) -> None:
    await session.emit(Page(state={"v": 1}, complaints=[head(1)]))


def sync(store: Store, *channels: Talking) -> SyncReport:
    async def main() -> SyncReport:
        async with AsyncHub(channels, store=store) as hub:
            return await hub.sync(now=NOW)

    return asyncio.run(main())


def raising(error: Exception, account: str) -> Talking:
    async def talk(session: Session, state: State | None, deep: Deep) -> None:
        raise error

    return Talking(talk, account=account)


def test_it_reports_what_the_blocking_hub_reports(store: Store, tmp_path: Path) -> None:
    channels = [Talking(one_item), raising(UnavailableError("down"), "b"), raising(KeyError("bug"), "c")]
    with Hub(channels, store=tmp_path / "other.db") as hub:
        assert sync(store, *channels) == hub.sync(now=NOW)


def test_a_wrong_setting_is_raised_after_the_others_have_finished(store: Store) -> None:
    with pytest.raises(ConfigError, match="wrong"):
        sync(store, raising(ConfigError("wrong"), "b"), Talking(one_item))
    assert len(list(store.heads())) == 1


def test_a_broken_store_ends_all_runs_and_gives_their_leases_back(store: Store) -> None:
    with serve_raw([30.0]) as (url, _), pytest.raises(StoreError, match="full"):
        sync(store, asks_for_ever(url), raising(StoreError("full"), "b"))
    store.lease("run:talking:waiting", now=NOW).release()


def asks_for_ever(url: str) -> Talking:
    async def talk(session: Session, state: State | None, deep: Deep) -> None:
        await session.emit(Page(state={"v": 1}, complaints=[head(9, account="waiting")]))
        await session.ask(Request("GET", url))

    key = ApiKey("canary-key", hosts=[url.removeprefix("http://")])
    return Talking(talk, account="waiting", identities={"public": key})


def test_a_cancellation_keeps_what_was_committed_and_gives_the_leases_back(store: Store) -> None:
    async def main(url: str) -> None:
        async with AsyncHub([asks_for_ever(url)], store=store) as hub:
            told = asyncio.Event()
            task = asyncio.create_task(hub.sync(now=NOW, progress=lambda *_: told.set()))
            await told.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    with serve_raw([30.0]) as (url, _):
        asyncio.run(main(url))
    assert [c.id for c in store.heads()] == ["talking:waiting-9"]
    store.lease("run:talking:waiting", now=NOW).release()


def test_the_loop_goes_on_while_the_store_is_slow(store: Store) -> None:
    async def main() -> int:
        ticks = 0
        async with AsyncHub([Talking(one_item)], store=store) as hub:
            task = asyncio.create_task(hub.sync(now=NOW))
            while not task.done():
                await asyncio.sleep(0)
                ticks += 1
        return ticks

    assert asyncio.run(main()) > 10


def test_quarantine_is_read_again_by_every_account(store: Store) -> None:
    async def main() -> list[str]:
        async with AsyncHub([Talking(account=a) for a in "ab"], store=store) as hub:
            return [run.account for run in await hub.reread()]

    assert asyncio.run(main()) == ["a", "b"]
