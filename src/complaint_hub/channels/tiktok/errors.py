"""What TikTok's codes mean. Success and failure both come as HTTP 200, so the code in the body decides.

For: ``TikTok.error`` and ``consent``.
Must not: know what a walk does about it.

40100 and 40132 are throttles, no dead tokens, and must never cost a connection. Names and numbers as in the platform's
SDK (https://github.com/tiktok/tiktok-business-api-sdk, ``tiktok_code``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ...contract import Request, Response
from ...errors import (
    AuthError,
    ChannelError,
    NotFoundError,
    PayloadError,
    QuotaError,
    RateLimitError,
    RejectedError,
    UnavailableError,
)
from ...wire import default_error, retry_after
from .wire import Envelope, open_envelope

__all__ = [
    "CONSENT_GONE",
    "NAME",
    "NEW_CONSENT",
    "OK",
    "PARTIAL",
    "THROTTLED",
    "FieldRefusedError",
    "SetupError",
    "VideoRefusedError",
    "WalkStoppedError",
    "error",
]

NAME = "tiktok"


class SetupError(RejectedError):
    """The app or its consent lacks something that only a person can set up; asking again changes nothing."""


class FieldRefusedError(SetupError):
    """One of the fields asked for is not covered by the consent; it costs the whole list."""


class VideoRefusedError(RejectedError):
    """This video may not be read; the others may."""


class WalkStoppedError(UnavailableError):
    """A guard stopped a walk that does not come on; what it found is kept, the watermark stays."""


OK, PARTIAL = 0, 20001
_DUPLICATED = 40050
THROTTLED = frozenset({40100, 40132})
"""REQUEST_TOO_FREQUENT, REQUEST_FREQUENCY_LIMITED."""

CONSENT_GONE = frozenset({40102, 40103, 40104, 40105, 40107, 40110, 40131})
"""Where the token endpoint answers one of these, only a new consent helps."""

# A breach of the minute clears after five (portal, "Rate limits"); the platform does not say so in the answer.
_THROTTLE_LASTS = 300.0

NEW_CONSENT = (
    "the owner of the account has to authorise the app anew (scopes user.info.basic, video.list, comment.list, and "
    "comment.list.manage to answer), and the new refresh token goes into the settings; a consent ends after a year, "
    "when it is withdrawn, and when a program was stopped between the answer with a new refresh token and its storing"
)
_OPERATOR = "look at the app in the TikTok API for Business portal: its review, its permissions, its allow list"

_Meaning = tuple[type[ChannelError], str]

_MEANINGS: Mapping[int, _Meaning] = {
    40000: (RejectedError, ""),
    40002: (RejectedError, ""),
    40001: (SetupError, NEW_CONSENT),
    **dict.fromkeys((40003, 40113, 40117, 40118, 40124, 40125), (SetupError, _OPERATOR)),
    40006: (RejectedError, "the platform has moved this path: look for a newer version of complaint_hub"),
    40007: (NotFoundError, ""),
    40400: (RejectedError, "the platform has moved this path: look for a newer version of complaint_hub"),
    _DUPLICATED: (RejectedError, "the same was sent before: look at what became of it before it is sent again"),
    40102: (AuthError, NEW_CONSENT),
    40104: (AuthError, NEW_CONSENT),
    40105: (AuthError, NEW_CONSENT),
    **dict.fromkeys((40103, 40107, 40110, 40131), (SetupError, NEW_CONSENT)),
    40130: (FieldRefusedError, NEW_CONSENT),
    40201: (UnavailableError, ""),
    40202: (UnavailableError, ""),
}

_PLAIN: Mapping[type[ChannelError], str] = {
    SetupError: "TikTok refuses the app or its consent",
    FieldRefusedError: "the consent does not cover what is asked for",
    VideoRefusedError: "TikTok refuses this video",
    RejectedError: "TikTok refuses the request",
    AuthError: "TikTok does not accept the token",
    NotFoundError: "TikTok knows no such thing",
    UnavailableError: "TikTok is in trouble",
    PayloadError: "TikTok's answer to a write leaves open what became of it",
}

# 40001 and 40002 are also what is said of a comment or a video that is gone; only the text tells.
_GONE = re.compile(r"(does(n't|n’t| not) exist|not found|no longer exists?|been (deleted|removed))", re.IGNORECASE)
_DENIED = re.compile(r"permission|scope", re.IGNORECASE)
_BY_DAY = re.compile(r"\b(day|daily|24 ?h(ours?)?)\b", re.IGNORECASE)


def error(request: Request, response: Response) -> ChannelError | None:
    """Say what an answer means; None for a success: code 0, and 20001, a success in part."""
    if not 200 <= response.status < 300:
        return _by_status(request, response)
    try:
        told = open_envelope(response.body)
    except PayloadError as damage:
        damage.channel, damage.request = NAME, str(request)
        return damage
    return _by_code(request, response, told)


def _by_status(request: Request, response: Response) -> ChannelError | None:
    try:
        told = open_envelope(response.body)
    except PayloadError:
        told = Envelope(OK, "", None)
    plain = _by_code(request, response, told) or default_error(request, response)
    if isinstance(plain, RateLimitError) and not isinstance(plain, QuotaError) and plain.retry_after is None:
        plain.retry_after = _THROTTLE_LASTS
    if plain is not None:
        plain.channel, plain.status = NAME, response.status
    return plain


def _by_code(request: Request, response: Response, told: Envelope) -> ChannelError | None:
    code, text = told.code, told.message
    if code in (OK, PARTIAL):
        return None
    named: dict[str, Any] = {"channel": NAME, "request": str(request)}
    if code in THROTTLED:
        if _BY_DAY.search(text):
            return QuotaError(
                _message(text or "the day's requests are spent", code), hint="the day ends at 00:00 UTC", **named
            )
        waiting = retry_after(response)
        return RateLimitError(
            _message(text or "too many requests", code),
            retry_after=_THROTTLE_LASTS if waiting is None else waiting,
            **named,
        )
    cls, hint = _meaning(request, code, text)
    return cls(_message(text or _PLAIN[cls], code), hint=hint, **named)


def _meaning(request: Request, code: int, text: str) -> _Meaning:
    if 50000 <= code < 60000:
        return UnavailableError, ""
    if code in (40000, 40001, 40002) and _GONE.search(text) and not _DENIED.search(text):
        return NotFoundError, ""
    cls, hint = _MEANINGS.get(code, (RejectedError, ""))
    if request.method != "GET" and (code == _DUPLICATED or not 40000 <= code < 50000):
        # Of the first it may be the one that was taken; what the others say of a write nobody knows.
        return PayloadError, hint or "it is not known whether the platform took it"
    if code == 40001 and "/business/comment/" in request.url:
        # It may be this video alone; where it is all of them, the walk over the videos says so.
        return VideoRefusedError, hint
    return cls, hint


def _message(text: str, code: int) -> str:
    return f"{text} (code {code})"
