"""The TikTok of the sandbox, what it reads: does it behave as the platform is known to?"""

from __future__ import annotations

import json
import urllib.request
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from complaint_hub.sandbox import tiktok as sandbox
from complaint_hub.sandbox.server import Request, Response
from complaint_hub.sandbox.tiktok import ACCOUNT, World, faults
from complaint_hub.sandbox.tiktok.errors import ERRORS, SHAPES
from complaint_hub.sandbox.tiktok.records import Comment
from support.tiktok_calls import ask, code, ids, pages, read, walk

BASE = "/open_api/v1.3/"
NEWEST = {"sort_field": "create_time", "sort_order": "desc"}


@pytest.fixture
def world() -> World:
    return sandbox.small()


@pytest.fixture
def video(world: World) -> str:
    """The video with most comments."""
    return max(world.videos.values(), key=lambda known: len(known.comments)).id


@pytest.fixture
def quiet(world: World) -> str:
    """A video without any comment."""
    return world.add_video(ACCOUNT, "Baru").id


def message(response: Response) -> str:
    text: str = json.loads(response.body)["message"]
    return text


def one(world: World, comment: Comment, **params: Any) -> dict[str, Any]:
    """A comment asked for by its id."""
    page = read(ask(world, "comment/list", video_id=comment.video, comment_ids=[comment.id], **params))
    found: dict[str, Any] = page["comments"][0]
    return found


# -- envelope and paths ---------------------------------------------------------------------------------------------


def test_success_and_failure_come_with_status_200_in_one_envelope(world: World, video: str) -> None:
    good, bad = ask(world, "comment/list", video_id=video), ask(world, "comment/list")
    for response in (good, bad):
        body = json.loads(response.body)
        assert response.status == 200
        assert set(body) == {"code", "message", "request_id", "data"}
        assert response.headers["x-tt-logid"] == body["request_id"]
    assert (code(good), message(good), code(bad)) == (0, "OK", 40002)


def test_no_two_answers_have_one_request_id(world: World, video: str) -> None:
    answers = [json.loads(ask(world, "comment/list", video_id=video).body)["request_id"] for _ in range(3)]
    assert len(set(answers)) == 3


def test_the_message_of_a_success_may_be_spelled_otherwise(world: World, video: str) -> None:
    world.habits.ok = "Ok"
    assert message(ask(world, "comment/list", video_id=video)) == "Ok"


@pytest.mark.parametrize("shape", SHAPES)
def test_a_failure_has_empty_data_or_null_or_none(world: World, shape: Any) -> None:
    world.habits.failure_data = shape
    body = json.loads(ask(world, "comment/list").body)
    assert body.get("data", "absent") == {"object": {}, "null": None, "absent": "absent"}[shape]


@pytest.mark.parametrize(
    "path", [BASE + "business/comment/list", "/open_api/v1.2/business/comment/list/", BASE + "comment/nothing/"]
)
def test_a_path_without_its_slash_or_of_another_version_has_no_schema(world: World, path: str) -> None:
    response = sandbox.answer(world, Request("GET", path))
    assert (code(response), message(response)) == (40006, "no schema found")


def test_the_wrong_verb_is_no_route(world: World) -> None:
    assert code(sandbox.answer(world, Request("POST", BASE + "business/comment/list/"))) == 40400


def test_a_path_outside_the_api_is_a_page_of_html(world: World) -> None:
    assert sandbox.answer(world, Request("GET", "/v2/comment/list/")).status == 404


def test_a_plus_in_an_id_must_be_escaped(world: World) -> None:
    account = world.add_account("dinas", open_id="_000a+b").open_id
    token = world.grants.give(account, world.clock)
    found = []
    with sandbox.serve(world) as running:
        for id in ("_000a+b", "_000a%2Bb"):
            request = urllib.request.Request(
                f"{running.base}business/video/list/?business_id={id}", headers={"Access-Token": token}
            )
            with urllib.request.urlopen(request, timeout=5) as answer:
                found.append(json.loads(answer.read())["code"])
    assert found == [40001, 0]


# -- account and videos ---------------------------------------------------------------------------------------------


def test_an_account_shows_its_names_only_with_the_scope_for_its_figures(world: World) -> None:
    assert read(ask(world, "get", fields=["display_name"])) == {"display_name": "Pemkab Blitar"}
    world.grants.consents[0].scope = "user.info.basic,video.list"
    assert code(ask(world, "get", fields=["display_name"])) == 40130


