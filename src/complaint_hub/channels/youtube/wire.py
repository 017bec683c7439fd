"""What YouTube's Data API v3 sends, as types: only the fields we read, and what makes an item readable.

For: ``mapping`` and the walks.
Must not: say what a field means to us.

Every field of the API is optional on paper (https://developers.google.com/youtube/v3/docs/comments). Required here is
what a complaint cannot do without: an id, a text, the time it was written, the count of its replies. The rest may be
missing, but what is there must have its type: a null or a text for a number means that the item is damaged. What only
an owner is told may be anything: no complaint is lost for it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, NotRequired

from pydantic import AwareDatetime, Field, JsonValue, TypeAdapter
from typing_extensions import TypedDict  # pydantic needs it before Python 3.12

__all__ = [
    "CHANNEL",
    "CHANNEL_PAGE",
    "COMMENT",
    "COMMENT_PAGE",
    "NAMED",
    "THREAD",
    "THREAD_PAGE",
    "UPLOAD",
    "UPLOAD_PAGE",
    "VIDEO",
    "VIDEO_PAGE",
    "ChannelItem",
    "Comment",
    "CommentItem",
    "LaxThreadItem",
    "ListPage",
    "Named",
    "ThreadItem",
    "UploadItem",
    "VideoItem",
]

# YouTube opened in 2005; a date outside says that something else stands in the field.
_FIRST, _LAST = datetime(2005, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_Time = Annotated[AwareDatetime, Field(strict=True, ge=_FIRST, lt=_LAST)]
_Id = Annotated[str, Field(strict=True, min_length=1, max_length=200)]
_Name = Annotated[str, Field(strict=True, max_length=1_000)]
_Text = Annotated[str, Field(strict=True, max_length=100_000)]
_Count = Annotated[int, Field(strict=True, ge=0, lt=2**53)]
# uint64 travels as text.
_Decimal = Annotated[str, Field(strict=True, pattern=r"^[0-9]{1,18}$")]


class _Person(TypedDict):
    value: NotRequired[_Id]


class Comment(TypedDict):
    """The ``snippet`` of a comment."""

    textDisplay: _Text
    textOriginal: NotRequired[_Text]
    authorDisplayName: NotRequired[_Name]
    authorChannelUrl: NotRequired[_Name]
    authorChannelId: NotRequired[_Person]
    parentId: NotRequired[_Id]
    videoId: NotRequired[_Id]
    likeCount: NotRequired[_Count]
    publishedAt: _Time
    updatedAt: NotRequired[_Time]
    imageUrl: NotRequired[Annotated[str, Field(strict=True, max_length=4_000)]]
    moderationStatus: NotRequired[Any]


class Named(TypedDict):
    """What is left of an item that cannot be read otherwise."""

    id: _Id


class CommentItem(TypedDict):
    """A comment, at the top of a thread or as a reply."""

    id: _Id
    snippet: Comment


class _Replies(TypedDict):
    comments: NotRequired[list[CommentItem]]


class _LaxReplies(TypedDict):
    comments: NotRequired[list[JsonValue]]


class _Thread(TypedDict):
    videoId: NotRequired[_Id]
    topLevelComment: CommentItem
    totalReplyCount: _Count
    canReply: NotRequired[Any]
    isPublic: NotRequired[Any]


class ThreadItem(TypedDict):
    """A thread with at most five of its replies."""

    id: _Id
    snippet: _Thread
    replies: NotRequired[_Replies]


class LaxThreadItem(TypedDict):
    """The same, its replies unchecked: one damaged reply must not cost its thread."""

    id: _Id
    snippet: _Thread
    replies: NotRequired[_LaxReplies]


class ListPage(TypedDict):
    """What all pages share."""

    nextPageToken: NotRequired[Annotated[str, Field(strict=True, max_length=8_000)]]


class _Threads(ListPage):
    items: NotRequired[list[ThreadItem]]


class _Comments(ListPage):
    items: NotRequired[list[CommentItem]]


class _Upload(TypedDict):
    videoId: _Id


class UploadItem(TypedDict):
    """An entry of the playlist of uploads."""

    contentDetails: _Upload


class _Uploads(ListPage):
    items: NotRequired[list[UploadItem]]


class _Statistics(TypedDict):
    commentCount: NotRequired[_Decimal]


class VideoItem(TypedDict):
    """A video's counters; ``commentCount`` is absent where comments are disabled."""

    id: _Id
    statistics: NotRequired[_Statistics]


class _Videos(ListPage):
    items: NotRequired[list[VideoItem]]


class _Related(TypedDict):
    uploads: _Id


class _Details(TypedDict):
    relatedPlaylists: _Related


class ChannelItem(TypedDict):
    """A channel, for the playlist of its uploads, and for who has consented."""

    id: NotRequired[_Id]
    contentDetails: _Details


class _Channels(ListPage):
    items: NotRequired[list[ChannelItem]]


THREAD_PAGE = TypeAdapter(_Threads)
THREAD = TypeAdapter(LaxThreadItem)
COMMENT_PAGE = TypeAdapter(_Comments)
COMMENT = TypeAdapter(CommentItem)
UPLOAD_PAGE = TypeAdapter(_Uploads)
UPLOAD = TypeAdapter(UploadItem)
VIDEO_PAGE = TypeAdapter(_Videos)
VIDEO = TypeAdapter(VideoItem)
CHANNEL_PAGE = TypeAdapter(_Channels)
CHANNEL = TypeAdapter(ChannelItem)
NAMED = TypeAdapter(Named)
