"""What the owner of a channel sees beyond a stranger: comments that are held, taken for spam, or on private videos.

For: ``methods`` and ``writes``.
Must not: know JSON (see ``render``), or who is calling; the caller's own channel is passed in.
"""

from __future__ import annotations

from collections.abc import Iterator

from .records import Comment, Thread
from .world import World

__all__ = ["QUEUES", "queue", "sees", "seen_replies"]

QUEUES = ("heldForReview", "likelySpam")


def sees(world: World, comment: str, owner: str | None) -> bool:
    """Whether somebody reads this comment; *owner* is the caller's own channel, None for a stranger."""
    known = world.comments.get(comment)
    if known is None or not _own(world, known, owner):
        return world.sees(comment)
    if known.deleted or known.hidden or known.state == "rejected" or world.videos[known.video].removed:
        return False
    return known.parent is None or sees(world, known.parent, owner)


def seen_replies(world: World, thread: Thread, owner: str | None) -> list[Comment]:
    """The replies of a thread that somebody reads."""
    if not _own(world, thread.top, owner):
        return thread.shown
    return [reply for reply in thread.replies if sees(world, reply.id, owner)]


def queue(world: World, feed: str, status: str) -> Iterator[Thread]:
    """Threads of a channel or video of which the top comment *or a reply* has this status, newest first."""
    for thread in sorted(world.threads.values(), key=lambda thread: thread.key, reverse=True):
        top = thread.top
        here = feed in (top.video, world.videos[top.video].channel)
        states = {comment.state for comment in (top, *thread.replies) if not comment.deleted and not comment.hidden}
        if here and not top.deleted and top.state != "rejected" and status in states:
            yield thread


def _own(world: World, comment: Comment, owner: str | None) -> bool:
    return owner is not None and world.videos[comment.video].channel == owner
