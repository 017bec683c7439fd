"""Holding a complaint back from every rule on retention, and letting it go.

For: a dispute, an audit, a letter of the Ombudsman: what is needed there must not be erased because its time is over.
Must not: decide what erases; ``privacy`` and the store ask whether the office holds it.
"""

from __future__ import annotations

from typing import Unpack

from ..model import Complaint, Event, EventType
from .signing import Signed, made, required, sign

__all__ = ["hold", "release"]


def hold(complaint: Complaint, reason: str, **signed: Unpack[Signed]) -> Event:
    """Hold it (*ditahan dari penghapusan*), for a reason; nothing else changes, and clocks go on."""
    sign(complaint, signed)
    return made(complaint, EventType.note, signed, text=required(reason), data={"hold": True})


def release(complaint: Complaint, reason: str, **signed: Unpack[Signed]) -> Event:
    """Let it go: from now on rules on retention count again."""
    sign(complaint, signed)
    return made(complaint, EventType.note, signed, text=required(reason), data={"hold": False})
