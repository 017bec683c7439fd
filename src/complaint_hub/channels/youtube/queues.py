"""The owner's queues: threads that are held for review or taken for spam, one unit each when nothing happened.

For: ``channel``, where an owner has consented.
Must not: conclude from a thread's absence: what leaves a queue may have been published, and the feed says so.

A queue holds a thread if its top comment *or a reply* is held (https://developers.google.com/youtube/v3/docs/
commentThreads/list, moderationStatus). A late reply to an old thread may therefore lie behind the watermark; a deep
run reads the queues to their ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Final

from ...errors import NotFoundError, RejectedError
from .feed import follow, old
from .mapping import Place
from .run import PAGE, THREAD_PARTS, Run
from .state import FeedWalk, Phase, Queue

__all__ = ["QUEUES", "can_reply", "walk_queue"]

QUEUES: Final[tuple[Phase, ...]] = ("held", "spam")

_STATUS: Final = {"held": "heldForReview", "spam": "likelySpam"}
_PLACE: Final[dict[Phase, Place]] = {"held": "held", "spam": "likely_spam"}

# More ids in one request are refused.
_IDS = 50


async def walk_queue(run: Run, phase: Phase, *, account: str, overlap: timedelta) -> None:
    """Read a queue until a page ends in old ground, in a deep run to its end; then leave the phase.

    A queue that is refused costs itself alone: the run goes on and says so.

    Raises: WalkStoppedError, if a guard stops the walk; the watermark stays where it was.
    """
    progress = run.progress
    queue = progress.queues.setdefault(phase, Queue())
    deep = "changed" in progress.todo or "full" in progress.todo
    params = {
        **THREAD_PARTS,
        "allThreadsRelatedToChannelId": account,
        "moderationStatus": _STATUS[phase],
        "order": "time",
        "maxResults": PAGE,
    }

    def drop() -> None:
        queue.walk = None

    while progress.todo[:1] == [phase]:
        walk = queue.walk = queue.walk or FeedWalk()
        read = partial(run.reader.threads, place=_PLACE[phase])
        try:
            step = await run.step(walk, read, "commentThreads", params, drop=drop, identity="owner")
        except (NotFoundError, RejectedError) as refused:
            drop()
            del progress.todo[0]
            run.notices.append(
                f"the comments that are {_STATUS[phase]} could not be read: {refused.message}; "
                "only the consent of the channel's own owner shows them"
            )
            await run.keep()
            return
        last = follow(walk, step)
        if step.stop is None and (step.last or (not deep and old(walk, last, queue.watermark, overlap))):
            drop()
            del progress.todo[0]
            queue.watermark = max(filter(None, (walk.top, queue.watermark)), default=None)
        await run.keep_unpublished(step.page)
        step.go_on()


async def can_reply(run: Run, native_ids: Sequence[str]) -> dict[str, bool]:
    """Ask under the owner which threads take a reply, fifty a unit; absent is what does not come back."""
    if len(native_ids) > _IDS:
        return await can_reply(run, native_ids[:_IDS]) | await can_reply(run, native_ids[_IDS:])
    params = {"part": "id,snippet", "textFormat": "plainText", "id": ",".join(native_ids)}
    try:
        body = await run.ask("commentThreads", params, identity="owner")
    except NotFoundError:
        # One of them is gone and takes the others with it.
        middle = len(native_ids) // 2
        if not middle:
            return {}
        return await can_reply(run, native_ids[:middle]) | await can_reply(run, native_ids[middle:])
    return run.reader.threads(body, place="owner").repliable
