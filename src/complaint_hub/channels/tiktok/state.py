"""Where a run stands: what is stored beside each page, so that the next run goes on from there.

For: the walks and ``videos``.
Must not: mirror the store. At most one page of the list of videos stands here, and the walk over one of them. What is
known of a finished video is a mark of the store, and so is what is known of a comment (see ``marks``).

::

    round: where the list of videos stands, and the videos of its last page that are left
    video: the walk under way
    walk:  newest ─> (oldest ─> likes ─> replies ─> known) ─> end       the middle only for more than 500 comments
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from pydantic import BaseModel, JsonValue, PrivateAttr, ValidationError

from ...contract import Deep, State
from ...errors import ConfigError
from ...model import Instant

__all__ = [
    "ORDERLY",
    "PAGE_CAP",
    "Cursor",
    "Depth",
    "Pass",
    "Progress",
    "Reading",
    "Round",
    "Video",
    "Waiting",
    "Walk",
    "deeper",
    "depth_of",
    "load",
]

VERSION = 1

PAGE_CAP = 10_000
"""Pages of one walk; a walk that has more is turning in circles."""

ORDERLY = 500
"""So many comments of a list come in the order asked for, and each once; what follows does neither."""

_BLANKS = 10
_DOUBTS = 2
_FIRST, _LAST = 8, 24

Depth = Literal["new", "changed", "full"]
_DEPTHS: tuple[Depth, ...] = ("new", "changed", "full")

Pass = Literal["newest", "oldest", "likes", "replies", "known", "end"]
"""From which side a walk looks at a video; ``known`` asks for known comments by id, ``end`` is behind all of them."""


def deeper(depth: Depth | None, than: Depth) -> bool:
    """Say whether what was read to *depth* has been read *than* that deep."""
    return depth is not None and _DEPTHS.index(depth) >= _DEPTHS.index(than)


class Cursor(BaseModel):
    """One list, read page by page, and the guards that stop it when it does not come on.

    Attributes:
        cursor: of the page to ask for next; None is page 1.
        pages: how many were read.
        rows: items on them, repetitions and damaged ones included.
        blanks: pages without an item, in a row.
        doubts: how often a page was empty and said that nothing follows, where something should.
        past: the first and the last cursors given.
    """

    cursor: int | None = None
    pages: int = 0
    rows: int = 0
    blanks: int = 0
    doubts: int = 0
    past: list[int] = []
    _seen: set[str] = PrivateAttr(default_factory=set[str])

    def new(self, ids: Collection[str]) -> set[str]:
        """Those of *ids* that this list has not given in this run."""
        return set(ids) - self._seen

    def doubtful(self, rows: int, *, more: bool, expected: bool) -> bool:
        """Say that a page should be asked for once more: it is empty and the last, where something should be.

        Args:
            expected: page 1 should not be empty; any other was announced by the page before.
        """
        if rows or more or not (expected or self.pages) or self.doubts >= _DOUBTS:
            return False
        self.doubts += 1
        return True

    def turn(self, ids: Collection[str], cursor: object, *, more: bool, rows: int) -> str | None:
        """Take note of a page and of what it says of the next one; *ids* without those that may stand on any page.

        Returns: None, or why the walk must stop.
        """
        fresh = self.new(ids)
        self._seen |= fresh
        self.pages += 1
        self.doubts = 0
        self.rows += rows
        self.blanks = 0 if rows else self.blanks + 1
        if not more:
            return None
        if not isinstance(cursor, int) or isinstance(cursor, bool):
            return "more is said to follow, but no cursor to it"
        stuck = cursor in (0, *self.past)  # page 1 has the cursor 0
        self.past.append(cursor)
        del self.past[_FIRST:-_LAST]
        self.cursor = cursor
        if stuck:
            return "the cursor does not advance"
        if ids and not fresh and self.rows < ORDERLY:
            return "a page brought nothing new"
        if self.blanks >= _BLANKS:
            return f"{self.blanks} pages in a row were empty"
        return f"more than {PAGE_CAP:,} pages" if self.pages >= PAGE_CAP else None


class Waiting(BaseModel):
    """A comment whose replies have to be read, and how many it said it has."""

    comment: str
    total: int


class Reading(Cursor):
    """The replies of ``pending[0]``, under way.

    Attributes:
        id: of this reading; another one when it begins again at page 1.
        got: replies read so far.
        hurt: one was set aside, so that an absent one proves nothing.
    """

    id: str
    got: int = 0
    hurt: bool = False


class Walk(BaseModel):
    """The comments of one video.

    Attributes:
        id: of this walk; another one when it begins again.
        began: when it did.
        whole: it goes to the end of the list; else it may end in old ground.
        turn: the side from which it is looking.
        feed: the list from that side.
        after: the id behind which known comments are asked for; ``groups`` are those to be asked for next.
        top: the newest comment met: the next watermark.
        unsorted: the list is longer than what the platform keeps in order.
        partial: the platform said that an answer was not whole.
        hurt: comments set aside that do not tell their id.
        failed: replies could not be read, so that this walk moves no watermark.
        pending: comments whose replies come next.
        hidden, unlisted: hidden comments with replies, and how many of these were not given.
        short: replies that a counter names and a list did not give.
    """

    id: str
    began: Instant
    whole: bool = False
    turn: Pass = "newest"
    feed: Cursor = Cursor()
    after: str | None = None
    groups: list[list[str]] = []
    top: Instant | None = None
    unsorted: bool = False
    partial: bool = False
    hurt: int = 0
    failed: str = ""
    pending: list[Waiting] = []
    reading: Reading | None = None
    hidden: int = 0
    unlisted: int = 0
    short: int = 0
    _met: set[str] = PrivateAttr(default_factory=set[str])

    @property
    def met(self) -> set[str]:
        """Comments that this walk has met in this run, from any side."""
        return self._met


class Video(BaseModel):
    """A video that this round still has to read.

    Attributes:
        at: when it was posted.
        comments: its own counter, which lags a day or two.
        tries: runs that came to it and read no page of it.
    """

    id: str
    at: Instant | None = None
    url: str | None = None
    comments: int | None = None
    tries: int = 0
    walk: Walk | None = None


class Round(BaseModel):
    """One reading of all videos.

    Attributes:
        feed: the list of videos; ``listed`` says that it is at its end, ``cut`` that a guard stopped it.
        found: videos on it so far; ``young`` are those that each run looks at.
        videos: those of its last page that are left.
        counted, returned: of the videos walked whole, what their counters say and what we have.
    """

    depth: Depth
    feed: Cursor = Cursor()
    listed: bool = False
    cut: bool = False
    found: int = 0
    young: int = 0
    videos: list[Video] = []
    counted: int = 0
    returned: int = 0


class Progress(BaseModel):
    """The whole checkpoint.

    Attributes:
        videos: how many the last finished round found, ``young`` of them such that each run looks at.
        bare: the consent does not cover all fields of a video; only its id and time are asked for.
        round: under way; what an earlier run left of it is read first, as deep as that run was to go.
    """

    videos: int = 0
    young: int = 0
    bare: bool = False
    round: Round | None = None

    def save(self) -> dict[str, JsonValue]:
        """The state as it is stored; what has its default is left out."""
        return {"v": VERSION, **self.model_dump(mode="json", exclude_defaults=True)}


def load(state: State | None) -> tuple[Progress, str | None]:
    """Read a stored state.

    Returns: the progress, and a notice if the state could not be read: then everything is read again, which costs
        requests and loses nothing.
    Raises: ConfigError, if it was written by a newer version, or belongs to imported files.
    """
    if state is None:
        return Progress(), None
    version = state.get("v")
    if isinstance(version, int) and version > VERSION:
        raise ConfigError(
            f"tiktok: the checkpoint is of version {version}, this program knows {VERSION}: upgrade complaint_hub"
        )
    if "files" in state:
        raise ConfigError("tiktok: files were imported under the name of this account: import them under another one")
    try:
        return Progress.model_validate({key: value for key, value in state.items() if key != "v"}), None
    except ValidationError:
        return Progress(), "the checkpoint could not be read: everything is read again"


def depth_of(deep: Deep) -> Depth:
    """The depth of a round, for what the hub asks."""
    return deep or "new"
