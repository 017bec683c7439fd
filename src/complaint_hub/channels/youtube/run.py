"""What the walks of one run share: asking for a page under its guards, handing over threads, reading replies.

For: ``feed``, ``coverage`` and ``sweep``, each of which is one walk.
Must not: know what a field means (see ``mapping``), or end a walk because a guard stopped it.

Each page is handed over at once, with the checkpoint behind it; a page that no answer can be had for costs nothing
of what came before.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Generic, Protocol, TypeVar

from ...contract import Coverage, Page, Request, Session
from ...errors import NotFoundError, RejectedError
from .errors import PageTokenError, WalkStoppedError
from .mapping import NAME, Reader, Threads
from .state import Progress, Reading, Waiting, Walk

__all__ = ["PAGE", "THREAD_PARTS", "Run", "Step"]

PAGE = "100"
"""Threads or comments of a page: the most that the platform gives."""

THREAD_PARTS = {"part": "id,snippet,replies", "textFormat": "plainText"}

# An empty page without a token in the middle of a walk was seen in August 2025; asked again, it had its items.
_DOUBTS = 3

# More than this many threads whose replies cannot be read are left to the next walk over all known threads.
_LATER = 100

_HELD = timedelta(days=60)


class _Paged(Protocol):
    @property
    def token(self) -> str | None: ...
    @property
    def ids(self) -> list[str]: ...


L = TypeVar("L", bound=_Paged)


@dataclass(frozen=True, slots=True)
class Step(Generic[L]):
    """A page of a walk.

    Attributes:
        new: the ids that the walk had not met before.
        doubtful: it is empty and says that nothing follows, where something should.
        stop: why the walk must not go on; the page itself is as good as any.
    """

    page: L
    new: frozenset[str]
    doubtful: bool
    stop: str | None

    @property
    def last(self) -> bool:
        """True for the end of the list: only a missing token says so, never a short page."""
        return self.page.token is None

    def go_on(self) -> None:
        """Raises WalkStoppedError, if a guard says so; to be called when the page has been handed over."""
        if self.stop is not None:
            raise WalkStoppedError(self.stop, channel=NAME, hint="the next run begins this walk again")


class Run:
    """One run of one account.

    Attributes:
        owned: an owner has consented, so that what a stranger does not see can be asked for.
        fresh: threads that this run has read from the feed, where a walk over all known threads comes behind it.
        known: ids behind ``progress.after``, for that walk.
        whole: phases that this run has walked from their beginning to their end.
        stopped: why replies of some thread could not be read; the run goes on and says so at its end.
    """

    def __init__(self, session: Session, progress: Progress, *, base: str, account: str, owned: bool = False) -> None:
        self.session = session
        self.progress = progress
        self.owned = owned
        self.reader = Reader(account, session.now, progress.handle, owned=owned)
        self.fresh: set[str] = set()
        self.known: deque[str] = deque()
        self.whole: set[str] = set()
        self.stopped: str | None = None
        self.notices: list[str] = []
        self._base = base
        self._retried: set[str] = set()

    async def ask(self, resource: str, params: Mapping[str, str], *, identity: str = "public") -> bytes:
        """Ask for a resource of the API, for one unit."""
        request = Request(
            "GET",
            self._base + resource,
            params={**params, "prettyPrint": "false"},
            identity=identity,
            draws={"units": 1},
        )
        return (await self.session.ask(request)).body

    async def step(
        self,
        walk: Walk,
        read: Callable[[bytes], L],
        resource: str,
        params: Mapping[str, str],
        *,
        drop: Callable[[], None],
        expected: bool = False,
        identity: str = "public",
    ) -> Step[L]:
        """Read the next page of a walk.

        Args:
            drop: takes the walk out of the progress; called when the walk must not go on.
            expected: page 1 should not be empty.

        Raises: WalkStoppedError, if the page's token is refused for the second time.
        """
        while True:
            token = {} if walk.token is None else {"pageToken": walk.token}
            try:
                page = read(await self.ask(resource, {**params, **token}, identity=identity))
            except PageTokenError as refused:
                if walk.restarted or walk.token is None:
                    drop()
                    await self.keep()
                    raise WalkStoppedError("a page token was refused twice", channel=NAME) from refused
                walk.restart()
                continue
            doubtful = not page.ids and page.token is None and (expected or walk.pages > 0)
            if not doubtful or walk.doubts >= _DOUBTS:
                break
            walk.doubts += 1
            await self.keep()
        new = frozenset(walk.new(page.ids))
        stop = walk.turn(page.ids, page.token)
        if stop is not None:
            drop()
        return Step(page, new, doubtful, stop)

    async def keep(self, *, missing: Sequence[str] = (), coverage: Sequence[Coverage] = ()) -> None:
        """Hand over the checkpoint, and what is known without a page."""
        await self._emit(Page(missing=tuple(missing), coverage=coverage))

    async def keep_threads(self, found: Threads, *, again: bool = False, missing: Sequence[str] = ()) -> None:
        """Hand over threads, and note those whose replies have to be read.

        A thread is read when its count has changed, not when it exceeds what we have: the count may include what
        nobody can see. *again* reads every thread that is not whole inline.
        """
        # What came whole needs no look at what is remembered: the store writes a mark only where it differs.
        partly = [thread for thread, total in found.totals.items() if found.inline[thread] < total]
        remembered = await self.session.marks(partly) if partly else {}
        held_back = await self.held_back(found.totals)
        marks: dict[str, str] = {}
        complete: set[str] = set()
        waiting = {known.thread for known in self.progress.pending}
        for thread, total in found.totals.items():
            if found.inline[thread] >= total:
                marks[thread] = str(total)
                if found.inline[thread] == total and thread not in found.hurt | held_back:
                    complete.add(f"{NAME}:{thread}")
            elif not again and remembered.get(thread) == str(total):
                self.progress.unread += "changed" in self.progress.todo and self.progress.todo[0] != "cover"
            elif thread not in waiting:
                self.progress.pending.append(Waiting(thread=thread, total=total))
        await self._emit(
            Page(
                complaints=found.complaints,
                events=found.events,
                complete=frozenset(complete),
                marks=marks,
                missing=tuple(missing),
                skipped=found.skipped,
                repaired=found.repaired,
            )
        )

    async def keep_unpublished(self, found: Threads, *, missing: Sequence[str] = ()) -> None:
        """Hand over what the owner alone was shown: it says nothing of what strangers see, nor of what is absent."""
        await self._emit(
            Page(
                complaints=found.complaints,
                events=found.events,
                marks={_held(id): self.session.now.isoformat() for id in found.held_replies},
                missing=tuple(missing),
                skipped=found.skipped,
                repaired=found.repaired,
            )
        )

    async def held_back(self, threads: Iterable[str]) -> set[str]:
        """Those of *threads* that had a held reply lately: there an absent reply proves nothing.

        A held comment leaves the queue after 60 days (https://support.google.com/youtube/answer/9483359).
        """
        asked = {_held(thread): thread for thread in threads} if self.owned else {}
        marks = await self.session.marks(list(asked)) if asked else {}
        since = (self.session.now - _HELD).isoformat()
        return {asked[mark] for mark, at in marks.items() if at >= since}

    async def _emit(self, page: Page) -> None:
        self.progress.handle = self.reader.handle
        told = tuple(self.notices)
        self.notices.clear()
        await self.session.emit(replace(page, state=self.progress.save(), notices=told))

    # -- replies ------------------------------------------------------------------------------------------------

    def take_up_later(self) -> None:
        """Let the threads wait again whose replies an earlier run could not read."""
        progress = self.progress
        known = {waiting.thread for waiting in progress.pending}
        again = [waiting for waiting in progress.later if waiting.thread not in known]
        self._retried = {waiting.thread for waiting in again}
        progress.pending += again
        progress.later = []

    async def replies(self) -> None:
        """Read the replies of all threads that wait, each to its last page."""
        progress = self.progress
        while progress.pending:
            if progress.reading is None:
                progress.reading = Reading(id=f"{self.session.now:%Y%m%dT%H%M%S%f}")
            await self._reply_page(progress.pending[0], progress.reading)

    async def _reply_page(self, waiting: Waiting, reading: Reading) -> None:
        params = {"part": "id,snippet", "parentId": waiting.thread, "maxResults": PAGE, "textFormat": "plainText"}
        read = partial(self.reader.replies, thread=waiting.thread)
        try:
            step = await self.step(reading, read, "comments", params, drop=self._put_off, expected=waiting.total > 0)
        except WalkStoppedError as circle:
            self.stopped = circle.message
            return
        except (NotFoundError, RejectedError) as gone:
            # Its mark stays, so the next walk over known threads comes back to it, if it is there at all.
            self._leave()
            self.notices.append(f"replies of thread {waiting.thread} could not be read: {gone.message}")
            await self.keep()
            return
        reading.got += len(step.page.ids)
        reading.hurt |= bool(step.page.skipped)
        stop = step.stop
        if step.doubtful and reading.pages > 1 and reading.got < waiting.total:
            stop = "the replies of a thread ended too early"
            self._put_off()
        complaint, marks, complete = f"{NAME}:{waiting.thread}", dict[str, str](), frozenset[str]()
        if stop is not None:
            self.stopped = stop
        elif step.last:
            self._leave()
            marks = {waiting.thread: str(waiting.total)}
            # An absent reply proves nothing where one could not be read or is held, or where the end is in doubt.
            doubt = reading.hurt or step.doubtful or await self.held_back([waiting.thread])
            complete = frozenset() if doubt else frozenset({complaint})
        await self._emit(
            Page(
                events=step.page.events,
                complete=complete,
                readings={complaint: reading.id},
                marks=marks,
                skipped=step.page.skipped,
                repaired=step.page.repaired,
            )
        )

    def _leave(self) -> None:
        del self.progress.pending[0]
        self.progress.reading = None

    def _put_off(self) -> None:
        """Leave a thread to the next run; and with it all others that were put off before, for the fault goes on."""
        progress = self.progress
        put_off = [progress.pending[0]]
        self._leave()
        put_off += [waiting for waiting in progress.pending if waiting.thread in self._retried]
        progress.pending = [waiting for waiting in progress.pending if waiting.thread not in self._retried]
        room = _LATER - len(progress.later)
        progress.later += put_off[:room]
        if put_off[room:]:
            self.notices.append("replies of some threads are left to the next deep walk")


def _held(thread: str) -> str:
    """Name of the mark that says when a reply of a thread was last seen in a queue."""
    return f"{thread}#held"
