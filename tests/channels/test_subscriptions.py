"""What each platform says of its webhook when it is asked, and what is made of answers that leave something open."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from complaint_hub._drive import drive
from complaint_hub.auth import Bearer
from complaint_hub.channels.google_reviews import GoogleReviews
from complaint_hub.channels.instagram import Instagram
from complaint_hub.channels.tiktok import TikTok
from complaint_hub.contract import HasSubscription, Page, Request, Response, State, Subscription
from complaint_hub.errors import ChannelError, PayloadError, UnsupportedError
from complaint_hub.sandbox import google, tiktok
from complaint_hub.sandbox import instagram as meta
from support import google_pages, instagram_pages, tiktok_pages

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
STATE = google_pages.known_state(None, "locations/1", "locations/2")


class Session:
    """A session that answers from a function, and hands nothing over."""

    def __init__(self, channel: Any, answer: Callable[[Request], Response]) -> None:
        self.now = NOW
        self.asked: list[Request] = []
        self._channel, self._answer = channel, answer

    async def ask(self, request: Request) -> Response:
        self.asked.append(request)
        response = self._answer(request)
        error = self._channel.error(request, response)
        if error is not None:
            raise error
        return response

    async def emit(self, page: Page) -> None:
        raise AssertionError("asking hands nothing over")

    async def marks(self, native_ids: Sequence[str]) -> dict[str, str]:
        return {}

    async def known(self, *, after: str | None = None, n: int = 50, scope: str | None = None) -> Sequence[str]:
        return []


def ask(
    channel: HasSubscription, answer: Callable[[Request], Response], state: State | None = None
) -> tuple[Sequence[Subscription], list[Request]]:
    session = Session(channel, answer)
    return drive(channel.subscriptions(session, state)), session.asked


def says(body: object, status: int = 200) -> Callable[[Request], Response]:
    return lambda request: Response(status, {}, json.dumps(body).encode())


def on_instagram(**settings: Any) -> Instagram:
    return instagram_pages.instagram(webhook_secrets=["s" * 20], **settings)


def on_tiktok() -> TikTok:
    owner = tiktok_pages.consent("https://business-api.tiktok.com/open_api/v1.3/")
    return TikTok(tiktok.ACCOUNT, owner=owner, webhook_secrets=[tiktok.CLIENT_SECRET])


# -- over the sandboxes


@pytest.mark.parametrize("shown", ["names", "objects", ""])
def test_instagram_says_whether_it_calls_the_app(shown: str) -> None:
    world = meta.small()
    world.fields_shown = shown
    (before,), _ = ask(on_instagram(), instagram_pages.from_world(world))
    world.subscribed = True
    (after,), asked = ask(on_instagram(), instagram_pages.from_world(world))
    assert (before.active, after.active) == (False, True)
    assert after.tells == (("comments",) if shown else ())
    assert len(asked) == 1


def test_the_facebook_login_is_asked_in_the_same_way() -> None:
    world = meta.small()
    world.subscribed = True
    channel = on_instagram(login="facebook")
    (found,), asked = ask(channel, instagram_pages.from_world(world, token=meta.FACEBOOK_TOKEN))
    assert found.active is True
    assert asked[0].host == "graph.facebook.com"


def test_what_instagram_names_instead_of_comments_leaves_it_open() -> None:
    world = meta.small()
    world.subscribed, world.subscribed_fields = True, ("messages",)
    (found,), _ = ask(on_instagram(), instagram_pages.from_world(world))
    assert (found.active, found.tells, found.missing) == (None, ("messages",), ("comments",))


@pytest.mark.parametrize("paths", [{"list"}, {"get"}, {"list", "get"}])
@pytest.mark.parametrize("unset", [None, "NOT_EXIST"])
def test_tiktok_says_where_it_calls_under_either_path(paths: set[str], unset: str | None) -> None:
    world = tiktok.small()
    world.habits.webhook_paths, world.habits.webhook_unset = frozenset(paths), unset
    (before,), _ = ask(on_tiktok(), tiktok_pages.from_world(world))
    world.subscribed = True
    (after,), asked = ask(on_tiktok(), tiktok_pages.from_world(world))
    assert (before.active, after.active, after.to) == (False, True, world.callback)
    assert len(asked) == (2 if paths == {"get"} else 1)


def test_tiktok_says_when_it_calls_for_some_videos_only() -> None:
    world = tiktok.small()
    world.subscribed, world.callback_items = True, ("1", "2")
    (found,), _ = ask(on_tiktok(), tiktok_pages.from_world(world))
    assert (found.active, found.only) == (True, 2)


def test_the_account_s_token_is_not_sent_for_the_app_s_question() -> None:
    world = tiktok.small()
    channel = on_tiktok()
    _, (request,) = ask(channel, tiktok_pages.from_world(world))
    assert channel.identities[request.identity].headers(request, None) == {}
    assert channel.identities[request.identity].app == channel.identities["owner"].app
    assert tiktok.CLIENT_SECRET not in f"{request!r} {request}"


@pytest.mark.parametrize(
    ("topic", "types", "active", "missing"),
    [
        (google.TOPIC, ("NEW_REVIEW", "UPDATED_REVIEW", "GOOGLE_UPDATE"), True, ()),
        (google.TOPIC, ("NEW_REVIEW",), True, ("UPDATED_REVIEW",)),
        (google.TOPIC, (), False, ("NEW_REVIEW", "UPDATED_REVIEW")),
        ("", ("NEW_REVIEW", "UPDATED_REVIEW"), False, ()),
    ],
    ids=["as it should", "new ones alone", "switched off", "no topic"],
)
def test_google_says_what_it_tells_which_topic(
    topic: str, types: tuple[str, ...], active: bool, missing: tuple[str, ...]
) -> None:
    world = google.small()
    world.notify(google.GROUP, topic=topic, types=types)
    state = google_pages.known_state()
    state["places"][0]["owner"] = f"accounts/{google.GROUP}"
    (found,), _ = ask(google_pages.google(), google_pages.from_world(world), state)
    assert (found.active, found.missing, found.to) == (active, missing, topic or None)
    assert found.of == f"accounts/{google.GROUP}"


def test_each_account_of_google_is_asked_about_once() -> None:
    channel = google_pages.google()
    assert channel.subscription_cost(STATE) == {"requests": 1}
    _, asked = ask(channel, says({}), STATE)
    assert [one.url.partition("/v1/")[2] for one in asked] == ["accounts/1/notificationSetting"]


@pytest.mark.parametrize("state", [None, {"v": 1, "places": []}])
def test_before_the_first_run_google_is_asked_nothing(state: State | None) -> None:
    channel = google_pages.google()
    assert sum(channel.subscription_cost(state).values()) == 0
    assert ask(channel, says({}), state) == ([], [])


# -- answers that leave something open


@pytest.mark.parametrize(
    ("body", "active"),
    [
        ({"data": []}, False),
        ({"data": [None, 1]}, None),
        ({"data": [{"id": "1", "subscribed_fields": None}]}, True),
        ({"data": [{"id": "1", "subscribed_fields": [{"name": 5}, "\x1b[31m", {"name": "comments"}]}]}, True),
    ],
)
def test_odd_answers_of_instagram(body: object, active: bool | None) -> None:
    (found,), _ = ask(on_instagram(), says(body))
    assert found.active is active
    assert "\x1b" not in str(found)


@pytest.mark.parametrize("body", [{}, [], {"data": {}}, {"data": "x"}])
def test_an_answer_of_instagram_without_apps_says_nothing(body: object) -> None:
    with pytest.raises(PayloadError):
        ask(on_instagram(), says(body))


@pytest.mark.parametrize(
    ("data", "active"),
    [
        ({}, False),
        (None, False),
        ([], False),
        ({"app_id": "1", "event_type": "COMMENT"}, False),
        ({"callback_url": ""}, False),
        ({"callback_url": 5}, None),
        ({"webhooks": [{"callback_url": "https://a.example"}]}, None),
        ({"callback_url": "https://a.example"}, True),
        ({"callback_url": "https://a.example", "event_type": "VIDEO"}, None),
        ({"callback_url": "https://a.example", "item_list": "x"}, True),
    ],
)
def test_odd_answers_of_tiktok(data: object, active: bool | None) -> None:
    (found,), _ = ask(on_tiktok(), says({"code": 0, "message": "OK", "data": data}))
    assert found.active is active


@pytest.mark.parametrize("body", [{"notificationTypes": "x"}, {"pubsubTopic": 5}])
def test_odd_answers_of_google(body: object) -> None:
    (found,), _ = ask(google_pages.google(), says(body), STATE)
    assert found.active is None


@pytest.mark.parametrize(
    ("channel", "answer"),
    [
        (on_instagram(), says({"error": {"code": 10, "message": "no permission"}}, 403)),
        (on_tiktok(), says({"code": 40001, "message": "no permission", "data": {}})),
        (on_tiktok(), says({"code": 40006, "message": "no schema found", "data": {}})),
        (google_pages.google(), says({"error": {"code": 403, "status": "PERMISSION_DENIED", "message": "m"}}, 403)),
    ],
    ids=["instagram", "tiktok", "no path of tiktok", "google"],
)
def test_a_platform_that_refuses_says_why(channel: HasSubscription, answer: Callable[[Request], Response]) -> None:
    with pytest.raises(ChannelError):
        ask(channel, answer, STATE)


def test_whoever_may_not_ask_says_so_before_any_request() -> None:
    hosts = [host for host in google_pages.HOSTS if "notifications" not in host]
    with pytest.raises(UnsupportedError):
        ask(GoogleReviews("g", owner=Bearer("t" * 20, hosts=hosts)), says({}), STATE)
    with pytest.raises(UnsupportedError):
        ask(tiktok_pages.tiktok(webhook_secrets=["s" * 20]), says({}))
