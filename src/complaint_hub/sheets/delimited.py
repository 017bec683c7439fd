"""CSV as offices save it: any of three encodings, any of three delimiters, read with flat memory.

For: :func:`complaint_hub.sheets.open_sheet`.
Must not: hold more than one row; nor guess what it can find out (the encoding is tried over the whole file first).
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from .cells import Row, Sheet, refused

__all__ = ["open_csv"]

_CHUNK: Final = 1 << 20
_HEAD: Final = 1 << 16
_SAMPLE_ROWS: Final = 30
_DELIMITERS: Final = (";", ",", "\t")


def open_csv(path: Path) -> Sheet:
    """Open a CSV file whose start has been looked at already.

    Raises: PayloadError, if the bytes are neither UTF-8, UTF-16 nor Windows-1252; while iterating, if quotation marks
        do not add up. OSError as the system gives it.
    """
    encoding = _encoding(path)
    with path.open(encoding=encoding, newline="") as stream:
        head = stream.read(_HEAD)
        whole = not stream.read(1)
    if not head.strip():
        raise refused(path, "The file is empty", "export it again")
    declared = _declared(head)
    delimiter = declared or _delimiter(head, whole=whole)
    skip = 1 if declared else 0
    return Sheet(
        path=path,
        name="",
        format="csv",
        height=None,
        rows=lambda: _rows(path, encoding, delimiter, skip),
        encoding=encoding,
        delimiter=delimiter,
    )


def _encoding(path: Path) -> str:
    with path.open("rb") as stream:
        start = stream.read(2)
        # Windows-1252 accepts UTF-16 as rubbish, so its mark is looked for first.
        marked = start in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
        for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
            stream.seek(0)
            decoder = codecs.getincrementaldecoder(encoding)()
            try:
                while chunk := stream.read(_CHUNK):
                    decoder.decode(chunk)
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                continue
            return encoding
    raise refused(path, "The text is neither UTF-8, UTF-16 nor Windows-1252", 'save it as "CSV UTF-8"')


def _declared(head: str) -> str | None:
    # Excel's own way to name the delimiter; Excel does not show this line either.
    first = head.split("\n", 1)[0].strip()
    return first[4] if len(first) == 5 and first.lower().startswith("sep=") and first[4] in _DELIMITERS else None


def _delimiter(head: str, *, whole: bool) -> str:
    """The delimiter under which most of the first rows agree on their width.

    Counting characters is not enough: one long complaint holds more commas than a header has semicolons.
    """

    def agreement(delimiter: str) -> tuple[int, int]:
        widths: list[int] = []
        try:
            widths.extend(len(row) for row in islice(csv.reader(io.StringIO(head), delimiter=delimiter), _SAMPLE_ROWS))
        except csv.Error:
            return (0, 0)
        if not whole and 1 < len(widths) < _SAMPLE_ROWS:
            widths.pop()  # the sample ends within this row
        split = Counter(width for width in widths if width > 1)
        return max(((count, width) for width, count in split.items()), default=(0, 0))

    return max(_DELIMITERS, key=agreement) if any(d in head for d in _DELIMITERS) else ","


def _rows(path: Path, encoding: str, delimiter: str, skip: int) -> Iterator[Row]:
    # The csv module's limit on one cell (131,072 characters) stays: it is one setting for the whole process, a text
    # of SP4N-LAPOR! ends at 3,000, and a quotation mark that is never closed must not swallow the file.
    with path.open(encoding=encoding, newline="") as stream:
        reader = csv.reader(stream, delimiter=delimiter, strict=True)
        number = 0
        try:
            for number, cells in enumerate(reader, start=1):
                if number > skip:
                    yield Row(number, tuple(cells))
        except (csv.Error, UnicodeDecodeError) as error:
            raise refused(
                path,
                f"Row {number + 1} cannot be read (line {reader.line_num}: {error})",
                'look for a quotation mark that is not doubled, or save the sheet as "CSV UTF-8" again',
            ) from error
