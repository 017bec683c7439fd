"""A token of sixty days, renewed by schedule while it is still good: pure.

For: whoever connects Instagram; the channel signs with it.
Must not: renew a token that was refused: the platform renews none, and only a new consent helps.

The addresses stand in Meta's pages on the access_token and refresh_access_token endpoints
(https://developers.facebook.com/documentation/instagram-platform/reference/refresh_access_token). With the Instagram
login they carry no version and need no secret of the app; with the Facebook login both are needed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from copy import copy
from datetime import datetime, timedelta
from typing import Literal, Self, cast

from ...auth import Bearer
from ...contract import Request, Response, Token
from ...errors import AuthError, ConfigError, RateLimitError, UnavailableError
from . import errors

__all__ = ["BASES", "VERSION", "Login", "LongLivedToken"]

Login = Literal["instagram", "facebook"]
"""Which of Meta's two products: Instagram Login, or Facebook Login for Business."""

BASES: Mapping[Login, str] = {"instagram": "https://graph.instagram.com/", "facebook": "https://graph.facebook.com/"}

VERSION = "v26.0"
"""The newest version of the API when this was written (29 July 2026)."""

_LIFE = timedelta(days=60)
# A token must be a day old before it is renewed.
_YOUNG = timedelta(hours=24)
_NEW_CONSENT = (
    "a token that is younger than a day is not renewed yet, and one that was not renewed for 60 days is dead: then the "
    "login has to consent anew, and the new token be put in the place of the old one"
)


class LongLivedToken:
    """The token that a login's consent was exchanged for, sent as ``Authorization: Bearer``.

    What the renewals bring lies in the store, under a name that this first token gives; another first token begins
    anew. A page token of the Facebook login does not expire: it needs no ``client_id`` and is never renewed.

    Args:
        secret: the token.
        login: which product it belongs to.
        client_id, client_secret: the app, for the Facebook login; without them that token is not renewed.
        version: of the API, for the Facebook login.
        base: where it is renewed; by default the host of the login. It sees the token.
        hosts: the only other hosts that see it; by default the one of the channel that it is given to.
        app: the app whose limits it draws on; by default the client id, else the token itself.
        renew_before: how long before its end it is renewed.

    Raises: ConfigError, if a part is empty or holds what no credential has, or *base* is not https.
    """

    def __init__(
        self,
        secret: str,
        *,
        login: Login = "instagram",
        client_id: str | None = None,
        client_secret: str | None = None,
        version: str = VERSION,
        base: str | None = None,
        hosts: Iterable[str] = (),
        app: str | None = None,
        renew_before: timedelta = timedelta(days=10),
    ) -> None:
        if login not in BASES:
            raise ConfigError(f"instagram: login {login!r} is none of {', '.join(map(repr, BASES))}")
        bearer = Bearer(secret)
        if (client_id is None) != (client_secret is None):
            raise ConfigError("instagram: client_id and client_secret belong together")
        if client_secret is not None:
            Bearer(client_secret)
        self._secret = secret
        self._login: Login = login
        self._client = (client_id, client_secret) if client_id is not None and client_secret is not None else None
        place = (base or BASES[login]).rstrip("/") + "/"
        self._url = place + ("refresh_access_token" if login == "instagram" else f"{version}/oauth/access_token")
        try:
            renewed_at = Request("GET", self._url).host.lower()
        except ValueError as wrong:
            raise ConfigError(f"instagram: {wrong}") from None
        self._renewed_at = renewed_at
        self._renew_before = renew_before
        self.key = f"{errors.NAME}:{bearer.key.removeprefix('key:')}"
        self.app = app or (f"app:{client_id}" if client_id is not None else self.key)
        self.hosts: frozenset[str] = frozenset()
        self._bind(hosts)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.key!r}, login={self._login!r}, hosts={sorted(self.hosts)})"

    def at(self, *hosts: str) -> Self:
        """The same credential, for these hosts only, and for the one where it is renewed."""
        bound = copy(self)
        bound._bind(hosts)
        return bound

    def headers(self, request: Request, token: Token | None) -> Mapping[str, str]:
        """``Authorization: Bearer``, with the newest token there is.

        By header, so that no address holds it: the platform repeats the query in the ``next`` of its answers.
        """
        return {"Authorization": f"Bearer {token.secret if token is not None else self._secret}"}

    def renewal(self, token: Token | None) -> Request | None:
        """The exchange of a good token for a later one; it may be repeated. None, if nothing can be renewed."""
        secret = token.secret if token is not None else self._secret
        if self._login == "instagram":
            return Request("GET", self._url, params={"grant_type": "ig_refresh_token", "access_token": secret})
        if self._client is None:
            return None
        client_id, client_secret = self._client
        params = {"grant_type": "fb_exchange_token", "client_id": client_id, "client_secret": client_secret}
        return Request("GET", self._url, params={**params, "fb_exchange_token": secret})

    def renewed(self, response: Response, *, now: datetime) -> Token:
        """The fresh token.

        Raises: AuthError, if it is refused for good; RateLimitError or UnavailableError, if not just now.
        """
        request = Request("GET", self._url)
        refused = errors.error(request, response)
        if isinstance(refused, RateLimitError | UnavailableError):
            raise refused
        if refused is not None:
            said = f"the token is not renewed: {refused.message}"
            raise AuthError(said, hint=_NEW_CONSENT, status=response.status, request=str(request))
        body = _object(response.body)
        secret = body.get("access_token")
        if (
            not isinstance(secret, str)
            or not secret.isascii()
            or not secret.isprintable()
            or " " in secret
            or not secret
        ):
            raise UnavailableError("the answer holds no fresh token", status=response.status, request=str(request))
        life = _seconds(body.get("expires_in"))
        rights = body.get("permissions")
        named = cast("list[object]", rights) if isinstance(rights, list) else []
        scopes = rights if isinstance(rights, str) else ",".join(map(str, named))
        # Without a lifetime it is renewed as if it had the usual one, and used until it is refused.
        ends = now + (life or _LIFE)
        return Token(
            secret,
            expires_at=ends if life else None,
            scopes=tuple(filter(None, scopes.replace(",", " ").split())),
            renew_at=min(ends, max(now + _YOUNG, ends - self._renew_before)),
        )

    def _bind(self, hosts: Iterable[str]) -> None:
        given = frozenset(host.lower() for host in hosts)
        # Without hosts of its own it is bound to nothing yet; see the channel that takes it.
        self.hosts = given | {self._renewed_at} if given else given


def _seconds(lifetime: object) -> timedelta | None:
    if isinstance(lifetime, str) and lifetime.isascii() and lifetime.isdigit():
        lifetime = int(lifetime[:10])
    if isinstance(lifetime, bool) or not isinstance(lifetime, int | float) or not 0 < lifetime < 10**9:
        return None
    return timedelta(seconds=lifetime)


def _object(body: bytes) -> Mapping[str, object]:
    try:
        found: object = json.loads(body[:100_000])
    except (ValueError, RecursionError):
        return {}
    return cast("dict[str, object]", found) if isinstance(found, dict) else {}
