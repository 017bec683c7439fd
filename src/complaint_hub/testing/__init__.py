"""Run a channel by hand, and the promises that every channel must keep, as tests that its author inherits.

For: authors of channels.
Must not: import pytest, so that it can be used from any test runner; a broken promise is an ``AssertionError``.

::

    played = play(channel, answer)                      # no network, no store: requests in, pages out
    class TestMyChannel(ChannelContract[MyWorld]): ...  # the real hub and store, on your platform on this machine
    class TestMyFiles(FilesContract[MyFolder]): ...     # the same for a channel that reads files

``PROMISES`` lists all promises: number, name, what holds, and the bug that each stands for.
"""

from .contract import ChannelContract
from .files import FilesContract
from .play import Played, play
from .promises import PROMISES, Promise
from .world import Entry, Folder, World

__all__ = [
    "PROMISES",
    "ChannelContract",
    "Entry",
    "FilesContract",
    "Folder",
    "Played",
    "Promise",
    "World",
    "play",
]
