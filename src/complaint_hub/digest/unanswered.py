"""*Siapa yang belum menjawab*: how many cases wait for a first answer in each unit, since when, and which way it goes.

For: ``digest --sekda``: one page for the head of the administration.
Must not: read timelines (facts have the instants), rank units by what they cannot help, or call anybody late.

A case waits at a moment if it had come in, nobody had answered, and it had not ended. Unit and kind are those of today,
so that a case that was handed on counts for its present unit on both days.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ..facts import Fact, Facts
from ..model import Form, Status
from ..registry import Registry
from ..worktime import WorkCalendar

__all__ = ["Unanswered", "UnitWaiting", "unanswered"]

_WEEK = timedelta(days=7)
# As in the scorecard: a report that nobody has classified is still one.
_REPORTED = (Form.report, Form.letter, Form.visit)


@dataclass(frozen=True, slots=True)
class UnitWaiting:
    """What waits in one unit.

    Attributes:
        unit: its name; None for cases that no unit has yet.
        waiting: cases that nobody has answered.
        before: how many of the unit's cases waited a week ago.
        oldest: the local day on which the one that waits longest came in; None if none waits.
        oldest_days: working days since then.
        oldest_id: its id.
    """

    unit: str | None
    waiting: int
    before: int
    oldest: date | None = None
    oldest_days: int | None = None
    oldest_id: str | None = None

    @property
    def trend(self) -> int:
        """More than a week ago (above 0), or fewer."""
        return self.waiting - self.before


@dataclass(frozen=True, slots=True)
class Unanswered:
    """The page: units with cases that wait, most first.

    Attributes:
        at, day, week_ago: the moment, its local date, and the day that the trend looks back to.
        units: those in which a case waits, or waited a week ago.
        paused: cases that wait for their reporter or were put off; they are in no other figure.
    """

    at: datetime
    day: date
    week_ago: date
    units: tuple[UnitWaiting, ...]
    paused: int

    @property
    def waiting(self) -> int:
        """All cases that wait."""
        return sum(row.waiting for row in self.units)

    @property
    def before(self) -> int:
        """All cases that waited a week ago."""
        return sum(row.before for row in self.units)


def unanswered(facts: Facts, *, calendar: WorkCalendar, now: datetime, registry: Registry | None = None) -> Unanswered:
    """Count who has not answered.

    Args:
        facts: of all cases (``Store.facts()``).
        registry: joins the spellings of a unit.
    """
    ago = now - _WEEK
    waiting: defaultdict[str | None, list[Fact]] = defaultdict(list)
    before: Counter[str | None] = Counter()
    paused = 0
    names: dict[str | None, str | None] = {}
    for fact in facts.rows():
        if not _asks(fact):
            continue
        if fact.unit not in names:
            found = registry.unit_of(fact.unit) if registry is not None else None
            names[fact.unit] = found.name if found is not None else fact.unit
        unit = names[fact.unit]
        if _waits(fact, now) and fact.status.paused:
            paused += 1
            continue
        if _waits(fact, now):
            waiting[unit].append(fact)
        before[unit] += _waits(fact, ago)
    rows = (_row(unit, waiting[unit], before[unit], calendar, now) for unit in {*waiting, *before})
    return Unanswered(
        at=now,
        day=calendar.local_day(now),
        week_ago=calendar.local_day(ago),
        units=tuple(sorted((row for row in rows if row.waiting or row.before), key=_order)),
        paused=paused,
    )


def _asks(fact: Fact) -> bool:
    return fact.kind.asks if fact.kind is not None else fact.form in _REPORTED


def _waits(fact: Fact, at: datetime) -> bool:
    """Whether a case waited for its first answer at that moment; an answer whose day is unknown counts as given."""
    if fact.received > at:
        return False
    answered = fact.first_human
    if (answered is None and fact.status is Status.responded) or (answered is not None and answered <= at):
        return False
    if fact.status.open:
        return True
    return fact.ended is not None and fact.ended > at


def _row(unit: str | None, facts: list[Fact], before: int, calendar: WorkCalendar, now: datetime) -> UnitWaiting:
    if not facts:
        return UnitWaiting(unit, 0, before)
    oldest = min(facts, key=lambda fact: (fact.received, fact.id))
    day = calendar.local_day(oldest.received)
    days = calendar.working_days(day, calendar.local_day(now))
    return UnitWaiting(unit, len(facts), before, day, days, oldest.id)


def _order(row: UnitWaiting) -> tuple[int, date, str]:
    return -row.waiting, row.oldest or date.max, row.unit or ""
