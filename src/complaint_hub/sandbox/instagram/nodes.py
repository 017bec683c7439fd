"""Shows a node as far as it was asked for: its fields, and the first pages of the edges that were named among them.

For: ``methods`` and ``pages``.
Must not: change a world. A field without a value is left out; one that is not known has failed the call before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..answers import Json, RefusedError
from ..turns import Turn
from . import pages
from .catalogue import DEFAULTS, EDGES, Kind, fields_known
from .expressions import ExpressionError, Field, parse
from .records import Account, Comment, Media
from .tokens import AccessToken
from .world import World

__all__ = ["Exchange", "Thing", "asked", "children", "node", "time_text", "weigh"]

Thing = Account | Media | Comment | AccessToken
"""What a node shows; a page is shown by its account, a person by the token."""

_COMMENT_SCOPES = ("instagram_business_manage_comments", "instagram_manage_comments")


@dataclass(frozen=True)
class Exchange:
    """One call.

    Attributes:
        params: the last value of each parameter, of the address and of the body.
        base: where the API begins, with its version and without a slash at the end.
        in_query: whether the token came as a parameter; then it also stands in ``next``.
    """

    world: World
    caller: AccessToken
    params: Mapping[str, str]
    base: str
    in_query: bool
    turn: Turn


def asked(exchange: Exchange, kind: Kind) -> Sequence[Field]:
    """The fields of the call, or those that come unasked."""
    text = exchange.params.get("fields") or DEFAULTS[kind]
    try:
        return parse(text)
    except ExpressionError as bad:
        raise RefusedError(f"syntax:{len(text) - len(str(bad))}") from bad


def weigh(exchange: Exchange, kind: Kind, fields: Sequence[Field]) -> int:
    """How many nodes one node of *kind* may bring with these fields. Raises RefusedError for an unknown field."""
    known, refused = fields_known(kind, exchange.caller.login), exchange.world.refused_fields
    weight = 1
    for field in fields:
        if field.name not in known or not refused.isdisjoint((field.name, f"{kind}.{field.name}")):
            raise RefusedError(f"unknownField:{field.name}")
        edge, inner = EDGES.get((kind, field.name)), _INNER.get(field.name)
        if edge is not None:
            size = pages.size(exchange, edge, field.args, nested=True)
            weight += size * weigh(exchange, edge.of, field.inner or ())
        elif inner is not None and field.inner:
            weight += weigh(exchange, inner, field.inner)
    return weight


_INNER: dict[str, Kind] = {
    "media": "media",
    "owner": "account",
    "user": "account",
    "instagram_business_account": "account",
    "mentioned_comment": "mentioned_comment",
    "mentioned_media": "mentioned_media",
}


def node(exchange: Exchange, kind: Kind, thing: Thing, fields: Sequence[Field]) -> Json:
    """The node with *fields*, and with its ``id`` in any case."""
    body: Json = {}
    for field in fields:
        edge = EDGES.get((kind, field.name))
        if edge is not None:
            page = pages.nested(exchange, kind, field, thing)
            if page is not None:
                body[field.name] = page
        elif (value := _SHOW[kind](exchange, thing, field)) is not None:
            body[field.name] = value
    body.setdefault("id", _SHOW[kind](exchange, thing, Field("id")))
    return body


def children(exchange: Exchange, kind: Kind, name: str, thing: Thing) -> Sequence[Thing]:
    """What stands on an edge of a node, all of it, in order."""
    world = exchange.world
    match kind, name, thing:
        case "person", _, AccessToken():
            return [account for account in world.accounts.values() if account.id in thing.accounts]
        case _, "media" | "live_media", Account():
            return world.listed(thing.id, live=name == "live_media")
        case _, "tags", Account():
            return world.tagged(thing.id)
        case _, "comments", Media():
            return world.comments_of(thing.id)
        case _, "children", Media():
            type, at = "IMAGE", thing.at
            return [Media(id, thing.account, thing.username, "", thing.shortcode, at, type) for id in thing.children]
        case _, "replies", Comment():
            return world.replies_of(thing.id)
        case _:
            return []


def time_text(at: datetime) -> str:
    """``2017-05-19T23:27:28+0000``: an offset without a colon."""
    return at.strftime("%Y-%m-%dT%H:%M:%S+0000")


# -- values, None where there is none --------------------------------------------------------------------------------


def _person(exchange: Exchange, token: Any, field: Field) -> Any:
    return {"id": "5000000000000001", "name": "Admin Medsos"}.get(field.name)


def _page(exchange: Exchange, account: Any, field: Field) -> Any:
    match field.name:
        case "id":
            return account.page
        case "name":
            return account.page_name
        case "category":
            return "Government organization"
        case "tasks":
            return ["MODERATE", "MESSAGING", "ANALYZE"]
        case "access_token":
            return exchange.world.tokens.page_token(exchange.caller, account.id, account.page, exchange.world.clock)
        case "instagram_business_account":
            return node(exchange, "account", account, field.inner or ())
        case _:
            return None


def _account(exchange: Exchange, account: Any, field: Field) -> Any:
    instagram = exchange.caller.login == "instagram"
    match field.name:
        case "id":
            # Instagram Login shows an id of the app's own; the one that everything else uses is user_id.
            return account.scoped if instagram else account.id
        case "user_id":
            return int(account.id) if exchange.world.user_id_as_number else account.id
        case "username" | "name":
            return getattr(account, field.name)
        case "account_type":
            return "BUSINESS"
        case "media_count":
            return len(exchange.world.listed(account.id))
        case "followers_count" | "follows_count":
            return len(exchange.world.people)
        case "mentioned_comment" | "mentioned_media":
            return _mentioned(exchange, account, field)
        case _:
            return None


def _mentioned(exchange: Exchange, account: Account, field: Field) -> Json:
    """A comment or a post of somebody else that mentions the account; one at a time, by its id."""
    world = exchange.world
    if field.name == "mentioned_comment":
        comment = world.comments.get(field.args.get("comment_id", ""))
        if comment is None or comment.id not in account.mentioned or not world.sees(comment):
            raise RefusedError(f"notFound:{field.args.get('comment_id', '')}")
        if not world.media[comment.media].comments_enabled:
            raise RefusedError("permission")
        return node(exchange, "mentioned_comment", comment, field.inner or parse(DEFAULTS["mentioned_comment"]))
    media = world.media.get(field.args.get("media_id", ""))
    if media is None or media.id not in account.mentioned or media.deleted:
        raise RefusedError(f"notFound:{field.args.get('media_id', '')}")
    return node(exchange, "mentioned_media", media, field.inner or ())


def _media(exchange: Exchange, media: Any, field: Field) -> Any:
    world, own = exchange.world, media.account is not None
    match field.name:
        case "id" | "permalink" | "shortcode" | "username":
            return getattr(media, field.name)
        case "caption":
            # In the caption of somebody else the sign before a name is taken out.
            return (media.caption if own else media.caption.lstrip("@")) or None
        case "timestamp":
            return time_text(media.at)
        case "comments_count" | "total_comments_count":
            return world.count(media.id) if media.shows_count and media.id in world.media else None
        case "like_count" | "total_like_count":
            return media.likes
        case "media_type":
            return media.type
        case "media_product_type":
            return media.product
        case "media_url":
            return None if media.copyrighted else f"https://media.example/{media.id}.jpg"
        case "thumbnail_url":
            return f"https://media.example/{media.id}-thumbnail.jpg" if media.type == "VIDEO" else None
        case "is_comment_enabled":
            return media.comments_enabled
        case "owner":
            return {"id": media.account} if own else None
        case _:
            return None


def _comment(exchange: Exchange, comment: Any, field: Field) -> Any:
    world, own = exchange.world, comment.author.id in exchange.caller.accounts
    if field.name in comment.withheld or (field.name in world.withheld_fields and not own):
        return None
    match field.name:
        case "id" | "text" | "hidden":
            return getattr(comment, field.name)
        case "timestamp":
            return time_text(comment.at)
        case "parent_id":
            return comment.parent
        case "like_count":
            return comment.likes
        case "media":
            return node(exchange, "media", world.media[comment.media], field.inner or ())
        case "user":
            return {"id": comment.author.id} if own else None
        case "username" | "from":
            return _author(exchange, comment, field.name, own=own)
        case _:
            return None


def _author(exchange: Exchange, comment: Comment, name: str, *, own: bool) -> Any:
    if not own and not exchange.caller.may(*_COMMENT_SCOPES):
        return None
    if own and not exchange.world.own_username:
        return None
    if name == "username":
        return comment.author.username
    body = {"id": comment.author.id, "username": comment.author.username}
    return body | {"self_ig_scoped_id": comment.author.id} if own else body


_SHOW: dict[Kind, Callable[[Exchange, Any, Field], Any]] = {
    "person": _person,
    "page": _page,
    "account": _account,
    "media": _media,
    "comment": _comment,
    "mentioned_comment": _comment,
    "mentioned_media": _media,
}
