"""From what YouTube sends to complaints and events: a thread is a complaint, a reply is a message of its timeline.

For: the walks, which decide what is asked; everything that a field means is decided here.
Must not: ask, or keep anything between two answers.

A thread that the channel itself began is an announcement, no complaint: it gets the kind ``other``. Of everybody
else's threads the kind stays open, for a person to say. A reply by the channel is the agency's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, Literal, cast
from urllib.parse import quote

from ...contract import Page, Skipped
from ...errors import PayloadError
from ...model import Attachment, Author, Complaint, Event, EventType, Form, Kind, Role, Subject
from ...model.making import made
from ...wire import as_text, key_of, read_each, read_item, read_list, refuse_if_broken
from . import wire
from .wire import CommentItem, LaxThreadItem

__all__ = ["NAME", "Place", "Reader", "Replies", "Threads"]

NAME = "youtube"

# A comment's image link is signed and dies six hours after it was handed out (API revision of 30 September 2026).
_IMAGE_LIFE = timedelta(hours=6)

_Fields = dict[str, Any]

Place = Literal["public", "held", "likely_spam", "owner"]
"""Where something was read: what everybody sees, one of the owner's queues, or the owner's answer to a list of ids."""

# What the owner is told of a comment (snippet.moderationStatus), as it stands in ``Complaint.source_detail``.
_DETAILS = {"heldForReview": "held", "likelySpam": "likely_spam", "rejected": "rejected", "published": None}


@dataclass(slots=True)
class Threads:
    """What a page of threads holds.

    Attributes:
        ids: of all threads on the page, in order, those set aside included.
        published: id and time of the readable ones, in the page's order.
        totals: id → ``totalReplyCount``.
        inline: id → how many replies came inside the thread, those set aside included.
        hurt: ids with a reply that was set aside.
        held_replies: ids with a reply that is not published.
        repliable: id → whether the caller may reply, where the answer says so.
        unpublished: ids of which the owner is told that strangers do not see them.
    """

    token: str | None
    ids: list[str] = field(default_factory=list[str])
    published: list[tuple[str, datetime]] = field(default_factory=list[tuple[str, datetime]])
    totals: dict[str, int] = field(default_factory=dict[str, int])
    inline: dict[str, int] = field(default_factory=dict[str, int])
    hurt: set[str] = field(default_factory=set[str])
    held_replies: set[str] = field(default_factory=set[str])
    repliable: dict[str, bool] = field(default_factory=dict[str, bool])
    unpublished: set[str] = field(default_factory=set[str])
    complaints: list[Complaint] = field(default_factory=list[Complaint])
    events: list[Event] = field(default_factory=list[Event])
    skipped: list[Skipped] = field(default_factory=list[Skipped])
    repaired: int = 0


@dataclass(slots=True)
class Replies:
    """What a page of one thread's replies holds; ``ids`` counts those set aside."""

    token: str | None
    ids: list[str]
    events: list[Event]
    skipped: list[Skipped]
    repaired: int


