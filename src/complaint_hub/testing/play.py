"""Runs a channel without a network and without a store: a function answers its requests, its pages are collected.

For: tests of a channel, which look at the requests and at the pages.
Must not: sign, retry, wait or count quota: what a session does around a request is not the channel's affair.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import cast

from .._drive import drive
from ..contract import Channel, Deep, Page, Request, Response, Skipped, State
from ..errors import ChannelError, QuotaError
from ..model import Complaint, Event

__all__ = ["NOW", "Played", "play"]

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
"""The moment of a run, where none is given."""


@dataclass
class Played:
    """What a channel did.

    Attributes:
        requests: all it asked, in order.
        pages: all it handed over, in order.
        error: what ended the run; None if the channel came to its end.
        state: the last checkpoint, as it would be stored.
        known: the complaints that a store would hold now, by native id; for ``known=`` of the next run.
        marks: the same for marks.
    """

    state: State | None = None
    known: dict[str, Complaint] = field(default_factory=dict[str, Complaint])
    marks: dict[str, str] = field(default_factory=dict[str, str])
    requests: list[Request] = field(default_factory=list[Request])
    pages: list[Page] = field(default_factory=list[Page])
    error: ChannelError | None = None

    @property
    def complaints(self) -> list[Complaint]:
        """Of all pages."""
        return [complaint for page in self.pages for complaint in page.complaints]

    @property
    def events(self) -> list[Event]:
        """Of all pages."""
        return [event for page in self.pages for event in page.events]

    @property
    def skipped(self) -> list[Skipped]:
        """Of all pages."""
        return [skipped for page in self.pages for skipped in page.skipped]

    @property
    def notices(self) -> list[str]:
        """Of all pages."""
        return [notice for page in self.pages for notice in page.notices]


def play(
    channel: Channel,
    answer: Callable[[Request], Response],
    *,
    state: State | None = None,
    deep: Deep = False,
    now: datetime = NOW,
    known: Mapping[str, Complaint] | Sequence[Complaint] = (),
    marks: Mapping[str, str] | None = None,
    limit: int | None = None,
) -> Played:
    """Run ``channel.fetch`` to its end, or to its first error.

    Args:
        answer: gives the answer to a request, or raises a ChannelError. The channel's own ``error`` judges it.
        known: complaints that an earlier run stored (``Played.known``).
        marks: marks that an earlier run stored (``Played.marks``).
        limit: how many requests may be made; the next one raises QuotaError, as a spent budget does.

    Raises: TypeError, if the channel awaits anything but its session, or its state is no JSON; and whatever the channel
        raises that is no ChannelError.
    """
    rows = known.values() if isinstance(known, Mapping) else known
    played = Played(_stored(state), {row.native_id: row for row in rows}, dict(marks or {}))
    session = _Session(channel, answer, played, now, limit)
    try:
        drive(channel.fetch(session, played.state, deep=deep))
    except ChannelError as error:
        played.error = error
    for native_id in session.gone:
        played.known.pop(native_id, None)
    return played


class _Session:
    """A session that answers at once."""

    def __init__(
        self,
        channel: Channel,
        answer: Callable[[Request], Response],
        played: Played,
        now: datetime,
        limit: int | None,
    ) -> None:
        self._channel = channel
        self._answer = answer
        self._played = played
        self._now = now
        self._limit = limit
        self.gone: set[str] = set()

    @property
    def now(self) -> datetime:
        return self._now

    async def ask(self, request: Request) -> Response:
        if self._limit is not None and len(self._played.requests) >= self._limit:
            raise QuotaError(f"the limit of {self._limit} requests is reached", channel=self._channel.name)
        self._played.requests.append(request)
        response = self._answer(request)
        error = self._channel.error(request, response)
        if error is not None:
            raise error
        return response

    async def emit(self, page: Page) -> None:
        played = self._played
        played.pages.append(page)
        if page.state is not None:
            played.state = _stored(page.state)
        for complaint in page.complaints:
            played.known[complaint.native_id] = complaint
            self.gone.discard(complaint.native_id)
        self.gone.update(page.missing)
        played.marks.update(page.marks)

    async def marks(self, native_ids: Sequence[str]) -> Mapping[str, str]:
        return {id: self._played.marks[id] for id in native_ids if id in self._played.marks}

    async def known(self, *, after: str | None = None, n: int = 50, scope: str | None = None) -> Sequence[str]:
        rows = [row for row in self._played.known.values() if scope is None or row.scope == scope]
        rows.sort(key=lambda row: (row.created_at, row.native_id), reverse=True)
        ids = [row.native_id for row in rows]
        # What is gone keeps its place, so that a walk that stands there goes on.
        start = 0 if after is None else ids.index(after) + 1
        return [id for id in ids[start:] if id not in self.gone][:n]


def _stored(state: State | None) -> State | None:
    """The state as it comes back from a store: through JSON, so that nothing but JSON is kept in it."""
    return None if state is None else cast("State", json.loads(json.dumps(dict(state))))
