"""What the walks of one run share: asking for a page, handing it over with the checkpoint behind it.

For: ``videos``, ``comments``, ``replies``, ``refetch`` and ``reply``.
Must not: know what a field means (see ``mapping``), or in which order things are read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from pydantic import JsonValue

from ...contract import Coverage, Page, Request, Session
from ...errors import ChannelError, NotFoundError, PayloadError
from .errors import WalkStoppedError
from .mapping import Reader
from .marks import Remembered
from .pages import Comments, Place
from .state import Depth, Progress, Video

__all__ = ["COMMENTS", "REPLIES", "VIDEOS", "WRITES", "Run", "as_json", "of_replies", "place_of"]

VIDEOS: Final = "video_list"
COMMENTS: Final = "comment_list"
REPLIES: Final = "reply_list"
WRITES: Final = "reply_create"

# By the name of the limit that counts it; each path ends in a slash.
_PATHS = {
    VIDEOS: "business/video/list/",
    COMMENTS: "business/comment/list/",
    REPLIES: "business/comment/reply/list/",
    WRITES: "business/comment/reply/create/",
}

# The most that the platform gives a page of comments; a shorter one is not the end.
_PAGE = "30"


def as_json(values: Sequence[str]) -> str:
    """A list as the platform wants it in a query: JSON text in one parameter."""
    return json.dumps(list(values), separators=(",", ":"))


class Run:
    """One run of one account.

    Attributes:
        failed: videos that could not be read in this run, and why; the others go on.
        depths: how deep each video was walked from its beginning to its end in this run.
        in_a_row: how many videos failed one after the other, up to now.
    """

    def __init__(self, session: Session, progress: Progress, *, base: str, account: str, overlap: timedelta) -> None:
        self.session = session
        self.progress = progress
        self.account = account
        self.overlap = overlap
        self.reader = Reader(account, session.now)
        self.failed: dict[str, ChannelError] = {}
        self.depths: dict[str, Depth] = {}
        self.in_a_row = 0
        self.notices: list[str] = []
        self._base = base

    async def ask(self, what: str, params: Mapping[str, str], *, cursor: int | None = None) -> bytes:
        """Ask one of the three lists."""
        place = {} if cursor is None else {"cursor": str(cursor)}
        request = Request(
            "GET",
            self._base + _PATHS[what],
            params={"business_id": self.account, **params, **place},
            identity="owner",
            draws={what: 1, "app": 1, "calls": 1},
        )
        return (await self.session.ask(request)).body

    async def comments(self, place: Place, params: Mapping[str, str], *, cursor: int | None = None) -> Comments:
        """A page of comments under a video, hidden ones too, with up to three replies each."""
        told = {"video_id": place.id, "include_replies": "true", "status": "ALL", "max_count": _PAGE, **params}
        return self.reader.comments(await self.ask(COMMENTS, told, cursor=cursor), place)

    async def write(self, body: Mapping[str, JsonValue]) -> bytes:
        """Ask for a reply to be made, once; the session sends it a second time in no case."""
        request = Request(
            "POST",
            self._base + _PATHS[WRITES],
            json={"business_id": self.account, **body},
            identity="owner",
            draws={WRITES: 1, "app": 1, "calls": 1},
            repeatable=False,
        )
        return (await self.session.ask(request)).body

    async def replies(self, place: Place, comment: str, *, cursor: int | None = None, newest: bool = False) -> Comments:
        """A page of the replies to a comment, oldest first, so that new ones shift nothing; or *newest* first."""
        params = {
            "video_id": place.id,
            "comment_id": comment,
            "status": "ALL",
            "sort_field": "create_time",
            "sort_order": "desc" if newest else "asc",
            "max_count": _PAGE,
        }
        return self.reader.comments(await self.ask(REPLIES, params, cursor=cursor), place, parent=comment)

    async def held(self, video: str) -> int:
        """Comments of a video that we have, and of each as many replies as it said when it was last looked at."""
        held, after = 0, None
        while True:
            ids = await self.session.known(after=after, n=500, scope=video)
            if not ids:
                return held
            after = ids[-1]
            marks = await self.session.marks(ids)
            held += len(ids) + sum(Remembered.of(mark).total or 0 for mark in marks.values())

    async def keep(self, *, coverage: Sequence[Coverage] = ()) -> None:
        """Hand over the checkpoint, and what is known without a page."""
        await self.emit(Page(coverage=coverage))

    async def emit(self, page: Page) -> None:
        """Hand over a page with the checkpoint behind it."""
        told = tuple(dict.fromkeys(self.notices))
        self.notices.clear()
        await self.session.emit(replace(page, state=self.progress.save(), notices=told))

    def check(self) -> None:
        """Raise what the run must not end well with: a video that was not understood, or no video that was read."""
        serious = [error for error in self.failed.values() if isinstance(error, PayloadError | WalkStoppedError)]
        if serious:
            raise serious[-1]
        refused = [error for error in self.failed.values() if not isinstance(error, NotFoundError)]
        if refused and not self.depths and len(refused) >= self.progress.videos:
            raise refused[-1]


def of_replies(page: Comments, video: str, marks: Mapping[str, str]) -> dict[str, str]:
    """Marks for replies that have none yet: the video that they are asked for under."""
    ids: Iterable[str] = (id for group in page.replies.values() for id in group)
    return {id: str(Remembered(video)) for id in ids if id not in marks}


def place_of(video: Video) -> Place:
    """Where a video's comments stand."""
    return Place(video.id, video.url)
