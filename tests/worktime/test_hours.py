"""Office hours: those of the regulation, hours of an office's own, and hours that are refused."""

from __future__ import annotations

from datetime import UTC, date, time
from pathlib import Path

import pytest

from complaint_hub.errors import ConfigError
from complaint_hub.rules import load
from complaint_hub.worktime import Hours, Season, WorkCalendar, ramadan
from complaint_hub.worktime.hours import Week

NINE_TO_FIVE: Week = {day: ["09:00-17:00"] for day in range(5)}


def told(hours: Hours, day: date) -> list[str]:
    """The intervals of a day as people write them."""
    return ["-".join(f"{at // 3600:02}:{at // 60 % 60:02}" for at in span) for span in hours.on(day)]


def a_week(hours: Hours, monday: date) -> float:
    return sum(end - start for n in range(7) for start, end in hours.on(monday.replace(day=monday.day + n))) / 3600


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 1, 5), ["07:30-12:00", "13:00-16:00"]),
        (date(2026, 1, 9), ["07:30-11:30", "13:00-16:30"]),
        (date(2026, 1, 10), []),
        (date(2026, 2, 18), ["07:30-12:00", "13:00-16:00"]),
        (date(2026, 2, 19), ["08:00-12:00", "12:30-15:00"]),
        (date(2026, 2, 20), ["08:00-11:30", "12:30-15:30"]),
        (date(2026, 3, 20), ["08:00-11:30", "12:30-15:30"]),
        (date(2026, 3, 23), ["07:30-12:00", "13:00-16:00"]),
    ],
    ids=str,
)
def test_the_hours_of_perpres_21_2023(day: date, expected: list[str]) -> None:
    assert told(Hours.perpres_21_2023(), day) == expected


def test_a_week_has_the_hours_that_the_regulation_says() -> None:
    hours = Hours.perpres_21_2023()
    assert a_week(hours, date(2026, 1, 5)) == 37.5
    assert a_week(hours, date(2026, 3, 2)) == 32.5


def test_the_name_of_a_season_is_told_on_its_days_only() -> None:
    hours = Hours.perpres_21_2023()
    assert [hours.season(date(2026, 2, day)) for day in (18, 19)] == ["", "Ramadan 1447 H"]


def test_intervals_can_be_times_too() -> None:
    hours = Hours({0: [(time(8), time(12)), (time(13), time(0))]})
    assert told(hours, date(2026, 1, 5)) == ["08:00-12:00", "13:00-24:00"]
    assert hours.weekdays == {0}


def test_an_office_keeps_its_own_hours_in_every_ramadan() -> None:
    hours = Hours(NINE_TO_FIVE, ranges=ramadan({day: ["09:00-14:00"] for day in range(5)}))
    assert [told(hours, date(2024, 3, day)) for day in (11, 12)] == [["09:00-17:00"], ["09:00-14:00"]]


def test_the_later_range_holds_where_two_meet() -> None:
    first = Season("a", date(2024, 1, 1), date(2024, 1, 31), {0: ["08:00-10:00"]})
    second = Season("b", date(2024, 1, 8), date(2024, 1, 14), {0: ["08:00-09:00"]})
    hours = Hours(NINE_TO_FIVE, ranges=[first, second])
    assert [told(hours, date(2024, 1, day)) for day in (1, 8, 15)] == [
        ["08:00-10:00"],
        ["08:00-09:00"],
        ["08:00-10:00"],
    ]


def test_a_user_s_table_may_change_the_hours_from_a_day_on(tmp_path: Path) -> None:
    file = tmp_path / "hours.toml"
    every_day = 'days = ["mon", "tue", "wed", "thu", "fri"]\n'
    file.write_text(
        'source = "Perbup (contoh)"\n'
        f'[[rows]]\nseason = "ordinary"\n{every_day}hours = ["07:00-14:00"]\nin_force_until = 2025-03-14\n'
        f'[[rows]]\nseason = "ordinary"\n{every_day}hours = ["08:00-15:00"]\nin_force_from = 2025-03-15\n'
        f'[[rows]]\nseason = "ramadan"\n{every_day}hours = ["09:00-15:00"]\nin_force_from = 2025-03-15\n'
    )
    hours = Hours.from_rules(office_hours=load("office_hours", file))
    # The new rule comes in the middle of Ramadan 1446, 1 to 30 March 2025; the old one knew no hours for it.
    assert [told(hours, date(2025, 3, day)) for day in (13, 14, 17, 31)] == [
        ["07:00-14:00"],
        ["07:00-14:00"],
        ["09:00-15:00"],
        ["08:00-15:00"],
    ]


