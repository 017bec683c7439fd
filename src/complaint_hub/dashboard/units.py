"""Section "Unit": which unit holds what, how much of it in time, and the ranking of those with enough cases.

For: ``gather``.
Must not: rank a unit under the minimum n: one case is neither good nor bad.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..registry import Registry
from .seen import Seen
from .standing import Stand
from .texts import name
from .values import Rate, UnitLine, Units

__all__ = ["MINIMUM_N", "units"]

MINIMUM_N = 10
"""Judged cases from which a unit is ranked, unless the office says otherwise."""

_MOST = 80


@dataclass(slots=True)
class _Tally:
    cases: int = 0
    overdue: int = 0
    backlog: int = 0
    met: int = 0
    judged: int = 0
    days: int = 0
    answered: int = 0

    def add(self, other: _Tally) -> None:
        for count in self.__slots__:
            setattr(self, count, getattr(self, count) + getattr(other, count))


def units(seen: Seen, registry: Registry | None, *, minimum_n: int = MINIMUM_N, target: float | None = None) -> Units:
    """Add the cases up by unit.

    Args:
        target: the on-time share that the office aims at; None if it has set none.
    """
    tallies = _tallies(seen, registry)
    unassigned = tallies.pop(None, _Tally())
    named = {unit: tally for unit, tally in tallies.items() if unit is not None}
    shares = {unit: t.met / t.judged for unit, t in named.items() if t.judged >= minimum_n}
    order = sorted(named, key=lambda unit: (-named[unit].overdue, -named[unit].backlog, -named[unit].cases, unit))
    listed = [unit for unit in order if unit in shares or named[unit].overdue][:_MOST]
    others = [unit for unit in order if unit not in set(listed)]
    everything, rest = _Tally(), _Tally()
    for tally in (*named.values(), unassigned):
        everything.add(tally)
    for unit in others:
        rest.add(named[unit])
    known = None if registry is None else sum(unit.exists(seen.day) for unit in registry.units)
    return Units(
        lines=tuple(_line(unit, named[unit], shares) for unit in listed),
        total=_line("Semua unit", everything, {}),
        known=known,
        others=len(others),
        rest=_line("Unit lain", rest, {}) if others else None,
        idle=None if registry is None else _idle(registry, named, seen),
        unassigned=_line("Belum didisposisikan", unassigned, {}),
        minimum_n=minimum_n,
        target=target,
    )


def _tallies(seen: Seen, registry: Registry | None) -> dict[str | None, _Tally]:
    names: dict[str | None, str | None] = {None: None}
    found: dict[str | None, _Tally] = {}
    spans = _Spans(seen)
    for place, stand in seen.counted():
        spelled = seen.unit[place]
        if spelled not in names:
            unit = registry.unit_of(spelled) if registry is not None else None
            names[spelled] = name(unit.name if unit is not None else spelled)
        tally = found.setdefault(names[spelled], _Tally())
        if seen.open[place]:
            tally.backlog += 1
            tally.overdue += stand.late
        if seen.of_period(place):
            _add(tally, stand, spans.of(place))
    return found


def _add(tally: _Tally, stand: Stand, span: int | None) -> None:
    tally.cases += 1
    if stand.on_time is not None:
        tally.judged += 1
        tally.met += stand.on_time
    if span is not None:
        tally.answered += 1
        tally.days += span


class _Spans:
    """Working days of the follow-up, as the scorecard measures it: from the disposition, else verification, receipt."""

    def __init__(self, seen: Seen) -> None:
        self._seen = seen
        names = ("forwarded", "verified", "received", "followed_up", "first_human")
        self._columns: dict[str, Sequence[int | None]] = {name: seen.instants(name) for name in names}
        self._known: dict[tuple[int, int], int] = {}

    def of(self, place: int) -> int | None:
        """None where nobody has answered after the start."""
        at = {name: column[place] for name, column in self._columns.items()}
        since = next(name for name in ("forwarded", "verified", "received") if at[name] is not None)
        begun, ended = at[since], at["followed_up" if since == "forwarded" else "first_human"]
        if begun is None or ended is None or ended < begun:
            return None
        days = (self._seen.days(begun), self._seen.days(ended))
        if days not in self._known:
            self._known[days] = self._seen.working_days(*days)
        return self._known[days]


def _line(name: str, tally: _Tally, shares: dict[str, float]) -> UnitLine:
    share = shares.get(name)
    ahead = sum(other > share for other in shares.values()) if share is not None else 0
    same = sum(other == share for other in shares.values()) if share is not None else 0
    exact = tally.met / tally.judged if tally.judged else None
    return UnitLine(
        name=name,
        cases=tally.cases,
        overdue=tally.overdue,
        backlog=tally.backlog,
        on_time=Rate(tally.met, tally.judged, exact, exact),
        rank=ahead + 1 if share is not None else None,
        tied=same > 1,
        working_days=tally.days / tally.answered if tally.answered else None,
        answered=tally.answered,
    )


def _idle(registry: Registry, named: dict[str, _Tally], seen: Seen) -> int:
    return sum(unit.exists(seen.day) and name(unit.name) not in named for unit in registry.units)
