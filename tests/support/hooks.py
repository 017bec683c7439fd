"""Calls as platforms make them: signed bodies, and the tokens of a Google that has keys of its own."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

__all__ = [
    "AUDIENCE",
    "EMAIL",
    "KID",
    "SAMPLES",
    "claims",
    "google_key",
    "google_keys",
    "meta_headers",
    "public_pem",
    "push",
    "tiktok_headers",
    "token",
]

SAMPLES = Path(__file__).parents[1] / "samples" / "webhooks"
AUDIENCE = "https://aduan.example.go.id/hooks/google_reviews"
EMAIL = "pusher@contoh.iam.gserviceaccount.com"
KID = "key-1"


def meta_headers(body: bytes, secret: str) -> dict[str, str]:
    return {"X-Hub-Signature-256": f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"}


def tiktok_headers(body: bytes, secret: str, at: datetime) -> dict[str, str]:
    moment = str(int(at.timestamp()))
    signature = hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
    return {"TikTok-Signature": f"t={moment},s={signature}"}


@cache
def google_key(kid: str = KID) -> rsa.RSAPrivateKey:
    """The private key of that name, made once."""
    return rsa.generate_private_key(public_exponent=65_537, key_size=2_048)


def public_pem(kid: str = KID) -> bytes:
    """The public key as a text, which HMAC could be tricked to take as a secret."""
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return google_key(kid).public_key().public_bytes(serialization.Encoding.PEM, form)


def google_keys(*kids: str) -> dict[str, Any]:
    """The key set, as Google publishes it."""
    sets = [jwt.algorithms.RSAAlgorithm.to_jwk(google_key(kid).public_key(), as_dict=True) for kid in kids or (KID,)]
    named = zip(kids or (KID,), sets, strict=True)
    return {"keys": [{**one, "kid": kid, "alg": "RS256", "use": "sig"} for kid, one in named]}


def claims(now: datetime, **other: object) -> dict[str, Any]:
    """What a token of our subscription says; a claim that is None is left out."""
    said = {
        "iss": "https://accounts.google.com",
        "aud": AUDIENCE,
        "email": EMAIL,
        "email_verified": True,
        "sub": "113774264463038321964",
        "azp": "113774264463038321964",
        "iat": int(now.timestamp()),
        "exp": int((now + timedelta(hours=1)).timestamp()),
    } | other
    return {name: value for name, value in said.items() if value is not None}


def token(said: Mapping[str, Any], *, kid: str | None = KID) -> dict[str, str]:
    """The header of a push."""
    signed = jwt.encode(dict(said), google_key(kid or KID), algorithm="RS256", headers={"kid": kid} if kid else {})
    return {"Authorization": f"Bearer {signed}"}


def push(told: object, *, message: str = "m-1") -> bytes:
    """What Pub/Sub posts around what Google says of a review."""
    data = base64.b64encode(told if isinstance(told, bytes) else json.dumps(told).encode()).decode()
    inside = {"data": data, "attributes": {}, "messageId": message, "publishTime": "2026-11-24T02:00:00Z"}
    return json.dumps({"message": inside, "subscription": "projects/p/subscriptions/s"}).encode()
