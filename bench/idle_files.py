"""The stories of the two channels that read files: how many bytes a run reads, beside one reading of each file.

For: ``idle``.
Must not: ask a channel how much it read: each opening of a file is counted here.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from unittest.mock import patch

from complaint_hub import Hub
from complaint_hub.channels.lapor import Lapor
from complaint_hub.channels.register import Register
from complaint_hub.contract import LocalChannel
from complaint_hub.sandbox import lapor, register
from complaint_hub.sandbox.world import CLOCK

from .idle_records import Cost, Story
from .plain_clients import read_file

__all__ = ["lapor_files", "register_files"]


def lapor_files(**size: Any) -> Story:
    """Four years of exports and follow-up sheets. A name and a date may lie, so what is new is told by content."""
    with tempfile.TemporaryDirectory() as folder:
        years = lapor.generate_years(Path(folder), **size)
        paths = [path for year in years for path in year.paths]
        return _files("lapor", Lapor(paths), paths, sum(len(year.cases) for year in years))


def register_files(entries: int = 180) -> Story:
    """The register of one year, as an office keeps it."""
    with tempfile.TemporaryDirectory() as folder:
        made = register.generate(Path(folder), year=2025, entries=entries)
        return _files("register", Register(made.path), [made.path], len(made.entries))


def _files(name: str, channel: LocalChannel, paths: Sequence[Path], there: int) -> Story:
    size = sum(path.stat().st_size for path in paths)
    read: list[int] = []
    new = 0
    with tempfile.TemporaryDirectory() as folder, Hub([channel], store=Path(folder, "aduan.db")) as hub:
        for _ in range(2):
            with _bytes_read() as bytes_read:
                (run,) = hub.sync(now=CLOCK)
            if run.error is not None:
                raise RuntimeError(f"{name}: {run.error}")
            new += run.counts.fetched if read else 0
            read.append(bytes_read())
        found = sum(1 for _ in hub.store.heads())
    with _bytes_read() as bytes_read:
        rows = sum(read_file(path) for path in paths)
    told = f"{len(paths)} file{'s' if len(paths) > 1 else ''}, each once"
    costs = (Cost("first", read[0], size, told), Cost("idle", read[1], size, told))
    note = (
        f"{name}: a first run reads a file to know it, to check it before anything is stored, and for its rows; an "
        f"idle one to know it, and no row of it; a plain client reads all {rows:,} rows each time"
    )
    return Story(name, "bytes", costs, bytes_read(), found, there, new, note)


@contextmanager
def _bytes_read() -> Iterator[Callable[[], int]]:
    """Count what is read of files that are opened by ``Path.open`` meanwhile."""
    counted = 0

    class Counting(io.FileIO):
        def readinto(self, buffer: Any, /) -> int | None:
            nonlocal counted
            got = super().readinto(buffer)
            counted += got or 0
            return got

        def readall(self) -> bytes:
            nonlocal counted
            got = super().readall()
            counted += len(got)
            return got

    def opened(path: Path, mode: str = "r", buffering: int = -1, **text: Any) -> IO[Any]:
        if mode not in ("r", "rb"):
            raise RuntimeError(f"{path} is opened to {mode}")
        stream = io.BufferedReader(Counting(path))
        return stream if mode == "rb" else io.TextIOWrapper(stream, **text)

    with patch.object(Path, "open", opened):
        yield lambda: counted
