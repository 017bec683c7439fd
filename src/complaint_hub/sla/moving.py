"""Which due dates moved between two judgements, from when to when, and because of what.

For: after a late decree, a changed policy or a corrected event, so that officers hear of it before the new date comes.
Must not: judge; it compares verdicts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from ..wording import long_date
from ..worktime import WorkCalendar
from .clocks import Clock
from .telling import CLOCKS, UNITS, amount
from .verdict import Verdict

__all__ = ["Cause", "Moved", "moved"]

_Run: TypeAlias = tuple[str, Clock, int | None]


class Cause(StrEnum):
    """Why a due date moved. A case may have several at once."""

    policy = "policy"
    start = "start"
    pause = "pause"
    extension = "extension"
    calendar = "calendar"
    clock_started = "clock_started"
    clock_ended = "clock_ended"


@dataclass(frozen=True, slots=True)
class Moved:
    """A due date that is another one now.

    Attributes:
        number: which run of the clock.
        unit: the unit that is asked now.
        was, now: the local due dates; None where there was, or is, none.
        was_at, now_at: the last instants in time.
        because: the causes.
        days: the days off that only one of the two calendars has, by name, where the calendars are known.
        words: one sentence for an officer (Indonesian).
    """

    id: str
    case: str
    clock: Clock
    number: int | None
    unit: str | None
    was: date | None
    now: date | None
    was_at: datetime | None
    now_at: datetime | None
    because: tuple[Cause, ...]
    days: tuple[tuple[date, str], ...]
    words: str


def moved(
    before: Iterable[Verdict],
    after: Iterable[Verdict],
    *,
    calendars: tuple[WorkCalendar, WorkCalendar] | None = None,
) -> list[Moved]:
    """List the clocks whose due date is another one than before, the earliest new date first.

    A clock that has been stopped in both judgements is left out when nothing about it was recorded anew but the
    calendar: a closed case keeps its judgement. A case that is in one of the two only has not moved.

    Args:
        before, after: verdicts of the same cases; each run of a clock is compared with itself.
        calendars: the calendars of the two judgements, to name the days that one of them has and the other has not.
    """
    earlier: dict[_Run, Verdict] = {(v.id, v.clock, v.number): v for v in before}
    found = []
    for new in after:
        old = earlier.get((new.id, new.clock, new.number))
        if old is None or old.due_at == new.due_at:
            continue
        because = _causes(old, new)
        if because == (Cause.calendar,) and old.ended_at is not None and new.ended_at is not None:
            continue
        days = _days(old, new, calendars) if calendars and Cause.calendar in because else ()
        found.append(
            Moved(
                id=new.id,
                case=new.case,
                clock=new.clock,
                number=new.number,
                unit=new.unit,
                was=old.due_on,
                now=new.due_on,
                was_at=old.due_at,
                now_at=new.due_at,
                because=because,
                days=days,
                words=_words(old, new, because, days),
            )
        )
    return sorted(found, key=lambda m: (m.now or date.max, m.id, m.clock, m.number or 0))


def _causes(old: Verdict, new: Verdict) -> tuple[Cause, ...]:
    if old.due_at is None and old.limit == new.limit:
        return (Cause.clock_started,)
    if new.due_at is None and old.limit == new.limit:
        return (Cause.clock_ended,)
    causes = []
    if (old.limit, old.source, old.rule_from) != (new.limit, new.source, new.rule_from):
        causes.append(Cause.policy)
    if (old.since, old.started_at) != (new.since, new.started_at):
        causes.append(Cause.start)
    if old.stood != new.stood:
        causes.append(Cause.pause)
    if old.extended != new.extended:
        causes.append(Cause.extension)
    # What is left when everything else is as it was: the days themselves.
    return tuple(causes) or (Cause.calendar,)


def _days(old: Verdict, new: Verdict, calendars: tuple[WorkCalendar, WorkCalendar]) -> tuple[tuple[date, str], ...]:
    """The days off between start and due date that only one of the calendars has."""
    first = min(v.counted_from for v in (old, new) if v.counted_from)
    last = max(v.due_on for v in (old, new) if v.due_on)
    was, now = ({off.date: off.name for off in calendar.days_off} for calendar in calendars)
    return tuple((day, (was | now)[day]) for day in sorted(was.keys() ^ now.keys()) if first < day <= last)


def _words(old: Verdict, new: Verdict, because: tuple[Cause, ...], days: tuple[tuple[date, str], ...]) -> str:
    was = long_date(old.due_on, weekday=False) if old.due_on else "belum ada"
    now = long_date(new.due_on, weekday=False) if new.due_on else "tidak ada"
    reasons = ", ".join(_reason(cause, old, new, days) for cause in because)
    return f"{CLOCKS[new.clock]} {new.id}: batas waktu {was} menjadi {now}, karena {reasons}."


def _reason(cause: Cause, old: Verdict, new: Verdict, days: tuple[tuple[date, str], ...]) -> str:
    match cause:
        case Cause.policy:
            return f"aturan berubah ({_limit(old)} menjadi {_limit(new)}; {new.source})"
        case Cause.start:
            return "saat mulai dikoreksi"
        case Cause.pause:
            return "jeda"
        case Cause.extension:
            return f"perpanjangan {amount(new.extended, new.counted_in)}"
        case Cause.clock_started:
            return "hitungan waktu mulai"
        case Cause.clock_ended:
            return "hitungan waktu tidak berlaku lagi"
        case Cause.calendar:
            named = ", ".join(f"{long_date(day, weekday=False)} {name}" for day, name in days)
            return f"kalender kerja berubah ({named})" if named else "kalender kerja berubah"


def _limit(verdict: Verdict) -> str:
    return f"{verdict.target} {UNITS[verdict.counted_in]}" if verdict.target and verdict.counted_in else "tanpa tenggat"
