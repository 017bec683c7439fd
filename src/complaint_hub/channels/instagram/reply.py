"""Answering a comment: what stands in the way, the one request that writes, and what stands there of ours.

For: ``Instagram``. In requests: one to look for fifty replies (two where there is none), one to send, two to read back.
Must not: touch the checkpoint; ask for anything beside the text, for ``fields`` makes the comment and is then refused;
or believe a list that lacks what is known to stand.

The platform takes the same text twice, and nothing of ours makes a second write harmless. It shows the account what the
account wrote, so a reply that a whole list does not hold was not taken
(https://developers.facebook.com/documentation/instagram-platform/instagram-graph-api/reference/ig-comment/replies).
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from ...contract import ReplyLimit, Shown
from ...errors import AuthError, ChannelError, NotFoundError, PayloadError, RejectedError, UnavailableError
from ...model import Complaint, Event, EventType, Role, Source
from ...wire import read_item
from . import wire
from .errors import NAME, FieldsRefusedError, SetupError, TooMuchDataError
from .fields import COMMENT_STEPS, reply_fields
from .mapping import Replies
from .refetch import ask_twice
from .run import Run
from .state import Ladder, Walk

__all__ = ["LIMIT", "check", "own_replies", "send", "shown"]

LIMIT: Final = ReplyLimit(2_200)
"""What is longer is refused here, what the platform finds too long it refuses itself."""

_PAGE = 50
_SHOW = "show it again in the Instagram app, sync, and reply then"


def check(complaint: Complaint, about: str | None, *, account: str) -> None:
    """Refuse what the platform would, or what nobody would see. Raises RejectedError."""
    if complaint.account != account:
        raise RejectedError(f"{complaint.id} came in by account {complaint.account}, not {account}", channel=NAME)
    if complaint.deleted_at is not None:
        raise RejectedError(f"{complaint.id} is deleted on the platform: nobody would see a reply", channel=NAME)
    if complaint.source_detail == "hidden":
        raise RejectedError(f"{complaint.id} is hidden and takes no reply", channel=NAME, hint=_SHOW)
    asked = (e for e in complaint.timeline or () if e.type is EventType.message and e.key == about)
    if any(not event.public for event in asked):
        raise RejectedError(f"the message {about} is hidden: nobody would see what is answered", channel=NAME)


async def send(run: Run, complaint: Complaint, text: str) -> Event:
    """Write, once. Raises RejectedError, NotFoundError: it was not taken; PayloadError: that is not known."""
    with _sparing():
        body = await run.write(f"{complaint.native_id}/replies", {"message": text})
    return run.reader.sent(body, complaint.native_id, text)


async def own_replies(run: Run, complaint: Complaint, *, since: datetime) -> list[Event]:
    """Our replies to a comment, hidden ones too.

    Raises: NotFoundError, if the comment is gone; PayloadError, if the list cannot be trusted.
    """
    with _sparing():
        try:
            found = await _listed(run, complaint.native_id, since)
        except NotFoundError as absent:
            raise await _what_is_gone(run, complaint.native_id, absent) from absent
        if not found:
            await _believe_nothing(run, complaint)
    # The account's own name is not known here, so one of whose author the id is withheld may be ours.
    return [event for event in found if event.role is not Role.citizen or event.author is None or not event.author.id]


async def _listed(run: Run, comment: str, since: datetime) -> list[Event]:
    """The replies to a comment, page by page, until a whole page is older than *since*."""
    walk, events = Walk(id=comment), list[Event]()
    ladder, size = Ladder(), _PAGE
    while True:
        after = {"after": walk.cursor} if walk.cursor is not None else {}
        try:
            body = await run.ask(
                f"{comment}/replies", {"fields": reply_fields(ladder.here), "limit": str(size), **after}
            )
        except FieldsRefusedError as refused:
            if walk.cursor is not None:
                raise PayloadError("the list of replies broke off: a cursor was refused", channel=NAME) from refused
            if not ladder.down(len(COMMENT_STEPS)):
                raise
            continue
        except TooMuchDataError:
            if size == 1:
                raise
            size //= 2
            continue
        page = run.reader.replies(body, comment, limit=size)
        if page.skipped:
            raise PayloadError("a reply cannot be read: it may be ours", channel=NAME, raw=page.skipped[0].raw)
        events += page.events
        if _is_over(walk, page, since):
            return events


def _is_over(walk: Walk, page: Replies, since: datetime) -> bool:
    """Whether nothing behind this page matters. Raises PayloadError, if the list turns in circles or breaks off."""
    stop = walk.turn(page.ids, page.onward.cursor)
    # An empty first page is looked into by who asks; a later one ends where the one before said that more follows.
    if stop is None and page.onward.cut and walk.pages > 1:
        stop = "an empty page says that more follows"
    if stop is not None:
        raise PayloadError(f"the replies cannot be read to their end: {stop}", channel=NAME)
    return walk.cursor is None or (bool(page.times) and max(page.times) < since)


async def _what_is_gone(run: Run, comment: str, absent: NotFoundError) -> ChannelError:
    """What it means that a comment's replies are not found: *gone*, *not permitted* and a throttle are one answer."""
    try:
        await ask_twice(run, comment)
    except NotFoundError:
        try:
            await run.ask(run.account, {"fields": "id"})
        except (NotFoundError, RejectedError):
            return UnavailableError("the platform finds neither the comment nor the account itself", channel=NAME)
        return absent
    return PayloadError("the comment stands, and its replies are not found", channel=NAME)


async def _believe_nothing(run: Run, complaint: Complaint) -> None:
    """Ask another way whether an empty list is true: lists were seen that were empty while comments stood.

    Raises: PayloadError, if a reply stands.
    """
    if not (await ask_twice(run, complaint.native_id)).events:
        told = complaint.timeline or ()
        gone = {event.about for event in told if event.type is EventType.deleted}
        known = [e for e in told if e.type is EventType.message and e.source is Source.channel and e.key not in gone]
        if not known:
            return
        try:
            await ask_twice(run, known[-1].key)
        except NotFoundError:
            return
    raise PayloadError("the platform lists no reply, although some stand", channel=NAME)


async def shown(run: Run, complaint: Complaint, event: Event) -> Shown:
    """Read one reply back, and whether its comment is still to be seen. Raises NotFoundError, if it is gone."""
    found = await ask_twice(run, event.key)
    # Without its parent's id an item looks like a comment, and says the same.
    hidden = any(not one.public for one in found.events) or any(one.source_detail for one in found.complaints)
    events = tuple(one for one in found.events if one.complaint == complaint.id)
    if hidden:
        return Shown("hidden", events=events)
    try:
        body = await run.ask(complaint.native_id, {"fields": "id,timestamp,hidden"})
    except FieldsRefusedError:
        return Shown("public", events=events)
    except NotFoundError:
        return Shown("gone", "the comment that it answers is gone")
    if read_item(body, wire.COMMENT)[0].get("hidden"):
        return Shown("hidden", "the comment that it answers is hidden", events)
    return Shown("public", events=events)


@contextmanager
def _sparing() -> Generator[None]:
    """What the app or its consent lacks keeps all replies back, and condemns none of them."""
    try:
        yield
    except SetupError as lacking:
        raise AuthError(
            lacking.message, channel=NAME, request=lacking.request, status=lacking.status, hint=lacking.hint
        ) from lacking
