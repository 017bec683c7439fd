"""What an answer about working time is made of: days off, days and stretches, each with the name an officer reads.

For: the calendar, its explanations, and whoever shows them.
Must not: decide whether a day is worked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal, TypeAlias

__all__ = ["WEEKDAYS", "Day", "DayKind", "DayOff", "Stretch"]

DayKind: TypeAlias = Literal["working", "weekend", "holiday", "joint_leave"]

WEEKDAYS: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
"""Names of the days of the week, from Monday, as ``date.weekday()`` numbers them."""


@dataclass(frozen=True, slots=True)
class DayOff:
    """A named day off. *name* is what an officer reads."""

    date: date
    name: str
    kind: Literal["holiday", "joint_leave"] = "holiday"


@dataclass(frozen=True, slots=True)
class Day:
    """One day of an explanation: counted (``number`` from 1) or skipped (``number`` None), and what day it is."""

    date: date
    kind: DayKind
    name: str
    number: int | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of office hours that was counted, or one day that was skipped.

    Attributes:
        date: the local date.
        kind: ``"working"`` if it was counted, else why it was not.
        name: the day of the week, with its season ("Senin, Ramadan 1447 H"); or the name of the day off.
        start, end: the counted part, in the office's zone; None for a skipped day.
        seconds: its length, 0 for a skipped day.
        total: counted so far, this stretch included.
    """

    date: date
    kind: DayKind
    name: str
    start: datetime | None
    end: datetime | None
    seconds: float
    total: float
