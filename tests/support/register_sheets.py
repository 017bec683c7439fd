"""Small registers, written cell by cell, and the store that they are read into. Invented people only."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from complaint_hub.channels.register import Register
from complaint_hub.contract import Page, Skipped, State
from complaint_hub.model import Complaint, Event
from complaint_hub.store import Store

NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)

ROW = {
    "Tanggal": "6 Jan 2026",
    "Sumber": "WA",
    "Isi": "Lampu jalan di depan balai desa mati sejak dua minggu",
    "Kecamatan": "Wlingi",
    "Alamat": "RT 02 RW 05",
    "OPD": "Dinas Perhubungan",
    "Tindak Lanjut": "Lampu sudah diganti",
    "Tanggal Tindak Lanjut": "8 Jan 2026",
    "Status": "Selesai",
    "Bukti": "https://contoh.example/foto.jpg",
}
"""One entry: heading → cell."""

TEXTS = (
    "Jalan berlubang di depan pasar membuat pengendara jatuh",
    "Sampah menumpuk di pinggir sungai dan berbau",
    "Antrean poli umum sampai siang, kursi tunggu kurang",
    "Air bersih tidak mengalir setiap sore",
    "Kantor desa kosong pada jam kerja",
    "Pupuk bersubsidi sulit didapat di kios",
)


def row(**cells: Any) -> dict[str, Any]:
    """``ROW`` with other cells; an underscore stands for a space."""
    return ROW | {name.replace("_", " "): value for name, value in cells.items()}


def bare(date: Any, text: Any, source: Any = "WhatsApp", **cells: Any) -> dict[str, Any]:
    """An entry of three cells and some more."""
    return {"Tanggal": date, "Sumber": source, "Isi": text} | {
        name.replace("_", " "): value for name, value in cells.items()
    }


def january(*days: int) -> list[dict[str, Any]]:
    """An entry for each of these days, with a text of its own."""
    return [bare(f"{day} Jan 2026", f"{TEXTS[day % 6]}, laporan hari ke {day}") for day in days]


def written(path: Path, rows: Sequence[dict[str, Any]], *, above: Iterable[Sequence[Any]] = ()) -> Path:
    """Write rows of equal headings under their header; *above* are lines before it. The ending says XLSX or CSV."""
    return lines(path, [*above, list(rows[0]), *(list(one.values()) for one in rows)])


def lines(path: Path, rows: Iterable[Sequence[Any]], *, merged: Sequence[str] = ()) -> Path:
    """Write lines as they are."""
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows(rows)
        return path
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for one in rows:
        sheet.append(list(one))
    for area in merged:
        sheet.merge_cells(area)
    book.save(path)
    return path


def pages(channel: Register, state: State | None = None) -> list[Page]:
    """Everything that the channel gives."""
    return list(channel.read(state, now=NOW))


def complaints(channel: Register, state: State | None = None) -> list[Complaint]:
    """All complaints of a run."""
    return [complaint for page in pages(channel, state) for complaint in page.complaints]


def only(channel: Register) -> Complaint:
    """The one complaint of a first run."""
    (complaint,) = complaints(channel)
    return complaint


def events(channel: Register) -> list[Event]:
    """All events of a first run that say something."""
    return [event for page in pages(channel) for event in page.events if event.at is not None]


def skipped(channel: Register) -> list[Skipped]:
    """All that a first run set aside."""
    return [entry for page in pages(channel) for entry in page.skipped]


def notices(channel: Register, state: State | None = None) -> str:
    """All notices of a run, one a line."""
    return "\n".join(notice for page in pages(channel, state) for notice in page.notices)


class Office:
    """An office that hands in its register again and again."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.day = 0

    def hands_in(self, *paths: Path, account: str = "register", **settings: Any) -> str:
        """One run over these files, a day after the last; its notices."""
        channel = Register(paths, account=account, **settings)
        now = NOW + timedelta(days=self.day)
        self.day += 1
        state = self.store.checkpoint(channel.name, account)
        version, told = state.version, list[str]()
        for page in channel.read(state.state, now=now):
            version = self.store.commit(channel.name, account, page, version=version, now=now).version
            told += page.notices
        return "\n".join(told)

    @property
    def texts(self) -> dict[str, str | None]:
        """Id → text of every complaint."""
        return {head.id: head.text for head in self.store.heads()}

    def kinds(self, complaint: str) -> list[str]:
        """The types of a complaint's events."""
        return [str(event.type) for event in self.store.events(complaint)]

    @property
    def edits(self) -> int:
        """How many edits all complaints have."""
        return sum(kind == "edited" for complaint in self.texts for kind in self.kinds(complaint))
