"""The days off of the calendar against the decrees of each year, typed here from the decrees and not from a package."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from complaint_hub.rules import load
from complaint_hub.worktime import WorkCalendar


@pytest.fixture(scope="module")
def calendar() -> WorkCalendar:
    return WorkCalendar.indonesia()


@pytest.fixture(scope="module")
def open_on_joint_leave() -> WorkCalendar:
    return WorkCalendar.indonesia(joint_leave_counts=True)


# Joint decrees of the ministers of religion, manpower and PANRB.
# 2023: 1066/2022, 3/2022, 3/2022, with the changes of March (Idul Fitri) and June (Idul Adha) 2023.
# 2024: 855/2023, 3/2023, 4/2023; 14 February and 27 November are the days of the elections.
# 2025: 1017/2024, 2/2024, 2/2024, with the change of 7 August 2025 (18 August).
# 2026: 1497/2025, 2/2025, 5/2025 of 19 September 2025.
HOLIDAYS = {
    2023: "1/1 22/1 18/2 22/3 7/4 22-23/4 1/5 18/5 1/6 4/6 29/6 19/7 17/8 28/9 25/12",
    2024: "1/1 8/2 10/2 14/2 11/3 29/3 31/3 10-11/4 1/5 9/5 23/5 1/6 17/6 7/7 17/8 16/9 27/11 25/12",
    2025: "1/1 27/1 29/1 29/3 31/3 1/4 18/4 20/4 1/5 12/5 29/5 1/6 6/6 27/6 17/8 5/9 25/12",
    2026: "1/1 16/1 17/2 19/3 21-22/3 3/4 5/4 1/5 14/5 27/5 31/5 1/6 16/6 17/8 25/8 25/12",
}
JOINT_LEAVE = {
    2023: "23/1 23/3 19-21/4 24-25/4 2/6 28/6 30/6 26/12",
    2024: "9/2 12/3 8-9/4 12/4 15/4 10/5 24/5 18/6 26/12",
    2025: "28/1 28/3 2-4/4 7/4 13/5 30/5 9/6 18/8 26/12",
    2026: "16/2 18/3 20/3 23-24/3 15/5 28/5 24/12",
}


def days(year: int, typed: str) -> list[date]:
    """``"22-23/4 1/5"`` as dates of the year."""
    found = (re.fullmatch(r"(\d+)(?:-(\d+))?/(\d+)", one) for one in typed.split())
    return [
        date(year, int(m[3]), day) for m in found if m is not None for day in range(int(m[1]), int(m[2] or m[1]) + 1)
    ]


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_the_holidays_are_those_of_the_decree(calendar: WorkCalendar, year: int) -> None:
    off = [day.date for day in calendar.days_off if day.date.year == year and day.kind == "holiday"]
    assert off == days(year, HOLIDAYS[year])


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_the_joint_leave_is_that_of_the_decree(calendar: WorkCalendar, year: int) -> None:
    off = [day.date for day in calendar.days_off if day.date.year == year and day.kind == "joint_leave"]
    assert off == days(year, JOINT_LEAVE[year])


def test_each_ramadan_ends_on_the_eve_of_idul_fitri_and_has_29_or_30_days(calendar: WorkCalendar) -> None:
    feasts = {off.date for off in calendar.days_off if off.name.startswith("Hari Raya Idul Fitri")}
    for row in load("ramadan").rows:
        assert row["last"] + timedelta(days=1) in feasts
        assert (row["last"] - row["first"]).days + 1 in (29, 30)


def test_every_year_with_a_decree_since_2018_has_its_ramadan(calendar: WorkCalendar) -> None:
    known = {row["first"].year for row in load("ramadan").rows}
    assert known == {year for year in calendar.assured_years if 2018 <= year <= 2026}


def test_a_late_decree_holds_whatever_the_package_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("complaint_hub.worktime.national._national", lambda years, category: {})
    calendar = WorkCalendar.indonesia(years=[2025])
    assert [calendar.is_working(date(2025, 8, day)) for day in (15, 18, 19)] == [True, False, True]


def test_a_late_decree_on_joint_leave_counts_as_joint_leave(open_on_joint_leave: WorkCalendar) -> None:
    assert open_on_joint_leave.is_working(date(2025, 8, 18))


def test_a_local_day_off_holds_in_its_area_only(tmp_path: Path) -> None:
    file = tmp_path / "days.toml"
    file.write_text(
        'source = "SK Bupati"\n[[rows]]\ndate = 2024-08-05\nkind = "holiday"\nname = "Hari Jadi"\narea = "Blitar"\n'
        '[[rows]]\ndate = 2024-12-26\nkind = "working_day"\nname = "Masuk"\n'
    )
    table = load("late_decrees", file)
    here = WorkCalendar.indonesia(years=[2024], late_decrees=table, area="Blitar")
    there = WorkCalendar.indonesia(years=[2024], late_decrees=table)
    assert [c.is_working(date(2024, 8, 5)) for c in (here, there)] == [False, True]
    assert here.is_working(date(2024, 12, 26))
