"""What a platform allows: by what it is counted, when a day of quota begins anew, and what a limit does to a run.

For: ``_session`` (which asks before it sends) and ``_flows`` (which writes the report).
Must not: keep count. A day's quota is counted in the store, a pace in ``_io``; no clock is read here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .contract import Auth, Channel, Limit
from .errors import QuotaError, RateLimitError
from .report import Stopped

__all__ = ["BudgetSpentError", "Draw", "limit_key", "quota_day", "stop_of"]

_SECONDS = {"second": 1.0, "minute": 60.0}


class BudgetSpentError(QuotaError):
    """The user's own budget for this run is spent."""


@dataclass(frozen=True, slots=True)
class Draw:
    """What one request takes from one limit; ``key`` names what the limit is counted by."""

    name: str
    limit: Limit
    cost: int
    key: str

    @property
    def daily(self) -> bool:
        """True for a quota, which the store counts; False for a pace."""
        return self.limit.per == "day"

    @property
    def seconds(self) -> float:
        """How far away this request keeps the next one, at an even pace."""
        return self.cost * _SECONDS[self.limit.per] / self.limit.amount


def limit_key(channel: Channel, name: str, auth: Auth) -> str:
    """Name what a limit is counted by: whoever shares the key shares the amount."""
    limit = channel.limits[name]
    owner = {"identity": auth.key, "app": auth.app, "account": channel.account}[limit.shared]
    return f"{channel.name}:{name}:{owner}"


def quota_day(zone: str, moment: datetime) -> tuple[str, datetime]:
    """The window that *moment* falls in (a local date), and the instant in UTC at which the next one begins."""
    local = ZoneInfo(zone)
    today = moment.astimezone(local).date()
    return today.isoformat(), datetime.combine(today + timedelta(days=1), time.min, tzinfo=local).astimezone(UTC)


def stop_of(error: RateLimitError, *, at: datetime) -> Stopped:
    """Why a run ended that hit a limit, and when going on makes sense; *at* is the moment of the error."""
    if isinstance(error, BudgetSpentError):
        return Stopped("budget")
    if isinstance(error, QuotaError):
        return Stopped("quota", error.resets_at)
    # A platform may name a moment in the year 30000; that is no appointment.
    known = error.retry_after is not None and 0 <= error.retry_after < timedelta(days=366).total_seconds()
    return Stopped("rate_limit", at + timedelta(seconds=error.retry_after or 0) if known else None)