def test_another_accounts_business_id_is_refused(world: World) -> None:
    other = world.add_account("dinas").open_id
    assert code(ask(world, "video/list", business_id=other)) == 40001
    assert code(ask(world, "video/list", business_id=None)) == 40002


def test_videos_come_newest_first_and_their_cursor_is_in_milliseconds(world: World) -> None:
    walked = list(pages(world, "video/list", max_count="2"))
    found = [id for page in walked for id in ids(page)]
    newest = sorted(world.videos.values(), key=lambda known: known.created_at, reverse=True)
    assert found == [known.id for known in newest]
    assert walked[0]["cursor"] == int(newest[1].created_at.timestamp()) * 1_000


def test_a_video_has_its_id_alone_unless_more_is_asked_for(world: World) -> None:
    assert set(read(ask(world, "video/list"))["videos"][0]) == {"item_id"}


def test_the_fields_of_a_video_have_their_types(world: World) -> None:
    fields = ["item_id", "create_time", "caption", "share_url", "media_type", "is_ad", "video_duration", "likes"]
    item = read(ask(world, "video/list", fields=fields))["videos"][0]
    assert [type(item[name]) for name in fields] == [str, str, str, str, str, bool, float, int]
    assert item["create_time"].isdigit()


def test_the_id_must_be_among_the_fields(world: World) -> None:
    assert code(ask(world, "video/list", fields=["caption"])) == 40002


def test_one_field_without_its_scope_fails_the_whole_call(world: World) -> None:
    fields = ["item_id", "caption", "full_video_watched_rate"]
    assert code(ask(world, "video/list", fields=fields)) == 40130
    world.grants.consents[0].scope += ",video.insights"
    assert code(ask(world, "video/list", fields=fields)) == 0


def test_an_unknown_field_is_refused_with_the_list_of_valid_ones(world: World) -> None:
    response = ask(world, "video/list", fields=["item_id", "title"])
    assert code(response) == 40002
    assert "video_views" in message(response)


@pytest.mark.parametrize("fields", ["item_id,caption", '{"item_id": true}', "[1]"])
def test_an_array_that_is_no_json_is_refused(world: World, fields: str) -> None:
    assert code(ask(world, "video/list", fields=fields)) == 40002


@pytest.mark.parametrize(
    ("endpoint", "count", "expected"),
    [
        ("video/list", "20", 0), ("video/list", "21", 40002), ("video/list", "0", 40002), ("video/list", "ten", 40002),
        ("comment/list", "30", 0), ("comment/list", "31", 40002), ("comment/list", "-1", 40002),
    ],
)  # fmt: skip
def test_more_than_the_most_a_page_holds_is_refused(
    world: World, video: str, endpoint: str, count: str, expected: int
) -> None:
    assert code(ask(world, endpoint, video_id=video, max_count=count)) == expected


def test_ten_videos_come_unless_more_are_asked_for(world: World) -> None:
    for n in range(20):
        world.add_video(ACCOUNT, at=world.clock - timedelta(hours=n + 1))
    assert [len(page["videos"]) for page in pages(world, "video/list")] == [10, 10, 4]


def test_videos_asked_for_by_id_have_the_cursor_0(world: World, video: str) -> None:
    page = read(ask(world, "video/list", filters={"video_ids": [video, "1"]}))
    assert page == {"videos": [{"item_id": video}], "cursor": 0, "has_more": False}


def test_advertisements_can_be_had_alone(world: World) -> None:
    ad = world.add_video(ACCOUNT, is_ad=True).id
    assert walk(world, "video/list", filters={"ad_post_only": True}) == [ad]


@pytest.mark.parametrize("privacy", ["FRIENDS", "PRIVATE"])
def test_a_post_that_not_everybody_sees_looks_like_none_at_all(world: World, privacy: Any) -> None:
    empty = read(ask(world, "video/list", account=world.add_account("baru").open_id))
    for known in list(world.videos):
        world.set_privacy(known, privacy)
    assert read(ask(world, "video/list")) == empty == {"videos": [], "cursor": 0, "has_more": False}


