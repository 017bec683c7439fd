"""What a command of the command line said, for tests."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from complaint_hub.cli import main

__all__ = ["Answer", "Command", "commands"]

_SETTINGS = ("COMPLAINT_HUB_STORE", "COMPLAINT_HUB_CONFIG", "COMPLAINT_HUB_YOUTUBE_KEY", "NO_COLOR")


@dataclass(frozen=True)
class Answer:
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)


Command = Callable[..., Answer]
"""Runs ``complaint-hub`` with these words."""


def commands(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command line as a function, at work in *folder* and without settings in the environment."""
    monkeypatch.chdir(folder)
    for name in _SETTINGS:
        monkeypatch.delenv(name, raising=False)

    def run(*words: object) -> Answer:
        capsys.readouterr()
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return run
