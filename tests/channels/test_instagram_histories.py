"""Random histories between runs that may break off: what is shown is found."""

from __future__ import annotations

from random import Random

import pytest

from complaint_hub.contract import Deep
from complaint_hub.sandbox import instagram as sandbox
from complaint_hub.testing import Played, play
from support.instagram_pages import ACCOUNT, from_world, instagram

TOKEN = "IGAA-without-an-end"


def made(dice: Random, seed: int) -> sandbox.World:
    world = sandbox.build(
        seed,
        media=dice.choice([1, 3, 6]),
        comments=dice.choice([4, 20]),
        replies=dice.choice([0, 8]),
        longest=dice.choice([0, 7]),
    )
    world.page_cap, world.media_cap = dice.choice([None, 2, 4]), dice.choice([100, 2])
    world.nested_next, world.own_username = dice.random() < 0.5, dice.random() < 0.5
    world.tokens.give("instagram", (ACCOUNT,), at=world.clock, text=TOKEN, lifetime=None)
    return world


def happens(world: sandbox.World, dice: Random, *, deletes: bool) -> None:
    """One thing happens on the platform, and time goes by."""
    media = dice.choice(world.listed(ACCOUNT)).id
    tops = [comment.id for comment in world.comments_of(media)]
    what = dice.random()
    if what < 0.4 or not tops:
        world.add_comment(media, "Jalan rusak")
    elif what < 0.8:
        world.add_reply(dice.choice(tops), "Di sini juga")
    elif what < 0.9:
        world.pin(dice.choice(tops))
    elif deletes:
        world.delete(dice.choice(tops))
    world.advance(minutes=dice.choice([0, 1, 60, 3_000]))


def missing(world: sandbox.World, played: Played, keys: set[str]) -> set[str]:
    """What is shown and was not read."""
    tops = {comment.id for media in world.listed(ACCOUNT) for comment in world.comments_of(media.id)}
    replies = {reply.id for top in tops for reply in world.replies_of(top)}
    return (tops - set(played.known)) | (replies - keys)


@pytest.mark.parametrize("deletes", [False, True], ids=["nothing deleted", "some deleted"])
@pytest.mark.parametrize("seed", range(25))
def test_what_is_shown_is_found(seed: int, *, deletes: bool) -> None:
    dice = Random(seed)
    world = made(dice, seed)
    answer, played, keys = from_world(world, token=TOKEN), Played(), set[str]()

    def run(deep: Deep, limit: int | None) -> None:
        nonlocal played
        played = play(
            instagram(), answer, state=played.state, known=played.known, marks=played.marks,
            deep=deep, limit=limit, now=world.clock,
        )  # fmt: skip
        keys.update(event.key for event in played.events)

    for _ in range(8):
        for _ in range(dice.randrange(6)):
            happens(world, dice, deletes=deletes)
        run(dice.choice([False, False, False, "changed", "full"]), dice.choice([None, None, 1, 3]))
    run(False, None)
    run(False, None)
    assert played.error is None
    if not deletes:
        assert missing(world, played, keys) == set()
    run("full", None)
    run("full", None)
    assert missing(world, played, keys) == set()
