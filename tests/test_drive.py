"""A channel awaits its session and nothing else, in both worlds."""

from __future__ import annotations

import asyncio
import inspect

import pytest

from complaint_hub._drive import Conversation, drive


async def ready() -> int:
    return 7


async def foreign() -> int:
    await asyncio.sleep(0.01)
    return 7


async def foreign_at_once() -> None:
    await asyncio.sleep(0)


def test_a_coroutine_that_never_suspends_runs_without_a_loop() -> None:
    assert drive(ready()) == 7


def test_a_coroutine_that_suspends_is_closed_and_refused() -> None:
    coroutine = foreign_at_once()
    with pytest.raises(TypeError, match="other than its session"):
        drive(coroutine)
    assert inspect.getcoroutinestate(coroutine) == inspect.CORO_CLOSED


def test_its_errors_are_its_own() -> None:
    async def broken() -> None:
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        drive(broken())


@pytest.mark.parametrize("looping", [False, True])
def test_a_foreign_wait_is_refused_in_both_worlds(looping: bool) -> None:
    async def main() -> int:
        return await Conversation(foreign(), listening=lambda: False)

    with pytest.raises(TypeError, match="other than its session"):
        asyncio.run(main()) if looping else drive(main())


def test_a_wait_for_the_session_passes() -> None:
    async def main() -> int:
        return await Conversation(foreign(), listening=lambda: True)

    assert asyncio.run(main()) == 7


def test_a_cancellation_reaches_the_line_that_waits() -> None:
    seen: list[str] = []

    async def waits() -> None:
        try:
            await asyncio.sleep(30)
        except asyncio.CancelledError:
            seen.append("cancelled")
            raise

    async def main() -> None:
        async def talk() -> None:
            await Conversation(waits(), listening=lambda: True)

        task = asyncio.create_task(talk())
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())
    assert seen == ["cancelled"]
