"""What a world is made of: channels, videos, threads, comments, and lists in the order of time.

For: ``world``, which changes them, and ``pages``, which shows them.
Must not: know a request, a field name of the API or a clock.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

__all__ = ["Author", "Channel", "Comment", "Key", "Listing", "Thread", "Video"]

Key = tuple[datetime, str]
"""When something was published, and its id for the order of equal times (they occur)."""


@dataclass(frozen=True)
class Author:
    """Somebody who writes: the id of the own channel and the handle, with its ``@``."""

    id: str
    handle: str


@dataclass(eq=False)
class Channel:
    id: str
    title: str
    handle: str
    created_at: datetime

    @property
    def author(self) -> Author:
        return Author(self.id, self.handle)

    @property
    def uploads(self) -> str:
        """Id of the playlist of uploads: the channel's with UU for UC."""
        return "UU" + self.id[2:]


@dataclass(eq=False)
class Video:
    """``uploaded_at`` is earlier than ``published_at`` when the video was scheduled."""

    id: str
    channel: str
    title: str
    published_at: datetime
    uploaded_at: datetime
    comments_enabled: bool = True
    private: bool = False
    removed: bool = False
    pinned: str | None = None
    count: int = 0
    stated_count: int | None = None

    @property
    def open(self) -> bool:
        """Whether a stranger sees its comments."""
        return self.comments_enabled and not self.private and not self.removed


@dataclass(eq=False)
class Comment:
    """One text. A ``hidden`` one is counted by the platform and shown to nobody; what the owner's ``state`` of a
    comment is (published, heldForReview, likelySpam, rejected) decides who else sees it."""

    id: str
    video: str
    author: Author
    text: str
    published_at: datetime
    updated_at: datetime
    parent: str | None = None
    likes: int = 0
    image: str | None = None
    hidden: bool = False
    deleted: bool = False
    state: str = "published"

    @property
    def key(self) -> Key:
        return (self.published_at, self.id)


@dataclass(eq=False)
class Thread:
    """A top comment and its replies, oldest first. ``rendered`` is emptied whenever anything in it changes."""

    top: Comment
    replies: list[Comment] = field(default_factory=list[Comment])
    rendered: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])

    @property
    def id(self) -> str:
        return self.top.id

    @property
    def key(self) -> Key:
        return self.top.key

    @property
    def shown(self) -> list[Comment]:
        return [
            reply for reply in self.replies if not reply.deleted and not reply.hidden and reply.state == "published"
        ]

    @property
    def total(self) -> int:
        """The platform's count, which may exceed what can be read."""
        return sum(not reply.deleted for reply in self.replies)


class Listing:
    """Keys in the order of time, with fast insertion, removal and search."""

    def __init__(self) -> None:
        self.keys: list[Key] = []

    def __len__(self) -> int:
        return len(self.keys)

    def __contains__(self, key: Key) -> bool:
        place = bisect_left(self.keys, key)
        return place < len(self.keys) and self.keys[place] == key

    def add(self, key: Key) -> None:
        if key not in self:
            insort(self.keys, key)

    def remove(self, key: Key) -> None:
        if key in self:
            del self.keys[bisect_left(self.keys, key)]

    def before(self, key: Key | None) -> int:
        """How many keys are older than *key*; all of them if it is None."""
        return len(self.keys) if key is None else bisect_left(self.keys, key)
