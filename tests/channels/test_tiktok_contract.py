"""TikTok keeps the promises of every channel."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from complaint_hub.channels.tiktok import Tiers, TikTok, TikTokFile
from complaint_hub.sandbox import tiktok as sandbox
from complaint_hub.sandbox.tiktok import faults
from complaint_hub.testing import ChannelContract, Entry, FilesContract, Folder, World
from support.tiktok_pages import channel_on

LIST = "business/comment/list"
SECOND_REFRESH = "rft.second-consent"
EVERY_RUN = Tiers(every_run=timedelta(days=4_000))


class Platform(World):
    """The sandbox's TikTok: one account with one video, and another account with a comment."""

    base = ""

    def __init__(self) -> None:
        self.tiktok = sandbox.World(3)
        self.tiktok.habits.page_cap = self.page
        # A promise may begin with several new databases, and each of them brings the first refresh token.
        self.tiktok.grants.rotation = "same"
        began = self.tiktok.clock - timedelta(days=40)
        self.tiktok.add_account(open_id=sandbox.ACCOUNT)
        self.video = self.tiktok.add_video(sandbox.ACCOUNT, "Kabar hari ini", at=began).id
        other = self.tiktok.add_account("kecamatandoko", "Kecamatan Doko", scope=None).open_id
        self.tiktok.grants.allow(other, at=began, refresh=SECOND_REFRESH)
        self.other = other
        comment = self.tiktok.add_comment(self.tiktok.add_video(other, at=began).id, "Antrean panjang", at=began)
        self.tiktok.add_reply(comment.id, "Kami tambah loket", own=True, at=began)

    def clock(self, at: datetime) -> None:
        self.tiktok.clock = at

    def post(self, text: str, *, at: datetime) -> str:
        return self.tiktok.add_comment(self.video, text, at=at).id

    def reply(self, item: str, text: str, *, at: datetime) -> str:
        return self.tiktok.add_reply(item, text, at=at).id

    def answer(self, item: str, text: str, *, at: datetime) -> str:
        return self.tiktok.add_reply(item, text, own=True, at=at).id

    def announce(self, text: str, *, at: datetime) -> str:
        return self.tiktok.add_comment(self.video, text, own=True, at=at).id

    def delete(self, item: str) -> None:
        self.tiktok.delete(item)

    def pin(self, item: str) -> None:
        self.tiktok.habits.pins_float = True
        self.tiktok.pin(item)

    def full_pages(self) -> None:
        self.tiktok.habits.page_cap = None

    def blank_page(self) -> None:
        self.tiktok.inject(faults.empty_page(method=LIST, skip=1))

    def repeat_token(self) -> None:
        self.tiktok.inject(faults.repeated_token(method=LIST, times=None))

    def throttle(self) -> None:
        self.tiktok.inject(faults.rate_limit(times=None))

    def lock_out(self) -> None:
        self.tiktok.grants.withdraw()

    def damage(self, item: str) -> None:
        self.tiktok.inject(faults.damage("create_time", item=item, times=None))

    def vanish(self) -> None:
        for comment in self.tiktok.comments:
            self.tiktok.delete(comment)

    def heal(self) -> None:
        self.tiktok.clear_faults()
        consents = self.tiktok.grants.consents
        consents[0].refresh, consents[1].refresh = sandbox.REFRESH_TOKEN, SECOND_REFRESH
        for comment in self.tiktok.comments:
            self.tiktok.restore(comment)


class TestTikTok(ChannelContract[Platform]):
    deep = "full"
    without = {
        "P10": "what the platform answers where comments are switched off is not written down",
        "P21": "a comment on the platform cannot be edited",
    }
    # One call for the list of videos and one for the video: with less no run comes to its end.
    budgets = (2, 3, 5)

    @contextmanager
    def world(self) -> Iterator[Platform]:
        platform = Platform()
        with sandbox.serve(platform.tiktok) as running:
            platform.base = running.base
            yield platform

    def channel(self, world: Platform) -> TikTok:
        return channel_on(world.base, tiers=EVERY_RUN)

    def second(self, world: Platform) -> TikTok:
        return channel_on(world.base, world.other, refresh=SECOND_REFRESH, tiers=EVERY_RUN)

    def unknown(self, world: Platform) -> TikTok:
        return channel_on(world.base, "_000nobodyHasThisAccount")


class Sheets(Folder):
    """Sheets without ids, as somebody copies them."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, name: str, entries: Sequence[Entry], *, at: datetime) -> None:
        path = self.path / f"{name}.csv"
        with path.open("w", newline="", encoding="utf-8") as stream:
            writer = csv.writer(stream)
            writer.writerow(["video_url", "author", "text", "created_at"])
            for one in entries:
                when = "kapan-kapan" if one.damaged else f"{one.day:%Y-%m-%d} 09:{one.id % 60:02}"
                writer.writerow(["https://www.tiktok.com/@b/video/7000000000000000001", "warga", one.text, when])
        os.utime(path, (at.timestamp(), at.timestamp()))

    def remove(self, name: str) -> None:
        (self.path / f"{name}.csv").unlink()


class TestTikTokFile(FilesContract[Sheets]):
    @contextmanager
    def world(self) -> Iterator[Sheets]:
        with TemporaryDirectory() as folder:
            yield Sheets(Path(folder))

    def channel(self, world: Sheets) -> TikTokFile:
        return TikTokFile(world.path / "*.csv", account="talun")

    def second(self, world: Sheets) -> TikTokFile:
        return TikTokFile(world.path / "*.csv", account="wlingi")
