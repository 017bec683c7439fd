"""YouTube: comment threads under the videos of one channel, read with an API key; what is held, and answers to all of
them, with a consent.

For: ``Hub([YouTube("UC...", public=ApiKey(key))])``.
Must not: do I/O, or keep anything between two runs but the checkpoint.

What a run costs, in units of 10,000 a day: one when nothing happened; one a hundred new threads; one for each thread
with more replies than come inline, when their number has changed; one for fifty known threads in a deep walk. With an
owner two more, one for each queue.
"""

from __future__ import annotations

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
    Page,
    ReplyLimit,
    Request,
    Response,
    Session,
    Shown,
    Skipped,
    State,
)
from ...errors import AuthError, ChannelError, ConfigError, UnsupportedError
from ...model import Complaint, Event
from . import errors, reply
from .coverage import walk_videos
from .estimate import estimate
from .feed import walk_feed
from .mapping import NAME, Reader
from .queues import QUEUES, can_reply, walk_queue
from .run import Run
from .state import Phase, Progress, load
from .sweep import refetch, walk_known

__all__ = ["BASE", "YouTube"]

BASE = "https://youtube.googleapis.com/youtube/v3/"
"""Where the API stands (https://developers.google.com/youtube/v3/docs)."""


class YouTube:
    """The comments of one channel.

    Args:
        account: the channel's id, ``UC`` and 22 characters; a handle is none.
        public: the API key; everything that everybody sees is read with it.
        owner: the consent of the channel's owner (scope ``youtube.force-ssl``): what is held for review or taken for
            spam is read too, and told by ``source_detail``: ``held``, ``likely_spam``, None once it is published; and
            threads can be answered.
        base: where the API stands; another one for a sandbox. No other host is ever asked.
        overlap: how far behind the newest thread of the last run the feed is read again: a comment that was held back
            shows up a little late, at its own time.
        daily_units: the quota of the key's project, which all channels with that key share.

    Raises: ConfigError, if *account* is no channel id, or a credential may not be sent to *base*.
    """

    def __init__(
        self,
        account: str,
        *,
        public: Auth,
        owner: Auth | None = None,
        base: str = BASE,
        overlap: timedelta = timedelta(hours=1),
        daily_units: int = 10_000,
    ) -> None:
        if not account.startswith("UC") or len(account) > 100:
            raise ConfigError(
                f"youtube: account {account!r} is no channel id; it begins with UC "
                "(YouTube Studio, Settings, Channel, Advanced settings)"
            )
        self._account = account
        self._public = _bound(public, base, "the key")
        self._owner = _bound(owner, base, "the owner's consent") if owner is not None else None
        self._base = base.rstrip("/") + "/"
        self._overlap = overlap
        # Units belong to the key's project; the day ends at midnight Pacific
        # (https://developers.google.com/youtube/v3/getting-started#quota).
        self._units = Limit(daily_units, per="day", zone="America/Los_Angeles", shared="app")

    @property
    def name(self) -> str:
        """``youtube``."""
        return NAME

    @property
    def account(self) -> str:
        """The channel's id."""
        return self._account

    @property
    def identities(self) -> Mapping[str, Auth]:
        """``public``: the API key; ``owner``: the consent, if there is one."""
        owner = {"owner": self._owner} if self._owner is not None else {}
        return {"public": self._public, **owner}

    @property
    def limits(self) -> Mapping[str, Limit]:
        """``units``: the daily quota."""
        return {"units": self._units}

    def error(self, request: Request, response: Response) -> ChannelError | None:
        """Say what an answer means, by its reason before its status."""
        return errors.error(request, response)

    async def fetch(self, session: Session, state: State | None, *, deep: Deep = False) -> None:
        """Read what is new, and with *deep* what is old.

        Raises: ConfigError for a checkpoint of a newer version; WalkStoppedError (an UnavailableError), if a guard
            stopped a walk: all that was found is kept, and the next run begins that walk again.
        """
        progress, notice = load(state)
        run = self._run(session, progress)
        progress.todo = [phase for phase in progress.todo if run.owned or phase not in QUEUES]
        run.notices += [notice] if notice else []
        run.take_up_later()
        await run.replies()
        await self._work_off_debt(run)
        done = run.whole | ({"changed"} if "full" in run.whole else set())
        phases: list[Phase] = ["feed", *(QUEUES if run.owned else ()), *([deep] if deep else [])]
        progress.todo = [phase for phase in phases if phase not in done]
        await self._work_off(run)
        if run.stopped is not None:
            raise errors.WalkStoppedError(
                f"replies of some threads could not be read: {run.stopped}",
                channel=NAME,
                hint="the next run tries them again",
            )

    async def _work_off_debt(self, run: Run) -> None:
        """Go on with what an earlier run left. A consent that died must not keep the public feed from being read."""
        progress = run.progress
        try:
            await self._work_off(run)
        except AuthError:
            if not run.owned or progress.todo[:1] == ["feed"]:
                raise
            # The feed needs the key alone; what comes behind it is refused again, without being sent.
            progress.todo = ["feed", *progress.todo]
            await self._work_off(run)

    async def _work_off(self, run: Run) -> None:
        progress = run.progress
        while progress.todo:
            phase = progress.todo[0]
            under_way = {
                "feed": progress.feed is not None,
                "cover": True,
                "held": _walking(progress, "held"),
                "spam": _walking(progress, "spam"),
                "changed": progress.after is not None,
                "full": progress.after is not None,
            }[phase]
            if phase == "feed":
                await walk_feed(run, account=self._account, overlap=self._overlap)
            elif phase in QUEUES:
                await walk_queue(run, phase, account=self._account, overlap=self._overlap)
            elif phase == "cover":
                await walk_videos(run, account=self._account)
            else:
                await walk_known(run, full=phase == "full")
            if not under_way:
                run.whole.add(phase)

    async def refetch(self, session: Session, native_ids: Sequence[str]) -> Page:
        """Ask for threads (by id) and replies (by key) again; what two answers leave out is in ``missing``."""
        return await refetch(self._run(session, Progress()), native_ids)

    async def can_reply(self, session: Session, native_ids: Sequence[str]) -> Mapping[str, bool]:
        """Ask under the owner whether threads take a reply, for a unit a fifty: a write that is refused costs 50.

        Returns: by native id; absent is a thread that does not come back.
        Raises: UnsupportedError, without an owner, before any request.
        """
        self._expect_owner()
        asked = list(dict.fromkeys(native_ids))
        return await can_reply(self._run(session, Progress()), asked) if asked else {}

    @property
    def resend(self) -> Literal["never"]:
        """The spam filter may hide a reply from its own writer."""
        return "never"

    @property
    def replaces(self) -> Literal[False]:
        """A thread takes any number of replies."""
        return False

    @property
    def reply_limit(self) -> ReplyLimit:
        """10,000 characters."""
        return reply.LIMIT

    def check_reply(self, complaint: Complaint, text: str, *, about: str | None = None) -> None:
        """Refuse what nobody would see, and, without an owner, everything. Raises RejectedError, UnsupportedError."""
        self._expect_owner(complaint, text)
        reply.check(complaint, about)

    async def reply(self, session: Session, complaint: Complaint, text: str, *, about: str | None = None) -> Event:
        """Answer a thread, also where *about* is one of its replies: 51 units."""
        self._expect_owner(complaint, text)
        return await reply.send(self._run(session, Progress()), self._base, complaint.native_id, text)

    async def own_replies(
        self, session: Session, complaint: Complaint, *, about: str | None = None, since: datetime
    ) -> Sequence[Event]:
        """All replies of the channel that its owner is shown: 2 units, and ⌈replies / 100⌉ for what is not inline."""
        self._expect_owner(complaint)
        return await reply.own_replies(self._run(session, Progress()), self._account, complaint.native_id)

    async def verify_reply(self, session: Session, complaint: Complaint, event: Event) -> Shown:
        """Look for a reply with the key: a unit; up to three more where a stranger does not see it."""
        self._expect_owner(complaint)
        return await reply.shown(self._run(session, Progress()), complaint, event)

    def _expect_owner(self, complaint: Complaint | None = None, text: str = "") -> None:
        if self._owner is not None:
            return
        where = f" at {complaint.url}" if complaint is not None and complaint.url else ""
        by_hand = f"; or answer by hand{where}, and paste this text:\n{text}" if text else ""
        raise UnsupportedError(
            f"youtube {self._account} has no owner: nothing can be replied",
            channel=NAME,
            hint=f"give the consent of the channel's owner (client_id in the settings){by_hand}",
        )

    def estimate(self, state: State | None, *, known: int) -> Estimate:
        """Units of the next run. Raises ConfigError for a checkpoint of a newer version."""
        return estimate(load(state)[0], known=known, owner="owner" in self.identities)

    def reread(self, skipped: Skipped) -> Page:
        """Read a thread or a reply from quarantine. Raises PayloadError, if it still cannot be read."""
        if skipped.seen_at is None:
            raise ValueError("a row of the quarantine says when it was seen")
        return Reader(self._account, skipped.seen_at).again(skipped)

    def _run(self, session: Session, progress: Progress) -> Run:
        return Run(session, progress, base=self._base, account=self._account, owned=self._owner is not None)


def _bound(auth: Auth, base: str, what: str) -> Auth:
    """The credential, bound to the host of *base* unless it names its own. Raises ConfigError."""
    host = urlsplit(base).netloc
    if isinstance(auth, ApiKey | OAuth2) and not auth.hosts:
        auth = auth.at(host)
    if host.lower() not in auth.hosts:
        raise ConfigError(f"youtube: {what} may be sent to {sorted(auth.hosts)} only, not to {base}")
    return auth


def _walking(progress: Progress, phase: Phase) -> bool:
    return phase in progress.queues and progress.queues[phase].walk is not None