def test_an_omitted_video_is_in_no_list_and_its_comments_are_there(world: World, video: str) -> None:
    world.omit_video(video)
    assert video not in walk(world, "video/list")
    assert walk(world, "comment/list", video_id=video)


def comments_counted(world: World, video: str) -> int:
    item = read(ask(world, "video/list", fields=["item_id", "comments"], filters={"video_ids": [video]}))["videos"][0]
    counted: int = item["comments"]
    return counted


def test_the_counter_of_a_video_lags_behind(world: World, quiet: str) -> None:
    world.add_reply(world.add_comment(quiet, "Lampu mati").id, "Kami cek", own=True)
    assert comments_counted(world, quiet) == 0
    world.advance(hours=36)
    assert comments_counted(world, quiet) == 2


def test_the_counter_may_be_true_at_once_or_say_anything(world: World, quiet: str) -> None:
    world.habits.counter_lag = None
    world.add_comment(quiet, "Lampu mati")
    assert comments_counted(world, quiet) == 1
    world.state_count(quiet, 99)
    assert comments_counted(world, quiet) == 99


def test_the_counter_stands_still_after_a_year(world: World, quiet: str) -> None:
    world.advance(days=366)
    world.add_comment(quiet, "Masih mati")
    world.advance(days=30)
    assert comments_counted(world, quiet) == 0


# -- comments -------------------------------------------------------------------------------------------------------


def test_a_comment_has_the_fields_and_types_of_the_platform(world: World, quiet: str) -> None:
    top = world.add_comment(quiet, "Lampu jalan mati", author="warga1", likes=4)
    item = one(world, top)
    assert item.pop("profile_image").partition("?")[2].startswith("x-expires=")
    assert item == {
        "comment_id": top.id, "video_id": quiet, "user_id": top.author.user_id,
        "unique_identifier": top.author.unique_identifier, "create_time": str(int(top.created_at.timestamp())),
        "text": "Lampu jalan mati", "likes": 4, "replies": 0, "owner": False, "liked": False, "pinned": False,
        "status": "PUBLIC", "username": "warga1", "display_name": "Warga1",
    }  # fmt: skip
    assert (len(top.id), len(top.author.user_id), top.author.unique_identifier[0]) == (19, 64, "+")


def test_a_reply_names_its_parent_and_lacks_what_only_comments_have(world: World, quiet: str) -> None:
    top = world.add_comment(quiet, "Lampu mati")
    item = one(world, world.add_reply(top.id, "Kami cek", own=True))
    assert (item["parent_comment_id"], item["owner"]) == (top.id, True)
    assert not {"replies", "pinned", "reply_list", "username"} & set(item)


def test_the_address_of_a_picture_expires(world: World, quiet: str) -> None:
    top = world.add_comment(quiet, "Lampu mati")
    before = one(world, top)["profile_image"]
    world.advance(hours=1)
    assert one(world, top)["profile_image"] != before


def test_ids_and_times_may_be_bare_numbers_and_fields_may_lack(world: World, quiet: str) -> None:
    top = world.add_comment(quiet, "Lampu mati")
    world.habits.ids_as_numbers = world.habits.times_as_numbers = True
    world.habits.absent = frozenset(("unique_identifier", "status"))
    item = one(world, top)
    assert (item["comment_id"], item["create_time"]) == (int(top.id), int(top.created_at.timestamp()))
    assert not {"unique_identifier", "status"} & set(item)


def test_newest_first_pages_cover_every_comment_once(world: World, video: str) -> None:
    walked = list(pages(world, "comment/list", video_id=video, **NEWEST))
    expected = sorted(world.videos[video].comments, key=lambda comment: comment.key, reverse=True)
    assert [id for page in walked for id in ids(page)] == [comment.id for comment in expected]


def test_twenty_comments_come_unless_more_are_asked_for(world: World, quiet: str) -> None:
    world.habits.page_cap = None
    for n in range(25):
        world.add_comment(quiet, f"Lapor {n}")
    page = read(ask(world, "comment/list", video_id=quiet))
    assert (len(page["comments"]), page["cursor"], page["has_more"]) == (20, 20, True)
    assert len(read(ask(world, "comment/list", video_id=quiet, max_count="30"))["comments"]) == 25


