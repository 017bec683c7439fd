"""The JSON of each item, with the fields the platform sends and no other.

For: ``api``. A test compares every field with the published discovery document.
Must not: choose items or know a request.
"""

from __future__ import annotations

import html
from datetime import datetime
from zlib import crc32

from ..answers import Json
from .moderation import seen_replies
from .records import Channel, Comment, Thread, Video
from .world import World

__all__ = ["channel_item", "comment_item", "etag", "stats_item", "thread_item", "upload_item", "video_item"]


def etag(*parts: object) -> str:
    """A name of these parts that changes when they do."""
    return f"{crc32(repr(parts).encode()):08x}"


def _time(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def thread_item(
    world: World,
    thread: Thread,
    *,
    plain: bool,
    parts: frozenset[str],
    owner: str | None = None,
    states: bool = False,
) -> Json:
    """A commentThread. Rendered once per form until something in it changes: pages must be quick.

    *owner* is the caller's own channel; *states* adds the moderation status that the owner alone is told.
    """
    if owner is not None:
        return _thread(world, thread, plain, parts, owner=owner, states=states)
    if any(comment.image for comment in (thread.top, *thread.replies)):
        return _thread(world, thread, plain, parts)  # image links are signed anew each time
    form = f"{plain}{world.inline}{world.inline_order}{world.original_text}{sorted(parts)}"
    if form not in thread.rendered:
        thread.rendered[form] = _thread(world, thread, plain, parts)
    return thread.rendered[form]


def _thread(
    world: World, thread: Thread, plain: bool, parts: frozenset[str], *, owner: str | None = None, states: bool = False
) -> Json:
    item: Json = {"kind": "youtube#commentThread", "id": thread.id}
    shown = seen_replies(world, thread, owner)
    item["etag"] = etag(thread.id, thread.total, thread.top.updated_at, thread.top.likes)
    if "snippet" in parts:
        item["snippet"] = {
            "channelId": world.videos[thread.top.video].channel,
            "videoId": thread.top.video,
            "topLevelComment": comment_item(world, thread.top, plain=plain, state=states),
            "canReply": owner is None or thread.id not in world.closed,
            "totalReplyCount": thread.total,
            "isPublic": thread.top.state == "published",
        }
    if "replies" in parts and shown:
        inline = shown[: world.inline] if world.inline_order == "oldest" else shown[: -world.inline - 1 : -1]
        item["replies"] = {"comments": [comment_item(world, reply, plain=plain, state=states) for reply in inline]}
    return item


def comment_item(world: World, comment: Comment, *, plain: bool, snippet: bool = True, state: bool = False) -> Json:
    """A comment, as a thread's top, as an inline reply or on its own."""
    item: Json = {
        "kind": "youtube#comment",
        "etag": etag(comment.id, comment.text, comment.updated_at, comment.likes),
        "id": comment.id,
    }
    if not snippet:
        return item
    author = comment.author
    shown: Json = {
        "channelId": world.videos[comment.video].channel,
        "videoId": comment.video,
        "textDisplay": comment.text if plain else html.escape(comment.text).replace("\n", "<br>"),
        "authorDisplayName": author.handle,
        "authorProfileImageUrl": f"https://yt3.ggpht.com/sandbox/{author.id}=s48-c-k-c0x00ffffff-no-rj",
        "authorChannelUrl": f"http://www.youtube.com/{author.handle}",
        "authorChannelId": {"value": author.id},
        "canRate": True,
        "viewerRating": "none",
        "likeCount": comment.likes,
        "publishedAt": _time(comment.published_at),
        "updatedAt": _time(comment.updated_at),
    }
    if world.original_text:
        shown["textOriginal"] = comment.text
    if comment.parent is not None:
        shown["parentId"] = comment.parent
    if state:
        shown["moderationStatus"] = comment.state
    if comment.image is not None:
        # The link is signed anew at each retrieval and dies after six hours.
        shown["imageUrl"] = f"{comment.image}?expire={int(world.clock.timestamp()) + 6 * 3600}"
    item["snippet"] = shown
    return item


def _counts(video: Video) -> Json:
    counts = {"viewCount": str(1_000 + crc32(video.id.encode()) % 50_000), "likeCount": "0"}
    if video.comments_enabled:
        counts["commentCount"] = str(video.count if video.stated_count is None else video.stated_count)
    return counts


def video_item(world: World, video: Video, *, parts: frozenset[str]) -> Json:
    """A video, with its counters if they are asked for."""
    item: Json = {"kind": "youtube#video", "etag": etag(video.id, video.count), "id": video.id}
    if "snippet" in parts:
        item["snippet"] = {
            "publishedAt": _time(video.published_at),
            "channelId": video.channel,
            "title": video.title,
            "description": "",
            "channelTitle": world.channels[video.channel].title,
            "categoryId": "25",
            "liveBroadcastContent": "none",
        }
    if "status" in parts:
        item["status"] = {"uploadStatus": "processed", "privacyStatus": "public", "madeForKids": False}
    if "statistics" in parts:
        item["statistics"] = _counts(video) | {"favoriteCount": "0"}
    return item


def stats_item(video: Video) -> Json:
    """A video's counters on their own."""
    return {
        "kind": "youtube#videoStats",
        "etag": etag(video.id, video.count),
        "id": video.id,
        "statistics": _counts(video),
        "snippet": {"publishTime": _time(video.published_at)},
    }


def upload_item(world: World, video: Video, position: int, *, parts: frozenset[str]) -> Json:
    """A playlistItem of the uploads."""
    channel = world.channels[video.channel]
    item: Json = {"kind": "youtube#playlistItem", "etag": etag(video.id, video.private), "id": f"UU{video.id}"}
    if "snippet" in parts:
        item["snippet"] = {
            "publishedAt": _time(video.uploaded_at),
            "channelId": channel.id,
            "title": "Private video" if video.private else video.title,
            "description": "",
            "channelTitle": channel.title,
            "playlistId": channel.uploads,
            "position": position,
            "resourceId": {"kind": "youtube#video", "videoId": video.id},
        }
    if "contentDetails" in parts:
        item["contentDetails"] = {"videoId": video.id}
        if not video.private:
            item["contentDetails"]["videoPublishedAt"] = _time(video.published_at)
    if "status" in parts:
        item["status"] = {"privacyStatus": "private" if video.private else "public"}
    return item


def channel_item(world: World, channel: Channel, *, parts: frozenset[str]) -> Json:
    """A channel, with the playlist of its uploads if that is asked for."""
    item: Json = {"kind": "youtube#channel", "etag": etag(channel.id), "id": channel.id}
    if "snippet" in parts:
        item["snippet"] = {
            "title": channel.title,
            "description": "",
            "customUrl": channel.handle,
            "publishedAt": _time(channel.created_at),
            "country": "ID",
        }
    if "contentDetails" in parts:
        item["contentDetails"] = {"relatedPlaylists": {"likes": "", "uploads": channel.uploads}}
    if "statistics" in parts:
        videos = [video for video in world.videos.values() if video.channel == channel.id and not video.removed]
        item["statistics"] = {
            "viewCount": "100000",
            "subscriberCount": "5000",
            "hiddenSubscriberCount": False,
            "videoCount": str(len(videos)),
        }
    return item
