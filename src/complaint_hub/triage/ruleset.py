"""The rules of triage as values: read from tables, checked, and held to one complaint.

For: ``suggesting``. An office's own file goes before the shipped tables.
Must not: decide between rules (see ``suggesting``), or read anything but tables of rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from os import PathLike
from typing import Any, Final, Literal, TypeAlias

from .. import rules
from ..errors import ConfigError
from ..model import Complaint
from ..registry import Registry
from .matching import Beginnings, UnitNames, anywhere, by_beginning, find
from .words import Phrase, Reader, phrase

__all__ = ["FIELDS", "Answer", "Reading", "Rule", "Rules", "Value"]

Value: TypeAlias = str | bool
Field: TypeAlias = Literal["kind", "unit", "authority", "priority", "oversight"]

FIELDS: Final[tuple[Field, ...]] = ("kind", "unit", "authority", "priority", "oversight")
"""What a rule may suggest."""

_SHIPPED: Final = ("triage_kinds", "triage_topics")
_SPELLINGS: Final = "triage_words"
_CONDITIONS: Final = (
    "words", "pattern", "channels", "forms", "categories", "accounts", "districts", "rating_from", "rating_to",
    "no_text", "owner", "named",
)  # fmt: skip

# A text that goes on is judged by its beginning: an office's own pattern must not be held to a novel.
_READ: Final = 10_000
_KEYWORDS: Final = ("words", "also", "unless", "categories")
_AS_WRITTEN: Final = (
    "leaves", "channels", "forms", "accounts", "districts", "rating_from", "rating_to", "no_text", "owner", "named",
)  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """One rule: conditions that must all hold, and what it then suggests.

    Attributes:
        id: its name, told with each suggestion.
        order: place of its file and its step; the lower ones decide first.
        sets: what it suggests, by field.
        leaves: fields that it decides to leave open.
    """

    id: str
    file: str
    order: tuple[int, int]
    sets: Mapping[str, Value]
    leaves: tuple[str, ...] = ()
    words: tuple[Phrase, ...] = ()
    also: tuple[Phrase, ...] = ()
    unless: tuple[Phrase, ...] = ()
    categories: tuple[Phrase, ...] = ()
    pattern: re.Pattern[str] | None = None
    channels: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    rating_from: int | None = None
    rating_to: int | None = None
    no_text: bool = False
    owner: bool = False
    named: bool = False

    @property
    def place(self) -> str:
        """File and name, as messages call it."""
        return f"{self.file}, rule {self.id}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a rule found in a complaint: what it suggests, the citizen's words for it, and how many they are."""

    rule: Rule
    sets: Mapping[str, Value]
    words: tuple[str, ...] = ()
    weight: int = 0


@dataclass(frozen=True)
class Rules:
    """Rules in their order, and the spellings that they are held to.

    Attributes:
        own: the files that an office brought; a unit in them must stand in its registry.
    """

    rules: tuple[Rule, ...]
    reader: Reader = field(default_factory=Reader)
    own: frozenset[str] = frozenset()

    @classmethod
    def load(cls, *paths: str | PathLike[str], shipped: bool = True, registry: Registry | None = None) -> Rules:
        """Read an office's own files, in front of the shipped tables.

        Args:
            paths: files of the form of ``triage_topics.toml``; the first decides first.
            shipped: False leaves the shipped tables out.
            registry: what the units of the own files must stand in; None does not check them.

        Raises: ConfigError, naming file and rule: not TOML, an unknown field or kind, a broken pattern, a rule
            without a condition or without a result, a name used twice, a unit that the registry does not know.
        """
        spellings = rules.load(_SPELLINGS)
        reader = Reader({s.casefold(): row["text"] for row in spellings.rows for s in row["spellings"]})
        own = [rules.load(_SHIPPED[0], str(path)) for path in paths]
        tables = [*own, *(rules.load(name) for name in _SHIPPED if shipped)]
        # The shipped tables are one list: their steps are counted through both.
        found = [_rules_of(table, min(n, len(own)), reader) for n, table in enumerate(tables)]
        made = cls(tuple(rule for part in found for rule in part), reader, frozenset(table.file for table in own))
        if registry is not None:
            for rule, unit in made.unknown_units(registry):
                if rule.file in made.own:
                    raise ConfigError(
                        f"{rule.place}: the registry knows no unit {unit!r}: give a code, a name or an alias that "
                        "stands in it"
                    )
        return made

    def unknown_units(self, registry: Registry) -> tuple[tuple[Rule, str], ...]:
        """The rules whose unit the registry does not know, or knows twice; they suggest no unit then."""
        pairs = ((rule, rule.sets.get("unit")) for rule in self.rules)
        return tuple((rule, unit) for rule, unit in pairs if isinstance(unit, str) and registry.unit_of(unit) is None)

    def answers(self, complaint: Complaint, registry: Registry | None = None) -> list[Answer]:
        """What each rule says whose conditions hold, in the order of the rules."""
        reading = Reading(self, complaint, registry)
        return [answer for rule in self.rules if (answer := reading.held_to(rule)) is not None]

    def unit_names(self, registry: Registry) -> UnitNames:
        """The names of a registry's units; made once for a registry that is asked for again."""
        if not self._last or self._last[0].registry is not registry:
            self._last[:] = [UnitNames(registry, self.reader)]
        return self._last[0]

    @cached_property
    def _last(self) -> list[UnitNames]:
        return []

    @cached_property
    def beginnings(self) -> Beginnings:
        """Every keyword of every rule, by its first word."""
        return by_beginning(one for rule in self.rules for one in (*rule.words, *rule.also, *rule.unless))


