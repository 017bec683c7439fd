"""What Meta tells of an Instagram account by webhook: which comment to ask for.

For: ``Instagram.receive``.
Must not: believe what a call says of a comment beyond its id (it has no time, and may be late), or refuse a genuine
call that says nothing of use: Meta repeats it for 36 hours and then counts it against the subscription.

One subscription serves all accounts of an app, so a call may speak of others' accounts too: their entries are theirs.
https://developers.facebook.com/documentation/instagram-platform/webhooks
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from pydantic import JsonValue, TypeAdapter

from ...contract import Notice, Receipt, WebhookCall
from ...errors import PayloadError
from ...webhooks import meta_challenge, verify_meta
from ...wire import read_item
from .errors import NAME

__all__ = ["received"]

_PAYLOAD: TypeAdapter[JsonValue] = TypeAdapter(JsonValue)
_FIELDS = frozenset({"comments", "live_comments"})


def received(call: WebhookCall, *, account: str, secrets: Sequence[str], verify_token: str | None) -> Receipt:
    """Answer a call. Raises AuthError."""
    if call.method in ("GET", "HEAD"):
        return Receipt(200, meta_challenge(call.query, verify_token=verify_token))
    verify_meta(call.body, call.headers, secrets=secrets)
    try:
        payload, _ = read_item(call.body, _PAYLOAD)
    except PayloadError as unread:
        return Receipt(note=f"a call of Instagram could not be read: {unread.message}")
    notices: dict[str, Notice] = {}
    other: set[str] = set()
    for name, value in _changes(payload, account):
        # The schema names it "id", an example of the Facebook login "comment_id".
        id = _id(value.get("id") or value.get("comment_id")) if name in _FIELDS else None
        if id is None:
            other.add("".join(sign for sign in name[:40] if sign.isascii() and (sign.isalnum() or sign == "_")))
            continue
        media = value.get("media")
        # A boosted post may tell of one comment twice, under an id of its own: the post is the original.
        scope = _id(media.get("original_media_id") or media.get("id")) if isinstance(media, dict) else None
        notices[id] = Notice(NAME, account, f"comment/{id}", (id,), scope)
    note = f"a call of Instagram told of what is not read: {', '.join(sorted(other))}" if other else ""
    return Receipt(notices=tuple(notices.values()), note=note)


def _changes(payload: JsonValue, account: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Field and value of each change of this account, in all shapes that were seen; messages are none of ours."""
    for body in payload if isinstance(payload, list) else [payload]:
        for entry in _objects(body, "entry"):
            if _id(entry.get("id")) != account:
                continue
            for change in [*_objects(entry, "changes"), entry]:
                name, value = change.get("field"), change.get("value")
                if isinstance(name, str) and isinstance(value, dict):
                    yield name, cast("dict[str, Any]", value)


def _objects(of: JsonValue, name: str) -> list[dict[str, Any]]:
    inner = of.get(name) if isinstance(of, dict) else None
    return [cast("dict[str, Any]", one) for one in inner if isinstance(one, dict)] if isinstance(inner, list) else []


def _id(value: object) -> str | None:
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return text if text.isascii() and text.isdigit() and len(text) <= 30 else None
