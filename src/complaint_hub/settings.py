"""From ``complaint-hub.toml`` and the environment to channels, a store and a zone.

For: the command line, and programs that want the same file. The library itself takes values and reads no settings.
Must not: send anything, or let a secret into a message, a repr or the file itself: secrets come from the environment
or from a file that only its owner can read.

The file::

    store = "aduan.db"               # relative to this file; a database URL works too
    zone = "Asia/Jakarta"            # the government's own zone

    [channels.lapor]
    files = ["ekspor/*.xlsx"]        # exports and follow-up sheets
    agency = "Pemerintah Kabupaten Blitar"

    [[channels.youtube]]             # double brackets: one section for each of several accounts
    account = "UC0123456789abcdefghijkl"
    key_file = "youtube.key"         # or COMPLAINT_HUB_YOUTUBE_KEY in the environment

``[channels.NAME]`` is read by the entry point NAME of the group ``complaint_hub.channels``. A third party's class joins
by offering :class:`FromSettings`; its section is handed over as :class:`Section`.
"""

from __future__ import annotations

import glob
import os
import stat
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Protocol, TypeVar, cast, runtime_checkable
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from .contract import Channel, LocalChannel, is_loopback
from .errors import ConfigError

__all__ = [
    "CONFIG_FILE",
    "CONFIG_VARIABLE",
    "GROUP",
    "STORE_VARIABLE",
    "FromSettings",
    "LaporSection",
    "Section",
    "Settings",
    "YouTubeSection",
    "ZONE",
    "installed",
    "read_settings",
    "sentence",
]

GROUP = "complaint_hub.channels"
CONFIG_FILE = "complaint-hub.toml"
CONFIG_VARIABLE = "COMPLAINT_HUB_CONFIG"
STORE_VARIABLE = "COMPLAINT_HUB_STORE"
ZONE = "Asia/Jakarta"
_STORE = "aduan.db"

