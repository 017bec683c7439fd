"""``action-plan``: the draft on the screen, in files, and its monitoring."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from support.command import Answer, Command

OWN = """
[thresholds]
mean_follow_up_working = 3
[rows.follow_up_time]
targets = [9, 8, 6, 5]
"""


@pytest.fixture
def plan(command: Command, office: Path, tmp_path: Path) -> Callable[..., Answer]:
    """Run ``action-plan`` on the office's database, with its targets in ``target.toml``."""
    (tmp_path / "target.toml").write_text(OWN, encoding="utf-8")
    return lambda *words: command("action-plan", "--store", office, "--now", "2026-11-24", *words)


def test_the_draft_names_figures_and_what_is_open(plan: Callable[..., Answer]) -> None:
    said = plan("--year", 2026, "--targets", "target.toml").out
    assert "1. Pengingat H+1 dan eskalasi H+3 kepada pimpinan OPD (Efektivitas)" in said
    assert "ambang 3,0 hari kerja" in said
    assert "target TW I-IV 9 / 8 / 6 / 5" in said
    assert "Menyusun dan menetapkan rencana aksi: hasil resmi belum dimasukkan" in said


def test_without_thresholds_only_facts_trigger(plan: Callable[..., Answer]) -> None:
    found = plan("--year", 2026, "--json").json
    assert [row["id"] for row in found["rows"]] == ["units_behind"]


def test_monitoring_shows_what_was_reached(plan: Callable[..., Answer]) -> None:
    found = plan("--year", 2026, "--targets", "target.toml", "--monitor", "2026-TW2", "--json").json["rows"][0]
    assert found["monitored"]["period"] == "2026-TW2"
    assert found["monitored"]["target"] == 8
    assert found["monitored"]["status"] in ("tercapai", "belum tercapai")


def test_files_are_written_and_none_is_replaced_unasked(plan: Callable[..., Answer], tmp_path: Path) -> None:
    words = ("--year", 2026, "--output", "rencana.html", "--government", "Pemerintah Kabupaten Blitar")
    assert plan(*words).code == 0
    assert "Pemerintah Kabupaten Blitar" in (tmp_path / "rencana.html").read_text(encoding="utf-8")
    refused = plan(*words)
    assert (refused.code, "exists" in refused.err) == (2, True)
    assert plan(*words, "--overwrite").code == 0


@pytest.mark.parametrize("name", ["rencana.pdf", "tiada/rencana.xlsx"])
def test_a_file_that_cannot_be_is_refused_before_anything_is_read(plan: Callable[..., Answer], name: str) -> None:
    assert plan("--year", 2026, "--output", name).code == 2


def test_the_keys_of_the_plan_are_those_of_the_page(plan: Callable[..., Answer]) -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "json.md").read_text(encoding="utf-8")
    text = page.split("\n## action-plan\n")[1].split("\n## ")[0]
    found = plan("--year", 2026, "--json").json
    assert [key for key in (*found, *found["rows"][0]) if f"`{key}`" not in text and f'"{key}"' not in text] == []
