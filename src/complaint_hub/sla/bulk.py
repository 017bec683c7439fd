"""Judges columns as arrays: the outcome of each clock of each regular case, a million at a time. Needs numpy.

For: :func:`complaint_hub.sla.tally`, which says the same without numpy, one case after the other.
Must not: be imported with the package; nor differ from ``judge_facts`` in any outcome.

Only rules over whole working days are counted here, to the end of a day and in force at all instants of the cases; with
any other rule the cases are judged one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..facts import Fact, from_columns, from_micros, to_micros
from ..model import Status
from ..worktime import WorkCalendar
from .clocks import ENDS, IMPLIED, Clock
from .policy import Due, Policy, Rule, TargetUnit
from .verdict import Outcome

__all__ = ["OUTCOMES", "Outcomes", "countable", "outcomes"]

OUTCOMES = tuple(Outcome)
"""What the codes of :func:`outcomes` stand for, by their place."""

_CODE = {outcome: code for code, outcome in enumerate(OUTCOMES)}
_Floats: TypeAlias = NDArray[np.float64]
_Flags: TypeAlias = NDArray[np.bool_]
_CRITERIA = ("channel", "form", "kind", "oversight", "unit", "category")


def countable(policy: Policy) -> bool:
    """Say whether every rule of a policy can be counted over arrays, unless its version changes among the cases."""
    return all(
        rule.counted_in is TargetUnit.working_days
        and rule.due is Due.end_of_day
        and not rule.first_day_counted
        and rule.clock.in_facts
        for rule in policy.rules
    )


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What arrays say.

    Attributes:
        codes: for each clock the outcome of each case, as its place in :data:`OUTCOMES`.
        since: for each clock how many cases were started by which milestone.
    """

    codes: Mapping[Clock, NDArray[np.int8]]
    since: Mapping[Clock, Mapping[str, int]]

    @property
    def outcomes(self) -> dict[Clock, dict[Outcome, int]]:
        """For each clock how many cases stand how."""
        counts = {clock: np.bincount(codes, minlength=len(OUTCOMES)) for clock, codes in self.codes.items()}
        return {
            clock: {outcome: int(n) for outcome, n in zip(OUTCOMES, found, strict=True) if n}
            for clock, found in counts.items()
        }

    @property
    def overdue(self) -> int:
        """Cases with at least one breached clock."""
        late = [codes == _CODE[Outcome.breached] for codes in self.codes.values()]
        return int(np.count_nonzero(np.logical_or.reduce(late))) if late else 0


@dataclass(frozen=True, slots=True)
class _Table:
    """Columns of regular cases, as arrays: instants as microseconds, NaN where there is none."""

    instants: Mapping[str, _Floats]
    open: _Flags
    classes: NDArray[np.int64]
    examples: Sequence[Fact]
    statuses: NDArray[np.int64]


def outcomes(
    columns: Mapping[str, Sequence[Any]], *, policy: Policy, calendar: WorkCalendar, now: datetime
) -> Outcomes | None:
    """The outcomes of regular cases.

    Args:
        columns: those of :data:`complaint_hub.facts.COLUMNS`, of cases that are not irregular.
        policy: one that is :func:`countable`.

    Returns: None, if a rule was not in force at all instants of the cases up to now.
    """
    table = _table(columns, policy)
    moment = to_micros(now.astimezone(UTC)) or 0
    if not _always_in_force(policy, table, calendar, moment):
        return None
    found: dict[Clock, NDArray[np.int8]] = {}
    since: dict[Clock, dict[str, int]] = {}
    for clock in policy.clocks:
        rules = [rule for rule in policy.rules if rule.clock is clock]
        codes = np.full(table.classes.shape, _CODE[Outcome.no_target], np.int8)
        since[clock] = {}
        decides = np.array(
            [next((n for n, rule in enumerate(rules) if rule.fits(fact)), -1) for fact in table.examples], np.int64
        )
        place = decides.take(table.classes) if decides.size else np.empty(0, np.int64)
        for n, rule in enumerate(rules):
            rows = np.flatnonzero(place == n)
            if rows.size:
                codes[rows] = _judged(table, rule, rows, calendar, moment, policy.warn_within, since[clock])
        found[clock] = codes
    return Outcomes(found, since)


def _always_in_force(policy: Policy, table: _Table, calendar: WorkCalendar, now: int) -> bool:
    dated = [rule for rule in policy.rules if rule.in_force_from or rule.in_force_until]
    if not dated:
        return True
    ends = [
        now,
        *(
            f(column)
            for column in table.instants.values()
            if not np.isnan(column).all()
            for f in (np.nanmin, np.nanmax)
        ),
    ]
    known = [from_micros(int(micros)) for micros in ends if not np.isnan(micros)]
    days = [calendar.local_day(moment) for moment in known if moment is not None]
    return all(rule.in_force(day) for rule in dated for day in (min(days), max(days)))


