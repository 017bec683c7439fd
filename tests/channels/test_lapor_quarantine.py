"""What was set aside is read again from its quarantine entry alone, once the tables or the reader know better."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from complaint_hub.channels.lapor import Lapor
from complaint_hub.contract import Skipped
from complaint_hub.errors import PayloadError
from support.lapor_files import complaints, events, follow_up, report, skipped, written


def mended(aside: Skipped, old: str, new: str) -> Skipped:
    """The entry as if the reader could read *old*."""
    return replace(aside, raw=aside.raw.replace(old.encode(), new.encode()))


def test_a_row_gives_the_same_complaint_as_if_it_had_been_right(tmp_path: Path) -> None:
    above = [["Tanggal Generate", "", "3 Nov 2025"]]
    channel = Lapor(written(tmp_path / "a.csv", [report(Tanggal_Laporan_Masuk="29 Mey 2023")], above=above))
    page = channel.reread(mended(skipped(channel)[0], "29 Mey 2023", "29 May 2023"))
    right = complaints(Lapor(written(tmp_path / "b.csv", [report()])))
    assert [complaint.model_dump() for complaint in page.complaints] == [c.model_dump() for c in right]
    assert page.state is None
    assert page.data_date == datetime(2025, 11, 3, tzinfo=UTC)


def test_a_date_of_a_follow_up_sheet_gives_its_event(tmp_path: Path) -> None:
    rows = [follow_up(), follow_up(Tanggal_Selesai="19 Jumi 2023")]
    channel = Lapor(written(tmp_path / "t.csv", rows))
    page = channel.reread(mended(skipped(channel)[0], "19 Jumi 2023", "19 Juni 2023"))
    expected = events(Lapor(written(tmp_path / "u.csv", [follow_up(), follow_up()])))[-1]
    assert list(page.events) == [expected]


def test_an_entry_of_a_timeline_gives_its_event(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    log = [{"date": "Rabu, 8 Januari 2025, 25:30", "keterangan": "Yth. Pelapor, sudah."}]
    path.write_text(json.dumps({"id": "9123456", "log": log}), encoding="utf-8")
    page = Lapor(path).reread(mended(skipped(Lapor(path))[0], "25:30", "10:30"))
    assert [(event.key, event.at) for event in page.events] == [("log:1", datetime(2025, 1, 8, 3, 30, tzinfo=UTC))]


def test_what_still_cannot_be_read_is_said_with_its_place(tmp_path: Path) -> None:
    channel = Lapor(written(tmp_path / "a.csv", [report(Tanggal_Laporan_Masuk="")]))
    with pytest.raises(PayloadError, match=r"the date is empty \(a\.csv, row 2\): correct it in the sheet"):
        channel.reread(skipped(channel)[0])


def test_two_rows_of_one_id_that_differ_stay_aside(tmp_path: Path) -> None:
    channel = Lapor(written(tmp_path / "a.csv", [report(), report(Judul_Laporan="Lain")]))
    for aside in skipped(channel):
        with pytest.raises(PayloadError, match="stands more than once with different content"):
            channel.reread(aside)


def test_an_entry_that_is_no_row_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PayloadError, match="none of a LAPOR file"):
        Lapor(tmp_path / "*.csv").reread(Skipped(key="x", reason="y", raw=b"\xff\x00"))
