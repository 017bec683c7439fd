"""``digest`` on a database of an office: after its first import, after an act, at night, and for the secretary."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from complaint_hub import Hub, casework
from complaint_hub.channels.lapor import Lapor
from complaint_hub.cli.invented import write_registry
from complaint_hub.sandbox import lapor
from complaint_hub.store import Store
from support.command import Command

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
AT = ("--now", "2026-11-24T09:00")
SETTINGS = """
store = "aduan.db"
[registry]
path = "registry.toml"
"""


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where an office has just made its first import: the reports of a year, some of them late."""
    folder = tmp_path_factory.mktemp("office")
    files = lapor.generate(folder, year=2026, cases=60, total_days=None, mix=lapor.LIVELY)
    with Hub([Lapor(files.paths, agency="Blitar")], store=folder / "aduan.db", clock=lambda: NOW) as hub:
        hub.sync()
    write_registry(folder)
    (folder / "complaint-hub.toml").write_text(SETTINGS, encoding="utf-8")
    return folder


@pytest.fixture
def late(imported: Path, tmp_path: Path) -> str:
    """The same in the test's own folder, where an officer has looked at one late report."""
    for name in ("aduan.db", "registry.toml", "complaint-hub.toml"):
        shutil.copy(imported / name, tmp_path / name)
    with Store(tmp_path / "aduan.db") as store:
        id = next(
            head.id for head in store.heads(open=True) if head.kind == "complaint" and head.visibility == "public"
        )
        store.act(id, lambda found: casework.note(found, "Ditanyakan.", by="petugas-26", at=NOW), now=NOW)
    return id


def test_after_a_first_import_nobody_is_chased(command: Command, imported: Path) -> None:
    said = command("digest", *AT, "--config", imported / "complaint-hub.toml")
    assert said.code == 0
    assert "Tidak ada kasus yang perlu ditagih hari ini." in said.out
    assert "Kasus lama dari impor pertama: " in said.out


def test_what_an_officer_has_looked_at_is_chased_with_its_unit_and_officer(command: Command, late: str) -> None:
    found = command("digest", *AT, "--json").json
    (unit,) = [one for one in found["units"] if one["chase"]]
    assert [case["id"] for case in unit["chase"]] == [late]
    (officer,) = unit["officers"]
    text = command("digest", *AT, "--officer", officer).out
    assert f"{unit['unit']} ({officer}): 1 kasus" in text
    assert f"   {late} · " in text
    assert text == command("digest", *AT, "--unit", unit["code"]).out


def test_another_officer_has_nothing_to_do(command: Command, late: str) -> None:
    assert "Tidak ada kasus yang perlu ditagih" in command("digest", *AT, "--officer", "petugas-01").out


def test_an_officer_whom_the_registry_does_not_know_is_refused(command: Command, late: str) -> None:
    said = command("digest", *AT, "--officer", "petugas-999")
    assert (said.code, said.out) == (2, "")
    assert "petugas-999" in said.err


@pytest.mark.usefixtures("late")
def test_at_night_it_names_the_next_morning_unless_the_settings_say_always(command: Command, tmp_path: Path) -> None:
    night = ("--now", "2026-11-24T21:00")
    assert "Rekap berikutnya: Rabu, 25 November 2026 07.30 WIB." in command("digest", *night).out
    assert "▲" in command("digest", *night, "--always").out
    (tmp_path / "complaint-hub.toml").write_text(SETTINGS + "[digest]\nalways = true\n", encoding="utf-8")
    assert "▲" in command("digest", *night).out


def test_the_page_for_the_secretary_counts_what_the_json_counts(command: Command, imported: Path) -> None:
    words = ("digest", "--sekda", *AT, "--config", imported / "complaint-hub.toml")
    page = command(*words, "--json").json
    assert page["waiting"] == sum(unit["waiting"] for unit in page["units"]) > 0
    text = command(*words).out
    assert f"{page['waiting']} kasus belum dijawab di " in text
    assert "█" * 20 in text


def test_the_page_is_of_all_units(command: Command, imported: Path) -> None:
    said = command("digest", "--sekda", "--unit", "pupr", "--config", imported / "complaint-hub.toml")
    assert said.code == 2
    assert "the page is of all units" in said.err


def test_a_setting_that_is_not_known_is_refused(command: Command, tmp_path: Path) -> None:
    (tmp_path / "complaint-hub.toml").write_text("[digest]\nhours = 24\n", encoding="utf-8")
    said = command("digest")
    assert said.code == 2
    assert "hours" in said.err


def test_without_utf8_the_marks_are_ascii(
    command: Command, late: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("complaint_hub.cli.screen._is_utf8", lambda stream: False)
    text = command("digest", *AT).out + command("digest", "--sekda", *AT).out
    assert text.isascii()
