"""Working hours against programs that nobody here wrote: numpy's business days, and ``businesstimedelta``."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import businesstimedelta
import numpy as np
import pytest
import pytz
from hypothesis import given, settings
from numpy.typing import NDArray

from complaint_hub.rules import load
from complaint_hub.worktime import WorkCalendar
from support.office_times import calendar_named, micros, moments

HOUR = 3600
PAIRS = 100_000
WIB = np.timedelta64(7, "h")
# Weekdays, intervals in hours: written down once more, not read from our tables.
ORDINARY = (("1111000", (7.5, 12, 13, 16)), ("0000100", (7.5, 11.5, 13, 16.5)))
FASTING = (("1111000", (8, 12, 12.5, 15)), ("0000100", (8, 11.5, 12.5, 15.5)))


@pytest.fixture(scope="module")
def calendar() -> WorkCalendar:
    return calendar_named("perpres")


def fasting_days() -> list[date]:
    months = ((row["first"], row["last"]) for row in load("ramadan").rows)
    return [first + timedelta(days=n) for first, last in months for n in range((last - first).days + 1)]


def by_numpy(calendar: WorkCalendar, instants: NDArray[np.int64]) -> NDArray[np.float64]:
    """Working seconds since 2022, from ``busday_count`` of each sort of day and the hours of the last one."""
    local = instants.astype("datetime64[us]") + WIB
    day = local.astype("datetime64[D]")
    hour = (local - day).astype(np.int64) / 3.6e9
    off, fasting = {one.date for one in calendar.days_off}, set(fasting_days())
    every = {date(2022, 1, 1) + timedelta(days=n) for n in range(6 * 366)}
    total = np.zeros(instants.shape)
    for sorts, without in ((ORDINARY, off | fasting), (FASTING, off | (every - fasting))):
        for mask, (opens, breaks, goes_on, closes) in sorts:
            days = np.busdaycalendar(weekmask=mask, holidays=sorted(without))
            whole = np.busday_count(np.datetime64("2022-01-01"), day, busdaycal=days)
            today = np.clip(hour, opens, breaks) - opens + np.clip(hour, goes_on, closes) - goes_on
            total += whole * (breaks - opens + closes - goes_on) + np.is_busday(day, busdaycal=days) * today
    return total * HOUR


def test_working_seconds_agree_with_numpy_on_100_000_pairs(calendar: WorkCalendar) -> None:
    dice = np.random.default_rng(7)
    first, last = micros(datetime(2022, 2, 1, tzinfo=UTC)), micros(datetime(2026, 12, 1, tzinfo=UTC))
    a, b = (dice.integers(first, last, PAIRS) for _ in range(2))
    expected = by_numpy(calendar, b) - by_numpy(calendar, a)
    assert np.abs(calendar.working_seconds_of(a, b) - expected).max() < 1e-3


def test_working_days_of_instants_agree_with_numpy_on_100_000_pairs(calendar: WorkCalendar) -> None:
    dice = np.random.default_rng(8)
    first, last = micros(datetime(2022, 2, 1, tzinfo=UTC)), micros(datetime(2026, 12, 1, tzinfo=UTC))
    a, b = np.sort(dice.integers(first, last, (2, PAIRS)), axis=0)
    # a < d <= b is [a + 1, b + 1)
    first_day, last_day = ((x.astype("datetime64[us]") + WIB).astype("datetime64[D]") + 1 for x in (a, b))
    expected = np.busday_count(first_day, last_day, holidays=[one.date for one in calendar.days_off])
    assert calendar.working_days_of(a, b).tolist() == expected.tolist()


def rules(calendar: WorkCalendar, sorts: Any) -> Any:
    """The hours in the terms of ``businesstimedelta``: opening hours, breaks as time off, days off."""
    zone = pytz.timezone("Asia/Jakarta")
    made: list[Any] = [businesstimedelta.HolidayRule({off.date: off.name for off in calendar.days_off}, tz=zone)]
    for mask, hours in sorts:
        opens, breaks, goes_on, closes = (time(int(one), int(one % 1 * 60)) for one in hours)
        days = {"working_days": [n for n in range(7) if mask[n] == "1"], "tz": zone}
        made.append(businesstimedelta.WorkDayRule(start_time=opens, end_time=closes, **days))
        made.append(businesstimedelta.LunchTimeRule(start_time=breaks, end_time=goes_on, **days))
    return businesstimedelta.Rules(made)


def seconds(found: Any) -> int:
    return int(found.hours * HOUR + found.seconds)


def whole(moment: datetime) -> datetime:
    """It counts whole seconds only."""
    return moment.replace(microsecond=0)


def by_businesstimedelta(calendar: WorkCalendar, a: datetime, b: datetime) -> int:
    """It knows no seasons, so the span is cut where Ramadan begins and ends."""
    total, zone = 0, calendar.zone
    cuts = [
        datetime.combine(day, time(), tzinfo=zone)
        for row in load("ramadan").rows
        for day in (row["first"], row["last"] + timedelta(days=1))
    ]
    points = [a, *(cut for cut in cuts if a < cut < b), b]
    fasting = set(fasting_days())
    for start, end in pairwise(points):
        sorts = FASTING if start.astimezone(zone).date() in fasting else ORDINARY
        total += seconds(rules(calendar, sorts).difference(start, end))
    return total


@settings(max_examples=60, deadline=None)
@given(moments)
def test_working_seconds_agree_with_businesstimedelta_at_the_edges(start: datetime) -> None:
    calendar, start = calendar_named("perpres"), whole(start)
    for days in (0.2, 1, 5):
        end = start + timedelta(days=days)
        assert calendar.working_seconds(start, end) == by_businesstimedelta(calendar, start, end)


def test_working_seconds_agree_with_businesstimedelta_over_weeks(calendar: WorkCalendar) -> None:
    dice = random.Random(9)
    for _ in range(40):
        start = datetime(2023, 1, 1, tzinfo=UTC) + timedelta(seconds=dice.randrange(3 * 365 * 86_400))
        end = start + timedelta(seconds=dice.randrange(40 * 86_400))
        assert calendar.working_seconds(start, end) == by_businesstimedelta(calendar, start, end)


@settings(max_examples=40, deadline=None)
@given(moments)
def test_plus_agrees_with_businesstimedelta_outside_ramadan(start: datetime) -> None:
    calendar, start = calendar_named("perpres"), whole(start)
    end = calendar.add_seconds(start, 10 * HOUR)
    if {start.astimezone(calendar.zone).date(), end.astimezone(calendar.zone).date()} & set(fasting_days()):
        return
    ordinary = rules(calendar, ORDINARY)
    assert start + businesstimedelta.BusinessTimeDelta(ordinary, hours=10) == end
