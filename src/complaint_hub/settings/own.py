"""How the channels of this package are made from their sections.

For: ``settings``. They are read here, so that a channel needs no knowledge of settings.
Must not: be a way in for others; they bring ``from_settings``.
"""

from __future__ import annotations

import glob
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from pydantic import Field

from ..contract import is_loopback
from ..errors import ConfigError
from .section import AnyChannel, Section, Strict, check_zone, read_columns

__all__ = ["OWN", "LaporSection", "YouTubeSection"]


class LaporSection(Strict):
    """``[channels.lapor]``: files exported from SP4N-LAPOR!, and the follow-up sheets kept beside them.

    Attributes:
        files: names or patterns; all layouts and both kinds of sheet may be mixed.
        agency: the account under which they are counted.
        zone: the zone in which the *exports* give their times; see the run report.
        columns: a TOML file that maps the columns of a hand-made copy.
    """

    files: tuple[str, ...] = Field(min_length=1)
    agency: str = Field(default="lapor", min_length=1)
    zone: str = "UTC"
    columns: str | None = None


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


def _lapor(section: Section) -> AnyChannel:
    values = section.read(LaporSection)
    for name in values.files:
        # Without this a database would be made before the channel looks for its files.
        if not glob.has_magic(name) and not (section.folder / name).exists():
            raise ConfigError(f"{section.place} files: there is no file {section.folder / name}")
    from ..channels.lapor import Lapor

    return Lapor(
        [section.inside(pattern) for pattern in values.files],
        agency=values.agency,
        zone=check_zone(values.zone, f"{section.place} zone"),
        office_zone=section.zone,
        columns=read_columns(section.folder / values.columns) if values.columns else None,
    )


def _youtube(section: Section) -> AnyChannel:
    # The secret first: a key typed into the section is refused with the way out, not as an unknown setting.
    secret = section.secret("key")
    values = section.read(YouTubeSection)
    from ..auth import ApiKey
    from ..channels.youtube import BASE, YouTube

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


OWN: Mapping[str, Callable[[Section], AnyChannel]] = {
    "complaint_hub.channels.lapor:Lapor": _lapor,
    "complaint_hub.channels.youtube:YouTube": _youtube,
}
"""By the value of their entry points."""
