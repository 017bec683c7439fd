"""A YouTube channel with its owner's consent, on the sandbox."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from complaint_hub import ApiKey, Hub, OAuth2
from complaint_hub._books import Books
from complaint_hub._drive import drive
from complaint_hub._session import LiveSession
from complaint_hub.channels.youtube import YouTube
from complaint_hub.contract import Deep
from complaint_hub.model import Complaint
from complaint_hub.report import Run
from complaint_hub.sandbox import youtube as sandbox

__all__ = ["Owned", "consent", "owned", "owned_channel"]


def consent(tokens: str, *, refresh: str = sandbox.REFRESH_TOKEN, secret: str = sandbox.CLIENT_SECRET) -> OAuth2:
    return OAuth2(sandbox.CLIENT_ID, secret, refresh, token_url=tokens, app="sandbox-project")


def owned_channel(base: str, tokens: str, **changed: Any) -> YouTube:
    """The built channel; *changed* goes to the consent."""
    key = ApiKey(sandbox.KEY, app="sandbox-project")
    return YouTube(sandbox.CHANNEL, public=key, owner=consent(tokens, **changed), base=base)


class Owned:
    """A world, and a hub that reads it with the owner's consent."""

    def __init__(self, world: sandbox.World, hub: Hub) -> None:
        self.world = world
        self.hub = hub

    def run(self, *, deep: Deep = False, budget: int | None = None) -> Run:
        (run,) = self.hub.sync(deep=deep, budget=budget, now=self.world.clock)
        return run

    def ask_can_reply(self, threads: list[str]) -> Mapping[str, bool]:
        """Ask in a session of its own, as before a write."""
        (channel,) = self.hub._channels
        assert isinstance(channel, YouTube)
        io, store = self.hub._io, self.hub.store
        books = Books(
            channel.name, channel.account, store=store, io=io, now=self.world.clock, clock=lambda: self.world.clock
        )

        async def ask() -> Mapping[str, bool]:
            async with books.open():
                return await channel.can_reply(LiveSession(channel, books, store=store, io=io), threads)

        return drive(ask())

    def complaint(self, thread: str) -> Complaint:
        return next(c for c in self.hub.store.complaints(deleted=None) if c.native_id == thread)


@contextmanager
def owned(world: sandbox.World, store: Path, **changed: Any) -> Iterator[Owned]:
    with (
        sandbox.serve(world) as running,
        Hub([owned_channel(running.base, running.tokens, **changed)], store=store, clock=lambda: world.clock) as hub,
    ):
        yield Owned(world, hub)
