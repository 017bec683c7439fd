"""Who may call: the client, its refresh token, and the access tokens given for it.

For: ``World``, which owns one, the token endpoint, and tests that let a token expire, rotate or be revoked.
Must not: read the machine's clock; what expires does so by the world's.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from ..answers import RefusedError

__all__ = ["CLIENT_ID", "CLIENT_SECRET", "LIFETIME", "REFRESH_TOKEN", "SCOPE", "Grants"]

CLIENT_ID = "sandbox-client.apps.example"
CLIENT_SECRET = "sandbox-client-secret"  # noqa: S105  opens nothing but the sandbox
REFRESH_TOKEN = "sandbox-refresh-token"  # noqa: S105  the same
SCOPE = "https://www.googleapis.com/auth/business.manage"

LIFETIME = 3_599
"""Seconds that an access token lives."""


class Grants:
    """The consent of one login to one client.

    Attributes:
        refresh_token: the one that is taken now; None once consent is revoked.
        rotating: whether each renewal gives a new refresh token and ends the old one.
        scope: what was consented to.
        renewals: access tokens given so far.
    """

    def __init__(self) -> None:
        self.client_id = CLIENT_ID
        self.client_secret = CLIENT_SECRET
        self.refresh_token: str | None = REFRESH_TOKEN
        self.rotating = False
        self.scope = SCOPE
        self.renewals = 0
        self._access: dict[str, datetime | None] = {}  # token -> when it ends; None is over

    def give(self, at: datetime) -> str:
        """A new access token."""
        self.renewals += 1
        token = f"ya29.sandbox-{self.renewals}"
        self._access[token] = at + timedelta(seconds=LIFETIME)
        return token

    def expire_access(self) -> None:
        """Every access token given so far has ended."""
        self._access = dict.fromkeys(self._access)

    def check(self, authorization: str, at: datetime) -> None:
        """Raises RefusedError, unless the header holds a token that is good at *at*."""
        kind, _, token = authorization.partition(" ")
        if not authorization:
            raise RefusedError("noToken")
        if kind.lower() != "bearer" or token not in self._access:
            raise RefusedError("badToken")
        end = self._access[token]
        if end is None or at >= end:
            raise RefusedError("expiredToken")
        if SCOPE not in self.scope.split():
            raise RefusedError("scopeInsufficient")

    def renew(self, form: Mapping[str, str], at: datetime) -> dict[str, Any]:
        """The body of a renewal. Raises RefusedError with the name of an OAuth error."""
        if form.get("client_id") != self.client_id:
            raise RefusedError("invalid_client")
        if form.get("client_secret") != self.client_secret:
            raise RefusedError("unauthorized_client" if "client_secret" in form else "invalid_client")
        if form.get("grant_type") != "refresh_token":
            raise RefusedError("unsupported_grant_type")
        if not form.get("refresh_token"):
            raise RefusedError("invalid_request")
        if self.refresh_token is None or form["refresh_token"] != self.refresh_token:
            raise RefusedError("invalid_grant")
        body = {
            "access_token": self.give(at),
            "expires_in": LIFETIME,
            "scope": self.scope,
            "token_type": "Bearer",
        }
        if self.rotating:
            self.refresh_token = body["refresh_token"] = f"{REFRESH_TOKEN}-{self.renewals}"
        return body
