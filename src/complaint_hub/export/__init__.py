"""Files that an office hands in: so far the action plan, as a workbook and as a page for its letterhead.

For: the command ``action-plan``, and programs that have a value of :mod:`complaint_hub.evaluation`.
Must not: compute a figure; let a text become a formula, a link or markup; or read a clock.
"""

from __future__ import annotations

from .action_plan import action_plan_html, action_plan_xlsx

__all__ = ["action_plan_html", "action_plan_xlsx"]
