"""Instagram and TikTok of the sandbox say whom they call, and let it be changed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from complaint_hub.sandbox import instagram, tiktok
from complaint_hub.sandbox.server import Request

TOKENS = {"instagram": instagram.INSTAGRAM_TOKEN, "facebook": instagram.FACEBOOK_TOKEN}
APP = {"app_id": tiktok.CLIENT_ID, "secret": tiktok.CLIENT_SECRET, "event_type": "COMMENT"}


def on_instagram(world: instagram.World, verb: str, *, login: str = "instagram", id: str = "", **params: str) -> Any:
    path = f"/graph.{login}.com/v26.0/{id or instagram.ACCOUNT}/subscribed_apps"
    query = {name: (value,) for name, value in params.items()}
    headers = {"authorization": f"Bearer {TOKENS[login]}"}
    return json.loads(instagram.answer(world, Request(verb, path, query, headers)).body)


def on_tiktok(
    world: tiktok.World, name: str, body: dict[str, Any] | None = None, *, asked: dict[str, str] | None = None
) -> tuple[int, Any]:
    path, verb = f"/open_api/v1.3/business/webhook/{name}/", "POST" if body else "GET"
    query = {key: (value,) for key, value in (asked or {}).items()}
    told = tiktok.answer(world, Request(verb, path, query, {}, json.dumps(body).encode() if body else b""))
    found = json.loads(told.body)
    return found["code"], found["data"]


@pytest.mark.parametrize("login", TOKENS)
def test_instagram_shows_its_subscription_once_there_is_one(login: str) -> None:
    world = instagram.small()
    assert on_instagram(world, "GET", login=login) == {"data": []}
    assert on_instagram(world, "POST", login=login, subscribed_fields="comments,mentions") == {"success": True}
    (app,) = on_instagram(world, "GET", login=login)["data"]
    assert app["subscribed_fields"] == ["comments", "mentions"]
    assert on_instagram(world, "DELETE", login=login) == {"success": True}
    assert not world.subscribed


def test_a_subscription_of_instagram_replaces_the_one_before() -> None:
    world = instagram.small()
    on_instagram(world, "POST", id="me", subscribed_fields="comments")
    on_instagram(world, "POST", id="me", subscribed_fields="messages")
    assert world.subscribed_fields == ("messages",)


def test_instagram_knows_no_other_fields() -> None:
    world = instagram.small()
    assert on_instagram(world, "POST", subscribed_fields="comments,feed")["error"]["code"] == 100
    assert not world.subscribed


@pytest.mark.parametrize("name", ["list", "get"])
def test_tiktok_shows_where_it_calls(name: str) -> None:
    world = tiktok.small()
    assert on_tiktok(world, name, asked=APP) == (0, {})
    url = "https://aduan.example.go.id/hooks/tiktok"
    assert on_tiktok(world, "update", {**APP, "callback_url": url})[0] == 0
    assert on_tiktok(world, name, asked=APP)[1]["callback_url"] == url
    assert on_tiktok(world, "delete", APP)[0] == 0
    assert not world.subscribed


def test_videos_named_for_a_webhook_add_up_and_the_others_are_not_told_of() -> None:
    world = tiktok.small()
    first, second, third = list(world.videos)[:3]
    for video in (first, second):
        on_tiktok(world, "update", {**APP, "callback_url": "https://a.example/", "item_list": [video]})
    assert on_tiktok(world, "list", asked=APP)[1]["item_list"] == [first, second]
    for video in (first, third):
        world.add_comment(video, "Jalan rusak")
    assert len(world.told) == 1


@pytest.mark.parametrize(
    ("changed", "code"),
    [({"secret": "x"}, 40002), ({"event_type": "STAR"}, 40002), ({"callback_url": "http://a.example/"}, 40002)],
)
def test_tiktok_refuses_what_makes_no_sense(changed: dict[str, str], code: int) -> None:
    body = {**APP, "callback_url": "https://a.example/", **changed}
    assert on_tiktok(tiktok.small(), "update", body)[0] == code


def test_a_name_that_tiktok_does_not_have_is_no_path() -> None:
    world = tiktok.small()
    world.habits.webhook_paths = frozenset({"get"})
    assert on_tiktok(world, "list", asked=APP)[0] == 40006
    assert on_tiktok(world, "get", asked=APP)[0] == 0


def test_the_secret_of_the_app_stands_in_no_log_of_calls() -> None:
    world = tiktok.small()
    on_tiktok(world, "list", asked=APP)
    assert tiktok.CLIENT_SECRET not in str(world.requests)
