"""``complaint-hub dashboard``: what it writes, and what it will not write over."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from complaint_hub.cli import main
from support.dashboards import a_year, filled


@pytest.fixture
def store(tmp_path: Path) -> Any:
    with filled(tmp_path, *a_year()):
        pass
    return str(tmp_path / "aduan.db")


def run(*words: Any) -> Any:
    return main(["dashboard", "--now", "2026-11-24T09:00", *map(str, words)])


def test_it_writes_a_page_and_says_what_it_leads_with(
    store: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--store", store, tmp_path / "dasbor.html") == 0
    told = capsys.readouterr().out
    assert "lewat tenggat" in told
    assert (tmp_path / "dasbor.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_the_offices_page_is_its_owners_and_the_public_one_everybodys(store: Any, tmp_path: Path) -> None:
    run("--store", store, tmp_path / "a.html")
    run("--store", store, "--public", tmp_path / "b.html")
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("a.html", "b.html")] == [0o600, 0o644]


def test_a_page_of_ours_is_replaced(store: Any, tmp_path: Path) -> None:
    for _ in range(2):
        assert run("--store", store, tmp_path / "a.html") == 0
    assert sorted(file.name for file in tmp_path.glob("*html*")) == ["a.html"]


def test_another_file_is_never_written_over(store: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.html").write_text("<p>surat</p>", encoding="utf-8")
    assert run("--store", store, tmp_path / "a.html") == 2
    assert (tmp_path / "a.html").read_text(encoding="utf-8") == "<p>surat</p>"
    assert "no dashboard" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["a.txt", "tidak-ada/a.html"])
def test_a_file_that_cannot_be_the_page_is_refused_first(store: Any, tmp_path: Path, name: str) -> None:
    assert run("--store", store, tmp_path / name) == 2


def test_for_machines_it_says_what_it_wrote(store: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("--store", store, "--public", "--least", "7", "--json", tmp_path / "a.html")
    told = json.loads(capsys.readouterr().out)
    assert (told["public"], told["least"], told["cases"]) == (True, 7, 0)
    assert told["bytes"] == (tmp_path / "a.html").stat().st_size


def test_the_plan_rests_on_the_year_before(store: Any, tmp_path: Path) -> None:
    targets = tmp_path / "target.toml"
    targets.write_text("[thresholds]\nmean_follow_up_working = 0.5\n", encoding="utf-8")
    main(["dashboard", "--now", "2027-03-01", "--store", store, "--targets", str(targets), str(tmp_path / "a.html")])
    assert "Disusun dari angka 2026, dipantau dengan angka 2027" in (tmp_path / "a.html").read_text(encoding="utf-8")
