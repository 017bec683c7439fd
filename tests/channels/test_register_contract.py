"""Registers kept by hand keep the promises of every channel that reads files."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from complaint_hub.channels.register import Register
from complaint_hub.testing import Entry, FilesContract, Folder
from support.register_sheets import bare, written


class Sheets(Folder):
    """Sheets without a column of numbers."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, name: str, entries: Sequence[Entry], *, at: datetime) -> None:
        rows = [bare("kapan-kapan" if one.damaged else f"{one.day:%Y-%m-%d}", one.text) for one in entries]
        path = written(self.path / f"{name}.csv", rows)
        os.utime(path, (at.timestamp(), at.timestamp()))

    def remove(self, name: str) -> None:
        (self.path / f"{name}.csv").unlink()


class TestRegister(FilesContract[Sheets]):
    @contextmanager
    def world(self) -> Iterator[Sheets]:
        with TemporaryDirectory() as folder:
            yield Sheets(Path(folder))

    def channel(self, world: Sheets) -> Register:
        return Register(world.path / "*.csv", account="kecamatan-talun")

    def second(self, world: Sheets) -> Register:
        return Register(world.path / "*.csv", account="kecamatan-wlingi")
