"""Files that are refused whole: one sentence each, before the first page of any file."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from complaint_hub.channels.lapor import Lapor
from complaint_hub.errors import PayloadError
from support.lapor_files import NOW, lines, report, written

SAMPLES = Path(__file__).parent.parent / "samples" / "sheets"


def refusal(path: Path) -> str:
    """What is said of a bad file that lies beside a good one."""
    written(path.with_name("0-good.csv"), [report()])
    with pytest.raises(PayloadError) as caught:
        next(Lapor([path.with_name("0-good.csv"), path]).read(None, now=NOW))
    assert caught.value.request == str(path)
    assert caught.value.hint
    assert "\n" not in str(caught.value)
    return str(caught.value)


def with_sheet(path: Path, sheet_data: bytes) -> Path:
    good = written(path.with_name("good.xlsx"), [report()])
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                name = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
                content = b'<worksheet xmlns="' + name + b'">' + sheet_data + b"</worksheet>"
            new.writestr(part.filename, content)
    return path


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"<!DOCTYPE html><html><body>Masuk</body></html>", "web page"),
        (b"this is no sheet", "not a workbook"),
    ],
)
def test_what_is_no_workbook_is_refused(content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert said in refusal(path)


def test_a_locked_workbook_is_refused(tmp_path: Path) -> None:
    assert "password" in refusal(Path(shutil.copy(SAMPLES / "locked.xlsx", tmp_path / "a.xlsx")))


def test_a_truncated_workbook_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", [report()])
    path.write_bytes(path.read_bytes()[:-200])
    assert "cut short or damaged" in refusal(path)


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    assert "times its size" in refusal(with_sheet(tmp_path / "a.xlsx", b"<sheetData/>" + b"<!-- -->" * 1_000_000))


def test_a_far_cell_is_refused(tmp_path: Path) -> None:
    far = b'<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    assert "an area of more than" in refusal(with_sheet(tmp_path / "a.xlsx", far))


def test_a_file_without_a_tracking_id_says_what_was_looked_for_and_what_was_found(tmp_path: Path) -> None:
    said = refusal(lines(tmp_path / "a.xlsx", [["Rekap 2023"], [], ["No", "tracking_id", "status_final"]]))
    assert 'No row has a cell "Tracking ID"' in said
    assert "row 1: Rekap 2023; row 3: No | tracking_id | status_final" in said
    assert "map the columns of a hand-made copy" in said


def test_a_refusal_shows_no_row_of_people(tmp_path: Path) -> None:
    rows = [["No", "Nama", "Isi"], ["1", "Siti Contoh", "Jalan rusak"]]
    assert "Siti" not in refusal(lines(tmp_path / "a.csv", rows))


def test_a_wrong_map_is_named_too(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.csv", [["No", "nomor_lapor"], ["1", "9123456"]])
    with pytest.raises(PayloadError, match='"tracking_id" or "Tracking ID"'):
        next(Lapor(path, columns={"Tracking ID": "tracking_id"}).read(None, now=NOW))


def test_a_file_with_neither_kind_of_date_is_refused(tmp_path: Path) -> None:
    said = refusal(lines(tmp_path / "a.csv", [["Tracking ID", "Status Laporan"], ["9123456", "Ditutup oleh Sistem"]]))
    assert "neither Tanggal Laporan Masuk nor one of Tanggal Disposisi, Tanggal Tindak Lanjut, Tanggal Selesai" in said
    assert "its columns are: tracking id, status laporan" in said


def test_a_quotation_mark_that_is_not_closed_is_refused_before_the_first_page(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", [report(Tracking_ID=str(9_000_000 + n)) for n in range(600)])
    with path.open("a", encoding="utf-8") as file:
        file.write('9999999;"29 May 2023\n')
    assert "cannot be read" in refusal(path)
