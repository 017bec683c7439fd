"""The sandbox's YouTube as a world of the contract kit, without and with the consents of its owners."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from urllib.parse import urlsplit

from complaint_hub.auth import ApiKey
from complaint_hub.channels.youtube import YouTube
from complaint_hub.sandbox import youtube as sandbox
from complaint_hub.sandbox.youtube import faults
from complaint_hub.testing import World

__all__ = ["SECOND", "Owned", "Platform", "on", "served"]

SECOND = "UCsandboxSecond000000000"
THREADS = "commentThreads.list"


class Platform(World):
    """The sandbox's YouTube: one channel with one video, and another channel with a thread."""

    base = tokens = ""

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


class Owned(Platform):
    """The same with the consents of both owners, and comments that are held back."""

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


@contextmanager
def served(platform: Platform) -> Generator[Platform]:
    """The platform, while it answers."""
    with sandbox.serve(platform.youtube) as running:
        platform.base, platform.tokens = running.base, running.tokens
        yield platform


def on(base: str, account: str) -> YouTube:
    return YouTube(account, public=ApiKey(sandbox.KEY, hosts=[urlsplit(base).netloc]), base=base)
