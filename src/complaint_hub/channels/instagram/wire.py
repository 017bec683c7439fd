"""What Instagram's Graph API sends, as types: only the fields we read, and what makes an item readable.

For: ``mapping``, ``paging`` and the walks.
Must not: say what a field means to us.

Nearly every field may be withheld: by the login type, by the rights of the app, by its review, by the author's own
settings. Required is what a complaint cannot do without, its id and its time
(https://developers.facebook.com/documentation/instagram-platform/instagram-graph-api/reference/ig-comment). The rest
may be absent or null, but what is there must have its type; an id may travel as a number.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, NotRequired

from pydantic import AwareDatetime, BeforeValidator, Field, JsonValue, TypeAdapter
from typing_extensions import TypedDict  # pydantic needs it before Python 3.12

__all__ = [
    "COMMENT",
    "COMMENT_PAGE",
    "MEDIA",
    "MEDIA_PAGE",
    "NAMED",
    "REPLY",
    "REPLY_PAGE",
    "Cursors",
    "LaxComment",
    "MediaItem",
    "Named",
    "Paging",
    "Reply",
]

# Instagram opened in 2010; a date outside says that something else stands in the field.
_FIRST, _LAST = datetime(2010, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def _instant(value: Any) -> Any:
    # "2017-05-19T23:27:28+0000"; a bare number would be taken for seconds since 1970 by the parser behind this.
    if not isinstance(value, str) or not value[4:5] == "-":
        raise ValueError("no time like 2026-10-01T03:04:05+0000")
    return datetime.fromisoformat(value)


def _digits(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63 else value


_Time = Annotated[AwareDatetime, BeforeValidator(_instant), Field(ge=_FIRST, lt=_LAST)]
# An id becomes part of a path, so it is nothing but a name.
_Id = Annotated[str, BeforeValidator(_digits), Field(strict=True, pattern=r"^[A-Za-z0-9_\-]{1,100}$")]
_Name = Annotated[str, Field(strict=True, max_length=1_000)]
_Text = Annotated[str, Field(strict=True, max_length=100_000)]
_Link = Annotated[str, Field(strict=True, max_length=8_000)]
_Flag = Annotated[bool, Field(strict=True)]
_Count = Annotated[int, Field(strict=True, ge=0, lt=2**53)]


class _Person(TypedDict):
    id: NotRequired[_Id | None]
    username: NotRequired[_Name | None]
    self_ig_scoped_id: NotRequired[_Id | None]


class Named(TypedDict):
    """What is left of an item that cannot be read otherwise."""

    id: _Id


class _Post(Named):
    """Under what a comment stands; its address only where it was asked for."""

    permalink: NotRequired[_Link | None]


class Cursors(TypedDict):
    """``before`` is of no use to us."""

    after: NotRequired[_Link | None]


class Paging(TypedDict):
    """``next`` is an address with, in the query form, a token in it: never kept, never followed."""

    cursors: NotRequired[Cursors | None]
    next: NotRequired[_Link | None]


class _Paged(TypedDict):
    paging: NotRequired[Paging | None]


_From = TypedDict("_From", {"from": NotRequired[_Person | None]})


class Reply(_From):
    """A comment as it stands on both levels; ``user`` is there when the account itself wrote it."""

    id: _Id
    text: NotRequired[_Text | None]
    timestamp: _Time
    username: NotRequired[_Name | None]
    user: NotRequired[_Person | None]
    hidden: NotRequired[_Flag | None]
    like_count: NotRequired[_Count | None]
    parent_id: NotRequired[_Id | None]
    media: NotRequired[_Post | None]


class _Replies(_Paged):
    data: NotRequired[list[Reply]]


class _LaxReplies(_Paged):
    data: NotRequired[list[JsonValue]]


class _Comment(Reply):
    replies: NotRequired[_Replies | None]


class LaxComment(Reply):
    """A comment, its replies unchecked: one damaged reply must not cost its thread."""

    replies: NotRequired[_LaxReplies | None]


class _CommentPage(_Paged):
    data: NotRequired[list[_Comment]]


class _ReplyPage(_Paged):
    data: NotRequired[list[Reply]]


class MediaItem(TypedDict):
    """A post; ``comments_count`` is absent where the owner hides it."""

    id: _Id
    timestamp: NotRequired[_Time | None]
    comments_count: NotRequired[_Count | None]
    permalink: NotRequired[_Link | None]
    username: NotRequired[_Name | None]
    is_comment_enabled: NotRequired[_Flag | None]


class _MediaPage(_Paged):
    data: NotRequired[list[MediaItem]]


COMMENT_PAGE = TypeAdapter(_CommentPage)
COMMENT = TypeAdapter(LaxComment)
REPLY_PAGE = TypeAdapter(_ReplyPage)
REPLY = TypeAdapter(Reply)
MEDIA_PAGE = TypeAdapter(_MediaPage)
MEDIA = TypeAdapter(MediaItem)
NAMED = TypeAdapter(Named)
