"""A channel that only says what a test tells it to say, and an Auth whose token wears out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from complaint_hub.auth import ApiKey
from complaint_hub.contract import Auth, Deep, Limit, Page, Request, Response, Session, State, Token
from complaint_hub.errors import (
    AuthError,
    ChannelError,
    NotFoundError,
    QuotaError,
    RateLimitError,
    RejectedError,
    UnavailableError,
)
from complaint_hub.model import Complaint

__all__ = ["HOST", "NOW", "RotatingAuth", "Talking", "classify", "head", "key", "request"]

HOST = "api.example.org"
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
Talk = Callable[[Session, State | None, Deep], Awaitable[None]]


def key(secret: str = "canary-key-0123456789") -> ApiKey:
    return ApiKey(secret, hosts=[HOST], app="project-1")


def request(path: str = "/items", **fields: object) -> Request:
    return Request("GET", f"https://{HOST}{path}", **fields)  # type: ignore[arg-type]  # passed through by name


def head(number: int, *, channel: str = "talking", account: str = "a") -> Complaint:
    native_id = f"{account}-{number}"
    return Complaint(
        id=f"{channel}:{native_id}", channel=channel, account=account, native_id=native_id, created_at=NOW, text="jalan"
    )


def classify(request: Request, response: Response) -> ChannelError | None:
    """Errors by status; ``x-quota`` makes a 403 a spent quota."""
    if response.status < 400:
        return None
    if response.headers.get("x-quota"):
        return QuotaError("the platform's quota is spent", status=response.status)
    if response.status == 429:
        after = response.headers.get("retry-after")
        return RateLimitError("slow down", status=429, retry_after=float(after) if after else None)
    kinds = {401: AuthError, 404: NotFoundError, 400: RejectedError}
    return kinds.get(response.status, UnavailableError)("said no", status=response.status)


async def _silent(session: Session, state: State | None, deep: Deep) -> None:
    """Say nothing."""


@dataclass
class Talking:
    """``talk`` is what ``fetch`` does."""

    talk: Talk = _silent
    account: str = "a"
    name: str = "talking"
    identities: Mapping[str, Auth] = field(default_factory=lambda: {"public": key()})
    limits: Mapping[str, Limit] = field(default_factory=dict)
    alive: frozenset[str] = frozenset()
    refetched: list[list[str]] = field(default_factory=list)

    async def fetch(self, session: Session, state: State | None, *, deep: Deep = False) -> None:
        await self.talk(session, state, deep)

    def error(self, request: Request, response: Response) -> ChannelError | None:
        return classify(request, response)

    async def refetch(self, session: Session, native_ids: Sequence[str]) -> Page:
        self.refetched.append(list(native_ids))
        return Page(missing=tuple(i for i in native_ids if i not in self.alive))


@dataclass
class RotatingAuth:
    """As OAuth does it: the refresh secret of a token is good for one renewal.

    ``issued`` counts; :meth:`answer` plays the platform: it takes the newest token only.
    """

    key: str = "oauth:client-1"
    app: str = "client-1"
    hosts: frozenset[str] = frozenset({HOST})
    issued: int = 0
    renewals: int = 0
    broken: bool = False
    base: str = f"https://{HOST}"

    def headers(self, request: Request, token: Token | None) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {token.secret}"} if token else {}

    def renewal(self, token: Token | None) -> Request | None:
        if token is None or token.refresh is None:
            return None
        return Request("POST", f"{self.base}/token", form={"refresh_token": token.refresh}, repeatable=False)

    def renewed(self, response: Response, *, now: datetime) -> Token:
        if response.status != 200:
            raise AuthError("the consent is gone", hint="ask for a new one", status=response.status)
        return self.token(int(response.body))

    def token(self, n: int, *, expires_at: datetime | None = NOW + timedelta(hours=1)) -> Token:
        return Token(f"canary-access-{n:04}", expires_at=expires_at, refresh=f"canary-refresh-{n:04}")

    def answer(self, request: Request, headers: Mapping[str, str]) -> Response:
        if request.url.endswith("/token"):
            assert "Authorization" not in headers
            self.renewals += 1
            assert request.form is not None
            if self.broken or request.form["refresh_token"] != f"canary-refresh-{self.issued:04}":
                return Response(400, {}, b"invalid_grant")
            self.issued += 1
            return Response(200, {}, str(self.issued).encode())
        good = headers.get("Authorization") == f"Bearer canary-access-{self.issued:04}"
        return Response(200 if good else 401, {}, b"{}")
