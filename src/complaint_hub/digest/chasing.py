"""What is to be chased today: open cases past or near their deadline, and those put off until today, by unit.

For: ``digest``; its text is written by ``texts``.
Must not: send, store or read anything, or know a limit (see ``sla``).

Who is alerted about what. A case that came with the *first import* of its account is an old matter until somebody of
the office has acted on it: on the day of that import it alerts nobody, and afterwards only if its deadline still lay
ahead then. Old matters are counted apart, so that they are not forgotten either.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby

from ..model import Case, Complaint, Event, EventType, Form, Role, Source, Status
from ..registry import Registry
from ..sla import Outcome, Policy, Verdict, judge
from ..worktime import WorkCalendar
from .hours import in_office, next_opening

__all__ = ["Digest", "Item", "Part", "Why", "digest"]


class Why(StrEnum):
    """Why a case is to be chased."""

    overdue = "overdue"
    soon = "soon"
    look_again = "look_again"


_OPEN_CLOCKS = (Outcome.breached, Outcome.at_risk, Outcome.running)
_LOUD = {Outcome.breached: Why.overdue, Outcome.at_risk: Why.soon}
_ORDER = tuple(Why)
# As in the scorecard: a report that nobody has classified is still one.
_REPORTED = (Form.report, Form.letter, Form.visit)


@dataclass(frozen=True, slots=True)
class Item:
    """One case to be chased.

    Attributes:
        lead: the leading row, without its timeline.
        verdict: the clock that runs out first; None if it was put off until today.
        received: the local day on which the earliest of its rows came in.
        until: the day until which it was put off.
    """

    lead: Complaint
    why: Why
    received: date
    verdict: Verdict | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What one unit has to do.

    Attributes:
        unit: its name; None for cases that no unit has yet, which are the coordinators'.
        code: its code in the registry; None where that does not know it.
        officers: ids of those who are active there on that day.
        items: the most urgent first.
        old, old_since: old matters of a first import that nobody has acted on, and the day of the oldest.
        silent, silent_since: open cases without a deadline that nobody has answered, and the day of the oldest.
    """

    unit: str | None
    code: str | None = None
    officers: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    old: int = 0
    old_since: date | None = None
    silent: int = 0
    silent_since: date | None = None

    def count(self, why: Why) -> int:
        """How many cases are chased for that reason."""
        return sum(item.why is why for item in self.items)


@dataclass(frozen=True, slots=True)
class Digest:
    """What is to be chased at one moment.

    Attributes:
        at, day: the moment, and its local date.
        open_office: whether anybody is to be asked now; if not, the text says so.
        next_opening: when the office opens next, in its own time.
        parts: by unit, those with the most overdue cases first.
        untriaged: open rows of which nobody has said what they are; they are the coordinators'.
    """

    at: datetime
    day: date
    open_office: bool
    next_opening: datetime
    parts: tuple[Part, ...] = ()
    untriaged: int = 0

    def count(self, why: Why) -> int:
        """How many cases are chased for that reason."""
        return sum(part.count(why) for part in self.parts)

    @property
    def old(self) -> int:
        """Old matters of a first import."""
        return sum(part.old for part in self.parts)

    def by_officer(self) -> dict[str, tuple[Part, ...]]:
        """The parts of each officer, by id; those of units without one are in none."""
        found: defaultdict[str, list[Part]] = defaultdict(list)
        for part in self.parts:
            for officer in part.officers:
                found[officer].append(part)
        return {officer: tuple(found[officer]) for officer in sorted(found)}


@dataclass(slots=True)
class _Seen:
    """What is added up for one unit."""

    items: list[Item] = field(default_factory=list[Item])
    old: list[date] = field(default_factory=list[date])
    silent: list[date] = field(default_factory=list[date])


