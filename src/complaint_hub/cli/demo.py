"""``demo``: the main job on invented data: all channels, one database, what the office does, who is late, the rapor."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .invented import REGISTRY, made_once, write_register, write_registry, write_settings
from .options import JsonOption, moment_of, open_store
from .platforms import answered_by, read_by, started

if TYPE_CHECKING:
    from ..contract import Channel, LocalChannel
    from ..registry import Registry
    from ..report import SyncReport
    from ..settings import Settings
    from ..store import Store
    from .platforms import Platforms

__all__ = ["register"]

_FOLDER = "demo-data"
_NOW = "2026-11-24T09:00"
_YEAR = 2023
_ZONE = "Asia/Jakarta"

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
    lets the office sort, forward, answer and close some of it, and prints the report, what is due, and the scorecard
    of 2023. Running it again goes on from there. To look at the platforms yourself, run 'complaint-hub sandbox'.

    \b
    Examples:
      complaint-hub demo
      complaint-hub demo --store coba.db
    """
    from ..registry import Registry
    from ..settings import Settings
    from .demo_screen import Shown, print_demo, shares_of
    from .due import due_cases
    from .numbers import short_numbers
    from .run_report import exit_code
    from .scorecard import card_of
    from .screen import open_screen, write_json

    screen = open_screen()
    settings = Settings(None, store, _ZONE, ())
    moment = moment_of(now, _ZONE)
    with open_store(settings, create=True) as opened:
        _refuse_others(opened, store)
        folder = _files(settings)
        registry = Registry.load(folder / REGISTRY)
        report, done = _play(opened, folder, registry, moment)
        shares = shares_of(opened)
        cases = due_cases(opened, zone=_ZONE, now=moment, registry=registry)
        numbers = short_numbers(screen, opened, [case.lead.id for case in cases])
        card = card_of(opened, year=_YEAR, channel="lapor", zone=_ZONE, now=moment)
    if json:
        from .due import as_json

        write_json({**report.to_dict(), "acts": done, "due": as_json(cases, moment), "scorecard": card.to_dict()})
    else:
        print_demo(screen, Shown(settings, folder, registry, moment, report, shares, done, cases, numbers, card))
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
    write_settings(folder, store=settings.store)
    return folder


def _play(store: Store, folder: Path, registry: Registry, now: datetime) -> tuple[SyncReport, dict[str, int]]:
    """Read all channels, then let the office act, once; the servers end with the block."""
    from .demo_acts import has_acted

    sent = sorted(store.replies(states=("sent", "verified")), key=lambda reply: int(reply.id))
    with started(replies=sent) as running:
        report = _sync(store, folder, running, now)
        done = {} if has_acted(store) else _work(store, registry, running, now)
    return report, done


def _sync(store: Store, folder: Path, running: Platforms, now: datetime) -> SyncReport:
    from ..channels.lapor import Lapor
    from ..channels.register import Register
    from ..evaluation import read_official
    from ..hub import Hub
    from ..sandbox import blitar
    from .progress import progress_bar

    channels: list[Channel | LocalChannel] = [
        Lapor(sorted(folder.glob("*.xlsx")), agency=blitar.AGENCY),
        *read_by(running),
        Register(folder / "register" / "*.xlsx"),
    ]
    with Hub(channels, store=store, clock=lambda: now) as hub, progress_bar() as advance:
        report = hub.sync(progress=advance)
    store.save_official(read_official(folder / f"hasil-{_YEAR}.toml"))
    return report


def _work(store: Store, registry: Registry, running: Platforms, now: datetime) -> dict[str, int]:
    """How often each act was done, and how many replies stand in which state."""
    from ..hub import Hub
    from ..outbox import ReplyPolicy
    from ..sandbox.world import CLOCK
    from .deadlines import calendar_of
    from .demo_acts import answer, work
    from .demo_steps import Office

    office = Office(store, registry, calendar_of(_ZONE), now)
    work(office)
    replies: dict[str, int] = {}
    # The platforms' clock stands still: before it, nothing can be sent.
    if now >= CLOCK:
        policy = ReplyPolicy("none", {"google_reviews": "second_person"})
        with Hub(answered_by(running), store=store, clock=lambda: now, replies=policy) as hub:
            replies = answer(office, hub)
    return office.counts | {f"reply_{state}": n for state, n in replies.items()}
