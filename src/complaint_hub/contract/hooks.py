"""What a platform calls us with, and what a channel makes of it: a webhook's request, its answer, and the notices.

And what the platform says, when it is asked, of whom it calls.

For: everybody, through ``complaint_hub.contract``. Plain frozen values.
Must not: know a platform or a web framework, or carry what a citizen wrote: a notice says where to look, and is
believed only once the platform has been asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

__all__ = ["Notice", "Receipt", "Subscription", "WebhookCall"]


@dataclass(frozen=True, slots=True)
class WebhookCall:
    """One request that came in from outside; nothing of it is verified.

    Attributes:
        method: in capitals.
        query, headers: names and values as they came, in order; a name that stands twice stands here twice.
        body: the very bytes, neither decoded nor unpacked: signatures are made over them.
    """

    method: str
    query: Sequence[tuple[str, str]] = field(default=(), repr=False)
    headers: Sequence[tuple[str, str]] = field(default=(), repr=False)
    body: bytes = field(default=b"", repr=False)

    def parameter(self, name: str) -> str | None:
        """The value of a parameter of the query; None if it is missing, or stands there twice."""
        values = [value for given, value in self.query if given == name]
        return values[0] if len(values) == 1 else None


@dataclass(frozen=True, slots=True)
class Notice:
    """That something happened on a platform, and what to ask for to learn it.

    Attributes:
        key: the same for the same news, however often it is told; unique within the account.
        native_ids: of complaints, or keys of messages, as ``CanRefetch.refetch`` takes them.
        scope: under what they stand; without any id the scope itself is to be looked at.
    """

    channel: str
    account: str
    key: str
    native_ids: tuple[str, ...] = ()
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What to answer a webhook, and what it told.

    Attributes:
        body, content_type: of the answer.
        notices: for this channel's own account; stored before the answer is given.
        note: what could not be used of it, for the log; nothing that a citizen wrote, and no credential.
    """

    status: int = 200
    body: bytes = b""
    content_type: str = "text/plain; charset=utf-8"
    notices: tuple[Notice, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a platform says, when it is asked, of whom it calls and when.

    Attributes:
        active: whether it calls; None where its answer leaves that open.
        of: which part of the account it speaks of (``"accounts/1"``); empty for all of it.
        tells: what it tells of, in the platform's words (``"NEW_REVIEW"``); empty where it does not say.
        missing: what is read here and not among them, in the same words.
        to: where it calls, an address or a topic; None where it does not say.
        only: to how many posts it is limited; None for all.
        remedy: the request that sets it up as it should be, without a credential.
    """

    active: bool | None
    of: str = ""
    tells: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    to: str | None = None
    only: int | None = None
    remedy: str = ""
