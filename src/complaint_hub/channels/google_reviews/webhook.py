"""What Google tells of reviews through Pub/Sub: which review to ask for, else whose newest ones to look at.

For: ``GoogleReviews.receive`` and ``GoogleReviews.refresh``.
Must not: trust the form of a push, which Google has written down nowhere; or refuse a genuine one that says nothing of
use, for Pub/Sub sends it again and again.

A push names review and location somewhere, under keys that differ from one report to the next, so any text of that form
is taken. Its token is verified with keys that Google changes every few days: they are kept in memory, and asked for
once more for a token that names another one, but not more often than every minute, whoever calls.
https://developers.google.com/my-business/content/notification-setup
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, cast

from pydantic import JsonValue, TypeAdapter

from ...contract import Notice, Page, Receipt, Request, Session, WebhookCall
from ...errors import NotFoundError, PayloadError, RejectedError
from ...webhooks import GOOGLE_KEYS, UnknownKeyError, verify_google
from ...wire import read_item
from .errors import NAME
from .run import Run, joined
from .state import Place

__all__ = ["KEYS", "Push", "received", "refresh"]

KEYS = "keys"
"""The identity that asks for Google's keys: it signs nothing."""

_PAYLOAD: TypeAdapter[JsonValue] = TypeAdapter(JsonValue)
_REVIEW = re.compile(r"accounts/[^/\s]{1,100}/(locations/[\w-]{1,100})(/reviews/[\w-]{1,300})?", re.ASCII)
# A push tells of one review; what names many is none of Google's.
_MOST = 10
_NEWEST = "50"
_AGAIN = timedelta(minutes=1)
_FRESH = timedelta(hours=24)


@dataclass(slots=True)
class Push:
    """How pushes are verified, and the keys that were asked for last.

    Attributes:
        audience, email: what the subscription names, and the account that it pushes as.
        keys_url: where the keys stand; another one for a sandbox.
    """

    audience: str
    email: str
    keys_url: str = GOOGLE_KEYS
    _keys: Mapping[str, Any] = field(default_factory=dict[str, Any], repr=False)
    _asked_at: datetime | None = None

    async def verify(self, session: Session, call: WebhookCall) -> None:
        """Raises AuthError, or why the keys could not be had."""
        now = session.now
        if self._asked_at is not None and now - self._asked_at > _FRESH:
            self._keys = {}
        try:
            self._check(call, now)
        except UnknownKeyError:
            # Anybody can name a key that there is not: that must not make us call Google each time.
            if self._asked_at is not None and now - self._asked_at < _AGAIN:
                raise
            self._asked_at = now
            answer = await session.ask(Request("GET", self.keys_url, identity=KEYS))
            self._keys = _object(read_item(answer.body, _PAYLOAD)[0])
            self._check(call, now)

    def _check(self, call: WebhookCall, now: datetime) -> None:
        verify_google(call.headers, keys=self._keys, audience=self.audience, email=self.email, now=now)


async def received(session: Session, call: WebhookCall, *, account: str, push: Push) -> Receipt:
    """Answer a call. Raises AuthError, or a ChannelError, if the keys could not be had."""
    await push.verify(session, call)
    try:
        message = _object(_object(read_item(call.body, _PAYLOAD)[0]).get("message"))
        told = read_item(base64.b64decode(str(message.get("data") or "")), _PAYLOAD)[0]
    except (PayloadError, binascii.Error, ValueError):
        return Receipt(204, note="a push of Google could not be read")
    found = [match.group(1, 2) for text in _texts(told) for match in _REVIEW.finditer(text)][:_MOST]
    if not found:
        return Receipt(204, note="a push of Google names no location")
    ids = tuple(dict.fromkeys(f"{scope}{review}" for scope, review in found if review))
    key = str(message.get("messageId") or message.get("message_id") or "")[:200]
    key = key or hashlib.sha256(call.body).hexdigest()[:32]
    return Receipt(204, notices=(Notice(NAME, account, f"message/{key}", ids, found[0][0]),))


async def refresh(run: Run, notices: Sequence[Notice]) -> Page:
    """Ask for the named reviews; of a location without any for its fifty newest."""
    ids = list(dict.fromkeys(id for notice in notices for id in notice.native_ids))
    page = await run.refetch(ids) if ids else Page()
    for scope in dict.fromkeys(notice.scope for notice in notices if notice.scope and not notice.native_ids):
        page = await _newest(run, scope, page)
    return page


async def _newest(run: Run, scope: str, page: Page) -> Page:
    owner = (await run.session.marks([scope])).get(scope, "accounts/-")
    try:
        body = await run.twice(f"{owner}/{scope}/reviews", {"pageSize": _NEWEST, "orderBy": "updateTime desc"})
        found = run.reader.reviews(body, Place(id=scope, owner=""))
    except (NotFoundError, PayloadError, RejectedError) as error:
        return replace(page, notices=(*page.notices, f"{scope} could not be read: {error.message}"))
    return joined(page, found)


def _texts(value: JsonValue) -> Iterator[str]:
    """Every text of a value, however deep; the depth is bounded by the reading."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)


def _object(value: JsonValue) -> Mapping[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}
