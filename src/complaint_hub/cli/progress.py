"""How far long work is: how much, how fast, and how long it may still take.

For: commands that read or write much (``sync``, ``import``, ``export``, ``dashboard``). It is shown on standard error,
and only on a terminal; it leaves nothing behind. ``--quiet`` and ``--json`` show none.
Must not: slow the work down, or promise: a remaining time stands only where a total is known, and as an estimate.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, cast

from ..wording import thousands

if TYPE_CHECKING:
    from collections.abc import Generator

    from .._books import Progress
    from ..report import Counts
    from ..store import Store

__all__ = ["QUIET", "far", "progress_bar", "watched"]

QUIET: ContextVar[bool] = ContextVar("quiet", default=False)
"""True if ``--quiet`` was given."""

_COUNTED = ("cases", "complaints", "heads")
_EVERY, _SETTLED = 0.2, 1.0
_LONGEST = 32


def far(done: int, seconds: float, *, total: int | None = None) -> str:
    """``1.312 dari sekitar 4.000 · 850 per detik · kira-kira 4 detik lagi``.

    Args:
        total: None, or a number that was passed already, tells no remaining time.
    """
    known = total is not None and total >= done > 0
    parts = [f"{thousands(done)} dari sekitar {thousands(total)}" if known and total else f"{thousands(done)} dibaca"]
    if seconds >= _SETTLED and done:
        rate = done / seconds
        parts.append(f"{thousands(round(rate))} per detik" if rate >= 1 else f"{thousands(round(rate * 60))} per menit")
        if known and total is not None:
            parts.append(f"kira-kira {_lasting((total - done) / rate)} lagi")
    return " · ".join(parts)


def _lasting(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} detik"
    return f"{thousands(round(seconds / 60))} menit" if seconds < 5400 else f"{thousands(round(seconds / 3600))} jam"


@contextmanager
def progress_bar(
    *, json: bool = False, totals: Callable[[], Mapping[tuple[str, str], int]] | None = None
) -> Generator[Progress, None, None]:
    """One line for each account that is read.

    Args:
        json: the command prints JSON, so nothing is shown.
        totals: says about how many items an account has, by channel and account; asked only if it is shown.
    """
    with _lines(json=json) as (show, shown):
        expected = totals() if totals is not None and shown else {}

        def advance(channel: str, account: str, counts: Counts, requests: int) -> None:
            name = account if len(account) <= _LONGEST else f"{account[: _LONGEST - 1]}…"
            total = expected.get((channel, account))
            more = f" · {thousands(requests)} permintaan" if requests else ""
            show(f"{channel} · {name}", lambda seconds: far(counts.fetched, seconds, total=total) + more)

        yield advance


@contextmanager
def watched(store: Store, what: str, *, json: bool = False, every: int | None = None) -> Generator[Store, None, None]:
    """The store, with a line that tells how much was read of it.

    Args:
        what: what is being made (``"rekap.xlsx"``).
        every: how often all complaints of the store are read; None if only some are.
    """
    with _lines(json=json) as (show, shown):
        if not shown:
            yield store
            return
        known = sum(store.count_known(channel, account) for channel, account in store.accounts())
        total = known * every if every is not None else None
        yield cast("Store", _Watched(store, lambda done: show(what, lambda seconds: far(done, seconds, total=total))))


class _Watched:
    """A store that says after every few rows how many it gave out."""

    def __init__(self, store: Store, say: Callable[[int], None]) -> None:
        self._store, self._say, self._done, self._said = store, say, 0, 0.0

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._store, name)
        if name not in _COUNTED:
            return found

        def counted(*given: Any, **named: Any) -> Iterator[Any]:
            return self._counting(found(*given, **named))

        return counted

    def _counting(self, rows: Iterable[Any]) -> Iterator[Any]:
        for row in rows:
            self._done += 1
            if (now := time.monotonic()) - self._said > _EVERY:
                self._said = now
                self._say(self._done)
            yield row


_Show = Callable[[str, Callable[[float], str]], None]


@contextmanager
def _lines(*, json: bool) -> Generator[tuple[_Show, bool], None, None]:
    """Lines that are written anew: each by its name, with a text that depends on the seconds since it began.

    The second value is False if nothing is shown.
    """
    from rich.console import Console
    from rich.progress import Progress as Bars
    from rich.progress import SpinnerColumn, TaskID, TextColumn

    from .screen import visible

    console = Console(stderr=True)
    # Log lines and a bar that redraws itself would tear each other apart.
    logged = logging.getLogger("complaint_hub").isEnabledFor(logging.INFO)
    hidden = json or QUIET.get() or logged or not console.is_terminal or console.is_dumb_terminal
    with Bars(SpinnerColumn(), TextColumn("{task.description}", markup=False), console=console, transient=True,
              disable=hidden) as bars:  # fmt: skip
        tasks: dict[str, tuple[TaskID, float]] = {}
        adding = threading.Lock()

        def show(name: str, text: Callable[[float], str]) -> None:
            with adding:
                if name not in tasks:
                    tasks[name] = (bars.add_task(visible(name), total=None), time.monotonic())
            task, began = tasks[name]
            bars.update(task, description=visible(f"{name}: {text(time.monotonic() - began)}"))

        yield show, not hidden
