"""How a deadline is told: its mark, its words, and which of a case's clocks is the most urgent.

For: ``due`` and ``show``.
Must not: judge; the verdicts come from ``sla``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ..sla import Clock, Outcome, Policy, Verdict, policy_of, sp4n
from ..sla.telling import CLOCKS, told
from ..wording import short_date
from ..worktime import WorkCalendar

if TYPE_CHECKING:
    from ..registry import Registry
    from ..settings import Settings

__all__ = ["CLOCKS", "LEGEND", "SOON", "calendar_of", "dated", "mark", "policy", "spelt", "told", "urgent"]

SOON = 3
"""Working days before a due date from which a case is shown as due soon: a warning, no legal limit."""

LEGEND: Mapping[str, str] = {
    "▲": "lewat tenggat",
    "◆": f"segera, dalam {SOON} hari kerja",
    "○": "berjalan",
    "‖": "dijeda",
    "–": "tanpa tenggat",
}

_MARKS: Mapping[Outcome, str] = {
    Outcome.breached: "▲",
    Outcome.at_risk: "◆",
    Outcome.running: "○",
    Outcome.paused: "‖",
    Outcome.met: "✓",
    Outcome.met_late: "✓",
}
_STILL_OPEN = (Outcome.breached, Outcome.at_risk, Outcome.running, Outcome.paused)


def policy(settings: Settings | None = None, *, every: bool = False) -> Policy:
    """The limits that hold, with the warning that the screens use: those of the settings' file, else of SP4N-LAPOR!.

    A unit that a limit names is meant by each of its spellings in the registry.

    Args:
        settings: which may name a policy of the government's own.
        every: of SP4N-LAPOR! also the limits of forwarding and of each unit's follow-up.

    Raises: ConfigError, if the file cannot be read.
    """
    own = settings.policy if settings is not None else None
    if settings is not None and own is not None:
        return spelt(policy_of(own, warn_within=SOON), settings.read_registry())
    return sp4n(warn_within=SOON, clocks=tuple(Clock) if every else None)


def spelt(limits: Policy, registry: Registry | None) -> Policy:
    """The same limits, for every spelling of their units that the registry knows."""
    if registry is None:
        return limits
    rules = []
    for rule in limits.rules:
        if rule.units is not None:
            known = [found for name in rule.units if (found := registry.unit_of(name)) is not None]
            rule = replace(rule, units=rule.units.union(*((u.code, u.name, *u.aliases) for u in known)))
        rules.append(rule)
    return replace(limits, rules=tuple(rules))


def calendar_of(zone: str) -> WorkCalendar:
    """The working days of the government's offices."""
    return WorkCalendar.indonesia(zone=zone)


def mark(verdict: Verdict | None) -> str:
    """The mark of a clock; a case without any running clock has none of its own."""
    return "–" if verdict is None else _MARKS.get(verdict.outcome, "–")


def urgent(verdicts: Iterable[Verdict]) -> Verdict | None:
    """The clock that runs out first; one that stands still comes after those that run."""
    running = [v for v in verdicts if v.outcome in _STILL_OPEN and v.due_at is not None]
    return min(running, key=lambda v: (v.outcome is Outcome.paused, v.due_at), default=None)


def dated(verdict: Verdict, zone: ZoneInfo) -> str:
    """The due date, where there is one."""
    if verdict.due_on is not None:
        return short_date(verdict.due_on)
    return short_date(verdict.due_at.astimezone(zone).date()) if verdict.due_at else ""
