"""Chooses how the cases of a period are added up: over arrays, or one by one.

For: :mod:`.scorecard`.
Must not: load numpy where it is not worth its start.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

from ..facts import Facts
from .listed import listed
from .parts import Received, Scale
from .period import Period

__all__ = ["MANY", "received_in"]

MANY: Final = 2_000
"""From so many facts on arrays are worth their start; a test holds that both ways say the same."""


def received_in(facts: Facts, period: Period, scale: Scale) -> Received:
    """Take the cases of a period, and measure the ones that count."""
    if len(facts) >= MANY and not scale.details and find_spec("numpy") is not None:
        from .bulk import tabled

        found = tabled(facts, period, scale)
        if found is not None:
            return found
    return listed(facts, period, scale)