@pytest.mark.parametrize(
    ("week", "said"),
    [
        ({}, "no office hours in the week"),
        ({0: []}, "no office hours in the week"),
        ({0: ["08:00-12:00", "11:30-16:00"]}, "Senin in the week: 08:00-12:00 and 11:30-16:00 overlap"),
        ({0: ["08:00-16:00", "12:00-13:00"]}, "08:00-16:00 and 12:00-13:00 overlap"),
        ({0: ["13:00-16:00", "08:00-12:00"]}, "08:00 stands after 13:00: give the intervals in order"),
        ({4: ["08:00-08:00"]}, "Jumat in the week: the interval from 08:00 to 08:00 is empty"),
        ({4: ["22:00-06:00"]}, "06:00 lies before 22:00: split a night at 24:00"),
        ({7: ["08:00-12:00"]}, "0 for Monday to 6 for Sunday, got 7"),
        ({0: ["8 to 12"]}, "'8 to 12' is no interval: write 07:30-12:00"),
        ({0: ["08:00-25:00"]}, "names no time of the day"),
        ({0: ["08:70-12:00"]}, "names no time of the day"),
        ({0: "08:00-12:00"}, "write a list of intervals"),
        ({0: [(time(8, tzinfo=UTC), time(12))]}, "local times, without a zone"),
        ({0: [(time(8, 0, 0, 1), time(12))]}, "whole seconds"),
    ],
    ids=str,
)
def test_hours_that_make_no_week_are_refused(week: Week, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        Hours(week)


def test_a_range_is_checked_like_the_week() -> None:
    with pytest.raises(ConfigError, match="Puasa ends on 2024-03-01, before it begins on 2024-03-02"):
        Hours(NINE_TO_FIVE, ranges=[Season("Puasa", date(2024, 3, 2), date(2024, 3, 1), NINE_TO_FIVE)])
    with pytest.raises(ConfigError, match="no office hours in Puasa"):
        Hours(NINE_TO_FIVE, ranges=[Season("Puasa", date(2024, 3, 2), date(2024, 3, 3), {})])


def test_a_table_whose_ordinary_rows_all_end_has_no_week(tmp_path: Path) -> None:
    file = tmp_path / "hours.toml"
    file.write_text(
        'source = "x"\nin_force_until = 2024-12-31\n'
        '[[rows]]\nseason = "ordinary"\ndays = ["mon"]\nhours = ["08:00-12:00"]\n'
    )
    with pytest.raises(ConfigError, match="no office hours in the week"):
        Hours.from_rules(office_hours=load("office_hours", file))


def test_the_days_of_a_calendar_are_those_of_its_hours() -> None:
    six = Hours({day: ["07:00-13:00"] for day in range(6)})
    calendar = WorkCalendar([], years=[2024], hours=six)
    assert [calendar.is_working(date(2024, 8, day)) for day in (2, 3, 4)] == [True, True, False]


def test_weekdays_that_contradict_the_hours_are_refused() -> None:
    with pytest.raises(ConfigError, match=r"worked on \[0, .*, 5\], but the office hours name \[0, .*, 4\]"):
        WorkCalendar([], years=[2024], weekdays=range(6), hours=Hours(NINE_TO_FIVE))


def test_a_year_without_ramadan_in_the_table_is_assured_for_days_but_not_for_hours() -> None:
    calendar = WorkCalendar([], years=[2017], assured_years=[2017], hours=Hours.perpres_21_2023())
    assert calendar.assured(2017)
    assert not calendar.assured(2017, hours=True)
    assert calendar.warning(date(2017, 6, 1)) is None
    assert calendar.warning(date(2017, 6, 1), hours=True) == (
        "Jam kerja Ramadan 2017 belum tercatat; dihitung dengan jam kerja biasa."
    )


def test_a_year_without_a_decree_warns_of_its_days_first() -> None:
    calendar = WorkCalendar.indonesia(years=range(2026, 2029))
    assert [calendar.assured(year, hours=True) for year in (2026, 2028)] == [True, False]
    assert "2028 masih perkiraan" in str(calendar.warning(date(2028, 3, 1), hours=True))


def test_hours_that_hang_on_no_decision_are_assured_as_far_as_the_days() -> None:
    calendar = WorkCalendar([], years=[2017], assured_years=[2017], hours=Hours(NINE_TO_FIVE))
    assert calendar.assured(2017, hours=True)
