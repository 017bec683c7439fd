"""YouTube: comment threads under the videos of one channel, read with an API key.

For: ``Hub([YouTube("UC...", public=ApiKey(key))])``.
Must not: do I/O, or keep anything between two runs but the checkpoint.

What a run costs, in units of 10,000 a day: one when nothing happened; one a hundred new threads; one for each thread
with more replies than come inline, when their number has changed; one for fifty known threads in a deep walk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from ...auth import ApiKey
from ...contract import Auth, Deep, Limit, Page, Request, Response, Session, Skipped, State
from ...errors import ChannelError, ConfigError
from . import errors
from .coverage import walk_videos
from .feed import walk_feed
from .mapping import NAME, Reader
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
        public: the API key.
        base: where the API stands; another one for a sandbox. No other host is ever asked.
        overlap: how far behind the newest thread of the last run the feed is read again: a comment that was held back
            shows up a little late, at its own time.
        daily_units: the quota of the key's project, which all channels with that key share.

    Raises: ConfigError, if *account* is no channel id, or the key may not be sent to *base*.
    """

    def __init__(
        self,
        account: str,
        *,
        public: Auth,
        base: str = BASE,
        overlap: timedelta = timedelta(hours=1),
        daily_units: int = 10_000,
    ) -> None:
        if not account.startswith("UC") or len(account) > 100:
            raise ConfigError(
                f"youtube: account {account!r} is no channel id; it begins with UC "
                "(YouTube Studio, Settings, Channel, Advanced settings)"
            )
        if isinstance(public, ApiKey) and not public.hosts:
            public = public.at(urlsplit(base).netloc)
        if urlsplit(base).netloc.lower() not in public.hosts:
            raise ConfigError(f"youtube: the key may be sent to {sorted(public.hosts)} only, not to {base}")
        self._account = account
        self._public = public
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
        """``public``: the API key."""
        return {"public": self._public}

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
        run = Run(session, progress, base=self._base, account=self._account)
        run.notices += [notice] if notice else []
        run.take_up_later()
        await run.replies()
        await self._work_off(run)
        done = run.whole | ({"changed"} if "full" in run.whole else set())
        phases: list[Phase] = ["feed", deep] if deep else ["feed"]
        progress.todo = [phase for phase in phases if phase not in done]
        await self._work_off(run)
        if run.stopped is not None:
            raise errors.WalkStoppedError(
                f"replies of some threads could not be read: {run.stopped}",
                channel=NAME,
                hint="the next run tries them again",
            )

    async def _work_off(self, run: Run) -> None:
        progress = run.progress
        while progress.todo:
            phase = progress.todo[0]
            under_way = {
                "feed": progress.feed is not None,
                "cover": True,
                "changed": progress.after is not None,
                "full": progress.after is not None,
            }[phase]
            if phase == "feed":
                await walk_feed(run, account=self._account, overlap=self._overlap)
            elif phase == "cover":
                await walk_videos(run, account=self._account)
            else:
                await walk_known(run, full=phase == "full")
            if not under_way:
                run.whole.add(phase)

    async def refetch(self, session: Session, native_ids: Sequence[str]) -> Page:
        """Ask for threads (by id) and replies (by key) again; what two answers leave out is in ``missing``."""
        return await refetch(Run(session, Progress(), base=self._base, account=self._account), native_ids)

    def reread(self, skipped: Skipped) -> Page:
        """Read a thread or a reply from quarantine. Raises PayloadError, if it still cannot be read."""
        if skipped.seen_at is None:
            raise ValueError("a row of the quarantine says when it was seen")
        return Reader(self._account, skipped.seen_at).again(skipped)
