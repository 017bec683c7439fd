"""Short ways to judge: the office of the tests, with its hours, and the verdicts of one case by clock and run."""

from __future__ import annotations

from typing import Any

from complaint_hub.model import Case, Complaint
from complaint_hub.sla import Clock, Policy, Rule, Verdict, judge, sp4n
from complaint_hub.worktime import Hours, WorkCalendar
from support.cases import wib

__all__ = ["CALENDAR", "EVERY", "OFFICE", "own", "runs", "verdict"]

CALENDAR = WorkCalendar.indonesia()
# Eight to twelve and one to four, Friday until eleven and from half past one: round figures for counting by hand.
OFFICE = WorkCalendar.indonesia(
    hours=Hours(
        dict.fromkeys(range(4), ("08:00-12:00", "13:00-16:00")) | {4: ("08:00-11:00", "13:30-16:30")},
    )
)
EVERY = sp4n(clocks=tuple(Clock))


def own(clock: Clock, target: int, **more: Any) -> Policy:
    """A policy of one rule, for every channel."""
    starts = {Clock.unit_follow_up: ("forwarded",), Clock.next_response: ("asked",)}
    values: dict[str, Any] = {"start": starts.get(clock, ("received",)), "source": "SOP (contoh)"} | more
    return Policy(name="contoh", rules=(Rule(clock=clock, target=target, **values),))


def runs(
    item: Complaint | Case, clock: Clock, *, now: str, policy: Policy = EVERY, calendar: WorkCalendar = CALENDAR
) -> list[Verdict]:
    """The verdicts of one clock, one for each run."""
    found = judge([item], policy=policy, calendar=calendar, now=wib(now))
    return [v for v in found if v.clock is clock]


def verdict(item: Complaint | Case, clock: Clock, **more: Any) -> Verdict:
    """The verdict of a clock that runs once."""
    (found,) = runs(item, clock, **more)
    return found
