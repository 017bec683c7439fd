"""The sandbox: settings that work as they stand, and a way to end it."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from support.command import Command

CHANNELS = ["lapor", "youtube", "google_reviews", "instagram", "tiktok", "register"]
_PROGRAM = "import sys; from complaint_hub.cli import main; sys.exit(main())"


@contextmanager
def started(folder: Path, *words: str) -> Generator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    """The command as a process of its own, and what it said of where it is."""
    process = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, "sandbox", "--json", "--minutes", "2", *words],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        said = ""
        while not said.endswith("}\n"):
            line = process.stdout.readline()
            assert line, process.communicate()[1]
            said += line
        yield process, json.loads(said)
    finally:
        process.kill()
        process.communicate()


def test_a_sync_with_the_settings_as_written_reads_every_channel_and_a_second_start_doubles_nothing(
    command: Command, tmp_path: Path
) -> None:
    for new in (True, False):
        with started(tmp_path) as (process, where):
            said = command("sync", "--config", where["config"], "--json")
            assert said.code == 0, said.out
            assert [run["channel"] for run in said.json["runs"]] == CHANNELS
            assert [run["new"] > 0 for run in said.json["runs"]] == [new] * 6
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=10) == 0


def test_the_other_login_of_instagram_gives_the_same_comments(command: Command, tmp_path: Path) -> None:
    found: dict[str, set[str]] = {}
    for login in ("instagram", "facebook"):
        with started(tmp_path, "--folder", login, "--instagram-login", login) as (_, where):
            said = command("sync", "--config", where["config"], "--json")
            assert said.code == 0, said.out
            listed = command("list", "--channel", "instagram", "--config", where["config"], "--json")
            found[login] = {one["id"] for one in listed.json["complaints"]}
    assert found["instagram"] == found["facebook"] != set()


def test_ctrl_c_ends_it_and_frees_the_port(tmp_path: Path) -> None:
    with started(tmp_path) as (process, where):
        with urllib.request.urlopen(f"{where['youtube']}/_sandbox/count", timeout=5) as answer:
            assert answer.status == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 0
        with pytest.raises(urllib.error.URLError):
            urllib.request.urlopen(f"{where['youtube']}/_sandbox/count", timeout=5)


def test_it_ends_by_itself_and_says_how_to_end_it_sooner(command: Command, tmp_path: Path) -> None:
    said = command("sandbox", "--minutes", "0.001", "--folder", "coba")
    assert said.code == 0
    for part in (
        "Pengaturan, siap dipakai: coba/complaint-hub.toml",
        "[channels.youtube]",
        "[channels.google_reviews]",
        'login = "instagram"',
        "[channels.tiktok]",
        "complaint-hub sync --config coba/complaint-hub.toml",
        "Hentikan dengan Ctrl-C; berhenti sendiri setelah 0,001 menit.",
        "Sandbox berhenti.",
    ):
        assert part in said.out


@pytest.mark.skipif(os.name != "posix", reason="file modes mean nothing on Windows")
def test_the_secrets_lie_beside_the_settings_for_their_owner_alone(command: Command, tmp_path: Path) -> None:
    (tmp_path / "coba").mkdir()
    (tmp_path / "coba" / "youtube.key").write_text("older")  # readable by others, from an older start
    command("sandbox", "--minutes", "0", "--folder", "coba")
    secrets = [path for path in (tmp_path / "coba").iterdir() if path.suffix in (".key", ".secret", ".token")]
    assert [stat.S_IMODE(path.stat().st_mode) for path in secrets] == [0o600] * 10
    settings = (tmp_path / "coba" / "complaint-hub.toml").read_text()
    assert not any(path.read_text().strip() in settings for path in secrets)


def test_settings_of_somebody_else_are_left_alone(command: Command, tmp_path: Path) -> None:
    (tmp_path / "complaint-hub.toml").write_text('store = "asli.db"\n')
    said = command("sandbox", "--minutes", "0", "--folder", ".")
    assert said.code == 2
    assert "complaint-hub.toml is not the sandbox's own" in said.err
    assert [path.name for path in tmp_path.iterdir()] == ["complaint-hub.toml"]


def test_a_port_that_is_taken_is_refused_by_name(command: Command) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = command("sandbox", "--minutes", "0", "--port", port)
    assert said.code == 2
    assert f"ports {port} to {port + 3}" in said.err
    assert "--port" in said.err
