"""Which media are read: what the counts say, how deep a walk goes, and how little a quiet run asks."""

from __future__ import annotations

from datetime import timedelta

import pytest

from complaint_hub.contract import EVERY_SCOPE
from complaint_hub.errors import ConfigError, QuotaError, UnavailableError
from complaint_hub.sandbox import instagram as sandbox
from complaint_hub.sandbox.instagram import faults
from complaint_hub.testing import play
from support.instagram_pages import (
    ACCOUNT,
    MEDIA,
    answers,
    comment,
    from_world,
    instagram,
    listing,
    media,
    ok,
    page,
    paths,
    read,
    refusal,
)

GATE = f"{ACCOUNT}/media"


@pytest.fixture(scope="module")
def large() -> sandbox.World:
    return sandbox.measured()


def test_a_first_run_reads_all_that_is_shown(large: sandbox.World) -> None:
    played = read(large)
    assert played.error is None
    assert (len(played.complaints), len(played.events)) == (2_000, 1_400)
    total = next(c for page in played.pages for c in page.coverage if c.scope is None)
    assert (total.counted, total.returned) == (3_400, 3_400)


def test_a_quiet_run_asks_once_for_a_hundred_media(large: sandbox.World) -> None:
    assert paths(read(large, read(large))) == [GATE, GATE]


def test_each_media_that_moved_costs_one_request_more() -> None:
    world = sandbox.build(1, media=20, comments=100, replies=30)
    before = read(world)
    world.advance(hours=1)
    moved = [post.id for post in world.listed(ACCOUNT)[3:6]]
    new = [world.add_comment(id, "Jalan rusak").id for id in moved]
    played = read(world, before)
    assert paths(played) == [GATE, *(f"{id}/comments" for id in moved)]
    assert set(new) <= set(played.known)


def test_a_late_reply_moves_the_count_and_is_found_wherever_it_stands() -> None:
    world = sandbox.build(1, media=2, comments=30, replies=5)
    world.page_cap = 4
    before = read(world)
    oldest = min(before.complaints, key=lambda row: row.created_at)
    world.advance(days=3)
    late = world.add_reply(oldest.native_id, "Masih rusak")
    assert late.id in {event.key for event in read(world, before).events}


def test_a_reading_ends_where_all_that_the_count_tells_of_was_found() -> None:
    world = sandbox.build(1, media=1, comments=40)
    world.page_cap = 4
    before = read(world)
    world.advance(days=3)
    world.add_comment(world.listed(ACCOUNT)[0].id, "Baru")
    assert len(read(world, before).requests) == 2


def test_what_a_count_cannot_explain_is_looked_for_to_the_end() -> None:
    world = sandbox.build(1, media=1, comments=20)
    world.page_cap = 4
    (post,) = world.listed(ACCOUNT)
    hidden = world.comments_of(post.id)[15]
    world.restrict(hidden.id)
    before = read(world)
    world.advance(days=3)
    world.add_comment(post.id, "Baru")
    world.restrict(hidden.id, restricted=False)
    late = world.add_comment(post.id, "Terlambat muncul", at=hidden.at)
    played = read(world, before)
    assert {hidden.id, late.id} <= set(played.known)


def test_a_media_without_comments_is_not_asked() -> None:
    played = play(instagram(), answers({GATE: listing(media(count=0))}))
    assert paths(played) == [GATE]


def test_a_count_that_fell_is_read_to_the_end_and_sweeps_its_media() -> None:
    world = sandbox.build(1, media=1, comments=9)
    world.page_cap = 4
    before = read(world)
    (post,) = world.listed(ACCOUNT)
    world.delete(world.comments_of(post.id)[0].id)
    played = read(world, before)
    assert [page.swept for page in played.pages if page.swept] == [(post.id,)]


