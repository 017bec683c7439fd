"""Builds whole worlds: a small one for tests, and one of a regency's size for the demo.

For: whoever needs a Google with something on it. A world is fully determined by its parameters and the seed.
Must not: take a time from anywhere but the world's clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from ..chance import seeded
from .records import Form, Location, Review, Translation
from .texts import answer, review_text
from .world import CLOCK, World

__all__ = ["GROUP", "LOGIN", "STAR_SHARES", "build", "demo", "small"]

LOGIN = "100000000000000000001"
"""Number of the login's own account in every built world; it has no locations of its own."""

GROUP = "100000000000000000002"
"""Number of the account that all locations stand in."""

STAR_SHARES = {5: 55, 4: 10, 3: 6, 2: 4, 1: 25}
"""In per cent, as measured on public offices: most are content, and most of the others are not at all."""

# Title, district, and how much of the reviews it gets: half go to hospitals and health centres.
_PLACES = (
    ("RSUD Ngudi Waluyo Wlingi", "Wlingi", 20),
    ("RSUD Srengat", "Srengat", 14),
    ("Dinas Kependudukan dan Pencatatan Sipil Kabupaten Blitar", "Kanigoro", 13),
    ("UPT Puskesmas Kanigoro", "Kanigoro", 6),
    ("UPT Puskesmas Wlingi", "Wlingi", 5),
    ("UPT Puskesmas Srengat", "Srengat", 5),
    ("Mal Pelayanan Publik Kabupaten Blitar", "Kanigoro", 10),
    ("Dinas Perhubungan Kabupaten Blitar", "Kanigoro", 7),
    ("Dinas Pendidikan Kabupaten Blitar", "Kanigoro", 6),
    ("Badan Pendapatan Daerah Kabupaten Blitar", "Kanigoro", 5),
    ("Dinas Sosial Kabupaten Blitar", "Kanigoro", 5),
    ("Kantor Kecamatan Talun", "Talun", 4),
)
_NAMES = ("Sari", "Budi", "Wati", "Agus", "Dewi", "Joko", "Rina", "Slamet", "Lestari", "Hadi", "Nur", "Tono")
_FORMS: tuple[Form, ...] = ("original_first", "translation_first", "translation_first_line")
_VIOLATIONS = ("PERSONAL_INFO", "OFF_TOPIC", "UNCLEAR")


def small(seed: int = 1, *, clock: datetime = CLOCK) -> World:
    """Three locations, 30 reviews, pages of 8 at most, and a fourth location without any."""
    world = build(seed, locations=3, reviews=30, clock=clock)
    world.add_location(GROUP, "Kantor Kecamatan Doko", "Doko")
    world.page_cap = 8
    return world


def demo(seed: int = 2026, *, clock: datetime = CLOCK) -> World:
    """A dozen locations and a year's reviews of a regency."""
    return build(seed, locations=12, reviews=420, days=365, clock=clock)


def build(seed: int = 1, *, locations: int = 12, reviews: int = 400, days: int = 720, clock: datetime = CLOCK) -> World:
    """A login with a personal account and a group in which all locations stand.

    Half of the reviews have no text, a third of the others come with a translation, one in ten was edited, one in
    twelve is anonymous, and four in ten were answered. Stars have :data:`STAR_SHARES`, to a review.

    Args:
        days: over how long the reviews are spread, back from *clock*.

    Raises: ValueError, if there is no location.
    """
    if locations < 1:
        raise ValueError("a world needs a location to be reviewed")
    world, dice = World(seed, clock=clock), seeded("google build", seed)
    world.add_account("Admin Ulasan", "PERSONAL", number=LOGIN)
    world.add_account("Pemerintah Kabupaten Blitar", number=GROUP)
    places = [_place(world, n) for n in range(locations)]
    weights = [_PLACES[n % len(_PLACES)][2] for n in range(locations)]
    for n, stars in enumerate(_star_list(reviews, dice)):
        at = clock - timedelta(days=days * dice.random(), seconds=1)
        location = places[n] if n < len(places) else dice.choices(places, weights)[0]
        _grow(world, location, stars, at, dice)
    return world


def _place(world: World, n: int) -> Location:
    title, district, _ = _PLACES[n % len(_PLACES)]
    return world.add_location(GROUP, title if n < len(_PLACES) else f"{title} {n + 1}", district)


def _star_list(count: int, dice: Random) -> Sequence[int]:
    """Stars in their shares, shuffled; what rounding leaves over goes to the largest share."""
    counts = Counter({stars: count * share // 100 for stars, share in STAR_SHARES.items()})
    counts[5] += count - counts.total()
    stars = list(counts.elements())
    dice.shuffle(stars)
    return stars


def _grow(world: World, location: Location, stars: int, at: datetime, dice: Random) -> None:
    """One review and what became of it."""
    # Six digits since 2022; older and rounder ones occur.
    digits = dice.choice((6, 6, 6, 6, 3, 9, 0))
    text = translation = None
    if dice.random() < 0.5:
        text, translated = review_text(stars, dice)
        if dice.random() < 1 / 3:
            translation = Translation(translated, dice.choice(_FORMS), "id" if dice.random() < 0.5 else "en")
    author = None if dice.random() < 1 / 12 else f"{dice.choice(_NAMES)} {dice.choice('ABDHKMPRSTW')}."
    media = [{"thumbnailUrl": f"https://photos.example/{dice.randrange(10**6)}"}] if dice.random() < 0.06 else []
    review = world.add_review(
        location.number, stars, text, author=author, at=at, digits=digits, translation=translation, media=media
    )
    if dice.random() < 0.1:
        world.edit_review(review.id, text=f"{text or 'Sudah lebih baik.'} (diperbarui)", at=_later(world, at, 14, dice))
    if dice.random() < 0.4:
        _answer(world, review, dice)


def _answer(world: World, review: Review, dice: Random) -> None:
    """A reply within ten days; one in twelve is refused."""
    violation = dice.choice(_VIOLATIONS) if dice.random() < 1 / 12 else None
    at = _later(world, review.created_at, 10, dice)
    translation = Translation("Thank you for your review.", dice.choice(_FORMS)) if dice.random() < 0.1 else None
    world.reply(review.id, answer(review.stars, dice), at=at, violation=violation, translation=translation)


def _later(world: World, at: datetime, days: int, dice: Random) -> datetime:
    """A moment up to *days* after *at*, and not after the world's clock."""
    return at + min(timedelta(days=days), world.clock - at) * dice.random()
