"""The tables that tests are given are those that a database has outside the tests."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from complaint_hub.store import Store, schema
from support.new_tables import by_steps


def told(path: Path) -> list[str]:
    base = sqlite3.connect(path)
    try:
        return sorted(base.iterdump())
    finally:
        base.close()


def test_they_are_made_as_the_steps_make_them(tmp_path: Path) -> None:
    with by_steps():
        Store(tmp_path / "steps.db").close()
    for name in ("first.db", "second.db"):
        Store(tmp_path / name).close()
        assert told(tmp_path / name) == told(tmp_path / "steps.db")
    assert any(schema.HEAD in line for line in told(tmp_path / "steps.db"))


def test_the_second_of_them_takes_no_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store(tmp_path / "first.db").close()
    monkeypatch.setattr("support.new_tables._step_by_step", None)
    Store(tmp_path / "second.db").close()
