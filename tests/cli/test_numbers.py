"""Ids that are too long for a terminal have short numbers there, and ``show`` understands them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console

from complaint_hub import Complaint, Page, Store
from complaint_hub.cli.numbers import meant, short_numbers
from complaint_hub.cli.screen import Screen

LONG = "google_reviews:locations/1/reviews/" + "A" * 80
NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    channel, native_id = LONG.split(":", 1)
    row = Complaint(id=LONG, channel=channel, account="google", native_id=native_id, created_at=NOW)
    store = Store(tmp_path / "aduan.db")
    store.commit(channel, "google", Page(state={"v": 1}, complaints=[row]), version=0, now=NOW)
    return store


def screen(width: int | None) -> Screen:
    return Screen(Console(color_system=None), width, True)


def test_a_long_id_is_short_on_a_terminal_and_whole_in_a_pipe(store: Store) -> None:
    assert short_numbers(screen(80), store, [LONG, "lapor:9123456"]) == {LONG: "google_reviews#1"}
    assert short_numbers(screen(None), store, [LONG]) == {}


@pytest.mark.parametrize(
    ("given", "id_"),
    [
        ("google_reviews#1", LONG),
        (LONG, LONG),
        ("lapor#1", "lapor#1"),
        ("google_reviews#2", "google_reviews#2"),
        ("google_reviews#999999999999999999", "google_reviews#999999999999999999"),
    ],
)
def test_a_short_number_means_the_complaint_of_that_channel(store: Store, given: str, id_: str) -> None:
    assert meant(store, given) == id_
