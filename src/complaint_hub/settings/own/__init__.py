"""How the channels of this package are made from their sections, one file a channel.

For: ``settings``. They are read here, so that a channel needs no knowledge of settings.
Must not: be a way in for others; they bring ``from_settings``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ..section import AnyChannel, Section
from . import google_reviews, instagram, lapor, register, tiktok, youtube
from .google_reviews import GoogleReviewsSection
from .instagram import InstagramSection
from .lapor import LaporSection
from .register import RegisterSection
from .tiktok import TikTokSection
from .youtube import YouTubeSection

__all__ = [
    "OWN",
    "GoogleReviewsSection",
    "InstagramSection",
    "LaporSection",
    "RegisterSection",
    "TikTokSection",
    "YouTubeSection",
]

OWN: Mapping[str, Callable[[Section], AnyChannel | Sequence[AnyChannel]]] = {
    "complaint_hub.channels.google_reviews:GoogleReviews": google_reviews.make,
    "complaint_hub.channels.instagram:Instagram": instagram.make,
    "complaint_hub.channels.lapor:Lapor": lapor.make,
    "complaint_hub.channels.register:Register": register.make,
    "complaint_hub.channels.tiktok:TikTok": tiktok.make,
    "complaint_hub.channels.youtube:YouTube": youtube.make,
}
"""By the value of their entry points."""
