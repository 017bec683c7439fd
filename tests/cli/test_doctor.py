"""``doctor``: everything that needs a person, found without touching anything."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from complaint_hub.contract import Page, Skipped
from complaint_hub.sandbox import youtube as sandbox
from complaint_hub.store import Store
from support.command import Command
from support.rows import START, Runs, head

NOW = ("--now", "2026-11-24T08:00")
YOUTUBE = f'[channels.youtube]\naccount = "{sandbox.CHANNEL}"\n'


def content(folder: Path) -> dict[str, str]:
    """What lies in a folder, file by file; the shared memory of a log holds the marks of its readers, and no data."""
    files = [file for file in folder.iterdir() if not file.name.endswith("-shm")]
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command) -> Path:
    """A YouTube channel in the settings, its key in the environment."""
    monkeypatch.setenv("COMPLAINT_HUB_YOUTUBE_KEY", "key-of-a-test-0123456789")
    file = tmp_path / "complaint-hub.toml"
    file.write_text(YOUTUBE, encoding="utf-8")
    return file


def test_before_the_first_run_nothing_is_made(command: Command, settings: Path, tmp_path: Path) -> None:
    said = command("doctor", *NOW)
    assert said.code == 0
    assert "◆ Belum ada basis data aduan.db" in said.out
    assert [file.name for file in tmp_path.iterdir()] == ["complaint-hub.toml"]


def test_looking_changes_no_byte(command: Command, settings: Path, tmp_path: Path) -> None:
    with Store(tmp_path / "aduan.db") as store:
        Runs(store).say(head("1"))
    before = content(tmp_path)
    assert command("doctor", *NOW).code == 0
    assert content(tmp_path) == before


def test_looking_beside_an_open_store_sees_what_was_committed(command: Command, tmp_path: Path) -> None:
    with Store(tmp_path / "aduan.db") as store:
        Runs(store).say(head("1"))
        before = content(tmp_path)
        found = command("doctor", "--json").json["accounts"]
        assert content(tmp_path) == before
    assert [(one["account"], one["known"], one["configured"]) for one in found] == [("blitar", 1, False)]


def test_every_wrong_section_is_told_not_only_the_first(command: Command, tmp_path: Path) -> None:
    (tmp_path / "complaint-hub.toml").write_text(
        f'{YOUTUBE}[channels.myspace]\n[channels.lapor]\nagenci = "x"\nzone = 3\n', encoding="utf-8"
    )
    said = command("doctor")
    assert said.code == 1
    told = " ".join(said.out.split())
    assert [part in told for part in ("secret 'key'", "'myspace' is installed", "agenci", "zone", "files")] == [
        True
    ] * 5


def test_settings_that_cannot_be_read_need_a_person(command: Command, tmp_path: Path) -> None:
    (tmp_path / "complaint-hub.toml").write_text("zone = ", encoding="utf-8")
    said = command("doctor")
    assert said.code == 1
    assert "is not valid TOML" in said.out


def test_no_credential_is_shown(command: Command, settings: Path) -> None:
    said = command("doctor", "--json")
    assert "key-of-a-test" not in said.out + said.err + command("doctor").out
    assert said.json["accounts"][0]["credentials"][0]["identity"] == "public"


def test_what_was_set_aside_needs_a_person(command: Command, settings: Path, tmp_path: Path) -> None:
    with Store(tmp_path / "aduan.db") as store:
        runs = Runs(store, channel="youtube", account=sandbox.CHANNEL)
        runs(Page(skipped=[Skipped("k", "a date is missing", b"{}", seen_at=START)]))
    said = command("doctor", *NOW)
    assert said.code == 1
    assert "▲ 1 tidak dapat dibaca dan disisihkan" in said.out


def test_a_database_that_others_may_read_needs_a_person(command: Command, tmp_path: Path) -> None:
    if os.name != "posix":
        pytest.skip("file modes mean nothing here")
    Store(tmp_path / "aduan.db").close()
    (tmp_path / "aduan.db").chmod(0o644)
    said = command("doctor", *NOW)
    assert said.code == 1
    assert "chmod 600 aduan.db" in said.out


def test_the_keys_of_a_checkup_are_those_of_its_page(command: Command, settings: Path, tmp_path: Path) -> None:
    Store(tmp_path / "aduan.db").close()
    found = command("doctor", "--json").json
    text = (Path(__file__).parents[2] / "docs" / "reference" / "json.md").read_text(encoding="utf-8")
    told = text.split("\n## doctor\n")[1].split("\n## ")[0]
    account = found["accounts"][0]
    keys = [*found, *found["store"], *account, *account["credentials"][0], *account["quotas"][0], *account["estimate"]]
    assert [key for key in keys if f"`{key}`" not in told and f'"{key}"' not in told] == []
