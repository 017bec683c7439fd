"""Who may call as whom: clients, the consents given to them, and the access tokens that last an hour.

For: ``World``, which owns one; the token endpoint; and tests that let a token expire, rotate or be withdrawn.
Must not: read the machine's clock; what expires does so by the world's.

Renewal: https://developers.google.com/identity/protocols/oauth2/web-server#offline
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

from ..server import Request, Response

__all__ = ["CLIENT_ID", "CLIENT_SECRET", "REFRESH_TOKEN", "SCOPE", "Consent", "Grants", "renew"]

CLIENT_ID = "1234567890-sandbox.apps.example"
CLIENT_SECRET = "sandbox-client-secret"  # noqa: S105  opens nothing but the sandbox
REFRESH_TOKEN = "sandbox-refresh-token"  # noqa: S105  the same
SCOPE = "https://www.googleapis.com/auth/youtube.force-ssl"
"""The only scope that reads or writes comments."""

_LIFETIME = 3_599


@dataclass(eq=False)
class Consent:
    """What the owner of a channel has allowed a client; ``refresh`` is the token that is taken now."""

    channel: str
    refresh: str | None
    scope: str = SCOPE
    access: dict[str, datetime] = field(default_factory=dict[str, datetime])


class Grants:
    """All consents of a world.

    Attributes:
        rotating: whether each renewal hands out another refresh token and ends the old one.
        lifetime: seconds that an access token lasts.
        renewals: access tokens handed out so far.
    """

    def __init__(self) -> None:
        self.clients = {CLIENT_ID: CLIENT_SECRET}
        self.consents: list[Consent] = []
        self.rotating = False
        self.lifetime = _LIFETIME
        self.renewals = 0

    def allow(self, channel: str, *, refresh: str = REFRESH_TOKEN, scope: str = SCOPE) -> Consent:
        """The owner of *channel* consents."""
        consent = Consent(channel, refresh, scope)
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
            consent.access.clear()

    def holder(self, authorization: str, at: datetime) -> Consent | None:
        """The consent behind an ``Authorization`` header; None if its token is not good at *at*."""
        kind, _, token = authorization.partition(" ")
        for consent in self.consents:
            if kind.lower() == "bearer" and token in consent.access and at < consent.access[token]:
                return consent
        return None

    def renew(self, form: Mapping[str, str], at: datetime) -> tuple[int, dict[str, Any]]:
        """Status and body of a renewal."""
        if form.get("grant_type") != "refresh_token":
            return 400, {"error": "unsupported_grant_type", "error_description": "Invalid grant_type"}
        if self.clients.get(form.get("client_id", "")) != form.get("client_secret"):
            return 401, {"error": "invalid_client", "error_description": "The OAuth client was not found."}
        refresh = form.get("refresh_token")
        consent = next((known for known in self.consents if refresh and known.refresh == refresh), None)
        if consent is None:
            return 400, {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}
        self.renewals += 1
        token = f"ya29.sandbox-access-{self.renewals:04}"
        consent.access[token] = at + timedelta(seconds=self.lifetime)
        body = {
            "access_token": token,
            "expires_in": self.lifetime,
            "scope": consent.scope,
            "token_type": "Bearer",
        }
        if self.rotating:
            consent.refresh = body["refresh_token"] = f"{REFRESH_TOKEN}-{self.renewals:04}"
        return 200, body


def renew(grants: Grants, request: Request, at: datetime) -> Response:
    """Answer ``POST /token``."""
    if request.method != "POST":
        return Response(404, b"", {"Content-Type": "text/html"})
    form = {name: values[-1] for name, values in parse_qs(request.body.decode("utf-8", "replace")).items()}
    status, body = grants.renew(form, at)
    return Response(status, json.dumps(body).encode(), {"Content-Type": "application/json; charset=utf-8"})
