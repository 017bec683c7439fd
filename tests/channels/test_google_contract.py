"""Google reviews keep the five promises of every channel."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

from complaint_hub.channels.google_reviews import GoogleReviews
from complaint_hub.sandbox import google as sandbox
from complaint_hub.testing import ChannelContract
from support.google_pages import channel_on


@dataclass
class Ground:
    running: sandbox.Running
    places: list[str]


class TestGoogleReviews(ChannelContract):
    deep = "full"
    # No quota of a day, hence nothing that a budget could cut.
    budgets = (1,)

    @contextmanager
    def world(self) -> Generator[Ground]:
        world = sandbox.build(3, locations=2, reviews=10)
        world.add_location(sandbox.GROUP, "Kantor Kecamatan Doko")
        other = world.add_location(sandbox.GROUP, "Dinas Sosial")
        world.reply(world.add_review(other.number, 2, "Loket tutup").id, "Kami buka kembali.")
        world.page_cap = 4
        with sandbox.serve(world) as running:
            yield Ground(running, list(world.locations))

    def channel(self, place: Ground) -> GoogleReviews:
        return channel_on(place.running, locations=place.places[:3])

    def second(self, place: Ground) -> GoogleReviews:
        return channel_on(place.running, "kedua", locations=place.places[3:])
