"""Recorded conversations with the platforms: how they are kept, what is told in each, and what must not stand in one.

For: ``tests/cassettes/record.py``, which makes them, and the tests that play them.
Must not: be put around a sandbox that runs: what is recorded is played without a server.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

import vcr  # type: ignore[import-untyped]  # it ships no types
from vcr.serializers import yamlserializer  # type: ignore[import-untyped]  # the same

from complaint_hub.auth import ApiKey, OAuth2
from complaint_hub.channels.google_reviews import GoogleReviews
from complaint_hub.channels.instagram import Instagram, LongLivedToken
from complaint_hub.channels.tiktok import Consent, TikTok
from complaint_hub.channels.youtube import YouTube
from complaint_hub.contract import Channel
from complaint_hub.sandbox import google, instagram, tiktok, youtube

__all__ = ["FOLDER", "PORT", "STORIES", "Story", "recorder", "scrubbed", "secrets_in"]

FOLDER = Path(__file__).parent.parent / "cassettes"

PORT = 8765
"""Where the sandbox stood when it was recorded; nobody listens there when it is played."""

_GONE = "REMOVED"
_TOKENS = re.compile(rb'("(?:access_token|refresh_token|id_token|client_secret)"\s*:\s*")[^"]*')


def scrubbed(response: dict[str, Any]) -> dict[str, Any]:
    """An answer without cookies, and with its tokens replaced."""
    headers = {name: values for name, values in response["headers"].items() if name.lower() != "set-cookie"}
    body = _TOKENS.sub(rb"\g<1>" + _GONE.encode(), response["body"]["string"])
    return {**response, "headers": headers, "body": {"string": body}}


def recorder(mode: str = "none") -> vcr.VCR:
    """How all cassettes are recorded and played; with ``"none"`` a request that was not recorded is an error."""
    return vcr.VCR(
        cassette_library_dir=str(FOLDER),
        record_mode=mode,
        match_on=["method", "scheme", "host", "port", "path", "query"],
        decode_compressed_response=True,
        filter_headers=["authorization", "access-token", "x-goog-api-key", "cookie"],
        filter_query_parameters=["key", "access_token", "client_secret", "fb_exchange_token", "appsecret_proof"],
        filter_post_data_parameters=["client_id", "client_secret", "refresh_token", "code"],
        before_record_response=scrubbed,
    )


@dataclass(frozen=True)
class Story:
    """One conversation: a first run over a small world.

    Attributes:
        name: of the cassette's file.
        now: the moment of the run.
        channel: makes the channel.
        serve: starts the platform for the recording.
    """

    name: str
    now: datetime
    channel: Callable[[], Channel]
    serve: Callable[[], Any]


_URL = f"http://127.0.0.1:{PORT}"


def _youtube() -> YouTube:
    owner = OAuth2(youtube.CLIENT_ID, youtube.CLIENT_SECRET, youtube.REFRESH_TOKEN, token_url=_URL + youtube.api.TOKENS)
    return YouTube(youtube.CHANNEL, public=ApiKey(youtube.KEY), owner=owner, base=_URL + youtube.api.BASE)


def _google() -> GoogleReviews:
    owner = OAuth2(google.CLIENT_ID, google.CLIENT_SECRET, google.REFRESH_TOKEN, token_url=_URL + google.api.TOKEN)
    return GoogleReviews(
        owner=owner,
        base=_URL + google.api.REVIEWS,
        account_base=_URL + google.api.ACCOUNTS,
        location_base=_URL + google.api.LOCATIONS,
    )


def _instagram() -> Instagram:
    base = f"{_URL}/graph.instagram.com"
    return Instagram(
        instagram.ACCOUNT, owner=LongLivedToken(instagram.INSTAGRAM_TOKEN, base=base), base=base, version="v26.0"
    )


def _small_instagram() -> instagram.World:
    world = instagram.build(1, media=3, comments=7, replies=4, longest=6)
    world.page_cap = 4  # one thread goes on in pages of its own
    return world


def _tiktok() -> TikTok:
    base = _URL + tiktok.api.BASE
    owner = Consent(
        tiktok.CLIENT_ID,
        tiktok.CLIENT_SECRET,
        tiktok.REFRESH_TOKEN,
        token_url=f"{base}tt_user/oauth2/refresh_token/",
    )
    return TikTok(tiktok.ACCOUNT, owner=owner, base=base)


STORIES: Mapping[str, Story] = {
    "youtube": Story(
        "youtube.yaml",
        youtube.CLOCK,
        _youtube,
        lambda: youtube.serve(youtube.build(1, videos=2, threads=8, big=1, small_replies=3), port=PORT),
    ),
    "google_reviews": Story(
        "google_reviews.yaml",
        google.CLOCK,
        _google,
        lambda: google.serve(google.build(1, locations=2, reviews=6), port=PORT),
    ),
    "instagram": Story(
        "instagram.yaml",
        instagram.CLOCK,
        _instagram,
        lambda: instagram.serve(_small_instagram(), port=PORT),
    ),
    "tiktok": Story(
        "tiktok.yaml",
        tiktok.CLOCK,
        _tiktok,
        lambda: tiktok.serve(tiktok.build(1, videos=2, comments=8, long=1, replies=3, hidden=1), port=PORT),
    ),
}


# Shapes of credentials: Google's keys, access and refresh tokens, client secrets, Meta's and TikTok's tokens, JWTs,
# private keys; the sandbox's own; and whatever stands where a credential stands.
_SHAPES = re.compile(
    r"AIza[\w-]{10,}|ya29\.[\w-]+|1//[\w-]{10,}|GOCSPX-[\w-]{6,}"
    r"|\b(?:EAA|IGAA)[\w-]{8,}|\b(?:act|rft)\.[\w.-]{8,}"
    r"|\beyJ[\w-]{8,}\.[\w-]{8,}\.|-----BEGIN [A-Z ]*PRIVATE KEY|sandbox-(?:key|client-secret|refresh-token)"
    r"|(?i:bearer)\s+(?!REMOVED)[\w.~+/-]{8,}"
    r"|(?i:[\"'&?\s](?:access_token|refresh_token|id_token|client_secret|appsecret_proof|fb_exchange_token)"
    r"[\"']?\s*[=:]\s*[\"']?)"
    r"(?!REMOVED)[\w.~+/-]{4,}"
)
_HEADERS = frozenset({"authorization", "access-token", "cookie", "set-cookie", "x-goog-api-key"})
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")


def secrets_in(path: Path) -> list[str]:
    """Where a cassette holds what looks like a credential, plain, as a form's text, or in base64."""
    tape = yamlserializer.deserialize(path.read_text(encoding="utf-8"))
    found: list[str] = []
    for place, exchange in enumerate(tape["interactions"]):
        for side in ("request", "response"):
            found += [f"{place} {side} header {name}" for name in exchange[side]["headers"] if name.lower() in _HEADERS]
            found += [f"{place} {side}: {secret[:6]}..." for secret in _secrets(exchange[side])]
    return found


def _secrets(value: object) -> list[str]:
    return [match[0] for text in _texts(value) for reading in _readings(text) for match in _SHAPES.finditer(reading)]


def _texts(value: object) -> Iterator[str]:
    """Every text in a value, with a name put before what it names."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            for text in _texts(inner):
                yield f" {name}={text}"
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, bytes):
        yield value.decode("latin-1")
    elif value is not None:
        yield str(value)


def _readings(text: str) -> Iterator[str]:
    """A text as it stands, with escapes undone, and what it holds in base64, twice over."""
    yield text
    yield unquote_plus(text)
    if "\\u" in text:
        yield json.dumps(text).replace("\\\\u", "\\u").encode().decode("unicode_escape")
    for match in _BASE64.finditer(text):
        decoded = _decoded(match[0])
        if decoded is not None:
            yield decoded
            yield from filter(None, (_decoded(inner[0]) for inner in _BASE64.finditer(decoded)))


def _decoded(text: str) -> str | None:
    try:
        plain = text.rstrip("=").replace("-", "+").replace("_", "/")
        return base64.b64decode(plain + "=" * (-len(plain) % 4)).decode("latin-1")
    except (binascii.Error, ValueError):
        return None
