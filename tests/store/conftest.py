"""A fresh store, and somebody who commits pages to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from complaint_hub.store import Store
from support.rows import Runs


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "aduan.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store(path) as opened:
        yield opened


@pytest.fixture
def runs(store: Store) -> Runs:
    return Runs(store)
