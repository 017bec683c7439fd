"""The steps of the page on restoring, done as they stand there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from complaint_hub.store import Store
from support.rows import Runs, head

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "back-up-and-restore.md"


def steps(heading: str) -> str:
    """The commands under a heading, as a script that stops at the first one that fails."""
    text = PAGE.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    blocks = re.findall(r"```console\n(.*?)```", text, flags=re.S)
    lines = [line.removeprefix("$ ") for block in blocks for line in block.splitlines()]
    return "\n".join(["set -e", *lines])


def follow(heading: str, folder: Path) -> str:
    """Do what stands under a heading; what was printed."""
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        ["sh", "-c", steps(heading)], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(os.name != "posix", reason="the steps are written for a POSIX shell")
def test_the_steps_bring_back_what_was_there(tmp_path: Path) -> None:
    with Store(tmp_path / "aduan.db") as store:
        Runs(store).say(head("1"), head("2"))
        assert "2 aduan, utuh" in follow("Back up", tmp_path)
        Runs(store).say(head("3"))
        for file in tmp_path.glob("aduan.db*"):
            # What a broken disk may leave, log and all.
            file.write_bytes(file.read_bytes()[:5000])
    follow("Restore", tmp_path)
    with Store(tmp_path / "aduan.db") as restored:
        assert sorted(c.id for c in restored.heads()) == ["lapor:1", "lapor:2"]
        assert restored.checkpoint("lapor", "blitar").version == 1
