"""Platforms that know a secret of ours and would like to have it written down somewhere, and all places to look for it.

For: tests that no secret gets out. Each secret is a canary of its own, with signs that are written differently in an
address, in JSON and in HTML; whatever form it comes in, its first word stays the same, and is what is looked for.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode

import pytest

from complaint_hub import ApiKey, OAuth2
from complaint_hub._io import Blocking, Looping
from complaint_hub._session import LiveSession
from complaint_hub.channels.google_reviews import GoogleReviews, Push
from complaint_hub.channels.instagram import Instagram, LongLivedToken
from complaint_hub.channels.tiktok import Consent, TikTok
from complaint_hub.channels.youtube import YouTube
from complaint_hub.contract import Channel, Request, Response
from complaint_hub.sandbox import google, instagram, server, tiktok, youtube
from complaint_hub.sandbox.grants import OAUTH_ERRORS, Client
from support import hooks

__all__ = ["PLATFORMS", "Leaks", "Mishap", "Platform", "Place", "echo", "everything", "hurry", "platform", "talkative"]

Place = Literal["call", "renewal"]
Mishap = Callable[[server.Request], server.Response]

_TAIL = "//0+a=b&c"
SECRETS = {
    name: f"1CANARY{name}{_TAIL}"
    for name in ("key", "clientsecret", "refresh", "token", "webhook", "oldwebhook", "verify")
}
# What the sandboxes hand out on their own: the tokens after a renewal.
_HANDED_OUT = ("sandbox-access-", "sandbox-refresh-token-", "IGAAsandbox-0", "EAAGsandbox-0")
KEPT_OUT = tuple(f"CANARY{name}" for name in SECRETS)


def echo(request: server.Request) -> str:
    """All of a request, as whoever took it could repeat it: its address, its headers, and its body."""
    query = urlencode([(name, value) for name, values in request.params.items() for value in values])
    plain = " ".join(value for values in request.params.values() for value in values)
    headers = "".join(f"{name}: {value}\r\n" for name, value in request.headers.items())
    return f"{request.method} {request.path}?{query} {plain}\r\n{headers}\r\n{request.body.decode()}"


@dataclass
class Platform:
    """A sandbox behind a door that misbehaves.

    Attributes:
        refusals: names of the platform's own errors, of its calls and of a renewal; ``inject`` lets one happen always.
        mishap: what is answered instead, to calls of :attr:`place`; None lets all through.
        repeating: whether each refusal of the sandbox tells all of its request.
        harmed: how many answers were not the sandbox's own.
    """

    name: str
    world: Any
    refusals: Mapping[Place, Sequence[str]]
    inject: Callable[[str, Place], None]
    inside: Callable[[server.Request], server.Response]
    made: Callable[[str], Channel]
    renews: Callable[[str], bool]
    mishap: Mishap | None = None
    place: Place = "call"
    repeating: bool = False
    harmed: int = 0
    asked: list[server.Request] = field(default_factory=list[server.Request])

    def answer(self, request: server.Request) -> server.Response:
        self.asked.append(request)
        if self.mishap is not None and (self.place == "renewal") is self.renews(request.path):
            self.harmed += 1
            return self.mishap(request)
        response = self.inside(request)
        if not self.repeating:
            return response
        told = talkative(response, echo(request))
        self.harmed += told is not response
        return told


def talkative(response: server.Response, told: str) -> server.Response:
    """A refusal whose every text tells *told*; an answer that is none stays as it is."""
    try:
        body = json.loads(response.body)
    except ValueError:
        return replace(response, body=response.body + told.encode()) if response.status >= 400 else response
    refusal = response.status >= 400 or (isinstance(body, dict) and ("error" in body or body.get("code")))
    return replace(response, body=json.dumps(_said(body, told)).encode()) if refusal else response


def _said(value: Any, told: str) -> Any:
    if isinstance(value, dict):
        # Codes stay, or the refusal would be another one.
        plain = {"reason", "status", "type", "error", "domain", "quota_limit_value"}
        return {
            name: inner if name in plain and isinstance(inner, str) else _said(inner, told)
            for name, inner in value.items()
        }
    if isinstance(value, list):
        return [_said(inner, told) for inner in value]
    return f"{value} {told}" if isinstance(value, str) else value


def _youtube(patch: pytest.MonkeyPatch) -> Platform:
    world = youtube.build(1, videos=2, threads=4, big=1, small_replies=1)
    world.keys = {SECRETS["key"]}
    world.grants.client = Client(youtube.CLIENT_ID, SECRETS["clientsecret"])
    world.grants.consents[0].refresh = SECRETS["refresh"]
    world.grants.rotating = True

    def made(url: str) -> Channel:
        owner = OAuth2(
            youtube.CLIENT_ID, SECRETS["clientsecret"], SECRETS["refresh"], token_url=f"{url}{youtube.api.TOKENS}"
        )
        base = f"{url}{youtube.api.BASE}"
        return YouTube(youtube.CHANNEL, public=ApiKey(SECRETS["key"]), owner=owner, base=base)

    return _platform("youtube", youtube, world, made, lambda path: path == youtube.api.TOKENS)


def _google(patch: pytest.MonkeyPatch) -> Platform:
    world = google.build(1, locations=2, reviews=6)
    world.grants.client = Client(google.CLIENT_ID, SECRETS["clientsecret"])
    world.grants.refresh_token = SECRETS["refresh"]
    world.grants.rotating = True

    def made(url: str) -> Channel:
        owner = OAuth2(
            google.CLIENT_ID, SECRETS["clientsecret"], SECRETS["refresh"], token_url=f"{url}{google.api.TOKEN}"
        )
        return GoogleReviews(
            owner=owner,
            base=f"{url}{google.api.REVIEWS}",
            account_base=f"{url}{google.api.ACCOUNTS}",
            location_base=f"{url}{google.api.LOCATIONS}",
            per_minute=1_000_000,
            push=Push(hooks.AUDIENCE, hooks.EMAIL),
        )

    return _platform(
        "google_reviews", google, world, made, lambda path: path == google.api.TOKEN, refused=list(OAUTH_ERRORS)
    )


def _tiktok(patch: pytest.MonkeyPatch) -> Platform:
    patch.setattr(tiktok.grants, "CLIENT_SECRET", SECRETS["clientsecret"])
    world = tiktok.build(1, videos=2, comments=6)
    world.grants.consents[0].refresh = SECRETS["refresh"]

    def made(url: str) -> Channel:
        base = f"{url}{tiktok.api.BASE}"
        owner = Consent(
            tiktok.CLIENT_ID,
            SECRETS["clientsecret"],
            SECRETS["refresh"],
            token_url=f"{base}tt_user/oauth2/refresh_token/",
        )
        many = 1_000_000
        secrets = (SECRETS["webhook"], SECRETS["oldwebhook"])
        return TikTok(tiktok.ACCOUNT, owner=owner, base=base, per_minute=many, per_second=many, webhook_secrets=secrets)

    return _platform("tiktok", tiktok, world, made, lambda path: "oauth2" in path, refused=list(tiktok.errors.ERRORS))


def _instagram(login: Literal["instagram", "facebook"]) -> Callable[[pytest.MonkeyPatch], Platform]:
    def build(patch: pytest.MonkeyPatch) -> Platform:
        patch.setitem(instagram.APP_SECRET, login, SECRETS["clientsecret"])
        world = instagram.build(1, media=2, comments=5)
        at = world.clock - timedelta(days=30)
        world.tokens.give(login, [instagram.ACCOUNT], at=at, text=SECRETS["token"])

        def made(url: str) -> Channel:
            app, secret = (instagram.APP_ID[login], SECRETS["clientsecret"]) if login == "facebook" else (None, None)
            owner = LongLivedToken(SECRETS["token"], login=login, base=url, client_id=app, client_secret=secret)
            return Instagram(
                instagram.ACCOUNT,
                owner=owner,
                login=login,
                base=url,
                webhook_secrets=(SECRETS["webhook"], SECRETS["oldwebhook"]),
                verify_token=SECRETS["verify"],
            )

        refused = list(instagram.errors.ERRORS)
        return _platform(login, instagram, world, made, lambda path: "access_token" in path, refused=refused)

    return build


def _platform(
    name: str,
    sandbox: Any,
    world: Any,
    made: Callable[[str], Channel],
    renews: Callable[[str], bool],
    *,
    refused: Sequence[str] = (),
) -> Platform:
    """*refused*: the errors of the address where a consent is renewed."""

    def inject(error: str, place: Place) -> None:
        world.clear_faults()
        renewing = place == "renewal"
        world.inject(sandbox.faults.error(error, times=None, when=lambda call: renews(call.path) is renewing))

    # A renewal comes first: once one was granted there is none for a while.
    refusals: Mapping[Place, Sequence[str]] = {"renewal": list(refused), "call": list(sandbox.errors.ERRORS)}
    return Platform(name, world, refusals, inject, lambda asked: sandbox.answer(world, asked), made, renews)


PLATFORMS: Mapping[str, Callable[[pytest.MonkeyPatch], Platform]] = {
    "youtube": _youtube,
    "google_reviews": _google,
    "tiktok": _tiktok,
    "instagram": _instagram("instagram"),
    "facebook": _instagram("facebook"),
}


@contextmanager
def platform(name: str, patch: pytest.MonkeyPatch) -> Iterator[tuple[Platform, Channel]]:
    """A platform that is up, and the channel that reads it."""
    door = PLATFORMS[name](patch)
    with server.serve(door.answer) as running:
        yield door, door.made(running.url)


@dataclass
class Leaks:
    """Everything that a run says, by the place where it is said."""

    said: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    def note(self, place: str, *texts: str) -> None:
        self.said.setdefault(place, []).extend(texts)

    def tell(self, error: BaseException) -> None:
        """What a program that catches *error* could print of it, and of all that led to it."""
        self.note("traceback", *traceback.format_exception(error))
        told: BaseException | None = error
        while told is not None:
            self.note("exception", repr(told), str(told), repr(vars(told)), repr(told.args))
            told = told.__cause__ or told.__context__

    def look_at(self, folder: Path) -> None:
        """Every byte that a run left behind, but for the tokens in the table of tokens."""
        for file in sorted(folder.iterdir()):
            if file.is_file():
                raw = file.read_bytes().decode("latin-1")
                self.note("disk", *(raw[found : found + 60] for word in KEPT_OUT for found in _found(raw, word)))
        for file in folder.glob("*.db"):
            self.note("database", without_tokens(file))

    def places(self) -> dict[str, list[str]]:
        """Where a secret is, with what stands around it; nowhere, if all is well."""
        words = (*KEPT_OUT, *_HANDED_OUT)
        where: dict[str, list[str]] = {}
        for place, texts in self.said.items():
            for text in texts:
                for word in words:
                    for found in _found(text, word)[:1]:
                        where.setdefault(place, []).append(text[max(0, found - 80) : found + 60])
        return where


def _found(text: str, word: str) -> list[int]:
    found: list[int] = []
    at = text.find(word)
    while at >= 0 and len(found) < 3:
        found.append(at)
        at = text.find(word, at + 1)
    return found


def without_tokens(file: Path) -> str:
    """Every byte of a database, its log included, once the tokens that it may hold are taken out."""
    with closing(sqlite3.connect(":memory:")) as copy:
        with closing(sqlite3.connect(file)) as base:
            base.backup(copy)
        copy.execute("PRAGMA secure_delete=ON")
        copy.execute("DELETE FROM token")
        copy.commit()
        copy.execute("VACUUM")
        return copy.serialize().decode("latin-1")


def everything(caplog: pytest.LogCaptureFixture, *, database: bool) -> None:
    """Every logger there is at its most talkative; that of the *database* tells all that goes in and comes out."""
    known = [name for name, logger in logging.root.manager.loggerDict.items() if isinstance(logger, logging.Logger)]
    for name in ("", "complaint_hub", "httpx", "httpcore", "sqlalchemy.engine", "sqlalchemy.pool", "asyncio", *known):
        quiet = name.startswith("sqlalchemy") and not database
        caplog.set_level(logging.WARNING if quiet else logging.DEBUG, logger=name or None)


def hurry(io: Blocking | Looping, leaks: Leaks, patch: pytest.MonkeyPatch) -> None:
    """Let *io* wait for nothing and give up soon, and note what it and every session raise."""
    send, ask = io.send, LiveSession.ask

    async def noted(request: Request, headers: Mapping[str, str], *, cap: int, deadline: float) -> Response:
        leaks.note("request", repr(request), str(request))
        try:
            return await send(request, headers, cap=cap, deadline=0.3)
        except Exception as error:
            leaks.tell(error)
            raise

    async def asked(session: LiveSession, request: Request) -> Response:
        leaks.note("session", repr(session), repr(vars(session)))
        try:
            return await ask(session, request)
        except Exception as error:
            leaks.tell(error)
            raise

    async def at_once(*_: object) -> None:
        """Do not wait."""

    patch.setattr(io, "send", noted)
    patch.setattr(io, "sleep", at_once)
    patch.setattr(LiveSession, "ask", asked)
