"""Section "Kecamatan": the cases of the year by kecamatan, and what is overdue there now.

For: ``gather``.
Must not: place a case that names no kecamatan: it is counted beside.
"""

from __future__ import annotations

from collections import Counter

from ..registry import PlaceKind, Registry
from .seen import Seen
from .texts import name as named
from .values import DistrictLine, Districts

__all__ = ["districts"]


def districts(seen: Seen, registry: Registry | None) -> Districts:
    """Count by kecamatan; with a registry each of its kecamatan has a line, and spellings that it knows are one."""
    names: dict[str | None, str | None] = {None: None}
    cases: Counter[str | None] = Counter()
    overdue: Counter[str | None] = Counter()
    for place, stand in seen.counted():
        spelled = seen.district[place]
        if spelled not in names:
            known = registry.district_of(spelled) if registry is not None else None
            names[spelled] = named(known.name if known is not None else spelled)
        name = names[spelled]
        if seen.open[place] and stand.late:
            overdue[name] += 1
        if seen.of_period(place):
            cases[name] += 1
    places = registry.places if registry is not None else ()
    listed = {named(place.name) or place.code for place in places if place.kind is PlaceKind.district}
    listed |= {name for name in (*cases, *overdue) if name is not None}
    order = sorted(listed, key=lambda name: (-cases[name], -overdue[name], name))
    return Districts(
        lines=tuple(DistrictLine(name=name, cases=cases[name], overdue=overdue[name]) for name in order),
        cases=cases.total(),
        placed=cases.total() - cases[None],
        unplaced=cases[None],
        unplaced_overdue=overdue[None],
        overdue=overdue.total(),
    )
