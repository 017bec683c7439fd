"""``why``: why a case is due when it is: each clock in words, day by day when asked, and what may end it by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from . import completing
from .options import ConfigOption, JsonOption, NowOption, StoreOption, moment_of, open_store, settings_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ..model import Case, Complaint
    from ..sla import Closing, CountedDay, Verdict
    from ..worktime import WorkCalendar
    from .screen import Screen

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("why")(_why)


def _why(
    id_: Annotated[
        str,
        typer.Argument(
            metavar="ID", show_default=False, autocompletion=completing.ids, help="As in the lists: lapor:9123456."
        ),
    ],
    days: Annotated[bool, typer.Option("--days", help="Also every day between start and due date.")] = False,
    config: ConfigOption = None,
    store: StoreOption = None,
    now: NowOption = None,
    json: JsonOption = False,
) -> None:
    """Explain each deadline of a case in words: counted from what, which days were skipped, and by which rule.

    Rows that are linked are explained as the one case that they are. Besides the limits of 'due' these are the limits
    of forwarding and of each unit's turn, and the day on which SP4N-LAPOR! closes an answered report by itself.

    \b
    Examples:
      complaint-hub why lapor:9123456
      complaint-hub why lapor:9123456 --days --now 2026-11-24
    """
    from ..errors import ConfigError
    from ..sla import closings, judge
    from .deadlines import calendar_of, policy
    from .numbers import meant
    from .screen import open_screen, write_json

    settings = settings_of(config, store)
    moment = moment_of(now, settings.zone)
    with open_store(settings) as opened:
        complaint = opened.complaint(meant(opened, id_))
        if complaint is None:
            raise ConfigError(f"tidak ada aduan {id_!r}: lihat complaint-hub list")
        case = opened.case(complaint.id) or complaint
    limits, calendar = policy(settings, every=True), calendar_of(settings.zone)
    verdicts = list(judge([case], policy=limits, calendar=calendar, now=moment))
    closing = next(closings([case], policy=limits, calendar=calendar, now=moment), None)
    if json:
        write_json(_values(case, verdicts, closing, calendar, moment))
        return
    screen = open_screen()
    _print(screen, complaint, case, verdicts, calendar, days=days)
    if closing is not None:
        _print_closing(screen, closing)


def _values(
    case: Complaint | Case,
    verdicts: Sequence[Verdict],
    closing: Closing | None,
    calendar: WorkCalendar,
    now: datetime,
) -> dict[str, object]:
    from ..sla import explain, in_words

    return {
        "case": case.id,
        "now": now.isoformat(),
        "clocks": [
            {
                "clock": v.clock,
                "number": v.number,
                "unit": v.unit,
                "outcome": v.outcome,
                "words": in_words(v, calendar),
                "source": v.source,
                "rule_from": v.rule_from.isoformat() if v.rule_from else None,
                "due_at": v.due_at.isoformat() if v.due_at else None,
                "days": [
                    {"date": d.date.isoformat(), "number": d.number, "skipped": d.skipped, "hours": d.hours}
                    for d in explain(v, calendar=calendar)
                ],
            }
            for v in verdicts
        ],
        "closes_on": closing.closes_on.isoformat() if closing else None,
    }


def _print(
    screen: Screen,
    complaint: Complaint,
    case: Complaint | Case,
    verdicts: Sequence[Verdict],
    calendar: WorkCalendar,
    *,
    days: bool,
) -> None:
    from ..sla import explain, in_words
    from .deadlines import CLOCKS, mark
    from .screen import visible

    title = visible(complaint.title, utf8=screen.utf8)
    screen.line(f"{visible(complaint.id)}  {title}".rstrip(), style="bold")
    if case.id != complaint.id:
        screen.line(f"Dihitung sebagai kasus {visible(case.id)}", indent=2)
    for verdict in verdicts:
        name = CLOCKS[verdict.clock] + (f" {verdict.number}" if verdict.number else "")
        of_unit = f" ({visible(verdict.unit, utf8=screen.utf8)})" if verdict.number and verdict.unit else ""
        screen.line()
        screen.line(f"{mark(verdict)} {name}{of_unit}", style="bold")
        screen.line(in_words(verdict, calendar), indent=2)
        for day in explain(verdict, calendar=calendar) if days else ():
            screen.line(_day(day), indent=4, style="dim")
        if verdict.source:
            screen.line(f"Dasar: {visible(verdict.source, utf8=screen.utf8)}", indent=2, hang=2, style="dim")


def _day(day: CountedDay) -> str:
    """``Senin, 4 Mei 2026   3``: a day with its number, its hours, or the reason for which it does not count."""
    from ..wording import decimal_comma, long_date

    if day.skipped is not None:
        counted = f"–  {day.skipped}"
    elif day.hours is not None:
        counted = f"{decimal_comma(day.hours, places=2)} jam  {day.begins:%H.%M}–{day.ends:%H.%M}"
    else:
        counted = str(day.number)
    return f"{long_date(day.date):<26} {counted}"


def _print_closing(screen: Screen, closing: Closing) -> None:
    from ..wording import long_date

    screen.line()
    day = long_date(closing.closes_on, weekday=False)
    screen.line(
        f"Jika tidak ada pesan lagi, SP4N-LAPOR! menutupnya sendiri setelah {day} "
        f"({closing.target} hari kerja sejak jawaban terakhir)."
        if not closing.overdue
        else f"Menurut hitungan {closing.target} hari kerja, SP4N-LAPOR! seharusnya sudah menutupnya setelah {day}."
    )
