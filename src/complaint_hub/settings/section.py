"""One section of the settings file: its values, checked; its secrets, from outside the file; its paths.

For: ``settings``, and every channel that is made from it.
Must not: know a channel, or let a secret into a message or a repr.
"""

from __future__ import annotations

import glob
import os
import stat
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar, cast, runtime_checkable
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, ValidationError

from ..contract import Channel, LocalChannel
from ..errors import ConfigError

__all__ = [
    "ZONE",
    "AnyChannel",
    "FromSettings",
    "Section",
    "Strict",
    "check_zone",
    "read_columns",
    "read_toml",
    "sentence",
]

ZONE = "Asia/Jakarta"
"""The government's own zone, unless the file says otherwise."""

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

    def secret_if_given(self, name: str) -> str | None:
        """The secret *name*, as :meth:`secret`; None where neither the section nor the environment speaks of it."""
        spoken = name in self.values or f"{name}_file" in self.values or self.environment.get(self.variable(name))
        return self.secret(name) if spoken else None

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


class Strict(BaseModel):
    """A part of the settings file: unknown settings are refused."""

    # A message must not show what was typed: it may be a key in the wrong place.
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


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


def sentence(problem: ValidationError, known: Sequence[str]) -> str:
    """What is wrong with a model as ``name: what is wrong``, fault by fault, without the values."""
    faults = problem.errors(include_url=False, include_context=False, include_input=False)
    return "; ".join(_fault(".".join(str(part) for part in f["loc"]), f["type"], f["msg"], known) for f in faults)


def _fault(name: str, kind: str, told: str, known: Sequence[str]) -> str:
    if kind == "extra_forbidden":
        return f"{name}: no such setting (known: {', '.join(known)})"
    if kind == "missing":
        return f"{name}: this setting is missing"
    return f"{name}: {told[:1].lower()}{told[1:]}"
