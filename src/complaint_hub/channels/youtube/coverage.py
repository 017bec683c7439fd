"""What the videos' own counters say, against what we have; videos of which something is missing are walked singly.

For: ``channel``, after a walk over the feed that did not end in old ground: the first one, and one that was cut.
Must not: trust a counter more than a hint: it lags, and a difference that a walk does not close is reported, no more.
"""

from __future__ import annotations

from ...contract import Coverage
from ...errors import NotFoundError, RejectedError
from ...wire import read_list
from . import wire
from .errors import WalkStoppedError
from .run import PAGE, THREAD_PARTS, Run
from .state import Cover, Short, Walk

__all__ = ["walk_videos"]

_VIDEOS = "50"
_KNOWN = 500
_STOPS = 3


async def walk_videos(run: Run, *, account: str) -> None:
    """Compare, and read what is missing; then leave the phase.

    Raises: WalkStoppedError, if a guard stops the walk over a video; after the third time the video is only reported.
    """
    cover = run.progress.cover or Cover()
    run.progress.cover = cover
    while True:
        if cover.short:
            await _walk_video(run, cover, cover.short[0])
        elif cover.videos:
            await _count(run, cover)
        elif not cover.listed:
            await _list(run, cover, account)
        else:
            break
    del run.progress.todo[0]
    run.progress.cover = None
    note = f"{cover.blind} videos show no counter (private, or comments disabled)" if cover.blind else ""
    total = Coverage("comments", counted=cover.counted, returned=cover.returned, note=note)
    await run.keep(coverage=[total])


class _Uploads:
    """A page of the playlist of uploads."""

    def __init__(self, body: bytes) -> None:
        listing = read_list(body, wire.UPLOAD_PAGE, wire.UPLOAD)
        self.token = listing.page.get("nextPageToken")
        self.ids = [item["contentDetails"]["videoId"] for item in listing.items]


async def _list(run: Run, cover: Cover, account: str) -> None:
    """The next page of uploads becomes the videos to be counted."""

    def drop() -> None:
        cover.listed = True
        run.notices.append("the list of uploads turned in circles: some videos were not compared")

    params = {"part": "contentDetails", "playlistId": cover.playlist or _usual(account), "maxResults": _VIDEOS}
    try:
        step = await run.step(cover.uploads, _Uploads, "playlistItems", params, drop=drop)
    except (NotFoundError, RejectedError) as refused:
        if cover.playlist is None and (other := await _playlist(run, account)) is not None:
            cover.playlist = other
        else:
            cover.listed = True
            run.notices.append(f"the videos could not be listed, so nothing was compared: {refused.message}")
    except WalkStoppedError:
        pass  # told by drop
    else:
        cover.videos = [id for id in step.page.ids if id in step.new]
        cover.listed |= step.last
    await run.keep()


def _usual(account: str) -> str:
    """The playlist of uploads of a channel UC... is UU...; asking the channel for it would cost a unit."""
    return "UU" + account.removeprefix("UC")


async def _playlist(run: Run, account: str) -> str | None:
    """The playlist of uploads as the channel itself names it, where that is another one than usual."""
    try:
        body = await run.ask("channels", {"part": "contentDetails", "id": account})
    except (NotFoundError, RejectedError):
        return None
    items = read_list(body, wire.CHANNEL_PAGE, wire.CHANNEL).items
    found = items[0]["contentDetails"]["relatedPlaylists"]["uploads"] if items else None
    return None if found == _usual(account) else found


async def _count(run: Run, cover: Cover) -> None:
    """Compare the counters of the videos at hand; those that show more than we have are to be walked."""
    videos, cover.videos = cover.videos, []
    body = await run.ask("videos", {"part": "statistics", "id": ",".join(videos)})
    listing = read_list(body, wire.VIDEO_PAGE, wire.VIDEO)
    counts = {item["id"]: item.get("statistics", {}).get("commentCount") for item in listing.items}
    for video in videos:
        counted = counts.get(video)
        if counted is None:
            cover.blind += 1
            continue
        held = await _held(run, video)
        cover.counted += int(counted)
        if int(counted) > held:
            cover.short.append(Short(video=video, counted=int(counted)))
        else:
            cover.returned += held
    await run.keep()


async def _held(run: Run, video: str) -> int:
    """Comments of a video that we have: its threads, and of each as many replies as it said when it was last read."""
    held, after = 0, None
    while True:
        ids = await run.session.known(after=after, n=_KNOWN, scope=video)
        if not ids:
            return held
        after = ids[-1]
        marks = await run.session.marks(ids)
        held += len(ids) + sum(int(mark) for mark in marks.values() if mark.isdecimal())


async def _walk_video(run: Run, cover: Cover, short: Short) -> None:
    """The next page of a video's own walk; behind its last one, what still differs is reported."""
    if short.walked:
        held = await _held(run, short.video)
        cover.returned += held
        del cover.short[0]
        differs = [Coverage("comments", short.video, short.counted, held, short.note)] if held < short.counted else []
        await run.keep(coverage=differs)
        return

    def drop() -> None:
        short.walk, short.stops = None, short.stops + 1
        short.walked = short.stops >= _STOPS
        short.note = "a guard stopped the walk" if short.walked else ""

    walk = short.walk = short.walk or Walk()
    params = {**THREAD_PARTS, "videoId": short.video, "order": "time", "maxResults": PAGE}
    try:
        step = await run.step(walk, run.reader.threads, "commentThreads", params, drop=drop)
    except (NotFoundError, RejectedError) as refused:
        # Disabled comments are a normal state, a private video needs the owner's token.
        short.walked, short.note = True, refused.message
        await run.keep()
        return
    short.walked |= step.stop is None and step.last
    await run.keep_threads(step.page)
    step.go_on()
    await run.replies()
