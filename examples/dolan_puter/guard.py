"""What keeps strangers out of every page: headers, where a form may come from, and how much of it is read.

For: ``app``, which puts it around the pages.
Must not: know a page, or who is signed in.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import parse_qsl, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["SafeHeaders", "SameOrigin", "ThisMachineOnly", "form", "is_loopback"]

_FORM_CAP = 64 * 1024
_HEADERS = {
    # No script at all; the dashboard brings a policy of its own, with the hashes of its script and style.
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    # Not "no-referrer": forms would then name no origin, by which SameOrigin knows them.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_NOT_FROM_HERE = "Ditolak: formulir ini tidak dikirim dari halaman layanan ini. Buka kembali halamannya, lalu ulangi."
_NOT_THIS_MACHINE = "Ditolak: masuk tanpa kata sandi hanya berlaku di komputer ini sendiri."


def is_loopback(host: str) -> bool:
    """Whether nobody but this machine reaches that address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class SafeHeaders:
    """Puts the headers of a page with personal data on every answer that does not bring its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, answer if scope["type"] == "http" else send)


class SameOrigin:
    """Refuses what would change something and was not sent by a page of ours: no other site can press our buttons.

    Browsers say where a request comes from (``Sec-Fetch-Site``, older ones ``Origin``); one that says neither is
    refused.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in ("GET", "HEAD") and not _from_here(Headers(scope=scope)):
            await PlainTextResponse(_NOT_FROM_HERE, 403)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _from_here(headers: Headers) -> bool:
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None and site != "same-origin":
        return False
    if origin is not None:
        # The scheme is left out: behind a proxy that ends TLS we do not see it.
        return urlsplit(origin).netloc == headers.get("host", "")
    return site is not None


class ThisMachineOnly:
    """Refuses every request that was not made on this machine, by its own name; goes with ``DemoSignIn``."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not _made_here(scope):
            await PlainTextResponse(_NOT_THIS_MACHINE, 403)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _made_here(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    # A name that somebody else's server gives to 127.0.0.1, or a proxy in front, would make a stranger look local.
    named = urlsplit(f"//{headers.get('host', '')}").hostname or ""
    passed_on = any(name in headers for name in ("forwarded", "x-forwarded-for", "x-real-ip"))
    client = scope.get("client")
    return is_loopback(named) and not passed_on and (client is None or is_loopback(client[0]))


async def form(request: Request) -> dict[str, str]:
    """The fields of a form, each once and without control characters.

    Raises: HTTPException 413, if it is too large; 400, if it is none.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        raise HTTPException(400)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _FORM_CAP:
            raise HTTPException(413)
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=50, errors="strict")
    except ValueError:  # UnicodeDecodeError is one, too
        raise HTTPException(400) from None
    return {name: _printable(value) for name, value in pairs}


def _printable(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c == "\n" or c >= " ").replace("\x7f", "")