def test_a_young_media_whose_count_is_hidden_is_read_each_time_to_old_ground() -> None:
    world = sandbox.build(1, media=1, comments=12, days=5)
    world.page_cap = 4
    (post,) = world.listed(ACCOUNT)
    world.hide_counts(post.id, comments=True)
    before = read(world)
    assert len(before.complaints) == 12
    world.advance(days=4)
    new = world.add_comment(post.id, "Baru")
    played = read(world, before)
    assert new.id in played.known
    assert len(played.requests) == 3


def test_an_old_media_whose_count_is_hidden_is_left_to_deep_walks() -> None:
    world = sandbox.build(1, media=1, comments=3)
    world.hide_counts(world.listed(ACCOUNT)[0].id, comments=True)
    before = read(world)
    world.advance(days=1)
    assert len(read(world, before).requests) == 1
    assert len(read(world, before, deep="full").requests) == 2


def test_changed_reads_young_media_and_tells_what_it_left_alone() -> None:
    world = sandbox.build(1, media=4, comments=20, days=80)
    before = read(world)
    young = [post for post in world.listed(ACCOUNT) if post.at >= world.clock - timedelta(days=30)]
    played = read(world, before, deep="changed")
    assert paths(played) == [GATE, *(f"{post.id}/comments" for post in young)]
    assert any("whose count stood still" in c.note for page in played.pages for c in page.coverage)


def test_full_reads_all_and_sweeps_the_account() -> None:
    world = sandbox.build(1, media=4, comments=20)
    before = read(world)
    played = read(world, before, deep="full")
    commented = [post for post in world.listed(ACCOUNT) if world.count(post.id)]
    assert len(played.requests) == 1 + len(commented)
    assert (EVERY_SCOPE,) in [page.swept for page in played.pages]
    assert {page.walk for page in played.pages if page.complaints} == {page.walk for page in played.pages if page.swept}


def test_a_full_walk_that_could_not_read_one_media_sweeps_nothing() -> None:
    world = sandbox.build(1, media=4, comments=20)
    before = read(world)
    world.inject(faults.error("badParameter", method="media.comments", times=4))
    played = read(world, before, deep="full")
    assert played.error is None
    assert not any(page.swept for page in played.pages)


def test_a_list_of_media_that_is_empty_although_there_were_some_is_told() -> None:
    world = sandbox.build(1, media=2, comments=4)
    before = read(world)
    for post in world.listed(ACCOUNT):
        world.delete_media(post.id)
    played = read(world, before, deep="full")
    assert any("no media are listed" in notice for notice in played.notices)
    assert not any(page.swept for page in played.pages)


def test_the_list_of_media_goes_on_where_it_says_so_alone() -> None:
    world = sandbox.build(1, media=7, comments=3)
    world.media_cap = 3
    assert paths(read(world)).count(GATE) == 3


def test_a_list_of_media_that_turns_in_circles_stops_and_keeps_what_it_found() -> None:
    round = ok(page([media()], "same"))
    played = play(
        instagram(),
        answers({GATE: [round, round, round], f"{MEDIA}/comments": page([comment("178")])}),
    )
    assert isinstance(played.error, UnavailableError)
    assert set(played.known) == {"178"}
    assert played.state is not None
    assert "gate" not in played.state


def test_a_damaged_media_is_told_and_the_others_are_read() -> None:
    damaged = media("17900000000000002") | {"comments_count": "x"}
    played = play(instagram(), answers({GATE: listing(damaged, media()), f"{MEDIA}/comments": page([comment("178")])}))
    assert set(played.known) == {"178"}
    assert "1 media of the list could not be read" in played.notices


def test_the_id_of_a_media_may_come_as_a_number() -> None:
    numbered = media() | {"id": int(MEDIA)}
    played = play(instagram(), answers({GATE: listing(numbered), f"{MEDIA}/comments": page([comment("178")])}))
    assert played.complaints[0].scope == MEDIA


# -- checkpoints ------------------------------------------------------------------------------------------------


