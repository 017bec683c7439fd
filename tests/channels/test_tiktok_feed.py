"""Which videos are looked at, how far their comments are read, and where a walk may end."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from complaint_hub.channels.tiktok import TikTok
from complaint_hub.channels.tiktok.errors import WalkStoppedError
from complaint_hub.contract import Response
from complaint_hub.errors import ConfigError, PayloadError, RejectedError
from complaint_hub.sandbox import tiktok as sandbox
from complaint_hub.sandbox.tiktok import faults
from complaint_hub.testing import Played, play
from complaint_hub.testing.play import NOW
from support.tiktok_pages import (
    ACCOUNT,
    Json,
    answers,
    asked,
    by_path,
    comment,
    count,
    envelope,
    from_world,
    page,
    reply,
    tiktok,
    video,
    videos,
)

LIST = "business/comment/list"


def again(before: Played, answer: Any, **settings: Any) -> Played:
    channel: TikTok = settings.pop("channel", None) or tiktok()
    return play(channel, answer, state=before.state, known=before.known, marks=before.marks, **settings)


def first(*items: Json, **about: Any) -> Played:
    return play(tiktok(), by_path(videos(video(**about)), [page(items)]))


def old_and_new(*new: Json, cursor: int | None = None, pinned: Json | None = None) -> Played:
    """A second run: new comments before the one that the first run knew."""
    before = first(comment("1", at=0))
    top = [pinned] if pinned else []
    return again(before, by_path(videos(video()), [page([*top, *new, comment("1", at=0)], cursor)]))


def test_what_is_asked_names_its_order_and_hides_nothing() -> None:
    played = first(comment("1"))
    assert dict(played.requests[1].params or {}) == {
        "business_id": ACCOUNT,
        "video_id": "700",
        "include_replies": "true",
        "status": "ALL",
        "max_count": "30",
        "sort_field": "create_time",
        "sort_order": "desc",
    }
    assert dict(played.requests[0].params or {}) == {
        "business_id": ACCOUNT,
        "fields": '["item_id","create_time","share_url","comments"]',
        "max_count": "20",
    }


def test_every_request_draws_on_the_limit_of_its_kind_and_on_those_of_the_app() -> None:
    played = first(comment("1", total=5))
    assert [dict(request.draws) for request in played.requests] == [
        {kind: 1, "app": 1, "calls": 1}
        for kind in ("video_list", "comment_list", "reply_list", "reply_list", "reply_list")
    ]
    limits = tiktok().limits
    assert [(limits[name].amount, limits[name].per, limits[name].shared) for name in limits] == [
        *[(40, "minute", "account")] * 4,
        (10, "second", "app"),
        (864_000, "day", "app"),
    ]


def test_a_comment_is_a_complaint_under_its_video() -> None:
    (found,) = first(comment("7110000000000000001")).complaints
    assert (found.id, found.scope, found.text) == ("tiktok:7110000000000000001", "700", "Lampu jalan mati")
    assert found.author is not None
    assert (found.author.id, found.author.name) == ("+Ab/1=", "Warga Satu")
    assert found.subject is not None
    assert found.subject.url == "https://www.tiktok.com/@blitar/video/700"
    assert (found.kind, found.source_detail) == (None, None)
    assert "profile" not in found.model_dump_json()


def test_what_the_account_itself_wrote_is_no_complaint() -> None:
    (found,) = first(comment("1", owner=True)).complaints
    assert found.kind == "other"


@pytest.mark.parametrize(
    ("status", "detail"), [("PUBLIC", None), ("HIDDEN", "hidden"), ("FRIENDS_ONLY", "friends_only")]
)
def test_where_a_comment_stands_is_told(status: str, detail: str | None) -> None:
    (found,) = first(comment("1", status=status)).complaints
    assert found.source_detail == detail
    assert "source_detail" in found.model_fields_set


def test_an_idle_run_costs_the_list_and_one_call_for_each_video() -> None:
    listed = videos(*(video(str(n)) for n in range(700, 705)))
    before = play(tiktok(), by_path(listed, [page([comment(str(n), at=-100)]) for n in range(5)]))
    played = again(before, by_path(listed, [page([comment(str(n), at=-100)]) for n in range(5)]))
    assert (len(played.requests), played.error) == (6, None)


def test_old_ground_ends_a_walk_whatever_follows() -> None:
    before = first(comment("2", at=200), comment("1", at=0))
    items = [comment("3", at=300), comment("2", at=200), comment("1", at=0)]
    played = again(before, by_path(videos(video()), [page(items, cursor=3)]))
    assert count(played, "comment/list/") == 1
    assert {c.native_id for c in played.complaints} == {"1", "2", "3"}


def test_a_known_comment_within_the_overlap_is_no_old_ground() -> None:
    before = first(comment("2", at=30), comment("1", at=0))
    items = [comment("2", at=30), comment("1", at=0)]
    played = again(before, by_path(videos(video()), [page(items, cursor=2), page([comment("0", at=-5)])]))
    assert "0" in played.known


def test_an_old_comment_that_is_not_known_is_no_old_ground() -> None:
    before = first(comment("2", at=200), comment("1", at=0))
    items = [comment("2", at=200), comment("9", at=50)]
    played = again(before, by_path(videos(video()), [page(items, cursor=2), page([comment("8", at=40)])]))
    assert {"8", "9"} <= set(played.known)


def test_a_pinned_comment_is_no_old_ground() -> None:
    pinned = comment("1", at=0, pinned=True)
    before = first(comment("2", at=200), pinned)
    played = again(before, by_path(videos(video()), [page([pinned], cursor=1), page([comment("3", at=300)])]))
    assert "3" in played.known


def test_a_short_or_empty_page_is_no_end() -> None:
    pages = [page([comment("3", at=300)], cursor=1), page([], cursor=2), page([comment("1", at=0)])]
    played = play(tiktok(), by_path(videos(video()), pages))
    assert set(played.known) == {"1", "3"}
    assert asked(played.requests[1:], "cursor") == [None, "1", "2"]


def test_an_empty_last_page_is_asked_for_again() -> None:
    pages = [page([comment("3", at=300)], cursor=1), page([]), page([comment("1", at=0)])]
    played = play(tiktok(), by_path(videos(video()), pages))
    assert set(played.known) == {"1", "3"}


@pytest.mark.parametrize("cursor", [0, 1, None, "x", 2.5], ids=repr)
def test_a_cursor_that_does_not_advance_stops_the_walk_and_keeps_the_watermark(cursor: object) -> None:
    second = page([comment("2", at=200)]) | {"cursor": cursor, "has_more": True}
    played = play(tiktok(), by_path(videos(video()), [page([comment("3", at=300)], cursor=1), second]))
    assert isinstance(played.error, WalkStoppedError)
    assert set(played.known) == {"2", "3"}
    assert "video/700" not in played.marks
    assert played.state == {"v": 1, "videos": 1, "young": 1}


def test_a_video_that_fails_does_not_stop_the_others() -> None:
    listed = videos(video("700"), video("701"))
    played = play(tiktok(), by_path(listed, [envelope(40002), page([comment("1")])]))
    assert (played.error, set(played.known)) == (None, {"1"})
    assert any("video 700 could not be read" in notice for notice in played.notices)
    assert [(part.scope, part.note) for sent in played.pages for part in sent.coverage] == [
        ("700", "not read: refused (code 40002)")
    ]


def test_an_account_of_which_no_video_may_be_read_fails() -> None:
    played = play(tiktok(), by_path(videos(video()), [envelope(40001, "no permission")]))
    assert isinstance(played.error, RejectedError)


def test_a_video_that_is_gone_is_no_failure() -> None:
    played = play(tiktok(), by_path(videos(video()), [envelope(40007)]))
    assert played.error is None


@pytest.mark.parametrize(
    ("age", "hours", "looked"),
    [(2, 0.1, True), (6, 1, True), (10, 5, False), (10, 23.5, True), (100, 24, False), (100, 24 * 7, True)],
)
def test_old_videos_are_looked_at_now_and_then(age: float, hours: float, looked: bool) -> None:
    before = first(comment("1"), days=age)
    later = NOW + timedelta(hours=hours)
    played = again(before, by_path(videos(video(days=age)), [page([comment("1")])]), now=later)
    assert (count(played, "comment/list/") == 1) == looked


def test_a_counter_that_moved_brings_a_video_forward() -> None:
    before = first(comment("1"), days=100, comments=1)
    assert len(again(before, by_path(videos(video(days=100, comments=1)))).requests) == 1
    moved = again(before, by_path(videos(video(days=100, comments=2)), [page([comment("2"), comment("1")])]))
    assert set(moved.known) == {"1", "2"}


def test_a_deep_run_looks_at_all_videos() -> None:
    before = first(comment("1"), days=100)
    played = again(before, by_path(videos(video(days=100)), [page([comment("1")])]), deep="changed")
    assert count(played, "comment/list/") == 1
    assert played.pages[-2].swept == ("700",)


def test_the_list_of_videos_goes_on_by_its_own_cursor() -> None:
    pages = [videos(video("701"), cursor=1_655_118_106_000), page([]), videos(video("700")), page([comment("1")])]
    played = play(tiktok(), answers(*pages))
    assert asked(played.requests, "cursor") == [None, None, "1655118106000", None]
    assert played.state == {"v": 1, "videos": 2, "young": 2}


def test_no_video_where_there_were_some_is_told() -> None:
    before = first(comment("1"))
    played = again(before, answers(*[videos()] * 4))
    assert any("no video is listed, although there were 1" in notice for notice in played.notices)
    assert played.state == {"v": 1, "videos": 1, "young": 1}


def test_fewer_videos_than_before_are_told() -> None:
    before = play(tiktok(), by_path(videos(video("700"), video("701")), [page([comment("1")]), page([])]))
    played = again(before, by_path(videos(video("701")), [page([])]))
    assert [(part.what, part.counted, part.returned) for part in played.pages[-1].coverage] == [("videos", 2, 1)]


@pytest.mark.parametrize("code", [40130, 40002])
def test_a_field_that_is_refused_costs_the_fields_and_not_the_run(code: int) -> None:
    played = play(tiktok(), answers(envelope(code, "fields"), videos({"item_id": "700"}), page([comment("1")])))
    assert (played.error, set(played.known)) == (None, {"1"})
    assert json.loads((played.requests[1].params or {})["fields"]) == ["item_id", "create_time"]
    assert again(played, answers(videos({"item_id": "700"}), page([comment("1")]))).requests[0].params == {
        **(played.requests[1].params or {})
    }


def test_a_reply_that_stands_in_the_list_is_a_message() -> None:
    played = first(comment("1"), reply("2", "1", owner=True))
    assert set(played.known) == {"1"}
    (event,) = played.events
    assert (event.complaint, event.key, event.role) == ("tiktok:1", "2", "agency")


@pytest.mark.parametrize("parent", [0, "0", "", None, "700"], ids=repr)
def test_no_parent_is_said_in_several_ways(parent: object) -> None:
    assert set(first(comment("1", parent_comment_id=parent)).known) == {"1"}


def test_a_run_that_was_cut_goes_on_where_it_stood() -> None:
    world = sandbox.small()
    answer = from_world(world)
    channel = tiktok(sandbox.ACCOUNT)
    whole = play(channel, answer, now=world.clock)
    played, runs = play(channel, answer, now=world.clock, limit=3), 1
    while played.error is not None:
        played = again(played, answer, channel=channel, now=world.clock, limit=4 + runs)
        runs += 1
    assert (played.known.keys(), played.marks, played.state) == (whole.known.keys(), whole.marks, whole.state)


@pytest.mark.parametrize("tail", ["rest", "crossed"])
def test_a_video_with_1200_comments_is_read_whole(tail: Any) -> None:
    world = sandbox.big()
    world.habits.tail = tail
    world.habits.counter_lag = None
    played = play(tiktok(sandbox.ACCOUNT), from_world(world), now=world.clock)
    tops = {id for id, one in world.comments.items() if one.parent is None}
    assert set(played.known) == tops
    assert {event.key for event in played.events} == set(world.comments) - tops
    assert not any(sent.swept for sent in played.pages)


def test_what_a_big_video_did_not_give_is_named() -> None:
    world = sandbox.big()
    (only,) = world.videos
    world.state_count(only, 5_000)
    played = play(tiktok(sandbox.ACCOUNT), from_world(world), now=world.clock)
    sides = set(zip(asked(played.requests, "sort_field"), asked(played.requests, "sort_order"), strict=True))
    assert {("create_time", "asc"), ("likes", "desc"), ("replies", "desc")} <= sides
    (lack,) = [
        part for sent in played.pages for part in sent.coverage if part.scope == only and part.what == "comments"
    ]
    assert lack.counted == 5_000
    assert "keeps no order" in lack.note


def test_a_late_reply_far_down_a_big_video_is_found_by_a_deep_run() -> None:
    world = sandbox.big()
    answer, channel = from_world(world), tiktok(sandbox.ACCOUNT)
    before = play(channel, answer, now=world.clock)
    (only,) = world.videos.values()
    late = world.add_reply(only.comments[300].id, "Sudah ada kabar?")
    played = again(before, answer, channel=channel, now=world.clock, deep="changed")
    assert late.id in {event.key for event in played.events}


def test_a_first_comment_is_met_although_the_first_page_was_empty() -> None:
    world = sandbox.small()
    world.inject(faults.empty_page(method=LIST))
    played = play(tiktok(sandbox.ACCOUNT), from_world(world), now=world.clock)
    assert set(played.known) == {id for id, one in world.comments.items() if one.parent is None}


def test_an_empty_list_deletes_nothing_while_the_counter_says_otherwise() -> None:
    before = first(comment("1"), comments=1)
    played = again(before, by_path(videos(video(comments=1)), [page([])] * 3), deep="full")
    assert not any(sent.swept for sent in played.pages)
    assert any("the list is empty" in part.note for sent in played.pages for part in sent.coverage)


def test_a_checkpoint_of_a_newer_version_is_refused() -> None:
    with pytest.raises(ConfigError, match="upgrade"):
        play(tiktok(), answers(), state={"v": 2})


def test_a_checkpoint_of_imported_files_is_refused() -> None:
    with pytest.raises(ConfigError, match="imported"):
        play(tiktok(), answers(), state={"v": 1, "files": {}})


def test_a_checkpoint_that_cannot_be_read_costs_requests_only() -> None:
    played = play(tiktok(), by_path(videos(video()), [page([comment("1")])]), state={"v": 1, "round": 3})
    assert set(played.known) == {"1"}
    assert "everything is read again" in played.notices[0]


def test_a_video_that_never_answers_goes_to_the_end_of_the_row() -> None:
    stuck: Json = {"depth": "new", "listed": True, "videos": [{"id": "700", "tries": 1}, {"id": "701"}]}
    played = play(
        tiktok(), answers(page([comment("1")]), page([comment("2")]), videos()), state={"v": 1, "round": stuck}
    )
    assert asked(played.requests[:2], "video_id") == ["701", "700"]


def test_three_videos_in_a_row_that_cannot_be_understood_stop_the_run() -> None:
    listed = videos(*(video(str(n)) for n in range(700, 710)))
    played = play(tiktok(), by_path(listed, [envelope(0)] * 10))
    assert isinstance(played.error, PayloadError)
    assert len(played.requests) == 4


@pytest.mark.parametrize(
    "answer", [envelope(0), envelope(40007), envelope(40001, "no permission")], ids=["0", "gone", "no"]
)
def test_a_list_that_is_refused_in_the_middle_is_begun_again(answer: Response) -> None:
    pages: list[Json | Response] = [videos(video("701"), cursor=1_655_118_106_000), page([comment("1")]), answer]
    played = play(tiktok(), answers(*pages))
    assert played.error is not None
    assert played.state == {"v": 1}
    assert set(played.known) == {"1"}
