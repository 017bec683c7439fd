"""Judges columns as arrays: the outcome of each clock of each regular case, a million at a time. Needs numpy.

For: :func:`complaint_hub.sla.tally` and the scorecard, which say the same without numpy, one case after the other.
Must not: be imported with the package; nor differ from ``judge_facts`` in any outcome.

Only rules over whole working days are counted here, to the end of a day and in force at all instants of the cases; with
any other rule the cases are judged one by one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ..facts import MILESTONES, Fact, from_micros
from ..facts.arrays import looked_up
from ..model import Status
from ..worktime import WorkCalendar
from .arrays import NOBODY, DatedArrays
from .clocks import ENDS, IMPLIED, Clock
from .policy import Due, Policy, Rule, TargetUnit
from .verdict import Outcome

__all__ = ["OUTCOMES", "Outcomes", "countable", "outcomes"]

OUTCOMES = tuple(Outcome)
"""What the codes of :func:`outcomes` stand for, by their place."""

_CODE = {outcome: code for code, outcome in enumerate(OUTCOMES)}
_CRITERIA = {
    "channel": "channels",
    "form": "forms",
    "kind": "kinds",
    "oversight": "oversight",
    "unit": "units",
    "category": "categories",
}
_MOST = 1_000_000
"""Beyond so many kinds of cases a table of all of them takes longer than sorting those that occur."""
_ENDED, _LATE, _OPEN, _IMPLIED, _STARTED, _PAUSED, _RISKY = (1 << bit for bit in range(7))
_WITH_DUE_DATE = (Outcome.met, Outcome.met_late, Outcome.running, Outcome.at_risk, Outcome.paused, Outcome.breached)
_Name = TypeVar("_Name")


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
        since: for each clock the milestone that started it, as its place in ``MILESTONES``; -1 for none.
    """

    codes: Mapping[Clock, NDArray[np.int8]]
    since: Mapping[Clock, NDArray[np.int8]]

    def take(self, rows: NDArray[np.int64]) -> Outcomes:
        """Those of some cases."""
        return Outcomes(
            {clock: codes.take(rows) for clock, codes in self.codes.items()},
            {clock: since.take(rows) for clock, since in self.since.items()},
        )

    def counts(self) -> dict[Clock, dict[Outcome, int]]:
        """For each clock how many cases stand how."""
        return {clock: _counted(codes, OUTCOMES) for clock, codes in self.codes.items()}

    def starts(self) -> dict[Clock, dict[str, int]]:
        """For each clock how many cases were started by which milestone."""
        return {clock: _counted(since, MILESTONES) for clock, since in self.since.items()}

    def with_any(self, *wanted: Outcome) -> int:
        """Cases with at least one clock that stands in one of these ways."""
        if not self.codes:
            return 0
        table = np.array([outcome in wanted for outcome in OUTCOMES], np.bool_)
        found = [looked_up(table, codes) for codes in self.codes.values()]
        return int(np.count_nonzero(np.logical_or.reduce(found)))


def _counted(codes: NDArray[np.int8], names: Sequence[_Name]) -> dict[_Name, int]:
    # A look at single bytes for each name is quicker than counting all of them at once.
    found = {name: int(np.count_nonzero(codes == place)) for place, name in enumerate(names)}
    return {name: n for name, n in found.items() if n}


def outcomes(arrays: DatedArrays, *, policy: Policy, calendar: WorkCalendar) -> Outcomes | None:
    """Judge regular cases. None, if the version of a rule changes among them."""
    if not _always_in_force(policy, arrays, calendar):
        return None
    classes, examples = _classes(policy, arrays)
    codes: dict[Clock, NDArray[np.int8]] = {}
    since: dict[Clock, NDArray[np.int8]] = {}
    for clock in policy.clocks:
        rules = [rule for rule in policy.rules if rule.clock is clock]
        chosen = [next((rule for rule in rules if rule.fits(example)), None) for example in examples]
        codes[clock], since[clock] = _clock(arrays, clock, classes, chosen, policy, calendar)
    return Outcomes(codes, since)


def _always_in_force(policy: Policy, arrays: DatedArrays, calendar: WorkCalendar) -> bool:
    dated = [rule for rule in policy.rules if rule.in_force_from or rule.in_force_until]
    if not dated:
        return True
    ends = [arrays.now, *(end for name in MILESTONES for end in arrays.extremes(name))]
    days = [calendar.local_day(moment) for moment in map(from_micros, ends) if moment is not None]
    return all(rule.in_force(day) for rule in dated for day in (min(days), max(days)))


def _classes(policy: Policy, arrays: DatedArrays) -> tuple[NDArray[np.int64] | None, list[Fact]]:
    """Number the kinds of cases that rules can tell apart, with an example of each; None where there is one only."""
    used = [name for name, plural in _CRITERIA.items() if any(getattr(r, plural) is not None for r in policy.rules)]
    told = {name: arrays.coded(name) for name in used}
    varied = {name: found for name, found in told.items() if len(found[1]) > 1}
    if not arrays.size:
        return None, []
    if not varied:
        return None, [arrays.fact(0)]
    sizes = [len(values) for _, values in varied.values()]
    mixed = np.zeros(arrays.size, np.int64)
    for (codes, _), size in zip(varied.values(), sizes, strict=True):
        mixed *= size
        mixed += codes
    present, numbers = _renumbered(mixed, prod(sizes))
    examples = []
    for one in present.tolist():
        places = [int(place) for place in np.unravel_index(one, sizes)]
        values = {name: varied[name][1][place] for name, place in zip(varied, places, strict=True)}
        examples.append(arrays.fact(0, **values))
    return numbers, examples


