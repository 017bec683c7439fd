"""Instagram and TikTok as stages for replies, asked by a function call."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from complaint_hub.auth import ApiKey, Bearer
from complaint_hub.channels.instagram import Instagram
from complaint_hub.channels.tiktok import TikTok
from complaint_hub.contract import Request, Response
from complaint_hub.sandbox import instagram, tiktok
from support.replies import SENT_AT, Stage, asked_of, path_of, told_by

__all__ = ["InstagramStage", "TikTokStage"]

_BASE = "http://127.0.0.1:9"
_BEFORE = SENT_AT - timedelta(days=2)


class InstagramStage(Stage):
    """A comment of a citizen under one post.

    Attributes:
        replies: how many a citizen has written under it; more than fifty take a second page.
        quiet: nobody of ours has answered yet, whatever is posted.
    """

    def __init__(self, *, replies: int = 2, quiet: bool = False, clock: datetime = SENT_AT) -> None:
        self.world = instagram.build(5, media=1, comments=0, days=20, clock=clock)
        (self.media,) = self.world.media
        self.comment = self.world.add_comment(self.media, "Jalan di depan pasar berlubang", at=_BEFORE).id
        for n in range(replies):
            self.world.add_reply(self.comment, f"Betul, sudah {n} minggu", at=_BEFORE + timedelta(minutes=1 + n))
        self.complaint = f"instagram:{self.comment}"
        self.quiet = quiet
        self.took: list[str] = []
        owner = Bearer(instagram.INSTAGRAM_TOKEN)
        self.channel = Instagram(instagram.ACCOUNT, owner=owner, base=f"{_BASE}/graph.instagram.com")

    def answer(self, request: Request, headers: Mapping[str, str]) -> Response:
        known = len(self.world.comments)
        told = instagram.answer(self.world, asked_of(request, headers, path_of(request)))
        if len(self.world.comments) > known:
            self.took.append(list(self.world.comments.values())[-1].text)
        return told_by(request, told)

    def clock(self, at: datetime) -> None:
        self.world.set_clock(at)

    def post(self, text: str, *, at: datetime) -> None:
        if not self.quiet:
            self.world.add_reply(self.comment, text, author=instagram.USERNAME, at=at)

    @property
    def newest(self) -> str:
        """Id of the newest reply."""
        return self.world.comments[self.comment].replies[-1].id


class TikTokStage(Stage):
    """A comment of a citizen under one video; as there, but more than thirty replies take a second page."""

    def __init__(self, *, replies: int = 2, quiet: bool = False, clock: datetime = SENT_AT) -> None:
        self.world = tiktok.build(5, videos=1, comments=0, pin=False, days=5, clock=clock)
        (self.video,) = self.world.videos
        self.comment = self.world.add_comment(self.video, "Jalan di depan pasar berlubang", at=_BEFORE).id
        for n in range(replies):
            self.world.add_reply(self.comment, f"Betul, sudah {n} minggu", at=_BEFORE + timedelta(minutes=1 + n))
        self.complaint = f"tiktok:{self.comment}"
        self.quiet = quiet
        self.took: list[str] = []
        # Good for a day, and not renewed: another world would not know what a renewal brought.
        token = self.world.grants.give(tiktok.ACCOUNT, clock)
        owner = ApiKey(token, hosts=["127.0.0.1:9"], header="Access-Token")
        self.channel = TikTok(tiktok.ACCOUNT, owner=owner, base=f"{_BASE}/open_api/v1.3/")

    def answer(self, request: Request, headers: Mapping[str, str]) -> Response:
        known = len(self.world.comments)
        told = tiktok.answer(self.world, asked_of(request, headers, path_of(request)))
        if len(self.world.comments) > known:
            self.took.append(list(self.world.comments.values())[-1].text)
        return told_by(request, told)

    def clock(self, at: datetime) -> None:
        self.world.set_clock(at)

    def post(self, text: str, *, at: datetime) -> None:
        if not self.quiet:
            self.world.add_reply(self.comment, text, own=True, at=at)

    @property
    def newest(self) -> str:
        """Id of the newest reply."""
        return self.world.comments[self.comment].replies[-1].id
