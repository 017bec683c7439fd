"""From what Instagram sends to complaints and events: a comment is a complaint, a reply a message of its timeline.

For: the walks, which decide what is asked; everything that a field means is decided here.
Must not: ask, or keep anything between two answers but the account's own name.

A comment that the account itself wrote under its post is an announcement, no complaint: it gets the kind ``other``. Of
everybody else's the kind stays open, for a person to say. A reply by the account is the agency's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, cast

from pydantic import TypeAdapter

from ...contract import Page, Skipped
from ...errors import PayloadError
from ...model import Complaint, Event, EventType, Form, Kind, Role
from ...wire import as_text, key_of, read_each, read_item, read_list, refuse_if_broken
from . import wire
from .errors import NAME
from .paging import Onward, onward
from .wire import LaxComment, MediaItem, Reply

__all__ = ["Comments", "MediaPage", "Post", "Reader", "Replies"]

_COMPLAINTS = TypeAdapter(list[Complaint])
_EVENTS = TypeAdapter(list[Event])
_Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Post:
    """Under what a comment stands."""

    id: str
    url: str | None = None


@dataclass(slots=True)
class MediaPage:
    """A page of media; ``damaged`` counts those that cannot be read."""

    items: Sequence[MediaItem]
    damaged: int
    onward: Onward
    ids: list[str]


@dataclass(slots=True)
class Comments:
    """What a page of comments holds.

    Attributes:
        ids: of all comments on the page, in order, those set aside included.
        times: of the readable ones, in the page's order.
        messages: when each reply that came inside was written; ``inline``: comment → how many came, damaged ones too.
        overflow: comment → the cursor behind which its replies go on.
        complete: ids of complaints all of whose replies came inside.
        nameless: comments set aside of which not even the id can be read.
    """

    onward: Onward = field(default_factory=Onward)
    ids: list[str] = field(default_factory=list[str])
    times: list[datetime] = field(default_factory=list[datetime])
    messages: list[datetime] = field(default_factory=list[datetime])
    inline: dict[str, int] = field(default_factory=dict[str, int])
    overflow: dict[str, str] = field(default_factory=dict[str, str])
    complete: set[str] = field(default_factory=set[str])
    nameless: int = 0
    hosts: set[str] = field(default_factory=set[str])
    complaints: list[Complaint] = field(default_factory=list[Complaint])
    events: list[Event] = field(default_factory=list[Event])
    skipped: list[Skipped] = field(default_factory=list[Skipped])
    repaired: int = 0


@dataclass(slots=True)
class Replies:
    """What a page of one comment's replies holds; ``ids`` counts those set aside."""

    onward: Onward
    ids: list[str]
    times: list[datetime]
    events: list[Event]
    skipped: list[Skipped]
    repaired: int


