"""The command line as a function, and a database of an office that has imported two years."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from complaint_hub.cli import main
from complaint_hub.sandbox import lapor
from support.command import Command, commands
from support.small_office import small_office


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


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small office with settings, registry and database, only to be read."""
    folder = tmp_path_factory.mktemp("small")
    small_office(folder)
    return folder


@pytest.fixture
def desk(command: Command, small: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """The command line in the folder of the small office."""
    monkeypatch.chdir(small)
    return command


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Make standard output a terminal of so many columns, with colour or without."""

    def become(width: int, *, colour: bool = False) -> None:
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
        monkeypatch.setenv("COLUMNS", str(width))
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.delenv("COLORTERM", raising=False)
        monkeypatch.setenv("NO_COLOR", "" if colour else "1")

    return become
