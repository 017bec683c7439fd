"""``[channels.tiktok]``: its section, and the channel that it makes.

For: ``settings.own``.
Must not: send anything.
"""

from __future__ import annotations

from datetime import timedelta

from pydantic import Field

from ...errors import ConfigError
from ..section import AnyChannel, Section
from .oauth import SECRETS, OAuthSection, server

__all__ = ["TikTokSection", "make"]


class TikTokSection(OAuthSection):
    """``[channels.tiktok]``: the comments under the videos of one account, whose owner has authorised the app.

    Attributes:
        account: the account's ``business_id``, which is the ``open_id`` that came with the consent.
        every_run_days: videos younger than that are looked at in every run.
        daily_days: videos younger than that are looked at once a day, all others once a week.
        text_limit: characters that a reply may have.
        per_minute: requests a minute of each kind, for one account.
        per_second: requests a second of the whole app.
        daily_calls: requests of the whole app in a day that ends at 00:00 UTC.
        webhook_secrets_file: a file of mode 0600 with the app's secret, which signs webhooks, or several while one is
            exchanged, a line each; else ``COMPLAINT_HUB_TIKTOK_WEBHOOK_SECRETS``.
        webhook_tolerance: seconds that the signed time of a webhook may lie from now.
        base: another server, for the sandbox; the consent is renewed there, too.
    """

    account: str = Field(min_length=1, max_length=200)
    every_run_days: int = Field(default=7, ge=0)
    daily_days: int = Field(default=30, ge=0)
    text_limit: int = Field(default=150, gt=0)
    per_minute: int = Field(default=40, gt=0)
    per_second: int = Field(default=10, gt=0)
    daily_calls: int = Field(default=864_000, gt=0)
    webhook_secrets_file: str | None = None
    webhook_tolerance: int = Field(default=300, gt=0, le=86_400)
    base: str | None = None


def make(section: Section) -> AnyChannel:
    """The channel of one section. Raises ConfigError."""
    # The secrets first: one typed into the section is refused with the way out, not as an unknown setting.
    secret, refresh = (section.secret(name) for name in SECRETS)
    webhook_secrets = section.secret_if_given("webhook_secrets") or ""
    values = section.read(TikTokSection)
    from ...channels.tiktok import BASE, Consent, Tiers, TikTok

    base = (values.base or BASE).rstrip("/") + "/"
    host = server(section, "base", base)
    tokens = values.token_url or f"{base}tt_user/oauth2/refresh_token/"
    server(section, "token_url", tokens)
    try:
        owner = Consent(values.client_id or "", secret, refresh, token_url=tokens, hosts=[host], app=values.project)
        return TikTok(
            values.account,
            owner=owner,
            base=base,
            tiers=Tiers(timedelta(days=values.every_run_days), timedelta(days=values.daily_days)),
            text_limit=values.text_limit,
            per_minute=values.per_minute,
            per_second=values.per_second,
            daily_calls=values.daily_calls,
            webhook_secrets=webhook_secrets.split(),
            webhook_tolerance=timedelta(seconds=values.webhook_tolerance),
        )
    except ConfigError as wrong:
        raise ConfigError(f"{section.place}: {wrong}") from None