AnyChannel = Channel | LocalChannel
_Model = TypeVar("_Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the file, as a channel gets it.

    Attributes:
        channel: name of the entry point (``"youtube"``).
        values: what stands in the section, as TOML reads it.
        place: where it stands, for messages (``"complaint-hub.toml [channels.youtube]"``).
        folder: what relative paths are relative to.
        zone: the government's own zone.
    """

    channel: str
    values: Mapping[str, object] = field(repr=False)
    place: str
    folder: Path
    zone: str = ZONE
    environment: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)

    def variable(self, name: str) -> str:
        """Name of the environment variable that holds the secret *name* (``COMPLAINT_HUB_YOUTUBE_KEY``)."""
        plain = f"{self.channel}_{name}".upper()
        return "COMPLAINT_HUB_" + "".join(c if c.isalnum() and c.isascii() else "_" for c in plain)

    def secret(self, name: str) -> str:
        """The secret *name*: from the file that ``{name}_file`` of this section names, else from the environment.

        Raises: ConfigError that says where it was looked for, never what was found.
        """
        if name in self.values:
            raise ConfigError(
                f"{self.place} {name}: a secret must not stand in the settings file; "
                f"set {self.variable(name)}, or name a file of mode 0600 as {name}_file"
            )
        path = self.values.get(f"{name}_file")
        if isinstance(path, str):
            return self._secret_file(self.folder / path, name)
        value = self.environment.get(self.variable(name), "").strip()
        if not value:
            raise ConfigError(
                f"{self.place} needs the secret {name!r}: "
                f"neither {name}_file in that section nor {self.variable(name)} in the environment gives one"
            )
        return value

    def _secret_file(self, path: Path, name: str) -> str:
        place = f"{self.place} {name}_file: {path}"
        try:
            mode = path.stat().st_mode
            value = path.read_text(encoding="utf-8").strip()
        except OSError as problem:
            raise ConfigError(f"{place} cannot be read ({problem.strerror})") from None
        except UnicodeDecodeError:
            raise ConfigError(f"{place} is not a text file in UTF-8") from None
        # File modes mean nothing on Windows: there the folder's rights decide.
        if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise ConfigError(f"{place} can be read by others (mode {mode & 0o777:04o}): run chmod 600 {path}")
        if not value:
            raise ConfigError(f"{place} is empty")
        return value

    def read(self, model: type[_Model]) -> _Model:
        """The section as *model*. Raises ConfigError that names the setting, never its value."""
        try:
            return model.model_validate(dict(self.values))
        except ValidationError as problem:
            raise ConfigError(f"{self.place} {sentence(problem, tuple(model.model_fields))}") from None

    def inside(self, pattern: str) -> str:
        """A path or pattern of this section, from the folder of the settings file on."""
        return (
            str(Path(glob.escape(str(self.folder))) / pattern)
            if glob.has_magic(pattern)
            else str(self.folder / pattern)
        )


@runtime_checkable
class FromSettings(Protocol):
    """What the object behind an entry point of the group ``complaint_hub.channels`` offers, mostly as a classmethod."""

    def from_settings(self, section: Section, /) -> AnyChannel | Sequence[AnyChannel]:
        """Make the channel, or the channels, of one section. Raises ConfigError that begins with ``section.place``."""
        ...


class _Strict(BaseModel):
    # A message must not show what was typed: it may be a key in the wrong place.
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class LaporSection(_Strict):
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


class YouTubeSection(_Strict):
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
    from .channels.lapor import Lapor

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
    from .auth import ApiKey
    from .channels.youtube import BASE, YouTube

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


# Our own two are read here, so that a channel needs no knowledge of settings; everybody else brings from_settings.
_OWN: Mapping[str, Callable[[Section], AnyChannel]] = {
    "complaint_hub.channels.lapor:Lapor": _lapor,
    "complaint_hub.channels.youtube:YouTube": _youtube,
}


class _File(_Strict):
    store: str | None = None
    zone: str = ZONE
    channels: dict[str, dict[str, object] | list[dict[str, object]]] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Settings:
    """What file and environment say; nothing is opened yet.

    Attributes:
        path: the file that was read; None if there is none.
        store: URL or path of the database, the environment before the file.
        sections: the channels' sections, in the order of the file.
    """

    path: Path | None
    store: str
    zone: str
    sections: tuple[Section, ...]

    def channels(self) -> list[AnyChannel]:
        """Make all channels. Raises ConfigError for the first that cannot be made, or if there is none."""
        if not self.sections:
            where = str(self.path) if self.path else f"{CONFIG_FILE} in {Path.cwd()}"
            raise ConfigError(
                f"no channel is configured: looked for sections [channels.NAME] in {where} "
                f"(installed: {', '.join(installed())})"
            )
        return [channel for section in self.sections for channel in _make(section)]

    def section(self, channel: str) -> Mapping[str, object]:
        """What the first section of *channel* says; empty if there is none."""
        return next((s.values for s in self.sections if s.channel == channel), {})


def read_settings(
    path: str | os.PathLike[str] | None = None,
    *,
    store: str | None = None,
    environment: Mapping[str, str] | None = None,
) -> Settings:
    """Read the settings file.

    Args:
        path: the file. None: ``COMPLAINT_HUB_CONFIG``, else ``complaint-hub.toml`` in the working folder if it exists.
        store: overrides what ``COMPLAINT_HUB_STORE`` and the file say.
        environment: None is the process's own.

    Raises: ConfigError, one sentence that names the setting and where it was looked for.
    """
    environment = os.environ if environment is None else environment
    given = path or environment.get(CONFIG_VARIABLE) or None
    file = Path(given) if given is not None else Path(CONFIG_FILE)
    store = store or environment.get(STORE_VARIABLE) or None
    if given is None and not file.exists():
        return Settings(None, store or _STORE, ZONE, ())
    said = _read_file(file)
    folder = file.parent
    if store is None:
        store = said.store or _STORE
        store = store if "://" in store or said.store is None else str(folder / store)
    zone = check_zone(said.zone, f"{file} zone")
    sections = tuple(
        Section(name, values, f"{file} [channels.{name}]", folder, zone, environment)
        for name, many in said.channels.items()
        for values in (many if isinstance(many, list) else [many])
    )
    return Settings(file, store, zone, sections)


def installed() -> list[str]:
    """Names of the channels that are installed, ours and others'."""
    return sorted({entry.name for entry in entry_points(group=GROUP)})


def _make(section: Section) -> Sequence[AnyChannel]:
    entry = next((e for e in entry_points(group=GROUP) if e.name == section.channel), None)
    if entry is None:
        raise ConfigError(
            f"{section.place}: no channel {section.channel!r} is installed (installed: {', '.join(installed())})"
        )
    own = _OWN.get(entry.value)
    made = own(section) if own else _load(entry, section).from_settings(section)
    return made if isinstance(made, Sequence) else [made]


def _load(entry: EntryPoint, section: Section) -> FromSettings:
    try:
        found: object = entry.load()
    except Exception as problem:
        raise ConfigError(
            f"{section.place}: the channel {entry.value} cannot be loaded ({type(problem).__name__}: {problem})"
        ) from problem
    if not isinstance(found, FromSettings):
        raise ConfigError(f"{section.place}: {entry.value} offers no from_settings(section)")
    return found


def check_zone(name: str, place: str) -> str:
    """Hand back *name* if it is an IANA zone. Raises ConfigError that begins with *place*."""
    try:
        return ZoneInfo(name).key
    # An empty or absolute name is a ValueError, a folder of the database an OSError.
    except (KeyError, ValueError, OSError):
        raise ConfigError(f"{place}: {name!r} is no time zone; write one like 'Asia/Jakarta' or 'UTC'") from None


def read_toml(file: Path) -> dict[str, object]:
    """A TOML file as plain values. Raises ConfigError, one sentence that names the file."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise ConfigError(f"there is no file {file} (looked in {file.absolute().parent})") from None
    except OSError as problem:
        raise ConfigError(f"{file} cannot be read ({problem.strerror})") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{file} is not a text file in UTF-8") from None
    except tomllib.TOMLDecodeError as problem:
        raise ConfigError(f"{file} is not valid TOML: {problem}") from None


def read_columns(file: Path) -> dict[str, str]:
    """A column map for hand-made copies: ``"Tracking ID" = "tracking_id"``, the name we look for = the name there."""
    values = read_toml(file)
    wrong = next((name for name, value in values.items() if not isinstance(value, str)), None)
    if wrong is not None:
        raise ConfigError(f"{file} {wrong}: must be the name of a column, in quotes")
    return cast("dict[str, str]", values)


def _read_file(file: Path) -> _File:
    try:
        return _File.model_validate(read_toml(file))
    except ValidationError as problem:
        raise ConfigError(f"{file} {sentence(problem, tuple(_File.model_fields))}") from None


def sentence(problem: ValidationError, known: Sequence[str]) -> str:
    """The first fault of a model as ``name: what is wrong``, without the value."""
    fault = problem.errors(include_url=False, include_context=False, include_input=False)[0]
    name = ".".join(str(part) for part in fault["loc"])
    if fault["type"] == "extra_forbidden":
        return f"{name}: no such setting (known: {', '.join(known)})"
    if fault["type"] == "missing":
        return f"{name}: this setting is missing"
    return f"{name}: {fault['msg'][:1].lower()}{fault['msg'][1:]}"
