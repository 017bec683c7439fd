"""What the walks of one run share: asking for a page, a step down where it is refused, and handing over.

For: ``gate``, ``comments``, ``refetch`` and ``reply``.
Must not: know what a field means (see ``mapping``), or end a walk because a guard stopped it.

Each answer is handed over at once with the checkpoint behind it, a refusal too: so the smallest budget comes to an end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

from ...contract import Coverage, Page, Request, Session
from ...errors import ChannelError, QuotaError
from .errors import NAME, FieldsRefusedError, TooMuchDataError, WalkStoppedError
from .fields import COMMENT_STEPS, MEDIA_STEPS
from .mapping import Reader
from .state import Ladder, Progress, Walk
from .usage import Usage, usage

__all__ = ["WRITES", "Place", "Run"]

WRITES = "writes"
"""The name of the limit that what is written draws on."""

L = TypeVar("L")

_ALIKE = 3
"""Notices of one kind that are told one by one; the others are only counted."""

# What was begun may be finished a little beyond the mark at which nothing new is begun.
_GRACE_PERCENT = 5.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where the API stands, and how its limits are heeded.

    Attributes:
        base: with the version at its end.
        hosts: that ``next`` may name.
        slow_from, stop_from: percent used, from which requests are spread, and from which nothing new is begun.
        draws: what each request costs.
        overlap: how far behind the newest comment known a media is read again.
        recent: how old a media may be to count as young.
    """

    base: str
    version: str
    hosts: frozenset[str]
    slow_from: float
    stop_from: float
    draws: Mapping[str, int]
    overlap: timedelta
    recent: timedelta


