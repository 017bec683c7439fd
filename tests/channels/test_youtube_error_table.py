"""Every refusal of the platform, met by a read and by a write: its class, how often it is asked, what is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest

from complaint_hub._books import Books
from complaint_hub._flows import sync_account
from complaint_hub._session import LiveSession
from complaint_hub.channels.youtube import YouTube
from complaint_hub.channels.youtube.errors import CommentsDisabledError, PageTokenError
from complaint_hub.contract import Request, Response, Token
from complaint_hub.errors import (
    AuthError,
    ChannelError,
    NotFoundError,
    QuotaError,
    RateLimitError,
    RejectedError,
    UnavailableError,
)
from complaint_hub.report import Run
from complaint_hub.sandbox import server
from complaint_hub.sandbox import youtube as sandbox
from complaint_hub.sandbox.youtube import faults
from complaint_hub.sandbox.youtube.errors import ERRORS
from support.memory_store import MemoryStore
from support.owned import owned_channel
from support.worlds import World

BASE = "https://youtube.googleapis.com/youtube/v3/"
TOKENS = "https://oauth2.googleapis.com/token"

_REJECTED = (
    "incompatibleParameters invalidFilters unexpectedParameter missingRequiredParameter invalidParameter "
    "unexpectedPart operationNotSupported forbidden writeForbidden playlistItemsNotAccessible parentIdMissing "
    "commentTextRequired commentTextTooLong invalidCustomEmoji invalidCommentMetadata parentCommentIsPrivate "
    "channelOrVideoIdMissing banWithoutReject"
)
_AUTH = (
    "badKey keyInvalid noKey authError insufficientPermissions accessNotConfigured serviceUnavailable403 "
    "ineligibleAccount authenticatedUserNotChannel authenticatedUserAccountClosed authenticatedUserAccountSuspended "
    "accountDelegationForbidden"
)
_GONE = (
    "videoNotFound channelNotFound commentThreadNotFound commentNotFound parentCommentNotFound playlistNotFound "
    "notFound"
)
CLASSES: Mapping[str, type[ChannelError]] = {
    **dict.fromkeys(_REJECTED.split(), RejectedError),
    **dict.fromkeys(_AUTH.split(), AuthError),
    **dict.fromkeys(_GONE.split(), NotFoundError),
    **dict.fromkeys("quotaExceeded dailyLimitExceeded perDay429".split(), QuotaError),
    **dict.fromkeys("rateLimitExceeded userRateLimitExceeded tooManyRequests".split(), RateLimitError),
    **dict.fromkeys("backendError internalError processingFailure".split(), UnavailableError),
    "commentsDisabled": CommentsDisabledError,
    "invalidPageToken": PageTokenError,
}
# What a person reads in the report or is told at the desk, beyond the platform's own words.
HINTS = {
    "badKey": "check the API key",
    "keyInvalid": "check the API key",
    "noKey": "check the key or token",
    "accessNotConfigured": "enable YouTube Data API v3",
    "insufficientPermissions": "rights are too small",
    "ineligibleAccount": "the account itself may not do this",
    "commentTextTooLong": "shorten the text",
    "parentCommentNotFound": "only a thread can be replied to",
    "writeForbidden": "this account may not write there",
    "quotaExceeded": "midnight Pacific",
}
TRIES = 5


def test_the_table_has_every_refusal_of_the_sandbox() -> None:
    assert set(CLASSES) == set(ERRORS)


class Platform:
    """A sandbox's world behind our transport; waits are only written down."""

    def __init__(self) -> None:
        self.world = sandbox.build(5, videos=2, threads=20)
        self.world.page_cap = 8
        self.store = MemoryStore()
        self.io = World(self.answer)
        self.channel: YouTube = owned_channel(BASE, TOKENS)

    def answer(self, asked: Request, headers: Mapping[str, str]) -> Response:
        path = "/token" if asked.url == TOKENS else asked.url.removeprefix("https://youtube.googleapis.com")
        form = "&".join(f"{name}={value}" for name, value in (asked.form or {}).items())
        told = sandbox.answer(
            self.world,
            server.Request(
                asked.method,
                path,
                {name: (value,) for name, value in (asked.params or {}).items()},
                {name.lower(): value for name, value in headers.items()},
                form.encode(),
            ),
        )
        return Response(told.status, {name.lower(): value for name, value in told.headers.items()}, told.body)

    def read(self) -> Run:
        now = self.world.clock
        flow = sync_account(self.channel, self.store, self.io, now=now, clock=lambda: now)  # type: ignore[arg-type]  # in memory
        return self.io.run(flow)

    async def write(self, request: Request) -> Response:
        store, now = self.store, self.world.clock
        books = Books("youtube", self.channel.account, store=store, io=self.io, now=now, clock=lambda: now)  # type: ignore[arg-type]  # in memory
        async with books.open():
            return await LiveSession(self.channel, books, store=store, io=self.io).ask(request)  # type: ignore[arg-type]  # in memory


