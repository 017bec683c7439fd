"""Run a channel by hand, and the tests that every channel must pass.

For: authors of channels.
Must not: import pytest, so that it can be used from any test runner; a failed promise is an ``AssertionError``.

::

    played = play(channel, answer)                  # no network, no store: requests in, pages out
    class TestMyChannel(ChannelContract): ...       # the real hub and store, on your sandbox
"""

from .contract import ChannelContract
from .play import Played, play

__all__ = ["ChannelContract", "Played", "play"]
