"""What is odd about a policy although it can be read: rules that can never decide, and names that nobody knows.

For: ``complaint-hub policy check``, and tests of a government's own rules.
Must not: refuse; what cannot be read at all is a ConfigError of ``policy_of``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ..facts import Fact
from ..model import Kind
from .policy import Policy, Rule

__all__ = ["Oddity", "Problem", "check"]


class Problem(StrEnum):
    """What is odd about a rule."""

    shadowed = "shadowed"
    expired = "expired"
    contradictory = "contradictory"
    unknown_channel = "unknown_channel"
    unknown_unit = "unknown_unit"
    unknown_category = "unknown_category"
    matches_no_case = "matches_no_case"


@dataclass(frozen=True, slots=True)
class Oddity:
    """One finding: *rule* is the place of the rule in ``policy.rules``, from 1; *detail* names what is meant."""

    rule: int
    problem: Problem
    detail: str


def check(
    policy: Policy,
    *,
    today: date,
    channels: Collection[str] | None = None,
    units: Collection[str] | None = None,
    categories: Collection[str] | None = None,
    cases: Iterable[Fact] | None = None,
) -> list[Oddity]:
    """List what is odd, in the order of the rules.

    Args:
        today: a rule that ended before it is named as expired.
        channels, units, categories: the names that exist; None does not check them.
        cases: facts of real cases; a rule that speaks of none of them, whatever its date, is named. None: not checked.
    """
    used = [False] * len(policy.rules)
    for fact in cases or ():
        used = [was or rule.fits(fact) for was, rule in zip(used, policy.rules, strict=True)]
    found = []
    for place, rule in enumerate(policy.rules, start=1):
        odd = [*_never(rule, policy.rules[: place - 1], today), *_unknown(rule, channels, units, categories)]
        if cases is not None and not used[place - 1] and not odd:
            odd.append((Problem.matches_no_case, str(rule.clock)))
        found += [Oddity(place, problem, detail) for problem, detail in odd]
    return found


def _never(rule: Rule, earlier: Iterable[Rule], today: date) -> Iterable[tuple[Problem, str]]:
    covering = next((n for n, other in enumerate(earlier, start=1) if _covers(other, rule)), None)
    if covering is not None:
        yield Problem.shadowed, str(covering)
    if rule.in_force_until is not None and rule.in_force_until < today:
        yield Problem.expired, rule.in_force_until.isoformat()
    # Only a complaint is berkadar pengawasan or not.
    if rule.kinds is not None and Kind.complaint not in rule.kinds and rule.oversight not in (None, frozenset((None,))):
        yield Problem.contradictory, "oversight"


def _covers(one: Rule, other: Rule) -> bool:
    """Say whether *one* decides wherever *other* would."""
    names = ("channels", "forms", "kinds", "oversight", "units", "categories")
    return (
        one.clock is other.clock
        and one.dated_by is other.dated_by
        and all(_within(getattr(other, name), getattr(one, name)) for name in names)
        and (one.in_force_from is None or (other.in_force_from or date.min) >= one.in_force_from)
        and (one.in_force_until is None or (other.in_force_until or date.max) <= one.in_force_until)
    )


def _within(inner: frozenset[object] | None, outer: frozenset[object] | None) -> bool:
    return outer is None or (inner is not None and inner <= outer)


def _unknown(
    rule: Rule,
    channels: Collection[str] | None,
    units: Collection[str] | None,
    categories: Collection[str] | None,
) -> Iterable[tuple[Problem, str]]:
    for problem, named, known in (
        (Problem.unknown_channel, rule.channels, channels),
        (Problem.unknown_unit, rule.units, units),
        (Problem.unknown_category, rule.categories, categories),
    ):
        if named is not None and known is not None:
            yield from ((problem, name) for name in sorted(n for n in named if n is not None) if name not in known)
