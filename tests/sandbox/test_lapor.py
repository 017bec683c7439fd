"""The files of the LAPOR generator, read by readers that neither it nor the library wrote."""

from __future__ import annotations

import csv
import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from statistics import mean, median
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from complaint_hub.sandbox import lapor

ENGLISH = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
INDONESIAN = "Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des".split()


def rows(path: Path) -> list[list[str]]:
    """All cells as text, whatever the format."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]


def table(path: Path) -> list[dict[str, str]]:
    """The rows below the header, by column."""
    found = rows(path)
    start = next(n for n, row in enumerate(found) if row and row[0] == "Tracking ID")
    return [dict(zip(found[start], row, strict=True)) for row in found[start + 1 :]]


def day(text: str, months: list[str] = INDONESIAN) -> date:
    number, month, year = text.split()
    return date(int(year), months.index(month) + 1, int(number))


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("layout", ["ringkas", "lengkap"])
def test_an_independent_sum_gives_62_reports_and_15_6_days(
    tmp_path: Path, layout: lapor.Layout, ending: lapor.Ending
) -> None:
    files = lapor.generate(tmp_path, layout=layout, export=ending, follow_up=ending)
    exported, followed = table(files.export), table(files.follow_up)
    taken = [(day(row["Tanggal Tindak Lanjut"]) - day(row["Tanggal Disposisi"])).days for row in followed]
    assert len({row["Tracking ID"] for row in exported}) == len(followed) == 62
    assert all(row["Status Laporan"].startswith("Ditutup oleh ") for row in exported)
    assert sum(taken) == 967
    assert round(mean(taken), 1) == 15.6
    assert median(taken) < 0.8 * mean(taken)


@pytest.mark.parametrize(("cases", "days"), [(1, 0), (10, 3), (62, 968), (95, 700), (300, 4_321), (5, 365)])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_number_of_reports_and_days_comes_out_exactly(tmp_path: Path, cases: int, days: int, seed: int) -> None:
    followed = table(lapor.generate(tmp_path, cases=cases, total_days=days, seed=seed, follow_up="csv").follow_up)
    taken = [(day(row["Tanggal Tindak Lanjut"]) - day(row["Tanggal Disposisi"])).days for row in followed]
    assert (len(taken), sum(taken)) == (cases, days)


def test_a_sum_that_cannot_be_reached_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cannot take 100000 days"):
        lapor.generate(tmp_path, cases=2, total_days=100_000)
    with pytest.raises(ValueError, match="give a later as_of"):
        lapor.generate(tmp_path, year=2027, total_days=None)


def test_what_happened_is_in_the_order_of_a_life_cycle(tmp_path: Path) -> None:
    for files in lapor.generate_years(tmp_path):
        for case in files.cases:
            steps = [d for d in (case.received_day, case.disposed, case.followed, case.finished) if d is not None]
            assert steps == sorted(steps)
            assert steps[-1] <= lapor.AS_OF
            assert case.received.year == case.received_day.year


def test_follow_ups_fall_on_working_days(tmp_path: Path) -> None:
    files = lapor.generate(tmp_path)
    at_weekends = [c for c in files.cases if c.followed is not None and c.followed.weekday() >= 5]
    assert at_weekends == []


def test_ringkas_has_its_header_in_row_11_and_english_months(tmp_path: Path) -> None:
    files = lapor.generate(tmp_path)
    found = rows(files.export)
    assert [row[0] for row in found[:5]] == [
        "Judul Laporan", "Nama Instansi", "Tanggal Generate", "Periode Masuk", "Pengelola",
    ]  # fmt: skip
    assert found[3][2] == "(2023-01-01) - (2023-12-31)"
    assert tuple(found[10]) == lapor.RINGKAS
    assert len(found[10]) == 18
    assert {row["Tanggal Laporan Masuk"].split()[1] for row in table(files.export)} <= set(ENGLISH)


def test_lengkap_has_its_header_in_row_1_and_26_columns(tmp_path: Path) -> None:
    files = lapor.generate(tmp_path, layout="lengkap")
    found = rows(files.export)
    assert found[0] == list(lapor.COLUMNS)
    assert len(found[0]) == 26
    assert {row["Tanggal Laporan Masuk"].split()[1] for row in table(files.export)} <= set(INDONESIAN)


def test_every_cell_of_an_export_is_text(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(lapor.generate(tmp_path, layout="lengkap").export).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}


def test_receipt_is_written_in_utc(tmp_path: Path) -> None:
    files = lapor.generate(tmp_path, cases=300)
    shifted = 0
    for row, case in zip(table(files.export), files.cases, strict=True):
        clock = time.fromisoformat(row["Waktu Laporan Masuk"])
        received = datetime.combine(day(row["Tanggal Laporan Masuk"], ENGLISH), clock, UTC)
        assert received == case.received
        shifted += received.astimezone(ZoneInfo("Asia/Jakarta")).date() != received.date()
    assert 0.04 < shifted / 300 < 0.2


def test_the_mix_looks_like_the_regency(tmp_path: Path) -> None:
    cases = lapor.generate(tmp_path, cases=400, total_days=None, mix=lapor.LIVELY, year=2026).cases
    status = Counter(case.status.split()[0] for case in cases)
    oversight = sum(case.classification == "Pengaduan Berkadar Pengawasan" for case in cases) / 400
    assert 0.02 <= oversight <= 0.04
    assert set(status) >= {"Belum", "Terverifikasi", "Ditindaklanjuti", "Ditutup", "Menunggu", "Diarsipkan"}
    assert (
        Counter(case.category for case in cases).most_common(1)[0][0] == "PEKERJAAN\xa0UMUM\xa0DAN\xa0PENATAAN\xa0RUANG"
    )
    assert len({case.text for case in cases}) > 390
    assert all((case.reason != "") == case.status.startswith("Diarsipkan") for case in cases)


def test_what_is_open_is_mostly_of_late(tmp_path: Path) -> None:
    files = lapor.generate(tmp_path, year=2026, cases=165, total_days=None, mix=lapor.LIVELY)
    waiting = [case for case in files.cases if case.status in ("Belum Terverifikasi", "Terverifikasi")]
    recent = [case for case in waiting if case.received_day > lapor.AS_OF - timedelta(days=120)]
    assert waiting
    assert len(recent) > len(waiting) / 2


def test_the_sum_counts_the_reports_that_were_followed_up(tmp_path: Path) -> None:
    files = lapor.generate(tmp_path, year=2026, cases=100, total_days=900, mix=lapor.LIVELY)
    taken = [case.follow_up_days for case in files.cases if case.follow_up_days is not None]
    assert sum(taken) == 900
    assert len(taken) < 100


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    first, second = lapor.generate(tmp_path / "a"), lapor.generate(tmp_path / "b")
    other = lapor.generate(tmp_path / "c", seed=2)
    assert [path.read_bytes() for path in first.paths] == [path.read_bytes() for path in second.paths]
    assert first.export.read_bytes() != other.export.read_bytes()


def test_a_changed_case_is_written_again(tmp_path: Path) -> None:
    files = lapor.generate(tmp_path)
    first = files.cases[0]
    assert first.followed is not None
    changed = (replace(first, followed=first.followed + timedelta(days=1)), *files.cases[1:])
    lapor.write_follow_up(files.follow_up, changed)
    taken = [(day(r["Tanggal Tindak Lanjut"]) - day(r["Tanggal Disposisi"])).days for r in table(files.follow_up)]
    assert sum(taken) == 968


def test_columns_can_be_left_out_and_units_renamed(tmp_path: Path) -> None:
    files = lapor.generate(tmp_path, layout="lengkap")
    old = files.cases[0].unit
    path = lapor.write_export(
        tmp_path / "poorer.csv",
        files.cases,
        layout="lengkap",
        generated=datetime(2026, 11, 25, tzinfo=UTC),
        header_row=9,
        without=["Kecamatan", "Rating"],
        units={old: "Dinas Baru"},
    )
    assert len(rows(path)[8]) == 24
    assert table(path)[0]["Instansi Terdisposisi"] == "Dinas Baru"


def test_dates_of_a_follow_up_sheet_may_be_real_ones(tmp_path: Path) -> None:
    files = lapor.generate(tmp_path)
    lapor.write_follow_up(files.follow_up, files.cases, dates="cell")
    cell = openpyxl.load_workbook(files.follow_up).worksheets[0]["C2"]
    assert cell.is_date
    assert cell.value.date() == files.cases[0].disposed


def test_a_timeline_tells_the_same_days_as_the_sheet(tmp_path: Path) -> None:
    files = lapor.generate(tmp_path, timelines="one")
    months = ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
              "November", "Desember"]  # fmt: skip
    for timeline, case in zip(json.loads(files.timelines[0].read_text("utf-8")), files.cases, strict=True):
        days = [day(entry["date"].split(", ")[1], months) for entry in timeline["log"]]
        assert timeline["id"] == case.tracking_id
        assert (days[0], days[-1]) == (case.disposed, case.followed)
        assert timeline["log"][0]["keterangan"].startswith("Laporan didisposisikan ke ")


def test_texts_can_be_as_long_as_real_ones(tmp_path: Path) -> None:
    cases = lapor.generate(tmp_path, cases=50, text_length=(300, 3_000)).cases
    assert all(300 <= len(case.text) <= 3_002 for case in cases)


def test_no_cell_is_lost_to_characters_that_xml_cannot_hold(tmp_path: Path) -> None:
    files = lapor.generate(tmp_path, cases=1, total_days=0)
    odd = replace(files.cases[0], text='a\x00b\ud800 <&> "q" \n  ruang ')
    lapor.write_export(files.export, [odd], generated=datetime(2026, 1, 1, tzinfo=UTC))
    assert table(files.export)[0]["Isi Laporan Awal"] == 'a\ufffdb\ufffd <&> "q" \n  ruang '
