"""The leaves against a real socket: what is sent, what is read, and how a torn answer ends."""

from __future__ import annotations

import asyncio
import gzip
import json
import logging
import threading
import time
import tracemalloc
from collections.abc import Mapping
from typing import Protocol

import pytest

from complaint_hub._drive import drive
from complaint_hub._inflate import Inflate
from complaint_hub._io import Blocking, Cancelled, Looping
from complaint_hub.contract import Request, Response
from complaint_hub.errors import PayloadError, RejectedError, UnavailableError
from support.raw_server import serve_raw

MB = 1024 * 1024


class Send(Protocol):
    def __call__(
        self, asked: Request, headers: Mapping[str, str] = ..., *, cap: int = ..., deadline: float = ...
    ) -> Response: ...


@pytest.fixture(params=["blocking", "looping"])
def send(request: pytest.FixtureRequest) -> Send:
    """Send one request in either world."""

    def blocking(asked: Request, headers: Mapping[str, str] = {}, *, cap: int = MB, deadline: float = 5.0) -> Response:
        io = Blocking()
        try:
            return drive(io.send(asked, headers, cap=cap, deadline=deadline))
        finally:
            io.close()

    def looping(asked: Request, headers: Mapping[str, str] = {}, *, cap: int = MB, deadline: float = 5.0) -> Response:
        async def once() -> Response:
            io = Looping()
            try:
                return await io.send(asked, headers, cap=cap, deadline=deadline)
            finally:
                await io.close()

        return asyncio.run(once())

    return blocking if request.param == "blocking" else looping


