"""Every code of the platform, met by a read and by a write: its class, how often it is asked, what is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from complaint_hub._books import Books
from complaint_hub._flows import sync_account
from complaint_hub._session import LiveSession
from complaint_hub.channels.tiktok import Consent, TikTok
from complaint_hub.channels.tiktok.errors import FieldRefusedError, SetupError, VideoRefusedError
from complaint_hub.contract import Request, Response, Token
from complaint_hub.errors import (
    AuthError,
    ChannelError,
    NotFoundError,
    PayloadError,
    QuotaError,
    RateLimitError,
    RejectedError,
    UnavailableError,
)
from complaint_hub.report import Run
from complaint_hub.sandbox import server
from complaint_hub.sandbox import tiktok as sandbox
from complaint_hub.sandbox.tiktok import faults
from complaint_hub.sandbox.tiktok.errors import ERRORS
from support.memory_store import MemoryStore
from support.tiktok_pages import envelope, tiktok
from support.worlds import World

API = "https://business-api.tiktok.com"
LIST = "business/comment/list"
VIDEO_LIST = Request("GET", f"{API}/open_api/v1.3/business/video/list/")
COMMENT_LIST = Request("GET", f"{API}/open_api/v1.3/business/comment/list/")
REPLY = Request(
    "POST",
    f"{API}/open_api/v1.3/business/comment/reply/create/",
    json={"business_id": sandbox.ACCOUNT, "video_id": "1", "comment_id": "2", "text": "y"},
    identity="owner",
    draws={"app": 1},
    repeatable=False,
)

_SETUP = (
    "FORBIDDEN APP_FORBIDDEN APP_METHOD_FORBIDDEN NOT_IN_WHITELIST DEVELOPER_REJECTED DEVELOPER_NO_PERMISSION "
    "REFRESH_TOKEN_EXPIRE INVALID_REFRESH_TOKEN AUTH_CODE_ERROR SCOPE_TT_USER_OAUTH_FAILED"
)
_REJECTED = "INVALID_PARAMS PARAM_ERROR VERSION_ERROR ROUTE_NOT_FOUND DUPLICATED_REQUEST"
_TROUBLE = "TASK_NOT_READY WRITE_CONFLICT SYS_ERROR SYS_TIMEOUT BACKEND_ERROR INTERNAL_TIME_OUT BACKEND_51065"
CLASSES: Mapping[str, type[ChannelError]] = {
    **dict.fromkeys(_SETUP.split(), SetupError),
    **dict.fromkeys(_REJECTED.split(), RejectedError),
    **dict.fromkeys(_TROUBLE.split(), UnavailableError),
    **dict.fromkeys("REQUEST_TOO_FREQUENT REQUEST_FREQUENCY_LIMITED".split(), RateLimitError),
    **dict.fromkeys("ACCESS_TOKEN_EXPIRE EMPTY_ACCESS_TOKEN INVALID_ACCESS_TOKEN".split(), AuthError),
    "PERMISSION_ERROR": VideoRefusedError,
    "NOT_EXIST": NotFoundError,
    "SCOPE_NOT_AUTHORIZED": FieldRefusedError,
}
HINTS = {
    "ACCESS_TOKEN_EXPIRE": "authorise the app anew",
    "SCOPE_NOT_AUTHORIZED": "authorise the app anew",
    "REFRESH_TOKEN_EXPIRE": "authorise the app anew",
    "PERMISSION_ERROR": "authorise the app anew",
    "APP_FORBIDDEN": "look at the app in the TikTok API for Business portal",
    "NOT_IN_WHITELIST": "allow list",
    "VERSION_ERROR": "newer version of complaint_hub",
    "DUPLICATED_REQUEST": "before it is sent again",
}
TRIES = 5


def test_the_table_has_every_code_of_the_sandbox() -> None:
    assert set(CLASSES) == set(ERRORS) - {"OK", "PARTIAL_OK"}


def judged(name: str, request: Request = COMMENT_LIST, message: str | None = None) -> ChannelError:
    code, usual = ERRORS[name]
    found = tiktok().error(request, envelope(code, usual if message is None else message))
    assert found is not None
    return found


@pytest.mark.parametrize("name", CLASSES)
@pytest.mark.parametrize("data", [{}, None, "absent"], ids=str)
def test_a_code_has_its_class_and_says_what_to_do(name: str, data: object) -> None:
    code, message = ERRORS[name]
    body = b'{"code":%d,"message":"%s"}' % (code, message.encode()) if data == "absent" else None
    answer = envelope(code, message, data) if body is None else Response(200, {}, body)
    found = tiktok().error(COMMENT_LIST, answer)
    assert type(found) is CLASSES[name]
    assert f"{message} (code {code})" in str(found)
    assert HINTS.get(name, "") in str(found)
    assert found.channel == "tiktok"


def test_a_refusal_of_the_list_of_videos_is_about_the_account() -> None:
    assert type(judged("PERMISSION_ERROR", VIDEO_LIST)) is SetupError


@pytest.mark.parametrize("name", ["INVALID_PARAMS", "PERMISSION_ERROR", "PARAM_ERROR"])
@pytest.mark.parametrize("text", ["the comment doesn't exist or has been deleted", "video not found"])
def test_a_refusal_may_say_that_the_thing_is_gone(name: str, text: str) -> None:
    assert type(judged(name, message=text)) is NotFoundError


def test_a_missing_permission_is_never_taken_for_something_gone() -> None:
    assert type(judged("PERMISSION_ERROR", message="No permission, or it has been deleted")) is VideoRefusedError


@pytest.mark.parametrize("code", [51001, 51999, 50999])
def test_all_codes_from_50000_are_trouble_of_the_platform(code: int) -> None:
    assert type(tiktok().error(COMMENT_LIST, envelope(code))) is UnavailableError


@pytest.mark.parametrize("code", [40999, 30000, -1, 61000])
def test_a_code_that_nobody_knows_is_a_refusal(code: int) -> None:
    assert type(tiktok().error(COMMENT_LIST, envelope(code))) is RejectedError


@pytest.mark.parametrize("code", [0, 20001, "0"])
def test_success_is_told_by_the_code(code: object) -> None:
    body = b'{"code":%s,"data":{}}' % (f'"{code}"' if isinstance(code, str) else str(code)).encode()
    assert tiktok().error(COMMENT_LIST, Response(200, {}, body)) is None


@pytest.mark.parametrize("body", ['{"code":"40100","message":"x"}', '{"message":"x","data":{"code":0},"code":40100}'])
def test_a_code_in_a_text_or_at_the_end_is_a_code(body: str) -> None:
    assert type(tiktok().error(COMMENT_LIST, Response(200, {}, body.encode()))) is RateLimitError


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<!DOCTYPE html><html>",
        b"null",
        b"[]",
        b"0",
        b'{"data":{}}',
        b'{"code":null,"data":{}}',
        b'{"code":true,"data":{}}',
        b'{"code":0.0,"data":{}}',
        b'{"code":0,"data":{"comments":[{"comment_id":"1"',
        b'{"code":0}{"code":0}',
        b'{"code":' + b"9" * 5_000 + b"}",
        b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b"\xff\xfe\x00",
    ],
    ids=lambda body: repr(body[:30]),
)
def test_an_answer_without_a_code_is_no_success(body: bytes) -> None:
    assert type(tiktok().error(COMMENT_LIST, Response(200, {}, body))) is PayloadError


@pytest.mark.parametrize("name", ["REQUEST_TOO_FREQUENT", "REQUEST_FREQUENCY_LIMITED"])
def test_a_throttle_lasts_five_minutes(name: str) -> None:
    found = judged(name)
    assert isinstance(found, RateLimitError)
    assert found.retry_after == 300


def test_a_throttle_that_says_how_long_is_believed() -> None:
    found = tiktok().error(COMMENT_LIST, Response(200, {"retry-after": "7"}, envelope(40100).body))
    assert isinstance(found, RateLimitError)
    assert found.retry_after == 7


@pytest.mark.parametrize("text", ["864,000 calls per day", "the daily limit is reached", "limit of 24 hours"])
def test_a_throttle_that_speaks_of_the_day_is_a_quota(text: str) -> None:
    found = judged("REQUEST_TOO_FREQUENT", message=text)
    assert type(found) is QuotaError
    assert "00:00 UTC" in str(found)


@pytest.mark.parametrize(
    ("status", "expected"),
    [(301, RejectedError), (401, AuthError), (404, NotFoundError), (429, RateLimitError), (502, UnavailableError)],
)
def test_another_status_than_200_is_taken_as_it_is(status: int, expected: type[ChannelError]) -> None:
    found = tiktok().error(COMMENT_LIST, Response(status, {}, b"<html>"))
    assert type(found) is expected
    assert found.status == status
    assert not isinstance(found, RateLimitError) or found.retry_after == 300


def test_a_code_counts_more_than_the_status() -> None:
    found = tiktok().error(COMMENT_LIST, Response(401, {}, envelope(40100).body))
    assert type(found) is RateLimitError


def test_a_message_carries_no_token() -> None:
    told = judged("PARAM_ERROR", message="access_token=act.canary-secret is odd")
    assert "canary" not in str(told)


# -- what a run makes of them ------------------------------------------------------------------------------------------


class Platform:
    """A sandbox's world behind our transport; waits are only written down."""

    def __init__(self) -> None:
        self.world = sandbox.small()
        self.store = MemoryStore()
        self.io = World(self.answer)
        consent = Consent(sandbox.CLIENT_ID, sandbox.CLIENT_SECRET, sandbox.REFRESH_TOKEN)
        self.channel = TikTok(sandbox.ACCOUNT, owner=consent)

    def answer(self, asked: Request, headers: Mapping[str, str]) -> Response:
        told = sandbox.answer(
            self.world,
            server.Request(
                asked.method,
                asked.url.removeprefix(API),
                {name: (value,) for name, value in (asked.params or {}).items()},
                {name.lower(): value for name, value in headers.items()},
                b"" if asked.json is None else json.dumps(asked.json).encode(),
            ),
        )
        return Response(told.status, {name.lower(): value for name, value in told.headers.items()}, told.body)

    def read(self) -> Run:
        now = self.world.clock
        flow = sync_account(self.channel, self.store, self.io, now=now, clock=lambda: now)  # type: ignore[arg-type]  # in memory
        return self.io.run(flow)

    async def write(self, request: Request) -> Response:
        store, now = self.store, self.world.clock
        books = Books("tiktok", self.channel.account, store=store, io=self.io, now=now, clock=lambda: now)  # type: ignore[arg-type]  # in memory
        async with books.open():
            return await LiveSession(self.channel, books, store=store, io=self.io).ask(request)  # type: ignore[arg-type]  # in memory

    def asked(self, path: str) -> int:
        return sum(request.url.endswith(f"{path}/") for request in self.io.requests)


