"""Webhooks of the platforms: signed calls that a world has made, and that nobody has delivered yet.

For: the world of each platform, which makes them, and tests and the command line, which deliver them: at once, late,
twice, out of order, or not at all.
Must not: send anything, or know a platform's form beyond the signature; nor share a line with the code that verifies.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

__all__ = ["Delivery", "meta_signed", "tiktok_signed"]


@dataclass(frozen=True)
class Delivery:
    """One call, as the platform would post it.

    Attributes:
        at: when the platform made it.
        about: what it tells of, for whoever delivers: the id of the comment.
    """

    headers: Mapping[str, str] = field(repr=False)
    body: bytes
    at: datetime
    about: str = ""


def meta_signed(payload: Any, *, secret: str, at: datetime, about: str = "") -> Delivery:
    """As Meta does: non-ASCII escaped in lower case, a slash escaped too, the signature over these bytes."""
    body = json.dumps(payload, separators=(",", ":")).replace("/", "\\/").encode("ascii")
    made = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    headers = {"Content-Type": "application/json", "User-Agent": "Webhooks/1.0 (https://fb.me/webhooks)"}
    return Delivery({**headers, "X-Hub-Signature-256": f"sha256={made}"}, body, at, about)


def tiktok_signed(payload: Any, *, secret: str, at: datetime, about: str = "") -> Delivery:
    """As TikTok does: the time of the call is signed, too."""
    body = json.dumps(payload, separators=(",", ":")).encode("ascii")
    moment = str(int(at.timestamp()))
    made = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return Delivery({"Content-Type": "application/json", "TikTok-Signature": f"t={moment},s={made}"}, body, at, about)