@pytest.mark.parametrize("count", [0, 2])
def test_the_cursor_behaves_like_an_offset(world: World, quiet: str, count: int) -> None:
    for n in range(count):
        world.add_comment(quiet, f"Lapor {n}")
    page = read(ask(world, "comment/list", video_id=quiet))
    assert (page["cursor"], page["has_more"]) == (count, False)


def test_a_new_comment_shifts_the_pages_of_a_walk_under_way(world: World, video: str) -> None:
    first = read(ask(world, "comment/list", video_id=video, max_count="3", **NEWEST))
    world.add_comment(video, "Baru")
    second = read(ask(world, "comment/list", video_id=video, max_count="3", cursor=first["cursor"], **NEWEST))
    assert ids(second)[0] == ids(first)[-1]


@pytest.mark.parametrize("cursor", ["-1", "abc", "", "1.5"])
def test_a_cursor_that_is_no_number_is_refused(world: World, video: str, cursor: str) -> None:
    assert code(ask(world, "comment/list", video_id=video, cursor=cursor)) == 40002


@pytest.mark.parametrize(
    ("field", "of"),
    [("likes", lambda c: c.likes), ("replies", lambda c: len(c.standing)), ("create_time", lambda c: c.created_at)],
)
def test_each_order_can_be_had_up_and_down(world: World, video: str, field: str, of: Any) -> None:
    up = [
        of(world.comments[id]) for id in walk(world, "comment/list", video_id=video, sort_field=field, sort_order="asc")
    ]
    assert up == sorted(up)
    down = walk(world, "comment/list", video_id=video, sort_field=field, sort_order="desc")
    assert [of(world.comments[id]) for id in down] == sorted(up, reverse=True)
    assert walk(world, "comment/list", video_id=video, sort_field=field) == down


def test_without_a_sort_field_the_order_is_random_and_seeded(world: World, quiet: str) -> None:
    for n in range(20):
        world.add_comment(quiet, f"Lapor {n}")
    world.habits.page_cap = None
    one, two = (ids(read(ask(world, "comment/list", video_id=quiet, sort_order="desc"))) for _ in range(2))
    assert one != two
    world.reset_counts()
    assert ids(read(ask(world, "comment/list", video_id=quiet, sort_order="desc"))) == one


def test_sort_type_is_ignored(world: World, video: str) -> None:
    asked = {"video_id": video, "sort_field": "create_time"}
    assert walk(world, "comment/list", **asked, sort_type="ASC") == walk(world, "comment/list", **asked)


@pytest.mark.parametrize(
    "bad",
    [
        {"sort_order": "DESC"}, {"sort_field": "time"}, {"status": "HIDDEN"}, {"include_replies": "True"},
        {"comment_ids": "1"}, {"comment_ids": [7247303576418566913]}, {"comment_ids": ["1"] * 31}, {"video_id": None},
    ],
    ids=str,
)  # fmt: skip
def test_a_bad_parameter_is_refused_by_its_name(world: World, video: str, bad: dict[str, Any]) -> None:
    response = ask(world, "comment/list", **{"video_id": video} | bad)
    assert code(response) == 40002
    assert message(response).startswith(next(iter(bad)))


def test_hidden_comments_come_with_all_and_without_a_reason(world: World, quiet: str) -> None:
    shown, hidden = world.add_comment(quiet, "Satu"), world.add_comment(quiet, "Dua", status="HIDDEN")
    assert set(walk(world, "comment/list", video_id=quiet)) == {shown.id, hidden.id}
    assert walk(world, "comment/list", video_id=quiet, status="PUBLIC") == [shown.id]
    assert one(world, hidden)["status"] == "HIDDEN"
    world.publish(hidden.id)
    assert len(walk(world, "comment/list", video_id=quiet, status="PUBLIC")) == 2


def test_a_status_nobody_knows_is_sent_as_it_is(world: World, quiet: str) -> None:
    top = world.add_comment(quiet, "Satu")
    world.hide(top.id, "FRIENDS_ONLY")
    assert one(world, top)["status"] == "FRIENDS_ONLY"


@pytest.mark.parametrize(("floats", "place"), [(False, 9), (True, 0)])
def test_a_pinned_comment_comes_first_or_in_its_place(world: World, quiet: str, floats: bool, place: int) -> None:
    world.habits.pins_float = floats
    made = [world.add_comment(quiet, f"Lapor {n}", at=world.clock - timedelta(days=n)) for n in range(10)]
    world.pin(made[9].id)
    assert walk(world, "comment/list", video_id=quiet, **NEWEST).index(made[9].id) == place
    assert one(world, made[9])["pinned"] is True


