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

    policy = "batas-waktu.toml"      # time limits of your own, instead of those of SP4N-LAPOR!

    [registry]
    path = "registry.toml"           # units and officers: a TOML file, or a folder of CSV files

    [replies]
    approval = "second_person"       # another person than the writer lets a reply go out

    [triage]
    rules = ["pilah.toml"]           # rules of your own, before those that are shipped

    [digest]
    always = true                    # also outside office hours

    [privacy]
    key_file = "privasi.key"         # or COMPLAINT_HUB_PRIVACY_KEY: by which the erased are recognised
    retention = "retensi.toml"       # how long data may be kept: your archive schedule instead of the shipped rules

``[channels.NAME]`` is read by the entry point NAME of the group ``complaint_hub.channels``. A third party's class joins
by offering :class:`FromSettings`; its section is handed over as :class:`Section`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from pydantic import Field, ValidationError

from ..errors import ConfigError
from ..outbox import Approval, ReplyPolicy
from ..registry import SHIPPED_PLACES, Registry, read_places
from ..templates import Templates
from .own import OWN, LaporSection, YouTubeSection
from .section import (
    ZONE,
    AnyChannel,
    FromSettings,
    Section,
    Strict,
    check_zone,
    read_columns,
    read_toml,
    sentence,
)

__all__ = [
    "CONFIG_FILE",
    "CONFIG_VARIABLE",
    "GROUP",
    "STORE_VARIABLE",
    "ZONE",
    "DigestSection",
    "FromSettings",
    "LaporSection",
    "PrivacySection",
    "RegistrySection",
    "RepliesSection",
    "Section",
    "Settings",
    "TriageSection",
    "YouTubeSection",
    "check_zone",
    "installed",
    "read_columns",
    "read_settings",
    "read_toml",
]

GROUP = "complaint_hub.channels"
CONFIG_FILE = "complaint-hub.toml"
CONFIG_VARIABLE = "COMPLAINT_HUB_CONFIG"
STORE_VARIABLE = "COMPLAINT_HUB_STORE"
_STORE = "aduan.db"


class RegistrySection(Strict):
    """``[registry]``: where the registry lies, and the places if it does not name them itself."""

    path: str = Field(min_length=1)
    places: str | None = Field(default=None, min_length=1)


class RepliesSection(Strict):
    """``[replies]``: who must approve a reply, by default and on single channels, and the office's own texts."""

    approval: Approval = "none"
    channels: dict[str, Approval] = Field(default_factory=dict)
    templates: str | None = Field(default=None, min_length=1)


class TriageSection(Strict):
    """``[triage]``: files of rules that go before the shipped ones, the first of them first."""

    rules: list[str] = Field(default_factory=list)


class DigestSection(Strict):
    """``[digest]``: whether people are chased outside office hours too."""

    always: bool = False


class PrivacySection(Strict):
    """``[privacy]``: the key by which erased people are recognised, and how long data may be kept."""

    key_file: str | None = Field(default=None, min_length=1)
    retention: str | None = Field(default=None, min_length=1)


