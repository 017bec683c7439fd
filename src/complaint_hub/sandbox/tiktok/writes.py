"""The endpoints that write: reply, comment, hide, like, pin, delete. One object a call, and no key against doubles.

For: ``api``, by name. An endpoint refuses with ApiRefusedError, and nothing is done then.
Must not: count, or look at tokens; ``api`` has checked the scope it needs.
"""

from __future__ import annotations

from collections.abc import Callable

from ..answers import Json
from .errors import ApiRefusedError
from .methods import gone, own_video, shown_video
from .pages import Exchange
from .query import missing
from .records import Comment, Video
from .render import written_item

__all__ = ["WRITES"]


def _reply(exchange: Exchange) -> Json:
    world = exchange.world
    # Under any video: the platform does not keep an account to its own.
    video = shown_video(exchange)
    parent = _comment(exchange, video)
    text, image = _content(exchange)
    name, status = exchange.account.person.username, _status(exchange, text)
    return written_item(world, world.add_reply(parent.id, text, author=name, status=status, image=image))


def _create(exchange: Exchange) -> Json:
    world = exchange.world
    video = shown_video(exchange)
    text, image = _content(exchange)
    name, status = exchange.account.person.username, _status(exchange, text)
    return written_item(world, world.add_comment(video.id, text, author=name, status=status, image=image))


def _hide(exchange: Exchange) -> Json:
    comment, action = _acted_on(exchange, "HIDE", "UNHIDE")
    if action == "HIDE":
        exchange.world.hide(comment.id)
    else:
        exchange.world.publish(comment.id)
    return {}


def _like(exchange: Exchange) -> Json:
    comment, action = _acted_on(exchange, "LIKE", "UNLIKE")
    exchange.world.owner_like(comment.id, liked=action == "LIKE")
    return {}


def _pin(exchange: Exchange) -> Json:
    comment, action = _acted_on(exchange, "PIN", "UNPIN")
    if comment.parent is not None:
        raise ApiRefusedError("PARAM_ERROR", "comment_id: a reply cannot be pinned")
    exchange.world.pin(comment.id, pinned=action == "PIN")
    return {}


def _delete(exchange: Exchange) -> Json:
    world = exchange.world
    id = exchange.query.text("comment_id")
    if not world.standing(id):
        raise gone(world, "comment")
    if world.comments[id].author is not exchange.account.person:
        raise ApiRefusedError("PERMISSION_ERROR", "comment_id: only the account's own comments can be deleted")
    world.delete(id)
    return {}


def _acted_on(exchange: Exchange, *actions: str) -> tuple[Comment, str]:
    comment = _comment(exchange, own_video(exchange))
    action = exchange.query.choice("action", actions, None)
    if action is None:
        raise missing("action")
    return comment, action


def _comment(exchange: Exchange, video: Video) -> Comment:
    world = exchange.world
    comment = world.comments.get(exchange.query.text("comment_id"))
    if comment is None or not world.standing(comment.id) or comment.video != video.id:
        raise gone(world, "comment")
    return comment


def _content(exchange: Exchange) -> tuple[str, str | None]:
    """The text and the picture of what is written; one of them is required."""
    query, habits = exchange.query, exchange.world.habits
    image = query.optional("image_uri") or query.optional("reply_image_url")
    for name in ("image_width", "image_height") if query.optional("image_uri") else ():
        if name not in query.params:
            raise missing(name)
    text = query.optional("text") if image else query.text("text")
    text = text or ""
    length = len(text) if habits.text_unit == "characters" else len(text.encode("utf-8", "surrogatepass"))
    if habits.text_limit is not None and length > habits.text_limit:
        raise ApiRefusedError("PARAM_ERROR", f"text: Longer than maximum length {habits.text_limit}.")
    if not image and not text.strip():
        raise missing("text")
    return text, image


def _status(exchange: Exchange, text: str) -> str:
    """HIDDEN for what the spam filter takes; the answer does not say so."""
    world, habits = exchange.world, exchange.world.habits
    if habits.hides_new:
        return "HIDDEN"
    if habits.hides_similar is None:
        return "PUBLIC"
    writer = exchange.account.person
    equal = sum(one.author is writer and one.text == text for one in world.comments.values())
    return "HIDDEN" if equal + 1 >= habits.hides_similar else "PUBLIC"


WRITES: dict[str, Callable[[Exchange], Json]] = {
    "business/comment/reply/create": _reply,
    "business/comment/create": _create,
    "business/comment/hide": _hide,
    "business/comment/like": _like,
    "business/comment/pin": _pin,
    "business/comment/delete": _delete,
}
