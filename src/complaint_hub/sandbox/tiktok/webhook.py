"""Where the app is called when something happens to a comment: read, set and taken away, for all its accounts.

For: ``api``, by name. No account's token signs these calls: the app names itself and its secret.
Must not: tell of anything; see ``hooks``.

Portal, documents 1810521279479810 (update), 1810521289122818 (read) and 1810521297052673 (delete). Public clients name
the second ``list`` and ``get``: ``Habits.webhook_paths`` says which there is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..answers import Json
from .errors import ApiRefusedError
from .grants import CLIENT_ID, CLIENT_SECRET
from .world import World

__all__ = ["WEBHOOKS"]

_EVENTS = ("COMMENT", "VIDEO", "DIRECT_MESSAGE", "BRAND_MENTION")


def _read(path: str) -> Callable[[World, Mapping[str, Any]], Json]:
    def read(world: World, params: Mapping[str, Any]) -> Json:
        if path not in world.habits.webhook_paths:
            raise ApiRefusedError("VERSION_ERROR")
        event = _event(params)
        if not world.subscribed or event != "COMMENT":
            if world.habits.webhook_unset is not None:
                raise ApiRefusedError(world.habits.webhook_unset)
            return {}
        shown: Json = {"app_id": CLIENT_ID, "event_type": event, "callback_url": world.callback}
        return shown | ({"item_list": list(world.callback_items)} if world.callback_items else {})

    return read


def _update(world: World, params: Mapping[str, Any]) -> Json:
    event, url = _event(params), params.get("callback_url")
    items = params.get("item_list", [])
    if not isinstance(url, str) or not url.startswith("https://"):
        raise ApiRefusedError("PARAM_ERROR", "callback_url: has to begin with https://")
    if not isinstance(items, list) or len(items) > 100:
        raise ApiRefusedError("PARAM_ERROR", "item_list: at most 100 ids")
    if event == "COMMENT":
        world.subscribed, world.callback = True, url
        world.callback_items = tuple(dict.fromkeys((*world.callback_items, *map(str, items))))
    return {"app_id": CLIENT_ID, "event_type": event, "callback_url": url}


def _delete(world: World, params: Mapping[str, Any]) -> Json:
    event = _event(params)
    if event == "COMMENT":
        world.subscribed, world.callback_items = False, ()
    return {"app_id": CLIENT_ID, "event_type": event}


def _event(params: Mapping[str, Any]) -> str:
    """What is asked for, once the app is known."""
    if (params.get("app_id"), params.get("secret")) != (CLIENT_ID, CLIENT_SECRET):
        raise ApiRefusedError("PARAM_ERROR", "app_id, secret: no such app")
    event = params.get("event_type")
    if not isinstance(event, str) or event not in _EVENTS:
        raise ApiRefusedError("PARAM_ERROR", f"event_type: is one of {', '.join(_EVENTS)}")
    return event


WEBHOOKS: dict[str, tuple[str, Callable[[World, Mapping[str, Any]], Json]]] = {
    "business/webhook/list": ("GET", _read("list")),
    "business/webhook/get": ("GET", _read("get")),
    "business/webhook/update": ("POST", _update),
    "business/webhook/delete": ("POST", _delete),
}
"""Each endpoint with its verb."""
