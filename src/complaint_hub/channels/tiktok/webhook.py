"""What TikTok tells of an account's comments by webhook, and reading what it speaks of.

For: ``TikTok.receive`` and ``TikTok.refresh``.
Must not: believe what a call says beyond its ids: it names no author, comes late, twice and in any order, and our own
replies come, too; or refuse a genuine call that says nothing of use, for it would be repeated for 72 hours.

Within five minutes of a comment or reply, of its deletion, and of a change of who sees it
(portal, "comment.update"). An app has one subscription for all accounts that have consented.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast

from pydantic import JsonValue, TypeAdapter

from ...contract import Notice, Page, Receipt, WebhookCall
from ...errors import PayloadError
from ...webhooks import verify_tiktok
from ...wire import read_item
from .errors import NAME
from .marks import Remembered
from .refetch import refetch
from .run import Run

__all__ = ["received", "refresh"]

_PAYLOAD: TypeAdapter[JsonValue] = TypeAdapter(JsonValue)
_ACTIONS = frozenset({"insert", "delete", "set_to_hidden", "set_to_friends_only", "set_to_public"})


def received(
    call: WebhookCall, *, account: str, secrets: Sequence[str], now: datetime, tolerance: timedelta
) -> Receipt:
    """Answer a call. Raises AuthError."""
    verify_tiktok(call.body, call.headers, secrets=secrets, now=now, tolerance=tolerance)
    try:
        envelope = _read(call.body)
        if envelope.get("user_openid") != account:
            return Receipt()
        if envelope.get("event") != "comment.update":
            return Receipt(note=_note("event", envelope.get("event")))
        content = envelope.get("content")
        # A text with JSON in it, and in it ids of 19 digits as numbers, which no float must ever touch.
        told = _read(content.encode("utf-8", "surrogatepass")) if isinstance(content, str) else {}
    except PayloadError as unread:
        return Receipt(note=f"a call of TikTok could not be read: {unread.message}")
    comment, video, action = _id(told.get("comment_id")), _id(told.get("video_id")), told.get("comment_action")
    if comment is None or video is None or action not in _ACTIONS:
        return Receipt(note=_note("comment_action", action))
    key = f"{comment}/{action}/{_id(told.get('timestamp')) or 0}"
    return Receipt(notices=(Notice(NAME, account, key, (comment,), video),))


async def refresh(run: Run, notices: Sequence[Notice]) -> Page:
    """Ask for the comments of some notices, thirty a request and video."""
    under = {id: notice.scope for notice in notices for id in notice.native_ids if notice.scope is not None}
    page = await refetch(run, list(under), under=under)
    found = {complaint.native_id for complaint in page.complaints} | {event.key for event in page.events}
    known = await run.session.marks(sorted(found)) if found else {}
    # How many replies a comment has is left open, so that the next walk looks at them itself.
    marks = {id: str(Remembered(under[id])) for id in sorted(found & under.keys()) if id not in known}
    return replace(page, marks=marks)


def _read(raw: bytes) -> Mapping[str, Any]:
    found, _ = read_item(raw, _PAYLOAD)
    if not isinstance(found, dict):
        raise PayloadError("it is no object")
    return cast("dict[str, Any]", found)


def _note(what: str, value: object) -> str:
    shown = "".join(sign for sign in str(value)[:60] if sign.isascii() and (sign.isalnum() or sign in "._"))
    return f"a call of TikTok told of what is not read: {what} {shown}"


def _id(value: object) -> str | None:
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return text if text.isascii() and text.isdigit() and 0 < len(text) <= 30 else None
