"""What a comment and a reply become, how lists go on, and what is told of what the platform keeps to itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from complaint_hub.errors import UnavailableError
from complaint_hub.model import Event, Kind, Role
from complaint_hub.sandbox import instagram as sandbox
from complaint_hub.sandbox.instagram import faults
from complaint_hub.testing import Played, play
from support.instagram_pages import (
    ACCOUNT,
    MEDIA,
    Json,
    answers,
    comment,
    instagram,
    listing,
    media,
    page,
    paths,
    read,
    refusal,
    reply,
)

GATE, COMMENTS = f"{ACCOUNT}/media", f"{MEDIA}/comments"


def of(*items: Json, count: int | None = None, **more: Any) -> Played:
    """A run over one media with these comments."""
    counted = len(items) if count is None else count
    return play(instagram(), answers({GATE: listing(media(count=counted)), COMMENTS: page(items), **more}))


def inside(*replies: Json, after: str | None = None, next: str | bool = True) -> Json:
    return {"replies": page(replies, after, next=next)}


# -- what they become -------------------------------------------------------------------------------------------


def test_a_comment_is_a_complaint_with_its_media() -> None:
    (row,) = of(comment("178", text="Jalan rusak 👷🏽")).complaints
    assert (row.id, row.scope, row.text, row.kind) == ("instagram:178", MEDIA, "Jalan rusak 👷🏽", None)
    assert row.url == f"https://www.instagram.com/p/{MEDIA}/"
    assert row.created_at == datetime(2026, 10, 1, 1, 3, 4, tzinfo=UTC)
    assert row.author is not None
    assert (row.author.id, row.author.name) == ("9001", "warga_1")
    assert row.engagement == {"likes": 2}


def test_what_the_platform_did_not_say_is_not_said() -> None:
    (row,) = of(comment("178", username=None, like_count=None, hidden=None) | {"from": None}).complaints
    assert row.model_fields_set.isdisjoint({"author", "engagement", "source_detail", "updated_at"})


def test_a_comment_without_a_text_has_an_empty_one() -> None:
    assert [row.text for row in of(comment("178", text=None), comment("179", text="")).complaints] == ["", ""]


def test_a_hidden_comment_is_told_by_its_detail_and_a_hidden_reply_is_not_public() -> None:
    played = of(comment("178", hidden=True, **inside(reply("179", hidden=True), reply("180"))), comment("181"))
    assert [row.source_detail for row in played.complaints] == ["hidden", None]
    assert [event.public for event in played.events] == [False, True]


OURS: dict[str, Json] = {
    "user": {"user": {"id": "1"}, "username": None, "from": None},
    "id": {"from": {"id": ACCOUNT}, "username": None},
    "scoped id": {"from": {"id": "77", "self_ig_scoped_id": "78"}, "username": None},
    "username": {"from": None, "username": "Dinas_PU"},
    "username inside from": {"from": {"username": "dinas_pu"}, "username": None},
}


@pytest.mark.parametrize("said", OURS.values(), ids=OURS)
def test_what_the_account_itself_wrote_is_no_complaint_and_an_answer(said: Json) -> None:
    played = of(comment("178", **said, **inside(reply("179", **said))))
    assert played.complaints[0].kind == Kind.other
    assert played.events[0].role == Role.agency


def test_a_reply_of_somebody_else_is_a_citizens() -> None:
    (event,) = of(comment("178", **inside(reply("179")))).events
    assert (event.complaint, event.key, event.role) == ("instagram:178", "179", Role.citizen)


def test_a_reply_whose_author_is_withheld_counts_for_nobody() -> None:
    (event,) = of(comment("178", **inside(reply("179", username=None) | {"from": None}))).events
    assert (event.author, event.role) == (None, None)


def test_ids_may_come_as_numbers() -> None:
    played = of(comment("178") | {"id": 17800000000000009, "from": {"id": 9001}})
    (row,) = played.complaints
    assert row.native_id == "17800000000000009"
    assert row.author is not None
    assert row.author.id == "9001"


# -- replies ----------------------------------------------------------------------------------------------------


def keys(events: list[Event]) -> list[str]:
    return [event.key for event in events]


def test_a_comment_without_replies_is_whole() -> None:
    played = of(comment("178"))
    assert played.pages[1].complete == {"instagram:178"}


@pytest.mark.parametrize("next", [True, False], ids=["with next", "without next"])
def test_replies_that_did_not_come_inside_are_followed_to_the_end(next: bool) -> None:
    first = comment("178", **inside(reply("1"), reply("2"), after="c1", next=next))
    more = [page([reply("3")], "c2", next=next), page([reply("4")])]
    played = of(first, count=5, **{"178/replies": more})
    assert keys(played.events) == ["1", "2", "3", "4"]
    assert [(request.params or {}).get("after") for request in played.requests[2:]] == ["c1", "c2"]
    *open_pages, last = [page for page in played.pages if page.events]
    assert not any("instagram:178" in page.complete for page in open_pages)
    assert last.complete == {"instagram:178"}
    assert {page.readings["instagram:178"] for page in (*open_pages, last)} == {last.readings["instagram:178"]}


def test_sixty_replies_under_one_comment_are_all_read() -> None:
    world = sandbox.build(1, media=1, comments=2, longest=60)
    assert len(read(world).events) == 60


def test_replies_of_a_comment_that_was_deleted_meanwhile_are_no_failure() -> None:
    first = comment("178", **inside(reply("1"), after="c1"))
    played = of(first, comment("179"), count=3, **{"178/replies": refusal(100, 33)})
    assert (played.error, played.notices) == (None, [])
    assert MEDIA in played.marks


def test_replies_that_are_refused_keep_the_count_where_it_was() -> None:
    first = comment("178", **inside(reply("1"), after="c1"))
    played = of(first, count=2, **{"178/replies": refusal(10, status=403)})
    assert any("replies of comment 178 could not be read" in notice for notice in played.notices)
    assert '"counted"' not in played.marks[MEDIA]


# -- lists ------------------------------------------------------------------------------------------------------


def pages(*bodies: Json, count: int = 9) -> Played:
    return play(instagram(), answers({GATE: listing(media(count=count)), COMMENTS: list(bodies)}))


def test_a_last_page_has_no_paging() -> None:
    played = pages(page([comment("178", hour=2)], "c1"), page([comment("179")]), count=2)
    assert paths(played) == [GATE, COMMENTS, COMMENTS]
    assert set(played.known) == {"178", "179"}


def test_a_short_page_with_a_cursor_and_no_next_is_the_last() -> None:
    assert len(pages(page([comment("178")], "c1", next=False), count=1).requests) == 2


def test_a_full_page_with_a_cursor_and_no_next_goes_on() -> None:
    full = page([comment(str(n)) for n in range(50)], "c1", next=False)
    assert len(pages(full, page([comment("99")]), count=51).complaints) == 51


def test_a_cursor_may_stand_in_next_alone() -> None:
    first = page([comment("178")]) | {"paging": {"next": "https://graph.instagram.com/v26.0/x?limit=50&after=c9"}}
    played = pages(first, page([comment("179")]), count=2)
    assert (played.requests[2].params or {})["after"] == "c9"


def test_the_cursors_of_an_empty_page_are_never_followed() -> None:
    played = pages(page([], "c1"))
    assert paths(played) == [GATE, COMMENTS]


def test_a_cursor_that_comes_twice_stops_the_media_and_is_told() -> None:
    played = pages(page([comment("178")], "c1"), page([comment("179")], "c1"))
    assert isinstance(played.error, UnavailableError)
    assert set(played.known) == {"178", "179"}
    assert MEDIA not in played.marks


def test_a_next_at_another_host_is_not_followed_and_told() -> None:
    elsewhere = "https://evil.example:8443/v26.0/x?access_token=canary-token&after=zz"
    played = pages(page([comment("178")], "c1", next=elsewhere), page([comment("179")]), count=2)
    assert {request.host for request in played.requests} == {"graph.instagram.com"}
    assert (played.requests[2].params or {})["after"] == "c1"
    assert any("evil.example:8443" in notice for notice in played.notices)
    assert "canary" not in str(played)


def test_a_next_inside_a_comment_is_looked_at_too() -> None:
    first = comment("178", **inside(reply("1"), after="c1", next="http://127.0.0.1/x"))
    played = of(first, count=3, **{"178/replies": page([reply("2")])})
    assert any("127.0.0.1" in notice for notice in played.notices)


@pytest.mark.parametrize(
    "next", ["http://[", "file:///etc/passwd", "https://user:canary-secret@evil.example/x", "//x", "\u202ehttps://x/"]
)
def test_an_odd_next_is_only_a_cursor(next: str) -> None:
    played = pages(page([comment("178")], "c1", next=next), page([comment("179")]), count=2)
    assert played.error is None
    assert set(played.known) == {"178", "179"}
    assert "canary" not in str(played.notices)


def test_a_cursor_that_is_not_taken_any_more_begins_the_media_again() -> None:
    world = sandbox.build(1, media=1, comments=9)
    world.page_cap = 4
    world.inject(faults.error("badCursor", method="media.comments", skip=1, times=1))
    played = read(world)
    assert played.error is None
    assert len(played.known) == 9


def test_a_cursor_that_is_refused_twice_stops_the_media() -> None:
    world = sandbox.build(1, media=1, comments=9)
    world.page_cap = 4
    refused = faults.error("badCursor", method="media.comments", every=2, times=None)
    world.inject(refused)
    played = read(world)
    assert played.error is not None
    assert played.marks == {}


def test_an_item_that_a_shift_brings_twice_is_counted_once() -> None:
    played = pages(page([comment("178"), comment("179")], "c1"), page([comment("179"), comment("180")]), count=3)
    total = next(c for one in played.pages for c in one.coverage if c.scope is None)
    assert (total.counted, total.returned) == (3, 3)


# -- counted against returned -----------------------------------------------------------------------------------


def test_a_media_that_gives_less_than_it_counts_is_told_by_its_coverage() -> None:
    played = of(comment("178"), count=4)
    assert [(c.scope, c.counted, c.returned) for one in played.pages for c in one.coverage] == [
        (MEDIA, 4, 1),
        (None, 4, 1),
    ]


def test_a_media_that_counts_and_gives_nothing_is_a_notice_and_tried_once_more() -> None:
    empty = answers({GATE: listing(media(count=8)), COMMENTS: page([], "c1")})
    first = play(instagram(), empty)
    assert any("8 comments are counted; nothing came back" in notice for notice in first.notices)
    assert not any(one.swept for one in first.pages)
    second = play(instagram(), empty, state=first.state, marks=first.marks)
    assert len(second.requests) == 2
    third = play(instagram(), empty, state=second.state, marks=second.marks)
    assert paths(third) == [GATE]


def test_what_was_blind_is_read_when_it_is_given_again() -> None:
    first = play(instagram(), answers({GATE: listing(media(count=1)), COMMENTS: page([], "c1")}))
    both = answers({GATE: listing(media(count=1)), COMMENTS: page([comment("178")])})
    assert set(play(instagram(), both, state=first.state, marks=first.marks).known) == {"178"}


def test_comments_that_are_switched_off_are_no_failure() -> None:
    world = sandbox.build(1, media=1, comments=5)
    before = read(world)
    world.disable_comments(world.listed(ACCOUNT)[0].id)
    played = read(world, before, deep="full")
    assert played.error is None
    assert any("switched off" in notice for notice in played.notices)
    assert not any(one.swept for one in played.pages)


def test_of_many_blind_media_only_a_few_are_told_one_by_one() -> None:
    world = sandbox.build(1, media=9, comments=60)
    for post in world.listed(ACCOUNT):
        world.blind(post.id)
    notices = read(world).notices
    assert len(notices) == 4
    assert "the same of" in notices[-1]


def test_one_media_that_cannot_be_read_does_not_stop_the_others() -> None:
    other = "17900000000000002"
    played = play(
        instagram(),
        answers(
            {
                GATE: listing(media(other), media()),
                f"{other}/comments": refusal(10, status=403),
                COMMENTS: page([comment("178")]),
            }
        ),
    )
    assert (played.error, set(played.known)) == (None, {"178"})
    assert list(played.marks) == [MEDIA]
    assert any("could not be read" in notice for notice in played.notices)


def test_where_no_media_at_all_can_be_read_the_run_ends() -> None:
    ids = [f"1790000000000000{n}" for n in range(5)]
    refused = {f"{id}/comments": refusal(10, status=403, message="(#10) no permission") for id in ids}
    played = play(instagram(), answers({GATE: listing(*(media(id) for id in ids)), **refused}))
    assert "no permission" in str(played.error)
    assert len(played.requests) == 4
