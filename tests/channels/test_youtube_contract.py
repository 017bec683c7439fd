"""YouTube keeps the promises of every channel, as a stranger and with its owner's consent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from complaint_hub.auth import ApiKey
from complaint_hub.channels.youtube import YouTube
from complaint_hub.sandbox import youtube as sandbox
from complaint_hub.testing import ChannelContract
from support.owned import consent, owned_channel
from support.youtube_platform import SECOND, Owned, Platform, on, served


class TestYouTube(ChannelContract[Platform]):
    @contextmanager
    def world(self) -> Iterator[Platform]:
        with served(Platform()) as platform:
            yield platform

    def channel(self, world: Platform) -> YouTube:
        return on(world.base, sandbox.CHANNEL)

    def second(self, world: Platform) -> YouTube:
        return on(world.base, SECOND)

    def unknown(self, world: Platform) -> YouTube:
        return on(world.base, "UCnobodyHasThisChannel00")


class TestYouTubeWithItsOwner(ChannelContract[Owned]):
    # The feed and two queues: with less no run comes to its end, though everything is read in turn.
    budgets = (3, 5)

    @contextmanager
    def world(self) -> Iterator[Owned]:
        platform = Owned()
        with served(platform):
            yield platform

    def fill(self, world: Owned) -> None:
        super().fill(world)
        for n, thread in enumerate(list(world.youtube.threads)[::2]):
            world.youtube.moderate(thread, "likelySpam" if n % 3 == 0 else "heldForReview")

    def channel(self, world: Owned) -> YouTube:
        return owned_channel(world.base, world.tokens)

    def second(self, world: Owned) -> YouTube:
        owner = consent(world.tokens, refresh="second-consent")
        return YouTube(SECOND, public=ApiKey(sandbox.KEY), owner=owner, base=world.base)

    def unknown(self, world: Owned) -> YouTube:
        return on(world.base, "UCnobodyHasThisChannel00")