def test_one_comment_is_pinned_at_most_and_never_a_reply(world: World, quiet: str) -> None:
    first, second = world.add_comment(quiet, "Satu"), world.add_comment(quiet, "Dua")
    world.pin(first.id)
    world.pin(second.id)
    assert (first.pinned, second.pinned) == (False, True)
    with pytest.raises(ValueError, match="reply"):
        world.pin(world.add_reply(first.id, "Kami cek").id)


def test_filtering_late_makes_pages_short_and_empty_though_more_follows(world: World, quiet: str) -> None:
    world.habits.filters_late, world.habits.page_cap = True, 2
    made = [world.add_comment(quiet, f"Lapor {n}", at=world.clock - timedelta(days=n)) for n in range(6)]
    for gone in made[1:4]:
        world.delete(gone.id)
    walked = list(pages(world, "comment/list", video_id=quiet, **NEWEST))
    assert [(len(page["comments"]), page["cursor"]) for page in walked] == [(1, 2), (0, 4), (2, 6)]


# -- beyond 500 -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def crowd() -> World:
    return sandbox.big()


def crowded(world: World) -> tuple[list[Comment], list[Comment]]:
    """The comments as they come, newest first as far as that goes, and as they truly are."""
    video = next(iter(world.videos.values()))
    walked = walk(world, "comment/list", video_id=video.id, max_count="30", **NEWEST)
    true = sorted(video.comments, key=lambda comment: comment.key, reverse=True)
    return [world.comments[id] for id in walked], true


def test_of_1200_comments_500_come_in_order_and_the_rest_by_likes_with_some_again(crowd: World) -> None:
    crowd.habits.tail = "rest"
    walked, true = crowded(crowd)
    likes = [comment.likes for comment in walked[500:]]
    assert walked[:500] == true[:500]
    assert likes == sorted(likes, reverse=True)
    assert set(walked) == set(true)
    assert len(walked) > len(true) == 1_201


def test_where_the_two_orders_cross_some_comments_never_come(crowd: World) -> None:
    crowd.habits.tail = "crossed"
    walked, true = crowded(crowd)
    assert walked[:500] == true[:500]
    assert len(walked) == len(true)
    assert set(walked) < set(true)


def test_500_comments_keep_their_order(world: World, quiet: str) -> None:
    world.habits.depth, world.habits.page_cap = 5, None
    made = [world.add_comment(quiet, f"Lapor {n}", at=world.clock - timedelta(days=n), likes=n) for n in range(5)]
    assert walk(world, "comment/list", video_id=quiet, **NEWEST) == [comment.id for comment in made]


# -- replies --------------------------------------------------------------------------------------------------------


def test_three_replies_come_inside_a_comment_and_not_always_the_newest(world: World, quiet: str) -> None:
    top = world.add_comment(quiet, "Lampu mati")
    made = [world.add_reply(top.id, f"Setuju {n}", at=world.clock + timedelta(minutes=n)) for n in range(5)]
    world.like(made[1].id, 3)
    own = world.add_reply(top.id, "Kami cek", own=True, at=world.clock + timedelta(hours=1))
    item = one(world, top, include_replies="true")
    assert ids({"comments": item["reply_list"]}) == [own.id, made[1].id, made[0].id]
    assert item["replies"] == 6
    assert {reply["parent_comment_id"] for reply in item["reply_list"]} == {top.id}


def test_replies_come_inside_only_if_asked_for_and_never_as_an_empty_list(world: World, quiet: str) -> None:
    top, alone = world.add_comment(quiet, "Lampu mati"), world.add_comment(quiet, "Jalan rusak")
    world.add_reply(top.id, "Kami cek", own=True)
    assert "reply_list" not in one(world, top)
    assert "reply_list" not in one(world, alone, include_replies="true")


def test_all_replies_are_listed_by_page(world: World, quiet: str) -> None:
    top = world.add_comment(quiet, "Lampu mati")
    made = [world.add_reply(top.id, f"Setuju {n}", at=world.clock + timedelta(minutes=n)).id for n in range(10)]
    asked = {"video_id": quiet, "comment_id": top.id, "sort_field": "create_time", "max_count": "4"}
    assert walk(world, "comment/reply/list", **asked, sort_order="asc") == made
    assert walk(world, "comment/reply/list", **asked) == made[::-1]
    assert code(ask(world, "comment/reply/list", **asked, sort_order="smart")) == 40002


