"""When the platform will close a report by itself, if nobody writes: SP4N-LAPOR! does so after ten working days.

For: an office that wants to know which answers are about to become final.
Must not: count as a time limit: nobody is late when a platform closes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from ..model import Case, Complaint, Event, EventType, Role
from ..timeline import answers, current_status
from ..worktime import WorkCalendar
from .policy import Policy

__all__ = ["Closing", "closings"]


@dataclass(frozen=True, slots=True)
class Closing:
    """A report that was answered, and that nobody has written on since.

    Attributes:
        answered_at: the last answer of the government.
        closes_on: the local date from which the platform may close it: the last of the working days without a word.
        closes_at: the end of that date.
        overdue: the day has passed and it is still open: the platform counts otherwise, or an event was not read.
    """

    id: str
    case: str
    answered_at: datetime
    closes_on: date
    closes_at: datetime
    target: int
    source: str
    overdue: bool


def closings(
    cases: Iterable[Complaint | Case], *, policy: Policy, calendar: WorkCalendar, now: datetime
) -> Iterator[Closing]:
    """Forecast the closing of each open, answered report on which the citizen has not written since.

    Args:
        cases: with their timelines.
        policy: its ``auto_close`` says after how many working days.

    Raises: ValueError, if *now* is naive, or a complaint is a head.
    """
    if now.tzinfo is None:
        raise ValueError(f"now must be an aware instant, got {now!r}: pass datetime.now(UTC)")
    now = now.astimezone(UTC)
    for item in cases:
        lead, timeline = (item.lead, item.timeline) if isinstance(item, Case) else (item, item.timeline)
        if timeline is None:
            raise ValueError(f"{item.id} was read without its timeline: use complaints(), not heads()")
        status = lead.status or current_status([e for e in timeline if e.complaint == lead.id])
        last = _last_word(timeline)
        if not status.open or status.paused or last is None:
            continue
        day = calendar.local_day(last)
        rule = next((rule for rule in policy.auto_close if rule.holds(lead.channel, day)), None)
        if rule is not None:
            closes_on = calendar.add_days(day, rule.target)
            closes_at = calendar.day_end(closes_on)
            yield Closing(
                lead.id, item.id, last, closes_on, closes_at, rule.target, rule.source, overdue=now >= closes_at
            )


def _last_word(timeline: Iterable[Event]) -> datetime | None:
    """The last answer, if no message of a citizen came after it."""
    events = list(timeline)
    ours = answers(events)
    last = ours[-1].at if ours else None
    asked = (e.at for e in events if e.type is EventType.message and e.role is Role.citizen and e.at is not None)
    return None if last is None or any(at > last for at in asked) else last
