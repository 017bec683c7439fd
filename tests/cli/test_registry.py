"""``registry check``, and the unit that a person means where there is a registry."""

from __future__ import annotations

from pathlib import Path

import pytest

from complaint_hub.sandbox import registry as sandbox
from support.command import Command

NOW = ("--now", "2026-11-24")
SLIPS = """\
[[units]]
code = "dishub"
name = "Dinas Perhubungan"
aliases = ["Dishub"]
parent = "setda"

[[units]]
code = "lama"
name = "DISHUB"

[[officers]]
id = "petugas-01"
role = "liaison"
unit = "dishub"
"""


@pytest.fixture
def settings(tmp_path: Path, office: Path) -> Path:
    """Settings that name the office's database and the demo's registry."""
    sandbox.write_registry(tmp_path / "registry.toml")
    path = tmp_path / "complaint-hub.toml"
    path.write_text(f'store = "{office}"\n\n[registry]\npath = "registry.toml"\n', encoding="utf-8")
    return path


def test_a_registry_that_adds_up_is_told_with_its_figures(command: Command, settings: Path) -> None:
    said = command("registry", "check", *NOW)
    assert said.code == 0
    assert said.out.splitlines() == [
        "Registri per 24 Nov 2026: 64 unit · 63 petugas aktif · 23 tempat · 1.223.745 penduduk",
        "✓ Tidak ada yang janggal.",
    ]


def test_each_slip_is_told_and_the_exit_code_says_that_there_are_some(command: Command, tmp_path: Path) -> None:
    (tmp_path / "unit.toml").write_text(SLIPS, encoding="utf-8")
    said = command("registry", "check", "unit.toml", *NOW)
    assert said.code == 1
    assert said.out.splitlines()[1:] == [
        "▲ unit dishub: induknya setda tidak ada dalam registri",
        '▲ nama "dishub" dipakai oleh dishub dan lama',
        "▲ unit lama (DISHUB): tanpa petugas aktif pada 24 Nov 2026",
    ]


def test_spellings_of_the_database_that_no_unit_bears_are_counted(
    command: Command, tmp_path: Path, office: Path
) -> None:
    (tmp_path / "unit.toml").write_text(SLIPS.split("\n\n")[0].replace('parent = "setda"', ""), encoding="utf-8")
    said = command("registry", "check", "unit.toml", *NOW, "--store", office, "--json").json
    assert "Dinas Perhubungan" not in said["unknown_units"]
    counts = list(said["unknown_units"].values())
    assert counts == sorted(counts, reverse=True)
    told = command("registry", "check", "unit.toml", *NOW, "--store", office).out
    assert "Unit pada aduan yang tidak dikenal (tambahkan sebagai alias, bila memang unit itu):" in told
    assert f"  {counts[0]} × {next(iter(said['unknown_units']))}\n" in told


def test_a_check_needs_a_registry(command: Command) -> None:
    said = command("registry", "check")
    assert said.code == 2
    assert "no registry is named: give a file, or write [registry] with a path into complaint-hub.toml" in said.err


def test_a_registry_that_the_settings_name_and_is_not_there_is_refused(command: Command, settings: Path) -> None:
    (settings.parent / "registry.toml").unlink()
    for words in (["list"], ["due"], ["registry", "check"]):
        said = command(*words)
        assert said.code == 2
        assert "there is no registry" in said.err


@pytest.mark.parametrize("given", ["dishub", "Dishub", "DINAS PERHUBUNGAN", "Dinas Perhubungan Kab. Blitar"])
def test_a_unit_is_named_by_code_name_or_alias(command: Command, settings: Path, given: str) -> None:
    said = command("list", "--unit", given, "--json").json
    assert said["total"] > 0
    assert {row["unit"] for row in said["complaints"]} == {"Dinas Perhubungan"}


def test_what_is_due_of_a_unit_is_found_by_its_code(command: Command, settings: Path) -> None:
    every = command("due", "--all", *NOW, "--json").json["due"]
    name = every[0]["unit"]
    code = next(unit.code for unit in sandbox.UNITS if unit.name == name)
    found = command("due", "--unit", code, "--all", *NOW, "--json").json["due"]
    assert found == [row for row in every if row["unit"] == name]


def test_without_a_registry_a_unit_is_named_as_the_complaints_do(command: Command, office: Path) -> None:
    assert command("list", "--unit", "dishub", "--store", office, "--json").json["total"] == 0
    assert command("list", "--unit", "Dinas Perhubungan", "--store", office, "--json").json["total"] > 0


def test_a_name_that_two_units_bear_is_refused(command: Command, settings: Path) -> None:
    (settings.parent / "registry.toml").write_text(SLIPS, encoding="utf-8")
    said = command("list", "--unit", "Dishub")
    assert said.code == 2
    assert "'Dishub' is a name of Dinas Perhubungan (dishub) and DISHUB (lama): give the code" in said.err


def test_show_tells_the_unit_in_full_and_its_officers(command: Command, settings: Path) -> None:
    (settings.parent / "registry.toml").write_text(
        SLIPS.replace('name = "Dinas Perhubungan"', 'name = "Dishub Kab."').replace('Dishub"]', 'Dinas Perhubungan"]'),
        encoding="utf-8",
    )
    one = command("list", "--unit", "dishub", "--json").json["complaints"][0]["id"]
    said = command("show", one, *NOW).out
    assert "  Unit        Dishub Kab. (dishub), pada aduan: Dinas Perhubungan\n" in said
    assert "  Petugas     petugas-01\n" in said
    listed = command("list", "--unit", "dishub", "--limit", 1).out
    assert "Dishub Kab." in listed
