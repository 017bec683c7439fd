"""Where a run stands: what is stored beside each page, so that the next run goes on from there.

For: the walks.
Must not: mirror the store. What is known of single media are marks; here stands at most one page of media that still
have to be read.

::

    gate ──> pending media ──> comments, page by page ──> threads whose replies did not all come inside
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, JsonValue, PrivateAttr, ValidationError

from ...contract import Deep, State
from ...errors import ConfigError
from ...model import Instant

__all__ = [
    "PAGE_CAP",
    "Depth",
    "Gate",
    "Ladder",
    "Mark",
    "Progress",
    "Reading",
    "Thread",
    "Waiting",
    "Walk",
    "deepest",
    "load",
]

VERSION = 1

PAGE_CAP = 10_000
"""Pages of one walk; a walk that has more is turning in circles."""

_FIRST_CURSORS, _LAST_CURSORS = 8, 24

Depth = Literal["new", "changed", "full"]
_DEPTHS: Sequence[Depth] = ("new", "changed", "full")


class Mark(BaseModel):
    """What is remembered of a media.

    Attributes:
        counted: its ``comments_count`` when it was last read completely; None where it has none, or was never read.
        newest: when the newest of its comments and replies was written.
        blind: its count, when a reading ended too early although nothing refused it: the next run tries once more.
    """

    counted: int | None = None
    newest: Instant | None = None
    blind: int | None = None

    def text(self) -> str:
        """As it is stored."""
        return self.model_dump_json(exclude_none=True)

    @classmethod
    def of(cls, stored: str | None) -> Mark | None:
        """Read it; what cannot be read is unknown, so the media is read again."""
        try:
            return None if stored is None else cls.model_validate_json(stored)
        except ValidationError:
            return None


class Ladder(BaseModel):
    """Steps that lead down to ever fewer fields.

    Attributes:
        step: the one that worked.
        trial: a lower one that is being tried.
    """

    step: int = 0
    trial: int | None = None

    @property
    def here(self) -> int:
        """The step to ask with."""
        return self.step if self.trial is None else self.trial

    def down(self, steps: int) -> bool:
        """Try the next of so many steps; False, if there is none: then the one that worked is kept."""
        lower = self.here + 1
        self.trial = lower if lower < steps else None
        return self.trial is not None

    def settle(self) -> bool:
        """The step at hand works; True, if it is another than before."""
        moved = self.trial is not None and self.trial != self.step
        self.step, self.trial = self.here, None
        return moved


class Walk(BaseModel):
    """One list, read page by page, and the guards that stop it when it turns in circles.

    Attributes:
        id: of this walk; another one when it begins again at page 1.
        cursor: of the page to ask for next; None is page 1.
        pages: how many were read.
        restarted: a cursor was refused, and the walk began again.
        cursors: digests of the first and the last cursors given, for a walk that goes on in another run.
    """

    id: str
    cursor: str | None = None
    pages: int = 0
    restarted: bool = False
    cursors: list[str] = []
    _seen: set[str] = PrivateAttr(default_factory=set[str])

    def new(self, ids: Sequence[str]) -> set[str]:
        """Those of *ids* that this walk has not met in this run."""
        return {id for id in ids if id not in self._seen}

    def turn(self, ids: Sequence[str], cursor: str | None) -> str | None:
        """Take note of a page and of the cursor of the next one.

        Returns: None, or why the walk must stop.
        """
        fresh = self.new(ids)
        self._seen.update(ids)
        self.pages += 1
        self.cursor = cursor
        if cursor is None:
            return None
        digest = hashlib.sha256(cursor.encode()).hexdigest()[:8]
        repeated = digest in self.cursors
        self.cursors.append(digest)
        del self.cursors[_FIRST_CURSORS:-_LAST_CURSORS]
        if repeated:
            return "a cursor came twice"
        if ids and not fresh:
            return "a page brought nothing new"
        return f"more than {PAGE_CAP:,} pages" if self.pages >= PAGE_CAP else None

    def restart(self) -> None:
        """Begin again at page 1, once."""
        self.cursor, self.restarted, self.pages = None, True, 0
        self.cursors.clear()
        self._seen.clear()


class Thread(Walk):
    """The replies of one comment that did not all come inside it; ``hurt`` says that one was set aside."""

    comment: str
    hurt: bool = False

    def restart(self) -> None:
        """Begin again at page 1, as another reading."""
        super().restart()
        self.id, self.hurt = f"{self.id}+", False


class Reading(Walk):
    """The comments of one media, newest first.

    Attributes:
        whole: it goes to the end of the list; else it may end where everything that the count tells of was found.
        returned: comments and replies met so far.
        found: those of them that are newer than the newest that was known.
        hurt: comments set aside without a name.
        newest: of all that were met.
        ended: the last page was read; ``cut``: it was empty and said that something follows.
        old: the last page ended in old ground.
        threads: whose replies come next, before the next page.
        deaf: replies of some thread could not be read, so that the media is not read completely.
        resumed: another run began it: what moved up the list meanwhile was not met.
    """

    whole: bool
    returned: int = 0
    found: int = 0
    hurt: int = 0
    newest: Instant | None = None
    ended: bool = False
    cut: bool = False
    old: bool = False
    threads: list[Thread] = []
    deaf: bool = False
    resumed: bool = False

    def restart(self) -> None:
        """Begin again at page 1, as another reading."""
        super().restart()
        self.id = f"{self.id}+"
        self.returned = self.found = self.hurt = 0
        self.ended = self.cut = self.old = self.deaf = self.resumed = False
        self.threads.clear()


class Waiting(BaseModel):
    """A media whose comments have to be read.

    Attributes:
        counted: its own count; None where the owner hides it.
        mark: what is remembered of it.
        whole: read it to its end.
        closed: its comments are switched off.
    """

    media: str
    closed: bool = False
    counted: int | None = None
    url: str | None = None
    mark: Mark = Mark()
    whole: bool = False
    reading: Reading | None = None


class Gate(Walk):
    """The list of media with their counts.

    Attributes:
        depth: how deep this walk goes.
        listed: media met; ``recent``: those of them that are young.
        unread: media that were left alone because their count stood still.
        clean: every media was listed, and each one that had to be read was.
        ended: the last page was read; the walk is over when no media of it is pending.
    """

    depth: Depth = "new"
    ended: bool = False
    listed: int = 0
    recent: int = 0
    unread: int = 0
    clean: bool = True

    def restart(self) -> None:
        """Begin again at page 1. It is the same walk: what was read before was seen in it."""
        super().restart()
        self.listed = self.recent = self.unread = 0


class Progress(BaseModel):
    """The whole checkpoint.

    Attributes:
        username: the account's own, learned from its media.
        comment_fields, media_fields: how much may be asked for.
        comment_page, media_page: how many at once; smaller where the platform could not give so many.
        gate: under way.
        pending: media to read, the one under way first.
        media, recent: how many the last finished walk met.
        asked: how deep the next walk is to go, where that was asked for and not begun yet.
    """

    username: str | None = None
    comment_fields: Ladder = Ladder()
    media_fields: Ladder = Ladder()
    comment_page: int = 50
    media_page: int = 100
    gate: Gate | None = None
    pending: list[Waiting] = []
    media: int = 0
    recent: int = 0
    asked: Depth | None = None

    def save(self) -> dict[str, JsonValue]:
        """The state as it is stored; what has its default is left out."""
        return {"v": VERSION, **self.model_dump(mode="json", exclude_defaults=True)}


def load(state: State | None) -> tuple[Progress, str | None]:
    """Read a stored state.

    Returns: the progress, and a notice if the state could not be read: then the walk begins anew, which costs requests
        and loses nothing, for what was read is remembered by marks.
    Raises: ConfigError, if it was written by a newer version.
    """
    if state is None:
        return Progress(), None
    version = state.get("v")
    if isinstance(version, int) and version > VERSION:
        raise ConfigError(
            f"instagram: the checkpoint is of version {version}, this program knows {VERSION}: upgrade complaint_hub"
        )
    try:
        return Progress.model_validate({key: value for key, value in state.items() if key != "v"}), None
    except ValidationError:
        return Progress(), "the checkpoint could not be read: the walk over the media begins anew"


def deepest(*depths: Depth | Deep | None) -> Depth:
    """The deepest of what was asked for."""
    deepest: Depth = "new"
    for depth in depths:
        if depth and _DEPTHS.index(depth) > _DEPTHS.index(deepest):
            deepest = depth
    return deepest
