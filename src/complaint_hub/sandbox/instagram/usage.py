"""The limits on calls: how much is spent, what the usage headers say of it, and when access is regained.

For: ``World``, which owns one, and tests that throttle an account.
Must not: read the machine's clock; a window is one of the world's.

4800 calls a day for each impression of an account:
https://developers.facebook.com/docs/graph-api/overview/rate-limiting#instagram-graph-api
"""

from __future__ import annotations

from collections import defaultdict, deque
from datetime import datetime, timedelta

from .errors import USAGE, usage_headers

__all__ = ["Usage"]

_DAY = timedelta(days=1)
_PER_IMPRESSION = 4_800


class Usage:
    """What the accounts have used up.

    Attributes:
        impressions: views of an account's content in a day, each worth 4800 calls; None sets no limit and sends no
            header, as the platform does as long as little is spent.
        stated: per cent that the headers say instead of the truth.
    """

    def __init__(self) -> None:
        self.impressions: int | None = None
        self.stated: int | None = None
        self._calls: dict[str, deque[tuple[datetime, int]]] = defaultdict(deque)
        self._blocks: dict[str, tuple[str, datetime]] = {}

    def block(self, until: datetime, *, account: str = "", name: str = "accountLimit") -> None:
        """Refuse every call with the throttle *name* (``errors.USAGE``) until then; of one account, or of all.

        Raises: ValueError for an error that is no throttle.
        """
        if name not in USAGE:
            raise ValueError(f"a throttle is one of {', '.join(USAGE)}, not {name!r}")
        self._blocks[account] = (name, until)

    def count(self, account: str, at: datetime, calls: int = 1) -> None:
        self._calls[account].append((at, calls))

    def percent(self, account: str, at: datetime) -> int:
        """How much of the day's calls is spent; over 100 is refused."""
        if self.stated is not None:
            return self.stated
        if self.impressions is None:
            return 0
        spent, allowed = self._spent(account, at), _PER_IMPRESSION * self.impressions
        return spent * 100 // allowed if allowed else 100

    def refusal(self, account: str, at: datetime) -> tuple[str, int] | None:
        """The throttle that meets a call now, and the minutes until it ends; None lets the call pass."""
        for who in (account, ""):
            name, until = self._blocks.get(who, ("", at))
            if at < until:
                return name, -((at - until) // timedelta(minutes=1))
        if self.impressions is None or self.percent(account, at) < 100:
            return None
        first = self._calls[account][0][0] if self._calls[account] else at
        return "accountLimit", -((at - first - _DAY) // timedelta(minutes=1))

    def headers(self, account: str, at: datetime) -> dict[str, str]:
        """The headers of an answer; none while nothing limits."""
        if self.impressions is None and self.stated is None:
            return {}
        percent = self.percent(account, at)
        headers = usage_headers("X-App-Usage", account, percent // 10)
        return headers | (usage_headers("X-Business-Use-Case-Usage", account, percent) if account else {})

    def _spent(self, account: str, at: datetime) -> int:
        calls = self._calls[account]
        while calls and calls[0][0] <= at - _DAY:
            calls.popleft()
        return sum(n for _, n in calls)
