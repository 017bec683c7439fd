"""Erasing from the command line: listed first, done with --yes, refused without a key."""

from __future__ import annotations

import io
import json
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from complaint_hub.cli import main
from complaint_hub.model import Author
from complaint_hub.store import Store
from support.rows import START, Runs, head

KEY = "0123456789abcdef" * 2
PERSON = "youtube:UCperson00000000001"


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COMPLAINT_HUB_PRIVACY_KEY", raising=False)
    path = tmp_path / "aduan.db"
    with Store(path) as store:
        said = head("Ugw1", channel="youtube", text="lubang", author=Author(id=PERSON[8:], name="Siti Contoh"))
        other = head("Ugw2", channel="youtube", text="gelap", created_at=START + timedelta(hours=1))
        Runs(store, channel="youtube").say(said, other)
    return str(path)


def test_without_yes_it_only_lists(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["privacy", "erase", "--author", PERSON, "--store", database]) == 0
    told = capsys.readouterr().out
    assert "Akan dihapus: 1 aduan." in told
    assert "youtube:Ugw1" in told
    with Store(database) as store:
        assert store.complaint("youtube:Ugw1") is not None


def test_without_a_key_it_refuses_and_says_what_to_do(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["privacy", "erase", "--author", PERSON, "--yes", "--store", database]) == 2
    assert "COMPLAINT_HUB_PRIVACY_KEY" in capsys.readouterr().err


def test_with_yes_and_a_key_the_person_is_gone(
    database: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COMPLAINT_HUB_PRIVACY_KEY", KEY)
    assert main(["privacy", "erase", "--author", PERSON, "--yes", "--json", "--store", database]) == 0
    told = json.loads(capsys.readouterr().out)["erased"]
    assert (told["complaints"], told["scrubbed"]) == (["youtube:Ugw1"], True)
    assert b"Siti Contoh" not in Path(database).read_bytes()


def test_the_key_may_lie_in_a_file_of_its_owner(database: str) -> None:
    Path("privasi.key").write_text(KEY, encoding="utf-8")
    Path("privasi.key").chmod(0o600)
    Path("complaint-hub.toml").write_text('[privacy]\nkey_file = "privasi.key"\n', encoding="utf-8")
    assert main(["privacy", "erase", "youtube:Ugw2", "--yes", "--store", database]) == 0
    assert b"gelap" not in Path(database).read_bytes()


@pytest.mark.parametrize("words", [[], ["--author", "UC1"], ["--author", "youtube:"]])
def test_whom_it_should_erase_must_be_said(database: str, words: list[str]) -> None:
    assert main(["privacy", "erase", *words, "--store", database]) == 2


def test_a_text_is_redacted_from_pipe_to_pipe(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("Siti Contoh, 081234567890, AG 1234 KB\n"))
    assert main(["privacy", "redact", "--name", "Siti Contoh"]) == 0
    assert capsys.readouterr().out == "[nama], [telepon], [plat]\n"


LATER = (START + timedelta(days=40)).isoformat()


@pytest.mark.parametrize("width", [None, 80], ids=["pipe", "80 columns"])
def test_what_is_kept_is_told_with_its_rule_and_its_source(
    database: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: int | None
) -> None:
    if width is not None:
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        monkeypatch.setenv("COLUMNS", str(width))
        monkeypatch.setenv("NO_COLOR", "1")
    assert main(["privacy", "retention", "--store", database, "--now", LATER]) == 0
    told = capsys.readouterr().out
    assert "youtube · blitar: 2 aduan" in told
    assert "aturan youtube_30_days: 30 hari sejak terakhir terlihat, lalu segarkan atau hapus" in " ".join(told.split())
    assert "▲ 2 lewat batas" in told
    assert width is None or max(map(len, told.splitlines())) <= width


def test_retention_for_machines_names_what_is_over(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["privacy", "retention", "--store", database, "--now", LATER, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    (rule,) = told["kept"][0]["rules"]
    assert (rule["id"], rule["days"], [one["step"] for one in rule["overdue"]]) == (
        "youtube_30_days",
        30,
        ["refresh"] * 2,
    )
    assert told["erased"] is None


@pytest.mark.parametrize(("words", "left"), [([], 2), (["--unread"], 0)], ids=["after a full reading", "unread too"])
def test_apply_erases_what_was_looked_for_and_on_request_the_rest(
    database: str, monkeypatch: pytest.MonkeyPatch, words: list[str], left: int
) -> None:
    monkeypatch.setenv("COMPLAINT_HUB_PRIVACY_KEY", KEY)
    assert main(["privacy", "retention", "--apply", *words, "--store", database, "--now", LATER]) == 0
    with Store(database) as store:
        assert sum(not one.native_id.startswith("erased-") for one in store.heads()) == left


def test_a_schedule_of_the_office_takes_the_place_of_the_shipped_rules(
    database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("retensi.toml").write_text(
        'source = "Perbup JRA"\n[[rows]]\nid = "jra"\ncounts_from = "received"\ndays = 10\naction = "review"\n', "utf-8"
    )
    Path("complaint-hub.toml").write_text('[privacy]\nretention = "retensi.toml"\n', encoding="utf-8")
    assert main(["privacy", "retention", "--store", database, "--now", LATER]) == 0
    told = capsys.readouterr().out
    assert "aturan jra" in told
    assert "diputuskan orang" in told


def test_what_is_held_is_not_erased_until_it_is_released(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPLAINT_HUB_PRIVACY_KEY", KEY)
    erase = ["privacy", "erase", "youtube:Ugw2", "--yes", "--store", database]
    assert main(["privacy", "hold", "youtube:Ugw2", "sengketa", "--by", "p", "--store", database]) == 0
    assert main(erase) == 2
    assert main(["privacy", "release", "youtube:Ugw2", "selesai", "--by", "p", "--store", database]) == 0
    assert main(erase) == 0


def test_after_a_leak_the_time_left_and_the_data_are_told(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["privacy", "breach", "--known", LATER, "--store", database]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "Pasal 46" in told
    assert "youtube · blitar: 2 aduan, 1 orang" in told
    assert "author.name 1" in told
    assert "Siti Contoh" not in told


def test_the_people_are_listed_for_machines(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["privacy", "breach", "--known", LATER, "--store", database, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["accounts"][0]["people"] == [{"id": PERSON[8:], "name": "Siti Contoh", "url": None, "items": 1}]
