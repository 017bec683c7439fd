"""The draft of an action plan (*rencana aksi*): a matrix of what the data calls for, and its monitoring.

For: the command ``action-plan``, and :mod:`complaint_hub.export`, which writes it as XLSX and HTML.
Must not: invent a target, a budget or a person: those are the office's, or empty.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from ..model import OfficialResult
from ..rules import Row, in_force, load
from .card import Scorecard
from .formulas import MetricUnit, formula_of
from .period import Period, PeriodKind
from .targets import RowTarget, Targets
from .triggers import TRIGGERS, Fired, Looked

__all__ = ["ActionPlan", "Monitored", "PlanRow", "action_plan", "monitor"]

_QUARTERS: Final = 4
_DOCUMENT: Final = "dokumen"
_NOTHING: Final = RowTarget()


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitored:
    """How far a row has come.

    Attributes:
        period: what it was looked at for.
        target: of that period.
        realised: what was reached, in the unit of the row.
        achievement: realised / target, where less is better target / realised; None without both.
        status: in words (Indonesian): tercapai from 1 on, else belum tercapai; no band between is known.
    """

    period: Period
    target: float | None
    realised: float | None
    achievement: float | None
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """One row of the matrix.

    Attributes:
        id: of the rule that it follows from; ``letter`` for a recommendation of the letter itself.
        figures: the numbers that triggered it, in words.
        unit: Satuan; shares are per cent.
        metric: the scorecard's name of the indicator; None for what no figure tells.
        baseline: the indicator's value in the period that the plan rests on.
        targets: of quarters I to IV.
    """

    number: int
    id: str
    aspect: str
    problem: str
    action: str
    indicator: str
    unit: str
    figures: tuple[str, ...]
    metric: str | None = None
    baseline: float | None = None
    targets: tuple[float | None, ...] = (None,) * _QUARTERS
    realised: tuple[float | None, ...] = ()
    responsible: str = ""
    executor: str = ""
    time: str = ""
    budget: str = ""
    evidence: str = ""
    obstacle: str = ""
    next_step: str = ""
    monitored: Monitored | None = None

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "number": self.number,
            "id": self.id,
            "aspect": self.aspect,
            "problem": self.problem,
            "action": self.action,
            "indicator": self.indicator,
            "unit": self.unit,
            "metric": self.metric,
            "figures": list(self.figures),
            "baseline": self.baseline,
            "targets": list(self.targets),
            "responsible": self.responsible,
            "executor": self.executor,
            "time": self.time,
            "budget": self.budget,
            "evidence": self.evidence,
            "monitored": _monitored(self.monitored, self),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionPlan:
    """The draft.

    Attributes:
        card: what it rests on; *official* is the ministry's word on it.
        rows: the matrix.
        looked_at: triggers that did not fire, and why; *open_questions* are those that could not be looked at.
    """

    card: Scorecard
    official: OfficialResult | None
    rows: tuple[PlanRow, ...]
    looked_at: tuple[str, ...] = ()
    open_questions: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "period": self.card.period.to_dict(),
            "as_of": self.card.as_of.isoformat(),
            "rows": [row.to_dict() for row in self.rows],
            "looked_at": list(self.looked_at),
            "open_questions": list(self.open_questions),
        }


def action_plan(
    card: Scorecard,
    official: OfficialResult | None = None,
    triggers: Iterable[Row] | None = None,
    targets: Targets | None = None,
) -> ActionPlan:
    """Draft a plan.

    Args:
        card: the figures; by ``unit`` for the names of those behind, with a trend for topics that come again.
        official: the ministry's result.
        triggers: rows of a table ``action_plan``; None takes the shipped ones that are in force at the card's moment.
        targets: thresholds, targets, people and money; what is left out stays empty.
    """
    wanted = targets or Targets()
    looked = Looked(card, official, wanted.thresholds, wanted.inputs)
    rules = in_force(load("action_plan").rows, card.as_of.date()) if triggers is None else tuple(triggers)
    rows: list[PlanRow] = []
    quiet: list[str] = []
    questions: list[str] = []
    for rule in rules:
        found = TRIGGERS[rule["trigger"]](looked)
        if isinstance(found, Fired):
            rows.append(_row(len(rows) + 1, rule, found, card, wanted.rows.get(rule["id"], _NOTHING)))
        else:
            (questions if found.open else quiet).append(f"{rule['action']}: {found.why}")
    rows += _letters_own(official, rows, wanted)
    return ActionPlan(
        card=card, official=official, rows=tuple(rows), looked_at=tuple(quiet), open_questions=tuple(questions)
    )


def monitor(plan: ActionPlan, card: Scorecard) -> ActionPlan:
    """The plan with what was reached in the period of *card*: realisation, achievement and status of each row."""
    return replace(plan, rows=tuple(replace(row, monitored=_reached(row, card)) for row in plan.rows))


def _row(number: int, rule: Row, found: Fired, card: Scorecard, target: RowTarget) -> PlanRow:
    baseline = _value(rule["metric"], card) if rule["metric"] else None
    if rule["unit"] == _DOCUMENT:
        baseline = 0.0  # It is drafted because the document is not there.
    return _with_target(
        PlanRow(
            number=number,
            id=rule["id"],
            aspect=rule["aspect"],
            problem=rule["problem"].format(**found.fills),
            action=rule["action"],
            indicator=rule["indicator"],
            unit=rule["unit"],
            metric=rule["metric"],
            figures=found.figures,
            baseline=baseline,
            evidence=rule["evidence"],
        ),
        target,
    )


def _with_target(row: PlanRow, target: RowTarget) -> PlanRow:
    return replace(
        row,
        targets=(*target.targets, *(None,) * (_QUARTERS - len(target.targets))),
        realised=target.realised,
        responsible=target.responsible,
        executor=target.executor,
        time=target.time,
        budget=target.budget,
        evidence=target.evidence or row.evidence,
        obstacle=target.obstacle,
        next_step=target.next_step,
    )


def _letters_own(official: OfficialResult | None, rows: list[PlanRow], wanted: Targets) -> list[PlanRow]:
    """The letter's own recommendations that no row covers yet, in its words."""
    if official is None:
        return []
    covered = [row.action.casefold() for row in rows]
    own = [
        text
        for text in official.recommendations
        if not any(text.casefold().startswith(action) or action.startswith(text.casefold()) for action in covered)
        and not ("rencana aksi" in text.casefold() and any(row.id == "action_plan" for row in rows))
    ]
    return [
        _with_target(
            PlanRow(
                number=len(rows) + place,
                id="letter",
                aspect="Rekomendasi",
                problem=f"Rekomendasi {official.letter}",
                action=text,
                indicator="Rekomendasi dilaksanakan",
                unit="rekomendasi",
                figures=(f"Rekomendasi {official.letter}",),
            ),
            wanted.rows.get("letter", _NOTHING),
        )
        for place, text in enumerate(own, start=1)
    ]


