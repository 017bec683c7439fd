"""Folds the timeline of a row, or of a case, into its fact.

For: the store, in the transaction that writes an event or a link; judging, which folds what it is given.
Must not: read a clock, know a time limit, or use ``seen_at`` as an instant: it orders, it never measures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from ..model import Bucket, Complaint, Event, EventType, Intent, Status
from ..timeline import counts, ordered, status_events, substantive
from .fact import MILESTONES, Fact, in_lapor

__all__ = ["fold"]


def fold(
    lead: Complaint,
    timeline: Iterable[Event],
    *,
    zone: ZoneInfo,
    case: str | None = None,
    rows: Sequence[Complaint] = (),
) -> Fact:
    """Fold the timeline of a row, or of a case, into its fact.

    Args:
        lead: the row itself, or the leading row of the case, with effective values (status, kind, unit ...).
        timeline: its events; for a case those of all rows.
        zone: the government's own zone: on which local date something happened.
        case: the case it counts for; None means that it is a case of its own.
        rows: all rows of the case, the lead included; empty for a lone row.

    A milestone of which only the date is known is lifted to the latest earlier milestone of the same local date, so
    that a disposition on the day of receipt does not come before the receipt. Verified, forwarded, resolved and closed
    are those of the leading row; answers are those of the whole case.
    """
    events = ordered(timeline)
    reached = _Milestones(min([lead.created_at, *(row.created_at for row in rows)]), zone)
    turned, odd = _STRAIGHT, False
    if _turning(events):
        told = [e for e in events if e.complaint == lead.id]
        own = [e for e in told if e.at is not None]
        turns = status_events(told)
        times = _completions(turns)
        # Of most rows of an export only statuses are known, and no instant: there is nothing to reach.
        if any(e.at is not None for e in events):
            _reach(reached, events, own=own, turns=turns, times=times)
        turned = _turned(told, turns, times)
        odd = turned.reopened or _irregular(own) or _paused(turns)
    else:
        _reach_answers(reached, events)
    return _fact(
        lead,
        reached.at,
        case=case or lead.id,
        day_only=reached.day_only,
        irregular=odd or len(rows) > 1 or reached.out_of_order,
        substantive=_marked(events),
        linked=in_lapor(rows or (lead,), case),
        reopened=turned.reopened,
        returned=turned.returned,
        undated_end=turned.undated_end,
    )


def _turning(events: Iterable[Event]) -> bool:
    """Whether a story has more than messages. On social media most threads have not: there no turn is looked for."""
    return any(e.type is not EventType.message or e.status is not None for e in events)


def _fact(lead: Complaint, reached: Mapping[str, Any], **told: Any) -> Fact:
    return Fact(
        id=lead.id,
        channel=lead.channel,
        account=lead.account,
        form=lead.form,
        kind=lead.kind,
        oversight=lead.oversight,
        status=lead.status or Status.received,
        unit=lead.unit,
        category=lead.category,
        district=lead.district,
        rating=lead.rating,
        **told,
        **reached,
    )


def _reach(
    reached: _Milestones,
    events: Sequence[Event],
    *,
    own: Sequence[Event],
    turns: Sequence[Event],
    times: Sequence[Sequence[Event]],
) -> None:
    """Note the milestones in their order.

    Args:
        own: the leading row's events with an instant.
        turns: the leading row's status events.
        times: each time that it was finished, the events of it that have an instant.
    """
    reached.add("triaged", _first(own, EventType.triaged))
    reached.add("verified", _first(own, EventType.verified))
    reached.add("forwarded", _first(own, EventType.forwarded))
    replies = _reach_answers(reached, events)
    reached.add("followed_up", reached.first_since("forwarded", replies))
    reached.add("first_resolved", times[0][0] if times and times[0] else None)
    reached.add("last_resolved", times[-1][0] if times and times[-1] else None)
    reached.add("closed", _last(own, EventType.closed))
    reached.add("ended", _end(turns))


def _reach_answers(reached: _Milestones, events: Sequence[Event]) -> list[Event]:
    replies = [e for e in events if e.at is not None and counts(e)]
    if replies:
        reached.add("first_human", replies[0])
        reached.add("first_substantive", next((e for e in replies if substantive(e)), None))
    return replies


def _first(events: Sequence[Event], kind: EventType) -> Event | None:
    return next((e for e in events if e.type is kind), None)


def _last(events: Sequence[Event], kind: EventType) -> Event | None:
    return next((e for e in reversed(events) if e.type is kind), None)


def _irregular(events: Sequence[Event]) -> bool:
    """Say whether a story has a turn that flat columns cannot tell."""
    if any(
        e.type in (EventType.reopened, EventType.extended, EventType.returned, EventType.transferred) for e in events
    ):
        return True
    if sum(e.type is EventType.forwarded for e in events) > 1:
        return True
    ends = [place for place, e in enumerate(events) if e.status is not None and not e.status.open]
    return bool(ends) and any(e.status is not None and e.status.open for e in events[ends[0] :])


def _paused(turns: Iterable[Event]) -> bool:
    """Say whether a story has a pause, be it one whose instants nobody knows."""
    return any(e.status is not None and e.status.paused for e in turns)


def _completions(turns: Iterable[Event]) -> list[list[Event]]:
    """List each time that a matter was finished, with those events of it of which an instant is known, in order.

    A platform closes a matter by itself days after the office resolved it: that is no second completion.
    """
    times: list[list[Event]] = []
    finished = False
    for event in turns:
        was, finished = finished, event.status is not None and event.status.bucket is Bucket.finished
        if finished and not was:
            times.append([])
        if finished and event.at is not None:
            times[-1].append(event)
    return times


def _end(turns: Sequence[Event]) -> Event | None:
    """The event by which the end that still stands began; None of an open matter, and where nobody recorded when."""
    first: Event | None = None
    bucket: Bucket | None = None
    for event in turns:
        if event.status is None:
            continue
        if event.status.open:
            first = bucket = None
        elif event.status.bucket is not bucket:
            first, bucket = event, event.status.bucket
        elif first is not None and first.at is None:
            first = event  # it was noticed earlier than it was dated
    return first


@dataclass(frozen=True, slots=True)
class _Turned:
    reopened: bool
    returned: bool
    undated_end: bool


_STRAIGHT = _Turned(reopened=False, returned=False, undated_end=False)


def _turned(told: Iterable[Event], turns: Iterable[Event], times: Sequence[Sequence[Event]]) -> _Turned:
    """What turns the story of the leading row took, be it at instants that nobody knows."""
    kinds = {e.type for e in told}
    finished = reopened = handed_back = False
    for event in turns:
        if event.status is None:
            continue
        handed_back = handed_back or event.status is Status.returned
        reopened = reopened or (finished and event.status.open)
        finished = finished or event.status.bucket is Bucket.finished
    return _Turned(
        reopened=reopened or EventType.reopened in kinds,
        returned=handed_back or EventType.returned in kinds,
        undated_end=reopened and bool(times) and not times[0],
    )


def _marked(events: Iterable[Event]) -> bool | None:
    """How officers marked the answers: one as substantive, or all that were marked as normative."""
    said = [e for e in events if counts(e) and e.intent is not None]
    if any(substantive(e) for e in said):
        return True
    return False if any(e.intent is Intent.normative for e in said) else None


class _Milestones:
    """Collects instants in the order of the life cycle, lifting those of which only the date is known."""

    def __init__(self, received: datetime, zone: ZoneInfo) -> None:
        self.at: dict[str, datetime] = {"received": received}
        self.day_only = 0
        self._zone = zone

    def add(self, name: str, event: Event | None) -> None:
        """Note when *name* was reached; an event without an instant leaves it open."""
        if event is None or event.at is None:
            return
        self.at[name] = self._lifted(event.at, day=event.day)
        if event.day:
            self.day_only |= 1 << MILESTONES.index(name)

    def first_since(self, name: str, events: Iterable[Event]) -> Event | None:
        """The first of *events* at or after milestone *name*; None without that milestone."""
        start = self.at.get(name)
        if start is None:
            return None
        return next((e for e in events if e.at is not None and self._lifted(e.at, day=e.day) >= start), None)

    def _lifted(self, at: datetime, *, day: bool) -> datetime:
        if not day:
            return at
        date = at.astimezone(self._zone).date()
        # Nothing is lifted to the triage: it is no step of the path, and may come after any of them.
        earlier = (m for name, m in self.at.items() if name != "triaged")
        return max([at, *(m for m in earlier if m.astimezone(self._zone).date() == date)])

    @property
    def out_of_order(self) -> bool:
        """True if the path receipt, verification, disposition, follow-up, completion does not run forwards."""
        path = ("received", "verified", "forwarded", "followed_up", "first_resolved")
        instants = [self.at[name] for name in path if name in self.at]
        early_answer = "first_human" in self.at and self.at["first_human"] < self.at["received"]
        return early_answer or any(later < earlier for earlier, later in pairwise(instants))
