"""From what TikTok sends to complaints and events: a comment is a complaint, a reply is a message of its timeline.

For: the walks, which decide what is asked; everything that a field means is decided here.
Must not: ask, or keep anything between two answers.

A comment that the account itself wrote is an announcement, no complaint: it gets the kind ``other``. Of everybody
else's comments the kind stays open, for a person to say. A reply by the account is the agency's. Of a person we keep
what identifies what they wrote, no picture: nobody builds a profile here.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast
from urllib.parse import parse_qs, quote, urlsplit, urlunsplit

from pydantic import TypeAdapter, ValidationError

from ...contract import Page, Skipped
from ...errors import PayloadError
from ...model import Complaint, Event, EventType, Form, Kind, Role
from ...wire import Listing, as_text, key_of, read_item, read_list, refuse_if_broken
from . import wire
from .errors import NAME, PARTIAL
from .marks import Remembered
from .pages import Comments, Place, Top, Videos
from .state import Video
from .wire import Comment

__all__ = ["Reader", "page_url"]

_COMPLAINTS = TypeAdapter(list[Complaint])
_EVENTS = TypeAdapter(list[Event])
_Fields = dict[str, Any]

# What stands for "no parent": webhooks and the Research API have their own ways to say it.
_NO_PARENT = ("", "0")
_PUBLIC = "PUBLIC"


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the answers of one account.

    Raises: PayloadError, where a page cannot be read, or more than a fifth of it is damaged.
    """

    account: str
    now: datetime

    def videos(self, body: bytes) -> Videos:
        """A page of ``business/video/list/``."""
        listing = read_list(wire.listed(wire.open_envelope(body).data), wire.VIDEO_PAGE, wire.VIDEO, items="videos")
        refuse_if_broken(len(listing.damaged), len(listing.items), channel=NAME)
        found = {
            item["item_id"]: Video(
                id=item["item_id"],
                at=item.get("create_time"),
                url=page_url(item.get("share_url")),
                comments=item.get("comments"),
            )
            for item in listing.items
        }
        skipped = [
            Skipped(key_of("video", d.raw), f"a video could not be read: {d.reason}", d.raw, seen_at=self.now)
            for d in listing.damaged
        ]
        cursor, more = _paging(listing.page)
        return Videos(cursor, more, len(listing.items) + len(skipped), list(found.values()), skipped, listing.repairs)

    def comments(self, body: bytes, place: Place, *, parent: str | None = None) -> Comments:
        """A page of ``business/comment/list/``, or of ``business/comment/reply/list/`` with its *parent*."""
        envelope = wire.open_envelope(body)
        listing = read_list(wire.listed(envelope.data), wire.COMMENT_PAGE, wire.COMMENT, items="comments")
        found = Comments(partial=envelope.code == PARTIAL, repaired=listing.repairs)
        found.cursor, found.more = _paging(listing.page)
        found.rows = len(listing.items) + len(listing.damaged)
        heads: dict[str, _Fields] = {}
        messages: dict[str, _Fields] = {}
        for number, item in enumerate(listing.items):
            self._take(item, place, parent, found, heads, messages, raw=listing.repaired.get(number))
        inside = len(found.skipped)
        found.skipped += self._damaged(listing, parent)
        # The key of what does not tell its id is a digest with a colon.
        known = [skipped.key for skipped in found.skipped[inside:] if ":" not in skipped.key]
        found.ids += known
        found.nameless = len(listing.damaged) - len(known)
        refuse_if_broken(len(listing.damaged), len(listing.items), channel=NAME)
        refuse_if_broken(inside, len(messages), channel=NAME)
        found.complaints = _COMPLAINTS.validate_python(list(heads.values()))
        found.events = _EVENTS.validate_python(list(messages.values()))
        return found

    def _damaged(self, listing: Listing[Any, Comment], parent: str | None) -> list[Skipped]:
        return [_set_aside(damage.raw, damage.reason, self.now, parent=parent) for damage in listing.damaged]

    def _take(
        self,
        item: Comment,
        place: Place,
        parent: str | None,
        found: Comments,
        heads: dict[str, _Fields],
        messages: dict[str, _Fields],
        *,
        raw: bytes | None,
    ) -> None:
        """Put one item of a list where it belongs: under the comments, or under the replies of one."""
        id = item["comment_id"]
        # Threads are one level deep, so what is asked for by its parent belongs to it, whatever else it says.
        above = parent or _parent(item, place)
        found.ids.append(id)
        if item.get("pinned") is not True:
            found.times.append((id, item["create_time"]))
        if above is not None:
            found.replies.setdefault(above, []).append(id)
            messages[id] = self._message(item, above, raw=raw)
            return
        head = heads[id] = self._head(item, place)
        if raw is not None:
            head["raw"] = as_text(raw)
        replies, damaged = _inline(item, self.now)
        messages |= {reply["comment_id"]: self._message(reply, id) for reply in replies}
        found.replies.setdefault(id, []).extend(reply["comment_id"] for reply in replies)
        found.skipped += damaged
        found.tops.append(
            Top(
                id,
                head["created_at"],
                item.get("replies"),
                len({reply["comment_id"] for reply in replies}) + len(damaged),
                bool(damaged),
                item.get("pinned") is True,
                not _public(item),
            )
        )

    def sent(self, body: bytes, parent: str, text: str) -> Event:
        """A reply that was just taken. Raises PayloadError, if the answer does not name it."""
        data = wire.listed(wire.open_envelope(body).data)
        try:
            item: _Fields = dict(read_item(data, wire.COMMENT)[0])
        except PayloadError:
            item = {"comment_id": read_item(data, wire.NAMED)[0]["comment_id"], "create_time": self.now}
        # The answer does not say whose it is, and a text that was asked for need not come back.
        item |= {"owner": True, "text": item.get("text") or text}
        return Event.model_validate(self._message(cast("Comment", item), parent))

    def again(self, skipped: Skipped) -> Page:
        """What was set aside, read once more. Raises PayloadError, if it still cannot be read."""
        if b'"item_id"' in skipped.raw and b'"comment_id"' not in skipped.raw:
            read_item(skipped.raw, wire.VIDEO)
            return Page()  # the next round meets it by itself
        item, repaired = read_item(skipped.raw, wire.COMMENT)
        place = Place(item.get("video_id") or "")
        parent = _parent(item, place)
        found = Comments()
        heads: dict[str, _Fields] = {}
        messages: dict[str, _Fields] = {}
        self._take(item, place, parent, found, heads, messages, raw=skipped.raw if repaired else None)
        return Page(
            complaints=_COMPLAINTS.validate_python(list(heads.values())),
            events=_EVENTS.validate_python(list(messages.values())),
            # How many replies it has is left open, so that the next walk looks.
            marks={id: str(Remembered(place.id)) for id in found.all_ids} if place.id else {},
            skipped=found.skipped,
            repaired=repaired,
        )

    def _head(self, item: Comment, place: Place) -> _Fields:
        id = item["comment_id"]
        head: _Fields = {
            "id": f"{NAME}:{id}",
            "channel": NAME,
            "account": self.account,
            "native_id": id,
            "form": Form.comment,
            "created_at": item["create_time"],
            "engagement": {"likes": item.get("likes") or 0, "replies": item.get("replies") or 0},
        }
        if (text := item.get("text")) is not None:
            head["text"] = text
        if place.id:
            head["scope"] = place.id
        if place.url is not None:
            head |= {"subject": {"id": place.id, "url": place.url}, "url": place.url}
        if (status := item.get("status")) is not None:
            head["source_detail"] = None if status == _PUBLIC else status.lower()
        if author := _author(item):
            head["author"] = author
        if item.get("owner") is True:
            head["kind"] = Kind.other
        if (image := _image(item)) is not None:
            head["attachments"] = [image]
        return head

    def _message(self, item: Comment, parent: str, *, raw: bytes | None = None) -> _Fields:
        message: _Fields = {
            "complaint": f"{NAME}:{parent}",
            "key": item["comment_id"],
            "type": EventType.message,
            "at": item["create_time"],
            "seen_at": self.now,
        }
        if (text := item.get("text")) is not None:
            message["text"] = text
        if not _public(item):
            message["public"] = False
        if (owner := item.get("owner")) is not None:
            message["role"] = Role.agency if owner else Role.citizen
        if author := _author(item):
            message["author"] = author
        if (image := _image(item)) is not None:
            message["attachments"] = [image]
        if raw is not None:
            message["data"] = {"raw": as_text(raw)}
        return message


