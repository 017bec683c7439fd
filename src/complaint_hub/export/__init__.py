"""Files that an office hands in: the monthly workbook, the rapor, the action plan; and lists for other programs.

For: the commands ``export`` and ``action-plan``, and programs that have a store, or a value of
:mod:`complaint_hub.evaluation`.
Must not: compute a figure; let a text become a formula, a link or markup; tell who wrote unless asked to; or read a
clock.
"""

from __future__ import annotations

from ..privacy import redacted
from .action_plan import action_plan_html, action_plan_xlsx
from .content import Content
from .flat import cases_csv, read_cases_csv
from .jsonlines import complaints_jsonl
from .texts import guarded, unguarded
from .wanted import Wanted
from .workbooks import Written, monthly_xlsx, rapor_xlsx

__all__ = [
    "Content",
    "Wanted",
    "Written",
    "action_plan_html",
    "action_plan_xlsx",
    "cases_csv",
    "complaints_jsonl",
    "guarded",
    "monthly_xlsx",
    "rapor_xlsx",
    "read_cases_csv",
    "redacted",
    "unguarded",
]
