"""``import``: read what SP4N-LAPOR! and Google exported, follow-up sheets, registers kept by hand, copied comments."""

from __future__ import annotations

import glob
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .importing import read_and_report
from .options import ConfigOption, JsonOption, StoreOption, settings_of

if TYPE_CHECKING:
    from ..contract import LocalChannel
    from ..settings import Section, Settings

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Read files: exports, and registers.")
    group.command("lapor")(_lapor)
    group.command("register")(_register)
    group.command("google-takeout")(_google_takeout)
    group.command("tiktok")(_tiktok)
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
    settings = settings_of(config, store)
    channel = _lapor_channel(settings, files, agency=agency, zone=zone, columns=columns)
    read_and_report(channel, files, settings, store, json=json)


def _register(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE", show_default=False, readable=False, help="XLSX, XLS or CSV.")
    ],
    account: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            show_default=False,
            help="Whose register it is: part of every id. Default: the settings' account, else register.",
        ),
    ] = None,
    columns: Annotated[
        Path | None,
        typer.Option(
            metavar="MAP.toml",
            show_default=False,
            readable=False,
            help='For sheets with headings of their own: lines like "Isi" = "Keterangan".',
        ),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(metavar="TEXT", show_default=False, help='What rows without a source came by, e.g. "WhatsApp".'),
    ] = None,
    day_first: Annotated[
        bool, typer.Option("--day-first", help="06/08/2026 is 6 August; without it such a row is set aside.")
    ] = False,
    config: ConfigOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Read a register that is kept by hand into the database: box, letters, WhatsApp, telephone, counter.

    A sheet needs a column "Isi" and one "Tanggal" or "Tanggal Buka Kotak", in any order and below any title; the
    further columns are Sumber, Kecamatan, Alamat, OPD, Tanggal Disposisi, Tindak Lanjut, Tanggal Tindak Lanjut,
    Tanggal Selesai, Status, Bukti. A corrected sheet may be read again: entries are known by their number, else by
    what they say. A doubtful row is set aside or named, never guessed.

    \b
    Examples:
      complaint-hub import register "Register Januari 2026.xlsx" "Register Februari 2026.xlsx"
      complaint-hub import register kotak-saran.csv --account "RSUD Ngudi Waluyo" --source "Kotak Saran"
      complaint-hub import register buku-tamu.xlsx --columns kolom.toml --day-first --json
    """
    settings = settings_of(config, store)
    channel = _register_channel(settings, files, account=account, columns=columns, source=source, day_first=day_first)
    read_and_report(channel, files, settings, store, json=json)


def _google_takeout(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE", show_default=False, readable=False, help="The .zip, or a reviews.json of it."),
    ],
    account: Annotated[str, typer.Option(metavar="NAME", help="Count them under this name.")] = "google-takeout",
    config: ConfigOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Read the reviews of a Google Takeout export (Google Business Profile) into the database.

    For places that are not read through the API: the two name a review differently, so a place that is read both ways
    counts twice. Reading an export again changes nothing, and an older one changes nothing that a newer one said.

    \b
    Examples:
      complaint-hub import google-takeout takeout-20261101.zip
      complaint-hub import google-takeout reviews.json --account "RSUD Ngudi Waluyo" --json
    """
    from ..channels.google_reviews import GoogleTakeout

    settings = settings_of(config, store)
    _check_files(files)
    read_and_report(GoogleTakeout(files, account=account), files, settings, store, json=json)


def _tiktok(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE", show_default=False, readable=False, help="CSV, XLSX, JSON Lines or JSON."),
    ],
    account: Annotated[str, typer.Option(metavar="NAME", help="Count them under this name.")] = "tiktok-import",
    username: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", show_default=False, help="The office's own name there: what it wrote is an answer."
        ),
    ] = None,
    day_first: Annotated[
        bool, typer.Option("--day-first", help="06/08/2026 is 6 August; without it such a row is set aside.")
    ] = False,
    config: ConfigOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Read TikTok comments from files into the database, where the platform does not let the office in.

    A sheet has the columns video_url, author, text and created_at and, if possible, comment_id and parent_comment_id;
    JSON has the same names. With a comment_id and times to the second a row is the same complaint that the API would
    give. Reading a file again changes nothing, a corrected one updates, and a doubtful row is set aside.

    \b
    Examples:
      complaint-hub import tiktok komentar.csv --username pemkabblitar
      complaint-hub import tiktok komentar-*.jsonl --account "TikTok Dinas PUPR" --json
    """
    from ..channels.tiktok import TikTokFile

    settings = settings_of(config, store)
    _check_files(files)
    channel = TikTokFile(files, account=account, username=username, zone=settings.zone, day_first=day_first)
    read_and_report(channel, files, settings, store, json=json)


def _lapor_channel(
    settings: Settings, files: list[Path], *, agency: str | None, zone: str | None, columns: Path | None
) -> LocalChannel:
    """The channel over these files; what the command line leaves open, the settings say."""
    from ..channels.lapor import Lapor
    from ..settings import LaporSection, check_zone, read_columns

    _check_files(files)
    section = next((s for s in settings.sections if s.channel == "lapor"), None)
    said = section.read(LaporSection) if section else LaporSection(files=("-",))
    columns = columns or _beside(section, said.columns)
    return Lapor(
        files,
        agency=agency or said.agency,
        zone=check_zone(zone or said.zone, "--zone" if zone else "[channels.lapor] zone"),
        office_zone=settings.zone,
        columns=read_columns(columns) if columns else None,
    )


def _register_channel(
    settings: Settings,
    files: list[Path],
    *,
    account: str | None,
    columns: Path | None,
    source: str | None,
    day_first: bool,
) -> LocalChannel:
    """The channel over these files; what is left open, the section of that account says, or the first one."""
    from ..channels.register import Register
    from ..settings import check_zone, read_columns
    from ..settings.own import RegisterSection

    _check_files(files)
    sections = [(s, s.read(RegisterSection)) for s in settings.sections if s.channel == "register"]
    fitting = [(s, said) for s, said in sections if account in (None, said.account)]
    section, said = fitting[0] if fitting else (None, RegisterSection(files=("-",)))
    columns = columns or _beside(section, said.columns)
    return Register(
        files,
        account=account or said.account,
        columns=read_columns(columns) if columns else None,
        zone=check_zone(said.zone, "[channels.register] zone") if said.zone else settings.zone,
        day_first=day_first or said.day_first,
        source=source or said.source,
        source_map=_beside(section, said.source_map),
        status_map=_beside(section, said.status_map),
    )


def _check_files(files: list[Path]) -> None:
    """Refuse what is not there. Raises ConfigError."""
    from ..errors import ConfigError

    for file in files:
        # A shell on Windows hands patterns over as they are; Path.glob takes no absolute ones.
        if not file.exists() and not glob.glob(str(file)):  # noqa: PTH207 - a pattern may be absolute
            raise ConfigError(f"there is no file {file} (looked in {file.absolute().parent})")


def _beside(section: Section | None, name: str | None) -> Path | None:
    """A file that a section names, from the folder of the settings on."""
    return section.folder / name if section and name else None
