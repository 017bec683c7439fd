"""A channel in a package of its own: at most 60 lines, found by its entry point, and it keeps the promises."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from complaint_hub.testing import ChannelContract
from support.own_environment import OwnEnvironment

PACKAGE = Path(__file__).parents[2] / "examples" / "board-channel"
PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "write-a-channel.md"
PROMISED = len(ChannelContract.promises)  # what is declared away is a test too
LEFT_BEHIND = shutil.ignore_patterns("__pycache__", ".pytest_cache", "*.egg-info")


def files_of_the_page() -> dict[str, str]:
    """File name → content, of each block that has one."""
    text = PAGE.read_text(encoding="utf-8")
    return dict(re.findall(r'^```\w+ title="(.+?)"\n(.*?)^```$', text, flags=re.S | re.M))


def commands_of_the_page() -> list[str]:
    """The console blocks, a script each."""
    blocks = re.findall(r"^```console\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), flags=re.S | re.M)
    return ["\n".join(line.removeprefix("$ ") for line in block.splitlines()) for block in blocks]


def test_the_channel_has_at_most_60_lines() -> None:
    lines = (PACKAGE / "src" / "board_channel.py").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 60
    assert max(map(len, lines)) <= 120


def test_an_installed_package_is_found_by_the_settings_and_keeps_the_promises(tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "package", ignore=LEFT_BEHIND)
    environment = OwnEnvironment(tmp_path / "environment")
    environment.run("python -m pip install --no-deps --editable .", folder=tmp_path / "package")
    (tmp_path / "complaint-hub.toml").write_text('[channels.board]\naccount = "talun"\n', encoding="utf-8")
    code = (
        "from complaint_hub.settings import installed, read_settings;"
        "said = read_settings(environment={'COMPLAINT_HUB_BOARD_KEY': 'key-of-the-board'});"
        "(one,) = said.channels(); print('board' in installed(), one.name, one.account)"
    )
    assert environment.run(f'python -c "{code}"', folder=tmp_path).split() == ["True", "board", "talun"]
    told = environment.run("python -m pytest -q", folder=tmp_path / "package")
    assert re.search(rf"^{PROMISED} passed", told, flags=re.M), told


def test_each_file_of_the_page_is_that_of_the_package() -> None:
    files = files_of_the_page()
    there = {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*") if path.suffix in (".py", ".toml")}
    assert set(files) - {"complaint-hub.toml"} == there
    assert {name: files[name] for name in there} == {
        name: (PACKAGE / name).read_text(encoding="utf-8") for name in there
    }


@pytest.mark.skipif("os.name != 'posix'", reason="the page's commands are those of a POSIX shell")
def test_who_follows_the_page_word_for_word_ends_with_a_green_suite(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    for name, content in files_of_the_page().items():
        (empty / name).parent.mkdir(parents=True, exist_ok=True)
        (empty / name).write_text(content, encoding="utf-8")
    environment = OwnEnvironment(tmp_path / "environment")
    environment.add_script("complaint-hub", "complaint_hub.cli", "main")
    told = [environment.run(script, folder=empty) for script in commands_of_the_page()]
    assert re.search(rf"^=+ {PROMISED} passed", told[0], flags=re.M), told[0]
    assert "board" in told[1]
    assert "talun" in told[1]