class Run:
    """One run of one account.

    Attributes:
        totals: of each media that was read to its end, how many are counted and how many were returned.
        read: media that were read; ``failed``: those that could not be, since one last could.
        stopped: why something could not be read to its end; the run goes on and says so when it is over.
    """

    def __init__(self, session: Session, progress: Progress, place: Place, *, account: str) -> None:
        self.session = session
        self.progress = progress
        self.place = place
        self.account = account
        self.reader = Reader(account, session.now, progress.username)
        self.totals: dict[str, tuple[int, int]] = {}
        self.read = self.failed = 0
        self.stopped: str | None = None
        self.notices: list[str] = []
        self._told: Counter[str] = Counter()
        self._usage = Usage()

    # -- asking -------------------------------------------------------------------------------------------------

    async def ask(self, path: str, params: Mapping[str, str], *, starting: bool = False) -> bytes:
        """Ask for something. *starting* says that it begins something new.

        Raises: QuotaError, before anything is sent, if too much of the platform's limits is used.
        """
        self._check_usage(starting)
        percent = self._usage.percent
        pace = {"pace": 1 + int(percent - self.place.slow_from)} if percent >= self.place.slow_from else {}
        url = f"{self.place.base}{path}"
        request = Request("GET", url, params=params, identity="owner", draws={**self.place.draws, **pace})
        response = await self.session.ask(request)
        self._usage = usage(response.headers)
        answered = response.headers.get("facebook-api-version", self.place.version)
        if answered != self.place.version:
            self.tell("version", f"version {self.place.version} was asked, {answered[:20]} answered: set another one")
        return response.body

    async def write(self, path: str, form: Mapping[str, str]) -> bytes:
        """Ask for something to be made, once; the session sends it a second time in no case."""
        draws = {**self.place.draws, WRITES: 1}
        url = f"{self.place.base}{path}"
        request = Request("POST", url, form=form, identity="owner", draws=draws, repeatable=False)
        return (await self.session.ask(request)).body

    def _check_usage(self, starting: bool) -> None:
        stop = self.place.stop_from if starting else min(100.0, self.place.stop_from + _GRACE_PERCENT)
        if self._usage.percent < stop and not self._usage.wait:
            return
        wait = self._usage.wait
        raise QuotaError(
            f"{self._usage.percent:.0f} % of what Instagram allows is used: nothing more is asked",
            channel=NAME,
            hint="the next run goes on from here",
            resets_at=self.session.now + timedelta(seconds=wait) if wait else None,
        )

    async def page(
        self,
        walk: Walk,
        path: str,
        fields: Callable[[int, int], str],
        read: Callable[[bytes, int, int], L],
        *,
        of_media: bool = False,
        starting: bool = False,
    ) -> L:
        """The next page of a walk, with as many fields and items as the platform gives.

        Args:
            fields: what to ask for, by step of the ladder and size of the page; ``read`` gets body, step and size.

        Raises: FieldsRefusedError, if the fewest fields are refused too; WalkStoppedError, if a cursor is, twice.
        """
        progress = self.progress
        ladder = progress.media_fields if of_media else progress.comment_fields
        steps = len(MEDIA_STEPS) if of_media else len(COMMENT_STEPS)
        while True:
            step, size = ladder.here, progress.media_page if of_media else progress.comment_page
            after = {"after": walk.cursor} if walk.cursor is not None else {}
            params = {"fields": fields(step, size), "limit": str(size), **after}
            try:
                body = await self.ask(path, params, starting=starting)
            except FieldsRefusedError as refused:
                if walk.cursor is not None:
                    if walk.restarted:
                        raise WalkStoppedError("a cursor was refused twice", channel=NAME) from refused
                    walk.restart()
                elif not ladder.down(steps):
                    raise
            except TooMuchDataError:
                if size <= 1:
                    raise
                if of_media:
                    progress.media_page = size // 2
                else:
                    progress.comment_page = size // 2
            else:
                self._settle(ladder, of_media)
                return read(body, step, size)
            await self.keep()

    def _settle(self, ladder: Ladder, of_media: bool) -> None:
        if ladder.settle() and ladder.step:
            missing = "some fields of the media" if of_media else COMMENT_STEPS[ladder.step][2]
            self.notices.append(f"the platform refuses fields; what follows is read without {missing}")

    def look_at_host(self, host: str | None) -> None:
        """Report a ``next`` that leads elsewhere; it is not followed, wherever it leads."""
        if host is not None and host not in self.place.hosts:
            shown = "".join(c for c in host[:100] if c.isascii() and (c.isalnum() or c in ".-:[]"))
            self.tell("host", f"a list goes on at another host ({shown}): the address was not followed")

    # -- handing over -------------------------------------------------------------------------------------------

    async def emit(self, page: Page) -> None:
        """Hand over a page with the checkpoint."""
        self.progress.username = self.reader.username
        told = tuple(dict.fromkeys(self.notices))
        self.notices.clear()
        await self.session.emit(replace(page, state=self.progress.save(), notices=told))

    async def keep(self, *, coverage: Sequence[Coverage] = ()) -> None:
        """Hand over the checkpoint, and what is known without a page."""
        await self.emit(Page(coverage=coverage))

    def tell(self, kind: str, text: str) -> None:
        """A notice; of one kind only a few are told in full."""
        self._told[kind] += 1
        if self._told[kind] <= _ALIKE:
            self.notices.append(text)

    async def finish(self) -> None:
        """Hand over what only the end of a run can say."""
        for kind, times in self._told.items():
            if times > _ALIKE and kind not in ("host", "version"):
                self.notices.append(f"the same of {times - _ALIKE} more ({kind})")
        counted, returned = (sum(total[n] for total in self.totals.values()) for n in (0, 1))
        coverage = [Coverage("comments", counted=counted, returned=returned)] if self.totals else []
        if coverage or self.notices:
            await self.keep(coverage=coverage)

    def may_go_on(self, error: ChannelError) -> None:
        """Count what could not be read. Raises *error*, if nothing at all can be."""
        self.failed += 1
        if self.failed >= _ALIKE and not self.read:
            raise error
