"""Reading files into the store, and telling what became of them: what all commands ``import`` have in common.

For: ``import``.
Must not: know a format. How many rows a file has is only estimated here, for the progress line.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Mapping
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import typer

from .options import open_store, same_store, store_exists

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..contract import LocalChannel, Page, State
    from ..report import SyncReport
    from ..settings import Settings

__all__ = ["read_and_report", "rows_in"]

_REFUSED = 2
_CHUNK, _HEAD = 1 << 20, 4096
_EXTENT = re.compile(rb'<dimension ref="[A-Z]+[0-9]+:[A-Z]+([0-9]+)"')


def read_and_report(
    channel: LocalChannel, files: list[Path], settings: Settings, store: str | None, *, json: bool
) -> None:
    """Read the files, say what became of them, and leave with the code that fits."""
    from .run_report import exit_code, print_report, write_report
    from .screen import open_screen

    report = _read(channel, files, settings, json=json)
    refused = next((run.error for run in report if run.error and not run.counts.fetched), None)
    if json:
        write_report(report)
    elif refused is None:
        print_report(open_screen(), report, zone=ZoneInfo(settings.zone), hint=same_store(store))
    if refused is not None:
        typer.echo(f"complaint-hub: {refused}", err=True)
    raise typer.Exit(exit_code(report) if refused is None else _REFUSED)


def _read(channel: LocalChannel, files: list[Path], settings: Settings, *, json: bool) -> SyncReport:
    """Read the files into the store; into a new one only once all of them turned out to be readable."""
    from ..errors import ChannelError
    from ..hub import Hub
    from ..report import Run, SyncReport
    from .progress import progress_bar

    now = datetime.now(UTC)
    with ExitStack() as open_things:
        if not store_exists(settings):
            try:
                channel = _Begun(channel, now)
            except ChannelError as problem:
                return SyncReport((Run(channel.name, channel.account, error=str(problem)),))
        opened = open_things.enter_context(open_store(settings, create=True))
        hub = open_things.enter_context(Hub([channel], store=opened))
        about = partial(_about, (channel.name, channel.account), files)
        advance = open_things.enter_context(progress_bar(json=json, totals=about))
        return hub.sync(progress=advance, now=now)


class _Begun:
    """A channel of which the first page is read already, so that a refused file leaves no empty database behind."""

    def __init__(self, channel: LocalChannel, now: datetime) -> None:
        self.name, self.account = channel.name, channel.account
        rest = channel.read(None, now=now)
        first = list(islice(rest, 1))
        self._pages = chain(first, rest)

    def read(self, state: State | None, *, now: datetime) -> Iterator[Page]:
        """The pages, the first one again; a new store has no state."""
        return self._pages


def rows_in(files: Iterable[Path]) -> int | None:
    """About how many rows the files have, without reading them; None if one of them does not say so cheaply."""
    total = 0
    for file in files:
        rows = None
        with suppress(OSError, zipfile.BadZipFile):
            rows = _rows(file)
        if rows is None:
            return None
        total += rows
    return total


def _rows(file: Path) -> int | None:
    if file.suffix.lower() in (".csv", ".jsonl"):
        with file.open("rb") as stream:
            return sum(chunk.count(b"\n") for chunk in iter(partial(stream.read, _CHUNK), b""))
    if file.suffix.lower() != ".xlsx":
        return None
    with zipfile.ZipFile(file) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        heads = [archive.open(name).read(_HEAD) for name in sheets]
    extents = [found for head in heads if (found := _EXTENT.search(head))]
    return sum(int(found[1]) for found in extents) if len(extents) == len(heads) else None


def _about(account: tuple[str, str], files: Iterable[Path]) -> Mapping[tuple[str, str], int]:
    rows = rows_in(files)
    return {account: rows} if rows else {}
