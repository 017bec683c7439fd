"""What a case page tells: the facts, why each deadline is when it is, and what happened, line by line.

For: ``pages``. Texts of others are cleaned of what would steer the page; the templates escape them.
Must not: ask the store, or name the citizen: who reported is nobody's business on this page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from complaint_hub import Case, Complaint, Event, Role, Status
from complaint_hub.dashboard.detail import short_moment, what_happened
from complaint_hub.dashboard.texts import clean, name, safe_url
from complaint_hub.sla import Outcome, Policy, Verdict, explain, in_words, judge
from complaint_hub.sla.telling import CLOCKS
from complaint_hub.vocabulary import KINDS, STATUSES, VISIBILITIES, channel_name
from complaint_hub.wording import long_date, short_date
from complaint_hub.worktime import WorkCalendar

__all__ = ["Deadline", "Line", "deadlines", "facts", "lines", "title", "written"]

_LONGEST = 5_000
_MARKS: Mapping[Outcome, str] = {
    Outcome.breached: "lewat",
    Outcome.at_risk: "segera",
    Outcome.running: "berjalan",
    Outcome.paused: "jeda",
    Outcome.met: "selesai",
    Outcome.met_late: "selesai",
}


@dataclass(frozen=True, slots=True)
class Deadline:
    """One clock: its mark, its explanation, its rule, and its days (date, and the number or why it does not count)."""

    name: str
    mark: str
    why: str
    rule: str | None
    days: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the timeline; *office* is the lane, *passed* the passing of a deadline."""

    when: str
    iso: str | None
    office: bool
    what: str
    text: str | None = None
    cut: bool = False
    links: tuple[str, ...] = ()
    passed: bool = False


def title(complaint: Complaint) -> str:
    """The title, else the beginning of the text."""
    told = name(complaint.title, 110) or name(complaint.text, 110)
    return told or (f"(tanpa teks, nilai {complaint.rating:g})" if complaint.rating is not None else "(tanpa teks)")


def written(complaint: Complaint, calendar: WorkCalendar) -> dict[str, object]:
    """What a row says, and where it stands."""
    text, cut = clean(complaint.text or "", _LONGEST)
    return {
        "channel": channel_name(complaint.channel),
        "when": short_moment(complaint.created_at, calendar),
        "text": text or None,
        "cut": cut,
        "url": safe_url(complaint.url),
        "gone": complaint.deleted_at is not None,
    }


def facts(case: Case, calendar: WorkCalendar) -> Iterator[tuple[str, str]]:
    """What is known of a case, as label and value."""
    lead = case.lead
    yield "Diterima", short_moment(min(row.created_at for row in case.rows), calendar)
    yield "Kanal", " + ".join(dict.fromkeys(channel_name(row.channel) for row in (lead, *case.rows)))
    yield "Status", STATUSES[lead.status or Status.received]
    yield "Jenis", (KINDS[lead.kind] if lead.kind else "belum dipilah") + ", berkadar pengawasan" * bool(lead.oversight)
    yield "Unit", name(lead.unit) or "belum ada"
    yield "Lokasi", ", ".join(p for p in (name(lead.village), name(lead.district)) if p) or "tidak disebut"
    if lead.visibility is not None:
        yield "Sifat", VISIBILITIES[lead.visibility]
    if lead.rating is not None:
        yield "Nilai", f"{lead.rating:g} bintang"


def deadlines(case: Case, policy: Policy, calendar: WorkCalendar, now: datetime) -> list[Deadline]:
    """Each clock of a case that has a limit."""
    return [
        Deadline(
            name=CLOCKS[verdict.clock],
            mark=_MARKS.get(verdict.outcome, "tanpa"),
            why=in_words(verdict, calendar),
            rule=name(verdict.source, 200),
            days=tuple(_days(verdict, calendar)),
        )
        for verdict in judge([case], policy=policy, calendar=calendar, now=now)
        if verdict.due_at is not None
    ]


def _days(verdict: Verdict, calendar: WorkCalendar) -> Iterator[tuple[str, str]]:
    for day in explain(verdict, calendar=calendar):
        counted = "sebagian hari" if day.number is None else str(day.number)
        yield long_date(day.date), day.skipped or counted


def lines(case: Case, policy: Policy, calendar: WorkCalendar, now: datetime) -> list[Line]:
    """Everything that happened, in order, the passing of deadlines in its place."""
    found: list[tuple[datetime, Line]] = []
    for row in case.rows:
        what = f"Diterima lewat {channel_name(row.channel)}"
        iso = row.created_at.astimezone(calendar.zone).isoformat(timespec="minutes")
        found.append((row.created_at, Line(short_moment(row.created_at, calendar), iso, office=False, what=what)))
    found += [(event.when, _line(event, calendar)) for event in case.timeline]
    for verdict in judge([case], policy=policy, calendar=calendar, now=now):
        if verdict.outcome in (Outcome.breached, Outcome.met_late) and verdict.due_at and verdict.due_on:
            what = f"{CLOCKS[verdict.clock]}: tenggat {short_date(verdict.due_on)} terlewati"
            day = verdict.due_on.isoformat()
            found.append((verdict.due_at, Line(short_date(verdict.due_on), day, office=False, what=what, passed=True)))
    # A stable order: what happened at one instant stays as the timeline has it.
    return [line for _, line in sorted(found, key=lambda one: one[0])]


def _line(event: Event, calendar: WorkCalendar) -> Line:
    text, cut = clean(event.text or "", _LONGEST)
    if event.at is None:
        when, iso = "tanpa tanggal", None
    elif event.day:
        day = calendar.local_day(event.at)
        when, iso = short_date(day), day.isoformat()
    else:
        when, iso = short_moment(event.at, calendar), event.at.astimezone(calendar.zone).isoformat(timespec="minutes")
    return Line(
        when=when,
        iso=iso,
        office=event.source.of_office or event.role is Role.agency,
        what=what_happened(event),
        text=text or None,
        cut=cut,
        links=tuple(url for one in event.attachments if (url := safe_url(one.url))),
    )
