"""``export``: each file from the command line, and what is refused before anything is read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from support.command import Answer, Command
from support.handed import book_of

PAGE = (Path(__file__).parents[2] / "docs/reference/json.md").read_text(encoding="utf-8")


@pytest.fixture
def export(command: Command, office: Path) -> Callable[..., Answer]:
    """``complaint-hub export`` on the office's database."""
    return lambda *words: command("export", *words, "--store", office)


def test_the_monthly_workbook_says_how_many_rows_it_has(export: Callable[..., Answer], tmp_path: Path) -> None:
    said = export("monthly", "--period", "2026-03", "rekap.xlsx", "--now", "2026-11-24", "--government", "Kabupaten X")
    assert (said.code, "Daftar Aduan: " in said.out, "Tanpa nama" in said.out) == (0, True, True)
    assert book_of(tmp_path / "rekap.xlsx")["Ringkasan"]["A2"].value == "Kabupaten X"


def test_the_rapor_has_the_cases_of_its_year(export: Callable[..., Answer]) -> None:
    made = export("rapor", "--year", 2023, "--channel", "lapor", "rapor.xlsx", "--json").json
    assert made["rows"]["Daftar Aduan"] == 62
    assert made["rows"]["Per Bulan"] == 12


def test_csv_and_lines_hold_the_same_cases(export: Callable[..., Answer], tmp_path: Path) -> None:
    listed = export("csv", "--year", 2023, "aduan.csv", "--json").json
    lines = export("jsonl", "--year", 2023, "aduan.jsonl", "--json").json
    assert listed["rows"] == {"Daftar Aduan": 62}
    assert lines["rows"] == {"complaints": 62}
    told = (tmp_path / "aduan.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["channel"] for line in told} == {"lapor"}


def test_without_a_period_all_complaints_become_lines(export: Callable[..., Answer]) -> None:
    assert export("jsonl", "aduan.jsonl", "--json").json["rows"] == {"complaints": 122}


def test_personal_data_come_with_a_warning(export: Callable[..., Answer], tmp_path: Path) -> None:
    said = export("csv", "--year", 2023, "aduan.csv", "--personal")
    assert "Berisi data pribadi" in said.out
    assert "Pelapor" in (tmp_path / "aduan.csv").read_text(encoding="utf-8-sig").splitlines()[0]


def test_a_file_is_replaced_only_when_asked_for(export: Callable[..., Answer], tmp_path: Path) -> None:
    (tmp_path / "aduan.csv").write_text("lama", encoding="utf-8")
    refused = export("csv", "--year", 2023, "aduan.csv")
    assert (refused.code, "--overwrite" in refused.err) == (2, True)
    assert (tmp_path / "aduan.csv").read_text(encoding="utf-8") == "lama"
    assert export("csv", "--year", 2023, "aduan.csv", "--overwrite").code == 0


@pytest.mark.parametrize(
    "words",
    [
        ("monthly", "--period", "2026-03", "rekap.pdf"),
        ("monthly", "--period", "Maret", "rekap.xlsx"),
        ("monthly", "--period", "2026-03", "tiada/rekap.xlsx"),
        ("rapor", "rapor.xlsx"),
        ("csv", "aduan.csv"),
        ("jsonl", "aduan.json"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_is_refused(export: Callable[..., Answer], words: tuple[str, ...]) -> None:
    assert export(*words).code == 2


def test_a_mistyped_database_leaves_no_file(command: Command, tmp_path: Path) -> None:
    assert command("export", "jsonl", "aduan.jsonl", "--store", "tiada.db").code == 2
    assert list(tmp_path.iterdir()) == []


def test_the_keys_of_the_answer_are_those_of_the_page(export: Callable[..., Answer]) -> None:
    text = PAGE.split("\n## export\n")[1].split("\n## ")[0]
    found = export("jsonl", "aduan.jsonl", "--json").json
    assert [key for key in found if f"`{key}`" not in text] == []
