"""The leaves: everything that touches the network, waits, or runs on another thread; blocking and looping.

For: ``_session`` and ``_flows``, which are coroutines over these few methods and do not know which world they are in.
:class:`Blocking` never suspends, so a coroutine over it runs from one ``send(None)`` to its end (see ``_drive``);
:class:`Looping` is asyncio. A hub has one of them as ``hub._io``: tests replace it by a subclass that wraps ``send`` or
``call`` to break off at the n-th one.
Must not: know a channel or a credential. This is the only importer of httpx, and no httpx name leaves it: its errors
become ours, as text, because an httpx exception drags the signed request along.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager
from functools import partial
from http.cookiejar import DefaultCookiePolicy
from typing import Any, NoReturn, Protocol, TypeVar
from urllib.parse import urlencode

import httpx

from ._inflate import Inflate
from ._masking import LogMask, in_flight, secrets_of
from .contract import Request, Response
from .errors import ChannelError, PayloadError, RejectedError, UnavailableError

__all__ = ["Blocking", "Cancelled", "Io", "Looping"]

T = TypeVar("T")

_CONNECT_SECONDS = 10.0
_READ_SECONDS = 30.0
# A filter of a logger does not see what those below it say.
_TALKERS = ("httpx", "httpcore.connection", "httpcore.http11", "httpcore.http2", "httpcore.proxy", "httpcore.socks")
_log_mask = LogMask()
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_TEXTS: Mapping[type[Exception], str] = {
    httpx.ConnectError: "no connection",
    httpx.ConnectTimeout: "no connection in time",
    httpx.ReadTimeout: "no answer in time",
    httpx.WriteTimeout: "the request could not be sent in time",
    httpx.RemoteProtocolError: "the answer broke off or is no HTTP",
    httpx.ReadError: "the connection broke off",
    httpx.WriteError: "the connection broke off",
    httpx.ProxyError: "the proxy refused",
}


class Cancelled(BaseException):
    """The hub is stopping: unwinds a run of the blocking world as a cancellation unwinds one of asyncio."""


class Io(Protocol):
    """What both worlds offer."""

    async def send(self, request: Request, headers: Mapping[str, str], *, cap: int, deadline: float) -> Response:
        """Send once. ``headers`` sign it; ``cap`` in decoded bytes, ``deadline`` in seconds for all of it.

        Raises: UnavailableError, PayloadError (over the cap), RejectedError (a redirect, no valid HTTP).
        """
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait on the monotonic clock."""
        ...

    async def pace(self, key: str, seconds: float) -> None:
        """Wait for *key*'s turn, and keep the next one *seconds* away; shared by all runs of the hub."""
        ...

    def lock(self, name: str) -> AbstractAsyncContextManager[object]:
        """The hub's lock of that name."""
        ...

    async def call(self, function: Callable[..., T], *args: object) -> T:
        """Run something that blocks: the store, a file."""
        ...


class _Answer:
    """One answer while it is read: the same checks for both worlds."""

    def __init__(self, request: Request, response: httpx.Response, *, cap: int, until: float) -> None:
        self._request, self._response, self._until, self._cap = request, response, until, cap
        if response.status_code in _REDIRECTS:
            raise RejectedError(
                "the server sends us to another address, which is not followed",
                request=str(request),
                status=response.status_code,
            )
        length = response.headers.get("content-length", "")
        if length.isdigit() and int(length) > cap:
            self._too_big()
        self._inflate = Inflate(response.headers.get("content-encoding", "").strip().lower(), cap=cap)

    def feed(self, chunk: bytes) -> None:
        self._inflate.feed(chunk)
        if self._inflate.over:
            self._too_big()
        # Time-outs of the client are per read: a body that dribbles would otherwise never end.
        if time.monotonic() > self._until:
            raise TimeoutError

    def whole(self) -> Response:
        return Response(self._response.status_code, dict(self._response.headers.items()), self._inflate.end())

    def _too_big(self) -> NoReturn:
        raise PayloadError(
            f"the answer is larger than {self._cap:,} bytes",
            request=str(self._request),
            status=self._response.status_code,
        )


