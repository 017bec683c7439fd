"""The TikTok of the sandbox, what its owner may do: tokens and their ends, limits, and writes."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from complaint_hub.sandbox import tiktok as sandbox
from complaint_hub.sandbox.server import Request, Response
from complaint_hub.sandbox.tiktok import ACCOUNT, REDIRECT_URI, World, faults
from complaint_hub.sandbox.tiktok.records import Comment
from support.tiktok_calls import ask, code, ids, post, read, walk

BASE = "/open_api/v1.3/"
CLIENT = {"client_id": sandbox.CLIENT_ID, "client_secret": sandbox.CLIENT_SECRET}
RENEWAL = CLIENT | {"grant_type": "refresh_token", "refresh_token": sandbox.REFRESH_TOKEN}
EXCHANGE = CLIENT | {"grant_type": "authorization_code", "redirect_uri": REDIRECT_URI}


@pytest.fixture
def world() -> World:
    return sandbox.small()


@pytest.fixture
def video(world: World) -> str:
    return world.add_video(ACCOUNT, "Baru").id


@pytest.fixture
def top(world: World, video: str) -> Comment:
    return world.add_comment(video, "Lampu jalan mati", author="warga1")


def send(world: World, endpoint: str, body: dict[str, Any]) -> Response:
    """A POST without a token in its header."""
    return sandbox.answer(world, Request("POST", f"{BASE}{endpoint}/", body=json.dumps(body).encode()))


def renew(world: World, **changed: Any) -> Response:
    return send(world, "tt_user/oauth2/refresh_token", RENEWAL | changed)


def signed(world: World, **headers: str) -> int:
    """The code of a call with these headers and nothing else."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = Request("GET", BASE + "business/video/list/", {"business_id": (ACCOUNT,)}, named)
    return code(sandbox.answer(world, request))


# -- access tokens --------------------------------------------------------------------------------------------------


def test_the_token_stands_alone_in_a_header_of_its_own(world: World) -> None:
    token = world.grants.give(ACCOUNT, world.clock)
    assert signed(world, access_token=token) == 0
    assert signed(world, access_token=f"Bearer {token}") == 40105
    assert signed(world, authorization=f"Bearer {token}") == 40104
    assert signed(world, access_token=token, authorization="Bearer x") == 0
    assert signed(world, access_token="") == 40104
    assert signed(world, access_token="act.other") == 40105


def test_an_access_token_ends_after_a_day(world: World) -> None:
    token = world.grants.give(ACCOUNT, world.clock)
    world.advance(seconds=86_399)
    assert signed(world, access_token=token) == 0
    world.advance(seconds=1)
    assert signed(world, access_token=token) == 40102


def test_access_tokens_may_be_ended_before_their_time(world: World) -> None:
    token = world.grants.give(ACCOUNT, world.clock)
    world.grants.expire()
    assert signed(world, access_token=token) == 40102


@pytest.mark.parametrize(
    ("scope", "endpoint"),
    [
        ("video.list", "comment/list"), ("comment.list", "video/list"), ("comment.list", "comment/reply/create"),
        ("comment.list", "comment/delete"),
    ],
)  # fmt: skip
def test_each_endpoint_needs_its_scope(world: World, scope: str, endpoint: str) -> None:
    world.grants.consents[0].scope = scope
    call = ask if endpoint.endswith("list") else post
    assert code(call(world, endpoint)) == 40130


def test_everything_may_be_refused_by_a_locked_app(world: World) -> None:
    world.refuses = "APP_FORBIDDEN"
    assert code(ask(world, "video/list")) == 40113
    assert code(renew(world)) == 0


# -- renewal --------------------------------------------------------------------------------------------------------


def test_a_renewal_gives_both_tokens_with_their_ends(world: World) -> None:
    data = read(renew(world))
    assert data["access_token"].startswith("act.")
    assert data["refresh_token"].startswith("rft.")
    assert data == data | {
        "expires_in": 86_400, "refresh_token_expires_in": 31_536_000, "open_id": ACCOUNT, "token_type": "Bearer",
        "scope": sandbox.SCOPES,
    }  # fmt: skip
    assert signed(world, access_token=data["access_token"]) == 0


def test_a_refresh_token_is_good_once(world: World) -> None:
    new = read(renew(world))["refresh_token"]
    assert code(renew(world)) == 40131
    assert code(renew(world, refresh_token=new)) == 0


