"""The methods that write, each for 50 units: replies, threads, edits, deletions, moderation.

For: ``api``, by name. A method refuses with :class:`RefusedError`, and nothing is done then.
Must not: count or bill.

Parameters and refusals: https://developers.google.com/youtube/v3/docs/comments (insert, update, delete,
setModerationStatus) and /commentThreads/insert.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, cast

from ..answers import Json, RefusedError
from . import render
from .exchange import Exchange
from .moderation import sees
from .records import Comment, Video

__all__ = ["COST", "WRITES"]

COST = 50


def _insert_reply(exchange: Exchange) -> Json:
    world = exchange.world
    exchange.query.only("part")
    exchange.query.parts("id snippet")
    snippet = _snippet(exchange)
    parent = snippet.get("parentId")
    if not parent:
        raise RefusedError("parentIdMissing")
    thread = world.threads.get(str(parent))
    if thread is None or not sees(world, thread.id, exchange.owner):
        raise RefusedError("parentCommentNotFound")
    video = world.videos[thread.top.video]
    text = _text(exchange, snippet)
    if video.private:
        raise RefusedError("parentCommentIsPrivate")
    _open(video)
    if thread.id in world.closed:
        raise RefusedError("operationNotSupported")
    writer = world.channels[exchange.owner or ""].author
    reply = world.add_reply(thread.id, text, author=writer, hidden=world.hides_new is True)
    if isinstance(world.hides_new, str):
        world.moderate(reply.id, world.hides_new)
    return _inserted(exchange, reply)


def _insert_thread(exchange: Exchange) -> Json:
    world = exchange.world
    exchange.query.only("part")
    parts = exchange.query.parts("id snippet replies")
    snippet = _snippet(exchange)
    if not snippet.get("videoId"):
        raise RefusedError("channelOrVideoIdMissing")
    video = world.videos.get(str(snippet["videoId"]))
    if video is None or video.removed:
        raise RefusedError("videoNotFound")
    top = snippet.get("topLevelComment")
    inside = cast("dict[str, Any]", top).get("snippet") if isinstance(top, dict) else None
    text = _text(exchange, cast("dict[str, Any]", inside) if isinstance(inside, dict) else {})
    _open(video)
    thread = world.add_thread(video.id, text, author=world.channels[exchange.owner or ""].author)
    return render.thread_item(world, thread, plain=True, parts=parts, owner=exchange.owner)


def _update(exchange: Exchange) -> Json:
    world = exchange.world
    exchange.query.only("part")
    exchange.query.parts("id snippet")
    comment = _of_caller(exchange, str(_body(exchange).get("id", "")))
    world.edit(comment.id, _text(exchange, _snippet(exchange)))
    return _inserted(exchange, comment)


def _delete(exchange: Exchange) -> None:
    exchange.query.only("id")
    exchange.world.delete(_of_caller(exchange, exchange.query.one("id")).id)


def _moderate(exchange: Exchange) -> None:
    world, query = exchange.world, exchange.query
    query.only("id moderationStatus banAuthor")
    ids, status = query.ids(), query.one("moderationStatus")
    if not ids or not status:
        raise RefusedError("missingRequiredParameter")
    if status not in ("published", "heldForReview", "rejected"):
        raise RefusedError("invalidParameter")
    if query.one("banAuthor") == "true" and status != "rejected":
        raise RefusedError("banWithoutReject")
    comments = [world.comments[id] for id in ids if id in world.comments and not world.comments[id].deleted]
    if len(comments) < len(ids):
        raise RefusedError("commentNotFound")
    if any(world.videos[comment.video].channel != exchange.owner for comment in comments):
        raise RefusedError("writeForbidden")
    if any(comment.state == "rejected" for comment in comments):
        raise RefusedError("operationNotSupported")  # what was rejected stays so
    for comment in comments:
        world.moderate(comment.id, status)


def _of_caller(exchange: Exchange, id: str) -> Comment:
    comment = exchange.world.comments.get(id)
    if comment is None or comment.deleted:
        raise RefusedError("commentNotFound")
    if comment.author.id != exchange.owner:
        raise RefusedError("writeForbidden")
    return comment


def _open(video: Video) -> None:
    if not video.comments_enabled:
        raise RefusedError("commentsDisabled")


def _text(exchange: Exchange, snippet: Mapping[str, Any]) -> str:
    text = snippet.get("textOriginal")
    if not isinstance(text, str) or not text.strip():
        raise RefusedError("commentTextRequired")
    if len(text) > exchange.world.longest_text:
        raise RefusedError("commentTextTooLong")
    return text


def _snippet(exchange: Exchange) -> Mapping[str, Any]:
    snippet = _body(exchange).get("snippet")
    return cast("dict[str, Any]", snippet) if isinstance(snippet, dict) else {}


def _body(exchange: Exchange) -> Mapping[str, Any]:
    try:
        body = json.loads(exchange.body)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise RefusedError("processingFailure")
    return cast("dict[str, Any]", body)


def _inserted(exchange: Exchange, comment: Comment) -> Json:
    """The comment as it is answered: without channel and video, as the platform does it."""
    item = render.comment_item(exchange.world, comment, plain=True)
    for name in ("channelId", "videoId"):
        del item["snippet"][name]
    return item


WRITES: dict[str, Callable[[Exchange], Json | None]] = {
    "comments.insert": _insert_reply,
    "comments.update": _update,
    "comments.delete": _delete,
    "comments.setModerationStatus": _moderate,
    "commentThreads.insert": _insert_thread,
}
"""By name; None answers with 204 and no body."""
