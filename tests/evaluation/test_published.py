"""Tables that offices hand in are read as values; what is odd about them is a finding, never an end."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from complaint_hub.errors import ConfigError
from complaint_hub.evaluation import Performance, Period, read_performance, read_recap, scale_finding, scales
from complaint_hub.model import Bucket, OfficialResult

HEAD = ["Unit Kerja", "Belum Terverifikasi", "Belum Ditindaklanjuti", "Proses", "Selesai", "Total", "%TL", "RTL", "RHP"]


def performance(folder: Path, *rows: list[object], head: list[str] = HEAD) -> Performance:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Kinerja per Unit Kerja"])
    sheet.append([])
    for row in (head, *rows):
        sheet.append(row)
    file = folder / "kinerja.xlsx"
    book.save(file)
    return read_performance(file)


def test_export_b_is_read_below_its_title(tmp_path: Path) -> None:
    found = performance(tmp_path, ["Dinas PUPR", 1, 2, 3, 14, 20, "85,0 %", "4,5", "12,25"])
    (unit,) = found.units
    assert (unit.unit, unit.total, unit.followed_up_share) == ("Dinas PUPR", 20, 0.85)
    assert (unit.mean_follow_up, unit.mean_completion) == (4.5, 12.25)
    assert unit.buckets == {
        Bucket.unverified: 1,
        Bucket.pending: 2,
        Bucket.in_process: 3,
        Bucket.finished: 14,
    }
    assert found.total.total == 20


@pytest.mark.parametrize(
    ("cell", "share"), [("95", 0.95), ("95%", 0.95), ("41,4 %", 0.414), (0.95, 0.95), (95, 0.95), (1, 1.0), ("-", None)]
)
def test_a_percentage_is_read_as_it_is_written(tmp_path: Path, cell: object, share: float | None) -> None:
    found = performance(tmp_path, ["Dinas PUPR", 0, 0, 0, 1, 1, cell, "", ""]).units[0].followed_up_share
    assert found == (pytest.approx(share) if share is not None else None)


def test_points_are_thousands_where_three_digits_follow(tmp_path: Path) -> None:
    found = performance(tmp_path, ["Jatim", "0", "0", "48", "905", "1.011", "94.3", "", ""])
    assert found.units[0].total == 1011


def test_the_line_of_totals_is_no_unit(tmp_path: Path) -> None:
    found = performance(tmp_path, ["A", 0, 0, 1, 1, 2, "", "", ""], ["Total", 0, 0, 1, 1, 2, "", "3,5", ""])
    assert [unit.unit for unit in found.units] == ["A"]
    assert (found.total.total, found.total.mean_follow_up) == (2, 3.5)


def test_a_table_that_does_not_add_up_is_read_and_says_so(tmp_path: Path) -> None:
    found = performance(tmp_path, ["Jatim", 0, 0, 48, 905, 1011, "94,3", "", ""])
    assert found.units[0].added == 953
    assert found.findings == (
        "Tabel tidak memuat kolom Tunda, Arsip",
        "Jatim: total tertulis 1.011, jumlah kolomnya 953; selisih 58 mungkin tunda dan arsip",
    )


def test_a_bucket_that_is_missing_is_missing_and_not_zero(tmp_path: Path) -> None:
    found = performance(tmp_path, ["A", 3, 3], head=["Unit Kerja", "Selesai", "Total"])
    assert found.units[0].buckets == {Bucket.finished: 3}
    assert "Tabel tidak memuat kolom Belum Terverifikasi, Belum Ditindaklanjuti, Proses, Tunda, Arsip" in found.findings


def test_a_share_that_its_own_columns_do_not_give_is_a_finding(tmp_path: Path) -> None:
    found = performance(tmp_path, ["A", 0, 5, 0, 5, 10, "95", "", ""])
    assert "A: %TL tertulis 95,0%, (proses + selesai) / total = 50,0%" in found.findings


def test_totals_that_are_not_the_sum_of_the_lines_are_a_finding(tmp_path: Path) -> None:
    found = performance(tmp_path, ["A", 0, 0, 1, 1, 2, "", "", ""], ["Jumlah", 0, 0, 1, 2, 3, "", "", ""])
    assert "Total kolom Selesai tertulis 2, jumlah barisnya 1" in found.findings


def test_a_sheet_without_the_headings_is_refused_with_those_that_are_known(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no row of headings was found: it needs Unit Kerja or OPD"):
        performance(tmp_path, ["A", 1], head=["Nama", "Angka"])
    with pytest.raises(ConfigError, match=r"tiada\.xlsx"):
        read_performance(tmp_path / "tiada.xlsx")


# The recap


RECAP = """\
REKAP SP4N LAPOR TAHUN 2023;;;;;;;
JANUARI;;;;;;;
No;Tanggal;Tracking ID;USER;JUDUL;STAKEHOLDER;TANGGAPAN;KETERANGAN
1;3 Januari 2023;9100001;Nama Warga;Jalan;Dinas PUPR;Sudah ada tanggapan;
2;5 Januari 2023;9100002;Nama Warga;Lampu;Dishub;Belum ada tanggapan;
FEBRUARI;;;;;;;
No;Tanggal;Tracking ID;USER;JUDUL;STAKEHOLDER;TANGGAPAN;KETERANGAN
1;;9100003;Nama Warga;Air;PDAM;Sudah ada tanggapan;
2;7 Februari 2023;9100001;Nama Warga;Jalan;Dinas PUPR;Sudah ada tanggapan;
3;8 Februari 2023;9100004;Nama Warga;Jalan;Dinas PUPR;;
"""


def test_a_recap_is_read_month_below_month_without_names(tmp_path: Path) -> None:
    file = tmp_path / "rekap.csv"
    file.write_text(RECAP, encoding="utf-8")
    found = read_recap(file)
    january, february = found.months.values()
    assert (january.total, january.answered, january.unanswered) == (2, 1, 1)
    assert (february.total, february.answered, february.unanswered) == (1, 0, 0)
    assert found.within(Period(2023)).total == 3
    assert found.findings == ("Baris 8: tanggalnya tidak terbaca", "Baris 9: 9100001 sudah ada di baris 4")
    assert "Nama Warga" not in repr(found)


# The scales


def test_the_scales_of_2023_and_2024_differ() -> None:
    before, after = scales()
    assert [step.predicate for step in before.steps] == ["sangat baik", "baik", "cukup"]
    assert [step.predicate for step in after.steps] == ["sangat baik", "baik", "sedang", "kurang", "tidak dinilai"]
    assert (before.complete, after.complete, after.steps[-1].rank) == (False, True, None)
    assert all(step.source for scale in (before, after) for step in scale.steps)


@pytest.mark.parametrize(
    ("year", "scale", "predicate", "said"),
    [
        (2023, "Kemendagri 2023", "cukup", None),
        (2024, "Kemendagri 2024", "Sedang", None),
        (2023, None, "baik", None),
        (2024, None, "cukup", 'Predikat "cukup" tidak ada pada Kemendagri 2024'),
        (2023, None, "sedang", "(mungkin belum lengkap)"),
        (2023, "Kemendagri 2024", "baik", "berlaku untuk tahun 2024"),
        (2023, "Skala lain", "baik", 'Skala "Skala lain" tidak ada'),
        (2031, None, "baik", "Belum ada skala"),
        (2031, None, None, None),
    ],
)
def test_an_odd_predicate_is_kept_and_told(
    year: int, scale: str | None, predicate: str | None, said: str | None
) -> None:
    found = scale_finding(OfficialResult(year=year, letter="SE 1", scale=scale, predicate=predicate))
    assert found is None if said is None else found is not None and said in found
