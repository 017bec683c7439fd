"""``complaint-hub`` alone: what there is, and what to do next.

For: who types the name and nothing else: on the first day, and every morning.
Must not: change anything, send a request, or repeat what ``doctor`` looks at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ..wording import moment, thousands

if TYPE_CHECKING:
    from ..settings import Settings
    from ..store import Store
    from .screen import Screen

__all__ = ["Task", "print_start", "tasks_of"]

_DEMO = Path("demo-data") / "complaint-hub.toml"
_FAILED, _WAITING = ("failed", "unsure"), ("draft",)


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be done, and the command that shows or does it."""

    mark: str
    text: str
    command: str


def print_start(now: datetime) -> None:
    """Say what to do next, by what settings and database hold. Raises ConfigError, StoreError."""
    from .options import open_store, settings_of, store_exists
    from .screen import open_screen

    screen, settings = open_screen(), settings_of(None, None)
    if not store_exists(settings):
        _print_empty(screen, settings)
    else:
        with open_store(settings) as store:
            _print_store(screen, settings, store, now)
    screen.line()
    screen.command("--help", before="Semua perintah: ")


def _print_empty(screen: Screen, settings: Settings) -> None:
    from .screen import visible

    if settings.sections:
        screen.line(f"Pengaturan {visible(str(settings.path))} ada, basis data masih kosong.", style="bold")
        screen.line("Berikutnya:")
        screen.command("doctor", before="  Periksa pengaturan:   ")
        screen.command("sync", before="  Baca semua kanal:     ")
        return
    screen.line("Belum ada pengaturan dan basis data di folder ini.", style="bold")
    screen.line("Mulai dengan salah satu:")
    if _DEMO.exists():
        screen.command(f"due --config {_DEMO}", before="  Lihat demo yang ada:  ")
    else:
        screen.command("demo", before="  Lihat contohnya:      ")
    screen.command('import lapor "Laporan Ringkas.xlsx"', before="  Baca ekspor LAPOR!:   ")
    screen.command("import register Register.xlsx", before="  Baca buku register:   ")
    screen.line("Kanal daring diatur di complaint-hub.toml; lihat docs/how-to.", indent=2)


def _print_store(screen: Screen, settings: Settings, store: Store, now: datetime) -> None:
    from .screen import visible

    accounts = store.accounts()
    rows = sum(store.count_known(channel, account) for channel, account in accounts)
    if not rows:
        _print_empty(screen, settings)
        return
    runs = [run.started_at for one in accounts if (run := store.latest_run(*one))]
    last = f", dibaca terakhir {moment(max(runs), ZoneInfo(settings.zone))}" if runs else ""
    channels = len({channel for channel, _ in accounts})
    where = settings.store if "://" not in settings.store else "basis data"
    screen.line(f"{visible(where)}: {thousands(rows)} aduan dari {channels} kanal{last}.", style="bold")
    tasks = list(tasks_of(settings, store, now))
    if not tasks:
        screen.line("✓ Tidak ada yang menunggu.", style="green")
        screen.command("list", before="Yang terbaru: ")
        return
    screen.line("Berikutnya:")
    room = max(len(task.text) for task in tasks) + 1
    for task in tasks:
        # One line each, so that the command can be copied whole.
        screen.command(task.command, before=f"  {screen.plain(task.mark)} {task.text + ':':<{room}} ")


def tasks_of(settings: Settings, store: Store, now: datetime) -> Iterator[Task]:
    """What waits for a person, the most pressing first."""
    from .deadlines import policy
    from .due import due_cases

    cases = due_cases(store, zone=settings.zone, now=now, registry=settings.read_registry(), limits=policy(settings))
    late, soon = (sum(case.mark == mark for case in cases) for mark in ("▲", "◆"))
    if late:
        yield Task("▲", f"{thousands(late)} kasus lewat tenggat", "due")
    states = [reply.state for reply in store.replies()]
    if failed := sum(state in _FAILED for state in states):
        yield Task("▲", f"{thousands(failed)} balasan gagal atau belum pasti", "outbox list")
    yield from _broken(settings, store)
    if soon:
        yield Task("◆", f"{thousands(soon)} kasus segera jatuh tempo", "due --within 3")
    if waiting := sum(state in _WAITING for state in states):
        yield Task("◆", f"{thousands(waiting)} balasan menunggu persetujuan", "outbox list")
    yield from _unanswered(settings, store, now)
    if untriaged := sum(head.kind is None for head in store.heads(open=True, deleted=False)):
        yield Task("◆", f"{thousands(untriaged)} aduan belum dipilah", "triage")
    if aside := sum(store.count_quarantine(*one) for one in store.accounts()):
        yield Task("◆", f"{thousands(aside)} disisihkan, tidak terbaca", "quarantine list")
    yield from _old(settings, store, now)


def _unanswered(settings: Settings, store: Store, now: datetime) -> Iterator[Task]:
    from ..digest import unanswered
    from .deadlines import calendar_of

    waiting = unanswered(store.facts(), calendar=calendar_of(settings.zone), now=now).waiting
    if waiting:
        yield Task("◆", f"{thousands(waiting)} kasus belum dijawab", "digest --sekda")


def _broken(settings: Settings, store: Store) -> Iterator[Task]:
    """Accounts whose last run failed."""
    runs = [store.latest_run(*one) for one in store.accounts()]
    if broken := sum(run is not None and run.error is not None for run in runs):
        yield Task("▲", f"{broken} kanal gagal dibaca", "doctor")


def _old(settings: Settings, store: Store, now: datetime) -> Iterator[Task]:
    """Configured channels that were last read before today."""
    names = {section.channel for section in settings.sections}
    zone = ZoneInfo(settings.zone)
    runs = [run.started_at for one in store.accounts() if one[0] in names and (run := store.latest_run(*one))]
    if names and (not runs or min(runs).astimezone(zone).date() < now.astimezone(zone).date()):
        yield Task("○", "kanal belum dibaca hari ini", "sync")
