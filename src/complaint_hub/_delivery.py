"""How a reply gets out, once: what both hubs share, from the officer's words to what the public sees of them.

For: ``hub`` and ``aiohub``; what is sent was written by ``_drafting``. The order of one reply is that of
:meth:`_Round.send`: look what stands on the platform, claim in a commit of its own, ask the platform, keep its answer
in another commit. A process may die between any two: what was claimed is looked up by the next delivery, under the
account's lease, and only then, by what the channel promises (``CanReply.resend``), sent again or left to a person.
Must not: know a thread or a loop, or decide what a reply may become (see ``outbox``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from . import outbox
from ._books import Books
from ._drafting import Answering, check
from ._flows import converse, ended
from ._session import LiveSession
from .contract import Shown, State
from .errors import (
    BusyError,
    ChannelError,
    NotFoundError,
    OutboxError,
    PayloadError,
    RejectedError,
    StoreError,
    UnsupportedError,
)
from .model import Complaint, Event, EventType, Role, Source
from .outbox import Reply, ReplyState
from .report import Delivery

if TYPE_CHECKING:
    from ._io import Io
    from .store import Store

__all__ = ["deliver"]


async def deliver(
    channel: Answering,
    store: Store,
    io: Io,
    *,
    now: datetime,
    clock: Callable[[], datetime],
    only: Collection[str] | None = None,
) -> Delivery:
    """Send what is approved for one account, look up what was claimed, read back what was sent.

    Args:
        only: numbers of the replies to go through; None is all.

    Raises: StoreError (not BusyError), ConfigError.
    """
    books = Books(channel.name, channel.account, store=store, io=io, now=now, clock=clock)
    round = _Round(channel, LiveSession(channel, books, store=store, io=io), books, store, io, only)
    run = await ended(books, round.work, purpose="reply")
    left = await round.replies(ReplyState.approved, ReplyState.sending, ReplyState.unsure)
    return Delivery(
        run.channel,
        run.account,
        moved=dict(round.moved),
        left=len(left),
        requests=run.requests,
        spent=run.spent,
        stopped=run.stopped,
        notices=run.notices,
        error=run.error,
    )


@dataclass(slots=True)
class _Round:
    """One delivery of one account."""

    channel: Answering
    session: LiveSession
    books: Books
    store: Store
    io: Io
    only: Collection[str] | None
    moved: Counter[str] = field(default_factory=Counter[str])

    async def work(self, _: State | None) -> None:
        for reply in await self.replies(ReplyState.sending):
            await self.look_up(reply)
        for reply in await self.replies(ReplyState.unsure):
            await self.look_at_home(reply)
        for reply in await self.replies(ReplyState.approved):
            await self.send(reply)
        for reply in await self.replies(ReplyState.sent):
            if outbox.due_for_check(reply, now=self.books.clock()):
                await self.read_back(reply)

    async def replies(self, *states: ReplyState) -> list[Reply]:
        load = partial(self.store.replies, channel=self.channel.name, account=self.channel.account, states=states)
        found: list[Reply] = await self.io.call(load)
        return found if self.only is None else [reply for reply in found if reply.id in self.only]

    async def send(self, reply: Reply) -> None:
        """Take an approved reply to the platform."""
        complaint = await self._complaint(reply)
        try:
            check(self.channel, complaint, reply.text, about=reply.about)
            own = await self._own(complaint, reply, at=self.books.clock())
        except (NotFoundError, RejectedError, UnsupportedError) as error:
            await self._move(reply, outbox.fail(reply, str(error)))
            return
        except PayloadError as error:
            await self._move(reply, outbox.put_off(reply, f"not sent, for what stands there is not known: {error}"))
            return
        try:
            claimed = outbox.claim(reply, own, replaces=self.channel.replaces, now=self.books.clock())
        except OutboxError as refusal:
            await self._move(reply, outbox.fail(reply, str(refusal)))
            return
        try:
            await self._move(reply, claimed)
        except BusyError:  # somebody has withdrawn it in this moment
            self.books.tell(f"reply {reply.id} was moved by somebody else meanwhile, and was not sent")
            return
        await self._attempt(claimed, complaint)

    async def look_up(self, reply: Reply) -> None:
        """Find out what became of a claimed reply whose answer never came."""
        complaint = await self._complaint(reply)
        try:
            own = await self._own(complaint, reply, at=reply.sending_at or self.books.clock())
        except NotFoundError:
            own = []
        except (RejectedError, PayloadError) as error:
            await self._move(reply, outbox.note(reply, f"it could not be looked up: {error}"))
            return
        found = outbox.look(
            reply,
            own,
            resend=self.channel.resend,
            replaces=self.channel.replaces,
            taken=await self._taken(reply),
            now=self.books.clock(),
        )
        if isinstance(found, Event):
            await self._record(reply, found, complaint)
        elif found is not reply:
            await self._move(reply, found)
            if found.state is ReplyState.sending:
                await self._attempt(found, complaint)

    async def look_at_home(self, reply: Reply) -> None:
        """An unsure reply may have been met by a sync since."""
        complaint = await self._complaint(reply)
        own = [event for event in complaint.timeline or () if _is_reply(event)]
        found = outbox.find_reply(reply, own, replaces=self.channel.replaces, taken=await self._taken(reply))
        if found is not None:
            await self._record(reply, found, complaint)

    async def read_back(self, reply: Reply) -> None:
        """See what the public sees, and tell the timeline."""
        complaint = await self._complaint(reply)
        ours = [e for e in complaint.timeline or () if _is_reply(e) and e.key == reply.native_key]
        if not ours:
            return
        event = ours[0]
        if self.channel.replaces and not outbox.same_text(event.text, reply.text):
            taken = Shown("gone", "another reply stands in its place")
            await self._move(reply, outbox.mark_shown(reply, taken, now=self.books.clock()))
            return
        try:
            shown = await converse(self.session, self.channel.verify_reply(self.session, complaint, event))
        except NotFoundError:
            shown = Shown("gone")
        except (RejectedError, PayloadError) as error:
            self.books.tell(f"a reply could not be read back: {error}")
            return
        now = self.books.clock()
        events = [*shown.events, *_told(shown, event, news=shown.state != reply.shown)]
        await self._move(reply, outbox.mark_shown(reply, shown, now=now), events)

    async def _attempt(self, reply: Reply, complaint: Complaint) -> None:
        """Ask the platform to take it; what is not clearly refused stays claimed, and is looked up later."""
        before = self.session.writes
        try:
            sent = self.channel.reply(self.session, complaint, reply.text, about=reply.about)
            event = await converse(self.session, sent)
        except StoreError:
            raise
        except Exception as error:
            reason = str(error) if isinstance(error, ChannelError) else f"{type(error).__name__} in the channel's code"
            if self.session.writes > before:
                await self._move(reply, outbox.note(reply, f"it is not known whether the platform took it: {reason}"))
            elif isinstance(error, (RejectedError, NotFoundError, UnsupportedError)):
                await self._move(reply, outbox.fail(reply, reason))
                return
            else:
                await self._move(reply, outbox.put_off(reply, reason))
            if isinstance(error, PayloadError):
                return
            raise
        await self._record(reply, event, complaint)

    async def _record(self, reply: Reply, event: Event, complaint: Complaint) -> None:
        event = event.model_copy(update={"complaint": complaint.id, "role": Role.agency, "by": None, "intent": None})
        sent = outbox.mark_sent(reply, event, now=self.books.clock())
        await self._move(reply, sent, [event])

    async def _own(self, complaint: Complaint, reply: Reply, *, at: datetime) -> Sequence[Event]:
        asked = self.channel.own_replies(self.session, complaint, about=reply.about, since=outbox.since_of(at))
        return await converse(self.session, asked)

    async def _taken(self, reply: Reply) -> set[str]:
        """Keys of other replies to the same complaint."""
        others: list[Reply] = await self.io.call(partial(self.store.replies, complaint=reply.complaint))
        return {other.native_key for other in others if other.native_key is not None and other.id != reply.id}

    async def _complaint(self, reply: Reply) -> Complaint:
        found: Complaint | None = await self.io.call(self.store.complaint, reply.complaint)
        if found is None:
            raise OutboxError(f"reply {reply.id} is to {reply.complaint}, which is not stored: withdraw it")
        return found

    async def _move(self, before: Reply, after: Reply, events: Sequence[Event] = ()) -> None:
        move = partial(self.store.move_reply, before, after, now=self.books.clock(), events=events)
        await self.io.call(move)
        if after.state is not before.state:
            self.moved[str(after.state)] += 1


def _is_reply(event: Event) -> bool:
    return event.type is EventType.message and event.role is Role.agency and event.source is Source.channel


def _told(shown: Shown, event: Event, *, news: bool) -> list[Event]:
    """What the timeline hears of a reply that the public does not see, beside what the channel says itself."""
    if shown.state == "public":
        return []
    told: list[Event] = []
    if shown.state != "gone" and not any(_is_reply(e) and e.key == event.key for e in shown.events):
        told.append(event.model_copy(update={"public": False, "by": None, "intent": None}))
    if news and not any(e.type is EventType.note for e in shown.events):
        told.append(
            Event(
                complaint=event.complaint,
                key=f"shown:{event.key}:{shown.state}",
                type=EventType.note,
                about=event.key,
                source=Source.office,
                role=Role.platform,
                public=False,
                automatic=True,
                text=f"{shown.state}: {shown.reason}" if shown.reason else shown.state,
                data={"shown": shown.state},
            )
        )
    return told
