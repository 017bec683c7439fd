"""How much of the platform's limits is used, as the headers of an answer say it.

For: ``errors`` (how long to wait) and ``run`` (when to slow down, when to stop).
Must not: decide anything.

Numbers are percent of what is allowed; a call is refused at 100. ``estimated_time_to_regain_access`` is in minutes, and
more than zero only while calls are refused. The headers may be absent, and hold keys that nobody has described
(https://developers.facebook.com/docs/graph-api/overview/rate-limiting).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

__all__ = ["Usage", "usage"]

_BY_BUSINESS = "x-business-use-case-usage"
_PLAIN = ("x-app-usage", "x-page-usage")
_WAIT = "estimated_time_to_regain_access"
# Seconds until a window begins anew would be taken for percent.
_NO_SHARE = (_WAIT, "reset_time_duration")
_YEAR_OF_MINUTES = 366 * 24 * 60


@dataclass(frozen=True, slots=True)
class Usage:
    """The worst of all that an answer tells: percent used, and seconds until calls are taken again (0: not refused)."""

    percent: float = 0.0
    wait: float = 0.0


def usage(headers: Mapping[str, str]) -> Usage:
    """Read the headers of an answer (names in lower case)."""
    percent, minutes = 0.0, 0.0
    for entry in _entries(headers):
        for name, value in entry.items():
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < _YEAR_OF_MINUTES:
                continue
            if name == _WAIT:
                minutes = max(minutes, value)
            elif name not in _NO_SHARE:
                percent = max(percent, value)
    return Usage(percent, minutes * 60)


def _entries(headers: Mapping[str, str]) -> Iterator[Mapping[str, Any]]:
    for lists in _object(headers.get(_BY_BUSINESS)).values():
        for entry in cast("list[object]", lists) if isinstance(lists, list) else [lists]:
            if isinstance(entry, dict):
                yield cast("dict[str, Any]", entry)
    for name in _PLAIN:
        yield _object(headers.get(name))


def _object(text: str | None) -> Mapping[str, Any]:
    try:
        found: object = json.loads((text or "")[:100_000])
    except (ValueError, RecursionError):
        return {}
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}
