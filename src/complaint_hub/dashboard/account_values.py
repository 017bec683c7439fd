"""What the office answers for on a dashboard: the rapor year by year, and the action plan.

For: ``values``, which names them all.
Must not: compute, or hold a model, a store or markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .counts import Count, Rate, State

__all__ = ["Plan", "PlanLine", "Rapor", "Year"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """One column of the rapor.

    Attributes:
        official: the ministry's word rather than our count.
        until: for a year that still runs, up to which day.
        days: mean calendar days of follow-up over *measured* cases, *missing* lack an instant.
        predicate, team_decree, action_plan: of the letter; None where it says nothing.
    """

    year: int
    official: bool
    until: date | None
    total: Count | float | None
    followed_up: Rate | None
    finished: Rate | None
    days: float | None
    measured: Count
    missing: Count
    predicate: str | None = None
    team_decree: bool | None = None
    action_plan: bool | None = None
    letter: str | None = None
    shares: tuple[float | None, float | None] = (None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rapor:
    """The scorecard by year, the official result beside ours.

    Attributes:
        differences: figures in which the letter and we differ, in words; *compared* counts the figures.
        recommendations: (text, ground).
        lacking: years with cases and without an official result.
    """

    channel: str
    years: tuple[Year, ...]
    compared: int
    differences: tuple[str, ...]
    recommendations: tuple[tuple[str, str], ...]
    lacking: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """One row of the action plan; *triggers* is empty on the public page."""

    action: str
    aspect: str
    status: str
    state: State
    reached: str
    share: float | None
    responsible: str
    triggers: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The action plan and how far it has come; None of a plan is an empty state of the page."""

    basis: str
    period: str | None
    lines: tuple[PlanLine, ...]
