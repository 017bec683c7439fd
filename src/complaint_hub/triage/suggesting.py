"""What the rules, and somebody's own classifier, suggest for a complaint; a person decides.

For: the command ``triage``, dashboards, programs.
Must not: change a complaint, or decide where two suggestions differ: unsure stays undecided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from ..errors import ConfigError
from ..model import Complaint, Kind
from ..registry import Registry
from .place import Locate, district_of
from .ruleset import FIELDS, Answer, Rules, Value

__all__ = ["Classifier", "Suggestion", "decided", "suggest"]

_FIELDS = (*FIELDS, "district")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One value for one field, and why.

    Attributes:
        field: ``kind``, ``unit``, ``authority``, ``priority``, ``oversight`` or ``district``.
        value: as the model has it; of a unit the registry's code; ``True`` or ``False`` for ``oversight``.
        rule: name of the rule, or what a classifier calls its reason.
        words: the citizen's own words, or what else it rests on (stars, an account).
        by: ``"rules"``, or the name of the classifier.
    """

    field: str
    value: Value
    rule: str
    words: tuple[str, ...] = ()
    by: str = "rules"


class Classifier(Protocol):
    """Somebody's own model. Its suggestions stand beside those of the rules, under its name."""

    @property
    def name(self) -> str:
        """How suggestions are signed (``"model-2026-03"``)."""
        ...

    def suggest(self, complaint: Complaint) -> Iterable[Suggestion]:
        """What it takes the complaint to be; nothing where it is not sure."""
        ...


def suggest(
    complaint: Complaint,
    rules: Rules,
    registry: Registry | None = None,
    *,
    classifiers: Sequence[Classifier] = (),
    locate: Locate | None = None,
) -> tuple[Suggestion, ...]:
    """Suggest what a complaint is, whose matter, how urgent, and where.

    For each field the first step in which a rule holds decides. Within a step the rules whose words are the most are
    suggested; where they differ all of them are, and the field is undecided (see :func:`decided`).

    Args:
        registry: without one, units are told as the rules name them, and no kecamatan is found in a text.
        classifiers: asked after the rules; where they differ, both are told and the field is undecided.
        locate: the kecamatan at a location.

    Returns: suggestions by field, the rules' first.
    Raises: ConfigError, if a classifier suggests what the model or the registry does not know.
    """
    answers = rules.answers(complaint, registry)
    kinds = tuple(_of_field("kind", answers, registry))
    asked = [name for name in FIELDS if name != "kind" and name not in _unasked(decided(kinds).get("kind"))]
    found = [*kinds, *(suggestion for name in asked for suggestion in _of_field(name, answers, registry))]
    if (place := district_of(complaint, registry, locate=locate)) is not None:
        found.append(Suggestion("district", place[0], f"place by {place[1]}", place[2]))
    for classifier in classifiers:
        found += _checked(classifier, complaint, registry)
    return tuple(sorted(found, key=lambda s: _FIELDS.index(s.field)))


def decided(suggestions: Iterable[Suggestion]) -> Mapping[str, Value]:
    """The fields for which all suggestions say the same; the others are for a person."""
    values: dict[str, set[Value]] = {}
    for one in suggestions:
        values.setdefault(one.field, set()).add(one.value)
    return {name: next(iter(said)) for name, said in values.items() if len(said) == 1}


def _unasked(kind: Value | None) -> tuple[str, ...]:
    """What nobody needs to know of a text that asks for nothing; of advertising not even the unit."""
    if kind is None or Kind(str(kind)).asks:
        return ()
    return ("authority", "priority", "oversight", *(["unit"] if kind == Kind.spam else []))


def _of_field(name: str, answers: Sequence[Answer], registry: Registry | None) -> Iterator[Suggestion]:
    speaking = [a for a in answers if name in a.rule.leaves or _value(name, a, registry) is not None]
    speaking.sort(key=lambda answer: answer.rule.order)
    for _, step in groupby(speaking, key=lambda answer: answer.rule.order):
        of_step = list(step)
        most = max(answer.weight for answer in of_step)
        strongest = [answer for answer in of_step if answer.weight == most]
        if any(name in answer.rule.leaves for answer in strongest):
            return
        told: set[Value] = set()
        for answer in strongest:
            value = _value(name, answer, registry)
            if value is not None and value not in told:
                told.add(value)
                yield Suggestion(name, value, answer.rule.id, answer.words)
        return


def _value(name: str, answer: Answer, registry: Registry | None) -> Value | None:
    value = answer.sets.get(name)
    if name != "unit" or not isinstance(value, str) or registry is None:
        return value
    unit = registry.unit_of(value)
    return unit.code if unit else None


def _checked(classifier: Classifier, complaint: Complaint, registry: Registry | None) -> Iterator[Suggestion]:
    for one in classifier.suggest(complaint):
        where = f"classifier {classifier.name}"
        value = one.value
        if one.field not in _FIELDS:
            raise ConfigError(f"{where}: unknown field {one.field!r}: known are {', '.join(_FIELDS)}")
        if one.field == "kind" and value not in tuple(Kind):
            raise ConfigError(f"{where}: unknown kind {value!r}: known are {', '.join(Kind)}")
        if one.field == "unit" and registry is not None:
            unit = registry.unit_of(str(value))
            if unit is None:
                raise ConfigError(f"{where}: the registry knows no unit {value!r}")
            value = unit.code
        yield Suggestion(one.field, value, one.rule, one.words, classifier.name)
