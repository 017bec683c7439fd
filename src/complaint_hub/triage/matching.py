"""Finding many keywords in one text at once, and the names that units and places go by in it.

For: ``ruleset`` and ``place``.
Must not: know a rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from ..registry import Registry, Unit, UnitKind
from .words import Phrase, Reader, Word, phrase

__all__ = ["Beginnings", "UnitNames", "anywhere", "by_beginning", "find"]

Beginnings: TypeAlias = Mapping[str, tuple[Phrase, ...]]
"""First word → the keywords that begin with it."""

_OFFICE = ("kantor", "pegawai", "petugas", "pelayanan", "loket")
_PLACES = ("kecamatan", "kelurahan", "desa")


def by_beginning(phrases: Iterable[Phrase]) -> Beginnings:
    """Keywords by their first word, so that a text is gone through once for all of them."""
    found: dict[str, dict[str, Phrase]] = {}
    for one in phrases:
        found.setdefault(one.words[0], {})[one.text] = one
    return {word: tuple(phrases.values()) for word, phrases in found.items()}


def find(beginnings: Beginnings, words: Sequence[Word]) -> dict[str, tuple[int, ...]]:
    """Each keyword that stands in the text, with the places of its words where it stands first."""
    found: dict[str, tuple[int, ...]] = {}
    for start, word in enumerate(words):
        for form in word.forms:
            for one in beginnings.get(form, ()):
                if one.text not in found and (places := one.found(words, start)) is not None:
                    found[one.text] = places
    return found


def anywhere(wanted: Phrase, words: Sequence[Word]) -> tuple[int, ...] | None:
    """Where one keyword stands first; None if it does not."""
    return next((places for start in range(len(words)) if (places := wanted.found(words, start))), None)


class UnitNames:
    """The names that mean one unit of a registry in a text; those that two units bear mean none."""

    def __init__(self, registry: Registry, reader: Reader) -> None:
        self.registry = registry
        self._units: dict[str, str] = {}
        made: list[Phrase] = []
        for unit in registry.units:
            for name in _names(unit):
                one = phrase(name, reader)
                if one is not None and len(registry.units_named(name.replace("=", ""))) <= 1:
                    self._units[one.text] = unit.code
                    made.append(one)
        self._beginnings = by_beginning(made)

    def find(self, words: Sequence[Word]) -> dict[str, tuple[int, ...]]:
        """Code of each unit that a text names, with the places of the words."""
        found: dict[str, tuple[int, ...]] = {}
        for text, places in find(self._beginnings, words).items():
            code = self._units[text]
            found[code] = max(found.get(code, ()), places, key=len)
        return found


def _names(unit: Unit) -> Iterator[str]:
    """Under which names a text means the office, and not the place that bears its name."""
    for name in dict.fromkeys((unit.name, *unit.aliases)):
        exact = " ".join(f"={word}" for word in name.split())
        if unit.kind not in (UnitKind.district, UnitKind.village) or name.split()[0].casefold() not in _PLACES:
            yield exact
        else:
            yield from (f"{before} {exact}" for before in _OFFICE)
