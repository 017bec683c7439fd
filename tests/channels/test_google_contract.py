"""Google reviews keep the promises of every channel."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from complaint_hub.channels.google_reviews import GoogleReviews
from complaint_hub.sandbox import google as sandbox
from complaint_hub.sandbox.google import faults
from complaint_hub.testing import ChannelContract, World
from support.google_pages import channel_on

REVIEWS = "reviews.list"


class Platform(World):
    """The sandbox's Google: a login with two empty locations, and another one with an answered review."""

    running: sandbox.Running

    def __init__(self) -> None:
        self.google = sandbox.build(3, locations=3, reviews=0)
        self.google.page_cap = self.page
        self.place, self.quiet, self.other = self.google.locations
        self.google.reply(self.google.add_review(self.other, 2, "Loket tutup").id, "Kami buka kembali.")
        self.posted: list[str] = []

    def clock(self, at: datetime) -> None:
        self.google.set_clock(at)

    def post(self, text: str, *, at: datetime) -> str:
        review = self.google.add_review(self.place, 2, text, at=at)
        self.posted.append(review.id)
        return f"locations/{self.place}/reviews/{review.id}"

    def answer(self, item: str, text: str, *, at: datetime) -> str:
        self.google.reply(_id(item), text, at=at)
        return "reply"

    def edit(self, item: str, text: str, *, at: datetime) -> None:
        self.google.edit_review(_id(item), text=text, at=at)

    def delete(self, item: str) -> None:
        self.google.delete_review(_id(item))

    def full_pages(self) -> None:
        self.google.page_cap = None

    def blank_page(self) -> None:
        self.google.inject(faults.empty_page(method=REVIEWS, skip=1))

    def repeat_token(self) -> None:
        self.google.inject(faults.repeated_token(method=REVIEWS, times=None))

    def throttle(self) -> None:
        for method in (REVIEWS, "reviews.get"):
            self.google.inject(faults.error("notFound", method=method, times=None))

    def lock_out(self) -> None:
        self.google.grants.withdraw()

    def damage(self, item: str) -> None:
        self.google.inject(faults.damage("updateTime", "kemarin", item=_id(item), times=None))

    def vanish(self) -> None:
        for review in self.posted:
            self.google.delete_review(review)

    def heal(self) -> None:
        self.google.clear_faults()
        self.google.grants.consents[0].refresh = sandbox.REFRESH_TOKEN
        for review in self.posted:
            self.google.restore_review(review)


class TestGoogleReviews(ChannelContract[Platform]):
    without = {
        "P02": "reviews cannot be pinned: the list has the order of the last change and no other",
        "P03": "a review has at most one reply, the owner's",
        "P04": "a review has at most one reply, the owner's",
        "P10": "reviews cannot be switched off by the owner of a profile",
        "P26": "an owner cannot review his own profile",
    }
    # No quota of a day, hence nothing that a budget could cut.
    budgets = (1,)

    @contextmanager
    def world(self) -> Iterator[Platform]:
        platform = Platform()
        with sandbox.serve(platform.google) as running:
            platform.running = running
            yield platform

    def channel(self, world: Platform) -> GoogleReviews:
        return channel_on(world.running, locations=[world.place, world.quiet])

    def second(self, world: Platform) -> GoogleReviews:
        return channel_on(world.running, "kedua", locations=[world.other])

    def unknown(self, world: Platform) -> GoogleReviews:
        return channel_on(world.running, locations=["locations/1", "locations/2"])


def _id(item: str) -> str:
    return item.rpartition("/")[2]
