"""Accounts side by side in threads, over a real store."""

from __future__ import annotations

import asyncio
import itertools
import logging
import os
import signal
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from complaint_hub import ConfigError, Hub, Store, StoreError
from complaint_hub._io import Blocking
from complaint_hub.auth import ApiKey
from complaint_hub.contract import Deep, Page, Request, Response, Session, State
from complaint_hub.errors import ChannelError, UnavailableError
from complaint_hub.report import Counts
from support.raw_server import serve_raw
from support.talking import NOW, Talking, head

CANARY = "canary-key-0123456789"
NOTHING = [b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "aduan.db") as opened:
        yield opened


async def one_item(session: Session, state: State | None, deep: Deep) -> None:
    await session.emit(Page(state={"v": 1}, complaints=[head(1)]))


async def fails(session: Session, state: State | None, deep: Deep) -> None:
    raise UnavailableError("down")


async def wrong_setting(session: Session, state: State | None, deep: Deep) -> None:
    raise ConfigError("the state is newer than this program")


async def broken_store(session: Session, state: State | None, deep: Deep) -> None:
    raise StoreError("the disk is full")


class Slow(Talking):
    """Says that the platform is unavailable, for ever; only a stop ends it."""

    def error(self, request: Request, response: Response) -> ChannelError | None:
        return UnavailableError("later")


def test_one_account_that_fails_never_stops_the_others(store: Store) -> None:
    with Hub([Talking(fails, account="b"), Talking(one_item)], store=store) as hub:
        report = hub.sync(now=NOW)
    assert [(run.account, run.error, run.counts.new) for run in report] == [("b", "down", 0), ("a", None, 1)]
    assert [c.id for c in store.heads()] == ["talking:a-1"]


def test_accounts_are_read_side_by_side(store: Store) -> None:
    barrier = threading.Barrier(3, timeout=10)

    async def meets(session: Session, state: State | None, deep: Deep) -> None:
        barrier.wait()

    with Hub([Talking(meets, account=a) for a in "abc"], store=store) as hub:
        assert hub.sync().clean


def test_a_run_again_stores_nothing_twice(store: Store) -> None:
    with Hub([Talking(one_item)], store=store) as hub:
        hub.sync(now=NOW)
        (run,) = hub.sync(now=NOW + timedelta(days=1))
    assert (run.counts.new, run.counts.unchanged) == (0, 1)
    assert store.last_run("talking", "a") is not None


def test_it_works_inside_a_running_loop(store: Store) -> None:
    async def main() -> bool:
        with Hub([Talking(one_item)], store=store) as hub:
            return hub.sync().clean

    assert asyncio.run(main())


def test_a_wrong_setting_is_raised_after_the_others_have_finished(store: Store) -> None:
    hub = Hub([Talking(wrong_setting, account="b"), Talking(one_item)], store=store)
    with hub, pytest.raises(ConfigError, match="newer than this program"):
        hub.sync()
    assert len(list(store.heads())) == 1


def test_two_channels_of_one_account_are_refused_before_anything_is_opened(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="configured twice"):
        Hub([Talking(), Talking()], store=tmp_path / "aduan.db")
    assert list(tmp_path.iterdir()) == []


def test_a_path_is_opened_and_closed_with_the_hub(tmp_path: Path) -> None:
    with Hub([Talking(one_item)], store=tmp_path / "aduan.db") as hub:
        assert hub.sync().clean
        assert len(list(hub.store.heads())) == 1


def test_a_broken_store_ends_all_runs_and_gives_their_leases_back(store: Store) -> None:
    with serve_raw(NOTHING) as (url, _):
        waiting = slow_channel(url)
        with Hub([waiting, Talking(broken_store)], store=store) as hub, pytest.raises(StoreError, match="full"):
            hub.sync()
    store.lease("run:talking:waiting", now=NOW).release()


