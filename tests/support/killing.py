"""Kills a run at its n-th step in a forked child, and reads what is left.

A step is a statement or a commit of the database before it is done, or a request before and after it is sent. The
parent stays warm: everything is imported, so that a child costs milliseconds.
"""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sqlite3
import threading
import time
import warnings
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from complaint_hub import AsyncHub, Hub
from complaint_hub._io import Blocking, Looping
from complaint_hub.contract import Channel, Deep, LocalChannel, Request, Response
from complaint_hub.sandbox import youtube as sandbox
from complaint_hub.store import dialect

__all__ = ["Run", "clean", "content", "dozen", "forked", "in_memory", "killed_after", "killed_at", "served"]

_TABLES = ("complaint", "event", "state", "mark", "fact", "skipped")
# A state's version counts its commits: a run that repeats a page commits once more.
_NOT_COMPARED = {"n", "seen_at", "first_seen_at", "saved_at", "version"}

Run = Callable[[Path], None]


def content(store: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What a database says, without row numbers and without when it was noticed."""
    base = sqlite3.connect(store)
    try:
        told = {}
        for table in _TABLES:
            names = [row[1] for row in base.execute(f"PRAGMA table_info({table})") if row[1] not in _NOT_COMPARED]
            columns = ", ".join(f'"{name}"' for name in names)
            told[table] = sorted(base.execute(f"SELECT {columns} FROM {table}"), key=repr)
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return told
    finally:
        base.close()


def dozen() -> sandbox.World:
    """A world that takes a dozen requests: four pages of threads, six of replies, two of counters."""
    world = sandbox.build(1, videos=4, threads=30, big=6, small_replies=10)
    world.page_cap = 8
    return world


def clean(channel: Channel | LocalChannel, *, deep: Deep = False, looping: bool = False) -> Run:
    """One run over *channel* at the sandbox's time; anything but a good end is an error."""

    def blocking_run(store: Path) -> None:
        with Hub([channel], store=store, clock=lambda: sandbox.CLOCK) as hub:
            (run,) = hub.sync(deep=deep)
            assert run.error is None, run.error

    async def looping_run(store: Path) -> None:
        async with AsyncHub([channel], store=store, clock=lambda: sandbox.CLOCK) as hub:
            (run,) = await hub.sync(deep=deep)
            assert run.error is None, run.error

    return (lambda store: asyncio.run(looping_run(store))) if looping else blocking_run


def killed_at(step: int, run: Run, store: Path, *, statements: bool = True) -> bool:
    """Run in a child that dies at its *step*-th step; False if it came to its end before.

    Args:
        statements: whether each statement of the database is a step, or only each commit.
    """

    def work() -> None:
        _die_at(step, statements=statements)
        run(store)

    status = _wait(forked(work))
    if os.WIFSIGNALED(status):
        return True
    assert status == 0, f"the child failed instead of dying: {status}"
    return False


def killed_after(seconds: float, run: Run, store: Path) -> bool:
    """Run in a child that is killed *seconds* after it began; False if it was faster."""
    pid = forked(lambda: run(store))
    time.sleep(seconds)
    os.kill(pid, signal.SIGKILL)
    return os.WIFSIGNALED(_wait(pid))


@contextmanager
def in_memory() -> Generator[Path]:
    """A folder in memory, where there is one: each claim waits for the disk, and here no machine loses its power."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        yield Path(name)


@contextmanager
def served(world: sandbox.World) -> Generator[str]:
    """Serve *world* from a process of its own, so that this one stays free of threads; the value is its base."""
    here, there = os.pipe()
    stop_here, stop_there = os.pipe()

    def serve() -> None:
        os.close(stop_there)
        with sandbox.serve(world) as running:
            os.write(there, running.base.encode())
            os.close(there)
            os.read(stop_here, 1)  # ends when the parent closes its end, or is gone

    pid = forked(serve)
    os.close(there)
    base = os.read(here, 1_000).decode()
    os.close(here)
    os.close(stop_here)
    try:
        yield base
    finally:
        os.close(stop_there)
        _wait(pid)


def forked(work: Callable[[], None]) -> int:
    """Do *work* in a child; returns its pid. The child ends with 0, or with 3 after an exception."""
    with warnings.catch_warnings():
        # Newer Pythons warn of forking beside threads; what is left of earlier tests is idle and owns no lock of ours.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid == 0:
        gc.freeze()  # what the parent holds is not looked at again: each object that is looked at is a page copied
        code = 3
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return pid


def _wait(pid: int) -> int:
    return os.waitpid(pid, 0)[1]


def _die_at(step: int, *, statements: bool) -> None:
    """Count steps from now on, and kill this process at the *step*-th."""
    lock, count = threading.Lock(), 0

    def tick(*_: object, **__: object) -> None:
        nonlocal count
        with lock:
            count += 1
            if count == step:
                os.kill(os.getpid(), signal.SIGKILL)

    for name in ("before_cursor_execute", "commit") if statements else ("commit",):
        event.listen(Engine, name, tick)
    if statements:
        _ticking_statements(tick)
    for world in (Blocking, Looping):
        _ticking(world, tick)


def _ticking_statements(tick: Callable[[], None]) -> None:
    """The statements that pass SQLAlchemy by."""
    run = dialect.directly

    def ticking(*args: Any, **kwargs: Any) -> Any:
        tick()
        return run(*args, **kwargs)

    dialect.directly = ticking  # in a forked child that dies


def _ticking(world: type[Blocking] | type[Looping], tick: Callable[[], None]) -> None:
    send = world.send

    async def ticking(
        self: Any, request: Request, headers: Mapping[str, str], *, cap: int, deadline: float
    ) -> Response:
        tick()
        response: Response = await send(self, request, headers, cap=cap, deadline=deadline)
        tick()
        return response

    world.send = ticking  # type: ignore[method-assign]  # in a forked child that dies
