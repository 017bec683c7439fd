"""Whether everything is in order, and what needs a person: from values to sentences in an officer's language.

For: the command ``doctor``; ``checkup`` gathers the values.
Must not: look anywhere itself: no file, no database, no platform, no clock. It knows no threshold that nobody set: a
number that is merely old or large is told, not judged.
"""

from __future__ import annotations

from .accounts import judge_account
from .places import judge_calendar, judge_store
from .values import (
    AccountHealth,
    CredentialHealth,
    Finding,
    Level,
    QuotaHealth,
    StoreHealth,
    WebhookHealth,
    worst,
)

__all__ = [
    "AccountHealth",
    "CredentialHealth",
    "Finding",
    "Level",
    "QuotaHealth",
    "StoreHealth",
    "WebhookHealth",
    "judge_account",
    "judge_calendar",
    "judge_store",
    "worst",
]