def _value(metric: str, card: Scorecard) -> float | None:
    """A metric in the unit of the matrix: shares are per cent there."""
    found = card.metrics[metric]
    if found.value is None:
        return None
    return found.value * 100 if found.unit is MetricUnit.share else found.value


def _quarter(period: Period) -> int | None:
    """The quarter whose target a period is held against: the one that it ends; a term ends none."""
    if period.kind is PeriodKind.term:
        return None
    return (period.last.month - 1) // 3 if period.kind is not PeriodKind.month else (period.number - 1) // 3


def _reached(row: PlanRow, card: Scorecard) -> Monitored:
    quarter = _quarter(card.period)
    target = row.targets[quarter] if quarter is not None else None
    realised = _value(row.metric, card) if row.metric else None
    if realised is None and quarter is not None and quarter < len(row.realised):
        realised = row.realised[quarter]
    achievement = _achievement(row, target, realised)
    if realised is None:
        status = "belum ada data"
    elif achievement is None:
        status = "target belum ditetapkan"
    else:
        status = "tercapai" if achievement >= 1 else "belum tercapai"
    return Monitored(period=card.period, target=target, realised=realised, achievement=achievement, status=status)


def _achievement(row: PlanRow, target: float | None, realised: float | None) -> float | None:
    if target is None or realised is None:
        return None
    less_is_better = row.metric is not None and formula_of(row.metric).higher_is_better is False
    if not less_is_better:
        return realised / target if target else 1.0
    return target / realised if realised else 1.0


def _monitored(found: Monitored | None, row: PlanRow) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "period": found.period.code,
        "target": found.target,
        "realised": found.realised,
        "achievement": found.achievement,
        "status": found.status,
        "obstacle": row.obstacle,
        "next_step": row.next_step,
    }
