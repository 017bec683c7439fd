"""Instagram keeps the promises of every channel."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from complaint_hub.channels.instagram import Instagram
from complaint_hub.sandbox import instagram as sandbox
from complaint_hub.sandbox.instagram import faults
from complaint_hub.testing import ChannelContract, World
from support.instagram_pages import ACCOUNT, channel_on

OTHER_TOKEN = "IGAAsandbox-other"


class Platform(World):
    """The sandbox's Instagram: one account with one media, and another account with a comment."""

    def __init__(self) -> None:
        self.instagram = sandbox.World(3)
        self.instagram.page_cap = self.page
        self.instagram.add_account("pemkabblitar", "Kabupaten Blitar", id=ACCOUNT)
        self.other = self.instagram.add_account("kecamatan_doko", "Kecamatan Doko").id
        began = self.instagram.clock - timedelta(days=40)
        self.media = self.instagram.add_media(ACCOUNT, "Kabar hari ini", at=began).id
        post = self.instagram.add_media(self.other, "Pelayanan keliling", at=began).id
        comment = self.instagram.add_comment(post, "Antrean panjang", at=began)
        self.instagram.add_reply(comment.id, "Kami tambah loket", author="kecamatan_doko", at=began)
        for account, token in ((ACCOUNT, sandbox.INSTAGRAM_TOKEN), (self.other, OTHER_TOKEN)):
            self.instagram.tokens.give("instagram", (account,), at=began, text=token)

    def clock(self, at: datetime) -> None:
        self.instagram.clock = at

    def post(self, text: str, *, at: datetime) -> str:
        return self.instagram.add_comment(self.media, text, at=at).id

    def reply(self, item: str, text: str, *, at: datetime) -> str:
        return self.instagram.add_reply(item, text, at=at).id

    def answer(self, item: str, text: str, *, at: datetime) -> str:
        return self.instagram.add_reply(item, text, author="pemkabblitar", at=at).id

    def announce(self, text: str, *, at: datetime) -> str:
        return self.instagram.add_comment(self.media, text, author="pemkabblitar", at=at).id

    def edit(self, item: str, text: str, *, at: datetime) -> None:
        self.instagram.edit(item, text)

    def delete(self, item: str) -> None:
        self.instagram.delete(item)

    def pin(self, item: str) -> None:
        self.instagram.pin(item)

    def full_pages(self) -> None:
        self.instagram.page_cap = None

    def repeat_token(self) -> None:
        self.instagram.inject(faults.repeated_token(method="media.comments", times=None))

    def throttle(self) -> None:
        self.instagram.inject(faults.error("notFound", times=None))

    def lock_out(self) -> None:
        self.instagram.tokens.kill()

    def disable(self) -> None:
        self.instagram.disable_comments(self.media)

    def damage(self, item: str) -> None:
        self.instagram.inject(faults.damage("timestamp", item=item, times=None))

    def vanish(self) -> None:
        self.instagram.delete_media(self.media)

    def heal(self) -> None:
        self.instagram.clear_faults()
        self.instagram.disable_comments(self.media, disabled=False)
        self.instagram.delete_media(self.media, deleted=False)
        for token in self.instagram.tokens._known.values():
            token.dead = None


class TestInstagram(ChannelContract[Platform]):
    without = {"P05": "an empty page is the end on every edge: its cursors lead nowhere"}

    @contextmanager
    def world(self) -> Iterator[Platform]:
        platform = Platform()
        with sandbox.serve(platform.instagram) as running:
            self.running = running
            yield platform

    def channel(self, world: Platform) -> Instagram:
        # A quota of our own, so that there is a budget to run out of.
        return channel_on(self.running, daily_requests=10_000)

    def second(self, world: Platform) -> Instagram:
        return channel_on(self.running, world.other, token=OTHER_TOKEN)

    def unknown(self, world: Platform) -> Instagram:
        return channel_on(self.running, "17841499999999999")