def test_a_reply_to_a_reply_keeps_the_parent_on_top(world: World, quiet: str) -> None:
    top = world.add_comment(quiet, "Lampu mati")
    deeper = world.add_reply(world.add_reply(top.id, "Setuju").id, "Saya juga")
    assert one(world, deeper)["parent_comment_id"] == top.id


def test_a_late_reply_moves_nothing_but_the_counter(world: World, video: str) -> None:
    before = walk(world, "comment/list", video_id=video, **NEWEST)
    oldest = world.comments[before[-1]]
    count = one(world, oldest)["replies"]
    world.add_reply(oldest.id, "Sudah ada kabar?")
    assert walk(world, "comment/list", video_id=video, **NEWEST) == before
    assert one(world, oldest)["replies"] == count + 1


def test_the_replies_of_a_hidden_comment_are_not_listed(world: World, quiet: str) -> None:
    top = world.add_comment(quiet, "Lampu mati", status="HIDDEN")
    world.add_reply(top.id, "Kami cek", own=True)
    assert walk(world, "comment/reply/list", video_id=quiet, comment_id=top.id) == []
    item = one(world, top, include_replies="true")
    assert (item["replies"], "reply_list" in item) == (1, False)


def test_hidden_replies_come_with_all_alone(world: World, quiet: str) -> None:
    top = world.add_comment(quiet, "Lampu mati")
    hidden = world.add_reply(top.id, "Setuju", status="HIDDEN").id
    asked = {"video_id": quiet, "comment_id": top.id}
    assert walk(world, "comment/reply/list", **asked) == [hidden]
    assert walk(world, "comment/reply/list", **asked, status="PUBLIC") == []


def test_replies_may_also_stand_in_the_list_of_comments(world: World, quiet: str) -> None:
    world.habits.replies_listed = True
    top = world.add_comment(quiet, "Lampu mati")
    reply = world.add_reply(top.id, "Kami cek", own=True)
    assert set(walk(world, "comment/list", video_id=quiet)) == {top.id, reply.id}


# -- what is gone ---------------------------------------------------------------------------------------------------


def test_comments_and_replies_are_had_by_id_up_to_30(world: World, quiet: str) -> None:
    world.habits.page_cap = None
    top = world.add_comment(quiet, "Lampu mati")
    asked = [top.id, *(world.add_reply(top.id, f"Setuju {n}").id for n in range(29))]
    page = read(ask(world, "comment/list", video_id=quiet, comment_ids=asked, max_count="30"))
    assert ids(page) == asked
    assert page["has_more"] is False


@pytest.mark.parametrize(("habit", "expected"), [("omit", 0), ("PERMISSION_ERROR", 40001), ("NOT_EXIST", 40007)])
def test_a_deleted_id_is_left_out_or_refused(world: World, quiet: str, habit: str, expected: int) -> None:
    world.habits.missing_ids = habit
    kept, gone = world.add_comment(quiet, "Satu"), world.add_comment(quiet, "Dua")
    world.delete(gone.id)
    response = ask(world, "comment/list", video_id=quiet, comment_ids=[gone.id, kept.id])
    assert code(response) == expected
    assert expected or ids(read(response)) == [kept.id]


def test_a_comment_of_another_video_is_not_found_under_this_one(world: World, video: str, quiet: str) -> None:
    other = world.videos[video].comments[0].id
    assert walk(world, "comment/list", video_id=quiet, comment_ids=[other]) == []


def test_a_deleted_comment_takes_its_replies_with_it_and_comes_back_with_them(world: World, quiet: str) -> None:
    top = world.add_comment(quiet, "Lampu mati")
    reply = world.add_reply(top.id, "Kami cek", own=True)
    world.delete(top.id)
    assert walk(world, "comment/list", video_id=quiet, comment_ids=[top.id, reply.id]) == []
    assert code(ask(world, "comment/reply/list", video_id=quiet, comment_id=top.id)) == 40001
    world.restore(top.id)
    assert len(walk(world, "comment/list", video_id=quiet, comment_ids=[top.id, reply.id])) == 2


