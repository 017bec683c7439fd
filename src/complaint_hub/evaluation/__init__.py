"""How well the government is doing: the scorecard, the official result beside it, and the action plan.

For: the commands ``scorecard`` and ``action-plan``, exports, the dashboard, and programs that use nothing else of this
library: :func:`scorecard` works on plain facts, the readers on files that the office hands in.
Must not: compute a predicate or invent a target. Both are input.
"""

from __future__ import annotations

from .card import Change, Group, OnTime, Predicate, Recommendation, Scorecard
from .causes import CauseKind
from .durations import Duration
from .formulas import FORMULAS, Formula, Metric, MetricUnit, formula_of
from .inputs import Detail, Inputs
from .measured import details_of
from .official import read_official
from .performance import Performance, UnitPerformance, read_performance
from .period import Period, PeriodKind
from .plan import ActionPlan, Monitored, PlanRow, action_plan, monitor
from .ranking import Place, Ranking, ranking
from .recap import Recap, RecapMonth, RecapRow, read_recap
from .reconcile import Cause, Compared, Reconciliation, Standing, reconcile
from .scales import Scale, Step, scale_finding, scales
from .scorecard import DIMENSIONS, counted, scorecard
from .targets import THRESHOLDS, RowTarget, Targets, read_targets

__all__ = [
    "DIMENSIONS",
    "FORMULAS",
    "THRESHOLDS",
    "ActionPlan",
    "Cause",
    "CauseKind",
    "Change",
    "Compared",
    "Detail",
    "Duration",
    "Formula",
    "Group",
    "Inputs",
    "Metric",
    "MetricUnit",
    "Monitored",
    "OnTime",
    "Performance",
    "Period",
    "PeriodKind",
    "Place",
    "PlanRow",
    "Predicate",
    "Ranking",
    "Recap",
    "RecapMonth",
    "RecapRow",
    "Recommendation",
    "Reconciliation",
    "RowTarget",
    "Scale",
    "Scorecard",
    "Standing",
    "Step",
    "Targets",
    "UnitPerformance",
    "action_plan",
    "counted",
    "details_of",
    "formula_of",
    "monitor",
    "ranking",
    "read_official",
    "read_performance",
    "read_recap",
    "read_targets",
    "reconcile",
    "scale_finding",
    "scales",
    "scorecard",
]