@pytest.mark.parametrize("rotation", ["same", "none"])
def test_the_refresh_token_may_stay_and_even_be_left_out(world: World, rotation: Any) -> None:
    world.grants.rotation = rotation
    assert read(renew(world)).get("refresh_token") == {"same": sandbox.REFRESH_TOKEN, "none": None}[rotation]
    assert code(renew(world)) == 0


def test_a_renewal_does_not_begin_the_year_anew(world: World) -> None:
    world.advance(days=300)
    data = read(renew(world))
    assert data["refresh_token_expires_in"] == 65 * 86_400
    world.advance(days=65)
    assert code(renew(world, refresh_token=data["refresh_token"])) == 40103


def test_a_renewal_may_begin_the_year_anew(world: World) -> None:
    world.grants.extends = True
    world.advance(days=300)
    assert read(renew(world))["refresh_token_expires_in"] == 31_536_000


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"client_id": "other"}, 40001), ({"client_secret": "other"}, 40001), ({"client_id": None}, 40002),
        ({"grant_type": "password"}, 40002), ({"refresh_token": ""}, 40002), ({"refresh_token": "rft.other"}, 40131),
    ],
    ids=str,
)  # fmt: skip
def test_a_bad_renewal_is_refused(world: World, changed: dict[str, Any], expected: int) -> None:
    assert code(renew(world, **changed)) == expected


def test_the_documented_codes_of_bad_codes_and_tokens_can_be_had(world: World) -> None:
    world.grants.live = False
    assert code(renew(world, refresh_token="rft.other")) == 40107
    assert code(send(world, "tt_user/oauth2/token", EXCHANGE | {"auth_code": "other"})) == 40110


def test_a_withdrawn_consent_is_over(world: World) -> None:
    token = world.grants.give(ACCOUNT, world.clock)
    world.grants.withdraw()
    assert (signed(world, access_token=token), code(renew(world))) == (40105, 40131)


def test_a_body_that_is_no_json_is_refused(world: World) -> None:
    request = Request("POST", BASE + "tt_user/oauth2/refresh_token/", body=b"client_id=1")
    assert code(sandbox.answer(world, request)) == 40000


def test_a_renewal_that_is_cut_off_has_ended_the_old_token(world: World) -> None:
    world.inject(faults.cut_body(5, method="tt_user/oauth2/refresh_token"))
    assert renew(world).cut == 5
    assert code(renew(world)) == 40131


# -- codes, information, revocation ---------------------------------------------------------------------------------


def test_an_auth_code_gives_tokens_once(world: World) -> None:
    account = world.add_account("dinas", scope=None).open_id
    body = EXCHANGE | {"auth_code": world.grants.authorize(account, at=world.clock, scope="video.list")}
    data = read(send(world, "tt_user/oauth2/token", body))
    assert (data["open_id"], data["scope"]) == (account, "video.list")
    assert code(send(world, "tt_user/oauth2/token", body)) == 40131
    assert code(renew(world, refresh_token=data["refresh_token"])) == 0


def test_an_auth_code_ends_after_ten_minutes(world: World) -> None:
    body = EXCHANGE | {"auth_code": world.grants.authorize(ACCOUNT, at=world.clock)}
    world.advance(minutes=10)
    assert code(send(world, "tt_user/oauth2/token", body)) == 40131


@pytest.mark.parametrize(("address", "expected"), [(None, 40002), ("https://office.example/tiktok", 40131)])
def test_an_auth_code_needs_the_address_it_was_sent_to(world: World, address: str | None, expected: int) -> None:
    body = EXCHANGE | {"auth_code": world.grants.authorize(ACCOUNT, at=world.clock), "redirect_uri": address}
    assert code(send(world, "tt_user/oauth2/token", body)) == expected


def test_a_token_tells_whose_it_is(world: World) -> None:
    body = {"app_id": sandbox.CLIENT_ID, "access_token": world.grants.give(ACCOUNT, world.clock)}
    assert read(send(world, "tt_user/token_info/get", body)) == {
        "app_id": sandbox.CLIENT_ID, "creator_id": ACCOUNT, "scope": sandbox.SCOPES,
    }  # fmt: skip


def test_a_revoked_consent_is_over(world: World) -> None:
    token = world.grants.give(ACCOUNT, world.clock)
    assert read(send(world, "tt_user/oauth2/revoke", CLIENT | {"access_token": token})) == {}
    assert (signed(world, access_token=token), code(renew(world))) == (40105, 40131)


def test_each_account_has_tokens_of_its_own(world: World) -> None:
    other = world.add_account("dinas").open_id
    one, two = world.grants.consents
    assert one.refresh != two.refresh
    assert read(renew(world, refresh_token=two.refresh))["open_id"] == other


