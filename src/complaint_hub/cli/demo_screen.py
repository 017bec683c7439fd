"""What ``demo`` prints: the report, each channel's share, what the office did, what is due, the rapor, what is next.

For: ``demo``.
Must not: read or write anything.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from .invented import REGISTRY, SETTINGS
from .options import same_store

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from pathlib import Path

    from ..evaluation import Scorecard
    from ..model import Complaint
    from ..registry import Registry
    from ..report import SyncReport
    from ..settings import Settings
    from ..store import Store
    from .due import Due
    from .screen import Screen

__all__ = ["Share", "Shown", "print_demo", "shares_of"]

_SHOWN = 10

_DONE = {
    "triaged": "dipilah",
    "forwarded": "didisposisikan",
    "returned": "dikembalikan unit",
    "postponed": "ditunda",
    "extended": "diperpanjang",
    "evidence": "bukti dukung",
    "linked": "ditautkan ke SP4N-LAPOR!",
    "resolved": "selesai",
    "note": "diingatkan",
}
_SENT = {
    "reply_verified": "balasan terbit",
    "reply_sent": "balasan terkirim, belum terlihat",
    "reply_draft": "balasan menunggu persetujuan",
    "reply_failed": "balasan gagal",
    "reply_unsure": "balasan belum pasti",
}


@dataclass(slots=True)
class Share:
    """What one channel brought: complaints, those open, the newest that has a text, and the units that they name."""

    complaints: int = 0
    open: int = 0
    newest: Complaint | None = None
    units: set[str] = field(default_factory=set[str])


def shares_of(store: Store) -> dict[str, Share]:
    """The share of each channel in what is stored, the largest first."""
    shares: dict[str, Share] = {}
    for head in store.heads():
        share = shares.setdefault(head.channel, Share())
        share.complaints += 1
        share.open += head.open
        if head.unit:
            share.units.add(head.unit)
        if head.text and (share.newest is None or head.created_at > share.newest.created_at):
            share.newest = head
    return dict(sorted(shares.items(), key=lambda item: -item[1].complaints))


def _print_channels(screen: Screen, channels: dict[str, Share], zone: ZoneInfo) -> None:
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


def _print_registry(screen: Screen, registry: Registry, channels: dict[str, Share], day: date) -> None:
    """Who is who, and how many of the units that complaints name are known there."""
    from ..wording import thousands
    from .registry import print_registry

    units = set[str]().union(*(share.units for share in channels.values()))
    known = len(units) - len(registry.unknown(units))
    print_registry(screen, registry, day)
    screen.line(f"Unit pada aduan: {thousands(known)} dari {thousands(len(units))} dikenal registri")


def _print_done(screen: Screen, done: dict[str, int]) -> None:
    """What the office did, by act, and what became of its replies."""
    from ..wording import thousands

    if not done:
        screen.line("Sudah dikerjakan pada putaran sebelumnya.")
        return
    for told in (_DONE, _SENT):
        said = [f"{words} {thousands(done[name])}" for name, words in told.items() if done.get(name)]
        if said:
            screen.line(" · ".join(said))


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that the demo prints."""

    settings: Settings
    folder: Path
    registry: Registry
    moment: datetime
    report: SyncReport
    shares: dict[str, Share]
    done: dict[str, int]
    cases: list[Due]
    numbers: Mapping[str, str]
    card: Scorecard


def print_demo(screen: Screen, shown: Shown) -> None:
    """Print the five parts, and what to try next."""
    from . import words
    from .due import print_due
    from .run_report import print_report
    from .scorecard import print_card
    from .screen import visible

    zone = ZoneInfo(shown.settings.zone)
    screen.line("Demo dengan data rekaan: tanpa akun, tanpa kunci, tanpa internet.", style="bold")
    screen.line(f"Basis data: {visible(shown.settings.store)} · berkas kantor: {visible(str(shown.folder))}")
    screen.line()
    screen.line(f"1. Sinkronisasi {len(shown.report.runs)} kanal", style="bold")
    print_report(screen, shown.report, zone=zone)
    screen.line()
    screen.line("2. Semua kanal dalam satu basis data", style="bold")
    _print_channels(screen, shown.shares, zone)
    _print_registry(screen, shown.registry, shown.shares, shown.moment.astimezone(zone).date())
    screen.line()
    screen.line("3. Kantor bekerja", style="bold")
    _print_done(screen, shown.done)
    screen.line()
    screen.line(f"4. Jatuh tempo per {words.moment(shown.moment, zone)}", style="bold")
    with_store = same_store(shown.settings.store)
    at_this_time = f"{with_store} --now {shown.moment.astimezone(zone):%Y-%m-%dT%H:%M}"
    read = replace(screen, report=True)
    print_due(read, shown.cases, zone=zone, numbers=shown.numbers, limit=_SHOWN, hint=at_this_time)
    screen.line()
    screen.line("5. Rapor: angka dari berkas, penilaian dari surat", style="bold")
    print_card(screen, shown.card, zone=zone, channel="lapor")
    screen.line()
    screen.line("Coba berikutnya:", style="bold")
    with_settings = f" --config {shlex.quote(str(shown.folder / SETTINGS))}{at_this_time.removeprefix(with_store)}"
    for what in (
        f"digest{with_settings}",
        f"digest --sekda{with_settings}",
        f"due --limit 20{with_settings}",
        f"outbox list{with_store}",
        f"scorecard --year 2026{at_this_time}",
        f"dashboard dasbor.html{with_settings}",
        f"registry check {shlex.quote(str(shown.folder / REGISTRY))}{at_this_time}",
        'import lapor "Laporan Ringkas.xlsx" --agency "Pemerintah Kabupaten ..."',
        "--help",
    ):
        screen.command(what)
