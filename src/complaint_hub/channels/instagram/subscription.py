"""Whether Meta calls for an Instagram account: one request of its edge ``subscribed_apps``.

For: ``Instagram.subscriptions``.
Must not: take what is not said for a no. A subscription names fields, but one account cannot choose them: any
subscription delivers all fields that the app has chosen in its dashboard, which nobody can be asked for. Some answers
name the app alone.
https://developers.facebook.com/documentation/instagram-platform/webhooks
"""

from __future__ import annotations

from typing import Any, cast

from pydantic import JsonValue, TypeAdapter

from ...contract import Subscription
from ...errors import PayloadError
from ...wire import read_item
from .errors import NAME
from .run import Run

__all__ = ["subscription"]

_ANSWER: TypeAdapter[JsonValue] = TypeAdapter(JsonValue)
_WANTED = "comments"
_MOST = 50


async def subscription(run: Run) -> Subscription:
    """What Meta says. Raises a ChannelError."""
    path = f"{run.account}/subscribed_apps"
    answer, _ = read_item(await run.ask(path, {}), _ANSWER)
    apps = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(apps, list):
        raise PayloadError("subscribed_apps: the answer holds no list of apps", channel=NAME)
    remedy = f"POST {run.place.base}{path}?subscribed_fields={_WANTED}"
    found = [cast("dict[str, Any]", app) for app in apps if isinstance(app, dict)]
    if not found:
        # A list of what is no app says nothing, an empty one says no.
        return Subscription(None if apps else False, missing=(_WANTED,), remedy=remedy)
    tells = tuple(dict.fromkeys(name for app in found for name in _fields(app.get("subscribed_fields"))))[:_MOST]
    if tells and _WANTED not in tells:
        return Subscription(None, tells=tells, missing=(_WANTED,), remedy=remedy)
    return Subscription(True, tells=tells, remedy=remedy)


def _fields(value: object) -> list[str]:
    """Names as texts, or inside objects as those of a page are."""
    items = cast("list[object]", value) if isinstance(value, list) else []
    names = [cast("dict[str, object]", item).get("name") if isinstance(item, dict) else item for item in items]
    return [name for name in names if isinstance(name, str) and name.isascii() and name.isprintable()]
