"""What a plain client of today does: read all in every run, and ask for the replies of each comment that has any.

For: ``idle``, which lets each of them loose on the world that our channel has read.
Must not: be slower than such clients have to be: each takes the largest page that its platform gives, and forgets
nothing within a run.

They ask the sandbox's ``answer`` itself, which counts the same as over a socket.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from complaint_hub.sandbox import google, instagram, tiktok, youtube
from complaint_hub.sandbox.google import api as google_api
from complaint_hub.sandbox.server import Request, Response
from complaint_hub.sandbox.tiktok import api as tiktok_api
from complaint_hub.sandbox.youtube import api as youtube_api

__all__ = ["read_file", "read_google", "read_instagram", "read_tiktok", "read_youtube"]

Json = dict[str, Any]


@dataclass(frozen=True)
class _Client:
    """Asks a platform, and stops at whatever it refuses."""

    answer: Callable[[Request], Response]
    headers: Mapping[str, str]

    def ask(self, path: str, **params: object) -> Json:
        given = {name: (str(value),) for name, value in params.items() if value is not None}
        told = self.answer(Request("GET", path, given, self.headers))
        body: Json = json.loads(told.body)
        if told.status != 200 or body.get("code", 0) != 0:
            raise RuntimeError(f"{path} is refused: {told.body[:200]!r}")
        return body

    def tokens(self, path: str, items: str, **params: object) -> Iterator[Json]:
        """All items of a list of Google's, page by page."""
        token: str | None = None
        while True:
            page = self.ask(path, **params, pageToken=token)
            yield from page.get(items, ())
            token = page.get("nextPageToken")
            if not token:
                return

    def cursors(self, path: str, **params: object) -> Iterator[Json]:
        """All items of a list of Meta's."""
        after: str | None = None
        while True:
            page = self.ask(path, **params, after=after)
            yield from page["data"]
            if not page.get("paging", {}).get("next"):
                return
            after = page["paging"]["cursors"]["after"]

    def places(self, path: str, items: str, **params: object) -> Iterator[Json]:
        """All items of a list of TikTok's."""
        cursor: int | None = None
        while True:
            page = self.ask(path, **params, cursor=cursor)["data"]
            yield from page[items]
            if not page["has_more"]:
                return
            cursor = page["cursor"]


def read_youtube(world: youtube.World) -> None:
    """The uploads, the threads of each video, the replies of each thread that has any."""
    client = _Client(lambda asked: youtube.answer(world, asked), {"x-goog-api-key": youtube.KEY})
    base, most = youtube_api.BASE, {"maxResults": 100}
    uploads = "UU" + youtube.CHANNEL.removeprefix("UC")
    for item in client.tokens(
        base + "playlistItems", "items", part="contentDetails", playlistId=uploads, maxResults=50
    ):
        video = item["contentDetails"]["videoId"]
        for thread in client.tokens(base + "commentThreads", "items", part="snippet", videoId=video, **most):
            if thread["snippet"]["totalReplyCount"]:
                list(client.tokens(base + "comments", "items", part="snippet", parentId=thread["id"], **most))


def read_google(world: google.World) -> None:
    """The accounts, their locations, all reviews of each."""
    token = world.grants.give(world.clock)
    client = _Client(lambda asked: google.answer(world, asked), {"authorization": f"Bearer {token}"})
    for account in client.tokens(google_api.ACCOUNTS + "accounts", "accounts", pageSize=20):
        listed = f"{google_api.LOCATIONS}{account['name']}/locations"
        for location in client.tokens(listed, "locations", readMask="name,title", pageSize=100):
            reviews = f"{google_api.REVIEWS}{account['name']}/{location['name']}/reviews"
            list(client.tokens(reviews, "reviews", pageSize=50))


def read_instagram(world: instagram.World) -> None:
    """The media, the comments of each, the replies of each comment that has any."""
    signed = {"authorization": f"Bearer {instagram.INSTAGRAM_TOKEN}"}
    client = _Client(lambda asked: instagram.answer(world, asked), signed)
    fields = "id,text,timestamp,username"
    for media in client.cursors(f"/v26.0/{instagram.ACCOUNT}/media", fields="id,timestamp,permalink", limit=100):
        listed = client.cursors(f"/v26.0/{media['id']}/comments", fields=f"{fields},replies{{id}}", limit=50)
        for comment in listed:
            if "replies" in comment:
                list(client.cursors(f"/v26.0/{comment['id']}/replies", fields=fields, limit=50))


def read_tiktok(world: tiktok.World) -> None:
    """The videos, the comments of each, the replies of each comment that has any."""
    token = world.grants.give(tiktok.ACCOUNT, world.clock)
    client = _Client(lambda asked: tiktok.answer(world, asked), {"access-token": token})
    base, most = f"{tiktok_api.BASE}business/", {"business_id": tiktok.ACCOUNT, "max_count": 30}
    videos = {"business_id": tiktok.ACCOUNT, "max_count": 20, "fields": '["item_id"]'}
    in_order = {"sort_field": "create_time", "sort_order": "desc"}
    for video in client.places(base + "video/list/", "videos", **videos):
        under = {**most, **in_order, "video_id": video["item_id"]}
        for comment in client.places(base + "comment/list/", "comments", **under):
            if comment["replies"]:
                list(client.places(base + "comment/reply/list/", "comments", **under, comment_id=comment["comment_id"]))


def read_file(path: Path) -> int:
    """A workbook, whole; returns its rows."""
    with path.open("rb") as stream:
        workbook = CalamineWorkbook.from_filelike(stream)
        return sum(len(workbook.get_sheet_by_name(name).to_python()) for name in workbook.sheet_names)
