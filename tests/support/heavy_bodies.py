"""What can be sent to bring a process down, and a program that takes all of it and says how large it became.

For: ``python -m support.heavy_bodies ask|loop|receive``, in a process of its own, because the most memory that a
process ever had is told of its whole life. It writes one JSON object: what came of each body, and by how many bytes the
process had grown by then since it had read a good one. The server that sends the bodies is a thread of the same
process, so what it holds counts too.
"""

from __future__ import annotations

import asyncio
import gc
import gzip
import json
import resource
import sys
import tempfile
import zlib
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from complaint_hub import ApiKey, AsyncHub, Hub, Store
from complaint_hub.auth import Bearer
from complaint_hub.channels.google_reviews import GoogleReviews, Push
from complaint_hub.channels.instagram import Instagram, LongLivedToken
from complaint_hub.channels.tiktok import TikTok
from complaint_hub.channels.youtube import YouTube
from complaint_hub.contract import Channel, Request, Response
from complaint_hub.receiver import receiver
from complaint_hub.report import Run
from complaint_hub.sandbox import tiktok as good
from support import hooks
from support.raw_server import serve_raw
from support.tiktok_pages import channel_on

__all__ = ["BODIES"]

MB = 1_000_000
CHUNK = bytes(MB)
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)

Pieces = Sequence[bytes | float]


