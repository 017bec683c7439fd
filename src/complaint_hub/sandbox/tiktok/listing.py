"""Which comments stand in a list and in which order.

For: ``methods``.
Must not: cut pages (see ``pages``) or know the JSON of a comment (see ``render``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..chance import seeded
from .records import Comment, Video
from .world import World

__all__ = ["INLINE", "SORT_FIELDS", "comments", "inline", "replies", "shown"]

INLINE = 3
"""Replies that come inside a comment at most."""

SORT_FIELDS = ("likes", "replies", "create_time")

# In ``tail="rest"``, of the first 500 comments each of so many comes again.
_AGAIN = 25

_KEYS: dict[str, Callable[[Comment], tuple[int, int, str]]] = {
    "likes": lambda comment: (comment.likes, *_time(comment)),
    "replies": lambda comment: (len(comment.standing), *_time(comment)),
    "create_time": lambda comment: (0, *_time(comment)),
}


def shown(comment: Comment, status: str) -> bool:
    """Whether *status* (``PUBLIC`` or ``ALL``) lets a comment be seen that stands where it should."""
    return comment.deleted_at is None and (status == "ALL" or comment.status == "PUBLIC")


def comments(world: World, video: Video, *, status: str, field: str | None, order: str) -> list[Comment]:
    """The comments of a video in the order asked for, with whatever the world's habits make of it.

    Args:
        field: one of SORT_FIELDS; None shuffles the list anew at each call.
        order: ``asc``, ``desc``, or ``smart``, which is ``desc`` here.
    """
    habits = world.habits
    found = list(video.comments)
    if habits.replies_listed:
        found += [reply for top in video.comments if top.status == "PUBLIC" for reply in top.replies]
    if not habits.filters_late:
        found = [comment for comment in found if shown(comment, status) and world.standing(comment.id)]
    listed = _ordered(world, found, field, order)
    if habits.pins_float:
        listed.sort(key=lambda comment: not comment.pinned)
    return _broken(world, listed) if len(listed) > habits.depth else listed


def replies(world: World, top: Comment, *, status: str, field: str | None, order: str) -> list[Comment]:
    """The replies to a comment; those of a hidden one are not listed."""
    if top.status != "PUBLIC":
        return []
    return _ordered(world, [reply for reply in top.replies if shown(reply, status)], field, order)


def inline(top: Comment, status: str) -> list[Comment]:
    """The replies that come inside a comment, in smart order: the owner's first, then by likes, then the oldest."""
    if top.status != "PUBLIC":
        return []
    seen = [reply for reply in top.replies if shown(reply, status)]
    return sorted(seen, key=lambda reply: (not reply.owner, -reply.likes, reply.key))[:INLINE]


def _ordered(world: World, found: Iterable[Comment], field: str | None, order: str) -> list[Comment]:
    if field is not None:
        return sorted(found, key=_KEYS[field], reverse=order != "asc")
    listed = sorted(found, key=lambda comment: comment.key)
    # The number of the call, so that no two pages are of one order.
    seeded("tiktok order", len(world.requests)).shuffle(listed)
    return listed


def _broken(world: World, listed: list[Comment]) -> list[Comment]:
    """The first 500 stay; what follows comes by likes, and nobody looks whether it came before."""
    depth = world.habits.depth
    head, rest = listed[:depth], listed[depth:]
    if world.habits.tail == "crossed":
        return head + sorted(listed, key=_KEYS["likes"], reverse=True)[depth:]
    return head + sorted([*rest, *head[::_AGAIN]], key=_KEYS["likes"], reverse=True)


def _time(comment: Comment) -> tuple[int, str]:
    return int(comment.created_at.timestamp()), comment.id
