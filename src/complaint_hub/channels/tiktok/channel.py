"""TikTok: comments under the videos of one account, read with its owner's consent.

For: ``Hub([TikTok("open-id", owner=Consent(...))])``.
Must not: do I/O, or keep anything between two runs but the checkpoint.

What a run costs, in calls: one for twenty videos of the account, one for each video whose turn it is, one more for each
thirty new comments, and one for thirty replies of a comment with more than three. So the age of a video decides how
often it is looked at (:class:`Tiers`). A minute has 40 calls of each kind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, Literal
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
from ...webhooks import TOLERANCE
from . import errors, reply
from .consent import Consent
from .errors import NAME
from .estimate import estimate
from .mapping import Reader
from .refetch import refetch
from .run import COMMENTS, REPLIES, VIDEOS, WRITES, Run
from .state import Progress, depth_of, load
from .subscription import APP, subscription
from .videos import Tiers, begin, take_up
from .webhook import received, refresh

__all__ = ["BASE", "TikTok"]

BASE: Final = "https://business-api.tiktok.com/open_api/v1.3/"
"""Where the API stands (https://business-api.tiktok.com/portal/docs)."""

_KINDS = (VIDEOS, COMMENTS, REPLIES, WRITES)


class TikTok:
    """The comments under the videos of one account.

    Args:
        account: the account's ``business_id``, which is the ``open_id`` of its consent.
        owner: the consent (scopes ``user.info.basic``, ``video.list``, ``comment.list``; ``comment.list.manage`` to
            answer).
        base: where the API stands; another one for a sandbox. No other host is ever asked.
        overlap: how far behind the newest comment of the last run a video is read again: one that was held back shows
            up a little late, at its own time.
        tiers: how often a video is looked at, by its age.
        text_limit: characters that a reply may have; the platform's papers say 1,200, older ones 150.
        per_minute: calls of each kind for one account, 40 for all apps.
        per_second: calls of the whole app, 10 for an app of the basic level.
        daily_calls: calls of the whole app in a day that ends at 00:00 UTC.
        webhook_secrets: of the app, which signs its webhooks; several while one is exchanged, none refuses every call.
        webhook_tolerance: how far the signed time of a webhook may lie from now.

    Raises: ConfigError, if *account* is none, or the consent may not be sent to *base*.
    """

    def __init__(
        self,
        account: str,
        *,
        owner: Auth,
        base: str = BASE,
        overlap: timedelta = timedelta(hours=1),
        tiers: Tiers | None = None,
        text_limit: int = 150,
        per_minute: int = 40,
        per_second: int = 10,
        daily_calls: int = 864_000,
        webhook_secrets: Sequence[str] = (),
        webhook_tolerance: timedelta = TOLERANCE,
    ) -> None:
        if not account or len(account) > 200 or any(sign.isspace() or sign in "/@" for sign in account):
            raise ConfigError(
                f"tiktok: account {account!r} is no business_id; it is the open_id that came with the consent, "
                "not the name that starts with @"
            )
        host = urlsplit(base).netloc.lower()
        if isinstance(owner, ApiKey | OAuth2) and not owner.hosts:
            owner = owner.at(host)
        if host not in owner.hosts:
            raise ConfigError(f"tiktok: the consent may be sent to {sorted(owner.hosts)} only, not to {base}")
        self._account = account
        self._owner = owner
        self._base = base.rstrip("/") + "/"
        self._app = Unsigned(host)
        self._app.app = owner.app  # one app, whose limits both draw on
        self._overlap = overlap
        self._secrets = tuple(webhook_secrets)
        self._tolerance = webhook_tolerance
        self._tiers = tiers or Tiers()
        self._text_limit = text_limit
        # 40 a minute are counted by account and kind of call, the rest by app (portal, "Rate limits").
        kinds = {kind: Limit(per_minute, per="minute", shared="account") for kind in _KINDS}
        whole = {
            "app": Limit(per_second, per="second", shared="app"),
            "calls": Limit(daily_calls, per="day", zone="UTC", shared="app"),
        }
        self._limits: Mapping[str, Limit] = {**kinds, **whole}

    @property
    def name(self) -> str:
        """``tiktok``."""
        return NAME

    @property
    def account(self) -> str:
        """The account's id."""
        return self._account

    @property
    def identities(self) -> Mapping[str, Auth]:
        """``owner``: the consent; ``app`` sends no token, and names the app in what it asks."""
        return {"owner": self._owner, **({APP: self._app} if self._secrets else {})}

    @property
    def limits(self) -> Mapping[str, Limit]:
        """By kind of call (``video_list``, ``reply_create``): a minute each; ``app``: a second; ``calls``: a day."""
        return self._limits

    @property
    def text_limit(self) -> int:
        """Characters that a reply may have."""
        return self._text_limit

    def error(self, request: Request, response: Response) -> ChannelError | None:
        """Say what an answer means, by the code in its body."""
        return errors.error(request, response)

    async def fetch(self, session: Session, state: State | None, *, deep: Deep = False) -> None:
        """Read what is new under each video whose turn it is; with *deep* all comments of all videos.

        ``changed`` reads replies where their number moved; ``full`` also where it did not.

        Raises: ConfigError for a checkpoint of a newer version; SetupError (a RejectedError), if the app or its consent
            is refused; at the end of a run WalkStoppedError (an UnavailableError) or PayloadError, if a video could not
            be read: all that was found is kept, and the next run begins that video again.
        """
        progress, notice = load(state)
        run = self._run(session, progress)
        run.notices += [notice] if notice else []
        await take_up(run, self._tiers)
        await begin(run, self._tiers, depth_of(deep))
        if run.notices:
            await run.keep()
        run.check()

    async def refetch(self, session: Session, native_ids: Sequence[str]) -> Page:
        """Ask for comments (by id) and replies (by key); what two answers leave out is in ``missing``."""
        return await refetch(self._run(session, Progress()), native_ids)

    @property
    def resend(self) -> Literal["after_miss"]:
        """The account is listed all that it wrote, what the spam filter hides from others included."""
        return "after_miss"

    @property
    def replaces(self) -> bool:
        """A comment takes any number of replies."""
        return False

    @property
    def reply_limit(self) -> ReplyLimit:
        """:attr:`text_limit` characters."""
        return ReplyLimit(self._text_limit)

    def check_reply(self, complaint: Complaint, text: str, *, about: str | None = None) -> None:
        """Raise RejectedError for what is hidden or deleted, of another account, or under no video that is known."""
        reply.check(complaint, about, account=self._account)

    async def reply(self, session: Session, complaint: Complaint, text: str, *, about: str | None = None) -> Event:
        """Answer a comment. Threads are one level deep, so an answer to a reply stands under its comment, too."""
        reply.check(complaint, about, account=self._account)
        return await reply.send(self._run(session, Progress()), complaint, text)

    async def own_replies(
        self, session: Session, complaint: Complaint, *, about: str | None = None, since: datetime
    ) -> Sequence[Event]:
        """The account's replies to a comment, hidden ones too.

        Raises: RejectedError, if the comment is hidden or its video another's: its replies are not listed then;
            PayloadError, if the list is not to be trusted.
        """
        return await reply.own_replies(self._run(session, Progress()), complaint, since=since)

    async def verify_reply(self, session: Session, complaint: Complaint, event: Event) -> Shown:
        """Ask for a reply among what is public, and where it is missing among all that the account is shown."""
        return await reply.shown(self._run(session, Progress()), complaint, event)

    @property
    def listens(self) -> bool:
        """Whether it has secrets to verify a webhook with."""
        return bool(self._secrets)

    async def receive(self, session: Session, call: WebhookCall) -> Receipt:
        """Verify what TikTok tells. Raises AuthError."""
        if not self._secrets:
            raise AuthError("no secret is set to verify a webhook with", channel=NAME)
        now, tolerance = session.now, self._tolerance
        return received(call, account=self._account, secrets=self._secrets, now=now, tolerance=tolerance)

    async def refresh(self, session: Session, notices: Sequence[Notice]) -> Page:
        """Ask for the comments that notices speak of, by their videos."""
        return await refresh(self._run(session, Progress()), notices)

    def subscription_cost(self, state: State | None) -> Mapping[str, int]:
        """One call, or two where the first path is not there."""
        return {"calls": 1}

    async def subscriptions(self, session: Session, state: State | None) -> Sequence[Subscription]:
        """Ask TikTok where it calls the app. Raises UnsupportedError, if *owner* does not know the app's secret."""
        if not isinstance(self._owner, Consent):
            raise UnsupportedError("only a Consent knows the app that TikTok is asked about", channel=NAME)
        return [await subscription(session, base=self._base, app=self._owner.named_app())]

    def estimate(self, state: State | None, *, known: int) -> Estimate:
        """Calls of the next run. Raises ConfigError for a checkpoint of a newer version."""
        return estimate(load(state)[0], known=known)

    def reread(self, skipped: Skipped) -> Page:
        """Read a comment or a reply from quarantine. Raises PayloadError, if it still cannot be read."""
        if skipped.seen_at is None:
            raise ValueError("a row of the quarantine says when it was seen")
        return Reader(self._account, skipped.seen_at).again(skipped)

    def _run(self, session: Session, progress: Progress) -> Run:
        return Run(session, progress, base=self._base, account=self._account, overlap=self._overlap)
