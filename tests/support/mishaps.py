"""What a platform may answer instead: each way to fail, and in each of them all that it was sent.

For: tests that no secret gets out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from complaint_hub.sandbox import server
from support.leaking import Mishap, echo

__all__ = ["MISHAPS"]


def told(message: str) -> str:
    """A refusal that says *message* in the way of each platform at once."""
    error = {"code": 403, "message": message, "status": message, "details": [{"reason": message}]}
    return json.dumps(
        {
            "error": error | {"errors": [{"message": message, "reason": message}], "error_user_msg": message},
            "error_description": message,
            "code": 40002,
            "message": message,
        }
    )


def status(code: int, write: Callable[[str], str] = told, *, pad: int = 0, **headers: str) -> Mishap:
    """An answer whose body tells all of its request, behind *pad* signs; a header ``echo`` does so too."""

    def mishap(request: server.Request) -> server.Response:
        line = echo(request).replace("\r\n", " ")
        named = {name.replace("_", "-"): line if value == "echo" else value for name, value in headers.items()}
        return server.Response(code, write("." * pad + echo(request)).encode(), named)

    return mishap


def cut(at: int) -> Mishap:
    return lambda request: server.Response(200, told(echo(request)).encode(), cut=at)


def slow(request: server.Request) -> server.Response:
    return server.Response(200, b"{}", delay=0.5)


def html(text: str) -> str:
    return f"<html><a href='{text}'>{text}</a></html>"


def php(text: str) -> str:
    """As PHP writes JSON."""
    return told(text).replace("/", "\\/")


def refused(text: str) -> str:
    """A token endpoint that puts all into the code itself."""
    return json.dumps({"error": text, "error_description": text, "code": 40105, "message": text})


MISHAPS: Mapping[str, Mishap] = {
    **{f"{code} JSON": status(code) for code in (200, 400, 401, 403, 404, 410, 429, 500, 503)},
    **{f"{code} HTML": status(code, html) for code in (200, 403, 502)},
    **{f"403 behind {pad} signs": status(403, pad=pad) for pad in (180, 280, 1_900)},
    "401 as PHP writes it": status(401, php),
    "400 as a token endpoint": status(400, refused),
    "200 as a token endpoint": status(200, refused),
    "text": status(403, str),
    "a list": status(200, lambda text: json.dumps([text])),
    "a null": status(200, lambda text: "null"),
    "damaged items": status(200, lambda text: json.dumps({"items": [{"id": text}], "data": [{"id": text}], "code": 0})),
    "a cursor": status(200, lambda text: json.dumps({"nextPageToken": text, "items": [], "code": 0, "data": {}})),
    "429 later": status(429, retry_after="3600"),
    "429 with an echo": status(429, retry_after="echo"),
    "headers": status(200, x_app_usage="echo", facebook_api_version="echo", x_debug="echo"),
    "set-cookie": status(403, set_cookie="echo"),
    **{f"redirect {code}": status(code, location="echo") for code in (301, 302, 303, 307, 308)},
    "no gzip": status(200, content_encoding="gzip"),
    "cut": cut(40),
    "cut before the status": cut(-1),
    "slow": slow,
}
