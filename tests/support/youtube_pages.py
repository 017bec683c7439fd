"""YouTube's answers by hand: threads, replies, pages, and a sandbox's world as an answering function.

For: tests that look at a channel's requests and pages through ``play``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from complaint_hub.auth import ApiKey
from complaint_hub.channels.youtube import YouTube
from complaint_hub.contract import Request, Response
from complaint_hub.sandbox import server
from complaint_hub.sandbox import youtube as sandbox
from complaint_hub.testing import Played

__all__ = [
    "OWNER",
    "START",
    "Json",
    "answers",
    "asked",
    "comment",
    "from_world",
    "ok",
    "page",
    "reached",
    "refusal",
    "stored",
    "thread",
    "youtube",
]

OWNER = "UCownerBlitar00000000000"
START = datetime(2026, 11, 1, tzinfo=UTC)

Json = dict[str, Any]


def youtube(account: str = OWNER, **settings: Any) -> YouTube:
    return YouTube(account, public=ApiKey("k", hosts=["youtube.googleapis.com"]), **settings)


def comment(id: str, *, at: datetime = START, author: str = "UCwarga", text: str = "Jalan rusak", **more: Any) -> Json:
    snippet = {
        "textDisplay": text,
        "textOriginal": text,
        "authorDisplayName": f"@{author[2:]}",
        "authorChannelId": {"value": author},
        "likeCount": 3,
        "publishedAt": f"{at:%Y-%m-%dT%H:%M:%SZ}",
        "updatedAt": f"{at:%Y-%m-%dT%H:%M:%SZ}",
    }
    return {"kind": "youtube#comment", "etag": "e", "id": id, "snippet": snippet | more}


def thread(
    id: str,
    *,
    at: datetime | int = 0,
    video: str = "video000001",
    replies: int = 0,
    total: int | None = None,
    **more: Any,
) -> Json:
    """A thread; *at* may be hours after a fixed day, *replies* stand inline."""
    when = START + timedelta(hours=at) if isinstance(at, int) else at
    inline = [comment(f"{id}.r{n}", at=when + timedelta(minutes=n + 1), parentId=id) for n in range(replies)]
    item: Json = {
        "kind": "youtube#commentThread",
        "id": id,
        "snippet": {
            "videoId": video,
            "topLevelComment": comment(id, at=when, **more),
            "totalReplyCount": replies if total is None else total,
        },
    }
    return item | ({"replies": {"comments": inline}} if inline else {})


def page(items: Iterable[Json], token: str | None = None) -> Json:
    return {"items": list(items)} | ({"nextPageToken": token} if token else {})


def ok(body: Json) -> Response:
    return Response(200, {"content-type": "application/json"}, json.dumps(body).encode())


def refusal(status: int, reason: str, domain: str = "youtube.commentThread") -> Response:
    error = {"code": status, "message": reason, "errors": [{"reason": reason, "domain": domain, "message": reason}]}
    return Response(status, {}, json.dumps({"error": error}).encode())


def asked(requests: Iterable[Request], name: str) -> list[str | None]:
    """The value of one parameter in each request."""
    return [(request.params or {}).get(name) for request in requests]


def reached(played: Played) -> Json:
    """The checkpoint that a run has left."""
    assert played.state is not None
    return dict(played.state)


def answers(*bodies: Json | Response) -> Callable[[Request], Response]:
    """The answers in their order, whatever is asked; behind the last one, empty pages."""
    left = list(bodies)

    def answer(request: Request) -> Response:
        body = left.pop(0) if left else page([])
        return body if isinstance(body, Response) else ok(body)

    return answer


def from_world(world: sandbox.World) -> Callable[[Request], Response]:
    """A sandbox's world, asked without a socket."""

    def answer(request: Request) -> Response:
        path = urlsplit(request.url).path
        asked = server.Request(
            request.method,
            path,
            {name: (value,) for name, value in (request.params or {}).items()},
            {"x-goog-api-key": sandbox.KEY},
            b"",
        )
        told = sandbox.answer(world, asked)
        return Response(told.status, {name.lower(): value for name, value in told.headers.items()}, told.body)

    return answer


def stored(*, watermark: str = "2026-11-03T00:00:00Z", **more: Any) -> Json:
    """A checkpoint behind a first walk."""
    return {"v": 1, "watermark": watermark, "filled": True, **more}