def digest(
    cases: Iterable[Case],
    *,
    policy: Policy,
    calendar: WorkCalendar,
    now: datetime,
    registry: Registry | None = None,
    first_imported: Mapping[str, datetime] | None = None,
    always: bool = False,
) -> Digest:
    """Say what is to be chased.

    Args:
        cases: the open ones, with their timelines; others are passed over.
        policy: the time limits; how early it warns is theirs (``warn_within``).
        registry: who is who; without one units are told as the cases name them, and no officers.
        first_imported: id of a row → when it came, of those that came with the first import of their account (see
            ``Store.first_imported``).
        always: do not mind the office hours.

    Raises: ValueError, if *now* is naive.
    """
    day = calendar.local_day(now)
    past = first_imported or {}
    seen: defaultdict[str | None, _Seen] = defaultdict(_Seen)
    kept: dict[str, Case] = {}
    untriaged = 0

    def asking() -> Iterator[Case]:
        nonlocal untriaged
        for case in cases:
            lead = case.lead
            if not lead.open or (lead.kind is not None and not lead.kind.asks):
                continue
            untriaged += lead.kind is None and lead.form not in _REPORTED
            kept[lead.id] = case
            yield case

    for id, verdicts in groupby(judge(asking(), policy=policy, calendar=calendar, now=now), key=lambda v: v.id):
        case = kept.pop(id)
        _place(seen[_unit(case.lead, registry)], case, list(verdicts), past, calendar, day)
    parts = [_part(unit, found, registry, day) for unit, found in seen.items()]
    return Digest(
        at=now,
        day=day,
        open_office=always or in_office(calendar, now),
        next_opening=next_opening(calendar, now),
        parts=tuple(sorted((part for part in parts if part is not None), key=_urgency)),
        untriaged=untriaged,
    )


def _place(
    seen: _Seen,
    case: Case,
    verdicts: list[Verdict],
    past: Mapping[str, datetime],
    calendar: WorkCalendar,
    day: date,
) -> None:
    """Put one case where it belongs: chased, old, silent, or nowhere."""
    lead = case.lead.model_copy(update={"timeline": None})
    received = calendar.local_day(min(row.created_at for row in case.rows))
    running = [v for v in verdicts if v.outcome in _OPEN_CLOCKS and v.due_on is not None]
    loud = [v for v in running if v.outcome in _LOUD]
    until = _put_off(case)
    came = None if any(map(_is_act, case.timeline)) else past.get(case.lead.id)
    news = [v for v in loud if came is None or _is_news(v, calendar.local_day(came), day)]
    if until is not None and until <= day:
        seen.items.append(Item(lead, Why.look_again, received, until=until))
    elif news:
        first = min(news, key=lambda v: v.due_on or date.max)
        seen.items.append(Item(lead, _LOUD[first.outcome], received, first))
    elif loud:
        seen.old.append(received)
    elif not running and until is None and lead.kind is not None and not _answered(case):
        (seen.silent if came is None else seen.old).append(received)


def _is_news(verdict: Verdict, came_on: date, day: date) -> bool:
    """Whether a deadline of what came with a first import lay ahead of it then, and is not of that very day."""
    return day > came_on and verdict.due_on is not None and verdict.due_on >= came_on


def _is_act(event: Event) -> bool:
    return event.source is Source.office and event.at is not None


def _put_off(case: Case) -> date | None:
    """The day until which a case that stands still was put off; None if nobody named one, or it goes on."""
    if case.lead.status not in (Status.postponed, Status.awaiting_citizen):
        return None
    told = [e for e in case.timeline if e.type is EventType.postponed and e.at is not None]
    until = told[-1].data.get("until") if told else None
    return date.fromisoformat(until) if isinstance(until, str) else None


def _answered(case: Case) -> bool:
    return case.lead.status is Status.responded or any(
        e.type is EventType.message and e.role is Role.agency and e.public and not e.automatic for e in case.timeline
    )


def _unit(lead: Complaint, registry: Registry | None) -> str | None:
    found = registry.unit_of(lead.unit) if registry is not None else None
    return found.name if found is not None else lead.unit


def _part(unit: str | None, seen: _Seen, registry: Registry | None, day: date) -> Part | None:
    """A unit's part; None if there is nothing to tell."""
    if not (seen.items or seen.old or seen.silent):
        return None
    known = registry.unit_of(unit) if registry is not None else None
    officers = registry.officers(known, at=day) if registry is not None and known is not None else ()
    return Part(
        unit=unit,
        code=known.code if known is not None else None,
        officers=tuple(dict.fromkeys(term.id for term in officers)),
        items=tuple(sorted(seen.items, key=_item_urgency)),
        old=len(seen.old),
        old_since=min(seen.old, default=None),
        silent=len(seen.silent),
        silent_since=min(seen.silent, default=None),
    )


def _item_urgency(item: Item) -> tuple[int, datetime, str]:
    due = item.verdict.due_at if item.verdict is not None else None
    return _ORDER.index(item.why), due or item.lead.created_at, item.lead.id


def _urgency(part: Part) -> tuple[int, int, bool, str]:
    return -part.count(Why.overdue), -len(part.items), part.unit is None, part.unit or ""
