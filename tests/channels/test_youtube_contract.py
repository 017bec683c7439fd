"""YouTube keeps the five promises of every channel."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from complaint_hub.auth import ApiKey
from complaint_hub.channels.youtube import YouTube
from complaint_hub.sandbox import youtube as sandbox
from complaint_hub.testing import ChannelContract
from support.owned import consent, owned_channel

SECOND = "UCsandboxSecond000000000"


class TestYouTube(ChannelContract):
    deep = "full"

    @contextmanager
    def world(self) -> Iterator[str]:
        world = sandbox.build(3, videos=2, threads=12, big=2, small_replies=6)
        world.page_cap = 6
        other = world.add_channel("Dinas PUPR", "@pupr", id=SECOND)
        video = world.add_video(other.id, "Perbaikan jalan")
        thread = world.add_thread(video.id, "Jalan di depan pasar berlubang")
        world.add_reply(thread.id, "Kami teruskan.", author=other.author)
        with sandbox.serve(world) as running:
            yield running.base

    def channel(self, place: str) -> YouTube:
        return on(place, sandbox.CHANNEL)

    def second(self, place: str) -> YouTube:
        return on(place, SECOND)


class TestYouTubeWithItsOwner(ChannelContract):
    deep = "full"
    # The feed and two queues: with less no run comes to its end, though everything is read in turn.
    budgets = (3, 5)

    @contextmanager
    def world(self) -> Iterator[str]:
        world = sandbox.build(3, videos=1, threads=8, big=1, small_replies=3)
        world.page_cap = 4
        other = world.add_channel("Dinas PUPR", "@pupr", id=SECOND)
        world.grants.allow(SECOND, refresh="second-consent")
        thread = world.add_thread(world.add_video(other.id, "Perbaikan jalan").id, "Jalan di depan pasar berlubang")
        for n, known in enumerate(list(world.threads.values())[::2]):
            world.moderate(known.id, "likelySpam" if n % 3 == 0 else "heldForReview")
        world.moderate(world.add_reply(thread.id, "beli di sini").id, "heldForReview")
        with sandbox.serve(world) as running:
            yield running.base

    def channel(self, place: str) -> YouTube:
        return owned_channel(place, tokens(place))

    def second(self, place: str) -> YouTube:
        return YouTube(
            SECOND, public=ApiKey(sandbox.KEY), owner=consent(tokens(place), refresh="second-consent"), base=place
        )


def tokens(base: str) -> str:
    return base.replace(sandbox.api.BASE, sandbox.api.TOKENS)


def on(base: str, account: str) -> YouTube:
    return YouTube(account, public=ApiKey(sandbox.KEY, hosts=[urlsplit(base).netloc]), base=base)
