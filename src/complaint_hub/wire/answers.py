"""What an answer means by its status and headers alone.

For: the ``error`` of a channel, which asks here when the body says nothing better.
Must not: read a body.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from ..contract import Request, Response
from ..errors import (
    AuthError,
    ChannelError,
    NotFoundError,
    RateLimitError,
    RejectedError,
    UnavailableError,
)

__all__ = ["default_error", "retry_after"]


def default_error(request: Request, response: Response) -> ChannelError | None:
    """Say what an answer means by its status alone; a channel asks this when its body says nothing better.

    Returns: None for 2xx. Redirects are refused: a credential never follows one to another host.
    """
    status = response.status
    where: dict[str, Any] = {"request": str(request), "status": status}
    if 200 <= status < 300:
        return None
    if 300 <= status < 400:
        return RejectedError("the platform sent us elsewhere", hint="redirects are not followed", **where)
    if status == 429:
        return RateLimitError("too many requests", retry_after=retry_after(response), **where)
    if status in (401, 403):
        return AuthError("the platform refuses the credential", hint="check the key or token and its rights", **where)
    if status in (404, 410):
        return NotFoundError("the platform knows no such thing", **where)
    if status == 408 or not 400 <= status < 500:
        return UnavailableError("the platform is in trouble", **where)
    return RejectedError("the platform refuses the request", **where)


def retry_after(response: Response) -> float | None:
    """Seconds to wait as the answer says, None if it does not.

    A date is measured against the answer's own ``date``: the platform's clock, not ours.
    """
    stated = response.headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}(\.\d+)?", stated):
        return float(stated)
    until, since = _http_date(stated), _http_date(response.headers.get("date", ""))
    if until is None or since is None:
        return None
    return max(0.0, (until - since).total_seconds())


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    # "-0000" gives a naive time, which RFC 9110 reads as UTC.
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
