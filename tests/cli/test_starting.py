"""``complaint-hub`` alone: each state of an installation leads on to what can be done in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from complaint_hub import Page, Store
from complaint_hub.cli import starting
from complaint_hub.outbox import Reply, ReplyState
from complaint_hub.settings import read_settings
from support.command import Command
from support.small_office import row, small_office

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
LAPOR = '\n[channels.lapor]\nfiles = ["ekspor/*.xlsx"]\n'


def texts(settings: Path, now: datetime = NOW) -> list[str]:
    said = read_settings(settings, environment={})
    with Store(said.store) as store:
        return [task.text for task in starting.tasks_of(said, store, now)]


def test_in_an_empty_folder_it_offers_a_demo_and_files(command: Command) -> None:
    said = command()
    assert said.code == 0
    assert said.out.startswith("Belum ada pengaturan dan basis data di folder ini.\n")
    assert "complaint-hub demo\n" in said.out
    assert "complaint-hub import lapor" in said.out


def test_with_settings_alone_it_offers_to_read(command: Command, tmp_path: Path) -> None:
    (tmp_path / "complaint-hub.toml").write_text(LAPOR, encoding="utf-8")
    out = command().out
    assert "complaint-hub.toml ada, basis data masih kosong" in out
    assert "complaint-hub sync\n" in out


def test_an_empty_database_is_told_from_a_filled_one(command: Command, tmp_path: Path) -> None:
    Store(tmp_path / "aduan.db").close()
    assert "Mulai dengan salah satu" in command().out


def test_a_filled_one_is_counted_and_what_waits_is_named(desk: Command) -> None:
    out = desk().out
    assert out.startswith("aduan.db: 7 aduan dari 4 kanal")
    assert "lewat tenggat:" in out
    assert out.splitlines()[-1] == "Semua perintah: complaint-hub --help"


@pytest.mark.parametrize("width", [80, 140])
def test_each_task_is_one_line_with_its_command(desk: Command, terminal: Callable[[int], None], width: int) -> None:
    terminal(width)
    tasks = [line for line in desk().out.splitlines() if line.startswith("  ")]
    assert tasks
    assert all(": " in line and "complaint-hub " in line and len(line) <= 80 for line in tasks)


def test_what_waits_is_listed_the_most_pressing_first(tmp_path: Path) -> None:
    assert texts(small_office(tmp_path)) == [
        "2 kasus lewat tenggat",
        "1 kasus segera jatuh tempo",
        "2 kasus belum dijawab",
        "3 aduan belum dipilah",
    ]


def reply(state: ReplyState, text: str) -> Reply:
    return Reply(
        channel="instagram", account="Kabupaten Blitar", complaint="instagram:17870114317821644", text=text,
        by="petugas-07", state=state, created_at=NOW,
    )  # fmt: skip


def test_replies_that_failed_and_replies_that_wait_are_named(tmp_path: Path) -> None:
    settings = small_office(tmp_path)
    with Store(tmp_path / "aduan.db") as store:
        store.add_reply(reply(ReplyState.failed, "Satu."))
        store.add_reply(reply(ReplyState.draft, "Dua."))
    assert {"1 balasan gagal atau belum pasti", "1 balasan menunggu persetujuan"} <= set(texts(settings))


def test_a_channel_that_was_not_read_today_is_named(tmp_path: Path) -> None:
    settings = small_office(tmp_path)
    settings.write_text(settings.read_text(encoding="utf-8") + LAPOR, encoding="utf-8")
    assert texts(settings)[-1] == "kanal belum dibaca hari ini"


def test_where_nothing_waits_it_says_so(command: Command, tmp_path: Path) -> None:
    closed = row("lapor", "1", "Sudah baik.", NOW, kind="complaint", status="closed")
    with Store(tmp_path / "aduan.db") as store:
        store.commit("lapor", "Kabupaten Blitar", Page(complaints=[closed]), version=0, now=NOW)
    assert "✓ Tidak ada yang menunggu." in command().out
