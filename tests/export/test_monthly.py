"""The monthly workbook and the rapor: what stands in which cell, as what, and how it is printed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from complaint_hub.evaluation import Inputs
from complaint_hub.export import monthly_xlsx, rapor_xlsx
from complaint_hub.export.workbooks import MONTHLY, RAPOR
from complaint_hub.model import Kind, Link, OfficialResult, Relation, Status, Visibility
from complaint_hub.registry import Place, PlaceKind, Registry, Unit, UnitKind
from complaint_hub.store import Store
from support.cases import answer, complaint, forwarded, status, wib
from support.handed import book_of, column, fill, heads_of, table, wanted


def opened(path: Path) -> Store:
    """Four cases of October (one finished, one overdue, one postponed, one protected) and one open since September."""
    pupr = {"unit": "Dinas PUPR", "category": "JALAN", "district": "Garum", "village": "Tingal"}
    return fill(
        path,
        complaint("2026-09-01 09:00", number=1, title="Lama", **pupr),
        complaint(
            "2026-10-05 09:00",
            forwarded("2026-10-06 09:00", complaint="lapor:2"),
            answer("2026-10-09 10:00", complaint="lapor:2"),
            status(Status.closed, "2026-10-12 08:00", complaint="lapor:2"),
            number=2,
            title="Jalan rusak",
            url="https://example.invalid/2",
            **pupr,
        ),
        complaint("2026-10-07 09:00", forwarded("2026-10-08", complaint="lapor:3"), number=3, text="Lampu", **pupr),
        complaint("2026-10-08 09:00", status(Status.postponed, "2026-10-09", complaint="lapor:4"), number=4),
        complaint("2026-10-09 09:00", number=5, title="Dana desa", oversight=True, visibility=Visibility.confidential),
        complaint("2026-10-10 09:00", number=6, kind=Kind.spam, text="Promo"),
    )


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of that October, only to be read."""
    folder = tmp_path_factory.mktemp("rekap")
    with opened(folder / "aduan.db") as store:
        return monthly_xlsx(store, folder / "rekap.xlsx", wanted()).path


def day(text: str) -> datetime:
    """A date as openpyxl reads it from a cell."""
    return datetime.fromisoformat(text)


def values(file: Path, sheet: str, title: str) -> list[object]:
    return [cell.value for cell in column(file, sheet, title)]


def test_the_workbook_has_its_sheets_and_their_columns(book: Path) -> None:
    assert book_of(book).sheetnames == list(MONTHLY)
    for name, columns in MONTHLY.items():
        assert heads_of(book, name) == [one.title for one in columns]


def test_a_list_has_the_columns_that_the_office_hands_in(book: Path) -> None:
    assert heads_of(book, "Daftar Aduan") == (
        "No|Tanggal Masuk|Kanal|Nomor Aduan|Tracking ID SP4N|Klasifikasi|Kategori|Ringkasan|Kecamatan|Desa/Kelurahan|"
        "OPD|Tanggal Disposisi|Tanggal Tindak Lanjut|Lama Tindak Lanjut (hari kerja)|Batas Waktu|Status|"
        "Tanggal Selesai|Tautan|Keterangan"
    ).split("|")


def test_the_list_holds_what_the_summary_counts(book: Path) -> None:
    assert values(book, "Daftar Aduan", "Nomor Aduan") == ["lapor:2", "lapor:3", "lapor:4", "lapor:5"]
    assert values(book, "Ringkasan", "Nilai")[0] == 4


def test_dates_and_numbers_are_typed_and_what_is_unknown_is_empty(book: Path) -> None:
    assert values(book, "Daftar Aduan", "Tanggal Disposisi") == [
        day("2026-10-06"),
        day("2026-10-08"),
        None,
        None,
    ]
    assert values(book, "Daftar Aduan", "Tanggal Tindak Lanjut")[0] == day("2026-10-09")
    assert values(book, "Daftar Aduan", "Lama Tindak Lanjut (hari kerja)") == [3, None, None, None]
    assert values(book, "Daftar Aduan", "Tanggal Selesai")[0] == day("2026-10-12")
    assert column(book, "Daftar Aduan", "Tanggal Masuk")[0].number_format == "[$-421]d mmm yyyy"


def test_only_the_date_of_an_overdue_case_is_red_and_its_status_says_so(book: Path) -> None:
    due = column(book, "Daftar Aduan", "Batas Waktu")
    red = [cell.font.color is not None and cell.font.color.rgb == "FFB3261E" for cell in due]
    assert red == [False, True, False, True]
    assert values(book, "Daftar Aduan", "Status")[:2] == ["ditutup", "didisposisikan, lewat tenggat"]
    assert str(values(book, "Daftar Aduan", "Keterangan")[1]).startswith("Respons pertama lewat 2")


