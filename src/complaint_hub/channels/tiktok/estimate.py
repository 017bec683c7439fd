"""What the next run would cost, told from the checkpoint alone.

For: ``doctor``, by way of the channel.
Must not: ask anybody.
"""

from __future__ import annotations

from ...contract import Estimate
from .state import Progress

__all__ = ["estimate"]

# https://business-api.tiktok.com/portal/docs: videos and comments of one page.
_VIDEOS, _COMMENTS = 20, 30


def estimate(progress: Progress, *, known: int) -> Estimate:
    """Calls of the next run: the list of videos, one for each that was young in the last run, and what is left of it;
    the older ones whose day or week it is come on top.
    """
    listing = max(1, -(-progress.videos // _VIDEOS))
    left = progress.round
    owed: tuple[str, ...] = ()
    waiting = 0
    if left is not None:
        waiting = len(left.videos) + (0 if left.listed else 1)
        owed = (f"an unfinished round over the videos: {len(left.videos)} of its last page are left",)
    deep = max(0, progress.videos - progress.young) + -(-known // _COMMENTS)
    return Estimate({"calls": listing + progress.young + waiting}, {"calls": deep}, owed)
