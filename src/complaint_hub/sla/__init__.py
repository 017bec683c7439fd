"""Time limits: how each clock of a case stands at one moment, and why.

For: everybody who asks what is due: the commands, the dashboard, the scorecard, and programs that use nothing else of
this library. A *policy* (:func:`sp4n`) says which limit holds for which case, :func:`judge` and :func:`judge_facts` say
how each *clock* stands, :func:`explain` shows the days behind a due date.
Must not: do I/O besides reading its table of rules, read a clock, or keep a verdict: it follows from timeline,
calendar, policy and moment, and is computed anew.

Shipped limits cover SP4N-LAPOR! alone. Social channels have no limit by law: their verdict is ``no_target``.
"""

from __future__ import annotations

from .clocks import MAIN, Clock
from .judging import judge, judge_facts
from .policy import AutoClose, DatedBy, Due, Policy, Rule, Target, TargetUnit
from .reading import DefaultClass, policy_of, sp4n
from .verdict import CountedDay, Outcome, Reason, Verdict, explain

__all__ = [
    "MAIN",
    "AutoClose",
    "Clock",
    "CountedDay",
    "DatedBy",
    "DefaultClass",
    "Due",
    "Outcome",
    "Policy",
    "Reason",
    "Rule",
    "Target",
    "TargetUnit",
    "Verdict",
    "explain",
    "judge",
    "judge_facts",
    "policy_of",
    "sp4n",
]
