"""The owner's consent at TikTok: a token for a day, renewed with a refresh token that may change each time.

For: ``TikTok(owner=...)``; ``contract.Auth`` is the promise.
Must not: do I/O, keep a token, or show a secret. The session keeps the tokens, takes the lease for a renewal and stores
a new refresh token before anything is signed with it.

The platform's ways are not those of OAuth: the token travels as ``Access-Token`` without ``Bearer``, a renewal is JSON
and not a form, and a refusal comes as HTTP 200 with a code.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, cast

from ...auth import OAuth2
from ...contract import Request, Response, Token
from ...errors import AuthError, PayloadError, RateLimitError, UnavailableError
from .errors import CONSENT_GONE, NAME, NEW_CONSENT, OK, PARTIAL, THROTTLED
from .wire import open_envelope

__all__ = ["TOKENS", "Consent"]

TOKENS = "https://business-api.tiktok.com/open_api/v1.3/tt_user/oauth2/refresh_token/"
"""Where a consent is renewed."""

_CHECK_CLIENT = "check client_id and client_secret against the app in the TikTok API for Business portal"
_PAUSE = 300.0


class Consent(OAuth2):
    """What the owner of an account once allowed, renewed for a day at a time.

    Args:
        client_id, client_secret: the app, as the portal names it (App ID and Secret).
        refresh_token: the consent (``rft....``). Another one begins anew: nothing of the old one is used.
        token_url: where it is renewed; its host sees app and refresh token.
        hosts: the only other hosts that see the access token; by default the host of the channel it is given to.
        app: what limits of the whole app count by; by default the client id.

    Raises: ConfigError, if a part is empty or holds what no credential has, or *token_url* is not https.
    """

    def __init__(
        self,
        client_id: str,
        client_secret: str,
        refresh_token: str,
        *,
        token_url: str = TOKENS,
        hosts: Iterable[str] = (),
        app: str | None = None,
    ) -> None:
        super().__init__(
            client_id,
            client_secret,
            refresh_token,
            token_url=token_url,
            hosts=hosts,
            app=app or f"{NAME}:{client_id}",
        )

    def named_app(self) -> Mapping[str, str]:
        """``app_id`` and ``secret``, as calls want them that no account signs. To be sent to the platform alone."""
        return {"app_id": self._form["client_id"], "secret": self._form["client_secret"]}

    def headers(self, request: Request, token: Token | None) -> Mapping[str, str]:
        """``Access-Token``; nothing without a token. With ``Bearer`` in front of it the platform refuses it."""
        return {"Access-Token": token.secret} if token is not None else {}

    def renewal(self, token: Token | None) -> Request | None:
        """The exchange of the newest refresh token there is."""
        form = {**self._form, **({"refresh_token": token.refresh} if token is not None and token.refresh else {})}
        return Request("POST", self._renewal.url, json=cast("dict[str, Any]", form))

    def renewed(self, response: Response, *, now: datetime) -> Token:
        """The fresh token; it counts as expired a minute early.

        Raises: AuthError, if it is refused; RateLimitError for a throttle; UnavailableError, if the answer cannot be
            read or the platform is in trouble.
        """
        where = str(self._renewal)
        try:
            told = open_envelope(response.body)
        except PayloadError:
            raise UnavailableError(
                "the answer holds no fresh token", channel=NAME, status=response.status, request=where
            ) from None
        message = f"{told.message or 'the token cannot be renewed'} (code {told.code})"
        if told.code in THROTTLED:
            raise RateLimitError(message, channel=NAME, request=where, retry_after=_PAUSE)
        if told.code in (40201, 40202) or 50000 <= told.code < 60000:
            raise UnavailableError(message, channel=NAME, request=where)
        if told.code not in (OK, PARTIAL):
            hint = NEW_CONSENT if told.code in CONSENT_GONE else _CHECK_CLIENT
            raise AuthError(message, channel=NAME, request=where, hint=hint)
        return self._fresh(_object(told.data), response, now=now)


def _object(data: bytes | None) -> Mapping[str, object]:
    try:
        found: object = json.loads((data or b"{}")[:100_000])
    except (ValueError, RecursionError):
        return {}
    return cast("dict[str, object]", found) if isinstance(found, dict) else {}
