"""The methods of the four hosts: what each takes, refuses and lists.

For: ``api``, by name. A method refuses with :class:`RefusedError` and knows nothing of faults that break a call.
Must not: count, or look at who calls.

Parameters: the discovery documents ``mybusinessaccountmanagement.v1``, ``mybusinessbusinessinformation.v1`` and
``mybusinessnotifications.v1``; of reviews
https://developers.google.com/my-business/reference/rest/v4/accounts.locations.reviews/list.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ..answers import Json, RefusedError
from . import render
from .hooks import TYPES
from .pages import Exchange, page_body
from .records import Location, Review

__all__ = ["METHODS"]

_REVIEW_ORDERS = ("updateTime desc", "update_time desc", "rating", "rating desc")
_MOST_REVIEWS = 50
_REPLY_BYTES = 4_096


def _accounts(exchange: Exchange) -> Json:
    wanted = exchange.text("filter")
    kind = re.fullmatch(r"type=([A-Z_]+)", wanted)
    if wanted and kind is None:
        raise RefusedError("invalidArgument")
    # The login's own account comes first.
    accounts = sorted(exchange.world.accounts.values(), key=lambda account: account.type != "PERSONAL")
    accounts = [account for account in accounts if kind is None or account.type == kind.group(1)]
    if exchange.text("parentAccount"):
        accounts = []  # none of ours has accounts below it
    size = min(_size(exchange, 20), 20)
    return page_body(exchange, "accounts", accounts, render.account_item, scope=f"accounts:{wanted}", size=size)


def _account(exchange: Exchange) -> Json:
    account = exchange.world.accounts.get(exchange.path["account"])
    if account is None:
        raise RefusedError("notFound")
    return render.account_item(account)


def _locations(exchange: Exchange) -> Json:
    world, account = exchange.world, exchange.path["account"]
    mask = _mask(exchange)
    if account != "-" and account not in world.accounts:
        raise RefusedError("notFound")
    found = [known for known in world.locations.values() if world.reachable(account, known.number)]
    found = _ordered(_filtered(found, exchange.text("filter")), exchange.text("orderBy"))
    size = _size(exchange, 10)
    if size > 100:
        raise RefusedError("invalidArgument")

    def shown(location: Location) -> Json:
        return render.masked(render.location_item(location), mask)

    scope = f"locations:{account}:{exchange.text('filter')}:{exchange.text('orderBy')}"
    body = page_body(exchange, "locations", found, shown, scope=scope, size=size)
    if exchange.text("filter") and found:
        body["totalSize"] = len(found)
    return body


def _location(exchange: Exchange) -> Json:
    mask = _mask(exchange)
    location = exchange.world.reachable("-", exchange.path["location"])
    if location is None:
        raise RefusedError("notFound")
    return render.masked(render.location_item(location), mask)


def _filtered(locations: list[Location], wanted: str) -> list[Location]:
    """Those a filter names; of its language the sandbox has ``title`` and ``storeCode``."""
    if not wanted:
        return locations
    term = re.fullmatch(r'(title|storeCode)="?([^"]+)"?', wanted)
    if term is None:
        raise RefusedError("invalidArgument")
    if term.group(1) == "title":
        return [location for location in locations if term.group(2).casefold() in location.title.casefold()]
    return [location for location in locations if location.store_code == term.group(2)]


def _ordered(locations: list[Location], order: str) -> list[Location]:
    for term in reversed([term.strip() for term in order.split(",") if term.strip()]):
        name, _, direction = term.partition(" ")
        if name not in ("title", "store_code") or direction not in ("", "desc"):
            raise RefusedError("invalidArgument")
        attribute = "title" if name == "title" else "store_code"
        locations = sorted(locations, key=lambda known: str(getattr(known, attribute)), reverse=direction == "desc")
    return locations


def _reviews(exchange: Exchange) -> Json:
    world, account = exchange.world, exchange.path["account"]
    location = _own_location(exchange)
    order = _review_order(exchange)
    reviews = _by(order, world.listed(location.number))
    size = _review_size(exchange)

    def shown(review: Review) -> Json:
        return render.review_item(review, account=account, at=world.clock)

    # The same page under another account, or under none, is the same page.
    scope = f"reviews:{location.number}:{order}"
    body = page_body(exchange, "reviews", reviews, shown, scope=scope, size=size)
    if world.totals and reviews:
        mean = round(sum(review.stars for review in reviews) / len(reviews), 1)
        body["averageRating"] = int(mean) if mean == int(mean) else mean
        count = len(reviews) if location.stated_count is None else location.stated_count
        body |= {"totalReviewCount": count} if count else {}
    return body


def _batch(exchange: Exchange) -> Json:
    world, account = exchange.world, exchange.path["account"]
    names = exchange.params.get("locationNames")
    if not isinstance(names, list) or not 1 <= len(names) <= 50:
        raise RefusedError("invalidArgument")
    found: list[Review] = []
    for name in names:
        match = re.fullmatch(r"accounts/([^/]+)/locations/([^/]+)", str(name))
        if match is None or match.group(1) not in (account, "-"):
            raise RefusedError("invalidArgument")
        found += world.listed(_checked(exchange, match.group(1), match.group(2)).number)
    order = _review_order(exchange)
    found = _by(order, sorted(found, key=lambda review: review.key, reverse=True))
    if exchange.params.get("ignoreRatingOnlyReviews") is True:
        found = [review for review in found if review.text]

    def shown(review: Review) -> Json:
        item = render.review_item(review, account=account, at=world.clock)
        return {"name": f"accounts/{account}/locations/{review.location}", "review": item}

    scope = f"batch:{','.join(map(str, names))}:{order}"
    return page_body(exchange, "locationReviews", found, shown, scope=scope, size=_review_size(exchange))


def _review(exchange: Exchange) -> Json:
    review = _own_review(exchange)
    return render.review_item(review, account=exchange.path["account"], at=exchange.world.clock)


def _update_reply(exchange: Exchange) -> Json:
    review = _own_review(exchange)
    text = exchange.text("comment")
    if not text.strip() or len(text.encode("utf-8", "surrogatepass")) > _REPLY_BYTES:
        raise RefusedError("invalidArgument")
    reply = exchange.world.reply(review.id, text)
    return render.reply_item(reply, at=exchange.world.clock)


def _delete_reply(exchange: Exchange) -> Json:
    review = _own_review(exchange)
    if review.reply is None:
        raise RefusedError("notFound")
    exchange.world.delete_reply(review.id)
    return {}


def _notifications(exchange: Exchange) -> Json:
    account = exchange.path["account"]
    if account not in exchange.world.accounts:
        raise RefusedError("notFound")
    return exchange.world.notified(account).item(account)


def _set_notifications(exchange: Exchange) -> Json:
    """The mask names fields, or the whole: the papers say one thing, the guides another."""
    world, account = exchange.world, exchange.path["account"]
    mask = {name.strip() for name in exchange.text("updateMask").split(",")}
    if account not in world.accounts or not mask <= {"notificationTypes", "pubsubTopic", "notificationSetting"}:
        raise RefusedError("notFound" if account not in world.accounts else "invalidArgument")
    known, whole = world.notified(account), "notificationSetting" in mask
    types = exchange.params.get("notificationTypes", []) if whole or "notificationTypes" in mask else known.types
    topic = exchange.text("pubsubTopic") if whole or "pubsubTopic" in mask else known.topic
    if not isinstance(types, list | tuple) or not set(types) <= set(TYPES):
        raise RefusedError("invalidArgument")
    world.notify(account, topic=topic, types=types)
    return world.notified(account).item(account)


def _own_location(exchange: Exchange) -> Location:
    return _checked(exchange, exchange.path["account"], exchange.path["location"])


def _checked(exchange: Exchange, account: str, number: str) -> Location:
    location = exchange.world.reachable(account, number)
    if location is None:
        raise RefusedError("notFound")
    if not location.verified:
        raise RefusedError("forbidden")
    return location


def _own_review(exchange: Exchange) -> Review:
    location = _own_location(exchange)
    review = exchange.world.reviews.get(exchange.path["review"])
    if review is None or review.deleted or review.location != location.number:
        raise RefusedError("notFound")
    return review


def _review_order(exchange: Exchange) -> str:
    order = exchange.text("orderBy") or "updateTime desc"
    if order not in _REVIEW_ORDERS:
        raise RefusedError("invalidArgument")
    return order.replace("update_time", "updateTime")


def _by(order: str, newest_first: list[Review]) -> list[Review]:
    if order.startswith("rating"):
        return sorted(newest_first, key=lambda review: review.stars, reverse=order.endswith("desc"))
    return newest_first


def _review_size(exchange: Exchange) -> int:
    size = _size(exchange, _MOST_REVIEWS)
    if size > _MOST_REVIEWS and exchange.world.oversized == "error":
        raise RefusedError("invalidArgument")
    return min(size, _MOST_REVIEWS, exchange.world.page_cap or size)


def _size(exchange: Exchange, default: int) -> int:
    """``pageSize``; an empty one is refused, 0 is the default, as in all JSON made from proto3."""
    value: Any = exchange.params.get("pageSize", default)
    # [0-9] and not str.isdigit, which takes superscripts.
    if isinstance(value, bool) or not re.fullmatch(r"[0-9]{1,9}", str(value)):
        raise RefusedError("invalidArgument")
    return int(value) or default


def _mask(exchange: Exchange) -> frozenset[str]:
    """The fields asked for; nothing is shown unasked."""
    paths = [path.strip() for path in exchange.text("readMask").split(",") if path.strip()]
    if not paths or any(path.partition(".")[0] not in render.LOCATION_FIELDS for path in paths):
        raise RefusedError("invalidArgument")
    return frozenset(paths)


METHODS: dict[str, Callable[[Exchange], Json]] = {
    "accounts.list": _accounts,
    "accounts.get": _account,
    "locations.list": _locations,
    "locations.get": _location,
    "locations.batchGetReviews": _batch,
    "reviews.list": _reviews,
    "reviews.get": _review,
    "reviews.updateReply": _update_reply,
    "reviews.deleteReply": _delete_reply,
    "notificationSetting.get": _notifications,
    "notificationSetting.update": _set_notifications,
}
