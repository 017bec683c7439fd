"""What ``--verbose`` says while it works, and that nothing is said without it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from complaint_hub.cli.log import set_up_log
from complaint_hub.sandbox import youtube as sandbox
from complaint_hub.sandbox.youtube import faults
from support.command import Command


@pytest.fixture(autouse=True)
def quiet_again() -> Iterator[None]:
    """Leave the logger as it was."""
    yield
    set_up_log(verbose=False)


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command) -> Iterator[sandbox.World]:
    """A channel of the sandbox, in the settings of this folder."""
    made = sandbox.build(1, videos=1, threads=3, big=0, small_replies=0)
    monkeypatch.setenv("COMPLAINT_HUB_YOUTUBE_KEY", min(made.keys))
    with sandbox.serve(made) as running:
        (tmp_path / "complaint-hub.toml").write_text(
            f'[channels.youtube]\naccount = "{sandbox.CHANNEL}"\nbase = "{running.base}"\n', encoding="utf-8"
        )
        yield made


def test_without_verbose_nothing_is_logged(command: Command, world: sandbox.World) -> None:
    assert command("sync").err == ""


def test_a_run_tells_its_beginning_its_pages_and_its_end(command: Command, world: sandbox.World) -> None:
    said = command("--verbose", "sync")
    lines = [line[9:] for line in said.err.splitlines()]
    assert lines[0] == f"INFO    youtube {sandbox.CHANNEL}: the run begins"
    assert any("page stored; so far 3 read, 3 new" in line for line in lines)
    assert "the run is over after" in lines[-1]


def test_a_wait_says_how_long_and_why(command: Command, world: sandbox.World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def at_once(self: object, seconds: float) -> None:
        """Do not wait."""

    monkeypatch.setattr("complaint_hub._io.Blocking.sleep", at_once)
    world.inject(faults.status(503, times=1))
    said = command("--verbose", "sync")
    assert "WARNING youtube UC" in said.err
    assert "s after HTTP 503 (try 1 of 5)" in said.err


def test_a_budget_that_ends_a_run_is_told(command: Command, world: sandbox.World) -> None:
    said = command("--verbose", "sync", "--budget", "1")
    assert "WARNING" in said.err
    assert "stopped early by budget" in said.err


def test_a_line_of_the_log_cannot_begin_another_one(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_log(verbose=True)
    logging.getLogger("complaint_hub").warning("said: %s", "a\n12:00:00 ERROR \x1b[31mforged")
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "\x1b" not in told


@pytest.mark.parametrize("words", [("--verbose", "sync"), ("sync", "--verbose")])
def test_verbose_is_taken_before_and_behind_the_command(
    world: sandbox.World, command: Command, words: tuple[str, ...]
) -> None:
    assert "the run begins" in command(*words).err
