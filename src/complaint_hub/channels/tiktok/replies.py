"""The replies to one comment, page by page, oldest first.

For: ``comments``, which says whose replies have to be read.
Must not: conclude that a reply is gone, unless as many came as the comment says it has.
"""

from __future__ import annotations

from ...contract import Page
from ...errors import NotFoundError, PayloadError, RejectedError
from .errors import NAME, SetupError
from .marks import Remembered
from .pages import Comments
from .run import Run, of_replies, place_of
from .state import Reading, Video, Walk

__all__ = ["read_replies"]


async def read_replies(run: Run, video: Video, walk: Walk) -> None:
    """The next page of replies to the comment that waits first; behind its last one, the comment has been read."""
    waiting = walk.pending[0]
    reading = walk.reading = walk.reading or Reading(id=f"{waiting.comment}@{run.session.now:%Y%m%dT%H%M%S%f}")
    page = await _page(run, video, walk, reading)
    if page is None:
        await run.keep()
        return
    reading.got += len(reading.new(page.ids)) + page.nameless
    reading.hurt |= bool(page.skipped) or page.partial
    stop = reading.turn(page.ids, page.cursor, more=page.more, rows=page.rows)
    known = await run.session.marks(page.all_ids) if page.all_ids else {}
    marks, complete = of_replies(page, video.id, known), frozenset[str]()
    complaint = f"{NAME}:{waiting.comment}"
    if not page.more:
        walk.short += max(0, waiting.total - reading.got)
        marks[waiting.comment] = str(Remembered(video.id, waiting.total))
        complete = frozenset({complaint} if reading.got >= waiting.total and not reading.hurt else ())
        _leave(walk)
    elif stop is not None:
        walk.failed = f"the replies to comment {waiting.comment} were not read to their end: {stop}"
        _leave(walk)
    await run.emit(
        Page(
            events=page.events,
            complete=complete,
            readings={complaint: reading.id},
            marks=marks,
            skipped=page.skipped,
            repaired=page.repaired,
        )
    )


async def _page(run: Run, video: Video, walk: Walk, reading: Reading) -> Comments | None:
    """A page of replies; None, if there is none to be had, or it should be asked for once more."""
    waiting = walk.pending[0]
    try:
        page = await run.replies(place_of(video), waiting.comment, cursor=reading.cursor)
    except SetupError:
        raise
    except (NotFoundError, RejectedError) as refused:
        # Its count stays unknown, so whatever walk meets it next tries again.
        walk.short += max(0, waiting.total - reading.got)
        run.notices.append(f"replies to comment {waiting.comment} could not be read: {refused.message}")
        _leave(walk)
        return None
    except PayloadError as damage:
        walk.failed = damage.message
        _leave(walk)
        return None
    video.tries = 0
    return None if reading.doubtful(page.rows, more=page.more, expected=waiting.total > 0) else page


def _leave(walk: Walk) -> None:
    del walk.pending[0]
    walk.reading = None
