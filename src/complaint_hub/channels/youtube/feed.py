"""The channel's feed: new threads of all videos, newest first, one unit a hundred.

For: ``channel``; ``queues`` reads its lists in the same order.
Must not: conclude from a thread's absence: the feed shows only so many of the newest.

A pinned thread stands first whatever its age, so the first item of page 1 is left out of account when it is older than
the second, and it is the *last* item of a page that says whether old ground is reached. A stop at the first old item
would lose everything behind the pin.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

from .mapping import Threads
from .run import PAGE, THREAD_PARTS, Run, Step
from .state import Cover, FeedWalk, Progress

__all__ = ["follow", "old", "walk_feed"]


async def walk_feed(run: Run, *, account: str, overlap: timedelta) -> None:
    """Read the feed until a page ends in old ground; then leave the phase.

    Args:
        overlap: how far behind the watermark a page must end: threads may show up a little late.

    Raises: WalkStoppedError, if a guard stops the walk; the watermark stays where it was.
    """
    progress = run.progress
    params = {**THREAD_PARTS, "allThreadsRelatedToChannelId": account, "order": "time", "maxResults": PAGE}

    def drop() -> None:
        progress.feed = None

    while progress.todo[:1] == ["feed"]:
        walk = progress.feed = progress.feed or FeedWalk()
        step = await run.step(
            walk, run.reader.threads, "commentThreads", params, drop=drop, expected=progress.watermark is not None
        )
        last = follow(walk, step)
        if {"changed", "full"} & set(progress.todo):
            run.fresh.update(step.page.ids)
        if step.stop is None and (step.last or old(walk, last, progress.watermark, overlap)):
            empty = walk.pages == 1 and not step.page.ids
            _finish(run, walk, empty=empty, reached=_reached(walk, last, progress, overlap))
        # The deep walk will not ask for what the feed has just given, so what it looks for is looked for here.
        await run.keep_threads(step.page, again="full" in progress.todo)
        step.go_on()
        await run.replies()


def follow(walk: FeedWalk, step: Step[Threads]) -> datetime | None:
    """Note the times of a page's new threads in the walk, and say when its last one was written."""
    rows = step.page.published
    if walk.pages == 1:
        if len(rows) >= 2 and rows[0][1] < rows[1][1]:
            rows = rows[1:]
        elif len(rows) == 1 and not step.last:
            # Alone on a short page: nothing tells whether it is pinned.
            rows = []
    times = [at for id, at in rows if id in step.new]
    if not times:
        return None
    so_far = times if walk.low is None else [walk.low, *times]
    walk.unordered |= any(later > earlier for earlier, later in pairwise(so_far))
    walk.low = min(so_far)
    walk.top = max(times) if walk.top is None else max(walk.top, *times)
    return times[-1]


def old(walk: FeedWalk, last: datetime | None, watermark: datetime | None, overlap: timedelta) -> bool:
    """Whether a page that ends with *last* lies in old ground."""
    if last is None or watermark is None or walk.unordered:
        return False
    return last < watermark - overlap


def _reached(walk: FeedWalk, last: datetime | None, progress: Progress, overlap: timedelta) -> bool:
    """Whether the walk met what an earlier one had read, so that nothing lies between."""
    if progress.watermark is None:
        # A channel that had no comment at all when it was first read.
        return progress.filled
    return old(walk, last, progress.watermark, overlap) or (walk.low is not None and walk.low <= progress.watermark)


def _finish(run: Run, walk: FeedWalk, *, empty: bool, reached: bool) -> None:
    progress = run.progress
    del progress.todo[0]
    progress.feed = None
    if empty and progress.filled:
        if progress.watermark is not None:
            run.notices.append("the feed of the channel is empty, although it had comments before")
        return
    if not reached:
        # A feed of limited depth ended before old ground: the videos' counters tell what it did not show.
        progress.todo.insert(0, "cover")
        progress.cover = Cover()
    progress.filled = True
    progress.watermark = max(filter(None, (walk.top, progress.watermark)), default=None)
