"""Who may call as which account: the app, the consents given to it, and its two kinds of token, both with an end.

For: ``World.grants``, and tests that let a token expire, rotate or be revoked.
Must not: read the machine's clock; what expires does so by the world's.

Unlike the other platforms of the sandbox: JSON and not a form, its own codes, a refresh token that ends after a year
and is replaced by each renewal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from ..answers import Json
from .errors import ApiRefusedError

__all__ = ["CLIENT_ID", "CLIENT_SECRET", "DAY", "REDIRECT_URI", "REFRESH_TOKEN", "SCOPES", "YEAR", "Consent", "Grants"]

CLIENT_ID = "7000000000000000001"
CLIENT_SECRET = "sandbox-client-secret"  # noqa: S105  opens nothing but the sandbox
REFRESH_TOKEN = "rft.sandbox-refresh-token"  # noqa: S105  the same
REDIRECT_URI = "https://office.example/tiktok/"
SCOPES = "user.info.basic,user.info.stats,video.list,comment.list,comment.list.manage"
"""What is consented to unless something else is named."""

DAY, YEAR = 86_400, 31_536_000
"""Seconds that an access token and a refresh token last."""

_CODE_LASTS = timedelta(minutes=10)


@dataclass(eq=False)
class Consent:
    """What an account has allowed the app.

    Attributes:
        open_id: whose consent it is.
        refresh: the token that is taken now; None once consent is revoked.
        refresh_ends: when that token ends.
        access: each access token and when it ends; None was ended before its time.
    """

    open_id: str
    scope: str
    refresh: str | None
    refresh_ends: datetime
    access: dict[str, datetime | None] = field(default_factory=dict[str, datetime | None])

    @property
    def scopes(self) -> frozenset[str]:
        return frozenset(name.strip() for name in self.scope.split(","))


class Grants:
    """The one app that is known, and all consents to it.

    Attributes:
        rotation: what a renewal gives back: a ``"new"`` refresh token, the ``"same"``, or ``"none"`` at all.
        extends: whether a renewal begins the refresh token's year anew; it was seen not to.
        live: whether a bad code or refresh token is answered with SCOPE_TT_USER_OAUTH_FAILED, as was seen, or with
            AUTH_CODE_ERROR and INVALID_REFRESH_TOKEN, as is documented.
        lifetime: seconds that an access token lasts.
        renewals: access tokens handed out so far.
    """

    def __init__(self) -> None:
        self.consents: list[Consent] = []
        self.rotation: Literal["new", "same", "none"] = "new"
        self.extends = False
        self.live = True
        self.lifetime = DAY
        self.renewals = 0
        self._codes: dict[str, tuple[str, str, datetime]] = {}
        self._made = 0

    def allow(self, open_id: str, *, at: datetime, refresh: str | None = None, scope: str = SCOPES) -> Consent:
        """The account consents, at *at*; its refresh token is good for a year.

        Args:
            refresh: the token; unless named it is REFRESH_TOKEN for the first account and another for each other.
        """
        token = refresh or (self._new_refresh() if self.consents else REFRESH_TOKEN)
        consent = Consent(open_id, scope, token, at + timedelta(seconds=YEAR))
        self.consents.append(consent)
        return consent

    def authorize(self, open_id: str, *, at: datetime, scope: str = SCOPES) -> str:
        """The code that the page of consent sends back: good for ten minutes, and once."""
        self._made += 1
        code = f"sandbox-auth-code-{self._made}"
        self._codes[code] = (open_id, scope, at + _CODE_LASTS)
        return code

    def withdraw(self, open_id: str | None = None) -> None:
        """Consent is over: of one account, or of all."""
        for consent in self.consents:
            if open_id in (None, consent.open_id):
                consent.refresh = None
                consent.access.clear()

    def expire(self) -> None:
        """Every access token handed out so far has ended; the consents stand."""
        for consent in self.consents:
            consent.access = dict.fromkeys(consent.access)

    def give(self, open_id: str, at: datetime) -> str:
        """A new access token of an account. Raises StopIteration, if it never consented."""
        return self._hand_out(next(c for c in self.consents if c.open_id == open_id and c.refresh is not None), at)

    def holder(self, token: str | None, at: datetime) -> Consent:
        """The consent behind the value of ``Access-Token``. Raises ApiRefusedError, if it is not good at *at*."""
        if not token:
            raise ApiRefusedError("EMPTY_ACCESS_TOKEN")
        for consent in self.consents:
            if token in consent.access:
                end = consent.access[token]
                if end is None or at >= end:
                    raise ApiRefusedError("ACCESS_TOKEN_EXPIRE")
                return consent
        raise ApiRefusedError("INVALID_ACCESS_TOKEN")

    # -- the endpoints ------------------------------------------------------------------------------------------

    def exchange(self, body: Mapping[str, Any], at: datetime) -> Json:
        """``tt_user/oauth2/token/``: an auth code for the first two tokens."""
        self._client(body)
        _grant_type(body, "authorization_code")
        code, address = _text(body, "auth_code"), _text(body, "redirect_uri")
        known = self._codes.pop(code, None)
        if known is None or at >= known[2] or address != REDIRECT_URI:
            raise ApiRefusedError("SCOPE_TT_USER_OAUTH_FAILED" if self.live else "AUTH_CODE_ERROR")
        open_id, scope, _ = known
        consent = self.allow(open_id, at=at, refresh=self._new_refresh(), scope=scope)
        return self._tokens(consent, at) | {"refresh_token": consent.refresh}

    def renew(self, body: Mapping[str, Any], at: datetime) -> Json:
        """``tt_user/oauth2/refresh_token/``: the old refresh token is over as soon as a new one was made."""
        self._client(body)
        _grant_type(body, "refresh_token")
        refresh = _text(body, "refresh_token")
        consent = next((known for known in self.consents if known.refresh == refresh), None)
        if consent is None:
            raise ApiRefusedError("SCOPE_TT_USER_OAUTH_FAILED" if self.live else "INVALID_REFRESH_TOKEN")
        if at >= consent.refresh_ends:
            raise ApiRefusedError("REFRESH_TOKEN_EXPIRE")
        if self.extends:
            consent.refresh_ends = at + timedelta(seconds=YEAR)
        body = self._tokens(consent, at)
        if self.rotation == "new":
            consent.refresh = self._new_refresh()
        if self.rotation == "none":
            del body["refresh_token_expires_in"]
            return body
        return body | {"refresh_token": consent.refresh}

    def revoke(self, body: Mapping[str, Any], at: datetime) -> Json:
        """``tt_user/oauth2/revoke/``: the consent behind an access token is over, with all of its tokens."""
        self._client(body)
        consent = self.holder(_text(body, "access_token"), at)
        consent.refresh = None
        consent.access.clear()
        return {}

    def info(self, body: Mapping[str, Any], at: datetime) -> Json:
        """``tt_user/token_info/get/``: whose token it is and for what."""
        if _text(body, "app_id") != CLIENT_ID:
            raise ApiRefusedError("PERMISSION_ERROR", "app_id: not the app of this token")
        consent = self.holder(_text(body, "access_token"), at)
        return {"app_id": CLIENT_ID, "creator_id": consent.open_id, "scope": consent.scope}

    def _client(self, body: Mapping[str, Any]) -> None:
        if _text(body, "client_id") != CLIENT_ID or _text(body, "client_secret") != CLIENT_SECRET:
            raise ApiRefusedError("PERMISSION_ERROR", "client_id or client_secret is wrong")

    def _new_refresh(self) -> str:
        self._made += 1
        return f"{REFRESH_TOKEN}-{self._made:04}"

    def _hand_out(self, consent: Consent, at: datetime) -> str:
        self.renewals += 1
        token = f"act.sandbox-access-{self.renewals:04}"
        consent.access[token] = at + timedelta(seconds=self.lifetime)
        return token

    def _tokens(self, consent: Consent, at: datetime) -> Json:
        return {
            "access_token": self._hand_out(consent, at),
            "expires_in": self.lifetime,
            "refresh_token_expires_in": int((consent.refresh_ends - at).total_seconds()),
            "open_id": consent.open_id,
            "scope": consent.scope,
            "token_type": "Bearer",
        }


def _grant_type(body: Mapping[str, Any], expected: str) -> None:
    if _text(body, "grant_type") != expected:
        raise ApiRefusedError("PARAM_ERROR", "grant_type: Must be one of: authorization_code, refresh_token.")


def _text(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    if value is None or value == "":
        raise ApiRefusedError("PARAM_ERROR", f"{name}: Missing data for required field.")
    if not isinstance(value, str):
        raise ApiRefusedError("PARAM_ERROR", f"{name}: Field must be set to string")
    return value
