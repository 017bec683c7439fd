"""What the door into a world of Google opens, beyond what every door does.

For: ``api``; see the ``control`` of the sandbox for the requests. ``count`` adds ``"renewals"``, and there is

::

    GET  /_sandbox/locations    [{"id", "title", "reviews"}, ...]

Must not: do anything ``World`` cannot do.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ..control import Door
from .records import Account, Location, Review, Translation
from .world import World

__all__ = ["DOOR"]


def _made(result: Any) -> str | None:
    if isinstance(result, Review):
        return result.id
    return result.number if isinstance(result, (Account, Location)) else None


def _counted(world: World) -> dict[str, Any]:
    return {"renewals": world.grants.renewals}


def _locations(world: World) -> list[dict[str, Any]]:
    return [
        {"id": known.number, "title": known.title, "reviews": [review.id for review in world.listed(known.number)]}
        for known in world.locations.values()
    ]


def _translation(value: Mapping[str, Any]) -> Translation:
    return Translation(**value)


DOOR = Door[World](
    operations=(
        "add_account", "add_location", "add_review", "delete_reply", "delete_review", "edit_review", "expire_tokens",
        "moderate", "move_location", "notify", "remove_access", "rename_account", "reply", "restore_review",
        "share_location", "state_count", "unverify",
    ),
    made=_made,
    counted=_counted,
    read={"at": datetime.fromisoformat, "translation": _translation},
    views={"locations": _locations},
)  # fmt: skip
"""Answers under ``/_sandbox/``."""
