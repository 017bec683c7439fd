"""What both hubs share: the run of one account, from its lease to the row of its report.

For: ``hub`` and ``aiohub``, which start these coroutines side by side, ``_delivery``, and the test kit.
Must not: know a thread or a loop. How a run ends is decided here and nowhere else:

* a ChannelError is the error of this account's row; a spent budget or quota is a stop without an error;
* so is a BusyError (another run holds the account, or moved its state);
* any other StoreError, and a ConfigError, leave the flow: the hub raises them;
* anything else is a bug: its traceback goes to the log, the row says so, the other accounts finish.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, TypeGuard, TypeVar, cast

from ._books import Books, Progress
from ._drive import Conversation
from ._limits import stop_of
from ._session import LiveSession
from .contract import CanRefetch, CanReread, Channel, Deep, HasWebhook, LocalChannel, Page, State
from .errors import BusyError, ChannelError, ConfigError, PayloadError, QuotaError, RateLimitError, StoreError
from .report import Counts, Run, Stopped

if TYPE_CHECKING:
    from ._io import Io
    from .store import Store

__all__ = ["converse", "distinct", "due_deep", "ended", "is_local", "refresh_account", "reread", "sync_account"]

T = TypeVar("T")

_REFETCH_BATCH = 50
_NOTICE_BATCH = 50
_GRACE = timedelta(hours=1)
_log = logging.getLogger("complaint_hub")


def distinct(channels: Sequence[Channel | LocalChannel]) -> tuple[Channel | LocalChannel, ...]:
    """The channels as they are. Raises ConfigError, if two read the same account: they would fight over its state."""
    seen: set[tuple[str, str]] = set()
    for channel in channels:
        if (channel.name, channel.account) in seen:
            raise ConfigError(
                f"{channel.name} {channel.account} is configured twice: give each account one channel,"
                " or the second one another account name"
            )
        seen.add((channel.name, channel.account))
    return tuple(channels)


def due_deep(
    channel: Channel | LocalChannel, *, store: Store, every: timedelta | None, deep: Deep, now: datetime
) -> Deep:
    """How deep this run goes: as asked, else everything if the last full run ended *every* ago or earlier."""
    if deep or every is None or is_local(channel):
        return deep
    if store.last_run(channel.name, channel.account) is None:
        return deep  # the first run reads everything anyway
    last = store.last_run(channel.name, channel.account, deep="full")
    # A week after the run of a week ago *ended* is a little later than this run's start: that little is no reason.
    grace = min(every / 10, _GRACE)
    return "full" if last is None or now - last >= every - grace else deep


async def sync_account(
    channel: Channel | LocalChannel,
    store: Store,
    io: Io,
    *,
    now: datetime,
    clock: Callable[[], datetime],
    deep: Deep = False,
    deep_every: timedelta | None = None,
    budget: int | None = None,
    progress: Progress | None = None,
) -> Run:
    """Read one account from its checkpoint on, then confirm what seems gone.

    Args:
        now: the moment of the run; what is stored carries it.
        clock: what time it really is, asked at each request for quotas, tokens and the lease.
        budget: units that this account may draw in this run; None is no budget.

    Returns: the row of the report; it is kept in the store too.
    Raises: StoreError (not BusyError), ConfigError.
    """
    began = time.monotonic()
    books = Books(channel.name, channel.account, store=store, io=io, now=now, clock=clock, progress=progress)
    deep = await io.call(partial(due_deep, channel, store=store, every=deep_every, deep=deep, now=now))

    async def work(state: State | None) -> None:
        if is_local(channel):
            await _read(channel, books, io, state)
        else:
            remote = cast(Channel, channel)
            session = LiveSession(remote, books, store=store, io=io, budget=budget)
            await converse(session, remote.fetch(session, state, deep=deep))
            await _read_notices(remote, session, store, io)
            await _confirm_gone(remote, session, store, io)

    _log.info("%s %s: the run begins%s", channel.name, channel.account, f" (deep: {deep})" if deep else "")
    run = await ended(books, work)
    ended_at = now + timedelta(seconds=time.monotonic() - began)
    await io.call(partial(store.save_run, run, started_at=now, ended_at=ended_at, deep=deep or None))
    return run


async def reread(
    channel: Channel | LocalChannel,
    store: Store,
    io: Io,
    *,
    now: datetime,
    clock: Callable[[], datetime],
    progress: Progress | None = None,
) -> Run:
    """Read this account's quarantine again; what still cannot be read stays and is counted as set aside.

    Raises: StoreError (not BusyError), ConfigError.
    """
    books = Books(channel.name, channel.account, store=store, io=io, now=now, clock=clock, progress=progress)

    async def work(state: State | None) -> None:
        rows = await io.call(partial(store.quarantine, channel.name, channel.account))
        for row in rows:
            if not isinstance(channel, CanReread):
                books.count(Counts(set_aside=1))
                continue
            try:
                page: Page = await io.call(channel.reread, row.skipped)
            except PayloadError:
                books.count(Counts(set_aside=1))
            else:
                # An old item is no place to go on from, hence no state.
                await books.commit(replace(page, state=None), again=row.skipped)

    return await ended(books, work)


async def refresh_account(
    channel: Channel | LocalChannel,
    store: Store,
    io: Io,
    *,
    now: datetime,
    clock: Callable[[], datetime],
    progress: Progress | None = None,
) -> Run:
    """Read what the account's webhook has told of; nothing is taken or asked, if that is nothing.

    It is no run in the account's history: how far the account was read stays as it is.

    Raises: StoreError (not BusyError: what waits goes on waiting), ConfigError.
    """
    books = Books(channel.name, channel.account, store=store, io=io, now=now, clock=clock, progress=progress)
    if not await io.call(partial(store.notices, channel.name, channel.account, n=1)):
        return books.row()
    remote = cast(Channel, channel)

    async def work(state: State | None) -> None:
        await _read_notices(remote, LiveSession(remote, books, store=store, io=io), store, io)

    return await ended(books, work)


async def _read_notices(channel: Channel, session: LiveSession, store: Store, io: Io) -> None:
    """Ask for what the notices speak of. They are settled behind the page: whoever is killed between asks again."""
    if not isinstance(channel, HasWebhook):
        return
    waiting = partial(store.notices, channel.name, channel.account, n=_NOTICE_BATCH)
    while notices := await io.call(waiting):
        page = await converse(session, channel.refresh(session, notices))
        await session.emit(replace(page, state=None))
        await io.call(partial(store.settle_notices, notices, now=session.now))


async def ended(books: Books, work: Callable[[State | None], Awaitable[None]], *, purpose: str = "run") -> Run:
    """Do *work* under the account's lease, and say how it ended (see the top of this module)."""
    stopped: Stopped | None = None
    failure: str | None = None
    try:
        async with books.open(purpose=purpose) as state:
            await work(state)
    except BusyError as error:
        failure = str(error)
    except (StoreError, ConfigError):
        raise
    except QuotaError as error:
        stopped = stop_of(error, at=books.clock())
    except RateLimitError as error:
        stopped, failure = stop_of(error, at=books.clock()), str(error)
    except ChannelError as error:
        failure = str(error)
    except Exception as error:
        _log.exception("%s %s: the run broke off", books.channel, books.account)
        # Only its class: what an unknown exception says may hold what citizens wrote, or a credential.
        failure = (
            f"{type(error).__name__} in the code of {books.channel}: a bug, not the platform's fault;"
            " the traceback is in the log 'complaint_hub'"
        )
    if stopped is not None:
        until = f" until {stopped.resets_at:%Y-%m-%d %H:%M} UTC" if stopped.resets_at else ""
        _log.warning("%s %s: stopped early by %s%s", books.channel, books.account, stopped.reason, until)
    if failure is not None:
        _log.error("%s %s: the run failed: %s", books.channel, books.account, failure)
    await books.settle()
    _log.info("%s %s: the run is over after %d requests", books.channel, books.account, books.requests)
    return books.row(stopped=stopped, error=failure)