@pytest.fixture
def platform() -> Platform:
    return Platform()


REPLY = Request(
    "POST",
    f"{BASE}comments",
    params={"part": "snippet"},
    json={"snippet": {"parentId": "x", "textOriginal": "y"}},
    identity="owner",
    draws={"units": 50},
    repeatable=False,
)


def judged(platform: Platform, name: str, request: Request) -> ChannelError:
    answer = sandbox.errors.refuse(name)
    found = platform.channel.error(request, Response(answer.status, {}, answer.body))
    assert found is not None
    return found


@pytest.mark.parametrize("name", ERRORS)
def test_a_refused_read_keeps_what_came_before_and_is_asked_again_only_where_that_helps(
    platform: Platform, name: str
) -> None:
    platform.world.inject(faults.error(name, method="commentThreads.list", skip=1, times=None))
    run = platform.read()
    cls = CLASSES[name]
    second = [r for r in platform.io.requests if r.params and r.params.get("pageToken")]
    tries = TRIES if cls in (UnavailableError, RateLimitError) else 1
    assert len(second) == tries
    assert len(platform.store.complaints) == 8
    assert platform.store.states["youtube", sandbox.CHANNEL].state is not None
    assert (run.error is None) == (cls is QuotaError)
    assert (run.stopped is not None) == issubclass(cls, RateLimitError)
    # The next run goes on from the page that is kept.
    platform.world.clear_faults()
    platform.world.advance(days=1)
    assert platform.read().error is None
    assert len(platform.store.complaints) == 20


@pytest.mark.parametrize("name", ERRORS)
def test_a_refused_read_has_its_class_and_says_what_to_do(platform: Platform, name: str) -> None:
    found = judged(platform, name, Request("GET", f"{BASE}commentThreads"))
    assert type(found) is CLASSES[name]
    assert found.status == ERRORS[name].http
    assert "<" not in str(found)
    assert found.message
    assert HINTS.get(name, "").lower() in str(found).lower()


@pytest.mark.parametrize("name", ERRORS)
def test_a_refused_write_is_never_sent_twice(platform: Platform, name: str) -> None:
    platform.world.inject(faults.error(name, method="comments.insert", times=None))
    before = len(platform.world.comments)
    with pytest.raises(CLASSES[name]) as caught:
        platform.io.run(platform.write(REPLY))
    assert type(caught.value) is CLASSES[name]
    assert HINTS.get(name, "").lower() in str(caught.value).lower()
    assert sum(request.method == "POST" and request.url != TOKENS for request in platform.io.requests) == 1
    assert platform.io.slept == []
    assert len(platform.world.comments) == before
    (spent,) = platform.store.ledger.values()
    assert spent == 50


def test_a_write_whose_token_is_refused_is_sent_once_more_with_a_fresh_one(platform: Platform) -> None:
    owner = platform.channel.identities["owner"]
    stale = Token("canary-revoked", expires_at=platform.world.clock + timedelta(hours=1))
    platform.store.tokens[owner.key] = stale
    with pytest.raises(ChannelError):  # of the reply itself: its parent is none
        platform.io.run(platform.write(REPLY))
    assert [request.url for request in platform.io.requests] == [REPLY.url, TOKENS, REPLY.url]


def test_a_quota_that_is_spent_says_when_it_comes_back(platform: Platform) -> None:
    platform.world.quota = 1
    run = platform.read()
    assert run.stopped is not None
    assert f"{run.stopped.resets_at:%Y-%m-%d %H:%M}" == "2026-11-24 08:00"
