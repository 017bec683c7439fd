"""What a time limit is: ordered, dated rules, each with its source; the first that fits decides.

For: :mod:`complaint_hub.sla`, and a government that writes rules of its own in Python (``sla.reading`` reads files).
Must not: invent a number. Without a rule a case has no target, and its verdict says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ..errors import ConfigError
from ..facts import Fact
from ..model import Form, Kind, Status
from .clocks import MAIN, STARTS, Clock

__all__ = ["AutoClose", "DatedBy", "Due", "PAUSING", "Policy", "Rule", "Target", "TargetUnit"]

PAUSING = frozenset(status for status in Status if status.paused)
"""The statuses that may stop a clock; a policy chooses among them."""


class TargetUnit(StrEnum):
    """What a target is counted in."""

    working_days = "working_days"
    working_hours = "working_hours"
    calendar_days = "calendar_days"


@dataclass(frozen=True, slots=True)
class Target:
    """How much time there is: ``Target(14, TargetUnit.working_days)``."""

    amount: int
    unit: TargetUnit = TargetUnit.working_days


class Due(StrEnum):
    """When on the last day the time is up."""

    end_of_day = "end_of_day"
    same_time = "same_time"


class DatedBy(StrEnum):
    """Which date decides whether a dated rule is the one in force.

    judgement: the date on which the clock was stopped; of one that still runs, today; of a case that was closed without
    stopping it, the last that is recorded of it. So a closed case keeps the version that judged it, and an open one
    moves to a new version on the day that it enters into force.
    receipt: the date of receipt: for a regulation that says that it holds only for what came after it.
    """

    judgement = "judgement"
    receipt = "receipt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One time limit.

    Attributes:
        target: how much time there is, in the unit *counted_in*.
        source: the regulation or page that the number comes from.
        start: the milestones that may start the clock; the first that is known does, the others are its fall-backs.
        channels, forms, kinds, oversight, units, categories: what it holds for; None is any. A None within the set is a
            value that nobody has said. The unit of a unit's follow-up is the one that the disposition names.
        first_day_counted: True if the date of the start is day one (a working date, where working days are counted).
        due: end of the last day by the calendar's zone, or the clock time of the start. A target in working hours
            ends at an instant: ``same_time``.
        pauses: the statuses during which the clock stands still; a part of {awaiting_citizen, postponed}.
        extendable: whether an extension (*perpanjangan*) moves the due date.
        in_force_from, in_force_until: first and last local date that it holds for; None is open.
        dated_by: of which date that is said.
    """

    clock: Clock
    target: int
    source: str
    counted_in: TargetUnit = TargetUnit.working_days
    start: tuple[str, ...] = ("received",)
    channels: frozenset[str] | None = None
    forms: frozenset[Form | None] | None = None
    kinds: frozenset[Kind | None] | None = None
    oversight: frozenset[bool | None] | None = None
    units: frozenset[str | None] | None = None
    categories: frozenset[str | None] | None = None
    first_day_counted: bool = False
    due: Due = Due.end_of_day
    pauses: frozenset[Status] = PAUSING
    extendable: bool = True
    in_force_from: date | None = None
    in_force_until: date | None = None
    dated_by: DatedBy = DatedBy.judgement

    def __post_init__(self) -> None:
        where = f"The rule for {self.clock} ({self.source})"
        if self.target < 1:
            raise ConfigError(f"{where}: target must be at least 1 {self.counted_in}, got {self.target}")
        starts = STARTS[self.clock]
        if not self.start or any(name not in starts for name in self.start):
            raise ConfigError(f"{where}: start must name some of {', '.join(starts)}, got {list(self.start)}")
        if not self.pauses <= PAUSING:
            # Facts flag only these as irregular: with others, columns and timelines would disagree.
            raise ConfigError(f"{where}: only {', '.join(sorted(PAUSING))} can pause a clock")
        if self.counted_in is TargetUnit.working_hours and (self.due is Due.end_of_day or self.first_day_counted):
            raise ConfigError(
                f"{where}: working hours end at an instant: write due = 'same_time', and no first_day_counted"
            )
        if self.in_force_from and self.in_force_until and self.in_force_until < self.in_force_from:
            raise ConfigError(f"{where}: it ends on {self.in_force_until}, before it begins on {self.in_force_from}")

    @property
    def limit(self) -> Target:
        """Amount and unit as one value."""
        return Target(self.target, self.counted_in)

    def fits(self, fact: Fact, *, unit: str | None = None) -> bool:
        """Say whether the rule speaks of such a case, whatever its date.

        Args:
            unit: the unit that is asked, where it is not the one that leads the case.
        """
        return (
            (self.channels is None or fact.channel in self.channels)
            and (self.kinds is None or fact.kind in self.kinds)
            and (self.oversight is None or fact.oversight in self.oversight)
            and (self.forms is None or fact.form in self.forms)
            and (self.units is None or (unit or fact.unit) in self.units)
            and (self.categories is None or fact.category in self.categories)
        )

    def in_force(self, on: date) -> bool:
        """Say whether the rule holds on that local date; which date to ask about, ``dated_by`` says."""
        return (self.in_force_from is None or self.in_force_from <= on) and (
            self.in_force_until is None or on <= self.in_force_until
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AutoClose:
    """After how many working days without a word a platform closes a report by itself: a forecast, no limit.

    Attributes:
        target: working days after the last answer.
        channels: of which channels; None is any.
        in_force_from, in_force_until: first and last local date of the last answer that it holds for.
    """

    target: int
    source: str
    channels: frozenset[str] | None = None
    in_force_from: date | None = None
    in_force_until: date | None = None

    def holds(self, channel: str, on: date) -> bool:
        """Say whether it speaks of a report of *channel* that was last answered on the local date *on*."""
        return (
            (self.channels is None or channel in self.channels)
            and (self.in_force_from is None or self.in_force_from <= on)
            and (self.in_force_until is None or on <= self.in_force_until)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Rules in order: for each clock of a case the first that fits and is in force decides.

    Attributes:
        warn_within: a case is *at risk* while no more than so many working (or calendar) days are left after today. It
            warns and judges nothing: no regulation knows it. 0 warns on the last day only.
        warn_within_hours: the same for targets in working hours.
        auto_close: when a platform closes by itself; the first that holds.
    """

    name: str
    rules: tuple[Rule, ...]
    warn_within: int = 1
    warn_within_hours: int = 1
    auto_close: tuple[AutoClose, ...] = ()

    def __post_init__(self) -> None:
        for name in ("warn_within", "warn_within_hours"):
            if getattr(self, name) < 0:
                raise ConfigError(f"The policy {self.name!r}: {name} must be 0 or more, got {getattr(self, name)}")

    @property
    def clocks(self) -> tuple[Clock, ...]:
        """The clocks that are judged: verify, first_response, resolution, and every other that has a rule."""
        ruled = {rule.clock for rule in self.rules}
        return tuple(clock for clock in Clock if clock in MAIN or clock in ruled)
