"""What the three Google services send, as types: only the fields we read, and what makes an item readable.

For: ``mapping`` and ``places``.
Must not: say what a field means to us.

Default and empty values are left out on the wire, so nearly everything may be missing, or null in copies
(https://developers.google.com/my-business/reference/rest/v4/accounts.locations.reviews). Fields are added without
notice, hence others are passed over. An enum is a text here: its values grow too.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, NotRequired

from pydantic import AwareDatetime, Field, JsonValue, TypeAdapter
from typing_extensions import TypedDict  # pydantic needs it before Python 3.12

__all__ = [
    "ACCOUNT",
    "ACCOUNT_PAGE",
    "LOCATION",
    "LOCATION_PAGE",
    "MEDIA",
    "NAMED",
    "REPLY",
    "REVIEW",
    "REVIEW_PAGE",
    "AccountItem",
    "ListPage",
    "LocationItem",
    "MediaItem",
    "Named",
    "ReplyItem",
    "ReviewItem",
    "ReviewPage",
]

# Reviews exist since 2005; a date outside says that something else stands in the field.
_FIRST, _LAST = datetime(2005, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_Time = Annotated[AwareDatetime, Field(strict=True, ge=_FIRST, lt=_LAST)]
_Id = Annotated[str, Field(strict=True, min_length=1, max_length=500)]
_Word = Annotated[str, Field(strict=True, max_length=200)]
_Name = Annotated[str, Field(strict=True, max_length=1_000)]
_Text = Annotated[str, Field(strict=True, max_length=100_000)]
_Url = Annotated[str, Field(strict=True, max_length=4_000)]


class _Reviewer(TypedDict):
    displayName: NotRequired[_Name | None]
    isAnonymous: NotRequired[Annotated[bool, Field(strict=True)] | None]


class ReviewItem(TypedDict):
    """A review; ``name`` or ``reviewId`` and one of the times must be there, which ``mapping`` sees to.

    Reply and media are unchecked here: a damaged one must not cost the review.
    """

    name: NotRequired[_Id | None]
    reviewId: NotRequired[_Id | None]
    reviewer: NotRequired[_Reviewer | None]
    starRating: NotRequired[_Word | None]
    comment: NotRequired[_Text | None]
    createTime: NotRequired[_Time | None]
    updateTime: NotRequired[_Time | None]
    reviewReply: NotRequired[JsonValue]
    reviewMediaItems: NotRequired[JsonValue]
    reviewReplyUrl: NotRequired[JsonValue]


class ReplyItem(TypedDict):
    """The reply of a review; the state of its moderation stands in it, not on the review."""

    comment: NotRequired[_Text | None]
    updateTime: NotRequired[_Time | None]
    reviewReplyState: NotRequired[_Word | None]
    policyViolation: NotRequired[_Word | None]


class MediaItem(TypedDict):
    """A photo, or a video with its thumbnail."""

    thumbnailUrl: NotRequired[_Url | None]
    videoUrl: NotRequired[_Url | None]


class Named(TypedDict):
    """What is left of a review that cannot be read otherwise."""

    name: NotRequired[_Id]
    reviewId: NotRequired[_Id]


class ListPage(TypedDict):
    """What all pages share; an empty text counts as no token."""

    nextPageToken: NotRequired[Annotated[str, Field(strict=True, max_length=8_000)] | None]


class ReviewPage(ListPage):
    """A page of reviews; an empty location is ``{}``."""

    reviews: NotRequired[list[ReviewItem]]
    averageRating: NotRequired[JsonValue]
    totalReviewCount: NotRequired[JsonValue]


class AccountItem(TypedDict):
    """An account: the login's own, a group, an organization."""

    name: _Id
    type: NotRequired[_Word | None]


class _Accounts(ListPage):
    accounts: NotRequired[list[AccountItem]]


class _Metadata(TypedDict):
    mapsUri: NotRequired[_Url | None]


class LocationItem(TypedDict):
    """A place, by its name without account."""

    name: _Id
    title: NotRequired[_Name | None]
    metadata: NotRequired[_Metadata | None]


class _Locations(ListPage):
    locations: NotRequired[list[LocationItem]]


REVIEW_PAGE = TypeAdapter(ReviewPage)
REVIEW = TypeAdapter(ReviewItem)
REPLY = TypeAdapter(ReplyItem)
MEDIA = TypeAdapter(MediaItem)
NAMED = TypeAdapter(Named)
ACCOUNT_PAGE = TypeAdapter(_Accounts)
ACCOUNT = TypeAdapter(AccountItem)
LOCATION_PAGE = TypeAdapter(_Locations)
LOCATION = TypeAdapter(LocationItem)
