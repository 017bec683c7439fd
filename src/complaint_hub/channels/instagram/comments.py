"""The comments of the media that wait: page by page, with the replies that did not all come inside.

For: ``gate``.
Must not: move a media's count before the media was read completely, or let one media stop the others.

A reading may end before the list does where two things hold: the page ends in old ground, and as many new comments and
replies were found as the count has grown. A new reply under an old comment lies behind old ground, so age alone would
miss it; and a pin could stand first, so the first old comment says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ...contract import Coverage, Page
from ...errors import ChannelError, NotFoundError, PayloadError, RejectedError
from .errors import NAME, SetupError, WalkStoppedError
from .fields import COMMENT_STEPS, comment_fields, reply_fields
from .mapping import Comments, Post, Replies
from .run import Run
from .state import Mark, Reading, Thread, Waiting

__all__ = ["read_on", "take_up"]


async def take_up(run: Run) -> None:
    """Let what an earlier run left wait again, the media at which it broke off last: it may be its fault."""
    pending = run.progress.pending
    for waiting in pending:
        if waiting.reading is not None and waiting.reading.pages:
            # Lists shift between two runs, so what was counted as new may be met again: no early end.
            waiting.reading.whole = waiting.reading.resumed = True
    if len(pending) > 1:
        run.progress.pending = [*pending[1:], pending[0]]
        await run.keep()


async def read_on(run: Run) -> None:
    """Ask for the next page of the first media that waits, or of one of its threads."""
    waiting = run.progress.pending[0]
    if waiting.reading is None:
        id = f"{waiting.media}@{run.session.now:%Y%m%dT%H%M%S}"
        waiting.reading = Reading(id=id, whole=waiting.whole)
    try:
        if waiting.reading.threads:
            await _read_replies(run, waiting, waiting.reading)
        else:
            await _read_comments(run, waiting, waiting.reading)
    except WalkStoppedError as circle:
        run.stopped = circle.message
        await _leave(run, waiting, circle)
    except (NotFoundError, RejectedError, PayloadError) as error:
        await _leave(run, waiting, error)


async def _leave(run: Run, waiting: Waiting, error: ChannelError) -> None:
    """Leave a media to the next run: its count stays as it was, so that it is met again."""
    del run.progress.pending[0]
    if run.progress.gate is not None:
        run.progress.gate.clean = False
    if not isinstance(error, NotFoundError):
        run.tell("media", f"comments of media {waiting.media} could not be read: {error.message}")
    note = f"not read: {error.message}"
    await run.keep(coverage=[Coverage("comments", scope=waiting.media, counted=waiting.counted, note=note)])
    if isinstance(error, SetupError | RejectedError | PayloadError):
        run.may_go_on(error)


async def _read_comments(run: Run, waiting: Waiting, reading: Reading) -> None:
    post = Post(waiting.media, waiting.url)
    nested = True

    def read(body: bytes, step: int, size: int) -> Comments:
        nonlocal nested
        nested = COMMENT_STEPS[step][1]
        return run.reader.comments(body, post, limit=size, nested=nested)

    found = await run.page(
        reading,
        f"{waiting.media}/comments",
        lambda step, size: comment_fields(step, limit=size),
        read,
        starting=reading.pages == 0,
    )
    for host in (found.onward.host, *found.hosts):
        run.look_at_host(host)
    new = reading.new(found.ids)
    stop = reading.turn(found.ids, found.onward.cursor)
    _count(run, waiting, reading, found, new)
    reading.ended = stop is None and found.onward.cursor is None
    reading.threads = _threads(waiting, reading, found, nested)
    readings = {f"{NAME}:{thread.comment}": thread.id for thread in reading.threads}
    if stop is not None:
        # What the page itself brought is as good as any.
        reading.threads.clear()
    page = Page(
        complaints=found.complaints,
        events=found.events,
        complete=frozenset(found.complete),
        readings=readings,
        skipped=found.skipped,
        repaired=found.repaired,
    )
    await _hand_over(run, waiting, reading, page, stop)
    if stop is not None:
        raise WalkStoppedError(stop, channel=NAME, hint="the next run begins this walk again")


def _count(run: Run, waiting: Waiting, reading: Reading, found: Comments, new: set[str]) -> None:
    """Take note of what a page brought."""
    reading.returned += len(new) + sum(found.inline.get(id, 0) for id in new)
    reading.hurt += found.nameless
    reading.cut |= found.onward.cut
    ids = {f"{NAME}:{id}" for id in new}
    heads = [complaint.created_at for complaint in found.complaints if complaint.id in ids]
    replies = [event.at for event in found.events if event.complaint in ids and event.at is not None]
    _note(waiting, reading, [*heads, *replies])
    ground = waiting.mark.newest
    if ground is None or not found.times:
        reading.old = False
    else:
        # Without a count nothing tells what is missing, so a whole page has to be old.
        last = max(found.times) if waiting.counted is None else found.times[-1]
        reading.old = last < ground - run.place.overlap


def _note(waiting: Waiting, reading: Reading, times: Iterable[datetime]) -> None:
    ground = waiting.mark.newest
    for at in times:
        reading.found += ground is not None and at > ground
        reading.newest = at if reading.newest is None else max(at, reading.newest)


def _threads(waiting: Waiting, reading: Reading, found: Comments, nested: bool) -> list[Thread]:
    """The threads of a page whose replies have to be asked for."""
    hurt = {skipped.native_id for skipped in found.skipped}
    if nested:
        return [
            Thread(id=f"{reading.id}/{id}", comment=id, cursor=cursor, hurt=id in hurt)
            for id, cursor in found.overflow.items()
        ]
    if reading.ended and reading.pages == 1 and waiting.counted == len(found.ids):
        return []
    return [Thread(id=f"{reading.id}/{id}", comment=id) for id in found.inline]


async def _read_replies(run: Run, waiting: Waiting, reading: Reading) -> None:
    thread = reading.threads[0]

    def read(body: bytes, step: int, size: int) -> Replies:
        return run.reader.replies(body, thread.comment, limit=size)

    try:
        found = await run.page(thread, f"{thread.comment}/replies", lambda step, size: reply_fields(step), read)
    except NotFoundError:
        # The comment was deleted meanwhile; the count will tell.
        del reading.threads[0]
        await _hand_over(run, waiting, reading, Page(), None)
        return
    except (RejectedError, PayloadError, WalkStoppedError) as error:
        await _give_up(run, waiting, reading, Page(), error.message)
        if isinstance(error, WalkStoppedError):
            run.stopped = error.message
        return
    run.look_at_host(found.onward.host)
    new = thread.new(found.ids)
    stop = thread.turn(found.ids, found.onward.cursor)
    reading.returned += len(new)
    _note(waiting, reading, [event.at for event in found.events if event.key in new and event.at is not None])
    thread.hurt |= bool(found.skipped) or found.onward.cut
    complaint = f"{NAME}:{thread.comment}"
    ended = stop is None and thread.cursor is None
    page = Page(
        events=found.events,
        complete=frozenset({complaint}) if ended and not thread.hurt else frozenset(),
        readings={complaint: thread.id},
        skipped=found.skipped,
        repaired=found.repaired,
    )
    if stop is not None:
        run.stopped = stop
        await _give_up(run, waiting, reading, page, stop)
        return
    if ended:
        del reading.threads[0]
    await _hand_over(run, waiting, reading, page, None)


async def _give_up(run: Run, waiting: Waiting, reading: Reading, page: Page, why: str) -> None:
    """Leave a thread; its media then counts as not read."""
    run.tell("threads", f"replies of comment {reading.threads[0].comment} could not be read: {why}")
    del reading.threads[0]
    reading.deaf = True
    await _hand_over(run, waiting, reading, page, None)


async def _hand_over(run: Run, waiting: Waiting, reading: Reading, page: Page, stop: str | None) -> None:
    """Hand over a page; with the last one of a media, what it says of the media as a whole."""
    gate = run.progress.gate
    full = gate is not None and gate.depth == "full"
    walk = gate.id if gate is not None and full else reading.id
    marks: dict[str, str] = {}
    coverage: list[Coverage] = []
    swept: tuple[str, ...] = ()
    if stop is None and not reading.threads and _done(waiting, reading):
        del run.progress.pending[0]
        run.read, run.failed = run.read + 1, 0
        doubt = _doubt(waiting, reading)
        marks = {waiting.media: _mark(waiting, reading, again=doubt is not None).text()}
        coverage = _covered(run, waiting, reading, doubt or "")
        sound = reading.ended and doubt is None and not reading.hurt
        if sound and not full:
            swept = (waiting.media,)
        if gate is not None and not sound:
            gate.clean = False
    await run.emit(
        Page(
            complaints=page.complaints,
            events=page.events,
            complete=page.complete,
            readings=page.readings,
            marks=marks,
            walk=walk,
            swept=swept,
            skipped=page.skipped,
            coverage=coverage,
            repaired=page.repaired,
        )
    )


def _done(waiting: Waiting, reading: Reading) -> bool:
    if reading.ended:
        return True
    return reading.old and not reading.whole and _explained(waiting, reading)


def _explained(waiting: Waiting, reading: Reading) -> bool:
    """Say whether as much was found as the count has grown."""
    known = waiting.mark.counted
    return waiting.counted is None or (known is not None and reading.found >= waiting.counted - known)


def _doubt(waiting: Waiting, reading: Reading) -> str | None:
    """Why a reading that no error ended is none to rely on."""
    if reading.deaf:
        return "replies of some comments could not be read"
    if not reading.ended or not waiting.counted:
        return None
    if reading.returned == 0 and waiting.closed:
        return "comments are switched off"
    if reading.returned == 0:
        return "nothing came back: likely the access level of the app, or a filter"
    if reading.returned >= waiting.counted:
        return None
    if reading.cut:
        return "the list ended in an empty page that says that more follows"
    return _INTERRUPTED if reading.resumed else None


_INTERRUPTED = "the reading was interrupted, and is made once more"


def _mark(waiting: Waiting, reading: Reading, *, again: bool) -> Mark:
    """What to remember. A doubtful reading moves the count only if it came out the same twice."""
    mark, counted = waiting.mark, waiting.counted
    newest = max(filter(None, (mark.newest, reading.newest)), default=None)
    if reading.deaf or (again and mark.blind != counted):
        return Mark(counted=mark.counted, newest=mark.newest, blind=None if reading.deaf else counted)
    if counted is not None and mark.counted is not None and not reading.ended:
        # More than the count knew of: it was made a moment before they were written.
        counted += max(0, reading.found - (counted - mark.counted))
    return Mark(counted=counted, newest=newest)


def _covered(run: Run, waiting: Waiting, reading: Reading, note: str) -> list[Coverage]:
    """Counted against returned, where the media was read to its end."""
    if not reading.ended or waiting.counted is None:
        return []
    run.totals[waiting.media] = (waiting.counted, reading.returned)
    if note and not reading.deaf and note != _INTERRUPTED:
        run.tell("media without comments", f"media {waiting.media}: {waiting.counted} comments are counted; {note}")
    if reading.returned >= waiting.counted and not note:
        return []
    return [Coverage("comments", waiting.media, waiting.counted, reading.returned, note)]