# -- limits ---------------------------------------------------------------------------------------------------------


def test_a_world_has_no_limits_until_they_are_switched_on(world: World) -> None:
    assert {code(ask(world, "video/list")) for _ in range(50)} == {0}


def test_forty_a_minute_per_endpoint_are_answered_and_a_breach_clears_after_five_minutes(world: World) -> None:
    world.limits.on, world.limits.per_second = True, None
    assert [code(ask(world, "video/list")) for _ in range(41)] == [0] * 40 + [40100]
    world.advance(minutes=4, seconds=59)
    assert code(ask(world, "video/list")) == 40100
    world.advance(seconds=1)
    assert code(ask(world, "video/list")) == 0


def test_other_endpoints_and_accounts_are_counted_by_themselves(world: World, video: str) -> None:
    world.limits.on, world.limits.per_second = True, None
    other = world.add_account("dinas").open_id
    assert code([ask(world, "video/list") for _ in range(41)][-1]) == 40100
    assert code(ask(world, "comment/list", video_id=video)) == 0
    assert code(ask(world, "video/list", account=other)) == 0


def test_a_minute_is_the_last_sixty_seconds(world: World) -> None:
    world.limits.on, world.limits.per_second = True, None
    for _ in range(4):
        assert {code(ask(world, "video/list")) for _ in range(10)} == {0}
        world.advance(seconds=15)
    assert [code(ask(world, "video/list")) for _ in range(11)] == [0] * 10 + [40100]


def test_ten_a_second_are_answered_per_app(world: World, video: str) -> None:
    world.limits.on = True
    answers = [code(ask(world, name, video_id=video)) for name in ("video/list", "comment/list") for _ in range(6)]
    assert answers == [0] * 10 + [40100] * 2
    world.advance(seconds=1)
    assert code(ask(world, "video/list")) == 0


def test_six_hundred_a_minute_are_answered_per_app(world: World) -> None:
    world.limits.on, world.limits.per_second, world.limits.per_endpoint = True, None, None
    answers = [code(ask(world, "video/list")) for _ in range(601)]
    assert answers == [0] * 600 + [40100]
    assert code(renew(world)) == 40100


def test_the_limit_of_a_day_says_so_and_clears_at_midnight(world: World) -> None:
    world.set_clock(datetime(2026, 11, 24, 23, 0, tzinfo=UTC))
    world.limits.on, world.limits.per_day = True, 3
    last = [ask(world, "video/list") for _ in range(4)][-1]
    assert code(last) == 40100
    assert "day" in json.loads(last.body)["message"]
    world.advance(minutes=59)
    assert code(ask(world, "video/list")) == 40100
    world.advance(minutes=1)
    assert code(ask(world, "video/list")) == 0


def test_a_throttle_looks_like_no_status_and_can_be_injected(world: World) -> None:
    world.inject(faults.rate_limit(), faults.rate_limit("REQUEST_FREQUENCY_LIMITED"))
    assert [code(ask(world, "video/list")) for _ in range(3)] == [40100, 40132, 0]


def test_used_limits_can_be_forgotten(world: World) -> None:
    world.limits.on = True
    assert [code(ask(world, "video/list")) for _ in range(11)][-1] == 40100
    world.limits.forget()
    assert code(ask(world, "video/list")) == 0


# -- writing --------------------------------------------------------------------------------------------------------


def test_a_reply_is_answered_with_its_ids_and_its_time_as_a_number(world: World, video: str, top: Comment) -> None:
    data = read(post(world, "comment/reply/create", video_id=video, comment_id=top.id, text="Kami cek"))
    own = world.accounts[ACCOUNT].person
    assert data == {
        "comment_id": top.replies[0].id, "parent_comment_id": top.id, "video_id": video,
        "create_time": int(world.clock.timestamp()), "text": "Kami cek", "user_id": own.user_id,
        "unique_identifier": own.unique_identifier,
    }  # fmt: skip
    assert top.replies[0].owner is True


def test_the_same_reply_twice_is_two_replies(world: World, video: str, top: Comment) -> None:
    for _ in range(2):
        read(post(world, "comment/reply/create", video_id=video, comment_id=top.id, text="Kami cek"))
    assert len(walk(world, "comment/reply/list", video_id=video, comment_id=top.id)) == 2


