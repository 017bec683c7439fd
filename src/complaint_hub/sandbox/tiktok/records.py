"""What a world is made of: people, accounts, videos, comments and their replies.

For: ``world``, which changes them, and ``listing`` and ``render``, which show them.
Must not: know a request or a clock; what depends on the time takes it as an argument.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from ..chance import seeded

__all__ = ["Account", "Comment", "Person", "Privacy", "Video"]

Privacy = Literal["PUBLIC", "FRIENDS", "PRIVATE"]


@dataclass(eq=False)
class Person:
    """Somebody who writes; both names may change, the two ids do not."""

    username: str
    display_name: str
    user_id: str
    unique_identifier: str

    @classmethod
    def named(cls, username: str, display_name: str | None = None) -> Person:
        """The same *username* makes the same ids."""
        dice = seeded("tiktok person", username)
        # Bytes whose base64 begins with a plus sign, as an id in a query must be escaped for it.
        stable = base64.b64encode(b"\xfb" + dice.randbytes(24)).decode()
        return cls(
            username, display_name or username.replace("_", " ").title(), f"{dice.getrandbits(256):064x}", stable
        )


@dataclass(eq=False)
class Account:
    """An account that can give its consent; ``open_id`` is the ``business_id`` of every call."""

    open_id: str
    person: Person
    followers: int = 12_400


@dataclass(eq=False)
class Comment:
    """A comment or, with a ``parent``, a reply to one; nothing stands deeper.

    Attributes:
        owner: written by the account the video belongs to.
        status: ``PUBLIC``, ``HIDDEN``, or what else the platform may say one day.
        liked: by the owner.
        deleted_at: None while it is there; a deleted comment takes its replies with it.
        replies: oldest first.
    """

    id: str
    video: str
    author: Person
    text: str
    created_at: datetime
    owner: bool = False
    parent: str | None = None
    likes: int = 0
    liked: bool = False
    pinned: bool = False
    status: str = "PUBLIC"
    image: str | None = None
    deleted_at: datetime | None = None
    replies: list[Comment] = field(default_factory=list["Comment"])

    @property
    def key(self) -> tuple[datetime, str]:
        return (self.created_at, self.id)

    @property
    def standing(self) -> list[Comment]:
        """The replies that are not deleted, hidden ones too."""
        return [reply for reply in self.replies if reply.deleted_at is None]


@dataclass(eq=False)
class Video:
    """A post.

    Attributes:
        account: the ``open_id`` it belongs to.
        privacy: what is not ``PUBLIC`` is in no list.
        omitted: left out of every list without a word, as happens to some posts.
        stated_count: what ``comments`` says instead of what the platform would count.
        figures: ``likes``, ``shares``, ``favorites``, ``reach`` and ``video_views``.
        comments: on top, oldest first.
    """

    id: str
    account: str
    caption: str
    created_at: datetime
    media_type: Literal["VIDEO", "PHOTO"] = "VIDEO"
    is_ad: bool = False
    duration: float = 31.4
    privacy: Privacy = "PUBLIC"
    omitted: bool = False
    deleted: bool = False
    stated_count: int | None = None
    figures: dict[str, int] = field(default_factory=dict[str, int])
    comments: list[Comment] = field(default_factory=list[Comment])

    @property
    def shown(self) -> bool:
        """Whether the list of videos and the comments on it are given."""
        return self.privacy == "PUBLIC" and not self.deleted

    def count(self, at: datetime) -> int:
        """Comments and replies that were there at *at*."""
        return sum(1 for top in self.comments if _there(top, at) for one in (top, *top.replies) if _there(one, at))


def _there(comment: Comment, at: datetime) -> bool:
    return comment.created_at <= at and (comment.deleted_at is None or comment.deleted_at > at)
