"""What the door into a world of Instagram opens, beyond what every door does.

For: ``api``; see the ``control`` of the sandbox for the requests. ``count`` adds ``"units"`` and ``"renewals"``, and
there is

::

    GET  /_sandbox/media    [{"id", "caption", "comments": [ids]}, ...]

Must not: do anything ``World`` cannot do.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ..control import Door
from .records import Account, Comment, Media
from .world import World

__all__ = ["DOOR"]


def _made(result: Any) -> str | None:
    return result.id if isinstance(result, (Account, Comment, Media)) else None


def _counted(world: World) -> dict[str, Any]:
    return {"units": world.meter.units, "renewals": world.tokens.renewals}


def _media(world: World) -> list[dict[str, Any]]:
    return [
        {"id": media.id, "caption": media.caption, "comments": [comment.id for comment in world.comments_of(media.id)]}
        for media in world.media.values()
    ]


DOOR = Door[World](
    operations=(
        "add_account", "add_comment", "add_media", "add_mention", "add_reply", "add_tagged", "blind", "delete",
        "delete_media", "disable_comments", "edit", "end_broadcast", "expire_tokens", "gate_by_age", "hide",
        "hide_counts", "like", "pin", "rename", "restore", "restrict", "state_count",
    ),
    made=_made,
    counted=_counted,
    read={"at": datetime.fromisoformat},
    views={"media": _media},
)  # fmt: skip
"""Answers under ``/_sandbox/``."""
