"""Replies: inside their comment, asked for, late, hidden, and single ones by their ids."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from complaint_hub._drive import drive
from complaint_hub.channels.tiktok import TikTok
from complaint_hub.channels.tiktok.errors import WalkStoppedError
from complaint_hub.contract import Page, Request, Response
from complaint_hub.errors import PayloadError
from complaint_hub.sandbox import tiktok as sandbox
from complaint_hub.sandbox.tiktok import faults
from complaint_hub.testing import Played, play
from support.tiktok_pages import (
    Json,
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

REPLIES = "reply/list/"


def run(*items: Json, replies: Any = (), before: Played | None = None, deep: Any = False) -> Played:
    known = {} if before is None else {"state": before.state, "known": before.known, "marks": before.marks}
    return play(tiktok(), by_path(videos(video()), [page(items)], replies), deep=deep, **known)  # type: ignore[arg-type]  # by name


def more(n: int, parent: str = "1") -> list[Json]:
    return [reply(f"{parent}9{k}", parent, at=k + 1) for k in range(n)]


def complete(played: Played) -> set[str]:
    return {id for sent in played.pages for id in sent.complete}


def test_replies_that_came_inside_cost_no_request() -> None:
    played = run(comment("1", replies=3))
    assert count(played, REPLIES) == 0
    assert ([event.key for event in played.events], complete(played)) == (["190", "191", "192"], {"tiktok:1"})


def test_more_replies_than_came_inside_are_asked_for_oldest_first() -> None:
    played = run(comment("1", replies=3, total=5), replies=[page(more(5))])
    (request,) = [request for request in played.requests if request.url.endswith(REPLIES)]
    params = dict(request.params or {})
    assert (params["comment_id"], params["video_id"], params["status"]) == ("1", "700", "ALL")
    assert (params["sort_field"], params["sort_order"], params["max_count"]) == ("create_time", "asc", "30")
    assert len({event.key for event in played.events}) == 5
    assert complete(played) == {"tiktok:1"}


def test_the_pages_of_replies_follow_the_cursor_that_came() -> None:
    pages = [page(more(5)[:2], cursor=2), page([], cursor=4), page(more(5)[2:])]
    played = run(comment("1", total=5), replies=pages)
    assert asked([r for r in played.requests if r.url.endswith(REPLIES)], "cursor") == [None, "2", "4"]
    assert complete(played) == {"tiktok:1"}
    assert len({reading for sent in played.pages for reading in sent.readings.values()}) == 1


def test_replies_are_asked_for_again_when_their_number_has_moved() -> None:
    before = run(comment("1", replies=3, total=5), replies=[page(more(5))])
    assert count(run(comment("1", replies=3, total=5), before=before), REPLIES) == 0
    late = run(comment("1", replies=3, total=6), replies=[page(more(6))], before=before)
    assert len({event.key for event in late.events}) == 6


def test_a_full_run_reads_replies_whose_number_stood_still() -> None:
    before = run(comment("1", replies=3, total=5), replies=[page(more(5))])
    assert count(run(comment("1", replies=3, total=5), before=before, deep="changed"), REPLIES) == 0
    full = run(comment("1", replies=3, total=5), replies=[page(more(5))], before=before, deep="full")
    assert count(full, REPLIES) == 1


def test_fewer_replies_than_before_are_looked_at_before_one_counts_as_gone() -> None:
    before = run(comment("1", replies=2))
    played = run(comment("1", replies=1), replies=[page(more(1))], before=before)
    assert count(played, REPLIES) == 1
    assert complete(played) == {"tiktok:1"}


def test_replies_that_are_counted_and_not_given_are_named_and_prove_nothing() -> None:
    played = run(comment("1", total=5), replies=[page(more(4))])
    assert complete(played) == set()
    assert [part.note for sent in played.pages for part in sent.coverage] == [
        "1 replies are counted and were not given"
    ]
    assert count(run(comment("1", total=5), before=played), REPLIES) == 0


def test_a_hidden_comment_s_replies_are_not_asked_for_but_named() -> None:
    played = run(comment("1", total=5, status="HIDDEN"))
    assert count(played, REPLIES) == 0
    (note,) = [part.note for sent in played.pages for part in sent.coverage]
    assert note == "5 replies of 1 hidden comments are not listed"
    shown = run(comment("1", total=5), replies=[page(more(5))], before=played)
    assert count(shown, REPLIES) == 1


def test_the_account_s_reply_is_the_agency_s_and_a_hidden_one_is_not_public() -> None:
    inside = [reply("2", "1", owner=True), reply("3", "1", status="HIDDEN")]
    own, hidden = run(comment("1", total=2, reply_list=inside)).events
    assert (own.role, own.public) == ("agency", True)
    assert (hidden.role, hidden.public) == ("citizen", False)


def test_who_wrote_is_left_open_where_the_platform_does_not_say() -> None:
    (event,) = run(comment("1", total=1, reply_list=[reply("2", "1", owner=None)])).events
    assert event.role is None


@pytest.mark.parametrize("count_of", ["absent", "null"])
def test_without_a_counter_three_replies_may_be_not_all(count_of: str) -> None:
    item = comment("1", replies=3)
    if count_of == "absent":
        del item["replies"]
    else:
        item["replies"] = None
    assert count(run(item, replies=[page(more(4))]), REPLIES) == 1


def test_replies_that_turn_in_circles_keep_the_watermark() -> None:
    played = run(comment("1", total=9), replies=[page(more(3), cursor=3), page(more(6)[3:], cursor=3)])
    assert isinstance(played.error, WalkStoppedError)
    assert len({event.key for event in played.events}) == 6
    assert "video/700" not in played.marks


def test_replies_that_cannot_be_read_keep_the_watermark() -> None:
    played = run(comment("1", total=9), replies=[envelope(0)])
    assert isinstance(played.error, WalkStoppedError)
    assert "video/700" not in played.marks


def test_replies_of_a_comment_that_is_gone_meanwhile_are_told() -> None:
    played = run(comment("1", total=9), replies=[envelope(40007, "gone")])
    assert played.error is None
    assert any("replies to comment 1" in notice for notice in played.notices)


# -- by their ids ------------------------------------------------------------------------------------------------------


class Asking:
    """A session with the marks of an earlier run."""

    def __init__(self, channel: TikTok, answer: Callable[[Request], Response], marks: dict[str, str]) -> None:
        self.channel, self.answer, self.stored = channel, answer, marks
        self.requests: list[Request] = []

    now = sandbox.CLOCK

    async def ask(self, request: Request) -> Response:
        self.requests.append(request)
        response = self.answer(request)
        if (error := self.channel.error(request, response)) is not None:
            raise error
        return response

    async def marks(self, native_ids: Any) -> dict[str, str]:
        return {id: self.stored[id] for id in native_ids if id in self.stored}

    def refetch(self, ids: list[str]) -> Page:
        return drive(self.channel.refetch(self, ids))  # type: ignore[arg-type]  # as much of a session as is needed


@pytest.fixture
def world() -> sandbox.World:
    return sandbox.small()


@pytest.fixture
def asking(world: sandbox.World) -> Asking:
    channel, answer = tiktok(sandbox.ACCOUNT), from_world(world)
    played = play(channel, answer, now=world.clock)
    return Asking(channel, answer, played.marks)


def tops(world: sandbox.World) -> list[str]:
    return [id for id, one in world.comments.items() if one.parent is None]


def test_comments_and_replies_come_back_by_their_ids(world: sandbox.World, asking: Asking) -> None:
    ids = list(world.comments)
    found = asking.refetch(ids)
    assert {c.native_id for c in found.complaints} == set(tops(world))
    assert {event.key for event in found.events} >= set(world.comments) - set(tops(world))
    assert (found.missing, found.state) == ((), None)
    assert all(c.subject is not None and c.subject.url for c in found.complaints)


def test_at_most_thirty_are_asked_for_at_once(asking: Asking, world: sandbox.World) -> None:
    world.habits.page_cap = None
    asking.refetch(list(world.comments))
    sizes = [len(json.loads((request.params or {})["comment_ids"])) for request in asking.requests]
    assert max(sizes) <= 30


@pytest.mark.parametrize("habit", ["omit", "NOT_EXIST", "PERMISSION_ERROR"])
def test_what_two_answers_leave_out_is_missing(world: sandbox.World, asking: Asking, habit: str) -> None:
    world.habits.missing_ids = habit
    gone, *rest = [id for id in tops(world) if world.comments[id].video == world.comments[tops(world)[0]].video]
    world.delete(gone)
    found = asking.refetch([gone, *rest])
    assert found.missing == (gone,)
    assert {c.native_id for c in found.complaints} == set(rest)


def test_a_refusal_that_names_no_reason_deletes_nothing(world: sandbox.World, asking: Asking) -> None:
    world.inject(faults.error("PARAM_ERROR", times=None))
    found = asking.refetch(tops(world)[:3])
    assert found.missing == ()
    assert "could not be asked for" in found.notices[0]


def test_comments_of_a_video_that_is_private_now_are_not_deleted(world: sandbox.World, asking: Asking) -> None:
    for one in world.videos:
        world.set_privacy(one, "PRIVATE")
    assert asking.refetch(tops(world)).missing == ()


def test_a_comment_of_which_no_video_is_known_is_not_asked_for(asking: Asking) -> None:
    found = asking.refetch(["7999999999999999999"])
    assert (found.missing, asking.requests) == ((), [])
    assert "not known under which video" in found.notices[0]


def test_an_answer_that_cannot_be_read_deletes_nothing(world: sandbox.World, asking: Asking) -> None:
    world.inject(faults.no_data(times=None))
    assert asking.refetch(tops(world)[:2]).missing == ()


def test_a_video_whose_every_page_is_damaged_is_told_in_the_end() -> None:
    played = play(tiktok(), by_path(videos(video()), [envelope(0)]))
    assert isinstance(played.error, PayloadError)
