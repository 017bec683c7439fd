"""Where a promise is tried: a store in a folder that goes away, a hub on it, and what both have seen.

For: the suites.
Must not: know a channel, or wait: whatever a session would sleep is only added up.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sqlite3
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from .._io import Blocking, Looping
from ..aiohub import AsyncHub
from ..contract import Channel, Deep, LocalChannel, Request, Response
from ..errors import UnavailableError
from ..hub import Hub
from ..model import Complaint
from ..report import Run
from ..store import Store
from .play import NOW

__all__ = ["ENDLESS", "Content", "Desk", "desk", "filled", "same"]

T = TypeVar("T")

ENDLESS = 400
"""A run in a world of some dozen items that sends more requests than this does not end."""

Content = Mapping[str, Any]
"""All that a store says of an account."""

_SECRET_LENGTH = 8  # what is shorter may be an ordinary word
_NAMES = ("client_secret", "refresh_token", "access_token", "secret", "password")


class _Death(BaseException):
    """No channel and no hub may catch it, as they could not catch the end of their process."""


class _EndlessError(BaseException):
    """More requests than any run needs."""


class _Watched(Blocking):
    """A world that does not wait, notes what is sent, and breaks off where it is told to.

    Attributes:
        sent: the requests of the run under way; ``secrets``: the credentials that signed them.
        cut_at: from the n-th request of a run on there is no connection.
        die_at: the step at which the process dies: behind an answer, or behind a commit.
    """

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.sent: list[Request] = []
        self.secrets: set[str] = set()
        self.cut_at: int | None = None
        self.die_at: int | None = None
        self._store = store
        self._steps = 0

    def begin(self) -> None:
        self.sent, self._steps = [], 0

    async def send(self, request: Request, headers: Mapping[str, str], *, cap: int, deadline: float) -> Response:
        self.sent.append(request)
        self.secrets.update(_secrets(request, headers))
        if len(self.sent) > ENDLESS:
            raise _EndlessError
        if self.cut_at is not None and len(self.sent) >= self.cut_at:
            raise UnavailableError("no connection", request=str(request))
        response = await super().send(request, headers, cap=cap, deadline=deadline)
        self._step()
        return response

    async def sleep(self, seconds: float) -> None:
        self._check()

    async def pace(self, key: str, seconds: float) -> None:
        self._check()

    async def call(self, function: Callable[..., T], *args: object) -> T:
        result = function(*args)
        if getattr(function, "func", None) == self._store.commit:
            self._step()
        return result

    def _step(self) -> None:
        self._steps += 1
        if self._steps == self.die_at:
            raise _Death


class _Patient(Looping):
    """The asyncio world that does not wait."""

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)

    async def pace(self, key: str, seconds: float) -> None:
        await asyncio.sleep(0)


class Desk:
    """One or several channels, a store, and a hub whose clock stands at the moment of the run.

    Attributes:
        io: what the hub sends with.
        log: all that was logged.
    """

    def __init__(self, channels: Sequence[Channel | LocalChannel], store: Store, path: Path) -> None:
        self.channels = channels
        self.store = store
        self.path = path
        self._at = NOW
        self.io = _Watched(store)
        self.hub = Hub(channels, store=store, clock=lambda: self._at)
        self.hub.close()
        self.hub._io = self.io
        self.log = _Log()

    def run(self, at: datetime, *, deep: Deep = False, budget: int | None = None, may_fail: bool = False) -> Run:
        """One run of the first account. Raises AssertionError, if it does not end, or fails and may not."""
        return self.run_all(at, deep=deep, budget=budget, may_fail=may_fail)[0]

    def run_all(
        self, at: datetime, *, deep: Deep = False, budget: int | None = None, may_fail: bool = False
    ) -> Sequence[Run]:
        """One run of all accounts."""
        self._at = at
        self.io.begin()
        try:
            with self.log.open():
                runs = self.hub.sync(deep=deep, budget=budget, now=at).runs
        except _EndlessError:
            raise AssertionError(f"the run does not end: more than {ENDLESS} requests") from None
        for run in runs:
            assert may_fail or run.error is None, f"the run failed: {run.error}"
            assert "in the code of" not in (run.error or ""), f"{run.error}\n{self.log.text}"
        return runs

    def dies(self, at: datetime, *, step: int, deep: Deep) -> bool:
        """Run until death at that step; False, if the run ended first."""
        self.io.die_at = step
        try:
            self.run(at, deep=deep)
        except _Death:
            return True
        finally:
            self.io.die_at = None
        return False

    def deliver(self, at: datetime, *, step: int | None = None) -> tuple[bool, int]:
        """Send what is in the outbox, until death behind the *step*-th answer; whether it died, and how often it wrote.

        Raises: AssertionError, if there is a bug in the channel's code.
        """
        self._at = at
        self.io.begin()
        self.io.die_at = step
        died = False
        try:
            with self.log.open():
                for row in self.hub.deliver(now=at):
                    assert "in the code of" not in (row.error or ""), f"{row.error}\n{self.log.text}"
        except _Death:
            died = True
        finally:
            self.io.die_at = None
        return died, sum(request.method != "GET" and not request.repeatable for request in self.io.sent)

    def loop(self, at: datetime, *, deep: Deep) -> None:
        """The same run under asyncio."""

        async def run() -> None:
            async with AsyncHub(self.channels, store=self.store, clock=lambda: at) as hub:
                await hub._io.close()
                hub._io = _Patient()
                for row in await hub.sync(deep=deep, now=at):
                    assert row.error is None, f"the run failed under asyncio: {row.error}"

        asyncio.run(run())

    def rows(self, *, deleted: bool | None = None) -> dict[str, Complaint]:
        """The complaints of the first account by their native ids, with timelines; deleted ones too, unless asked."""
        channel = self.channels[0]
        found = self.store.complaints(channel=channel.name, account=channel.account, deleted=deleted)
        return {row.native_id: row for row in found}

    def deleted(self) -> set[str]:
        """Native ids of what is marked as deleted."""
        return set(self.rows(deleted=True))

    def set_aside(self) -> int:
        """How much of the first account stands in quarantine."""
        return self.store.count_quarantine(self.channels[0].name, self.channels[0].account)

    def content(self, channel: Channel | LocalChannel | None = None, *, timeless: bool = True) -> Content:
        """All that the store says of an account; *timeless* leaves out when it was noticed."""
        channel = channel or self.channels[0]
        name, account = channel.name, channel.account
        found = self.store.complaints(channel=name, account=account)
        rows = {row.id: row.model_dump(mode="json", exclude_unset=True) for row in found}
        if timeless:
            for row in rows.values():
                _forget_when(row)
        return {
            "complaints": rows,
            "state": self.store.checkpoint(name, account).state,
            "marks": self.store.marks(name, account, [id.partition(":")[2] for id in rows]),
            "set aside": sorted(row.skipped.key for row in self.store.quarantine(name, account)),
        }

    def everything(self) -> str:
        """Every cell of the database but those of the table of tokens, as one text."""
        with closing(sqlite3.connect(self.path)) as base:
            names = [row[0] for row in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            kept = [name for name in names if name != "token"]
            cells = [cell for name in kept for row in base.execute(f'SELECT * FROM "{name}"') for cell in row]  # noqa: S608  names out of the database itself
        return "\n".join(cell.decode("utf-8", "replace") if isinstance(cell, bytes) else str(cell) for cell in cells)


class _Log(logging.Handler):
    """Keeps what the library logs, down to the last detail."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self._lines: list[str] = []
        self.setFormatter(logging.Formatter("%(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(self.format(record))

    @property
    def text(self) -> str:
        return "\n".join(self._lines)

    @contextmanager
    def open(self) -> Generator[None]:
        logger = logging.getLogger("complaint_hub")
        level = logger.level
        logger.addHandler(self)
        logger.setLevel(logging.DEBUG)
        try:
            yield
        finally:
            logger.removeHandler(self)
            logger.setLevel(level)


@contextmanager
def desk(*channels: Channel | LocalChannel) -> Generator[Desk]:
    """A fresh store, with a hub on it."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "contract.db")
        path.touch(mode=0o600)
        path.write_bytes(_empty())
        with Store(path) as store:
            made = Desk(channels, store, path)
            try:
                yield made
            finally:
                made.hub.close()


@cache
def _empty() -> bytes:
    """A store without anything in it: to copy one is much faster than to build one."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "empty.db")
        Store(path).close()
        return path.read_bytes()


def _forget_when(row: dict[str, Any]) -> None:
    for event in row.get("timeline") or ():
        event.pop("seen_at", None)
        event.pop("not_before", None)


def filled(content: Content) -> Content:
    """The same content. Raises AssertionError, if it is empty: then nothing was tried."""
    assert content["complaints"], "nothing was read, so this promise cannot be tried: is the world filled?"
    return content


def same(found: Content, expected: Content, when: str) -> None:
    """Raises AssertionError with the part that differs, and when."""
    for part, content in expected.items():
        if found[part] == content:
            continue
        told = [json.dumps(side, default=str, sort_keys=True)[:1_000] for side in (content, found[part])]
        raise AssertionError(f"{part} differ {when}:\nexpected {told[0]}\nfound    {told[1]}")


def _secrets(request: Request, headers: Mapping[str, str]) -> set[str]:
    """The credentials that sign a request, or that it renews another one with."""
    signed = {value.rpartition(" ")[2] for value in headers.values()}
    body = request.json if isinstance(request.json, dict) else {}
    sent = {**body, **(request.form or {}), **(request.params or {})}
    named = {value for name, value in sent.items() if name in _NAMES and isinstance(value, str)}
    return {secret for secret in signed | named if len(secret) >= _SECRET_LENGTH}
