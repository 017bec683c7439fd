"""Who may call as whom: a client, the consents given to it, and the access tokens that last an hour.

For: the ``grants`` of each platform, which say its client and its scope, and tests that let a token expire, rotate or
be withdrawn.
Must not: know what a platform answers to a bad access token, nor read the machine's clock; what expires does so by
the world's.

Renewal: https://developers.google.com/identity/protocols/oauth2/web-server#offline; errors: RFC 6749, section 5.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

from .answers import RefusedError, json_response
from .server import Request, Response

__all__ = ["CLIENT_SECRET", "OAUTH_ERRORS", "REFRESH_TOKEN", "Client", "Consent", "Grants", "refuse_token"]

CLIENT_SECRET = "sandbox-client-secret"  # noqa: S105  opens nothing but the sandbox
REFRESH_TOKEN = "sandbox-refresh-token"  # noqa: S105  the same

_LIFETIME = 3_599

OAUTH_ERRORS: dict[str, tuple[int, str]] = {
    "invalid_grant": (400, "Token has been expired or revoked."),
    "invalid_client": (401, "The OAuth client was not found."),
    "unauthorized_client": (401, "Unauthorized"),
    "unsupported_grant_type": (400, "Invalid grant_type"),
    "invalid_request": (400, "Missing required parameter: refresh_token"),
}
"""Status and description of each."""


@dataclass(frozen=True)
class Client:
    """The one client that is known, and which errors a bad renewal by it is answered with.

    Attributes:
        wrong_secret: for a secret that is not the client's; one that is missing is always ``invalid_client``.
        no_refresh_token: for a renewal without a refresh token.
    """

    id: str
    secret: str
    wrong_secret: str = "invalid_client"  # noqa: S105  the name of an error
    no_refresh_token: str = "invalid_grant"  # noqa: S105  the same


@dataclass(eq=False)
class Consent:
    """What somebody has allowed the client.

    Attributes:
        owner: whose consent it is, where that matters: the id of a channel.
        refresh: the token that is taken now; None once consent is withdrawn.
        access: each access token and when it ends; None is over.
    """

    owner: str
    refresh: str | None
    scope: str
    access: dict[str, datetime | None] = field(default_factory=dict[str, datetime | None])


class Grants:
    """All consents of a world.

    Attributes:
        rotating: whether each renewal hands out another refresh token and ends the old one.
        lifetime: seconds that an access token lasts.
        renewals: access tokens handed out so far.
    """

    def __init__(self, client: Client, *, scope: str) -> None:
        self.client = client
        self.consents: list[Consent] = []
        self.rotating = False
        self.lifetime = _LIFETIME
        self.renewals = 0
        self._scope = scope

    def allow(self, owner: str, *, refresh: str = REFRESH_TOKEN, scope: str | None = None) -> Consent:
        """*owner* consents; to the platform's usual scope, unless another is named."""
        consent = Consent(owner, refresh, self._scope if scope is None else scope)
        self.consents.append(consent)
        return consent

    def withdraw(self, refresh: str | None = None) -> None:
        """Consent is over: of one refresh token, or of all."""
        for consent in self.consents:
            if refresh in (None, consent.refresh):
                consent.refresh = None
                consent.access.clear()

    def expire(self) -> None:
        """Every access token handed out so far is over; the consents stand."""
        for consent in self.consents:
            consent.access = dict.fromkeys(consent.access)

    def find(self, authorization: str) -> tuple[Consent, datetime | None] | None:
        """The consent behind an ``Authorization`` header and when its token ends, perhaps long ago."""
        kind, _, token = authorization.partition(" ")
        for consent in self.consents:
            if kind.lower() == "bearer" and token in consent.access:
                return consent, consent.access[token]
        return None

    def holder(self, authorization: str, at: datetime) -> Consent | None:
        """The consent behind an ``Authorization`` header; None if its token is not good at *at*."""
        found = self.find(authorization)
        return found[0] if found is not None and found[1] is not None and at < found[1] else None

    def hand_out(self, consent: Consent, at: datetime) -> str:
        """A new access token."""
        self.renewals += 1
        token = f"ya29.sandbox-access-{self.renewals:04}"
        consent.access[token] = at + timedelta(seconds=self.lifetime)
        return token

    def renew(self, form: Mapping[str, str], at: datetime) -> dict[str, Any]:
        """The body of a renewal. Raises RefusedError with a name of OAUTH_ERRORS."""
        consent = self._renewable(form)
        body = {
            "access_token": self.hand_out(consent, at),
            "expires_in": self.lifetime,
            "scope": consent.scope,
            "token_type": "Bearer",
        }
        if self.rotating:
            consent.refresh = body["refresh_token"] = f"{REFRESH_TOKEN}-{self.renewals:04}"
        return body

    def _renewable(self, form: Mapping[str, str]) -> Consent:
        if form.get("client_id") != self.client.id:
            raise RefusedError("invalid_client")
        if form.get("client_secret") != self.client.secret:
            raise RefusedError(self.client.wrong_secret if "client_secret" in form else "invalid_client")
        if form.get("grant_type") != "refresh_token":
            raise RefusedError("unsupported_grant_type")
        refresh = form.get("refresh_token")
        if not refresh:
            raise RefusedError(self.client.no_refresh_token)
        for consent in self.consents:
            if consent.refresh == refresh:
                return consent
        raise RefusedError("invalid_grant")

    def answer(self, request: Request, at: datetime) -> Response:
        """Answer a call of the token endpoint, which takes ``POST`` alone."""
        if request.method != "POST":
            return Response(404, b"", {"Content-Type": "text/html"})
        form = dict(parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True))
        try:
            return json_response(200, self.renew(form, at))
        except RefusedError as refused:
            return refuse_token(refused.name)


def refuse_token(name: str, **_: Any) -> Response:
    """The answer of the token endpoint for error *name*, which has one shape whatever is asked. Raises KeyError."""
    status, description = OAUTH_ERRORS[name]
    return json_response(status, {"error": name, "error_description": description})
