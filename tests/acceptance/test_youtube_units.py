"""What reading YouTube costs, as the sandbox bills it: 200 videos, 2,000 threads, 3,400 comments."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.youtube_runs import Story, late_reply, misbehaving, new_threads, read_all, tell
from complaint_hub.sandbox import youtube as sandbox


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    with tell(sandbox.measured(), tmp_path / "aduan.db") as told:
        yield told


def test_everything_is_read_within_the_budget_that_the_platform_s_limits_allow(story: Story) -> None:
    first = story.run()
    assert story.messages() == 3_400
    assert (first.counts.new, first.error) == (3_400, None)
    assert first.spent == {"units": story.units[0]}
    assert story.units[0] <= 121 + 8

    idle = story.run()
    assert story.units[1] == 1
    assert idle.counts.new == idle.counts.changed == 0

    new_threads(story.world, 150)
    reply = late_reply(story.world)
    cheap = story.run()
    assert cheap.counts.new == 150
    assert story.units[2] <= 2

    changed = story.run(deep="changed")
    assert changed.counts.new == 1
    assert reply in {e.key for c in story.hub.store.complaints() for e in c.timeline or ()}
    assert story.units[3] <= 45

    full = story.run(deep="full")
    assert (full.counts.new, full.counts.gone) == (0, 0)
    assert story.units[4] <= 145
    assert sum(story.units) == story.world.units


def test_short_empty_and_repeated_pages_and_a_cut_feed_lose_nothing(tmp_path: Path) -> None:
    with tell(misbehaving(), tmp_path / "aduan.db") as story:
        allowed = read_all(story)
        assert story.messages() == 3_400
        assert sum(story.units) <= allowed


def test_a_thread_of_five_thousand_replies_costs_a_unit_a_hundred(tmp_path: Path) -> None:
    world = sandbox.build(1, videos=1, threads=3)
    thread = next(iter(world.threads))
    for n in range(5_000):
        world.add_reply(thread, f"Balasan {n}")
    with tell(world, tmp_path / "aduan.db") as story:
        run = story.run()
        assert (run.error, story.messages()) == (None, 5_003)
        assert story.units[0] == 1 + 50 + 2
        assert story.run().counts.new == 0


@pytest.mark.parametrize("budget", [1, 2, 3, 5])
def test_a_few_units_a_day_end_in_the_store_of_an_unlimited_run(tmp_path: Path, budget: int) -> None:
    plain, poor = tmp_path / "plain.db", tmp_path / "poor.db"
    world = sandbox.build(7, videos=3, threads=130, big=4, small_replies=30)
    days = _converge(world, poor, budget)
    twin = sandbox.build(7, videos=3, threads=130, big=4, small_replies=30)
    for _ in range(days[0]):
        _one_more(twin)
    with tell(twin, plain) as story:
        story.run()
        story.run(deep="full")
        expected = _content(story)
    with tell(world, poor) as story:
        assert _content(story) == expected
    print(f"budget {budget}: {days[1]} days")


def _one_more(world: sandbox.World) -> None:
    world.advance(days=1)
    world.add_thread(sorted(world.videos)[0], f"Aduan harian {len(world.threads)}")


def _converge(world: sandbox.World, store: Path, budget: int) -> tuple[int, int]:
    """One run a day with *budget* units and, for twelve days, a new thread a day: (new threads, days until quiet)."""
    news, day, quiet = 0, 0, 0
    with tell(world, store, daily_units=budget) as story:
        while quiet < 3:
            assert day < 400, "does not converge"
            if news < 12:
                _one_more(world)
                news += 1
            else:
                world.advance(days=1)
            day += 1
            run = story.run(deep="full" if day in (20, 200) else False)
            counts = run.counts
            busy = run.stopped is not None or counts.new or counts.changed or counts.gone
            quiet = 0 if busy or day <= 20 else quiet + 1
    return news, day


def _content(story: Story) -> dict[str, object]:
    return {
        c.id: (c.text, c.status, c.deleted_at, [(e.key, e.type, e.text, e.at) for e in c.timeline or ()])
        for c in story.hub.store.complaints()
    }
