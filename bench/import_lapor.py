"""Import of a big LAPOR export against a floor: calamine's rows, ``json.dumps``, ``executemany`` per 500 rows.

Ours includes the guard, the diff, the events and the facts. The texts have 300 to 3,000 characters, all distinct.
Goal: at most 4 times the CPU of the floor; peak memory at most 200 MB + 4 kB a row up to the guard's limit; CSV flat
(at most 1.1 times the peak for ten times the rows).
"""

from __future__ import annotations

import csv
import json
import random
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from .measure import compare, inside, machine

HEADER = (
    "Tracking ID|Tanggal Laporan Masuk|Waktu Laporan Masuk|Nama Pelapor|Klasifikasi Laporan|ID Kategori|Kategori|"
    "Judul Laporan|Isi Laporan Awal|Isi Laporan Akhir|Tipe Laporan (Anonim/Rahasia)|Sumber Laporan|Instansi Induk|"
    "ID Instansi Terdisposisi|Instansi Terdisposisi|Status Laporan|Alasan Tunda/Arsip|Provinsi|Kota/Kabupaten|"
    "Kecamatan|Kelurahan|Nomor SK|Url SK|Url Dokumen Laporan Tahunan|"
    "Laporan yang Masuk melalui Kanal Aduan Setwapres|Rating"
).split("|")
STATUSES = ("Ditutup oleh Sistem", "Ditutup oleh Admin", "Ditindaklanjuti oleh Instansi", "Diarsipkan oleh Admin")
WORDS = (
    "jalan berlubang lampu padam sampah menumpuk air keruh antrean panjang mohon segera ditindaklanjuti terima kasih "
    "desa dusun jembatan pasar sekolah puskesmas parkir drainase banjir kering pohon tumbang warga sudah lama belum"
).split()


def rows(n: int) -> Iterator[list[str]]:
    """*n* made-up rows of export A, the same each time."""
    dice = random.Random(20230101)
    start = datetime(2021, 1, 1, tzinfo=UTC)
    for i in range(n):
        received = start + timedelta(minutes=dice.randrange(60 * 24 * 365 * 3))
        length = dice.randrange(300, 3000)
        text = f"{i} " + " ".join(dice.choices(WORDS, k=length // 5))
        text = text[:length]
        yield [
            str(7_000_000 + i), f"{received.day} {received:%b} {received.year}", f"{received:%H:%M:%S}", f"Warga {i}",
            "Pengaduan Tidak Berkadar Pengawasan", "12", "PEKERJAAN UMUM DAN PENATAAN RUANG", text[:60], text, text, "",
            "Website", "Pemerintah Kabupaten Blitar", "77", "Dinas PUPR", dice.choice(STATUSES), "", "Jawa Timur",
            "Kabupaten Blitar", "Kanigoro", "Satreyan", "", "", "", "", "",
        ]  # fmt: skip


def write_xlsx(path: Path, n: int) -> None:
    """Write the export as a workbook."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Laporan")
    sheet.append(HEADER)
    for row in rows(n):
        sheet.append(row)
    book.save(path)


def write_csv(path: Path, n: int) -> None:
    """Write the export as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, delimiter=";")
        out.writerow(HEADER)
        out.writerows(rows(n))


def floor(path: Path) -> None:
    """The least that keeps a row: read, dump, insert, one transaction per 500."""
    from python_calamine import CalamineWorkbook

    with tempfile.TemporaryDirectory() as folder:
        base = sqlite3.connect(Path(folder, "floor.db"), isolation_level=None)
        base.execute("PRAGMA journal_mode=WAL")
        base.execute("PRAGMA synchronous=NORMAL")
        base.execute("CREATE TABLE row (id TEXT PRIMARY KEY, body TEXT)")
        found = iter(CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).iter_rows())
        header = next(found)
        page: list[tuple[str, str]] = []
        for cells in found:
            page.append((str(cells[0]), json.dumps(dict(zip(header, cells, strict=True)))))
            if len(page) == 500:
                _insert(base, page)
                page = []
        _insert(base, page)
        base.close()


def _insert(base: sqlite3.Connection, page: list[tuple[str, str]]) -> None:
    base.execute("BEGIN IMMEDIATE")
    base.executemany("INSERT INTO row VALUES (?, ?)", page)
    base.execute("COMMIT")


def ours(path: Path) -> None:
    """The same file through channel, session and store."""
    from complaint_hub import Hub
    from complaint_hub.channels.lapor import Lapor

    with tempfile.TemporaryDirectory() as folder, Hub([Lapor([path])], store=Path(folder, "ours.db")) as hub:
        report = hub.sync()
        assert report.clean, report


def warm() -> None:
    """Import what both ways use, so that only the work is measured."""
    import alembic.command  # noqa: F401 - loaded before the clock runs
    import holidays  # noqa: F401 - loaded before the clock runs
    import python_calamine  # noqa: F401 - loaded before the clock runs

    import complaint_hub.channels.lapor
    import complaint_hub.hub
    import complaint_hub.store  # noqa: F401 - loaded before the clock runs


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        book, big = Path(folder, "20k.xlsx"), Path(folder, "40k.xlsx")
        few, many = Path(folder, "5k.csv"), Path(folder, "50k.csv")
        write_xlsx(book, 20_000)
        write_xlsx(big, 40_000)  # near the guard's limit: past it a file is refused
        write_csv(few, 5_000)
        write_csv(many, 50_000)
        me = "bench.import_lapor"
        speed = compare({"floor": [me, "floor", str(book)], "ours": [me, "ours", str(book)]}, rounds=5)
        space = compare({path.name: [me, "ours", str(path)] for path in (big, few, many)}, rounds=1)
    ratio = speed["ours"].cpu / speed["floor"].cpu
    print(f"import lapor, 20,000 rows of export A ({machine('python-calamine', 'sqlalchemy', 'pydantic')})")
    print(f"  floor  {speed['floor']}")
    print(f"  ours   {speed['ours']}")
    print(f"  ratio  {ratio:.2f} (goal: at most 4)")
    print(f"  memory 20,000 rows {speed['ours'].peak_mb:.0f} MB (goal: at most {200 + 0.004 * 20_000:.0f})")
    print(f"         40,000 rows {space['40k.xlsx'].peak_mb:.0f} MB (goal: at most {200 + 0.004 * 40_000:.0f})")
    flat = space["50k.csv"].peak_mb / space["5k.csv"].peak_mb
    print(f"         CSV 5,000 rows {space['5k.csv'].peak_mb:.0f} MB, 50,000 rows {space['50k.csv'].peak_mb:.0f} MB")
    print(f"         ten times the rows: {flat:.2f} times the memory (goal: at most 1.1)")


if __name__ == "__main__":
    warm()
    way, file = sys.argv[1:]
    inside(lambda: {"floor": floor, "ours": ours}[way](Path(file)))
