"""What is to be chased today, for each unit and officer, and who has not answered yet; as values and as plain text.

For: ``complaint-hub digest``, and programs that send the text on (by WhatsApp, by mail): sending is the caller's.
Must not: send anything, read a clock or a store, or alert anybody about what a first import brought along.
"""

from __future__ import annotations

from .chasing import Digest, Item, Part, Why, digest
from .hours import in_office, next_opening
from .texts import addressed, digest_text, unanswered_text
from .unanswered import Unanswered, UnitWaiting, unanswered

__all__ = [
    "Digest",
    "Item",
    "Part",
    "Unanswered",
    "UnitWaiting",
    "Why",
    "addressed",
    "digest",
    "digest_text",
    "in_office",
    "next_opening",
    "unanswered",
    "unanswered_text",
]
