"""The command line as a function, and a database of an office that has imported two years."""

from __future__ import annotations

from pathlib import Path

import pytest

from complaint_hub.cli import main
from complaint_hub.sandbox import lapor
from support.command import Command, commands


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run ``complaint-hub`` with these words, in an empty folder and without settings in the environment."""
    return commands(tmp_path, monkeypatch, capsys)


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the reports of 2023 and 2026, only to be read."""
    folder = tmp_path_factory.mktemp("office")
    files = lapor.generate_years(folder, (lapor.Year(2023, 62, 967), lapor.Year(2026, 60, mix=lapor.LIVELY)))
    store = folder / "aduan.db"
    paths = [str(path) for one in files for path in one.paths]
    assert main(["import", "lapor", *paths, "--store", str(store), "--json"]) == 0
    return store
