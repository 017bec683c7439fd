"""The how-to pages say nothing that the program does not take: each command line, each settings file."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from complaint_hub.cli import app
from complaint_hub.settings import read_settings

PAGES = sorted(Path("docs/how-to").glob("*.md"))


def blocks(page: Path, *languages: str) -> Iterator[str]:
    """The code blocks of a page that are in one of these languages."""
    for language, code in re.findall(r"```(\w+)\n(.*?)```", page.read_text(encoding="utf-8"), flags=re.S):
        if language in languages:
            yield code


def calls(page: Path) -> Iterator[list[str]]:
    """The words after ``complaint-hub`` of each command line, as far as the shell's own signs."""
    for code in blocks(page, "console", "text"):
        for line in re.findall(r"(?:^\$ |cd \S+ && \S*|  )complaint-hub (.+)", code, flags=re.M):
            yield shlex.split(re.sub(r"\$\(.+?\)", "today", re.split(r" > | \|\| |; ", line)[0]))


COMMAND_LINES = [
    pytest.param(words, id=f"{page.stem}: {' '.join(words)[:60]}") for page in PAGES for words in calls(page)
]
SETTINGS = [
    pytest.param(code, id=f"{page.stem} {n}")
    for page in PAGES
    for n, code in enumerate(blocks(page, "toml"))
    if "[channels." in code or "[[channels." in code
]


@pytest.mark.parametrize("words", COMMAND_LINES)
def test_a_command_line_has_only_commands_and_options_that_there_are(words: list[str]) -> None:
    command: Any = get_command(app)
    rest = list(words)
    while hasattr(command, "commands"):
        word = rest.pop(0)
        command = command if word == "--verbose" else command.commands[word]
    context = command.make_context("complaint-hub", rest)
    assert context.args == []


@pytest.mark.parametrize("code", SETTINGS)
def test_a_settings_file_makes_its_channels(code: str, tmp_path: Path) -> None:
    file = tmp_path / "complaint-hub.toml"
    file.write_text(code, encoding="utf-8")
    told = tomllib.loads(code)["channels"].values()
    for section in [one for said in told for one in (said if isinstance(said, list) else [said])]:
        for name in [section[key] for key in section if key.endswith("_file")]:
            (tmp_path / name).write_text("secret-of-an-example", encoding="utf-8")
            (tmp_path / name).chmod(0o600)
    assert read_settings(file, environment={}).channels()


def test_every_page_is_in_the_menu_and_its_title_is_the_wish() -> None:
    menu = Path("mkdocs.yml").read_text(encoding="utf-8").split("- How-to:\n")[1].split("\n  - ")[0]
    told = dict(re.findall(r"- (.+?): how-to/(.+\.md)", menu))
    assert {name: f"# {title}" for title, name in told.items()} == {
        page.name: page.read_text(encoding="utf-8").splitlines()[0] for page in PAGES
    }
