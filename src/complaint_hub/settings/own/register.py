"""``[channels.register]``: its section, and the channel that it makes.

For: ``settings.own``.
Must not: open a file.
"""

from __future__ import annotations

import glob

from pydantic import Field

from ...errors import ConfigError
from ..section import AnyChannel, Section, Strict, check_zone, read_columns

__all__ = ["RegisterSection", "make"]


class RegisterSection(Strict):
    """``[channels.register]``: sheets that an office keeps by hand.

    Attributes:
        files: names or patterns.
        account: whose register it is; the first part of every id.
        columns: a TOML file that maps the columns of a sheet with headings of its own.
        zone: the zone in which the office writes dates; by default that of the file.
        day_first: 06/08/2026 is 6 August.
        source: what rows without a source came by.
        source_map, status_map: TOML files that replace the tables of words.
    """

    files: tuple[str, ...] = Field(min_length=1)
    account: str = Field(default="register", min_length=1)
    columns: str | None = None
    zone: str | None = None
    day_first: bool = False
    source: str | None = None
    source_map: str | None = None
    status_map: str | None = None


def make(section: Section) -> AnyChannel:
    """The channel of one section. Raises ConfigError."""
    values = section.read(RegisterSection)
    for name in values.files:
        # Without this a database would be made before the channel looks for its files.
        if not glob.has_magic(name) and not (section.folder / name).exists():
            raise ConfigError(f"{section.place} files: there is no file {section.folder / name}")
    from ...channels.register import Register

    return Register(
        [section.inside(pattern) for pattern in values.files],
        account=values.account,
        columns=read_columns(section.folder / values.columns) if values.columns else None,
        zone=check_zone(values.zone, f"{section.place} zone") if values.zone else section.zone,
        day_first=values.day_first,
        source=values.source,
        source_map=section.folder / values.source_map if values.source_map else None,
        status_map=section.folder / values.status_map if values.status_map else None,
    )
