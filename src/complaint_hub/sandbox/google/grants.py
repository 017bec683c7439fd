"""Who may call Google's review servers: the consent of one login, and what a bad access token is answered with.

For: ``World``, which owns one, and tests that let a token expire, rotate or be revoked.
Must not: hand out or renew anything itself; see the ``grants`` of the sandbox.
"""

from __future__ import annotations

from datetime import datetime

from .. import grants
from ..answers import RefusedError
from ..grants import CLIENT_SECRET, REFRESH_TOKEN, Client

__all__ = ["CLIENT_ID", "CLIENT_SECRET", "REFRESH_TOKEN", "SCOPE", "Grants"]

CLIENT_ID = "sandbox-client.apps.example"
SCOPE = "https://www.googleapis.com/auth/business.manage"

_CLIENT = Client(
    CLIENT_ID,
    CLIENT_SECRET,
    wrong_secret="unauthorized_client",  # noqa: S106  the name of an error
    no_refresh_token="invalid_request",  # noqa: S106  the same
)


class Grants(grants.Grants):
    """The consent of one login to one client."""

    def __init__(self) -> None:
        super().__init__(_CLIENT, scope=SCOPE)
        self.consent = self.allow("login")

    @property
    def refresh_token(self) -> str | None:
        """The one that is taken now; None once consent is revoked. May be set."""
        return self.consent.refresh

    @refresh_token.setter
    def refresh_token(self, token: str | None) -> None:
        self.consent.refresh = token

    @property
    def scope(self) -> str:
        """What was consented to; may be set."""
        return self.consent.scope

    @scope.setter
    def scope(self, scope: str) -> None:
        self.consent.scope = scope

    def give(self, at: datetime) -> str:
        """A new access token."""
        return self.hand_out(self.consent, at)

    def expire_access(self) -> None:
        """Every access token given so far has ended."""
        self.expire()

    def check(self, authorization: str, at: datetime) -> None:
        """Raises RefusedError, unless the header holds a token that is good at *at*."""
        if not authorization:
            raise RefusedError("noToken")
        found = self.find(authorization)
        if found is None:
            raise RefusedError("badToken")
        consent, end = found
        if end is None or at >= end:
            raise RefusedError("expiredToken")
        if SCOPE not in consent.scope.split():
            raise RefusedError("scopeInsufficient")
