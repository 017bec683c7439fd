"""Complaints asked for by their ids."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from complaint_hub.contract import Page
from complaint_hub.model import Complaint, Event, EventType
from complaint_hub.store import Store

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """450 complaints, more than one reading takes, the last with an event."""
    rows = [
        Complaint(id=f"register:{n}", channel="register", account="a", native_id=str(n), created_at=NOW)
        for n in range(450)
    ]
    event = Event(complaint="register:449", key="v", type=EventType.verified, at=NOW)
    with Store(tmp_path / "aduan.db") as opened:
        opened.commit("register", "a", Page(state={"v": 1}, complaints=rows, events=[event]), version=0, now=NOW)
        yield opened


def test_each_complaint_comes_as_it_comes_alone(store: Store) -> None:
    ids = [f"register:{n}" for n in range(450)]
    found = store.complaints_named(ids)
    assert set(found) == set(ids)
    assert found["register:449"] == store.complaint("register:449")


def test_an_unknown_id_is_absent(store: Store) -> None:
    assert set(store.complaints_named(["register:1", "register:nothing"])) == {"register:1"}


def test_no_id_asks_for_nothing(store: Store) -> None:
    assert store.complaints_named([]) == {}