def _failure(request: Request, error: Exception) -> ChannelError:
    """Our error for one of the client's: only text of ours, nothing of the signed request."""
    if isinstance(error, ChannelError):
        return error
    if isinstance(error, (httpx.LocalProtocolError, httpx.InvalidURL, UnicodeError)):
        return RejectedError(
            "the request cannot be written: a header, the address or the text holds a character that HTTP forbids",
            request=str(request),
        )
    if isinstance(error, TimeoutError):
        return UnavailableError("the answer did not end in time", request=str(request))
    if isinstance(error, zlib.error):
        return UnavailableError("the answer cannot be unpacked", request=str(request))
    text = _TEXTS.get(type(error), "the connection failed")
    return UnavailableError(text, request=str(request))


_FAILURES = (httpx.TransportError, httpx.InvalidURL, UnicodeError, TimeoutError, zlib.error, ChannelError)


def _settings(deadline: float) -> httpx.Timeout:
    return httpx.Timeout(min(_READ_SECONDS, deadline), connect=min(_CONNECT_SECONDS, deadline))


def _client_options() -> dict[str, Any]:
    # At INFO the client logs every URL with its query, at DEBUG its transport logs the answer's headers: both are
    # silent unless somebody asks for them, and even then no credential of ours is in it.
    for name in ("httpx", "httpcore"):
        logger = logging.getLogger(name)
        if logger.level == logging.NOTSET:
            logger.setLevel(logging.WARNING)
    for name in _TALKERS:
        logger = logging.getLogger(name)
        if _log_mask not in logger.filters:
            logger.addFilter(_log_mask)
    return {
        "follow_redirects": False,  # a redirect would carry a key header to a foreign host
        "limits": httpx.Limits(max_connections=None, max_keepalive_connections=20),
        "mounts": {"http://": None},  # plain http is loopback only (see Request): never through a proxy
    }


def _without_cookies(client: httpx.Client | httpx.AsyncClient) -> None:
    # One client serves many accounts: a cookie would carry one account's session into another's requests.
    client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))


def _built(
    client: httpx.Client | httpx.AsyncClient, request: Request, headers: Mapping[str, str], deadline: float
) -> httpx.Request:
    url = httpx.URL(request.url)
    if request.params is not None:
        # Not as params=: the client would parse an address of fifty ids twice.
        url = url.copy_with(query=urlencode(request.params, safe=",").encode() or None)
    return client.build_request(
        request.method,
        url,
        headers={**request.headers, **headers, "Accept-Encoding": "gzip", "User-Agent": "complaint-hub"},
        json=request.json,
        data=None if request.form is None else dict(request.form),
        timeout=_settings(deadline),
    )


class _Turns:
    """When each pace's next turn is, on the monotonic clock; shared by the threads of a hub."""

    def __init__(self) -> None:
        self._next: dict[str, float] = {}
        self._lock = threading.Lock()

    def wait(self, key: str, seconds: float) -> float:
        """Seconds until *key*'s turn; the one after it comes *seconds* later."""
        with self._lock:
            now = time.monotonic()
            turn = max(now, self._next.get(key, now))
            self._next[key] = turn + seconds
            return turn - now


