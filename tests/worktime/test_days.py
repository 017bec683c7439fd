"""Working days against numpy's own, against counts by hand, and against the decrees."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from numpy.typing import NDArray

from complaint_hub.errors import ConfigError
from complaint_hub.worktime import DayOff, WorkCalendar

PAIRS = 100_000


@pytest.fixture(scope="module")
def calendar() -> WorkCalendar:
    return WorkCalendar.indonesia()


@pytest.fixture(scope="module")
def open_on_joint_leave() -> WorkCalendar:
    return WorkCalendar.indonesia(joint_leave_counts=True)


def numpy_calendar(calendar: WorkCalendar) -> np.busdaycalendar:
    return np.busdaycalendar(holidays=[off.date for off in calendar.days_off])


def random_days(seed: int, first: date, last: date) -> list[date]:
    dice = random.Random(seed)
    span = (last - first).days
    return [first + timedelta(days=dice.randint(0, span)) for _ in range(PAIRS)]


def as_array(days: list[date]) -> NDArray[np.datetime64]:
    return np.array(days, dtype="datetime64[D]")


def test_days_between_agree_with_numpy_on_100_000_pairs(calendar: WorkCalendar) -> None:
    a = random_days(1, date(2015, 1, 1), date(2028, 12, 31))
    b = random_days(2, date(2015, 1, 1), date(2028, 12, 31))
    expected = np.busday_count(as_array(a), as_array(b), busdaycal=numpy_calendar(calendar))
    assert [calendar.days_between(x, y) for x, y in zip(a, b, strict=True)] == expected.tolist()


def test_working_days_agree_with_numpy_on_100_000_pairs(calendar: WorkCalendar) -> None:
    a = random_days(3, date(2015, 1, 1), date(2028, 12, 30))
    b = random_days(4, date(2015, 1, 1), date(2028, 12, 30))
    a, b = [min(x, y) for x, y in zip(a, b, strict=True)], [max(x, y) for x, y in zip(a, b, strict=True)]
    # a < d <= b is [a + 1, b + 1)
    expected = np.busday_count(as_array(a) + 1, as_array(b) + 1, busdaycal=numpy_calendar(calendar))
    assert [calendar.working_days(x, y) for x, y in zip(a, b, strict=True)] == expected.tolist()


def test_add_days_agrees_with_numpy_and_is_undone_by_working_days(calendar: WorkCalendar) -> None:
    starts = random_days(5, date(2015, 1, 1), date(2028, 12, 31))
    numbers = random.Random(6).choices(range(1, 200), k=PAIRS)
    expected = np.busday_offset(as_array(starts), numbers, roll="preceding", busdaycal=numpy_calendar(calendar))
    ends = [calendar.add_days(a, n) for a, n in zip(starts, numbers, strict=True)]
    assert ends == expected.tolist()
    assert [calendar.working_days(a, end) for a, end in zip(starts, ends, strict=True)] == numbers


@pytest.mark.parametrize(
    ("n", "skipping", "counting"),
    [(14, date(2023, 5, 11), date(2023, 5, 4)), (60, date(2023, 7, 25), date(2023, 7, 12))],
)
def test_a_report_of_13_april_2023_is_due_after_lebaran(
    calendar: WorkCalendar, open_on_joint_leave: WorkCalendar, n: int, skipping: date, counting: date
) -> None:
    assert calendar.add_days(date(2023, 4, 13), n) == skipping
    assert open_on_joint_leave.add_days(date(2023, 4, 13), n) == counting


def test_further_days_off_can_be_given(calendar: WorkCalendar) -> None:
    own = WorkCalendar.indonesia(years=[2024], extra={date(2024, 8, 5): "Hari Jadi"})
    assert own.add_days(date(2024, 8, 2), 1) == date(2024, 8, 6)
    assert calendar.add_days(date(2024, 8, 2), 1) == date(2024, 8, 5)


def test_a_six_day_office_works_on_saturdays() -> None:
    calendar = WorkCalendar.indonesia(years=[2024], weekdays=range(6))
    assert [calendar.is_working(date(2024, 8, day)) for day in (2, 3, 4)] == [True, True, False]


def test_the_explanation_numbers_the_counted_days_and_names_the_others(calendar: WorkCalendar) -> None:
    told = calendar.explain(date(2023, 4, 13), date(2023, 4, 26))
    assert [(day.date.day, day.number, day.name) for day in told] == [
        (14, 1, "Jumat"),
        (15, None, "Akhir pekan (Sabtu)"),
        (16, None, "Akhir pekan (Minggu)"),
        (17, 2, "Senin"),
        (18, 3, "Selasa"),
        (19, None, "Cuti Bersama Hari Raya Idul Fitri"),
        (20, None, "Cuti Bersama Hari Raya Idul Fitri"),
        (21, None, "Cuti Bersama Hari Raya Idul Fitri"),
        (22, None, "Hari Raya Idul Fitri"),
        (23, None, "Hari kedua dari Hari Raya Idul Fitri"),
        (24, None, "Cuti Bersama Hari Raya Idul Fitri"),
        (25, None, "Cuti Bersama Hari Raya Idul Fitri"),
        (26, 4, "Rabu"),
    ]
    assert {day.kind for day in told} == {"working", "weekend", "holiday", "joint_leave"}


@pytest.mark.parametrize("n", [1, 5, 14, 60])
def test_an_explanation_ends_with_the_number_that_was_counted(calendar: WorkCalendar, n: int) -> None:
    start = date(2025, 3, 1)
    told = calendar.explain(start, calendar.add_days(start, n))
    assert told[-1].number == n == sum(day.number is not None for day in told)


def test_there_is_nothing_to_explain_within_one_day(calendar: WorkCalendar) -> None:
    assert calendar.explain(date(2025, 3, 3), date(2025, 3, 3)) == []
    with pytest.raises(ValueError, match="from 2025-03-04 back to 2025-03-03"):
        calendar.explain(date(2025, 3, 4), date(2025, 3, 3))


def test_years_are_assured_as_far_as_the_decrees_are_out(calendar: WorkCalendar) -> None:
    assert {2023, 2024, 2025, 2026} <= calendar.assured_years
    assert not {2028, 2040} & calendar.assured_years
    for day in calendar.days_off:
        assert day.date.year not in calendar.assured_years or "(perkiraan)" not in day.name


def test_a_deadline_past_the_decrees_carries_a_warning() -> None:
    calendar = WorkCalendar([], years=[2026, 2027], assured_years=[2026])
    assert calendar.warning(date(2026, 12, 31)) is None
    assert calendar.warning(date(2027, 1, 1)) == (
        "Kalender kerja pasti sampai 31 Desember 2026; hari libur dan cuti bersama 2027 masih perkiraan."
    )
    assert WorkCalendar([], years=[2027]).assured_until is None


def test_names_do_not_follow_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "en_US")
    calendar = WorkCalendar.indonesia(years=[2023])
    assert DayOff(date(2023, 8, 17), "Hari Kemerdekaan Republik Indonesia") in calendar.days_off


@pytest.mark.parametrize(
    ("weekdays", "years", "zone", "said"),
    [
        ((), [2024], "Asia/Jakarta", "working week is empty"),
        ((7,), [2024], "Asia/Jakarta", "Weekdays are 0 for Monday to 6 for Sunday"),
        ((0,), [], "Asia/Jakarta", "covers no year"),
        ((0,), [2024], "Asia/Blitar", "no time zone 'Asia/Blitar'"),
    ],
)
def test_a_calendar_without_days_is_refused(weekdays: tuple[int, ...], years: list[int], zone: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        WorkCalendar([], weekdays=weekdays, years=years, zone=zone)


def test_a_year_with_every_working_day_off_is_refused() -> None:
    mondays = [DayOff(date(2024, 1, 1) + timedelta(weeks=n), "tutup") for n in range(53)]
    with pytest.raises(ConfigError, match="No working day is left"):
        WorkCalendar(mondays, weekdays=[0], years=[2024])


@pytest.mark.parametrize("years", [range(1940, 1950), range(2090, 2103)])
def test_years_that_the_holidays_do_not_know_are_refused(years: range) -> None:
    with pytest.raises(ConfigError, match="known from 1946 to 2100"):
        WorkCalendar.indonesia(years=years)


def test_a_day_outside_the_calendar_says_how_to_widen_it() -> None:
    calendar = WorkCalendar([], years=[2024])
    with pytest.raises(ValueError, match=r"2025-01-01 lies outside .* build it with years=range"):
        calendar.is_working(date(2025, 1, 1))
    with pytest.raises(ValueError, match="5 working days after 2024-12-30 lie past 2024-12-31"):
        calendar.add_days(date(2024, 12, 30), 5)
    with pytest.raises(ValueError, match="at least 1, got 0"):
        calendar.add_days(date(2024, 12, 30), 0)


def test_an_instant_belongs_to_the_day_of_the_office(calendar: WorkCalendar) -> None:
    assert calendar.local_day(datetime(2024, 8, 4, 17, 0, tzinfo=UTC)) == date(2024, 8, 5)
    assert calendar.day_end(date(2024, 8, 4)) == datetime(2024, 8, 4, 17, 0, tzinfo=UTC)
    with pytest.raises(ValueError, match="an aware instant"):
        calendar.local_day(datetime(2024, 8, 4, 17, 0))  # noqa: DTZ001 - that it is refused is the point
