"""A web application that platforms call when something happens, to be mounted in any program that speaks ASGI.

For: ``app = receiver(AsyncHub(channels, store="aduan.db"))``, run by uvicorn or mounted under a path of an application
that there is already. Needs the extra ``web``.
Must not: believe, or keep in memory, more than it must: a body is capped while it comes in, verified as the bytes that
came, answered as soon as its notices are on the disk, and read afterwards. An answer tells a stranger nothing.

The address of a service is its name: ``/instagram``, ``/tiktok``, ``/google_reviews``.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

try:
    from starlette.applications import Starlette
    from starlette.requests import ClientDisconnect, Request
    from starlette.responses import Response
    from starlette.routing import Route
except ImportError as missing:  # pragma: no cover  the tests have the extra
    raise ImportError("complaint_hub.receiver needs Starlette: pip install 'complaint-hub[web]'") from missing

from .aiohub import AsyncHub
from .contract import Receipt, WebhookCall
from .errors import AuthError, ChannelError, StoreError, UnsupportedError

__all__ = ["BODY_CAP", "receiver"]

BODY_CAP = 1024 * 1024
"""Bytes of one call; the largest batch of Meta, a thousand changes, has about half of it."""

_log = logging.getLogger("complaint_hub")
_DEADLINE = 10.0
_SAFE = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
# How long to wait before what could not be read is tried again: another run held the account, or the platform failed.
_PAUSES = (5.0, 30.0, 120.0)


def receiver(hub: AsyncHub, *, cap: int = BODY_CAP, deadline: float = _DEADLINE, refresh: bool = True) -> Starlette:
    """Make the application.

    Args:
        hub: whose channels are called, and whose store takes the notices. Where the application runs on its own it
            closes the hub at its end; mounted in another it never learns of its end, and the hub is yours to close.
        cap: bytes that the body of a call may have.
        deadline: seconds in which a call must have come in whole, and again in which it must be verified.
        refresh: read what the notices speak of in the background, as soon as the answer is given. False leaves it to
            ``hub.refresh()`` and to the next sync.

    It answers as the platform expects (200 or 204), 403 to what is not verified, 404 where no account listens, 405,
    408 and 413 to what comes in another way, too slowly, or too large, and 503 where it could not be verified or
    stored, so that the platform repeats it.
    """
    calls = _Calls(hub, cap=cap, deadline=deadline, refresh=refresh)
    routes = [Route("/{channel}", calls.answer, methods=["GET", "POST"])]
    return Starlette(routes=routes, lifespan=calls.lifespan)


class _Calls:
    """What comes in, and the one task that reads what it speaks of."""

    def __init__(self, hub: AsyncHub, *, cap: int, deadline: float, refresh: bool) -> None:
        self._hub, self._cap, self._deadline, self._refresh = hub, cap, deadline, refresh
        self._more = False
        self._task: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def lifespan(self, app: Starlette) -> AsyncGenerator[None, None]:
        """Break off what is being read, at the end; it waits in the store."""
        yield
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._hub.close()

    async def answer(self, request: Request) -> Response:
        """One call."""
        try:
            async with asyncio.timeout(self._deadline):
                body = await self._body(request)
        except TimeoutError:
            return _plain(408)
        except ClientDisconnect:
            return _plain(400)
        if body is None:
            return _plain(413)
        name = str(request.path_params["channel"])
        call = _call(request, body)
        # The server below writes the address into its log when we answer, and in Meta's question stands what only Meta
        # and we know.
        request.scope["query_string"] = b""
        receipt = await self._receipt(name, call)
        if isinstance(receipt, int):
            return _plain(receipt)
        if receipt.notices and self._refresh:
            self._read_on()
        headers = {**_SAFE, "Content-Type": receipt.content_type} if receipt.body else _SAFE
        return Response(receipt.body, receipt.status, headers)

    async def _body(self, request: Request) -> bytes | None:
        """The body as it came; None if it is too large, of which no more than the cap was kept."""
        length = request.headers.get("content-length", "")
        if length.isdigit() and (len(length) > 15 or int(length) > self._cap):
            return None
        body = bytearray()
        async for chunk in request.stream():
            if len(body) + len(chunk) > self._cap:
                return None
            body += chunk
        return bytes(body)

    async def _receipt(self, name: str, call: WebhookCall) -> Receipt | int:
        """What the hub makes of it, or the status of a refusal."""
        try:
            async with asyncio.timeout(self._deadline):
                return await self._hub.receive(name, call)
        except UnsupportedError:
            return 404
        except AuthError as error:
            _log.warning("%s: a webhook was refused: %s", error.channel or "webhook", error.message)
            return 403
        except (ChannelError, StoreError, TimeoutError) as error:
            _log.error("a webhook could not be taken just now: %s", error)
            return 503
        except Exception:
            _log.exception("a webhook broke off")
            return 500

    def _read_on(self) -> None:
        self._more = True
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._read())

    async def _read(self) -> None:
        """Read until nothing waits that can be read; what cannot be is left to the next call, and to the next sync."""
        tries = 0
        while self._more:
            self._more = False
            try:
                report = await self._hub.refresh()
            except Exception:
                _log.exception("what a webhook told of could not be read")
                return
            if any(run.error is not None or run.stopped is not None for run in report) and tries < len(_PAUSES):
                await asyncio.sleep(_PAUSES[tries])
                self._more, tries = True, tries + 1


def _call(request: Request, body: bytes) -> WebhookCall:
    headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in request.headers.raw)
    return WebhookCall(request.method, tuple(request.query_params.multi_items()), headers, body)


def _plain(status: int) -> Response:
    headers = {**_SAFE, "Retry-After": "60"} if status == 503 else _SAFE
    return Response(b"", status, headers)
