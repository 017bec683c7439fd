"""What an office does with a complaint, as events: triage, disposition, note, evidence, completion, and their undoing.

For: the command line, a dashboard's forms, and programs; ``Store.act`` stores what these functions return. Beside the
acts stand suggestions of what belongs together, which never join anything by themselves.
Must not: read a clock, touch a store, or change what a channel said.
"""

from __future__ import annotations

from ..errors import CaseworkError
from .acts import SETTLED, evidence, extend, forward, note, postpone, reopen, resolve, resume, return_, triage, verify
from .candidates import Candidate, Sign, duplicates, named_candidates, named_rows, nearness, tracking_ids
from .holding import hold, release
from .refusals import SENTENCES, Refusal
from .signing import Signed
from .standing import Standing, standing
from .undoing import undo, undoable

__all__ = [
    "SENTENCES",
    "SETTLED",
    "Candidate",
    "CaseworkError",
    "Refusal",
    "Sign",
    "Signed",
    "Standing",
    "duplicates",
    "evidence",
    "extend",
    "forward",
    "hold",
    "named_candidates",
    "named_rows",
    "nearness",
    "note",
    "postpone",
    "release",
    "reopen",
    "resolve",
    "resume",
    "return_",
    "standing",
    "tracking_ids",
    "triage",
    "undo",
    "undoable",
    "verify",
]
