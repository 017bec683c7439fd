"""Google's accounts, locations and reviews on localhost: it answers, counts, misbehaves and changes as it is told.

For: ``with serve(small()) as sandbox:`` and a client whose bases are those of ``sandbox``.
Must not: import anything of ``complaint_hub`` outside the sandbox.

::

    world = google.demo()
    with google.serve(world) as sandbox:
        ...             # a client on sandbox.accounts, sandbox.locations and sandbox.reviews, tokens from sandbox.token
    review = world.add_review(location, 1, "Antrean lama"); world.reply(review.id, "Mohon maaf"); world.advance(hours=1)
    world.inject(faults.random_404(), faults.rate_limit(retry_after=2))
    world.approved = False                  # every call says the limit is "0"
    world.grants.refresh_token = None       # the consent is revoked
    world.subscribed = True                 # from now on pushes are made; world.told holds them, delivered by nobody
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from .. import server
from . import faults
from .api import ACCOUNTS, CERTS, LOCATIONS, NOTIFICATIONS, REVIEWS, TOKEN, answer
from .build import GROUP, LOGIN, STAR_SHARES, build, demo, small
from .grants import CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN, SCOPE
from .hooks import NotificationSetting, Pushing, signed_anew
from .records import Translation
from .world import CLOCK, TOPIC, World

__all__ = [
    "CLIENT_ID",
    "CLIENT_SECRET",
    "CLOCK",
    "GROUP",
    "LOGIN",
    "REFRESH_TOKEN",
    "SCOPE",
    "STAR_SHARES",
    "TOPIC",
    "NotificationSetting",
    "Pushing",
    "Running",
    "Translation",
    "World",
    "answer",
    "build",
    "demo",
    "faults",
    "serve",
    "signed_anew",
    "small",
]


@dataclass(frozen=True)
class Running:
    """A Google that is up.

    Attributes:
        url: of the server, without a slash at the end.
        accounts, locations, reviews: where each API begins, with a slash at the end.
        token: the address of the token endpoint.
        notifications: where the API of notifications begins, with a slash at the end.
        certs: the address of the keys that pushes are signed with.
    """

    url: str
    accounts: str
    locations: str
    reviews: str
    token: str
    notifications: str
    certs: str


@contextmanager
def serve(world: World, *, port: int = 0) -> Generator[Running]:
    """Serve *world* on the loopback address until the block ends; port 0 takes any free one."""
    with server.serve(partial(answer, world), port=port) as running:
        url = running.url
        yield Running(
            url, url + ACCOUNTS, url + LOCATIONS, url + REVIEWS, url + TOKEN, url + NOTIFICATIONS, url + CERTS
        )
