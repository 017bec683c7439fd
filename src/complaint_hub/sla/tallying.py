"""How many clocks stand how: the counts of a scorecard, over columns as arrays where numpy is there.

For: figures over many cases, where nobody reads the single verdict.
Must not: say anything that counting the verdicts of ``judge_facts`` would not say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec

from ..facts import Facts
from ..worktime import WorkCalendar
from .clocks import Clock
from .judging import judge_facts
from .policy import Policy
from .verdict import Outcome

__all__ = ["Tally", "tally"]


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over many cases.

    Attributes:
        outcomes: for each clock of the policy how many of its runs stand how.
        since: for each clock how many runs were started by which milestone.
        overdue: cases with at least one running clock past its due date.
    """

    outcomes: Mapping[Clock, Counter[Outcome]]
    since: Mapping[Clock, Counter[str]]
    overdue: int


def tally(facts: Facts, *, policy: Policy, calendar: WorkCalendar, now: datetime) -> Tally:
    """Count the outcomes of all clocks; the same as counting the verdicts of ``judge_facts``.

    With numpy, and where every rule of the policy counts working days to the end of a day, in force whatever the date,
    regular cases are judged as arrays.

    Raises: ValueError, if *now* is naive.
    """
    if now.tzinfo is None:
        raise ValueError(f"now must be an aware instant, got {now!r}: pass datetime.now(UTC)")
    found = Tally(
        {clock: Counter() for clock in policy.clocks}, {clock: Counter() for clock in policy.clocks}, overdue=0
    )
    rest, overdue = facts, 0
    if find_spec("numpy") is not None and (counted := _in_bulk(facts, found, policy, calendar, now)) is not None:
        rest, overdue = counted
    late: set[str] = set()
    for verdict in judge_facts(rest, policy=policy, calendar=calendar, now=now):
        found.outcomes[verdict.clock][verdict.outcome] += 1
        if verdict.since is not None:
            found.since[verdict.clock][verdict.since] += 1
        if verdict.overdue:
            late.add(verdict.id)
    return Tally(found.outcomes, found.since, overdue + len(late))


def _in_bulk(
    facts: Facts, found: Tally, policy: Policy, calendar: WorkCalendar, now: datetime
) -> tuple[Facts, int] | None:
    """Add the regular cases to what was found: the others, and how many are overdue. None, if arrays cannot do it."""
    from . import arrays, bulk

    if not bulk.countable(policy):
        return None
    regular, others = arrays.parted(facts)
    counted = bulk.outcomes(arrays.DatedArrays(regular, calendar=calendar, now=now), policy=policy, calendar=calendar)
    if counted is None:
        return None
    starts = counted.starts()
    for clock, outcomes in counted.counts().items():
        found.outcomes[clock].update(outcomes)
        found.since[clock].update(starts[clock])
    return others, counted.with_any(Outcome.breached)
