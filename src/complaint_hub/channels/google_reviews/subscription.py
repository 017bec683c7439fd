"""Whether Google tells our topic of reviews: the notification setting of each account whose locations are read.

For: ``GoogleReviews.subscriptions``.
Must not: ask for accounts; those that the checkpoint names are asked about, one request each.

An account has one setting with one topic, so another program may have taken it over. An empty setting is switched off.
https://developers.google.com/my-business/reference/notifications/rest/v1/NotificationSetting
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from pydantic import JsonValue, TypeAdapter

from ...contract import Request, Session, Subscription
from ...wire import read_item
from .state import Progress

__all__ = ["owners", "subscriptions"]

_ANSWER: TypeAdapter[JsonValue] = TypeAdapter(JsonValue)
_WANTED = ("NEW_REVIEW", "UPDATED_REVIEW")
_MOST = 50


def owners(progress: Progress) -> list[str]:
    """The accounts (``accounts/X``) that the known locations are read under, each once."""
    return list(dict.fromkeys(place.owner for place in progress.places if place.owner))


async def subscriptions(session: Session, progress: Progress, *, base: str) -> Sequence[Subscription]:
    """What Google says of each account. Raises a ChannelError."""
    return [await _of(session, account, base) for account in owners(progress)]


async def _of(session: Session, account: str, base: str) -> Subscription:
    url = f"{base}{account}/notificationSetting"
    answer = await session.ask(Request("GET", url, identity="owner", draws={"requests": 1}))
    read, _ = read_item(answer.body, _ANSWER)
    setting: dict[str, Any] = cast("dict[str, Any]", read) if isinstance(read, dict) else {}
    remedy = f"PATCH {url}?updateMask=notificationTypes,pubsubTopic ({', '.join(_WANTED)})"
    types, topic = setting.get("notificationTypes") or [], setting.get("pubsubTopic") or ""
    if not isinstance(types, list) or not isinstance(topic, str):
        return Subscription(None, of=account, missing=_WANTED, remedy=remedy)
    tells = tuple(str(type)[:60] for type in cast("list[object]", types)[:_MOST])
    missing = tuple(type for type in _WANTED if type not in tells)
    active = bool(topic) and missing != _WANTED
    return Subscription(active, account, tells, missing, to=topic[:500] or None, remedy=remedy)
