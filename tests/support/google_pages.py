"""Google's answers by hand: reviews, pages, and a sandbox's world as an answering function.

For: tests that look at a channel's requests and pages through ``play``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from complaint_hub.auth import Bearer, OAuth2
from complaint_hub.channels.google_reviews import ACCOUNT_BASE, BASE, LOCATION_BASE, NOTIFICATION_BASE, GoogleReviews
from complaint_hub.contract import Request, Response
from complaint_hub.sandbox import google as sandbox
from complaint_hub.sandbox import server
from complaint_hub.sandbox.google import api
from complaint_hub.webhooks import GOOGLE_KEYS

__all__ = [
    "HOSTS",
    "OWNER",
    "PLACE",
    "Json",
    "answers",
    "channel_on",
    "from_world",
    "google",
    "known_state",
    "listing",
    "ok",
    "page",
    "paths",
    "refusal",
    "review",
]

Json = dict[str, Any]
OWNER, PLACE = "accounts/1", "locations/2"
HOSTS = [urlsplit(base).netloc for base in (BASE, ACCOUNT_BASE, LOCATION_BASE, NOTIFICATION_BASE)]


def google(**settings: Any) -> GoogleReviews:
    return GoogleReviews(owner=Bearer("t" * 20, hosts=HOSTS), **settings)


def channel_on(running: sandbox.Running, account: str = "google", **settings: Any) -> GoogleReviews:
    """The channel on a sandbox that is served, with the consent that this one knows."""
    consent = OAuth2(sandbox.CLIENT_ID, sandbox.CLIENT_SECRET, sandbox.REFRESH_TOKEN, token_url=running.token)
    return GoogleReviews(
        account,
        owner=consent,
        base=running.reviews,
        account_base=running.accounts,
        location_base=running.locations,
        notification_base=running.notifications,
        per_minute=1_000_000,
        **settings,
    )


def review(id: str, *, day: int = 1, owner: str = OWNER, place: str = PLACE, **more: Any) -> Json:
    """A review of the n-th of May 2026; a field of None is left out."""
    time = f"2026-05-{day:02}T02:03:04.123456Z"
    item: Json = {
        "name": f"{owner}/{place}/reviews/{id}",
        "reviewId": id,
        "reviewer": {"displayName": "Sari W."},
        "starRating": "TWO",
        "comment": "Antrean dua jam.",
        "createTime": time,
        "updateTime": time,
    }
    return item | more


def page(reviews: Iterable[Json], token: str | None = None, **more: Any) -> Json:
    items = list(reviews)
    return ({"reviews": items} if items else {}) | ({"nextPageToken": token} if token else {}) | more


def listing(*locations: str, owner: str = OWNER) -> list[Json]:
    """The two answers that tell of one account and its locations."""
    named = [{"name": name, "title": f"Kantor {name[10:]}"} for name in locations or (PLACE,)]
    return [{"accounts": [{"name": owner, "type": "PERSONAL"}]}, {"locations": named}]


def known_state(watermark: str | None = "2026-05-10T00:00:00Z", *places: str, **more: Any) -> Json:
    """A checkpoint behind a first run."""
    ids = places or (PLACE,)
    marked = {"watermark": watermark} if watermark else {}
    return {"v": 1, "places": [{"id": id, "owner": OWNER, **marked, **more} for id in ids]}


def ok(body: Json) -> Response:
    return Response(200, {"content-type": "application/json"}, json.dumps(body).encode())


def refusal(code: int, status: str, message: str = "m", *, reason: str | None = None, **metadata: str) -> Response:
    details = [{"reason": reason, "domain": "googleapis.com", "metadata": metadata}] if reason else []
    error = {"code": code, "status": status, "message": message, "details": details}
    return Response(code, {}, json.dumps({"error": error}).encode())


def answers(*bodies: Json | Response) -> Callable[[Request], Response]:
    """The answers in their order, whatever is asked; behind the last one, empty pages."""
    left = list(bodies)

    def answer(request: Request) -> Response:
        body = left.pop(0) if left else {}
        return body if isinstance(body, Response) else ok(body)

    return answer


def paths(requests: Iterable[Request]) -> list[str]:
    """What was asked: the path behind the version, with its page token."""
    found: list[str] = []
    for request in requests:
        token = (request.params or {}).get("pageToken")
        path = urlsplit(request.url).path.partition("/accounts")[2]
        found.append(f"accounts{path}" + (f"?{token}" if token else ""))
    return found


_BASES: Mapping[str, str] = {
    BASE: api.REVIEWS,
    ACCOUNT_BASE: api.ACCOUNTS,
    LOCATION_BASE: api.LOCATIONS,
    NOTIFICATION_BASE: api.NOTIFICATIONS,
    GOOGLE_KEYS: api.CERTS,
}


def from_world(world: sandbox.World) -> Callable[[Request], Response]:
    """A sandbox's world, asked without a socket."""
    token = world.grants.give(world.clock)

    def answer(request: Request) -> Response:
        base = next(base for base in _BASES if request.url.startswith(base))
        asked = server.Request(
            request.method,
            _BASES[base] + request.url.removeprefix(base),
            {name: (value,) for name, value in (request.params or {}).items()},
            {"authorization": f"Bearer {token}"},
            urlencode(request.form or {}).encode(),
        )
        told = sandbox.answer(world, asked)
        return Response(told.status, {name.lower(): value for name, value in told.headers.items()}, told.body)

    return answer
