"""YouTube keeps the promises of every channel."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from urllib.parse import urlsplit

from complaint_hub.auth import ApiKey
from complaint_hub.channels.youtube import YouTube
from complaint_hub.sandbox import youtube as sandbox
from complaint_hub.sandbox.youtube import faults
from complaint_hub.testing import ChannelContract, World
from support.owned import consent, owned_channel

SECOND = "UCsandboxSecond000000000"
THREADS = "commentThreads.list"


class Platform(World):
    """The sandbox's YouTube: one channel with one video, and another channel with a thread."""

    base = ""

    def __init__(self) -> None:
        self.youtube = sandbox.build(3, videos=1, threads=0)
        self.youtube.page_cap = self.page
        (self.video,) = self.youtube.videos
        other = self.youtube.add_channel("Dinas PUPR", "@pupr", id=SECOND)
        thread = self.youtube.add_thread(self.youtube.add_video(other.id, "Perbaikan").id, "Jalan di pasar berlubang")
        self.youtube.add_reply(thread.id, "Kami teruskan.", author=other.author)

    def clock(self, at: datetime) -> None:
        self.youtube.set_clock(at)

    def post(self, text: str, *, at: datetime) -> str:
        return self.youtube.add_thread(self.video, text, at=at).id

    def reply(self, item: str, text: str, *, at: datetime) -> str:
        return self.youtube.add_reply(item, text, at=at).id

    def answer(self, item: str, text: str, *, at: datetime) -> str:
        return self.youtube.add_reply(item, text, author=self.youtube.owner(self.video), at=at).id

    def announce(self, text: str, *, at: datetime) -> str:
        return self.youtube.add_thread(self.video, text, author=self.youtube.owner(self.video), at=at).id

    def edit(self, item: str, text: str, *, at: datetime) -> None:
        self.youtube.edit(item, text, at=at)

    def delete(self, item: str) -> None:
        self.youtube.delete(item)

    def pin(self, item: str) -> None:
        self.youtube.pin(item)

    def full_pages(self) -> None:
        self.youtube.page_cap = None

    def blank_page(self) -> None:
        self.youtube.inject(faults.empty_page(method=THREADS, skip=1))

    def repeat_token(self) -> None:
        self.youtube.inject(faults.repeated_token(method=THREADS, times=None))

    def throttle(self) -> None:
        self.youtube.inject(faults.rate_limit(times=None))

    def lock_out(self) -> None:
        self.youtube.keys = set()

    def disable(self) -> None:
        self.youtube.disable_comments(self.video)

    def damage(self, item: str) -> None:
        path = "snippet.topLevelComment.snippet.publishedAt"
        self.youtube.inject(faults.damage(path, item=item, times=None))

    def vanish(self) -> None:
        for thread in self.youtube.threads:
            self.youtube.delete(thread)

    def heal(self) -> None:
        self.youtube.clear_faults()
        self.youtube.keys = {sandbox.KEY}
        self.youtube.disable_comments(self.video, disabled=False)
        for thread in self.youtube.threads:
            self.youtube.restore(thread)


class TestYouTube(ChannelContract[Platform]):
    @contextmanager
    def world(self) -> Iterator[Platform]:
        platform = Platform()
        with sandbox.serve(platform.youtube) as running:
            platform.base = running.base
            yield platform

    def channel(self, world: Platform) -> YouTube:
        return on(world.base, sandbox.CHANNEL)

    def second(self, world: Platform) -> YouTube:
        return on(world.base, SECOND)

    def unknown(self, world: Platform) -> YouTube:
        return on(world.base, "UCnobodyHasThisChannel00")


class Owned(Platform):
    """The same with the consents of both owners, and comments that are held back."""

    tokens = ""

    def __init__(self) -> None:
        super().__init__()
        self.youtube.grants.allow(SECOND, refresh="second-consent")

    def lock_out(self) -> None:
        super().lock_out()
        self.youtube.grants.withdraw()

    def heal(self) -> None:
        super().heal()
        consents = self.youtube.grants.consents
        consents[0].refresh, consents[1].refresh = sandbox.REFRESH_TOKEN, "second-consent"


class TestYouTubeWithItsOwner(ChannelContract[Owned]):
    # The feed and two queues: with less no run comes to its end, though everything is read in turn.
    budgets = (3, 5)

    @contextmanager
    def world(self) -> Iterator[Owned]:
        platform = Owned()
        with sandbox.serve(platform.youtube) as running:
            platform.base, platform.tokens = running.base, running.tokens
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


def on(base: str, account: str) -> YouTube:
    return YouTube(account, public=ApiKey(sandbox.KEY, hosts=[urlsplit(base).netloc]), base=base)
