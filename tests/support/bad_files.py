"""Files that are no export of SP4N-LAPOR!, each bad in one way."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from support.lapor_files import lines, report, written

__all__ = ["BAD"]

_SAMPLES = Path(__file__).parent.parent / "samples" / "sheets"
_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_FAR = b'<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'


def _with_sheet(path: Path, sheet: bytes) -> None:
    """A workbook in which *sheet* stands in the place of the rows."""
    good = written(path.with_suffix(".part.xlsx"), [report()])
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                content = b'<worksheet xmlns="' + _MAIN + b'">' + sheet + b"</worksheet>"
            new.writestr(part.filename, content)
    good.unlink()


def _truncated(path: Path) -> None:
    whole = written(path, [report(Tracking_ID=str(9_000_000 + n)) for n in range(50)]).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


BAD: Mapping[str, tuple[str, Callable[[Path], object], str]] = {
    "empty": ("kosong.xlsx", lambda path: path.write_bytes(b""), "export it again"),
    "empty csv": ("kosong.csv", lambda path: path.write_bytes(b"\n \n"), "export it again"),
    "html": ("ekspor.xls", lambda path: path.write_text("<!DOCTYPE html><html>Masuk</html>"), "log in and export"),
    "password": ("kunci.xlsx", lambda path: shutil.copy(_SAMPLES / "locked.xlsx", path), "without a password"),
    "truncated": ("potong.xlsx", _truncated, "again"),
    "picture": ("foto.xlsx", lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 40), "hand in an .xlsx"),
    "text": ("catatan.xlsx", lambda path: path.write_text("Rapat hari Senin\n"), "export it again"),
    "pdf": ("surat.pdf", lambda path: path.write_bytes(b"%PDF-1.7\n1 0 obj\n"), "hand in an .xlsx"),
    "zip bomb": ("bom.xlsx", lambda path: _with_sheet(path, b"<sheetData/>" + b"<!-- -->" * 4_000_000), "again"),
    "far cell": ("jauh.xlsx", lambda path: _with_sheet(path, _FAR), "delete the empty rows and columns"),
    "no id": ("salinan.xlsx", lambda path: lines(path, [["No", "nomor", "masuk"], ["1", "2", "3"]]), "map the columns"),
}
"""Kind → name, how to write it, and what the refusal tells to do."""
