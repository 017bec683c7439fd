"""How a request is signed: pure, by header, and only for the hosts that a credential belongs to.

For: channels (an identity is one of these) and users who configure them; ``contract.Auth`` is the promise.
Must not: do I/O, read the environment, or show a secret in a repr or an error. Keys travel in headers, never in the
query of a URL, because URLs end up in logs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from copy import copy
from datetime import datetime, timedelta
from typing import Self, cast

from .contract import Request, Response, Token
from .errors import AuthError, ConfigError, UnavailableError

__all__ = ["GOOGLE_TOKENS", "ApiKey", "Bearer", "OAuth2", "Unsigned"]

GOOGLE_TOKENS = "https://oauth2.googleapis.com/token"
"""Where Google renews (https://developers.google.com/identity/protocols/oauth2/web-server#offline)."""

_EARLY = timedelta(seconds=60)
_NEW_CONSENT = (
    "a person has to consent anew and put the new refresh token into the settings; a consent ends when it is "
    "withdrawn, after 7 days while the consent screen is in 'Testing', after 6 months without use, and when a program "
    "was stopped between the answer with a new refresh token and its storing"
)
_CHECK_CLIENT = "check client_id and client_secret against the console of the platform"
# What a token endpoint refuses with (RFC 6749, 5.2), and the way out.
_REFUSALS = {
    "invalid_grant": ("the refresh token is not accepted any more", _NEW_CONSENT),
    "invalid_client": ("client_id and client_secret are not accepted", _CHECK_CLIENT),
    "unauthorized_client": ("this client may not renew with that refresh token", _CHECK_CLIENT),
    "invalid_scope": ("the consent does not cover these scopes", _NEW_CONSENT),
    "unsupported_grant_type": ("this address renews no tokens", "check token_url"),
}


class ApiKey:
    """A key that the platform's console gives out, sent in a header of its own.

    Args:
        secret: the key.
        hosts: the only hosts (``host`` or ``host:port``) that ever see it; by default the host of the channel it is
            given to.
        header: the header it travels in.
        app: the project or client it belongs to; limits that a whole project shares are counted by it. By default the
            key stands for itself.

    Raises: ConfigError, if the key is empty or holds a character that no key has (a space, a line end).
    """

    def __init__(
        self, secret: str, *, hosts: Iterable[str] = (), header: str = "X-Goog-Api-Key", app: str | None = None
    ) -> None:
        _check(secret, header)
        self._headers = {header: secret}
        self.key = f"key:{_fingerprint(secret)}"
        self.app = app or self.key
        self.hosts = frozenset(host.lower() for host in hosts)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.key!r}, hosts={sorted(self.hosts)}, app={self.app!r})"

    def at(self, *hosts: str) -> Self:
        """The same credential, for these hosts only."""
        bound = copy(self)
        bound.hosts = frozenset(host.lower() for host in hosts)
        return bound

    def headers(self, request: Request, token: Token | None) -> Mapping[str, str]:
        """The key's header."""
        return self._headers

    def renewal(self, token: Token | None) -> Request | None:
        """None: a key does not expire."""
        return None

    def renewed(self, response: Response, *, now: datetime) -> Token:
        """Raises AuthError: there is nothing to renew."""
        raise AuthError("this credential cannot be renewed", hint="make a new one in the platform's console")


class Bearer(ApiKey):
    """A token that somebody else keeps fresh, sent as ``Authorization: Bearer``. Args and errors as :class:`ApiKey`."""

    def __init__(self, secret: str, *, hosts: Iterable[str] = (), app: str | None = None) -> None:
        _check(secret, "Authorization")
        super().__init__(secret, hosts=hosts, header="Authorization", app=app)
        self._headers = {"Authorization": f"Bearer {secret}"}