def _renumbered(mixed: NDArray[np.int64], size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The numbers that occur, and for each row the place of its number among them."""
    if size > _MOST:
        return np.unique(mixed, return_inverse=True)
    present = np.flatnonzero(np.bincount(mixed, minlength=size))
    places = np.zeros(size, np.int64)
    places[present] = np.arange(present.size)
    return present, places.take(mixed)


def _clock(
    arrays: DatedArrays,
    clock: Clock,
    classes: NDArray[np.int64] | None,
    chosen: Sequence[Rule | None],
    policy: Policy,
    calendar: WorkCalendar,
) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """The outcomes of one clock, and what started it: *chosen* has the rule of each class."""
    codes = np.full(arrays.size, _CODE[Outcome.no_target], np.int8)
    since = np.full(arrays.size, NOBODY, np.int8)
    # Mostly all rules of a clock start and pause alike, and differ in their target alone.
    for ways in {(rule.start, rule.pauses) for rule in chosen if rule is not None}:
        mine = [rule is not None and (rule.start, rule.pauses) == ways for rule in chosen]
        rule = chosen[mine.index(True)]
        assert rule is not None
        limits = np.array([r.target if r is not None and ok else 1 for r, ok in zip(chosen, mine, strict=True)])
        targets = limits.astype(np.int32) if classes is None else limits.astype(np.int32).take(classes)
        found, started_by = _judged(arrays, rule, targets, policy.warn_within, calendar)
        if all(mine):
            return found, started_by
        meant = np.array(mine, np.bool_).take(classes if classes is not None else np.zeros(arrays.size, np.int64))
        np.copyto(codes, found, where=meant)
        np.copyto(since, started_by, where=meant)
    return codes, since


def _judged(
    arrays: DatedArrays, rule: Rule, targets: NDArray[np.int32], within: int, calendar: WorkCalendar
) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """What a rule says of all rows, each with its own target."""
    starts, started_by = arrays.first_known(rule.start)
    ends, ended_by = arrays.first_known(ENDS[rule.clock])
    ended = ended_by != NOBODY
    if rule.clock is Clock.resolution:
        ended &= ~arrays.by_status(lambda s: s.open)
    bits = _status_bits(arrays, rule)
    bits += ended
    bits += (started_by != NOBODY).view(np.uint8) * np.uint8(_STARTED)
    from_day = starts & np.int32(-2)
    twice = targets * np.int32(2)
    until = np.where(ended, ends, np.int32(arrays.now_steps))
    until -= from_day
    bits += (until > twice).view(np.uint8) * np.uint8(_LATE)
    # Not late, so the due date lies ahead: so many working days are left as the target has more than were spent.
    latest = np.int32(2 * ((arrays.now_steps >> 1) + within)) - twice
    bits += (from_day <= latest).view(np.uint8) * np.uint8(_RISKY)
    codes = looked_up(_VERDICTS, bits)
    _stay_inside(arrays, from_day, twice, codes, started_by, calendar)
    return codes, started_by


def _stay_inside(
    arrays: DatedArrays,
    from_day: NDArray[np.int32],
    twice: NDArray[np.int32],
    codes: NDArray[np.int8],
    started_by: NDArray[np.int8],
    calendar: WorkCalendar,
) -> None:
    """Raise ValueError, as the calendar does, for a due date past its end."""
    if not codes.size or int(from_day.max()) + int(twice.max()) <= 2 * arrays.total:
        return
    counted = np.isin(codes, [_CODE[outcome] for outcome in _WITH_DUE_DATE])
    far = np.flatnonzero(counted & (from_day + np.broadcast_to(twice, codes.shape) > 2 * arrays.total))
    for row in far.tolist():
        start = from_micros(int(arrays.instants(MILESTONES[started_by[row]])[row]))
        if start is not None:
            calendar.add_days(calendar.local_day(start), int(np.broadcast_to(twice, codes.shape)[row]) // 2)


def _status_bits(arrays: DatedArrays, rule: Rule) -> NDArray[np.uint8]:
    bits = [
        (_OPEN if status.open else 0)
        | (_IMPLIED if status.bucket in IMPLIED[rule.clock] else 0)
        | (_PAUSED if status in rule.pauses else 0)
        for status in Status
    ]
    return looked_up(np.array(bits, np.uint8), arrays.statuses())


def _verdict(bits: int) -> Outcome:
    """What is said of a regular case of which all that is known are these bits."""
    if bits & _ENDED:
        if not bits & _STARTED:
            return Outcome.unknown
        return Outcome.met_late if bits & _LATE else Outcome.met
    if bits & _IMPLIED:
        return Outcome.unknown
    if not bits & _OPEN:
        return Outcome.cancelled
    if not bits & _STARTED:
        return Outcome.running
    if bits & _PAUSED:
        return Outcome.paused
    if bits & _LATE:
        return Outcome.breached
    return Outcome.at_risk if bits & _RISKY else Outcome.running


_VERDICTS = np.array([_CODE[_verdict(bits)] for bits in range(128)], np.int8)
