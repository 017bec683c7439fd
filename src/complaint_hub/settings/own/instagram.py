"""``[channels.instagram]``: its section, and the channel that it makes.

For: ``settings.own``.
Must not: send anything.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ...errors import ConfigError
from ..section import AnyChannel, Section, Strict
from .oauth import server

__all__ = ["InstagramSection", "make"]


class InstagramSection(Strict):
    """``[channels.instagram]``: the comments under the media of one professional account.

    Attributes:
        account: its number (``user_id`` with the Instagram login, ``instagram_business_account`` with Facebook's).
        token_file: a file of mode 0600 that holds the first long-lived token; else ``COMPLAINT_HUB_INSTAGRAM_TOKEN``.
        login: which of Meta's two products gave the token: ``instagram`` or ``facebook``.
        client_id: the app, with the Facebook login; left out, its token is not renewed.
        client_secret_file: a file of mode 0600; else ``COMPLAINT_HUB_INSTAGRAM_CLIENT_SECRET``.
        version: of the API, like ``v26.0``.
        daily_requests: a quota of your own for each day; left out, only the platform's own counts.
        slow_from, stop_from: percent of the platform's limits, from which requests are spread, and from which nothing
            new is begun.
        webhook_secrets_file: a file of mode 0600 with the app secret that Meta signs webhooks with, or several while
            one is exchanged, a line each; else ``COMPLAINT_HUB_INSTAGRAM_WEBHOOK_SECRETS``.
        verify_token_file: a file of mode 0600 with what Meta must know when it asks whose address the webhook has; else
            ``COMPLAINT_HUB_INSTAGRAM_VERIFY_TOKEN``.
        base: another server, for the sandbox.
        token_base: another server to renew at; by default the same as ``base``.
    """

    account: str = Field(min_length=1)
    token_file: str | None = None
    login: Literal["instagram", "facebook"] = "instagram"
    client_id: str | None = Field(default=None, min_length=1)
    client_secret_file: str | None = None
    version: str | None = None
    daily_requests: int | None = Field(default=None, gt=0)
    slow_from: float = Field(default=75.0, gt=0, le=100)
    stop_from: float = Field(default=90.0, gt=0, le=100)
    webhook_secrets_file: str | None = None
    verify_token_file: str | None = None
    base: str | None = None
    token_base: str | None = None


def make(section: Section) -> AnyChannel:
    """The channel of one section. Raises ConfigError."""
    # The secrets first: one typed into the section is refused with the way out, not as an unknown setting.
    token = section.secret("token")
    if "client_secret" in section.values:
        section.secret("client_secret")
    webhook_secrets = section.secret_if_given("webhook_secrets") or ""
    verify_token = section.secret_if_given("verify_token")
    values = section.read(InstagramSection)
    if values.client_id is None and values.client_secret_file:
        raise ConfigError(f"{section.place} client_id: this setting is missing; client_secret_file needs it")
    from ...channels.instagram import BASES, VERSION, Instagram, LongLivedToken

    base = values.base or BASES[values.login]
    host = server(section, "base", base)
    token_base = values.token_base or base
    server(section, "token_base", token_base)
    version = values.version or VERSION
    try:
        owner = LongLivedToken(
            token,
            login=values.login,
            client_id=values.client_id,
            client_secret=section.secret("client_secret") if values.client_id is not None else None,
            version=version,
            base=token_base,
            hosts=[host],
        )
        return Instagram(
            values.account,
            owner=owner,
            login=values.login,
            version=version,
            base=base,
            slow_from=values.slow_from,
            stop_from=values.stop_from,
            daily_requests=values.daily_requests,
            webhook_secrets=webhook_secrets.split(),
            verify_token=verify_token,
        )
    except ConfigError as wrong:
        said = str(wrong)
        raise wrong if said.startswith(section.place) else ConfigError(f"{section.place}: {said}") from None
