"""What Instagram's refusals mean, told by code and subcode: never by ``type``, and last by the HTTP status.

For: ``Instagram.error`` and ``consent``.
Must not: know what a walk does about it.

Codes as published (https://developers.facebook.com/docs/graph-api/guides/error-handling and, for Instagram's own,
https://developers.facebook.com/documentation/instagram-platform/instagram-graph-api/reference/error-codes). A throttle
may come as 400, 403 or 429, and an error inside an answer of 200.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, cast

from ...contract import Request, Response
from ...errors import (
    AuthError,
    ChannelError,
    NotFoundError,
    PayloadError,
    RateLimitError,
    RejectedError,
    UnavailableError,
)
from ...wire import clean_text, default_error, retry_after, scrub
from .usage import usage

__all__ = [
    "NAME",
    "FieldsRefusedError",
    "SetupError",
    "TooMuchDataError",
    "WalkStoppedError",
    "WrittenError",
    "error",
]

NAME = "instagram"


class SetupError(RejectedError):
    """A right or a capability is missing that only a person can give; asking again changes nothing."""


class FieldsRefusedError(RejectedError):
    """A parameter is refused: a field that is not permitted, or a cursor that is not taken any more."""


class TooMuchDataError(RejectedError):
    """The answer would be too large: the same question with a smaller page may pass."""


class WrittenError(PayloadError):
    """A write was refused, and may be done all the same: look for it before anything is sent again."""


class WalkStoppedError(UnavailableError):
    """A guard stopped a walk that turned in circles; what it found is kept, what lies behind is not."""


_Meaning = tuple[type[ChannelError], str]

_DEAD = "the login has to consent anew, and the new token be put in the place of the old one"
_RIGHTS = "the consent needs the rights to read media and to manage comments; the app may need its review"
_WRITTEN = "the comment stands although the answer is a refusal: never ask for fields there"
_UNKNOWN = "nobody has described this refusal of a write: look on the platform what became of it"
_PAUSE = "the run goes on when calls are taken again"
# Nothing says how long; asking on makes it longer. A pause of our own choice.
_COOL_DOWN = 6 * 3_600.0
_BLIND_WAIT = 5 * 60.0

_CODES: Mapping[int, _Meaning] = {
    **dict.fromkeys((-2, -1, 1, 2), (UnavailableError, "")),
    **dict.fromkeys((4, 17, 32, 341, 613, 80001, 80002, 80006), (RateLimitError, _PAUSE)),
    **dict.fromkeys((102, 104, 190), (AuthError, _DEAD)),
    **dict.fromkeys((3, 10, 283, *range(200, 300)), (SetupError, _RIGHTS)),
    9: (RejectedError, ""),
    24: (RejectedError, ""),
    25: (SetupError, "the account is restricted: look into the Instagram app"),
    100: (FieldsRefusedError, ""),
    368: (RateLimitError, "Meta has blocked this for a while: leave it alone, then ask less often"),
    506: (RejectedError, "the same text stands there already"),
    803: (RejectedError, "an account is named by its number (user_id), never by its handle"),
    2500: (RejectedError, "the address is none that the platform knows"),
}
_SUBCODES: Mapping[tuple[int, int], _Meaning] = {
    (4, 2207051): (RejectedError, "the platform takes it for spam: a person has to look"),
    (24, 2207006): (NotFoundError, "the post is gone, or the consent does not cover it"),
    (24, 2207008): (UnavailableError, ""),
    (100, 33): (NotFoundError, "it is gone, or the consent does not cover it"),
    (20, 1772107): (WrittenError, _WRITTEN),
}
_DEATHS: Mapping[int, str] = {
    458: "the login has removed the app",
    459: "the login has to confirm something in the Instagram app (checkpoint)",
    460: "the password was changed",
    463: "the token has run out",
    464: "the login has to confirm something in the Instagram app (checkpoint)",
    467: "the token is not valid any more",
    492: "the login has no role at the page any more",
}
# A connector in wide use leaves such an item out; whether it is a code or a subcode, nobody says.
_LEFT_OUT = 2108006


def error(request: Request, response: Response) -> ChannelError | None:
    """Say what an answer means; None for a success."""
    if response.status < 300 and not _may_be_error(response.body):
        return None
    body = _error_of(response.body)
    if not body:
        return _plain(request, response)
    text = _text(body)
    cls, hint = _meaning(request, body, text)
    if cls is None:
        if response.status >= 300:
            return _plain(request, response, text)
        cls = RejectedError if request.method == "GET" else WrittenError
    named: dict[str, Any] = {"channel": NAME, "request": str(request), "status": response.status, "hint": hint}
    message = f"{text or 'Instagram refuses the request'}{_numbers(body)}"
    if cls is RateLimitError:
        return RateLimitError(message, retry_after=_wait(response, _number(body, "code")), **named)
    return cls(message, **named)


def _meaning(request: Request, body: Mapping[str, Any], text: str) -> tuple[type[ChannelError] | None, str]:
    code, sub = _number(body, "code"), _number(body, "error_subcode")
    if _LEFT_OUT in (code, sub):
        return RejectedError, ""
    reads = request.method == "GET"
    if code == 1 and reads and "reduce the amount of data" in text.lower():
        return TooMuchDataError, ""
    if code is not None and sub is not None and (code, sub) in _SUBCODES:
        return _SUBCODES[code, sub]
    if code is not None and code in _CODES:
        cls, hint = _CODES[code]
        if cls is AuthError and sub is not None and sub in _DEATHS:
            return cls, f"{_DEATHS[sub]}; {hint}"
        if cls is FieldsRefusedError and not (reads and "fields" in (request.params or {})):
            return RejectedError, hint
        return cls, hint
    if body.get("is_transient") is True:
        return UnavailableError, ""
    # A refusal with a code of its own was seen after the write was done, so one that is unknown says nothing.
    return (WrittenError, _WRITTEN if code == 20 else _UNKNOWN) if code is not None and not reads else (None, "")


def _wait(response: Response, code: int | None) -> float:
    """Seconds until it makes sense to ask again; the longest of all that the answer says."""
    told = max(usage(response.headers).wait, retry_after(response) or 0.0)
    if code == 368:
        return max(told, _COOL_DOWN)
    return told or _BLIND_WAIT


def _plain(request: Request, response: Response, text: str = "") -> ChannelError | None:
    plain = default_error(request, response)
    if plain is not None:
        plain.channel = NAME
        plain.message = f"{plain.message}: {text}" if text else plain.message
        if isinstance(plain, RateLimitError):
            plain.retry_after = _wait(response, None)
    return plain


def _may_be_error(body: bytes) -> bool:
    """Say whether an answer of 200 may be an error: it then begins with it."""
    return re.match(rb'\s*\{\s*"error"\s*:', body) is not None


def _error_of(body: bytes) -> Mapping[str, Any]:
    """The error object; a plain text becomes its message. Empty, if there is none."""
    try:
        whole: object = json.loads(body[:200_000])
    except (ValueError, RecursionError):
        return {}
    if not isinstance(whole, dict):
        return {}
    said = cast("dict[str, object]", whole)
    found = said.get("error")
    if isinstance(found, str):
        told = said.get("error_description") or said.get("error_message")
        return {"message": f"{found}: {told}" if isinstance(told, str) else found, "code": said.get("code")}
    if isinstance(found, dict):
        return cast("Mapping[str, Any]", found)
    # The token addresses of the Instagram login answer without an envelope.
    return {"message": said["error_message"], "code": said.get("code")} if "error_message" in said else {}


def _number(body: Mapping[str, Any], name: str) -> int | None:
    value = body.get(name)
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,9}", value):
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _numbers(body: Mapping[str, Any]) -> str:
    """``(code 100, subcode 33)``: what a person looks up."""
    code, sub = _number(body, "code"), _number(body, "error_subcode")
    if code is None or abs(code) >= 10**12:
        return ""
    return f" (code {code}, subcode {sub})" if sub is not None and abs(sub) < 10**12 else f" (code {code})"


def _text(body: Mapping[str, Any]) -> str:
    message = body.get("message")
    if not isinstance(message, str):
        return ""
    told = clean_text(re.sub(r"<[^<>]*>", "", message[:2_000])).strip()
    return scrub(told.encode()).decode()[:300]
