"""Writes the register of an office, kept by hand, with invented entries whose number is known beforehand.

For: the demo and tests: ``generate(folder)`` gives a workbook a year, with a title above the header, a line of column
numbers below it, dates typed in several ways, some merged over the rows of a day, and a sum at the end.
Must not: import anything of ``complaint_hub`` outside the sandbox, or name a real person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Literal

from .blitar import DISTRICTS, Topic, answer, pick_topic, sentence
from .chance import seeded
from .xlsx import Cell, write_xlsx

__all__ = ["COLUMNS", "Entry", "RegisterFile", "generate", "invent", "write_register"]

COLUMNS = (
    "No", "Tanggal", "Sumber", "Isi", "Kecamatan", "Alamat", "OPD", "Tanggal Disposisi", "Tindak Lanjut",
    "Tanggal Tindak Lanjut", "Status", "Bukti",
)  # fmt: skip

# The largest channel of most regencies is WhatsApp; the shares are invented.
_SOURCES = (
    ("WhatsApp", 40), ("WA", 12), ("Telepon", 12), ("Loket", 12), ("Kotak Saran", 10), ("Surat", 5),
    ("Surat Kaleng", 3), ("Facebook", 4), ("X", 2),
)  # fmt: skip
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
_LONG = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)  # fmt: skip
_DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


@dataclass(frozen=True)
class Entry:
    """One entry. ``followed`` and ``forwarded`` are None where nothing was done yet."""

    day: date
    source: str
    text: str
    district: str
    address: str
    unit: str
    forwarded: date | None = None
    followed: date | None = None
    follow_up: str = ""
    status: str = "Belum"
    evidence: str = ""


@dataclass(frozen=True)
class RegisterFile:
    """What was written. ``entries`` stand in it in this order."""

    path: Path
    entries: tuple[Entry, ...] = field(repr=False)


def generate(
    folder: Path,
    *,
    year: int = 2026,
    entries: int = 180,
    as_of: date | None = None,
    ending: Literal["xlsx", "csv"] = "xlsx",
    seed: int = 1,
) -> RegisterFile:
    """Write the register of one year into *folder*, which is made if it is missing.

    Args:
        as_of: the day on which the sheet is handed in; by default the last day of the year.

    Raises: ValueError, if the year has not begun on that day.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found = invent(year, entries, as_of=as_of or date(year, 12, 31), seed=seed)
    return write_register(folder / f"register-{year}.{ending}", found)


def invent(year: int, entries: int, *, as_of: date, seed: int = 1) -> list[Entry]:
    """Invent the entries of one year until *as_of*, oldest first."""
    length = (min(as_of, date(year, 12, 31)) - date(year, 1, 1)).days
    if length < 0:
        raise ValueError(f"the year {year} has not begun on {as_of}")
    dice = seeded("register", year, seed)
    days = sorted(date(year, 1, 1) + timedelta(days=dice.randint(0, length)) for _ in range(entries))
    return [_entry(day, dice, as_of) for day in days]


def write_register(path: Path, entries: Sequence[Entry]) -> RegisterFile:
    """Write entries as an office would: a workbook with merged dates, or a CSV with a date in every row."""
    rows: list[Sequence[Cell]] = [["REGISTER PENGADUAN MASYARAKAT"], [], COLUMNS, range(1, len(COLUMNS) + 1)]
    merged: list[str] = []
    begun = 0
    for number, entry in enumerate(entries, start=1):
        repeated = path.suffix == ".xlsx" and number > 1 and entries[number - 2].day == entry.day
        rows.append([number, None if repeated else _typed(entry.day, number), *_cells(entry)])
        begun = begun if repeated else len(rows)
        following = entries[number].day if number < len(entries) else None
        if len(rows) > begun and following != entry.day:
            merged.append(f"B{begun}:B{len(rows)}")
    rows += [["Jumlah", None, len(entries)], [], [None, None, None, None, None, None, None, "Mengetahui,"]]
    if path.suffix == ".csv":
        # As a spreadsheet program of an Indonesian desk saves it.
        lines = (";".join(_quoted(cell) for cell in row) for row in rows)
        path.write_text("\r\n".join(lines) + "\r\n", encoding="utf-8-sig", newline="")
    else:
        write_xlsx(path, rows, sheet="Register", merged=merged)
    return RegisterFile(path, tuple(entries))


def _entry(day: date, dice: Random, as_of: date) -> Entry:
    topic, district = pick_topic(dice), dice.choice(DISTRICTS)
    entry = Entry(
        day=day,
        source=dice.choices([name for name, _ in _SOURCES], weights=[share for _, share in _SOURCES])[0],
        text=sentence(topic, district, dice),
        district=district,
        address=f"RT {dice.randint(1, 12):02d} RW {dice.randint(1, 9):02d}",
        unit=topic.unit,
    )
    return _worked_on(entry, topic, dice, as_of)


def _worked_on(entry: Entry, topic: Topic, dice: Random, as_of: date) -> Entry:
    forwarded = entry.day + timedelta(days=dice.choice((0, 0, 1, 1, 2, 3)))
    followed = forwarded + timedelta(days=int(dice.expovariate(1 / 5)))
    if forwarded > as_of:
        return entry
    if followed > as_of or dice.random() < 0.06:
        return replace(entry, forwarded=forwarded, status="Proses")
    return replace(
        entry,
        forwarded=forwarded,
        followed=followed,
        follow_up=answer(topic, entry.district, dice),
        status=dice.choices(("Selesai", "Proses", "Ditolak"), weights=(85, 12, 3))[0],
        evidence=f"foto-{dice.randint(100, 999)}.jpg" if dice.random() < 0.4 else "",
    )


def _cells(entry: Entry) -> list[Cell]:
    return [
        entry.source,
        entry.text,
        entry.district,
        entry.address,
        entry.unit,
        entry.forwarded,
        entry.follow_up or None,
        entry.followed,
        entry.status,
        entry.evidence or None,
    ]


def _typed(day: date, turn: int) -> Cell:
    """A date as one of five hands types it."""
    written: tuple[Cell, ...] = (
        day,
        day.isoformat(),
        f"{day.day} {_MONTHS[day.month - 1]} {day.year}",
        f"{day.day:02d} {_LONG[day.month - 1]} {day.year}",
        f"{_DAYS[day.weekday()]}, {day.day} {_LONG[day.month - 1]} {day.year}",
    )
    return written[turn % len(written)]


def _quoted(cell: Cell) -> str:
    text = "" if cell is None else cell.isoformat() if isinstance(cell, date) else str(cell)
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in ';"\r\n') else text
