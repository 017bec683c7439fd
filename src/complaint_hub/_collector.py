"""Python's collector of reference cycles, asked to look more rarely while pages are read and stored.

For: ``_flows``. A page becomes thousands of small objects that all go when it is stored, none of them in a cycle; the
collector would look through them, and through all that is loaded, again and again: a quarter of a back-fill's time.
Must not: switch it off, or leave it changed behind the last run.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Generator
from contextlib import contextmanager

__all__ = ["looking_rarely"]

_OBJECTS = 20_000
"""New objects between two looks; Python's own number is 700, or 2,000 since 3.12."""

_guard = threading.Lock()
_runs = 0
_before = (0, 0, 0)


@contextmanager
def looking_rarely() -> Generator[None, None, None]:
    """Raise the collector's threshold until the last run that is under way has ended; a higher one, or 0, stays."""
    global _runs, _before
    with _guard:
        _runs += 1
        if _runs == 1:
            _before = gc.get_threshold()
            if 0 < _before[0] < _OBJECTS:
                gc.set_threshold(_OBJECTS, *_before[1:])
    try:
        yield
    finally:
        with _guard:
            _runs -= 1
            if _runs == 0:
                gc.set_threshold(*_before)