class OAuth2:
    """A consent that somebody gave once, renewed for an hour at a time: OAuth 2 with a refresh token.

    The tokens themselves lie in the store, which hands them out and takes the lease for a renewal. A platform may
    answer a renewal with another refresh token; that one is stored and used from then on.

    Args:
        client_id, client_secret: the program, as the platform's console names it.
        refresh_token: the consent. Another one begins anew: nothing of the old one is used.
        token_url: where it is renewed; its host sees client and refresh token.
        hosts: the only other hosts (``host`` or ``host:port``), the ones that see the access token; by default the host
            of the channel it is given to.
        scopes: what the consent covers, where the platform does not say it itself.
        app: the project whose limits it draws on. By default the number with which Google's client ids begin.

    Raises: ConfigError, if a part is empty or holds what no credential has, or *token_url* is not https.
    """

    def __init__(
        self,
        client_id: str,
        client_secret: str,
        refresh_token: str,
        *,
        token_url: str = GOOGLE_TOKENS,
        hosts: Iterable[str] = (),
        scopes: Iterable[str] = (),
        app: str | None = None,
    ) -> None:
        parts = {"client_id": client_id, "client_secret": client_secret, "refresh_token": refresh_token}
        for name, value in parts.items():
            _check(value, name)
        self._form = {"grant_type": "refresh_token", **parts}
        try:
            self._renewal = Request("POST", token_url, form=self._form)
        except ValueError as wrong:
            raise ConfigError(f"token_url: {wrong}") from None
        self.key = f"oauth:{_fingerprint(f'{client_id} {refresh_token}')}"
        self.app = app or _project(client_id)
        self.scopes = tuple(scopes)
        self.hosts: frozenset[str] = frozenset()
        self._bind(hosts)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.key!r}, hosts={sorted(self.hosts)}, app={self.app!r})"

    def at(self, *hosts: str) -> Self:
        """The same credential, for these hosts only, and for the one where it is renewed."""
        bound = copy(self)
        bound._bind(hosts)
        return bound

    def headers(self, request: Request, token: Token | None) -> Mapping[str, str]:
        """``Authorization: Bearer``; nothing without a token."""
        return {"Authorization": f"Bearer {token.secret}"} if token is not None else {}

    def renewal(self, token: Token | None) -> Request | None:
        """The exchange of the newest refresh token there is.

        It may be repeated: whoever has lost the answer has nothing to lose by asking again.
        """
        refresh = token.refresh if token is not None else None
        if refresh is None:
            return self._renewal
        return Request("POST", self._renewal.url, form={**self._form, "refresh_token": refresh})

    def renewed(self, response: Response, *, now: datetime) -> Token:
        """The fresh token; it counts as expired a minute early.

        Raises: AuthError, if it is refused; UnavailableError, if the answer cannot be read.
        """
        body = _object(response.body)
        if response.status >= 400 and body:
            code = body.get("error")
            code = code if isinstance(code, str) and code.replace("_", "").isalpha() else "without a reason"
            what, hint = _REFUSALS.get(code, (f"the token cannot be renewed: {code[:60]}", "look at the credential"))
            raise AuthError(what, hint=hint, status=response.status, request=str(self._renewal))
        return self._fresh(body, response, now=now)

    def _fresh(self, body: Mapping[str, object], response: Response, *, now: datetime) -> Token:
        """The token that an answer tells. Raises UnavailableError, if it tells none."""
        secret, lifetime, refresh = (body.get(name) for name in ("access_token", "expires_in", "refresh_token"))
        scope = body.get("scope")
        if response.status >= 300 or not isinstance(secret, str) or not _sendable(secret):
            raise UnavailableError(
                "the answer holds no fresh token", status=response.status, request=str(self._renewal)
            )
        return Token(
            secret,
            expires_at=_expiry(lifetime, now),
            refresh=refresh if isinstance(refresh, str) and _sendable(refresh) else None,
            # Separated by spaces (RFC 6749, 3.3), by commas on some platforms.
            scopes=tuple(scope.replace(",", " ").split()) if isinstance(scope, str) else self.scopes,
            consent_until=_until(body.get("refresh_token_expires_in"), now),
        )

    def _bind(self, hosts: Iterable[str]) -> None:
        given = frozenset(host.lower() for host in hosts)
        # Without hosts of its own it is bound to nothing yet, as a key is; see the channel that takes it.
        self.hosts = given | {self._renewal.host} if given else given


class Unsigned:
    """No credential at all: for what a platform publishes to everybody, its keys for instance.

    Args:
        hosts: the only ones that are asked so.
    """

    def __init__(self, *hosts: str) -> None:
        self.hosts = frozenset(host.lower() for host in hosts)
        self.key = self.app = f"unsigned:{','.join(sorted(self.hosts))}"

    def __repr__(self) -> str:
        return f"{type(self).__name__}(hosts={sorted(self.hosts)})"

    def headers(self, request: Request, token: Token | None) -> Mapping[str, str]:
        """None."""
        return {}

    def renewal(self, token: Token | None) -> Request | None:
        """None: there is nothing to renew."""
        return None

    def renewed(self, response: Response, *, now: datetime) -> Token:
        """Raises AuthError: there is nothing to renew."""
        raise AuthError("nothing is signed, so nothing can be renewed")


def _project(client_id: str) -> str:
    # https://developers.google.com/identity/protocols/oauth2: a client id begins with the number of its project.
    number = client_id.partition("-")[0]
    return f"project:{number}" if number.isdigit() else f"client:{_fingerprint(client_id)}"


def _expiry(lifetime: object, now: datetime) -> datetime | None:
    """When to renew. Without a lifetime a refusal will tell."""
    end = _until(lifetime, now)
    return None if end is None else end - min(_EARLY, (end - now) / 2)


def _until(lifetime: object, now: datetime) -> datetime | None:
    """When so many seconds are over; None for what is no such number."""
    if isinstance(lifetime, str) and lifetime.isascii() and lifetime.isdigit():
        lifetime = int(lifetime[:10])
    if isinstance(lifetime, bool) or not isinstance(lifetime, int | float) or not 0 < lifetime < 10**9:
        return None
    return now + timedelta(seconds=lifetime)


def _object(body: bytes) -> Mapping[str, object]:
    try:
        found: object = json.loads(body[:100_000])
    except (ValueError, RecursionError):
        return {}
    return cast("dict[str, object]", found) if isinstance(found, dict) else {}


def _sendable(secret: str) -> bool:
    return bool(secret) and secret.isascii() and secret.isprintable() and " " not in secret


def _check(secret: str, header: str) -> None:
    # Looked at here, because an HTTP client that cannot write a header shows it in its error.
    if not _sendable(secret):
        raise ConfigError(f"the credential for {header} is empty or holds a space, a line end or a non-ASCII character")


def _fingerprint(secret: str) -> str:
    """A name for the credential that does not give it away: the same key counts against the same quota."""
    return hashlib.blake2s(secret.encode(), digest_size=6, person=b"cmplhub").hexdigest()
