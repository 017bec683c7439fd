"""Every command's help has examples, and each example is a command line that there is."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from typing import Any

import pytest
from typer.main import get_command

from complaint_hub.cli import app


def leaves(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Each command with the words that call it."""
    if hasattr(command, "commands"):
        for name, below in command.commands.items():
            yield from leaves(below, (*path, name))
    else:
        yield path, command


ROOT = get_command(app)
COMMANDS = dict(leaves(ROOT))


def examples(command: Any) -> list[list[str]]:
    """The words of each example in a command's help, after the program's name, without the shell's own signs."""
    told = (command.help or "").partition("Example")[2]
    calls = [call for line in re.findall(r"^\s+complaint-hub .+$", told, flags=re.M) for call in line.split(" && ")]
    return [shlex.split(re.split(" [<>|] ", call)[0])[1:] for call in calls]


ALL = [pytest.param(words, id=" ".join(words)) for command in COMMANDS.values() for words in examples(command)]


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_a_command_has_an_example_that_calls_it(path: tuple[str, ...]) -> None:
    calls = examples(COMMANDS[path])
    assert path in [tuple(call[: len(path)]) for call in calls]


@pytest.mark.parametrize("words", ALL)
def test_an_example_can_be_typed(words: list[str]) -> None:
    command: Any = ROOT
    rest = list(words)
    while hasattr(command, "commands"):
        command = command.commands[rest.pop(0)]
    context = command.make_context("complaint-hub", rest)
    assert context.args == []


@pytest.mark.parametrize("path", [(), *COMMANDS], ids=lambda path: " ".join(path) or "alone")
def test_help_fits_a_terminal(path: tuple[str, ...], terminal: Any, command: Any) -> None:
    terminal(80)
    said = command(*path, "--help")
    assert said.code == 0
    examples_of = [line for line in said.out.splitlines() if "complaint-hub " in line]
    assert [line for line in said.out.splitlines() if len(line) > 80 and line not in examples_of] == []
