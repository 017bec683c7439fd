"""``[channels.lapor]``: its section, and the channel that it makes.

For: ``settings.own``.
Must not: open a file.
"""

from __future__ import annotations

import glob

from pydantic import Field

from ...errors import ConfigError
from ..section import AnyChannel, Section, Strict, check_zone, read_columns

__all__ = ["LaporSection", "make"]


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


def make(section: Section) -> AnyChannel:
    """The channel of one section. Raises ConfigError."""
    values = section.read(LaporSection)
    for name in values.files:
        # Without this a database would be made before the channel looks for its files.
        if not glob.has_magic(name) and not (section.folder / name).exists():
            raise ConfigError(f"{section.place} files: there is no file {section.folder / name}")
    from ...channels.lapor import Lapor

    return Lapor(
        [section.inside(pattern) for pattern in values.files],
        agency=values.agency,
        zone=check_zone(values.zone, f"{section.place} zone"),
        office_zone=section.zone,
        columns=read_columns(section.folder / values.columns) if values.columns else None,
    )
