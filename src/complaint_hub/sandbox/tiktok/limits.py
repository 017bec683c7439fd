"""How often may be asked: per account and endpoint, and per app by the second, the minute and the day.

For: ``World.limits``, and tests that make a client too fast.
Must not: read the machine's clock; a window is as long as the world's clock says.

A broken limit of a minute is closed for five minutes, one of a day until 00:00 UTC. A call that is refused is not
counted.
"""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

__all__ = ["Limits"]

_SECOND, _MINUTE = timedelta(seconds=1), timedelta(minutes=1)
_CLOSED = timedelta(minutes=5)


@dataclass
class Limits:
    """The limits and what was used of them. None for any of them is no limit.

    Attributes:
        on: whether any holds. Off at first, for a world's clock stands still and a minute would never end.
        per_endpoint: calls a minute of one account and endpoint.
        per_second, per_minute, per_day: calls of the app; 1,000 a minute for apps that were granted more.
    """

    on: bool = False
    per_endpoint: int | None = 40
    per_second: int | None = 10
    per_minute: int | None = 600
    per_day: int | None = 864_000
    _used: dict[str, deque[datetime]] = field(default_factory=dict[str, "deque[datetime]"])
    _days: Counter[date] = field(default_factory=Counter[date])
    _closed: dict[str, datetime] = field(default_factory=dict[str, datetime])

    def admit(self, account: str | None, endpoint: str, at: datetime) -> str | None:
        """Count a call, or say which limit it breaks; *account* None is a call that nobody's token signs."""
        if not self.on:
            return None
        windows = [("app second", self.per_second, _SECOND), ("app minute", self.per_minute, _MINUTE)]
        if account is not None:
            windows.append((f"{account} {endpoint}", self.per_endpoint, _MINUTE))
        for name in ("app day", *(name for name, _, _ in windows)):
            if name in self._closed and at < self._closed[name]:
                return self._said(name)
        today = at.astimezone(UTC).date()
        if self.per_day is not None and self._days[today] >= self.per_day:
            self._closed["app day"] = datetime.combine(today + timedelta(days=1), time(), UTC)
            return self._said("app day")
        for name, most, length in windows:
            if most is not None and len(self._recent(name, at - length)) >= most:
                if length == _MINUTE:
                    self._closed[name] = at + _CLOSED
                return self._said(name)
        self._days[today] += 1
        for name, _, length in windows:
            self._recent(name, at - length).append(at)
        return None

    def forget(self) -> None:
        """Nothing was used yet and nothing is closed."""
        self._used.clear()
        self._days.clear()
        self._closed.clear()

    def _recent(self, name: str, since: datetime) -> deque[datetime]:
        used = self._used.setdefault(name, deque())
        while used and used[0] <= since:
            used.popleft()
        return used

    def _said(self, name: str) -> str:
        match name:
            case "app day":
                return f"Too many requests: the app made its {self.per_day} calls of this day. Retry after 00:00 UTC."
            case "app second":
                return f"Too many requests: the app is limited to {self.per_second} calls per second."
            case "app minute":
                return f"Too many requests: the app is limited to {self.per_minute} calls per minute."
            case _:
                return f"Too many requests: {self.per_endpoint} calls per minute per account and endpoint."