@pytest.mark.parametrize(
    ("habit", "expected"), [("PERMISSION_ERROR", 40001), ("NOT_EXIST", 40007), ("PARAM_ERROR", 40002)]
)
def test_the_comments_of_a_video_that_is_gone_are_refused(world: World, video: str, habit: str, expected: int) -> None:
    world.habits.missing = habit
    world.delete_video(video)
    response = ask(world, "comment/list", video_id=video)
    assert code(response) == expected
    assert message(response).endswith("doesn't exist or has been deleted")


def test_the_comments_of_another_accounts_video_are_refused(world: World) -> None:
    other = world.add_video(world.add_account("dinas").open_id).id
    assert code(ask(world, "comment/list", video_id=other)) == 40001


# -- faults ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", [name for name in ERRORS if name != "OK"])
def test_every_code_can_be_injected_in_every_shape(world: World, video: str, name: str, shape: str) -> None:
    world.inject(faults.error(name, shape=shape))
    response = ask(world, "comment/list", video_id=video)
    assert code(response) == ERRORS[name][0]
    assert ("data" in json.loads(response.body)) == (shape != "absent")
    assert code(ask(world, "comment/list", video_id=video)) == 0


def test_the_codes_are_those_of_the_platform() -> None:
    assert sorted(number for number, _ in ERRORS.values()) == [
        0, 20001, 40000, 40001, 40002, 40003, 40006, 40007, 40050, 40100, 40102, 40103, 40104, 40105, 40107, 40110,
        40113, 40117, 40118, 40124, 40125, 40130, 40131, 40132, 40201, 40202, 40400, 50000, 50002, 51000, 51010, 51065,
    ]  # fmt: skip


def test_a_partial_success_has_its_data(world: World, video: str) -> None:
    world.inject(faults.partial())
    body = json.loads(ask(world, "comment/list", video_id=video).body)
    assert body["code"] == 20001
    assert body["data"]["comments"]


def test_a_success_may_lack_its_data(world: World, video: str) -> None:
    world.inject(faults.no_data())
    body = json.loads(ask(world, "comment/list", video_id=video).body)
    assert (body["code"], body["data"]) == (0, None)


def test_a_fault_may_wait_for_one_endpoint(world: World, video: str) -> None:
    world.inject(faults.error("SYS_ERROR", method="business/comment/list"))
    assert [code(ask(world, name, video_id=video)) for name in ("video/list", "comment/list")] == [0, 50000]


@pytest.mark.parametrize("endpoint", ["video/list", "comment/list"])
def test_short_and_empty_pages_lose_nothing(world: World, video: str, endpoint: str) -> None:
    asked = {"video_id": video, "max_count": "3"} | NEWEST
    whole = walk(world, endpoint, **asked)
    world.inject(faults.empty_page(skip=1), faults.short_page(1))
    walked = list(pages(world, endpoint, **asked))
    assert [len(ids(page)) for page in walked[:2]] == [1, 0]
    assert [id for page in walked for id in ids(page)] == whole
    cursors = [page["cursor"] for page in walked]
    assert len(set(cursors)) == len(cursors)


def test_a_page_asked_for_again_after_an_empty_one_is_the_same(world: World, video: str) -> None:
    asked = {"video_id": video, "max_count": "3"} | NEWEST
    first = read(ask(world, "comment/list", **asked))
    world.inject(faults.empty_page())
    assert ids(read(ask(world, "comment/list", **asked, cursor=first["cursor"]))) == []
    again = read(ask(world, "comment/list", **asked, cursor=first["cursor"]))
    assert ids(first) + ids(again) == walk(world, "comment/list", **asked)[:6]


@pytest.mark.parametrize("endpoint", ["video/list", "comment/list"])
def test_a_walk_may_end_too_early(world: World, video: str, endpoint: str) -> None:
    world.inject(faults.empty_end())
    page = read(ask(world, endpoint, video_id=video))
    assert (ids(page), page["has_more"]) == ([], False)


@pytest.mark.parametrize("endpoint", ["video/list", "comment/list"])
def test_a_cursor_may_not_advance(world: World, video: str, endpoint: str) -> None:
    asked = {"video_id": video, "max_count": "1"}
    first = read(ask(world, endpoint, **asked))
    world.inject(faults.self_token())
    second = read(ask(world, endpoint, **asked, cursor=first["cursor"]))
    assert (second["cursor"], second["has_more"]) == (first["cursor"], True)


