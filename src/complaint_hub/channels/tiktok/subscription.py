"""Whether TikTok calls the app when a comment comes: one request, which the app signs by naming itself.

For: ``TikTok.subscriptions``.
Must not: send the account's token, or take what is not said for a no.

The subscription is the app's, for all accounts that have consented. Public clients read it back at ``webhook/list/``,
others name ``webhook/get/`` for the portal's document 1810521289122818: where there is no such path, the other is
asked. What is answered where nothing is set is written down nowhere: no address, or that there is no such thing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from pydantic import JsonValue, TypeAdapter

from ...contract import Request, Session, Subscription
from ...errors import NotFoundError, RejectedError
from ...wire import read_item
from .wire import open_envelope

__all__ = ["APP", "subscription"]

APP = "app"
"""The identity of the app itself: it sends no token."""

_DATA: TypeAdapter[JsonValue] = TypeAdapter(JsonValue)
_PATHS = ("business/webhook/list/", "business/webhook/get/")
_EVENT = "COMMENT"
# "no schema found" and "route not found" (see ``errors``); told in the message, as every code is.
_NO_PATH = ("(code 40006)", "(code 40400)")


async def subscription(session: Session, *, base: str, app: Mapping[str, str]) -> Subscription:
    """What TikTok says. Raises a ChannelError.

    Args:
        app: ``app_id`` and ``secret``.
    """
    remedy = f'POST {base}business/webhook/update/ (event_type "{_EVENT}", callback_url)'
    try:
        told = await _read(session, base, app)
    except NotFoundError:
        return Subscription(False, missing=(_EVENT,), remedy=remedy)
    address, event = told.get("callback_url"), told.get("event_type")
    if not isinstance(address, str) or not address:
        # Nothing at all is a no; something else than expected is none.
        return Subscription(None if address or told.keys() - _SAID else False, missing=(_EVENT,), remedy=remedy)
    if event is not None and event != _EVENT:
        return Subscription(None, tells=(str(event)[:40],), missing=(_EVENT,), to=address[:500], remedy=remedy)
    items = told.get("item_list")
    only = len(cast("list[object]", items)) if isinstance(items, list) and items else None
    return Subscription(True, tells=(_EVENT,), to=address[:500], only=only, remedy=remedy)


_SAID = frozenset({"app_id", "event_type", "callback_url", "item_list"})


async def _read(session: Session, base: str, app: Mapping[str, str]) -> Mapping[str, Any]:
    params = {**app, "event_type": _EVENT}
    for path in _PATHS:
        request = Request("GET", f"{base}{path}", params=params, identity=APP, draws={"app": 1, "calls": 1})
        try:
            body = (await session.ask(request)).body
        except RejectedError as refused:
            if path == _PATHS[-1] or not refused.message.endswith(_NO_PATH):
                raise
            continue
        found, _ = read_item(open_envelope(body).data or b"{}", _DATA)
        return cast("dict[str, Any]", found) if isinstance(found, dict) else {}
    raise AssertionError("unreachable")  # pragma: no cover  the last path returns or raises
