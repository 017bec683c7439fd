"""What a channel and the hub promise each other.

For: authors of channels, and the code that runs them. A channel says ``await session.ask(request)`` and
``await session.emit(page)`` and does no I/O of its own; behind the session stands a blocking world or asyncio.
Must not: hold behaviour beyond checking its own values, know an HTTP client, or carry a credential.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol, runtime_checkable
from urllib.parse import urlsplit

from pydantic import JsonValue

from .errors import ChannelError
from .model import Complaint, Event

__all__ = [
    "EVERY_SCOPE",
    "Auth",
    "CanEstimate",
    "CanRefetch",
    "CanReread",
    "Channel",
    "Coverage",
    "Deep",
    "Estimate",
    "Limit",
    "LocalChannel",
    "Page",
    "Request",
    "Response",
    "Session",
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
    params: Mapping[str, str] | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    json: JsonValue = None
    form: Mapping[str, str] | None = field(default=None, repr=False)
    identity: str = "public"
    draws: Mapping[str, int] = field(default_factory=dict[str, int])
    repeatable: bool = True

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        secure = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))
        if not secure or not parts.hostname or parts.username or parts.password:
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
    """A credential that expires. ``secret`` never shows in a repr; ``refresh`` is what renews it."""

    secret: str = field(repr=False)
    expires_at: datetime | None = None
    refresh: str | None = field(default=None, repr=False)
    scopes: tuple[str, ...] = ()


class Auth(Protocol):
    """How an identity signs; pure, the session keeps the token and takes the lease for a renewal."""

    @property
    def key(self) -> str:
        """Stable and no secret: names the token's row, the renewal lease, and limits with ``shared="identity"``."""
        ...

    @property
    def app(self) -> str:
        """The platform's project or client; what limits with ``shared="app"`` count by. Defaults to the key."""
        ...

    @property
    def hosts(self) -> frozenset[str]:
        """The only hosts (``host`` or ``host:port``) that ever see this credential."""
        ...

    def headers(self, request: Request, token: Token | None) -> Mapping[str, str]:
        """The headers that sign *request*."""
        ...

    def renewal(self, token: Token | None) -> Request | None:
        """The request that gets a fresh token; None if nothing can be renewed."""
        ...

    def renewed(self, response: Response, *, now: datetime) -> Token:
        """The fresh token from that request's answer, which came *now*. Raises AuthError with the way out as its hint.

        A token without a refresh secret of its own goes on with the one that it was renewed with.
        """
        ...


class Session(Protocol):
    """All that a channel may do. After a fatal error every further call raises it again."""

    @property
    def now(self) -> datetime:
        """The moment of this run, fixed for its whole length: a channel has no clock of its own."""
        ...

    async def ask(self, request: Request) -> Response:
        """Send *request* and return the answer. Raises a ChannelError."""
        ...

    async def emit(self, page: Page) -> None:
        """Hand over a page; returns after the commit. Raises a StoreError."""
        ...

    async def marks(self, native_ids: Sequence[str]) -> Mapping[str, str]:
        """What the store remembers of these items; those without a mark are absent."""
        ...

    async def known(self, *, after: str | None = None, n: int = 50, scope: str | None = None) -> Sequence[str]:
        """Native ids of this account that are not gone, newest first; ``after`` is the last id of the answer before."""
        ...


class Channel(Protocol):
    """A service that is read over HTTP."""

    @property
    def name(self) -> str:
        """The service (``"youtube"``): first part of every complaint's id."""
        ...

    @property
    def account(self) -> str:
        """Whose complaints: a channel id, a location, an agency."""
        ...

    @property
    def identities(self) -> Mapping[str, Auth]:
        """By the name that requests use (``"public"``, ``"owner"``)."""
        ...

    @property
    def limits(self) -> Mapping[str, Limit]:
        """By the name that requests draw on."""
        ...

    async def fetch(self, session: Session, state: State | None, *, deep: Deep = False) -> None:
        """Read what is new (and, if deep, what is old) and emit it page by page, each with its checkpoint."""
        ...

    def error(self, request: Request, response: Response) -> ChannelError | None:
        """Say what an answer means, before retry and renewal; None if it is fine."""
        ...


class LocalChannel(Protocol):
    """Exports and registers: files on this machine, read by a plain iterator, always off the event loop."""

    @property
    def name(self) -> str:
        """The service (``"lapor"``)."""
        ...

    @property
    def account(self) -> str:
        """Whose complaints; from the settings, never from the file."""
        ...

    def read(self, state: State | None, *, now: datetime) -> Iterator[Page]:
        """Read what is new since *state*. Raises ConfigError or PayloadError before the first page."""
        ...


@runtime_checkable
class CanRefetch(Protocol):
    """A channel that can ask for single items: what does not come back is really gone."""

    async def refetch(self, session: Session, native_ids: Sequence[str]) -> Page:
        """Ask for these items; name those that did not come back in ``Page.missing``."""
        ...


@runtime_checkable
class CanReread(Protocol):
    """A channel that can read quarantine again after an upgrade."""

    def reread(self, skipped: Skipped) -> Page:
        """Read it now. Raises PayloadError if it still cannot be read."""
        ...


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


@runtime_checkable
class CanEstimate(Protocol):
    """A channel that can say what a run costs, from its checkpoint alone: without a request, for ``doctor``."""

    def estimate(self, state: State | None, *, known: int) -> Estimate:
        """Estimate the next run; *known* items of this account are stored. Raises ConfigError, as the run would."""
        ...
