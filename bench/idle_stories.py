"""The stories of the four platforms: a first run, idle runs after it, and the least that each of them could have cost.

For: ``idle``, which prints them, and the test that holds the ratios.
Must not: take anything of the least from our own runs: it is counted on what stands on the platform, by its own pages.

Calls are those that count against the platform's limits (YouTube's are its units); that a token is renewed counts with
TikTok alone.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from datetime import timedelta
from math import ceil
from pathlib import Path
from typing import Any, Protocol

from complaint_hub import Hub
from complaint_hub.auth import ApiKey, OAuth2
from complaint_hub.channels.google_reviews import GoogleReviews
from complaint_hub.channels.instagram import Instagram, LongLivedToken
from complaint_hub.channels.tiktok import Consent, Tiers, TikTok
from complaint_hub.channels.youtube import YouTube
from complaint_hub.contract import Channel
from complaint_hub.sandbox import google, instagram, tiktok, youtube
from complaint_hub.sandbox.meter import Meter

from .idle_records import Cost, Story
from .plain_clients import read_google, read_instagram, read_tiktok, read_youtube

__all__ = ["google_reviews", "instagram_comments", "tiktok_comments", "youtube_comments"]

_HOUR = timedelta(hours=1)


# -- the four platforms ---------------------------------------------------------------------------------------------


def youtube_comments(world: youtube.World | None = None) -> Story:
    """A page of the channel's feed holds 100 threads, each with five of its replies; a page of replies 100."""
    world = world or youtube.measured()
    with youtube.serve(world) as served:
        key = ApiKey(youtube.KEY, hosts=[_host(served.base)], app="sandbox-project")
        spent, found, new = _runs(world, YouTube(youtube.CHANNEL, public=key, base=served.base), [_HOUR])
    threads = list(world.threads.values())
    big = [thread for thread in threads if len(thread.replies) > 5]
    replies = sum(ceil(len(thread.replies) / 100) for thread in big)
    least = [
        (max(1, ceil(len(threads) / 100)) + replies, f"⌈{len(threads):,}/100⌉ threads + {replies} of > 5 replies"),
        (1, "the newest page of the feed"),
    ]
    there = len(threads) + sum(len(thread.replies) for thread in threads)
    return Story("youtube", "units", _costs(spent, least), _plain(world, read_youtube), found, there, new)