def test_a_reply_to_a_reply_stands_below_the_comment(world: World, video: str, top: Comment) -> None:
    reply = world.add_reply(top.id, "Setuju")
    data = read(post(world, "comment/reply/create", video_id=video, comment_id=reply.id, text="Kami cek"))
    assert data["parent_comment_id"] == top.id


def test_the_platform_lets_an_account_reply_under_other_peoples_videos(world: World) -> None:
    foreign = world.add_comment(world.add_video(world.add_account("dinas").open_id).id, "Lapor")
    data = read(post(world, "comment/reply/create", video_id=foreign.video, comment_id=foreign.id, text="Kami cek"))
    assert world.comments[data["comment_id"]].owner is False


def test_a_comment_on_top_has_no_parent(world: World, video: str) -> None:
    data = read(post(world, "comment/create", video_id=video, text="Silakan lapor"))
    assert "parent_comment_id" not in data
    assert world.comments[data["comment_id"]].owner is True


@pytest.mark.parametrize(
    ("unit", "text", "expected"),
    [
        ("characters", "é" * 1_200, 0), ("characters", "é" * 1_201, 40002), ("bytes", "é" * 600, 0),
        ("bytes", "é" * 601, 40002), ("characters", "", 40002), ("characters", "  ", 40002), ("characters", 7, 40002),
    ],
    ids=["1200", "1201", "1200 bytes", "1202 bytes", "empty", "blank", "number"],
)  # fmt: skip
def test_a_text_has_a_limit_in_one_unit_or_the_other(
    world: World, video: str, top: Comment, unit: Any, text: Any, expected: int
) -> None:
    world.habits.text_unit = unit
    assert code(post(world, "comment/reply/create", video_id=video, comment_id=top.id, text=text)) == expected


def test_the_limit_may_be_150(world: World, video: str) -> None:
    world.habits.text_limit = 150
    assert [code(post(world, "comment/create", video_id=video, text="a" * n)) for n in (150, 151)] == [0, 40002]


def test_a_picture_needs_its_measures_and_no_text(world: World, video: str) -> None:
    picture = {"video_id": video, "image_uri": "tos-1"}
    assert code(post(world, "comment/create", **picture)) == 40002
    data = read(post(world, "comment/create", **picture, image_width=100, image_height=80))
    assert data["image_url"] == "tos-1"
    assert world.comments[data["comment_id"]].text == ""


@pytest.mark.parametrize("endpoint", ["comment/reply/create", "comment/hide", "comment/like", "comment/pin"])
def test_a_write_without_the_video_is_refused_by_the_name_of_what_it_lacks(
    world: World, top: Comment, endpoint: str
) -> None:
    response = post(world, endpoint, comment_id=top.id, text="Kami cek", action="HIDE")
    assert code(response) == 40002
    assert json.loads(response.body)["message"] == "video_id: Missing data for required field."


def test_hiding_and_showing_again(world: World, video: str, top: Comment) -> None:
    asked = {"video_id": video, "comment_id": top.id}
    assert read(post(world, "comment/hide", **asked, action="HIDE")) == {}
    assert walk(world, "comment/list", video_id=video, status="PUBLIC") == []
    assert code(post(world, "comment/hide", **asked, action="UNHIDE")) == 0
    assert top.status == "PUBLIC"


def test_the_owners_like_is_a_like(world: World, video: str, top: Comment) -> None:
    asked = {"video_id": video, "comment_id": top.id}
    assert [code(post(world, "comment/like", **asked, action="LIKE")) for _ in range(2)] == [0, 0]
    assert (top.liked, top.likes) == (True, 1)
    assert code(post(world, "comment/like", **asked, action="UNLIKE")) == 0
    assert (top.liked, top.likes) == (False, 0)


def test_a_comment_can_be_pinned_and_a_reply_cannot(world: World, video: str, top: Comment) -> None:
    reply = world.add_reply(top.id, "Setuju")
    pin = {"video_id": video, "action": "PIN"}
    assert code(post(world, "comment/pin", **pin, comment_id=reply.id)) == 40002
    assert code(post(world, "comment/pin", **pin, comment_id=top.id)) == 0
    assert top.pinned is True
    assert code(post(world, "comment/pin", **pin | {"action": "UNPIN"}, comment_id=top.id)) == 0
    assert top.pinned is False


@pytest.mark.parametrize("action", [None, "hide", "DELETE"])
def test_an_action_is_one_of_two_words(world: World, video: str, top: Comment, action: str | None) -> None:
    assert code(post(world, "comment/hide", video_id=video, comment_id=top.id, action=action)) == 40002


