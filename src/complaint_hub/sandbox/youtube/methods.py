"""The methods that read: what each takes, refuses and lists.

For: ``api``, by name. A method refuses with :class:`RefusedError` and knows nothing of faults that break a call.
Must not: count or bill.

Parameters: https://developers.google.com/youtube/v3/docs (commentThreads, comments, channels, playlistItems, videos:
list; videos: batchGetStats).
"""

from __future__ import annotations

from collections.abc import Callable

from ..answers import Json, RefusedError
from . import render
from .exchange import Exchange, list_body, page_body, page_token, plain_text
from .moderation import QUEUES, queue, sees
from .pages import most_liked, newest_first, queued, replies, take, uploads
from .records import Thread

__all__ = ["METHODS"]


def _comment_threads(exchange: Exchange) -> Json:
    world, query = exchange.world, exchange.query
    query.only("part videoId allThreadsRelatedToChannelId channelId id maxResults moderationStatus order pageToken "
               "searchTerms textFormat")  # fmt: skip
    parts = query.parts("id snippet replies")
    plain = plain_text(query)
    if query.one("channelId"):
        raise RefusedError("processingFailure")  # ended with channel discussions, 30 April 2024

    def shown(thread: Thread) -> Json:
        return render.thread_item(world, thread, plain=plain, parts=parts, owner=exchange.owner, states=chosen != "id")

    chosen = query.filter("videoId", "allThreadsRelatedToChannelId", "id")
    return _threads_by_id(exchange, shown) if chosen == "id" else _threads_of_feed(exchange, chosen, shown)


def _threads_by_id(exchange: Exchange, shown: Callable[[Thread], Json]) -> Json:
    world = exchange.world
    ids = dict.fromkeys(exchange.query.ids("maxResults", "pageToken", "order", "moderationStatus", "searchTerms"))
    found = [world.threads[id] for id in ids if id in world.threads and sees(world, id, exchange.owner)]
    if world.missing_threads == "error" and len(found) < len(ids):
        raise RefusedError("commentThreadNotFound")
    body = list_body(exchange, "youtube#commentThreadListResponse", [shown(thread) for thread in found])
    return body | {"pageInfo": {"totalResults": len(found), "resultsPerPage": len(found)}}


def _threads_of_feed(exchange: Exchange, chosen: str, shown: Callable[[Thread], Json]) -> Json:
    world, query = exchange.world, exchange.query
    status = query.one("moderationStatus", "published")
    if status not in ("published", *QUEUES):
        raise RefusedError("invalidParameter")
    order = query.one("order", "time")
    if order not in ("time", "relevance", "orderUnspecified"):
        raise RefusedError("invalidParameter")
    feed = query.one(chosen)
    if status != "published":
        _refuse_stranger(exchange, feed)
    pinned, depth = _feed(exchange, chosen, feed)
    words = query.one("searchTerms").casefold()

    def wanted(thread: Thread) -> bool:
        return words in thread.top.text.casefold()

    size = query.whole("maxResults", 20, 100)
    token = page_token(exchange, f"{chosen}:{feed}:{order}:{words}:{status}")
    walk = (
        queued(queue(world, feed, status), token.cursor)
        if status != "published"
        else most_liked(world, feed, token.cursor, wanted=wanted)
        if order == "relevance"
        else newest_first(world, feed, token.cursor, pinned=pinned, depth=depth, wanted=wanted)
    )
    page = take(walk, token.cursor, min(size, world.page_cap or size))
    body = page_body(exchange, "youtube#commentThreadListResponse", token, page, shown)
    # Not the number of threads there are, but that of this page.
    return body | {"pageInfo": {"totalResults": len(body["items"]), "resultsPerPage": size}}


def _refuse_stranger(exchange: Exchange, feed: str) -> None:
    video = exchange.world.videos.get(feed)
    if exchange.owner is None or exchange.owner != (video.channel if video else feed):
        raise RefusedError("forbidden")


def _feed(exchange: Exchange, chosen: str, feed: str) -> tuple[str | None, int | None]:
    """The pinned thread of a feed and how deep it goes; refused where the caller sees no feed."""
    world = exchange.world
    if chosen == "allThreadsRelatedToChannelId":
        if feed not in world.channels:
            raise RefusedError("channelNotFound")
        return world.pinned.get(feed), world.feed_depth
    video = world.videos.get(feed)
    if video is None or video.removed:
        raise RefusedError("videoNotFound")
    if video.private and video.channel != exchange.owner:
        raise RefusedError("forbidden")
    if not video.comments_enabled:
        raise RefusedError("commentsDisabled")
    return video.pinned, None


