"""An Instagram on localhost, of both logins, that answers, counts, misbehaves and changes as it is told.

For: ``with serve(small()) as sandbox:`` and a client whose base is ``sandbox.url``.
Must not: import anything of ``complaint_hub`` outside the sandbox.

::

    world = instagram.demo()
    with instagram.serve(world) as sandbox:
        ...                 # a client on sandbox.url, account instagram.ACCOUNT, token instagram.INSTAGRAM_TOKEN
    comment = world.add_comment(media.id, "Jalan rusak"); world.add_reply(comment.id, "Kami cek"); world.advance(days=1)
    world.inject(faults.throttle(minutes=3), faults.short_page(10, every=3, times=None))
    world.tokens.kill("passwordChanged")
    len(world.requests)     # HTTP requests; world.meter.units are the calls that count against the limit
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from .. import server
from . import faults
from .api import answer
from .build import ACCOUNT, USERNAME, build, demo, measured, small
from .tokens import APP_ID, APP_SECRET, FACEBOOK_TOKEN, INSTAGRAM_TOKEN
from .world import CLOCK, World

__all__ = [
    "ACCOUNT",
    "APP_ID",
    "APP_SECRET",
    "CLOCK",
    "FACEBOOK_TOKEN",
    "INSTAGRAM_TOKEN",
    "USERNAME",
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
    """An Instagram that is up; no address has a slash at the end.

    Attributes:
        url: of the server. Paths begin with a version or, for the token endpoints of Instagram, with none; the login
            is that of the token.
        instagram, facebook: the same for ``graph.instagram.com`` and ``graph.facebook.com`` alone: a token of the
            other login is refused there.
    """

    url: str
    instagram: str
    facebook: str


@contextmanager
def serve(world: World, *, port: int = 0) -> Generator[Running]:
    """Serve *world* on the loopback address until the block ends; port 0 takes any free one."""
    with server.serve(partial(answer, world), port=port) as running:
        url = running.url
        yield Running(url, f"{url}/graph.instagram.com", f"{url}/graph.facebook.com")
