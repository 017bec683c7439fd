"""Which videos there are, and which of them a run looks at: new ones always, older ones daily, then weekly.

For: ``channel``.
Must not: take a video that is not listed for deleted, let one video stop the others, or trust the videos' counters:
they lag a day or two, so that one that has moved is a reason to look, and one that has not is none to look away.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from ...contract import Coverage, Page
from ...errors import ChannelError, NotFoundError, PayloadError, RejectedError
from .comments import walk_video
from .errors import NAME, FieldRefusedError, SetupError, WalkStoppedError
from .marks import Seen, seen_of
from .pages import Videos
from .run import VIDEOS, Run, as_json
from .state import Depth, Progress, Round, Video, deeper

__all__ = ["Tiers", "begin", "take_up"]

# The most that the platform gives; more is refused.
_PAGE = "20"
_FIELDS = ("item_id", "create_time", "share_url", "comments")
_BARE_FIELDS = ("item_id", "create_time")
_GRACE = timedelta(hours=1)
# Runs that may come to a video without reading a page of it; then its turn is over.
_TRIES = 3
# So many refusals one after the other are about the account, not about the videos.
_IN_A_ROW = 3


@dataclass(frozen=True, slots=True)
class Tiers:
    """How often a video is looked at, by its age.

    Attributes:
        every_run: younger ones are looked at in every run.
        daily: younger ones are looked at once a day, all others once a week.
    """

    every_run: timedelta = timedelta(days=7)
    daily: timedelta = timedelta(days=30)

    def young(self, video: Video, now: datetime) -> bool:
        """Say whether each run looks at the video; so it is with one whose age is not known."""
        return video.at is None or now - video.at < self.every_run

    def due(self, video: Video, seen: Seen | None, now: datetime) -> bool:
        """Say whether it is the turn of a video that was last walked as *seen* says."""
        if seen is None or video.at is None or self.young(video, now):
            return True
        if video.comments is not None and video.comments != seen.comments:
            return True
        every = timedelta(days=1) if now - video.at < self.daily else timedelta(days=7)
        # A day after the run of yesterday is a little less than a day: that little is no reason to wait another one.
        return now - seen.at >= every - _GRACE


async def take_up(run: Run, tiers: Tiers) -> None:
    """Finish the round that an earlier run left; a video that kept it from coming on goes to the end of the row."""
    left = run.progress.round
    if left is None:
        return
    if left.videos:
        first = left.videos[0]
        first.tries += 1
        if first.tries > _TRIES:
            await _fail(run, left, first, WalkStoppedError(f"{_TRIES} runs did not get a page of it", channel=NAME))
        else:
            if first.tries > 1:
                left.videos.append(left.videos.pop(0))
            await run.keep()
    await _work_off(run, tiers)


async def begin(run: Run, tiers: Tiers, depth: Depth) -> None:
    """Read every video whose turn it is, and in a deep round all of them, to that depth."""
    if depth == "full":
        run.progress.bare = False  # a consent may have grown
    run.progress.round = Round(depth=depth)
    await _work_off(run, tiers)


async def _work_off(run: Run, tiers: Tiers) -> None:
    while (round := run.progress.round) is not None:
        if round.videos:
            await _read(run, round, round.videos[0])
        elif not round.listed:
            await _list(run, round, tiers)
        else:
            await _finish(run, round)


async def _read(run: Run, round: Round, video: Video) -> None:
    if video.walk is None and deeper(run.depths.get(video.id), round.depth):
        round.videos.remove(video)
        return
    begun = video.walk is None
    try:
        await walk_video(run, round, video)
    except SetupError:
        raise
    except (NotFoundError, RejectedError, PayloadError, WalkStoppedError) as error:
        await _fail(run, round, video, error)
    else:
        run.in_a_row = 0
        run.failed.pop(video.id, None)
        if begun:
            run.depths[video.id] = round.depth


async def _fail(run: Run, round: Round, video: Video, error: ChannelError) -> None:
    """Leave a video for this round; its watermark stays, so the next round reads what this one did not."""
    round.videos.remove(video)
    run.failed[video.id] = error
    if not isinstance(error, NotFoundError):
        run.notices.append(f"the comments of video {video.id} could not be read: {error.message}")
        run.in_a_row += 1
    await run.keep(coverage=[Coverage("comments", scope=video.id, note=f"not read: {error.message}")])
    if run.in_a_row >= _IN_A_ROW and (isinstance(error, PayloadError) or not run.depths):
        raise error


async def _list(run: Run, round: Round, tiers: Tiers) -> None:
    """The next page of the list; of its videos those stay whose turn it is."""
    page = await _page(run, round)
    if round.feed.doubtful(page.rows, more=page.more, expected=run.progress.videos > 0):
        await run.keep()
        return
    fresh = round.feed.new([video.id for video in page.found])
    stop = round.feed.turn([video.id for video in page.found], page.cursor, more=page.more, rows=page.rows)
    videos = [video for video in page.found if video.id in fresh]
    marks = await run.session.marks([Seen.key(video.id) for video in videos]) if videos else {}
    round.found += len(videos)
    round.listed = not page.more or stop is not None
    for video in videos:
        seen = seen_of(marks.get(Seen.key(video.id)))
        round.young += tiers.young(video, run.session.now)
        if deeper(run.depths.get(video.id), round.depth):
            continue
        if round.depth != "new" or tiers.due(video, seen, run.session.now):
            round.videos.append(video)
    if stop is not None:
        round.cut = True
        run.failed["list"] = WalkStoppedError(
            f"the list of videos was not read to its end: {stop}", channel=NAME, hint="the next run begins it again"
        )
    await run.emit(Page(skipped=page.skipped, repaired=page.repaired))


async def _page(run: Run, round: Round) -> Videos:
    while True:
        fields = _BARE_FIELDS if run.progress.bare else _FIELDS
        try:
            body = await run.ask(VIDEOS, {"fields": as_json(fields), "max_count": _PAGE}, cursor=round.feed.cursor)
            return run.reader.videos(body)
        except (PayloadError, NotFoundError):
            run.progress.round = None
            await run.keep()
            raise
        except RejectedError as refused:
            # One field that is not covered or not known costs the whole list.
            in_fields = isinstance(refused, FieldRefusedError) or not isinstance(refused, SetupError)
            if not in_fields or run.progress.bare:
                # Perhaps this page alone is refused: the next run begins the list again.
                run.progress.round = None
                await run.keep()
                raise
            run.progress.bare = True
            run.notices.append(
                f"some fields of the videos are refused, so that their counters are not known: {refused}"
            )


async def _finish(run: Run, round: Round) -> None:
    progress = run.progress
    coverage: list[Coverage] = []
    if round.counted:
        coverage.append(Coverage("comments", counted=round.counted, returned=round.returned))
    if not round.cut:
        coverage += _fewer(run, progress, round)
    progress.round = None
    await run.keep(coverage=coverage)


def _fewer(run: Run, progress: Progress, round: Round) -> list[Coverage]:
    """Say it, if videos are not listed any more: private and friends-only ones are left out without a word."""
    before, now = progress.videos, round.found
    if not now and before:
        run.notices.append(
            f"no video is listed, although there were {before}: they may be private, or the consent may be of another"
            " account; what is known of their comments stays"
        )
        return []
    progress.videos, progress.young = now, round.young
    if now >= before:
        return []
    note = "videos that were listed before are not listed now; what is known of their comments stays"
    return [Coverage("videos", counted=before, returned=now, note=note)]
