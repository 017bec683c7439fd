"""The platforms that ``demo`` and ``sandbox`` run on this machine, with one regency's invented complaints on them.

For: both, so that they show the same.
Must not: know a port beforehand, or outlive the block that started them.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..contract import Channel
    from ..outbox import Reply
    from ..sandbox import google, instagram, tiktok, youtube

__all__ = ["FAST", "HOW_MANY", "Platforms", "answered_by", "read_by", "started"]

HOW_MANY = 4
"""Servers, each on a port of its own."""

FAST = 6_000
"""Calls a minute (and a second) where the real platforms allow fewer: nobody is to be spared here."""


@dataclass(frozen=True)
class Platforms:
    """Those that are up, and where."""

    youtube: youtube.Running
    google: google.Running
    instagram: instagram.Running
    tiktok: tiktok.Running

    def urls(self) -> dict[str, str]:
        """The servers by name."""
        return {
            "youtube": self.youtube.url,
            "google": self.google.url,
            "instagram": self.instagram.url,
            "tiktok": self.tiktok.url,
        }


@contextmanager
def started(*, port: int = 0, replies: Iterable[Reply] = ()) -> Generator[Platforms]:
    """All of them until the block ends, at *port* and those behind it; 0 takes free ones. Raises OSError.

    Args:
        replies: what was sent in an earlier run, in its order: the platforms are made anew, and still hold it.
    """
    from ..sandbox import google, instagram, tiktok, youtube

    videos, reviews, photos, clips = youtube.demo(), google.demo(), instagram.demo(), tiktok.demo()
    _stand_again(replies, videos, reviews, photos, clips)
    # They are made anew at each start, and the credentials that an earlier one gave lie in the database.
    photos.tokens.in_place = True
    clips.grants.rotation = "same"
    ports = iter(range(port, port + HOW_MANY) if port else [0] * HOW_MANY)
    with ExitStack() as running:
        yield Platforms(
            youtube=running.enter_context(youtube.serve(videos, port=next(ports))),
            google=running.enter_context(google.serve(reviews, port=next(ports))),
            instagram=running.enter_context(instagram.serve(photos, port=next(ports))),
            tiktok=running.enter_context(tiktok.serve(clips, port=next(ports))),
        )


def _stand_again(
    replies: Iterable[Reply],
    videos: youtube.World,
    reviews: google.World,
    photos: instagram.World,
    clips: tiktok.World,
) -> None:
    """Put sent replies back, in the order in which they were sent, so that each gets the key that it had."""
    from ..sandbox import instagram, youtube

    owner = videos.channels[youtube.CHANNEL].author
    for reply in replies:
        channel, _, id = reply.complaint.partition(":")
        if channel == "youtube":
            videos.add_reply(id, reply.text, author=owner)
        elif channel == "google_reviews":
            reviews.reply(id.rpartition("/")[2], reply.text)
        elif channel == "instagram":
            photos.add_reply(id, reply.text, author=instagram.USERNAME)
        elif channel == "tiktok":
            clips.add_reply(id, reply.text, own=True)


def answered_by(running: Platforms) -> list[Channel]:
    """A channel for each of them that replies go out on: on YouTube under the owner's consent."""
    from ..auth import ApiKey, OAuth2
    from ..channels.youtube import YouTube
    from ..sandbox import youtube

    # Of the same project as the key, so that both draw from one quota.
    app = "sandbox-project"
    owner = OAuth2(
        youtube.CLIENT_ID, youtube.CLIENT_SECRET, youtube.REFRESH_TOKEN, token_url=running.youtube.tokens, app=app
    )
    key = ApiKey(youtube.KEY, app=app)
    return [YouTube(youtube.CHANNEL, public=key, owner=owner, base=running.youtube.base), *read_by(running)[1:]]


def read_by(running: Platforms) -> list[Channel]:
    """A channel for each of them."""
    from ..auth import ApiKey, OAuth2
    from ..channels.google_reviews import GoogleReviews
    from ..channels.instagram import Instagram, LongLivedToken
    from ..channels.tiktok import Consent, TikTok
    from ..channels.youtube import YouTube
    from ..sandbox import google, instagram, tiktok, youtube

    reviews, photos, clips = running.google, running.instagram, running.tiktok
    return [
        YouTube(youtube.CHANNEL, public=ApiKey(youtube.KEY), base=running.youtube.base),
        GoogleReviews(
            owner=OAuth2(google.CLIENT_ID, google.CLIENT_SECRET, google.REFRESH_TOKEN, token_url=reviews.token),
            base=reviews.reviews,
            account_base=reviews.accounts,
            location_base=reviews.locations,
            per_minute=FAST,
        ),
        Instagram(
            instagram.ACCOUNT,
            owner=LongLivedToken(instagram.INSTAGRAM_TOKEN, base=photos.instagram),
            base=photos.instagram,
            writes_per_minute=FAST,
        ),
        TikTok(
            tiktok.ACCOUNT,
            owner=Consent(
                tiktok.CLIENT_ID,
                tiktok.CLIENT_SECRET,
                tiktok.REFRESH_TOKEN,
                token_url=f"{clips.base}tt_user/oauth2/refresh_token/",
            ),
            base=clips.base,
            per_minute=FAST,
            per_second=FAST,
        ),
    ]
