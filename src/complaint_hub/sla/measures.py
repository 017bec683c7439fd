"""Counts a target: in working days, in calendar days, or in working hours, each from a start to its due instant.

For: judging, which is the same for all of them.
Must not: know a case, a pause or a policy.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from ..worktime import WorkCalendar
from .policy import Due, Rule, TargetUnit
from .spans import Moment

__all__ = ["TICK", "Measure", "measure"]

TICK = timedelta(microseconds=1)
_DAY = timedelta(days=1)
_HOUR = 3600


class Measure(Protocol):
    """A start, and how time is counted from there. Amounts are in the unit of the target.

    Attributes:
        counted_from: the local date after which days are counted.
        counted_since: the instant from which hours are counted; None of days.
    """

    counted_from: date
    counted_since: datetime | None

    def due(self, amount: float) -> tuple[date, datetime]:
        """The local date and the last instant that is in time."""
        ...

    def spent(self, until: datetime) -> float:
        """How much lies between the start and *until*; 0 if it is earlier."""
        ...

    def between(self, began: datetime, ended: datetime) -> float:
        """How much a pause takes, as far as it lies after the start."""
        ...

    def after(self, due_on: date, due_at: datetime, until: datetime) -> float:
        """How much lies between the due date and a later moment."""
        ...

    def left(self, now: datetime, due_on: date, due_at: datetime) -> float:
        """How much is left after today, or of hours after now."""
        ...

    def amount_until(self, day: date) -> float:
        """The amount whose due date is the last counted one up to *day*."""
        ...

    def at_risk_from(self, amount: float, within: int, due_on: date) -> datetime:
        """From when on no more than *within* is left."""
        ...


def measure(rule: Rule, start: Moment, calendar: WorkCalendar) -> Measure:
    """How a rule counts from that start."""
    if rule.counted_in is TargetUnit.working_hours:
        return _Hours(start, calendar)
    return _Days(rule, start, calendar)


class _Days:
    """Whole days by local dates; working ones, or all."""

    counted_since: datetime | None = None

    def __init__(self, rule: Rule, start: Moment, calendar: WorkCalendar) -> None:
        self._calendar = calendar
        self._working = rule.counted_in is TargetUnit.working_days
        self._started = start.at
        self.counted_from = calendar.local_day(start.at)
        if rule.first_day_counted:
            self.counted_from -= _DAY
        # Of a start that is only a date nobody knows the clock time.
        self._whole_day = rule.due is Due.end_of_day or start.day

    def due(self, amount: float) -> tuple[date, datetime]:
        n = int(amount)
        on = self._calendar.add_days(self.counted_from, n) if self._working else self.counted_from + n * _DAY
        if self._whole_day:
            return on, self._calendar.day_end(on) - TICK
        clock = self._started.astimezone(self._calendar.zone).timetz()
        return on, datetime.combine(on, clock).astimezone(UTC)

    def spent(self, until: datetime) -> int:
        return self._count(self.counted_from, self._calendar.local_day(until))

    def between(self, began: datetime, ended: datetime) -> int:
        first = self._calendar.local_day(max(began, self._started))
        return self._count(first, self._calendar.local_day(ended))

    def after(self, due_on: date, due_at: datetime, until: datetime) -> int:
        return self._count(due_on, self._calendar.local_day(until))

    def left(self, now: datetime, due_on: date, due_at: datetime) -> int:
        return self._count(self._calendar.local_day(now), due_on)

    def amount_until(self, day: date) -> int:
        return self._count(self.counted_from, day)

    def at_risk_from(self, amount: float, within: int, due_on: date) -> datetime:
        first = due_on
        while self._count(first - _DAY, due_on) <= within:
            first -= _DAY
        return self._calendar.day_end(first - _DAY)

    def _count(self, a: date, b: date) -> int:
        """Days d with a < d <= b; none if b lies before a."""
        if b <= a:
            return 0
        return self._calendar.working_days(a, b) if self._working else (b - a).days


class _Hours:
    """Office hours; a start of which only the date is known begins when that date is over."""

    def __init__(self, start: Moment, calendar: WorkCalendar) -> None:
        self._calendar = calendar
        self._started = start.at
        self.counted_from = calendar.local_day(start.at)
        if start.day:
            self._started = max(start.at, calendar.day_end(self.counted_from))
        self.counted_since: datetime | None = self._started

    def due(self, amount: float) -> tuple[date, datetime]:
        at = self._calendar.add_seconds(self._started, round(amount * _HOUR)).astimezone(UTC)
        return self._calendar.local_day(at), at

    def spent(self, until: datetime) -> float:
        return self._hours(self._started, until)

    def between(self, began: datetime, ended: datetime) -> float:
        return self._hours(max(began, self._started), ended)

    def after(self, due_on: date, due_at: datetime, until: datetime) -> float:
        return self._hours(due_at, until)

    def left(self, now: datetime, due_on: date, due_at: datetime) -> float:
        return self._hours(now, due_at)

    def amount_until(self, day: date) -> float:
        return self._hours(self._started, self._calendar.day_end(day))

    def at_risk_from(self, amount: float, within: int, due_on: date) -> datetime:
        return self.due(amount - within)[1] if amount > within else self._started

    def _hours(self, a: datetime, b: datetime) -> float:
        return self._calendar.working_seconds(a, b) / _HOUR if b > a else 0.0
