"""Whether an account's comments are told of: the edge ``subscribed_apps``, read, set and taken away.

For: ``api``, by name.
Must not: tell of anything; see ``hooks``.

A subscription counts as a whole: whichever fields it names, the app is told of all that it has chosen in its dashboard.
https://developers.facebook.com/documentation/instagram-platform/webhooks
"""

from __future__ import annotations

from collections.abc import Callable

from ..answers import Json, RefusedError
from .nodes import Exchange
from .routes import Target
from .tokens import APP_ID

__all__ = ["SUBSCRIPTIONS"]

_FIELDS = frozenset(("comments", "live_comments", "mentions", "messages", "message_reactions", "story_insights"))


def _subscribed(exchange: Exchange, target: Target) -> Json:
    world = exchange.world
    if not world.subscribed:
        return {"data": []}
    app: Json = {"id": APP_ID[exchange.caller.login], "name": "Aduan (sandbox)"}
    match world.fields_shown:
        case "names":
            app["subscribed_fields"] = list(world.subscribed_fields)
        case "objects":
            app["subscribed_fields"] = [{"name": name, "version": "v26.0"} for name in world.subscribed_fields]
        case _:
            pass
    return {"data": [app]}


def _subscribe(exchange: Exchange, target: Target) -> Json:
    names = tuple(name.strip() for name in exchange.params.get("subscribed_fields", "").split(",") if name.strip())
    if not names or not _FIELDS.issuperset(names):
        raise RefusedError("badParameter:subscribed_fields")
    exchange.world.subscribed, exchange.world.subscribed_fields = True, names
    return {"success": True}


def _unsubscribe(exchange: Exchange, target: Target) -> Json:
    exchange.world.subscribed = False
    return {"success": True}


SUBSCRIPTIONS: dict[str, Callable[[Exchange, Target], Json]] = {
    "account.subscribed_apps": _subscribed,
    "account.subscribe": _subscribe,
    "account.unsubscribe": _unsubscribe,
}
"""By name."""
