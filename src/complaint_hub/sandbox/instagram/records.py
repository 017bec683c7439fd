"""What a world is made of: accounts with their pages, media, comments, and people.

For: ``world``, which changes them, and ``nodes``, which shows them.
Must not: know a request, a field's name in an answer, or a clock; what depends on the time takes it as an argument.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

__all__ = ["Account", "Comment", "Key", "Media", "Person"]

Key = tuple[datetime, str]
"""When something was published, and its id for the order of equal times (they occur)."""


@dataclass(eq=False)
class Person:
    """Somebody who writes: an id that is scoped to the account written to, and a name that can change."""

    id: str
    username: str


@dataclass(eq=False)
class Account:
    """A professional account.

    Attributes:
        person: who it is when it writes; ``person.id`` is the account's own id.
        scoped: the id that an app of Instagram Login sees as plain ``id``; nothing else uses it.
        page, page_name: the Facebook page it is connected with.
        tagged: ids of others' media in which it is tagged.
        mentioned: ids of others' media and comments in which it is mentioned.
    """

    person: Person
    name: str
    scoped: str
    page: str
    page_name: str
    tagged: list[str] = field(default_factory=list[str])
    mentioned: set[str] = field(default_factory=set[str])

    @property
    def id(self) -> str:
        return self.person.id

    @property
    def username(self) -> str:
        return self.person.username


@dataclass(eq=False)
class Media:
    """A post.

    Attributes:
        account: whose it is; None for that of somebody else.
        username: of whoever posted it.
        type, product: ``media_type`` and ``media_product_type``.
        comments: top-level ones, in the order they were made.
        pinned: ids of comments that stand first, the latest pin before the others.
        blind: the list of comments comes empty, with cursors.
        age_gated: comments are counted and not shown.
        copyrighted: it has no ``media_url``.
        live: whether the broadcast goes on; None for what is no broadcast.
        likes, stated_count: None leaves ``like_count`` away, or lets ``comments_count`` tell the truth.
        shows_count: whether ``comments_count`` is sent at all.
    """

    id: str
    account: str | None
    username: str
    caption: str
    shortcode: str
    at: datetime
    type: str = "IMAGE"
    product: str = "FEED"
    comments: list[Comment] = field(default_factory=list["Comment"])
    pinned: list[str] = field(default_factory=list[str])
    children: list[str] = field(default_factory=list[str])
    comments_enabled: bool = True
    blind: bool = False
    age_gated: bool = False
    copyrighted: bool = False
    deleted: bool = False
    live: bool | None = None
    likes: int | None = 0
    stated_count: int | None = None
    shows_count: bool = True

    @property
    def key(self) -> Key:
        return (self.at, self.id)

    @property
    def permalink(self) -> str:
        kind = "reel" if self.product == "REELS" else "p"
        return f"https://www.instagram.com/{kind}/{self.shortcode}/"


@dataclass(eq=False)
class Comment:
    """One text; ``replies`` are those of a top-level comment, in the order they were made.

    Attributes:
        hidden: by the account; its writer and the account still see it.
        restricted: by somebody who is restricted, and not approved: counted, shown to nobody.
        withheld: names of fields that are left out of it.
        private_reply: when it was answered by a message; that is possible once.
    """

    id: str
    media: str
    author: Person
    text: str
    at: datetime
    parent: str | None = None
    likes: int = 0
    hidden: bool = False
    restricted: bool = False
    deleted: bool = False
    replies: list[Comment] = field(default_factory=list["Comment"])
    withheld: set[str] = field(default_factory=set[str])
    private_reply: datetime | None = None

    @property
    def key(self) -> Key:
        return (self.at, self.id)
