"""Steps a coroutine, and sees to it that a channel awaits nothing but its session.

For: the blocking world (:func:`drive`), ``_flows`` in both worlds (:class:`Conversation`), and the test kit.
Must not: know what is said in a conversation.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Generator
from typing import Any, Generic, TypeVar

__all__ = ["Conversation", "drive"]

T = TypeVar("T")

_FOREIGN = "a channel awaited something other than its session"


def drive(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run *coroutine* to its end without an event loop.

    Over a session that never suspends, one step is all there is.
    Raises: TypeError, if it suspends, for then it awaits something else.
    """
    try:
        coroutine.send(None)
    except StopIteration as done:
        return done.value  # type: ignore[no-any-return]  # StopIteration carries Any
    coroutine.close()
    raise TypeError(_FOREIGN)


class Conversation(Generic[T]):
    """Awaits a channel's coroutine, and only as long as what it waits for is its session.

    Args:
        listening: says whether a call of the session is under way; whatever suspends at any other moment is foreign.

    Raises: TypeError, when awaited, in both worlds at the same line; the channel's coroutine is closed.
    """

    def __init__(self, coroutine: Coroutine[Any, Any, T], *, listening: Callable[[], bool]) -> None:
        self._coroutine = coroutine
        self._listening = listening

    def __await__(self) -> Generator[Any, Any, T]:
        coroutine = self._coroutine
        try:
            waited_for = coroutine.send(None)
            while True:
                if not self._listening():
                    coroutine.close()
                    raise TypeError(_FOREIGN)
                try:
                    answer = yield waited_for
                except BaseException as interruption:  # a cancellation belongs to the channel's own line
                    waited_for = coroutine.throw(interruption)
                else:
                    waited_for = coroutine.send(answer)
        except StopIteration as done:
            return done.value  # type: ignore[no-any-return]  # StopIteration carries Any
        except RuntimeError as error:
            # Without a loop, asyncio's own functions give up before they suspend: the same mistake, told the same way.
            if str(error) == "no running event loop":
                raise TypeError(_FOREIGN) from error
            raise
