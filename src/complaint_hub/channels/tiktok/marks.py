"""What the store remembers of a video and of a comment, as texts beside them.

For: the walks; a mark is stored with the page that it belongs to.
Must not: fail on a mark that cannot be read: then nothing is known, which costs requests.
"""

from __future__ import annotations

from typing import NamedTuple

from pydantic import BaseModel, ValidationError

from ...model import Instant

__all__ = ["Remembered", "Seen", "seen_of"]


class Seen(BaseModel):
    """What is remembered of a video that was finished.

    Attributes:
        at: when the last finished walk over it began.
        top: its watermark, the newest comment met.
        comments: its counter at that time.
    """

    at: Instant
    top: Instant | None = None
    comments: int | None = None
    url: str | None = None

    @staticmethod
    def key(video: str) -> str:
        """The name of a video's mark."""
        return f"video/{video}"


def seen_of(mark: str | None) -> Seen | None:
    """A video's mark; None, if there is none that can be read: then the video is walked whole."""
    if mark is None:
        return None
    try:
        return Seen.model_validate_json(mark)
    except ValidationError:
        return None


class Remembered(NamedTuple):
    """What a comment's mark says: its video, and how many replies it had when they were last read.

    Attributes:
        total: None for a reply, and for a comment whose replies were never looked at.
        listed: False if the platform did not list its replies, because it was hidden.
    """

    video: str
    total: int | None = None
    listed: bool = True

    def __str__(self) -> str:
        count = "" if self.total is None else f":{self.total}"
        return self.video + count + ("" if self.listed else ":hidden")

    @classmethod
    def of(cls, mark: str | None) -> Remembered:
        """A comment's mark; of one that has none nothing is known."""
        video, _, rest = (mark or "").partition(":")
        count, _, flag = rest.partition(":")
        return cls(video, int(count) if count.isdecimal() else None, not flag)
