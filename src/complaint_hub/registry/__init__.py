"""Who is who in a government: units with their spellings and accounts, officers with their terms, places with people.

For: finding the unit that SP4N-LAPOR! means by a text, the officers of a unit on a day, the people of a kecamatan, and
what in all that does not add up. A :class:`Registry` is a plain value: it needs no store, no channel and no network.
Must not: guess a spelling, hold a person's name, or read a clock.
"""

from __future__ import annotations

from .book import Registry
from .checking import Finding, Level, Topic
from .reading import SHIPPED_PLACES, read_places
from .spelling import folded
from .values import Officer, Place, PlaceKind, Post, Unit, UnitKind

__all__ = [
    "SHIPPED_PLACES",
    "Finding",
    "Level",
    "Officer",
    "Place",
    "PlaceKind",
    "Post",
    "Registry",
    "Topic",
    "Unit",
    "UnitKind",
    "folded",
    "read_places",
]
