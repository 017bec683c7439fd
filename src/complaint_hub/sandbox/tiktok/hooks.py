"""What TikTok tells by webhook of what happens in a world: ``comment.update``.

For: ``World.told``.
Must not: tell who wrote a comment, or that it was the account itself: the platform does not.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from ..hooks import Delivery, tiktok_signed
from .grants import CLIENT_ID, CLIENT_SECRET
from .records import Comment, Video

__all__ = ["told"]


def told(comment: Comment, video: Video, action: str, *, at: datetime, text: bool = True) -> Delivery:
    """The call about something that happened to a comment or a reply; ids in it are numbers of 19 digits."""
    content: dict[str, Any] = {
        "comment_id": int(comment.id),
        "video_id": int(video.id),
        "parent_comment_id": int(comment.parent or 0),
        "comment_type": "reply" if comment.parent else "comment",
        "comment_action": action,
        "timestamp": int(at.timestamp() * 1000),
        "unique_identifier": comment.author.unique_identifier,
    }
    if text:
        content["text"] = comment.text
    payload = {
        "client_key": CLIENT_ID,
        "event": "comment.update",
        "create_time": int(at.timestamp()),
        "user_openid": video.account,
        "content": json.dumps(content, separators=(",", ":")),
    }
    return tiktok_signed(payload, secret=CLIENT_SECRET, at=at, about=comment.id)
