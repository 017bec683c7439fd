"""A TikTok (Accounts API v1.3) on localhost that answers, counts, misbehaves and changes as it is told.

For: ``with serve(small()) as sandbox:`` and a client whose base is ``sandbox.base``.
Must not: import anything of ``complaint_hub`` outside the sandbox.

::

    world = tiktok.small()
    with tiktok.serve(world) as sandbox:
        ...                     # a client on sandbox.base, account tiktok.ACCOUNT, with CLIENT_ID, CLIENT_SECRET and
                                # REFRESH_TOKEN, or world.grants.give(tiktok.ACCOUNT, world.clock) as access token
    world.meter.by_method                   # calls of each endpoint
    world.add_comment(video.id, "Jalan rusak"); world.hide(comment.id); world.advance(days=1)
    world.inject(faults.short_page(4, every=3, times=None), faults.error("SYS_ERROR"))
    world.limits.on = True                  # 40 a minute and the other limits hold, by the world's clock
    world.habits.missing_ids = "NOT_EXIST"  # switches for what nobody has written down
    world.refuses = "APP_FORBIDDEN"         # every call of an account is refused so
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from .. import server
from . import faults
from .api import BASE, answer
from .build import ACCOUNT, big, build, demo, small
from .grants import CLIENT_ID, CLIENT_SECRET, REDIRECT_URI, REFRESH_TOKEN, SCOPES
from .habits import Habits
from .limits import Limits
from .world import CLOCK, World

__all__ = [
    "ACCOUNT",
    "CLIENT_ID",
    "CLIENT_SECRET",
    "CLOCK",
    "REDIRECT_URI",
    "REFRESH_TOKEN",
    "SCOPES",
    "Habits",
    "Limits",
    "Running",
    "World",
    "answer",
    "big",
    "build",
    "demo",
    "faults",
    "serve",
    "small",
]


@dataclass(frozen=True)
class Running:
    """A TikTok that is up.

    Attributes:
        url: of the server, without a slash at the end.
        base: of the API, ``.../open_api/v1.3/``; the endpoints for tokens stand below it too.
    """

    url: str
    base: str


@contextmanager
def serve(world: World, *, port: int = 0) -> Generator[Running]:
    """Serve *world* on the loopback address until the block ends; port 0 takes any free one."""
    with server.serve(partial(answer, world), port=port) as running:
        yield Running(running.url, running.url + BASE)
