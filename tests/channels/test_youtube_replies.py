"""Replies, deep walks and refetching: which threads are read again, and what an answer proves."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

import pytest

from complaint_hub.channels.youtube.errors import WalkStoppedError
from complaint_hub.contract import Deep, Page, Request, Response, Session
from complaint_hub.model import EventType, Kind, Role
from complaint_hub.sandbox import youtube as sandbox
from complaint_hub.sandbox.youtube import faults
from complaint_hub.testing import Played, play
from support.youtube_pages import (
    OWNER,
    START,
    Json,
    answers,
    asked,
    comment,
    from_world,
    page,
    reached,
    refusal,
    stored,
    thread,
    youtube,
)

OLD = thread("old", at=1)


def replies(id: str, first: int, n: int, token: str | None = None) -> Json:
    return page([comment(f"{id}.r{k}", at=START + timedelta(minutes=k)) for k in range(first, first + n)], token)


def filled(world: sandbox.World) -> Played:
    played = play(youtube(sandbox.CHANNEL), from_world(world))
    assert played.error is None
    return played


def again(world: sandbox.World, before: Played, *, deep: Deep = False, limit: int | None = None) -> Played:
    return play(
        youtube(sandbox.CHANNEL),
        from_world(world),
        state=before.state,
        known=before.known,
        marks=before.marks,
        deep=deep,
        limit=limit,
    )


def test_a_thread_that_is_whole_inline_is_complete_and_marked() -> None:
    (first,) = play(youtube(), answers(page([thread("a", at=100, replies=2), OLD])), state=stored()).pages
    assert first.complete == {"youtube:a", "youtube:old"}
    assert first.marks == {"a": "2", "old": "0"}
    assert [event.key for event in first.events] == ["a.r0", "a.r1"]


def test_a_thread_that_is_not_whole_inline_is_read_to_its_last_page() -> None:
    feed = page([thread("a", at=100, replies=5, total=130), OLD])
    played = play(youtube(), answers(feed, replies("a", 0, 100, "T"), replies("a", 100, 30)), state=stored())
    assert asked(played.requests, "pageToken") == [None, None, "T"]
    *_, second, last = played.pages
    assert (second.complete, second.marks) == (frozenset(), {})
    assert (last.complete, last.marks) == (frozenset({"youtube:a"}), {"a": "130"})
    assert second.readings == last.readings


def test_a_count_that_exceeds_what_can_be_seen_is_asked_about_once() -> None:
    feed = page([thread("a", at=100, replies=2, total=3), OLD])
    first = play(youtube(), answers(feed, replies("a", 0, 2)), state=stored())
    assert first.marks["a"] == "3"
    second = play(youtube(), answers(feed), state=first.state, marks=first.marks)
    assert len(second.requests) == 1


def test_a_reading_goes_on_in_the_next_run_under_the_same_id() -> None:
    feed = page([thread("a", at=100, replies=5, total=130), OLD])
    first = play(youtube(), answers(feed, replies("a", 0, 100, "T")), state=stored(), limit=2)
    later = first.pages[-1].readings["youtube:a"]
    second = play(youtube(), answers(replies("a", 100, 30), page([OLD])), state=first.state)
    assert asked(second.requests, "pageToken")[0] == "T"
    assert second.pages[0].readings == {"youtube:a": later}


def test_a_reading_that_begins_again_has_another_id() -> None:
    feed = page([thread("a", at=100, replies=5, total=130), OLD])
    bad = refusal(400, "invalidPageToken")
    answer = answers(feed, replies("a", 0, 100, "T"), bad, replies("a", 0, 100, "U"), replies("a", 100, 30))
    pages = play(youtube(), answer, state=stored()).pages
    assert pages[1].readings != pages[2].readings


def test_replies_that_turn_in_circles_do_not_stop_the_feed() -> None:
    feed = page([thread("a", at=100, replies=5, total=130), thread("b", at=99, replies=5, total=6), OLD])
    circle = [replies("a", 0, 100, "T"), replies("a", 0, 100, "T")]
    played = play(youtube(), answers(feed, *circle, replies("b", 0, 6)), state=stored())
    assert isinstance(played.error, WalkStoppedError)
    assert played.marks == {"b": "6", "old": "0"}
    assert reached(played)["later"] == [{"thread": "a", "total": 130}]
    assert reached(played)["watermark"] == "2026-11-05T04:00:00Z"


def test_they_are_tried_again_in_the_next_run() -> None:
    state = stored(later=[{"thread": "a", "total": 6}])
    played = play(youtube(), answers(replies("a", 0, 6), page([OLD])), state=state)
    assert played.error is None
    assert (played.marks, played.state) == ({"a": "6", "old": "0"}, stored())


def test_replies_that_end_too_early_are_not_called_complete() -> None:
    feed = page([thread("a", at=100, replies=5, total=130), OLD])
    played = play(youtube(), answers(feed, replies("a", 0, 100, "T")), state=stored())
    assert isinstance(played.error, WalkStoppedError)
    assert "youtube:a" not in {id for page in played.pages for id in page.complete}
    assert "a" not in played.marks


def test_a_thread_whose_replies_are_gone_is_told_and_left() -> None:
    feed = page([thread("a", at=100, replies=5, total=6), OLD])
    played = play(youtube(), answers(feed, refusal(404, "commentNotFound")), state=stored())
    assert played.error is None
    assert played.notices == ["replies of thread a could not be read: commentNotFound"]


def test_the_channel_s_own_reply_is_the_agency_s() -> None:
    said = thread("b", at=99, total=2)
    said["replies"] = {"comments": [comment("b.1", author=OWNER), comment("b.2")]}
    played = play(youtube(), answers(page([said, OLD])), state=stored())
    assert [event.role for event in played.events] == [Role.agency, Role.citizen]


def test_without_an_author_s_id_the_channel_is_known_by_its_handle() -> None:
    nameless = [comment("b.1", author=OWNER), comment("b.2"), comment("b.3", author=OWNER)]
    for item in nameless[1:]:
        del item["snippet"]["authorChannelId"]
    said = thread("b", at=99, total=3) | {"replies": {"comments": nameless}}
    played = play(youtube(), answers(page([said, OLD])), state=stored())
    assert [event.role for event in played.events] == [Role.agency, Role.citizen, Role.agency]
    assert reached(played)["handle"] == f"@{OWNER[2:]}"


def test_who_replied_stays_open_where_nothing_tells() -> None:
    nameless = comment("b.1")
    del nameless["snippet"]["authorChannelId"]
    said = thread("b", at=99, total=1) | {"replies": {"comments": [nameless]}}
    (event,) = play(youtube(), answers(page([said, OLD])), state=stored()).events
    assert event.role is None


def test_the_channel_s_own_thread_is_no_complaint_and_of_others_nothing_is_said() -> None:
    own = thread("a", at=100, author=OWNER)
    played = play(youtube(), answers(page([own, OLD])), state=stored())
    assert [complaint.kind for complaint in played.complaints] == [Kind.other, None]
    assert "kind" not in played.complaints[1].model_fields_set


def test_a_deep_walk_finds_a_late_reply_an_edit_and_a_deletion() -> None:
    world = sandbox.small()
    before = filled(world)
    shown = sorted(world.threads.values(), key=lambda thread: thread.key)
    late = world.add_reply(shown[2].id, "Sampai kapan?")
    world.edit(shown[3].id, "Teks baru")
    world.delete(shown[4].id)
    played = again(world, before, deep="changed")
    assert late.id in {event.key for event in played.events if event.type is EventType.message}
    assert "Teks baru" in {complaint.text for complaint in played.complaints}
    assert {id for page in played.pages for id in page.missing} == {shown[4].id}
    assert played.state == before.state


def test_threads_that_the_feed_gave_are_not_asked_for_again() -> None:
    world = sandbox.small()
    before = filled(world)
    played = again(world, before, deep="changed")
    ids = [id for ids in asked(played.requests, "id") if ids for id in ids.split(",")]
    assert len(ids) == len(world.threads) - 8
    assert len(played.requests) == 2


def test_a_full_walk_reads_big_threads_although_their_count_stands_still() -> None:
    world = sandbox.small()
    before = filled(world)
    big = [thread for thread in world.threads.values() if len(thread.replies) > 5]
    world.edit(big[0].replies[-1].id, "Balasan yang diperbaiki")
    assert "Balasan yang diperbaiki" not in {e.text for e in again(world, before, deep="changed").events}
    assert "Balasan yang diperbaiki" in {e.text for e in again(world, before, deep="full").events}


def test_a_full_walk_reads_a_big_thread_that_the_feed_has_just_given() -> None:
    world = sandbox.small()
    newest = max(world.threads.values(), key=lambda thread: thread.key)
    for n in range(8):
        world.add_reply(newest.id, f"Balasan {n}")
    before = filled(world)
    world.edit(newest.replies[-1].id, "Balasan yang diperbaiki")
    assert "Balasan yang diperbaiki" not in {e.text for e in again(world, before, deep="changed").events}
    assert "Balasan yang diperbaiki" in {e.text for e in again(world, before, deep="full").events}


def test_what_a_changed_walk_does_not_look_for_is_in_the_coverage() -> None:
    world = sandbox.small()
    before = filled(world)
    (told,) = again(world, before, deep="changed").pages[-1].coverage
    assert (told.what, told.note[:9]) == ("replies", "3 threads")
    assert again(world, before, deep="full").pages[-1].coverage == []


def test_a_short_answer_to_an_id_request_is_no_deletion() -> None:
    world = sandbox.small()
    before = filled(world)
    world.inject(faults.short_page(3, when=lambda call: "id" in call.params))
    played = again(world, before, deep="changed")
    assert [page.missing for page in played.pages if page.missing] == []


def test_one_unknown_id_that_spoils_the_answer_is_found_by_halves() -> None:
    world = sandbox.small()
    before = filled(world)
    world.missing_threads = "error"
    gone = min(world.threads.values(), key=lambda thread: thread.key)
    world.delete(gone.id)
    played = again(world, before, deep="changed")
    assert {id for page in played.pages for id in page.missing} == {gone.id}


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_an_unfinished_deep_walk_is_debt(limit: int) -> None:
    world = sandbox.small()
    played = filled(world)
    late = world.add_reply(min(world.threads.values(), key=lambda thread: thread.key).id, "Masih menunggu")
    played = again(world, played, deep="full", limit=limit)
    found = {event.key for event in played.events}
    for _ in range(40):
        if played.error is None:
            break
        played = again(world, played, limit=limit)
        found |= {event.key for event in played.events}
    assert played.error is None
    assert late.id in found
    assert set(reached(played)) == {"v", "watermark", "filled", "handle"}


def refetched(ids: list[str], *bodies: Json | Response) -> tuple[Page, list[Request]]:
    requests: list[Request] = []
    answer = answers(*bodies)

    class Asking:
        now = START

        async def ask(self, request: Request) -> Response:
            requests.append(request)
            response = answer(request)
            error = youtube().error(request, response)
            if error is not None:
                raise error
            return response

    coroutine = youtube().refetch(cast("Session", Asking()), ids)
    with pytest.raises(StopIteration) as done:
        coroutine.send(None)
    return done.value.value, requests


def test_refetch_names_what_two_answers_leave_out() -> None:
    found, requests = refetched(["a", "b"], page([thread("a")]), page([]))
    assert ([c.native_id for c in found.complaints], found.missing) == (["a"], ("b",))
    assert asked(requests, "id") == ["a,b", "b"]
    assert found.state is None


def test_refetch_takes_keys_of_replies() -> None:
    found, requests = refetched(["a.r1"], page([comment("a.r1")]))
    assert [event.complaint for event in found.events] == ["youtube:a"]
    assert requests[0].url.endswith("/comments")


def test_refetch_finds_the_missing_one_where_an_answer_fails_as_a_whole() -> None:
    lost = refusal(404, "commentThreadNotFound")
    found, _ = refetched(["a", "b"], lost, page([thread("a")]), lost, lost)
    assert ([c.native_id for c in found.complaints], found.missing) == (["a"], ("b",))
