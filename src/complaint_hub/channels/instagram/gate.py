"""The list of an account's media with their counts: one request a hundred says which of them have to be read.

For: ``channel``.
Must not: read a comment, or take a count for more than a hint that something has moved.

``comments_count`` holds replies too, so a late reply under an old comment moves it. What it cannot show is an edit, and
an addition that a deletion made up for: ``changed`` reads young media whatever their count says, ``full`` reads all.
"""

from __future__ import annotations

from ...contract import EVERY_SCOPE, Coverage, Page
from .comments import read_on
from .fields import MEDIA_STEPS
from .mapping import MediaPage
from .run import Run
from .state import Depth, Gate, Ladder, Mark, Waiting
from .wire import MediaItem

__all__ = ["begin", "work_off"]

# The most that the platform lists (instagram-graph-api/reference/ig-user/media).
_LISTED = 10_000


async def begin(run: Run, depth: Depth) -> None:
    """Begin a walk over all media."""
    progress = run.progress
    progress.asked = None
    progress.gate = Gate(id=f"{run.account}@{run.session.now:%Y%m%dT%H%M%S}", depth=depth)
    if depth == "full":
        # A right may have been given since, and a platform may be well again.
        progress.comment_page, progress.media_page = 50, 100
        for ladder in (progress.comment_fields, progress.media_fields):
            _from_the_top(ladder)
    if depth != "new":
        # Once it was asked for it is owed, even if no request can be made any more.
        await run.keep()


def _from_the_top(ladder: Ladder) -> None:
    ladder.trial = 0 if ladder.step else None


async def work_off(run: Run) -> None:
    """Read what is pending, then go on with the walk over the media, to its end."""
    progress = run.progress
    while progress.pending or progress.gate is not None:
        if progress.pending:
            await read_on(run)
        elif progress.gate is not None and progress.gate.ended:
            await _close(run, progress.gate)
        elif progress.gate is not None:
            await _list(run, progress.gate)


async def _list(run: Run, gate: Gate) -> None:
    """The next page of media."""
    progress = run.progress

    def read(body: bytes, step: int, size: int) -> MediaPage:
        return run.reader.media(body, limit=size)

    page = await run.page(
        gate, f"{run.account}/media", lambda step, size: MEDIA_STEPS[step], read, of_media=True, starting=True
    )
    run.look_at_host(page.onward.host)
    new = gate.new(page.ids)
    stop = gate.turn(page.ids, page.onward.cursor)
    if page.damaged:
        gate.clean = False
        run.tell("media of the list", f"{page.damaged} media of the list could not be read")
    marks = await run.session.marks(page.ids) if page.ids else {}
    for item in page.items:
        if item["id"] in new:
            new.discard(item["id"])
            _take(run, gate, item, Mark.of(marks.get(item["id"])))
    if stop is not None:
        run.stopped, progress.gate = stop, None
    elif page.onward.cursor is None:
        gate.ended = True
        gate.clean &= not page.onward.cut
        if not progress.pending:
            return
    await run.keep()


def _take(run: Run, gate: Gate, item: MediaItem, mark: Mark | None) -> None:
    """Take note of a media, and of its comments if they have to be read."""
    at, counted = item.get("timestamp"), item.get("comments_count")
    young = at is not None and at >= run.session.now - run.place.recent
    gate.listed += 1
    gate.recent += young
    waiting = Waiting(
        media=item["id"],
        counted=counted,
        url=url if (url := item.get("permalink") or "").startswith("https://") else None,
        mark=mark or Mark(),
        closed=item.get("is_comment_enabled") is False,
    )
    if counted == 0 and (mark is None or mark.counted == 0):
        return
    if gate.depth == "full" or (gate.depth == "changed" and young) or mark is None:
        waiting.whole = True
    elif counted is None:
        # Its owner hides the count, so a young one has to be looked at.
        if not young:
            gate.unread += 1
            return
    elif counted == mark.counted:
        gate.unread += 1
        return
    elif mark.counted is None or counted < mark.counted:
        # What is gone shows only where everything is read.
        waiting.whole = True
    run.progress.pending.append(waiting)


async def _close(run: Run, gate: Gate) -> None:
    """The walk is over, and everything that it found to be read was."""
    progress = run.progress
    progress.gate = None
    coverage: list[Coverage] = []
    if gate.listed >= _LISTED:
        gate.clean = False
        coverage.append(Coverage("media", note=f"the platform lists the {_LISTED:,} newest media only"))
    if gate.depth == "changed" and gate.unread:
        note = f"{gate.unread} media whose count stood still: edits were not looked for"
        coverage.append(Coverage("comments", note=note))
    if not gate.listed and progress.media:
        run.notices.append("no media are listed any more, although there were some: check the rights of the consent")
        gate.clean = False
    else:
        progress.media, progress.recent = gate.listed, gate.recent
    swept = (EVERY_SCOPE,) if gate.depth == "full" and gate.clean and gate.listed else ()
    await run.emit(Page(coverage=coverage, walk=gate.id if swept else None, swept=swept))
