"""The command line as a function."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.command import Command, commands


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run ``complaint-hub`` with these words, in an empty folder and without settings in the environment."""
    return commands(tmp_path, monkeypatch, capsys)
