"""Writes reports as the files an office has: export, follow-up sheet, timelines.

For: ``generate``, and tests that change a case and write it again.
Must not: invent anything.

Layouts of the export, both seen in offices: *ringkas* has its header in row 11 under metadata in merged cells, 18
columns and English months; *lengkap* has it in row 1, 26 columns and Indonesian months. All cells are text; date and
time of receipt are in UTC.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Literal

from ..blitar import AGENCY
from ..xlsx import Cell, write_xlsx
from .cases import WIB, Case

__all__ = ["COLUMNS", "FOLLOW_UP_COLUMNS", "RINGKAS", "Layout", "write_export", "write_follow_up", "write_timelines"]

Layout = Literal["ringkas", "lengkap"]

_ENGLISH = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_INDONESIAN = "Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des".split()
_MONTHS = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
           "November", "Desember")  # fmt: skip
_WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")

_SITE = "https://blitarkab.example"

COLUMNS: dict[str, Callable[[Case], str]] = {
    "Tracking ID": lambda case: case.tracking_id,
    "Tanggal Laporan Masuk": lambda case: case.received.date().isoformat(),  # rewritten by layout
    "Waktu Laporan Masuk": lambda case: case.received.strftime("%H:%M:%S"),
    "Nama Pelapor": lambda case: case.reporter,
    "Klasifikasi Laporan": lambda case: case.classification,
    "ID Kategori": lambda case: case.category_id,
    "Kategori": lambda case: case.category,
    "Judul Laporan": lambda case: case.title,
    "Isi Laporan Awal": lambda case: case.text,
    "Isi Laporan Akhir": lambda case: case.text_edited,
    "Tipe Laporan (Anonim/Rahasia)": lambda case: case.visibility,
    "Sumber Laporan": lambda case: case.source,
    "Instansi Induk": lambda case: AGENCY,
    "ID Instansi Terdisposisi": lambda case: case.unit_id,
    "Instansi Terdisposisi": lambda case: case.unit,
    "Status Laporan": lambda case: case.status,
    "Alasan Tunda/Arsip": lambda case: case.reason,
    "Provinsi": lambda case: "Jawa Timur",
    "Kota/Kabupaten": lambda case: case.regency,
    "Kecamatan": lambda case: case.district,
    "Kelurahan": lambda case: case.village,
    "Nomor SK": lambda case: f"188/123/KPTS/{case.received.year}",
    "Url SK": lambda case: f"{_SITE}/sk-{case.received.year}.pdf",
    "Url Dokumen Laporan Tahunan": lambda case: "",
    "Laporan yang Masuk melalui Kanal Aduan Setwapres": lambda case: "",
    "Rating": lambda case: case.rating,
}
"""The header of every column and what stands under it."""

RINGKAS = tuple(name for name in list(COLUMNS)[:19] if name != "ID Instansi Terdisposisi")
"""The 18 columns of the short layout: no id of the unit, nothing below the regency, no decree and no rating."""

FOLLOW_UP_COLUMNS = ("Tracking ID", "OPD", "Tanggal Disposisi", "Tanggal Tindak Lanjut", "Tanggal Selesai")


def write_export(
    path: Path,
    cases: Sequence[Case],
    *,
    layout: Layout = "ringkas",
    generated: datetime,
    header_row: int | None = None,
    without: Collection[str] = (),
    units: Mapping[str, str] | None = None,
) -> Path:
    """Write export A; the name's ending says XLSX or CSV.

    Args:
        generated: the moment of the download; stands in the metadata, in UTC.
        header_row: where the header stands, 11 (ringkas) or 1 (lengkap) by default; metadata fill the rows above.
        without: columns left out.
        units: new names of units that were renamed since.

    Raises: ValueError for another ending, or a header row between 2 and 6 (the metadata take five rows).
    """
    row = header_row or (11 if layout == "ringkas" else 1)
    if 1 < row < 7:
        raise ValueError("header_row is 1, or at least 7: the metadata take the rows above it")
    names = [name for name in (RINGKAS if layout == "ringkas" else COLUMNS) if name not in without]
    renamed = units or {}
    rows: list[Sequence[Cell]] = []
    if row > 1:
        rows.extend(_metadata(cases, layout, generated))
        rows.extend([] for _ in range(row - 1 - len(rows)))
    rows.append(names)
    for case in cases:
        cells = {name: COLUMNS[name](case) for name in names}
        cells["Tanggal Laporan Masuk"] = _written(case.received.date(), layout)
        if "Instansi Terdisposisi" in cells:
            cells["Instansi Terdisposisi"] = renamed.get(case.unit, case.unit)
        rows.append([cells[name] for name in names])
    merged = [f"{a}{n}:{b}{n}" for n in range(1, 6) for a, b in (("A", "B"), ("C", "H"))] if row > 1 else []
    return _write(path, rows, sheet="Laporan Ringkas", merged=merged)


def _metadata(cases: Sequence[Case], layout: Layout, generated: datetime) -> list[list[str]]:
    year = cases[0].received.year if cases else generated.year
    return [
        ["Judul Laporan", "", "Laporan Ringkas"],
        ["Nama Instansi", "", AGENCY],
        ["Tanggal Generate", "", f"{_written(generated.date(), layout)} {generated:%H:%M:%S}"],
        ["Periode Masuk", "", f"({year}-01-01) - ({year}-12-31)"],
        ["Pengelola", "", "Admin Koordinator"],
    ]


def write_follow_up(path: Path, cases: Sequence[Case], *, dates: Literal["text", "iso", "cell"] = "text") -> Path:
    """Write the sheet an office keeps beside the export: unit, and three days in WIB where they are known.

    Args:
        dates: ``3 Jan 2026`` with Indonesian months, ``2026-01-03``, or (XLSX only) real dates.
    """

    def day(value: date | None) -> Cell:
        if value is None:
            return ""
        if dates == "cell" and path.suffix == ".xlsx":
            return value
        return value.isoformat() if dates != "text" else _written(value, "lengkap")

    known = [case for case in cases if case.disposed is not None]
    rows: list[Sequence[Cell]] = [FOLLOW_UP_COLUMNS]
    rows += [[c.tracking_id, c.unit, day(c.disposed), day(c.followed), day(c.finished)] for c in known]
    return _write(path, rows, sheet="Tindak Lanjut", merged=())


def write_timelines(path: Path, cases: Sequence[Case]) -> list[Path]:
    """Write timelines as JSON: one file with a list if *path* ends in ``.json``, else a folder with a file a case."""
    timelines = [_timeline(case) for case in cases if case.disposed is not None]
    if path.suffix == ".json":
        path.write_text(json.dumps(timelines, ensure_ascii=False, indent=1), encoding="utf-8")
        return [path]
    path.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for timeline in timelines:
        written.append(path / f"{timeline['id']}.json")
        written[-1].write_text(json.dumps(timeline, ensure_ascii=False, indent=1), encoding="utf-8")
    return written


def _timeline(case: Case) -> dict[str, object]:
    """What a tracker shows: local times without a zone, and entries that do not say who acted."""
    received = case.received.astimezone(WIB)
    at = received
    log: list[dict[str, str]] = []

    def note(day: date, hour: int, text: str) -> None:
        nonlocal at
        at = max(at + timedelta(minutes=7), datetime.combine(day, time(hour, int(case.tracking_id) % 60), WIB))
        log.append({"date": _spoken(at), "keterangan": text})

    if case.disposed is not None:
        note(case.disposed, 9, f"Laporan didisposisikan ke {case.first_unit} oleh {AGENCY}")
        if case.first_unit != case.unit:
            note(case.disposed + timedelta(days=2), 9, f"Laporan didisposisikan ke {case.unit} oleh {AGENCY}")
    if case.followed is not None:
        note(case.followed, 14, case.answer)
        if case.status == "Ditanggapi oleh Pelapor":
            note(case.followed, 19, "Terima kasih atas tanggapannya, kami tunggu pelaksanaannya.")
    return {"id": case.tracking_id, "status": case.status, "date": _spoken(received), "log": log}


def _spoken(at: datetime) -> str:
    return f"{_WEEKDAYS[at.weekday()]}, {at.day} {_MONTHS[at.month - 1]} {at.year}, {at:%H:%M}"


def _written(day: date, layout: Layout) -> str:
    if layout == "ringkas":
        return f"{day.day} {_ENGLISH[day.month - 1]} {day.year}"
    return f"{day.day:02d} {_INDONESIAN[day.month - 1]} {day.year}"


def _write(path: Path, rows: Sequence[Sequence[Cell]], *, sheet: str, merged: Sequence[str]) -> Path:
    if path.suffix == ".xlsx":
        write_xlsx(path, rows, sheet=sheet, merged=merged)
    elif path.suffix == ".csv":
        # With a byte order mark, as spreadsheets save it.
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows)
    else:
        raise ValueError(f"{path.name}: the name of a sheet ends in .xlsx or .csv")
    return path
