"""What comes out of a sheet that may be read: cells as they are, rows under their own numbers."""

# ruff: noqa: DTZ001 - a cell of a sheet carries no zone
from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook

from complaint_hub.errors import PayloadError
from complaint_hub.sheets import cell_text, fingerprint, heading, open_sheet
from complaint_hub.sheets.headed import filled_down

SAMPLES = Path(__file__).parent.parent / "samples" / "sheets"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Laporan"
    sheet["B3"], sheet["C3"] = "Tracking ID", "Tanggal"
    sheet["B5"], sheet["C5"], sheet["D5"] = 9123456, datetime(2026, 1, 6), time(9, 15)
    sheet["E5"], sheet["F5"] = timedelta(hours=30), datetime(2026, 1, 6, 9, 15)
    workbook.create_sheet("Lain")["A1"] = "other"
    workbook.create_sheet("Kosong")
    path = tmp_path / "a.xlsx"
    workbook.save(path)
    return path


def test_rows_keep_the_numbers_that_a_person_sees(book: Path) -> None:
    assert [row.number for row in open_sheet(book) if any(row.cells)] == [3, 5]


def test_cells_keep_their_types(book: Path) -> None:
    *_, last = open_sheet(book)
    assert last.cells == (9123456.0, date(2026, 1, 6), time(9, 15), timedelta(hours=30), datetime(2026, 1, 6, 9, 15))


def test_the_first_sheet_is_read_unless_another_is_named(book: Path) -> None:
    assert open_sheet(book).name == "Laporan"
    assert [row.cells for row in open_sheet(book, sheet="Lain")] == [("other",)]


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are(book: Path) -> None:
    with pytest.raises(PayloadError, match=r"no sheet 2024 .*name one of its sheets: Laporan, Lain, Kosong"):
        open_sheet(book, sheet="2024")


def test_a_sheet_without_a_cell_is_empty(book: Path) -> None:
    with pytest.raises(PayloadError, match="The sheet Kosong is empty"):
        open_sheet(book, sheet="Kosong")


def test_a_sheet_can_be_read_twice(book: Path) -> None:
    sheet = open_sheet(book)
    assert list(sheet) == list(sheet)


def test_an_old_workbook_is_read_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "export.xlsx"
    path.write_bytes((SAMPLES / "small.xls").read_bytes())
    sheet = open_sheet(path)
    assert sheet.format == "xls"
    assert [cell_text(row.cells[0]) for row in sheet] == ["Tracking ID", "9123456", "9123457"]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_is_read_in_any_usual_form(delimiter: str, encoding: str, tmp_path: Path) -> None:
    text = f"Tracking ID{delimiter}Isi\r\n9123456{delimiter}Jalan rusak – café\r\n"
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(encoding))
    sheet = open_sheet(path)
    assert [row.cells for row in sheet] == [("Tracking ID", "Isi"), ("9123456", "Jalan rusak – café")]
    assert sheet.delimiter == delimiter


def test_commas_in_long_texts_do_not_make_the_delimiter(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = ["Laporan Ringkas;;", "Tracking ID;Judul;Isi"]
    rows += [f"91234{n};Jalan;rusak, gelap, sempit, becek, " + "licin, " * n for n in range(40)]
    path.write_text("\n".join(rows))
    assert open_sheet(path).delimiter == ";"


def test_a_declared_delimiter_is_obeyed_and_its_line_hidden(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("sep=;\na;b\n")
    assert [tuple(row) for row in open_sheet(path)] == [(2, ("a", "b"))]


def test_a_cell_of_several_lines_is_one_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('id;isi\n1;"satu\ndua; tiga"\n2;x\n')
    assert [tuple(row) for row in open_sheet(path)] == [
        (1, ("id", "isi")),
        (2, ("1", "satu\ndua; tiga")),
        (3, ("2", "x")),
    ]


def test_a_csv_of_one_column_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Tracking ID\n9123456\n")
    assert [row.cells for row in open_sheet(path)] == [("Tracking ID",), ("9123456",)]


def test_a_quotation_mark_that_never_closes_names_its_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('id;isi\n1;x\n2;"never closed\n3;y\n')
    with pytest.raises(PayloadError, match="Row 3 cannot be read"):
        list(open_sheet(path))


def test_bytes_of_no_known_encoding_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"id;isi\n1;\x81\n")
    with pytest.raises(PayloadError, match="neither UTF-8"):
        open_sheet(path)


def test_a_late_byte_decides_the_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"id;isi\n" + b"1;biasa\n" * 300_000 + "2;café\n".encode("cp1252"))
    sheet = open_sheet(path)
    assert sheet.encoding == "cp1252"
    *_, last = sheet
    assert last.cells == ("2", "café")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("", None),
        ("  \u00a0 ", None),
        (None, None),
        (9123456.0, "9123456"),
        (9123456, "9123456"),
        (4.5, "4.5"),
        (1e300, "1e+300"),
        (True, "TRUE"),
        ("Dinas\u00a0Kesehatan ", "Dinas Kesehatan"),
        ("satu\r\ndua", "satu\ndua"),
        (date(2026, 1, 6), "2026-01-06"),
        (datetime(2026, 1, 6, 9, 15), "2026-01-06 09:15:00"),
        (time(9, 15), "09:15:00"),
    ],
)
def test_a_cell_reads_as_a_person_sees_it(cell: str | float | date | time | None, text: str | None) -> None:
    assert cell_text(cell) == text


def test_a_heading_is_one_line_with_single_spaces() -> None:
    assert heading("Tanggal\u00a0 Laporan\nMasuk ") == "Tanggal Laporan Masuk"
    assert heading("") == ""


def test_a_fingerprint_follows_the_content_not_the_name(tmp_path: Path) -> None:
    for name, content in (("a", b"1"), ("b", b"1"), ("c", b"2")):
        (tmp_path / name).write_bytes(content)
    assert fingerprint(tmp_path / "a") == fingerprint(tmp_path / "b") != fingerprint(tmp_path / "c")


def test_a_fingerprint_of_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PayloadError, match="cannot be read"):
        fingerprint(tmp_path / "none")


def test_merged_cells_hold_their_value_in_every_row_and_nothing_else_is_filled(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for place, value in {"B2": "a", "C2": 1, "C3": 2, "B5": "b", "C5": 5}.items():
        sheet[place] = value
    sheet.merge_cells("B2:B3")
    sheet.merge_cells("B5:C5")
    workbook.save(tmp_path / "a.xlsx")
    rows = [(row.number, row.cells, set(merged)) for row, merged in filled_down(open_sheet(tmp_path / "a.xlsx"))]
    assert rows[1:] == [
        (2, ("a", 1.0), set()),
        (3, ("a", 2.0), {0}),
        (4, ("", ""), set()),
        (5, ("b", ""), set()),
    ]
