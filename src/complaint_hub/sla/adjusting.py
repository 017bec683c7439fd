"""What moves a due date: pauses, as far as the rule knows them, and extensions (*perpanjangan*).

For: judging.
Must not: judge, or measure a pause of which an end has no instant: it is *blind*, and says so.

An extension is an event of type ``extended``; its ``data`` say how much: ``{"amount": 10}`` in the unit of the rule, or
``{"until": "2026-03-31"}``, and of which clock, ``{"clock": "first_response"}``: without that, of the resolution. One
that says neither is as blind as a pause without an end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from ..model import Event, EventType, Status
from ..timeline import ordered
from .clocks import Clock
from .measures import Measure
from .policy import Rule

__all__ = ["NOTHING", "Adjusted", "Adjustments", "Extension", "adjust", "adjustments"]

_EVER = datetime.min.replace(tzinfo=UTC)
_EXTENDED_BY_DEFAULT = (Clock.resolution, Clock.first_resolution)


@dataclass(frozen=True, slots=True)
class Extension:
    """One that was granted at *at*: by an amount, up to a date, or by nobody knows what."""

    at: datetime
    amount: float | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Adjustments:
    """What may move the due dates of a case under one rule.

    Attributes:
        pauses: those with a known beginning, in order; one that still runs is the last, its end is None.
        blind_pauses, blind_extensions: of each that nobody can measure, the earliest moment at which it can have begun.
    """

    pauses: tuple[tuple[datetime, datetime | None], ...] = ()
    extensions: tuple[Extension, ...] = ()
    blind_pauses: tuple[datetime, ...] = ()
    blind_extensions: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class Adjusted:
    """A due date, and what it is made of: *total* is target, pauses (*paused*) and extensions (*extended*)."""

    due_on: date
    due_at: datetime
    total: float
    paused: float = 0
    extended: float = 0
    stood: tuple[tuple[datetime, datetime], ...] = ()


NOTHING = Adjustments()


def adjustments(statuses: Sequence[Event], events: Iterable[Event], rule: Rule, current: Status) -> Adjustments:
    """What the leading row tells.

    Args:
        statuses: its status events, in order.
        events: all its events.
        current: where it stands.
    """
    spans, blind = _pauses(statuses, rule, current)
    # Of two at one instant the order of the timeline decides, not that in which they are handed over.
    granted = sorted(_extensions(ordered(events), rule), key=lambda e: e.at)
    known = tuple(e for e in granted if e.amount is not None or e.until is not None)
    return Adjustments(spans, known, blind, tuple(e.at for e in granted if e not in known))


def _pauses(
    statuses: Sequence[Event], rule: Rule, current: Status
) -> tuple[tuple[tuple[datetime, datetime | None], ...], tuple[datetime, ...]]:
    spans: list[tuple[datetime, datetime | None]] = []
    blind: list[datetime] = []
    begin: Event | None = None
    for event in statuses:
        pauses = event.status in rule.pauses
        if pauses and begin is None:
            begin = event
        elif begin is not None and not pauses:
            if begin.at is not None and event.at is not None:
                spans.append((begin.at, event.at))
            else:
                blind.append(begin.at or begin.not_before or _EVER)
            begin = None
    if begin is not None and current not in rule.pauses:
        # The status that counts has moved on without an instant.
        blind.append(begin.at or begin.not_before or _EVER)
    elif begin is not None and begin.at is not None:
        spans.append((begin.at, None))
    return tuple(spans), tuple(blind)


def _extensions(events: Iterable[Event], rule: Rule) -> Iterable[Extension]:
    if not rule.extendable:
        return
    for event in events:
        if event.type is not EventType.extended or event.at is None:
            continue
        named = event.data.get("clock")
        if rule.clock == named if isinstance(named, str) else rule.clock in _EXTENDED_BY_DEFAULT:
            amount, until = event.data.get("amount"), event.data.get("until")
            yield Extension(
                event.at,
                amount if isinstance(amount, int | float) and not isinstance(amount, bool) and amount > 0 else None,
                _day(until) if isinstance(until, str) else None,
            )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def adjust(target: int, measure: Measure, told: Adjustments, *, until: datetime) -> Adjusted:
    """The due date, moved by each pause and each extension that began before it and before *until*.

    What began after the due date forgives nothing: the limit had been missed by then.
    """
    due_on, due_at = measure.due(target)
    if not told.pauses and not told.extensions:
        return Adjusted(due_on, due_at, target)
    total: float = target
    paused: float = 0
    extended: float = 0
    stood: list[tuple[datetime, datetime]] = []
    moving: list[tuple[datetime, Extension | datetime]] = [(began, ended or until) for began, ended in told.pauses]
    moving += [(extension.at, extension) for extension in told.extensions]
    for at, what in sorted(moving, key=lambda pair: pair[0]):
        if at > min(due_at, until):
            break
        if isinstance(what, Extension):
            more = what.amount or 0
            if what.until is not None:
                more = max(more, measure.amount_until(what.until) - total)
            extended += more
        elif more := measure.between(at, min(what, until)):
            paused += more
            stood.append((at, min(what, until)))
        if more:
            total += more
            due_on, due_at = measure.due(total)
    return Adjusted(due_on, due_at, total, paused, extended, tuple(stood))
