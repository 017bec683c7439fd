"""What in a registry does not add up, as sentences for the person who keeps it.

For: ``Registry.check`` and the command ``registry check``. An *error* leads to wrong answers (a text that names two
units names none); a *notice* may be meant so.
Must not: change anything, or read a clock.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Literal

from ..wording import short_date
from .spelling import folded
from .values import Officer, Place, PlaceKind, Unit, UnitKind

__all__ = ["Finding", "Level", "Topic", "check"]

Level = Literal["error", "notice"]
Topic = Literal[
    "unknown_parent",
    "circle",
    "two_owners",
    "account_owned_twice",
    "unknown_unit",
    "overlapping_terms",
    "two_posts",
    "ended_unit",
    "ended_terms",
    "no_officer",
    "unknown_place",
    "two_places",
]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not add up.

    Attributes:
        subject: what it is about: code of a unit or place, id of an officer, an alias or an account.
        text: a sentence in Indonesian.
    """

    level: Level
    topic: Topic
    subject: str
    text: str


def check(
    units: Sequence[Unit],
    terms: Sequence[Officer],
    places: Sequence[Place],
    *,
    plain: Callable[[str], str],
    at: date | None = None,
    unstaffed: Sequence[Unit] = (),
) -> list[Finding]:
    """All findings, errors first, in the order of the registry.

    Args:
        plain: how the registry compares spellings.
        at: the day for which units and terms are looked at; None leaves out what depends on one.
        unstaffed: the units of that day for which nobody is active.
    """
    parts: list[Iterator[Finding]] = [
        _parents("unit", {u.code: u.parent for u in units}),
        _spellings(units, plain),
        _accounts(units),
        _unknown_units(units, terms),
        _overlaps(terms),
        _parents("tempat", {p.code: p.parent for p in places}),
        _district_offices(units, places),
        _place_names(places),
    ]
    if at is not None:
        parts += [_ended_units(units, terms, at), _unstaffed(unstaffed, at), _ended_terms(terms, at)]
    found = [finding for part in parts for finding in part]
    return sorted(found, key=lambda f: f.level != "error")


def _parents(what: str, parents: dict[str, str | None]) -> Iterator[Finding]:
    for code, parent in parents.items():
        if parent is not None and parent not in parents:
            yield Finding("error", "unknown_parent", code, f"{what} {code}: induknya {parent} tidak ada dalam registri")
    told: set[str] = set()
    for code in parents:
        path, here = [code], parents.get(code)
        while here is not None and here not in path:
            path.append(here)
            here = parents.get(here)
        if here is not None and not told & set(path):
            circle = path[path.index(here) :]
            told |= set(path)
            round_trip = " → ".join([*circle, circle[0]])
            yield Finding("error", "circle", circle[0], f"{what} saling menjadi induk: {round_trip}")


def _spellings(units: Sequence[Unit], plain: Callable[[str], str]) -> Iterator[Finding]:
    owners: dict[str, dict[str, str]] = defaultdict(dict)
    for unit in units:
        for text in (unit.code, unit.name, *unit.aliases):
            if name := plain(text):
                owners[name].setdefault(unit.code, text)
    for spelled in owners.values():
        if len(spelled) > 1:
            text = next(iter(spelled.values()))
            yield Finding("error", "two_owners", text, f'nama "{text}" dipakai oleh {_and(spelled)}')


def _accounts(units: Sequence[Unit]) -> Iterator[Finding]:
    owners: dict[str, dict[str, None]] = defaultdict(dict)
    for unit in units:
        for account in unit.accounts:
            owners[account][unit.code] = None
    for account, codes in owners.items():
        if len(codes) > 1:
            yield Finding("error", "account_owned_twice", account, f"akun {account} dimiliki oleh {_and(codes)}")


def _unknown_units(units: Sequence[Unit], terms: Sequence[Officer]) -> Iterator[Finding]:
    known = {unit.code for unit in units}
    for term in terms:
        if term.unit not in known:
            text = f"petugas {term.id}: unit {term.unit} tidak ada dalam registri"
            yield Finding("error", "unknown_unit", term.id, text)


def _overlaps(terms: Sequence[Officer]) -> Iterator[Finding]:
    of_one: dict[str, list[Officer]] = defaultdict(list)
    for term in terms:
        of_one[term.id].append(term)
    for id_, listed in of_one.items():
        for one, other in combinations(listed, 2):
            if not _meet(one, other):
                continue
            if one.unit == other.unit:
                text = f"petugas {id_}: masa tugas di {one.unit} tumpang tindih ({_span(one)}; {_span(other)})"
                yield Finding("error", "overlapping_terms", id_, text)
            else:
                text = f"petugas {id_}: bertugas di {one.unit} dan {other.unit} pada waktu yang sama"
                yield Finding("notice", "two_posts", id_, text)


def _ended_units(units: Sequence[Unit], terms: Sequence[Officer], at: date) -> Iterator[Finding]:
    by_code = {unit.code: unit for unit in units}
    for term in terms:
        unit = by_code.get(term.unit)
        if unit is not None and term.active(at) and not unit.exists(at):
            text = f"petugas {term.id}: masih bertugas di {unit.code}, yang tidak ada pada {short_date(at)}"
            yield Finding("error", "ended_unit", term.id, text)


def _unstaffed(units: Sequence[Unit], at: date) -> Iterator[Finding]:
    for unit in units:
        text = f"unit {unit.code} ({unit.name}): tanpa petugas aktif pada {short_date(at)}"
        yield Finding("error", "no_officer", unit.code, text)


def _ended_terms(terms: Sequence[Officer], at: date) -> Iterator[Finding]:
    last: dict[str, date | None] = {}
    for term in terms:
        known = last.get(term.id, date.min)
        last[term.id] = None if known is None or term.until is None else max(known, term.until)
    for id_, until in last.items():
        if until is not None and until < at:
            text = f"petugas {id_}: masa tugas berakhir {short_date(until)}"
            yield Finding("notice", "ended_terms", id_, text)


def _district_offices(units: Sequence[Unit], places: Sequence[Place]) -> Iterator[Finding]:
    known = {name for p in places if p.kind is PlaceKind.district for name in map(folded, (p.name, *p.aliases))}
    if not known:
        return
    for unit in units:
        if unit.kind is not UnitKind.district:
            continue
        if folded(unit.name).removeprefix("kecamatan ") not in known:
            text = f"unit {unit.code} ({unit.name}): tidak ada kecamatan dengan nama itu"
            yield Finding("error", "unknown_place", unit.code, text)


def _place_names(places: Sequence[Place]) -> Iterator[Finding]:
    bearers: dict[tuple[PlaceKind, str | None, str], dict[str, None]] = defaultdict(dict)
    for place in places:
        for name in map(folded, (place.name, *place.aliases)):
            bearers[place.kind, place.parent, name][place.code] = None
    for (_, _, name), codes in bearers.items():
        if len(codes) > 1:
            yield Finding("error", "two_places", name, f'nama tempat "{name}" dipakai oleh {_and(codes)}')


def _meet(one: Officer, other: Officer) -> bool:
    starts = one.since or date.min, other.since or date.min
    ends = one.until or date.max, other.until or date.max
    return max(starts) <= min(ends)


def _span(term: Officer) -> str:
    return f"{_day(term.since)} sampai {_day(term.until)}"


def _day(day: date | None) -> str:
    return short_date(day) if day else "…"


def _and(codes: dict[str, str] | dict[str, None]) -> str:
    return " dan ".join(codes)
