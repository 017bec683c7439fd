"""What a review means to us: review → complaint, its reply → message, a refusal of the reply → note.

For: the walks, ``GoogleReviews.refetch`` and ``reread``, and Takeout.
Must not: ask for anything, or decide what is new.

* A review without text is a rating: its kind is ``other``, so that it counts with its stars and opens no case. Of all
  others the kind stays open until a person says it.
* A reply counts as an answer once it is published: Google moderates, and *pending* is not public yet. Replies of
  before April 2026 carry no state and are public.
* A refused reply is told twice: by its message, which shows how it stands now, and by a note that stays.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from pydantic import JsonValue, TypeAdapter

from ...contract import Page, Skipped
from ...errors import PayloadError
from ...model import Complaint, Event, EventType, Form, Kind, Role
from ...wire import as_text, key_of, read_item, read_list, refuse_if_broken
from . import wire
from .errors import NAME
from .state import Place
from .wrapper import unwrap

__all__ = ["REPLY", "Naming", "Reader", "Reviews", "api_name"]

REPLY = "reply"
"""Key of the reply: a review has one at most."""

_Fields = dict[str, Any]
_COMPLAINTS = TypeAdapter(list[Complaint])
_EVENTS = TypeAdapter(list[Event])

# The account in front of it changes; what follows is the review's name for good.
_NAME = re.compile(r"(?:accounts/[^/]+/)?(locations/[^/]+)/reviews/([^/]+)")
_STARS: Mapping[str, int] = {
    **{word: n for n, word in enumerate(("ONE", "TWO", "THREE", "FOUR", "FIVE"), start=1)},
    **{str(n): n for n in range(1, 6)},  # copies that others made
}
_PUBLIC = (None, "", "REVIEW_REPLY_STATE_UNSPECIFIED", "APPROVED")
_DAMAGED_REPLY = "#reply"
_MEDIA_CAP = 50


Naming = Callable[[str | None, str | None, str | None], str | None]
"""From a review's full name, its bare id and its location (None: whichever) to its native id; None if it has none."""


def api_name(name: str | None, bare: str | None, place: str | None) -> str | None:
    """``locations/l/reviews/r``, whatever account stands in front; None for a review of another location."""
    match = _NAME.fullmatch(name or "")
    if match is not None:
        return f"{match[1]}/reviews/{match[2]}" if place in (None, match[1]) else None
    return f"{place}/reviews/{bare}" if place and bare and "/" not in bare else None