def _table(columns: Mapping[str, Sequence[Any]], policy: Policy) -> _Table:
    names = {
        *(name for rule in policy.rules for name in rule.start),
        *(name for ends in ENDS.values() for name in ends),
    }
    instants = {name: np.asarray(columns[name], np.float64) for name in names if name in columns}
    used = [name for name in _CRITERIA if any(getattr(rule, _PLURAL[name]) is not None for rule in policy.rules)]
    classes, firsts = _classes([columns[name] for name in used], len(columns["id"]))
    examples = [from_columns([column[row] for column in columns.values()]) for row in firsts]
    order = {str(status): code for code, status in enumerate(Status)}
    statuses = np.fromiter(map(order.__getitem__, columns["status"]), np.int64, len(columns["status"]))
    return _Table(instants, _by_status(statuses, lambda s: s.open), classes, examples, statuses)


def _classes(columns: Sequence[Sequence[Any]], size: int) -> tuple[NDArray[np.int64], list[int]]:
    """Number the kinds of cases that rules can tell apart, and name the first row of each."""
    if not columns or not size:
        return np.zeros(size, np.int64), [0] if size else []
    first: dict[tuple[Any, ...], int] = {}
    rows = np.fromiter(map(first.setdefault, zip(*columns, strict=True), count()), np.int64, size)
    firsts = list(first.values())
    numbers = np.empty(size, np.int64)
    numbers[firsts] = np.arange(len(firsts))
    return numbers.take(rows), firsts


_PLURAL = {
    "channel": "channels",
    "form": "forms",
    "kind": "kinds",
    "oversight": "oversight",
    "unit": "units",
    "category": "categories",
}


def _by_status(statuses: NDArray[np.int64], says: Callable[[Status], bool]) -> _Flags:
    return np.array([says(status) for status in Status], np.bool_).take(statuses)


def _first(table: _Table, names: Sequence[str], rows: NDArray[np.int64]) -> tuple[_Floats, list[int]]:
    """The first of these instants that is known, and how often it was which."""
    found = np.full(rows.shape, np.nan)
    counts = []
    for name in names:
        missing = np.isnan(found)
        # A milestone that no column holds is never known.
        values = table.instants[name].take(rows) if name in table.instants else found
        found = np.where(missing, values, found)
        counts.append(int(np.count_nonzero(missing & ~np.isnan(found))))
    return found, counts


def _judged(
    table: _Table,
    rule: Rule,
    rows: NDArray[np.int64],
    calendar: WorkCalendar,
    now: int,
    within: int,
    since: dict[str, int],
) -> NDArray[np.int8]:
    statuses, is_open = table.statuses.take(rows), table.open.take(rows)
    start, counts = _first(table, rule.start, rows)
    for name, started_by in zip(rule.start, counts, strict=True):
        if started_by:
            since[name] = since.get(name, 0) + started_by
    end, _ = _first(table, ENDS[rule.clock], rows)
    if rule.clock is Clock.resolution:
        end = np.where(is_open, np.nan, end)
    ended, started = ~np.isnan(end), ~np.isnan(start)
    implied = _by_status(statuses, lambda s: s.bucket in IMPLIED[rule.clock])
    codes = np.full(rows.shape, _CODE[Outcome.running], np.int8)
    counted = started & (ended | is_open) & ~(~ended & implied)
    codes[ended & ~started] = _CODE[Outcome.unknown]
    codes[~ended & implied] = _CODE[Outcome.unknown]
    codes[~ended & ~implied & ~is_open] = _CODE[Outcome.cancelled]
    at = np.flatnonzero(counted)
    if at.size:
        paused = _by_status(statuses.take(at), lambda s: s in rule.pauses) & ~ended.take(at)
        codes[at] = _counted(rule, start.take(at), end.take(at), paused, calendar, now, within)
    return codes


def _counted(
    rule: Rule, start: _Floats, end: _Floats, paused: _Flags, calendar: WorkCalendar, now: int, within: int
) -> NDArray[np.int8]:
    """Those with a start and, by *end* or *now*, something to compare the due date with."""
    over = calendar.add_days_of(start.astype(np.int64), rule.target)
    ended = ~np.isnan(end)
    late = np.where(ended, end, now) >= over
    codes = np.where(late, _CODE[Outcome.met_late], _CODE[Outcome.met]).astype(np.int8)
    running = np.flatnonzero(~ended)
    if running.size:
        due = over.take(running) - 1
        left = calendar.working_days_of(np.minimum(now, due), due)
        risky = np.where(left <= within, _CODE[Outcome.at_risk], _CODE[Outcome.running])
        codes[running] = np.where(late.take(running), _CODE[Outcome.breached], risky)
        codes[paused] = _CODE[Outcome.paused]
    return codes
