"""``sync``: the configured channels, one failing never stopping the others, and a key that never shows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from complaint_hub.sandbox import youtube
from complaint_hub.sandbox.youtube import faults
from support.command import Command


@pytest.fixture
def world() -> youtube.World:
    return youtube.small()


@pytest.fixture
def configured(
    command: Command, tmp_path: Path, world: youtube.World, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """Settings for a YouTube on this machine and a LAPOR file."""
    monkeypatch.setenv("COMPLAINT_HUB_YOUTUBE_KEY", youtube.KEY)
    (tmp_path / "a.csv").write_text("Tracking ID;Tanggal Laporan Masuk\n9000001;3 Jan 2026")
    with youtube.serve(world) as server:
        file = tmp_path / "complaint-hub.toml"
        file.write_text(
            f'store = "hasil.db"\n[channels.lapor]\nfiles = ["*.csv"]\nagency = "Blitar"\n'
            f'[channels.youtube]\naccount = "{youtube.CHANNEL}"\nbase = "{server.base}"\n'
        )
        yield file


def test_every_configured_channel_is_read_into_the_configured_store(
    command: Command, configured: Path, tmp_path: Path
) -> None:
    said = command("sync", "--json")
    assert said.code == 0
    assert [(run["channel"], run["error"]) for run in said.json["runs"]] == [("lapor", None), ("youtube", None)]
    assert (tmp_path / "hasil.db").exists()
    assert command("list", "--json").json["total"] == 25


def test_a_second_run_finds_nothing_new(command: Command, configured: Path) -> None:
    command("sync")
    assert [run["new"] for run in command("sync", "--json").json["runs"]] == [0, 0]


def test_a_spent_budget_is_no_failure(command: Command, configured: Path) -> None:
    said = command("sync", "--budget", 1, "--json")
    assert said.code == 0
    assert said.json["runs"][1]["stopped"]["reason"] == "budget"
    assert "Berhenti lebih awal: anggaran habis" in command("sync", "--budget", 1).out


def test_one_account_that_fails_does_not_stop_the_other(
    command: Command, configured: Path, world: youtube.World
) -> None:
    world.inject(faults.error("accessNotConfigured"))
    said = command("sync")
    assert said.code == 1
    assert "▲ youtube · " in said.out
    assert "Gagal: " in said.out
    assert "✓ lapor · Blitar" in said.out


def test_a_wrong_key_fails_without_being_shown(
    command: Command, configured: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPLAINT_HUB_YOUTUBE_KEY", "AIzaCANARY0123456789")
    said = command("--verbose", "sync")
    assert said.code == 1
    assert "CANARY" not in said.out + said.err


def test_full_reads_everything_again(command: Command, configured: Path) -> None:
    command("sync")
    assert command("sync", "--full", "--json").json["runs"][1]["unchanged"] > 0


def test_without_settings_it_says_where_it_looked(command: Command, tmp_path: Path) -> None:
    said = command("sync")
    assert said.code == 2
    assert f"complaint-hub.toml in {tmp_path}" in said.err
    assert not (tmp_path / "aduan.db").exists()
