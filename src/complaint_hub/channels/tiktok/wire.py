"""What TikTok's Accounts API sends, as types: only the fields we read, and what makes an item readable.

For: ``mapping``, ``errors``, ``consent`` and the walks.
Must not: say what a field means to us.

Every answer is an envelope ``{"code", "message", "data"}``, whatever happened. The envelope is cut apart by its
brackets, so that the lists inside it can be read item by item. Ids are texts in most answers and bare integers in some,
times are texts or integers; both are taken. A null counts as absent. A comment needs its id and its time; whatever else
is there must have its type.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from itertools import islice
from typing import Annotated, Any, NamedTuple, NotRequired

from pydantic import BeforeValidator, Field, JsonValue, TypeAdapter
from typing_extensions import TypedDict  # pydantic needs it before Python 3.12

from ...errors import PayloadError
from ...wire import MAX_BYTES, clean_text, scrub

__all__ = [
    "COMMENT",
    "COMMENT_PAGE",
    "NAMED",
    "VIDEO",
    "VIDEO_PAGE",
    "Comment",
    "Envelope",
    "ListPage",
    "Named",
    "VideoItem",
    "epoch",
    "listed",
    "open_envelope",
]

# The service opened in 2016; a time outside says that something else stands in the field.
_FIRST, _LAST = datetime(2014, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_FIRST_SECOND, _LAST_SECOND = int(_FIRST.timestamp()), int(_LAST.timestamp())
_MOST_ID = 2**64
_DEEPEST = 1_000
_MOST_SIGNS = 1_000_000
_MOST_TOLD = 100_000


def _text_of(value: object) -> object:
    """A bare integer as the text that it is elsewhere."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _MOST_ID:
        return str(value)
    return value


