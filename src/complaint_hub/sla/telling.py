"""A verdict in words, as an officer reads it: until when, from what, what was skipped, and how it stands (Indonesian).

For: ``complaint-hub why``, letters and dashboards; the days one by one are ``explain``.
Must not: judge, or depend on the locale of the machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from ..wording import decimal_comma, long_date, moment, thousands
from ..worktime import WorkCalendar
from .clocks import Clock
from .policy import TargetUnit
from .verdict import PAUSED, CountedDay, Outcome, Reason, Verdict, explain

__all__ = ["CLOCKS", "REASONS", "SINCE", "UNITS", "amount", "in_words", "told"]

CLOCKS: Mapping[Clock, str] = {
    Clock.triage: "Pemilahan",
    Clock.verify: "Verifikasi",
    Clock.forward: "Disposisi",
    Clock.unit_follow_up: "Tindak lanjut unit",
    Clock.first_response: "Respons pertama",
    Clock.first_substantive: "Jawaban substantif pertama",
    Clock.next_response: "Respons berikutnya",
    Clock.first_resolution: "Penyelesaian pertama",
    Clock.resolution: "Penyelesaian",
}

UNITS: Mapping[TargetUnit, str] = {
    TargetUnit.working_days: "hari kerja",
    TargetUnit.working_hours: "jam kerja",
    TargetUnit.calendar_days: "hari kalender",
}

SINCE: Mapping[str, str] = {
    "received": "diterima",
    "verified": "verifikasi",
    "forwarded": "disposisi",
    "asked": "pesan pelapor",
}

REASONS: Mapping[Reason, str] = {
    Reason.no_rule: "tanpa tenggat: kanal ini tidak punya batas waktu",
    Reason.unclassified: "tanpa tenggat: belum diklasifikasi",
    Reason.not_started: "belum mulai",
    Reason.end_not_recorded: "tidak dapat dihitung: tanggal selesainya tidak tercatat",
    Reason.start_not_recorded: "tidak dapat dihitung: tanggal mulainya tidak tercatat",
    Reason.pause_not_recorded: "tidak dapat dihitung: tanggal jedanya tidak tercatat",
    Reason.extension_not_recorded: "tidak dapat dihitung: lama perpanjangannya tidak tercatat",
    Reason.not_in_facts: "tidak dapat dihitung: memerlukan linimasa",
    Reason.no_timeline: "tidak dapat dihitung: linimasanya tidak terbaca",
}


_SHORT: Mapping[TargetUnit | None, str] = {
    None: "hk",
    TargetUnit.working_days: "hk",
    TargetUnit.working_hours: "jam",
    TargetUnit.calendar_days: "hari",
}


def amount(number: float, unit: TargetUnit | None) -> str:
    """``14 hari kerja``, ``2,5 jam kerja``."""
    whole = thousands(int(number)) if number == int(number) else decimal_comma(number)
    return f"{whole} {UNITS[unit or TargetUnit.working_days]}"


def in_words(verdict: Verdict, calendar: WorkCalendar) -> str:
    """Say until when, counted from what, which days were skipped, and how it stands.

    ``Batas waktu 21 Mei 2026: 14 hari kerja sejak disposisi 29 April; dilewati 1 Mei Hari Buruh ...``

    Args:
        calendar: the one that it was judged by.
    """
    if verdict.due_on is None or verdict.due_at is None or verdict.started_at is None or verdict.target is None:
        return _without_due(verdict)
    hours = verdict.counted_in is TargetUnit.working_hours
    due = moment(verdict.due_at, calendar.zone) if hours else long_date(verdict.due_on, weekday=False)
    began = calendar.local_day(verdict.started_at)
    start = moment(verdict.started_at, calendar.zone) if hours else _day(began, verdict.due_on)
    parts = [
        f"Batas waktu {due}: {amount(verdict.target, verdict.counted_in)} "
        f"sejak {SINCE.get(verdict.since or '', verdict.since)} {start}"
    ]
    if verdict.counted_from is not None and verdict.counted_from < began:
        parts.append("hari pertama dihitung")
    if skipped := _skipped(explain(verdict, calendar=calendar), verdict.due_on):
        parts.append(f"dilewati {skipped}")
    parts += [f"dijeda {_span(a, b, verdict.due_on)}" for a, b in verdict.paused]
    if verdict.extended:
        parts.append(f"diperpanjang {amount(verdict.extended, verdict.counted_in)}")
    sentences = ["; ".join(parts) + ".", _standing(verdict, calendar)]
    if warning := calendar.warning(verdict.due_on, hours=hours):
        sentences.append(warning)
    return " ".join(sentence for sentence in sentences if sentence)


def told(verdict: Verdict | None, *, short: bool = False) -> str:
    """How far it is, in words; *short* writes hk for hari kerja, on a terminal of 80 columns."""
    if verdict is None:
        return "tanpa tenggat"
    left, over = (_amount(number, verdict, short=short) for number in (verdict.remaining, verdict.overrun))
    match verdict.outcome:
        case Outcome.breached:
            # Late by a day off only: no working day has gone by since.
            return f"lewat {over}" if over else "lewat (hari libur)"
        case Outcome.at_risk | Outcome.running:
            return f"{left} lagi" if left else "hari ini"
        case Outcome.paused:
            return "dijeda"
        case Outcome.met:
            return "tepat waktu"
        case Outcome.met_late:
            return f"terlambat {over}" if over else "terlambat (hari libur)"
        case Outcome.cancelled:
            return "tidak berlaku lagi"
        case Outcome.no_target | Outcome.unknown:
            return REASONS.get(verdict.reason, "tanpa tenggat") if verdict.reason else "tanpa tenggat"


def _amount(number: float | None, verdict: Verdict, *, short: bool) -> str:
    """``3 hari kerja``, on a narrow terminal ``3 hk``; empty for none."""
    if not number:
        return ""
    text = amount(number, verdict.counted_in)
    return text.replace(UNITS[verdict.counted_in], _SHORT[verdict.counted_in]) if short and verdict.counted_in else text


def _without_due(verdict: Verdict) -> str:
    if verdict.outcome is Outcome.cancelled:
        return "Tidak berlaku lagi: aduan berakhir sebelum ada yang menghentikan hitungan waktu ini."
    if verdict.reason is None:
        return "Tanpa tenggat."
    text = REASONS[verdict.reason]
    return f"{text[0].upper()}{text[1:]}."


def _standing(verdict: Verdict, calendar: WorkCalendar) -> str:
    over = amount(verdict.overrun, verdict.counted_in) if verdict.overrun else ""
    ended = _when(verdict.ended_at, verdict, calendar)
    match verdict.outcome:
        case Outcome.breached:
            return f"Sudah lewat {over}." if over else "Sudah lewat (hari libur)."
        case Outcome.at_risk | Outcome.running:
            return (
                f"Sisa {amount(verdict.remaining, verdict.counted_in)}."
                if verdict.remaining
                else "Jatuh tempo hari ini."
            )
        case Outcome.paused:
            return "Sedang dijeda: batas waktunya mundur selama jeda."
        case Outcome.met:
            return f"Terpenuhi {ended}, tepat waktu."
        case Outcome.met_late:
            return f"Terpenuhi {ended}, terlambat {over or '(hari libur)'}."
        case _:
            return _without_due(verdict)


def _when(at: datetime | None, verdict: Verdict, calendar: WorkCalendar) -> str:
    if at is None:
        return ""
    if verdict.counted_in is TargetUnit.working_hours:
        return moment(at, calendar.zone)
    return _day(calendar.local_day(at), verdict.due_on)


def _skipped(days: tuple[CountedDay, ...], due_on: date) -> str:
    """The named days off; of weekends only how many."""
    off = [day for day in days if day.skipped is not None and day.skipped != PAUSED]
    named = [f"{_day(day.date, due_on)} {day.skipped}" for day in off if not _weekend(day)]
    weekend = sum(_weekend(day) for day in off)
    return ", ".join([*named, *([f"{weekend} hari akhir pekan"] if weekend else [])])


def _weekend(day: CountedDay) -> bool:
    return (day.skipped or "").startswith("Akhir pekan")


def _span(first: date, last: date, due_on: date) -> str:
    """The dates of a pause: from the day of its beginning, which counts, to the last that does not."""
    return _day(first, due_on) if first == last else f"{_day(first, due_on)} sampai {_day(last, due_on)}"


def _day(day: date, beside: date | None) -> str:
    """``29 April``; with its year where that is another than the due date's."""
    text = long_date(day, weekday=False)
    return text.rpartition(" ")[0] if beside is not None and day.year == beside.year else text
