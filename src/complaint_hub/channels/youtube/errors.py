"""What YouTube's refusals mean, told by their reason: a 403 may be quota, pace, permission or disabled comments.

For: ``YouTube.error``.
Must not: know what a walk does about it.

Asked in this order: ``errors[0].reason``, ``details[].reason``, ``status``, the HTTP code. Reasons as published
(https://developers.google.com/youtube/v3/docs/errors), gateway reasons as in ``google.rpc.ErrorInfo``.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

from ...contract import Request, Response
from ...errors import (
    AuthError,
    ChannelError,
    NotFoundError,
    QuotaError,
    RateLimitError,
    RejectedError,
    UnavailableError,
)
from ...wire import clean_text, default_error, retry_after, scrub

__all__ = ["CommentsDisabledError", "PageTokenError", "WalkStoppedError", "error"]


class PageTokenError(RejectedError):
    """The page token is not taken (any more): the walk may begin again, once."""


class CommentsDisabledError(RejectedError):
    """The video takes no comments: a normal state, no failure."""


class WalkStoppedError(UnavailableError):
    """A guard stopped a walk that turned in circles; what it found is kept, what lies behind is not."""


_QUOTA = ("quotaExceeded", "dailyLimitExceeded", "dailyLimitExceededUnreg")
_PACE = ("rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED", "RESOURCE_EXHAUSTED")
_KEY = (
    "keyInvalid",
    "keyExpired",
    "ipRefererBlocked",
    "API_KEY_INVALID",
    "API_KEY_EXPIRED",
    "API_KEY_SERVICE_BLOCKED",
    "API_KEY_HTTP_REFERRER_BLOCKED",
    "API_KEY_IP_ADDRESS_BLOCKED",
)
_PROJECT = ("accessNotConfigured", "SERVICE_DISABLED")
_SCOPE = ("insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT")
_LOGIN = ("authError", "required", "UNAUTHENTICATED", "PERMISSION_DENIED")
_ACCOUNT = (
    "ineligibleAccount",
    "authenticatedUserNotChannel",
    "authenticatedUserAccountClosed",
    "authenticatedUserAccountSuspended",
    "accountDelegationForbidden",
)
_GONE = (
    "videoNotFound",
    "channelNotFound",
    "commentThreadNotFound",
    "commentNotFound",
    "parentCommentNotFound",
    "playlistNotFound",
    "notFound",
    "NOT_FOUND",
)
_REFUSED = (
    "incompatibleParameters",
    "invalidFilters",
    "unexpectedParameter",
    "missingRequiredParameter",
    "operationNotSupported",
    "playlistItemsNotAccessible",
)
# Of a write alone, with the way out (https://developers.google.com/youtube/v3/docs/comments/insert#errors).
_WRITTEN = {
    "commentTextRequired": "write something",
    "commentTextTooLong": "shorten the text",
    "invalidCustomEmoji": "take the emoji out of the text",
    "invalidCommentMetadata": "a fault in what was sent: report it",
    "parentIdMissing": "a fault in what was sent: report it",
    "parentCommentIsPrivate": "nobody can reply there",
    "channelOrVideoIdMissing": "a fault in what was sent: report it",
    "banWithoutReject": "only the author of a rejected comment can be banned",
    "writeForbidden": "this account may not write there",
}
# processingFailure is mostly an outage, of days at times, and leaves open whether a write was done.
_TROUBLE = ("backendError", "internalError", "processingFailure", "UNAVAILABLE", "INTERNAL")

_Meaning = tuple[type[ChannelError], str]

_MEANINGS: Mapping[str, _Meaning] = {
    **dict.fromkeys(_QUOTA, (QuotaError, "the units of the day are spent; they come back at midnight Pacific")),
    **dict.fromkeys(_PACE, (RateLimitError, "fewer requests a minute")),
    **dict.fromkeys(_KEY, (AuthError, "check the API key and its restrictions in the Google Cloud console")),
    **dict.fromkeys(_PROJECT, (AuthError, "enable YouTube Data API v3 for the key's project")),
    **dict.fromkeys(_SCOPE, (AuthError, "the credential's rights are too small for this")),
    **dict.fromkeys(_LOGIN, (AuthError, "check the key or token and its rights")),
    **dict.fromkeys(_ACCOUNT, (AuthError, "the account itself may not do this")),
    **dict.fromkeys(_GONE, (NotFoundError, "")),
    **dict.fromkeys(_REFUSED, (RejectedError, "")),
    **dict.fromkeys(_TROUBLE, (UnavailableError, "")),
    **{reason: (RejectedError, hint) for reason, hint in _WRITTEN.items()},
    "parentCommentNotFound": (NotFoundError, "the comment is gone, or itself a reply: only a thread can be replied to"),
    "commentsDisabled": (CommentsDisabledError, ""),
    "invalidPageToken": (PageTokenError, ""),
}

# Where nothing but the text speaks.
_TEXTS: tuple[tuple[str, str], ...] = (
    ("exceeded your quota", "quotaExceeded"),
    ("per day", "quotaExceeded"),
    ("disabled comments", "commentsDisabled"),
)


def error(request: Request, response: Response) -> ChannelError | None:
    """Say what an answer of the API means; None for a success."""
    if response.status < 400:
        return default_error(request, response)
    body = _error_of(response.body)
    text = _text(body)
    cls, hint = _meaning(body, text)
    if cls is None:
        plain = default_error(request, response)
        if plain is not None and text:
            plain = _told(plain, text)
        return plain
    named: dict[str, Any] = {"channel": "youtube", "request": str(request), "status": response.status, "hint": hint}
    message = text or "YouTube refuses the request"
    if cls is RateLimitError:
        return RateLimitError(message, retry_after=retry_after(response), **named)
    return cls(message, **named)


def _meaning(body: Mapping[str, Any], text: str) -> tuple[type[ChannelError] | None, str]:
    for reason in _reasons(body):
        known = _MEANINGS.get(reason)
        if known is None:
            continue
        if known[0] is RateLimitError:
            by_day = any(sign in text for sign, meaning in _TEXTS if meaning == "quotaExceeded")
            return _MEANINGS["quotaExceeded"] if by_day else known
        # The status says less than a text that names the quota.
        if reason in ("PERMISSION_DENIED", "NOT_FOUND") and (told := _by_text(text)) is not None:
            return told
        return known
    return _by_text(text) or (None, "")


def _by_text(text: str) -> _Meaning | None:
    return next((_MEANINGS[meaning] for sign, meaning in _TEXTS if sign in text), None)


def _reasons(body: Mapping[str, Any]) -> Iterator[str]:
    """The reasons of an error in the order in which they count."""
    for entry in _entries(body.get("errors"))[:1]:
        reason = entry.get("reason")
        if reason == "forbidden" and entry.get("location") == "body":
            yield "writeForbidden"
        elif reason == "forbidden" and str(entry.get("domain", "")).startswith("youtube."):
            # Of this thread or video alone: no sign of a bad key, and never of spent quota.
            yield "operationNotSupported"
        elif isinstance(reason, str):
            yield reason
    for entry in _entries(body.get("details")):
        if isinstance(reason := entry.get("reason"), str):
            yield reason
    for name in ("plain", "status"):
        if isinstance(reason := body.get(name), str):
            yield reason


def _entries(value: object) -> list[Mapping[str, Any]]:
    if not isinstance(value, list):
        return []
    return [cast("Mapping[str, Any]", entry) for entry in cast("list[object]", value) if isinstance(entry, dict)]


def _error_of(body: bytes) -> Mapping[str, Any]:
    """The error object; a plain text stands under ``plain``. Empty, if there is none."""
    try:
        whole: object = json.loads(body[:200_000])
    except (ValueError, RecursionError):
        return {}
    found = cast("dict[str, object]", whole).get("error") if isinstance(whole, dict) else None
    if isinstance(found, str):
        return {"plain": found, "message": found}
    return cast("Mapping[str, Any]", found) if isinstance(found, dict) else {}


def _text(body: Mapping[str, Any]) -> str:
    message = body.get("message")
    if not isinstance(message, str):
        return ""
    # The platform's messages carry links and <code>.
    told = clean_text(html.unescape(re.sub(r"<[^<>]*>", "", message[:2_000]))).strip()
    return scrub(told.encode()).decode()[:300]


def _told(plain: ChannelError, text: str) -> ChannelError:
    plain.message = f"{plain.message}: {text}"
    plain.channel = "youtube"
    return plain
