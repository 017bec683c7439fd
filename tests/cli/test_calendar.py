"""``calendar``: the working days of each month, by hand, and how certain they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from support.command import Command

# Counted on a paper calendar: weekdays of the month, less holidays and joint leave on weekdays.
WORKING_DAYS_2026 = [20, 18, 17, 21, 16, 20, 23, 19, 22, 22, 21, 21]


def test_the_working_days_of_each_month(command: Command) -> None:
    told = command("calendar", 2026, "--json").json
    assert [month["working_days"] for month in told["months"]] == WORKING_DAYS_2026
    assert told["working_days"] == sum(WORKING_DAYS_2026)
    assert (told["year"], told["zone"], told["assured"], told["hours_assured"]) == (2026, "Asia/Jakarta", True, True)
    assert told["warning"] is None


def test_the_hours_of_ramadan_are_shorter(command: Command) -> None:
    months = command("calendar", 2026, "--json").json["months"]
    hours = {month["month"]: month["working_hours"] for month in months}
    # February: 11 ordinary days to the 18th (the 16th and 17th are off), then 7 of Ramadan.
    assert hours["2026-01"] == 20 * 7.5
    assert hours["2026-02"] == 11 * 7.5 + 7 * 6.5


def test_the_days_off_are_named(command: Command) -> None:
    months = command("calendar", 2025, "--json").json["months"]
    assert {
        "date": "2025-08-18",
        "name": "Cuti Bersama Hari Kemerdekaan Republik Indonesia",
        "kind": "joint_leave",
    } in (months[7]["days_off"])


def test_the_screen_shows_months_days_hours_and_names(command: Command) -> None:
    said = command("calendar", 2026).out
    assert said.startswith("Kalender kerja 2026 (Asia/Jakarta): pasti\n")
    assert re.search(r"Januari +20 +150,0 +1 Tahun Baru Masehi; 16 Isra Mikraj", said)
    assert re.search(rf"Setahun +{sum(WORKING_DAYS_2026)} ", said)


@pytest.mark.parametrize(
    ("year", "said"),
    [
        (2028, "hari libur dan cuti bersama 2028 masih perkiraan."),
        (2045, "Kalender kerja belum pasti; hari libur dan cuti bersama 2045 masih perkiraan."),
        (1995, "1995"),
    ],
)
def test_a_year_without_a_decree_says_so(command: Command, year: int, said: str) -> None:
    told = command("calendar", year)
    assert told.code == 0
    assert f"Kalender kerja {year} (Asia/Jakarta): perkiraan" in told.out
    assert said in told.out.splitlines()[-1]


def test_the_zone_is_the_government_s(command: Command, tmp_path: Path) -> None:
    settings = tmp_path / "complaint-hub.toml"
    settings.write_text('zone = "Asia/Jayapura"\n', encoding="utf-8")
    assert command("calendar", 2026, "--config", settings, "--json").json["zone"] == "Asia/Jayapura"


def test_a_year_that_no_calendar_knows_is_refused(command: Command) -> None:
    told = command("calendar", 2300)
    assert told.code == 2
    assert "known from 1946 to 2100" in told.err
