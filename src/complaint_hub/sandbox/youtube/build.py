"""Builds whole worlds: the measured one, a small one for tests, and one for the demo.

For: whoever needs a YouTube with something on it. A world is fully determined by its parameters and the seed.
Must not: take a time from anywhere but the world's clock.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from .. import blitar
from ..chance import seeded
from .records import Thread, Video
from .world import CLOCK, World

__all__ = ["CHANNEL", "build", "demo", "measured", "small"]

CHANNEL = "UCsandboxBlitar000000000"
"""Id of the channel of every built world."""

_SERIES = ("Kabar Blitar", "Apel pagi", "Pembangunan jalan", "Pelayanan publik", "Musrenbang", "Pasar rakyat")
_OTHERS = ("Betul, di tempat kami juga.", "Setuju, mohon diperhatikan.", "Di RT sebelah sama saja.")
_AGAIN = ("Sampai sekarang belum ada perubahan.", "Terima kasih, kami tunggu.", "Sudah ada kabar?")


def measured(seed: int = 1, *, clock: datetime = CLOCK) -> World:
    """The world that request counts are stated for: 200 videos, 2,000 threads, 3,400 comments.

    100 threads have 8 replies, so three of each are not inline; 600 replies stand in smaller threads, all inline.
    The oldest thread is pinned first, in its video and in the channel's feed.
    """
    return build(seed, videos=200, threads=2_000, big=100, small_replies=600, clock=clock)


def small(seed: int = 1, *, clock: datetime = CLOCK) -> World:
    """About a dozen requests to read whole: 24 threads in pages of 8 at most, 3 of them with 8 replies."""
    world = build(seed, videos=4, threads=24, big=3, small_replies=10, clock=clock)
    world.page_cap = 8
    return world


def demo(seed: int = 2026, *, clock: datetime = CLOCK) -> World:
    """A channel of a regency's size, with the office answering about half of the time."""
    return build(seed, videos=40, threads=240, big=6, small_replies=160, clock=clock)


def build(
    seed: int = 1,
    *,
    videos: int,
    threads: int,
    big: int = 0,
    big_replies: int = 8,
    small_replies: int = 0,
    pin: bool = True,
    days: int = 720,
    clock: datetime = CLOCK,
) -> World:
    """A channel with complaints.

    Args:
        big: threads with *big_replies* replies each.
        small_replies: replies spread over the other threads, at most 5 in one.
        pin: whether the oldest thread is pinned.
        days: over how long the videos are spread, back from *clock*.

    Raises: ValueError, if the replies do not fit.
    """
    if videos < 1 or big > threads or small_replies > 5 * (threads - big):
        raise ValueError("these threads and replies do not fit: see videos, big and small_replies")
    world, dice = World(seed, clock=clock), seeded("build", seed)
    channel = world.add_channel("Pemkab Blitar", "@pemkabblitar", id=CHANNEL)
    world.grants.allow(channel.id)
    shown: list[Video] = []
    for n in range(videos):
        at = clock - timedelta(days=days * (videos - n) / videos, seconds=dice.randrange(3_600))
        shown.append(world.add_video(channel.id, f"{dice.choice(_SERIES)} #{n + 1}", at=at))
    topics: dict[str, tuple[blitar.Topic, str]] = {}
    for video in _spread(shown, threads, dice):
        topic, district = blitar.pick_topic(dice), dice.choice(blitar.DISTRICTS)
        author = world.author(f"@warga_{district.lower()}_{dice.randint(1, 99)}")
        text = blitar.sentence(topic, district, dice)
        thread = world.add_thread(video.id, text, author=author, at=_between(video.published_at, clock, dice))
        topics[thread.id] = (topic, district)
    everything = sorted(world.threads.values(), key=lambda thread: thread.key)
    chosen = dice.sample(everything, big)
    rest = [thread for thread in everything if thread not in chosen]
    for thread, count in [*((t, big_replies) for t in chosen), *_shares(rest, small_replies, dice)]:
        _converse(world, thread, count, *topics[thread.id], dice)
    if pin and everything:
        world.pin(everything[0].id)
    return world


def _spread(videos: list[Video], threads: int, dice: Random) -> list[Video]:
    """A video for each thread: a few videos have most of the comments, as everywhere."""
    order = dice.sample(videos, len(videos))
    weights = [1 / (rank + 5) for rank in range(len(order))]
    return order[:threads] + dice.choices(order, weights, k=max(0, threads - len(order)))


def _shares(threads: list[Thread], replies: int, dice: Random) -> list[tuple[Thread, int]]:
    """How many replies each small thread gets, at most 5."""
    counts = dict.fromkeys(range(len(threads)), 0)
    room = list(counts)
    for _ in range(replies):
        place = dice.randrange(len(room))
        counts[room[place]] += 1
        if counts[room[place]] == 5:
            room.pop(place)
    return [(threads[n], count) for n, count in counts.items() if count]


def _converse(world: World, thread: Thread, count: int, topic: blitar.Topic, district: str, dice: Random) -> None:
    """*count* replies: often the office first, then citizens, and the office once more in long ones."""
    office = world.owner(thread.top.video)
    answered = dice.random() < 0.55
    at = thread.top.published_at
    for n in range(count):
        at = _between(at, min(at + timedelta(days=9), world.clock), dice)
        if answered and n == 0:
            world.add_reply(thread.id, blitar.acknowledgement(topic, dice), author=office, at=at)
        elif answered and n == 3:
            world.add_reply(thread.id, blitar.answer(topic, district, dice), author=office, at=at)
        else:
            back = n == 1
            handle = f"@warga_{dice.choice(blitar.DISTRICTS).lower()}_{dice.randint(1, 99)}"
            text = dice.choice(_AGAIN if back else _OTHERS)
            writer = thread.top.author if back else world.author(handle)
            world.add_reply(thread.id, text, author=writer, at=at)


def _between(start: datetime, end: datetime, dice: Random) -> datetime:
    """A moment after *start*, sooner rather than later, and not after *end*."""
    return start + (end - start) * (dice.random() ** 3)
