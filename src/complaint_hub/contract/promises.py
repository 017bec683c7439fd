"""What a channel promises, and what it may rely on: small protocols, so that any frozen class can fit.

For: everybody, through ``complaint_hub.contract``. Members are read-only properties; the fields of a dataclass fit.
Must not: be a base class; what channels share stands in functions beside them (``wire``, ``sheets``, ``dates``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

from ..errors import ChannelError
from .travel import Deep, Estimate, Limit, Page, Request, Response, Skipped, State, Token

__all__ = [
    "Auth",
    "CanEstimate",
    "CanRefetch",
    "CanReread",
    "Channel",
    "LocalChannel",
    "Session",
]


class Auth(Protocol):
    """How an identity signs; pure, the session keeps the token and takes the lease for a renewal.

    One that signs without a token, and can renew it, is renewed by schedule (see ``Token.renew_at``), and is due at
    once: only the answer to a renewal says how long it is good for.
    """

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


@runtime_checkable
class CanEstimate(Protocol):
    """A channel that can say what a run costs, from its checkpoint alone: without a request, for ``doctor``."""

    def estimate(self, state: State | None, *, known: int) -> Estimate:
        """Estimate the next run; *known* items of this account are stored. Raises ConfigError, as the run would."""
        ...
