"""The pictures: each is made by a command, shown and described, and of the demo as it is today."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from docs.take_pictures import FIGURES, FOLDER, NAMES, Demo, figures, make, opened_browser, play

ROOT = FOLDER.parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
_MARKDOWN = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<address>[^)#]*pictures/[^)#]+)")
_HTML = re.compile(r'<img alt="(?P<alt>[^"]*)" src="(?P<address>[^"]+)"|srcset="(?P<other>[^"]+)"')


def shown() -> Iterator[tuple[Path, str | None]]:
    """Every picture that a page shows, and its words; None for the dark half of a pair."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for found in (*_MARKDOWN.finditer(text), *_HTML.finditer(text)):
            other = found.groupdict().get("other")
            yield (page.parent / (other or found["address"])).resolve(), None if other else found["alt"]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return play(tmp_path_factory.mktemp("pictures"))


def test_every_picture_is_there_and_shown_somewhere() -> None:
    assert {path.name for path, _ in shown()} == set(NAMES)
    assert {path for path, _ in shown()} == {FOLDER / name for name in NAMES}
    assert {path.name for path in FOLDER.iterdir()} == {*NAMES, FIGURES.name}


def test_every_picture_is_described_in_words() -> None:
    assert [path.name for path, alt in shown() if alt is not None and len(alt) < 20] == []


def test_all_pictures_together_are_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 1_500_000


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".svg")])
def test_a_terminal_asks_for_nothing_outside(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert "http" not in text
    assert "url(" not in text.replace("url(#", "")


def test_the_pictures_show_the_demo_as_it_is(demo: Demo) -> None:
    """Fails when the demo's figures change: take the pictures anew with ``make pictures``."""
    assert json.loads(FIGURES.read_text(encoding="utf-8")) == figures(demo)


def test_a_picture_is_taken_from_the_page(demo: Demo) -> None:
    with opened_browser() as browser:
        taken = make(demo, browser, "dashboard-phone.webp")
    assert (taken[:4], taken[8:12]) == (b"RIFF", b"WEBP")
    assert len(taken) > 10_000


def test_a_terminal_is_drawn_from_what_the_command_prints(demo: Demo) -> None:
    with opened_browser() as browser:
        drawn = make(demo, browser, "terminal-due.svg").decode()
    assert "Tenggat" in drawn
    assert "lewat&#160;tenggat" in drawn or "lewat tenggat" in drawn


def test_a_picture_that_there_is_not_is_refused(demo: Demo) -> None:
    with opened_browser() as browser, pytest.raises(ValueError, match="there is no picture kucing"):
        make(demo, browser, "kucing.webp")
