"""A YouTube on localhost that answers, counts, misbehaves and changes as it is told.

For: ``with serve(measured()) as sandbox:`` and a client whose base is ``sandbox.base``.
Must not: import anything of ``complaint_hub`` outside the sandbox.

::

    world = youtube.measured()
    with youtube.serve(world) as sandbox:
        ...                                     # a client on sandbox.base, key youtube.KEY, channel youtube.CHANNEL
    world.units                                 # what it would have cost
    world.add_thread(video_id, "Jalan rusak"); world.advance(days=1)
    world.inject(faults.short_page(40, every=3, times=None), faults.error("backendError"))
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from .. import server
from . import faults
from .api import BASE, TOKENS, answer
from .build import CHANNEL, build, demo, measured, small
from .grants import CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN
from .world import CLOCK, KEY, World

__all__ = [
    "CHANNEL",
    "CLIENT_ID",
    "CLIENT_SECRET",
    "CLOCK",
    "KEY",
    "REFRESH_TOKEN",
    "Running",
    "World",
    "answer",
    "build",
    "demo",
    "faults",
    "measured",
    "serve",
    "small",
]


@dataclass(frozen=True)
class Running:
    """A YouTube that is up.

    Attributes:
        url: of the server.
        base: of the API, with a slash at the end.
        tokens: where consents are renewed; see ``world.grants``, which knows CLIENT_ID, CLIENT_SECRET and the
            REFRESH_TOKEN of the built channel's owner.
    """

    url: str
    base: str
    tokens: str


@contextmanager
def serve(world: World, *, port: int = 0) -> Generator[Running]:
    """Serve *world* on the loopback address until the block ends; port 0 takes any free one."""
    with server.serve(partial(answer, world), port=port) as running:
        yield Running(running.url, running.url + BASE, running.url + TOKENS)
