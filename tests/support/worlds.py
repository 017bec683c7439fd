"""Both worlds without a network: an answering function instead of a server, waits that are only written down."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Any, TypeVar

from complaint_hub._drive import drive
from complaint_hub.contract import Request, Response

__all__ = ["Answer", "World", "json_answer"]

T = TypeVar("T")
Answer = Callable[[Request, Mapping[str, str]], Response]
"""What the platform says to a request and its signing headers; it may raise."""


class _Lock:
    def __init__(self) -> None:
        self._lock = threading.Lock()

    async def __aenter__(self) -> None:
        self._lock.acquire()

    async def __aexit__(self, *_: object) -> None:
        self._lock.release()


class World:
    """An ``Io``: ``run`` steps a coroutine in it, blocking or under asyncio."""

    def __init__(self, answer: Answer, *, looping: bool = False) -> None:
        self.answer = answer
        self.looping = looping
        self.requests: list[Request] = []
        self.headers: list[dict[str, str]] = []
        self.slept: list[float] = []
        self.paced: list[tuple[str, float]] = []
        self.on_sleep: Callable[[], None] = lambda: None
        self._locks: dict[str, AbstractAsyncContextManager[object]] = {}
        self._worker = ThreadPoolExecutor(1)

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        return asyncio.run(coroutine) if self.looping else drive(coroutine)

    async def send(self, request: Request, headers: Mapping[str, str], *, cap: int, deadline: float) -> Response:
        if self.looping:
            await asyncio.sleep(0)
        self.requests.append(request)
        self.headers.append(dict(headers))
        return self.answer(request, headers)

    async def sleep(self, seconds: float) -> None:
        if self.looping:
            await asyncio.sleep(0)
        self.slept.append(seconds)
        self.on_sleep()

    async def pace(self, key: str, seconds: float) -> None:
        self.paced.append((key, seconds))

    def lock(self, name: str) -> AbstractAsyncContextManager[object]:
        return self._locks.setdefault(name, asyncio.Lock() if self.looping else _Lock())

    async def call(self, function: Callable[..., T], *args: object) -> T:
        if self.looping:
            return await asyncio.get_running_loop().run_in_executor(self._worker, partial(function, *args))
        return function(*args)


def json_answer(body: str = "{}", *, status: int = 200, **headers: str) -> Response:
    return Response(status, {name.replace("_", "-"): value for name, value in headers.items()}, body.encode())
