"""What the platform counts: calls, units, spent quota; and the faults that are still to come.

For: ``World``, which owns one, and tests that compare the client's ledger with it.
Must not: read the machine's clock; the quota's day is the world's.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from zoneinfo import ZoneInfo

from .faults import Call, Fault

__all__ = ["Meter"]

# The quota's day ends at midnight Pacific time (https://developers.google.com/youtube/v3/getting-started#quota).
_PACIFIC = ZoneInfo("America/Los_Angeles")


class Meter:
    """Counts since the last :meth:`reset`; the spent quota of a day survives it.

    Attributes:
        quota: units a day, None for no limit.
        requests: every call that reached the API, refused ones too.
        by_method: billed units per method.
        faults: faults injected so far.
    """

    def __init__(self, quota: int | None) -> None:
        self.quota = quota
        self.requests: list[Call] = []
        self.by_method: Counter[str] = Counter()
        self.faults = 0
        self.programme: list[Fault] = []
        self._spent: Counter[date] = Counter()

    @property
    def units(self) -> int:
        return self.by_method.total()

    def spent(self, at: datetime) -> int:
        """Units billed on the Pacific day of *at*."""
        return self._spent[at.astimezone(_PACIFIC).date()]

    def bill(self, method: str, at: datetime, cost: int = 1) -> bool:
        """Charge *cost* units; False, and nothing charged, when the day's quota does not allow it."""
        day = at.astimezone(_PACIFIC).date()
        if self.quota is not None and self._spent[day] + cost > self.quota:
            return False
        self._spent[day] += cost
        self.by_method[method] += cost
        return True

    def due(self, call: Call) -> list[Fault]:
        """The faults whose turn *call* is, one of a kind; none is counted yet."""
        turn: dict[str, Fault] = {}
        for fault in self.programme:
            # Damage may hit several items of one page; of the others one is enough.
            label = f"{fault.kind}:{id(fault)}" if fault.kind == "damage" else fault.kind
            if label not in turn and fault.due(call):
                turn[label] = fault
        return list(turn.values())

    def happened(self, fault: Fault) -> None:
        fault.count += 1
        self.faults += 1
        if fault.spent:
            self.programme.remove(fault)

    def reset(self) -> None:
        """Set the counts to zero. Faults still to come stay, and so does the quota spent."""
        self.requests.clear()
        self.by_method.clear()
        self.faults = 0
