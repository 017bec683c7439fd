"""What an answer holds, in our terms: videos, or comments with their replies.

For: ``mapping``, which fills them, and the walks.
Must not: know how the platform writes it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from ...contract import Skipped
from ...model import Complaint, Event
from .state import Video

__all__ = ["Comments", "Place", "Top", "Videos"]


class Place(NamedTuple):
    """The video that comments stand under; without a URL nothing is said of it."""

    id: str
    url: str | None = None


class Top(NamedTuple):
    """What a walk needs to know of a comment.

    Attributes:
        total: replies by its own counter; None if it has none.
        inline: how many came inside it, those set aside included.
        hurt: one of them was set aside.
    """

    id: str
    at: datetime
    total: int | None
    inline: int
    hurt: bool
    pinned: bool
    hidden: bool


@dataclass(slots=True)
class Comments:
    """What a page of comments or replies holds.

    Attributes:
        cursor: of the next page, as it came.
        more: another page follows.
        partial: the platform says that the answer is not whole.
        rows: items of the list, repetitions and damaged ones included.
        ids: all ids on the page, as far as they are told, replies inside comments left out.
        tops: the comments that can be read.
        replies: ids of replies, by comment.
        times: id and time of what stands in the list itself, pinned ones left out, in its order.
        nameless: damaged items that do not even tell their id.
    """

    cursor: object = None
    more: bool = False
    partial: bool = False
    rows: int = 0
    ids: list[str] = field(default_factory=list[str])
    tops: list[Top] = field(default_factory=list[Top])
    replies: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    times: list[tuple[str, datetime]] = field(default_factory=list[tuple[str, datetime]])
    nameless: int = 0
    complaints: list[Complaint] = field(default_factory=list[Complaint])
    events: list[Event] = field(default_factory=list[Event])
    skipped: list[Skipped] = field(default_factory=list[Skipped])
    repaired: int = 0

    @property
    def all_ids(self) -> list[str]:
        """All ids, those of replies inside comments too."""
        return list(dict.fromkeys([*self.ids, *(id for ids in self.replies.values() for id in ids)]))


@dataclass(slots=True)
class Videos:
    """What a page of the list of videos holds."""

    cursor: object
    more: bool
    rows: int
    found: list[Video]
    skipped: list[Skipped]
    repaired: int