class Reading:
    """One complaint, read once, that rules are held to."""

    def __init__(self, rules: Rules, complaint: Complaint, registry: Registry | None) -> None:
        self.complaint = complaint
        self.registry = registry
        self.text = "\n".join(part for part in (complaint.title, complaint.text) if part)[:_READ]
        self.words = rules.reader.words(self.text)
        self.category = rules.reader.words(complaint.category)
        self.rules = rules
        self.found = find(rules.beginnings, self.words)

    def held_to(self, rule: Rule) -> Answer | None:
        """What the rule says of this complaint; None if one of its conditions does not hold."""
        if not self._fits(rule) or any(one.text in self.found for one in rule.unless):
            return None
        places: set[int] = set()
        for needed in (rule.words, rule.also):
            hits = [self.found[one.text] for one in needed if one.text in self.found]
            if needed and not hits:
                return None
            places.update(place for hit in hits for place in hit)
        words = tuple(self.words[place].written for place in sorted(places))
        if rule.pattern is not None:
            match = rule.pattern.search(self.text)
            if match is None:
                return None
            words += (match.group().strip(),)
        unit = self._unit(rule)
        if unit is not None:
            return Answer(rule, {**rule.sets, "unit": unit[0]}, unit[1], len(unit[1]))
        return None if rule.owner or rule.named else Answer(rule, rule.sets, words, len(words))

    def _fits(self, rule: Rule) -> bool:
        """Whether what is known besides the text agrees."""
        of = self.complaint
        rating = of.rating
        return (
            (not rule.channels or of.channel in rule.channels)
            and (not rule.forms or of.form in rule.forms)
            and (not rule.accounts or of.account in rule.accounts or of.scope in rule.accounts)
            and (not rule.districts or of.district in rule.districts)
            and (not rule.categories or any(anywhere(one, self.category) for one in rule.categories))
            and (rule.rating_from is None or (rating is not None and rating >= rule.rating_from))
            and (rule.rating_to is None or (rating is not None and rating <= rule.rating_to))
            and (not rule.no_text or not any(word.plain.isalnum() for word in self.words))
        )

    def _unit(self, rule: Rule) -> tuple[str, tuple[str, ...]] | None:
        """The unit that owns the account, or that the text names, for rules that ask for it."""
        if self.registry is None:
            return None
        of = self.complaint
        if rule.owner:
            owner = self.registry.owner(of.channel, of.account, of.scope)
            return None if owner is None else (owner.code, (f"{of.channel}:{of.scope or of.account}",))
        if rule.named:
            named = self.rules.unit_names(self.registry).find(self.words)
            # Two offices in one text: which of them is meant is a person's to say.
            if len(named) == 1:
                ((code, places),) = named.items()
                return code, tuple(self.words[place].written for place in places)
        return None


def _rules_of(table: rules.Table, file: int, reader: Reader) -> Iterator[Rule]:
    names: set[str] = set()
    for row in table.rows:
        if row["id"] in names:
            raise ConfigError(f"{table.file}, rule {row['id']}: the name stands twice: a suggestion is told by it")
        names.add(row["id"])
        yield _rule(table.file, file, row, reader)


def _rule(file: str, number: int, row: rules.Row, reader: Reader) -> Rule:
    place = f"{file}, rule {row['id']}"
    sets: dict[str, Value] = {name: row[name] for name in FIELDS if row[name] is not None}
    if not any(row[name] for name in _CONDITIONS):
        raise ConfigError(f"{place}: it has no condition: give one of {', '.join(_CONDITIONS)}")
    if not (sets or row["leaves"] or row["owner"] or row["named"]):
        raise ConfigError(f"{place}: it suggests nothing: give one of {', '.join((*FIELDS, 'leaves'))}")
    made: dict[str, Any] = {
        **{name: row[name] for name in _AS_WRITTEN},
        **{name: _phrases(place, name, row[name], reader) for name in _KEYWORDS},
    }
    pattern = re.compile(row["pattern"], re.IGNORECASE) if row["pattern"] else None
    return Rule(row["id"], file, (number, row["step"]), sets, pattern=pattern, **made)


def _phrases(place: str, name: str, texts: Iterable[str], reader: Reader) -> tuple[Phrase, ...]:
    found = []
    for text in texts:
        if (made := phrase(text, reader)) is None:
            raise ConfigError(f"{place}: {name} holds {text!r}, in which there is no word")
        found.append(made)
    return tuple(found)
