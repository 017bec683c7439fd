"""Guarded reading of the sheets that offices hand in: XLSX, XLS and CSV, row by row.

For: local channels (exports, follow-up sheets, registers) that must not be brought down by one bad file.
Must not: know what a column means, or trust a file's name: what a file *is* is decided by its content.

The three ways in are one call, ``open_sheet``; :mod:`.workbook` reads what Excel writes, :mod:`.delimited` reads CSV.
What local channels share beyond that: :mod:`.paths` finds files, :mod:`.headed` reads rows below headings as texts,
:mod:`.findings` holds what such rows gave.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from . import delimited, workbook
from .cells import Cell, Merged, Row, Sheet, cell_text, heading, refused

__all__ = ["Cell", "Merged", "Row", "Sheet", "cell_text", "fingerprint", "heading", "open_sheet", "refused"]

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORKBOOK_NAMES = frozenset({".xlsx", ".xlsm", ".xls"})
_TEXT_NAMES = frozenset({".csv", ".tsv", ".txt"})
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<head", b"<body", b"<meta")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def open_sheet(path: str | Path, *, sheet: str | None = None) -> Sheet:
    """Open one sheet of a file for reading, after looking whether it is safe to do so.

    Args:
        path: an .xlsx, .xlsm, .xls or .csv file.
        sheet: the name of the sheet; None means the first worksheet. CSV files have one.

    Returns: the sheet; iterating over it (as often as wanted) gives ``Row(number, cells)``, numbers counted from 1
        as a spreadsheet program shows them. Leading empty *columns* may be missing: find columns by their heading.
    Raises: PayloadError, one sentence that says what, where and what to do: an empty file, a web page, a password,
        a file cut short, not a sheet, more than 200 MB unpacked, more than 5 million cells between the first and the
        last one, or a sheet name that is not there.
    """
    path = Path(path)
    try:
        with path.open("rb") as stream:
            head = stream.read(4096)
        if head.startswith(_ZIP):
            return workbook.open_xlsx(path, sheet=sheet)
        if head.startswith(_OLE):
            return workbook.open_xls(path, sheet=sheet)
        _check_text(path, head)
        return delimited.open_csv(path)
    except OSError as error:
        raise refused(
            path, f"The file cannot be read ({error.strerror or error})", "check its name and who may read it"
        ) from error


def _check_text(path: Path, head: bytes) -> None:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start and path.stat().st_size <= len(head):
        raise refused(path, "The file is empty", "export it again")
    if start[:200].lower().startswith(_MARKUP):
        raise refused(
            path,
            "The file is a web page, not a sheet (often a log-in page saved under the name of the export)",
            "log in and export it again",
        )
    # A text may hold a stray NUL, which its reader repairs; a binary file is full of them.
    if head.count(b"\0") > len(head) // 100 and not head.startswith(_UTF16):
        raise refused(path, "The file is not a sheet", "hand in an .xlsx, .xls or .csv file")
    if path.suffix.lower() in _WORKBOOK_NAMES:
        raise refused(
            path,
            f"The file is not a workbook although its name ends in {path.suffix}",
            "export it again, or rename it to .csv if it is one",
        )
    if path.suffix.lower() not in _TEXT_NAMES:
        raise refused(path, "The file is not a sheet", "hand in an .xlsx, .xls or .csv file")


def fingerprint(path: str | Path) -> str:
    """The SHA-256 of a file's content as 64 hexadecimal digits, read in pieces; equal content, equal fingerprint.

    Raises: PayloadError, if the file cannot be read.
    """
    path = Path(path)
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise refused(
            path, f"The file cannot be read ({error.strerror or error})", "check its name and who may read it"
        ) from error
