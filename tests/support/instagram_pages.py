"""Instagram's answers by hand: comments, media, pages, and a sandbox's world as an answering function.

For: tests that look at a channel's requests and pages through ``play``, or at a run through a session.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from complaint_hub._flows import sync_account
from complaint_hub.auth import Bearer
from complaint_hub.channels.instagram import Instagram, LongLivedToken
from complaint_hub.contract import Deep, Request, Response
from complaint_hub.report import Run
from complaint_hub.sandbox import instagram as sandbox
from complaint_hub.sandbox import server
from complaint_hub.testing import Played, play
from support.memory_store import MemoryStore
from support.worlds import World

__all__ = [
    "ACCOUNT",
    "BASE",
    "MEDIA",
    "Json",
    "Platform",
    "answers",
    "channel_on",
    "comment",
    "from_world",
    "instagram",
    "listing",
    "media",
    "ok",
    "page",
    "paths",
    "read",
    "refusal",
    "reply",
]

Json = dict[str, Any]
ACCOUNT, MEDIA = "17841400000000000", "17900000000000001"
BASE = "https://graph.instagram.com/v26.0/"
HOST = "graph.instagram.com"


def instagram(**settings: Any) -> Instagram:
    return Instagram(ACCOUNT, **({"owner": Bearer("t" * 20)} | settings))


def channel_on(running: sandbox.Running, account: str = ACCOUNT, **settings: Any) -> Instagram:
    """The channel on a sandbox that is served, with the token that this one knows."""
    token = settings.pop("token", sandbox.INSTAGRAM_TOKEN)
    told: dict[str, Any] = {"owner": LongLivedToken(token, base=running.instagram), "base": running.instagram}
    return Instagram(account, **(told | settings))


def comment(id: str, *, hour: int = 1, **more: Any) -> Json:
    """A comment of an hour of 1 October 2026; a field of None is left out."""
    item: Json = {
        "id": id,
        "text": "Jalan rusak",
        "timestamp": f"2026-10-01T{hour:02}:03:04+0000",
        "username": "warga_1",
        "from": {"id": "9001", "username": "warga_1"},
        "hidden": False,
        "like_count": 2,
    }
    return {name: value for name, value in (item | more).items() if value is not None}


reply = comment


def media(id: str = MEDIA, count: int | None = 1, **more: Any) -> Json:
    item: Json = {"id": id, "timestamp": "2026-09-30T03:04:05+0000", "permalink": f"https://www.instagram.com/p/{id}/"}
    item |= {"username": "dinas_pu"} | ({} if count is None else {"comments_count": count})
    return {name: value for name, value in (item | more).items() if value is not None}


def page(items: Iterable[Json], after: str | None = None, *, next: str | bool = True) -> Json:
    """A page; with *after* it has paging, and ``next`` of the platform's own host unless said otherwise."""
    body: Json = {"data": list(items)}
    if after is not None:
        address = f"https://{HOST}/v26.0/x?after={after}" if next is True else next
        body["paging"] = {"cursors": {"before": "b", "after": after}} | ({"next": address} if address else {})
    return body


def ok(body: Any, **headers: str) -> Response:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Response(200, {name.replace("_", "-"): value for name, value in headers.items()}, raw)


def refusal(code: int, sub: int | None = None, *, status: int = 400, message: str = "no", **more: Any) -> Response:
    said: Json = {"message": message, "type": "IGApiException", "code": code, **more}
    said |= {} if sub is None else {"error_subcode": sub}
    return Response(status, {}, json.dumps({"error": said}).encode())


def answers(by_path: Mapping[str, Sequence[Json | Response] | Json | Response]) -> Callable[[Request], Response]:
    """Answer by path behind the version; of several answers each is given once, the last one for ever."""
    left = {path: list(given) if isinstance(given, list | tuple) else [given] for path, given in by_path.items()}

    def answer(request: Request) -> Response:
        given = left[request.url.removeprefix(BASE)]
        one = given.pop(0) if len(given) > 1 else given[0]
        return one if isinstance(one, Response) else ok(one)

    return answer


def listing(*items: Json) -> Json:
    """A last page of media, which carries cursors all the same."""
    return {"data": list(items), "paging": {"cursors": {"before": "b", "after": "a"}}}


def paths(played: Played) -> list[str]:
    """What was asked, behind the version."""
    return [request.url.removeprefix(BASE) for request in played.requests]


def from_world(world: sandbox.World, *, token: str = sandbox.INSTAGRAM_TOKEN) -> Callable[[Request], Response]:
    """A world as an answering function."""
    return lambda asked: _answered(world, asked, {"Authorization": f"Bearer {token}"})


def _answered(world: sandbox.World, asked: Request, headers: Mapping[str, str]) -> Response:
    split = urlsplit(asked.url)
    told = sandbox.answer(
        world,
        server.Request(
            asked.method,
            f"/{split.netloc}{split.path}",
            {name: (value,) for name, value in (asked.params or {}).items()},
            {name.lower(): value for name, value in headers.items()},
            urlencode(asked.form or {}).encode(),
        ),
    )
    return Response(told.status, {name.lower(): value for name, value in told.headers.items()}, told.body)


def read(world: sandbox.World, before: Played | None = None, *, deep: Deep = False, **settings: Any) -> Played:
    """A run over a world, after the one *before*."""
    return play(
        instagram(**settings),
        from_world(world),
        state=before.state if before else None,
        known=before.known if before else (),
        marks=before.marks if before else None,
        deep=deep,
        now=world.clock,
    )


class Platform:
    """A sandbox's world behind our transport; waits are only written down."""

    def __init__(self, world: sandbox.World, **settings: Any) -> None:
        self.world = world
        self.store = MemoryStore()
        self.io = World(lambda asked, headers: _answered(world, asked, headers))
        self.channel = instagram(owner=LongLivedToken(sandbox.INSTAGRAM_TOKEN), **settings)

    def read(self, *, deep: Deep = False, later: timedelta = timedelta()) -> Run:
        now: datetime = self.world.clock + later
        flow = sync_account(self.channel, self.store, self.io, now=now, clock=lambda: now, deep=deep)  # type: ignore[arg-type]  # in memory
        return self.io.run(flow)
