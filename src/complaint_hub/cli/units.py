"""The registry on the command line: which unit a person means, and under which name it is shown.

For: the commands that list or count by unit; ``registry`` itself.
Must not: hold a rule about spellings, which are the registry's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from . import completing

if TYPE_CHECKING:
    from ..model import Complaint
    from ..registry import Registry

__all__ = [
    "UnitFilter",
    "UnitOption",
    "of_officer",
    "of_unit",
    "officers_of",
    "officers_told",
    "unit_told",
    "with_unit_name",
]

UnitOption = Annotated[
    str | None,
    typer.Option(
        "--unit",
        metavar="NAME",
        show_default=False,
        autocompletion=completing.units,
        help="Only this unit and those below it: by code, name or alias with a registry, else as complaints name it.",
    ),
]


@dataclass(frozen=True, slots=True)
class UnitFilter:
    """Which complaints are a unit's: *stored* is what the database can look for by itself, *keeps* says the rest."""

    stored: str | None
    keeps: Callable[[Complaint], bool]


def of_unit(registry: Registry | None, given: str | None) -> UnitFilter:
    """The complaints of the unit that *given* names and of the units below it; of all units without it.

    Who asks for a unit answers for what belongs to it: a Dinas for its UPT, the Sekretariat Daerah for its bagian. A
    text that no unit of the registry bears counts as it is written in the complaints.

    Raises: ConfigError, if several units bear it.
    """
    if given is None or registry is None or not registry.units_named(given):
        return UnitFilter(given, lambda complaint: True)
    code = registry.meant(given).code
    codes = {code, *(unit.code for unit in registry.below(code))}
    known: dict[str | None, bool] = {}

    def named(complaint: Complaint) -> bool:
        if complaint.unit not in known:
            found = registry.unit_of(complaint.unit)
            known[complaint.unit] = found is not None and found.code in codes
        return known[complaint.unit]

    return UnitFilter(None, named)


def of_officer(registry: Registry | None, officer: str | None, day: date) -> UnitFilter:
    """The complaints of the units in which an officer is active on a day; of all units without one.

    Raises: ConfigError, if there is no registry, or the officer is active nowhere on that day.
    """
    from ..errors import ConfigError

    if officer is None:
        return UnitFilter(None, lambda complaint: True)
    if registry is None:
        raise ConfigError(f"officer {officer!r}: no registry is named: write [registry] path = ... into the settings")
    terms = [term for term in registry.officers(at=day) if term.id == officer]
    if not terms:
        known = any(term.id == officer for term in registry.terms)
        why = f"is active in no unit on {day}" if known else "does not stand in the registry"
        raise ConfigError(f"officer {officer!r} {why}: see complaint-hub registry check")
    codes = {term.unit for term in terms}

    def named(complaint: Complaint) -> bool:
        found = registry.unit_of(complaint.unit)
        return found is not None and found.code in codes

    return UnitFilter(None, named)


def officers_of(registry: Registry | None, text: str | None, day: date) -> tuple[str, ...]:
    """Ids of the officers of a unit on a day; empty where the registry knows none."""
    found = registry.unit_of(text) if registry is not None else None
    if registry is None or found is None:
        return ()
    return tuple(dict.fromkeys(term.id for term in registry.officers(found, at=day)))


def with_unit_name(registry: Registry | None, complaint: Complaint, *, short: bool = False) -> Complaint:
    """The complaint as it is shown: its unit under the registry's name, where the registry knows it.

    Args:
        short: by its first alias where that is shorter (DPUPR), as an office calls it in a table.
    """
    found = registry.unit_of(complaint.unit) if registry is not None else None
    if found is None:
        return complaint
    name = min((found.name, *found.aliases[:1]), key=len) if short else found.name
    return complaint.model_copy(update={"unit": name})


def unit_told(registry: Registry | None, text: str | None) -> str | None:
    """A unit in full: its name and code in the registry, and how the complaint spells it, if otherwise."""
    found = registry.unit_of(text) if registry is not None else None
    if found is None:
        return text
    return f"{found.name} ({found.code})" + (f", pada aduan: {text}" if text not in (found.name, found.code) else "")


def officers_told(registry: Registry | None, text: str | None, day: date) -> str | None:
    """The officers of a unit on a day, by id; None where there is nothing to say."""
    found = registry.unit_of(text) if registry is not None else None
    if registry is None or found is None:
        return None
    return ", ".join(officers_of(registry, text, day)) or "belum ada yang aktif"
