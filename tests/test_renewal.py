"""One renewal, however many wait for it: over a real store, in threads, tasks and processes."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from complaint_hub import AsyncHub, Hub, Store
from complaint_hub._flows import sync_account
from complaint_hub.contract import Deep, Request, Response, Session, State, Token
from complaint_hub.errors import AuthError, StoreError
from complaint_hub.report import Run
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


# -- by schedule ------------------------------------------------------------------------------------------------


@dataclass
class ScheduledAuth:
    """As a platform with tokens of sixty days does it: a good one is exchanged for a later one, a bad one never."""

    key: str = "long:1"
    app: str = "long:1"
    hosts: frozenset[str] = frozenset({HOST})
    good: set[str] = field(default_factory=lambda: {"canary-first"})
    refuses: int = 0
    renewals: int = 0

    def headers(self, request: Request, token: Token | None) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {token.secret if token else 'canary-first'}"}

    def renewal(self, token: Token | None) -> Request | None:
        return Request("GET", f"https://{HOST}/renew", params={"token": token.secret if token else "canary-first"})

    def renewed(self, response: Response, *, now: datetime) -> Token:
        if response.status != 200:
            raise AuthError("too young to be renewed", status=response.status)
        return Token(response.body.decode(), expires_at=now + 60 * DAY, renew_at=now + 50 * DAY)

    def answer(self, asked: Request, headers: Mapping[str, str]) -> Response:
        if asked.url.endswith("/renew"):
            self.renewals += 1
            if self.refuses:
                return Response(self.refuses, {}, b"{}")
            self.good.add(fresh := f"canary-fresh-{self.renewals}")
            return Response(200, {}, fresh.encode())
        return Response(200 if headers["Authorization"].removeprefix("Bearer ") in self.good else 401, {}, b"{}")


DAY = timedelta(days=1)


def run_once(store: Store, auth: ScheduledAuth, *, now: datetime = NOW) -> tuple[Run, list[str]]:
    """A run that asks twice: its row, and the paths that were asked."""
    world = World(auth.answer)
    channel = Talking(asks_twice, identities={"public": auth})
    run = world.run(sync_account(channel, store, world, now=now, clock=lambda: now))
    return run, [asked.url.rpartition("/")[2] for asked in world.requests]


def test_a_token_that_nobody_renewed_yet_is_renewed_once_at_first_use(store: Store) -> None:
    auth = ScheduledAuth()
    run, paths = run_once(store, auth)
    assert (run.error, paths) == (None, ["renew", "items", "items"])
    assert store.token(auth.key) == Token("canary-fresh-1", expires_at=NOW + 60 * DAY, renew_at=NOW + 50 * DAY)


@pytest.mark.parametrize(("days", "renewals"), [(49, 0), (50, 1), (59, 1)])
def test_a_good_token_is_renewed_from_its_day_on(store: Store, days: int, renewals: int) -> None:
    auth = ScheduledAuth()
    store.save_token(auth.key, Token("canary-first", NOW + 60 * DAY, renew_at=NOW + 50 * DAY), now=NOW)
    run, _ = run_once(store, auth, now=NOW + days * DAY)
    assert (run.error, auth.renewals) == (None, renewals)


@pytest.mark.parametrize("status", [400, 401, 429, 500])
def test_a_renewal_that_fails_is_told_and_the_run_goes_on_with_the_good_token(store: Store, status: int) -> None:
    auth = ScheduledAuth(refuses=status)
    old = Token("canary-first", expires_at=NOW + DAY, renew_at=NOW)
    store.save_token(auth.key, old, now=NOW)
    run, paths = run_once(store, auth)
    assert (run.error, paths) == (None, ["renew", "items", "items"])
    (notice,) = run.notices
    assert "good until 2026-11-25" in notice
    assert "canary" not in notice
    assert store.token(auth.key) == old


def test_a_token_that_ran_out_is_asked_to_be_renewed_and_its_refusal_ends_the_run(store: Store) -> None:
    auth = ScheduledAuth(refuses=400)
    store.save_token(auth.key, Token("canary-first", expires_at=NOW, renew_at=NOW - 10 * DAY), now=NOW)
    run, paths = run_once(store, auth)
    assert paths == ["renew"]
    assert run.error is not None


def test_a_refused_token_is_not_renewed_where_renewal_goes_by_schedule(store: Store) -> None:
    auth = ScheduledAuth(good=set())
    store.save_token(auth.key, Token("canary-first", expires_at=NOW + 60 * DAY, renew_at=NOW + 50 * DAY), now=NOW)
    run, paths = run_once(store, auth)
    assert paths == ["items"]
    assert run.error is not None


def test_a_token_that_another_run_renewed_meanwhile_is_taken_over_after_a_refusal(store: Store) -> None:
    auth = ScheduledAuth(good={"canary-other"})
    store.save_token(auth.key, Token("canary-first", expires_at=NOW + 60 * DAY, renew_at=NOW + 50 * DAY), now=NOW)
    known = auth.answer

    def answer(asked: Request, headers: Mapping[str, str]) -> Response:
        store.save_token(auth.key, Token("canary-other", renew_at=NOW + 50 * DAY), now=NOW)
        return known(asked, headers)

    auth.answer = answer  # type: ignore[method-assign]  # another process renews while the request is under way
    run, paths = run_once(store, auth)
    assert (run.error, paths) == (None, ["items", "items", "items"])


def test_a_stored_token_of_an_older_version_has_no_schedule(store: Store) -> None:
    auth = ScheduledAuth()
    token = Token("canary-first", expires_at=NOW + DAY)
    store.save_token(auth.key, token, now=NOW)
    assert store.token(auth.key) == token
