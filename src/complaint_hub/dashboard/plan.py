"""Section "Rencana aksi": the rows of the action plan, and how far each has come.

For: ``gather``.
Must not: set a target, or call a row behind that has none.
"""

from __future__ import annotations

from ..evaluation import ActionPlan, PlanRow
from ..wording import decimal_comma, thousands
from .texts import name
from .values import Plan, PlanLine, State

__all__ = ["plan_lines"]

_STATES = {
    "tercapai": State.done,
    "belum tercapai": State.late,
    "target belum ditetapkan": State.running,
    "belum ada data": State.free,
}


def plan_lines(plan: ActionPlan) -> Plan:
    """The rows, those behind first."""
    lines = [_line(row) for row in plan.rows]
    order = list(State)
    period = next((row.monitored.period.label for row in plan.rows if row.monitored), None)
    lines.sort(key=lambda line: order.index(line.state))
    return Plan(basis=plan.card.period.label, period=period, lines=tuple(lines))


def _line(row: PlanRow) -> PlanLine:
    found = row.monitored
    status = found.status if found is not None else "belum dipantau"
    share = None if found is None or found.achievement is None else max(0.0, min(1.0, found.achievement))
    return PlanLine(
        action=name(row.action, 200) or "",
        aspect=row.aspect,
        status=status[0].upper() + status[1:],
        state=_STATES.get(status, State.free),
        reached=_reached(row),
        share=share,
        responsible=name(row.responsible or row.executor) or "",
        triggers=name("; ".join(row.figures), 300) or "",
    )


def _reached(row: PlanRow) -> str:
    """``5,9 hari kerja, target 5``; what nobody has said is told as such."""
    found = row.monitored
    realised = _amount(found.realised if found else row.baseline, row.unit)
    target = found.target if found else None
    aim = f"target {_number(target)}" if target is not None else "belum ada target"
    return f"{realised}; {aim}" if realised else aim


def _amount(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    return f"{_number(value)}%" if unit == "%" else f"{_number(value)} {unit}"


def _number(value: float) -> str:
    return thousands(int(value)) if float(value).is_integer() else decimal_comma(value)
