"""What Excel writes: looked at before it is opened, then read by calamine.

For: :func:`complaint_hub.sheets.open_sheet`.
Must not: hand a workbook to calamine before its extent is known. A file of 5 kB with a cell at XFD1048576 asks for
549 GB and aborts the process without an exception (https://github.com/tafia/calamine/issues/693).
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import IO, Final, Literal, TypeVar

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

from .cells import Merged, Row, Sheet, refused

__all__ = ["open_xls", "open_xlsx"]

_Read = TypeVar("_Read")

# OWASP ASVS 5.0, items 5.2.1 and 5.2.3: total size and number of parts are checked before unpacking.
_MAX_UNPACKED: Final = 200_000_000
# What reading takes: every part once and the table of shared texts once more, since each cell gets its own copy. Keeps
# an export below 200 MB + 4 kB a row.
_MAX_HELD: Final = 220_000_000
_MAX_PARTS: Final = 1_000
_MAX_RATIO: Final = 50
# Below this even a bomb is harmless, and small sheets of equal rows do compress better than 50 to 1.
_SMALL: Final = 1_000_000
# Rows times columns: calamine holds the whole rectangle, 24 bytes and more a cell.
_MAX_CELLS: Final = 5_000_000
_CHUNK: Final = 1 << 20

_SPLIT: Final = "split the export by year and hand in the parts"
_AGAIN: Final = "export or copy it again"
_UNLOCK: Final = "open it in a spreadsheet program and save it without a password"

# A cell that is not of the usual form within one of two rectangles of less than 5 million cells: columns A to Z down to
# row 189,999, or A to AZ down to row 89,999. Where no cell is so, nothing need be counted: ten times as fast.
_UNUSUAL: Final = (
    re.compile(rb'<c[\s/>](?!r="[A-Z](?:[0-9]{1,5}|1[0-8][0-9]{4})")'),
    re.compile(rb'<c[\s/>](?!r="A?[A-Z](?:[0-9]{1,4}|[1-8][0-9]{4})")'),
)
_MAYBE_PREFIXED = re.compile(rb":(?:c|row)[\s/>]")
_PREFIXED = re.compile(rb"<[^\s<>/:]{1,64}:(?:c|row)[\s/>]")
# Any start tag of a cell or a row, with or without prefix, its attributes quoted either way.
_TAG = re.compile(rb"<(?:[^\s<>/:]{1,64}:)?(c|row)(?=[\s/>])((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_OPENING = re.compile(rb"<(?:[^\s<>/:]{1,64}:)?(?:c|row)[\s/>]")
_REFERENCE = re.compile(rb"(?:^|\s)r\s*=\s*[\"']([A-Za-z]{0,4})([0-9]{0,10})[\"']")
_ANY_REFERENCE = re.compile(rb"(?:^|\s)r\s*=")


def open_xlsx(path: Path, *, sheet: str | None) -> Sheet:
    """Open an .xlsx after the guard has seen every part of it. Raises: PayloadError."""
    size = path.stat().st_size
    if size > _MAX_UNPACKED:
        raise refused(path, f"The file has {size:,} bytes, more than {_MAX_UNPACKED:,}", _SPLIT)
    # One open file for both, so what was looked at is what is read; calamine takes its own copy, none is kept here.
    with path.open("rb") as stream:
        try:
            with zipfile.ZipFile(stream) as archive:
                _check_parts(path, archive, size)
                for part in archive.infolist():
                    _check_extent(path, archive, part)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError) as error:
            raise refused(path, f"The workbook is cut short or damaged ({error})", _AGAIN) from error
        stream.seek(0)
        return _open(path, stream, "xlsx", sheet)


def open_xls(path: Path, *, sheet: str | None) -> Sheet:
    """Open an .xls, whose grid ends at 65,536 rows and 256 columns and so needs no guard. Raises: PayloadError."""
    size = path.stat().st_size
    if size > _MAX_UNPACKED:
        raise refused(path, f"The file has {size:,} bytes, more than {_MAX_UNPACKED:,}", _SPLIT)
    content = path.read_bytes()
    # A workbook with a password is a container of another kind, whatever its name ends in.
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise refused(path, "The workbook is locked with a password", _UNLOCK)
    return _open(path, io.BytesIO(content), "xls", sheet)


def _check_parts(path: Path, archive: zipfile.ZipFile, size: int) -> None:
    parts = archive.infolist()
    if len(parts) > _MAX_PARTS:
        raise refused(path, f"The workbook has {len(parts):,} parts, more than {_MAX_PARTS:,}", _AGAIN)
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names or names & {"xl/workbook.bin", "content.xml"}:
        raise refused(path, "The file is a zip archive, not an .xlsx workbook", "save the sheet as .xlsx")
    if any(part.flag_bits & 0x1 for part in parts):
        raise refused(path, "The workbook is locked with a password", _UNLOCK)
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise refused(path, "The workbook is packed in an unusual way", "open it in a spreadsheet program and save it")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > _MAX_UNPACKED:
        raise refused(path, f"The workbook unpacks to {unpacked:,} bytes, more than {_MAX_UNPACKED:,}", _SPLIT)
    held = unpacked + sum(part.file_size for part in parts if part.filename.endswith("sharedStrings.xml"))
    if held > _MAX_HELD:
        raise refused(path, f"Reading the workbook takes {held:,} bytes, more than {_MAX_HELD:,}", _SPLIT)
    if unpacked > _SMALL and unpacked > size * _MAX_RATIO:
        ratio = unpacked // size
        raise refused(path, f"The workbook unpacks to {ratio} times its size, more than {_MAX_RATIO} times", _AGAIN)


def _check_extent(path: Path, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    # Every part is looked at, not only xl/worksheets/: the workbook says which part is a sheet. Reading each one to
    # its end also proves the sizes of the directory, since zipfile compares the checksum. <dimension> is not asked:
    # it may say anything.
    for unusual in _UNUSUAL:
        with archive.open(part) as stream:
            if all(_usual(chunk, unusual) for chunk in _whole_tags(path, stream)):
                return
    with archive.open(part) as stream:
        rows, columns = _extent(path, part, stream)
    if rows * columns > _MAX_CELLS:
        raise refused(
            path,
            f"The sheet {part.filename} reaches to row {rows:,} and column {columns:,} or further, "
            f"an area of more than {_MAX_CELLS:,} cells",
            f"delete the empty rows and columns at its end, or {_SPLIT}",
        )


def _whole_tags(path: Path, stream: IO[bytes]) -> Iterator[bytes]:
    """The content in pieces that never end within a tag."""
    rest = b""
    while chunk := stream.read(_CHUNK):
        chunk = rest + chunk
        cut = chunk.rfind(b"<")
        if cut < 0 or (cut == 0 and b">" in chunk):
            rest = b""
        else:
            chunk, rest = chunk[:cut], chunk[cut:]
            if len(rest) > _CHUNK and b">" not in rest:
                raise refused(path, "The workbook is damaged (a tag of more than 1 MB)", _AGAIN)
        yield chunk
    yield rest


def _usual(chunk: bytes, unusual: re.Pattern[bytes]) -> bool:
    if unusual.search(chunk):
        return False
    return not (_MAYBE_PREFIXED.search(chunk) and _PREFIXED.search(chunk))


def _extent(path: Path, part: zipfile.ZipInfo, stream: IO[bytes]) -> tuple[int, int]:
    """The last row and the last column that hold a cell, as far as the limit.

    A cell that names no place follows the one before it.
    """
    last_row = last_column = row = column = 0
    for chunk in _whole_tags(path, stream):
        tags = list(_TAG.finditer(chunk))
        if len(tags) != len(_OPENING.findall(chunk)):
            raise refused(path, f"The sheet {part.filename} is damaged (a tag that does not end)", _AGAIN)
        for tag in tags:
            reference = _REFERENCE.search(tag[2])
            if reference is None and _ANY_REFERENCE.search(tag[2]):
                raise refused(path, f"The sheet {part.filename} is damaged (a cell without a proper place)", _AGAIN)
            if tag[1] == b"row":
                row, column = (int(reference[2] or 0) if reference else row + 1), 0
                continue
            if reference:
                row, column = int(reference[2] or 0), _column(reference[1])
            else:
                column += 1
            last_row, last_column = max(last_row, row), max(last_column, column)
        if last_row * last_column > _MAX_CELLS:
            break
    return last_row, last_column


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _open(path: Path, stream: IO[bytes], kind: Literal["xlsx", "xls"], wanted: str | None) -> Sheet:
    # By content, not by path: by path an .xls that is called .xlsx fails.
    workbook = _calamine(path, lambda: CalamineWorkbook.from_filelike(stream))
    try:
        names = [meta.name for meta in workbook.sheets_metadata if meta.typ is SheetTypeEnum.WorkSheet]
        name = names[0] if wanted is None and names else wanted
        if name is None or name not in names:
            there = ", ".join(names) or "none"
            raise refused(
                path, f"The workbook has no sheet {wanted or ''}".rstrip(), f"name one of its sheets: {there}"
            )
        grid = _calamine(path, partial(workbook.get_sheet_by_name, name))
    finally:
        # Frees the table of shared texts: the grid has its own copy of each.
        workbook.close()
    if grid.end is None:
        raise refused(path, f"The sheet {name} is empty", "export it again, or name another sheet")
    return Sheet(
        path=path,
        name=name,
        format=kind,
        height=grid.end[0] + 1,
        rows=lambda: _rows(grid),
        merged=_merged(grid),
        names=tuple(names),
    )


def _merged(grid: CalamineSheet) -> tuple[Merged, ...]:
    # Leading empty columns are not given, so a position counts from the first column that holds something.
    first = grid.start[1] if grid.start else 0
    ranges = grid.merged_cell_ranges or ()
    return tuple(
        sorted(
            Merged(top + 1, bottom + 1, max(0, left - first), right - first)
            for (top, left), (bottom, right) in ranges
            if right >= first
        )
    )


def _rows(grid: CalamineSheet) -> Iterator[Row]:
    # Leading empty rows are given (only leading columns are not), so the count is the row's number.
    for number, cells in enumerate(grid.iter_rows(), start=1):
        yield Row(number, tuple(cells))


def _calamine(path: Path, read: Callable[[], _Read]) -> _Read:
    try:
        return read()
    except PasswordError as error:
        raise refused(path, "The workbook is locked with a password", _UNLOCK) from error
    except CalamineError as error:
        raise refused(path, f"The workbook is cut short or damaged ({error})", _AGAIN) from error
    except BaseException as error:
        # A panic of the Rust side is no Exception; it concerns this file only.
        if type(error).__name__ != "PanicException":
            raise
        raise refused(path, f"The workbook is damaged ({error})", _AGAIN) from error
