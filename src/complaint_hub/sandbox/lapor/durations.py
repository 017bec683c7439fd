"""How many days a follow-up took: skewed as in life, on working days where possible, and with an exact sum.

For: ``cases``.
Must not: claim to be a calendar of working days; a few closures are enough to look plausible.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

__all__ = ["follow_up_days", "next_working_day", "working_day"]

# Closures of offices: fixed holidays by (month, day), and the weeks of Lebaran by first and last day.
_FIXED = {(1, 1), (5, 1), (6, 1), (8, 17), (12, 25)}
_LEBARAN = (
    (date(2023, 4, 19), date(2023, 4, 25)),
    (date(2024, 4, 8), date(2024, 4, 15)),
    (date(2025, 3, 28), date(2025, 4, 7)),
    (date(2026, 3, 18), date(2026, 3, 24)),
)


def working_day(day: date) -> bool:
    """Whether offices are open, roughly."""
    return day.weekday() < 5 and (day.month, day.day) not in _FIXED and not any(a <= day <= b for a, b in _LEBARAN)


def next_working_day(day: date) -> date:
    """*day* itself, or the first working day after it."""
    while not working_day(day):
        day += timedelta(days=1)
    return day


def follow_up_days(
    starts: Sequence[date], *, total: int | None, latest: date, dice: Random, typical: int = 6
) -> list[int]:
    """Days from each start to its follow-up.

    Args:
        total: what they add up to, exactly; None leaves the sum to the dice, with a median near *typical*.
        latest: no follow-up is later.

    Raises: ValueError, if *total* cannot be reached.
    """
    room = [(latest - start).days for start in starts]
    if total is not None and not 0 <= total <= sum(room):
        raise ValueError(f"{len(starts)} follow-ups until {latest} cannot take {total} days altogether")
    weights = [dice.lognormvariate(0, 1) for _ in starts]
    scale = typical if total is None else total / (sum(weights) or 1)
    days = [min(most, round(weight * scale)) for weight, most in zip(weights, room, strict=True)]
    days = [_near(start, n, most) for start, n, most in zip(starts, days, room, strict=True)]
    return days if total is None else _exact(starts, days, room, total, dice)


def _near(start: date, days: int, most: int) -> int:
    """The number of days nearest to *days* whose end is a working day."""
    for away in range(15):
        for n in (days + away, days - away):
            if 0 <= n <= most and working_day(start + timedelta(days=n)):
                return n
    return days


def _exact(starts: Sequence[date], days: list[int], room: Sequence[int], total: int, dice: Random) -> list[int]:
    """Move single follow-ups to the neighbouring working day until the sum is *total*; at last, to any day."""
    order = list(range(len(days)))
    missing = total - sum(days)
    for any_day in (False, True):
        moved = True
        while moved and missing:
            moved = False
            dice.shuffle(order)
            for place in order:
                step = _step(starts[place], days[place], room[place], missing, any_day=any_day)
                days[place] += step
                missing -= step
                moved = moved or step != 0
    return days


def _step(start: date, days: int, most: int, missing: int, *, any_day: bool) -> int:
    """The smallest move in the direction of *missing* that lands on a working day and does not overshoot."""
    sign = 1 if missing > 0 else -1  # with nothing missing the loop below is empty
    for away in range(1, min(14, abs(missing)) + 1):
        n = days + sign * away
        if 0 <= n <= most and (any_day or working_day(start + timedelta(days=n))):
            return sign * away
    return 0
