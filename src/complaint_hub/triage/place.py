"""Which kecamatan a complaint speaks of: by coordinates, a field that says so, or a name with its context.

For: ``suggesting``.
Must not: take a bare name for a place. *Wates*, *Talun* and *Kesamben* lie in other regencies too, and a hospital
bears the name of its town.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from ..model import Complaint, Location
from ..registry import Place, PlaceKind, Registry, folded

__all__ = ["Locate", "district_of"]

Locate: TypeAlias = Callable[[Location], "str | None"]
"""Somebody's own map: name of the kecamatan at a location, None outside. No borders are shipped."""

_READ: Final = 10_000
_BEFORE: Final = {
    PlaceKind.district: r"(?:kecamatan|kec|camat)\b[.:]?\s*",
    PlaceKind.village: r"(?:desa|ds|kelurahan|kel)\b[.:]?\s*",
}
# "Kec. Wates, Kabupaten Kulon Progo" is not ours.
_REGENCY: Final = re.compile(r"[\s,]*(?:kabupaten|kab|kota)\b[.:]?\s*([^\W\d_]+)", re.IGNORECASE)


def district_of(
    complaint: Complaint, registry: Registry | None, *, locate: Locate | None = None
) -> tuple[str, str, tuple[str, ...]] | None:
    """The kecamatan, by which of the three ways (``location``, ``field``, ``context``), and from which words.

    None where nothing says so, or two kecamatan are said.
    """
    if locate is not None and complaint.location is not None and (name := locate(complaint.location)):
        here = f"{complaint.location.latitude:g}, {complaint.location.longitude:g}"
        return name, "location", (here,)
    if registry is None:
        return None
    if (stated := _stated(complaint, registry)) is not None:
        return stated
    text = "\n".join(part for part in (complaint.title, complaint.text) if part)[:_READ]
    found = dict(_in_context(text, registry))
    if len(found) != 1:
        return None
    ((name, words),) = found.items()
    return name, "context", (words,)


def _stated(complaint: Complaint, registry: Registry) -> tuple[str, str, tuple[str, ...]] | None:
    if place := registry.district_of(complaint.district):
        return place.name, "field", (complaint.district or "",)
    village = registry.village_of(complaint.village)
    around = _around(village, registry) if village else None
    return (around.name, "field", (complaint.village or "",)) if around else None


def _in_context(text: str, registry: Registry) -> Iterator[tuple[str, str]]:
    ours = {folded(name) for p in registry.places if p.kind is PlaceKind.regency for name in (p.name, *p.aliases)}
    for kind, before in _BEFORE.items():
        for start in re.finditer(rf"\b{before}", text, re.IGNORECASE):
            place = _beginning(text[start.end() :], kind, registry)
            if place is None:
                continue
            found, length = place
            regency = _REGENCY.match(text, start.end() + length)
            if regency and not any(folded(regency[1]) in (name, name.rpartition(" ")[2]) for name in ours):
                continue
            district = found if kind is PlaceKind.district else _around(found, registry)
            if district is not None:
                yield district.name, text[start.start() : start.end() + length]


def _beginning(text: str, kind: PlaceKind, registry: Registry) -> tuple[Place, int] | None:
    """The one place whose name the text begins with, and how long it is there; the longest name first."""
    words = list(re.finditer(r"[^\W_]+", text[:60]))[:3]
    for n in range(len(words), 0, -1):
        length = words[n - 1].end()
        name = text[:length]
        place = registry.district_of(name) if kind is PlaceKind.district else registry.village_of(name)
        if place is not None and words[0].start() == 0:
            return place, length
    return None


def _around(village: Place, registry: Registry) -> Place | None:
    return next((p for p in registry.places if p.code == village.parent and p.kind is PlaceKind.district), None)
