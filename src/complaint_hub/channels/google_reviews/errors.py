"""What Google's refusals mean, and which of them no waiting can mend.

For: ``GoogleReviews.error``.
Must not: know what a walk does about it.

Bodies come in three shapes: ``google.rpc.Status`` with ``details``, the older one with ``errors``, and OAuth's, where
``error`` is a text. What is asked, in this order: a quota of zero, the reason, ``status``, the HTTP code.
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
    RateLimitError,
    RejectedError,
    UnavailableError,
)
from ...wire import clean_text, default_error, retry_after, scrub

__all__ = [
    "NotApprovedError",
    "PageTokenError",
    "PlaceRefusedError",
    "SetupError",
    "WalkStoppedError",
    "error",
]

NAME = "google_reviews"


class SetupError(RejectedError):
    """The project or its consent lacks something that only a person can set up; asking again changes nothing."""


class NotApprovedError(SetupError):
    """The project has a quota of zero: Google has not approved it yet. No rate limit, hence never retried."""


class PlaceRefusedError(RejectedError):
    """This location may not be read (not verified, no access); the others may."""


class PageTokenError(RejectedError):
    """A page of a walk is refused, perhaps because its token is too old: the walk may begin again, once."""


class WalkStoppedError(UnavailableError):
    """A guard stopped a walk that turned in circles; what it found is kept, the watermark stays."""


_Meaning = tuple[type[ChannelError], str]

_REASONS: Mapping[str, _Meaning] = {
    "SERVICE_DISABLED": (SetupError, "enable the service for the project in the Google Cloud console"),
    "accessNotConfigured": (SetupError, "enable the service for the project in the Google Cloud console"),
    "ACCESS_TOKEN_SCOPE_INSUFFICIENT": (SetupError, "give a new consent with the scope business.manage"),
    "insufficientPermissions": (SetupError, "give a new consent with the scope business.manage"),
    "RATE_LIMIT_EXCEEDED": (RateLimitError, ""),
    "rateLimitExceeded": (RateLimitError, ""),
    "userRateLimitExceeded": (RateLimitError, ""),
    "quotaExceeded": (RateLimitError, ""),
    "notFound": (NotFoundError, ""),
    "authError": (AuthError, "the consent may have been withdrawn: give a new one"),
    "backendError": (UnavailableError, ""),
    "internalError": (UnavailableError, ""),
}

_STATUSES: Mapping[str, _Meaning] = {
    "INVALID_ARGUMENT": (RejectedError, ""),
    "FAILED_PRECONDITION": (RejectedError, ""),
    "UNAUTHENTICATED": (AuthError, "the consent may have been withdrawn: give a new one"),
    "PERMISSION_DENIED": (SetupError, "the login must be an owner or manager of the profile"),
    "NOT_FOUND": (NotFoundError, ""),
    "RESOURCE_EXHAUSTED": (RateLimitError, ""),
    "INTERNAL": (UnavailableError, ""),
    "UNAVAILABLE": (UnavailableError, ""),
    "DEADLINE_EXCEEDED": (UnavailableError, ""),
    "ABORTED": (UnavailableError, ""),
}

_CODES: Mapping[int, str] = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
}

_OF_ONE_PLACE = re.compile(r"/accounts/[^/]+/locations/[^/]+/reviews")


def error(request: Request, response: Response) -> ChannelError | None:
    """Say what an answer means; None for a success."""
    if response.status < 400:
        return default_error(request, response)
    body = _error_of(response.body)
    text = _text(body)
    cls, hint = _meaning(request, response, body)
    named: dict[str, Any] = {"channel": NAME, "request": str(request), "status": response.status, "hint": hint}
    if cls is None:
        plain = default_error(request, response)
        assert plain is not None  # 400 and above are never fine
        plain.channel = NAME
        plain.message = f"{plain.message}: {text}" if text else plain.message
        return plain
    if cls is NotApprovedError:
        message = "the project is not approved for the Business Profile APIs: its quota is 0 requests a minute"
        return cls(f"{message} ({text})" if text else message, **named)
    message = text or _PLAIN[cls]
    if cls is RateLimitError:
        return RateLimitError(message, retry_after=retry_after(response), **named)
    return cls(message, **named)


_PLAIN: Mapping[type[ChannelError], str] = {
    SetupError: "Google refuses the project or its consent",
    PlaceRefusedError: "Google refuses this location",
    PageTokenError: "Google refuses this page",
    RejectedError: "Google refuses the request",
    RateLimitError: "too many requests a minute",
    AuthError: "Google does not accept the token",
    NotFoundError: "Google knows no such thing",
    UnavailableError: "Google is in trouble",
}


def _meaning(request: Request, response: Response, body: Mapping[str, Any]) -> tuple[type[ChannelError] | None, str]:
    if _quota_of_zero(body):
        return NotApprovedError, "apply for access (Application for Basic API Access), then wait for 300 a minute"
    known = next((_REASONS[reason] for reason in _reasons(body) if reason in _REASONS), None)
    if known is None:
        status = body.get("status")
        known = _STATUSES.get(status) if isinstance(status, str) else None
    if known is None:
        known = _STATUSES.get(_CODES.get(response.status, ""))
    if known is None:
        return None, ""
    cls, hint = known
    if cls is SetupError and response.status == 403 and _plain_refusal(body) and _OF_ONE_PLACE.search(request.url):
        return PlaceRefusedError, "the location must be verified, and the login an owner or manager of it"
    if cls is RejectedError and "pageToken" in (request.params or {}):
        return PageTokenError, hint
    return cls, hint


def _plain_refusal(body: Mapping[str, Any]) -> bool:
    """Say that no reason speaks of the project or its consent."""
    return not any(_REASONS.get(reason, (None, ""))[0] is SetupError for reason in _reasons(body))


def _quota_of_zero(body: Mapping[str, Any]) -> bool:
    for entry in _entries(body.get("details")):
        told = entry.get("metadata")
        if isinstance(told, dict) and str(cast("dict[str, object]", told).get("quota_limit_value")) == "0":
            return True
    return False


def _reasons(body: Mapping[str, Any]) -> Iterator[str]:
    for place in ("details", "errors"):
        for entry in _entries(body.get(place)):
            if isinstance(reason := entry.get("reason"), str):
                yield reason


def _entries(value: object) -> list[Mapping[str, Any]]:
    if not isinstance(value, list):
        return []
    return [cast("Mapping[str, Any]", entry) for entry in cast("list[object]", value) if isinstance(entry, dict)]


def _error_of(body: bytes) -> Mapping[str, Any]:
    """The error object, empty if there is none; OAuth's two texts become its message."""
    try:
        whole: object = json.loads(body[:200_000])
    except (ValueError, RecursionError):
        return {}
    if not isinstance(whole, dict):
        return {}
    said = cast("dict[str, object]", whole)
    found = said.get("error")
    if isinstance(found, str):
        told = said.get("error_description")
        return {"message": f"{found}: {told}" if isinstance(told, str) else found}
    return cast("Mapping[str, Any]", found) if isinstance(found, dict) else {}


def _text(body: Mapping[str, Any]) -> str:
    message = body.get("message")
    if not isinstance(message, str):
        return ""
    told = clean_text(html.unescape(re.sub(r"<[^<>]*>", "", message[:2_000]))).strip()
    return scrub(told.encode()).decode()[:300]