def grown(since: int = 0) -> int:
    """The most memory that this process ever had, less *since*, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1_024 - since


# --- what a platform answers


def answer(body: bytes, *headers: str, length: int | None = None) -> bytes:
    lines = ["HTTP/1.1 200 OK", f"Content-Length: {len(body) if length is None else length}", *headers]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode() + body


def chunked(*pieces: bytes, end: bytes = b"0\r\n\r\n") -> Pieces:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    return [head, *(part for piece in pieces for part in (f"{len(piece):x}\r\n".encode(), piece, b"\r\n")), end]


def packed(coding: str, body: bytes) -> Pieces:
    return [answer(body, f"Content-Encoding: {coding}")]


def bomb(wbits: int) -> bytes:
    """200 MB of nothing, packed as it is made: *wbits* 31 is gzip, 15 is deflate."""
    packer = zlib.compressobj(9, zlib.DEFLATED, wbits)
    return b"".join([*(packer.compress(CHUNK) for _ in range(200)), packer.flush()])


BOMB, DEFLATE = bomb(31), bomb(15)
BARE = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
DEEP = b"[" * 100_000 + b"]" * 100_000
DIGITS = b"9" * MB

# Whole answers, which mean the same to every channel.
WHOLE: Mapping[str, Pieces] = {
    "200 MB with its length": [answer(b"", length=200 * MB), *[CHUNK] * 200],
    "200 MB without a length": [BARE, *[CHUNK] * 200],
    "200 MB in chunks": chunked(*[CHUNK] * 200),
    "200 MB with the length of two bytes": [answer(b"", length=2), *[CHUNK] * 200],
    "200 MB of headers": [b"HTTP/1.1 200 OK\r\n", *[b"x-a: " + b"a" * 1_000 + b"\r\n"] * 200_000],
    "two bytes with the length of 30 MB": [answer(b"{}", length=30 * MB)],
    "a length of 30 digits": [b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 30 + b"\r\n\r\n{}"],
    "two lengths": [b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}}"],
    "a negative length": [b"HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\n{}"],
    "a chunk that never ends": [*chunked(end=b""), b"ffffffffffff\r\n", *[CHUNK] * 200],
    "a body that dribbles for ever": [BARE, *[piece for _ in range(200) for piece in (b"[", 0.05)]],
    "gzip bomb": packed("gzip", BOMB),
    "gzip bomb in chunks": [
        BARE.replace(b"Connection", b"Content-Encoding: gzip\r\nConnection"),
        *[BOMB[at : at + 1_000] for at in range(0, len(BOMB), 1_000)],
    ],
    "gzip bomb of many members": packed("gzip", gzip.compress(bytes(MB), 9) * 200),
    "gzip of empty members": packed("gzip", gzip.compress(b"", 9) * 200_000),
    "gzip in gzip": packed("gzip", gzip.compress(BOMB, 9)),
    "two codings": packed("gzip, gzip", gzip.compress(BOMB, 9)),
    "deflate bomb": packed("deflate", DEFLATE),
    "br": packed("br", b"\x8b" * 1_000),
    "zstd": packed("zstd", b"\x28\xb5\x2f\xfd" + bytes(1_000)),
    "no gzip at all": packed("gzip", b"{}"),
    "depth 100,000": [answer(DEEP)],
    "depth 100,000 in objects": [answer(b'{"a":' * 100_000 + b"1" + b"}" * 100_000)],
    "a number of 10^6 digits": [answer(DIGITS)],
    "NaN": [answer(b"NaN")],
    "UTF-16": [answer('{"items":[]}'.encode("utf-16"))],
    "only a byte order mark": [answer(b"\xef\xbb\xbf")],
    "nothing": [answer(b"")],
    "16 MB of quotes": [answer(b'"' * 15_999_999)],
    "16 MB of backslashes": [answer(b'{"items":["' + b"\\" * 15_000_000 + b'"]}')],
}

# Items of a page, or of what stands in its place; "§" is the list of each channel.
ITEMS: Mapping[str, Sequence[bytes]] = {
    "item of depth 100,000": [DEEP],
    "item of depth 900": [b"[" * 900 + b"]" * 900],
    "number of 10^6 digits": [b'{"id":"1","n":', DIGITS, b"}"],
    "exponent of 10^6 digits": [b'{"id":"1","n":1e', DIGITS, b"}"],
    "NaN and Infinity": [b'{"id":NaN,"n":Infinity,"m":-Infinity}'],
    "2^63": [b'{"id":9223372036854775808,"item_id":9223372036854775808}'],
    "one key twice": [b'{"id":"1","id":{"id":"2"},"item_id":"1","item_id":[]}'],
    "one key 10^4 times": [b'{"id":"1"', *[b',"id":"1"' * 1_000] * 10, b"}"],
    "half a character": [b'{"id":"\\ud83d","item_id":"\\ud83d","name":"\\ude00\\ud83d"}'],
    "no UTF-8": [b'{"id":"\xff\xfe","item_id":"\xc0\x80"}'],
    "NUL": [b'{"id":"\\u0000","item_id":"\x00"}'],
    "byte order mark inside": [b'\xef\xbb\xbf{"id":"1"}'],
    "5 million tiny values": [*[b"{}," * 10_000] * 490, b"{}"],
    "5 million tiny values in one": [b"[", *[b"{}," * 10_000] * 490, b"{}]"],
    "a text of 15 MB": [b'{"id":"', *[b"a" * MB] * 15, '😀"}'.encode()],
    "15 texts of 1 MB, repaired": [*[b'{"id":"' + b"a" * 900_000 + b'\\ud83d"},'] * 15, b"{}"],
    "15 MB of comments": [b'{"id":"1"}', *[b',{"id":"1","text":"' + "Jalan rusak 😀 ".encode() * 1_000 + b'"}'] * 850],
}

_LISTS: Mapping[str, bytes] = {
    "youtube": b'{"items":[\xa7]}',
    "google_reviews": b'{"accounts":[\xa7]}',
    "tiktok": b'{"code":0,"message":"OK","data":{"videos":[\xa7],"cursor":0,"has_more":false}}',
    "instagram": b'{"data":[\xa7]}',
}


def reading(name: str, url: str) -> Channel:
    """The channel of that name on a server; its credential needs no renewal."""
    host, many = url.removeprefix("http://"), 1_000_000
    if name == "youtube":
        return YouTube("UCaaaaaaaaaaaaaaaaaaaaaa", public=ApiKey("k" * 20, hosts=[host]), base=f"{url}/")
    if name == "google_reviews":
        return _google(f"{url}/", hosts=[host])
    if name == "tiktok":
        owner = ApiKey("t" * 20, hosts=[host], header="Access-Token")
        return TikTok("bad", owner=owner, base=f"{url}/", per_minute=many, per_second=many)
    return Instagram("17841400000000000", login="facebook", owner=LongLivedToken("t" * 20, login="facebook"), base=url)


def pieces_of(name: str, body: str) -> Pieces:
    if body in WHOLE:
        return WHOLE[body]
    item = ITEMS[body]
    before, after = _LISTS[name].split(b"\xa7")
    return [answer(b"", length=len(before) + sum(map(len, item)) + len(after)), before, *item, after]


def hasten(io: Any) -> None:
    """Wait for nothing, and not long for a body."""
    send = io.send

    async def soon(request: Request, headers: Mapping[str, str], *, cap: int, deadline: float) -> Response:
        return await send(request, headers, cap=cap, deadline=0.3)  # type: ignore[no-any-return]  # either world

    async def at_once(*_: object) -> None:
        """Do not wait."""

    io.send, io.sleep = soon, at_once


@contextmanager
def beside() -> Iterator[tuple[good.World, Channel]]:
    """Another account, of a platform that is well."""
    world = good.small()
    with good.serve(world) as running:
        yield world, channel_on(running.base)


def blocking(name: str, bodies: Iterable[str]) -> dict[str, Any]:
    """What comes of each body for one channel: its own error, and whether another account is read beside it."""
    with _case(name) as (case, channels, store), Hub(channels, store=store, clock=lambda: case.world.clock) as hub:
        hasten(hub._io)
        hub.sync(now=case.world.clock)
        case.begin()
        return {body: case.told(hub.sync(now=case.serve(body))) for body in bodies}


def looping(name: str, bodies: Iterable[str]) -> dict[str, Any]:
    """The same under asyncio."""

    async def main() -> dict[str, Any]:
        with _case(name) as (case, channels, store):
            async with AsyncHub(channels, store=store, clock=lambda: case.world.clock) as hub:
                hasten(hub._io)
                await hub.sync(now=case.world.clock)
                case.begin()
                return {body: case.told(await hub.sync(now=case.serve(body))) for body in bodies}

    return asyncio.run(main())


class _Case:
    """One channel, whose platform sends one body after the other, beside an account of a platform that is well."""

    def __init__(
        self, name: str, world: good.World, pieces: list[bytes | float], seen: Sequence[bytes], store: Store
    ) -> None:
        self.name, self.world, self.pieces, self.seen, self.store = name, world, pieces, seen, store
        self.met = 0
        self.comment = ""
        self.since = 0

    def begin(self) -> None:
        self.since = grown()

    def serve(self, body: str) -> datetime:
        """Send *body* from now on, and let something happen on the other platform; the moment to read at."""
        gc.collect()  # so many bodies in one process are what this program takes, and nobody else
        self.pieces[:] = pieces_of(self.name, body)
        self.met = len(self.seen)
        self.world.advance(hours=1)
        self.comment = self.world.add_comment(self.world.add_video(good.ACCOUNT).id, "Lampu jalan padam").id
        return self.world.clock

    def told(self, runs: Iterable[Run]) -> dict[str, Any]:
        bad, _ = runs
        kept = self.store.complaint(f"tiktok:{self.comment}") is not None
        asked = len(self.seen) > self.met
        return {"error": bad.error, "asked": asked, "well": kept, "grown": grown(self.since)}


@contextmanager
def _case(name: str) -> Iterator[tuple[_Case, list[Channel], Store]]:
    pieces: list[bytes | float] = [answer(b"{}")]
    with (
        beside() as (world, well),
        tempfile.TemporaryDirectory() as folder,
        Store(Path(folder, "aduan.db")) as store,
        serve_raw(pieces) as (url, seen),
    ):
        yield _Case(name, world, pieces, seen, store), [reading(name, url), well], store


# --- what is posted to us

_CAP = 1_048_576
SENT: Mapping[str, bytes] = {
    "depth 100,000": DEEP,
    "entry of depth 100,000": b'{"entry":' + DEEP + b"}",
    "a number of 10^6 digits": b'{"entry":' + DIGITS + b"}",
    "NaN": b'{"entry":NaN,"message":Infinity}',
    "one key twice": b'{"entry":[],"entry":{"id":1},"message":1,"message":{}}',
    "byte order mark": b'\xef\xbb\xbf{"entry":[]}',
    "half a character": b'{"entry":"\\ud83d","user_openid":"\\ud83d","content":"\\ude00"}',
    "no UTF-8": b'{"entry":"\xff","content":"\xc0\x80"}',
    "NUL": b'{"entry":"\\u0000","content":"\x00"}',
    "tiny values": b'{"entry":[' + b"{}," * 340_000 + b"{}]}",
    "JSON in a text": json.dumps({"user_openid": "o", "event": "comment.update", "content": "[" * 500_000}).encode(),
    "base64 of too much": b'{"message":{"data":"' + b"W1tb" * 200_000 + b'"}}',
    "gzip bomb": BOMB[:_CAP],
    "nothing": b"",
}
SECRET = "a-secret-of-sixteen"


def signed(name: str, body: bytes) -> dict[str, str]:
    if name == "instagram":
        return hooks.meta_headers(body, SECRET)
    return hooks.tiktok_headers(body, SECRET, NOW) if name == "tiktok" else hooks.token(hooks.claims(NOW))


async def _chunks(count: int, pause: float = 0.0) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield CHUNK if not pause else b"["
        await asyncio.sleep(pause)


def received() -> dict[str, Any]:
    """What comes of each body that is posted to each channel, all of them signed as they should."""
    push = Push(hooks.AUDIENCE, hooks.EMAIL)
    push._keys, push._asked_at = hooks.google_keys(), NOW
    google = _google("http://127.0.0.1/", hosts=["127.0.0.1"], push=push)
    token = LongLivedToken("t" * 20, login="facebook")
    meta = Instagram("17841400000000000", login="facebook", owner=token, webhook_secrets=[SECRET])
    owner = ApiKey("t" * 20, hosts=["business-api.tiktok.com"], header="Access-Token")
    tiktok = TikTok("o", owner=owner, webhook_secrets=[SECRET])
    whole = (hooks.SAMPLES / "meta_comment.json").read_bytes()

    async def main(store: Store) -> dict[str, Any]:
        said: dict[str, Any] = {}
        async with AsyncHub([google, meta, tiktok], store=store, clock=lambda: NOW) as hub:
            app = httpx.ASGITransport(receiver(hub, refresh=False, deadline=1.0))
            async with httpx.AsyncClient(transport=app, base_url="http://hub") as client:
                await client.post("/instagram", content=whole, headers=signed("instagram", whole))
                since = grown()
                for name in ("google_reviews", "instagram", "tiktok"):

                    async def post(body: Any, name: str = name, **more: str) -> dict[str, Any]:
                        headers = signed(name, body) if isinstance(body, bytes) else {}
                        response = await client.post(f"/{name}", content=body, headers={**headers, **more})
                        return {"status": response.status_code, "told": response.text, "grown": grown(since)}

                    for body, sent in SENT.items():
                        said[f"{name}: {body}"] = await post(sent)
                    said[f"{name}: 200 MB"] = await post(_chunks(200))
                    for length in ("200000000", "2"):
                        said[f"{name}: 200 MB, length {length}"] = await post(
                            _chunks(200), **{"Content-Length": length}
                        )
                    said[f"{name}: dribbles"] = await post(_chunks(200, 0.05))
                # Whoever else is called is still heard.
                after = await client.post("/instagram", content=whole, headers=signed("instagram", whole))
                said["after all"] = {"status": after.status_code, "told": after.text, "grown": grown(since)}
                said["notices"] = [one.key for one in store.notices("instagram", "17841400000000000")]
        return said

    with tempfile.TemporaryDirectory() as folder, Store(Path(folder, "aduan.db")) as store:
        return asyncio.run(main(store))


def _google(url: str, *, hosts: Sequence[str], push: Push | None = None) -> GoogleReviews:
    owner = Bearer("t" * 20, hosts=hosts)
    return GoogleReviews(owner=owner, base=url, account_base=url, location_base=url, per_minute=1_000_000, push=push)


_SMALL = [body for body, pieces in ITEMS.items() if sum(map(len, pieces)) < MB]
BODIES: Mapping[str, Mapping[str, Sequence[str]]] = {
    # There are two readers: what is large is shown to each of them.
    "ask": {
        "youtube": [*WHOLE, *ITEMS],
        "tiktok": list(ITEMS),
        "google_reviews": _SMALL,
        "instagram": _SMALL,
    },
    "loop": {"tiktok": list(WHOLE)},
}
"""Which bodies are sent to which channel."""


def asked(how: str) -> dict[str, Any]:
    run = blocking if how == "ask" else looping
    return {f"{name}: {body}": one for name, bodies in BODIES[how].items() for body, one in run(name, bodies).items()}


if __name__ == "__main__":
    print(json.dumps(received() if sys.argv[1] == "receive" else asked(sys.argv[1])))
