"""Options that several commands share, and what they open.

For: the commands, so that an option is called, explained and read the same everywhere.
Must not: hold a task of its own.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from . import completing

if TYPE_CHECKING:
    from ..settings import Settings
    from ..store import Store

__all__ = ["ChannelOption", "ConfigOption", "JsonOption", "NowOption", "StoreOption", "moment_of", "open_store",
           "option_words", "same_store", "settings_of", "store_exists"]  # fmt: skip

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="FILE|URL",
        show_default=False,
        help="Database. Default: COMPLAINT_HUB_STORE, else the settings' store, else aduan.db.",
    ),
]
ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        show_default=False,
        readable=False,
        help="Settings. Default: COMPLAINT_HUB_CONFIG, else complaint-hub.toml in this folder.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for machines instead of text.")]
NowOption = Annotated[
    str | None,
    typer.Option(
        "--now",
        metavar="TIME",
        show_default=False,
        help="Judge as of this time (2026-11-24 or 2026-11-24T08:00, in the government's zone). Default: now.",
    ),
]
ChannelOption = Annotated[
    str | None,
    typer.Option(
        "--channel",
        metavar="NAME",
        show_default=False,
        autocompletion=completing.channels,
        help="Only this channel (lapor, youtube, google_reviews, instagram, tiktok, register).",
    ),
]


def settings_of(config: Path | None, store: str | None) -> Settings:
    """The settings that hold for this command. Raises ConfigError."""
    from ..settings import read_settings

    return read_settings(config, store=store)


def same_store(given: str | None, config: Path | None = None) -> str:
    """The words that lead the next command to the same settings and database.

    A URL, which may hold a password, is left out.
    """
    settings = f" --config {shlex.quote(str(config))}" if config is not None else ""
    return settings + (f" --store {shlex.quote(given)}" if given and "://" not in given else "")


def option_words(given: Mapping[str, object]) -> str:
    """Options as they are typed, with a blank before each: what a printed command must repeat to mean the same.

    ``{"--unit": "Dinas Perhubungan", "--all": True, "--limit": None}`` → ``" --unit 'Dinas Perhubungan' --all"``.
    """
    said = ((name, value) for name, value in given.items() if value is not None and value is not False)
    return "".join(f" {name}" if value is True else f" {name} {shlex.quote(str(value))}" for name, value in said)


def open_store(settings: Settings, *, create: bool = False) -> Store:
    """Open the database.

    Args:
        create: make it if there is none. A command that only reads refuses instead: a mistyped path is no empty
            database.

    Raises: ConfigError, StoreError.
    """
    from ..errors import ConfigError
    from ..store import Store

    path = _file(settings.store)
    if path is not None and not create and not path.exists():
        raise ConfigError(
            f"there is no database {path} (looked in {path.absolute().parent}): "
            "name it with --store or COMPLAINT_HUB_STORE, or fill one by 'complaint-hub sync' or 'complaint-hub import'"
        )
    try:
        return Store(settings.store, zone=settings.zone, privacy_key=settings.privacy_key())
    except ModuleNotFoundError as problem:
        # The driver of a database server is not among our dependencies.
        raise ConfigError(f"the database that --store names needs the Python package {problem.name}") from None


def store_exists(settings: Settings) -> bool:
    """Say whether there is something in the database's place; a server is taken to be there."""
    path = _file(settings.store)
    return path is None or path.exists()


def _file(store: str) -> Path | None:
    """The file behind a store's name; None if it is a database server, or kept in memory."""
    if store.startswith("sqlite:///"):
        # What follows the question mark are settings of the connection (timeout=60).
        store = store.removeprefix("sqlite:///").partition("?")[0].removeprefix("file:")
    return None if "://" in store or store == ":memory:" else Path(store)


def moment_of(given: str | None, zone: str, *, option: str = "--now") -> datetime:
    """The moment to judge by, aware and in UTC; without an offset it is in *zone*. Raises BadParameter."""
    if given is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        raise typer.BadParameter(
            f"{given!r} is no time: write 2026-11-24, 2026-11-24T08:00 or 2026-11-24T08:00+07:00", param_hint=option
        ) from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)
