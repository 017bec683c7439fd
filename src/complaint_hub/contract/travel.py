"""What travels between a channel and the hub: requests and answers, pages and their checkpoints, limits and tokens.

For: everybody, through ``complaint_hub.contract``. Plain frozen values.
Must not: hold behaviour beyond checking themselves, know an HTTP client, or show a credential.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit

from pydantic import JsonValue

from ..model import Complaint, Event

__all__ = [
    "EVERY_SCOPE",
    "Coverage",
    "Deep",
    "Estimate",
    "Limit",
    "Page",
    "ReplyLimit",
    "Request",
    "Response",
    "Shown",
    "Skipped",
    "State",
    "Token",
    "is_loopback",
]

State = Mapping[str, JsonValue]
"""A channel's checkpoint. It carries its version as ``"v"`` and is opaque to the hub."""

Deep = Literal[False, "changed", "full"]
"""How much old ground a run covers again: none, what a cheap signal says has changed, or everything."""

EVERY_SCOPE = "*"
"""In :attr:`Page.swept`: the walk covered the whole account, rows without a scope included."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a channel asks for.

    Attributes:
        url: absolute; https only, except for loopback (a sandbox). Never taken from a platform's answer.
        params: the query; None leaves the query of ``url`` as it is.
        identity: which of the channel's identities signs it (``"public"``, ``"owner"``).
        draws: what it costs, by the name of the channel's limit (``{"units": 1}``).
        repeatable: False for a write; it is then never sent twice by the session.
    """

    method: str
    url: str
    params: Mapping[str, str] | None = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    json: JsonValue = field(default=None, repr=False)
    form: Mapping[str, str] | None = field(default=None, repr=False)
    identity: str = "public"
    draws: Mapping[str, int] = field(default_factory=dict[str, int])
    repeatable: bool = True

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        # Of these some readers of addresses make another host, or none, and others leave them out.
        authority = re.split(r"[/?#]", self.url.partition("//")[2], maxsplit=1)[0]
        if re.search(r"[\x00-\x20\x7f\\]", authority) or parts.port == 0:
            raise ValueError("a request needs a host and a port that are no more than that")
        secure = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))
        if not secure or not parts.hostname or "@" in parts.netloc:
            raise ValueError(
                f"a request needs an https URL without user information, got {parts.scheme}://{parts.hostname}"
            )

    @property
    def host(self) -> str:
        """Host and, where given, port, in lower case: what ``Auth.hosts`` is compared with."""
        parts = urlsplit(self.url)
        return f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname or ""

    def __str__(self) -> str:
        """``GET https://host/path``: no query, for that is where keys travel."""
        parts = urlsplit(self.url)
        return f"{self.method} {parts.scheme}://{parts.netloc}{parts.path}"


