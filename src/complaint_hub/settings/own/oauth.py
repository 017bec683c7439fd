"""The part of a section that names a consent: a client in the file, its secrets from outside the file.

For: the sections of channels that an owner has consented to; ``settings.own``.
Must not: send anything, or know a channel.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from pydantic import Field

from ...auth import GOOGLE_TOKENS, OAuth2
from ...contract import is_loopback
from ...errors import ConfigError
from ..section import Section, Strict

__all__ = ["SECRETS", "OAuthSection", "oauth", "server"]

SECRETS = ("client_secret", "refresh_token")
"""What never stands in the file: from ``{name}_file`` of the section, else from ``COMPLAINT_HUB_{CHANNEL}_{NAME}``."""


class OAuthSection(Strict):
    """What a section says of its consent; a section with an optional one gives ``client_id`` a default.

    Attributes:
        client_id: the program, as the platform's console names it.
        client_secret_file: a file of mode 0600; else ``COMPLAINT_HUB_{CHANNEL}_CLIENT_SECRET``.
        refresh_token_file: a file of mode 0600; else ``COMPLAINT_HUB_{CHANNEL}_REFRESH_TOKEN``.
        project: a name for the project whose limits are shared, where the client id does not tell it.
        token_url: another address to renew at, for the sandbox.
    """

    client_id: str | None = Field(min_length=1)
    client_secret_file: str | None = None
    refresh_token_file: str | None = None
    project: str | None = Field(default=None, min_length=1)
    token_url: str | None = None


def oauth(section: Section, values: OAuthSection, *hosts: str) -> OAuth2:
    """The consent of a section, for the named hosts and the one where it is renewed.

    Raises: ConfigError that begins with the section's place and never shows a secret.
    """
    secret, refresh = (section.secret(name) for name in SECRETS)
    if values.token_url is not None:
        server(section, "token_url", values.token_url)
    try:
        return OAuth2(
            values.client_id or "",
            secret,
            refresh,
            token_url=values.token_url or GOOGLE_TOKENS,
            hosts=hosts,
            app=values.project,
        )
    except ConfigError as wrong:
        raise ConfigError(f"{section.place}: {wrong}") from None


def server(section: Section, name: str, url: str) -> str:
    """Host and port of the address that the setting *name* gives. Raises ConfigError, unless it is https or local."""
    parts = urlsplit(url)
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname))):
        raise ConfigError(f"{section.place} {name}: must be an https address; http is for this machine only")
    return parts.netloc