@dataclass(slots=True)
class Reader:
    """Reads the answers of one account.

    Attributes:
        owned: an owner's queues are read too, so that it is told of each thread whether it stands in one.
        handle: the channel's own name (``@...``, unique on the platform), learned from what it wrote: where the
            platform leaves an author's id out, as it does now and then, the name still tells whose reply it is.

    Raises: PayloadError, where a page cannot be read, or more than a fifth of it is damaged.
    """

    account: str
    now: datetime
    handle: str | None = None
    owned: bool = False

    def threads(self, body: bytes, *, place: Place = "public") -> Threads:
        """A page of ``commentThreads.list``."""
        listing = read_list(body, wire.THREAD_PAGE, wire.THREAD)
        found = Threads(listing.page.get("nextPageToken"), repaired=listing.repairs)
        heads: dict[str, _Fields] = {}
        messages: dict[str, _Fields] = {}
        for number, item in enumerate(listing.items):
            id, snippet = item["id"], item["snippet"]
            replies, damaged = _inline(item, checked=listing.at_once)
            head = heads[id] = self._head(item)
            if number in listing.repaired:
                head["raw"] = as_text(listing.repaired[number])
            if self.owned:
                self._own(item, head, replies, found, place)
            for reply in replies:
                messages[reply["id"]] = self._message(reply, id)
            found.published.append((id, head["created_at"]))
            found.totals[id] = snippet["totalReplyCount"]
            found.inline[id] = len({reply["id"] for reply in replies}) + len(damaged)
            if damaged:
                found.skipped += damaged
                found.hurt.add(id)
        broken = [_set_aside(damage.raw, damage.reason, self.now) for damage in listing.damaged]
        found.skipped = [replace(skipped, seen_at=self.now) for skipped in found.skipped] + broken
        found.ids = [*heads, *(skipped.key for skipped in broken)]
        refuse_if_broken(len(broken), len(heads), channel=NAME)
        refuse_if_broken(len(found.skipped) - len(broken), len(messages), channel=NAME)
        found.complaints = [made(Complaint, head) for head in heads.values()]
        found.events = [made(Event, message) for message in messages.values()]
        return found

    def _own(
        self, item: LaxThreadItem, head: _Fields, replies: list[CommentItem], found: Threads, place: Place
    ) -> None:
        """What an owner knows of a thread beyond a stranger."""
        id, snippet = item["id"], item["snippet"]
        status = snippet["topLevelComment"]["snippet"].get("moderationStatus")
        if isinstance(status, str) and status in _DETAILS:
            head["source_detail"] = _DETAILS[status]
        elif place == "public" or (place != "owner" and snippet.get("isPublic") is True):
            head["source_detail"] = None
        elif place != "owner":
            head["source_detail"] = place
        if any(not _published(reply) for reply in replies):
            found.held_replies.add(id)
        if isinstance(may := snippet.get("canReply"), bool):
            found.repliable[id] = may
        if snippet.get("isPublic") is False:
            found.unpublished.add(id)

    def replies(self, body: bytes, thread: str | None) -> Replies:
        """A page of ``comments.list`` by *thread*; None, if they were asked for by their own ids."""
        listing = read_list(body, wire.COMMENT_PAGE, wire.COMMENT)
        messages = {item["id"]: self._message(item, thread or _thread_of(item)) for item in listing.items}
        for place, raw in listing.repaired.items():
            messages[listing.items[place]["id"]]["data"] = {"raw": as_text(raw)}
        skipped = [_set_aside(damage.raw, damage.reason, self.now, thread=thread) for damage in listing.damaged]
        refuse_if_broken(len(skipped), len(messages), channel=NAME)
        return Replies(
            listing.page.get("nextPageToken"),
            [*messages, *(damage.key for damage in skipped)],
            [made(Event, message) for message in messages.values()],
            skipped,
            listing.repairs,
        )

    def again(self, skipped: Skipped) -> Page:
        """What was set aside, read once more. Raises PayloadError, if it still cannot be read."""
        if b'"topLevelComment"' in skipped.raw:
            item, repaired = read_item(skipped.raw, wire.THREAD)
            head, replies = self._head(item), _inline(item, checked=False)
            if repaired:
                head["raw"] = as_text(skipped.raw)
            return Page(
                complaints=[made(Complaint, head)],
                events=[made(Event, self._message(reply, item["id"])) for reply in replies[0]],
                skipped=[replace(damage, seen_at=skipped.seen_at) for damage in replies[1]],
                repaired=repaired,
            )
        reply, repaired = read_item(skipped.raw, wire.COMMENT)
        message = self._message(reply, skipped.native_id or _thread_of(reply))
        if repaired:
            message["data"] = {"raw": as_text(skipped.raw)}
        return Page(events=[made(Event, message)], repaired=repaired)

    def _head(self, item: LaxThreadItem) -> _Fields:
        id, snippet = item["id"], item["snippet"]
        top = snippet["topLevelComment"]["snippet"]
        head: _Fields = {
            "id": f"{NAME}:{id}",
            "channel": NAME,
            "account": self.account,
            "native_id": id,
            "form": Form.comment,
            "text": top.get("textOriginal", top["textDisplay"]),
            "created_at": top["publishedAt"].astimezone(UTC),
            "engagement": {"likes": top.get("likeCount", 0), "replies": snippet["totalReplyCount"]},
        }
        # A thread without a video is an old channel discussion.
        if (video := snippet.get("videoId")) is not None:
            head["scope"] = video
            head["subject"], watch = _video(video)
            head["url"] = f"{watch}&lc={_quoted(id)}"
        if "updatedAt" in top:
            head["updated_at"] = top["updatedAt"].astimezone(UTC)
        author = self._author(top)
        if author:
            head["author"] = made(Author, author)
        if author.get("id") == self.account:
            head["kind"] = Kind.other
        if "imageUrl" in top:
            head |= self._image(top["imageUrl"])
        return head

    def _message(self, item: CommentItem, thread: str) -> _Fields:
        snippet = item["snippet"]
        message: _Fields = {
            "complaint": f"{NAME}:{thread}",
            "key": item["id"],
            "type": EventType.message,
            "at": snippet["publishedAt"].astimezone(UTC),
            "seen_at": self.now,
            "text": snippet.get("textOriginal", snippet["textDisplay"]),
        }
        if self.owned and not _published(item):
            message["public"] = False
        author = self._author(snippet)
        if author:
            message["author"] = made(Author, author)
        if "id" in author:
            message["role"] = Role.agency if author["id"] == self.account else Role.citizen
        elif self.handle is not None and author.get("name", "").startswith("@"):
            message["role"] = Role.citizen
        if "imageUrl" in snippet:
            message |= self._image(snippet["imageUrl"])
        return message

    def _author(self, snippet: wire.Comment) -> dict[str, str]:
        author: dict[str, str] = {}
        id = snippet["authorChannelId"].get("value") if "authorChannelId" in snippet else None
        name = snippet.get("authorDisplayName")
        if id is None and (link := _CHANNEL_LINK.fullmatch(snippet.get("authorChannelUrl", ""))) is not None:
            id = link[1]
        if id is None and name is not None and name == self.handle:
            id = self.account
        if id is not None:
            author["id"] = id
        if name is not None:
            author["name"] = name
            if id == self.account and name.startswith("@"):
                self.handle = name
        return author

    def _image(self, url: str) -> _Fields:
        # Whatever else stands there, a link that is opened later must be one of the web.
        if not url.startswith("https://"):
            return {}
        return {"attachments": (Attachment(url=url, expires_at=self.now + _IMAGE_LIFE),)}


