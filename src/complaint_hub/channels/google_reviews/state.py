"""Where a run stands: what is stored beside each page, so that the next run goes on from there.

For: the walks and ``places``.
Must not: mirror the store: of a location stand here its watermark, its totals and at most one walk under way.

::

    round: which locations this run still has to read, and how deep
    place: watermark, totals of its last whole walk, the walk under way
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, JsonValue, PrivateAttr, ValidationError

from ...contract import Deep, State
from ...errors import ConfigError
from ...model import Instant

__all__ = ["PAGE_CAP", "Depth", "Place", "Progress", "Round", "Walk", "deeper", "depth_of", "load"]

VERSION = 1

PAGE_CAP = 10_000
"""Pages of one walk; a walk that has more is turning in circles."""

_BLANKS = 3
_FIRST_TOKENS, _LAST_TOKENS = 8, 24

Depth = Literal["new", "changed", "full"]
_DEPTHS: Sequence[Depth] = ("new", "changed", "full")


def deeper(depth: Depth | None, than: Depth) -> bool:
    """Say whether a location that was read to *depth* has been read *than* that deep."""
    return depth is not None and _DEPTHS.index(depth) >= _DEPTHS.index(than)


class Walk(BaseModel):
    """The reviews of one location, newest change first, and the guards that stop a walk that turns in circles.

    Attributes:
        id: of this walk; another one when it begins again at page 1.
        whole: it goes to the end of the list; else it may end in old ground.
        token: of the page to ask for next; None is page 1.
        pages: how many were read.
        got: reviews met so far, each once.
        hurt: reviews set aside without a name.
        blanks: pages without a review, in a row.
        restarted: a token was refused, and the walk began again.
        tokens: digests of the first and the last tokens given, for a walk that goes on in another run.
        top: the newest change met: the next watermark.
    """

    id: str
    whole: bool = False
    token: str | None = None
    pages: int = 0
    got: int = 0
    hurt: int = 0
    blanks: int = 0
    restarted: bool = False
    tokens: list[str] = []
    top: Instant | None = None
    _seen: set[str] = PrivateAttr(default_factory=set[str])

    def new(self, ids: Sequence[str]) -> set[str]:
        """Those of *ids* that this walk has not met in this run."""
        return {id for id in ids if id not in self._seen}

    def turn(self, ids: Sequence[str], token: str | None) -> str | None:
        """Take note of a page and of the token of the next one.

        Returns: None, or why the walk must stop.
        """
        fresh = self.new(ids)
        self._seen.update(ids)
        self.got += len(fresh)
        self.pages += 1
        self.blanks = 0 if ids else self.blanks + 1
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
        """Begin again at page 1, as another walk."""
        self.id, self.token, self.restarted, self.top = f"{self.id}+", None, True, None
        self.pages = self.got = self.hurt = self.blanks = 0
        self.tokens.clear()
        self._seen.clear()


class Place(BaseModel):
    """A location of this login.

    Attributes:
        id: ``locations/Y``, which is also the scope of its reviews.
        owner: ``accounts/X``, under which its reviews are asked for; it may change.
        title, url: as the location says them.
        watermark: the newest change met by the last finished walk.
        total, average: what Google counted when the last whole walk ended.
        walk: under way.
    """

    id: str
    owner: str
    title: str | None = None
    url: str | None = None
    watermark: Instant | None = None
    total: int | None = None
    average: float | None = None
    walk: Walk | None = None


class Round(BaseModel):
    """One reading of all locations: how deep, and which of them are left."""

    depth: Depth
    left: list[str]


class Progress(BaseModel):
    """The whole checkpoint.

    Attributes:
        places: the locations as they were found last, in Google's order.
        round: under way; what an earlier run left of it is read first, as deep as that run was to go.
    """

    places: list[Place] = []
    round: Round | None = None

    def place(self, id: str) -> Place | None:
        """The location of that name."""
        return next((place for place in self.places if place.id == id), None)

    def save(self) -> dict[str, JsonValue]:
        """The state as it is stored; what has its default is left out."""
        return {"v": VERSION, **self.model_dump(mode="json", exclude_defaults=True)}


def load(state: State | None) -> tuple[Progress, str | None]:
    """Read a stored state.

    Returns: the progress, and a notice if the state could not be read: then everything is read again.
    Raises: ConfigError, if it was written by a newer version.
    """
    if state is None:
        return Progress(), None
    version = state.get("v")
    if isinstance(version, int) and version > VERSION:
        raise ConfigError(
            f"google_reviews: the checkpoint is of version {version}, this program knows {VERSION}: "
            "upgrade complaint_hub"
        )
    try:
        return Progress.model_validate({key: value for key, value in state.items() if key != "v"}), None
    except ValidationError:
        return Progress(), "the checkpoint could not be read: everything is read again"


def depth_of(deep: Deep) -> Depth:
    """The depth of a round, for what the hub asks."""
    return deep or "new"
