"""Phrases that several findings share: how long ago, and how much of what a platform counts.

For: the other modules of ``health``.
Must not: judge.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from ..wording import thousands

__all__ = ["COUNTED", "ago", "amounts"]

COUNTED: Mapping[str, str] = {
    "units": "unit kuota",
    "requests": "permintaan",
    "calls": "panggilan",
    "files": "berkas",
}


def amounts(costs: Mapping[str, int]) -> Iterator[str]:
    """``2 panggilan``, item by item."""
    for name, amount in costs.items():
        yield f"{thousands(amount)} {COUNTED.get(name, name)}{' baru' if name == 'files' else ''}"


def ago(since: timedelta) -> str:
    """``3 jam lalu``."""
    if since < timedelta(minutes=1):
        return "baru saja"
    for step, name in ((timedelta(days=1), "hari"), (timedelta(hours=1), "jam")):
        if since >= step:
            return f"{since // step} {name} lalu"
    return f"{since // timedelta(minutes=1)} menit lalu"
