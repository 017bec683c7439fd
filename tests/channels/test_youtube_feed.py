"""How the feed of a channel is walked: where it stops, what stops it, what it costs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from complaint_hub.channels.youtube.errors import WalkStoppedError
from complaint_hub.contract import Page, Request
from complaint_hub.errors import ConfigError, RejectedError
from complaint_hub.sandbox import youtube as sandbox
from complaint_hub.sandbox.youtube import faults
from complaint_hub.testing import play
from support.youtube_pages import (
    OWNER,
    Json,
    answers,
    asked,
    from_world,
    ok,
    page,
    reached,
    refusal,
    stored,
    thread,
    youtube,
)

OLD = [thread("old1", at=10), thread("old2", at=9)]


def ids(pages: list[Page]) -> list[str]:
    return [complaint.native_id for page in pages for complaint in page.complaints]


def resources(requests: list[Request]) -> list[str]:
    return [request.url.rsplit("/", 1)[1] for request in requests]


def test_an_idle_channel_costs_one_request() -> None:
    played = play(youtube(), answers(page(OLD, token="T")), state=stored())
    assert len(played.requests) == 1
    assert asked(played.requests, "allThreadsRelatedToChannelId") == [OWNER]
    assert played.requests[0].draws == {"units": 1}


def test_the_key_is_in_no_request() -> None:
    played = play(youtube(), answers(page(OLD)), state=stored())
    assert "key" not in (played.requests[0].params or {})


def test_an_old_pinned_thread_does_not_end_the_walk() -> None:
    first = page([thread("pin", at=-5_000), thread("n1", at=100), thread("n2", at=99)], token="T")
    played = play(youtube(), answers(first, page([thread("n3", at=98), *OLD])), state=stored())
    assert ids(played.pages) == ["pin", "n1", "n2", "n3", "old1", "old2"]
    assert reached(played)["watermark"] == "2026-11-05T04:00:00Z"


def test_a_lone_thread_on_a_short_page_may_be_the_pin_and_ends_nothing() -> None:
    first = page([thread("pin", at=-5_000)], token="T")
    played = play(youtube(), answers(first, page([thread("n1", at=100), *OLD])), state=stored())
    assert "n1" in ids(played.pages)


def test_the_last_thread_of_a_page_must_be_older_than_the_overlap() -> None:
    near = page([thread("n1", at=100), thread("seen", at=48)], token="T")
    played = play(youtube(overlap=timedelta(hours=2)), answers(near, page(OLD)), state=stored())
    assert len(played.requests) == 2


def test_a_walk_out_of_order_goes_to_the_end_of_the_list() -> None:
    mixed = page([thread("n1", at=100), thread("old1", at=10), thread("n2", at=99), thread("old2", at=9)], token="T")
    played = play(youtube(), answers(mixed, page([thread("old3", at=8)])), state=stored())
    assert ids(played.pages)[-1] == "old3"


def test_a_short_page_with_a_token_is_no_end() -> None:
    played = play(
        youtube(), answers(page([thread("a", at=3)], token="T"), page([], token="U"), page([thread("b", at=2)]))
    )
    assert ids(played.pages) == ["a", "b"]


@pytest.mark.parametrize(
    "second",
    [
        page([thread("b", at=2)], token="T"),
        page([thread("a", at=3), thread("a2", at=3)], token="U"),
    ],
    ids=["repeated token", "nothing new"],
)
def test_a_guard_stops_the_walk_and_keeps_the_watermark(second: Json) -> None:
    first = page([thread("a", at=103), thread("a2", at=103)], token="T")
    played = play(youtube(), answers(first, second), state=stored())
    assert isinstance(played.error, WalkStoppedError)
    assert played.state == {**stored(), "todo": ["feed"]}


def test_what_a_stopped_walk_found_is_kept() -> None:
    played = play(
        youtube(),
        answers(page([thread("a", at=103)], token="T"), page([thread("b", at=102)], token="T")),
        state=stored(),
    )
    assert ids(played.pages) == ["a", "b"]


def test_three_empty_pages_in_a_row_stop_the_walk() -> None:
    first = page([thread("a", at=103)], token="T")
    played = play(youtube(), answers(first, *(page([], token=f"T{n}") for n in range(3))), state=stored())
    assert isinstance(played.error, WalkStoppedError)
    assert len(played.requests) == 4


def test_a_repeated_token_is_met_by_a_later_run_too() -> None:
    first = play(youtube(), answers(page([thread("a", at=103)], token="T")), state=stored(), limit=1)
    played = play(youtube(), answers(page([thread("b", at=102)], token="T")), state=first.state, limit=1)
    assert isinstance(played.error, WalkStoppedError)


def test_an_empty_page_without_a_token_in_mid_walk_is_asked_for_again() -> None:
    first = page([thread("a", at=103)], token="T")
    played = play(youtube(), answers(first, page([]), page([thread("b", at=102), *OLD])), state=stored())
    assert "b" in ids(played.pages)
    assert asked(played.requests, "pageToken") == [None, "T", "T"]


def test_after_four_such_pages_the_videos_are_compared() -> None:
    first = page([thread("a", at=103)], token="T")
    played = play(youtube(), answers(first), state=stored())
    assert resources(played.requests) == ["commentThreads"] * 5 + ["playlistItems"]
    assert played.error is None


def test_a_refused_token_begins_the_walk_again_once() -> None:
    bad = refusal(400, "invalidPageToken")
    again = play(youtube(), answers(page([thread("a", at=103)], token="T"), bad, page(OLD)), state=stored())
    assert again.error is None
    assert asked(again.requests, "pageToken") == [None, "T", None]

    first = page([thread("a", at=103)], token="T")
    twice = play(youtube(), answers(first, bad, page([thread("a", at=103)], token="U"), bad), state=stored())
    assert isinstance(twice.error, WalkStoppedError)
    assert twice.state == {**stored(), "todo": ["feed"]}


def test_a_feed_that_ends_before_old_ground_is_compared_with_the_counters() -> None:
    played = play(youtube(), answers(page([thread("n", at=100)])), state=stored())
    assert resources(played.requests) == ["commentThreads", "playlistItems"]


def test_a_young_channel_is_not_compared_at_every_run() -> None:
    young = [thread("n", at=48), thread("m", at=48)]
    played = play(youtube(), answers(page(young)), state=stored(watermark="2026-11-03T00:00:00Z"))
    assert len(played.requests) == 1


def test_a_channel_without_comments_costs_one_request_after_its_first_run() -> None:
    first = play(youtube(), answers())
    assert first.error is None
    assert len(play(youtube(), answers(), state=first.state).requests) == 1


def test_a_feed_that_is_suddenly_empty_is_told_and_moves_nothing() -> None:
    played = play(youtube(), answers(), state=stored())
    assert played.state == stored()
    assert played.notices == ["the feed of the channel is empty, although it had comments before"]


def test_a_first_walk_compares_the_counters_and_reads_what_is_missing() -> None:
    world = sandbox.small()
    world.feed_depth = 8
    played = play(youtube(sandbox.CHANNEL), from_world(world))
    assert played.error is None
    assert {c.native_id for c in played.complaints} == set(world.threads)
    assert played.pages[-1].coverage[0].counted == played.pages[-1].coverage[0].returned == world_count(world)


def world_count(world: sandbox.World) -> int:
    return sum(1 + thread.total for thread in world.threads.values())


def test_what_a_video_s_own_walk_does_not_give_is_in_the_coverage() -> None:
    world = sandbox.small()
    video = next(iter(world.videos))
    world.state_count(video, 1_000)
    played = play(youtube(sandbox.CHANNEL), from_world(world))
    (short,) = [entry for page in played.pages for entry in page.coverage if entry.scope == video]
    assert (short.counted, short.returned) == (
        1_000,
        sum(1 + t.total for t in world.threads.values() if t.top.video == video),
    )


def test_disabled_comments_and_private_videos_are_a_normal_state() -> None:
    world = sandbox.small()
    first, second, *_ = world.videos
    world.disable_comments(first)
    world.make_private(second)
    played = play(youtube(sandbox.CHANNEL), from_world(world))
    assert played.error is None
    assert "2 videos show no counter" in played.pages[-1].coverage[0].note


def test_the_uploads_are_looked_up_where_the_usual_playlist_is_unknown() -> None:
    channel = {"items": [{"contentDetails": {"relatedPlaylists": {"uploads": "UUother"}}}]}
    played = play(youtube(), answers(page([]), refusal(404, "playlistNotFound"), ok(channel), page([])))
    assert resources(played.requests) == ["commentThreads", "playlistItems", "channels", "playlistItems"]
    assert asked(played.requests, "playlistId")[-1] == "UUother"


def test_a_video_that_may_not_be_read_is_reported_and_the_rest_goes_on() -> None:
    world = sandbox.small()
    video = next(iter(world.videos))
    world.state_count(video, 1_000)
    world.inject(faults.error("forbidden", when=lambda call: call.params.get("videoId") == video))
    played = play(youtube(sandbox.CHANNEL), from_world(world))
    assert played.error is None
    assert [c.note for p in played.pages for c in p.coverage if c.scope == video] != [""]


def test_the_channel_s_own_refusal_ends_the_run() -> None:
    played = play(youtube(), answers(refusal(403, "commentsDisabled")))
    assert isinstance(played.error, RejectedError)


def test_a_checkpoint_of_a_newer_version_is_refused() -> None:
    with pytest.raises(ConfigError, match="version 2"):
        play(youtube(), answers(), state={"v": 2})


def test_an_unreadable_checkpoint_is_told_and_everything_is_read_again() -> None:
    played = play(youtube(), answers(page(OLD)), state={"v": 1, "watermark": "yesterday"})
    assert "the checkpoint could not be read: everything is read again" in played.notices
    assert ids(played.pages) == ["old1", "old2"]


def test_an_account_that_is_no_channel_id_is_refused() -> None:
    with pytest.raises(ConfigError, match="@pemkab"):
        youtube("@pemkab")


def test_a_base_that_the_key_may_not_see_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"evil\.example"):
        youtube(base="https://evil.example/youtube/v3/")
