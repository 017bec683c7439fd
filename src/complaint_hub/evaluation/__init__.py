"""How well the government is doing: the yearly scorecard, and the official result beside it.

For: the command ``scorecard``, exports, the dashboard, and programs that use nothing else of this library:
:func:`scorecard` works on plain facts, :func:`read_official` on a small TOML file.
Must not: compute a predicate or invent a target. Both are input.
"""

from __future__ import annotations

from .durations import Duration
from .official import read_official
from .scorecard import OnTime, Predicate, Recommendation, Scorecard, counted, scorecard

__all__ = [
    "Duration",
    "OnTime",
    "Predicate",
    "Recommendation",
    "Scorecard",
    "counted",
    "read_official",
    "scorecard",
]
