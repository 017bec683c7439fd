"""How accounts, videos and comments look in JSON.

For: ``methods`` and ``writes``.
Must not: decide what is shown to whom.

Ids and times of creation are texts in lists; addresses of pictures expire, so they change with the clock.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from ..answers import Json
from . import listing
from .records import Account, Comment, Video
from .world import World

__all__ = ["ACCOUNT_FIELDS", "INSIGHTS", "VIDEO_FIELDS", "account_item", "comment_item", "video_item", "written_item"]

ACCOUNT_FIELDS = ("username", "display_name", "profile_image", "followers_count", "videos_count")
"""What ``business/get/`` can be asked for here; the platform has more."""

VIDEO_FIELDS = (
    "item_id", "create_time", "caption", "share_url", "embed_url", "thumbnail_url", "media_type", "is_ad",
    "video_duration", "likes", "comments", "shares", "favorites", "reach", "video_views",
)  # fmt: skip
"""Fields of a video that come with the scope ``video.list``."""

INSIGHTS = ("full_video_watched_rate", "total_time_watched", "average_time_watched", "impression_sources")
"""Fields of a video that need ``video.insights`` too."""

# After a year the counters of a video stand still.
_COUNTED = timedelta(days=365)


def account_item(world: World, account: Account) -> Json:
    """All fields of an account; the caller keeps those asked for."""
    return {
        "username": account.person.username,
        "display_name": account.person.display_name,
        "profile_image": _expiring(world, f"avatar/{account.person.username}"),
        "followers_count": account.followers,
        "videos_count": sum(video.account == account.open_id and video.shown for video in world.videos.values()),
    }


def video_item(world: World, video: Video) -> Json:
    """All fields of a video; the caller keeps those asked for."""
    name = world.accounts[video.account].person.username
    return {
        "item_id": _id(world, video.id),
        "create_time": str(_seconds(video.created_at)),
        "caption": video.caption,
        "share_url": f"https://www.tiktok.com/@{name}/video/{video.id}?utm_campaign=tt4d_open_api",
        "embed_url": f"https://www.tiktok.com/player/v1/{video.id}",
        "thumbnail_url": _expiring(world, f"cover/{video.id}"),
        "media_type": video.media_type,
        "is_ad": video.is_ad,
        "video_duration": video.duration,
        "comments": _counted(world, video),
        "full_video_watched_rate": 0.21,
        "total_time_watched": video.duration * video.figures["video_views"] / 3,
        "average_time_watched": video.duration / 3,
        "impression_sources": [{"impression_source": "For You", "percentage": 0.8}],
        **video.figures,
    }


def comment_item(world: World, comment: Comment, *, status: str, replies: bool = False) -> Json:
    """A comment or a reply as it stands in a list.

    Args:
        replies: whether up to three replies come inside it, of those that *status* shows.
    """
    created = _seconds(comment.created_at)
    item: Json = {
        "comment_id": _id(world, comment.id),
        "video_id": _id(world, comment.video),
        "user_id": comment.author.user_id,
        "unique_identifier": comment.author.unique_identifier,
        "create_time": created if world.habits.times_as_numbers else str(created),
        "text": comment.text,
        "likes": comment.likes,
        "owner": comment.owner,
        "liked": comment.liked,
        "status": comment.status,
        "display_name": comment.author.display_name,
        "profile_image": _expiring(world, f"avatar/{comment.author.user_id[:12]}"),
    }
    if not comment.owner:
        item["username"] = comment.author.username  # seen missing on the owner's own
    if comment.image is not None:
        item["image_url"] = comment.image
    if comment.parent is not None:
        item["parent_comment_id"] = _id(world, comment.parent)
    else:
        item |= {"replies": len(comment.standing), "pinned": comment.pinned}
        inside = listing.inline(comment, status) if replies else []
        if inside:
            item["reply_list"] = [comment_item(world, reply, status=status) for reply in inside]
    return {name: value for name, value in item.items() if name not in world.habits.absent}


def written_item(world: World, comment: Comment) -> Json:
    """What an answer to a write says of the new comment: less than a list, and the time as a number."""
    item: Json = {
        "comment_id": _id(world, comment.id),
        "video_id": _id(world, comment.video),
        "user_id": comment.author.user_id,
        "unique_identifier": comment.author.unique_identifier,
        "create_time": _seconds(comment.created_at),
    }
    item |= {"text": comment.text} if comment.image is None else {"image_url": comment.image}
    if comment.parent is not None:
        item["parent_comment_id"] = _id(world, comment.parent)
    return item


def _counted(world: World, video: Video) -> int:
    """The counter ``comments``: as of a day or two ago, and after a year for ever the same."""
    if video.stated_count is not None:
        return video.stated_count
    lag = world.habits.counter_lag
    if lag is None:
        return video.count(world.clock)
    return video.count(min(world.clock - lag, video.created_at + _COUNTED))


def _id(world: World, id: str) -> str | int:
    return int(id) if world.habits.ids_as_numbers else id


def _seconds(at: datetime) -> int:
    return int(at.timestamp())


def _expiring(world: World, path: str) -> str:
    return f"https://cdn.example/{path}.jpeg?x-expires={_seconds(world.clock + timedelta(days=1))}"
