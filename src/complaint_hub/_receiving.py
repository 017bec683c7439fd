"""A webhook's call, from the request that came in to the notices that are stored and the answer to give.

For: both hubs, which offer it as ``receive``, and through them the ``receiver``; and ``subscribed``, which asks the
platform whether it calls at all.
Must not: know a web framework, store anything that is not verified, or read what a notice speaks of: that is the
business of ``_flows.refresh_account``, after the answer has been given.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeGuard

from ._books import Books
from ._flows import converse
from ._session import LiveSession
from .contract import Channel, HasSubscription, HasWebhook, LocalChannel, Page, Receipt, WebhookCall
from .errors import AuthError, ChannelError, ConfigError, UnsupportedError
from .report import Subscribed

if TYPE_CHECKING:
    from ._io import Io
    from .store import Store

__all__ = ["Listening", "Subscribing", "receive", "subscribed", "subscribing"]

_log = logging.getLogger("complaint_hub")


class Listening(Channel, HasWebhook, Protocol):
    """A channel that is called by its platform."""


class Subscribing(Channel, HasSubscription, Protocol):
    """A channel whose platform says whether it calls."""


def subscribing(channel: Channel | LocalChannel) -> TypeGuard[Subscribing]:
    """Whether there is anything to ask: somebody has set the channel up to be called."""
    return isinstance(channel, HasSubscription) and channel.listens


async def subscribed(
    channel: Subscribing, store: Store, io: Io, *, now: datetime, clock: Callable[[], datetime]
) -> Subscribed:
    """Ask what the platform calls for; a token that has run out is renewed and stored, as by a run.

    Raises: StoreError.
    """
    books = Books(channel.name, channel.account, store=store, io=io, now=now, clock=clock)
    session = _Hearing(channel, books, store=store, io=io)
    checkpoint = await io.call(partial(store.checkpoint, channel.name, channel.account))
    try:
        found = tuple(await converse(session, channel.subscriptions(session, checkpoint.state)))
    except (ChannelError, ConfigError) as problem:
        return Subscribed(channel.name, channel.account, requests=books.requests, error=str(problem))
    return Subscribed(channel.name, channel.account, found, books.requests)


async def receive(
    channels: Sequence[Channel | LocalChannel],
    store: Store,
    io: Io,
    *,
    name: str,
    call: WebhookCall,
    now: datetime,
    clock: Callable[[], datetime],
) -> Receipt:
    """Verify a call for the accounts of one service, and store what it tells; what is returned is on the disk.

    One call may speak of several accounts, and each believes only what is signed for it.

    Raises: AuthError, if no account can verify it; UnsupportedError, if none listens; the ChannelError of an account
        that could not say; StoreError.
    """
    listening = [channel for channel in channels if channel.name == name and isinstance(channel, HasWebhook)]
    listening = [channel for channel in listening if channel.listens]
    if not listening:
        raise UnsupportedError("no account is set up to be called by webhook", channel=name)
    receipts: list[Receipt] = []
    refused: AuthError | None = None
    for channel in listening:
        try:
            receipts.append(await _received(channel, store, io, call=call, now=now, clock=clock))  # type: ignore[arg-type]  # the two protocols at once
        except AuthError as error:
            refused = refused or error
    if not receipts:
        raise refused or AuthError("the call is not verified", channel=name)
    return replace(receipts[0], notices=tuple(notice for receipt in receipts for notice in receipt.notices))


async def _received(
    channel: Listening, store: Store, io: Io, *, call: WebhookCall, now: datetime, clock: Callable[[], datetime]
) -> Receipt:
    books = Books(channel.name, channel.account, store=store, io=io, now=now, clock=clock)
    session = _Hearing(channel, books, store=store, io=io)
    # One call after the other: the second finds what the first has asked the platform for.
    async with io.lock(f"webhook:{channel.name}:{channel.account}"):
        receipt = await converse(session, channel.receive(session, call))
    if receipt.note:
        _log.warning("%s %s: %s", channel.name, channel.account, receipt.note)
    ours = [one for one in receipt.notices if (one.channel, one.account) == (channel.name, channel.account)]
    if ours:
        new = await io.call(partial(store.add_notices, ours, now=now))
        _log.info("%s %s: %d notices by webhook, %d of them new", channel.name, channel.account, len(ours), new)
    return replace(receipt, notices=tuple(ours))


class _Hearing(LiveSession):
    """A session that may ask, and hands over nothing: a call from outside must not write a complaint."""

    async def emit(self, page: Page) -> None:
        """Raises TypeError."""
        raise TypeError("receive returns notices, and emits no page")
