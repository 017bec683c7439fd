"""The calls that write: comments, replies, hiding, deleting, switching comments, messages, mentions.

For: ``api``, by name. A call refuses with :class:`RefusedError`, and nothing is done then, with one exception that
the platform makes: ``fields`` beside a new comment is refused after it was made.
Must not: count or bill.

The platform does not tell repeated writes apart. Which code it refuses some of these with is not written down; where
that is so, it is 100 here.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

from ..answers import Json, RefusedError
from .nodes import Exchange
from .records import Account, Comment, Media
from .routes import Target

__all__ = ["WRITES"]

_MANAGE = ("instagram_business_manage_comments", "instagram_manage_comments")
_MESSAGES = ("instagram_business_manage_messages", "pages_messaging")
_WEEK = timedelta(days=7)


def _comment(exchange: Exchange, target: Target) -> Json:
    media, text = _own_media(exchange, target), _message(exchange)
    made = exchange.world.add_comment(media.id, text, author=_account(exchange, media).username)
    return _made(exchange, made)


def _reply(exchange: Exchange, target: Target) -> Json:
    world, comment, text = exchange.world, _own_comment(exchange, target), _message(exchange)
    media = world.media[comment.media]
    if comment.hidden or media.live is not None or not media.comments_enabled:
        raise RefusedError("badParameter:comment_id")
    if comment.parent is not None and world.nested_replies != "parent":
        raise RefusedError("badParameter:comment_id")
    return _made(exchange, world.add_reply(comment.id, text, author=_account(exchange, media).username))


def _hide(exchange: Exchange, target: Target) -> Json:
    comment, hide = _own_comment(exchange, target), _truth(exchange, "hide")
    _no_broadcast(exchange, comment)
    # An own comment stays visible, and the answer is the same.
    if comment.author.id not in exchange.caller.accounts:
        exchange.world.hide(comment.id, hidden=hide)
    return {"success": True}


def _delete(exchange: Exchange, target: Target) -> Json:
    comment = _own_comment(exchange, target)
    _no_broadcast(exchange, comment)
    exchange.world.delete(comment.id)
    return {"success": True}


def _switch(exchange: Exchange, target: Target) -> Json:
    _may(exchange, *_MANAGE)
    if not isinstance(target.thing, Media) or target.thing.account is None:
        raise RefusedError("permission")
    exchange.world.disable_comments(target.thing.id, disabled=not _truth(exchange, "comment_enabled"))
    return {"success": True}


def _mention(exchange: Exchange, target: Target) -> Json:
    """An answer under somebody else's post that mentions the account."""
    world, account = exchange.world, target.thing
    _may(exchange, *_MANAGE)
    text, media = _message(exchange), world.media.get(exchange.params.get("media_id", ""))
    comment = world.comments.get(exchange.params.get("comment_id", ""))
    if not isinstance(account, Account) or media is None:
        raise RefusedError("badParameter:media_id")
    if account.mentioned.isdisjoint((media.id, comment.id if comment else "")):
        raise RefusedError(f"notFound:{media.id}")
    if comment is not None:
        return _made(exchange, world.add_reply(comment.id, text, author=account.username))
    return _made(exchange, world.add_comment(media.id, text, author=account.username))


def _private_reply(exchange: Exchange, target: Target) -> Json:
    """One message to whoever wrote a comment, within seven days of it."""
    world, account = exchange.world, target.thing
    _may(exchange, *_MESSAGES)
    comment = world.comments.get(str(_object(exchange, "recipient").get("comment_id", "")))
    if comment is None or not isinstance(account, Account) or world.media[comment.media].account != account.id:
        raise RefusedError("badParameter:recipient")
    if not str(_object(exchange, "message").get("text", "")).strip():
        raise RefusedError("badParameter:message")
    if comment.private_reply is not None or world.clock - comment.at > _WEEK or not world.sees(comment):
        raise RefusedError("permission")
    comment.private_reply = world.clock
    return {"recipient_id": comment.author.id, "message_id": f"aWdfsandbox{comment.id}"}


# -- what they share -------------------------------------------------------------------------------------------------


def _may(exchange: Exchange, *scopes: str) -> None:
    if not exchange.caller.may(*scopes):
        raise RefusedError("permission")


def _own_media(exchange: Exchange, target: Target) -> Media:
    """A post of the caller's that takes comments."""
    _may(exchange, *_MANAGE)
    media = target.thing
    if not isinstance(media, Media) or media.account is None:
        raise RefusedError("permission")
    if media.live is not None or not media.comments_enabled:
        raise RefusedError("badParameter:media_id")
    return media


def _own_comment(exchange: Exchange, target: Target) -> Comment:
    """A comment under a post of the caller's."""
    _may(exchange, *_MANAGE)
    comment = target.thing
    if not isinstance(comment, Comment) or exchange.world.media[comment.media].account is None:
        raise RefusedError("permission")
    return comment


def _no_broadcast(exchange: Exchange, comment: Comment) -> None:
    if exchange.world.media[comment.media].live is not None:
        raise RefusedError("badParameter:comment_id")


def _account(exchange: Exchange, media: Media) -> Account:
    return exchange.world.accounts[media.account or ""]


def _message(exchange: Exchange) -> str:
    text = exchange.params.get("message", "")
    if not text.strip() or len(text) > exchange.world.longest_text:
        raise RefusedError("badParameter:message")
    return text


def _truth(exchange: Exchange, name: str) -> bool:
    value = exchange.params.get(name, "").lower()
    if value not in ("true", "false", "1", "0"):
        raise RefusedError(f"badParameter:{name}")
    return value in ("true", "1")


def _object(exchange: Exchange, name: str) -> dict[str, Any]:
    try:
        value: Any = json.loads(exchange.params.get(name, ""))
    except ValueError as bad:
        raise RefusedError(f"badParameter:{name}") from bad
    if not isinstance(value, dict):
        raise RefusedError(f"badParameter:{name}")
    return cast("dict[str, Any]", value)


def _made(exchange: Exchange, comment: Comment) -> Json:
    if "fields" in exchange.params:
        raise RefusedError("responseFormat")
    return {"id": comment.id}


WRITES: dict[str, Callable[[Exchange, Target], Json]] = {
    "media.comment": _comment,
    "media.update": _switch,
    "comment.reply": _reply,
    "comment.hide": _hide,
    "comment.delete": _delete,
    "account.mention": _mention,
    "account.message": _private_reply,
}
"""By name; each answers with what was made or ``success``."""
