"""Google reviews: all locations of one login, read and answered with its owner's consent.

For: ``Hub([GoogleReviews("google", owner=OAuth2(...))])``.
Must not: do I/O, or keep anything between two runs but the checkpoint.

What a run costs, of 300 requests a minute: one for each location when nothing happened; one for fifty new or changed
reviews; a deep walk one for fifty reviews, and a few for the list of locations.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit

from ...auth import ApiKey, OAuth2, Unsigned
from ...contract import (
    Auth,
    Deep,
    Estimate,
    Limit,
    Notice,
    Page,
    Receipt,
    ReplyLimit,
    Request,
    Response,
    Session,
    Shown,
    Skipped,
    State,
    Subscription,
    WebhookCall,
)
from ...errors import AuthError, ChannelError, ConfigError, UnsupportedError
from ...model import Complaint, Event
from . import errors, reply
from .errors import NAME
from .mapping import Reader
from .run import Bases, Run
from .state import Progress, depth_of, load
from .subscription import owners, subscriptions
from .webhook import KEYS, Push, received, refresh

__all__ = ["ACCOUNT_BASE", "BASE", "LOCATION_BASE", "NOTIFICATION_BASE", "GoogleReviews"]

BASE = "https://mybusiness.googleapis.com/v4/"
"""Where reviews stand: the older API, for no newer one has them
(https://developers.google.com/my-business/reference/rest/v4/accounts.locations.reviews)."""

ACCOUNT_BASE = "https://mybusinessaccountmanagement.googleapis.com/v1/"
LOCATION_BASE = "https://mybusinessbusinessinformation.googleapis.com/v1/"
NOTIFICATION_BASE = "https://mybusinessnotifications.googleapis.com/v1/"

# One page of accounts and one of locations, at the least.
_DISCOVERY = 2


class GoogleReviews:
    """The reviews of all locations that one login owns or manages.

    Args:
        account: a name for the login, of your own choice; it stands in the run report and never changes.
        owner: the consent of that login, with the scope ``business.manage``.
        locations: names of the only ones to read (``locations/123`` or ``123``); None takes them all.
        base, account_base, location_base: where the three services stand; others for a sandbox. No other host is asked.
        notification_base: where it is asked whether pushes are made; for nothing else.
        overlap: how far behind the newest change of the last run each list is read again.
        per_minute: the project's limit, which all its users share; 300 once Google has approved it.
        push: how the pushes of Pub/Sub are verified; None refuses every one.

    Raises: ConfigError, if *account* is empty, a location is no name of one, or the consent may not be sent to a base.
    """

    def __init__(
        self,
        account: str = "google",
        *,
        owner: Auth,
        locations: Sequence[str] | None = None,
        base: str = BASE,
        account_base: str = ACCOUNT_BASE,
        location_base: str = LOCATION_BASE,
        notification_base: str = NOTIFICATION_BASE,
        overlap: timedelta = timedelta(hours=24),
        per_minute: int = 300,
        push: Push | None = None,
    ) -> None:
        if not account or len(account) > 100:
            raise ConfigError("google_reviews: account is a name for the login, of up to 100 characters")
        hosts = [urlsplit(place).netloc.lower() for place in (base, account_base, location_base)]
        if isinstance(owner, ApiKey | OAuth2) and not owner.hosts:
            owner = owner.at(*hosts, urlsplit(notification_base).netloc)
        if strange := [host for host in hosts if host not in owner.hosts]:
            raise ConfigError(f"google_reviews: the consent may be sent to {sorted(owner.hosts)}, not to {strange[0]}")
        self._account = account
        self._owner = owner
        self._wanted = None if locations is None else [_location(name) for name in locations]
        self._bases = Bases(base, account_base, location_base)
        self._notifications = notification_base.rstrip("/") + "/"
        self._overlap = overlap
        self._push = push
        self._requests = Limit(per_minute, per="minute", shared="app")

    @property
    def name(self) -> str:
        """``google_reviews``."""
        return NAME

    @property
    def account(self) -> str:
        """The login's name."""
        return self._account

    @property
    def identities(self) -> Mapping[str, Auth]:
        """``owner``: the consent; ``keys`` asks without a credential for the keys that pushes are verified with."""
        keys = {KEYS: Unsigned(urlsplit(self._push.keys_url).netloc)} if self._push else {}
        return {"owner": self._owner, **keys}

    @property
    def limits(self) -> Mapping[str, Limit]:
        """``requests``: the pace."""
        return {"requests": self._requests}

    def error(self, request: Request, response: Response) -> ChannelError | None:
        """Say what an answer means; a quota of zero is an error of its own."""
        return errors.error(request, response)

    async def fetch(self, session: Session, state: State | None, *, deep: Deep = False) -> None:
        """Read what is new of each location; with *deep* what is old too, and which locations there are.

        ``changed`` walks a location whole where its count or average has moved; ``full`` walks each: only that finds
        replies made elsewhere, what became of ours, and a deletion that a new review made up for.

        Raises: ConfigError for a checkpoint of a newer version; the last location's error, if none could be read.
        """
        progress, notice = load(state)
        run = self._run(session, progress)
        run.notices += [notice] if notice else []
        depth = depth_of(deep)
        await run.take_up()
        await run.begin(depth)
        await run.find_again(depth)
        if run.notices:
            await run.keep()
        if run.failed and all(place.id in run.failed for place in progress.places):
            raise list(run.failed.values())[-1]

    def estimate(self, state: State | None, *, known: int) -> Estimate:
        """Requests of the next run: a page a location; the first and a deep one also look for locations."""
        progress, _ = load(state)
        places = len(progress.places)
        left = len(progress.round.left) if progress.round else 0
        owed = (f"locations of an unfinished round: {left}",) if left else ()
        if not places:
            return Estimate({"requests": _DISCOVERY + 1}, owed=owed)
        return Estimate({"requests": places + left}, {"requests": _DISCOVERY}, owed)

    async def refetch(self, session: Session, native_ids: Sequence[str]) -> Page:
        """Ask for reviews by name; what two answers do not know is in ``missing``."""
        return await self._run(session, Progress()).refetch(native_ids)

    @property
    def resend(self) -> Literal["idempotent"]:
        """A review has one reply: to write it twice leaves one."""
        return "idempotent"

    @property
    def replaces(self) -> Literal[True]:
        """The next reply takes the place of the last, whoever wrote that."""
        return True

    @property
    def reply_limit(self) -> ReplyLimit:
        """4,096 bytes."""
        return reply.LIMIT

    def check_reply(self, complaint: Complaint, text: str, *, about: str | None = None) -> None:
        """Refuse a review out of Takeout, and a reply to a reply. Raises RejectedError, UnsupportedError."""
        reply.check(complaint, text, about)

    async def reply(self, session: Session, complaint: Complaint, text: str, *, about: str | None = None) -> Event:
        """Answer a review, in place of the answer that stands there: one request."""
        return await reply.send(self._run(session, Progress()), complaint.native_id, text)

    async def own_replies(
        self, session: Session, complaint: Complaint, *, about: str | None = None, since: datetime
    ) -> Sequence[Event]:
        """The reply that stands there, whoever of the login's people wrote it: one request."""
        return await reply.own_replies(self._run(session, Progress()), complaint.native_id)

    async def verify_reply(self, session: Session, complaint: Complaint, event: Event) -> Shown:
        """What the moderation says of a reply: one request."""
        return await reply.shown(self._run(session, Progress()), complaint.native_id, event)

    @property
    def listens(self) -> bool:
        """Whether it knows how pushes are verified."""
        return self._push is not None

    async def receive(self, session: Session, call: WebhookCall) -> Receipt:
        """Verify a push of Pub/Sub. Raises AuthError, or why Google's keys could not be had."""
        if self._push is None:
            raise AuthError("nothing is set to verify a push with", channel=NAME)
        return await received(session, call, account=self._account, push=self._push)

    async def refresh(self, session: Session, notices: Sequence[Notice]) -> Page:
        """Ask for the reviews that notices speak of; of a location without a name for its newest."""
        return await refresh(self._run(session, Progress()), notices)

    def subscription_cost(self, state: State | None) -> Mapping[str, int]:
        """One request for each account that a run has found locations in."""
        return {"requests": len(owners(load(state)[0]))} if state else {}

    async def subscriptions(self, session: Session, state: State | None) -> Sequence[Subscription]:
        """Ask Google what it tells of each account, and which topic."""
        if urlsplit(self._notifications).netloc.lower() not in self._owner.hosts:
            raise UnsupportedError(f"the consent may not be sent to {self._notifications}", channel=NAME)
        return await subscriptions(session, load(state)[0], base=self._notifications)

    def reread(self, skipped: Skipped) -> Page:
        """Read a review or a reply from quarantine. Raises PayloadError, if it still cannot be read."""
        if skipped.seen_at is None:
            raise ValueError("a row of the quarantine says when it was seen")
        return Reader(self._account, skipped.seen_at).again(skipped)

    def _run(self, session: Session, progress: Progress) -> Run:
        return Run(
            session,
            progress,
            bases=self._bases,
            account=self._account,
            overlap=self._overlap,
            wanted=self._wanted,
        )


def _location(name: str) -> str:
    bare = name.rpartition("locations/")[2]
    if not bare or not bare.isascii() or not bare.replace("-", "").replace("_", "").isalnum():
        raise ConfigError(f"google_reviews: {name!r} is no location; write 'locations/123' or '123'")
    return f"locations/{bare}"
