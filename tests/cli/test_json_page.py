"""The keys that the page on JSON names are those that the commands print."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from complaint_hub import Run
from support.command import Command

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "json.md"


def keys(heading: str, grid: int = 0) -> list[str]:
    """The keys in the first column of the *grid*-th table under a heading."""
    text = PAGE.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    below = text.split("---|\n")[grid + 1].split("\n\n")[0]
    return [key for row in below.splitlines() for key in re.findall(r"`(\w+)`", row.split(" | ")[0])]


def line(heading: str, command: str) -> str:
    """The row of a table that begins with a command."""
    text = PAGE.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1]
    return next(row for row in text.splitlines() if row.startswith(f"| `{command}` |"))


def test_the_keys_of_a_run() -> None:
    assert set(keys("sync, import, quarantine retry")) == set(Run("lapor", "Kabupaten").to_dict())


@pytest.fixture
def card(command: Command, office: Path) -> Mapping[str, Any]:
    """The scorecard of a year as JSON."""
    return dict(command("scorecard", "--year", 2026, "--store", office, "--now", "2026-11-24", "--json").json)


def test_the_keys_of_a_scorecard(card: Mapping[str, Any]) -> None:
    assert set(keys("scorecard")) == set(card)


def test_the_keys_of_a_mean_and_of_a_clock(card: Mapping[str, Any]) -> None:
    assert set(keys("scorecard", 1)) == set(card["mean_follow_up"])
    assert set(keys("scorecard", 2)) == set(card["on_time"]["verify"])


def test_the_page_names_every_clock_bucket_and_kind_of_a_scorecard(card: Mapping[str, Any]) -> None:
    text = PAGE.read_text(encoding="utf-8")
    names = [*card["on_time"], *card["buckets"], *card["apart"], *card["mean_follow_up"]["since"]]
    assert [name for name in names if f"`{name}`" not in text] == []


def test_the_keys_of_what_is_due(command: Command, office: Path) -> None:
    found = command("due", "--store", office, "--now", "2026-11-24", "--json").json
    assert set(keys("due")) == set(found["due"][0])
    assert set(found) == {"now", "due", "counts"}
    assert [name for name in found["counts"] if f"`{name}`" not in PAGE.read_text(encoding="utf-8")] == []


def test_the_keys_of_one_complaint_and_its_verdicts(command: Command, office: Path) -> None:
    first = command("due", "--store", office, "--now", "2026-11-24", "--json").json["due"][0]["id"]
    found = command("show", first, "--store", office, "--now", "2026-11-24", "--json").json
    assert keys("show") == list(found)
    assert set(keys("show", 1)) == set(found["verdicts"][0])


@pytest.mark.parametrize("words", [["list"], ["quarantine", "list"]], ids=" ".join)
def test_the_keys_of_a_list(command: Command, office: Path, words: list[str]) -> None:
    found = command(*words, "--store", office, "--json").json
    told = line(
        "list, quarantine list, dashboard, official import, store backup, schema, demo, sandbox", " ".join(words)
    )
    assert [key for key in found if f'"{key}"' not in told] == []


def test_the_keys_of_a_calendar(command: Command) -> None:
    found = command("calendar", 2026, "--json").json
    assert set(keys("calendar")) == set(found)


def test_the_keys_of_a_digest_and_of_the_page_for_the_secretary(command: Command, office: Path) -> None:
    text = PAGE.read_text(encoding="utf-8").split("\n## digest\n")[1].split("\n## ")[0]
    found = command("digest", "--store", office, "--now", "2027-03-01", "--always", "--json").json
    page = command("digest", "--sekda", "--store", office, "--now", "2026-11-24", "--json").json
    names = [*found, *found["counts"], *found["units"][0], *page, *page["units"][0]]
    names += [name for unit in found["units"] for case in unit["chase"] for name in case]
    assert [name for name in names if f"`{name}`" not in text] == []
