"""Dates as offices write them: read for sure, or refused with the reason."""

# ruff: noqa: DTZ001 - a cell of a sheet carries no zone
from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_hub.dates import Cell, date_of, day_start, moment, time_of, zone_of
from complaint_hub.errors import ConfigError
from complaint_hub.wording import long_date, short_date

WIB = ZoneInfo("Asia/Jakarta")


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (date(2026, 1, 6), date(2026, 1, 6)),
        (datetime(2026, 1, 6, 9, 15), date(2026, 1, 6)),
        ("2026-01-06", date(2026, 1, 6)),
        ("2026-01-06 00:00:00", date(2026, 1, 6)),
        ("2026-01-06T09:15:00.123456+07:00", date(2026, 1, 6)),
        ("2026-01-06T02:15:00Z", date(2026, 1, 6)),
        ("SELASA, 2023/03/21", date(2023, 3, 21)),
        ("3 Jan 2026", date(2026, 1, 3)),
        ("06 Agu 2026", date(2026, 8, 6)),
        ("6 Agt 2026", date(2026, 8, 6)),
        ("6 Ags. 2026", date(2026, 8, 6)),
        ("29 May 2023", date(2023, 5, 29)),
        ("29 Mei 2023", date(2023, 5, 29)),
        ("5 Aug 2024", date(2024, 8, 5)),
        ("1 Peb 2024", date(2024, 2, 1)),
        ("30 Nop 2024", date(2024, 11, 30)),
        ("30-Sept-2024", date(2024, 9, 30)),
        ("12 Desember 2024", date(2024, 12, 12)),
        ("12 October 2024", date(2024, 10, 12)),
        ("Senin, 6 Januari 2025, 09:15", date(2025, 1, 6)),
        ("Jum'at, 10 Nopember 2023", date(2023, 11, 10)),
        ("Jum’at 10 November 2023 pukul 14.05 WIB", date(2023, 11, 10)),
        ("Ahad,\u00a05 Januari 2025", date(2025, 1, 5)),
        ("21/03/2023", date(2023, 3, 21)),
        ("5-5-2023", date(2023, 5, 5)),
        ("  29 Februari 2024\n", date(2024, 2, 29)),
    ],
)
def test_a_date_is_read_however_an_office_writes_it(cell: Cell, day: date) -> None:
    assert date_of(cell) == day


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("", "is empty"),
        (" \u00a0", "is empty"),
        (None, "is not a date"),
        (9123456.0, "format the cell as a date"),
        (9123456, "format the cell as a date"),
        (45000.0, "format the cell as a date"),
        (True, "is not a date"),
        (time(9, 15), "is not a date"),
        (timedelta(days=3), "is not a date"),
        ("9123456", "cannot|can be read for sure"),
        ("20260106", "can be read for sure"),
        ("2026-W02", "can be read for sure"),
        ("12", "can be read for sure"),
        ("Agu 2026", "can be read for sure"),
        ("6 Agu", "can be read for sure"),
        ("6 Agu 26", "can be read for sure"),
        ("Jumat, 13:53", "can be read for sure"),
        ("Kemarin, 02:19", "can be read for sure"),
        ("7 jam yang lalu", "can be read for sure"),
        ("Jl. Mawar 12 Blitar", "can be read for sure"),
        ("3 Jan 2026 dan 4 Jan 2026", "can be read for sure"),
        ("3 Foo 2026", "has no month that is known: Foo"),
        ("30 Februari 2024", "does not exist"),
        ("29 Feb 2023", "does not exist"),
        ("2026-13-01", "does not exist"),
        ("06/08/2026", "may be day or month first"),
        ("31/13/2026", "does not exist"),
        ("Selasa, 6 Januari 2025", "names the wrong weekday: 2025-01-06 is a Senin"),
        ("Besok, 6 Januari 2025", "weekday that is known: Besok"),
        ("2026-01-06 25:00", "time of day that does not exist"),
        ("1900-01-01", "lies outside 2000-01-01 to 2099-12-31"),
        (date(2999, 1, 1), "lies outside"),
        ("0000-01-01", "does not exist"),
    ],
)
def test_what_is_doubtful_is_refused_with_the_reason(cell: Cell, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        date_of(cell)


def test_an_iso_date_is_never_read_day_first() -> None:
    assert date_of("2026-01-06", day_first=True) == date(2026, 1, 6)


def test_the_caller_may_vouch_for_day_first() -> None:
    assert date_of("06/08/2026", day_first=True) == date(2026, 8, 6)


def test_the_plausible_days_are_the_callers() -> None:
    first, last = date(2011, 1, 1), date(2026, 11, 25)
    assert date_of("25 Nov 2026", earliest=first, latest=last) == last
    with pytest.raises(ValueError, match="'26 Nov 2026' lies outside 2011-01-01 to 2026-11-25"):
        date_of("26 Nov 2026", earliest=first, latest=last)


def test_a_long_text_is_not_repeated_in_the_error() -> None:
    with pytest.raises(ValueError, match=r"'x{37}\.\.\.' is not a date"):
        date_of("x" * 3_000)


@pytest.mark.parametrize(
    ("cell", "clock"),
    [
        (time(9, 15), time(9, 15)),
        (timedelta(hours=9, minutes=15), time(9, 15)),
        (datetime(2026, 1, 6, 9, 15), time(9, 15)),
        ("02:10:33", time(2, 10, 33)),
        ("14.05", time(14, 5)),
        ("pukul 9.05 WIB", time(9, 5)),
        ("00:00", time(0, 0)),
        ("Senin, 6 Januari 2025, 09:15", time(9, 15)),
        ("Senin, 6 Januari 2025, 00:00", time(0, 0)),
        ("2026-01-06 00:00:00", None),
        (datetime(2026, 1, 6), None),
        ("3 Jan 2026", None),
        (date(2026, 1, 6), None),
        ("", None),
        (None, None),
    ],
)
def test_a_time_of_day_is_read_or_known_to_be_missing(cell: Cell, clock: time | None) -> None:
    assert time_of(cell) == clock


@pytest.mark.parametrize(
    "cell", [0.38, 9.15, 9, "9", "24:00", "9:5", "siang", timedelta(hours=30), timedelta(hours=-1)]
)
def test_a_doubtful_time_is_refused(cell: Cell) -> None:
    with pytest.raises(ValueError, match=r"time|date"):
        time_of(cell)


@pytest.mark.parametrize(
    ("day", "clock", "instant"),
    [
        ("5 Aug 2024", "02:10:33", datetime(2024, 8, 4, 19, 10, 33, tzinfo=UTC)),
        (date(2024, 8, 5), time(9, 15), datetime(2024, 8, 5, 2, 15, tzinfo=UTC)),
        (datetime(2024, 8, 5), "09:15 WITA", datetime(2024, 8, 5, 1, 15, tzinfo=UTC)),
        ("Rabu, 8 Januari 2025, 10:30", None, datetime(2025, 1, 8, 3, 30, tzinfo=UTC)),
        ("Rabu, 8 Januari 2025, 10:30 WIT", "", datetime(2025, 1, 8, 1, 30, tzinfo=UTC)),
        ("2025-01-08T10:30:00Z", None, datetime(2025, 1, 8, 10, 30, tzinfo=UTC)),
        ("2025-01-08 10:30", "10:30", datetime(2025, 1, 8, 3, 30, tzinfo=UTC)),
        (
            datetime(2025, 1, 8, 10, 30, tzinfo=timezone(timedelta(hours=8))),
            None,
            datetime(2025, 1, 8, 2, 30, tzinfo=UTC),
        ),
    ],
)
def test_a_moment_is_read_in_its_zone(day: Cell, clock: Cell, instant: datetime) -> None:
    read = moment(day, clock, zone=WIB)
    assert read == instant
    assert read.tzinfo is UTC


def test_a_day_alone_is_no_moment() -> None:
    with pytest.raises(ValueError, match="'3 Jan 2026' tells no time of day"):
        moment("3 Jan 2026", zone=WIB)


def test_two_different_times_are_refused() -> None:
    with pytest.raises(ValueError, match="two different times of day"):
        moment("2025-01-08 10:30", "10:31", zone=WIB)


def test_a_time_that_the_zone_skips_is_refused() -> None:
    with pytest.raises(ValueError, match="the clocks went forward"):
        moment("2025-03-30", "02:30", zone=ZoneInfo("Europe/Berlin"))


def test_a_day_begins_at_its_own_midnight() -> None:
    assert day_start(date(2024, 8, 5), WIB) == datetime(2024, 8, 4, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize(("name", "key"), [("WIB", "Asia/Jakarta"), ("wita", "Asia/Makassar"), ("UTC", "UTC")])
def test_a_zone_is_known_by_its_indonesian_name(name: str, key: str) -> None:
    assert zone_of(name).key == key


@pytest.mark.parametrize("name", ["WIBB", "", "../etc/passwd", "/etc/localtime"])
def test_an_unknown_zone_is_a_setting_to_mend(name: str) -> None:
    with pytest.raises(ConfigError, match="There is no time zone"):
        zone_of(name)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_day_that_we_write_we_can_read(day: date) -> None:
    assert date_of(long_date(day)) == date_of(short_date(day)) == date_of(day.isoformat()) == day


@given(st.text(max_size=40))
def test_no_text_raises_anything_but_a_value_error(text: str) -> None:
    for read in (date_of, time_of):
        with suppress(ValueError):
            read(text)