@dataclass(slots=True)
class Reader:
    """Reads the answers of one account.

    Attributes:
        account: the professional account's id (``user_id``), which is ``from.id`` of what it wrote.
        username: its name, learned from its own media.

    Raises: PayloadError, where a page cannot be read, or more than a fifth of it is damaged.
    """

    account: str
    now: datetime
    username: str | None = None

    def media(self, body: bytes, *, limit: int) -> MediaPage:
        """A page of ``/{account}/media``."""
        listing = read_list(body, wire.MEDIA_PAGE, wire.MEDIA, items="data")
        # Only the owner's media stand in this list.
        names = [name for item in listing.items if (name := item.get("username"))]
        self.username = names[0] if names else self.username
        count = len(listing.items) + len(listing.damaged)
        where = onward(listing.page.get("paging"), count=count, limit=limit, edge="media")
        refuse_if_broken(len(listing.damaged), len(listing.items), channel=NAME)
        return MediaPage(listing.items, len(listing.damaged), where, [item["id"] for item in listing.items])

    def comments(self, body: bytes, post: Post, *, limit: int, nested: bool) -> Comments:
        """A page of ``/{media}/comments``; *nested* says that replies were asked for inside."""
        listing = read_list(body, wire.COMMENT_PAGE, wire.COMMENT, items="data")
        found = Comments(repaired=listing.repairs)
        heads: dict[str, _Fields] = {}
        messages: dict[str, _Fields] = {}
        for number, item in enumerate(listing.items):
            head = heads[item["id"]] = self._head(item, post)
            if number in listing.repaired:
                head["raw"] = as_text(listing.repaired[number])
            found.times.append(head["created_at"])
            messages |= self._inside(item, found, limit=limit, checked=listing.at_once, nested=nested)
        broken = [_set_aside(damage.raw, damage.reason, self.now) for damage in listing.damaged]
        inside = len(found.skipped)
        found.skipped = [*(replace(skipped, seen_at=self.now) for skipped in found.skipped), *broken]
        found.nameless = sum(skipped.native_id is None for skipped in broken)
        found.ids = [*heads, *(skipped.key for skipped in broken)]
        found.messages = [message["at"] for message in messages.values()]
        found.onward = onward(listing.page.get("paging"), count=len(found.ids), limit=limit, edge="comments")
        refuse_if_broken(len(broken), len(heads), channel=NAME)
        refuse_if_broken(inside, len(messages), channel=NAME)
        found.complaints = _COMPLAINTS.validate_python(list(heads.values()))
        found.events = _EVENTS.validate_python(list(messages.values()))
        return found

    def _inside(
        self, item: LaxComment, found: Comments, *, limit: int, checked: bool, nested: bool
    ) -> dict[str, _Fields]:
        """The replies inside a comment, by id, and what they say of those that are not."""
        replies, damaged = _inline(item, checked=checked)
        within = item.get("replies")
        count = len({reply["id"] for reply in replies}) + len(damaged)
        where = onward((within or {}).get("paging"), count=count, limit=limit, edge="replies")
        found.inline[item["id"]] = count
        found.skipped += damaged
        if where.host is not None:
            found.hosts.add(where.host)
        if where.cursor is not None:
            found.overflow[item["id"]] = where.cursor
        elif nested and not damaged and not where.cut:
            # A comment without replies comes without the field.
            found.complete.add(f"{NAME}:{item['id']}")
        return {reply["id"]: self._message(reply, item["id"]) for reply in replies}

    def replies(self, body: bytes, comment: str, *, limit: int) -> Replies:
        """A page of ``/{comment}/replies``."""
        listing = read_list(body, wire.REPLY_PAGE, wire.REPLY, items="data")
        messages = {item["id"]: self._message(item, comment) for item in listing.items}
        for place, raw in listing.repaired.items():
            messages[listing.items[place]["id"]]["data"] = {"raw": as_text(raw)}
        skipped = [_set_aside(damage.raw, damage.reason, self.now, comment=comment) for damage in listing.damaged]
        refuse_if_broken(len(skipped), len(messages), channel=NAME)
        ids = [*messages, *(damage.key for damage in skipped)]
        return Replies(
            onward(listing.page.get("paging"), count=len(ids), limit=limit, edge="replies"),
            ids,
            [message["at"] for message in messages.values()],
            _EVENTS.validate_python(list(messages.values())),
            skipped,
            listing.repairs,
        )

    def single(self, body: bytes, *, limit: int, nested: bool) -> Comments:
        """The answer to a request by id: a comment, or a reply, which names its comment. Raises PayloadError."""
        item, repaired = read_item(body, wire.COMMENT)
        found = Comments(ids=[item["id"]], repaired=repaired)
        if (comment := item.get("parent_id")) is not None:
            found.events = _EVENTS.validate_python([self._message(item, comment)])
            return found
        head = self._head(item, None)
        messages = self._inside(item, found, limit=limit, checked=False, nested=nested)
        found.skipped = [replace(skipped, seen_at=self.now) for skipped in found.skipped]
        found.complaints = _COMPLAINTS.validate_python([head])
        found.events = _EVENTS.validate_python(list(messages.values()))
        return found

    def sent(self, body: bytes, comment: str, text: str) -> Event:
        """A reply that was just taken; the answer holds its id alone, so its time is ours until it is read back."""
        id = read_item(body, wire.NAMED)[0]["id"]
        made = {"complaint": f"{NAME}:{comment}", "key": id, "type": EventType.message, "at": self.now}
        return Event.model_validate({**made, "seen_at": self.now, "text": text, "role": Role.agency})

    def again(self, skipped: Skipped) -> Page:
        """What was set aside, read once more. Raises PayloadError, if it still cannot be read."""
        item, repaired = read_item(skipped.raw, wire.COMMENT)
        raw = as_text(skipped.raw) if repaired else None
        comment = item.get("parent_id") or skipped.native_id
        if comment is not None and comment != item["id"]:
            message = self._message(item, comment) | ({"data": {"raw": raw}} if raw else {})
            return Page(events=_EVENTS.validate_python([message]), repaired=repaired)
        head = self._head(item, None) | ({"raw": raw} if raw else {})
        replies, damaged = _inline(item, checked=False)
        return Page(
            complaints=_COMPLAINTS.validate_python([head]),
            events=_EVENTS.validate_python([self._message(reply, item["id"]) for reply in replies]),
            skipped=[replace(damage, seen_at=skipped.seen_at) for damage in damaged],
            repaired=repaired,
        )

    def _head(self, item: LaxComment, post: Post | None) -> _Fields:
        id = item["id"]
        head: _Fields = {
            "id": f"{NAME}:{id}",
            "channel": NAME,
            "account": self.account,
            "native_id": id,
            "form": Form.comment,
            "text": item.get("text") or "",
            "created_at": item["timestamp"],
        }
        if (likes := item.get("like_count")) is not None:
            head["engagement"] = {"likes": likes}
        if (hidden := item.get("hidden")) is not None:
            head["source_detail"] = "hidden" if hidden else None
        said = item.get("media")
        if post is None and said:
            head["scope"] = said["id"]
            # A comment that is asked for by its id must not take away what the list of its post has told.
            post = Post(said["id"], link) if (link := said.get("permalink")) else None
        if post is not None:
            head["scope"] = post.id
            head["subject"] = {"id": post.id} | ({"url": post.url} if post.url else {})
        if post is not None and post.url is not None:
            head["url"] = post.url
        if author := _author(item):
            head["author"] = author
        if self._ours(item):
            head["kind"] = Kind.other
        return head

    def _message(self, item: Reply, comment: str) -> _Fields:
        message: _Fields = {
            "complaint": f"{NAME}:{comment}",
            "key": item["id"],
            "type": EventType.message,
            "at": item["timestamp"],
            "seen_at": self.now,
            "text": item.get("text") or "",
        }
        if item.get("hidden"):
            message["public"] = False
        author = _author(item)
        if author:
            message["author"] = author
        if self._ours(item):
            message["role"] = Role.agency
        elif author:
            # Without any author nobody can say whose it is; it then answers nothing and asks for nothing.
            message["role"] = Role.citizen
        return message

    def _ours(self, item: Reply) -> bool:
        """Whether the account itself wrote it: ``user`` stands in its own comments alone, else id or name says so."""
        if item.get("user"):
            return True
        person: Mapping[str, Any] = item.get("from") or {}
        name = item.get("username") or person.get("username")
        return (
            person.get("id") == self.account
            or person.get("self_ig_scoped_id") is not None
            or (name is not None and self.username is not None and name.lower() == self.username.lower())
        )


def _author(item: Reply) -> dict[str, str]:
    person: Mapping[str, Any] = item.get("from") or {}
    said = {"id": person.get("id"), "name": item.get("username") or person.get("username")}
    return {name: value for name, value in said.items() if value}


def _inline(item: LaxComment, *, checked: bool) -> tuple[list[Reply], list[Skipped]]:
    """The replies inside a comment; *checked* says that the page's own type has looked at them already."""
    replies = (item.get("replies") or {}).get("data", [])
    if checked:
        return cast("list[Reply]", replies), []
    good, damaged = read_each(replies, wire.REPLY)
    return good, [_set_aside(*unread, None, comment=item["id"]) for unread in damaged]


def _set_aside(raw: bytes, reason: str, now: datetime | None, *, comment: str | None = None) -> Skipped:
    try:
        id = read_item(raw, wire.NAMED)[0]["id"]
    except PayloadError:
        id = None
    what = "reply" if comment else "comment"
    key = id or key_of(what, raw)
    return Skipped(key, f"a {what} could not be read: {reason}", raw, comment or id, now)