@pytest.fixture
def platform() -> Platform:
    return Platform()


def first_video(platform: Platform) -> int:
    """How many comments stand under the video that is read first."""
    newest = max(platform.world.videos.values(), key=lambda one: one.created_at)
    return len(newest.comments)


@pytest.mark.parametrize("name", CLASSES)
def test_a_refused_read_keeps_what_came_before_and_is_asked_again_only_where_that_helps(
    platform: Platform, name: str
) -> None:
    platform.world.inject(faults.error(name, method=LIST, skip=1, times=None))
    run = platform.read()
    cls = CLASSES[name]
    waited_for = cls is UnavailableError
    assert len(platform.store.complaints) == first_video(platform)
    assert (len(platform.io.slept) > 0) == waited_for
    if waited_for:
        assert platform.asked(LIST) == 1 + TRIES
    assert platform.asked("tt_user/oauth2/refresh_token") == (2 if cls is AuthError else 1)
    assert (run.stopped is not None) == (cls is RateLimitError)
    # One video's refusal is that video's; what concerns the account ends the run.
    assert (run.error is None) == (cls in (NotFoundError, RejectedError, VideoRefusedError))
    # The next run goes on from what is kept.
    platform.world.clear_faults()
    platform.world.advance(days=1)
    assert platform.read().error is None
    tops = [one for one in platform.world.comments.values() if one.parent is None]
    assert len(platform.store.complaints) == len(tops)