async def _read(channel: LocalChannel, books: Books, io: Io, state: State | None) -> None:
    """Commit a file channel's pages; the files are read where reading may block."""
    pages = await io.call(partial(channel.read, state, now=books.now))
    try:
        while (page := await io.call(_next, pages)) is not None:
            await books.commit(page)
            await io.sleep(0)  # between two pages a stop or a cancellation may come in
    finally:
        close = getattr(pages, "close", None)  # a generator holds its file open
        if close is not None:
            await io.call(close)


def _next(pages: Iterator[Page]) -> Page | None:
    return next(pages, None)


async def _confirm_gone(channel: Channel, session: LiveSession, store: Store, io: Io) -> None:
    """Ask for each item that a finished walk did not meet: only what does not come back is gone."""
    if not isinstance(channel, CanRefetch):
        return
    suspects = await io.call(store.suspects, channel.name, channel.account)
    for start in range(0, len(suspects), _REFETCH_BATCH):
        batch = suspects[start : start + _REFETCH_BATCH]
        page = await converse(session, channel.refetch(session, batch))
        await session.emit(replace(page, state=None))


async def converse(session: LiveSession, coroutine: Coroutine[Any, Any, T]) -> T:
    """Await a channel's coroutine; what ended the session ends the run, whatever the channel made of it."""
    try:
        result = await Conversation(coroutine, listening=lambda: session.listening)
    except Exception:
        session.check()
        raise
    session.check()
    return result


def is_local(channel: Channel | LocalChannel) -> TypeGuard[LocalChannel]:
    """Whether a channel reads files."""
    return not hasattr(channel, "fetch")
