"""One renewal, however many wait for it: over a real store, in threads, tasks and processes."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from complaint_hub import AsyncHub, Hub, Store
from complaint_hub._flows import sync_account
from complaint_hub.contract import Deep, Request, Response, Session, State, Token
from complaint_hub.errors import StoreError
from complaint_hub.sandbox import server
from support.talking import HOST, NOW, RotatingAuth, Talking, request
from support.worlds import World

ACCOUNTS = [str(n) for n in range(12)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "aduan.db") as opened:
        yield opened


async def asks_twice(session: Session, state: State | None, deep: Deep) -> None:
    await session.ask(request())
    await session.ask(request())


def stale(auth: RotatingAuth) -> Token:
    """A token that is refused, with the refresh secret that is good for one renewal."""
    auth.issued = 1
    return replace(auth.token(0), refresh="canary-refresh-0001")


def platform(auth: RotatingAuth) -> World:
    """The platform's answers, one at a time: the hub's threads ask side by side."""
    lock = threading.Lock()

    def answer(asked: Request, headers: Mapping[str, str]) -> Response:
        with lock:
            return auth.answer(asked, headers)

    return World(answer)


def test_twelve_accounts_in_threads_renew_one_token_once(store: Store) -> None:
    auth = RotatingAuth()
    store.save_token(auth.key, stale(auth), now=NOW)
    world = platform(auth)
    channels = [Talking(asks_twice, account=a, identities={"public": auth}) for a in ACCOUNTS]
    with Hub(channels, store=store, clock=lambda: NOW) as hub:
        hub._io.send = world.send  # type: ignore[method-assign]  # no network in this test
        assert hub.sync(now=NOW).clean
    assert auth.renewals == 1
    assert store.token(auth.key) == auth.token(2)


def test_twelve_accounts_in_tasks_renew_one_token_once(store: Store) -> None:
    auth = RotatingAuth()
    store.save_token(auth.key, stale(auth), now=NOW)
    world = platform(auth)
    world.looping = True
    channels = [Talking(asks_twice, account=a, identities={"public": auth}) for a in ACCOUNTS]

    async def main() -> bool:
        async with AsyncHub(channels, store=store, clock=lambda: NOW, workers=12) as hub:
            hub._io.send = world.send  # type: ignore[method-assign]  # no network in this test
            return (await hub.sync(now=NOW)).clean

    assert asyncio.run(main())
    assert auth.renewals == 1


def test_three_processes_renew_one_token_once(store: Store, tmp_path: Path) -> None:
    auth = RotatingAuth()
    store.save_token(auth.key, stale(auth), now=NOW)
    world = platform(auth)
    barrier = threading.Barrier(3, timeout=60)

    def answer(asked: server.Request) -> server.Response:
        if asked.path == "/token":
            form = {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
            ours = Request("POST", f"https://{HOST}/token", form=form)
        else:
            if asked.headers["authorization"] == "Bearer canary-access-0000":
                barrier.wait()  # all three are refused before anybody renews
            ours = request()
        signed = {"Authorization": asked.headers["authorization"]} if "authorization" in asked.headers else {}
        given = world.answer(ours, signed)
        return server.Response(given.status, given.body)

    with server.serve(answer) as running:
        command = [sys.executable, "-m", "support.renewing_process", str(tmp_path / "aduan.db"), running.url]
        children = [
            subprocess.Popen([*command, account], cwd=Path(__file__).parent, stdout=subprocess.PIPE, text=True)
            for account in "abc"
        ]
        told = [child.communicate(timeout=90)[0].strip() for child in children]
    assert told == ["None", "None", "None"]
    assert auth.renewals == 1


def test_a_token_that_cannot_be_stored_is_not_used(store: Store) -> None:
    auth = RotatingAuth()
    store.save_token(auth.key, stale(auth), now=NOW)
    world = platform(auth)

    class Unwritable(Store):
        def __init__(self, behind: Store) -> None:
            self.__dict__.update(behind.__dict__)

        def save_token(self, key: str, token: Token, *, now: datetime) -> None:
            raise StoreError("the disk is full")

    with pytest.raises(StoreError):
        world.run(
            sync_account(
                Talking(asks_twice, identities={"public": auth}),
                Unwritable(store),
                world,
                now=NOW,
                clock=lambda: NOW,
            )
        )
    assert [asked.url.endswith("/token") for asked in world.requests] == [False, True]
