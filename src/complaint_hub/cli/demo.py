"""``demo``: the main job on invented data, from nothing: all channels, one database, who is late, and the rapor."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from .invented import made_once, write_register
from .options import JsonOption, moment_of, open_store, same_store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..contract import Channel, LocalChannel
    from ..evaluation import Scorecard
    from ..model import Complaint
    from ..report import SyncReport
    from ..settings import Settings
    from ..store import Store
    from .due import Due
    from .screen import Screen

__all__ = ["register"]

_FOLDER = "demo-data"
_NOW = "2026-11-24T09:00"
_YEAR = 2023
_SHOWN = 10

# Facts of the letter; the rest of the demo is invented.
_OFFICIAL = """\
# Hasil evaluasi pengelolaan pengaduan tahun 2023, menurut surat edaran Kemendagri.
year = 2023
letter = "SE 100.4.4/3368/SJ"
letter_date = 2024-07-22
predicate = "baik"
team_decree = true
action_plan = false
recommendations = ["Menyusun dan menetapkan rencana aksi pengelolaan pengaduan"]

[figures]
total = 62
finished_share = 1.0
mean_follow_up = 15.6
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("demo")(_demo)


def _demo(
    store: Annotated[str, typer.Option("--store", metavar="FILE|URL", help="Database of the demo.")] = "demo.db",
    now: Annotated[str, typer.Option("--now", metavar="TIME", help="The moment of the demo.")] = _NOW,
    json: JsonOption = False,
) -> None:
    """Show the main job on invented data, without accounts, keys or internet, in under a minute.

    Starts a YouTube and a Google on this machine, writes LAPOR exports, follow-up sheets and a hand-kept register to
    demo-data/ beside the database, reads them all, and prints the report, what is due, and the scorecard of 2023.
    Running it again goes on from there. To look at the platforms yourself, run 'complaint-hub sandbox'.

    \b
    Examples:
      complaint-hub demo
      complaint-hub demo --store coba.db
    """
    from ..settings import ZONE, Settings
    from .due import due_cases
    from .numbers import short_numbers
    from .run_report import exit_code
    from .scorecard import card_of
    from .screen import open_screen, write_json

    screen = open_screen()
    settings = Settings(None, store, ZONE, ())
    moment = moment_of(now, ZONE)
    with open_store(settings, create=True) as opened:
        _refuse_others(opened, store)
        folder = _files(settings)
        report = _sync(opened, folder, moment)
        channels = _channels(opened)
        cases = due_cases(opened, zone=ZONE, now=moment)
        numbers = short_numbers(screen, opened, [case.lead.id for case in cases])
        card = card_of(opened, year=_YEAR, channel="lapor", zone=ZONE, now=moment)
    if json:
        from .due import as_json

        write_json({**report.to_dict(), "due": as_json(cases, moment), "scorecard": card.to_dict()})
    else:
        _print(screen, settings, folder, moment, report, channels, cases, numbers, card)
    raise typer.Exit(exit_code(report))


def _refuse_others(store: Store, name: str) -> None:
    """The demo's invented rows must never be mixed with real ones. Raises ConfigError."""
    from ..errors import ConfigError
    from ..sandbox import blitar, youtube

    ours = {
        ("lapor", blitar.AGENCY),
        ("youtube", youtube.CHANNEL),
        ("google_reviews", "google"),
        ("register", "register"),
    }
    other = next((head for head in store.heads() if (head.channel, head.account) not in ours), None)
    if other is not None:
        named = "the database" if "://" in name else name
        raise ConfigError(
            f"{named} holds complaints of {other.channel} {other.account}: "
            "the demo writes invented ones, give it a database of its own with --store"
        )


def _files(settings: Settings) -> Path:
    """The folder with the office's files; written once, so that what a reader changes there stays changed."""
    from ..sandbox import lapor

    beside = Path() if "://" in settings.store else Path(settings.store).parent

    def write(folder: Path) -> None:
        lapor.generate_years(folder)
        (folder / f"hasil-{_YEAR}.toml").write_text(_OFFICIAL, encoding="utf-8")

    folder = made_once(beside / _FOLDER, write)
    made_once(folder / "register", write_register)
    return folder


