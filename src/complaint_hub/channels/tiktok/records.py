"""From a row of a file to a complaint or a reply: what its cells mean.

For: ``files``.
Must not: open a file, or decide which known row it is.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any
from urllib.parse import urlsplit

from ... import dates
from ...model import Complaint, Event, EventType, Form, Kind, Role
from .errors import NAME
from .mapping import page_url
from .rows import Row
from .wire import epoch

__all__ = ["Entry", "Mapper", "is_exact"]

_ID = re.compile(r"\d{6,20}")
_IN_URL = re.compile(r"/(?:video|photo|v)/(\d{6,20})")
_NO_PARENT = ("", "0")


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that can be read.

    Attributes:
        id: the comment's own; None if the row has none.
        parent: the comment that it replies to.
        video: the video's id, or its address where that tells none (a short link).
        at: when it was written; ``day`` means that only the date is known.
    """

    row: Row
    id: str | None
    parent: str | None
    video: str
    url: str | None
    author: str | None
    shown: str | None
    text: str
    at: datetime
    day: bool
    stamped: bool

    @property
    def timed(self) -> bool:
        """The time of day is told."""
        return not self.day

    @property
    def says(self) -> tuple[object, ...]:
        """What tells two rows of one id apart."""
        return self.video, self.parent, self.at, self.text

    @property
    def name(self) -> str:
        """What an id is made of where the platform's is not known; without the time, which may be mistyped."""
        return _name(self.video, self.author, self.text)

    @property
    def place(self) -> str:
        """A digest of where and when it was written, and by whom."""
        return _digest(self.video, self.parent or "", (self.author or "").casefold(), self.at.isoformat())

    @property
    def digests(self) -> str:
        """The same and a digest of the text."""
        return f"{self.place}:{_digest(' '.join(self.text.split()).casefold())}"


def is_exact(entries: Iterable[Entry]) -> bool:
    """Say that the times of a file are exact to the second: people and sheets make whole minutes of them."""
    return any(entry.stamped or (entry.timed and entry.at.second != 0) for entry in entries)


@dataclass(frozen=True, slots=True)
class Mapper:
    """Reads the rows of one account; see :class:`TikTokFile` for the settings."""

    account: str
    username: str | None
    zone: tzinfo
    latest: date
    day_first: bool
    now: datetime

    def entry(self, row: Row) -> Entry:
        """What a row says. Raises ValueError, one sentence on what is wrong with it."""
        cells = row.cells
        at, day, stamped = self._when(cells.get("created_at"), cells.get("epoch"))
        url = page_url(cells.get("video_url"))
        video = _video(cells.get("video_id"), url)
        text = cells.get("text")
        if text is None:
            raise ValueError("text: the row has none")
        author = cells.get("author")
        return Entry(
            row,
            _id(cells.get("comment_id"), "comment_id"),
            _parent(cells),
            video,
            url,
            author.removeprefix("@") if author else None,
            cells.get("shown"),
            text,
            at,
            day,
            stamped,
        )

    def id_of(self, row: Row, prefix: str, *, exact: bool) -> str | None:
        """The id that a row will have once it can be read; None, if it does not tell enough of itself."""
        cells = row.cells
        try:
            id = _id(cells.get("comment_id"), "comment_id")
            if id is not None:
                return id if exact else prefix + id
            video = _video(cells.get("video_id"), page_url(cells.get("video_url")))
        except ValueError:
            return None
        author, text = cells.get("author"), cells.get("text")
        return prefix + _name(video, author.removeprefix("@") if author else None, text) if text else None

    def _when(self, written: str | None, stamp: str | None) -> tuple[datetime, bool, bool]:
        if stamp is not None and stamp.isascii() and stamp.isdigit() and len(stamp) < 12:
            return epoch(int(stamp)), False, True
        if written is None:
            raise ValueError("created_at: the row has none")
        day = dates.date_of(written, latest=self.latest, day_first=self.day_first)
        if dates.time_of(written) is None:
            return dates.day_start(day, self.zone), True, False
        at = dates.moment(written, zone=self.zone, latest=self.latest, day_first=self.day_first)
        return at, False, False

    def complaint(self, native_id: str, entry: Entry) -> Complaint:
        """A comment."""
        fields: dict[str, Any] = {
            "id": f"{NAME}:{native_id}",
            "channel": NAME,
            "account": self.account,
            "native_id": native_id,
            "form": Form.comment,
            "text": entry.text,
            "created_at": entry.at,
        }
        if _ID.fullmatch(entry.video):
            fields["scope"] = entry.video
        if entry.url is not None:
            fields |= {"subject": {"id": entry.video, "url": entry.url}, "url": entry.url}
        if author := _author(entry):
            fields["author"] = author
        if self._own(entry):
            fields["kind"] = Kind.other
        counts = {name: entry.row.cells.get(name, "") for name in ("likes", "replies")}
        told = {name: int(count) for name, count in counts.items() if re.fullmatch(r"\d{1,12}", count)}
        if told:
            fields["engagement"] = told
        return Complaint.model_validate(fields)

    def event(self, parent: str, key: str, entry: Entry) -> Event:
        """A reply."""
        fields: dict[str, Any] = {
            "complaint": f"{NAME}:{parent}",
            "key": key,
            "type": EventType.message,
            "at": entry.at,
            "day": entry.day,
            "seen_at": self.now,
            "text": entry.text,
        }
        if author := _author(entry):
            fields["author"] = author
        if self.username is not None:
            fields["role"] = Role.agency if self._own(entry) else Role.citizen
        return Event.model_validate(fields)

    def _own(self, entry: Entry) -> bool:
        own = (self.username or "").removeprefix("@").casefold()
        return bool(own) and (entry.author or "").casefold() == own


def _author(entry: Entry) -> dict[str, str]:
    author: dict[str, str] = {}
    if name := entry.shown or entry.author:
        author["name"] = name
    if entry.author and re.fullmatch(r"[\w.]{1,100}", entry.author, re.ASCII):
        author["url"] = f"https://www.tiktok.com/@{entry.author}"
    return author


def _video(id: str | None, url: str | None) -> str:
    if id is not None and _ID.fullmatch(id):
        return id
    if url is None:
        raise ValueError("video_url: the row does not name its video by a web address (https)")
    host = (urlsplit(url).hostname or "").lower()
    if host != "tiktok.com" and not host.endswith(".tiktok.com"):
        raise ValueError("video_url: it is no address of tiktok.com")
    found = _IN_URL.search(url)
    return found[1] if found else url


def _id(told: str | None, name: str) -> str | None:
    if told is None or told == "0":
        return None
    if not _ID.fullmatch(told):
        raise ValueError(
            f"{name}: {told[:40]!r} is no id; a spreadsheet program rounds such long numbers: format the column as text"
        )
    return told


def _parent(cells: Any) -> str | None:
    parent = cells.get("parent") or ""
    if parent in (*_NO_PARENT, cells.get("video_id"), cells.get("comment_id")):
        return None
    return _id(parent, "parent_comment_id")


def _name(video: str, author: str | None, text: str) -> str:
    return "r" + _digest(video, (author or "").casefold(), " ".join(text.split()))


def _digest(*parts: str) -> str:
    return hashlib.blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=6).hexdigest()
