"""TikTok's answers by hand: videos, comments, replies, envelopes, and a sandbox's world as an answering function.

For: tests that look at a channel's requests and pages through ``play``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from complaint_hub.auth import ApiKey
from complaint_hub.channels.tiktok import Consent, TikTok
from complaint_hub.contract import Request, Response
from complaint_hub.sandbox import server
from complaint_hub.sandbox import tiktok as sandbox
from complaint_hub.testing import Played
from complaint_hub.testing.play import NOW

__all__ = [
    "ACCOUNT",
    "START",
    "Json",
    "answers",
    "asked",
    "by_path",
    "channel_on",
    "comment",
    "consent",
    "count",
    "envelope",
    "from_world",
    "ok",
    "page",
    "reply",
    "tiktok",
    "video",
    "videos",
]

ACCOUNT = "_000owner"
START = datetime(2026, 11, 20, tzinfo=UTC)

Json = dict[str, Any]


def tiktok(account: str = ACCOUNT, **settings: Any) -> TikTok:
    owner = ApiKey("canary-token", hosts=["business-api.tiktok.com"], header="Access-Token")
    return TikTok(account, owner=owner, **settings)


def comment(id: str, *, at: int = 0, replies: int = 0, total: int | None = None, **more: Any) -> Json:
    """A comment so many minutes after a fixed day, with so many replies inside."""
    when = int((START + timedelta(minutes=at)).timestamp())
    inline = [reply(f"{id}9{n}", id, at=at + n + 1) for n in range(replies)]
    item: Json = {
        "comment_id": id,
        "video_id": "700",
        "unique_identifier": "+Ab/1=",
        "create_time": str(when),
        "text": "Lampu jalan mati",
        "likes": 4,
        "replies": replies if total is None else total,
        "owner": False,
        "liked": False,
        "pinned": False,
        "status": "PUBLIC",
        "username": "warga1",
        "display_name": "Warga Satu",
        "profile_image": "https://img.example/1?x-expires=1",
        "reply_list": inline,
    }
    return item | more


def reply(id: str, parent: str, *, at: int = 1, **more: Any) -> Json:
    item = comment(id, at=at, text="Terima kasih", parent_comment_id=parent)
    for name in ("replies", "pinned", "reply_list"):
        del item[name]
    return item | more


def video(id: str = "700", *, days: float = 2, comments: int | None = None, **more: Any) -> Json:
    """A video that was posted so many days before the run."""
    item: Json = {
        "item_id": id,
        "create_time": str(int((NOW - timedelta(days=days)).timestamp())),
        "share_url": f"https://www.tiktok.com/@blitar/video/{id}?utm_campaign=x",
    }
    return item | ({} if comments is None else {"comments": comments}) | more


def videos(*items: Json, cursor: int | None = None) -> Json:
    return {"videos": list(items), "cursor": cursor or 0, "has_more": cursor is not None}


def page(items: Iterable[Json], cursor: int | None = None) -> Json:
    """A page of comments or replies; with a cursor more follows."""
    listed = list(items)
    return {"comments": listed, "cursor": cursor or len(listed), "has_more": cursor is not None}


def envelope(code: int, message: str = "refused", data: Any = None) -> Response:
    body = {"code": code, "message": message, "request_id": "2026", "data": data}
    return Response(200, {"content-type": "application/json"}, json.dumps(body).encode())


def ok(data: Json) -> Response:
    return envelope(0, "OK", data)


def asked(requests: Iterable[Request], name: str) -> list[str | None]:
    """The value of one parameter in each request."""
    return [(request.params or {}).get(name) for request in requests]


Told = Json | Response


def answers(*bodies: Told) -> Callable[[Request], Response]:
    """The answers in their order, whatever is asked; behind the last one, empty pages."""
    left = list(bodies)

    def answer(request: Request) -> Response:
        body = left.pop(0) if left else page([])
        return body if isinstance(body, Response) else ok(body)

    return answer


def by_path(listed: Told, comments: Iterable[Told] = (), replies: Iterable[Told] = ()) -> Callable[[Request], Response]:
    """The answers of each list in their order."""
    left = {
        "video/list/": [listed],
        "comment/list/": list(comments),
        "reply/list/": list(replies),
    }

    def answer(request: Request) -> Response:
        place = next(path for path in left if request.url.endswith(f"business/{path}") or path == "reply/list/")
        body = left[place].pop(0) if left[place] else page([])
        return body if isinstance(body, Response) else ok(body)

    return answer


def from_world(world: sandbox.World) -> Callable[[Request], Response]:
    """A sandbox's world, asked without a socket."""
    token = world.grants.give(sandbox.ACCOUNT, world.clock)

    def answer(request: Request) -> Response:
        told = sandbox.answer(
            world,
            server.Request(
                request.method,
                urlsplit(request.url).path,
                {name: (value,) for name, value in (request.params or {}).items()},
                {"access-token": token},
                b"",
            ),
        )
        return Response(told.status, {name.lower(): value for name, value in told.headers.items()}, told.body)

    return answer


def count(played: Played, path: str) -> int:
    """Requests for one of the lists."""
    return sum(request.url.endswith(path) for request in played.requests)


def consent(base: str, **changed: Any) -> Consent:
    """The sandbox's consent, renewed there."""
    told = {"refresh_token": sandbox.REFRESH_TOKEN, "client_secret": sandbox.CLIENT_SECRET, **changed}
    return Consent(sandbox.CLIENT_ID, token_url=f"{base}tt_user/oauth2/refresh_token/", **told)


def channel_on(
    base: str, account: str = sandbox.ACCOUNT, *, refresh: str = sandbox.REFRESH_TOKEN, **settings: Any
) -> TikTok:
    """The channel on a sandbox that is up, without waits for the pace."""
    owner = consent(base, refresh_token=refresh)
    return TikTok(account, owner=owner, base=base, per_minute=1_000_000, per_second=1_000_000, **settings)
