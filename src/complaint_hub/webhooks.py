"""Whether a webhook comes from the platform that it claims to come from: signatures, challenges and tokens.

For: channels (``receive``), and programs with a web server of their own; each function can be used alone.
Must not: send anything, read a clock (``now`` is passed in), parse what was signed, or load a web framework.

A signature is over the very bytes that came: hand over the body as it is, before anything has decoded or parsed it.
Headers are a mapping, or pairs; only pairs can show that a header came twice, which is refused. What is secret, or is
compared with something secret, is compared in constant time.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from .errors import AuthError, ConfigError

__all__ = [
    "GOOGLE_ISSUER",
    "GOOGLE_KEYS",
    "TOLERANCE",
    "Headers",
    "UnknownKeyError",
    "meta_challenge",
    "verify_google",
    "verify_meta",
    "verify_tiktok",
]

Headers = Mapping[str, str] | Sequence[tuple[str, str]]
"""Names in any case."""

TOLERANCE = timedelta(seconds=300)
"""How far a signed time may lie from now, either way; TikTok sets no figure, and 300 s is customary."""

GOOGLE_KEYS = "https://www.googleapis.com/oauth2/v3/certs"
"""Where the keys stand that Google signs with (https://developers.google.com/identity/openid-connect/openid-connect)."""

GOOGLE_ISSUER = "https://accounts.google.com"

_LEEWAY = timedelta(seconds=10)  # clocks of two machines
_LONGEST_TOKEN = 10_000
_REQUIRED = ["exp", "iat", "aud", "iss", "sub", "email"]


class UnknownKeyError(AuthError):
    """The token names a key that is not among those given; the platform may have changed them: fetch them once more."""


def verify_meta(body: bytes, headers: Headers, *, secrets: Sequence[str]) -> None:
    """Accept a call of Meta: ``X-Hub-Signature-256`` is made over *body* with one of the app secrets.

    Args:
        secrets: several while one is exchanged; the Instagram login has an app secret of its own.

    Raises: AuthError, if it is not; ConfigError, if there is no secret.
    Source: https://developers.facebook.com/docs/graph-api/webhooks/getting-started#validate-payloads
    """
    name, _, signature = _only(headers, "X-Hub-Signature-256").partition("=")
    if name != "sha256":
        raise AuthError("X-Hub-Signature-256 is not of the form sha256=...")
    _check(body, signature, secrets)


def meta_challenge(query: Sequence[tuple[str, str]], *, verify_token: str | None) -> bytes:
    """What to answer Meta when it asks whether the address is ours; as plain text.

    Raises: AuthError, if the question is none of Meta's, or does not know *verify_token*.
    Source: https://developers.facebook.com/docs/graph-api/webhooks/getting-started#verification-requests
    """
    mode, token, challenge = (_parameter(query, f"hub.{name}") for name in ("mode", "verify_token", "challenge"))
    if mode != "subscribe" or not verify_token or not _same(token, verify_token):
        raise AuthError("this is no question of Meta's, or its verify token is another one")
    # What is echoed must not become a page: letters and digits alone.
    if not (challenge.isascii() and challenge.isalnum() and len(challenge) <= 200):
        raise AuthError("hub.challenge holds more than letters and digits")
    return challenge.encode()


def verify_tiktok(
    body: bytes, headers: Headers, *, secrets: Sequence[str], now: datetime, tolerance: timedelta = TOLERANCE
) -> None:
    """Accept a call of TikTok: ``TikTok-Signature: t=...,s=...`` is made over that time and *body*.

    Args:
        secrets: of the app; several while one is exchanged.
        tolerance: how far ``t`` may lie from *now*. Within it the same call can be sent again by whoever has seen it:
            what it tells must be stored once.

    Raises: AuthError, if it is not; ConfigError, if there is no secret.
    Source: https://developers.tiktok.com/doc/webhooks-verification
    """
    pieces = [piece.strip().partition("=") for piece in _only(headers, "TikTok-Signature").split(",")]
    parts = {name: value for name, _, value in pieces}
    moment, signature = parts.get("t", ""), parts.get("s", "")
    if len(parts) != len(pieces) or not (moment.isascii() and moment.isdigit() and len(moment) <= 12):
        raise AuthError("TikTok-Signature is not of the form t=...,s=...")
    _check(moment.encode() + b"." + body, signature, secrets)
    if abs(now.timestamp() - int(moment)) > tolerance.total_seconds():
        raise AuthError(
            "TikTok-Signature is too old, or of a time to come", hint="look at the clock of this machine, too"
        )


def verify_google(
    headers: Headers, *, keys: Mapping[str, Any], audience: str, email: str, now: datetime
) -> Mapping[str, Any]:
    """Accept a push of Google's Pub/Sub: its bearer token is signed by Google, for us, in the name of our sender.

    Args:
        keys: the key set of :data:`GOOGLE_KEYS`, as its JSON says it.
        audience: what the subscription names; by default the address that is called.
        email: the service account that the subscription pushes as. Without it any Google customer could call us.
        now: what the times of the token are compared with, 10 s more or less.

    Returns: what the token says.
    Raises: AuthError; UnknownKeyError (one of them), if *keys* lack the one named; ConfigError, without the extra
        ``web``.
    Source: https://cloud.google.com/pubsub/docs/authenticate-push-subscriptions
    """
    if not audience or not email:
        raise ConfigError("a push of Google is verified by audience and e-mail: give both")
    scheme, _, token = _only(headers, "Authorization").partition(" ")
    if scheme.lower() != "bearer" or len(token) > _LONGEST_TOKEN or not token.isascii():
        raise AuthError("Authorization holds no bearer token")
    claims = _signed(token.strip(), keys)
    if not (_same(claims["iss"], GOOGLE_ISSUER) and _same(claims["aud"], audience)):
        raise AuthError("the token is of another issuer, or for another audience")
    if claims.get("email_verified") is not True or not _same(claims["email"], email):
        raise AuthError("the token was given to another account than the one that pushes to us")
    times = [claims[name] for name in ("exp", "iat")] + ([claims["nbf"]] if "nbf" in claims else [])
    if any(isinstance(time, bool) or not isinstance(time, int | float) for time in times):
        raise AuthError("the token has no times")
    moment, leeway = now.timestamp(), _LEEWAY.total_seconds()
    if moment >= times[0] + leeway or any(moment < time - leeway for time in times[1:]):
        raise AuthError("the token has run out, or is not valid yet", hint="look at the clock of this machine, too")
    return claims


def _signed(token: str, keys: Mapping[str, Any]) -> dict[str, Any]:
    """What a token says, once its signature holds. Its times are not looked at."""
    try:
        import jwt
    except ImportError:
        raise ConfigError("tokens of Google need PyJWT: pip install 'complaint-hub[web]'") from None
    unseen = {"verify_aud": False, "verify_exp": False, "verify_iat": False, "verify_nbf": False, "verify_iss": False}
    # A forged token may be anything, and so may what the parsers behind say of it.
    strange = (jwt.PyJWTError, ValueError, TypeError, KeyError, AttributeError, RecursionError)
    try:
        named = jwt.get_unverified_header(token).get("kid")
    except strange:
        raise AuthError("Authorization holds no token") from None
    try:
        known = {key.key_id: key.key for key in jwt.PyJWKSet.from_dict(dict(keys)).keys}
    except strange:
        known = {}
    if named not in known:
        raise UnknownKeyError("the token is signed with a key that is not known")
    try:
        # The algorithm is ours to name: with that of the token, "none" and HMAC with the public key would pass.
        options: Any = {"require": _REQUIRED, **unseen}
        return jwt.decode(token, known[named], algorithms=["RS256"], options=options)
    except strange:
        raise AuthError("the token is not signed by Google") from None


def _check(signed: bytes, signature: str, secrets: Sequence[str]) -> None:
    """Raise AuthError, unless one of the secrets makes this signature."""
    if isinstance(secrets, str) or not secrets or not all(secrets):
        raise ConfigError("a webhook is verified by app secrets: give at least one, and no empty one")
    # All are tried, so that the time taken does not tell which one it was.
    made = [hmac.new(secret.encode(), signed, "sha256").hexdigest() for secret in secrets]
    if sum(_same(signature, one) for one in made) < 1:
        raise AuthError("the signature is not made with our secret over these bytes")


def _same(given: object, ours: str) -> bool:
    """Compare in a time that does not depend on where they differ; a value that is no text is never the same."""
    text = given.encode("utf-8", "surrogatepass") if isinstance(given, str) else b""
    return hmac.compare_digest(text, ours.encode("utf-8", "surrogatepass")) and isinstance(given, str)


def _only(headers: Headers, name: str) -> str:
    """The one value of a header. Raises AuthError, if it is missing or stands there twice."""
    pairs = headers.items() if isinstance(headers, Mapping) else headers
    values = [value for given, value in pairs if given.lower() == name.lower()]
    if len(values) != 1:
        raise AuthError(f"{name} {'is missing' if not values else 'came more than once'}")
    return values[0].strip()


def _parameter(query: Sequence[tuple[str, str]], name: str) -> str:
    values = [value for given, value in query if given == name]
    return values[0] if len(values) == 1 else ""
