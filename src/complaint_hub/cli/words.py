"""Officers' words: what the model's terms are called on an Indonesian screen, and instants in local time.

For: every command that prints for people; bare numbers and dates are written by ``wording``.
Must not: compute a figure, read a clock or the locale of the machine, or print anything.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ..model import Role
from ..vocabulary import (
    BUCKETS,
    EVENTS,
    FIELDS,
    FOLLOW_UP,
    KINDS,
    MILESTONES,
    RELATIONS,
    ROLES,
    STATUSES,
    VISIBILITIES,
)
from ..wording import moment, percent, short_date

if TYPE_CHECKING:
    from .screen import Screen

__all__ = [
    "BUCKETS",
    "EVENTS",
    "FIELDS",
    "FOLLOW_UP",
    "KINDS",
    "MILESTONES",
    "RELATIONS",
    "STATUSES",
    "VISIBILITIES",
    "day",
    "day_in",
    "moment",
    "role",
    "share",
    "yes_no",
]


def role(value: Role | None) -> str:
    """Who wrote; a source that does not tell is named as such."""
    return "penulis tidak diketahui" if value is None else ROLES[value]


def share(value: float) -> str:
    """``0.903`` → ``90,3%``, ``1.0`` → ``100%``; what falls short of all never reads as 100%, some never as 0%."""
    return percent(min(value, 0.999) if value < 1 else value) if value >= 0.001 or value == 0 else percent(0.001)


def yes_no(value: bool | None) -> str:
    """Whether there is such a thing: *ada*, *belum ada*, or that nobody has said so."""
    return "belum diketahui" if value is None else "ada" if value else "belum ada"


def day_in(screen: Screen, value: datetime, zone: ZoneInfo) -> str:
    """The day of an instant in a list: ``24 Nov 2026`` for people, ``2026-11-24`` for ``sort`` and other programs."""
    return value.astimezone(zone).date().isoformat() if screen.records else day(value, zone)


def day(value: datetime | date, zone: ZoneInfo) -> str:
    """``24 Nov 2026``; an instant is told by its local date."""
    return short_date(value.astimezone(zone).date() if isinstance(value, datetime) else value)
