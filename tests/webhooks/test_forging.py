"""What is forged, old, changed or meant for another gets through no receiver, and what is told again stores nothing.

The same kinds of call for each service, through the web application and the real channels; one genuine call of each
shows that the others were refused for what is wrong with them. The functions alone are tested in ``test_verifying``.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest

from complaint_hub import AsyncHub, Store
from complaint_hub.channels.google_reviews import GoogleReviews, Push
from complaint_hub.contract import Channel
from complaint_hub.receiver import receiver
from complaint_hub.sandbox import google
from complaint_hub.sandbox.google.signing import KEYS
from support import google_pages, hooks
from support.instagram_pages import ACCOUNT as INSTAGRAM
from support.instagram_pages import instagram
from support.tiktok_pages import tiktok

WORLD = google.World()
NOW = WORLD.clock
OURS, THEIRS = "our-secret-0123456789", "their-secret-0123456789"
Headers = list[tuple[str, str]]


@dataclass(frozen=True)
class Call:
    """One call to a service, and the moment at which it is made."""

    service: str
    body: bytes
    headers: Headers
    later: timedelta = timedelta()


def meta(text: str = "Jalan rusak") -> bytes:
    value = {"id": "178", "text": text, "from": {"id": "9"}, "media": {"id": "179"}}
    entry = {"id": INSTAGRAM, "time": 1, "changes": [{"field": "comments", "value": value}]}
    return json.dumps({"object": "instagram", "entry": [entry]}).encode()


def comment() -> bytes:
    content = {"comment_id": 7247303576418566913, "video_id": 7203946942097902849, "comment_action": "insert"}
    told = {"event": "comment.update", "user_openid": "open-1", "content": json.dumps(content)}
    return json.dumps(told).encode()


META, COMMENT = meta(), comment()
PUSH = hooks.push({"type": "NEW_REVIEW", "review": "accounts/1/locations/2/reviews/R"})


def by_meta(body: bytes = META, secret: str = OURS) -> Call:
    return Call("instagram", body, list(hooks.meta_headers(body, secret).items()))


def by_tiktok(body: bytes = COMMENT, secret: str = OURS) -> Call:
    return Call("tiktok", body, list(hooks.tiktok_headers(body, secret, NOW).items()))


def by_google(token: str | None = None, body: bytes = PUSH, **claims: object) -> Call:
    """A push under this token, else under one of Google's that says *claims*."""
    pushing = WORLD.pushing
    said = hooks.claims(NOW, aud=pushing.audience, email=pushing.email) | claims
    return Call("google_reviews", body, [("Authorization", f"Bearer {token or KEYS[0].token(said)}")])


def claims() -> dict[str, Any]:
    return hooks.claims(NOW, aud=WORLD.pushing.audience, email=WORLD.pushing.email)


def without_signature() -> str:
    return jwt.encode(claims(), "", algorithm="none", headers={"kid": KEYS[0].kid})


def with_the_public_key() -> str:
    """HS256, whose secret is what Google publishes."""

    def part(value: bytes) -> bytes:
        return base64.urlsafe_b64encode(value).rstrip(b"=")

    head = json.dumps({"alg": "HS256", "typ": "JWT", "kid": KEYS[0].kid}).encode()
    signed = part(head) + b"." + part(json.dumps(claims()).encode())
    public = jwt.PyJWK(KEYS[0].published()).key.public_bytes(*_PEM)
    return (signed + b"." + part(hmac.new(public, signed, hashlib.sha256).digest())).decode()


def _pem() -> tuple[Any, Any]:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return Encoding.PEM, PublicFormat.SubjectPublicKeyInfo


_PEM = _pem()


def without(call: Call) -> Call:
    return replace(call, headers=[("Content-Type", "application/json")])


def doubled(call: Call) -> Call:
    return replace(call, headers=call.headers * 2)


def written_anew(call: Call) -> Call:
    return replace(call, body=json.dumps(json.loads(call.body), separators=(",", ":")).encode())


def aged(call: Call, **by: float) -> Call:
    return replace(call, later=timedelta(**by))


GENUINE = [by_meta(), by_tiktok(), by_google()]
FORGED = [
    *[pytest.param(without(call), id=f"{call.service}: header missing") for call in GENUINE],
    *[pytest.param(doubled(call), id=f"{call.service}: header doubled") for call in GENUINE],
    *[
        pytest.param(replace(call, headers=GENUINE[0].headers), id=f"{call.service}: of another")
        for call in GENUINE[1:]
    ],
    pytest.param(by_meta(secret=THEIRS), id="instagram: another account's secret"),
    pytest.param(by_tiktok(secret=THEIRS), id="tiktok: another account's secret"),
    pytest.param(by_google(email="pusher@another.iam.gserviceaccount.com"), id="google_reviews: wrong e-mail"),
    pytest.param(by_google(email_verified=False), id="google_reviews: e-mail not verified"),
    pytest.param(by_google(aud="https://another.example/hooks"), id="google_reviews: wrong audience"),
    pytest.param(by_google(iss="https://accounts.example"), id="google_reviews: wrong issuer"),
    pytest.param(by_google(without_signature()), id="google_reviews: alg none"),
    pytest.param(by_google(with_the_public_key()), id="google_reviews: HS256 with the public key"),
    pytest.param(by_google(replace(KEYS[1], kid=KEYS[0].kid).token(claims())), id="google_reviews: another's key"),
    pytest.param(by_google(KEYS[1].token(claims())), id="google_reviews: a key that is not published"),
    pytest.param(replace(by_meta(), body=meta("Jalan mulus")), id="instagram: changed"),
    pytest.param(replace(by_tiktok(), body=COMMENT + b" "), id="tiktok: changed"),
    pytest.param(written_anew(by_meta()), id="instagram: re-serialised"),
    pytest.param(written_anew(by_tiktok()), id="tiktok: re-serialised"),
    pytest.param(aged(by_tiktok(), seconds=301), id="tiktok: expired"),
    pytest.param(aged(by_tiktok(), seconds=-301), id="tiktok: of a time to come"),
    pytest.param(aged(by_tiktok(), days=2), id="tiktok: replayed"),
    pytest.param(aged(by_google(), hours=1, seconds=11), id="google_reviews: expired"),
    pytest.param(aged(by_google(), seconds=-11), id="google_reviews: not valid yet"),
    pytest.param(aged(by_google(), days=2), id="google_reviews: replayed"),
]


