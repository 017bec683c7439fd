"""The comments of one video: from the newest down to old ground, or to the end, and from other sides where that is not
enough.

For: ``videos``.
Must not: end a walk because a guard stopped it, trust the order behind the 500th comment, or take an absent comment for
deleted where the list may be incomplete.

A pinned comment may stand anywhere, so it says nothing about where old ground begins. Old ground is reached when the
last of the others on a page is known and lies behind the watermark by more than the overlap: a comment that was held
back shows up late, at its own time. Cursors are offsets, as far as is known: what is inserted or deleted meanwhile
shifts the pages, so a walk that goes on in another run may pass over a comment, and the next deep walk finds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

from ...contract import Coverage, Page
from ...errors import NotFoundError, RejectedError
from .errors import NAME, SetupError, WalkStoppedError
from .marks import Remembered, Seen, seen_of
from .pages import Comments, Top
from .replies import read_replies
from .run import Run, as_json, of_replies, place_of
from .state import ORDERLY, Cursor, Pass, Round, Video, Waiting, Walk

__all__ = ["walk_video"]

# sort_field must be named, else the order is random; and it is sort_order here, not sort_type.
_SIDES: Mapping[Pass, Mapping[str, str]] = {
    "newest": {"sort_field": "create_time", "sort_order": "desc"},
    "oldest": {"sort_field": "create_time", "sort_order": "asc"},
    "likes": {"sort_field": "likes", "sort_order": "desc"},
    "replies": {"sort_field": "replies", "sort_order": "desc"},
}
_NEXT: Mapping[Pass, Pass] = {"oldest": "likes", "likes": "replies", "replies": "known", "known": "end"}
_INLINE = 3
_IDS = 30


async def walk_video(run: Run, round: Round, video: Video) -> None:
    """Read what is new under a video, or all of it, and take it out of the round.

    Raises: WalkStoppedError, if a guard stops the walk or replies could not be read; the watermark stays.
    """
    key = Seen.key(video.id)
    seen = seen_of((await run.session.marks([key])).get(key))
    # A list of videos with fewer fields must not take the address out of what is stored.
    video.url = video.url or (seen.url if seen else None)
    if video.walk is None:
        now = run.session.now
        # Named by when it began: unique, and the same for a run that is repeated.
        id = f"{video.id}@{now:%Y%m%dT%H%M%S}"
        video.walk = Walk(id=id, began=now, whole=round.depth != "new" or seen is None)
    walker = _Walker(run, round, video, video.walk, seen)
    while walker.left:
        await walker.step()


class _Walker:
    """The walk over one video; ``left`` says that there is something to do."""

    def __init__(self, run: Run, round: Round, video: Video, walk: Walk, seen: Seen | None) -> None:
        self._run = run
        self._round = round
        self._video = video
        self._walk = walk
        self._seen = seen
        self.left = True

    async def step(self) -> None:
        """One page of replies, of comments, or the end."""
        walk = self._walk
        if walk.pending:
            await read_replies(self._run, self._video, walk)
        elif walk.turn == "end":
            await self._finish(Page())
        elif walk.turn == "known":
            await self._known()
        elif walk.turn != "newest" and not walk.feed.pages and await self._enough():
            walk.turn = "known"
        else:
            await self._page()

    async def _page(self) -> None:
        walk = self._walk
        page = await self._run.comments(place_of(self._video), _SIDES[walk.turn], cursor=walk.feed.cursor)
        self._video.tries = 0
        if walk.feed.doubtful(page.rows, more=page.more, expected=self._expected()):
            await self._run.keep()
            return
        marks = await self._run.session.marks(page.all_ids) if page.all_ids else {}
        # Pinned comments may come on every page, and are nothing new there.
        stop = walk.feed.turn([id for id, _ in page.times], page.cursor, more=page.more, rows=page.rows)
        walk.unsorted |= walk.feed.rows >= ORDERLY and page.more
        ended = not page.more
        if walk.turn == "newest" and not walk.whole and not walk.unsorted and self._old(page, marks):
            ended = True
        found = await self._taken(page, marks)
        if ended:
            walk.turn = self._behind(walk.turn)
            walk.feed = Cursor()
        elif stop is not None:
            self._video.walk = None
            await self._run.emit(found)
            raise WalkStoppedError(stop, channel=NAME, hint="the next run begins this video again")
        if walk.turn == "end" and not walk.pending and not walk.whole:
            await self._finish(found)
        else:
            await self._run.emit(found)

    def _behind(self, turn: Pass) -> Pass:
        if turn == "newest":
            return "oldest" if self._walk.unsorted else "end"
        return _NEXT[turn]

    def _old(self, page: Comments, marks: Mapping[str, str]) -> bool:
        """Say that old ground is reached; a page that is out of order says nothing."""
        if self._seen is None or self._seen.top is None or not page.times:
            return False
        times = [at for _, at in page.times]
        last, at = page.times[-1]
        in_order = all(later >= earlier for later, earlier in pairwise(times))
        return in_order and last in marks and at < self._seen.top - self._run.overlap

    def _expected(self) -> bool:
        """Say that there should be a comment."""
        return self._seen is not None and self._seen.top is not None and self._video.comments != 0

    async def _enough(self) -> bool:
        """Say that we have what the video's counter says, so that no other side need be looked at."""
        counted = self._video.comments
        return counted is not None and await self._run.held(self._video.id) >= counted

    # -- what a page gives --------------------------------------------------------------------------------------

    async def _taken(self, page: Comments, marks: Mapping[str, str]) -> Page:
        """A page as it is handed over, those comments noted whose replies have to be read."""
        walk, video = self._walk, self._video
        walk.top = max((at for at in (walk.top, *(top.at for top in page.tops)) if at is not None), default=None)
        walk.partial |= page.partial
        walk.hurt += page.nameless
        # A list that repeats itself, or is looked at from another side, gives much again.
        new = [top for top in page.tops if top.id not in walk.met]
        ids = {f"{NAME}:{top.id}" for top in page.tops if top.id in walk.met}
        walk.met.update(top.id for top in new)
        told = of_replies(page, video.id, marks)
        complete: set[str] = set()
        for top in new:
            mark, whole = self._weighed(top, marks.get(top.id))
            if str(mark) != marks.get(top.id):
                told[top.id] = str(mark)
            if whole:
                complete.add(f"{NAME}:{top.id}")
        return Page(
            complaints=[complaint for complaint in page.complaints if complaint.id not in ids],
            events=page.events,
            complete=frozenset(complete),
            marks=told,
            walk=walk.id if walk.whole else None,
            skipped=page.skipped,
            repaired=page.repaired,
        )

    def _weighed(self, top: Top, mark: str | None) -> tuple[Remembered, bool]:
        """What is to be remembered of a comment, and whether all its replies came with it; else it may have to wait.

        Replies are read when their number has changed, not when it exceeds what we have: it may count what nobody sees.
        """
        walk, video = self._walk, self._video.id
        before = Remembered.of(mark)
        total = top.inline if top.total is None else top.total
        known = Remembered(video, total)
        fewer = before.total is not None and total < before.total
        more_may_be = top.total is None and top.inline >= _INLINE
        if top.inline >= total and not fewer and not more_may_be:
            return known, top.total == top.inline and not top.hurt
        if top.hidden:
            # The platform lists no replies of a hidden comment; once it is shown again they are read.
            walk.hidden += 1
            walk.unlisted += max(0, total - top.inline)
            return Remembered(video, total, listed=False), False
        if self._round.depth == "full" or before.total != total or not before.listed:
            if top.id not in {waiting.comment for waiting in walk.pending}:
                walk.pending.append(Waiting(comment=top.id, total=total))
            return Remembered(video, before.total, before.listed), False
        return known, False

    # -- known comments by their ids ----------------------------------------------------------------------------

    async def _known(self) -> None:
        """Ask for known comments that no side has shown: their counters may have moved, too."""
        walk, run = self._walk, self._run
        if self._round.depth == "new" or not (walk.groups or await self._next_group()):
            walk.turn = "end"
            return
        ids = walk.groups.pop(0)
        try:
            page = await run.comments(place_of(self._video), {"comment_ids": as_json(ids)})
        except SetupError:
            raise
        except (NotFoundError, RejectedError):
            # One of them is gone, perhaps, and takes the others with it.
            half = len(ids) // 2
            walk.groups[:0] = [part for part in (ids[:half], ids[half:]) if half and part]
            await run.keep()
            return
        self._video.tries = 0
        marks = await run.session.marks(page.all_ids) if page.all_ids else {}
        rest = [id for id in ids if id not in page.all_ids]
        if page.more and len(rest) < len(ids):
            walk.groups.insert(0, rest)
        await run.emit(await self._taken(page, marks))

    async def _next_group(self) -> bool:
        walk = self._walk
        ids: list[str] = []
        while len(ids) < _IDS:
            known = await self._run.session.known(after=walk.after, n=_IDS, scope=self._video.id)
            for id in known:
                if len(ids) == _IDS:
                    break
                walk.after = id
                if id not in walk.met:
                    ids.append(id)
            if not known:
                break
        if ids:
            walk.groups = [ids]
        return bool(ids)

    # -- the end ------------------------------------------------------------------------------------------------

    async def _finish(self, page: Page) -> None:
        """Hand over the last page; the watermark moves with it."""
        run, walk, video = self._run, self._walk, self._video
        if walk.failed:
            video.walk = None
            await run.emit(page)
            raise WalkStoppedError(walk.failed, channel=NAME, hint="the next run begins this video again")
        coverage, swept = await self._covered()
        tops = [top for top in (self._seen.top if self._seen else None, walk.top) if top is not None]
        # A comment with a time to come must not make everything before it old.
        top = min(max(tops), walk.began) if tops else None
        seen = Seen(at=walk.began, top=top, comments=video.comments, url=video.url)
        self._round.videos.remove(video)
        self.left = False
        await run.emit(
            replace(
                page,
                marks={**page.marks, Seen.key(video.id): seen.model_dump_json(exclude_none=True)},
                walk=walk.id if walk.whole else None,
                swept=swept,
                coverage=coverage,
            )
        )

    async def _covered(self) -> tuple[list[Coverage], tuple[str, ...]]:
        """What could not be had, and whether an absent comment counts as a miss."""
        walk, video = self._walk, self._video
        coverage: list[Coverage] = []
        if walk.unlisted or walk.short:
            told = [f"{walk.unlisted} replies of {walk.hidden} hidden comments are not listed"] if walk.unlisted else []
            told += [f"{walk.short} replies are counted and were not given"] if walk.short else []
            coverage.append(Coverage("replies", scope=video.id, note="; ".join(told)))
        if walk.partial:
            self._run.notices.append(f"an answer for video {video.id} was not whole, as the platform says itself")
        if not walk.whole and not walk.unsorted:
            return coverage, ()
        held = await self._run.held(video.id)
        # It holds what each comment says of its replies, those too that nobody was given.
        given = max(0, held - walk.unlisted - walk.short)
        counted = video.comments
        if counted is not None:
            self._round.counted += counted
            self._round.returned += min(given, counted)
        empty = walk.top is None and held > 0 and counted != 0
        note = _EMPTY if empty else _UNSORTED if walk.unsorted and (counted is None or held < counted) else ""
        if note or (counted is not None and held < counted):
            coverage.append(Coverage("comments", video.id, counted, given, note))
        sure = walk.whole and not (walk.unsorted or walk.partial or walk.hurt or empty)
        return coverage, (video.id,) if sure else ()


_EMPTY = "the list is empty although comments are known: none was taken for deleted"
_UNSORTED = f"more than {ORDERLY} comments: behind them the platform keeps no order, so some may be missing"
