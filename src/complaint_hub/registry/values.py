"""What a registry is made of: units, the terms of officers, places with their population.

For: :class:`~complaint_hub.registry.Registry`, and whoever writes one in a program.
Must not: read a file, compare spellings, or hold the name of a person: an officer is an id.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ..errors import ConfigError

__all__ = ["Officer", "Place", "PlaceKind", "Post", "Unit", "UnitKind"]


class UnitKind(StrEnum):
    """What sort of office a unit is."""

    department = "department"
    agency = "agency"
    secretariat = "secretariat"
    section = "section"
    inspectorate = "inspectorate"
    public_order = "public_order"
    district = "district"
    village = "village"
    hospital = "hospital"
    clinic = "clinic"
    other = "other"


class Post(StrEnum):
    """What an officer does about complaints: coordinates, links a unit, does the work, or oversees."""

    coordinator = "coordinator"
    liaison = "liaison"
    handler = "handler"
    inspector = "inspector"


class PlaceKind(StrEnum):
    """What sort of place it is: the whole government's area, a *kecamatan*, or a *desa* or *kelurahan*."""

    regency = "regency"
    district = "district"
    village = "village"


@dataclass(frozen=True, slots=True)
class Unit:
    """An office of the government.

    Attributes:
        code: a short name of your own that stays when the unit is renamed.
        name: the name that screens and reports show.
        parent: code of the unit that it belongs to.
        aliases: other spellings of the name, as SP4N-LAPOR! and registers write it, former names too.
        accounts: what it owns on the channels, ``"channel:account"`` or ``"channel:scope"``
            (``"instagram:17841400000000000"``, ``"google_reviews:locations/8559816326911326548"``).
        since, until: first and last day on which the unit exists; None for always.

    Raises: ConfigError, if code or name is empty, an account names no channel, or the last day comes first.
    """

    code: str
    name: str
    kind: UnitKind = UnitKind.other
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        _filled("unit", code=self.code, name=self.name)
        _in_order(f"unit {self.code}", self.since, self.until)
        for account in self.accounts:
            channel, _, owned = account.partition(":")
            if not channel.strip() or not owned.strip():
                raise ConfigError(
                    f'unit {self.code}: account {account!r} names no channel: write "channel:account", '
                    'for example "instagram:17841400000000000"'
                )

    def exists(self, at: date) -> bool:
        """Whether there is such a unit on that day."""
        return _holds(self.since, self.until, at)


@dataclass(frozen=True, slots=True)
class Officer:
    """One term of an officer: from when to when he or she holds a post in a unit. A second term is a second value.

    Attributes:
        id: how acts are signed (``"petugas-07"``); no name is needed.
        role: what the officer does there.
        unit: code of the unit.
        since, until: first and last day; None for no such end.

    Raises: ConfigError, if id or unit is empty, or the last day comes first.
    """

    id: str
    role: Post
    unit: str
    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        _filled("officer", id=self.id, unit=self.unit)
        _in_order(f"officer {self.id}", self.since, self.until)

    def active(self, at: date) -> bool:
        """Whether the term runs on that day, its first and last day included."""
        return _holds(self.since, self.until, at)


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the government's area.

    Attributes:
        code: as the interior ministry counts (``"35.05.17"``).
        parent: code of the place that it lies in.
        aliases: other spellings of the name.
        population: people; None where nobody has said.
        population_on: the day that this number speaks of.
        source: where name, code and number come from.
        guess: it was not read in a source, but is plausible or invented.

    Raises: ConfigError, if code or name is empty, or the population is not above 0.
    """

    code: str
    name: str
    kind: PlaceKind
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    population: int | None = None
    population_on: date | None = None
    source: str | None = None
    guess: bool = False

    def __post_init__(self) -> None:
        _filled("place", code=self.code, name=self.name)
        if self.population is not None and self.population <= 0:
            raise ConfigError(f"place {self.code}: population must be above 0, got {self.population}")


def _filled(what: str, **texts: str) -> None:
    for name, text in texts.items():
        if not text.strip():
            raise ConfigError(f"{what} without {name}: {', '.join(t for t in texts.values() if t) or 'all is empty'}")


def _in_order(what: str, first: date | None, last: date | None) -> None:
    if first and last and last < first:
        raise ConfigError(f"{what}: the last day {last} lies before the first, {first}")


def _holds(first: date | None, last: date | None, at: date) -> bool:
    return (first is None or first <= at) and (last is None or at <= last)