@dataclass(slots=True)
class Reviews:
    """What a page of reviews holds.

    Attributes:
        ids: native ids in order, those of the damaged ones that still tell theirs included.
        times: when each was changed last.
        hurt: native ids whose reply was set aside.
        nameless: damaged reviews that do not even tell their name.
        total, average: what Google counts, where it says so.
    """

    token: str | None = None
    total: int | None = None
    average: float | None = None
    ids: list[str] = field(default_factory=list[str])
    times: list[datetime] = field(default_factory=list["datetime"])
    hurt: set[str] = field(default_factory=set[str])
    nameless: int = 0
    complaints: list[Complaint] = field(default_factory=list[Complaint])
    events: list[Event] = field(default_factory=list[Event])
    skipped: list[Skipped] = field(default_factory=list[Skipped])
    repaired: int = 0

    @property
    def complete(self) -> frozenset[str]:
        """Ids of complaints of which every message was read."""
        return frozenset(complaint.id for complaint in self.complaints if complaint.native_id not in self.hurt)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the answers of one login, or the files of one export.

    Raises: PayloadError, where a page cannot be read, or more than a fifth of it is damaged.
    """

    account: str
    now: datetime
    naming: Naming = api_name

    def reviews(self, body: bytes, place: Place) -> Reviews:
        """A page of ``accounts.locations.reviews.list``."""
        listing = read_list(body, wire.REVIEW_PAGE, wire.REVIEW, items="reviews")
        page = listing.page
        total, average = page.get("totalReviewCount"), page.get("averageRating")
        found = Reviews(
            listing.page.get("nextPageToken") or None,
            total if isinstance(total, int) and not isinstance(total, bool) and total >= 0 else None,
            average if isinstance(average, int | float) and not isinstance(average, bool) else None,
            repaired=listing.repairs,
        )
        heads: dict[str, _Fields] = {}
        events: list[_Fields] = []
        for at, item in enumerate(listing.items):
            try:
                native_id = self.naming(item.get("name"), item.get("reviewId"), place.id)
                if native_id is None:
                    raise PayloadError("name: the review does not tell its name, or is of another location")
                head = self._head(item, native_id, place)
            except PayloadError as damage:
                raw = json.dumps(item, default=str).encode()
                found.skipped.append(self._set_aside(raw, damage.message, place))
                continue
            if at in listing.repaired:
                head["raw"] = as_text(listing.repaired[at])
            heads[native_id] = head
            found.times.append(head["updated_at"])
            told, skipped = self._reply(item.get("reviewReply"), native_id)
            events += told
            if skipped is not None:
                found.hurt.add(native_id)
                found.skipped.append(skipped)
        damaged = [self._set_aside(damage.raw, damage.reason, place) for damage in listing.damaged]
        broken = len(damaged) + len(found.skipped) - len(found.hurt)
        refuse_if_broken(broken, len(heads), channel=NAME)
        found.skipped += damaged
        found.nameless = sum(skipped.native_id is None for skipped in found.skipped)
        named = (skipped.native_id for skipped in found.skipped)
        found.ids = list(dict.fromkeys([*heads, *(id for id in named if id is not None)]))
        found.complaints = _COMPLAINTS.validate_python(list(heads.values()))
        found.events = _EVENTS.validate_python(events)
        return found

    def review(self, body: bytes, place: Place) -> Reviews:
        """A single review, as ``accounts.locations.reviews.get`` answers."""
        # A list of one, so that a damaged one is set aside like any other.
        return self.reviews(b'{"reviews":[' + body.removeprefix(b"\xef\xbb\xbf") + b"]}", place)

    def written(self, body: bytes, native_id: str) -> Event:
        """The reply as ``updateReply`` answers. Raises PayloadError."""
        reply, _ = read_item(body, wire.REPLY)
        if not reply.get("comment"):
            raise PayloadError("comment: the answer to a reply does not repeat it", raw=body)
        return _EVENTS.validate_python(self._messages(reply, native_id))[0]

    def again(self, skipped: Skipped) -> Page:
        """What was set aside, read once more. Raises PayloadError, if it still cannot be read."""
        if skipped.key.endswith(_DAMAGED_REPLY) and skipped.native_id is not None:
            reply, repaired = read_item(skipped.raw, wire.REPLY)
            events = _EVENTS.validate_python(self._messages(reply, skipped.native_id))
            return Page(events=events, repaired=repaired)
        item, repaired = read_item(skipped.raw, wire.REVIEW)
        known = self.naming(item.get("name"), None, None) or skipped.native_id
        if known is None:
            raise PayloadError("the review does not tell its name", raw=skipped.raw)
        scope, reviews, _ = known.partition("/reviews/")
        place = Place(id=scope if reviews else "", owner="")
        head = self._head(item, known, place)
        if repaired:
            head["raw"] = as_text(skipped.raw)
        told, damaged = self._reply(item.get("reviewReply"), known)
        return Page(
            complaints=_COMPLAINTS.validate_python([head]),
            events=_EVENTS.validate_python(told),
            skipped=[replace(damaged, seen_at=skipped.seen_at)] if damaged else [],
            repaired=repaired,
        )

    def _set_aside(self, raw: bytes, reason: str, place: Place) -> Skipped:
        try:
            named = read_item(raw, wire.NAMED)[0]
        except PayloadError:
            named = wire.Named()
        native_id = self.naming(named.get("name"), named.get("reviewId"), place.id)
        key = native_id or key_of(f"{place.id}/review", raw)
        return Skipped(key, f"a review could not be read: {reason}", raw, native_id, self.now)

    def _head(self, item: wire.ReviewItem, native_id: str, place: Place) -> _Fields:
        created, updated = item.get("createTime"), item.get("updateTime")
        moment = created or updated
        if moment is None:
            raise PayloadError("createTime: the review has no time at all")
        told = unwrap(item.get("comment"))
        head: _Fields = {
            "id": f"{NAME}:{native_id}",
            "channel": NAME,
            "account": self.account,
            "native_id": native_id,
            "form": Form.review,
            # Said each time: a text that is added later opens the case.
            "kind": None if told.text else Kind.other,
            "text": told.text,
            "rating": _STARS.get(item.get("starRating") or ""),
            "created_at": moment,
            "updated_at": updated or moment,
        }
        if place.id:
            head["scope"] = place.id
        # A review that is read alone does not know its location's title: said without it, that would be an edit.
        if place.owner:
            head["subject"] = _subject(place)
        reviewer = item.get("reviewer")
        if reviewer:
            name = None if reviewer.get("isAnonymous") else reviewer.get("displayName")
            head["author"] = {"name": name} if name else None
        if _is_link(url := item.get("reviewReplyUrl")):
            head["url"] = url
        if media := _attachments(item.get("reviewMediaItems")):
            head["attachments"] = media
        if told.translation is not None:
            head["raw"] = {"comment": item.get("comment"), "translation": told.translation}
        return head

    def _reply(self, value: JsonValue, native_id: str) -> tuple[list[_Fields], Skipped | None]:
        """The events of a reply, or the reply set aside."""
        if not value:
            return [], None
        raw = json.dumps(value).encode()
        try:
            reply, _ = read_item(raw, wire.REPLY)
        except PayloadError as damage:
            reason = f"the reply of a review could not be read: {damage.message}"
            return [], Skipped(f"{native_id}{_DAMAGED_REPLY}", reason, damage.raw, native_id, self.now)
        return self._messages(reply, native_id), None

    def _messages(self, reply: wire.ReplyItem, native_id: str) -> list[_Fields]:
        state, violation = reply.get("reviewReplyState") or None, reply.get("policyViolation") or None
        data = {name: value for name, value in (("state", state), ("violation", violation)) if value is not None}
        at = reply.get("updateTime")
        message: _Fields = {
            "complaint": f"{NAME}:{native_id}",
            "key": REPLY,
            "type": EventType.message,
            "at": at,
            "role": Role.agency,
            "public": state in _PUBLIC,
            "text": unwrap(reply.get("comment")).text,
            "data": data,
        }
        if state != "REJECTED":
            return [message]
        note: _Fields = {
            "complaint": f"{NAME}:{native_id}",
            "key": REPLY,
            "type": EventType.note,
            "about": REPLY,
            # Google does not say when it looked at the reply.
            "at": None,
            "not_before": at,
            "role": Role.platform,
            "public": False,
            "automatic": True,
            "text": f"Google refused the reply{f': {violation}' if violation else ''}",
            "data": data,
        }
        return [message, note]


def _subject(place: Place) -> dict[str, str]:
    subject = {"id": place.id}
    if place.title:
        subject["title"] = place.title
    if place.url:
        subject["url"] = place.url
    return subject


def _attachments(value: JsonValue) -> list[_Fields]:
    """Photos and videos; what cannot be read among them is passed over, for a link is no fact worth a quarantine."""
    found: list[_Fields] = []
    for entry in value[:_MEDIA_CAP] if isinstance(value, list) else []:
        try:
            media, _ = read_item(json.dumps(entry).encode(), wire.MEDIA)
        except PayloadError:
            continue
        kind, url = ("video", media.get("videoUrl")) if media.get("videoUrl") else ("image", media.get("thumbnailUrl"))
        if _is_link(url):
            found.append({"url": url, "media_type": f"{kind}/*"})
    return found


def _is_link(url: object) -> bool:
    # Whatever else stands there, a link that is opened later must be one of the web.
    return isinstance(url, str) and url.startswith("https://") and len(url) <= 4_000