@lru_cache(maxsize=1_000)
def _video(id: str) -> tuple[Subject, str]:
    """A video as the subject of its threads, and its address; a page often has but one."""
    watch = f"https://www.youtube.com/watch?v={_quoted(id)}"
    return Subject(id=id, url=watch), watch


def _quoted(id: str) -> str:
    """An id as it stands in an address; most are made of letters that need no quoting."""
    return id if _PLAIN_ID.fullmatch(id) else quote(id)


_PLAIN_ID = re.compile(r"[A-Za-z0-9_-]+")


def _published(item: CommentItem) -> bool:
    """False for what the owner alone is shown."""
    return _DETAILS.get(str(item["snippet"].get("moderationStatus"))) is None


# The older form of the link to an author's channel.
_CHANNEL_LINK = re.compile(r"https?://www\.youtube\.com/channel/(UC[\w-]{1,40})")


def _inline(item: LaxThreadItem, *, checked: bool) -> tuple[list[CommentItem], list[Skipped]]:
    """The replies inside a thread; *checked* says that the page's own type has looked at them already."""
    if "replies" not in item:
        return [], []
    comments = item["replies"].get("comments", [])
    if checked:
        return cast("list[CommentItem]", comments), []
    good, damaged = read_each(comments, wire.COMMENT)
    return good, [_set_aside(*unread, None, thread=item["id"]) for unread in damaged]


def _set_aside(raw: bytes, reason: str, now: datetime | None, *, thread: str | None = None) -> Skipped:
    try:
        id = read_item(raw, wire.NAMED)[0]["id"]
    except PayloadError:
        id = None
    what = "reply" if thread else "thread"
    key = id or key_of(what, raw)
    return Skipped(key, f"a {what} could not be read: {reason}", raw, thread or id, now)


def _thread_of(reply: CommentItem) -> str:
    """The thread of a reply: said by ``parentId``, else the first half of the reply's own id."""
    return reply["snippet"].get("parentId") or reply["id"].partition(".")[0]
