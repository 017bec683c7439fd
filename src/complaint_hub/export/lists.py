"""The columns of the sheets that list cases: *Daftar Aduan* and *Tunggakan*.

For: the workbooks, the list as CSV, and the generated page of reference.
Must not: know a file format, or name a reporter (the CSV adds that column where it was asked for).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from .grid import Column, Kind
from .listed import ListedCase

__all__ = ["BACKLOG", "CASES", "Numbered"]


@dataclass(frozen=True, slots=True)
class Numbered:
    """A case and its place in the list."""

    n: int
    case: ListedCase


def _due(row: Numbered) -> Kind:
    return "late" if row.case.overdue else "date"


_NO: Final = Column[Numbered]("No", 6, "number", lambda row: row.n, "place in the list")
_RECEIVED: Final = Column[Numbered](
    "Tanggal Masuk", 12, "date", lambda row: row.case.received, "local date of receipt; of a linked case the earliest"
)
_CHANNEL: Final = Column[Numbered](
    "Kanal", 14, "text", lambda row: row.case.channel, "the channel of the row that leads the case"
)
# One line: an id of Google has 120 characters, and in ten lines it would leave five cases to a page.
_ID: Final = Column[Numbered]("Nomor Aduan", 16, "text", lambda row: row.case.id, "as `complaint-hub show` takes it")
_CLASS: Final = Column[Numbered](
    "Klasifikasi", 22, "wrapped", lambda row: row.case.classification, "what it is, and whether *berkadar pengawasan*"
)
_BRIEF: Final = Column[Numbered](
    "Ringkasan",
    60,
    "wrapped",
    lambda row: row.case.brief,
    "title, else text, cut at 500 characters; personal data and protected contents are left out",
)
_DISTRICT: Final = Column[Numbered]("Kecamatan", 15, "text", lambda row: row.case.district, "where it is")
_UNIT: Final = Column[Numbered](
    "OPD", 30, "wrapped", lambda row: row.case.unit, "the unit that leads, by the registry's name where there is one"
)
_DUE: Final = Column[Numbered](
    "Batas Waktu",
    12,
    "date",
    lambda row: row.case.due,
    "of an open case the deadline that runs out first, of a finished one that of its completion; red when it has "
    "passed and the case is open",
    _due,
)
_STATUS: Final = Column[Numbered](
    "Status", 16, "wrapped", lambda row: row.case.status, "the status in words; *lewat tenggat* when overdue"
)

CASES: Final = (
    _NO,
    _RECEIVED,
    _CHANNEL,
    _ID,
    Column[Numbered](
        "Tracking ID SP4N",
        16,
        "text",
        lambda row: row.case.tracking_id,
        "its number in SP4N-LAPOR!, also of a linked row",
    ),
    _CLASS,
    Column[Numbered]("Kategori", 24, "wrapped", lambda row: row.case.category, "as the channel or the office says"),
    _BRIEF,
    _DISTRICT,
    Column[Numbered]("Desa/Kelurahan", 18, "text", lambda row: row.case.village, "where it is; not of protected cases"),
    _UNIT,
    Column[Numbered]("Tanggal Disposisi", 12, "date", lambda row: row.case.forwarded, "first disposition to a unit"),
    Column[Numbered](
        "Tanggal Tindak Lanjut",
        12,
        "date",
        lambda row: row.case.followed_up,
        "first answer at or after the disposition; without a disposition the first answer",
    ),
    Column[Numbered](
        "Lama Tindak Lanjut (hari kerja)",
        10,
        "count",
        lambda row: row.case.days,
        "working dates from the disposition (else verification, else receipt) to that answer",
    ),
    _DUE,
    _STATUS,
    Column[Numbered](
        "Tanggal Selesai",
        12,
        "date",
        lambda row: row.case.finished,
        "the completion that still stands, where it is known",
    ),
    Column[Numbered](
        "Tautan", 30, "wrapped", lambda row: row.case.url, "address of the row, as a text; not of protected cases"
    ),
    Column[Numbered](
        "Keterangan",
        30,
        "wrapped",
        lambda row: row.case.note,
        "which deadline is overdue and by how much, protection, linked rows, deletion on the platform",
    ),
)
"""*Daftar Aduan*: the cases that the card counts."""

BACKLOG: Final = (
    _NO,
    _RECEIVED,
    Column[Numbered]("Umur (hari kerja)", 10, "count", lambda row: row.case.age, "working dates since receipt"),
    _CHANNEL,
    _ID,
    _CLASS,
    _BRIEF,
    _DISTRICT,
    _UNIT,
    _STATUS,
    _DUE,
    Column[Numbered](
        "Jenis Batas Waktu",
        18,
        "wrapped",
        lambda row: row.case.clock,
        "which deadline runs out first; empty without one",
    ),
    Column[Numbered]("Lewat", 16, "text", lambda row: row.case.overrun, "by how much it has passed"),
)
"""*Tunggakan*: all open cases received up to the end of the period, what is due first on top."""