def test_a_run_that_breaks_off_goes_on_with_the_media_that_waited() -> None:
    world = sandbox.small()
    cut = read(world)
    first = play(instagram(), from_world(world), limit=3, now=world.clock)
    assert isinstance(first.error, QuotaError)
    again = play(
        instagram(), from_world(world), state=first.state, known=first.known, marks=first.marks, now=world.clock
    )
    assert again.error is None
    assert set(again.known) == set(cut.known)


def test_a_deep_walk_that_was_asked_for_is_owed_even_if_nothing_could_be_asked() -> None:
    world = sandbox.small()
    before = read(world)
    answer = from_world(world)
    cut = play(
        instagram(), answer, state=before.state, known=before.known, marks=before.marks, deep="full",
        limit=0, now=world.clock,
    )  # fmt: skip
    again = play(instagram(), answer, state=cut.state, known=cut.known, marks=cut.marks, now=world.clock)
    assert (EVERY_SCOPE,) in [page.swept for page in again.pages]


def test_a_count_moves_only_when_its_media_was_read_completely() -> None:
    world = sandbox.build(1, media=1, comments=12)
    world.page_cap = 4
    cut = play(instagram(), from_world(world), limit=3, now=world.clock)
    assert cut.marks == {}
    assert len(cut.known) == 8


def test_the_media_at_which_a_run_broke_off_comes_last_in_the_next_one() -> None:
    world = sandbox.build(1, media=3, comments=30)
    posts = [post.id for post in world.listed(ACCOUNT)]
    world.inject(faults.status(500, method="media.comments", times=1))
    first = read(world)
    assert isinstance(first.error, UnavailableError)
    again = read(world, first)
    assert [path for path in paths(again) if path != GATE] == [f"{id}/comments" for id in [*posts[1:], posts[0]]]


def test_what_moved_up_while_a_reading_was_interrupted_is_met_by_reading_once_more() -> None:
    world = sandbox.build(1, media=1, comments=12)
    world.page_cap = 4
    (post,) = world.listed(ACCOUNT)
    cut = play(instagram(), from_world(world), limit=2, now=world.clock)
    last = world.comments_of(post.id)[-1].id
    world.pin(last)
    rest = read(world, cut)
    assert last in rest.known
    total = next(c for page in rest.pages for c in page.coverage if c.scope is None)
    assert (total.counted, total.returned) == (12, 12)


def test_a_checkpoint_of_a_newer_version_is_refused() -> None:
    with pytest.raises(ConfigError, match="upgrade"):
        play(instagram(), answers({}), state={"v": 2})


def test_a_checkpoint_that_cannot_be_read_is_told_and_costs_requests_only() -> None:
    world = sandbox.small()
    before = read(world)
    before.state = {"v": 1, "pending": "x"}
    played = read(world, before)
    assert any("could not be read" in notice for notice in played.notices)
    assert paths(played) == [GATE]


def test_a_mark_that_cannot_be_read_has_its_media_read_again() -> None:
    before = play(instagram(), answers({GATE: listing(media()), f"{MEDIA}/comments": page([comment("178")])}))
    again = play(
        instagram(),
        answers({GATE: listing(media()), f"{MEDIA}/comments": page([comment("178")])}),
        state=before.state,
        marks={MEDIA: "x"},
    )
    assert paths(again) == [GATE, f"{MEDIA}/comments"]


def test_an_account_that_is_not_there_ends_the_run() -> None:
    played = play(instagram(), answers({GATE: refusal(100, 33)}))
    assert played.error is not None
    assert "does not cover it" in str(played.error)


def test_an_estimate_counts_a_request_a_hundred_media_and_what_is_owed() -> None:
    world = sandbox.small()
    channel = instagram()
    assert channel.estimate(None, known=0).least == {"requests": 1}
    done = read(world)
    assert channel.estimate(done.state, known=18).least == {"requests": 1}
    cut = play(channel, from_world(world), limit=1, now=world.clock)
    estimate = channel.estimate(cut.state, known=0)
    assert estimate.least == {"requests": 6}
    assert estimate.owed == ("media whose comments wait: 5", "the list of media")
