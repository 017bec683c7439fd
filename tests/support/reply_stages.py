"""YouTube and Google as stages for replies, asked by a function call."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from complaint_hub import ApiKey, OAuth2
from complaint_hub.channels.youtube import YouTube
from complaint_hub.contract import Request, Response
from complaint_hub.sandbox import google, youtube
from complaint_hub.sandbox.google import api
from support.google_pages import channel_on
from support.in_process import RUNNING
from support.replies import SENT_AT, Stage, asked_of, path_of, told_by

__all__ = ["GoogleStage", "YouTubeStage"]

_BASE = "http://127.0.0.1:9"


class YouTubeStage(Stage):
    """A thread of a citizen under one video of the channel.

    Attributes:
        replies: how many a citizen has written under it; more than five do not all come inside the thread.
        hides: what becomes of a reply (see ``World.hides_new``).
    """

    def __init__(self, *, replies: int = 2, hides: bool | str = False) -> None:
        self.world = youtube.build(5, videos=1, threads=0)
        self.world.page_cap = 8
        self.world.hides_new = hides
        (self.video,) = self.world.videos
        before = SENT_AT - timedelta(days=2)
        self.thread = self.world.add_thread(self.video, "Jalan di depan pasar berlubang", at=before).id
        for n in range(replies):
            self.world.add_reply(self.thread, f"Betul, sudah {n} minggu", at=before + timedelta(hours=1 + n))
        self.complaint = f"youtube:{self.thread}"
        self.took: list[str] = []
        owner = OAuth2(
            youtube.CLIENT_ID,
            youtube.CLIENT_SECRET,
            youtube.REFRESH_TOKEN,
            token_url=_BASE + "/token",
            app="sandbox-project",
        )
        key = ApiKey(youtube.KEY, app="sandbox-project")
        self.channel = YouTube(youtube.CHANNEL, public=key, owner=owner, base=_BASE + "/youtube/v3/")

    def answer(self, request: Request, headers: Mapping[str, str]) -> Response:
        known = len(self.world.comments)
        told = youtube.answer(self.world, asked_of(request, headers, path_of(request)))
        if len(self.world.comments) > known:
            self.took.append(list(self.world.comments.values())[-1].text)
        return told_by(request, told)

    def clock(self, at: datetime) -> None:
        self.world.set_clock(at)

    def post(self, text: str, *, at: datetime) -> None:
        self.world.add_reply(self.thread, text, author=self.world.owner(self.video), at=at)


class GoogleStage(Stage):
    """A review of one place."""

    def __init__(self) -> None:
        self.world = google.build(5, locations=1, reviews=0)
        self.world.moderation = timedelta(minutes=2)
        (self.place,) = self.world.locations
        before = SENT_AT - timedelta(days=2)
        self.review = self.world.add_review(self.place, 1, "Antrean dua jam.", at=before)
        self.native_id = f"locations/{self.place}/reviews/{self.review.id}"
        self.complaint = f"google_reviews:{self.native_id}"
        self.took: list[str] = []
        self.channel = channel_on(RUNNING)

    def answer(self, request: Request, headers: Mapping[str, str]) -> Response:
        known = self.review.reply
        told = api.answer(self.world, asked_of(request, headers, path_of(request)))
        if self.review.reply is not None and self.review.reply is not known:
            self.took.append(self.review.reply.text)
        return told_by(request, told)

    def clock(self, at: datetime) -> None:
        self.world.set_clock(at)

    def post(self, text: str, *, at: datetime) -> None:
        self.world.reply(self.review.id, text, at=at)

    @property
    def standing(self) -> str | None:
        """The reply that stands there."""
        return self.review.reply.text if self.review.reply else None
