"""From when to when a clock of a case ran, and what started and stopped it; one clock may have run several times.

For: judging. A regular case is told by its fact alone; what only a timeline tells (each unit's turn, each message that
waits) comes from there.
Must not: know a limit, or use ``seen_at`` as an instant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from ..facts import Fact
from ..model import Bucket, Event, EventType, Role
from ..timeline import counts, ordered
from .clocks import ENDS, IMPLIED, Clock

__all__ = ["Moment", "Span", "spans"]


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened, by the name of its milestone; *day*: only its date is known."""

    name: str
    at: datetime
    day: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """One run of a clock.

    Attributes:
        starts: what is known of the milestones that can start it.
        end: what stopped it; None while nothing has, or nobody recorded when.
        stopped: the status alone says that it was stopped.
        unit: the unit that is asked; None is the one that leads the case.
        number: which run it is, from 1, where a clock can run several times.
    """

    starts: Mapping[str, Moment]
    end: Moment | None
    stopped: bool
    unit: str | None = None
    number: int | None = None


def spans(clock: Clock, fact: Fact, timeline: Sequence[Event] | None, *, zone: ZoneInfo) -> Sequence[Span]:
    """The runs of a clock, in order; at least one.

    Args:
        timeline: the events of the case; None where only its columns are known.
    """
    match clock:
        case Clock.unit_follow_up if fact.irregular and timeline is not None:
            return list(_turns(fact, ordered(timeline), zone)) or [_plain(clock, fact)]
        case Clock.next_response if timeline is not None:
            return list(_waits(ordered(timeline))) or [Span({}, None, stopped=False)]
        case _:
            return [_plain(clock, fact)]


def _plain(clock: Clock, fact: Fact) -> Span:
    """What the columns tell."""
    end = None if clock is Clock.resolution and fact.status.open else _known(fact, ENDS[clock])
    starts = {"received": Moment("received", fact.received)}
    for name in ("verified", "forwarded"):
        if (moment := _known(fact, (name,))) is not None:
            starts[name] = moment
    # Finished once, at an instant that nobody recorded: whatever came later was not the first time.
    unseen = clock is Clock.first_resolution and fact.undated_end
    return Span(starts, end, stopped=end is None and (unseen or fact.status.bucket in IMPLIED[clock]))


def _known(fact: Fact, names: Iterable[str]) -> Moment | None:
    """The first of these milestones that is known. Those that no column holds are skipped."""
    for name in names:
        at: datetime | None = getattr(fact, name, None)
        if at is not None:
            return Moment(name, at, fact.only_day(name))
    return None


def _turns(fact: Fact, events: Sequence[Event], zone: ZoneInfo) -> Iterator[Span]:
    """Each disposition of the leading row, to the unit's answer, its return, or the next disposition."""
    given = [e for e in events if e.type is EventType.forwarded and e.complaint == fact.id and e.at is not None]
    asked = {e.unit for e in given}
    turns: list[tuple[Event, Moment, Moment | None]] = []
    for disposition in given:
        start = _at(disposition, "forwarded", since=fact.received, zone=zone)
        ends = (
            _ending(e, disposition, start, asked, zone) for e in events if e.at is not None and e is not disposition
        )
        # Events of one and the same instant come in the order of the life cycle, so the first is the right one.
        turns.append((disposition, start, min((e for e in ends if e is not None), key=lambda e: e.at, default=None)))
    finished = fact.status.bucket is Bucket.finished
    # "In process" speaks of some answer; where that one is known, it says nothing of the unit that still owes its own.
    answered = any(end is not None and end.name == "followed_up" for _, _, end in turns)
    implied = finished or (not answered and fact.status.bucket in IMPLIED[Clock.unit_follow_up])
    for number, (disposition, start, end) in enumerate(turns, start=1):
        stopped = end is None and implied
        yield Span({"forwarded": start}, end, stopped=stopped, unit=disposition.unit, number=number)


def _ending(event: Event, given: Event, start: Moment, asked: set[str | None], zone: ZoneInfo) -> Moment | None:
    """What *event* ends of the turn that *given* began: an answer that names no unit is that of whoever was asked."""
    if counts(event):
        mine = event.unit is None or event.unit == given.unit or event.unit not in asked
        end = _at(event, "followed_up", since=start.at, zone=zone)
        return end if mine and end.at >= start.at else None
    if event.complaint != given.complaint:
        return None
    if event.type is EventType.returned:
        mine = event.unit is None or event.unit == given.unit
        end = _at(event, "returned", since=start.at, zone=zone)
        return end if mine and end.at >= start.at else None
    if event.type is EventType.forwarded:
        end = _at(event, "forwarded", since=None, zone=zone)
        # Two dispositions at once ask two units side by side.
        return end if end.at > start.at else None
    return None


def _waits(events: Sequence[Event]) -> Iterator[Span]:
    """Each time that a citizen waited: from the oldest message without an answer to the answer."""
    since: Moment | None = None
    number = 0
    for event in events:
        if event.at is None:
            continue
        if event.type is EventType.message and event.role is Role.citizen:
            since = since or Moment("asked", event.at, event.day)
        elif since is not None and counts(event):
            number += 1
            yield Span({"asked": since}, Moment("answered", event.at, event.day), stopped=False, number=number)
            since = None
    if since is not None:
        yield Span({"asked": since}, None, stopped=False, number=number + 1)


def _at(event: Event, name: str, *, since: datetime | None, zone: ZoneInfo) -> Moment:
    """When it was; of one known by its date alone, not before what came earlier on that date, as facts lift it."""
    at = event.at
    assert at is not None  # only events with an instant are asked
    if event.day and since is not None and since > at and since.astimezone(zone).date() == at.astimezone(zone).date():
        at = since
    return Moment(name, at, event.day)
