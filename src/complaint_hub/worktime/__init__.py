"""Working time: which days and hours count, how much lies between two instants, and when an amount of it is over.

For: deadlines and figures, in programs that use nothing else of this library. Days and hours stand on prefix sums, so
that "between" and "plus" are exact inverses, one by one and over arrays; both can be explained, day by day, with the
name of every day that was skipped.
Must not: know a time limit or a case, read a clock, or use ``warnings``: how far the calendar is certain is a value.
Importing this loads neither ``holidays`` nor numpy; the one comes with ``WorkCalendar.indonesia``, the other with the
first array.

Sources: Perpres 21/2023, article 3 (five days, Monday to Friday), article 4 (hours, also in Ramadan) and article 6
(holidays and joint leave change the number of working days); the yearly joint decree of three ministers by way of the
``holidays`` package; the tables ``late_decrees``, ``office_hours`` and ``ramadan`` (see :mod:`complaint_hub.rules`).
"""

from __future__ import annotations

from .calendar import WorkCalendar
from .days import Day, DayKind, DayOff, Stretch
from .hours import Hours, Season, ramadan

__all__ = ["Day", "DayKind", "DayOff", "Hours", "Season", "Stretch", "WorkCalendar", "ramadan"]
