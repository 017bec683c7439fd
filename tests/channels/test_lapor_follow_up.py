"""A follow-up sheet: each date becomes an event of the office, under a key that does not depend on its value."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from complaint_hub.channels.lapor import Lapor
from complaint_hub.model import Event, EventType, Role, Source, Status
from complaint_hub.sandbox.lapor import generate
from support.lapor_files import events, follow_up, lines, notices, pages, skipped, written


def midnight(year: int, month: int, day: int) -> datetime:
    """Local 00:00 in Asia/Jakarta, in UTC."""
    return datetime.combine(date(year, month, day - 1), datetime.min.time(), UTC).replace(hour=17)


def by_key(found: list[Event]) -> dict[str, Event]:
    return {event.key: event for event in found}


@pytest.mark.parametrize("name", ["t.xlsx", "t.csv"])
def test_three_dates_become_three_events_of_the_office(name: str, tmp_path: Path) -> None:
    forwarded, answer, resolved = events(Lapor(written(tmp_path / name, [follow_up()])))
    assert {event.source for event in (forwarded, answer, resolved)} == {Source.imported}
    assert {event.complaint for event in (forwarded, answer, resolved)} == {"lapor:9123456"}
    assert (forwarded.type, forwarded.status, forwarded.unit) == (EventType.forwarded, Status.forwarded, "Dinas PUPR")
    assert (answer.type, answer.role, answer.public, answer.status) == (
        EventType.message,
        Role.agency,
        True,
        Status.responded,
    )
    assert (resolved.type, resolved.status) == (EventType.resolved, Status.resolved)


def test_a_date_is_local_midnight_of_the_office_and_marked_as_a_day(tmp_path: Path) -> None:
    forwarded = events(Lapor(written(tmp_path / "t.csv", [follow_up()])))[0]
    assert (forwarded.at, forwarded.day) == (midnight(2023, 5, 30), True)


def test_a_date_with_a_time_is_an_instant(tmp_path: Path) -> None:
    path = written(tmp_path / "t.csv", [follow_up(Tanggal_Disposisi="30 Mei 2023 09:15")])
    forwarded = events(Lapor(path))[0]
    assert (forwarded.at, forwarded.day) == (datetime(2023, 5, 30, 2, 15, tzinfo=UTC), False)


def test_the_office_may_sit_in_another_zone(tmp_path: Path) -> None:
    path = written(tmp_path / "t.csv", [follow_up()])
    assert events(Lapor(path, office_zone="Asia/Jayapura"))[0].at == datetime(2023, 5, 29, 15, tzinfo=UTC)


def test_keys_are_the_column_and_the_number_of_the_row_among_those_of_its_id(tmp_path: Path) -> None:
    rows = [follow_up(), follow_up(Tracking_ID="9123457"), follow_up(OPD="Dinas Perhubungan")]
    found = [event for event in events(Lapor(written(tmp_path / "t.csv", rows))) if event.type is EventType.forwarded]
    assert [(event.complaint[-1], event.key) for event in found] == [
        ("6", "Tanggal Disposisi:1"),
        ("7", "Tanggal Disposisi:1"),
        ("6", "Tanggal Disposisi:2"),
    ]


def test_an_emptied_cell_leaves_an_event_that_says_nothing(tmp_path: Path) -> None:
    found = by_key(events(Lapor(written(tmp_path / "t.csv", [follow_up(Tanggal_Tindak_Lanjut="")]))))
    emptied = found["Tanggal Tindak Lanjut:1"]
    assert (emptied.at, emptied.role, emptied.status, emptied.unit) == (None, None, None, None)


def test_an_absent_column_gives_no_event(tmp_path: Path) -> None:
    row = follow_up()
    del row["Tanggal Selesai"]
    assert set(by_key(events(Lapor(written(tmp_path / "t.csv", [row]))))) == {
        "Tanggal Disposisi:1",
        "Tanggal Tindak Lanjut:1",
    }


@pytest.mark.parametrize("doubtful", ["06/08/2023", "1 Jan 1900", "1 Jan 2999", "minggu depan", "31 Feb 2023"])
def test_a_doubtful_date_is_set_aside_by_its_row_and_the_rest_of_the_row_is_read(doubtful: str, tmp_path: Path) -> None:
    (page,) = pages(Lapor(written(tmp_path / "t.csv", [follow_up(Tanggal_Tindak_Lanjut=doubtful)])))
    assert [event.type for event in page.events] == [EventType.forwarded, EventType.resolved]
    (aside,) = page.skipped
    assert aside.reason.startswith("t.csv, row 2: 9123456, Tanggal Tindak Lanjut: ")
    # Its complaint being stored does not heal it.
    assert (aside.key, aside.native_id) == ("9123456 Tanggal Tindak Lanjut:1", None)


def test_footers_are_passed_over_and_long_ones_counted(tmp_path: Path) -> None:
    rows = [list(follow_up()), list(follow_up().values()), ["Jumlah", "1"], list(follow_up()), ["-", "a", "b", "c"]]
    channel = Lapor(lines(tmp_path / "t.csv", rows))
    assert len(events(channel)) == 3
    assert "header rows that are repeated among the rows: 1" in notices(channel)
    assert "rows without a Tracking ID, taken for footers: 1" in notices(channel)


@pytest.mark.parametrize("dates", ["text", "iso", "cell"])
def test_a_generated_sheet_is_read_whole(dates: Any, tmp_path: Path) -> None:
    from complaint_hub.sandbox.lapor import write_follow_up

    cases = generate(tmp_path).cases
    channel = Lapor(write_follow_up(tmp_path / "t.xlsx", cases, dates=dates))
    disposed = [event.at for event in events(channel) if event.type is EventType.forwarded]
    assert len(disposed) == 62
    assert all(at is not None and at.hour == 17 for at in disposed)
    assert skipped(channel) == []
