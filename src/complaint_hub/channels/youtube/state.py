"""Where a run of the channel stands: what is stored beside each page, so that the next run goes on from there.

For: the walks.
Must not: mirror the store. What is known of single threads are marks; here stand at most one page of threads, or
of videos, that still have to be looked at.

::

    feed ──┬─> cover ──┬─> held ─> spam ─> changed | full
           └───────────┘
    phases of a run, in ``todo``; each is left only when it is done, and pending replies come before everything.
    ``held`` and ``spam`` need an owner.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, JsonValue, PrivateAttr, ValidationError

from ...contract import State
from ...errors import ConfigError
from ...model import Instant

__all__ = [
    "PAGE_CAP",
    "Cover",
    "FeedWalk",
    "Group",
    "Phase",
    "Progress",
    "Queue",
    "Reading",
    "Short",
    "Waiting",
    "Walk",
    "load",
]

VERSION = 1

PAGE_CAP = 10_000
"""Pages of one walk; a walk that has more is turning in circles."""

_BLANKS = 3
_FIRST_TOKENS, _LAST_TOKENS = 8, 24
# A walk over a million threads must not hold them all: it comes back to its beginning, or to what it has just given.
_FIRST_IDS, _LAST_IDS = 1_000, 4_000

Phase = Literal["feed", "cover", "held", "spam", "changed", "full"]


class Walk(BaseModel):
    """One list, read page by page, and the guards that stop it when it turns in circles.

    Attributes:
        token: of the page to ask for next; None is page 1.
        pages: how many were read.
        blanks: pages without an item, in a row.
        doubts: how often a page was empty and said that nothing follows, where something should.
        restarted: a token was refused, and the walk began again.
        tokens: digests of the first and the last tokens given, for a walk that goes on in another run.
    """

    token: str | None = None
    pages: int = 0
    blanks: int = 0
    doubts: int = 0
    restarted: bool = False
    tokens: list[str] = []
    _seen: dict[str, None] = PrivateAttr(default_factory=dict[str, None])

    def new(self, ids: Sequence[str]) -> list[str]:
        """Those of *ids* that this walk has not met in this run, neither at its beginning nor of late."""
        seen = self._seen
        return [id for id in ids if id not in seen]

    def turn(self, ids: Sequence[str], token: str | None) -> str | None:
        """Take note of a page and of the token of the next one.

        Returns: None, or why the walk must stop.
        """
        fresh = self.new(ids)
        self._seen.update(dict.fromkeys(ids))
        if len(self._seen) > _FIRST_IDS + 2 * _LAST_IDS:
            met = list(self._seen)
            self._seen = dict.fromkeys(met[:_FIRST_IDS] + met[-_LAST_IDS:])
        self.pages += 1
        self.blanks = 0 if ids else self.blanks + 1
        self.doubts = 0
        self.token = token
        if token is None:
            return None
        digest = hashlib.sha256(token.encode()).hexdigest()[:8]
        repeated = digest in self.tokens
        self.tokens.append(digest)
        del self.tokens[_FIRST_TOKENS:-_LAST_TOKENS]
        if repeated:
            return "a page token came twice"
        if ids and not fresh:
            return "a page brought nothing new"
        if self.blanks >= _BLANKS:
            return f"{self.blanks} pages in a row were empty"
        return f"more than {PAGE_CAP:,} pages" if self.pages >= PAGE_CAP else None

    def restart(self) -> None:
        """Begin again at page 1."""
        self.token, self.restarted = None, True
        self.pages = self.blanks = self.doubts = 0
        self.tokens.clear()
        self._seen.clear()


class FeedWalk(Walk):
    """The channel's feed, newest first but for a pinned thread.

    Attributes:
        top: when the newest thread of the walk was written, the pinned one left out: the next watermark.
        low: when the last one was written.
        unordered: the order was seen to be broken, so that only the end of the list ends the walk.
    """

    top: Instant | None = None
    low: Instant | None = None
    unordered: bool = False

    def restart(self) -> None:
        """Begin again at page 1."""
        super().restart()
        self.top = self.low = None


class Queue(BaseModel):
    """A queue of the owner's: its walk, where one is under way, and where the last finished one began."""

    watermark: Instant | None = None
    walk: FeedWalk | None = None


class Waiting(BaseModel):
    """A thread whose replies have to be read, and how many it said it has."""

    thread: str
    total: int


class Reading(Walk):
    """The replies of ``pending[0]``, under way.

    Attributes:
        id: of this reading; another one when it begins again at page 1.
        got: replies read so far.
        hurt: one was set aside, so that an absent one proves nothing.
    """

    id: str
    got: int = 0
    hurt: bool = False

    def restart(self) -> None:
        """Begin again at page 1, as another reading."""
        super().restart()
        self.id, self.got = f"{self.id}+", 0


class Short(BaseModel):
    """A video whose counter shows more than we have; ``walk`` is its own walk, ``walked`` says that it is over."""

    video: str
    counted: int
    stops: int = 0
    walk: Walk | None = None
    walked: bool = False
    note: str = ""


class Cover(BaseModel):
    """What the videos' counters say, compared with what we have.

    Attributes:
        playlist: of the uploads, where it is not the usual one.
        uploads: the walk over the playlist; ``listed`` says that it is over.
        videos: whose counters come next.
        short: videos to walk singly.
        counted, returned: sums over the videos compared so far.
        blind: videos without a counter.
    """

    playlist: str | None = None
    uploads: Walk = Walk()
    listed: bool = False
    videos: list[str] = []
    short: list[Short] = []
    counted: int = 0
    returned: int = 0
    blind: int = 0


class Group(BaseModel):
    """Threads to ask for by id; ``again`` says that an earlier answer left them out."""

    ids: list[str]
    again: bool = False


class Progress(BaseModel):
    """The whole checkpoint.

    Attributes:
        watermark: when the newest thread of the last finished walk over the feed was written.
        filled: the feed has been walked to its end once.
        handle: the channel's own name (see ``mapping.Reader``).
        todo: the phases of this run that are not done yet.
        feed: the walk over the feed, under way.
        queues: the owner's, by phase.
        pending: threads whose replies come next.
        later: threads whose replies could not be read, to be tried in the next run.
        after: the id behind which the walk over known threads goes on.
        groups: threads of that walk to be asked for next.
        unread: threads that it met and whose replies it did not read, because their number stood still.
    """

    watermark: Instant | None = None
    filled: bool = False
    handle: str | None = None
    todo: list[Phase] = []
    feed: FeedWalk | None = None
    queues: dict[Phase, Queue] = {}
    pending: list[Waiting] = []
    reading: Reading | None = None
    later: list[Waiting] = []
    cover: Cover | None = None
    after: str | None = None
    groups: list[Group] = []
    unread: int = 0

    def save(self) -> dict[str, JsonValue]:
        """The state as it is stored; what has its default is left out."""
        return {"v": VERSION, **self.model_dump(mode="json", exclude_defaults=True)}


def load(state: State | None) -> tuple[Progress, str | None]:
    """Read a stored state.

    Returns: the progress, and a notice if the state could not be read: then everything is read again, which costs
        units and loses nothing.
    Raises: ConfigError, if it was written by a newer version.
    """
    if state is None:
        return Progress(), None
    version = state.get("v")
    if isinstance(version, int) and version > VERSION:
        raise ConfigError(
            f"youtube: the checkpoint is of version {version}, this program knows {VERSION}: upgrade complaint_hub"
        )
    try:
        return Progress.model_validate({key: value for key, value in state.items() if key != "v"}), None
    except ValidationError:
        return Progress(), "the checkpoint could not be read: everything is read again"
