"""``import register``: what is refused, set aside, and stored."""

from __future__ import annotations

from pathlib import Path

import pytest

from complaint_hub.sandbox import register
from support.command import Command
from support.register_sheets import bare, lines, row, written


def test_a_register_is_read_and_read_again_without_change(command: Command, tmp_path: Path) -> None:
    made = register.generate(tmp_path, year=2025, entries=40)
    first = command("import", "register", made.path, "--json")
    again = command("import", "register", made.path, "--json")
    assert (first.code, len(command("list", "--json").json["complaints"])) == (0, 40)
    assert (again.code, again.json["runs"][0]["fetched"]) == (0, 0)


def test_a_doubtful_row_is_set_aside_and_heals_with_a_corrected_sheet(command: Command, tmp_path: Path) -> None:
    rows = [bare("6 Jan 2026", "Jalan berlubang di depan pasar"), bare("06/02/2026", "Air bersih tidak mengalir")]
    said = command("import", "register", written(tmp_path / "a.csv", rows), "--json")
    assert (said.code, said.json["runs"][0]["new"], said.json["runs"][0]["set_aside"]) == (1, 1, 1)
    (aside,) = command("quarantine", "list", "--json").json["quarantine"]
    assert "may be day or month first" in aside["reason"]
    rows[1]["Tanggal"] = "6 Feb 2026"
    said = command("import", "register", written(tmp_path / "a.csv", rows), "--json")
    assert (said.code, said.json["runs"][0]["new"]) == (0, 1)
    assert command("quarantine", "list", "--json").json["quarantine"] == []


def test_what_was_set_aside_by_hand_can_be_retried(command: Command, tmp_path: Path) -> None:
    command("import", "register", written(tmp_path / "a.csv", [row(Tanggal="besok")]), "--account", "RSUD")
    assert command("quarantine", "retry", "--json").code == 1


def test_account_source_columns_and_day_first_are_options(command: Command, tmp_path: Path) -> None:
    lines(tmp_path / "a.csv", [["Tanggal", "Keterangan"], ["06/01/2026", "Jalan rusak"]])
    (tmp_path / "kolom.toml").write_text('"Isi" = "Keterangan"')
    words = ["--account", "RSUD", "--source", "WA", "--columns", "kolom.toml", "--day-first"]
    assert command("import", "register", "a.csv", *words).code == 0
    (found,) = command("list", "--json").json["complaints"]
    assert (found["account"], found["source_detail"]) == ("RSUD", "WhatsApp")
    assert found["created_at"] == "2026-01-05T17:00:00Z"


def test_the_section_of_the_account_says_what_the_command_leaves_open(command: Command, tmp_path: Path) -> None:
    (tmp_path / "complaint-hub.toml").write_text(
        '[[channels.register]]\nfiles = ["a*.csv"]\naccount = "RSUD"\nday_first = true\n'
        '[[channels.register]]\nfiles = ["b*.csv"]\naccount = "Dinas Sosial"\nsource = "Telepon"\n'
    )
    file = lines(tmp_path / "c.csv", [["Tanggal", "Isi"], ["6 Jan 2026", "Jalan rusak"]])
    command("import", "register", file, "--account", "Dinas Sosial")
    (found,) = command("list", "--json").json["complaints"]
    assert (found["account"], found["source_detail"]) == ("Dinas Sosial", "Telepon")


def test_sync_reads_the_registers_of_the_settings(command: Command, tmp_path: Path) -> None:
    written(tmp_path / "a.csv", [row()])
    written(tmp_path / "b.csv", [row()])
    (tmp_path / "complaint-hub.toml").write_text(
        '[[channels.register]]\nfiles = ["a.csv"]\naccount = "RSUD"\n'
        '[[channels.register]]\nfiles = ["b.csv"]\naccount = "Dinas Sosial"\n'
    )
    assert command("sync").code == 0
    assert len(command("list", "--json").json["complaints"]) == 2


@pytest.mark.parametrize("words", [("tidak-ada.csv",), ("a.csv", "--columns", "tidak-ada.toml")])
def test_a_missing_file_is_named(command: Command, tmp_path: Path, words: tuple[str, ...]) -> None:
    written(tmp_path / "a.csv", [row()])
    said = command("import", "register", *words)
    assert (said.code, "there is no file" in said.err, (tmp_path / "aduan.db").exists()) == (2, True, False)
