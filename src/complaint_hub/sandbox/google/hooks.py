"""What Google tells through Pub/Sub of what happens in a world: new reviews and changed ones.

For: ``World.told``.
Must not: say what a review says, or tell of a deletion or of a reply's moderation: the platform does not. Nor decide
when or how often a push is delivered.

The envelope: https://cloud.google.com/pubsub/docs/push; its token:
https://cloud.google.com/pubsub/docs/authenticate-push-subscriptions. What stands inside is written down nowhere;
:data:`FORMS` are the keys that were seen or are expected.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from ..answers import Json
from ..hooks import Delivery
from .signing import KEYS, SigningKey

__all__ = ["FORMS", "TYPES", "Form", "NotificationSetting", "Pushing", "pushed", "signed_anew"]

TYPES = (
    "GOOGLE_UPDATE", "NEW_REVIEW", "UPDATED_REVIEW", "NEW_CUSTOMER_MEDIA", "DUPLICATE_LOCATION",
    "VOICE_OF_MERCHANT_UPDATED",
)  # fmt: skip
"""What an account may be notified of."""

Form = Literal["seen", "camel", "snake", "name"]

FORMS: Mapping[Form, tuple[str, str | None, str]] = {
    "seen": ("type", "location", "review"),
    "camel": ("notificationType", "locationName", "reviewName"),
    "snake": ("notification_type", "location_name", "review_name"),
    "name": ("type", None, "name"),
}
"""Under which keys a push says the type, the location (where at all) and the review."""

_LASTS = timedelta(hours=1)


@dataclass(frozen=True)
class NotificationSetting:
    """What one account is notified of, and by which topic; without a topic or types it is told nothing."""

    topic: str = ""
    types: tuple[str, ...] = ()

    def item(self, account: str) -> Json:
        """As it is shown; what is empty is left out."""
        item: Json = {"name": f"accounts/{account}/notificationSetting"}
        item |= {"pubsubTopic": self.topic} if self.topic else {}
        return item | ({"notificationTypes": list(self.types)} if self.types else {})


@dataclass
class Pushing:
    """The subscription of the topic: whom it calls, in whose name, and how.

    Attributes:
        audience, email: what the tokens say.
        keys: those that are published; the first one signs.
        form: of what stands inside.
        count: messages so far.
    """

    audience: str = "https://aduan.example.go.id/hooks/google_reviews"
    email: str = "pusher@sandbox-project.iam.gserviceaccount.com"
    keys: tuple[SigningKey, ...] = KEYS[:1]
    form: Form = "seen"
    count: int = 0

    def rotate(self) -> None:
        """From now on the other key signs; the old one is published a while longer."""
        self.keys = (KEYS[1], KEYS[0]) if self.keys[0] is KEYS[0] else KEYS

    def authorization(self, at: datetime) -> str:
        """The header of a delivery: each one has a token of its own, good for an hour."""
        claims = {
            "aud": self.audience,
            "azp": "110000000000000000001",
            "email": self.email,
            "email_verified": True,
            "exp": int((at + _LASTS).timestamp()),
            "iat": int(at.timestamp()),
            "iss": "https://accounts.google.com",
            "sub": "110000000000000000001",
        }
        return f"Bearer {self.keys[0].token(claims)}"


def pushed(pushing: Pushing, type: str, *, account: str, location: str, review: str, at: datetime) -> Delivery:
    """The push about one review; *account* and *location* by their numbers, *review* by its id."""
    pushing.count += 1
    place = f"accounts/{account}/locations/{location}"
    kind, where, which = FORMS[pushing.form]
    told = {kind: type, **({where: place} if where else {}), which: f"{place}/reviews/{review}"}
    number, time = str(20_000_000_000_000 + pushing.count), f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z"
    data = base64.b64encode(json.dumps(told, separators=(",", ":")).encode()).decode()
    # Both spellings are sent (https://cloud.google.com/pubsub/docs/push#receive_push).
    named = {"messageId": number, "message_id": number, "publishTime": time, "publish_time": time}
    envelope = {
        "message": {"attributes": {}, "data": data, **named},
        "subscription": "projects/sandbox/subscriptions/hub",
    }
    body = json.dumps(envelope, separators=(",", ":")).encode("ascii")
    headers = {"Content-Type": "application/json", "User-Agent": "APIs-Google"}
    return Delivery({**headers, "Authorization": pushing.authorization(at)}, body, at, review)


def signed_anew(pushing: Pushing, delivery: Delivery, *, at: datetime) -> Delivery:
    """The same message, as Pub/Sub delivers it later or once more: with a token of that moment."""
    return replace(delivery, headers={**delivery.headers, "Authorization": pushing.authorization(at)}, at=at)
