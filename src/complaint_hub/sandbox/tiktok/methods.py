"""The endpoints that read: an account, its videos, the comments on one of them, the replies to one of those.

For: ``api``, by name. An endpoint refuses with ApiRefusedError and knows nothing of faults that break a call.
Must not: count, or look at tokens; ``api`` has checked the scope it needs.
"""

from __future__ import annotations

from collections.abc import Callable

from ..answers import Json
from . import listing, render
from .errors import ApiRefusedError
from .pages import Exchange, offset_page, time_page
from .records import Comment, Video
from .world import World

__all__ = ["METHODS", "gone", "own_video", "shown_video"]

_MOST_IDS = 30


def _account(exchange: Exchange) -> Json:
    fields = exchange.query.texts("fields") or list(render.ACCOUNT_FIELDS)
    _known(fields, render.ACCOUNT_FIELDS)
    item = render.account_item(exchange.world, exchange.account)
    return {name: item[name] for name in fields}


def _videos(exchange: Exchange) -> Json:
    world, query = exchange.world, exchange.query
    fields = query.texts("fields") or ["item_id"]
    _known(fields, render.VIDEO_FIELDS + render.INSIGHTS)
    if "item_id" not in fields:
        raise ApiRefusedError("PARAM_ERROR", "fields: item_id is required.")
    if "video.insights" not in exchange.consent.scopes and set(fields) & set(render.INSIGHTS):
        raise ApiRefusedError("SCOPE_NOT_AUTHORIZED")
    filters = query.object("filters")
    found = [video for video in world.videos.values() if _listed(exchange, video)]
    if filters.get("ad_post_only") is True:
        found = [video for video in found if video.is_ad]
    found.sort(key=lambda video: (video.created_at, video.id), reverse=True)

    def shown(video: Video) -> Json:
        item = render.video_item(world, video)
        return {name: item[name] for name in fields}

    size = query.number("max_count", 10, least=1, most=20)
    ids = filters.get("video_ids")
    if ids is not None:
        named = [shown(video) for video in found if isinstance(ids, list) and video.id in ids]
        return {"videos": exchange.turn.damaged(named, "item_id"), "cursor": 0, "has_more": False}
    scope = f"videos:{exchange.account.open_id}:{filters}"
    return time_page(exchange, found, shown, scope=scope, size=size)


def _listed(exchange: Exchange, video: Video) -> bool:
    return video.account == exchange.account.open_id and video.shown and not video.omitted


def _known(fields: list[str], valid: tuple[str, ...]) -> None:
    unknown = [name for name in fields if name not in valid]
    if unknown:
        raise ApiRefusedError("PARAM_ERROR", f"fields: {unknown} are not valid, choose from {list(valid)}.")


def _comments(exchange: Exchange) -> Json:
    world, query = exchange.world, exchange.query
    video = own_video(exchange)
    inside, status = query.flag("include_replies"), _status(exchange)
    field = query.choice("sort_field", listing.SORT_FIELDS, None)
    order = query.choice("sort_order", ("asc", "desc", "smart"), "smart") or "smart"
    ids = query.texts("comment_ids", most=_MOST_IDS)
    if ids:
        found = _named(world, video, ids)
    else:
        found = listing.comments(world, video, status=status, field=field, order=order)

    def shown(comment: Comment) -> Json | None:
        if not listing.shown(comment, status) or not world.standing(comment.id):
            return None
        return render.comment_item(world, comment, status=status, replies=inside)

    scope = f"comments:{video.id}:{status}:{field}:{order}:{ids}"
    return offset_page(exchange, found, shown, scope=scope, size=_size(exchange))


def _named(world: World, video: Video, ids: list[str]) -> list[Comment]:
    """The comments and replies of these ids, as far as they are there."""
    there = [id for id in dict.fromkeys(ids) if world.standing(id) and world.comments[id].video == video.id]
    if len(there) < len(set(ids)) and world.habits.missing_ids != "omit":
        raise ApiRefusedError(world.habits.missing_ids, "comment_ids: a comment doesn't exist or has been deleted")
    return [world.comments[id] for id in there]


def _replies(exchange: Exchange) -> Json:
    world, query = exchange.world, exchange.query
    video, status = own_video(exchange), _status(exchange)
    top = world.comments.get(query.text("comment_id"))
    if top is None or not world.standing(top.id) or top.video != video.id:
        raise gone(world, "comment")
    field = query.choice("sort_field", listing.SORT_FIELDS, None)
    order = query.choice("sort_order", ("asc", "desc"), "desc") or "desc"
    found = listing.replies(world, top, status=status, field=field, order=order)

    def shown(reply: Comment) -> Json:
        return render.comment_item(world, reply, status=status)

    scope = f"replies:{top.id}:{status}:{field}:{order}"
    return offset_page(exchange, found, shown, scope=scope, size=_size(exchange))


def _status(exchange: Exchange) -> str:
    return exchange.query.choice("status", ("PUBLIC", "ALL"), "ALL") or "ALL"


def _size(exchange: Exchange) -> int:
    size = exchange.query.number("max_count", 20, least=1, most=30)
    return min(size, exchange.world.habits.page_cap or size)


def own_video(exchange: Exchange) -> Video:
    """The video asked for. Raises ApiRefusedError, if it is not shown or another account's."""
    video = shown_video(exchange)
    if video.account != exchange.account.open_id:
        raise ApiRefusedError("PERMISSION_ERROR", "video_id: the account does not own this video")
    return video


def shown_video(exchange: Exchange) -> Video:
    """The video asked for, whosever it is. Raises ApiRefusedError, if it is not shown."""
    video = exchange.world.videos.get(exchange.query.text("video_id"))
    if video is None or not video.shown:
        raise gone(exchange.world, "video")
    return video


def gone(world: World, what: str) -> ApiRefusedError:
    """The refusal of a call for a video or comment that is not there."""
    return ApiRefusedError(world.habits.missing, f"{what}_id: this {what} doesn't exist or has been deleted")


METHODS: dict[str, Callable[[Exchange], Json]] = {
    "business/get": _account,
    "business/video/list": _videos,
    "business/comment/list": _comments,
    "business/comment/reply/list": _replies,
}