def test_a_share_is_a_fraction_with_its_parts_beside_it(book: Path) -> None:
    row = values(book, "Ringkasan", "Indikator").index("Persentase penyelesaian")
    cell = column(book, "Ringkasan", "Nilai")[row]
    assert (cell.value, cell.number_format) == (0.25, "0.0%")
    assert values(book, "Ringkasan", "Keterangan")[row] == "1 dari 4"
    assert values(book, "Ringkasan", "Perubahan")[row] == 0.25


def test_a_figure_that_cannot_be_told_is_empty_and_says_why(book: Path) -> None:
    row = values(book, "Ringkasan", "Indikator").index("Aduan per 100.000 penduduk")
    assert values(book, "Ringkasan", "Nilai")[row] is None
    assert values(book, "Ringkasan", "Keterangan")[row] == "belum dapat dihitung: jumlah penduduk belum diisi"


def test_the_backlog_holds_older_cases_too_and_the_most_urgent_first(book: Path) -> None:
    assert values(book, "Tunggakan", "Nomor Aduan") == ["lapor:1", "lapor:5", "lapor:3", "lapor:4"]
    assert values(book, "Tunggakan", "Jenis Batas Waktu")[0] == "Verifikasi"


def test_a_unit_has_the_columns_of_the_performance_table_and_a_total(book: Path) -> None:
    sheet, head = table(book, "Per OPD")
    assert values(book, "Per OPD", "Unit Kerja") == ["Dinas PUPR", "(belum didisposisikan)"]
    assert values(book, "Per OPD", "Selesai") == [1, 0]
    assert [cell.value for cell in sheet[head + 3]][:6] == ["Total", 1, 1, 0, 1, 4]
    (bars,) = sheet.conditional_formatting
    assert bars.rules[0].type == "dataBar"


@pytest.mark.parametrize("name", MONTHLY)
def test_a_sheet_is_ready_to_be_printed(book: Path, name: str) -> None:
    sheet, head = table(book, name)
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == f"${head}:${head}"
    assert sheet.oddFooter.center.text == "Halaman &P dari &N"
    assert sheet.freeze_panes == "C6"
    assert sheet.auto_filter.ref.startswith("A5:")


def printed(book: Path, name: str) -> float:
    """The points at which a sheet's letters are printed on A4 across, 0.4 inches of margin on both sides."""
    sheet, _ = table(book, name)
    widths = [column.width for column in sheet.column_dimensions.values() for _ in range(column.min, column.max + 1)]
    if sheet.sheet_properties.pageSetUpPr is not None and sheet.sheet_properties.pageSetUpPr.fitToPage:
        return 11 * min(1.0, 784 / sum(float(width) * 5.25 for width in widths))
    return 11 * float(sheet.page_setup.scale) / 100


@pytest.mark.parametrize("name", MONTHLY)
def test_what_is_printed_can_be_read(book: Path, name: str) -> None:
    assert printed(book, name) >= 7


@pytest.mark.parametrize("name", ["Daftar Aduan", "Tunggakan"])
def test_a_wide_sheet_is_printed_on_two_pages_that_lie_side_by_side(book: Path, name: str) -> None:
    sheet, _ = table(book, name)
    assert len(sheet.col_breaks.brk) == 1
    assert sheet.print_title_cols == "$A:$B"
    assert sheet.page_setup.pageOrder == "overThenDown"


def test_widths_are_set_and_nothing_but_the_heads_is_filled(book: Path) -> None:
    sheet, head = table(book, "Daftar Aduan")
    # Neighbours of one width are one entry of the file, under the first of them.
    assert [round(sheet.column_dimensions[letter].width) for letter in "ABCDFGHIJK"] == [
        7, 13, 15, 17, 23, 25, 61, 16, 19, 31,
    ]  # fmt: skip
    filled = {cell.row for row in sheet.iter_rows() for cell in row if cell.fill.fill_type}
    assert filled == {head}
    assert sheet[f"A{head}"].fill.fgColor.rgb == "FFF3F5F4"
    assert sheet.merged_cells.ranges == set()


def test_the_summary_says_when_it_was_made_and_what_was_read(book: Path) -> None:
    sheet, _ = table(book, "Ringkasan")
    told = [row[0].value for row in sheet.iter_rows(min_row=30) if row[0].value]
    assert "Dibuat 24 Nov 2026 08.00 WIB." in told
    assert any(text.startswith("SP4N-LAPOR! (Kabupaten Blitar): ") for text in told)


