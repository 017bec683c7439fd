"""What stands behind ``session``: sign, pace, count, send, judge, retry, renew; and commit.

For: ``_flows``. One coroutine for both worlds: what differs is behind ``_io``. The order of one request is that of
:meth:`LiveSession._attempt`: units are counted *before* a request is sent and for every attempt, so that a process
killed in between has counted too many and never too few.
Must not: know a channel's meaning (the channel judges its answers), a thread or a loop. The only importer of tenacity.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    stop_after_attempt,
    stop_before_delay,
    wait_exponential_jitter,
)

from ._books import BEAT_EVERY, Books
from ._limits import BudgetSpentError, Draw, limit_key, quota_day
from ._masking import mask_answer, secrets_of
from ._renewal import by_schedule, due, known_better, renew, unusable
from .contract import Auth, Channel, Page, Request, Response, Token
from .errors import (
    AuthError,
    ChannelError,
    ConfigError,
    NotFoundError,
    PayloadError,
    QuotaError,
    RateLimitError,
    RejectedError,
    UnavailableError,
)
from .wire import MAX_BYTES

if TYPE_CHECKING:
    from ._io import Io
    from .store import Store

__all__ = ["BODY_CAP", "DEADLINE", "LiveSession"]

BODY_CAP = MAX_BYTES
"""Decoded bytes of one answer: more could not be read."""

DEADLINE = 45.0
"""Seconds for one request, from its first byte to the last of its answer."""

_log = logging.getLogger("complaint_hub")
_WAIT_IN_PLACE = 60.0
_TRIES = 5
_ALL_WAITS = 300.0
# After these a channel may go on; after anything else every further call of the session raises it again.
_RECOVERABLE = (NotFoundError, RejectedError, PayloadError)
# A platform that says one of these has done nothing of what was asked.
_NOT_TAKEN = (AuthError, NotFoundError, RateLimitError, RejectedError)
_READS = frozenset({"GET", "HEAD"})
_jitter = wait_exponential_jitter(initial=1, max=_WAIT_IN_PLACE)


class LiveSession:
    """All that a channel may do during one run (see ``contract.Session``).

    Args:
        budget: units that the run may draw from the channel's daily limits, all together; None is no budget.
    """

    def __init__(self, channel: Channel, books: Books, *, store: Store, io: Io, budget: int | None = None) -> None:
        self._channel = channel
        self._books = books
        self._store = store
        self._io = io
        self._budget = budget
        self._drawn = 0
        self._tokens: dict[str, Token | None] = {}
        self._scheduled: set[str] = set()  # keys whose renewal by schedule was tried in this run
        self._fatal: Exception | None = None
        self._refused: dict[str, AuthError] = {}  # by identity: what one may not do, another still may
        self._calls = 0
        self.writes = 0
        """Writes that the platform has taken, or may have: all that were sent and not clearly refused."""
        self._retrying = AsyncRetrying(
            retry=retry_if_exception(_passes),
            wait=_wait,
            stop=stop_after_attempt(_TRIES) | stop_before_delay(_ALL_WAITS),
            sleep=self._sleep,
            before_sleep=self._tell,
            reraise=True,
        )

    @property
    def now(self) -> datetime:
        """The moment of this run."""
        return self._books.now

    @property
    def listening(self) -> bool:
        """True while a call of the channel is under way."""
        return self._calls > 0

    def check(self) -> None:
        """Raise what ended it, if anything did; the refusal of an identity too, whatever the channel made of it."""
        if self._fatal is not None:
            raise self._fatal
        for refused in self._refused.values():
            raise refused

    async def ask(self, request: Request) -> Response:
        """Send *request* and return its answer (see ``contract.Session``)."""
        with self._call(request):
            auth = self._signer(request)
            draws = self._draws(request, auth)
            await self._books.beat()
            token = await self._token(auth)
            moment = self._books.clock()
            stale = unusable(auth, token, request, moment)
            if stale := stale and auth.renewal(token) is not None:
                token = await self._renewed(auth, token)
            elif auth.key not in self._scheduled and due(auth, token, moment):
                token = await self._renewed_early(auth, token)
            try:
                return await self._answer(request, auth, draws)
            except AuthError:
                if stale or auth.renewal(token) is None:  # once: a fresh credential that is refused stays refused
                    raise
                if by_schedule(auth, token, request):
                    if (better := await self._better(auth, token)) is None:
                        raise
                    self._tokens[auth.key] = better
                    return await self._answer(request, auth, draws)
            # A refused request did nothing, so even a write may be sent again with a fresh credential.
            await self._renewed(auth, token)
            return await self._answer(request, auth, draws)

    async def emit(self, page: Page) -> None:
        """Store *page* with its checkpoint; returns after the commit."""
        with self._call():
            await self._books.commit(page)

    async def marks(self, native_ids: Sequence[str]) -> Mapping[str, str]:
        """What the store remembers of these items."""
        with self._call():
            return await self._io.call(self._store.marks, self._channel.name, self._channel.account, list(native_ids))

    async def known(self, *, after: str | None = None, n: int = 50, scope: str | None = None) -> Sequence[str]:
        """Native ids of this account that are not gone, newest first."""
        with self._call():
            known = partial(self._store.known, self._channel.name, self._channel.account, after=after, n=n, scope=scope)
            return await self._io.call(known)

    # --- one call

    @contextmanager
    def _call(self, request: Request | None = None) -> Generator[None, None, None]:
        if self._fatal is not None:
            raise self._fatal
        if request is not None and request.identity in self._refused:
            raise self._refused[request.identity]
        self._calls += 1
        try:
            yield
        except Exception as error:
            if isinstance(error, ChannelError):
                error.channel = error.channel or self._channel.name
                error.request = error.request or str(request or "")
            if isinstance(error, AuthError) and request is not None:
                self._refused[request.identity] = error
            elif not isinstance(error, _RECOVERABLE):
                self._fatal = error
            raise
        finally:
            self._calls -= 1

    def _signer(self, request: Request) -> Auth:
        auth = self._channel.identities.get(request.identity)
        if auth is None:
            given = ", ".join(sorted(self._channel.identities)) or "none"
            raise ConfigError(
                f"{self._channel.name} {self._channel.account} needs the identity {request.identity!r}"
                f" for {request}; configured: {given}"
            )
        if request.host not in auth.hosts:
            raise RejectedError(
                f"the credential {request.identity!r} is only for {', '.join(sorted(auth.hosts))}: nothing was sent",
                request=str(request),
            )
        return auth

    def _draws(self, request: Request, auth: Auth) -> list[Draw]:
        draws = []
        for name, cost in request.draws.items():
            limit = self._channel.limits.get(name)
            if limit is None:
                given = ", ".join(sorted(self._channel.limits)) or "none"
                raise ConfigError(f"{request} draws on {name!r}, which {self._channel.name} has not; it has: {given}")
            if cost:
                draws.append(Draw(name, limit, cost, limit_key(self._channel, name, auth)))
        return draws

    # --- one request

    async def _answer(self, request: Request, auth: Auth, draws: list[Draw]) -> Response:
        if not request.repeatable:  # a time-out does not say that a write was not done
            return await self._attempt(request, auth, draws)
        answer: Response = await self._retrying(self._attempt, request, auth, draws)
        return answer

    async def _attempt(self, request: Request, auth: Auth, draws: list[Draw]) -> Response:
        headers = auth.headers(request, self._tokens.get(auth.key))
        for draw in draws:
            if not draw.daily:
                await self._io.pace(draw.key, draw.seconds)
        quotas = [draw for draw in draws if draw.daily]
        await self._charge(quotas)
        self._books.requests += 1
        writes = request.method not in _READS
        self.writes += writes
        response = await self._io.send(request, headers, cap=BODY_CAP, deadline=DEADLINE)
        response = mask_answer(response, secrets_of(request, headers))
        error = self._channel.error(request, response)
        if error is None:
            return response
        if isinstance(error, _NOT_TAKEN):
            self.writes -= writes
        error.request = error.request or str(request)
        if isinstance(error, QuotaError):
            await self._exhaust(quotas, error)
        raise error

    async def _charge(self, quotas: list[Draw]) -> None:
        cost = sum(draw.cost for draw in quotas)
        if cost and self._budget is not None and self._drawn + cost > self._budget:
            raise BudgetSpentError(f"the budget of this run ({self._budget} units) is spent")
        for draw in quotas:
            window, resets_at = quota_day(draw.limit.zone, self._books.clock())
            spend = partial(self._store.spend, draw.key, window=window, resets_at=resets_at, cost=draw.cost)
            if not await self._io.call(partial(spend, amount=draw.limit.amount)):
                raise QuotaError(
                    f"the quota of {draw.limit.amount:,} {draw.name} a day is spent",
                    hint=f"it begins anew at {resets_at:%Y-%m-%d %H:%M} UTC",
                    resets_at=resets_at,
                )
            self._books.spent[draw.name] += draw.cost
        self._drawn += cost

    async def _exhaust(self, quotas: list[Draw], error: QuotaError) -> None:
        """The platform says that the window is spent: every process is to know it."""
        for draw in quotas:
            window, resets_at = quota_day(draw.limit.zone, self._books.clock())
            error.resets_at = error.resets_at or resets_at
            await self._io.call(partial(self._store.exhaust, draw.key, window=window, resets_at=error.resets_at))

    def _tell(self, state: RetryCallState) -> None:
        """Say in the log why nothing happens for a while."""
        error = state.outcome.exception() if state.outcome is not None else None
        seconds = state.next_action.sleep if state.next_action is not None else 0.0
        status = getattr(error, "status", None)
        cause = f"HTTP {status}" if status is not None else getattr(error, "message", type(error).__name__)
        _log.warning(
            "%s %s: waiting %.0f s after %s (try %d of %d)",
            self._channel.name,
            self._channel.account,
            seconds,
            cause,
            state.attempt_number,
            _TRIES,
        )

    async def _sleep(self, seconds: float) -> None:
        while seconds > 0:  # in pieces, so that the lease stays alive
            await self._books.beat()
            await self._io.sleep(min(seconds, BEAT_EVERY))
            seconds -= BEAT_EVERY

    # --- the credential

    async def _token(self, auth: Auth) -> Token | None:
        if auth.key not in self._tokens:
            self._tokens[auth.key] = await self._io.call(self._store.token, auth.key)
        return self._tokens[auth.key]

    async def _better(self, auth: Auth, failed: Token | None) -> Token | None:
        return await known_better(auth, failed, store=self._store, io=self._io, clock=self._books.clock)

    async def _renewed_early(self, auth: Auth, token: Token | None) -> Token | None:
        """Renew a credential that is still good; where that fails, the run goes on with it."""
        self._scheduled.add(auth.key)
        try:
            return await self._renewed(auth, token, send=self._renewal_attempt)
        except ChannelError as error:
            until = f"good until {token.expires_at:%Y-%m-%d}" if token and token.expires_at else "used as it is"
            self._books.tell(f"the credential was not renewed, and is {until}: {error}")
            return token

    async def _renewed(
        self,
        auth: Auth,
        failed: Token | None,
        *,
        send: Callable[[Request], Awaitable[Response]] | None = None,
    ) -> Token | None:
        token = await renew(
            auth,
            failed,
            store=self._store,
            io=self._io,
            clock=self._books.clock,
            wait=self._sleep,
            send=send or self._send_renewal,
        )
        self._tokens[auth.key] = token
        _log.info("%s %s: the credential was renewed (%s)", self._channel.name, self._channel.account, auth.key)
        return token

    async def _send_renewal(self, request: Request) -> Response:
        if not request.repeatable:
            return await self._renewal_attempt(request)
        answer: Response = await self._retrying(self._renewal_attempt, request)
        return answer

    async def _renewal_attempt(self, request: Request) -> Response:
        self._books.requests += 1
        response = await self._io.send(request, {}, cap=BODY_CAP, deadline=DEADLINE)
        if response.status == 429 or response.status >= 500:
            raise UnavailableError("no fresh credential just now", request=str(request), status=response.status)
        return response


def _passes(error: BaseException) -> bool:
    """Say whether waiting in place may help."""
    if isinstance(error, QuotaError):  # a RateLimitError too, hence asked first
        return False
    if isinstance(error, RateLimitError):
        return error.retry_after is None or error.retry_after <= _WAIT_IN_PLACE
    return isinstance(error, UnavailableError)


def _wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome is not None else None
    if isinstance(error, RateLimitError) and error.retry_after is not None:
        return max(0.0, error.retry_after)
    return _jitter(state)
