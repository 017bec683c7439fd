"""The Google of the sandbox makes the pushes of its topic, signed with keys that it publishes, and delivers none."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Any

import httpx
import jwt
import pytest

from complaint_hub.sandbox import google
from complaint_hub.sandbox.google.hooks import FORMS, Form
from complaint_hub.sandbox.hooks import Delivery
from complaint_hub.sandbox.server import Request


@pytest.fixture
def world() -> google.World:
    made = google.small()
    made.subscribed = True
    return made


def told(delivery: Delivery) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(base64.b64decode(json.loads(delivery.body)["message"]["data"]))
    return message


def asked(world: google.World, verb: str, path: str, body: object = None, **params: str) -> tuple[int, Any]:
    headers = {"authorization": f"Bearer {world.grants.give(world.clock)}"}
    content = b"" if body is None else json.dumps(body).encode()
    query = {name: (value,) for name, value in params.items()}
    answer = google.answer(world, Request(verb, path, query, headers, content))
    return answer.status, json.loads(answer.body)


def certs(world: google.World) -> Any:
    return json.loads(google.answer(world, Request("GET", "/oauth2/v3/certs")).body)


def claims(world: google.World, delivery: Delivery) -> dict[str, Any]:
    """What the token says, read with the published keys by a library that the sandbox does not use."""
    token = delivery.headers["Authorization"].removeprefix("Bearer ")
    keys = {key.key_id: key.key for key in jwt.PyJWKSet.from_dict(certs(world)).keys}
    key = keys[jwt.get_unverified_header(token)["kid"]]
    said: dict[str, Any] = jwt.decode(token, key, ["RS256"], {"verify_exp": False, "verify_aud": False})
    return said


def test_nobody_is_pushed_to_before_it_is_set_up() -> None:
    world = google.small()
    world.add_review(next(iter(world.locations)), 1, "Antre lama")
    assert world.told == []


def test_new_and_changed_reviews_are_told_of_and_nothing_else(world: google.World) -> None:
    location = next(iter(world.locations))
    review = world.add_review(location, 1, "Antre lama")
    world.edit_review(review.id, stars=2)
    world.reply(review.id, "Mohon maaf")
    world.moderate(review.id, "OFF_TOPIC")
    world.delete_review(review.id)
    place = f"accounts/{google.GROUP}/locations/{location}"
    assert [told(call) for call in world.told] == [
        {"type": type, "location": place, "review": f"{place}/reviews/{review.id}"}
        for type in ("NEW_REVIEW", "UPDATED_REVIEW")
    ]


def test_a_push_says_nothing_of_what_was_written(world: google.World) -> None:
    world.add_review(next(iter(world.locations)), 1, "Antre lama", author="Sari W.")
    assert "Antre" not in str(told(world.told[0]))
    assert "Sari" not in str(told(world.told[0]))


def test_the_envelope_is_that_of_pub_sub(world: google.World) -> None:
    for _ in range(2):
        world.add_review(next(iter(world.locations)), 1)
    first, second = (json.loads(call.body) for call in world.told)
    assert first["subscription"].startswith("projects/")
    message = first["message"]
    assert (message["messageId"], message["attributes"]) == (message["message_id"], {})
    assert message["publishTime"] == "2026-11-24T02:00:00.000Z"
    assert message["messageId"] != second["message"]["messageId"]


@pytest.mark.parametrize("form", FORMS)
def test_each_form_that_was_seen_can_be_sent(world: google.World, form: Form) -> None:
    world.pushing.form = form
    review = world.add_review(next(iter(world.locations)), 1)
    assert any(str(value).endswith(review.id) for value in told(world.told[0]).values())


def test_a_location_in_two_accounts_is_told_of_twice(world: google.World) -> None:
    location = next(iter(world.locations))
    world.share_location(location, google.LOGIN)
    world.add_review(location, 1)
    assert sorted(told(call)["location"].split("/")[1] for call in world.told) == sorted((google.GROUP, google.LOGIN))


@pytest.mark.parametrize(
    ("topic", "types"),
    [
        (google.TOPIC, ["UPDATED_REVIEW"]),
        (google.TOPIC, []),
        ("projects/another/topics/ulasan", ["NEW_REVIEW"]),
    ],
)
def test_an_account_that_asks_for_something_else_is_not_told(world: google.World, topic: str, types: list[str]) -> None:
    path = f"/notifications/v1/accounts/{google.GROUP}/notificationSetting"
    setting = {"pubsubTopic": topic, "notificationTypes": types}
    assert asked(world, "PATCH", path, setting, updateMask="notificationTypes,pubsubTopic")[0] == 200
    world.add_review(next(iter(world.locations)), 1)
    assert world.told == []


def test_a_setting_is_read_back_and_what_is_empty_is_left_out(world: google.World) -> None:
    path = f"/notifications/v1/accounts/{google.GROUP}/notificationSetting"
    name = f"accounts/{google.GROUP}/notificationSetting"
    types = ["NEW_REVIEW", "UPDATED_REVIEW"]
    assert asked(world, "GET", path) == (200, {"name": name, "pubsubTopic": google.TOPIC, "notificationTypes": types})
    world.notify(google.GROUP, topic="")
    assert asked(world, "GET", path) == (200, {"name": name})


@pytest.mark.parametrize(
    ("account", "mask", "types", "status"),
    [
        ("1", "notificationTypes", [], 404),
        (google.GROUP, "", [], 400),
        (google.GROUP, "name", [], 400),
        (google.GROUP, "notificationTypes", ["NEW_STAR"], 400),
        (google.GROUP, "notificationSetting", ["NEW_REVIEW"], 200),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused(
    world: google.World, account: str, mask: str, types: list[str], status: int
) -> None:
    path = f"/notifications/v1/accounts/{account}/notificationSetting"
    assert asked(world, "PATCH", path, {"notificationTypes": types}, updateMask=mask)[0] == status


def test_the_token_says_for_whom_it_is_and_lasts_an_hour(world: google.World) -> None:
    world.add_review(next(iter(world.locations)), 1)
    said, now = claims(world, world.told[0]), int(world.clock.timestamp())
    assert (said["iss"], said["aud"]) == ("https://accounts.google.com", world.pushing.audience)
    assert (said["email"], said["email_verified"]) == (world.pushing.email, True)
    assert (said["iat"], said["exp"]) == (now, now + 3_600)


def test_a_later_delivery_is_the_same_message_under_a_new_token(world: google.World) -> None:
    world.add_review(next(iter(world.locations)), 1)
    later = google.signed_anew(world.pushing, world.told[0], at=world.clock + timedelta(hours=3))
    assert later.body == world.told[0].body
    assert claims(world, later)["iat"] - claims(world, world.told[0])["iat"] == 3 * 3_600


def test_the_keys_change_and_the_old_one_is_known_a_while_longer(world: google.World) -> None:
    world.add_review(next(iter(world.locations)), 1)
    world.pushing.rotate()
    world.add_review(next(iter(world.locations)), 1)
    assert len({jwt.get_unverified_header(call.headers["Authorization"][7:])["kid"] for call in world.told}) == 2
    assert all(claims(world, call)["email"] == world.pushing.email for call in world.told)


def test_keys_are_shown_to_anybody_and_hold_no_private_part(world: google.World) -> None:
    with google.serve(world) as running:
        keys = httpx.get(running.certs).json()["keys"]
    assert [sorted(key) for key in keys] == [["alg", "e", "kid", "kty", "n", "use"]]
    assert world.meter.by_method == {}


def test_the_setting_is_changed_over_http(world: google.World) -> None:
    headers = {"Authorization": f"Bearer {world.grants.give(world.clock)}"}
    with google.serve(world) as running:
        url = f"{running.notifications}accounts/{google.GROUP}/notificationSetting?updateMask=notificationTypes"
        shown = httpx.patch(url, headers=headers, json={"notificationTypes": ["NEW_REVIEW"]}).json()
    assert shown["notificationTypes"] == ["NEW_REVIEW"]
    assert shown["pubsubTopic"] == google.TOPIC