@pytest.fixture(scope="module")
def certs() -> Iterator[str]:
    """A Google that publishes its keys."""
    with google.serve(WORLD) as running:
        yield running.certs


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database, made once and copied."""
    file = tmp_path_factory.mktemp("forged") / "empty.db"
    Store(file).close()
    return file


@pytest.fixture(scope="module")
def untouched(empty: Path) -> Iterator[Store]:
    """One store for all that leaves nothing in it."""
    with Store(shutil.copy(empty, empty.with_name("untouched.db"))) as opened:
        yield opened


@pytest.fixture
def store(empty: Path, tmp_path: Path) -> Iterator[Store]:
    with Store(shutil.copy(empty, tmp_path / "aduan.db")) as opened:
        yield opened


def channels(certs: str) -> list[Channel]:
    pushing = WORLD.pushing
    push = Push(pushing.audience, pushing.email, keys_url=certs)
    reviews: GoogleReviews = google_pages.google(push=push)
    return [instagram(webhook_secrets=[OURS]), tiktok("open-1", webhook_secrets=[OURS]), reviews]


def answers(store: Store, certs: str, calls: Sequence[Call]) -> list[httpx.Response]:
    """What a receiver answers to each call at its moment; nothing is read behind it."""
    moment = NOW

    async def main() -> list[httpx.Response]:
        nonlocal moment
        found: list[httpx.Response] = []
        async with AsyncHub(channels(certs), store=store, clock=lambda: moment) as hub:
            transport = httpx.ASGITransport(receiver(hub, refresh=False))
            async with httpx.AsyncClient(transport=transport, base_url="http://hub") as client:
                for call in calls:
                    moment = NOW + call.later
                    found.append(await client.post(f"/{call.service}", content=call.body, headers=call.headers))
        return found

    return asyncio.run(main())


def kept(store: Store) -> list[str]:
    accounts = [("instagram", INSTAGRAM), ("tiktok", "open-1"), ("google_reviews", "google")]
    return [notice.key for account in accounts for notice in store.notices(*account)]


def test_a_genuine_call_of_each_service_is_kept(store: Store, certs: str) -> None:
    assert [answer.status_code for answer in answers(store, certs, GENUINE)] == [200, 200, 204]
    assert len(kept(store)) == 3


@pytest.mark.parametrize("call", FORGED)
def test_a_forged_call_is_refused_and_leaves_nothing(untouched: Store, certs: str, call: Call) -> None:
    (answer,) = answers(untouched, certs, [call])
    assert (answer.status_code, kept(untouched)) == (403, [])
    assert OURS.encode() not in answer.content


def again(call: Call, **by: float) -> list[Call]:
    return [call, aged(call, **by), aged(call, **by)]


def signed_later(made: Callable[[], Call], **by: float) -> list[Call]:
    """As a platform repeats: the same body, under a signature of its own."""
    later = NOW + timedelta(**by)
    call = made()
    headers = [("Authorization", WORLD.pushing.authorization(later))]
    if call.service == "tiktok":
        headers = list(hooks.tiktok_headers(call.body, OURS, later).items())
    return [call, replace(call, headers=headers, later=timedelta(**by))]


@pytest.mark.parametrize(
    "calls",
    [
        pytest.param(again(by_meta(), hours=20), id="instagram, a day later"),
        pytest.param(again(by_tiktok(), seconds=299), id="tiktok, inside the tolerance"),
        pytest.param(again(by_google(), minutes=59), id="google, while its token is good"),
        pytest.param(signed_later(by_tiktok, hours=70), id="tiktok, repeated and signed anew"),
        pytest.param(signed_later(by_google, hours=70), id="google, repeated and signed anew"),
    ],
)
@pytest.mark.parametrize("settled", [False, True], ids=["unread", "read"])
def test_a_call_that_comes_again_is_answered_well_and_stores_nothing_new(
    store: Store, certs: str, calls: list[Call], settled: bool
) -> None:
    answers(store, certs, calls[:1])
    (first,) = kept(store)
    if settled:
        accounts = {"instagram": INSTAGRAM, "tiktok": "open-1", "google_reviews": "google"}
        service = calls[0].service
        store.settle_notices(store.notices(service, accounts[service]), now=NOW)
    assert {answer.status_code for answer in answers(store, certs, calls[1:])} <= {200, 204}
    assert kept(store) == ([] if settled else [first])
