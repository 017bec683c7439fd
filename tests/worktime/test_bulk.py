"""The kernel over arrays answers what the plain kernel answers, value for value."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from complaint_hub.worktime import WorkCalendar
from support.office_times import FIRST, LAST, NAMES, calendar_named, instants, micros

# More than one block of the kernel, and no multiple of it.
MANY = 20_001


def ints(values: list[int]) -> NDArray[np.int64]:
    return np.array(values, np.int64)


def random_instants(seed: int) -> list[int]:
    dice = random.Random(seed)
    return [dice.randrange(micros(FIRST), micros(LAST)) for _ in range(MANY)]


@pytest.mark.parametrize("name", NAMES)
def test_many_random_pairs(name: str) -> None:
    calendar, a, b = calendar_named(name), random_instants(1), random_instants(2)
    assert calendar.working_seconds_of(ints(a), ints(b)).tolist() == calendar.working_seconds_of(a, b)
    assert calendar.working_days_of(ints(a), ints(b)).tolist() == calendar.working_days_of(a, b)


@pytest.mark.parametrize("name", NAMES)
def test_many_random_starts(name: str) -> None:
    calendar, a = calendar_named(name), random_instants(3)
    assert calendar.add_seconds_of(ints(a), 5400.5).tolist() == calendar.add_seconds_of(a, 5400.5)
    assert calendar.add_days_of(ints(a), 14).tolist() == calendar.add_days_of(a, 14)


@settings(deadline=None)
@given(st.sampled_from(NAMES), st.lists(st.tuples(instants, instants), max_size=20))
def test_pairs_at_the_edges(name: str, pairs: list[tuple[int, int]]) -> None:
    calendar, a, b = calendar_named(name), [a for a, _ in pairs], [b for _, b in pairs]
    assert calendar.working_seconds_of(ints(a), ints(b)).tolist() == calendar.working_seconds_of(a, b)
    assert calendar.working_days_of(ints(a), ints(b)).tolist() == calendar.working_days_of(a, b)


@settings(deadline=None)
@given(st.sampled_from(NAMES), st.lists(instants, max_size=20), st.integers(0, 10**11), st.integers(1, 60))
def test_amounts_from_the_edges(name: str, a: list[int], amount: int, n: int) -> None:
    calendar = calendar_named(name)
    assert calendar.add_seconds_of(ints(a), amount / 10**6).tolist() == calendar.add_seconds_of(a, amount / 10**6)
    assert calendar.add_days_of(ints(a), n).tolist() == calendar.add_days_of(a, n)


@pytest.mark.parametrize("hours", [1, 4, 7.5, 7.75, 15, 37.5], ids=str)
def test_an_amount_that_ends_a_stretch_ends_at_its_closing(hours: float) -> None:
    # From every opening, closing, start and end of a break of two weeks, Ramadan beginning in the second.
    clock = ("07:30", "08:00", "11:30", "12:00", "12:30", "13:00", "15:00", "15:30", "16:00", "16:30")
    calendar = calendar_named("perpres")
    a = [micros(datetime.fromisoformat(f"2026-02-{day}T{at}+07:00")) for day in range(10, 24) for at in clock]
    assert calendar.add_seconds_of(ints(a), hours * 3600).tolist() == calendar.add_seconds_of(a, hours * 3600)


@settings(deadline=None)
@given(st.sampled_from(NAMES), instants, st.integers(0, 10**11))
def test_many_and_one_by_one_are_the_same(name: str, a: int, amount: int) -> None:
    calendar, start = calendar_named(name), datetime.fromtimestamp(0, UTC) + timedelta(microseconds=a)
    end = calendar.add_seconds(start, amount / 10**6)
    assert calendar.add_seconds_of([a], amount / 10**6) == [micros(end)]
    assert calendar.working_seconds_of([a], [micros(end)]) == [calendar.working_seconds(start, end)]


def test_a_whole_calendar_is_covered_up_to_its_last_instant() -> None:
    calendar = calendar_named("perpres")
    first, last = micros(datetime(2021, 12, 31, 17, tzinfo=UTC)), micros(datetime(2027, 12, 31, 17, tzinfo=UTC))
    assert calendar.working_seconds_of(ints([first]), ints([last])).tolist() == calendar.working_seconds_of(
        [first], [last]
    )


def test_an_array_keeps_its_shape() -> None:
    calendar, a = calendar_named("perpres"), ints(random_instants(4)[:6]).reshape(2, 3)
    assert calendar.working_seconds_of(a, a).shape == (2, 3)
    assert calendar.working_days_of(a, a).shape == (2, 3)
    assert calendar.add_seconds_of(a, 60).shape == calendar.add_days_of(a, 1).shape == (2, 3)


Ask = Callable[[WorkCalendar, Any], Any]
ASKED: dict[str, Ask] = {
    "working_days_of": lambda calendar, a: calendar.working_days_of(a, a),
    "working_seconds_of": lambda calendar, a: calendar.working_seconds_of(a, a),
    "add_days_of": lambda calendar, a: calendar.add_days_of(a, 1),
    "add_seconds_of": lambda calendar, a: calendar.add_seconds_of(a, 60),
}


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("form", [list, ints])
def test_nothing_is_asked_and_nothing_is_answered(asked: str, form: Callable[[list[int]], Any]) -> None:
    assert list(ASKED[asked](calendar_named("perpres"), form([]))) == []


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("form", [list, ints])
@pytest.mark.parametrize("instant", [0, micros(datetime(2028, 1, 1, tzinfo=UTC)), 2**62])
def test_an_instant_outside_the_calendar_is_refused(asked: str, form: Callable[[list[int]], Any], instant: int) -> None:
    inside = micros(datetime(2024, 1, 1, tzinfo=UTC))
    with pytest.raises((ValueError, OverflowError), match=r"outside the calendar|value too large|out of range"):
        ASKED[asked](calendar_named("perpres"), form([inside, instant]))


@pytest.mark.parametrize("form", [list, ints])
def test_an_amount_that_ends_past_the_calendar_is_refused(form: Callable[[list[int]], Any]) -> None:
    calendar, late = calendar_named("perpres"), form([micros(datetime(2027, 12, 30, tzinfo=UTC))])
    with pytest.raises(ValueError, match=r"36000000 working seconds after 2027-12-30 .* lie past"):
        calendar.add_seconds_of(late, 10_000 * 3600)
    with pytest.raises(ValueError, match=r"100 working days after .* lie past"):
        calendar.add_days_of(late, 100)


@pytest.mark.parametrize("form", [list, ints])
def test_amounts_that_are_none_are_refused(form: Callable[[list[int]], Any]) -> None:
    start = form([micros(datetime(2024, 1, 1, tzinfo=UTC))])
    with pytest.raises(ValueError, match="at least 0 seconds"):
        calendar_named("perpres").add_seconds_of(start, -1)
    with pytest.raises(ValueError, match="at least 1, got 0"):
        calendar_named("perpres").add_days_of(start, 0)


@pytest.mark.parametrize("form", [list, ints])
def test_starts_and_ends_that_do_not_pair_up_are_refused(form: Callable[[list[int]], Any]) -> None:
    at = micros(datetime(2024, 1, 1, tzinfo=UTC))
    for ask in (calendar_named("perpres").working_days_of, calendar_named("perpres").working_seconds_of):
        with pytest.raises(ValueError, match=r"shorter|longer|pair up, got \(2,\) and \(1,\)"):
            ask(form([at, at]), form([at]))


def test_an_array_of_anything_but_whole_numbers_is_refused() -> None:
    floats: Any = np.array([1.7e15])
    with pytest.raises(TypeError, match=r"starts must be whole microseconds .* got float64"):
        calendar_named("perpres").working_seconds_of(floats, floats)


@pytest.mark.parametrize(
    ("statement", "loads"),
    [
        ("import complaint_hub.worktime", set[str]()),
        (
            "from complaint_hub.worktime import Hours, WorkCalendar\n"
            "c = WorkCalendar([], years=[2026], hours=Hours.perpres_21_2023())\n"
            "c.working_seconds_of([1767600000000000], [1767686400000000])\n"
            "c.add_days_of([1767600000000000], 3)",
            set[str](),
        ),
        ("from complaint_hub.worktime import WorkCalendar\nWorkCalendar.indonesia(years=[2026])", {"holidays"}),
    ],
    ids=["import", "plain sequences", "the calendar of Indonesia"],
)
def test_only_what_is_needed_is_loaded(statement: str, loads: set[str]) -> None:
    heavy = {"holidays", "numpy", "httpx", "sqlalchemy"}
    code = f"{statement}\nimport sys\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert heavy & set(done.stdout.split()) == loads
