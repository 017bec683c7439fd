"""Answering a review: the reply that stands there, putting ours in its place, and what the moderation makes of it.

For: ``GoogleReviews``. One request each.
Must not: replace a reply that the writer has not seen; the outbox asks what stands there, and compares.

A review has one reply. To put the same twice leaves one, but a reply that a colleague has typed in the meantime would
be gone without a trace (https://developers.google.com/my-business/reference/rest/v4/accounts.locations.reviews/
updateReply). What is posted is not published yet: it is pending, then approved or refused.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

from ...contract import ReplyLimit, Request, Shown
from ...errors import AuthError, NotFoundError, PayloadError, RejectedError, UnsupportedError
from ...model import Complaint, Event, EventType
from .errors import NAME, SetupError
from .mapping import Reviews
from .run import Run
from .state import Place

__all__ = ["LIMIT", "check", "own_replies", "send", "shown"]

LIMIT: Final = ReplyLimit(4_096, unit="bytes")
"""Bytes of UTF-8, not characters (accounts.locations.reviews, ReviewReply.comment)."""

_NAMED = re.compile(r"locations/[^/]+/reviews/[^/]+")


def check(complaint: Complaint, text: str, about: str | None) -> None:
    """Refuse what the platform has no place for. Raises RejectedError, UnsupportedError."""
    if not _NAMED.fullmatch(complaint.native_id):
        where = f" at {complaint.url}" if complaint.url else " in the Business Profile"
        raise UnsupportedError(
            f"{complaint.id} came from an export, whose names the API does not know",
            channel=NAME,
            hint=f"answer by hand{where}, and paste this text:\n{text}",
        )
    if about is not None:
        raise RejectedError(
            f"{complaint.id} has one reply, and nothing answers that", channel=NAME, hint="answer the review itself"
        )


async def own_replies(run: Run, native_id: str) -> list[Event]:
    """The reply that stands there. Raises NotFoundError; AuthError for a project that may not; PayloadError."""
    with _told():
        return _messages(await _review(run, native_id))


async def send(run: Run, native_id: str, text: str) -> Event:
    """Put the reply. Raises RejectedError, NotFoundError, AuthError: it was not taken; PayloadError: not known."""
    request = Request(
        "PUT",
        run.url(f"{await run.named(native_id)}/reply"),
        json={"comment": text},
        identity="owner",
        draws={"requests": 1},
        repeatable=False,
    )
    with _told():
        event = run.reader.written((await run.session.ask(request)).body, native_id)
    return event if event.at is not None else event.model_copy(update={"at": run.session.now})


async def shown(run: Run, native_id: str, event: Event) -> Shown:
    """What became of a reply. Raises NotFoundError, if the review is gone; AuthError; PayloadError."""
    with _told():
        found = await _review(run, native_id)
    standing = next(iter(_messages(found)), None)
    if standing is None:
        return Shown("gone")
    if (standing.text or "").split() != (event.text or "").split():
        # A colleague's: the next whole walk tells it, as what it is.
        return Shown("gone", "another reply stands in its place")
    events = tuple(found.events)
    if standing.public:
        return Shown("public", events=events)
    if standing.data.get("state") == "REJECTED":
        return Shown("rejected", str(standing.data.get("violation") or ""), events)
    # PENDING, or a state that Google has added since.
    return Shown("pending", events=events)


def _messages(found: Reviews) -> list[Event]:
    return [event for event in found.events if event.type is EventType.message]


async def _review(run: Run, native_id: str) -> Reviews:
    """The review by its name. Raises NotFoundError, if it is gone: two answers say so, and its location still answers.

    Raises: PayloadError, if it or its reply cannot be read, or its location is not where it was.
    """
    scope = native_id.partition("/reviews/")[0]
    try:
        body = await run.twice(await run.named(native_id))
    except NotFoundError:
        try:
            await run.twice(f"{await run.named(scope)}/reviews", {"pageSize": "1"})
        except NotFoundError as lost:
            raise PayloadError(
                f"{scope} is not found any more where it was", channel=NAME, hint="a sync looks for it; reply then"
            ) from lost
        raise
    found = run.reader.review(body, Place(id=scope, owner=""))
    if not found.complaints or found.hurt:
        raise PayloadError(f"{native_id} or its reply cannot be read", channel=NAME)
    return found


@contextmanager
def _told() -> Generator[None]:
    """What the project or its consent lacks keeps all replies back, and condemns none of them."""
    try:
        yield
    except SetupError as lacking:
        raise AuthError(
            lacking.message, channel=NAME, request=lacking.request, status=lacking.status, hint=lacking.hint
        ) from lacking
