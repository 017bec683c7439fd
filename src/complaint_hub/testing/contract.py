"""The suite for a channel that is read over HTTP: an author inherits the promises, and supplies a world.

::

    class Board(World):                         # your platform on this machine; see ``World`` for all verbs
        def post(self, text, *, at): ...        # a citizen posts; returns the native id
        def edit(self, item, text, *, at): ...
        def delete(self, item): ...

    class TestBoard(ChannelContract[Board]):
        without = {
            "P02": "the board has no pinned notices",
            "P03": "nobody can reply on the board",
        }

        @contextmanager
        def world(self):                        # a fresh platform without items
            board = Board()
            with serve(board) as url:
                board.url = url
                yield board

        def channel(self, world):               # the channel, on it
            return BoardChannel("office-1", base=world.url)

Each promise has a number, a name and a test (``promises.PROMISES``), and says which verbs it needs. A verb that is
missing fails its tests, until the class says in ``without`` why the platform cannot have the promise; the list of tests
then shows ``test_p02_declared``. Promises that need no verb hold for every channel.

For: tests of channels, under any runner that collects ``test_`` methods; nothing here imports one.
Must not: look inside a channel. The real hub and the real store are used, in a folder that goes away.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, TypeVar

from .promises import PROMISES, Promise
from .running import Running
from .world import World

__all__ = ["ChannelContract"]

W = TypeVar("W", bound=World)


class ChannelContract(Running[W]):
    """All promises of a channel that is read over HTTP.

    An author writes ``world`` and ``channel``; where the platform has such, ``second`` (another account) and
    ``unknown`` (settings that name what the platform does not know); and ``fill``, to add what only this platform has
    to what the runs read.

    Attributes:
        without: number of a promise → why this platform cannot have it.
        deep: the deepest walk that the channel has; False for none.
        budgets: units a day that must be enough in the end.
        days: how long a small budget may take.
        secrets: credentials that the requests do not show by themselves.
        now: the moment of the first run.
    """

    promises: ClassVar[Mapping[str, Promise]] = {promise.number: promise for promise in PROMISES if promise.http}
