"""How well the government is doing: the scorecard, the official result beside it, and the action plan.

For: the commands ``scorecard`` and ``action-plan``, exports, the dashboard, and programs that use nothing else of this
library: :func:`scorecard` works on plain facts, the readers on files that the office hands in.
Must not: compute a predicate or invent a target. Both are input.
"""

from __future__ import annotations

from .card import Change, Group, OnTime, Predicate, Recommendation, Scorecard
from .durations import Duration
from .formulas import FORMULAS, Formula, Metric, MetricUnit, formula_of
from .inputs import Detail, Inputs
from .measured import details_of
from .official import read_official
from .period import Period, PeriodKind
from .scorecard import DIMENSIONS, counted, scorecard

__all__ = [
    "DIMENSIONS",
    "FORMULAS",
    "Change",
    "Detail",
    "Duration",
    "Formula",
    "Group",
    "Inputs",
    "Metric",
    "MetricUnit",
    "OnTime",
    "Period",
    "PeriodKind",
    "Predicate",
    "Recommendation",
    "Scorecard",
    "counted",
    "details_of",
    "formula_of",
    "read_official",
    "scorecard",
]
