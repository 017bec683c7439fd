"""``[channels.google_reviews]``: its section, and the channel that it makes.

For: ``settings.own``.
Must not: send anything.
"""

from __future__ import annotations

from pydantic import Field

from ...errors import ConfigError
from ..section import AnyChannel, Section
from .oauth import SECRETS, OAuthSection, oauth, server

__all__ = ["GoogleReviewsSection", "make"]


class GoogleReviewsSection(OAuthSection):
    """``[channels.google_reviews]``: the reviews of all locations that one login owns or manages.

    Attributes:
        account: a name for the login, which stands in the run report; keep it.
        locations: the only ones to read (``"locations/123"`` or ``"123"``); left out, all of them.
        per_minute: the limit of requests a minute that belongs to us; Google gives 300 to an approved project.
        push_audience, push_email: what the Pub/Sub subscription names as its audience, and the service account that it
            pushes as; without both every push is refused.
        base, account_base, location_base, notification_base: other servers, for the sandbox.
    """

    account: str = Field(default="google", min_length=1, max_length=100)
    locations: tuple[str, ...] | None = Field(default=None, min_length=1)
    per_minute: int = Field(default=300, gt=0)
    push_audience: str | None = Field(default=None, min_length=1)
    push_email: str | None = Field(default=None, min_length=3)
    base: str | None = None
    account_base: str | None = None
    location_base: str | None = None
    notification_base: str | None = None


def make(section: Section) -> AnyChannel:
    """The channel of one section. Raises ConfigError."""
    # The secrets first: one typed into the section is refused with the way out, not as an unknown setting.
    for name in SECRETS:
        section.secret(name)
    values = section.read(GoogleReviewsSection)
    if (values.push_audience is None) is not (values.push_email is None):
        raise ConfigError(f"{section.place} push_audience, push_email: one verifies nothing without the other")
    from ...channels.google_reviews import ACCOUNT_BASE, BASE, LOCATION_BASE, NOTIFICATION_BASE, GoogleReviews, Push

    base = values.base or BASE
    account_base = values.account_base or ACCOUNT_BASE
    location_base = values.location_base or LOCATION_BASE
    notification_base = values.notification_base or NOTIFICATION_BASE
    named = {"base": base, "account_base": account_base, "location_base": location_base}
    named["notification_base"] = notification_base
    owner = oauth(section, values, *(server(section, name, url) for name, url in named.items()))
    try:
        return GoogleReviews(
            values.account,
            owner=owner,
            locations=values.locations,
            base=base,
            account_base=account_base,
            location_base=location_base,
            notification_base=notification_base,
            per_minute=values.per_minute,
            push=Push(values.push_audience, values.push_email) if values.push_audience and values.push_email else None,
        )
    except ConfigError as wrong:
        raise ConfigError(f"{section.place}: {wrong}") from None
