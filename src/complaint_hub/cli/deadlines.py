"""How a deadline is told: its mark, its words, and which of a case's clocks is the most urgent.

For: ``due`` and ``show``.
Must not: judge; the verdicts come from ``sla``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from ..sla import Clock, Outcome, Policy, Reason, Verdict, sp4n
from ..wording import short_date
from ..worktime import WorkCalendar

__all__ = ["CLOCKS", "LEGEND", "SOON", "calendar_of", "dated", "mark", "policy", "told", "urgent"]

SOON = 3
"""Working days before a due date from which a case is shown as due soon: a warning, no legal limit."""

CLOCKS: Mapping[Clock, str] = {
    Clock.verify: "Verifikasi",
    Clock.first_response: "Respons pertama",
    Clock.resolution: "Penyelesaian",
}

LEGEND: Mapping[str, str] = {
    "▲": "lewat tenggat",
    "◆": f"segera (paling lama {SOON} hari kerja lagi)",
    "○": "berjalan",
    "‖": "dijeda",
    "–": "tanpa tenggat",
}

_MARKS: Mapping[Outcome, str] = {
    Outcome.breached: "▲",
    Outcome.at_risk: "◆",
    Outcome.running: "○",
    Outcome.paused: "‖",
    Outcome.met: "✓",
    Outcome.met_late: "✓",
}
_REASONS: Mapping[Reason, str] = {
    Reason.no_rule: "tanpa tenggat: kanal ini tidak punya batas waktu",
    Reason.unclassified: "tanpa tenggat: belum diklasifikasi",
    Reason.not_started: "belum mulai",
    Reason.end_not_recorded: "tidak dapat dihitung: tanggal selesainya tidak tercatat",
    Reason.start_not_recorded: "tidak dapat dihitung: tanggal mulainya tidak tercatat",
    Reason.pause_not_recorded: "tidak dapat dihitung: tanggal jedanya tidak tercatat",
    Reason.no_timeline: "tidak dapat dihitung: linimasanya tidak terbaca",
}
_STILL_OPEN = (Outcome.breached, Outcome.at_risk, Outcome.running, Outcome.paused)


def policy() -> Policy:
    """The limits of SP4N-LAPOR!, with the warning that the screens use."""
    return sp4n(warn_within=SOON)


def calendar_of(zone: str) -> WorkCalendar:
    """The working days of the government's offices."""
    return WorkCalendar.indonesia(zone=zone)


def mark(verdict: Verdict | None) -> str:
    """The mark of a clock; a case without any running clock has none of its own."""
    return "–" if verdict is None else _MARKS.get(verdict.outcome, "–")


def urgent(verdicts: Iterable[Verdict]) -> Verdict | None:
    """The clock that runs out first; one that stands still comes after those that run."""
    running = [v for v in verdicts if v.outcome in _STILL_OPEN and v.due_at is not None]
    return min(running, key=lambda v: (v.outcome is Outcome.paused, v.due_at), default=None)


def told(verdict: Verdict | None, *, short: bool = False) -> str:
    """How far it is, in words; *short* writes hk for hari kerja, on a terminal of 80 columns."""
    days = "hk" if short else "hari kerja"
    if verdict is None:
        return "tanpa tenggat"
    match verdict.outcome:
        case Outcome.breached:
            # Late by a day off only: no working day has gone by since.
            return f"lewat {verdict.overrun} {days}" if verdict.overrun else "lewat (hari libur)"
        case Outcome.at_risk | Outcome.running:
            return f"{verdict.remaining} {days} lagi" if verdict.remaining else "hari ini"
        case Outcome.paused:
            return "dijeda"
        case Outcome.met:
            return "tepat waktu"
        case Outcome.met_late:
            return f"terlambat {verdict.overrun} {days}" if verdict.overrun else "terlambat (hari libur)"
        case Outcome.cancelled:
            return "tidak berlaku lagi"
        case Outcome.no_target | Outcome.unknown:
            return _REASONS.get(verdict.reason, "tanpa tenggat") if verdict.reason else "tanpa tenggat"


def dated(verdict: Verdict, zone: ZoneInfo) -> str:
    """The due date, where there is one."""
    if verdict.due_on is not None:
        return short_date(verdict.due_on)
    return short_date(verdict.due_at.astimezone(zone).date()) if verdict.due_at else ""
