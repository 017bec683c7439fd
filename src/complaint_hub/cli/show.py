"""``show``: one complaint whole: what it is, when it is due and why, and everything that happened."""

from __future__ import annotations

import shlex
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from . import completing
from .options import (
    ConfigOption,
    JsonOption,
    NowOption,
    StoreOption,
    moment_of,
    open_store,
    option_words,
    same_store,
    settings_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..model import Complaint
    from ..sla import CountedDay, Verdict
    from ..worktime import WorkCalendar
    from .screen import Screen

__all__ = ["register"]

_LABEL, _LINK = 12, "Tautan"
_DAYS_IN_FULL = 5
_STYLES = {"▲": "bold red", "◆": "yellow"}
_KEPT_APART = ("status", "kind", "oversight", "unit", "priority", "district", "village")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("show")(_show)


def _show(
    id_: Annotated[
        str,
        typer.Argument(
            metavar="ID", show_default=False, autocompletion=completing.ids, help="As in the lists: lapor:9123456."
        ),
    ],
    config: ConfigOption = None,
    store: StoreOption = None,
    now: NowOption = None,
    json: JsonOption = False,
) -> None:
    """Show one complaint: its facts, its deadlines with the days that count, and its timeline.

    In the timeline a circle marks what the channel says and a square what the office says.

    \b
    Examples:
      complaint-hub show lapor:9123456
      complaint-hub show lapor:9123456 --now 2026-11-24 --json
    """
    from ..errors import ConfigError
    from ..sla import judge
    from .deadlines import calendar_of, policy
    from .numbers import meant
    from .screen import open_screen, write_json
    from .timeline_screen import print_timeline
    from .units import officers_told, unit_told

    settings = settings_of(config, store)
    registry = settings.read_registry()
    moment = moment_of(now, settings.zone)
    with open_store(settings) as opened:
        complaint = opened.complaint(meant(opened, id_))
    if complaint is None:
        raise ConfigError(f"tidak ada aduan {id_!r} dalam {_named(settings.store)}: lihat complaint-hub list")
    calendar = calendar_of(settings.zone)
    verdicts = list(judge([complaint], policy=policy(settings), calendar=calendar, now=moment))
    if json:
        write_json(_values(complaint, verdicts, calendar))
        return
    screen, zone = open_screen(), ZoneInfo(settings.zone)
    unit, officers = unit_told(registry, complaint.unit), officers_told(registry, complaint.unit, _day(moment, zone))
    _print_facts(screen, complaint, zone, unit=unit, officers=officers)
    _print_deadlines(screen, verdicts, calendar)
    print_timeline(screen, complaint, verdicts, zone=zone, now=moment)
    if not screen.records:
        hint = same_store(store, config) + option_words({"--now": now})
        screen.line()
        screen.command(f"why {shlex.quote(id_)} --days{hint}", before="Hitungan hari demi hari: ")


def _named(store: str) -> str:
    """The store's name without what may be a password."""
    return "the database" if "://" in store else store


def _values(complaint: Complaint, verdicts: list[Verdict], calendar: WorkCalendar) -> dict[str, object]:
    from ..sla import explain

    said = complaint.said.model_dump(mode="json", exclude_unset=True) if complaint.said else None
    return {
        "complaint": complaint.model_dump(mode="json", exclude_unset=True),
        "said": said,
        "verdicts": [
            {
                "clock": v.clock,
                "outcome": v.outcome,
                "reason": v.reason,
                "target": v.target,
                "counted_in": v.counted_in,
                "source": v.source,
                "unit": v.unit,
                "number": v.number,
                "since": v.since,
                "started_at": v.started_at.isoformat() if v.started_at else None,
                "ended_at": v.ended_at.isoformat() if v.ended_at else None,
                "ended_by": v.ended_by,
                "due_at": v.due_at.isoformat() if v.due_at else None,
                "due_on": v.due_on.isoformat() if v.due_on else None,
                "elapsed": v.elapsed,
                "remaining": v.remaining,
                "overrun": v.overrun,
                "extended": v.extended,
                "days": [
                    {"date": d.date.isoformat(), "number": d.number, "skipped": d.skipped, "hours": d.hours}
                    for d in explain(v, calendar=calendar)
                ],
            }
            for v in verdicts
        ],
    }


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


def _print_facts(
    screen: Screen, complaint: Complaint, zone: ZoneInfo, *, unit: str | None, officers: str | None
) -> None:
    from .screen import visible

    title = visible(complaint.title, utf8=screen.utf8)
    screen.line(f"{visible(complaint.id)}  {title}".rstrip(), style="bold")
    for label, value in _facts(complaint, zone, unit=unit, officers=officers):
        if value and label == _LINK:
            screen.whole(f"{label:<{_LABEL}}{visible(value)}", indent=2)
        elif value:
            screen.line(f"{label:<{_LABEL}}{visible(value, utf8=screen.utf8)}", indent=2, hang=_LABEL)
    if complaint.text:
        screen.line()
        for paragraph in complaint.text.splitlines():
            if paragraph.strip():
                screen.line(visible(paragraph, utf8=screen.utf8), indent=2, style="dim")


def _facts(
    complaint: Complaint, zone: ZoneInfo, *, unit: str | None, officers: str | None
) -> Iterator[tuple[str, str | None]]:
    from ..model import Status
    from . import words

    status = words.STATUSES[complaint.status or Status.received]
    yield "Status", f"{status} (di kanal: {complaint.status_raw})" if complaint.status_raw else status
    kind = words.KINDS[complaint.kind] if complaint.kind else "belum dipilah"
    oversight = {True: ", berkadar pengawasan", False: ", tidak berkadar pengawasan", None: ""}[complaint.oversight]
    yield "Jenis", kind + oversight
    yield "Sifat", words.VISIBILITIES[complaint.visibility] if complaint.visibility else None
    yield "Kategori", complaint.category
    yield "Unit", unit or "belum ada"
    yield "Petugas", officers
    yield "Lokasi", ", ".join(place for place in (complaint.village, complaint.district) if place)
    yield "Masuk", words.moment(complaint.created_at, zone)
    yield "Kanal", f"{complaint.channel} · {complaint.account}"
    yield "Pelapor", complaint.author.name if complaint.author else None
    yield "Nilai", f"{complaint.rating:g}" if complaint.rating is not None else None
    yield _LINK, complaint.url
    yield "Dihapus", words.moment(complaint.deleted_at, zone) if complaint.deleted_at else None
    if complaint.said is not None:
        # What the channel leaves open is nothing that it says otherwise.
        changed = [
            name for name in _KEPT_APART if getattr(complaint.said, name) not in (None, getattr(complaint, name))
        ]
        told = ", ".join(f"{words.FIELDS[name]} {_plain(getattr(complaint.said, name))}" for name in changed)
        yield "Di kanal", told


def _plain(value: object) -> str:
    from ..model import Kind, Status
    from . import words

    match value:
        case Status():
            return words.STATUSES[value]
        case Kind():
            return words.KINDS[value]
        case bool():
            return "ya" if value else "tidak"
        case None:
            return "kosong"
        case _:
            return str(value)


def _print_deadlines(screen: Screen, verdicts: list[Verdict], calendar: WorkCalendar) -> None:
    """One line a clock; of those that are not met also the days that count. ``why`` tells all of it."""
    from ..sla import Outcome, explain
    from ..sla.telling import SINCE, amount
    from .deadlines import CLOCKS, dated, mark, told

    screen.line()
    screen.line("Tenggat", style="bold")
    without = {verdict.reason for verdict in verdicts if verdict.outcome is Outcome.no_target}
    if len(without) == 1 and all(verdict.outcome is Outcome.no_target for verdict in verdicts):
        screen.line(f"– {told(verdicts[0])}", indent=2, hang=2)
        return
    for verdict in verdicts:
        sign = mark(verdict)
        text = f"{sign} {CLOCKS[verdict.clock]}: {told(verdict)}"
        if verdict.due_on is not None and verdict.target is not None:
            since = SINCE.get(verdict.since or "", verdict.since)
            text += (
                f"; batas {dated(verdict, calendar.zone)}, {amount(verdict.target, verdict.counted_in)} sejak {since}"
            )
        screen.line(text, indent=2, hang=2, style=_STYLES.get(sign, ""))
        days = explain(verdict, calendar=calendar) if verdict.outcome is not Outcome.met else ()
        if days:
            screen.line(f"Dihitung: {_counted(days)}", indent=4, hang=2, style="dim")
            if skipped := _skipped(days):
                screen.line(f"Dilewati: {skipped}", indent=4, hang=2, style="dim")
        if verdict.due_on and (warning := calendar.warning(verdict.due_on)):
            screen.line(warning, indent=4, style="yellow")


def _counted(days: Sequence[CountedDay]) -> str:
    if any(day.hours is not None for day in days):
        return ", ".join(_stretch(day) for day in days if day.hours is not None)
    counted = [day for day in days if day.number is not None]
    if len(counted) <= _DAYS_IN_FULL:
        return ", ".join(f"{day.number}) {_within_year(day)}" for day in counted)
    ends = (counted[0], counted[1], counted[-1])
    first, second, last = (f"{day.number}) {_within_year(day)}" for day in ends)
    return f"{first}, {second} ... {last}"


def _stretch(day: CountedDay) -> str:
    """``5 Jun 10.00–12.00``: the office hours of a day that counted."""
    return f"{_within_year(day)} {day.begins:%H.%M}–{day.ends:%H.%M}"


def _skipped(days: Sequence[CountedDay]) -> str:
    """The named days off; weekends are only counted."""
    off = [day for day in days if day.skipped is not None]
    named = [f"{_within_year(day)} ({day.skipped})" for day in off if not _is_weekend(day)]
    weekend = sum(_is_weekend(day) for day in off)
    return ", ".join([*named, *([f"{weekend} hari akhir pekan"] if weekend else [])])


def _within_year(day: CountedDay) -> str:
    """``24 Nov``: the due date beside it tells the year."""
    from ..wording import short_date

    return short_date(day.date).rpartition(" ")[0]


def _is_weekend(day: CountedDay) -> bool:
    return (day.skipped or "").startswith("Akhir pekan")
