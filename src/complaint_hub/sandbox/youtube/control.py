"""What the door into a world of YouTube opens, beyond what every door does.

For: ``api``; see the ``control`` of the sandbox for the requests. ``count`` adds ``"units"``.
Must not: do anything ``World`` cannot do.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ..control import Door
from .records import Comment, Thread, Video
from .world import World

__all__ = ["DOOR"]


def _made(result: Any) -> str | None:
    return result.id if isinstance(result, (Thread, Comment, Video)) else None


def _counted(world: World) -> dict[str, Any]:
    return {"units": world.units}


DOOR = Door[World](
    operations=(
        "add_reply", "add_thread", "add_video", "delete", "disable_comments", "edit", "expire_tokens", "hide_reply",
        "like", "make_private", "moderate", "pin", "remove_video", "restore", "state_count", "unpin",
    ),
    made=_made,
    counted=_counted,
    read={"at": datetime.fromisoformat, "uploaded_at": datetime.fromisoformat},
)  # fmt: skip
"""Answers under ``/_sandbox/``."""
