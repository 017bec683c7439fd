"""Instagram: the comments under the media of one professional account.

For: ``Hub([Instagram("17841400000000000", owner=LongLivedToken(token))])``.
Must not: do I/O, or keep anything between two runs but the checkpoint and the marks.

What a run costs: one request for a hundred media when nothing happened; one for each media whose count has moved, for
fifty new comments; one for fifty replies of a thread beyond its first fifty.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit

from ...auth import ApiKey, OAuth2
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
from ...errors import AuthError, ChannelError, ConfigError
from ...model import Complaint, Event
from . import errors, reply
from .comments import take_up
from .consent import BASES, VERSION, Login, LongLivedToken
from .errors import NAME
from .estimate import estimate
from .gate import begin, work_off
from .mapping import Reader
from .refetch import refetch
from .run import WRITES, Place, Run
from .state import Progress, deepest, load
from .subscription import subscription
from .webhook import received

__all__ = ["Instagram"]


class Instagram:
    """The comments of one account.

    Args:
        account: the professional account's number: ``user_id`` of ``/me`` with the Instagram login,
            ``instagram_business_account`` of its page with the Facebook login. A handle is none, nor is the plain
            ``id`` of ``/me``.
        owner: the consent of that account, with the rights to read media and to manage comments.
        login: which of Meta's two products; it decides on the host.
        version: of the API.
        base: where the API stands; another one for a sandbox. No other host is ever asked.
        overlap: how far behind the newest comment known a media is read again.
        recent: how long a media counts as young: such a one is read by ``deep="changed"`` whatever its count says.
        slow_from: percent of the platform's limits, from which requests are spread out, a second more a percent.
        stop_from: percent from which nothing new is begun: the run ends and the next one goes on.
        daily_requests: a quota of your own for each day. The platform's own grows with the views of the account, and
            is told by it in percent alone.
        writes_per_minute: at what pace replies go out: bursts of them are blocked, and Meta does not say from when on.
        webhook_secrets: app secrets that Meta signs its webhooks with; the Instagram login has one of its own. Several
            while one is exchanged, none refuses every call.
        verify_token: what Meta must know when it asks whether the address of the webhook is ours.

    Raises: ConfigError, if *account* is no number, a setting makes no sense, or the consent may not be sent to *base*.
    """

    def __init__(
        self,
        account: str,
        *,
        owner: Auth,
        login: Login = "instagram",
        version: str = VERSION,
        base: str | None = None,
        overlap: timedelta = timedelta(hours=24),
        recent: timedelta = timedelta(days=30),
        slow_from: float = 75.0,
        stop_from: float = 90.0,
        daily_requests: int | None = None,
        writes_per_minute: int = 20,
        webhook_secrets: Sequence[str] = (),
        verify_token: str | None = None,
    ) -> None:
        if not re.fullmatch(r"[0-9]{1,30}", account):
            raise ConfigError(
                f"instagram: account {account!r} is no number; it is user_id of /me, or instagram_business_account of "
                "the page"
            )
        if login not in BASES:
            raise ConfigError(f"instagram: login {login!r} is none of {', '.join(map(repr, BASES))}")
        if not re.fullmatch(r"v[0-9]{1,3}\.[0-9]{1,2}", version):
            raise ConfigError(f"instagram: version {version!r} is none like {VERSION!r}")
        if not 0 < slow_from <= stop_from <= 100:
            raise ConfigError("instagram: slow_from and stop_from are percent, the first not above the second")
        place = (base or BASES[login]).rstrip("/") + "/"
        self._account = account
        self._owner = _bound(owner, place)
        self._secrets = tuple(webhook_secrets)
        self._verify_token = verify_token
        # Bursts of writes are blocked (code 368); how many make one nobody has written down.
        self._limits = {
            "pace": Limit(60, per="minute"),
            WRITES: Limit(writes_per_minute, per="minute", shared="account"),
        }
        if daily_requests is not None:
            self._limits["requests"] = Limit(daily_requests, per="day")
        self._place = Place(
            base=f"{place}{version}/",
            version=version,
            hosts=frozenset({urlsplit(place).netloc.lower(), urlsplit(BASES[login]).netloc}),
            slow_from=slow_from,
            stop_from=stop_from,
            draws={"requests": 1} if daily_requests is not None else {},
            overlap=overlap,
            recent=recent,
        )

    @property
    def name(self) -> str:
        """``instagram``."""
        return NAME

    @property
    def account(self) -> str:
        """The account's number."""
        return self._account

    @property
    def identities(self) -> Mapping[str, Auth]:
        """``owner``: the consent; nothing is read without one."""
        return {"owner": self._owner}

    @property
    def limits(self) -> Mapping[str, Limit]:
        """``pace``: drawn on where the platform's limits come near; ``writes``; ``requests``: a quota of your own."""
        return self._limits

    def error(self, request: Request, response: Response) -> ChannelError | None:
        """Say what an answer means, by code and subcode before its status."""
        return errors.error(request, response)

    async def fetch(self, session: Session, state: State | None, *, deep: Deep = False) -> None:
        """Read the comments of all media whose count has moved; with *deep* also where it has not.

        ``changed`` reads young media whatever their count says, ``full`` all of them: only that finds edits, and
        comments of media that are gone.

        Raises: ConfigError for a checkpoint of a newer version; QuotaError, if the platform's limits come near;
            WalkStoppedError (an UnavailableError), if a guard stopped something: all that was found is kept.
        """
        progress, notice = load(state)
        run = self._run(session, progress)
        run.notices += [notice] if notice else []
        if deep:
            progress.asked = deepest(progress.asked, deep)
        await take_up(run)
        await work_off(run)
        await begin(run, deepest(progress.asked))
        await work_off(run)
        await run.finish()
        if run.stopped is not None:
            raise errors.WalkStoppedError(
                f"something could not be read to its end: {run.stopped}",
                channel=NAME,
                hint="the next run tries it again",
            )

    async def refetch(self, session: Session, native_ids: Sequence[str]) -> Page:
        """Ask for comments (by id) and replies (by key) again; what two answers do not know is in ``missing``."""
        return await refetch(self._run(session, Progress()), native_ids)

    @property
    def resend(self) -> Literal["after_miss"]:
        """The account is shown all that it wrote: its word filters act on others, and hiding leaves its own alone."""
        return "after_miss"

    @property
    def replaces(self) -> bool:
        """A comment takes any number of replies."""
        return False

    @property
    def reply_limit(self) -> ReplyLimit:
        """2,200 characters, as for a caption; the platform's own limit is published nowhere, and is its to refuse."""
        return reply.LIMIT

    def check_reply(self, complaint: Complaint, text: str, *, about: str | None = None) -> None:
        """Raise RejectedError for what is hidden or deleted, or came in by another account."""
        reply.check(complaint, about, account=self._account)

    async def reply(self, session: Session, complaint: Complaint, text: str, *, about: str | None = None) -> Event:
        """Answer a comment. There are two levels, so an answer to a reply stands under its comment, too."""
        reply.check(complaint, about, account=self._account)
        return await reply.send(self._run(session, Progress()), complaint, text)

    async def own_replies(
        self, session: Session, complaint: Complaint, *, about: str | None = None, since: datetime
    ) -> Sequence[Event]:
        """The account's replies to a comment; raises PayloadError, if the list is not to be trusted."""
        return await reply.own_replies(self._run(session, Progress()), complaint, since=since)

    async def verify_reply(self, session: Session, complaint: Complaint, event: Event) -> Shown:
        """Read a reply back. The platform shows it to the account alone, and says whether it is hidden."""
        return await reply.shown(self._run(session, Progress()), complaint, event)

    @property
    def listens(self) -> bool:
        """Whether it has secrets to verify a webhook with."""
        return bool(self._secrets)

    async def receive(self, session: Session, call: WebhookCall) -> Receipt:
        """Answer Meta's question whose address this is, and verify what it tells. Raises AuthError."""
        if not self._secrets:
            raise AuthError("no secret is set to verify a webhook with", channel=NAME)
        return received(call, account=self._account, secrets=self._secrets, verify_token=self._verify_token)

    async def refresh(self, session: Session, notices: Sequence[Notice]) -> Page:
        """Ask for the comments that notices speak of, as :meth:`refetch` does."""
        return await self.refetch(session, list(dict.fromkeys(id for one in notices for id in one.native_ids)))

    def subscription_cost(self, state: State | None) -> Mapping[str, int]:
        """One request."""
        return {"requests": 1}

    async def subscriptions(self, session: Session, state: State | None) -> Sequence[Subscription]:
        """Ask Meta for which apps it calls; what it calls them for stands in the app's dashboard alone."""
        return [await subscription(self._run(session, Progress()))]

    def estimate(self, state: State | None, *, known: int) -> Estimate:
        """Requests of the next run. Raises ConfigError for a checkpoint of a newer version."""
        return estimate(load(state)[0])

    def reread(self, skipped: Skipped) -> Page:
        """Read a comment or a reply from quarantine. Raises PayloadError, if it still cannot be read."""
        if skipped.seen_at is None:
            raise ValueError("a row of the quarantine says when it was seen")
        return Reader(self._account, skipped.seen_at).again(skipped)

    def _run(self, session: Session, progress: Progress) -> Run:
        return Run(session, progress, self._place, account=self._account)


def _bound(auth: Auth, base: str) -> Auth:
    """The consent, bound to the host of *base* unless it names its own. Raises ConfigError."""
    host = urlsplit(base).netloc
    if isinstance(auth, ApiKey | OAuth2 | LongLivedToken) and not auth.hosts:
        auth = auth.at(host)
    if host.lower() not in auth.hosts:
        raise ConfigError(f"instagram: the consent may be sent to {sorted(auth.hosts)} only, not to {base}")
    return auth
