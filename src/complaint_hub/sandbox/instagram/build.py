"""Builds whole worlds: a small one for tests, one that request counts are stated for, and one for the demo.

For: whoever needs an Instagram with something on it. A world is fully determined by its parameters and the seed.
Must not: take a time from anywhere but the world's clock.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from .. import blitar
from ..chance import seeded
from .records import Comment, Media
from .tokens import FACEBOOK_TOKEN, INSTAGRAM_TOKEN, LONG
from .world import CLOCK, World

__all__ = ["ACCOUNT", "USERNAME", "build", "demo", "measured", "small"]

ACCOUNT = "17841400000000000"
"""Id of the account of every built world."""

USERNAME = "pemkabblitar"

# The kind of post, how many of ten, and how it is told.
_FORMS = (("IMAGE", "FEED"),) * 4 + (("CAROUSEL_ALBUM", "FEED"),) * 3 + (("VIDEO", "REELS"),) * 3
_SERIES = (
    "Kabar Blitar hari ini", "Apel pagi di halaman kantor bupati", "Perbaikan jalan kabupaten dimulai",
    "Jadwal pelayanan keliling", "Musrenbang kecamatan", "Pasar rakyat akhir pekan",
)  # fmt: skip
_OWN = "Punya keluhan? Sampaikan juga lewat SP4N-LAPOR!, kami tindak lanjuti."
_OTHERS = ("Betul, di tempat kami juga.", "Setuju, mohon diperhatikan.", "Di RT sebelah sama saja 🙏")
_AGAIN = ("Sampai sekarang belum ada perubahan.", "Terima kasih, kami tunggu.", "Sudah ada kabar min?")


def small(seed: int = 1, *, clock: datetime = CLOCK) -> World:
    """6 media and 30 comments in pages of 4 at most, which one thread of 9 replies overflows, nested or not."""
    world = build(seed, media=6, comments=18, replies=3, longest=9, clock=clock)
    world.page_cap = 4
    return world


def measured(seed: int = 1, *, clock: datetime = CLOCK) -> World:
    """The world that request counts are stated for: 200 media, 2,000 top-level comments and 1,400 replies.

    60 of the replies stand under one comment, which is more than a page has.
    """
    return build(seed, media=200, comments=2_000, replies=1_340, longest=60, days=720, clock=clock)


def demo(seed: int = 2026, *, clock: datetime = CLOCK) -> World:
    """The account of a regency: 12 media, 60 comments with the office's own, about half of them answered."""
    world = build(seed, media=12, comments=36, replies=16, longest=6, clock=clock)
    for media in world.listed(ACCOUNT)[:2]:
        own = media.at + (clock - media.at) / 50
        world.pin(world.add_comment(media.id, _OWN, author=USERNAME, at=own).id)
    return world


def build(
    seed: int = 1,
    *,
    media: int,
    comments: int,
    replies: int = 0,
    longest: int = 0,
    days: int = 120,
    clock: datetime = CLOCK,
) -> World:
    """An account with complaints, and a token of each login (INSTAGRAM_TOKEN, FACEBOOK_TOKEN) 30 days old.

    Three quarters of the replies stand under one comment in eight; threads of more than one begin with the office.

    Args:
        comments: top-level ones.
        replies: in all threads but the longest.
        longest: replies of one more thread.
        days: over how long the media are spread, back from *clock*.

    Raises: ValueError, if there is nothing to comment on.
    """
    if media < 1 or (comments < 2 and (replies or longest)):
        raise ValueError("these comments do not fit: see media and comments")
    world, dice = World(seed, clock=clock), seeded("instagram build", seed)
    account = world.add_account(USERNAME, blitar.AGENCY, id=ACCOUNT, page_name="Pemkab Blitar")
    world.tokens.give("instagram", (account.id,), at=clock - LONG / 2, text=INSTAGRAM_TOKEN)
    world.tokens.give("facebook", (account.id,), at=clock - LONG / 2, text=FACEBOOK_TOKEN)
    shown: list[Media] = []
    for n in range(media):
        at = clock - timedelta(days=days * (media - n) / media, seconds=dice.randrange(3_600))
        type, product = dice.choice(_FORMS)
        caption = f"{dice.choice(_SERIES)} #{n + 1}"
        likes = dice.randrange(20, 400)
        shown.append(world.add_media(account.id, caption, at=at, type=type, product=product, likes=likes))
    tops: list[tuple[Comment, blitar.Topic, str]] = []
    weights = [1 / (rank + 3) for rank in range(media)]
    for post in dice.choices(dice.sample(shown, media), weights, k=comments):
        topic, district = blitar.pick_topic(dice), dice.choice(blitar.DISTRICTS)
        author, at = f"warga_{district.lower()}_{dice.randint(1, 99)}", _between(post.at, clock, dice)
        text = blitar.sentence(topic, district, dice)
        tops.append((world.add_comment(post.id, text, author=author, at=at, likes=dice.randrange(6)), topic, district))
    if longest:
        _converse(world, *tops.pop(0), longest, dice)
    for top, topic, district, count in _shares(tops, replies, dice):
        _converse(world, top, topic, district, count, dice)
    return world


def _shares(
    tops: list[tuple[Comment, blitar.Topic, str]], replies: int, dice: Random
) -> list[tuple[Comment, blitar.Topic, str, int]]:
    """How many replies each thread gets: most in a few."""
    order = dice.sample(range(len(tops)), len(tops))
    few, rest = order[: max(1, len(order) // 8)], order[len(order) // 8 :] or order
    counts = dict.fromkeys(range(len(tops)), 0)
    for n in range(replies):
        counts[dice.choice(few if n % 4 else rest)] += 1
    return [(*tops[n], count) for n, count in counts.items() if count]


def _converse(world: World, top: Comment, topic: blitar.Topic, district: str, count: int, dice: Random) -> None:
    """*count* replies: often the office first, then citizens, and the office once more in long ones."""
    at, answered = top.at, count > 1 or dice.random() < 0.6
    for n in range(count):
        at = _between(at, min(at + timedelta(days=9), world.clock), dice)
        if answered and n in (0, 3):
            said = blitar.acknowledgement(topic, dice) if n == 0 else blitar.answer(topic, district, dice)
            world.add_reply(top.id, f"@{top.author.username} {said}", author=USERNAME, at=at)
            continue
        other = f"warga_{dice.choice(blitar.DISTRICTS).lower()}_{dice.randint(1, 99)}"
        back = n in (1, 4)
        world.add_reply(
            top.id, dice.choice(_AGAIN if back else _OTHERS), author=top.author.username if back else other, at=at
        )


def _between(start: datetime, end: datetime, dice: Random) -> datetime:
    """A moment after *start*, sooner rather than later, and not after *end*."""
    return start + (end - start) * (dice.random() ** 3)
