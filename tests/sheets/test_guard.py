"""What is refused before it is opened, each with one sentence: nothing here may take the process down."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from complaint_hub.errors import PayloadError
from complaint_hub.sheets import open_sheet

SAMPLES = Path(__file__).parent.parent / "samples" / "sheets"


def written(path: Path, rows: list[list[str]]) -> Path:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def with_sheet(path: Path, sheet_data: str, *, namespace: str = "xmlns") -> Path:
    """A workbook whose first sheet holds exactly this XML."""
    good = written(path.with_name("good.xlsx"), [["x"]])
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                name = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
                content = f'<worksheet {namespace}="{name}">{sheet_data}</worksheet>'.encode()
            new.writestr(part.filename, content)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(PayloadError) as caught:
        open_sheet(path)
    assert caught.value.request == str(path)
    assert caught.value.hint
    text = str(caught.value)
    assert "\n" not in text
    return text


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.xlsx", "is empty"),
        (b"", "a.csv", "is empty"),
        (b" \r\n\r\n", "a.csv", "is empty"),
        (b"\n<!DOCTYPE html><html><body>Masuk</body></html>", "a.xlsx", "web page"),
        (b"\xef\xbb\xbf<html><table></table></html>", "a.csv", "web page"),
        (b"not a sheet at all", "a.xlsx", "not a workbook although its name ends in .xlsx"),
        (b"%PDF-1.7\n\0\0binary", "a.csv", "not a sheet"),
        (b"some,text\n", "a.docx", "not a sheet"),
        (b"PK\x03\x04 and then nothing that a zip has", "a.xlsx", "cut short or damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and nothing more", "a.xls", "cut short or damaged"),
    ],
)
def test_what_is_not_a_sheet_is_refused(content: bytes, name: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert said in refusal(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert "No such file" in refusal(tmp_path / "none.xlsx")


def test_a_locked_workbook_asks_for_one_without_a_password() -> None:
    assert "password" in refusal(SAMPLES / "locked.xlsx")


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.95])
def test_a_truncated_workbook_is_refused(kept: float, tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", [["Tracking ID"], ["9123456"]])
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])
    assert "cut short or damaged" in refusal(path)


def test_a_damaged_part_is_refused(tmp_path: Path) -> None:
    path = with_sheet(tmp_path / "a.xlsx", '<sheetData><row r="1"><c r="A1"><v>1</w></c>')
    assert "cut short or damaged" in refusal(path)


def test_a_zip_of_other_things_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("inner.zip", b"PK\x03\x04")
    assert "zip archive, not an .xlsx" in refusal(path)


def test_a_binary_workbook_beside_the_xml_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", [["x"]])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/workbook.bin", b"\0")
    assert "not an .xlsx" in refusal(path)


def test_a_thousand_parts_are_too_many(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", [["x"]])
    with zipfile.ZipFile(path, "a") as archive:
        for n in range(1_000):
            archive.writestr(f"xl/media/{n}", b"")
    assert "parts, more than 1,000" in refusal(path)


def test_a_bomb_is_refused_by_its_ratio(tmp_path: Path) -> None:
    path = with_sheet(tmp_path / "a.xlsx", "<sheetData/>" + "<!-- -->" * 1_000_000)
    assert "times its size, more than 50 times" in refusal(path)


def test_more_than_200_mb_unpacked_asks_to_split_by_year(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", [["x"]])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media/film", "w") as part:
        for _ in range(201):
            part.write(bytes(1_000_000))
    assert "more than 200,000,000: split the export by year" in refusal(path).replace(f" ({path})", "")


def test_shared_texts_weigh_twice(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", [["x"]])
    with zipfile.ZipFile(path, "a") as archive, archive.open("xl/more/sharedStrings.xml", "w") as part:
        for _ in range(111):
            part.write(bytes(1_000_000))
    assert "more than 220,000,000: split the export by year" in refusal(path).replace(f" ({path})", "")


def test_a_directory_that_lies_about_sizes_is_refused(tmp_path: Path) -> None:
    path = with_sheet(tmp_path / "a.xlsx", "<sheetData/>" + "<!-- long -->" * 5_000)
    with zipfile.ZipFile(path) as archive:
        true = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    content = path.read_bytes()
    said = true.to_bytes(4, "little")
    assert content.count(said) >= 2
    path.write_bytes(content.replace(said, (100).to_bytes(4, "little")))
    assert "cut short or damaged" in refusal(path)


CELL = "<v>1</v></c></row></sheetData>"


@pytest.mark.parametrize(
    "sheet_data",
    [
        '<sheetData><row r="1048576"><c r="XFD1048576">' + CELL,
        '<dimension ref="A1"/><sheetData><row r="1048576"><c r="XFD1048576">' + CELL,
        '<sheetData><row r="1048576"><c t="n" r="XFD1048576">' + CELL,
        "<sheetData><row r='1048576'><c r='XFD1048576'>" + CELL,
        '<sheetData><row r="1048576"><c\n r = "xfd1048576">' + CELL,
        '<sheetData><row r="1048576"><c t=">" r="XFD1048576">' + CELL,
        '<sheetData><row r="1"><c r="XFD1">' + CELL.replace("</sheetData>", '<row r="400"><c r="A400">') + CELL,
        '<sheetData><row r="1048570"/><row><c><v>1</v></c><c><v>1</v></c><c><v>1</v></c><c><v>1</v></c><c>' + CELL,
    ],
    ids=["plain", "lying dimension", "late attribute", "apostrophes", "spaced", "bracket", "corners", "no places"],
)
def test_a_far_cell_is_refused_however_it_is_written(sheet_data: str, tmp_path: Path) -> None:
    said = refusal(with_sheet(tmp_path / "a.xlsx", sheet_data))
    assert "an area of more than 5,000,000 cells" in said
    assert "delete the empty rows and columns at its end, or split the export by year" in said


def test_a_far_cell_under_a_prefix_is_refused(tmp_path: Path) -> None:
    far = '<x:sheetData><x:row r="1048576"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row></x:sheetData>'
    path = with_sheet(tmp_path / "a.xlsx", far, namespace="xmlns:x")
    assert "row 1,048,576 and column 16,384" in refusal(path)


def test_a_far_cell_across_two_chunks_is_refused(tmp_path: Path) -> None:
    # The guard reads 1 MB at a time: the cell lies on the edge, at each of its letters once.
    padding = "".join(f"<!--{n * 2654435761 % 2**32:010}-->" for n in range(70_000))[: (1 << 20) - 600] + "-->"
    for shift in range(0, 40, 8):
        path = tmp_path / f"{shift}.xlsx"
        before = padding + "<!--" + "x" * (480 + shift) + "-->"
        with_sheet(path, before + '<sheetData><row r="1048576"><c r="XFD1048576">' + CELL)
        assert "an area of more than" in refusal(path)


def test_a_far_cell_in_a_part_with_another_name_is_refused(tmp_path: Path) -> None:
    path = with_sheet(tmp_path / "a.xlsx", '<sheetData><row r="1048576"><c r="XFD1048576">' + CELL)
    renamed = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(renamed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename.endswith(".rels"):
                content = content.replace(b"worksheets/sheet1.xml", b"media/picture.png")
            new.writestr(part.filename.replace("worksheets/sheet1.xml", "media/picture.png"), content)
    assert "xl/media/picture.png reaches to row" in refusal(renamed)


@pytest.mark.parametrize(
    ("column", "row"), [("A", 1_000_000), ("Z", 189_999), ("AZ", 89_999), ("AA", 185_185), ("ABC", 6_000)]
)
def test_a_long_sheet_within_the_limit_is_read(column: str, row: int, tmp_path: Path) -> None:
    path = with_sheet(tmp_path / "a.xlsx", f'<sheetData><row r="{row}"><c r="{column}{row}">' + CELL)
    assert open_sheet(path).height == row


@pytest.mark.parametrize(("column", "row"), [("Z", 192_308), ("AA", 185_186), ("AZ", 96_154), ("BA", 94_340)])
def test_a_sheet_just_past_the_limit_is_refused(column: str, row: int, tmp_path: Path) -> None:
    # The cell stands below one in A1, so that the rectangle is what calamine would hold.
    start = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
    path = with_sheet(tmp_path / "a.xlsx", f'{start}<row r="{row}"><c r="{column}{row}">' + CELL)
    assert f"reaches to row {row:,}" in refusal(path)