@pytest.mark.parametrize("name", [name for name in CLASSES if CLASSES[name] is not AuthError])
def test_a_refused_write_is_never_sent_twice(platform: Platform, name: str) -> None:
    platform.world.inject(faults.error(name, method="business/comment/reply/create", times=None))
    with pytest.raises(ChannelError) as caught:
        platform.io.run(platform.write(REPLY))
    # That the same was sent before says nothing of what became of it.
    assert type(caught.value) is (PayloadError if name == "DUPLICATED_REQUEST" else CLASSES[name])
    assert (platform.asked("business/comment/reply/create"), platform.io.slept) == (1, [])


@pytest.mark.parametrize("code", [30000, -1, 61000])
def test_what_nobody_knows_leaves_open_what_became_of_a_write(code: int) -> None:
    assert type(tiktok().error(REPLY, envelope(code))) is PayloadError


def test_a_refusal_of_a_write_by_its_number_means_that_it_was_not_taken() -> None:
    assert type(tiktok().error(REPLY, envelope(40999))) is RejectedError


def test_a_token_that_is_refused_is_renewed_once_and_the_walk_goes_on(platform: Platform) -> None:
    platform.store.tokens[platform.channel.identities["owner"].key] = Token(
        "act.revoked", expires_at=platform.world.clock + timedelta(hours=1)
    )
    run = platform.read()
    assert (run.error, platform.world.grants.renewals) == (None, 1)


def test_a_day_s_quota_says_when_it_comes_back(platform: Platform) -> None:
    platform.world.limits.on, platform.world.limits.per_day = True, 3
    platform.world.limits.per_second = platform.world.limits.per_endpoint = platform.world.limits.per_minute = None
    run = platform.read()
    assert run.stopped is not None
    tomorrow = (platform.world.clock + timedelta(days=1)).date()
    assert run.stopped.resets_at == datetime.combine(tomorrow, datetime.min.time(), UTC)
    assert run.error is None


def test_the_credential_travels_as_the_platform_wants_it(platform: Platform) -> None:
    platform.read()
    assert all("Bearer" not in str(headers) for headers in platform.io.headers)
    assert all(headers["Access-Token"].startswith("act.") for headers in platform.io.headers[1:])
