"""Builds whole worlds: a small one for tests, a big one, and one of a regency's account for the demo.

For: whoever needs a TikTok with something on it. A world is fully determined by its parameters and the seed.
Must not: take a time from anywhere but the world's clock.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from .. import blitar
from ..chance import seeded
from .records import Comment, Video
from .world import CLOCK, World

__all__ = ["ACCOUNT", "big", "build", "demo", "small"]

ACCOUNT = "_000sandboxBlitar0000000000000000000"
"""The ``open_id`` of the account of every built world, which is its ``business_id`` in calls."""

_SERIES = ("Kabar Blitar", "Bupati menyapa", "Perbaikan jalan", "Layanan keliling", "Pasar rakyat", "Cek lapangan")
_OTHERS = ("Betul, di tempat kami juga.", "Setuju, mohon diperhatikan.", "Di RT sebelah sama saja.", "Up min.")
_AGAIN = ("Sampai sekarang belum ada perubahan.", "Terima kasih, kami tunggu.", "Sudah ada kabar?")
_NOTICE = "Untuk laporan resmi silakan lewat SP4N-LAPOR! atau tulis lokasi lengkap di komentar."


def small(seed: int = 1, *, clock: datetime = CLOCK) -> World:
    """Four videos, 24 comments in pages of 8 at most, 3 of them with 8 replies; two are hidden, one is pinned."""
    world = build(seed, videos=4, comments=24, long=3, replies=10, hidden=2, clock=clock)
    world.habits.page_cap = 8
    return world


def big(seed: int = 1, *, clock: datetime = CLOCK) -> World:
    """One video with 1,200 comments, 60 of them hidden; 40 have 8 replies, and 300 replies stand below others."""
    return build(seed, videos=1, comments=1_200, long=40, replies=300, hidden=60, clock=clock)


def demo(seed: int = 2026, *, clock: datetime = CLOCK) -> World:
    """Eight videos of three months with 50 comments of citizens, and the office answering about half of the time."""
    return build(seed, videos=8, comments=50, long=2, replies=24, hidden=2, days=90, clock=clock)


def build(
    seed: int = 1,
    *,
    videos: int,
    comments: int,
    long: int = 0,
    long_replies: int = 8,
    replies: int = 0,
    hidden: int = 0,
    pin: bool = True,
    days: int = 360,
    clock: datetime = CLOCK,
) -> World:
    """An account with complaints.

    Args:
        long: comments with *long_replies* replies each.
        replies: replies spread over the other comments, at most 3 below one.
        hidden: comments that are hidden, of those without replies.
        pin: whether the newest video begins with a notice of the office, pinned. It is no one of *comments*.
        days: over how long the videos are spread, back from *clock*.

    Raises: ValueError, if the replies do not fit.
    """
    if videos < 1 or long > comments or replies > 3 * (comments - long):
        raise ValueError("these comments and replies do not fit: see videos, long and replies")
    world, dice = World(seed, clock=clock), seeded("tiktok build", seed)
    world.add_account(open_id=ACCOUNT)
    posts = [_post(world, n, clock - timedelta(days=days * (videos - n) / videos), dice) for n in range(videos)]
    if pin:
        notice = world.add_comment(posts[-1].id, _NOTICE, own=True, at=posts[-1].created_at + timedelta(minutes=1))
        world.pin(notice.id)
    topics: dict[str, tuple[blitar.Topic, str]] = {}
    tops = [_complain(world, video, topics, dice) for video in _spread(posts, comments, dice)]
    chosen = dice.sample(tops, long)
    rest = [top for top in tops if top not in chosen]
    for top, count in [*((top, long_replies) for top in chosen), *_shares(rest, replies, dice)]:
        _converse(world, top, count, *topics[top.id], dice)
    alone = [top for top in tops if not top.replies]
    for top in dice.sample(alone, min(hidden, len(alone))):
        world.hide(top.id)
    return world


def _post(world: World, n: int, at: datetime, dice: Random) -> Video:
    series = dice.choice(_SERIES)
    caption = f"{series} #{n + 1} {dice.choice(blitar.DISTRICTS)} #blitar"
    when = min(at + timedelta(seconds=dice.randrange(3_600)), world.clock)
    return world.add_video(ACCOUNT, caption, at=when, media_type="PHOTO" if n % 7 == 3 else "VIDEO", is_ad=n % 11 == 5)


def _complain(world: World, video: Video, topics: dict[str, tuple[blitar.Topic, str]], dice: Random) -> Comment:
    topic, district = blitar.pick_topic(dice), dice.choice(blitar.DISTRICTS)
    top = world.add_comment(
        video.id,
        blitar.sentence(topic, district, dice),
        author=f"warga_{district.lower()}_{dice.randint(1, 99)}",
        at=_between(video.created_at, world.clock, dice),
        likes=int(dice.paretovariate(1.2)) - 1,
    )
    topics[top.id] = (topic, district)
    return top


def _spread(videos: list[Video], comments: int, dice: Random) -> list[Video]:
    """A video for each comment: a few videos have most of them, as everywhere."""
    order = dice.sample(videos, len(videos))
    weights = [1 / (rank + 3) for rank in range(len(order))]
    return order[:comments] + dice.choices(order, weights, k=max(0, comments - len(order)))


def _shares(tops: list[Comment], replies: int, dice: Random) -> list[tuple[Comment, int]]:
    """How many replies each of the other comments gets, at most 3."""
    places = dice.sample([n for n in range(len(tops)) for _ in range(3)], replies)
    return [(top, places.count(n)) for n, top in enumerate(tops) if n in places]


def _converse(world: World, top: Comment, count: int, topic: blitar.Topic, district: str, dice: Random) -> None:
    """*count* replies: often the office first, then citizens, and the office once more in long ones."""
    answered, at = dice.random() < 0.55, top.created_at
    for n in range(count):
        at = _between(at, min(at + timedelta(days=9), world.clock), dice)
        if answered and n == 0:
            world.add_reply(top.id, blitar.acknowledgement(topic, dice), own=True, at=at)
        elif answered and n == 3:
            world.add_reply(top.id, blitar.answer(topic, district, dice), own=True, at=at)
        elif n == 1:
            world.add_reply(top.id, dice.choice(_AGAIN), author=top.author.username, at=at)
        else:
            name = f"warga_{dice.choice(blitar.DISTRICTS).lower()}_{dice.randint(1, 99)}"
            world.add_reply(top.id, dice.choice(_OTHERS), author=name, at=at, likes=dice.randrange(4))


def _between(start: datetime, end: datetime, dice: Random) -> datetime:
    """A moment after *start*, sooner rather than later, and not after *end*."""
    return start + (end - start) * (dice.random() ** 3)
