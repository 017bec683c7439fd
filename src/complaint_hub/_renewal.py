"""Gets a fresh credential: once, however many accounts, threads and processes wait for it.

For: ``_session``. In a process the hub's lock makes them wait for each other, between processes a lease in the store.
A platform that rotates refresh tokens kills both copies when two ask at once; a fresh one is stored before it is used.
Must not: know how a platform renews (``Auth`` says so), or keep a credential anywhere but in the store.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from ._books import held
from ._masking import mask_answer, secrets_of
from .contract import Auth, Request, Response, Token
from .errors import BusyError, ChannelError, ConfigError, UnavailableError

if TYPE_CHECKING:
    from ._io import Io
    from .store import Store

__all__ = ["by_schedule", "due", "expired", "known_better", "renew", "unusable"]

_LOOK_EVERY = 0.25
# Longer than a lease outlives a holder on another machine (60 s), and longer than one renewal takes.
_LOOKS = 360


def expired(token: Token, moment: datetime) -> bool:
    """Say whether *token* is past its time; one without a date never is."""
    return token.expires_at is not None and token.expires_at <= moment


def unusable(auth: Auth, token: Token | None, request: Request, moment: datetime) -> bool:
    """Say whether *request* cannot be signed, unless there is a fresh token first."""
    if token is None:
        return not auth.headers(request, None)
    return expired(token, moment)


def due(auth: Auth, token: Token | None, moment: datetime) -> bool:
    """Say whether a usable credential asks for its renewal by schedule."""
    asked = token is None or (token.renew_at is not None and token.renew_at <= moment)
    return asked and auth.renewal(token) is not None


def by_schedule(auth: Auth, token: Token | None, request: Request) -> bool:
    """Say that a refusal is no reason to renew: the platform renews no token that it has refused."""
    return token.renew_at is not None if token is not None else bool(auth.headers(request, None))


async def known_better(
    auth: Auth, failed: Token | None, *, store: Store, io: Io, clock: Callable[[], datetime]
) -> Token | None:
    """The token that another run has stored meanwhile in the place of the one that failed; None if there is none."""
    return await _stored(auth, failed, store=store, io=io, clock=clock)


async def renew(
    auth: Auth,
    failed: Token | None,
    *,
    store: Store,
    io: Io,
    clock: Callable[[], datetime],
    wait: Callable[[float], Awaitable[None]],
    send: Callable[[Request], Awaitable[Response]],
) -> Token | None:
    """Replace *failed*, the token that was refused or has expired.

    Returns: the token to go on with; *failed* itself if nothing can be renewed.
    Raises: AuthError (``Auth.renewed`` says why), UnavailableError, if another process does not come to an end.
    """
    name = f"renew:{auth.key}"
    async with io.lock(name):
        for _ in range(_LOOKS):
            fresh = await _stored(auth, failed, store=store, io=io, clock=clock)
            if fresh is not None:
                return fresh
            try:
                async with held(store, io, name, clock=clock):
                    # Asked again under the lease: the holder before us may just have stored it.
                    fresh = await _stored(auth, failed, store=store, io=io, clock=clock)
                    return fresh or await _exchanged(auth, failed, store=store, io=io, clock=clock, send=send)
            except BusyError:
                await wait(_LOOK_EVERY)
    raise UnavailableError(f"another process has been renewing {auth.key} for over a minute")


async def _stored(
    auth: Auth, failed: Token | None, *, store: Store, io: Io, clock: Callable[[], datetime]
) -> Token | None:
    """The stored token, if it is another than the one that failed, and good."""
    token = await io.call(store.token, auth.key)
    return token if token is not None and token != failed and not expired(token, clock()) else None


async def _exchanged(
    auth: Auth,
    failed: Token | None,
    *,
    store: Store,
    io: Io,
    clock: Callable[[], datetime],
    send: Callable[[Request], Awaitable[Response]],
) -> Token | None:
    # The stored token may be newer than the one that failed although it has expired too: only it can be renewed.
    latest = await io.call(store.token, auth.key) or failed
    request = auth.renewal(latest)
    if request is None:
        return latest
    if request.host not in auth.hosts:
        raise ConfigError(f"{auth.key} would be renewed at {request.host}, which is not among its hosts")
    token = _read(auth, request, await send(request), now=clock())
    if latest is not None:
        # What an answer leaves out has not changed.
        until = token.consent_until or latest.consent_until
        token = replace(token, refresh=token.refresh or latest.refresh, consent_until=until)
    await io.call(partial(store.save_token, auth.key, token, now=clock()))
    return token


def _read(auth: Auth, request: Request, response: Response, *, now: datetime) -> Token:
    """The fresh token. Raises as ``Auth.renewed``, without what the platform repeats of the request."""
    try:
        return auth.renewed(response, now=now)
    except ChannelError:
        pass  # told again below, of an answer that is masked: one with tokens in it has to be read as it came
    auth.renewed(mask_answer(response, secrets_of(request, {})), now=now)
    raise UnavailableError("the answer holds no fresh token", request=str(request), status=response.status)
