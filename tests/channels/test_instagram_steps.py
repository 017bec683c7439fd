"""Fields and page sizes go down step by step where the platform refuses them, and what worked is remembered."""

from __future__ import annotations

from itertools import pairwise

import pytest

from complaint_hub.channels.instagram.fields import COMMENT_STEPS, MEDIA_STEPS
from complaint_hub.contract import Request, Response
from complaint_hub.sandbox import instagram as sandbox
from complaint_hub.testing import Played, play
from support.instagram_pages import ACCOUNT, from_world, instagram, ok, paths, read, refusal

GATE = f"{ACCOUNT}/media"


def world_without(*names: str) -> sandbox.World:
    world = sandbox.build(1, media=2, comments=6, replies=3, longest=2)
    world.refused_fields = set(names)
    return world


def step(played: Played) -> object:
    assert played.state is not None
    ladder = played.state.get("comment_fields", {"step": 0})
    return ladder["step"] if isinstance(ladder, dict) else None


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ((), 0),
        (("replies",), 1),
        (("from",), 2),
        (("hidden",), 3),
        (("from", "replies"), 3),
        (("user", "from", "hidden", "like_count", "media", "replies"), 3),
    ],
    ids=str,
)
def test_a_refused_field_is_left_out_and_everything_is_read(names: tuple[str, ...], expected: int) -> None:
    world = world_without(*(f"comment.{name}" for name in names))
    played = read(world)
    assert played.error is None
    assert (len(played.complaints), len(played.events)) == (6, 5)
    assert step(played) == expected
    assert bool(played.notices) == bool(expected)


def test_the_step_that_worked_is_where_the_next_run_begins() -> None:
    world = world_without("from")
    before = read(world)
    world.add_comment(world.listed(ACCOUNT)[0].id, "Baru")
    played = read(world, before)
    assert len(played.requests) == 2
    assert "from" not in (played.requests[1].params or {})["fields"]


def test_a_full_walk_tries_all_fields_again() -> None:
    world = world_without("from")
    before = read(world)
    world.refused_fields = set()
    assert step(read(world, before, deep="full")) == 0


def test_a_full_walk_goes_back_to_the_step_that_worked() -> None:
    world = world_without("from")
    before = read(world)
    again = read(world, before, deep="full")
    assert (again.error, step(again)) == (None, 2)


def test_fields_of_the_media_go_down_too() -> None:
    world = world_without("media.is_comment_enabled", "media.permalink")
    played = read(world)
    assert len(played.complaints) == 6
    assert (played.requests[2].params or {})["fields"] == MEDIA_STEPS[2]


def test_a_media_that_refuses_even_the_fewest_fields_changes_no_step() -> None:
    world = world_without()
    answer = from_world(world)
    bad = world.listed(ACCOUNT)[0].id

    def odd(request: Request) -> Response:
        return refusal(100) if f"/{bad}/comments" in request.url else answer(request)

    played = play(instagram(), odd, now=world.clock)
    assert (played.error, step(played)) == (None, 0)
    assert bad not in played.marks
    assert paths(played).count(f"{bad}/comments") == len(COMMENT_STEPS)


@pytest.mark.parametrize("code", [190, 4, 80002, 2, 10])
def test_only_a_refused_parameter_leads_down(code: int) -> None:
    asked: list[str] = []

    def answer(request: Request) -> Response:
        asked.append((request.params or {})["fields"])
        return refusal(code)

    play(instagram(), answer)
    assert set(asked) == {MEDIA_STEPS[0]}


@pytest.mark.parametrize("limit", [1_000, 200, 60])
def test_too_much_data_halves_the_page_until_it_passes(limit: int) -> None:
    world = sandbox.build(1, media=2, comments=30, replies=9)
    world.node_limit = limit
    played = read(world)
    assert played.error is None
    assert (len(played.complaints), len(played.events)) == (30, 9)
    sizes = [int((request.params or {})["limit"]) for request in played.requests if "comments" in request.url]
    assert all(later in (size, size // 2) for size, later in pairwise(sizes))


def test_a_page_of_one_that_is_too_much_is_given_up() -> None:
    def answer(request: Request) -> Response:
        if request.url.endswith("/media"):
            return ok({"data": [{"id": "179", "comments_count": 1}]})
        return refusal(1, message="Please reduce the amount of data you're asking for, then retry your request")

    played = play(instagram(), answer)
    assert played.error is None
    assert any("could not be read" in notice for notice in played.notices)


def test_each_step_is_kept_so_that_the_smallest_budget_gets_there() -> None:
    world = world_without("from", "replies")
    answer, played = from_world(world), Played()
    for _ in range(60):
        before = played
        played = play(
            instagram(), answer, state=before.state, known=before.known, marks=before.marks, limit=1, now=world.clock
        )
        if played.error is None:
            break
    assert played.error is None
    assert len(played.known) == 6