def test_a_month_without_complaints_says_so(tmp_path: Path) -> None:
    with opened(tmp_path / "aduan.db") as store:
        made = monthly_xlsx(store, tmp_path / "kosong.xlsx", wanted("2025-01"))
    assert made.rows["Daftar Aduan"] == 0
    assert book_of(made.path)["Daftar Aduan"]["A3"].value == "Belum ada aduan dalam periode ini."


def test_the_same_figures_make_the_same_file(tmp_path: Path) -> None:
    with opened(tmp_path / "aduan.db") as store:
        one = monthly_xlsx(store, tmp_path / "a.xlsx", wanted()).path.read_bytes()
        assert monthly_xlsx(store, tmp_path / "b.xlsx", wanted()).path.read_bytes() == one


def test_units_and_kecamatan_are_those_of_the_registry(tmp_path: Path) -> None:
    registry = Registry(
        units=(Unit(code="1.03", name="Dinas Pekerjaan Umum", kind=UnitKind.agency, aliases=("Dinas PUPR",)),),
        places=(
            Place(code="35.05.11", name="Garum", kind=PlaceKind.district, population=70_000),
            Place(code="35.05.18", name="Doko", kind=PlaceKind.district, population=42_000),
        ),
    )
    with opened(tmp_path / "aduan.db") as store:
        made = monthly_xlsx(
            store, tmp_path / "rekap.xlsx", wanted(registry=registry, inputs=Inputs(population=112_000))
        )
    assert values(made.path, "Per OPD", "Unit Kerja")[0] == "Dinas Pekerjaan Umum"
    assert values(made.path, "Daftar Aduan", "OPD")[0] == "Dinas Pekerjaan Umum"
    assert values(made.path, "Per Kecamatan", "Kecamatan") == ["Doko", "Garum", "(kecamatan tidak diketahui)"]
    assert values(made.path, "Per Kecamatan", "Total") == [0, 2, 2]


def test_a_case_of_two_channels_is_one_line_led_by_the_later_row(tmp_path: Path) -> None:
    comment = complaint(
        "2026-10-31 20:00", id="instagram:7", channel="instagram", account="ig", native_id="7", text="Jalan", number=7
    )
    with fill(tmp_path / "aduan.db", comment, complaint("2026-11-02 09:00", number=8, title="Jalan")) as store:
        store.link(Link(a="instagram:7", b="lapor:8", relation=Relation.transferred_to), now=wib("2026-11-02 10:00"))
        made = monthly_xlsx(store, tmp_path / "rekap.xlsx", wanted())
    assert values(made.path, "Daftar Aduan", "Nomor Aduan") == ["lapor:8"]
    assert values(made.path, "Daftar Aduan", "Tanggal Masuk") == [day("2026-10-31")]
    assert "2 kiriman: Instagram, SP4N-LAPOR!" in str(values(made.path, "Daftar Aduan", "Keterangan")[0])


def test_the_rapor_has_the_months_and_the_official_figures_beside_ours(tmp_path: Path) -> None:
    letter = OfficialResult(year=2026, letter="SE 1", predicate="baik", scale="2024", figures={"total": 6})
    with opened(tmp_path / "aduan.db") as store:
        store.save_official(letter)
        made = rapor_xlsx(store, tmp_path / "rapor.xlsx", wanted("2026"))
    assert book_of(made.path).sheetnames == list(RAPOR)
    assert values(made.path, "Per Bulan", "Total") == [0] * 8 + [1, 4, 0, 0]
    assert values(made.path, "Hasil Resmi", "Resmi") == [6]
    assert values(made.path, "Hasil Resmi", "Hitungan Sendiri") == [5]
    told = [cell.value for cell in book_of(made.path)["Hasil Resmi"]["A"]]
    assert 'Predikat: "baik" (masukan dari surat, skala 2024; tidak dihitung)' in told


def test_a_rapor_is_of_a_year(tmp_path: Path) -> None:
    with opened(tmp_path / "aduan.db") as store, pytest.raises(ValueError, match="rapor is of a year"):
        rapor_xlsx(store, tmp_path / "rapor.xlsx", wanted("2026-10"))


def test_a_failure_leaves_no_half_file_and_the_old_one_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "rekap.xlsx"
    file.write_bytes(b"lama")
    with opened(tmp_path / "aduan.db") as store:
        monkeypatch.setattr(store, "cases", lambda **_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            monthly_xlsx(store, file, wanted())
    assert file.read_bytes() == b"lama"
    assert [path.name for path in tmp_path.iterdir() if "part" in path.name] == []
