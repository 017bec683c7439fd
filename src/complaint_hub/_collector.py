"""Spares the garbage collector what the program held before a run.

For: the hubs. A page makes some thousand values that live for milliseconds, and the collector answers so many by
looking, again and again, through every module that was ever imported: a tenth of a long run.
Must not: turn the collector off, or change its thresholds: what a run makes is collected as ever, and after the last
run everything is as it was. A program that has frozen its own values (``gc.freeze``) is left alone.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Generator
from contextlib import contextmanager

__all__ = ["spared"]

_lock = threading.Lock()
_runs = 0
_frozen = False


@contextmanager
def spared() -> Generator[None, None, None]:
    """While any run is inside, collections pass by what was there when the first one entered."""
    _enter()
    try:
        yield
    finally:
        _leave()


def _enter() -> None:
    global _runs, _frozen
    with _lock:
        _runs += 1
        if _runs == 1 and gc.get_freeze_count() == 0:
            gc.freeze()
            _frozen = True


def _leave() -> None:
    global _runs, _frozen
    with _lock:
        _runs -= 1
        if _runs == 0 and _frozen:
            gc.unfreeze()
            _frozen = False
