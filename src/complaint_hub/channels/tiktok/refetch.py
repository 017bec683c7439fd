"""Single comments and replies by their ids, thirty a request and video.

For: ``TikTok.refetch``.
Must not: call anything gone that one answer left out, nor anything under a video that cannot be read any more. What the
platform says of a deleted id is not known: it may be left out, or refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ...contract import Page
from ...errors import NotFoundError, PayloadError, RejectedError
from .errors import SetupError
from .marks import Remembered, Seen, seen_of
from .pages import Comments, Place
from .run import Run, as_json

__all__ = ["refetch"]

_IDS = 30


@dataclass(slots=True)
class _Answers:
    """What came back: pages, ids that are not there, and ids of which nothing is known."""

    pages: list[Comments] = field(default_factory=list[Comments])
    absent: list[str] = field(default_factory=list[str])
    unsure: list[str] = field(default_factory=list[str])

    def add(self, other: _Answers) -> None:
        self.pages += other.pages
        self.absent += other.absent
        self.unsure += other.unsure


async def refetch(run: Run, native_ids: Sequence[str], *, under: Mapping[str, str] | None = None) -> Page:
    """Ask for comments (by id) and replies (by key); what two answers leave out is missing, if its video answers.

    Args:
        under: the videos of those that no walk has met yet, by id.
    """
    marks = await run.session.marks(list(native_ids)) if native_ids else {}
    place_of = {id: Remembered.of(marks.get(id)).video or (under or {}).get(id, "") for id in native_ids}
    videos: dict[str, list[str]] = {}
    strange = [id for id, video in place_of.items() if not video]
    for id, video in place_of.items():
        if video:
            videos.setdefault(video, []).append(id)
    seen = await run.session.marks([Seen.key(video) for video in videos]) if videos else {}
    page = Page()
    if strange:
        page = _told(page, f"{len(strange)} comments were not asked for: it is not known under which video they stand")
    for video, ids in videos.items():
        known = seen_of(seen.get(Seen.key(video)))
        place = Place(video, known.url if known else None)
        for start in range(0, len(ids), _IDS):
            page = await _asked(run, place, ids[start : start + _IDS], page)
    return page


async def _asked(run: Run, place: Place, ids: Sequence[str], page: Page) -> Page:
    found = await _by_ids(run, place, ids)
    missing: list[str] = []
    if found.absent:
        again = await _by_ids(run, place, found.absent)
        missing = again.absent
        found.pages += again.pages
        found.unsure += again.unsure
    if missing and not any(answer.ids for answer in found.pages) and not await _readable(run, place):
        found.unsure, missing = [*found.unsure, *missing], []
    if found.unsure:
        page = _told(page, f"{len(found.unsure)} comments of video {place.id} could not be asked for")
    for answer in found.pages:
        page = replace(
            page,
            complaints=(*page.complaints, *answer.complaints),
            events=(*page.events, *answer.events),
            skipped=(*page.skipped, *answer.skipped),
            repaired=page.repaired + answer.repaired,
        )
    return replace(page, missing=(*page.missing, *missing))


async def _by_ids(run: Run, place: Place, ids: Sequence[str]) -> _Answers:
    try:
        page = await run.comments(place, {"comment_ids": as_json(ids)})
    except SetupError:
        raise
    except (NotFoundError, RejectedError) as refused:
        if len(ids) == 1:
            gone = isinstance(refused, NotFoundError)
            return _Answers(absent=list(ids)) if gone else _Answers(unsure=list(ids))
        found, half = _Answers(), len(ids) // 2
        for part in (ids[:half], ids[half:]):
            found.add(await _by_ids(run, place, part))
        return found
    except PayloadError:
        return _Answers(unsure=list(ids))
    here = set(page.all_ids)
    absent = [id for id in ids if id not in here]
    if page.more and len(absent) < len(ids):
        found = _Answers([page])
        found.add(await _by_ids(run, place, absent))
        return found
    doubtful = page.partial or page.nameless or page.more
    return _Answers([page], [] if doubtful else absent, absent if doubtful else [])


async def _readable(run: Run, place: Place) -> bool:
    """Whether the video still answers: of one that was lost no comment is found, and none of them is deleted."""
    try:
        await run.comments(place, {"sort_field": "create_time", "sort_order": "desc", "max_count": "1"})
    except SetupError:
        raise
    except (NotFoundError, RejectedError, PayloadError):
        return False
    return True


def _told(page: Page, notice: str) -> Page:
    return replace(page, notices=tuple(dict.fromkeys((*page.notices, notice))))
