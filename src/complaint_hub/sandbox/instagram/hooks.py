"""What Instagram tells by webhook of what happens in a world.

For: ``World.told``.
Must not: tell of edits, hiding or deletion: the platform does not.

All comments and replies under an account's own posts are told of, its own as well; what comes of a restricted person
is not.
"""

from __future__ import annotations

from typing import Any

from ..hooks import Delivery, meta_signed
from .records import Comment, Media
from .tokens import APP_SECRET

__all__ = ["told"]


def told(comment: Comment, media: Media, *, login: str = "instagram") -> Delivery | None:
    """The call about a new comment or reply; None if nobody is told."""
    if media.account is None or comment.restricted:
        return None
    author = {"id": comment.author.id, "username": comment.author.username}
    if comment.author.id == media.account:
        author["self_ig_scoped_id"] = comment.author.id
    value: dict[str, Any] = {"text": comment.text, "from": author}
    value |= {"media": {"id": media.id, "media_product_type": media.product}}
    # The two logins name the comment differently.
    value["id" if login == "instagram" else "comment_id"] = comment.id
    if comment.parent is not None:
        value["parent_id"] = comment.parent
    entry: dict[str, Any] = {"id": media.account, "time": int(comment.at.timestamp())}
    entry["changes"] = [{"field": "comments", "value": value}]
    payload = {"object": "instagram", "entry": [entry]}
    return meta_signed(payload, secret=APP_SECRET[login], at=comment.at, about=comment.id)