def _sync(store: Store, folder: Path, now: datetime) -> SyncReport:
    """Read both channels; the server ends with the block."""
    from ..auth import ApiKey, OAuth2
    from ..channels.google_reviews import GoogleReviews
    from ..channels.lapor import Lapor
    from ..channels.register import Register
    from ..channels.youtube import YouTube
    from ..evaluation import read_official
    from ..hub import Hub
    from ..sandbox import blitar, google, youtube
    from .screen import progress_bar

    with ExitStack() as open_things:
        videos = open_things.enter_context(youtube.serve(youtube.demo()))
        reviews = open_things.enter_context(google.serve(google.demo()))
        channels: list[Channel | LocalChannel] = [
            Lapor(sorted(folder.glob("*.xlsx")), agency=blitar.AGENCY),
            YouTube(youtube.CHANNEL, public=ApiKey(youtube.KEY), base=videos.base),
            GoogleReviews(
                owner=OAuth2(google.CLIENT_ID, google.CLIENT_SECRET, google.REFRESH_TOKEN, token_url=reviews.token),
                base=reviews.reviews,
                account_base=reviews.accounts,
                location_base=reviews.locations,
                per_minute=6_000,  # nobody is to be spared here
            ),
            Register(folder / "register" / "*.xlsx"),
        ]
        hub = open_things.enter_context(Hub(channels, store=store, clock=lambda: now))
        advance = open_things.enter_context(progress_bar())
        report = hub.sync(progress=advance)
    store.save_official(read_official(folder / f"hasil-{_YEAR}.toml"))
    return report


@dataclass(slots=True)
class _Share:
    """What one channel brought: complaints, those that are open, and the newest that has a text."""

    complaints: int = 0
    open: int = 0
    newest: Complaint | None = None


def _channels(store: Store) -> dict[str, _Share]:
    """The share of each channel in what is stored, the largest first."""
    shares: dict[str, _Share] = {}
    for head in store.heads():
        share = shares.setdefault(head.channel, _Share())
        share.complaints += 1
        share.open += head.open
        if head.text and (share.newest is None or head.created_at > share.newest.created_at):
            share.newest = head
    return dict(sorted(shares.items(), key=lambda item: -item[1].complaints))


def _print_channels(screen: Screen, channels: dict[str, _Share], zone: ZoneInfo) -> None:
    from ..wording import thousands
    from . import words
    from .screen import Column, visible

    columns = [
        Column("Kanal"),
        Column("Aduan", right=True),
        Column("Terbuka", right=True),
        Column("Terbaru"),
        Column("Isinya", free=True),
    ]
    rows = [
        [
            channel,
            thousands(share.complaints),
            thousands(share.open),
            words.day(share.newest.created_at, zone) if share.newest else "–",
            visible(share.newest.text if share.newest else None, utf8=screen.utf8),
        ]
        for channel, share in channels.items()
    ]
    screen.table(columns, rows)


def _print(
    screen: Screen,
    settings: Settings,
    folder: Path,
    moment: datetime,
    report: SyncReport,
    channels: dict[str, _Share],
    cases: list[Due],
    numbers: Mapping[str, str],
    card: Scorecard,
) -> None:
    from . import words
    from .due import print_due
    from .run_report import print_report
    from .scorecard import print_card
    from .screen import visible

    zone = ZoneInfo(settings.zone)
    screen.line("Demo dengan data rekaan: tanpa akun, tanpa kunci, tanpa internet.", style="bold")
    screen.line(f"Basis data: {visible(settings.store)} · berkas kantor: {visible(str(folder))}")
    screen.line()
    screen.line(f"1. Sinkronisasi {len(report.runs)} kanal", style="bold")
    print_report(screen, report, zone=zone)
    screen.line()
    screen.line("2. Semua kanal dalam satu basis data", style="bold")
    _print_channels(screen, channels, zone)
    screen.line()
    screen.line(f"3. Jatuh tempo per {words.moment(moment, zone)}", style="bold")
    with_store = same_store(settings.store)
    at_this_time = f"{with_store} --now {moment.astimezone(zone):%Y-%m-%dT%H:%M}"
    print_due(screen, cases, zone=zone, numbers=numbers, limit=_SHOWN, hint=at_this_time)
    screen.line()
    screen.line("4. Rapor: angka dari berkas, penilaian dari surat", style="bold")
    print_card(screen, card, zone=zone, channel="lapor")
    screen.line()
    screen.line("Coba berikutnya:", style="bold")
    for what in (
        f"due{at_this_time}",
        f"scorecard --year 2026{at_this_time}",
        f"list --open --channel google_reviews{with_store}",
        'import lapor "Laporan Ringkas.xlsx" --agency "Pemerintah Kabupaten ..."',
        "--help",
    ):
        screen.command(what)
