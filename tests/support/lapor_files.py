"""Small LAPOR files, written cell by cell, and the channel that reads them. Invented people only."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from complaint_hub.channels.lapor import Lapor
from complaint_hub.contract import Page, Skipped, State
from complaint_hub.model import Complaint, Event

NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)

REPORT = {
    "Tracking ID": "9123456",
    "Tanggal Laporan Masuk": "29 May 2023",
    "Waktu Laporan Masuk": "02:10:33",
    "Nama Pelapor": "Siti Contoh",
    "Klasifikasi Laporan": "Pengaduan Tidak Berkadar Pengawasan",
    "ID Kategori": "12",
    "Kategori": "PEKERJAAN UMUM",
    "Judul Laporan": "Jalan berlubang",
    "Isi Laporan Awal": "Jalan desa berlubang.",
    "Isi Laporan Akhir": "Jalan desa berlubang (disunting).",
    "Tipe Laporan (Anonim/Rahasia)": "",
    "Sumber Laporan": "Website",
    "Instansi Terdisposisi": "Dinas PUPR",
    "Status Laporan": "Ditutup oleh Sistem",
    "Kecamatan": "Kanigoro",
    "Kelurahan": "Satreyan",
}
"""One report as an export gives it: heading → cell."""

FOLLOW_UP = {
    "Tracking ID": "9123456",
    "OPD": "Dinas PUPR",
    "Tanggal Disposisi": "30 Mei 2023",
    "Tanggal Tindak Lanjut": "5 Jun 2023",
    "Tanggal Selesai": "19 Jun 2023",
}
"""One row of a follow-up sheet."""


def report(**cells: Any) -> dict[str, Any]:
    """``REPORT`` with other cells; an underscore stands for a space."""
    return REPORT | {name.replace("_", " "): value for name, value in cells.items()}


def follow_up(**cells: Any) -> dict[str, Any]:
    """``FOLLOW_UP`` with other cells; an underscore stands for a space."""
    return FOLLOW_UP | {name.replace("_", " "): value for name, value in cells.items()}


def written(path: Path, rows: Sequence[dict[str, Any]], *, above: Iterable[Sequence[Any]] = ()) -> Path:
    """Write rows of equal headings under their header; *above* are lines before it. The ending says XLSX or CSV."""
    return lines(path, [*above, list(rows[0]), *(list(row.values()) for row in rows)])


def lines(path: Path, rows: Iterable[Sequence[Any]]) -> Path:
    """Write lines as they are."""
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows(rows)
        return path
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Laporan")
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def pages(channel: Lapor, state: State | None = None) -> list[Page]:
    """Everything that the channel gives."""
    return list(channel.read(state, now=NOW))


def complaints(channel: Lapor) -> list[Complaint]:
    """All complaints of a first run."""
    return [complaint for page in pages(channel) for complaint in page.complaints]


def only(channel: Lapor) -> Complaint:
    """The one complaint of a first run."""
    (complaint,) = complaints(channel)
    return complaint


def events(channel: Lapor) -> list[Event]:
    """All events of a first run."""
    return [event for page in pages(channel) for event in page.events]


def skipped(channel: Lapor) -> list[Skipped]:
    """All that a first run set aside."""
    return [entry for page in pages(channel) for entry in page.skipped]


def notices(channel: Lapor) -> str:
    """All notices of a first run, one a line."""
    return "\n".join(notice for page in pages(channel) for notice in page.notices)