def test_a_cursor_may_go_back_to_the_first(world: World, video: str) -> None:
    asked = {"video_id": video, "max_count": "2"} | NEWEST
    first, second = (read(ask(world, "comment/list", **asked, cursor=cursor)) for cursor in ("0", "2"))
    world.inject(faults.repeated_token())
    third = read(ask(world, "comment/list", **asked, cursor=second["cursor"]))
    assert third["cursor"] == first["cursor"]


def test_one_damaged_comment_is_hit_by_its_id(world: World, video: str) -> None:
    chosen = world.videos[video].comments[2].id
    world.inject(faults.damage("create_time", "soon", item=chosen))
    page = read(ask(world, "comment/list", video_id=video))
    assert [item["comment_id"] for item in page["comments"] if item["create_time"] == "soon"] == [chosen]


def test_something_in_front_answers_with_its_own_status(world: World, video: str) -> None:
    world.inject(faults.gateway_page(503), faults.too_many_requests(retry_after=3))
    answers = [ask(world, "comment/list", video_id=video) for _ in range(2)]
    assert [(one.status, one.headers.get("Retry-After")) for one in answers] == [(503, None), (429, "3")]


def test_an_error_may_say_how_long_to_wait(world: World, video: str) -> None:
    world.inject(faults.error("REQUEST_TOO_FREQUENT", retry_after=7))
    assert ask(world, "comment/list", video_id=video).headers["Retry-After"] == "7"


# -- counts, the door, and whole worlds -----------------------------------------------------------------------------


def test_calls_are_counted_by_endpoint_and_logged_without_credentials(world: World, video: str) -> None:
    ask(world, "comment/list", video_id=video)
    ask(world, "video/list", fields=["item_id"])
    ask(world, "video/list", max_count="99")
    assert dict(world.meter.by_method) == {"business/comment/list": 1, "business/video/list": 2}
    assert dict(world.requests[1].params) == {"business_id": ACCOUNT, "fields": '["item_id"]'}


def test_another_process_changes_the_world_through_the_door(world: World, video: str) -> None:
    def send(url: str, body: Any) -> Any:
        with urllib.request.urlopen(url, data=json.dumps(body).encode(), timeout=5) as answer:
            return json.loads(answer.read())

    with sandbox.serve(world) as running:
        arguments = {"video": video, "text": "Jalan rusak", "at": "2026-11-20T00:00:00Z"}
        made = send(f"{running.url}/_sandbox/do", {"operation": "add_comment", "arguments": arguments})
        send(f"{running.url}/_sandbox/faults", {"kind": "error", "data": {"name": "SYS_ERROR"}})
        with urllib.request.urlopen(f"{running.url}/_sandbox/videos", timeout=5) as answer:
            seen = {top["id"] for known in json.loads(answer.read()) for top in known["comments"]}
    assert made["id"] in seen
    assert code(ask(world, "comment/list", video_id=video)) == 50000


def test_the_demos_account_is_a_regency_with_eight_videos_and_fifty_complaints() -> None:
    world = sandbox.demo()
    tops = [comment for comment in world.comments.values() if comment.parent is None]
    assert (len(world.videos), sum(not top.owner for top in tops)) == (8, 50)
    replies = Counter(comment.owner for comment in world.comments.values() if comment.parent is not None)
    assert replies[True] >= 10
    assert replies[False] >= 10
    assert all(comment.created_at <= world.clock for comment in world.comments.values())


def test_the_big_world_has_1200_comments_with_hidden_ones_and_long_threads() -> None:
    world = sandbox.big()
    tops = [top for video in world.videos.values() for top in video.comments if not top.pinned]
    assert (len(tops), sum(top.status == "HIDDEN" for top in tops)) == (1_200, 60)
    assert sum(len(top.replies) > 3 for top in tops) == 40


def test_a_world_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        sandbox.build(videos=1, comments=2, replies=7)


def test_the_same_seed_makes_the_same_world() -> None:
    one, two = sandbox.small(5), sandbox.small(5)
    assert {id: comment.text for id, comment in one.comments.items()} == {
        id: comment.text for id, comment in two.comments.items()
    }
    assert list(sandbox.small(6).comments) != list(one.comments)
