"""An export: each row becomes a complaint that says exactly what the file says."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from complaint_hub.channels.lapor import Lapor
from complaint_hub.model import Author, Form, Kind, Status, Visibility
from complaint_hub.sandbox.lapor import generate
from support.lapor_files import NOW, complaints, lines, notices, only, pages, report, skipped, written

ABOVE = [["Judul Laporan", "", "Laporan Ringkas"], ["Tanggal Generate", "", "3 Nov 2025 04:05:06"], []]


def read(tmp_path: Path, **cells: Any) -> Lapor:
    return Lapor(written(tmp_path / "a.csv", [report(**cells)]))


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_a_row_becomes_a_complaint(name: str, tmp_path: Path) -> None:
    found = only(Lapor(written(tmp_path / name, [report()]), agency="Kabupaten Blitar"))
    assert (found.id, found.account, found.form) == ("lapor:9123456", "Kabupaten Blitar", Form.report)
    assert found.created_at == datetime(2023, 5, 29, 2, 10, 33, tzinfo=UTC)
    assert (found.kind, found.oversight) == (Kind.complaint, False)
    assert (found.status, found.status_raw) == (Status.closed, "Ditutup oleh Sistem")
    assert (found.unit, found.district, found.village) == ("Dinas PUPR", "Kanigoro", "Satreyan")
    assert (found.title, found.category, found.source_detail) == ("Jalan berlubang", "PEKERJAAN UMUM", "Website")
    assert (found.author, found.visibility) == (Author(name="Siti Contoh"), Visibility.public)


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("layout", ["ringkas", "lengkap"])
def test_both_layouts_are_read_whole(layout: Any, ending: Any, tmp_path: Path) -> None:
    files = generate(tmp_path, layout=layout, export=ending)
    found = {complaint.native_id: complaint for complaint in complaints(Lapor(files.export))}
    assert {case.tracking_id: case.received.replace(microsecond=0) for case in files.cases} == {
        native: complaint.created_at for native, complaint in found.items()
    }
    assert skipped(Lapor(files.export)) == []


def test_the_header_may_stand_in_any_row_and_its_metadata_date_the_file(tmp_path: Path) -> None:
    (page,) = pages(Lapor(written(tmp_path / "a.xlsx", [report()], above=ABOVE)))
    assert len(page.complaints) == 1
    assert page.data_date == datetime(2025, 11, 3, 4, 5, 6, tzinfo=UTC)


def test_an_absent_column_leaves_its_field_unset_and_an_empty_cell_empties_it(tmp_path: Path) -> None:
    row = report(Kelurahan="-")
    del row["Kecamatan"]
    found = only(Lapor(written(tmp_path / "a.csv", [row])))
    assert "district" not in found.model_fields_set
    assert "village" in found.model_fields_set
    assert found.village is None


def test_columns_are_found_by_name_whatever_their_order_case_and_spaces(tmp_path: Path) -> None:
    row = {name.upper().replace(" ", "\xa0 "): cell for name, cell in reversed(report().items())}
    assert only(Lapor(written(tmp_path / "a.xlsx", [row]))).unit == "Dinas PUPR"


def test_date_and_time_are_read_in_the_zone_of_the_export(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", [report()])
    assert only(Lapor(path, zone="Asia/Jakarta")).created_at == datetime(2023, 5, 28, 19, 10, 33, tzinfo=UTC)
    assert "read as Asia/Jakarta (setting zone)" in notices(Lapor(path, zone="Asia/Jakarta"))


@pytest.mark.parametrize(
    ("day", "clock"),
    [
        ("06 Agu 2026", "08:30"),
        ("2026-08-06 00:00:00", "08:30:00"),
        (date(2026, 8, 6), time(8, 30)),
        (datetime(2026, 8, 6), "08.30"),  # noqa: DTZ001 (a workbook's dates have no zone)
        ("Kamis, 6 Agustus 2026, 08:30", ""),
    ],
)
def test_dates_come_in_both_languages_and_as_real_dates(day: Any, clock: Any, tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", [report(Tanggal_Laporan_Masuk=day, Waktu_Laporan_Masuk=clock)])
    assert only(Lapor(path)).created_at == datetime(2026, 8, 6, 8, 30, tzinfo=UTC)


def test_a_row_without_a_time_of_day_was_received_at_midnight_of_the_zone(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", [report(Waktu_Laporan_Masuk="")])
    assert only(Lapor(path, zone="Asia/Jakarta")).created_at == datetime(2023, 5, 28, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "kind", "oversight"),
    [
        ("Pengaduan Berkadar Pengawasan", Kind.complaint, True),
        ("pengaduan tidak berkadar pengawasan", Kind.complaint, False),
        ("Permintaan Informasi", Kind.information_request, None),
        ("Aspirasi", Kind.aspiration, None),
        ("", None, None),
    ],
)
def test_the_classification_gives_kind_and_oversight(
    text: str, kind: Kind | None, oversight: bool | None, tmp_path: Path
) -> None:
    found = only(read(tmp_path, Klasifikasi_Laporan=text))
    assert (found.kind, found.oversight) == (kind, oversight)
    assert {"kind", "oversight"} <= found.model_fields_set


@pytest.mark.parametrize(
    ("text", "visibility"),
    [
        ("Anonim", Visibility.anonymous),
        ("Rahasia", Visibility.confidential),
        ("Anonim|Rahasia", Visibility.anonymous_confidential),
        ("", Visibility.public),
    ],
)
def test_one_column_holds_both_flags(text: str, visibility: Visibility, tmp_path: Path) -> None:
    assert only(read(tmp_path, **{"Tipe_Laporan_(Anonim/Rahasia)": text})).visibility is visibility


def test_the_name_of_an_anonymous_reporter_is_kept_nowhere(tmp_path: Path) -> None:
    found = only(read(tmp_path, **{"Tipe_Laporan_(Anonim/Rahasia)": "Anonim"}))
    assert found.author is None
    assert "Siti" not in found.model_dump_json()


def test_status_texts_are_matched_without_regard_to_case(tmp_path: Path) -> None:
    found = only(read(tmp_path, Status_Laporan="DITUTUP  Oleh sistem"))
    assert (found.status, found.status_raw) == (Status.closed, "DITUTUP  Oleh sistem")


def test_an_unknown_status_survives_as_text_and_is_reported_once_with_its_count(tmp_path: Path) -> None:
    rows = [report(Tracking_ID=str(9_000_000 + n), Status_Laporan="Sedang Dikaji") for n in range(3)]
    channel = Lapor(written(tmp_path / "a.csv", rows))
    first = complaints(channel)[0]
    assert first.status_raw == "Sedang Dikaji"
    assert "status" not in first.model_fields_set
    assert notices(channel).count("Status Laporan 'Sedang Dikaji' is not known, 3 times") == 1


def test_a_status_table_of_the_user_replaces_ours(tmp_path: Path) -> None:
    table = tmp_path / "ours.toml"
    table.write_text(
        'source = "Catatan rapat"\n[[rows]]\ntext = "Sedang Dikaji"\nstatus = "postponed"\nbucket = "postponed"\n',
        encoding="utf-8",
    )
    path = written(tmp_path / "a.csv", [report(Status_Laporan="sedang dikaji")])
    assert only(Lapor(path, status_map=table)).status is Status.postponed


def test_the_text_is_the_reporters_own_and_the_edited_one_stays_in_raw(tmp_path: Path) -> None:
    found = only(read(tmp_path))
    assert found.text == "Jalan desa berlubang."
    assert isinstance(found.raw, dict)
    assert found.raw["Isi Laporan Akhir"] == "Jalan desa berlubang (disunting)."
    assert "Isi Laporan Awal" not in found.raw


def test_raw_keeps_what_no_field_says_word_for_word(tmp_path: Path) -> None:
    row = list(report(Kolom_Lain="x").values())
    path = lines(tmp_path / "a.csv", [list(report(Kolom_Lain="")), [*row, "tepi"]])
    assert only(Lapor(path)).raw == {
        "Tanggal Laporan Masuk": "29 May 2023",
        "Waktu Laporan Masuk": "02:10:33",
        "Klasifikasi Laporan": "Pengaduan Tidak Berkadar Pengawasan",
        "ID Kategori": "12",
        "Isi Laporan Akhir": "Jalan desa berlubang (disunting).",
        "Kolom Lain": "x",
        "column 18": "tepi",
    }


@pytest.mark.parametrize(("cell", "rating"), [("4", 4.0), ("4,5", 4.5), ("-", None)])
def test_the_rating_is_a_number(cell: str, rating: float | None, tmp_path: Path) -> None:
    assert only(read(tmp_path, Rating=cell)).rating == rating


def test_a_tracking_id_that_a_spreadsheet_made_a_number_keeps_its_digits(tmp_path: Path) -> None:
    assert only(Lapor(written(tmp_path / "a.xlsx", [report(Tracking_ID=9123456.0)]))).native_id == "9123456"


def test_footers_are_passed_over_and_a_repeated_header_is_counted(tmp_path: Path) -> None:
    width = len(report())
    other = list(report(Tracking_ID="9123457").values())
    path = lines(
        tmp_path / "a.csv",
        [
            list(report()),
            list(report().values()),
            list(report()),
            other,
            [""] * width,
            ["Jumlah", "2", *[""] * (width - 2)],
            ["Dicetak oleh Admin Koordinator"],
        ],
    )
    (page,) = pages(Lapor(path))
    assert [complaint.native_id for complaint in page.complaints] == ["9123456", "9123457"]
    assert list(page.skipped) == []
    assert [notice for notice in page.notices if "repeated among the rows: 1" in notice]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"Tanggal_Laporan_Masuk": ""}, "the date is empty"),
        ({"Tanggal_Laporan_Masuk": "1 Jan 1900"}, "lies outside 2000-01-01"),
        ({"Tanggal_Laporan_Masuk": "1 Jan 2999"}, "lies outside 2000-01-01"),
        ({"Tanggal_Laporan_Masuk": "45075"}, "is not a date"),
        ({"Waktu_Laporan_Masuk": "25:99:00"}, "time of day that does not exist"),
    ],
)
def test_a_row_without_a_sure_date_is_set_aside_and_the_rest_is_read(
    cells: dict[str, str], reason: str, tmp_path: Path
) -> None:
    (page,) = pages(Lapor(written(tmp_path / "a.csv", [report(**cells), report(Tracking_ID="9123457")])))
    assert [complaint.native_id for complaint in page.complaints] == ["9123457"]
    (aside,) = page.skipped
    assert (aside.key, aside.native_id) == ("9123456", "9123456")
    assert aside.reason.startswith("a.csv, row 2: Tanggal or Waktu Laporan Masuk: ")
    assert reason in aside.reason


def test_a_report_whose_id_is_no_number_is_set_aside_by_file_and_row(tmp_path: Path) -> None:
    (aside,) = skipped(read(tmp_path, Tracking_ID="9.123.456x"))
    assert (aside.key, aside.native_id) == ("a.csv row 2", None)


@pytest.mark.parametrize("far", [1, 700])
def test_one_id_twice_with_different_content_is_set_aside_both_times(far: int, tmp_path: Path) -> None:
    between = [report(Tracking_ID=str(9_200_000 + n)) for n in range(far)]
    rows = [report(), *between, report(Judul_Laporan="Lain")]
    channel = Lapor(written(tmp_path / "a.csv", rows))
    assert "9123456" not in {complaint.native_id for complaint in complaints(channel)}
    assert [aside.native_id for aside in skipped(channel)] == ["9123456", "9123456"]
    assert len({aside.key for aside in skipped(channel)}) == 2


def test_one_id_twice_alike_is_read_once_and_counted(tmp_path: Path) -> None:
    rows = [{"No": n, **report()} for n in (1, 2)]
    channel = Lapor(written(tmp_path / "a.csv", rows))
    assert only(channel).native_id == "9123456"
    assert skipped(channel) == []
    assert "repeat an earlier row word by word: 1" in notices(channel)


def test_ids_that_share_a_bit_of_the_first_look_are_not_taken_for_one(tmp_path: Path) -> None:
    rows = [report(), report(Tracking_ID=str(9_123_456 + 2**24), Judul_Laporan="Lain")]
    assert len(complaints(Lapor(written(tmp_path / "a.csv", rows)))) == 2


def test_a_nul_is_left_out_and_counted(tmp_path: Path) -> None:
    rows = [report(Tracking_ID=str(9_123_456 + n)) for n in range(40)]
    rows[-1]["Judul Laporan"] = "Jalan\0 rusak"
    (page,) = pages(Lapor(written(tmp_path / "a.csv", rows)))
    assert page.complaints[-1].title == "Jalan rusak"
    assert page.repaired == 1


def test_the_year_after_next_is_a_slip(tmp_path: Path) -> None:
    assert skipped(read(tmp_path, Tanggal_Laporan_Masuk=f"1 Jan {NOW.year + 2}"))
