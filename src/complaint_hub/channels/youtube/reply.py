"""Answering a thread with its owner's consent: what stands there of ours, sending, and what the public sees of it.

For: ``YouTube``. In units: two to look (more in a long thread), one and fifty to send, one to read back.
Must not: touch the checkpoint, or send under a consent that is not the channel's own.

Where an answer goes is always the thread: the platform knows no reply to a reply. A write has no key that would make a
second one harmless, and the spam filter may hide it from everybody, its owner included: that it is not found says
nothing (https://developers.google.com/youtube/v3/docs/comments/insert).
"""

from __future__ import annotations

from typing import Final

from ...contract import ReplyLimit, Request, Shown
from ...errors import AuthError, NotFoundError, PayloadError, RejectedError
from ...model import Complaint, Event, EventType, Role
from ...wire import read_list
from . import wire
from .mapping import NAME, Threads
from .run import PAGE, THREAD_PARTS, Run
from .state import PAGE_CAP

__all__ = ["COST", "LIMIT", "check", "own_replies", "send", "shown"]

LIMIT: Final = ReplyLimit(10_000)
"""The platform does not publish its limit; what it takes to be too long it refuses (``commentTextTooLong``)."""

COST: Final = 50
"""Units of a write (https://developers.google.com/youtube/v3/determine_quota_cost)."""

_UNPUBLISHED = {
    "held": "held for review",
    "likely_spam": "taken for spam",
    "rejected": "rejected",
}
_QUEUES = {
    "heldForReview": "held for review: publish it in YouTube Studio",
    "likelySpam": "taken for spam: publish it in YouTube Studio, or answer in other words",
}


def check(complaint: Complaint, about: str | None) -> None:
    """Refuse what nobody would see. Raises RejectedError."""
    held = _UNPUBLISHED.get(complaint.source_detail or "")
    if held is None and about is not None:
        known = (e for e in complaint.timeline or () if e.type is EventType.message and e.key == about)
        held = "not public" if any(not event.public for event in known) else None
    if held is not None:
        what = complaint.id if about is None else f"the message {about}"
        raise RejectedError(
            f"{what} is {held}: nobody would see a reply",
            channel=NAME,
            hint="publish it in YouTube Studio, sync, and reply then",
        )


async def own_replies(run: Run, account: str, thread: str) -> list[Event]:
    """All our replies of a thread that its owner is shown, held ones among them as far as they come inside it.

    Raises: NotFoundError; AuthError, if the consent is of another channel; PayloadError.
    """
    await _ask_whose(run, account)
    found = await _thread(run, thread)
    if found is None:
        raise NotFoundError("the thread is gone", channel=NAME)
    told = {event.key: event for event in found.events}
    if found.inline[thread] < found.totals[thread]:
        told |= await _walk(run, thread, identity="owner")
    # A reply whose author the platform leaves out may be ours.
    return [event for event in told.values() if event.role is not Role.citizen]


async def send(run: Run, base: str, thread: str, text: str) -> Event:
    """Ask whether the thread takes a reply, for a refused write costs as much as a good one; then write, once.

    Raises: RejectedError, NotFoundError: it was not taken; PayloadError: that is not known.
    """
    found = await _thread(run, thread)
    if found is None:
        raise NotFoundError("the thread is gone", channel=NAME)
    if thread in found.unpublished:
        raise RejectedError("the thread is held back: nobody would see a reply", channel=NAME)
    if found.repliable.get(thread) is False:
        raise RejectedError(
            "the thread takes no reply", channel=NAME, hint="it is closed, or comments are switched off"
        )
    request = Request(
        "POST",
        base + "comments",
        params={"part": "id,snippet", "prettyPrint": "false"},
        json={"snippet": {"parentId": thread, "textOriginal": text}},
        identity="owner",
        draws={"units": COST},
        repeatable=False,
    )
    body = (await run.session.ask(request)).body
    # A list of one, so that it is read like any other reply.
    events = run.reader.replies(b'{"items":[' + body.removeprefix(b"\xef\xbb\xbf") + b"]}", thread).events
    if not events:
        raise PayloadError("the answer to a reply cannot be read", channel=NAME, raw=body)
    return events[0]


async def shown(run: Run, complaint: Complaint, event: Event) -> Shown:
    """Look for a reply of ours as a stranger, with the key; and where it is missing, as the owner, for the reason.

    What a stranger does not see is ``hidden``, even where the owner is not shown it either: it was taken, and the spam
    filter hides some from everybody.
    """
    thread = complaint.native_id
    try:
        public = await _walk(run, thread, identity="public", wanted=event.key)
    except RejectedError as refused:  # comments are switched off, the video is private
        return Shown("hidden", refused.message)
    except NotFoundError:
        if await _thread(run, thread) is None:
            return Shown("gone", "the thread is gone")
        return Shown("hidden", "strangers do not find its thread")
    if event.key in public:
        return Shown("public", events=(public[event.key],))
    return Shown("hidden", await _why(run, complaint.scope, event.key))


async def _why(run: Run, video: str | None, key: str) -> str:
    """In which of the owner's queues a reply stands, in words; empty if in none."""
    for status, reason in _QUEUES.items() if video else ():
        params = {
            **THREAD_PARTS,
            "videoId": video or "",
            "moderationStatus": status,
            "order": "time",
            "maxResults": PAGE,
        }
        try:
            found = run.reader.threads(await run.ask("commentThreads", params, identity="owner"), place="owner")
        except (NotFoundError, RejectedError):
            return ""
        if any(event.key == key and not event.public for event in found.events):
            return reason
    return ""


async def _ask_whose(run: Run, account: str) -> None:
    """Whose the consent is: signed in as a person instead of the channel, somebody answers under his own name."""
    body = await run.ask("channels", {"part": "id,contentDetails", "mine": "true"}, identity="owner")
    ids = [item.get("id") for item in read_list(body, wire.CHANNEL_PAGE, wire.CHANNEL).items]
    if account not in ids:
        raise AuthError(
            f"the owner's consent is of {ids[0] if ids else 'no channel'}, not of {account}: nothing was sent",
            channel=NAME,
            hint="consent again, signed in as the channel itself",
        )


async def _thread(run: Run, thread: str) -> Threads | None:
    """The thread as its owner sees it; None, if two answers leave it out, for one alone was seen to be wrong."""
    for _ in range(2):
        try:
            body = await run.ask("commentThreads", {**THREAD_PARTS, "id": thread}, identity="owner")
        except NotFoundError:
            continue
        found = run.reader.threads(body, place="owner")
        if thread in found.totals:
            return found
        if found.skipped:
            raise PayloadError("the thread cannot be read", channel=NAME)
    return None


async def _walk(run: Run, thread: str, *, identity: str, wanted: str | None = None) -> dict[str, Event]:
    """The replies of a thread by their keys, to the last one or to the one that is *wanted*.

    Raises: PayloadError, if the list turns in circles.
    """
    params = {"part": "id,snippet", "parentId": thread, "maxResults": PAGE, "textFormat": "plainText"}
    told: dict[str, Event] = {}
    tokens: set[str] = set()
    while True:
        page = run.reader.replies(await run.ask("comments", params, identity=identity), thread)
        told |= {event.key: event for event in page.events}
        if page.token is None or wanted in told:
            return told
        if page.token in tokens or len(tokens) >= PAGE_CAP:
            raise PayloadError("the replies of the thread turn in circles", channel=NAME)
        tokens.add(page.token)
        params["pageToken"] = page.token
