"""The demo: from nothing to the rapor, again without doubling anything, and never into somebody's real store."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from complaint_hub.cli import main
from complaint_hub.evaluation import read_official
from support.command import Answer, Command


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demo has run once."""
    made = tmp_path_factory.mktemp("demo")
    assert main(["demo", "--store", str(made / "demo.db"), "--json"]) == 0
    return made


@pytest.fixture
def again(command: Command, folder: Path) -> Answer:
    """What a second run prints."""
    return command("demo", "--store", folder / "demo.db")


def test_the_report_the_due_list_and_the_rapor_are_printed(again: Answer) -> None:
    assert again.code == 0
    for part in (
        "✓ lapor · Pemerintah Kabupaten Blitar",
        "✓ youtube · UC",
        "✓ google_reviews · google",
        "✓ instagram · 17841400000000000",
        "✓ tiktok · _000sandboxBlitar0000000000000000000",
        "✓ register · register",
        "2. Semua kanal dalam satu basis data",
        "3. Jatuh tempo per 24 Nov 2026 09.00 WIB",
        "62 aduan, 62 selesai (100%), %TL 100%, rata-rata tindak lanjut 15,6 hari (kalender, sejak disposisi) · ",
        'Kualitas "baik" (masukan dari SE 100.4.4/3368/SJ',
        "SK tim ada, rencana aksi belum ada",
        "Menyusun dan menetapkan rencana aksi pengelolaan pengaduan",
        "Coba berikutnya:",
    ):
        assert part in again.out


def test_running_it_again_stores_nothing_twice(command: Command, folder: Path) -> None:
    said = command("demo", "--store", folder / "demo.db", "--json")
    assert said.code == 0
    assert [run["new"] for run in said.json["runs"]] == [0] * 6


def test_the_files_lie_beside_the_store_to_be_looked_at(folder: Path) -> None:
    names = {path.name for path in (folder / "demo-data").iterdir()}
    assert {"laporan-ringkas-2023.xlsx", "tindak-lanjut-2023.xlsx", "hasil-2023.toml"} <= names


def test_the_official_result_is_the_letters(folder: Path) -> None:
    result = read_official(folder / "demo-data" / "hasil-2023.toml")
    assert (result.letter, str(result.letter_date), result.predicate) == ("SE 100.4.4/3368/SJ", "2024-07-22", "baik")
    assert result.figures == {"total": 62, "finished_share": 1.0, "mean_follow_up": 15.6}


def test_a_store_with_other_accounts_is_refused(command: Command, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Tracking ID;Tanggal Laporan Masuk\n9000001;3 Jan 2026")
    command("import", "lapor", "a.csv", "--agency", "Kabupaten Asli", "--store", "asli.db")
    said = command("demo", "--store", "asli.db")
    assert said.code == 2
    assert "asli.db holds complaints of lapor Kabupaten Asli" in said.err
    assert not (tmp_path / "demo-data").exists()
    assert command("list", "--store", "asli.db", "--json").json["total"] == 1


def test_the_registry_knows_63_officers_and_every_unit_that_complaints_name(again: Answer) -> None:
    assert "Registri per 24 Nov 2026: 64 unit · 63 petugas aktif · 23 tempat" in again.out
    known, of = re.findall(r"Unit pada aduan: (\d+) dari (\d+) dikenal registri", again.out)[0]
    assert known == of != "0"


def test_the_registry_that_the_demo_writes_is_its_own_next_command(command: Command, folder: Path) -> None:
    said = command("registry", "check", folder / "demo-data" / "registry.toml", "--store", folder / "demo.db")
    assert said.code == 0
    assert "✓ Tidak ada yang janggal." in said.out
    assert "tidak dikenal" not in said.out


def test_a_registry_that_a_reader_changed_stays_changed(command: Command, folder: Path) -> None:
    path = folder / "demo-data" / "registry.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n# dicatat\n", encoding="utf-8")
    command("demo", "--store", folder / "demo.db", "--json")
    assert path.read_text(encoding="utf-8").endswith("\n# dicatat\n")
