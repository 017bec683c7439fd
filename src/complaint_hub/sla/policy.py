"""Which time limit holds for which case: ordered, dated rules, each with its source.

For: :mod:`complaint_hub.sla`, and a government that has limits of its own (``sp4n(path="our_limits.toml")``).
Must not: invent a number. Without a rule a case has no target, and its verdict says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from ..errors import ConfigError
from ..facts import Fact
from ..model import Kind, Status
from ..rules import Row, load

__all__ = ["Clock", "DefaultClass", "Due", "Policy", "Rule", "sp4n"]

_PAUSING = frozenset(status for status in Status if status.paused)
_TRIAGED: frozenset[Kind | None] = frozenset((Kind.complaint, Kind.aspiration, Kind.information_request, None))
_STARTS = ("received", "verified", "forwarded")


class Clock(StrEnum):
    """What is timed. In brackets: what stops it.

    verify (verification, else the disposition that implies it), first_response (the first answer by a person, a
    thank-you included), resolution (the completion that still stands).
    """

    verify = "verify"
    first_response = "first_response"
    resolution = "resolution"


class Due(StrEnum):
    """When on the last day the time is up."""

    end_of_day = "end_of_day"
    same_time = "same_time"


class DefaultClass(StrEnum):
    """The class whose limit holds where nobody has said what a report is, or whether it is *berkadar pengawasan*."""

    information_request = "information_request"
    aspiration = "aspiration"
    without_oversight = "without_oversight"
    with_oversight = "with_oversight"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One time limit, in working days.

    Attributes:
        target: how many working days; the due date is the *target*-th working date after the start.
        source: the regulation or page that the number comes from.
        start: the milestones that may start the clock; the first that is known does, the others are its fall-backs.
        channels, kinds, oversight: what it holds for; None is any. A kind or an oversight of None within the set is
            one that nobody has said.
        first_day_counted: True if a working date of the start is day one.
        due: end of the last day by the calendar's zone, or the clock time of the start.
        pauses: the statuses during which the clock stands still; a part of {awaiting_citizen, postponed}.
        in_force_from, in_force_until: first and last local date of receipt that it holds for; None is open.
    """

    clock: Clock
    target: int
    source: str
    start: tuple[str, ...] = ("received",)
    channels: frozenset[str] | None = None
    kinds: frozenset[Kind | None] | None = None
    oversight: frozenset[bool | None] | None = None
    first_day_counted: bool = False
    due: Due = Due.end_of_day
    pauses: frozenset[Status] = _PAUSING
    in_force_from: date | None = None
    in_force_until: date | None = None

    def __post_init__(self) -> None:
        where = f"The rule for {self.clock} ({self.source})"
        if self.target < 1:
            raise ConfigError(f"{where}: target must be at least 1 working day, got {self.target}")
        if not self.start or any(name not in _STARTS for name in self.start):
            raise ConfigError(f"{where}: start must name some of {', '.join(_STARTS)}, got {list(self.start)}")
        if not self.pauses <= _PAUSING:
            # Facts flag only these as irregular: with others, columns and timelines would disagree.
            raise ConfigError(f"{where}: only {', '.join(sorted(_PAUSING))} can pause a clock")

    def fits(self, fact: Fact) -> bool:
        """Say whether the rule speaks of such a case, whatever its date."""
        return (
            (self.channels is None or fact.channel in self.channels)
            and (self.kinds is None or fact.kind in self.kinds)
            and (self.oversight is None or fact.oversight in self.oversight)
        )

    def in_force(self, on: date) -> bool:
        """Say whether the rule holds for a case received on that local date."""
        return (self.in_force_from is None or self.in_force_from <= on) and (
            self.in_force_until is None or on <= self.in_force_until
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Rules in order: for each clock of a case the first that fits and is in force decides.

    Attributes:
        warn_within: a case is *at risk* while no more than so many working days are left after today. It warns and
            judges nothing: no regulation knows it. 0 warns on the last day only.
    """

    name: str
    rules: tuple[Rule, ...]
    warn_within: int = 1

    def __post_init__(self) -> None:
        if self.warn_within < 0:
            raise ConfigError(f"The policy {self.name!r}: warn_within must be 0 or more, got {self.warn_within}")


def sp4n(
    *,
    path: str | Path | None = None,
    channels: Iterable[str] = ("lapor",),
    default_class: DefaultClass | None = None,
    pauses: Iterable[Status] = _PAUSING,
    warn_within: int = 1,
) -> Policy:
    """The time limits of SP4N-LAPOR!: verify 3, first response 5, resolution 5, 14 or 60 working days.

    Args:
        path: a file of your own in the form of the table ``sp4n_limits``, instead of the shipped one.
        channels: whose cases stand under these limits; social channels have no legal limit, so they are not among them.
        default_class: the limit for resolution of a report without classification, and of a complaint of which nobody
            said whether it is *berkadar pengawasan*. None: such a case has no target for resolution.
        pauses: the statuses that stop the clocks; ``()`` lets them run on.
        warn_within: see :class:`Policy`.

    Raises: ConfigError, if a row cannot be read, or the default class has no row.
    Source: the table names one for each number (``rule.source``).
    """
    table = load("sp4n_limits", path)
    asked, still = frozenset(channels), frozenset(pauses)
    known = {str(clock) for clock in Clock}
    # A row of another clock (auto_close is a forecast, not a limit) is not ours to judge.
    rows = [row for row in table.rows if row["clock"] in known]
    rules = [_rule(row, table.file, channels=asked, pauses=still) for row in rows]
    if default_class is not None:
        chosen = [rule for rule in rules if rule.clock is Clock.resolution and _of_class(rule, default_class)]
        if not chosen:
            raise ConfigError(f"{table.file}: no row for resolution gives the default class {default_class}")
        rules += [variant for rule in chosen for variant in _for_the_unsaid(rule, default_class)]
    return Policy(name=table.title, rules=tuple(rules), warn_within=warn_within)


def _rule(row: Row, file: str, *, channels: frozenset[str], pauses: frozenset[Status]) -> Rule:
    if row["unit"] != "working_days":
        raise ConfigError(f"{file}: a limit in {row['unit']} cannot be judged yet: state it in working_days")
    kind, oversight = row["kind"], row["oversight"]
    return Rule(
        clock=Clock(row["clock"]),
        target=row["target"],
        source=row["source"],
        start=row["start"],
        channels=channels,
        # A row without a kind holds for whatever may be a complaint; praise and spam have no time limit.
        kinds=_TRIAGED if kind is None else frozenset((Kind(kind),)),
        oversight=None if oversight is None else frozenset((oversight,)),
        first_day_counted=row["first_day_counted"],
        due=Due(row["due"]),
        pauses=pauses,
        in_force_from=row["in_force_from"],
        in_force_until=row["in_force_until"],
    )


def _of_class(rule: Rule, chosen: DefaultClass) -> bool:
    """Say whether the rule holds for every case of a class."""
    kind, oversight = {
        DefaultClass.information_request: (Kind.information_request, None),
        DefaultClass.aspiration: (Kind.aspiration, None),
        DefaultClass.without_oversight: (Kind.complaint, False),
        DefaultClass.with_oversight: (Kind.complaint, True),
    }[chosen]
    return (rule.kinds is None or kind in rule.kinds) and (rule.oversight is None or oversight in rule.oversight)


def _for_the_unsaid(rule: Rule, chosen: DefaultClass) -> tuple[Rule, Rule]:
    """The same limit for reports of no kind, and for complaints that do not say whether they are *berkadar*."""
    source = f"{rule.source}; chosen as default class: {chosen}"
    return (
        replace(rule, source=source, kinds=frozenset((None,)), oversight=None),
        replace(rule, source=source, kinds=frozenset((Kind.complaint,)), oversight=frozenset((None,))),
    )
