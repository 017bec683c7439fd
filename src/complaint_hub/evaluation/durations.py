"""Means and medians of what lies between two instants of a case, in calendar and in working days.

For: the scorecard. Calendar and working days stand side by side, as published figures do not say which they are.
Must not: turn what nobody recorded into zero days. A case without both instants is counted as missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from ..facts import Fact, to_micros
from ..worktime import WorkCalendar

__all__ = [
    "DAY",
    "Duration",
    "Span",
    "Spans",
    "answered_after",
    "completion",
    "first_response",
    "first_substantive",
    "follow_up",
]

DAY = 86_400_000_000
"""Microseconds of a calendar day."""


@dataclass(frozen=True, slots=True)
class Span:
    """What one case took: *since* names its start, calendar time is in microseconds."""

    since: str
    calendar: int
    working: int


@dataclass(frozen=True, slots=True)
class Duration:
    """A mean or a median over cases.

    Attributes:
        calendar_days: elapsed seconds / 86,400, unrounded; the difference of local dates where one end is only a date.
        working_days: working dates after the start up to the end.
        since: how many of the *n* cases were measured from which milestone.
        n: cases measured. Both values are None when it is 0.
        missing: cases that lack an instant.
    """

    calendar_days: float | None
    working_days: float | None
    since: Mapping[str, int]
    n: int
    missing: int

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "calendar_days": self.calendar_days,
            "working_days": self.working_days,
            "since": dict(self.since),
            "n": self.n,
            "missing": self.missing,
        }


@dataclass(slots=True)
class Spans:
    """Collects the spans of many cases; *starts* are the milestones that may begin one, in order of preference."""

    starts: tuple[str, ...]
    found: list[Span] = field(default_factory=list[Span])
    missing: int = 0

    def add(self, span: Span | None) -> None:
        """Count a case: measured, or missing."""
        if span is None:
            self.missing += 1
        else:
            self.found.append(span)

    def mean(self) -> Duration:
        """The mean; sums are whole microseconds, so the order of the cases does not show in it."""
        n = len(self.found)
        if not n:
            return self._duration(None, None)
        calendar = sum(span.calendar for span in self.found) / (n * DAY)
        return self._duration(calendar, sum(span.working for span in self.found) / n)

    def median(self) -> Duration:
        """The exact median; between two middle cases their mean."""
        if not self.found:
            return self._duration(None, None)
        calendar = median(span.calendar for span in self.found) / DAY
        return self._duration(calendar, float(median(span.working for span in self.found)))

    def _duration(self, calendar: float | None, working: float | None) -> Duration:
        since = {name: sum(span.since == name for span in self.found) for name in self.starts}
        return Duration(calendar, working, since, len(self.found), self.missing)


def follow_up(fact: Fact, calendar: WorkCalendar) -> Span | None:
    """From the disposition to the first answer at or after it; without one from verification, else from receipt.

    None, if there is no answer, or all that the columns know of came before the start.
    """
    since = next((name for name in ("forwarded", "verified") if getattr(fact, name) is not None), "received")
    return _span(fact, since, "followed_up" if since == "forwarded" else "first_human", calendar)


def completion(fact: Fact, calendar: WorkCalendar) -> Span | None:
    """From receipt to the completion that still stands; None if its instant is not known."""
    return _span(fact, "received", "last_resolved", calendar)


def answered_after(fact: Fact, start: str, calendar: WorkCalendar) -> Span | None:
    """The follow-up as it were with *start* as the only start there is; None if that is not known."""
    if getattr(fact, start) is None:
        return None
    return _span(fact, start, "followed_up" if start == "forwarded" else "first_human", calendar)


def first_response(fact: Fact, calendar: WorkCalendar) -> Span | None:
    """From receipt to the first answer by a person, a thank-you included."""
    return _span(fact, "received", "first_human", calendar)


def first_substantive(fact: Fact, calendar: WorkCalendar) -> Span | None:
    """From receipt to the first answer that an officer marked as substantive."""
    return _span(fact, "received", "first_substantive", calendar)


def _span(fact: Fact, start: str, end: str, calendar: WorkCalendar) -> Span | None:
    began, ended = getattr(fact, start), getattr(fact, end)
    if ended is None or ended < began:
        return None
    first, last = calendar.local_day(began), calendar.local_day(ended)
    if fact.only_day(start) or fact.only_day(end):
        elapsed = (last - first).days * DAY
    else:
        elapsed = (to_micros(ended) or 0) - (to_micros(began) or 0)
    return Span(start, elapsed, calendar.working_days(first, last))