def _number_of(value: object) -> object:
    """Digits in a text as the number that they are elsewhere."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 20:
        return int(value)
    return value


def epoch(seconds: int) -> datetime:
    """Seconds since 1970 as an instant. Raises ValueError outside of what is plausible."""
    if not _FIRST_SECOND <= seconds < _LAST_SECOND:
        raise ValueError("no plausible time")
    return datetime.fromtimestamp(seconds, UTC)


def _time_of(value: object) -> object:
    """Seconds since 1970, as a number or in a text, as an instant."""
    seconds = _number_of(value)
    if not isinstance(seconds, int) or isinstance(seconds, bool):
        raise ValueError("no seconds since 1970")
    return epoch(seconds)


_Id = Annotated[str, BeforeValidator(_text_of), Field(strict=True, pattern=r"^[\w-]{1,64}$")]
_MaybeId = Annotated[str, BeforeValidator(_text_of), Field(strict=True, pattern=r"^[\w-]{0,64}$")]
_Number = Annotated[int, BeforeValidator(_number_of), Field(strict=True, ge=0, lt=2**53)]
_Time = Annotated[datetime, BeforeValidator(_time_of), Field(strict=True)]
_Name = Annotated[str, Field(strict=True, max_length=1_000)]
_Link = Annotated[str, Field(strict=True, max_length=8_000)]
_Flag = Annotated[bool, Field(strict=True)]


class Named(TypedDict):
    """What is left of an item that cannot be read otherwise."""

    comment_id: _Id
    parent_comment_id: NotRequired[Any]


class Comment(TypedDict):
    """A comment or a reply; the replies inside it unchecked, for one damaged reply must not cost its comment."""

    comment_id: _Id
    create_time: _Time
    video_id: NotRequired[_MaybeId | None]
    parent_comment_id: NotRequired[_MaybeId | None]
    text: NotRequired[Annotated[str, Field(strict=True, max_length=100_000)] | None]
    image_url: NotRequired[_Link | None]
    likes: NotRequired[_Number | None]
    replies: NotRequired[_Number | None]
    owner: NotRequired[_Flag | None]
    pinned: NotRequired[_Flag | None]
    # Kept open: webhooks know more states than the documented two.
    status: NotRequired[_Name | None]
    unique_identifier: NotRequired[_Name | None]
    user_id: NotRequired[_Name | None]
    username: NotRequired[_Name | None]
    display_name: NotRequired[_Name | None]
    reply_list: NotRequired[list[JsonValue] | None]


class ListPage(TypedDict):
    """What all pages share; a cursor that is none must not cost the page."""

    cursor: NotRequired[Any]
    has_more: NotRequired[Any]


class _Comments(ListPage):
    comments: NotRequired[list[Comment]]


class VideoItem(TypedDict):
    """A video of the account; all but its id may be missing, for one field too many can cost the whole list."""

    item_id: _Id
    create_time: NotRequired[_Time | None]
    share_url: NotRequired[_Link | None]
    comments: NotRequired[_Number | None]


class _Videos(ListPage):
    videos: NotRequired[list[VideoItem]]


COMMENT_PAGE = TypeAdapter(_Comments)
COMMENT = TypeAdapter(Comment)
VIDEO_PAGE = TypeAdapter(_Videos)
VIDEO = TypeAdapter(VideoItem)
NAMED = TypeAdapter(Named)


class Envelope(NamedTuple):
    """The outside of an answer.

    Attributes:
        code: 0 for a success.
        message: for a person, without credentials; empty if there is none.
        data: the bytes of the object inside; None if there is none.
    """

    code: int
    message: str
    data: bytes | None


def open_envelope(body: bytes) -> Envelope:
    """Take an answer out of its envelope. Raises PayloadError, if it is none: no JSON, or without a code."""
    if len(body) > MAX_BYTES:
        raise PayloadError(f"the answer has {len(body):,} bytes, more than {MAX_BYTES:,}")
    parts = _parts(body.removeprefix(b"\xef\xbb\xbf"))
    code = _loaded(parts.get("code", b""))
    if isinstance(code, str):
        code = _number_of(code.strip())
    if not isinstance(code, int) or isinstance(code, bool):
        raise PayloadError("the answer carries no code", raw=_excerpt(body))
    message = _loaded(parts.get("message", b""))
    told = clean_text(message).strip() if isinstance(message, str) else ""
    data = parts.get("data", b"")
    return Envelope(code, scrub(told.encode()).decode()[:300], data if data.startswith(b"{") else None)


# Lists without an item are told by an empty list, a null, or by leaving the field out.
_EMPTY = re.compile(rb'"(comments|videos)"\s*:\s*null')


def listed(data: bytes | None) -> bytes:
    """The object inside, for ``wire.read_list``. Raises PayloadError, if there is none: then nothing is known."""
    if data is None:
        raise PayloadError("the answer reports success and holds no data")
    return _EMPTY.sub(rb'"\1":[]', data, count=1) if len(data) < 1_000 else data


# Of UTF-8 the brackets, commas and quotes can be found in the bytes: no other character holds one of these.
_MARK = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[\]{},:]', re.DOTALL)


def _parts(body: bytes) -> dict[str, bytes]:
    """The values of an object by their keys, as they stand there. Raises PayloadError, if its brackets do not close."""
    body = body.strip()
    parts: dict[str, bytes] = {}
    depth, start, end = 0, 0, -1
    last = b""
    key: object = None
    for mark in islice(_MARK.finditer(body), _MOST_SIGNS) if body.startswith(b"{") else ():
        sign = mark[0][:1]
        if sign in b"]}":
            depth -= 1
        if depth == 1 and sign == b":" and key is None:
            key, start = _loaded(last), mark.end()
        elif (sign == b"," and depth == 1) or (sign == b"}" and depth == 0):
            if isinstance(key, str):
                parts[key] = body[start : mark.start()].strip()
            key = None
        last = mark[0]
        if sign in b"[{":
            depth += 1
        if depth == 0 or depth > _DEEPEST:
            end = mark.end()
            break
    if depth != 0 or end != len(body):
        raise PayloadError("the answer is no complete JSON object", raw=_excerpt(body))
    return parts


def _loaded(raw: bytes) -> Any:
    """A small value; None for what is none, or larger than a code or a message can be."""
    if len(raw) > _MOST_TOLD:
        return None
    try:
        return json.loads(raw.decode("utf-8", "surrogateescape"))
    # A number of 5,000 digits is a ValueError, a thousand brackets a RecursionError.
    except (ValueError, RecursionError):
        return None


def _excerpt(body: bytes) -> bytes:
    return scrub(body[:2_000])