class _ThreadLock:
    """A thread's lock, entered by ``async with`` and yet blocking."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    async def __aenter__(self) -> None:
        self._lock.acquire()

    async def __aexit__(self, *_: object) -> None:
        self._lock.release()


class Blocking:
    """The world without an event loop; one object serves all threads of a hub."""

    def __init__(self) -> None:
        self._client = httpx.Client(**_client_options())
        _without_cookies(self._client)
        self._turns = _Turns()
        self._locks: dict[str, _ThreadLock] = {}
        self._guard = threading.Lock()
        self._stopping = threading.Event()

    async def send(self, request: Request, headers: Mapping[str, str], *, cap: int, deadline: float) -> Response:
        """Send *request* once and read its answer (see :class:`Io`)."""
        self._check()
        until = time.monotonic() + deadline
        try:
            with in_flight(secrets_of(request, headers)):
                return self._sent(request, headers, cap=cap, until=until, deadline=deadline)
        except _FAILURES as error:
            failure = _failure(request, error)
        # Raised out here, or the client's exception would hang on it as its context; and without the way it came, on
        # which hangs all of the body. The name would close a circle that only the garbage collector opens.
        try:
            raise failure.with_traceback(None)
        finally:
            del failure

    def _sent(
        self, request: Request, headers: Mapping[str, str], *, cap: int, until: float, deadline: float
    ) -> Response:
        sent = self._client.send(_built(self._client, request, headers, deadline), stream=True)
        try:
            answer = _Answer(request, sent, cap=cap, until=until)
            for chunk in sent.iter_raw():
                self._check()
                answer.feed(chunk)
        finally:
            sent.close()
        return answer.whole()

    async def sleep(self, seconds: float) -> None:
        """Wait; a stop of the hub ends it at once."""
        self._stopping.wait(seconds)
        self._check()

    async def pace(self, key: str, seconds: float) -> None:
        """Wait for the turn (see :class:`Io`)."""
        wait = self._turns.wait(key, seconds)
        if wait > 0:
            await self.sleep(wait)

    def lock(self, name: str) -> AbstractAsyncContextManager[object]:
        """The lock of that name."""
        with self._guard:
            return self._locks.setdefault(name, _ThreadLock())

    async def call(self, function: Callable[..., T], *args: object) -> T:
        """Call it, here and now."""
        return function(*args)

    def stop(self) -> None:
        """Unwind all runs at their next request or wait; what is committed stays."""
        self._stopping.set()

    def start(self) -> None:
        """Take up work again after a stop."""
        self._stopping.clear()

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _check(self) -> None:
        if self._stopping.is_set():
            raise Cancelled


class Looping:
    """The asyncio world; belongs to the event loop in which it is first used."""

    def __init__(self, *, connections: int = 32) -> None:
        self._client = httpx.AsyncClient(**_client_options())
        _without_cookies(self._client)
        # A bounded pool can be poisoned by cancelled requests that wait for a connection; a semaphore cannot.
        self._room = asyncio.Semaphore(connections)
        self._turns = _Turns()
        self._locks: dict[str, asyncio.Lock] = {}
        # One thread of our own: the store takes one writer at a time anyway, and the loop's own pool belongs to others.
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="complaint-hub-store")

    async def send(self, request: Request, headers: Mapping[str, str], *, cap: int, deadline: float) -> Response:
        """Send *request* once and read its answer (see :class:`Io`)."""
        async with self._room:
            try:
                async with asyncio.timeout(deadline):
                    with in_flight(secrets_of(request, headers)):
                        return await self._sent(request, headers, cap=cap, deadline=deadline)
            except _FAILURES as error:
                failure = _failure(request, error)
        try:
            raise failure.with_traceback(None)
        finally:
            del failure

    async def _sent(self, request: Request, headers: Mapping[str, str], *, cap: int, deadline: float) -> Response:
        until = time.monotonic() + deadline
        sent = await self._client.send(_built(self._client, request, headers, deadline), stream=True)
        try:
            answer = _Answer(request, sent, cap=cap, until=until)
            async for chunk in sent.aiter_raw():
                answer.feed(chunk)
        finally:
            await sent.aclose()
        return answer.whole()

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)

    async def pace(self, key: str, seconds: float) -> None:
        """Wait for the turn (see :class:`Io`)."""
        wait = self._turns.wait(key, seconds)
        if wait > 0:
            await self.sleep(wait)

    def lock(self, name: str) -> AbstractAsyncContextManager[object]:
        """The lock of that name."""
        return self._locks.setdefault(name, asyncio.Lock())

    async def call(self, function: Callable[..., T], *args: object) -> T:
        """Call it on the worker thread. A cancellation waits for its end: whether it was committed must be known."""
        future = asyncio.get_running_loop().run_in_executor(self._worker, partial(function, *args))
        try:
            return await asyncio.shield(future)
        except asyncio.CancelledError:
            await asyncio.wait([future])
            raise

    async def close(self) -> None:
        """Close the connections and the worker thread."""
        await self._client.aclose()
        self._worker.shutdown()
