"""The measured world and the runs over it that request counts are stated for; for the measurement and the tests."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from complaint_hub import Hub
from complaint_hub.auth import ApiKey
from complaint_hub.channels.youtube import YouTube
from complaint_hub.contract import Deep
from complaint_hub.report import Run
from complaint_hub.sandbox import youtube as sandbox
from complaint_hub.sandbox.youtube import faults

__all__ = ["Story", "channel", "late_reply", "misbehaving", "new_threads", "read_all", "tell"]


def channel(base: str, *, account: str = sandbox.CHANNEL, daily_units: int = 10_000) -> YouTube:
    """The YouTube channel on a sandbox."""
    host = base.split("//", 1)[1].split("/", 1)[0]
    key = ApiKey(sandbox.KEY, hosts=frozenset({host}), app="sandbox-project")
    return YouTube(account, public=key, base=base, daily_units=daily_units)


@dataclass
class Story:
    """A world, its server and the database that runs fill one after the other."""

    world: sandbox.World
    hub: Hub
    units: list[int] = field(default_factory=list[int])

    def run(self, *, deep: Deep = False, budget: int | None = None) -> Run:
        """One run at the world's own time; its units, as the sandbox counts them, are noted."""
        before = self.world.units
        (run,) = self.hub.sync(deep=deep, budget=budget, now=self.world.clock)
        self.units.append(self.world.units - before)
        return run

    def messages(self) -> int:
        """Comments in the store: threads and replies that are not gone."""
        kept = list(self.hub.store.complaints(deleted=False))
        replies = (e for c in kept for e in c.timeline or () if e.type == "message")
        return len(kept) + sum(1 for _ in replies)


@contextmanager
def tell(world: sandbox.World, store: Path, *, daily_units: int = 10_000) -> Iterator[Story]:
    """Serve *world* and open a hub on it."""
    with (
        sandbox.serve(world) as running,
        Hub([channel(running.base, daily_units=daily_units)], store=store, clock=lambda: world.clock) as hub,
    ):
        yield Story(world, hub)


def misbehaving() -> sandbox.World:
    """The measured world with short, empty and repeated pages, and a feed that ends at 500 threads."""
    world = sandbox.measured()
    world.feed_depth = 500
    feed = {"method": "commentThreads.list"}
    world.inject(
        faults.short_page(40, skip=1, every=3, times=5, **feed),
        faults.empty_page(skip=2, times=2, every=4, **feed),
        faults.repeated_token(skip=4, **feed),
        faults.self_token(skip=9, **feed),
        faults.empty_end(skip=14, **feed),
        faults.repeated_token(skip=30, method="comments.list"),
    )
    return world


def read_all(story: Story, *, runs: int = 12) -> int:
    """Run until a run ends well; returns the units that are allowed to this world.

    They are what a well-behaved platform takes (129), a walk over each video that the feed did not cover, the faults
    themselves, and the pages that runs which were stopped read again.
    """
    stopped, walked = 0, 0
    while story.run().error is not None:
        calls = story.world.requests[walked:]
        walked += len(calls)
        stopped += sum(1 for call in calls if call.method != "comments.list")
        if len(story.units) == runs:
            raise RuntimeError(f"the faults have an end, but {runs} runs did not reach it")
    return 129 + single_walks(story.world) + story.world.faults + stopped


def new_threads(world: sandbox.World, n: int) -> None:
    """*n* new threads over the next two days, spread over the videos."""
    videos = list(world.videos)
    for i in range(n):
        world.advance(minutes=19)
        world.add_thread(videos[i * 7 % len(videos)], f"Aduan baru nomor {i}: lampu jalan padam.")
    world.advance(minutes=1)


def late_reply(world: sandbox.World) -> str:
    """One more reply on an old thread with few replies; returns the reply's id."""
    shown = [t for t in world.threads.values() if len(t.replies) in (1, 2, 3)]
    old = min(shown, key=lambda thread: thread.top.published_at)
    assert world.clock - old.top.published_at > timedelta(days=90)
    return world.add_reply(old.top.id, "Mohon kabar terbaru.").id


def single_walks(world: sandbox.World) -> int:
    """Σ⌈n_v/100⌉ over the videos that were walked singly, by the sandbox's own log."""
    walked = {call.params["videoId"] for call in world.requests if "videoId" in call.params}
    threads = Counter(t.top.video for t in world.threads.values())
    return sum(max(1, math.ceil(threads[video] / 100)) for video in walked)