def _comments(exchange: Exchange) -> Json:
    world, query = exchange.world, exchange.query
    query.only("part parentId id maxResults pageToken textFormat")
    parts = query.parts("id snippet")
    plain = plain_text(query)

    def shown(id: str) -> Json:
        return render.comment_item(world, world.comments[id], plain=plain, snippet="snippet" in parts)

    if query.filter("parentId", "id") == "id":
        ids = query.ids("maxResults", "pageToken")
        found = [id for id in dict.fromkeys(ids) if sees(world, id, exchange.owner)]
        return list_body(exchange, "youtube#commentListResponse", [shown(id) for id in found])
    parent = query.one("parentId")
    thread = world.threads.get(parent)
    video = world.videos[thread.top.video] if thread is not None else None
    if video is not None and video.private and video.channel != exchange.owner:
        raise RefusedError("forbidden")
    if thread is None or not sees(world, parent, exchange.owner):
        raise RefusedError("commentNotFound")
    size = query.whole("maxResults", 20, 100)
    token = page_token(exchange, f"parentId:{parent}:{world.reply_order}")
    page = take(replies(world, thread, token.cursor), token.cursor, min(size, world.page_cap or size))
    body = page_body(exchange, "youtube#commentListResponse", token, page, lambda reply: shown(reply.id))
    return body | {"pageInfo": {"resultsPerPage": size}}


def _channels(exchange: Exchange) -> Json:
    world, query = exchange.world, exchange.query
    query.only("part id forHandle forUsername mine hl maxResults pageToken")
    parts = query.parts("id snippet contentDetails statistics")
    chosen = query.filter("id", "forHandle", "forUsername", "mine")
    if chosen == "mine":
        if exchange.owner is None:
            raise RefusedError("authError")
        found = [world.channels[exchange.owner]]
    elif chosen == "id":
        found = [world.channels[id] for id in dict.fromkeys(query.ids()) if id in world.channels]
    else:
        handle = "@" + query.one(chosen).removeprefix("@").casefold()
        found = [channel for channel in world.channels.values() if channel.handle.casefold() == handle]
    items = [render.channel_item(world, channel, parts=parts) for channel in found]
    body = list_body(exchange, "youtube#channelListResponse", items)
    body["pageInfo"] = {"totalResults": len(items), "resultsPerPage": query.whole("maxResults", 5, 50)}
    if not items:
        del body["items"]  # an unknown channel is no error, and no list either
    return body


def _playlist_items(exchange: Exchange) -> Json:
    world, query = exchange.world, exchange.query
    query.only("part playlistId id videoId maxResults pageToken")
    parts = query.parts("id snippet contentDetails status")
    playlist = query.one("playlistId")
    channel = world.channels.get("UC" + playlist[2:])
    if not playlist:
        raise RefusedError("missingRequiredParameter")
    if channel is None or not playlist.startswith("UU"):
        raise RefusedError("playlistNotFound")
    size = query.whole("maxResults", 5, 50)
    token = page_token(exchange, f"playlistId:{playlist}")
    place = {video.id: n for n, (video, _) in enumerate(uploads(world, channel, ()))}
    page = take(uploads(world, channel, token.cursor), token.cursor, min(size, world.page_cap or size))
    body = page_body(
        exchange,
        "youtube#playlistItemListResponse",
        token,
        page,
        lambda video: render.upload_item(world, video, place[video.id], parts=parts),
    )
    return body | {"pageInfo": {"totalResults": len(place), "resultsPerPage": size}}


def _videos(exchange: Exchange) -> Json:
    world, query = exchange.world, exchange.query
    query.only("part id hl maxResults")
    parts = query.parts("id snippet statistics status")
    query.filter("id")
    videos = [world.videos[id] for id in dict.fromkeys(query.ids("maxResults")) if id in world.videos]
    items = [render.video_item(world, v, parts=parts) for v in videos if not v.private and not v.removed]
    body = list_body(exchange, "youtube#videoListResponse", items)
    return body | {"pageInfo": {"totalResults": len(items), "resultsPerPage": len(items)}}


def _batch_stats(exchange: Exchange) -> Json:
    world, query = exchange.world, exchange.query
    query.only("part id")
    query.parts("id snippet statistics contentDetails")
    query.filter("id")
    videos = [world.videos[id] for id in dict.fromkeys(query.ids()) if id in world.videos]
    items = [render.stats_item(video) for video in videos if not video.private and not video.removed]
    return list_body(exchange, "youtube#batchGetStatsResponse", items)


METHODS: dict[str, Callable[[Exchange], Json]] = {
    "commentThreads.list": _comment_threads,
    "comments.list": _comments,
    "channels.list": _channels,
    "playlistItems.list": _playlist_items,
    "videos.list": _videos,
    "videos.batchGetStats": _batch_stats,
}