def page_url(link: str | None) -> str | None:
    """The page of a video, without what says where the link was taken from; None for anything but a web page."""
    parts = urlsplit(link or "")
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.password:
        return None
    return urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))


def _paging(page: wire.ListPage) -> tuple[object, bool]:
    cursor, more = page.get("cursor"), page.get("has_more")
    if isinstance(cursor, str) and cursor.isascii() and cursor.isdigit() and len(cursor) < 20:
        cursor = int(cursor)
    return cursor, more in (True, 1, "true")


def _parent(item: Comment, place: Place) -> str | None:
    """The comment that an item replies to; None at the top. One whose parent is its video stands at the top, too."""
    parent = item.get("parent_comment_id") or ""
    return None if parent in (*_NO_PARENT, place.id, item["comment_id"]) else parent


def _public(item: Comment) -> bool:
    return item.get("status") in (None, _PUBLIC)


def _author(item: Comment) -> dict[str, str]:
    author: dict[str, str] = {}
    name, shown = item.get("username"), item.get("display_name")
    if id := item.get("unique_identifier") or item.get("user_id"):
        author["id"] = id
    if told := shown or name:
        author["name"] = told
    if name and re.fullmatch(r"[\w.]{1,100}", name):
        author["url"] = f"https://www.tiktok.com/@{quote(name)}"
    return author


