"""What a channel promises, and what it may rely on: small protocols, so that any frozen class can fit.

For: everybody, through ``complaint_hub.contract``. Members are read-only properties; the fields of a dataclass fit.
Must not: be a base class; what channels share stands in functions beside them (``wire``, ``sheets``, ``dates``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Literal, Protocol, runtime_checkable

from ..errors import ChannelError
from ..model import Complaint, Event
from .hooks import Notice, Receipt, Subscription, WebhookCall
from .travel import Deep, Estimate, Limit, Page, ReplyLimit, Request, Response, Shown, Skipped, State, Token

__all__ = [
    "Auth",
    "CanCheckReply",
    "CanEstimate",
    "CanRefetch",
    "CanReply",
    "CanReread",
    "Channel",
    "HasSubscription",
    "HasWebhook",
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


@runtime_checkable
class HasWebhook(Protocol):
    """A channel whose platform calls when something happens. What it says is a hint: reading stays the truth."""

    @property
    def listens(self) -> bool:
        """Whether secrets are configured with which a call could be verified; without, every call is refused."""
        ...

    async def receive(self, session: Session, call: WebhookCall) -> Receipt:
        """Verify a call, and say what to answer and where to look; it may ask for the platform's keys, and emits none.

        A call that is genuine and says nothing of use is answered well, for a platform repeats what is refused.

        Raises: AuthError, if it is not verified, for whatever reason; the ChannelError of a key that could not be had.
        """
        ...

    async def refresh(self, session: Session, notices: Sequence[Notice]) -> Page:
        """Ask for what the notices speak of, as ``refetch`` does; the page has no state. Raises a ChannelError."""
        ...


@runtime_checkable
class HasSubscription(HasWebhook, Protocol):
    """A channel whose platform says, when it is asked, whether it calls. Nothing is changed by asking."""

    def subscription_cost(self, state: State | None) -> Mapping[str, int]:
        """What asking costs, as in ``Estimate.least``; empty where there is nothing to ask yet.

        Raises: ConfigError, as the run would.
        """
        ...

    async def subscriptions(self, session: Session, state: State | None) -> Sequence[Subscription]:
        """Ask, by requests that only read. What an answer leaves open is left open. Raises a ChannelError."""
        ...


@runtime_checkable
class CanCheckReply(Protocol):
    """A channel that knows, without a request, whether a complaint can be answered from here."""

    def check_reply(self, complaint: Complaint, text: str, *, about: str | None = None) -> None:
        """Raise what stands in the way of this reply, as far as it is known without a request; return if nothing does.

        Args:
            complaint: with its timeline.
            about: key of the message that is answered; None answers the complaint itself.

        Raises: RejectedError (deleted or hidden, no right to write, a message that takes no answer); UnsupportedError,
            where no program can answer, with the way by hand and the text to paste as its hint. The length is checked
            by the hub.
        """
        ...


@runtime_checkable
class CanReply(CanCheckReply, Protocol):
    """A channel that answers on its platform. Nothing is ever sent twice: see ``outbox`` for what is asked, and when.

    The hub claims a reply in a commit of its own, then asks :meth:`reply`, once. Where it cannot know whether the
    platform has taken it (no answer came, or the process died), it asks :meth:`own_replies` and looks for the text
    among those that it did not know before.
    """

    @property
    def resend(self) -> Literal["never", "after_miss", "idempotent"]:
        """What may be done when a reply of unknown fate is not found among our own.

        ``"never"``: the platform may hide our own replies from us, so a person decides. ``"after_miss"``: it shows all
        of them to us, so what is not found was not taken. ``"idempotent"``: asking twice leaves one reply.
        """
        ...

    @property
    def replaces(self) -> bool:
        """True where a complaint has one reply, and the next one takes its place: a colleague's may stand there."""
        ...

    @property
    def reply_limit(self) -> ReplyLimit:
        """How long a reply may be."""
        ...

    async def reply(self, session: Session, complaint: Complaint, text: str, *, about: str | None = None) -> Event:
        """Send it with one request that is not repeatable, the last that is asked here.

        Returns: the message as ``fetch`` would hand it over: the platform's own key, source channel, role agency. Its
            ``at`` is the platform's; the session's ``now`` where the answer does not tell.
        Raises: a ChannelError. RejectedError, NotFoundError, AuthError and RateLimitError must mean that the platform
            did **not** take it; an answer that leaves this open is an UnavailableError or a PayloadError.
        """
        ...

    async def own_replies(
        self, session: Session, complaint: Complaint, *, about: str | None = None, since: datetime
    ) -> Sequence[Event]:
        """Our own replies that stand on the platform, by a request just now: as messages, in any order.

        Those that only we can see belong to them. One whose author cannot be read counts as ours.

        Args:
            since: older ones may be left out; where :attr:`replaces` is true the one that stands is always told.

        Raises: a ChannelError: it is then not known what stands there, and nothing is sent.
        """
        ...

    async def verify_reply(self, session: Session, complaint: Complaint, event: Event) -> Shown:
        """Read a sent reply back, as the public sees it where the platform allows that. Raises a ChannelError."""
        ...
