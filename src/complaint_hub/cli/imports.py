"""``import lapor``: read files that were exported from SP4N-LAPOR!, and the follow-up sheets kept beside them."""

from __future__ import annotations

import glob
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from .options import ConfigOption, JsonOption, StoreOption, open_store, same_store, settings_of, store_exists

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..contract import LocalChannel, Page, State
    from ..report import SyncReport
    from ..settings import Settings

__all__ = ["register"]

_REFUSED = 2


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Read files that a platform exported.")
    group.command("lapor")(_lapor)
    app.add_typer(group, name="import")


def _lapor(
    # readable=False: whoever opens a file says in one sentence why it cannot be read.
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE", show_default=False, readable=False, help="XLSX, XLS or CSV.")
    ],
    agency: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            show_default=False,
            help="Count them as this agency's. Default: the settings' agency, else lapor.",
        ),
    ] = None,
    zone: Annotated[
        str | None,
        typer.Option(
            metavar="ZONE",
            show_default=False,
            help="Zone of the times in the export. Default: the settings' zone for lapor, else UTC.",
        ),
    ] = None,
    columns: Annotated[
        Path | None,
        typer.Option(
            metavar="MAP.toml",
            show_default=False,
            readable=False,
            help='For hand-made copies: lines like "Tracking ID" = "tracking_id".',
        ),
    ] = None,
    config: ConfigOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Read exports of SP4N-LAPOR! and follow-up sheets into the database.

    A file with "Tanggal Laporan Masuk" is an export; one without it, but with "Tanggal Disposisi", "Tanggal Tindak
    Lanjut" or "Tanggal Selesai", is a follow-up sheet. Reading a file again changes nothing. A file that cannot be
    read is refused before anything is stored.

    \b
    Examples:
      complaint-hub import lapor "Laporan Ringkas 2023.xlsx" "Rekap tindak lanjut.xlsx"
      complaint-hub import lapor ekspor/*.xlsx --agency "Pemerintah Kabupaten Blitar" --zone Asia/Jakarta
      complaint-hub import lapor salinan.csv --columns kolom.toml --json
    """
    from .run_report import exit_code, print_report, write_report
    from .screen import open_screen

    settings = settings_of(config, store)
    channel = _channel(settings, files, agency=agency, zone=zone, columns=columns)
    report = _read(channel, settings)
    refused = next((run.error for run in report if run.error and not run.counts.fetched), None)
    if json:
        write_report(report)
    elif refused is None:
        print_report(open_screen(), report, zone=ZoneInfo(settings.zone), hint=same_store(store))
    if refused is not None:
        typer.echo(f"complaint-hub: {refused}", err=True)
    raise typer.Exit(exit_code(report) if refused is None else _REFUSED)


def _read(channel: LocalChannel, settings: Settings) -> SyncReport:
    """Read the files into the store; into a new one only once all of them turned out to be readable."""
    from ..errors import ChannelError
    from ..hub import Hub
    from ..report import Run, SyncReport
    from .screen import progress_bar

    now = datetime.now(UTC)
    with ExitStack() as open_things:
        if not store_exists(settings):
            try:
                channel = _Begun(channel, now)
            except ChannelError as problem:
                return SyncReport((Run(channel.name, channel.account, error=str(problem)),))
        opened = open_things.enter_context(open_store(settings, create=True))
        hub = open_things.enter_context(Hub([channel], store=opened))
        advance = open_things.enter_context(progress_bar())
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


def _channel(
    settings: Settings, files: list[Path], *, agency: str | None, zone: str | None, columns: Path | None
) -> LocalChannel:
    """The channel over these files; what the command line leaves open, the settings say."""
    from ..channels.lapor import Lapor
    from ..errors import ConfigError
    from ..settings import LaporSection, check_zone, read_columns

    for file in files:
        # A shell on Windows hands patterns over as they are; Path.glob takes no absolute ones.
        if not file.exists() and not glob.glob(str(file)):  # noqa: PTH207
            raise ConfigError(f"there is no file {file} (looked in {file.absolute().parent})")
    section = next((s for s in settings.sections if s.channel == "lapor"), None)
    said = section.read(LaporSection) if section else LaporSection(files=("-",))
    if columns is None and section and said.columns:
        columns = section.folder / said.columns
    return Lapor(
        files,
        agency=agency or said.agency,
        zone=check_zone(zone or said.zone, "--zone" if zone else "[channels.lapor] zone"),
        office_zone=settings.zone,
        columns=read_columns(columns) if columns else None,
    )
