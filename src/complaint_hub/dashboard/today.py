"""Section "Hari ini": what is overdue, due soon, unanswered, untriaged, and waits for a person.

For: ``gather``.
Must not: read the store; replies on their way out are handed in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from ..model import Status
from ..outbox import ReplyState
from .seen import Seen
from .standing import Stand
from .values import CaseLine, DueDay, State, Today

__all__ = ["WAITING", "is_answered", "today"]

_SHOWN_DAYS = 10
_URGENT = 5

WAITING = (ReplyState.draft, ReplyState.failed, ReplyState.unsure)
"""The states in which a reply waits for a person."""


def today(seen: Seen, *, soon_within: int, replies: Mapping[ReplyState, int], cases: Sequence[CaseLine] = ()) -> Today:
    """Count what must be done.

    Args:
        soon_within: working days from which the policy warns.
        replies: how many replies wait, by state.
        cases: the list of the page, the most urgent first.
    """
    late = soon = soon_today = 0
    due: Counter[int] = Counter()
    overruns: list[float] = []
    for _, stand in seen.waiting():
        late += stand.late
        if stand.first is not None and stand.state in (State.soon, State.running) and stand.first.due is not None:
            due[stand.first.due] += 1
        if not stand.late and stand.state is State.soon:
            soon += 1
            soon_today += stand.first is not None and stand.first.due == seen.today
        overruns += [one.overrun or 0 for one in stand.clocks if stand.late and one.outcome.value == "breached"]
    unanswered = [seen.received[place] for place, _ in seen.waiting() if not is_answered(seen, place)]
    untriaged = Counter(
        channel
        for channel, kind, asks, is_open in zip(seen.channel, seen.kind, seen.asks, seen.open, strict=True)
        if kind is None and not asks and is_open
    )
    return Today(
        open=sum(1 for _ in seen.waiting()),
        overdue=late,
        overdue_before=_late_on(seen, seen.today - 7),
        longest=int(max(overruns)) if overruns else None,
        soon=soon,
        soon_within=soon_within,
        soon_today=soon_today,
        unanswered=len(unanswered),
        waited=seen.working_days(min(unanswered), seen.today) if unanswered else None,
        untriaged=untriaged.total(),
        untriaged_most=min(untriaged.items(), key=lambda pair: (-pair[1], pair[0])) if untriaged else None,
        undecided=sum(replies.values()),
        drafts=replies.get(ReplyState.draft, 0),
        days=tuple(_days(seen, due, soon_within)),
        urgent=tuple(case for case in cases if case.state in (State.late, State.soon, State.running))[:_URGENT],
    )


def is_answered(seen: Seen, place: int) -> bool:
    """Whether somebody has answered an open case, be it that only its status tells."""
    return seen.facts.columns["first_human"][place] is not None or seen.status[place] == Status.responded


def _late_on(seen: Seen, day: int) -> int:
    """Cases that stood past a due date a week ago; most stand alike, so each kind is looked at once."""
    known: dict[Stand, bool] = {}
    found = 0
    for _, stand in seen.counted():
        was = known.get(stand)
        if was is None:
            was = known[stand] = stand.late_on(day)
        found += was
    return found


def _days(seen: Seen, due: Counter[int], soon_within: int) -> list[DueDay]:
    """The next ten working days, the page's own included where it is one."""
    calendar, here = seen.calendar, date.fromordinal(seen.today)
    start = here if calendar.is_working(here) else calendar.add_days(here, 1)
    days = [start, *(calendar.add_days(start, n) for n in range(1, _SHOWN_DAYS))]
    return [
        DueDay(day=day, cases=due[day.toordinal()], soon=seen.working_days(seen.today, day.toordinal()) <= soon_within)
        for day in days
    ]
