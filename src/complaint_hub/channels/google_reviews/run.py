"""One run of one login: location after location, each from its newest change down to old ground or to the end.

For: ``channel``.
Must not: know what a field means (see ``mapping``), let one location stop the others, or end a walk because a guard
stopped it.

Each page is handed over at once, with the checkpoint behind it. A watermark moves only with the last page of a walk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from ...contract import Coverage, Page, Request, Session
from ...errors import ChannelError, NotFoundError, PayloadError, RejectedError
from .errors import NAME, PageTokenError, SetupError, WalkStoppedError
from .mapping import Reader, Reviews
from .places import find_places
from .state import Depth, Place, Progress, Round, Walk, deeper

__all__ = ["Bases", "Run", "joined"]

# The most that the platform gives a page (accounts.locations.reviews.list).
_PAGE = "50"
# So many old reviews in a row, at the end of a page, say that what follows is old too.
_OLD_ENOUGH = 25
# Of a walk's reviews so many may be missing against Google's own count, which lags.
_LAG, _LAG_SHARE = 5, 0.05


class Bases:
    """Where the three services stand; a path is joined to each."""

    def __init__(self, reviews: str, accounts: str, locations: str) -> None:
        self.reviews, self.accounts, self.locations = (
            base.rstrip("/") + "/" for base in (reviews, accounts, locations)
        )


class Run:
    """One run of one login.

    Attributes:
        failed: locations that could not be read in this run, and why; the others go on.
        depths: how deep each location was walked from its beginning to its end in this run.
    """

    def __init__(
        self,
        session: Session,
        progress: Progress,
        *,
        bases: Bases,
        account: str,
        overlap: timedelta,
        wanted: Sequence[str] | None,
    ) -> None:
        self.session = session
        self.progress = progress
        self.reader = Reader(account, session.now)
        self.failed: dict[str, ChannelError] = {}
        self.depths: dict[str, Depth] = {}
        self.notices: list[str] = []
        self._bases = bases
        self._overlap = overlap
        self._wanted = wanted
        self._found = False

    # -- rounds -------------------------------------------------------------------------------------------------

    async def take_up(self) -> None:
        """Finish what an earlier run left, beginning behind the location at which it broke off."""
        left = self.progress.round
        if left is None:
            return
        known = {place.id for place in self.progress.places}
        ids = [id for id in left.left if id in known]
        # A location whose server fails must not keep the others from their turn: it comes last now.
        left.left = [*ids[1:], *ids[:1]]
        if len(ids) > 1:
            await self.keep()
        await self._work_off()

    async def begin(self, depth: Depth) -> None:
        """Read every location that this run has not read to that depth yet."""
        if not self.progress.places or depth != "new":
            await self.look()
        ids = [place.id for place in self.progress.places if not deeper(self.depths.get(place.id), depth)]
        self.progress.round = Round(depth=depth, left=ids) if ids else None
        await self._work_off()

    async def find_again(self, depth: Depth) -> None:
        """Look for the locations that were not found where they had been, and read those that have moved."""
        lost = [id for id, error in self.failed.items() if isinstance(error, NotFoundError)]
        if not lost or self._found:
            return
        owners = {place.id: place.owner for place in self.progress.places}
        await self.look()
        moved = [place.id for place in self.progress.places if owners.get(place.id) != place.owner]
        self.failed = {id: error for id, error in self.failed.items() if self.progress.place(id) and id not in moved}
        self.progress.round = Round(depth=depth, left=moved) if moved else None
        await self._work_off()

    async def look(self) -> None:
        """Ask which locations there are, once a run."""
        self._found = True
        found = await find_places(
            self.session,
            self.progress,
            account_base=self._bases.accounts,
            location_base=self._bases.locations,
            wanted=self._wanted,
        )
        self.progress.places = found.places
        self.notices += found.notices
        # For refetch, which knows a review by its name without account.
        await self.keep(marks={place.id: place.owner for place in found.places})

    async def _work_off(self) -> None:
        while self.progress.round is not None and self.progress.round.left:
            place = self.progress.place(self.progress.round.left[0])
            if place is None:
                self._turn_to_next()
                continue
            begun = place.walk is None
            try:
                depth = await self._walk(place, self.progress.round.depth)
            except SetupError:
                raise
            except (NotFoundError, RejectedError, PayloadError, WalkStoppedError) as error:
                await self._fail(place, error)
            else:
                self.failed.pop(place.id, None)
                if begun:
                    self.depths[place.id] = depth

    async def _fail(self, place: Place, error: ChannelError) -> None:
        """Leave a location for this run; its next walk begins at page 1, where what is new stands."""
        self.failed[place.id] = error
        place.walk = None
        self._turn_to_next()
        name = f"{place.id} ({place.title})" if place.title else place.id
        self.notices.append(f"{name} could not be read: {error}")
        await self.keep(coverage=[Coverage("reviews", scope=place.id, note=f"not read: {error.message}")])

    def _turn_to_next(self) -> None:
        left = self.progress.round
        if left is not None:
            del left.left[0]
            if not left.left:
                self.progress.round = None

    # -- one location -------------------------------------------------------------------------------------------

    async def _walk(self, place: Place, depth: Depth) -> Depth:
        """Walk one location to the end of its walk; returns how deep that was."""
        if place.walk is None or (depth == "full" and not place.walk.whole):
            # Named by when it began: unique, and the same for a run that is repeated.
            id = f"{place.id}@{self.session.now:%Y%m%dT%H%M%S}"
            place.walk = Walk(id=id, whole=depth == "full" or place.watermark is None)
        walk = place.walk
        while True:
            page = await self._page(place, walk)
            if depth == "changed" and walk.pages == 0:
                # A deletion, a change of stars or a review that came back moves them; a reply does not.
                walk.whole = walk.whole or (page.total, page.average) != (place.total, place.average)
            new = walk.new(page.ids)
            stop = walk.turn(page.ids, page.token)
            walk.hurt += page.nameless
            walk.top = max((time for time in (walk.top, *page.times) if time is not None), default=None)
            last = page.token is None
            done = last or (not walk.whole and self._old(place, page))
            if done:
                stop = None
            await self._hand_over(place, walk, page, new, done=done)
            if stop is not None:
                raise WalkStoppedError(stop, channel=NAME, hint="the next run begins this walk again")
            if done:
                return depth

    def _old(self, place: Place, page: Reviews) -> bool:
        """Say that old ground is reached. The list is not always in order, so one old review says little: it takes a
        whole page of them, or many in a row.
        """
        if place.watermark is None or not page.times or page.nameless:
            return False
        ground = place.watermark - self._overlap
        return all(time < ground for time in page.times[-_OLD_ENOUGH:])

    async def _page(self, place: Place, walk: Walk) -> Reviews:
        """The next page of a walk. Raises NotFoundError, if two answers say that the location is not there."""
        while True:
            params = {"pageSize": _PAGE, "orderBy": "updateTime desc"}
            if walk.token is not None:
                params["pageToken"] = walk.token
            path = f"{place.owner}/{place.id}/reviews"
            try:
                return self.reader.reviews(await self.twice(path, params), place)
            except PageTokenError:
                if walk.restarted:
                    raise
                walk.restart()

    async def named(self, native_id: str) -> str:
        """The full name of a review or a location, with the account under which its location was read last."""
        scope = native_id.partition("/reviews/")[0]
        owner = (await self.session.marks([scope])).get(scope, "accounts/-")
        return f"{owner}/{native_id}"

    async def twice(self, path: str, params: Mapping[str, str] | None = None) -> bytes:
        """Ask once more, if it is not there: lists were seen to answer 404 and to work a moment later."""
        try:
            return await self._ask(path, params)
        except NotFoundError:
            return await self._ask(path, params)

    async def _ask(self, path: str, params: Mapping[str, str] | None) -> bytes:
        request = Request("GET", self.url(path), params=params, identity="owner", draws={"requests": 1})
        return (await self.session.ask(request)).body

    def url(self, path: str) -> str:
        """The address of something that is named by its path (``accounts/1/locations/2/reviews/3``)."""
        return self._bases.reviews + path

    async def _hand_over(self, place: Place, walk: Walk, page: Reviews, new: set[str], *, done: bool) -> None:
        id, whole = walk.id, walk.whole
        swept: tuple[str, ...] = ()
        coverage: list[Coverage] = []
        if done:
            if whole:
                coverage, swept = self._covered(place, walk, page)
                place.total, place.average = page.total, page.average
            if walk.top is not None:
                place.watermark = max(place.watermark or walk.top, walk.top)
            place.walk = None
            self._turn_to_next()
        # A review that a change pushed back to the page before is met twice; once is enough.
        complaints = [complaint for complaint in page.complaints if complaint.native_id in new]
        ids = {complaint.id for complaint in complaints}
        await self._emit(
            Page(
                complaints=complaints,
                events=[event for event in page.events if event.complaint in ids],
                complete=page.complete & ids,
                walk=id if whole else None,
                swept=swept,
                skipped=page.skipped,
                coverage=coverage,
                repaired=page.repaired,
            )
        )

    def _covered(self, place: Place, walk: Walk, page: Reviews) -> tuple[list[Coverage], tuple[str, ...]]:
        """What a whole walk has covered, and whether an absent review counts as a miss."""
        got, total = walk.got + walk.hurt, page.total
        note = ""
        if total is not None and total - got > max(_LAG, _LAG_SHARE * total):
            note = "the list is shorter than its own count: no absent review was taken for deleted"
        covered = Coverage("reviews", scope=place.id, counted=total, returned=got, note=note)
        # A review that is there but has lost its name cannot be told from one that is gone.
        return [covered], () if note or walk.hurt else (place.id,)

    # -- single reviews -----------------------------------------------------------------------------------------

    async def refetch(self, native_ids: Sequence[str]) -> Page:
        """Ask for reviews by name; what two answers do not know is missing, if its location still answers."""
        scopes = list(dict.fromkeys(id.partition("/reviews/")[0] for id in native_ids))
        owners = await self.session.marks(scopes)
        page, unknown = Page(), dict[str, list[str]]()
        for id in native_ids:
            scope = id.partition("/reviews/")[0]
            try:
                body = await self.twice(f"{owners.get(scope, 'accounts/-')}/{id}")
            except NotFoundError:
                unknown.setdefault(scope, []).append(id)
                continue
            except (PayloadError, RejectedError) as error:
                # Neither there nor gone: nothing is concluded.
                page = replace(page, notices=(*page.notices, f"{id} could not be asked for: {error.message}"))
                continue
            page = joined(page, self.reader.review(body, Place(id=scope, owner="")))
        for scope, ids in unknown.items():
            # Of a location that was moved or lost no review is found, and none of them is deleted.
            try:
                await self.twice(f"{owners.get(scope, 'accounts/-')}/{scope}/reviews", {"pageSize": "1"})
            except (NotFoundError, PayloadError, RejectedError) as error:
                told = f"{scope} could not be read: no absent review was taken for deleted ({error.message})"
                page = replace(page, notices=(*page.notices, told))
            else:
                page = replace(page, missing=(*page.missing, *ids))
        return page

    # -- what is handed over ------------------------------------------------------------------------------------

    async def keep(self, *, marks: Mapping[str, str] | None = None, coverage: Sequence[Coverage] = ()) -> None:
        """Hand over the checkpoint, and what is known without a page."""
        await self._emit(Page(marks=marks or {}, coverage=coverage))

    async def _emit(self, page: Page) -> None:
        told = tuple(dict.fromkeys(self.notices))
        self.notices.clear()
        await self.session.emit(replace(page, state=self.progress.save(), notices=told))


def joined(page: Page, found: Reviews) -> Page:
    """The page with what an answer holds."""
    return replace(
        page,
        complaints=(*page.complaints, *found.complaints),
        events=(*page.events, *found.events),
        complete=page.complete | found.complete,
        skipped=(*page.skipped, *found.skipped),
        repaired=page.repaired + found.repaired,
    )
