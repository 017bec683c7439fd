"""Scorecards of cases that a test writes down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from complaint_hub.evaluation import Scorecard, scorecard
from complaint_hub.facts import Fact, Facts
from complaint_hub.model import Case, Status
from complaint_hub.sla import sp4n
from complaint_hub.worktime import WorkCalendar
from support.cases import fact, wib

__all__ = ["CALENDAR", "blitar", "card", "of_statuses"]

CALENDAR = WorkCalendar.indonesia()
_DAY = timedelta(days=1)


def card(*facts: Fact, now: str = "2024-01-31 12:00", cases: Iterable[Case] = (), **more: Any) -> Scorecard:
    """The card of these facts, of 2023 unless a period is given."""
    told = tuple(cases)

    def stories() -> Iterator[Case]:
        return iter(told)

    if "period" not in more:
        more.setdefault("year", 2023)
    return scorecard(Facts.of(facts, stories), policy=sp4n(), calendar=CALENDAR, now=wib(now), **more)


def of_statuses(**counts: int) -> list[Fact]:
    """Reports of March 2023 by status, with no instant but their receipt."""
    states = [Status(name) for name, count in counts.items() for _ in range(count)]
    return [fact("2023-03-01 09:00", number=n, status=state) for n, state in enumerate(states)]


def blitar(*, days: int = 967, cases: int = 62, **more: Any) -> list[Fact]:
    """Finished reports of 2023 whose follow-ups took *days* calendar days together."""
    each, left = divmod(days, cases)
    made: list[Fact] = []
    for n in range(cases):
        start, took = f"2023-{n % 12 + 1:02}-{n % 5 + 2:02} 09:00", each + (n < left)
        moment = wib(start)
        end = f"{(moment + _DAY * took).astimezone(CALENDAR.zone):%Y-%m-%d %H:%M}"
        ends: dict[str, Any] = dict.fromkeys(("first_human", "followed_up", "first_resolved", "last_resolved"), end)
        made.append(fact(start, number=n, forwarded=start, **(ends | more)))
    return made
