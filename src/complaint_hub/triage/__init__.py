"""What a complaint may be, by rules that are data; each suggestion names its rule and words, and a person decides.

For: sorting what came in: kind, unit, whose authority, urgency, kecamatan. Pure, and usable alone::

    rules = Rules.load("triage.toml", registry=registry)
    for suggestion in suggest(complaint, rules, registry):
        print(suggestion.field, suggestion.value, suggestion.rule, suggestion.words)

Must not: store or change anything, read a clock, or claim certainty: where rules differ the field stays undecided.
"""

from __future__ import annotations

from .measuring import Example, Measured, Mistake, Tally, measure
from .place import Locate
from .ruleset import Rule, Rules, Value
from .suggesting import Classifier, Suggestion, decided, suggest

__all__ = [
    "Classifier",
    "Example",
    "Locate",
    "Measured",
    "Mistake",
    "Rule",
    "Rules",
    "Suggestion",
    "Tally",
    "Value",
    "decided",
    "measure",
    "suggest",
]
