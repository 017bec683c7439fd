"""``[channels.youtube]``: its section, and the channel that it makes.

For: ``settings.own``.
Must not: send anything.
"""

from __future__ import annotations

from pydantic import Field

from ...errors import ConfigError
from ..section import AnyChannel, Section
from .oauth import SECRETS, OAuthSection, oauth, server

__all__ = ["YouTubeSection", "make"]


class YouTubeSection(OAuthSection):
    """``[channels.youtube]``: the comments under a channel's videos, and with an owner what is held back.

    Attributes:
        client_id: left out, nobody has consented, and only what everybody sees is read.
        account: the channel's id (``UC`` and 22 characters).
        key_file: a file of mode 0600 that holds the API key; else ``COMPLAINT_HUB_YOUTUBE_KEY``.
        daily_units: how many units a day belong to us; the platform gives 10,000 to a project.
        base: another server, for the sandbox.
    """

    client_id: str | None = Field(default=None, min_length=1)
    account: str = Field(min_length=1)
    key_file: str | None = None
    daily_units: int = Field(default=10_000, gt=0)
    base: str | None = None


def make(section: Section) -> AnyChannel:
    """The channel of one section. Raises ConfigError."""
    # The secrets first: one typed into the section is refused with the way out, not as an unknown setting.
    key = section.secret("key")
    for name in SECRETS:
        if name in section.values or f"{name}_file" in section.values:
            section.secret(name)
    values = section.read(YouTubeSection)
    if values.client_id is None and (values.client_secret_file or values.refresh_token_file or values.token_url):
        raise ConfigError(f"{section.place} client_id: this setting is missing; the others need it")
    from ...auth import ApiKey
    from ...channels.youtube import BASE, YouTube

    base = values.base or BASE
    host = server(section, "base", base)
    owner = oauth(section, values, host) if values.client_id is not None else None
    try:
        return YouTube(
            values.account,
            # Units belong to a project, and a project has one key and one client, as a rule.
            public=ApiKey(key, hosts=[host], app=values.project or (owner.app if owner is not None else None)),
            owner=owner,
            base=base,
            daily_units=values.daily_units,
        )
    except ConfigError as wrong:
        raise ConfigError(f"{section.place}: {wrong}") from None