def _image(item: Comment) -> _Fields | None:
    """The picture of a comment, if its link is one of the web; a signed one tells its end."""
    link = item.get("image_url") or ""
    if not link.startswith("https://"):
        return None
    try:
        ends = parse_qs(urlsplit(link).query).get("x-expires", [""])[0]
        return {"url": link, "expires_at": datetime.fromtimestamp(int(ends), UTC)}
    except (ValueError, OverflowError, OSError):
        return {"url": link}


def _inline(item: Comment, now: datetime) -> tuple[list[Comment], list[Skipped]]:
    """The replies inside a comment."""
    good: list[Comment] = []
    damaged: list[Skipped] = []
    for reply in item.get("reply_list") or ():
        try:
            good.append(wire.COMMENT.validate_python(reply))
        except ValidationError:
            raw = json.dumps(reply).encode()
            try:
                read_item(raw, wire.COMMENT)
                reason = "it cannot be read"
            except PayloadError as damage:
                raw, reason = damage.raw, damage.message
            damaged.append(_set_aside(raw, reason, now, parent=item["comment_id"]))
    return good, damaged


def _set_aside(raw: bytes, reason: str, now: datetime, *, parent: str | None = None) -> Skipped:
    above: object = parent
    try:
        named = read_item(raw, wire.NAMED)[0]
    except PayloadError:
        id = None
    else:
        id = named["comment_id"]
        above = parent or named.get("parent_comment_id")
    whose = str(above) if isinstance(above, str | int) and str(above) not in (*_NO_PARENT, id) else None
    what = "reply" if whose else "comment"
    return Skipped(id or key_of(what, raw), f"a {what} could not be read: {reason}", raw, whose or id, now)
