"""What the next run would cost, told from the checkpoint alone.

For: ``doctor``, by way of the channel.
Must not: ask anybody.
"""

from __future__ import annotations

from ...contract import Estimate
from .state import Progress

__all__ = ["estimate"]


def estimate(progress: Progress) -> Estimate:
    """A request for a hundred media, one for each media that waits, and one for each of its threads that does."""
    waiting = len(progress.pending)
    threads = sum(len(one.reading.threads) for one in progress.pending if one.reading is not None)
    owed = [f"media whose comments wait: {waiting}"] if waiting else []
    if progress.gate is not None:
        owed.append({"new": "the list of media", "changed": "young media", "full": "all media"}[progress.gate.depth])
    pages = max(1, -(-progress.media // progress.media_page))
    return Estimate({"requests": pages + waiting + threads}, {"requests": progress.recent}, tuple(owed))
