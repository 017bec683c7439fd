"""Whether an office is open, from its first hour of the day to its last, and when it opens next.

For: ``digest``: nobody is chased at night or on a holiday.
Must not: count working time (see ``worktime``); a lunch break is no closing time here.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from ..worktime import WorkCalendar

__all__ = ["in_office", "next_opening"]

_DAY = 86_400


def in_office(calendar: WorkCalendar, at: datetime) -> bool:
    """Whether *at* lies between the first opening and the last closing of a working day.

    A calendar that knows no hours is open all day.
    """
    local = at.astimezone(calendar.zone)
    day = local.date()
    if not calendar.is_working(day):
        return False
    opens, closes = _span(calendar, day)
    second = local.hour * 3600 + local.minute * 60 + local.second
    return opens <= second < closes


def next_opening(calendar: WorkCalendar, at: datetime) -> datetime:
    """The next morning on which the office opens after *at*: today's, if that is still to come (local time)."""
    day = calendar.local_day(at)
    if calendar.is_working(day) and (today := _opening(calendar, day)) > at:
        return today
    return _opening(calendar, calendar.add_days(day, 1))


def _opening(calendar: WorkCalendar, day: date) -> datetime:
    midnight = datetime.combine(day, time(), calendar.zone)
    return midnight + timedelta(seconds=_span(calendar, day)[0])


def _span(calendar: WorkCalendar, day: date) -> tuple[int, int]:
    spans = calendar.hours.on(day) if calendar.hours is not None else ()
    return (spans[0][0], spans[-1][1]) if spans else (0, _DAY)
