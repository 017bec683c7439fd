"""Time limits: how each clock of a case stands at one moment, and why.

For: everybody who asks what is due: the commands, the dashboard, the scorecard, and programs that use nothing else of
this library. A *policy* (:func:`sp4n`) says which limit holds for which case, :func:`judge` and :func:`judge_facts` say
how each *clock* stands, :func:`explain` shows the days behind a due date and :func:`in_words` says them,
:func:`moved` lists the due dates that a decree, a new policy or a corrected event has changed, :func:`closings` when a
platform closes by itself, and :func:`check` what is odd about a policy.
Must not: do I/O besides reading its table of rules, read a clock, or keep a verdict: it follows from timeline,
calendar, policy and moment, and is computed anew.

Shipped limits cover SP4N-LAPOR! alone. Social channels have no limit by law: their verdict is ``no_target``.
"""

from __future__ import annotations

from .checking import Oddity, Problem, check
from .clocks import MAIN, Clock
from .forecast import Closing, closings
from .judging import judge, judge_facts
from .moving import Cause, Moved, moved
from .policy import AutoClose, DatedBy, Due, Policy, Rule, Target, TargetUnit
from .reading import DefaultClass, policy_of, sp4n
from .tallying import Tally, tally
from .telling import in_words
from .verdict import CountedDay, Outcome, Reason, Verdict, explain, starts

__all__ = [
    "MAIN",
    "AutoClose",
    "Cause",
    "Clock",
    "Closing",
    "CountedDay",
    "DatedBy",
    "DefaultClass",
    "Due",
    "Moved",
    "Oddity",
    "Outcome",
    "Policy",
    "Problem",
    "Reason",
    "Rule",
    "Tally",
    "Target",
    "TargetUnit",
    "Verdict",
    "check",
    "closings",
    "explain",
    "in_words",
    "judge",
    "judge_facts",
    "moved",
    "policy_of",
    "sp4n",
    "starts",
    "tally",
]
