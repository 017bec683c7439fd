"""``scorecard``: periods, tables, rankings, the change against the period before, and published figures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from support.command import Answer, Command

LETTER = """
year = 2023
letter = "SE 1"
predicate = "sedang"
[figures]
total = 60
finished_share = 1.0
"""

LIMITS = """
source = "Perbup (contoh)"
[[rows]]
clock = "first_response"
start = ["received"]
target = 400
unit = "working_days"
"""


@pytest.fixture
def scorecard(command: Command, office: Path) -> Callable[..., Answer]:
    """Run ``scorecard`` on the office's database."""
    return lambda *words: command("scorecard", "--store", office, "--now", "2026-11-24", *words)


def test_a_period_is_named_as_offices_write_it(scorecard: Callable[..., Answer]) -> None:
    assert "Rapor Triwulan II 2026 · semua kanal · " in scorecard("--period", "2026-TW2").out


def test_the_quarters_add_up_to_the_year(scorecard: Callable[..., Answer]) -> None:
    parts = [scorecard("--period", f"2026-TW{n}", "--json").json["total"] for n in range(1, 5)]
    assert sum(parts) == scorecard("--year", 2026, "--json").json["total"]


@pytest.mark.parametrize("words", [(), ("--year", 2026, "--period", "2026"), ("--period", "2026-TW5")])
def test_one_period_is_needed(scorecard: Callable[..., Answer], words: tuple[object, ...]) -> None:
    assert scorecard(*words).code == 2


def test_a_table_by_kecamatan_adds_up(scorecard: Callable[..., Answer]) -> None:
    found = scorecard("--year", 2026, "--by", "kecamatan", "--by", "month", "--json").json
    assert set(found["groups"]) == {"district", "month"}
    for groups in found["groups"].values():
        assert sum(group["total"] for group in groups) == found["total"]
    assert "Per kecamatan" in scorecard("--year", 2026, "--by", "kecamatan").out


def test_a_ranking_says_what_it_leaves_out(scorecard: Callable[..., Answer]) -> None:
    said = scorecard("--year", 2026, "--by", "unit", "--rank", "finished_share", "--min-n", 6).out
    assert "Peringkat menurut persentase penyelesaian, sekurangnya 6 kasus:" in said
    assert "Tidak diperingkat: " in said


@pytest.mark.parametrize(
    "words",
    [
        ("--rank", "finished_share"),
        ("--by", "unit", "--rank", "finished_share"),
        ("--rank", "finished_share", "--min-n", 5),
        ("--by", "unit", "--rank", "nilai", "--min-n", 5),
    ],
)
def test_a_ranking_without_its_minimum_or_metric_is_refused(
    scorecard: Callable[..., Answer], words: tuple[object, ...]
) -> None:
    assert scorecard("--year", 2026, *words).code == 2


def test_the_change_against_the_period_before_is_shown(scorecard: Callable[..., Answer]) -> None:
    found = scorecard("--period", "2026-TW3", "--trend", "--json").json["trend"]["received"]
    assert found["change"] == found["value"] - found["before"]
    assert "Dibanding Triwulan II 2026" in scorecard("--period", "2026-TW3", "--trend").out


def test_a_letter_that_differs_is_told_with_what_was_tried(scorecard: Callable[..., Answer], tmp_path: Path) -> None:
    (tmp_path / "hasil.toml").write_text(LETTER, encoding="utf-8")
    said = scorecard("--year", 2023, "--official", "hasil.toml").out
    assert "2 angka, 1 berbeda, 1 belum terjelaskan" in said
    assert "SE 1, Aduan masuk: resmi 60, kami 62: berbeda, belum terjelaskan" in said
    assert 'Catatan: Predikat "sedang" tidak ada pada Kemendagri 2023' in said


def test_the_table_per_unit_and_the_recap_are_told_apart(scorecard: Callable[..., Answer], tmp_path: Path) -> None:
    (tmp_path / "kinerja.csv").write_text("Unit Kerja;Selesai;Total\nTotal;62;62\n", encoding="utf-8")
    (tmp_path / "rekap.csv").write_text("Tanggal;Tracking ID;TANGGAPAN\n3 Jan 2023;1;Sudah ada\n", encoding="utf-8")
    words = ("--year", 2023, "--official", "kinerja.csv", "--official", "rekap.csv")
    lines = scorecard(*words, "--json").json["reconciliation"]["lines"]
    assert [(line["source"], line["figure"]) for line in lines] == [
        ("Tabel kinerja", "total"),
        ("Tabel kinerja", "finished"),
        ("Rekap", "total"),
        ("Rekap", "answered"),
    ]


def test_what_the_office_knows_of_itself_comes_from_its_file(scorecard: Callable[..., Answer], tmp_path: Path) -> None:
    assert scorecard("--year", 2023, "--json").json["metrics"]["per_100k"]["lacks"] == "population"
    (tmp_path / "target.toml").write_text("[inputs]\npopulation = 620_000\n", encoding="utf-8")
    found = scorecard("--year", 2023, "--targets", "target.toml", "--json").json["metrics"]["per_100k"]
    assert (found["value"], found["lacks"]) == (10.0, None)


def test_ratings_are_those_of_the_facts(scorecard: Callable[..., Answer]) -> None:
    found = scorecard("--year", 2023, "--json").json["metrics"]["mean_rating"]
    assert found["n"] + found["missing"] >= 62


def test_the_limits_of_the_settings_are_those_of_the_card(command: Command, office: Path, tmp_path: Path) -> None:
    now = ("--year", 2023, "--now", "2026-11-24", "--json")
    plain = command("scorecard", "--store", office, *now).json["on_time"]["first_response"]
    (tmp_path / "batas.toml").write_text(LIMITS, encoding="utf-8")
    (tmp_path / "complaint-hub.toml").write_text(f'store = "{office}"\npolicy = "batas.toml"\n', encoding="utf-8")
    own = command("scorecard", *now).json["on_time"]
    assert own["first_response"]["met"] > plain["met"]
    # This file has no limit for a resolution.
    assert own["resolution"]["judged"] == 0
