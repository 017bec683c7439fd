"""What an opened case shows: its facts, why its deadline is when it is, and its timeline.

For: ``cases``.
Must not: show who reported, or any content of a confidential case.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from ..model import Case, Complaint, Event, EventType, Role, Status
from ..sla import Outcome, Verdict, explain, in_words
from ..sla.verdict import PAUSED, CountedDay
from ..vocabulary import EVENTS, FOLLOW_UP, KINDS, ROLES, STATUSES, VISIBILITIES, channel_name
from ..wording import short_date
from ..worktime import WorkCalendar
from .texts import clean, name, safe_url
from .values import CaseDetail, Happening

__all__ = ["EVENTS_SHOWN", "detail", "light", "short_moment", "weight", "what_happened"]

EVENTS_SHOWN: Final = 10
"""The newest events of a case that the page holds."""

_LIGHT_TEXT, _LIGHT_EVENTS = 100, 3
_EMPTY_EVENT, _EMPTY_CASE = 165, 1_000  # what markup and labels weigh, about


def detail(case: Case, verdict: Verdict | None, *, calendar: WorkCalendar, confidential: bool) -> CaseDetail:
    """Put the detail of one case together.

    Args:
        verdict: of the clock that the line of the case speaks of.
    """
    lead = case.lead
    text, cut = (None, False) if confidential or not lead.text else clean(lead.text)
    shown = case.timeline[-EVENTS_SHOWN:]
    days = explain(verdict, calendar=calendar) if verdict is not None else ()
    return CaseDetail(
        facts=tuple(_facts(case, calendar, confidential=confidential)),
        text=text or None,
        cut=cut,
        why=_why(lead, verdict, calendar),
        rule=name(verdict.source, 200) if verdict is not None else None,
        grid=_grid(days),
        days_off=_days_off(days),
        due=verdict.due_on if verdict is not None else None,
        first_due=_first_due(verdict, days),
        happenings=tuple(_happenings(case, shown, verdict, calendar, confidential=confidential)),
        earlier=len(case.timeline) - len(shown),
        url=None if confidential else safe_url(lead.url),
    )


def weight(found: CaseDetail) -> int:
    """About how many bytes a detail takes on the page."""
    said = [found.text or "", found.why, found.rule or "", found.url or "", *(value for _, value in found.facts)]
    said += [part or "" for happening in found.happenings for part in (happening.what, happening.text)]
    letters = sum(len(text.encode()) + 5 * sum(text.count(c) for c in "<>&'\"") for text in said)
    return _EMPTY_CASE + letters + _EMPTY_EVENT * len(found.happenings)


def light(found: CaseDetail) -> CaseDetail:
    """The same with the beginning of the text alone, and of its events the newest, without their texts."""
    text, cut = clean(found.text, _LIGHT_TEXT) if found.text else (None, False)
    kept = found.happenings[-_LIGHT_EVENTS:]
    bare = tuple(replace(happening, text=None, cut=False) for happening in kept)
    earlier = found.earlier + len(found.happenings) - len(kept)
    return replace(found, text=text, cut=found.cut or cut, happenings=bare, earlier=earlier, short=True)


def _facts(case: Case, calendar: WorkCalendar, *, confidential: bool) -> Iterator[tuple[str, str]]:
    lead = case.lead
    yield "Diterima", short_moment(min(row.created_at for row in case.rows), calendar)
    yield "Kanal", " + ".join(dict.fromkeys(channel_name(row.channel) for row in (lead, *case.rows)))
    yield "Status", STATUSES[lead.status or Status.received]
    kind = KINDS[lead.kind] if lead.kind else "belum dipilah"
    yield "Jenis", kind + {True: ", berkadar pengawasan", False: "", None: ""}[lead.oversight]
    yield "Unit", name(lead.unit) or "belum ada"
    if not confidential:
        yield "Lokasi", ", ".join(p for p in (name(lead.village), name(lead.district)) if p) or "tidak disebut"
        yield "Topik", name(lead.category) or "tidak disebut"
    if lead.visibility is not None:
        yield "Sifat", VISIBILITIES[lead.visibility]
    if lead.rating is not None:
        yield "Nilai", f"{lead.rating:g} bintang"
    if lead.deleted_at is not None:
        yield "Dihapus di kanal", short_moment(lead.deleted_at, calendar)


def _why(lead: Complaint, verdict: Verdict | None, calendar: WorkCalendar) -> str:
    if verdict is not None:
        return in_words(verdict, calendar)
    if lead.kind is None:
        return "Belum ada tenggat: belum dipilah, jadi belum diketahui apakah ini aduan."
    return f"Tanpa tenggat: {channel_name(lead.channel)} tidak punya batas waktu dalam aturan yang dipakai."


def _grid(days: Sequence[CountedDay]) -> tuple[date, str] | None:
    """A letter for each day from the first: 1 counted, w weekend, h a named day off, p pause."""
    if not days or any(day.hours is not None for day in days):
        return None
    return days[0].date, "".join(_letter(day) for day in days)


def _letter(day: CountedDay) -> str:
    if day.skipped is None:
        return "1"
    if day.skipped == PAUSED:
        return "p"
    return "w" if day.skipped.startswith("Akhir pekan") else "h"


def _days_off(days: Sequence[CountedDay]) -> tuple[tuple[date, str], ...]:
    return tuple((day.date, day.skipped) for day in days if day.skipped is not None and _letter(day) == "h")


def _first_due(verdict: Verdict | None, days: Sequence[CountedDay]) -> date | None:
    """The due date as it was without pauses and extensions, where those moved it."""
    if verdict is None or verdict.target is None or not (verdict.paused or verdict.extended):
        return None
    number = 0
    for day in days:
        number += day.skipped is None or day.skipped == PAUSED
        if number == verdict.target:
            return day.date if day.date != verdict.due_on else None
    return None


def _happenings(
    case: Case, shown: Sequence[Event], verdict: Verdict | None, calendar: WorkCalendar, *, confidential: bool
) -> Iterator[Happening]:
    """The receipt, the events, and between them the passing of the deadline, each in its place."""
    if len(shown) == len(case.timeline):
        first = min(case.rows, key=lambda row: row.created_at)
        what = f"Diterima lewat {channel_name(first.channel)}"
        yield Happening(
            when=short_moment(first.created_at, calendar), iso=_iso(first.created_at, calendar), office=False, what=what
        )
    passed = _passed(verdict, calendar)
    at = verdict.due_at if verdict is not None else None
    for event in shown:
        if passed is not None and at is not None and event.at is not None and event.at > at:
            yield passed
            passed = None
        yield _happening(event, calendar, confidential=confidential)
    if passed is not None:
        yield passed


def _passed(verdict: Verdict | None, calendar: WorkCalendar) -> Happening | None:
    late = verdict is not None and verdict.outcome in (Outcome.breached, Outcome.met_late)
    if verdict is None or verdict.due_on is None or not late:
        return None
    return Happening(
        when=short_date(verdict.due_on),
        iso=verdict.due_on.isoformat(),
        office=False,
        what=f"Tenggat {short_date(verdict.due_on)} terlewati",
        passed=True,
    )


def _happening(event: Event, calendar: WorkCalendar, *, confidential: bool) -> Happening:
    text, cut = (None, False) if confidential or not event.text else clean(event.text)
    if event.at is None:
        when, iso = "tanpa tanggal", None
    elif event.day:
        day = calendar.local_day(event.at)
        when, iso = short_date(day), day.isoformat()
    else:
        when, iso = short_moment(event.at, calendar), _iso(event.at, calendar)
    office = event.source.of_office or event.role is Role.agency
    return Happening(when=when, iso=iso, office=office, what=what_happened(event), text=text or None, cut=cut)


def what_happened(event: Event) -> str:
    """An event in a few words, never who the reporter is: ``Disposisi ke Dinas Perhubungan, oleh petugas-07``."""
    told = EVENTS[event.type]
    if event.type is EventType.message:
        office_note = event.source.of_office and event.role is Role.agency and event.text is None
        told = FOLLOW_UP if office_note else f"pesan {ROLES[event.role]}" if event.role else "pesan"
        told += " (otomatis)" * event.automatic + " (tidak publik)" * (not event.public)
    if event.unit and event.type is EventType.forwarded:
        told += f" ke {name(event.unit)}"
    elif event.unit:
        told += f": {name(event.unit)}"
    if event.status and event.type is EventType.status:
        told += f": {STATUSES[event.status]}"
    # Only the office signs its acts; what a channel calls "by" may be a citizen.
    if event.by and event.source.of_office:
        told += f", oleh {name(event.by, 60)}"
    return told[0].upper() + told[1:]


def short_moment(at: datetime, calendar: WorkCalendar) -> str:
    """A moment on the office's clock: ``3 Mar 2026, 09.30``."""
    local = at.astimezone(calendar.zone)
    return f"{short_date(local.date())}, {local:%H.%M}"


def _iso(at: datetime, calendar: WorkCalendar) -> str:
    return at.astimezone(calendar.zone).isoformat(timespec="minutes")
