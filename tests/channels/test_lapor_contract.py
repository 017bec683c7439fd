"""SP4N-LAPOR! exports keep the promises of every channel that reads files."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from complaint_hub.channels.lapor import Lapor
from complaint_hub.testing import Entry, FilesContract, Folder
from support.lapor_files import report, written


class Exports(Folder):
    """Exports as CSV; each says when it was made."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, name: str, entries: Sequence[Entry], *, at: datetime) -> None:
        rows = [
            report(
                Tracking_ID=str(9_000_000 + entry.id),
                Tanggal_Laporan_Masuk="kemarin" if entry.damaged else f"{entry.day:%d %b %Y}",
                Isi_Laporan_Awal=entry.text,
                Isi_Laporan_Akhir=entry.text,
            )
            for entry in entries
        ]
        made = [["Tanggal Generate", "", f"{at:%d %b %Y %H:%M:%S}"]]
        path = written(self.path / f"{name}.csv", rows, above=made)
        os.utime(path, (at.timestamp(), at.timestamp()))

    def remove(self, name: str) -> None:
        (self.path / f"{name}.csv").unlink()


class TestLapor(FilesContract[Exports]):
    @contextmanager
    def world(self) -> Iterator[Exports]:
        with TemporaryDirectory() as folder:
            yield Exports(Path(folder))

    def channel(self, world: Exports) -> Lapor:
        return Lapor(world.path / "*.csv", agency="Kabupaten Blitar")

    def second(self, world: Exports) -> Lapor:
        # The platform's ids are its own, whatever the agency: another agency has other reports.
        other = Exports(world.path / "kota")
        other.path.mkdir()
        other.write("satu", [Entry(1, "Trotoar rusak", self.now.date())], at=self.now)
        return Lapor(other.path / "*.csv", agency="Kota Blitar")
