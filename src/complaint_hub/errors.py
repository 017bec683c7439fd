"""What can go wrong, ordered by what happens next.

::

    HubError
    ├─ ConfigError(ValueError)     before the first request; names the setting and where it was looked for
    │  ├─ CaseworkError            an act of the office that cannot be; nothing of it is stored
    │  └─ OutboxError              a reply cannot be written, approved or sent like that; nothing was changed
    ├─ ChannelError                ends the run of one account, never of the others
    │  ├─ UnavailableError         retried, then this account stops    time-outs, 5xx, cut bodies, a tripped guard
    │  ├─ RateLimitError           waited out in place up to 60 s, else this account stops and keeps its checkpoint
    │  │  └─ QuotaError            this account stops until ``resets_at``; never retried
    │  ├─ AuthError                renewed once, then nothing more is asked under this identity
    │  ├─ NotFoundError            the channel decides what it means
    │  ├─ RejectedError            told to the caller                  400, text too long
    │  ├─ UnsupportedError         before any request                  the channel cannot do this
    │  └─ PayloadError             the item is set aside, the rest goes on; above a share the account stops
    └─ StoreError                  ends everything: what cannot be stored must not be read
       └─ BusyError                another run holds this account

For: everybody. A message says what, where and what to do.
Must not: hold our own objects. An error carries text ("GET https://host/path"), so that it can be logged,
pickled and kept in a run report without dragging a credential along.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

__all__ = [
    "AuthError",
    "BusyError",
    "CaseworkError",
    "ChannelError",
    "ConfigError",
    "HubError",
    "NotFoundError",
    "OutboxError",
    "PayloadError",
    "QuotaError",
    "RateLimitError",
    "RejectedError",
    "StoreError",
    "UnavailableError",
    "UnsupportedError",
]


class HubError(Exception):
    """Anything this library raises on purpose."""


class ConfigError(HubError, ValueError):
    """A setting is missing or wrong; found before the first request."""


class OutboxError(ConfigError):
    """A reply cannot be written, approved, sent or withdrawn as it stands; nothing was sent or changed.

    Attributes:
        reason: which refusal it is (``"too_long"``), one of ``complaint_hub.outbox.ReplyRefusal``; empty for others.
        values: what the message names, for a screen that says it in other words.
    """

    def __init__(self, message: str, *, reason: str = "", values: Mapping[str, str | int] | None = None) -> None:
        super().__init__(message)
        self.reason = reason
        self.values = dict(values or {})


class CaseworkError(ConfigError):
    """An act of the office that cannot be, and why; nothing of it was stored.

    Attributes:
        reason: which refusal it is (``"no_disposition"``), one of ``complaint_hub.casework.Refusal``.
        values: what the message names, for a screen that says it in other words.
    """

    def __init__(self, message: str, *, reason: str, values: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.reason = reason
        self.values = dict(values or {})


class ChannelError(HubError):
    """A channel could not do what was asked.

    Attributes:
        channel: name of the channel (``"youtube"``), empty until the session fills it in.
        request: what was asked, without query and credentials (``"GET https://host/path"``), or the file that was read.
        status: HTTP status, where there was one.
        hint: what to do about it, one sentence; part of the message.
    """

    def __init__(
        self, message: str, *, channel: str = "", request: str = "", status: int | None = None, hint: str = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        self.channel = channel
        self.request = request
        self.status = status
        self.hint = hint

    def __str__(self) -> str:
        where = f" ({self.request})" if self.request else ""
        status = f" [HTTP {self.status}]" if self.status is not None else ""
        what_to_do = f": {self.hint}" if self.hint else ""
        return f"{self.message}{status}{where}{what_to_do}"


class UnavailableError(ChannelError):
    """The platform did not answer properly just now; the checkpoint is kept and the next run goes on from it."""


class RateLimitError(ChannelError):
    """Too many requests; ``retry_after`` is in seconds from now, None when the platform did not say."""

    def __init__(
        self,
        message: str,
        *,
        channel: str = "",
        request: str = "",
        status: int | None = None,
        hint: str = "",
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message, channel=channel, request=request, status=status, hint=hint)
        self.retry_after = retry_after


class QuotaError(RateLimitError):
    """The quota of the window is spent; ``resets_at`` is the aware instant at which the next one begins."""

    def __init__(
        self,
        message: str,
        *,
        channel: str = "",
        request: str = "",
        status: int | None = None,
        hint: str = "",
        resets_at: datetime | None = None,
    ) -> None:
        super().__init__(message, channel=channel, request=request, status=status, hint=hint)
        self.resets_at = resets_at


class AuthError(ChannelError):
    """The platform does not accept the credential; a person has to look."""


class NotFoundError(ChannelError):
    """The platform says that the thing does not exist; only the channel knows what that means."""


class RejectedError(ChannelError):
    """The platform refuses this request for good; asking again would get the same answer."""


class UnsupportedError(ChannelError):
    """This channel cannot do that; raised before any request."""


class PayloadError(ChannelError):
    """An answer or a file cannot be read; ``raw`` holds the bytes that could not be."""

    def __init__(
        self,
        message: str,
        *,
        channel: str = "",
        request: str = "",
        status: int | None = None,
        hint: str = "",
        raw: bytes = b"",
    ) -> None:
        super().__init__(message, channel=channel, request=request, status=status, hint=hint)
        self.raw = raw


class StoreError(HubError):
    """The database cannot be used; the message names the file or host and what to do."""


class BusyError(StoreError):
    """Another run holds this account, or moved its state meanwhile; nothing of ours was stored after that."""
