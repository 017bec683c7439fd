"""``[channels.youtube]``: its section, and the channel that it makes.

For: ``settings.own``.
Must not: send anything.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from pydantic import Field

from ...contract import is_loopback
from ...errors import ConfigError
from ..section import AnyChannel, Section, Strict

__all__ = ["YouTubeSection", "make"]


class YouTubeSection(Strict):
    """``[channels.youtube]``: the comments under a channel's videos.

    Attributes:
        account: the channel's id (``UC`` and 22 characters).
        key_file: a file of mode 0600 that holds the API key; else ``COMPLAINT_HUB_YOUTUBE_KEY``.
        daily_units: how many units a day belong to us; the platform gives 10,000 to a project.
        base: another server, for the sandbox.
    """

    account: str = Field(min_length=1)
    key_file: str | None = None
    daily_units: int = Field(default=10_000, gt=0)
    base: str | None = None


def make(section: Section) -> AnyChannel:
    """The channel of one section. Raises ConfigError."""
    # The secret first: a key typed into the section is refused with the way out, not as an unknown setting.
    secret = section.secret("key")
    values = section.read(YouTubeSection)
    from ...auth import ApiKey
    from ...channels.youtube import BASE, YouTube

    base = values.base or BASE
    server = urlsplit(base)
    if server.scheme != "https" and not (server.scheme == "http" and is_loopback(server.hostname or "")):
        raise ConfigError(f"{section.place} base: must be an https address; http is for this machine only")
    return YouTube(
        values.account,
        public=ApiKey(secret, hosts=[server.netloc]),
        base=base,
        daily_units=values.daily_units,
    )