def slow_channel(url: str, *, ready: threading.Event | None = None) -> Slow:
    host = url.removeprefix("http://")

    async def talk(session: Session, state: State | None, deep: Deep) -> None:
        await session.emit(Page(state={"v": 1}, complaints=[head(9, account="waiting")]))
        if ready is not None:
            ready.set()
        while True:
            await session.ask(Request("GET", url))

    return Slow(talk, account="waiting", identities={"public": ApiKey(CANARY, hosts=[host])})


def test_ctrl_c_keeps_what_was_committed_and_gives_the_leases_back(store: Store) -> None:
    ready = threading.Event()

    def press() -> None:
        ready.wait(10)
        os.kill(os.getpid(), signal.SIGINT)

    presser = threading.Thread(target=press)
    presser.start()
    with serve_raw(NOTHING) as (url, _):
        hub = Hub([slow_channel(url, ready=ready)], store=store)
        with hub, pytest.raises(KeyboardInterrupt):
            hub.sync()
    presser.join()
    assert [c.id for c in store.heads()] == ["talking:waiting-9"]
    store.lease("run:talking:waiting", now=NOW).release()


def test_ctrl_c_ends_the_reading_of_a_file_between_two_pages(store: Store) -> None:
    hub = Hub([Endless()], store=store)

    def press(channel: str, account: str, counts: Counts, requests: int) -> None:
        if counts.new == 3:
            os.kill(os.getpid(), signal.SIGINT)

    with hub, pytest.raises(KeyboardInterrupt):
        hub.sync(progress=press)
    assert len(list(store.heads())) >= 3
    store.lease("run:endless:a", now=NOW).release()


class Endless:
    """A file without an end."""

    name = "endless"
    account = "a"

    def read(self, state: State | None, *, now: datetime) -> Iterator[Page]:
        for n in itertools.count():
            yield Page(state={"v": 1, "n": n}, complaints=[head(n, channel="endless")])


def test_a_hub_works_again_after_it_was_stopped(store: Store) -> None:
    with Hub([Talking(broken_store, account="b")], store=store) as hub:
        with pytest.raises(StoreError):
            hub.sync()
        hub._channels = (Talking(one_item),)
        assert hub.sync().clean


def test_a_world_of_ones_own_takes_the_place_of_the_network(store: Store) -> None:
    class Counting(Blocking):
        sent = 0

        async def send(self, *args: object, **options: object) -> Response:
            self.sent += 1
            return Response(200, {}, b"")

    async def asks(session: Session, state: State | None, deep: Deep) -> None:
        await session.ask(Request("GET", "https://api.example.org/"))

    with Hub([Talking(asks)], store=store) as hub:
        hub._io.close()
        hub._io = counting = Counting()
        assert hub.sync().clean
    assert counting.sent == 1


def test_quarantine_is_read_again_by_every_account(store: Store) -> None:
    with Hub([Talking(account=a) for a in "ab"], store=store) as hub:
        assert [run.account for run in hub.reread()] == ["a", "b"]


@pytest.mark.parametrize("status", ["200 OK", "302 Found", "400 No", "401 No", "404 No", "429 Slow", "500 No", "cut"])
def test_no_secret_reaches_log_report_or_database(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, status: str
) -> None:
    caplog.set_level(logging.DEBUG)
    head_of_answer = f"HTTP/1.1 {status}\r\nContent-Length: 2\r\nConnection: close\r\n\r\n".encode()
    pieces = [b"HTTP/1.1 200 OK\r\nContent-Le"] if status == "cut" else [head_of_answer, b"{}"]
    with serve_raw(pieces) as (url, seen):
        identities = {"public": ApiKey(CANARY, hosts=[url.removeprefix("http://")])}

        async def talk(session: Session, state: State | None, deep: Deep) -> None:
            await session.ask(Request("GET", f"{url}/items", repeatable=False))
            raise RuntimeError(repr(session) + repr(identities))

        with Hub([Talking(talk, identities=identities)], store=tmp_path / "aduan.db") as hub:
            report = hub.sync()
    assert CANARY.encode() in seen[0]
    assert "Traceback" in caplog.text or report.runs[0].error
    assert CANARY not in caplog.text + repr(report)
    assert not [file for file in tmp_path.iterdir() if CANARY.encode() in file.read_bytes()]
