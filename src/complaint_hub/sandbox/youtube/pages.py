"""Which items stand on a page, in which order, and the token of the next one.

For: ``api``. A token is a place, not an offset: it names the last item given, so that what is added or deleted
meanwhile shifts nothing, and a walk can be taken up again after a crash.
Must not: know the JSON of an item (see ``render``), or an HTTP error; a bad token is a ValueError.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Generic, TypeVar

from .records import Channel, Comment, Key, Thread, Video
from .world import World

__all__ = ["Cursor", "Slice", "Token", "most_liked", "newest_first", "queued", "replies", "take", "uploads"]

T = TypeVar("T")

Cursor = tuple[str | int, ...]
"""Where a walk stands: ``()`` at the start, ``("pin",)`` behind the pinned item, else seconds and id of the last."""

_PREFIX = "get_newest_first--"


@dataclass(frozen=True)
class Token:
    """A page token, opaque to clients.

    Attributes:
        scope: what is listed; a token is refused for anything else.
        cursor: where the page starts.
        hop: number of the page; keeps tokens apart when an empty page did not move the place.
        generation: of the world; see ``World.expire_tokens``.
    """

    scope: str
    cursor: Cursor
    hop: int
    generation: int

    def text(self) -> str:
        plain = _PREFIX + json.dumps([self.scope, list(self.cursor), self.hop, self.generation], separators=(",", ":"))
        return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str, *, scope: str, generation: int) -> Token:
        """Raises ValueError, if the token is damaged, of another list, or expired."""
        try:
            plain = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
            token_scope, cursor, hop, born = json.loads(plain.removeprefix(_PREFIX))
        except (ValueError, binascii.Error, TypeError) as damaged:
            raise ValueError("not a token of this world") from damaged
        if token_scope != scope or born != generation or not plain.startswith(_PREFIX):
            raise ValueError("a token of another list or time")
        return cls(scope, tuple(cursor), int(hop), int(born))


@dataclass(frozen=True)
class Slice(Generic[T]):
    """Some items of a walk: ``after[i]`` is the place behind ``items[i]``; ``more`` says whether anything follows."""

    items: list[T]
    after: list[Cursor]
    start: Cursor
    more: bool

    def cut(self, keep: int) -> Slice[T]:
        """The first *keep* items only; what was cut off follows."""
        return Slice(self.items[:keep], self.after[:keep], self.start, self.more or keep < len(self.items))

    @property
    def end(self) -> Cursor:
        return self.after[-1] if self.after else self.start


def take(walk: Iterator[tuple[T, Cursor]], start: Cursor, limit: int) -> Slice[T]:
    """The next *limit* items of a walk that begins at *start*."""
    found = list(islice(walk, limit + 1))
    page = found[:limit]
    return Slice([item for item, _ in page], [place for _, place in page], start, len(found) > limit)


def newest_first(
    world: World, feed: str, start: Cursor, *, pinned: str | None, depth: int | None, wanted: Callable[[Thread], bool]
) -> Iterator[tuple[Thread, Cursor]]:
    """Threads of a channel or video (*feed* is its id), newest first but for a pinned one on top.

    *depth* counts the pinned thread in.
    """
    listing = world.feeds[feed]
    top = world.threads[pinned] if pinned is not None and world.sees(pinned) else None
    skip = None if top is None or world.pin_repeats else top.key
    if start == () and top is not None and wanted(top):
        yield top, ("pin",)
    floor = _floor(listing.keys, depth, skip, top is not None)
    place = listing.before(_key(start))
    while place > floor:
        place -= 1
        key = listing.keys[place]
        if key != skip and wanted(thread := world.threads[key[1]]):
            yield thread, _cursor(key)


def _floor(keys: list[Key], depth: int | None, skip: Key | None, pinned: bool) -> int:
    """The place in *keys* below which a feed of limited depth shows nothing."""
    if depth is None or depth >= len(keys):
        return 0
    floor = len(keys) - max(0, depth - pinned)
    # The pinned thread, where it is skipped, leaves room for one more.
    return floor - 1 if skip is not None and skip in keys[floor:] else floor


def most_liked(
    world: World, feed: str, start: Cursor, *, wanted: Callable[[Thread], bool]
) -> Iterator[tuple[Thread, Cursor]]:
    """Threads by likes; here, as on the platform, a change meanwhile may shift the places."""
    threads = [world.threads[id] for _, id in reversed(world.feeds[feed].keys)]
    threads = sorted(filter(wanted, threads), key=lambda thread: -thread.top.likes)
    first = int(start[0]) if start else 0
    for place, thread in enumerate(threads[first:], start=first + 1):
        yield thread, (place,)


def queued(threads: Iterable[Thread], start: Cursor) -> Iterator[tuple[Thread, Cursor]]:
    """Threads that wait for the owner, newest first as they come in."""
    last = _key(start)
    for thread in threads:
        if last is None or thread.key < last:
            yield thread, _cursor(thread.key)


def replies(world: World, thread: Thread, start: Cursor) -> Iterator[tuple[Comment, Cursor]]:
    """Replies in ``world.reply_order``."""
    last = _key(start)
    newest = world.reply_order == "newest"
    for reply in reversed(thread.shown) if newest else thread.shown:
        if last is None or (reply.key < last if newest else reply.key > last):
            yield reply, _cursor(reply.key)


def uploads(world: World, channel: Channel, start: Cursor) -> Iterator[tuple[Video, Cursor]]:
    """Videos by the time of upload, newest first; private ones stand in the list."""
    last = _key(start)
    videos = [video for video in world.videos.values() if video.channel == channel.id and not video.removed]
    for video in sorted(videos, key=lambda video: (video.uploaded_at, video.id), reverse=True):
        key = (video.uploaded_at, video.id)
        if last is None or key < last:
            yield video, _cursor(key)


def _cursor(key: Key) -> Cursor:
    return (int(key[0].timestamp()), key[1])


def _key(cursor: Cursor) -> Key | None:
    if len(cursor) != 2:
        return None
    return (datetime.fromtimestamp(int(cursor[0]), UTC), str(cursor[1]))
