"""Answering a comment: what stands in the way, the one request that writes, and what stands there of ours.

For: ``TikTok``. In calls: two to look (more in a thread of over thirty replies), one to send, one or two to read back.
Must not: touch the checkpoint, write under a video that is not the account's own (the platform would let it), or take
code 0 for "the public sees it": a filter hides texts that are much alike, without a word.

A write has no key that would make a second one harmless. The account is listed all of its replies, hidden ones too, so
what a whole list does not hold was not taken. One list is never given: that of a comment which is itself hidden
(https://business-api.tiktok.com/portal/docs, "Create a reply to a comment", "Get replies to a comment").
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import datetime

from ...contract import Shown
from ...errors import AuthError, NotFoundError, PayloadError, RejectedError
from ...model import Complaint, Event, EventType, Role
from .errors import NAME, SetupError
from .pages import Comments, Place
from .run import Run, as_json
from .state import Cursor

__all__ = ["check", "own_replies", "send", "shown"]

_SHOW = "show it again in the TikTok app, sync, and reply then"


def check(complaint: Complaint, about: str | None, *, account: str) -> None:
    """Refuse what the platform would, or what nobody would see. Raises RejectedError."""
    if complaint.account != account:
        raise RejectedError(f"{complaint.id} came in by account {complaint.account}, not {account}", channel=NAME)
    if complaint.deleted_at is not None:
        raise RejectedError(f"{complaint.id} is deleted on the platform: nobody would see a reply", channel=NAME)
    if complaint.source_detail == "hidden":
        raise RejectedError(f"{complaint.id} is hidden: nobody would see a reply", channel=NAME, hint=_SHOW)
    if not complaint.scope:
        raise RejectedError(f"it is not known under which video {complaint.id} stands", channel=NAME, hint="sync first")
    asked = (e for e in complaint.timeline or () if e.type is EventType.message and e.key == about)
    if any(not event.public for event in asked):
        raise RejectedError(f"the message {about} is hidden: nobody would see what is answered", channel=NAME)


async def send(run: Run, complaint: Complaint, text: str) -> Event:
    """Write, once. Raises RejectedError, NotFoundError: it was not taken; PayloadError: that is not known."""
    place = {"video_id": complaint.scope, "comment_id": complaint.native_id}
    with _sparing():
        body = await run.write({**place, "text": text})
    return run.reader.sent(body, complaint.native_id, text)


async def own_replies(run: Run, complaint: Complaint, *, since: datetime) -> list[Event]:
    """Our replies to a comment, hidden ones too, until a whole page is older than *since*.

    Raises: NotFoundError, if the comment is gone; RejectedError, if it is hidden; PayloadError, if the list cannot be
        trusted.
    """
    place, comment = _place(complaint), complaint.native_id
    with _sparing():
        total = await _counted(run, place, comment)
        events = await _listed(run, place, comment, since, total=total)
    if total and not events:
        raise PayloadError(f"{total} replies are counted, and none is listed", channel=NAME)
    # One that does not say whose it is may be ours.
    return [event for event in events if event.role is not Role.citizen]


async def _listed(run: Run, place: Place, comment: str, since: datetime, *, total: int) -> list[Event]:
    """The replies to a comment, newest first. Raises PayloadError, if one cannot be read, or the list does not end."""
    cursor, events = Cursor(), list[Event]()
    while True:
        page = await run.replies(place, comment, cursor=cursor.cursor, newest=True)
        if cursor.doubtful(page.rows, more=page.more, expected=total > 0):
            continue
        if page.skipped or page.partial:
            raw = page.skipped[0].raw if page.skipped else b""
            raise PayloadError("a reply cannot be read: it may be ours", channel=NAME, raw=raw)
        events += page.events
        stop = cursor.turn(page.ids, page.cursor, more=page.more, rows=page.rows)
        if stop is not None:
            raise PayloadError(f"the replies cannot be read to their end: {stop}", channel=NAME)
        times = [at for _, at in page.times]
        if not page.more or (times and max(times) < since):
            return events


async def _counted(run: Run, place: Place, comment: str) -> int:
    """How many replies a comment has, by its own count; the request also shows that the video is the account's.

    Raises: NotFoundError, RejectedError, PayloadError.
    """
    found = await _named(run, place, [comment]) or await _named(run, place, [comment])
    top = next((top for page in found for top in page.tops if top.id == comment), None)
    if top is None:
        await _look_for_video(run, place)
        raise NotFoundError("the comment is gone", channel=NAME)
    if top.hidden:
        raise RejectedError(
            "the comment is hidden: its replies are not listed, and nobody would see one", channel=NAME, hint=_SHOW
        )
    return top.total or 0


async def _look_for_video(run: Run, place: Place) -> None:
    """Raise PayloadError, if the video is not shown: under one that is lost no comment is found, and none is gone."""
    try:
        await run.comments(place, {"sort_field": "create_time", "sort_order": "desc", "max_count": "1"})
    except NotFoundError as lost:
        raise PayloadError("its video is not shown any more", channel=NAME, hint="it is private or gone") from lost


async def shown(run: Run, complaint: Complaint, event: Event) -> Shown:
    """Look for a reply, and for the comment that it answers, as everybody sees them; then as the account does.

    Raises: NotFoundError, if even the account is not shown it.
    """
    place, wanted = _place(complaint), [event.key, complaint.native_id]
    public = await _named(run, place, wanted, status="PUBLIC")
    events = _of(public, event.key)
    if events and any(complaint.native_id in page.ids for page in public):
        return Shown("public", events=events)
    found = await _named(run, place, [event.key]) or await _named(run, place, [event.key])
    if not found:
        raise NotFoundError("the reply is gone", channel=NAME)
    reason = "the comment that it answers is hidden" if events else "TikTok does not say why; it hides similar texts"
    return Shown("hidden", reason, _of(found, event.key))


async def _named(run: Run, place: Place, ids: Sequence[str], *, status: str = "ALL") -> list[Comments]:
    """Those of *ids* that come back, in pages; one that is gone may cost the whole answer, so each is asked alone then.

    Raises: RejectedError, if the video is not to be read; PayloadError.
    """
    try:
        page = await run.comments(place, {"comment_ids": as_json(ids), "status": status})
    except NotFoundError:
        return [] if len(ids) == 1 else [page for id in ids for page in await _named(run, place, [id], status=status)]
    if page.skipped or page.partial:
        raise PayloadError("what was asked for by its id cannot be read", channel=NAME)
    return [page] if set(page.all_ids) & set(ids) else []


def _of(pages: Sequence[Comments], key: str) -> tuple[Event, ...]:
    return tuple(event for page in pages for event in page.events if event.key == key)[:1]


def _place(complaint: Complaint) -> Place:
    return Place(complaint.scope or "", complaint.subject.url if complaint.subject else None)


@contextmanager
def _sparing() -> Generator[None]:
    """What the app or its consent lacks keeps all replies back, and condemns none of them."""
    try:
        yield
    except SetupError as lacking:
        raise AuthError(
            lacking.message, channel=NAME, request=lacking.request, status=lacking.status, hint=lacking.hint
        ) from lacking