def answer(body: bytes, *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    lines = [
        f"HTTP/1.1 {status}",
        "Connection: close",
        *headers,
        f"Content-Length: {len(body) if length is None else length}",
        "",
        "",
    ]
    return "\r\n".join(lines).encode() + body


def test_an_answer_has_status_lower_case_headers_and_body(send: Send) -> None:
    with serve_raw([answer(b"hello", "X-Thing: 1", status="404 Not Found")]) as (url, _):
        response = send(Request("GET", url))
    assert (response.status, response.headers["x-thing"], response.body) == (404, "1", b"hello")


def test_a_request_carries_signature_query_and_body(send: Send) -> None:
    with serve_raw([answer(b"")]) as (url, seen):
        send(Request("POST", f"{url}/a?b=1", headers={"X-Own": "2"}, json={"c": [1, None]}), {"X-Key": "k"})
    head, _, body = seen[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /a?b=1 HTTP/1.1")
    for line in (b"x-key: k", b"x-own: 2", b"accept-encoding: gzip", b"user-agent: complaint-hub"):
        assert line in head.lower()
    assert json.loads(body) == {"c": [1, None]}


def test_params_replace_the_query_and_none_leaves_it(send: Send) -> None:
    with serve_raw([answer(b"")]) as (url, seen):
        send(Request("GET", f"{url}/a?b=1", params={"c": "2 3"}))
        send(Request("GET", f"{url}/a?b=1"))
    assert [line.split()[1] for line in seen] == [b"/a?c=2+3", b"/a?b=1"]


def test_a_gzip_answer_is_unpacked(send: Send) -> None:
    packed = gzip.compress(b"x" * 5_000)
    with serve_raw([answer(packed[:7], "Content-Encoding: gzip", length=len(packed)), 0.01, packed[7:]]) as (url, _):
        assert send(Request("GET", url)).body == b"x" * 5_000


@pytest.mark.parametrize("body", [answer(b"x" * 2_000), answer(b"x" * 5, length=3 * MB)], ids=["read", "announced"])
def test_a_body_over_the_cap_is_a_payload_error(send: Send, body: bytes) -> None:
    with serve_raw([body]) as (url, _), pytest.raises(PayloadError, match="larger than 1,000 bytes"):
        send(Request("GET", url), cap=1_000)


def test_a_gzip_bomb_is_refused_without_being_unpacked(send: Send) -> None:
    bomb = gzip.compress(bytes(200 * MB), compresslevel=9)
    with serve_raw([answer(bomb, "Content-Encoding: gzip")]) as (url, _):
        tracemalloc.start()
        with pytest.raises(PayloadError):
            send(Request("GET", url), cap=4 * MB)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 20 * MB


TORN = {
    "nothing": [],
    "half a status line": [b"HTTP/1.1 2"],
    "half the headers": [b"HTTP/1.1 200 OK\r\nContent-Le"],
    "no body": [answer(b"", length=10)],
    "half a body": [answer(b"12345", length=10)],
    "the last byte missing": [answer(b"123456789", length=10)],
    "half a gzip": [answer(gzip.compress(b"x" * 500)[:20], "Content-Encoding: gzip")],
    "no gzip at all": [answer(b"<html>", "Content-Encoding: gzip")],
    "an unknown coding": [answer(b"abc", "Content-Encoding: br")],
    "half a chunk": [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"],
    "no last chunk": [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n"],
    "no HTTP": [b"\x00\x01\x02\x03\r\n\r\n"],
}


@pytest.mark.parametrize("pieces", TORN.values(), ids=TORN)
def test_a_torn_answer_is_unavailable_never_a_shorter_body(send: Send, pieces: list[bytes | float]) -> None:
    with serve_raw(pieces) as (url, _), pytest.raises(UnavailableError):
        send(Request("GET", url))


def test_a_body_that_dribbles_ends_at_the_deadline(send: Send) -> None:
    drops: list[bytes | float] = [answer(b"", length=1_000)]
    for _ in range(40):
        drops += [0.05, b"x"]
    with serve_raw(drops) as (url, _), pytest.raises(UnavailableError, match="in time"):
        send(Request("GET", url), deadline=0.3)


def test_a_server_that_says_nothing_ends_at_the_deadline(send: Send) -> None:
    with serve_raw([30.0]) as (url, _), pytest.raises(UnavailableError, match="in time"):
        send(Request("GET", url), deadline=0.2)


def test_nobody_there_is_unavailable_and_names_what_was_asked(send: Send) -> None:
    with serve_raw([]) as (url, _):
        pass
    with pytest.raises(UnavailableError, match="no connection") as caught:
        send(Request("GET", f"{url}/a", params={"q": "canary"}))
    assert caught.value.request == f"GET {url}/a"


def test_a_redirect_is_refused_and_not_followed(send: Send) -> None:
    elsewhere = answer(b"", "Location: http://127.0.0.1:9/canary", status="302 Found")
    with serve_raw([elsewhere]) as (url, seen), pytest.raises(RejectedError, match="not followed") as caught:
        send(Request("GET", url))
    assert len(seen) == 1
    assert "canary" not in str(caught.value)


def test_a_cookie_never_reaches_the_next_request() -> None:
    io = Blocking()
    with serve_raw([answer(b"", "Set-Cookie: who=me; Path=/")]) as (url, seen):
        for _ in range(2):
            drive(io.send(Request("GET", url), {}, cap=MB, deadline=5.0))
    io.close()
    assert len(seen) == 2
    assert b"cookie" not in b"".join(seen).lower()


@pytest.mark.parametrize("secret", ["canary\nkey", "canary-ключ"], ids=["line end", "no ASCII"])
def test_a_header_that_cannot_be_written_is_refused_without_showing_it(send: Send, secret: str) -> None:
    with serve_raw([answer(b"")]) as (url, _), pytest.raises(RejectedError) as caught:
        send(Request("GET", url), {"X-Key": secret})
    assert "canary" not in str(caught.value)


def test_no_error_drags_the_clients_exception_along(send: Send) -> None:
    with serve_raw([]) as (url, _), pytest.raises(UnavailableError) as caught:
        send(Request("GET", url), {"X-Key": "canary"})
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_the_client_logs_no_address_even_at_debug(send: Send, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with serve_raw([answer(b"", "X-Secret: canary")]) as (url, _):
        send(Request("GET", f"{url}/?key=canary"), {"X-Key": "canary"})
    assert "canary" not in caplog.text


def test_a_stop_ends_a_wait_of_the_blocking_world_at_once() -> None:
    io = Blocking()
    threading.Timer(0.05, io.stop).start()
    with pytest.raises(Cancelled):
        drive(io.sleep(30))
    with pytest.raises(Cancelled):
        drive(io.send(Request("GET", "http://127.0.0.1:9/"), {}, cap=1, deadline=1))
    io.close()


def test_turns_of_one_pace_keep_their_distance() -> None:
    io = Blocking()
    began = time.monotonic()
    for _ in range(3):
        drive(io.pace("a", 0.05))
    drive(io.pace("b", 0.05))
    assert time.monotonic() - began >= 0.1
    io.close()


def test_a_cancelled_call_waits_for_what_it_began() -> None:
    done: list[str] = []

    def slow() -> None:
        time.sleep(0.1)
        done.append("committed")

    async def main() -> None:
        io = Looping()
        task = asyncio.create_task(io.call(slow))
        await asyncio.sleep(0.02)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert done == ["committed"]
        await io.close()

    asyncio.run(main())


def test_cancelled_requests_leave_the_looping_world_usable() -> None:
    async def main(url: str) -> int:
        io = Looping(connections=2)
        ask = Request("GET", url)
        tasks = [asyncio.create_task(io.send(ask, {}, cap=MB, deadline=5.0)) for _ in range(20)]
        await asyncio.sleep(0.02)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        status = (await io.send(ask, {}, cap=MB, deadline=5.0)).status
        await io.close()
        return status

    with serve_raw([0.1, answer(b"")]) as (url, _):
        assert asyncio.run(main(url)) == 200


def test_several_gzip_members_are_one_body() -> None:
    inflate = Inflate("gzip", cap=100)
    for byte in gzip.compress(b"one ") + gzip.compress(b"two"):
        inflate.feed(bytes([byte]))
    assert inflate.end() == b"one two"
