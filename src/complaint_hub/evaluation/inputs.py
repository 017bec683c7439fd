"""What no complaint tells: population, units, officers. Input of the office, or of its registry; never guessed.

For: metrics that are divided by such a number, and the triggers of the action plan.
Must not: hold a default. What was not given is None, and the metric that needs it is None too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

__all__ = ["Detail", "Inputs"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """Numbers of the government itself.

    Attributes:
        population: inhabitants.
        units: how many units handle complaints.
        units_with_decree: those of them that a decree for the team names.
        officers: how many complaint officers there are.
        active_officers: those of them who acted in the last month.
        units_without_officer: names of units without an active officer; () if there is none, None if nobody has said.
        decree_until: last day of the team's decree; None if it is open or not known.
    """

    population: int | None = None
    units: int | None = None
    units_with_decree: int | None = None
    officers: int | None = None
    active_officers: int | None = None
    units_without_officer: tuple[str, ...] | None = None
    decree_until: date | None = None


class Detail(NamedTuple):
    """What a complaint says beyond the columns of its fact.

    Attributes:
        rating: stars on the channel's own scale.
        linked: True if it carries the id of a LAPOR report.
        substantive: whether an officer marked an answer as substantive (True) or only as normative (False); None if
            nobody marked one.
    """

    rating: float | None = None
    linked: bool = False
    substantive: bool | None = None