def is_loopback(host: str) -> bool:
    """Say whether a host name means this machine (``localhost``, 127.0.0.0/8, ::1)."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Response:
    """A platform's answer; header names are in lower case, the body is decoded (no gzip) and capped."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that could not be read: it goes to quarantine with its raw bytes and is read again later.

    Attributes:
        key: stable name of the item within its account (native id, else file and row, else a digest), so that the same
            damage met again replaces its quarantine row and an item stored later heals it.
        reason: one sentence for a person: what, where, what to do.
        raw: the bytes of the item, scrubbed of credentials.
        native_id: the complaint it belongs to, where that much could be read.
        seen_at: when it was read; a later re-read never sets a row back that was seen after it.
    """

    key: str
    reason: str
    raw: bytes
    native_id: str | None = None
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the platform counts against what it gave us; both in the unit that ``what`` names.

    Attributes:
        scope: the scope it speaks of; None is the whole account.
        counted: the platform's own counter; None where it has none.
        returned: what we have read.
        note: what could not be covered, and why, for a person.
    """

    what: str
    scope: str | None = None
    counted: int | None = None
    returned: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """What a channel hands over at once: stored in one transaction together with its checkpoint, or not at all.

    Attributes:
        state: the checkpoint from which a later run goes on; None leaves the stored one alone (refetch, reread).
        complaints: heads, without timeline.
        events: what happened, of these or any other complaints; an event of an unknown complaint waits for it.
        complete: ids of complaints whose *every* message stands in this page or in earlier pages of the same reading.
            Only for these does an absent message count as a miss.
        readings: complaint id → id of the reading (a walk over its messages in several pages) that the page is part of.
            A complaint that is complete and has no reading was read whole in this page alone.
        marks: native id → what to remember of it until the next run (a count, a version); kept by the store.
        walk: id of the full walk that this page belongs to; kept in the state over a crash.
        swept: scopes (``Complaint.scope``) that the walk has finished with this page, or (:data:`EVERY_SCOPE`,).
        missing: native ids that were asked for by id in this page's requests and did not come back.
        skipped: what could not be read.
        coverage: counted against returned; replaces what the same run said of the same (what, scope).
        repaired: how many texts were stored with a damaged character replaced.
        notices: sentences for the run report ("2 of 3 configured videos are unknown"), once each.
        data_date: the date that the file itself carries; an older page changes no row that a newer one said.
    """

    state: State | None = None
    complaints: Sequence[Complaint] = ()
    events: Sequence[Event] = ()
    complete: frozenset[str] = frozenset()
    readings: Mapping[str, str] = field(default_factory=dict[str, str])
    marks: Mapping[str, str] = field(default_factory=dict[str, str])
    walk: str | None = None
    swept: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    skipped: Sequence[Skipped] = ()
    coverage: Sequence[Coverage] = ()
    repaired: int = 0
    notices: tuple[str, ...] = ()
    data_date: datetime | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """How much of something a platform allows per window.

    Attributes:
        amount: what may be drawn in one window.
        per: ``"second"`` and ``"minute"`` are paces, kept in memory; ``"day"`` is a quota, kept in the store's ledger.
        zone: IANA zone whose midnight begins a new day.
        shared: what shares it: everything signed by the same identity, the account, or the platform's app or project.
    """

    amount: int
    per: Literal["second", "minute", "day"]
    zone: str = "UTC"
    shared: Literal["identity", "account", "app"] = "identity"


@dataclass(frozen=True, slots=True)
class Token:
    """A credential that expires. ``secret`` never shows in a repr; ``refresh`` is what renews it.

    Attributes:
        renew_at: from when a renewal is worth asking for, although the token is still good; where it fails, the run
            goes on with the token until ``expires_at`` and says so. Such a token is renewed by schedule alone: its
            platform renews none that it has refused. None: it is renewed when it has run out or was refused.
        consent_until: when the consent behind it ends, however often it is renewed; None if nobody says so.
    """

    secret: str = field(repr=False)
    expires_at: datetime | None = None
    refresh: str | None = field(default=None, repr=False)
    scopes: tuple[str, ...] = ()
    renew_at: datetime | None = None
    consent_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the next run would cost, by the name of a limit (``{"units": 3}``), else by what is read (``{"files": 2}``).

    Attributes:
        least: of a run that finds nothing new, what is owed included; new items come on top.
        deep: what ``deep="changed"`` adds; empty if the channel has no such walk.
        owed: work that an earlier run left undone and that comes first, in a few words each.
    """

    least: Mapping[str, int] = field(default_factory=dict[str, int])
    deep: Mapping[str, int] = field(default_factory=dict[str, int])
    owed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReplyLimit:
    """How long a reply may be, in the unit in which the platform counts.

    Attributes:
        unit: ``"characters"`` are code points, ``"bytes"`` those of UTF-8, ``"utf16"`` code units as JavaScript and
            Java count them: an emoji is 1, 4 and 2 of them.
    """

    amount: int
    unit: Literal["characters", "bytes", "utf16"] = "characters"

    def size(self, text: str) -> int:
        """How long *text* is in that unit."""
        if self.unit == "bytes":
            return len(text.encode())
        return len(text.encode("utf-16-le")) // 2 if self.unit == "utf16" else len(text)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the public sees of a reply of ours, as the platform says it when it is read back.

    Attributes:
        state: ``"public"``; ``"hidden"`` (only we see it); ``"pending"`` (the platform still looks at it);
            ``"rejected"`` (refused for good); ``"gone"`` (not even we see it).
        reason: the platform's own words for it, empty where it has none.
        events: the reply as it stands now, and what the platform did to it, as ``fetch`` would hand them over.
    """

    state: Literal["public", "hidden", "pending", "rejected", "gone"]
    reason: str = ""
    events: tuple[Event, ...] = ()
