"""Help, exit codes and what the command line loads."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from complaint_hub import cli
from complaint_hub.errors import ConfigError, StoreError
from support.command import Command

COMMANDS = [
    ("demo",),
    ("sync",),
    ("list",),
    ("show",),
    ("due",),
    ("scorecard",),
    ("import", "lapor"),
    ("official", "import"),
    ("quarantine", "list"),
    ("quarantine", "retry"),
]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_has_help_with_an_example(command: Command, words: tuple[str, ...]) -> None:
    said = command(*words, "--help")
    assert said.code == 0
    assert "Example" in said.out
    assert f"\n    complaint-hub {' '.join(words)}" in said.out


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_takes_a_store_and_speaks_json(command: Command, words: tuple[str, ...]) -> None:
    said = command(*words, "--help").out
    assert "--store" in said
    assert "--json" in said


@pytest.mark.parametrize("words", [("demo",), ("sync",), ("show",), ("due",), ("scorecard",)], ids=" ".join)
def test_where_time_matters_it_can_be_given(command: Command, words: tuple[str, ...]) -> None:
    assert "--now" in command(*words, "--help").out


def test_the_version_is_printed(command: Command) -> None:
    assert command("--version").out.startswith("complaint-hub 0.")


def fresh(*code: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("COMPLAINT_HUB_")}
    return subprocess.run([sys.executable, *code], capture_output=True, check=False, env={**plain, **environment})


def test_help_loads_no_database_and_no_http_client() -> None:
    said = fresh(
        "-c",
        "import sys; from complaint_hub.cli import main; main(['--help']);"
        "print([m for m in ('sqlalchemy', 'httpx', 'holidays', 'rich') if m in sys.modules])",
    )
    assert said.stdout.decode().splitlines()[-1] == "[]"


def test_a_reader_that_leaves_early_is_no_fault(office: Path) -> None:
    words = f'-c \'from complaint_hub.cli import main; raise SystemExit(main(["list", "--store", "{office}"]))\''
    said = subprocess.run(f"{sys.executable} {words} | head -1", shell=True, capture_output=True, check=False)
    assert said.stdout.startswith(b"Masuk")
    assert said.stderr in (b"", b"122 dari 122 aduan.\n")


def test_an_ascii_terminal_gets_ascii(office: Path) -> None:
    said = fresh(
        "-c",
        f"from complaint_hub.cli import main; main(['due', '--store', {str(office)!r}, '--now', '2026-11-24'])",
        PYTHONIOENCODING="ascii",
    )
    assert said.returncode == 0
    assert said.stdout.isascii()
    assert b"!\tlewat" in said.stdout


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (ConfigError("zone: 'WIB' is no time zone"), 2, "complaint-hub: zone: 'WIB' is no time zone\n"),
        (StoreError("aduan.db is read-only"), 2, "complaint-hub: aduan.db is read-only\n"),
        (RuntimeError("Budi, 0812"), 70, "complaint-hub: a fault of ours (RuntimeError)"),
    ],
    ids=["settings", "store", "ours"],
)
def test_each_kind_of_error_has_its_code_and_one_sentence(
    command: Command, monkeypatch: pytest.MonkeyPatch, error: Exception, code: int, told: str
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("complaint_hub.settings.read_settings", lambda *_, **__: fail())
    said = command("due")
    assert said.code == code
    assert said.err.startswith(told)
    assert said.err.count("\n") == 1
    assert "Budi" not in said.err
    assert said.out == ""


def test_a_wrong_word_is_refused(command: Command) -> None:
    assert command("bogus").code == 2
    assert command("due", "--now", "tomorrow").code == 2


def test_the_traceback_of_a_fault_is_shown_when_asked_for(
    command: Command, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("complaint_hub.settings.read_settings", lambda *_, **__: 1 / 0)
    assert command("--verbose", "due").code == 70
    assert any(record.exc_info for record in caplog.records)


def test_a_mistyped_store_is_named_and_not_created(command: Command, tmp_path: Path) -> None:
    said = command("list", "--store", "adaun.db")
    assert said.code == 2
    assert f"there is no database adaun.db (looked in {tmp_path})" in said.err
    assert not list(tmp_path.iterdir())


def test_a_password_in_the_stores_url_is_not_shown(command: Command) -> None:
    said = command("list", "--store", "postgresql://petugas:CANARY@127.0.0.1:1/aduan")
    assert said.code == 2
    assert "CANARY" not in said.err + said.out


def test_the_command_is_installed_under_its_name() -> None:
    assert cli.app.info.name == "complaint-hub"
