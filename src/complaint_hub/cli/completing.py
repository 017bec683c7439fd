"""What the shell may offer for a word that is not finished: channels, statuses, units, officers, ids.

For: ``complaint-hub --install-completion``.
Must not: print, fail, or keep a person waiting: what cannot be told at once is not offered.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from ..registry import Registry
    from ..settings import Settings

__all__ = ["channels", "ids", "officers", "settled", "statuses", "units"]

_MOST, _PATIENCE = 50, 0.4


def channels(incomplete: str) -> list[str]:
    """Names of the installed channels."""
    from ..settings import installed

    return _beginning(installed(), incomplete)


def statuses(incomplete: str) -> list[str]:
    """The statuses of the model."""
    from ..model import Status

    return _beginning(map(str, Status), incomplete)


def settled(incomplete: str) -> list[str]:
    """The statuses by which a complaint is dismissed."""
    from ..casework import SETTLED

    return _beginning(map(str, SETTLED), incomplete)


def units(context: typer.Context, incomplete: str) -> list[str]:
    """Codes, names and aliases of the registry that the settings name, as far as they are one word for the shell."""
    registry = _registry(context)
    found = registry.units if registry is not None else ()
    spelt = (text for unit in found for text in (unit.code, *unit.aliases, unit.name))
    return _beginning((text for text in spelt if " " not in text), incomplete)


def officers(context: typer.Context, incomplete: str) -> list[str]:
    """Ids of the registry's officers."""
    registry = _registry(context)
    return _beginning((term.id for term in registry.terms) if registry is not None else (), incomplete)


def ids(context: typer.Context, incomplete: str) -> list[str]:
    """Ids of open complaints of the database, as far as they are found at once; before the colon the channels."""
    if ":" not in incomplete:
        return [f"{name}:" for name in channels(incomplete)]
    try:
        from .options import open_store, store_exists

        settings = _settings(context)
        if settings is None or not store_exists(settings):
            return []
        with open_store(settings) as store:
            until = time.monotonic() + _PATIENCE
            found = (head.id for head in store.heads(channel=incomplete.partition(":")[0], open=True))
            return list(islice((id for id in _while(found, until) if id.startswith(incomplete)), _MOST))
    except Exception:
        return []


def _while(found: Iterable[str], until: float) -> Iterable[str]:
    for one in found:
        if time.monotonic() > until:
            return
        yield one


def _beginning(words: Iterable[str], incomplete: str) -> list[str]:
    return list(dict.fromkeys(word for word in words if word.startswith(incomplete)))[:_MOST]


def _settings(context: typer.Context) -> Settings | None:
    from ..errors import HubError
    from .options import settings_of

    given: dict[str, Any] = context.params
    try:
        return settings_of(given.get("config"), given.get("store"))
    except HubError:
        return None


def _registry(context: typer.Context) -> Registry | None:
    from ..errors import HubError

    settings = _settings(context)
    try:
        return settings.read_registry() if settings is not None else None
    except HubError:
        return None