def google_reviews(world: google.World | None = None) -> Story:
    """A page holds 50 reviews of one location, newest change first; an idle run reads down to the overlap of a day."""
    world = world or google.build(locations=12, reviews=2_400)
    with google.serve(world) as served:
        consent = OAuth2(google.CLIENT_ID, google.CLIENT_SECRET, google.REFRESH_TOKEN, token_url=served.token)
        channel = GoogleReviews(
            "pemkab",
            owner=consent,
            base=served.reviews,
            account_base=served.accounts,
            location_base=served.locations,
            per_minute=10**6,
        )
        spent, found, new = _runs(world, channel, [_HOUR])
    places = [[review.updated_at for review in world.listed(location)] for location in world.locations]
    owned = [sum(account in place.accounts for place in world.locations.values()) for account in world.accounts]
    ways = ceil(len(owned) / 20) + sum(max(1, ceil(n / 100)) for n in owned)
    pages = sum(max(1, ceil(len(times) / 50)) for times in places)
    newer = [sum(at >= times[0] - timedelta(days=1) for at in times) for times in places if times]
    idle = sum(1 + n // 50 for n in newer) + sum(not times for times in places)
    least = [
        (ways + pages, f"{ways} to find the places + Σ⌈n/50⌉ = {pages}"),
        (idle, f"{len(places)} places, pages of 50 down to the overlap"),
    ]
    there = len(world.reviews) + sum(review.reply is not None for review in world.reviews.values())
    note = "google_reviews: batchGetReviews would read many places at once; how it merges them is not written down"
    plain = _plain(world, read_google)
    return Story("google_reviews", "calls", _costs(spent, least), plain, found, there, new, note)


def instagram_comments(world: instagram.World | None = None) -> Story:
    """A hundred media with their counts a call; 50 comments a call with 50 replies of each, under commented media."""
    world = world or instagram.measured()
    with instagram.serve(world) as served:
        token = LongLivedToken(instagram.INSTAGRAM_TOKEN, base=served.instagram)
        channel = Instagram(instagram.ACCOUNT, owner=token, base=served.instagram)
        spent, found, new = _runs(world, channel, [_HOUR])
    media = list(world.media.values())
    tops = [comment for post in media for comment in post.comments]
    gate = max(1, ceil(len(media) / 100))
    pages = sum(ceil(len(post.comments) / 50) for post in media)
    further = sum(ceil((len(top.replies) - 50) / 50) for top in tops if len(top.replies) > 50)
    least = [
        (gate + pages + further, f"⌈{len(media)}/100⌉ media + Σ⌈c/50⌉ = {pages} + {further} of > 50 replies"),
        (gate, f"⌈{len(media)}/100⌉: a call a hundred media"),
    ]
    there = len(tops) + sum(len(top.replies) for top in tops)
    # 25 media with 50 comments and 50 replies each are what a connector in wide use asks for at most.
    nested = ceil(len(media) / 25) + sum(max(0, ceil(len(post.comments) / 50) - 1) for post in media) + further
    note = f"instagram: asked for inside the list of media, the first run could be {nested} far larger requests"
    return Story("instagram", "calls", _costs(spent, least), _plain(world, read_instagram), found, there, new, note)


def tiktok_comments(world: tiktok.World | None = None) -> Story:
    """Twenty videos a call, then a call for each video whose turn it is: the young ones always, older ones by age."""
    world = world or tiktok.build(videos=300, comments=3_000, long=60, replies=600, hidden=30, days=720)
    tiers, waits = Tiers(), [_HOUR, timedelta(days=1), timedelta(days=7)]
    began = world.clock
    with tiktok.serve(world) as served:
        consent = Consent(
            tiktok.CLIENT_ID,
            tiktok.CLIENT_SECRET,
            tiktok.REFRESH_TOKEN,
            token_url=f"{served.base}tt_user/oauth2/refresh_token/",
        )
        # Its clock stands still in a run, so the pace of 40 a minute would never let it end.
        channel = TikTok(
            tiktok.ACCOUNT, owner=consent, base=served.base, tiers=tiers, per_minute=10**6, per_second=10**6
        )
        spent, found, new = _runs(world, channel, waits)
    least = _least_of_tiktok(world, tiers, [began + sum(waits[:n], timedelta()) for n in range(len(waits) + 1)])
    there = len(world.comments)
    names = ("first", "an hour later", "a day later", "a week later")
    costs = _costs(spent, least, names)
    return Story("tiktok", "calls", costs, _plain(world, read_tiktok), found, there, new)


def _least_of_tiktok(world: tiktok.World, tiers: Tiers, instants: Sequence[Any]) -> list[tuple[int, str]]:
    """The formula ⌈V/20⌉ + Σ max(1, ⌈n/30⌉) + Σ⌈r/30⌉ at the first instant, and at the others for videos in turn.

    A video is in turn by its age, or because its counter, which lags, has moved. A token lasts a day.
    """
    videos = list(world.videos.values())
    listing = max(1, ceil(len(videos) / 20))
    pages = sum(max(1, ceil(len(video.comments) / 30)) for video in videos)
    long = [top for video in videos for top in video.comments if len(top.replies) > 3 and top.status == "PUBLIC"]
    replies = sum(ceil(len(top.replies) / 30) for top in long)
    told = f"1 token + ⌈{len(videos)}/20⌉ videos + Σ⌈n/30⌉ = {pages} + {replies} of > 3 replies"
    least = [(1 + listing + pages + replies, told)]
    lag = world.habits.counter_lag or timedelta()
    read = dict.fromkeys((video.id for video in videos), instants[0])
    renewed = instants[0]
    for now in instants[1:]:
        token = now - renewed >= timedelta(days=1)
        renewed = now if token else renewed
        turn = moved = 0
        for video in videos:
            age, since = now - video.created_at, now - read[video.id]
            due = age < tiers.every_run or since >= timedelta(days=1 if age < tiers.daily else 7)
            counted = video.count(now - lag) != video.count(read[video.id] - lag)
            turn, moved = turn + due, moved + (counted and not due)
            read[video.id] = now if due or counted else read[video.id]
        told = f"⌈{len(videos)}/20⌉ + {turn} by age + {moved} whose counter moved" + (" + 1 token" if token else "")
        least.append((listing + turn + moved + token, told))
    return least


# -- what they share ------------------------------------------------------------------------------------------------


class _World(Protocol):
    """What all platforms have."""

    meter: Meter

    @property
    def clock(self) -> Any: ...

    def advance(self, **by: float) -> Any: ...


def _runs(world: _World, channel: Channel, waits: Sequence[timedelta]) -> tuple[list[int], int, int]:
    """What a first run and one after each wait were billed; complaints and messages in the store; what idle ones put
    there.
    """
    spent: list[int] = []
    new = 0
    with (
        tempfile.TemporaryDirectory() as folder,
        Hub([channel], store=Path(folder, "aduan.db"), clock=lambda: world.clock) as hub,
    ):
        for wait in (timedelta(), *waits):
            world.advance(seconds=wait.total_seconds())
            before = world.meter.units
            (run,) = hub.sync(now=world.clock)
            if run.error is not None or run.stopped is not None:
                raise RuntimeError(f"{run.channel}: {run.error or run.stopped}")
            new += run.counts.new if spent else 0
            spent.append(world.meter.units - before)
        kept = list(hub.store.complaints())
        messages = sum(event.type == "message" for complaint in kept for event in complaint.timeline or ())
    return spent, len(kept) + messages, new


def _costs(
    spent: Sequence[int], least: Sequence[tuple[int, str]], names: Sequence[str] = ("first", "idle")
) -> tuple[Cost, ...]:
    return tuple(Cost(name, cost, *told) for name, cost, told in zip(names, spent, least, strict=True))


def _plain(world: Any, read: Callable[[Any], None]) -> int:
    before: int = world.meter.units
    read(world)
    return int(world.meter.units) - before


def _host(base: str) -> str:
    return base.split("//", 1)[1].split("/", 1)[0]
