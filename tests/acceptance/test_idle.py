"""What the six channels ask of their sandboxes, held to the least that is possible; counts, on small worlds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from bench import idle_files
from bench import idle_stories as stories
from bench.idle import STORIES, lines
from bench.idle_records import Story
from complaint_hub.sandbox import google, instagram, tiktok, youtube
from complaint_hub.sandbox.lapor import Year

SMALL: dict[str, Callable[[], Story]] = {
    "youtube": lambda: stories.youtube_comments(youtube.build(videos=12, threads=160, big=20, small_replies=40)),
    "google_reviews": lambda: stories.google_reviews(google.build(locations=3, reviews=180)),
    "instagram": lambda: stories.instagram_comments(
        instagram.build(media=101, comments=150, replies=30, longest=60, days=300)
    ),
    "tiktok": lambda: stories.tiktok_comments(tiktok.build(videos=21, comments=90, long=4, replies=20, days=200)),
    "lapor": partial(idle_files.lapor_files, years=(Year(2023, 62, 967), Year(2024, 20))),
    "register": partial(idle_files.register_files, entries=40),
}


@pytest.fixture(scope="module", params=SMALL)
def story(request: pytest.FixtureRequest) -> Story:
    return SMALL[request.param]()


def test_an_idle_run_takes_at_most_a_tenth_more_than_the_least(story: Story) -> None:
    assert story.idle
    assert [cost.run for cost in story.idle if not 1.0 <= cost.ratio <= 1.1] == []


def test_a_first_run_that_asks_a_platform_takes_at_most_a_tenth_more_than_the_least(story: Story) -> None:
    # A file is read more than once before anything of it is stored, which costs nobody a request.
    assert story.unit == "bytes" or 1.0 <= story.costs[0].ratio <= 1.1


def test_the_first_run_is_complete_and_an_idle_one_stores_nothing(story: Story) -> None:
    assert (story.found, story.new) == (story.there, 0)


def test_a_plain_client_takes_more_than_an_idle_run_ever_needs(story: Story) -> None:
    assert story.plain >= max(cost.spent for cost in story.idle)


def test_the_table_has_a_line_for_each_run_and_none_is_longer_than_a_terminal(story: Story) -> None:
    told = list(lines([story]))
    assert max(map(len, told)) <= 80
    begun = told.index(f"{story.channel}, in {story.unit}") + 1
    assert [" ".join(line.split()[:-5]) for line in told[begun : begun + len(story.costs)]] == [
        cost.run for cost in story.costs
    ]


def test_the_measurement_knows_all_six_channels() -> None:
    assert len(STORIES) == len(SMALL) == 6


def test_the_least_of_instagram_is_what_a_person_counts() -> None:
    world = instagram.World()
    account = world.add_account("pemkabblitar", "Pemkab Blitar", id=instagram.ACCOUNT)
    world.tokens.give("instagram", (account.id,), at=world.clock, text=instagram.INSTAGRAM_TOKEN)
    media = [world.add_media(account.id, at=world.clock - timedelta(days=n + 1)) for n in range(3)]
    for _ in range(51):
        world.add_comment(media[0].id, "Jalan rusak")
    world.add_reply(world.add_comment(media[1].id, "Lampu padam").id, "Kami cek")
    told = stories.instagram_comments(world)
    assert [cost.least for cost in told.costs] == [1 + 2 + 1, 1]
    # The list, three lists of comments of which one goes on, and one of replies.
    assert told.plain == 1 + 4 + 1


def test_the_least_of_tiktok_is_what_a_person_counts() -> None:
    world = tiktok.World()
    world.add_account(open_id=tiktok.ACCOUNT)
    for days in (1, 10, 100):
        video = world.add_video(tiktok.ACCOUNT, at=world.clock - timedelta(days=days))
        for _ in range(31):
            world.add_comment(video.id, "Air keruh", at=video.created_at + timedelta(minutes=5))
    told = stories.tiktok_comments(world)
    assert [cost.least for cost in told.costs] == [1 + 1 + 6, 1 + 1, 1 + 2 + 1, 1 + 3 + 1]


def test_the_files_of_an_office_are_read_once_to_see_that_nothing_is_new() -> None:
    told = idle_files.lapor_files(years=(Year(2023, 62, 967),))
    assert [cost.spent for cost in told.idle] == [told.costs[0].least]