def test_only_own_comments_can_be_deleted(world: World, video: str, top: Comment) -> None:
    own = world.add_reply(top.id, "Kami cek", own=True)
    assert code(post(world, "comment/delete", comment_id=top.id)) == 40001
    assert read(post(world, "comment/delete", comment_id=own.id)) == {}
    assert walk(world, "comment/reply/list", video_id=video, comment_id=top.id) == []
    assert code(post(world, "comment/delete", comment_id=own.id)) == 40001


def test_an_id_in_a_body_is_a_text(world: World, top: Comment) -> None:
    own = world.add_reply(top.id, "Kami cek", own=True)
    response = post(world, "comment/delete", comment_id=int(own.id))
    assert code(response) == 40002
    assert json.loads(response.body)["message"] == "comment_id: Field must be set to string"


@pytest.mark.parametrize("endpoint", ["comment/reply/create", "comment/hide", "comment/like", "comment/pin"])
def test_a_write_to_what_is_gone_is_refused(world: World, video: str, top: Comment, endpoint: str) -> None:
    world.delete(top.id)
    asked = {"video_id": video, "comment_id": top.id, "text": "Kami cek", "action": "HIDE"}
    assert code(post(world, endpoint, **asked)) == 40001
    world.habits.missing = "NOT_EXIST"
    assert code(post(world, endpoint, **asked)) == 40007


def test_a_comment_of_another_accounts_video_cannot_be_hidden(world: World) -> None:
    foreign = world.add_comment(world.add_video(world.add_account("dinas").open_id).id, "Lapor")
    asked = {"video_id": foreign.video, "comment_id": foreign.id, "action": "HIDE"}
    assert code(post(world, "comment/hide", **asked)) == 40001


# -- success that is none, and failure that is none -----------------------------------------------------------------


def test_a_reply_may_be_hidden_without_a_word(world: World, video: str, top: Comment) -> None:
    world.habits.hides_new = True
    data = read(post(world, "comment/reply/create", video_id=video, comment_id=top.id, text="Kami cek"))
    found = read(ask(world, "comment/list", video_id=video, comment_ids=[data["comment_id"]]))["comments"]
    assert [reply["status"] for reply in found] == ["HIDDEN"]


def test_the_third_equal_text_may_be_hidden_without_a_word(world: World, video: str) -> None:
    world.habits.hides_similar = 3
    made = [read(post(world, "comment/create", video_id=video, text="Terima kasih"))["comment_id"] for _ in range(3)]
    assert [world.comments[id].status for id in made] == ["PUBLIC", "PUBLIC", "HIDDEN"]
    other = read(post(world, "comment/create", video_id=video, text="Kami cek"))["comment_id"]
    assert world.comments[other].status == "PUBLIC"


@pytest.mark.parametrize("fault", [faults.cut_body(5), faults.lost_answer()], ids=["cut", "timeout"])
def test_a_write_may_be_done_though_its_answer_says_otherwise(
    world: World, video: str, top: Comment, fault: faults.Fault
) -> None:
    world.inject(fault)
    response = post(world, "comment/reply/create", video_id=video, comment_id=top.id, text="Kami cek")
    assert response.cut == 5 or code(response) == 50002
    newest = {"sort_field": "create_time", "sort_order": "desc"}
    found = read(ask(world, "comment/reply/list", video_id=video, comment_id=top.id, **newest))
    assert ids(found) == [top.replies[0].id]


def test_a_write_that_fails_is_not_done(world: World, video: str, top: Comment) -> None:
    world.inject(faults.error("WRITE_CONFLICT"))
    asked = {"video_id": video, "comment_id": top.id, "text": "Kami cek"}
    assert code(post(world, "comment/reply/create", **asked)) == 40202
    assert top.replies == []


def test_secrets_of_a_body_are_not_logged(world: World) -> None:
    renew(world)
    assert dict(world.requests[-1].params) == {"client_id": sandbox.CLIENT_ID, "grant_type": "refresh_token"}


def test_a_person_may_show_another_name(world: World, video: str, top: Comment) -> None:
    world.rename("warga1", "Warga Baru")
    shown = read(ask(world, "comment/list", video_id=video))["comments"][0]
    assert (shown["username"], shown["display_name"]) == ("warga1", "Warga Baru")
    assert shown["comment_id"] == top.id


def test_a_time_without_a_zone_is_refused(world: World, video: str) -> None:
    with pytest.raises(ValueError, match="aware"):
        world.add_comment(video, "Lapor", at=world.clock.replace(tzinfo=None) - timedelta(days=1))
