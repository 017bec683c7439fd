"""What the door into a world of TikTok opens, beyond what every door does.

For: ``api``; see the ``control`` of the sandbox for the requests. ``count`` adds ``"renewals"``, and there is

::

    GET  /_sandbox/videos       [{"id", "account", "caption", "comments": [{"id", "text", "replies": [id, ...]}]}, ...]

Must not: do anything ``World`` cannot do.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ..control import Door
from .records import Account, Comment, Video
from .world import World

__all__ = ["DOOR"]


def _made(result: Any) -> str | None:
    if isinstance(result, (Video, Comment)):
        return result.id
    return result.open_id if isinstance(result, Account) else None


def _counted(world: World) -> dict[str, Any]:
    return {"renewals": world.grants.renewals}


def _videos(world: World) -> list[dict[str, Any]]:
    return [
        {
            "id": video.id,
            "account": video.account,
            "caption": video.caption,
            "comments": [
                {"id": top.id, "text": top.text, "replies": [reply.id for reply in top.standing]}
                for top in video.comments
                if top.deleted_at is None
            ],
        }
        for video in world.videos.values()
    ]


DOOR = Door[World](
    operations=(
        "add_account", "add_comment", "add_reply", "add_video", "delete", "delete_video", "hide", "like", "omit_video",
        "owner_like", "pin", "publish", "rename", "restore", "set_privacy", "state_count",
    ),
    made=_made,
    counted=_counted,
    read={"at": datetime.fromisoformat},
    views={"videos": _videos},
)  # fmt: skip
"""Answers under ``/_sandbox/``."""
