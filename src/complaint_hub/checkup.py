"""Gathers what ``health`` judges: from the store, the channels and the disk, and changes none of them.

For: the command ``doctor``, and programs that watch over an installation.
Must not: send a request, or write anything anywhere, not even an empty database. What platforms say when they are asked
(``Hub.subscriptions``) is handed in.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import cast

from ._limits import limit_key, quota_day
from .auth import Unsigned
from .contract import Auth, CanEstimate, Channel, HasSubscription, HasWebhook, LocalChannel, State
from .errors import ChannelError, ConfigError, StoreError
from .health import AccountHealth, CredentialHealth, QuotaHealth, StoreHealth, WebhookHealth
from .report import Subscribed
from .store import SCHEMA_VERSION, Store, file_of

__all__ = ["look_at_account", "look_at_store", "strangers"]

_AnyChannel = Channel | LocalChannel


@contextmanager
def look_at_store(url: str | os.PathLike[str], *, zone: str) -> Generator[tuple[StoreHealth, Store | None], None, None]:
    """Open the store only to look; the second value is None if there is none, or it cannot be read."""
    try:
        file = file_of(url)
    except StoreError as problem:
        yield StoreHealth("", exists=False, problem=str(problem)), None
        return
    if file is not None and not file.exists():
        yield StoreHealth(str(file), exists=False), None
        return
    try:
        store = Store(url, zone=zone, read_only=True)
    except StoreError as problem:
        yield StoreHealth(str(file or "PostgreSQL"), exists=True, problem=str(problem)), None
        return
    except ModuleNotFoundError as problem:
        # The driver of a database server is not among our dependencies.
        missing = f"the database needs the Python package {problem.name}"
        yield StoreHealth("PostgreSQL", exists=True, problem=missing), None
        return
    with store:
        yield (_measured(file) if file else StoreHealth("PostgreSQL", exists=True, version=SCHEMA_VERSION)), store


def look_at_account(
    channel: _AnyChannel, store: Store | None, *, now: datetime, asked: Subscribed | None = None
) -> AccountHealth:
    """One configured account; without a store only what the channel itself says.

    Args:
        asked: what its platform said of its webhook, if it was asked.
    """
    walks = hasattr(channel, "fetch")
    credentials: tuple[CredentialHealth, ...] = ()
    quotas: tuple[QuotaHealth, ...] = ()
    if walks:
        remote = cast(Channel, channel)
        signing = [(name, auth) for name, auth in remote.identities.items() if not isinstance(auth, Unsigned)]
        credentials = tuple(_credential(name, auth, store) for name, auth in signing)
        quotas = tuple(_quotas(remote, store, now))
    state = store.checkpoint(channel.name, channel.account).state if store else None
    known = store.count_known(channel.name, channel.account) if store else 0
    estimate = problem = None
    if isinstance(channel, CanEstimate):
        try:
            estimate = channel.estimate(state, known=known)
        except (ConfigError, ChannelError) as wrong:
            problem = str(wrong)
    return _seen(
        AccountHealth(
            channel.name,
            channel.account,
            walks=walks,
            credentials=credentials,
            quotas=quotas,
            known=known,
            webhook=_webhook(channel, store, state, asked),
            estimate=estimate,
            problem=problem,
        ),
        store,
    )


def strangers(store: Store, channels: Iterable[_AnyChannel]) -> list[AccountHealth]:
    """The accounts that the store knows and the settings do not: files imported by hand, or a section taken out."""
    configured = {(channel.name, channel.account) for channel in channels}
    return [
        _seen(AccountHealth(name, account, configured=False, known=store.count_known(name, account)), store)
        for name, account in store.accounts()
        if (name, account) not in configured
    ]


def _seen(account: AccountHealth, store: Store | None) -> AccountHealth:
    """With what the store remembers of its runs."""
    if store is None:
        return account
    return replace(
        account,
        last_run=store.latest_run(account.channel, account.account),
        last_full=store.last_run(account.channel, account.account, deep="full"),
        quarantine=store.count_quarantine(account.channel, account.account),
    )


def _webhook(
    channel: _AnyChannel, store: Store | None, state: State | None, asked: Subscribed | None
) -> WebhookHealth | None:
    if not isinstance(channel, HasWebhook) or not channel.listens:
        return None
    cost: Mapping[str, int] = {}
    if isinstance(channel, HasSubscription):
        # A checkpoint that cannot be read is told once, by the estimate.
        with suppress(ConfigError, ChannelError):
            cost = channel.subscription_cost(state)
    heard = store.heard(channel.name, channel.account) if store else None
    told = WebhookHealth(heard.last, heard.waiting, heard.oldest) if heard else WebhookHealth()
    return replace(told, asked=asked, cost=cost)


def _credential(identity: str, auth: Auth, store: Store | None) -> CredentialHealth:
    token = store.token(auth.key) if store else None
    renews = auth.renewal(token) is not None
    configured: tuple[str, ...] = tuple(getattr(auth, "scopes", ()))
    if token is None or store is None:
        return CredentialHealth(identity, renews, scopes=configured)
    saved_at = store.token_saved_at(auth.key)
    scopes = token.scopes or configured
    return CredentialHealth(identity, renews, saved_at, token.expires_at, scopes, token.renew_at, token.consent_until)


def _quotas(channel: Channel, store: Store | None, now: datetime) -> Iterator[QuotaHealth]:
    """Each day's quota once, although several identities may share it."""
    seen: set[str] = set()
    for name, limit in channel.limits.items():
        for auth in channel.identities.values():
            key = limit_key(channel, name, auth)
            if limit.per != "day" or key in seen:
                continue
            seen.add(key)
            window, resets_at = quota_day(limit.zone, now)
            used = store.used(key, window=window) if store else 0
            exhausted = store.exhausted(key, window=window) if store else False
            yield QuotaHealth(name, limit.amount, used, exhausted, resets_at)


def _measured(file: Path) -> StoreHealth:
    told = file.stat()
    log = file.with_name(f"{file.name}-wal")
    size = told.st_size + (log.stat().st_size if log.exists() else 0)
    free = shutil.disk_usage(file.absolute().parent).free
    # File modes mean nothing on Windows.
    open_to_others = os.name == "posix" and told.st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    mode = stat.S_IMODE(told.st_mode) if open_to_others else None
    return StoreHealth(str(file), exists=True, version=SCHEMA_VERSION, size=size, free=free, mode=mode)
