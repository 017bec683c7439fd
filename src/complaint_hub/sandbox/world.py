"""What every platform of the sandbox has: a clock, a log of calls, faults to come, and page tokens that expire.

For: the ``World`` of each platform, which adds what stands on it and what can happen to that.
Must not: know a platform, HTTP or JSON, nor read the machine's clock.
"""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

from .faults import Call, Fault
from .hooks import Delivery
from .meter import Meter

__all__ = ["CLOCK", "BaseWorld"]

CLOCK = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
"""Where a world's clock stands unless it is set: 9 in the morning in Blitar."""


class BaseWorld:
    """The part of a world that is the same on each platform. Every method locks.

    Attributes:
        clock: what time it is, an aware instant; it stands still until it is set or :meth:`advance` is called.
        meter: what was counted, and the faults to come.
        token_generation: how often page tokens were made invalid.
        tokens_given: page tokens of the walk under way in a scope.
        subscribed: whether a webhook is set up, where the platform has one.
        told: the calls that were made for it; whoever takes them out delivers them, in whatever way.
    """

    def __init__(self, *, clock: datetime, quota: int | None) -> None:
        self.lock = threading.RLock()
        self.clock = clock
        self.meter = Meter(quota)
        self.token_generation = 0
        self.tokens_given: dict[str, list[str]] = {}
        self.subscribed = False
        self.told: list[Delivery] = []

    @property
    def requests(self) -> list[Call]:
        """A copy of the log of calls since the last reset."""
        with self.lock:
            return list(self.meter.requests)

    @property
    def faults(self) -> int:
        """Faults injected since the last reset."""
        return self.meter.faults

    def reset_counts(self) -> None:
        with self.lock:
            self.meter.reset()

    def inject(self, *faults: Fault) -> None:
        """Let *faults* happen from now on, as each of them says."""
        with self.lock:
            self.meter.programme.extend(faults)

    def clear_faults(self) -> None:
        """Forget the faults that are still to come."""
        with self.lock:
            self.meter.programme.clear()

    def set_clock(self, at: datetime) -> None:
        if at.tzinfo is None:
            raise ValueError(f"the clock is an aware instant, got {at!r}")
        with self.lock:
            self.clock = at.astimezone(UTC)

    def advance(self, **by: float) -> datetime:
        """Move the clock on: ``advance(days=1)``. Returns the new time."""
        with self.lock:
            self.clock += timedelta(**by)
            return self.clock

    def tell(self, call: Delivery | None) -> None:
        """Keep a call for whoever delivers it; None tells of nothing."""
        if call is not None and self.subscribed:
            self.told.append(call)

    def expire_tokens(self) -> None:
        """Every page token given so far becomes invalid; access tokens are those of ``grants``."""
        with self.lock:
            self.token_generation += 1