class _File(Strict):
    store: str | None = None
    zone: str = ZONE
    policy: str | None = Field(default=None, min_length=1)
    registry: RegistrySection | None = None
    replies: RepliesSection = RepliesSection()
    triage: TriageSection = TriageSection()
    digest: DigestSection = DigestSection()
    privacy: PrivacySection = PrivacySection()
    channels: dict[str, dict[str, object] | list[dict[str, object]]] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Settings:
    """What file and environment say; nothing is opened yet.

    Attributes:
        path: the file that was read; None if there is none.
        store: URL or path of the database, the environment before the file.
        sections: the channels' sections, in the order of the file.
        registry: where the registry is said to lie; None if nobody says so.
        policy: the file with the government's own time limits; None if it has none.
        replies: who must approve a reply, and where the office's own texts lie.
        triage: the files with the office's own rules of triage.
        digest: whether people are chased outside office hours too.
        privacy: where the key for erasing is named; see :meth:`privacy_key`.
    """

    path: Path | None
    store: str
    zone: str
    sections: tuple[Section, ...]
    registry: RegistrySection | None = None
    policy: Path | None = None
    replies: RepliesSection = field(default_factory=RepliesSection)
    triage: tuple[Path, ...] = ()
    digest: DigestSection = field(default_factory=DigestSection)
    privacy: Section | None = field(default=None, repr=False)

    def channels(self) -> list[AnyChannel]:
        """Make all channels. Raises ConfigError for the first that cannot be made, or if there is none."""
        if not self.sections:
            where = str(self.path) if self.path else f"{CONFIG_FILE} in {Path.cwd()}"
            raise ConfigError(
                f"no channel is configured: looked for sections [channels.NAME] in {where} "
                f"(installed: {', '.join(installed())})"
            )
        return [channel for section in self.sections for channel in _make(section)]

    def usable(self) -> tuple[list[AnyChannel], list[str]]:
        """The channels of all sections that are right, and what is wrong with the others: a sentence each."""
        channels: list[AnyChannel] = []
        problems: list[str] = []
        for section in self.sections:
            try:
                channels += _make(section)
            except ConfigError as problem:
                problems.append(str(problem))
        return channels, problems

    def read_registry(self) -> Registry | None:
        """The registry that the settings name, read now; None if they name none. Raises ConfigError."""
        if self.registry is None:
            return None
        folder = self.path.parent if self.path else Path()
        named = self.registry.places
        places = None if named is None else read_places(None if named == SHIPPED_PLACES else folder / named)
        return Registry.load(folder / self.registry.path, places=places)

    def privacy_key(self) -> str | None:
        """The key by which erased people are recognised; None if neither file nor environment gives one.

        Raises: ConfigError, if the file that is named cannot be read, or others can read it.
        """
        section = self.privacy
        if section is None or not ("key_file" in section.values or section.environment.get(section.variable("key"))):
            return None
        return section.secret("key")

    def retention_rules(self) -> Path | None:
        """The office's own table of how long data may be kept (its *JRA*); None stands for the shipped one."""
        named = self.privacy.values.get("retention") if self.privacy else None
        return self.privacy.folder / str(named) if self.privacy and named else None

    def reply_policy(self) -> ReplyPolicy:
        """Who must approve a reply before it is sent."""
        return ReplyPolicy(self.replies.approval, dict(self.replies.channels))

    def read_templates(self) -> Templates:
        """The texts for replies: the office's own, else the shipped ones. Raises ConfigError."""
        folder = self.path.parent if self.path else Path()
        named = self.replies.templates
        return Templates.load(None if named is None else folder / named)

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
        privacy = Section("privacy", {}, f"{CONFIG_FILE} [privacy]", Path(), ZONE, environment)
        return Settings(None, store or _STORE, ZONE, (), privacy=privacy)
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
    policy = folder / said.policy if said.policy else None
    triage = tuple(folder / name for name in said.triage.rules)
    privacy = Section(
        "privacy", said.privacy.model_dump(exclude_none=True), f"{file} [privacy]", folder, zone, environment
    )
    return Settings(file, store, zone, sections, said.registry, policy, said.replies, triage, said.digest, privacy)


def installed() -> list[str]:
    """Names of the channels that are installed, ours and others'."""
    return sorted({entry.name for entry in entry_points(group=GROUP)})


def _make(section: Section) -> Sequence[AnyChannel]:
    entry = next((e for e in entry_points(group=GROUP) if e.name == section.channel), None)
    if entry is None:
        raise ConfigError(
            f"{section.place}: no channel {section.channel!r} is installed (installed: {', '.join(installed())})"
        )
    own = OWN.get(entry.value)
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


def _read_file(file: Path) -> _File:
    try:
        return _File.model_validate(read_toml(file))
    except ValidationError as problem:
        raise ConfigError(f"{file} {sentence(problem, tuple(_File.model_fields))}") from None
