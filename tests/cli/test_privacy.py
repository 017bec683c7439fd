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
