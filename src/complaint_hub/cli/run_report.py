"""The report of a run, for the terminal and for machines, and the exit code that it earns.

For: ``sync``, ``import``, ``quarantine retry`` and ``demo``.
Must not: leave anything out that the report holds: what could not be read or covered is said here or nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ..wording import thousands
from . import words
from .screen import program, visible, write_json
from .sentences import told

if TYPE_CHECKING:
    from ..contract import Coverage
    from ..report import Run, Stopped, SyncReport
    from .screen import Screen

__all__ = ["exit_code", "print_report", "write_report"]

_STOPPED = {
    "budget": "anggaran habis; jalankan lagi untuk melanjutkan",
    "quota": "kuota kanal habis",
    "rate_limit": "dibatasi oleh kanal",
}
# What a scope without a full answer looks like; the rest is counted in one line.
_SHOWN_SCOPES = 5


def exit_code(report: SyncReport) -> int:
    """0 if all is well, 1 if something was set aside or an account failed. A spent budget or quota is no failure."""
    return 0 if report.clean else 1


def write_report(report: SyncReport) -> None:
    """Print the report as JSON."""
    write_json(report.to_dict())


def print_report(screen: Screen, report: SyncReport, *, zone: ZoneInfo, hint: str = "") -> None:
    """Print one block per account: the counts, then only what deviates or needs a person.

    Args:
        hint: what leads the next command to the same database (see ``options.same_store``).
    """
    for run in report:
        screen.line(f"{_mark(run)} {run.channel} · {visible(run.account, utf8=screen.utf8)}", style=_style(run))
        for line in _lines(run, zone, hint):
            screen.line(visible(line, utf8=screen.utf8), indent=2, hang=2)


def _mark(run: Run) -> str:
    if run.error:
        return "▲"
    return "◆" if run.counts.set_aside or run.stopped else "✓"


def _style(run: Run) -> str:
    return {"▲": "bold red", "◆": "yellow", "✓": "green"}[_mark(run)]


def _lines(run: Run, zone: ZoneInfo, hint: str) -> Iterator[str]:
    yield _counts(run)
    if run.requests:
        spent = ", ".join(f"{thousands(amount)} {_limit(name)}" for name, amount in run.spent.items())
        yield f"{thousands(run.requests)} permintaan" + (f", terpakai {spent}" if spent else "")
    if run.counts.set_aside:
        aside = thousands(run.counts.set_aside)
        yield f"{aside} tidak dapat dibaca dan disisihkan: lihat {program()} quarantine list{hint}"
    if run.counts.waiting:
        yield f"{thousands(run.counts.waiting)} kejadian menunggu aduannya (belum ada di ekspor mana pun)"
    yield from (f"Catatan: {told(notice)}" for notice in run.notices)
    if run.differs:
        yield f"OPD di kanal berubah setelah disposisi kantor: {', '.join(run.differs)}"
    yield from _coverage(run.coverage)
    if run.stopped:
        yield _stop(run.stopped, zone)
    if run.error:
        yield f"Gagal: {told(run.error)}"


def _counts(run: Run) -> str:
    counts = run.counts
    always = f"{thousands(counts.fetched)} dibaca: {thousands(counts.new)} baru, {thousands(counts.changed)} berubah"
    further = (
        (counts.unchanged, "tetap"),
        (counts.gone, "hilang di kanal"),
        (counts.stale, "dari berkas yang lebih lama"),
        (counts.healed, "dipulihkan dari karantina"),
        (counts.repaired, "teks diperbaiki"),
    )
    return ", ".join([always, *(f"{thousands(count)} {what}" for count, what in further if count)])


def _limit(name: str) -> str:
    return {"units": "unit kuota", "calls": "panggilan"}.get(name, name)


def _coverage(coverage: tuple[Coverage, ...]) -> Iterator[str]:
    short = [c for c in coverage if c.note or (c.counted is not None and c.returned is not None
                                               and c.returned < c.counted)]  # fmt: skip
    whole = len(coverage) - len(short)
    if coverage and not short:
        yield f"Cakupan: lengkap menurut penghitung kanal ({thousands(whole)} bagian)"
    for part in short[:_SHOWN_SCOPES]:
        yield _covered(part)
    if len(short) > _SHOWN_SCOPES:
        yield f"Cakupan: {thousands(len(short) - _SHOWN_SCOPES)} bagian lain juga belum lengkap (rinci: --json)"


def _covered(part: Coverage) -> str:
    scope = f" {part.scope}" if part.scope else ""
    figures = ""
    if part.counted is not None and part.returned is not None:
        figures = f": {thousands(part.returned)} dari {thousands(part.counted)} {told(part.what)}"
    note = f" ({told(part.note)})" if part.note else ""
    return f"Cakupan{scope}{figures or f' {told(part.what)}'}{note}"


def _stop(stopped: Stopped, zone: ZoneInfo) -> str:
    reason = _STOPPED.get(stopped.reason, stopped.reason)
    until = f"; lagi mulai {words.moment(stopped.resets_at, zone)}" if stopped.resets_at else ""
    return f"Berhenti lebih awal: {reason}{until}"
