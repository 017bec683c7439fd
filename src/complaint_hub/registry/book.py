"""The registry as a value: who is who in a government, and which unit or place a text names.

For: the command line, time limits by unit, figures by unit and kecamatan, the action plan; it needs no store, no
channel and no network.
Must not: read a clock (a day is passed in), guess at a spelling, or open a file by itself (see ``reading``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from os import PathLike

from ..errors import ConfigError
from . import checking, reading
from .checking import Finding
from .spelling import folded, without
from .values import Officer, Place, PlaceKind, Unit

__all__ = ["Registry"]

_BEFORE_PLACES: Mapping[PlaceKind, tuple[str, ...]] = {
    PlaceKind.regency: (),
    PlaceKind.district: ("kecamatan ",),
    PlaceKind.village: ("desa ", "kelurahan "),
}


@dataclass(frozen=True)
class Registry:
    """Units, the terms of their officers, and places.

    Attributes:
        units: all units, those that no longer exist too.
        terms: the terms of all officers, past ones too.
        places: kabupaten, kecamatan, and villages as far as somebody needs them.
        agency: the government's own name; it is passed over where a text names it behind or before a unit
            (*Dinas Perhubungan Kabupaten Blitar*).

    Raises: ConfigError, if two units, or two places, have the same code.
    """

    units: tuple[Unit, ...] = ()
    terms: tuple[Officer, ...] = ()
    places: tuple[Place, ...] = ()
    agency: str | None = None

    def __post_init__(self) -> None:
        for what, codes in (("units", [u.code for u in self.units]), ("places", [p.code for p in self.places])):
            twice = [code for code, n in Counter(codes).items() if n > 1]
            if twice:
                raise ConfigError(f"two {what} have the code {', '.join(twice)}: a code names one of them for good")

    @classmethod
    def load(cls, path: str | PathLike[str], *, places: Iterable[Place] | None = None) -> Registry:
        """Read a registry from a TOML file, or from a folder of CSV files.

        Args:
            places: instead of those that the file names.

        Raises: ConfigError, naming file, row and field.
        """
        read = reading.read_registry(path)
        found = read.places if places is None else tuple(places)
        return cls(units=read.units, terms=read.terms, places=found, agency=read.agency)

    # --- units

    def unit(self, code: str) -> Unit | None:
        """The unit with exactly this code."""
        return self._by_code.get(code)

    def unit_of(self, text: str | None) -> Unit | None:
        """The one unit that a text names by code, name or alias; None if there is none, or more than one."""
        found = self.units_named(text)
        return found[0] if len(found) == 1 else None

    def units_named(self, text: str | None) -> tuple[Unit, ...]:
        """All units that a text names by code, name or alias; several where they share a spelling."""
        if text is not None and (exact := self._by_code.get(text)) is not None:
            return (exact,)
        return self._spellings.get(self._plain(text), ())

    def below(self, code: str) -> tuple[Unit, ...]:
        """The units that belong to this one, directly or by way of others, without itself."""
        found: dict[str, Unit] = {}
        ring = [code]
        while ring:
            ring = [u.code for u in self.units if u.parent in ring and u.code != code and u.code not in found]
            found |= {c: self._by_code[c] for c in ring}
        return tuple(found.values())

    def owner(self, channel: str, account: str, scope: str | None = None) -> Unit | None:
        """The unit that owns an account, or a part of it (a Google location); the part's owner before the account's.

        None if nobody owns it, or two do.
        """
        for owned in (scope, account):
            if owned is not None and (owners := self._accounts.get(f"{channel}:{owned}")):
                return owners[0] if len(owners) == 1 else None
        return None

    def unknown(self, texts: Iterable[str | None]) -> dict[str, int]:
        """Of the units that complaints name, the spellings that name no unit, or more than one: how often each occurs.

        The most frequent first; each is an alias that somebody may write down.
        """
        counted = Counter(text for text in texts if text)
        return {text: n for text, n in counted.most_common() if self.unit_of(text) is None}

    # --- officers

    def officers(self, unit: Unit | str | None = None, *, at: date) -> tuple[Officer, ...]:
        """The terms that run on a day, sorted by id.

        Args:
            unit: only of this unit, which a text may name by code, name or alias; None: of all units.

        Raises: ConfigError, if the text names no unit, or more than one.
        """
        code = unit.code if isinstance(unit, Unit) else None if unit is None else self.meant(unit).code
        running = (t for t in self.terms if t.active(at) and code in (None, t.unit))
        return tuple(sorted(running, key=lambda t: (t.id, t.unit)))

    def units_of(self, officer: str, *, at: date) -> tuple[Unit, ...]:
        """The units in which an officer holds a post on a day; none if the id is not known."""
        codes = dict.fromkeys(t.unit for t in self.terms if t.id == officer and t.active(at))
        return tuple(self._by_code[code] for code in codes if code in self._by_code)

    def without_officer(self, *, at: date) -> tuple[Unit, ...]:
        """The units of that day for which nobody is active, neither in them nor in a unit below."""
        staffed = {t.unit for t in self.terms if t.active(at)}
        return tuple(
            u
            for u in self.units
            if u.exists(at) and u.code not in staffed and not any(b.code in staffed for b in self.below(u.code))
        )

    def meant(self, text: str) -> Unit:
        """The unit that a person means by a code, a name or an alias. Raises ConfigError that says what is wrong."""
        found = self.units_named(text)
        if len(found) == 1:
            return found[0]
        if found:
            both = " and ".join(f"{u.name} ({u.code})" for u in found)
            raise ConfigError(f"{text!r} is a name of {both}: give the code")
        raise ConfigError(f"the registry knows no unit {text!r}: give a code, a name or an alias that stands in it")

    # --- places

    def district_of(self, text: str | None) -> Place | None:
        """The kecamatan that a text names, with or without *Kecamatan* in front; None if none or several bear it."""
        return self._place(text, PlaceKind.district)

    def village_of(self, text: str | None, *, district: str | None = None) -> Place | None:
        """The desa or kelurahan that a text names; None if none or several bear it.

        Args:
            district: name of the kecamatan that it lies in: village names occur more than once.
        """
        inside = self.district_of(district) if district else None
        if district and inside is None:
            return None
        return self._place(text, PlaceKind.village, parent=inside.code if inside else None)

    def population(self, district: str | None = None) -> int | None:
        """People of a kecamatan, or of the whole area; None where nobody has said.

        The area's own number counts; without one the sum over the kecamatan, if each of them has a number.
        """
        if district is not None:
            found = self.district_of(district)
            return found.population if found else None
        for place in self.places:
            if place.kind is PlaceKind.regency and place.population is not None:
                return place.population
        parts = [p.population for p in self.places if p.kind is PlaceKind.district]
        return sum(n for n in parts if n is not None) if parts and None not in parts else None

    # --- looking after it

    def check(self, *, at: date | None = None) -> list[Finding]:
        """What does not add up, errors first (see :mod:`complaint_hub.registry.checking`).

        Args:
            at: the day for which units and terms are looked at; None leaves out what depends on one.
        """
        unstaffed = () if at is None else self.without_officer(at=at)
        return checking.check(self.units, self.terms, self.places, plain=self._plain, at=at, unstaffed=unstaffed)

    @cached_property
    def _by_code(self) -> Mapping[str, Unit]:
        return {unit.code: unit for unit in self.units}

    @cached_property
    def _spellings(self) -> Mapping[str, tuple[Unit, ...]]:
        return _index(self.units, lambda unit: map(self._plain, (unit.code, unit.name, *unit.aliases)))

    @cached_property
    def _accounts(self) -> Mapping[str, tuple[Unit, ...]]:
        return _index(self.units, lambda unit: unit.accounts)

    @cached_property
    def _agency(self) -> str:
        return folded(self.agency)

    def _plain(self, text: str | None) -> str:
        return without(self._agency, folded(text))

    def _place(self, text: str | None, kind: PlaceKind, *, parent: str | None = None) -> Place | None:
        wanted = self._place_name(text, kind)
        found = [
            p
            for p in self.places
            if p.kind is kind
            and (parent is None or p.parent == parent)
            and (p.code == text or wanted in (self._place_name(name, kind) for name in (p.name, *p.aliases)))
        ]
        return found[0] if len(found) == 1 and wanted else None

    def _place_name(self, text: str | None, kind: PlaceKind) -> str:
        name = self._plain(text)
        for word in _BEFORE_PLACES[kind]:
            name = name.removeprefix(word)
        return name


def _index(units: Iterable[Unit], names: Callable[[Unit], Iterable[str]]) -> dict[str, tuple[Unit, ...]]:
    found: dict[str, tuple[Unit, ...]] = {}
    for unit in units:
        for name in dict.fromkeys(names(unit)):
            if name:
                found[name] = (*found.get(name, ()), unit)
    return found
