"""Working seconds over arrays against numpy's ``busday_count``, and one by one against ``businesstimedelta``.

Same days off, same hours (Monday to Thursday 07:30-12:00 and 13:00-16:00, Friday 07:30-11:30 and 13:00-16:30), same
pairs: starts in 2023 to 2026, ends up to 60 days later. ``busday_count`` counts days only, which is less work, and is
given days, not instants; ``businesstimedelta`` knows no Ramadan, so neither side is given one.
Goals: over arrays, pair against pair, at least 2 times as fast as ``busday_count``; one by one at least 500 times as
fast as ``businesstimedelta``, for "between" and, told beside it, for "plus". All answers are compared before a clock
runs.
"""

from __future__ import annotations

import random
import time as clock
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time, timedelta
from statistics import median
from typing import Any

import businesstimedelta
import numpy as np
import pytz

from complaint_hub.worktime import Hours, WorkCalendar

from .measure import machine

PAIRS, ROUNDS = 1_000_000, 9
FEW = 300
"""Pairs for ``businesstimedelta``, which needs some milliseconds each."""

_WIB = np.timedelta64(7, "h")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WEEK = {day: ["07:30-12:00", "13:00-16:00"] for day in range(4)} | {4: ["07:30-11:30", "13:00-16:30"]}


def cpu(ways: Mapping[str, Callable[[], object]], *, rounds: int) -> dict[str, float]:
    """Median CPU seconds of each way, run turn by turn so that a slow minute hurts all of them."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, work in ways.items():
            began = clock.process_time()
            work()
            taken[name].append(clock.process_time() - began)
    return {name: median(seconds) for name, seconds in taken.items()}


def pairs(n: int) -> tuple[Any, Any]:
    """Random starts and ends, as int64 microseconds on whole seconds."""
    dice = np.random.default_rng(2023)
    first, last = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (2023, 2026))
    starts = dice.integers(first, last, n)
    return starts * 1_000_000, (starts + dice.integers(0, 60 * 86_400, n)) * 1_000_000


def over_arrays(calendar: WorkCalendar) -> dict[str, float]:
    """CPU seconds of a million pairs each."""
    a, b = pairs(PAIRS)
    first, last = ((x.astype("datetime64[us]") + _WIB).astype("datetime64[D]") for x in (a, b))
    days = np.busdaycalendar(holidays=[off.date for off in calendar.days_off])
    counted = np.busday_count(first + 1, last + 1, busdaycal=days)
    assert (calendar.working_days_of(a, b) == counted).all()
    assert calendar.working_seconds_of(a[:1000], b[:1000]).tolist() == calendar.working_seconds_of(
        a[:1000].tolist(), b[:1000].tolist()
    )
    return cpu(
        {
            "busday_count": lambda: np.busday_count(first, last, busdaycal=days),
            "working_seconds_of": lambda: calendar.working_seconds_of(a, b),
            "working_days_of": lambda: calendar.working_days_of(a, b),
        },
        rounds=ROUNDS,
    )


def oracle(calendar: WorkCalendar) -> Any:
    """The calendar in the terms of ``businesstimedelta``."""
    zone = pytz.timezone("Asia/Jakarta")
    rule, lunch = businesstimedelta.WorkDayRule, businesstimedelta.LunchTimeRule
    week, friday = {"working_days": [0, 1, 2, 3], "tz": zone}, {"working_days": [4], "tz": zone}
    return businesstimedelta.Rules(
        [
            rule(start_time=time(7, 30), end_time=time(16), **week),
            lunch(start_time=time(12), end_time=time(13), **week),
            rule(start_time=time(7, 30), end_time=time(16, 30), **friday),
            lunch(start_time=time(11, 30), end_time=time(13), **friday),
            businesstimedelta.HolidayRule({off.date: off.name for off in calendar.days_off}, tz=zone),
        ]
    )


def one_by_one(calendar: WorkCalendar) -> tuple[dict[str, float], dict[str, float]]:
    """CPU seconds a pair: between two instants, and the hours of five days after an instant."""
    rules = oracle(calendar)
    a, b = ([_EPOCH + timedelta(microseconds=x) for x in side.tolist()] for side in pairs(FEW))
    five_days, seconds = businesstimedelta.BusinessTimeDelta(rules, hours=37, seconds=1800), 37.5 * 3600
    for start, end in zip(a, b, strict=True):
        found = rules.difference(start, end)
        assert found.hours * 3600 + found.seconds == calendar.working_seconds(start, end)
        assert start + five_days == calendar.add_seconds(start, seconds)
    # Ours is too quick for a clock that ticks in microseconds, so it goes round many times.
    times = 50
    order = random.Random(1).sample(range(FEW), FEW)
    between = cpu(
        {
            "theirs": lambda: [rules.difference(a[i], b[i]) for i in order],
            "ours": lambda: [calendar.working_seconds(a[i], b[i]) for _ in range(times) for i in order],
        },
        rounds=3,
    )
    plus = cpu(
        {
            "theirs": lambda: [a[i] + five_days for i in order],
            "ours": lambda: [calendar.add_seconds(a[i], seconds) for _ in range(times) for i in order],
        },
        rounds=3,
    )
    return _each(between, times), _each(plus, times)


def _each(taken: Mapping[str, float], times: int) -> dict[str, float]:
    return {"theirs": taken["theirs"] / FEW, "ours": taken["ours"] / FEW / times}


def main() -> None:
    """Measure and print."""
    calendar = WorkCalendar.indonesia(hours=Hours(_WEEK))
    many, (between, plus) = over_arrays(calendar), one_by_one(calendar)
    print(f"working time ({machine('numpy', 'businesstimedelta')})")
    for name, seconds in many.items():
        print(f"  {name:<20}{seconds / PAIRS * 1e9:6.1f} ns a pair, {PAIRS:,} pairs over arrays")
    ratio = many["busday_count"] / many["working_seconds_of"]
    print(f"  ratio  {ratio:.1f} times as fast as busday_count (goal: at least 2)")
    for name, took in (("between", between), ("plus", plus)):
        print(f"  {name}, one by one: {took['ours'] * 1e6:.2f} µs, businesstimedelta {took['theirs'] * 1e6:,.0f} µs")
        goal = " (goal: at least 500)" if name == "between" else ""
        print(f"  ratio  {took['theirs'] / took['ours']:,.0f} times as fast{goal}")


if __name__ == "__main__":
    main()
