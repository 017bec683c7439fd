"""What each channel makes of a genuine call: ids to ask for, in all shapes that were seen; of a false one nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from complaint_hub._drive import drive
from complaint_hub.auth import OAuth2
from complaint_hub.channels.google_reviews import GoogleReviews, Push
from complaint_hub.channels.instagram import Instagram
from complaint_hub.channels.tiktok import TikTok
from complaint_hub.contract import HasWebhook, Notice, Page, Receipt, Request, Response, WebhookCall
from complaint_hub.errors import AuthError, UnavailableError
from support import hooks
from support.instagram_pages import ACCOUNT as INSTAGRAM
from support.instagram_pages import instagram
from support.tiktok_pages import tiktok

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
SECRET = "app-secret-0123456789"


class Session:
    """A session at a moment that moves only when it is told, whose answers to requests are counted."""

    def __init__(self, answer: Callable[[], Response] | None = None) -> None:
        self.now = NOW
        self.asked: list[Request] = []
        self._answer = answer

    async def ask(self, request: Request) -> Response:
        self.asked.append(request)
        assert self._answer is not None, "this channel needs no keys"
        return self._answer()

    async def emit(self, page: Page) -> None:
        raise AssertionError("receive hands nothing over")

    async def marks(self, native_ids: Sequence[str]) -> dict[str, str]:
        return {}

    async def known(self, *, after: str | None = None, n: int = 50, scope: str | None = None) -> Sequence[str]:
        return []


def received(channel: HasWebhook, body: bytes, headers: dict[str, str], session: Session | None = None) -> Receipt:
    call = WebhookCall("POST", (), tuple(headers.items()), body)
    return drive(channel.receive(session or Session(), call))


# -- Instagram


def to_instagram(payload: object, **settings: Any) -> Receipt:
    body = json.dumps(payload).encode()
    channel = instagram(webhook_secrets=[SECRET], **settings)
    return received(channel, body, hooks.meta_headers(body, SECRET))


def change(value: object, *, field: str = "comments", account: str = INSTAGRAM) -> dict[str, Any]:
    return {"object": "instagram", "entry": [{"id": account, "time": 1, "changes": [{"field": field, "value": value}]}]}


NEWS = Notice("instagram", INSTAGRAM, "comment/178", ("178",), "179")
VALUE = {"id": "178", "text": "x", "media": {"id": "179"}}


def test_the_body_of_the_vector_names_its_comment() -> None:
    body = (hooks.SAMPLES / "meta_comment.json").read_bytes()
    channel = instagram(webhook_secrets=["test-app-secret"])
    (notice,) = received(channel, body, hooks.meta_headers(body, "test-app-secret")).notices
    assert (notice.native_ids, notice.scope) == (("17800000000000009",), "17900000000000001")


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param(change(VALUE), id="changes"),
        pytest.param([change(VALUE)], id="a list on top"),
        pytest.param({"entry": [{"id": INSTAGRAM, "field": "comments", "value": VALUE}]}, id="flat"),
        pytest.param(change({**VALUE, "id": None, "comment_id": "178"}), id="of the Facebook login"),
        pytest.param(change(VALUE, field="live_comments"), id="under a broadcast"),
        pytest.param(change({**VALUE, "id": 178}), id="ids as numbers"),
        pytest.param(
            change({"id": "178", "media": {"id": "5", "ad_id": "6", "original_media_id": "179"}}), id="boosted"
        ),
        pytest.param({"entry": [change(VALUE)["entry"][0], change(VALUE)["entry"][0]]}, id="twice in a batch"),
    ],
)
def test_each_shape_of_meta_names_the_same_comment(payload: object) -> None:
    assert to_instagram(payload).notices == (NEWS,)


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param(change(VALUE, account="17841400000000009"), id="another account"),
        pytest.param(change({"media_id": "179", "comment_id": "1"}, field="mentions"), id="a mention"),
        pytest.param({"entry": [{"id": INSTAGRAM, "messaging": [{"message": {"text": "x"}}]}]}, id="a message"),
        pytest.param(change({"id": "178/../me"}), id="no id"),
        pytest.param(change({"id": "1" * 5_000}), id="an id without end"),
        pytest.param({"entry": [None, 1, {"changes": "x"}]}, id="no entries"),
        pytest.param(None, id="nothing"),
        pytest.param([], id="an empty list"),
    ],
)
def test_a_genuine_call_of_meta_that_says_nothing_of_use_is_answered_well(payload: object) -> None:
    receipt = to_instagram(payload)
    assert (receipt.status, receipt.notices) == (200, ())


def test_what_is_not_read_is_told_for_the_log_without_what_was_written() -> None:
    note = to_instagram(change({"comment_id": "1", "media_id": "2", "text": "rahasia"}, field="mentions")).note
    assert "mentions" in note
    assert "rahasia" not in note


def test_instagram_answers_the_question_whose_address_it_is() -> None:
    query = (("hub.mode", "subscribe"), ("hub.verify_token", "ours"), ("hub.challenge", "115"))
    channel = instagram(webhook_secrets=[SECRET], verify_token="ours")
    receipt: Receipt = drive(channel.receive(Session(), WebhookCall("GET", query)))
    assert (receipt.status, receipt.body, receipt.content_type) == (200, b"115", "text/plain; charset=utf-8")


# -- TikTok


def envelope(told: object, /, **other: object) -> dict[str, Any]:
    text = told if isinstance(told, str) else json.dumps(told)
    return {"client_key": "a", "event": "comment.update", "user_openid": "open-1", "content": text} | other


CONTENT = {"comment_id": 7247303576418566913, "video_id": 7203946942097902849, "comment_action": "insert",
           "timestamp": 1700000000123}  # fmt: skip


def to_tiktok(payload: object, *, at: datetime = NOW) -> Receipt:
    body = json.dumps(payload).encode()
    channel = tiktok("open-1", webhook_secrets=[SECRET])
    return received(channel, body, hooks.tiktok_headers(body, SECRET, at))


def test_ids_of_nineteen_digits_stay_whole() -> None:
    (notice,) = to_tiktok(envelope(CONTENT)).notices
    key = "7247303576418566913/insert/1700000000123"
    assert notice == Notice("tiktok", "open-1", key, ("7247303576418566913",), "7203946942097902849")


def test_the_body_of_the_vector_names_its_comment_on_tiktok() -> None:
    body = (hooks.SAMPLES / "tiktok_comment.json").read_bytes()
    channel = tiktok("open-1", webhook_secrets=["test-secret"], webhook_tolerance=timedelta(days=3_650))
    then = datetime.fromtimestamp(1_700_000_000, UTC)
    (notice,) = received(channel, body, hooks.tiktok_headers(body, "test-secret", then)).notices
    assert notice.native_ids == ("7247303576418566913",)


@pytest.mark.parametrize("action", ["delete", "set_to_hidden", "set_to_friends_only", "set_to_public"])
def test_each_action_is_news_of_its_own(action: str) -> None:
    (notice,) = to_tiktok(envelope({**CONTENT, "comment_action": action})).notices
    assert notice.key == f"7247303576418566913/{action}/1700000000123"


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param(envelope(CONTENT, user_openid="open-2"), id="another account"),
        pytest.param(envelope(CONTENT, event="authorization.removed"), id="another event"),
        pytest.param(envelope({**CONTENT, "comment_action": "praise"}), id="an unknown action"),
        pytest.param(envelope({**CONTENT, "comment_id": 1.5}), id="an id with a fraction"),
        pytest.param(envelope({**CONTENT, "video_id": True}), id="no video"),
        pytest.param(envelope("{"), id="content that is no JSON"),
        pytest.param(envelope("[" * 100_000), id="content that is too deep"),
        pytest.param(envelope("\ud83d"), id="half a character"),
        pytest.param(envelope(CONTENT, content=None), id="no content"),
        pytest.param([], id="a list"),
    ],
)
def test_a_genuine_call_of_tiktok_that_says_nothing_of_use_is_answered_well(payload: object) -> None:
    receipt = to_tiktok(payload)
    assert (receipt.status, receipt.notices) == (200, ())


def test_an_old_call_of_tiktok_is_refused_by_the_moment_of_the_session() -> None:
    with pytest.raises(AuthError):
        to_tiktok(envelope(CONTENT), at=NOW - timedelta(seconds=301))


# -- Google

REVIEW = "accounts/1/locations/2/reviews/AbF-_9"


def reviews(push: Push | None = None) -> GoogleReviews:
    push = push or Push(hooks.AUDIENCE, hooks.EMAIL)
    return GoogleReviews("google", owner=OAuth2("1-a", "s" * 10, "r" * 10), push=push)


def google_answers(*kids: str) -> Callable[[], Response]:
    return lambda: Response(200, {}, json.dumps(hooks.google_keys(*kids)).encode())


def to_google(told: object, *, session: Session | None = None, channel: GoogleReviews | None = None) -> Receipt:
    headers = hooks.token(hooks.claims(NOW))
    return received(channel or reviews(), hooks.push(told), headers, session or Session(google_answers()))


@pytest.mark.parametrize(
    "told",
    [
        {"type": "NEW_REVIEW", "location": "accounts/1/locations/2", "review": REVIEW},
        {"notificationType": "NEW_REVIEW", "locationName": "accounts/1/locations/2", "reviewName": REVIEW},
        {"notification_type": "UPDATED_REVIEW", "data": [{"review_name": REVIEW}]},
        {"name": REVIEW},
        REVIEW,
    ],
)
def test_each_form_of_a_push_names_the_same_review(told: object) -> None:
    ids = ("locations/2/reviews/AbF-_9",)
    assert to_google(told).notices == (Notice("google_reviews", "google", "message/m-1", ids, "locations/2"),)


def test_a_push_without_a_review_names_the_location_to_look_at() -> None:
    assert to_google({"type": "?", "location": "accounts/1/locations/2"}).notices == (
        Notice("google_reviews", "google", "message/m-1", (), "locations/2"),
    )


@pytest.mark.parametrize("told", [{}, [], None, "x", {"location": "locations/2"}, b"\xff", b"[" * 10_000])
def test_a_push_that_names_nothing_is_answered_well(told: object) -> None:
    receipt = to_google(told)
    assert (receipt.status, receipt.notices) == (204, ())
    assert receipt.note


def test_the_keys_are_asked_for_once() -> None:
    session, channel = Session(google_answers()), reviews()
    to_google({}, session=session, channel=channel)
    to_google({}, session=session, channel=channel)
    assert [str(one) for one in session.asked] == ["GET https://www.googleapis.com/oauth2/v3/certs"]
    assert session.asked[0].identity == "keys"
    assert channel.identities["keys"].headers(session.asked[0], None) == {}


def test_a_key_that_is_not_known_is_asked_for_at_most_every_minute() -> None:
    session, channel = Session(google_answers()), reviews()
    forged = hooks.token(hooks.claims(NOW), kid="key-2")
    for _ in range(5):
        with pytest.raises(AuthError):
            received(channel, hooks.push({}), forged, session)
    assert len(session.asked) == 1
    session.now = NOW + timedelta(minutes=1)
    with pytest.raises(AuthError):
        received(channel, hooks.push({}), forged, session)
    assert len(session.asked) == 2


def test_keys_that_google_has_changed_are_found() -> None:
    channel = reviews()
    to_google({}, channel=channel)
    later = Session(google_answers("key-3"))
    later.now = NOW + timedelta(minutes=30)
    headers = hooks.token(hooks.claims(NOW), kid="key-3")
    assert received(channel, hooks.push(REVIEW), headers, later).notices


def test_what_is_no_token_asks_google_for_nothing() -> None:
    session = Session(google_answers())
    with pytest.raises(AuthError):
        received(reviews(), hooks.push({}), {"Authorization": "Bearer a.b.c"}, session)
    assert session.asked == []


def test_keys_that_cannot_be_had_are_no_forgery() -> None:
    def down() -> Response:
        raise UnavailableError("down")

    with pytest.raises(UnavailableError):
        to_google({}, session=Session(down))


# -- all of them


@pytest.mark.parametrize(
    "channel",
    [instagram(), tiktok(), GoogleReviews("google", owner=OAuth2("1-a", "s" * 10, "r" * 10))],
    ids=lambda channel: channel.name,
)
def test_a_channel_without_secrets_refuses_every_call(channel: Instagram | TikTok | GoogleReviews) -> None:
    assert not channel.listens
    with pytest.raises(AuthError):
        received(channel, b"{}", hooks.meta_headers(b"{}", ""))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"[" * 100_000, id="depth 100,000"),
        pytest.param(b'{"entry":' * 5_000, id="nested objects"),
        pytest.param(b'{"entry":' + b"9" * 1_000_000 + b"}", id="an int of a million digits"),
        pytest.param(b'{"entry":NaN}', id="NaN"),
        pytest.param(b'{"entry":[],"entry":1}', id="a key twice"),
        pytest.param(b'\xef\xbb\xbf{"entry":[]}', id="a byte order mark"),
        pytest.param(b'{"entry":"\\ud83d"}', id="half a character"),
        pytest.param(b"\xff\xfe", id="no UTF-8"),
        pytest.param(b"\x1f\x8b\x08" + bytes(1_000), id="gzip"),
        pytest.param(b"", id="nothing"),
        pytest.param(b"\0", id="NUL"),
    ],
)
def test_a_signed_body_may_be_anything(body: bytes) -> None:
    for channel, headers in (
        (instagram(webhook_secrets=[SECRET]), hooks.meta_headers(body, SECRET)),
        (tiktok(webhook_secrets=[SECRET]), hooks.tiktok_headers(body, SECRET, NOW)),
    ):
        receipt = received(channel, body, headers)
        assert (receipt.status, receipt.notices) == (200, ())
    assert received(reviews(), body, hooks.token(hooks.claims(NOW)), Session(google_answers())).status == 204
