"""``demo``: the main job on invented data, from nothing: all channels, one database, who is late, and the rapor."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .invented import REGISTRY, made_once, write_register, write_registry
from .options import JsonOption, moment_of, open_store
from .platforms import read_by, started

if TYPE_CHECKING:
    from ..contract import Channel, LocalChannel
    from ..report import SyncReport
    from ..settings import Settings
    from ..store import Store

__all__ = ["register"]

_FOLDER = "demo-data"
_NOW = "2026-11-24T09:00"
_YEAR = 2023

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

    Starts a YouTube, a Google, an Instagram and a TikTok on this machine, writes LAPOR exports, follow-up sheets, a
    hand-kept register and a registry of units and officers to demo-data/ beside the database, reads all six channels,
    and prints the report, what is due, and the scorecard of 2023. Running it again goes on from there. To look at the
    platforms yourself, run 'complaint-hub sandbox'.

    \b
    Examples:
      complaint-hub demo
      complaint-hub demo --store coba.db
    """
    from ..registry import Registry
    from ..settings import ZONE, Settings
    from .demo_screen import Shown, print_demo, shares_of
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
        registry = Registry.load(folder / REGISTRY)
        report = _sync(opened, folder, moment)
        shares = shares_of(opened)
        cases = due_cases(opened, zone=ZONE, now=moment, registry=registry)
        numbers = short_numbers(screen, opened, [case.lead.id for case in cases])
        card = card_of(opened, year=_YEAR, channel="lapor", zone=ZONE, now=moment)
    if json:
        from .due import as_json

        write_json({**report.to_dict(), "due": as_json(cases, moment), "scorecard": card.to_dict()})
    else:
        print_demo(screen, Shown(settings, folder, registry, moment, report, shares, cases, numbers, card))
    raise typer.Exit(exit_code(report))


def _refuse_others(store: Store, name: str) -> None:
    """The demo's invented rows must never be mixed with real ones. Raises ConfigError."""
    from ..errors import ConfigError
    from ..sandbox import blitar, instagram, tiktok, youtube

    ours = {
        ("lapor", blitar.AGENCY),
        ("youtube", youtube.CHANNEL),
        ("google_reviews", "google"),
        ("instagram", instagram.ACCOUNT),
        ("tiktok", tiktok.ACCOUNT),
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
    write_registry(folder)
    return folder


def _sync(store: Store, folder: Path, now: datetime) -> SyncReport:
    """Read all channels; the servers end with the block."""
    from ..channels.lapor import Lapor
    from ..channels.register import Register
    from ..evaluation import read_official
    from ..hub import Hub
    from ..sandbox import blitar
    from .screen import progress_bar

    with ExitStack() as open_things:
        channels: list[Channel | LocalChannel] = [
            Lapor(sorted(folder.glob("*.xlsx")), agency=blitar.AGENCY),
            *read_by(open_things.enter_context(started())),
            Register(folder / "register" / "*.xlsx"),
        ]
        hub = open_things.enter_context(Hub(channels, store=store, clock=lambda: now))
        advance = open_things.enter_context(progress_bar())
        report = hub.sync(progress=advance)
    store.save_official(read_official(folder / f"hasil-{_YEAR}.toml"))
    return report
