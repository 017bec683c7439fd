"""What the next run would cost, told from the checkpoint alone.

For: ``doctor``, by way of the channel.
Must not: ask anybody.
"""

from __future__ import annotations

from ...contract import Estimate
from .state import Phase, Progress

__all__ = ["estimate"]

# Ids in one request (https://developers.google.com/youtube/v3/docs/commentThreads/list, id).
_BATCH = 50
_FURTHER_FEEDS = 2
_PHASES: dict[Phase, str] = {
    "feed": "the feed",
    "cover": "the counters of the videos",
    "held": "comments held for review",
    "spam": "comments taken for spam",
    "changed": "known threads",
    "full": "known threads with all replies",
}


def estimate(progress: Progress, *, known: int, owner: bool) -> Estimate:
    """A page of the feed, one of each thread whose replies wait; held and likely spam cost an owner one page each."""
    waiting = len(progress.pending) + len(progress.later)
    owed = [f"threads whose replies wait: {waiting}"] if waiting else []
    owed += [_PHASES[phase] for phase in progress.todo]
    batches = -(-known // _BATCH)
    # A deep walk that was begun goes on whatever is asked; how far it got is not counted.
    begun = batches if {"changed", "full"} & set(progress.todo) else 0
    least = 1 + waiting + begun + (_FURTHER_FEEDS if owner else 0)
    return Estimate({"units": least}, {"units": batches - begun}, tuple(owed))
