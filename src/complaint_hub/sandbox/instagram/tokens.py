"""Who may call: access tokens of both logins, how long they last, and the calls that make, lengthen and change them.

For: ``World``, which owns one, and tests that let a token age, expire or be withdrawn.
Must not: read the machine's clock; what expires does so by the world's.

https://developers.facebook.com/docs/instagram-platform/reference/access_token and refresh_access_token;
https://developers.facebook.com/docs/facebook-login/guides/access-tokens/get-long-lived
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ..answers import RefusedError
from .errors import Login

__all__ = [
    "APP_ID",
    "APP_SECRET",
    "FACEBOOK_TOKEN",
    "INSTAGRAM_TOKEN",
    "LONG",
    "SCOPES",
    "SHORT",
    "AccessToken",
    "Tokens",
]

APP_ID = {"instagram": "2000000000000001", "facebook": "1000000000000001"}
APP_SECRET = {
    "instagram": "sandbox-instagram-app-secret",
    "facebook": "sandbox-meta-app-secret",
}
"""Instagram Login has a client of its own; the secrets open nothing but the sandbox."""

INSTAGRAM_TOKEN = "IGAAsandbox-owner"  # noqa: S105  opens nothing but the sandbox
FACEBOOK_TOKEN = "EAAGsandbox-owner"  # noqa: S105  the same

SHORT = timedelta(hours=1)
LONG = timedelta(days=60)
_OLD_ENOUGH = timedelta(hours=24)

SCOPES: dict[Login, frozenset[str]] = {
    "instagram": frozenset(
        (
            "instagram_business_basic",
            "instagram_business_manage_comments",
            "instagram_business_manage_messages",
        )
    ),
    "facebook": frozenset(
        ("instagram_basic", "instagram_manage_comments", "pages_messaging", "pages_read_engagement", "pages_show_list")
    ),
}
"""What is consented to, unless something else is said."""


@dataclass(eq=False)
class AccessToken:
    """A token.

    Attributes:
        accounts: ids of the accounts it reads.
        expires_at: None for one without an end (of a page).
        dead: name of the error that it is answered with, whatever its age.
        short: whether it has still to be changed into a long one.
        page: id of the page it speaks for; None for that of a person.
    """

    text: str
    login: Login
    accounts: frozenset[str]
    scopes: frozenset[str]
    issued_at: datetime
    expires_at: datetime | None
    dead: str | None = None
    short: bool = False
    page: str | None = None

    def may(self, *scopes: str) -> bool:
        """Whether one of *scopes* was consented to."""
        return not self.scopes.isdisjoint(scopes)


class Tokens:
    """All tokens of a world.

    Attributes:
        renewals: long tokens handed out so far, new ones and lengthened ones.
        in_place: whether a renewal keeps the text of the token.
    """

    def __init__(self) -> None:
        self.renewals = 0
        self.in_place = False
        self._known: dict[str, AccessToken] = {}
        self._codes: dict[str, tuple[str, datetime]] = {}

    def give(
        self,
        login: Login,
        accounts: Iterable[str],
        *,
        at: datetime,
        text: str | None = None,
        lifetime: timedelta | None = LONG,
        scopes: Iterable[str] | None = None,
        page: str | None = None,
    ) -> AccessToken:
        """A token that is good from *at*; *lifetime* None has no end."""
        ends = None if lifetime is None else at + lifetime
        named = text or f"{'IGAA' if login == 'instagram' else 'EAAG'}sandbox-{len(self._known):06}"
        granted = SCOPES[login] if scopes is None else frozenset(scopes)
        token = AccessToken(named, login, frozenset(accounts), granted, at, ends, page=page)
        token.short = lifetime is not None and lifetime < timedelta(days=1)
        self._known[named] = token
        return token

    def give_code(self, account: str, *, at: datetime) -> str:
        """The code that comes with an owner's consent by Instagram Login: good once, for an hour."""
        code = f"AQsandbox{len(self._codes):04}"
        self._codes[code] = (account, at + SHORT)
        return code

    def page_token(self, of: AccessToken, account: str, page: str, at: datetime) -> str:
        """The token of a page, the same at each asking; from a long token it has no end."""
        text = f"EAAGsandbox-page-{page}-{'short' if of.short else 'long'}"
        if text not in self._known:
            ends = SHORT if of.short else None
            self.give("facebook", (account,), at=at, text=text, lifetime=ends, scopes=of.scopes, page=page)
        return text

    def kill(self, error: str = "invalidToken", text: str | None = None) -> None:
        """From now on the token, or every one, is answered with *error* (``errors.ERRORS``)."""
        for token in self._known.values():
            if text in (None, token.text):
                token.dead = error

    def expire(self, at: datetime, text: str | None = None) -> None:
        """The token, or every one given so far, ends at *at*."""
        for token in self._known.values():
            if text in (None, token.text):
                token.expires_at = at

    def known(self, text: str) -> AccessToken | None:
        return self._known.get(text)

    def check(self, text: str, at: datetime) -> AccessToken:
        """The token, if it is good at *at*. Raises RefusedError with a name of ``errors.ERRORS``."""
        if not text:
            raise RefusedError("noToken")
        token = self._known.get(text)
        if token is None:
            raise RefusedError("badToken")
        if token.dead is not None:
            raise RefusedError(token.dead)
        if token.expires_at is not None and at >= token.expires_at:
            raise RefusedError(f"expiredToken:{token.expires_at:%A, %d-%b-%y %H:%M:%S} UTC")
        return token

    # -- the calls ----------------------------------------------------------------------------------------------

    def first(self, form: Mapping[str, str], at: datetime) -> dict[str, Any] | None:
        """A code for a token of an hour; None for a code that is spent, too old or unknown, or a wrong client."""
        code = form.get("code", "").removesuffix("#_")
        client = (APP_ID["instagram"], APP_SECRET["instagram"], "authorization_code")
        given = (form.get("client_id"), form.get("client_secret"), form.get("grant_type"))
        if given != client or not form.get("redirect_uri") or code not in self._codes:
            return None
        account, ends = self._codes.pop(code)
        if at >= ends:
            return None
        token = self.give("instagram", (account,), at=at, lifetime=SHORT)
        return {"access_token": token.text, "user_id": int(account), "permissions": sorted(token.scopes)}

    def lengthen(self, params: Mapping[str, str], at: datetime) -> dict[str, Any]:
        """A token of an hour of Instagram Login for one of 60 days."""
        _granted(params, "ig_exchange_token")
        if params.get("client_secret") != APP_SECRET["instagram"]:
            raise RefusedError("badParameter:client_secret")
        old = self._of(params.get("access_token", ""), "instagram", at)
        if not old.short:
            raise RefusedError("badParameter:access_token")
        return self._long(old, at)

    def refresh(self, params: Mapping[str, str], at: datetime) -> dict[str, Any]:
        """A long token of Instagram Login for one that lasts 60 days from now; it needs no secret."""
        _granted(params, "ig_refresh_token")
        old = self._of(params.get("access_token", ""), "instagram", at)
        if old.short:
            raise RefusedError("badParameter:access_token")
        if at - old.issued_at < _OLD_ENOUGH:
            raise RefusedError("tooYoung")
        if not old.may("instagram_business_basic"):
            raise RefusedError("permission")
        if self.in_place:
            del self._known[old.text]
        body = self._long(old, at, text=old.text if self.in_place else None)
        return body | {"permissions": ",".join(sorted(old.scopes))}

    def exchange(self, params: Mapping[str, str], at: datetime) -> dict[str, Any]:
        """A token of Facebook Login, short or long, for one that lasts 60 days from now."""
        _granted(params, "fb_exchange_token")
        client = (params.get("client_id"), params.get("client_secret"))
        if client != (APP_ID["facebook"], APP_SECRET["facebook"]):
            raise RefusedError("badParameter:client_secret")
        return self._long(self._of(params.get("fb_exchange_token", ""), "facebook", at), at)

    def _of(self, text: str, login: Login, at: datetime) -> AccessToken:
        token = self.check(text, at)
        if token.login != login:
            raise RefusedError("badToken")
        return token

    def _long(self, old: AccessToken, at: datetime, *, text: str | None = None) -> dict[str, Any]:
        self.renewals += 1
        token = self.give(old.login, old.accounts, at=at, scopes=old.scopes, text=text)
        return {
            "access_token": token.text,
            "token_type": "bearer",
            "expires_in": int(LONG.total_seconds()),
        }


def _granted(params: Mapping[str, str], kind: str) -> None:
    if params.get("grant_type") != kind:
        raise RefusedError("badParameter:grant_type")
