"""The web application: it caps, verifies, keeps and answers; a stranger learns nothing from it."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
import time
import tracemalloc
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount

from complaint_hub import AsyncHub, Hub, Store
from complaint_hub.channels.tiktok import TikTok
from complaint_hub.errors import StoreError
from complaint_hub.receiver import BODY_CAP, receiver
from complaint_hub.sandbox import tiktok as sandbox
from complaint_hub.sandbox.hooks import Delivery
from support import hooks
from support.instagram_pages import instagram
from support.tiktok_pages import channel_on

SECRET = "canary-app-secret-0123456789"
Talk = Callable[[httpx.AsyncClient], Awaitable[httpx.Response]]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "aduan.db") as opened:
        yield opened


def called(store: Store, *talks: Talk, **settings: Any) -> list[httpx.Response]:
    """What a receiver with one Instagram account answers."""

    async def main() -> list[httpx.Response]:
        async with AsyncHub([instagram(webhook_secrets=[SECRET], verify_token="ours")], store=store) as hub:
            app = receiver(hub, refresh=False, **settings)
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://hub") as client:
                return [await talk(client) for talk in talks]

    return asyncio.run(main())


def post(body: bytes, headers: Any = None, *, to: str = "/instagram") -> Talk:
    signed = hooks.meta_headers(body, SECRET) if headers is None else headers
    return lambda client: client.post(to, content=body, headers=signed)


BODY = (hooks.SAMPLES / "meta_comment.json").read_bytes()


def test_a_genuine_call_is_answered_and_kept(store: Store) -> None:
    (response,) = called(store, post(BODY))
    assert (response.status_code, response.content) == (200, b"")
    assert [one.native_ids for one in store.notices("instagram", "17841400000000000")] == [("17800000000000009",)]


def test_the_question_of_meta_is_answered_as_plain_text(store: Store) -> None:
    asked = "/instagram?hub.mode=subscribe&hub.verify_token=ours&hub.challenge=1158201444"
    (response,) = called(store, lambda client: client.get(asked))
    assert (response.status_code, response.text) == (200, "1158201444")
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.headers["x-content-type-options"] == "nosniff"


SIGNED = hooks.meta_headers(BODY, SECRET)
PAIR = next(iter(SIGNED.items()))


@pytest.mark.parametrize(
    ("talk", "status"),
    [
        pytest.param(post(BODY, {}), 403, id="not signed"),
        pytest.param(post(BODY + b" ", SIGNED), 403, id="other bytes"),
        pytest.param(post(json.dumps(json.loads(BODY)).encode(), SIGNED), 403, id="written anew"),
        pytest.param(post(BODY, hooks.meta_headers(BODY, "another")), 403, id="another secret"),
        pytest.param(post(BODY, [PAIR, PAIR]), 403, id="signed twice"),
        pytest.param(lambda client: client.get("/instagram?hub.mode=subscribe&hub.challenge=1"), 403, id="a guess"),
        pytest.param(post(BODY, to="/tiktok"), 404, id="no such account"),
        pytest.param(post(BODY, to="/"), 404, id="no service"),
        pytest.param(lambda client: client.put("/instagram", content=BODY, headers=SIGNED), 405, id="another verb"),
        pytest.param(post(bytes(BODY_CAP + 1)), 413, id="too large"),
    ],
)
def test_everything_else_is_refused_and_leaves_nothing(store: Store, talk: Talk, status: int) -> None:
    (response,) = called(store, talk)
    assert response.status_code == status
    assert b"canary" not in response.content + str(response.headers).encode()
    assert store.notices("instagram", "17841400000000000") == []


def test_a_body_as_large_as_allowed_is_verified(store: Store) -> None:
    body = BODY + b" " * (BODY_CAP - len(BODY))
    (response,) = called(store, post(body))
    assert response.status_code == 200


def test_a_body_of_200_megabytes_is_refused_while_it_comes(store: Store) -> None:
    sent = 0

    async def chunks() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(200):
            sent += 1
            yield bytes(1_000_000)

    tracemalloc.start()
    try:
        (response,) = called(store, lambda client: client.post("/instagram", content=chunks()))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (response.status_code, sent < 5) == (413, True)
    assert peak < 128_000_000


def test_a_body_said_to_be_enormous_is_not_even_read(store: Store) -> None:
    (response,) = called(store, post(b"x", {"Content-Length": "9" * 30}))
    assert response.status_code == 413


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"{}," * (BODY_CAP // 3), id="many small things"),
        pytest.param(b"[" + b"{}," * (BODY_CAP // 3 - 2) + b"{}]", id="many small things in a list"),
        pytest.param(b"[" * BODY_CAP, id="as deep as large"),
        pytest.param(b"[" * 100_000 + b"]" * 100_000, id="depth 100,000"),
        pytest.param(b'{"entry":' + b"9" * 1_000_000 + b"}", id="a number of a million digits"),
        pytest.param(b"\x1f\x8b" + bytes(1_000), id="gzip"),
    ],
)
def test_the_worst_that_can_be_signed_stays_small_in_memory(store: Store, body: bytes) -> None:
    tracemalloc.start()
    try:
        (response,) = called(store, post(body, {**hooks.meta_headers(body, SECRET), "Content-Encoding": "gzip"}))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert response.status_code == 200
    assert peak < 128_000_000


def test_a_body_that_does_not_come_is_not_waited_for(store: Store) -> None:
    async def dribble() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.sleep(60)

    (response,) = called(store, lambda client: client.post("/instagram", content=dribble()), deadline=0.05)
    assert response.status_code == 408


def test_what_cannot_be_kept_is_to_be_sent_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> int:
        raise StoreError("full")

    monkeypatch.setattr(Store, "add_notices", full)
    (response,) = called(store, post(BODY))
    assert (response.status_code, response.headers["retry-after"]) == (503, "60")


def test_no_log_tells_a_secret_or_what_was_written(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    called(store, post(BODY), post(BODY, {}), post(BODY, hooks.meta_headers(BODY, "canary-other")), post(b"[" * 9_000))
    assert caplog.text
    assert not [word for word in ("canary", "Jalan rusak", SIGNED["X-Hub-Signature-256"]) if word in caplog.text]


# -- over a platform


def send(delivery: Delivery, to: str = "/hooks/tiktok") -> Talk:
    return lambda client: client.post(to, content=delivery.body, headers=dict(delivery.headers))


async def until(done: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not done():  # noqa: ASYNC110  the database has no event
            await asyncio.sleep(0.01)


def listening(running: sandbox.Running) -> TikTok:
    return channel_on(running.base, webhook_secrets=[sandbox.CLIENT_SECRET])


def test_a_mounted_receiver_reads_what_it_was_told_in_the_background(store: Store) -> None:
    world = sandbox.small()
    world.subscribed = True
    comment = world.add_comment(next(iter(world.videos)), "Lampu jalan padam")
    (delivery,) = world.told

    async def main(running: sandbox.Running) -> None:
        async with AsyncHub([listening(running)], store=store, clock=lambda: world.clock) as hub:
            app = Starlette(routes=[Mount("/hooks", app=receiver(hub))])
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://hub") as client:
                assert [(await send(delivery)(client)).status_code for _ in range(3)] == [200, 200, 200]
            await until(lambda: store.complaint(f"tiktok:{comment.id}") is not None)
            await until(lambda: not store.notices("tiktok", sandbox.ACCOUNT))

    with sandbox.serve(world) as running:
        asyncio.run(main(running))
    found = store.complaint(f"tiktok:{comment.id}")
    assert found is not None
    assert found.text == "Lampu jalan padam"
    assert world.meter.by_method["business/comment/list"] == 1


class Server(uvicorn.Server):
    """A real server in a thread."""

    def __init__(self, app: Starlette) -> None:
        super().__init__(uvicorn.Config(app, port=0, log_level="warning", ws="none"))
        self._thread = threading.Thread(target=self.run, daemon=True)

    def __enter__(self) -> str:
        self._thread.start()
        while not self.started:
            assert self._thread.is_alive()
            time.sleep(0.01)
        return f"http://127.0.0.1:{self.servers[0].sockets[0].getsockname()[1]}"

    def __exit__(self, *_: object) -> None:
        self.should_exit = True
        self._thread.join(timeout=10)


def test_a_real_server_takes_calls_and_shares_its_ids_with_a_sync(store: Store) -> None:
    world = sandbox.small()
    world.subscribed = True
    comment = world.add_comment(next(iter(world.videos)), "Lampu jalan padam")
    with sandbox.serve(world) as running:
        channel = listening(running)
        app = receiver(AsyncHub([channel], store=store, clock=lambda: world.clock))
        with Server(app) as url, httpx.Client(base_url=url) as client:
            told = world.told[0]
            assert client.post("/tiktok", content=told.body, headers=dict(told.headers)).status_code == 200
            assert client.post("/tiktok", content=told.body + b" ", headers=dict(told.headers)).status_code == 403
            deadline = time.monotonic() + 20
            while store.notices("tiktok", sandbox.ACCOUNT) and time.monotonic() < deadline:
                time.sleep(0.02)
        assert store.complaint(f"tiktok:{comment.id}") is not None
        with Hub([channel], store=store, clock=lambda: world.clock) as hub:
            (run,) = hub.sync(now=world.clock)
    assert run.error is None
    assert [head.id for head in store.heads()].count(f"tiktok:{comment.id}") == 1


def test_the_receiver_is_loaded_by_nothing_else() -> None:
    import subprocess
    import sys

    program = "import complaint_hub.webhooks, complaint_hub.hub, complaint_hub.aiohub, sys; print(*sys.modules)"
    names = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert not {"starlette", "uvicorn", "jwt", "cryptography"} & set(names)
