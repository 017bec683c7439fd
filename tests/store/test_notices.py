"""Notices wait until they are read, and the same news told again is known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from complaint_hub.contract import Notice
from complaint_hub.errors import StoreError
from complaint_hub.store import Heard, Store

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ONE = Notice("tiktok", "open-1", "7/insert/1", ("7",), "video-1")
TWO = Notice("tiktok", "open-1", "8/insert/2", ("8",), "video-1")
OTHER = Notice("tiktok", "open-2", "7/insert/1", ("7",))


def test_a_notice_waits_as_it_came_oldest_first(store: Store) -> None:
    assert store.add_notices([ONE, TWO, OTHER], now=NOW) == 3
    assert store.notices("tiktok", "open-1") == [ONE, TWO]
    assert store.notices("tiktok", "open-1", n=1) == [ONE]


def test_the_same_news_twice_is_kept_once(store: Store) -> None:
    store.add_notices([ONE, ONE], now=NOW)
    assert store.add_notices([ONE], now=NOW + HOUR) == 0
    assert store.notices("tiktok", "open-1") == [ONE]


def test_what_was_read_is_told_in_vain(store: Store) -> None:
    store.add_notices([ONE], now=NOW)
    store.settle_notices([ONE], now=NOW)
    assert store.add_notices([ONE], now=NOW + timedelta(days=3)) == 0
    assert store.notices("tiktok", "open-1") == []


def test_a_week_after_it_came_a_notice_is_forgotten_read_or_not(store: Store) -> None:
    store.add_notices([ONE, TWO], now=NOW)
    store.settle_notices([ONE], now=NOW)
    assert store.add_notices([ONE], now=NOW + timedelta(days=7, seconds=1)) == 1
    assert store.notices("tiktok", "open-1") == [ONE]


def test_notices_of_one_account_are_none_of_another(store: Store) -> None:
    store.add_notices([ONE, OTHER], now=NOW)
    store.settle_notices([ONE], now=NOW)
    assert store.notices("tiktok", "open-2") == [OTHER]


def test_the_store_says_when_an_account_was_told_something(store: Store) -> None:
    assert store.heard("tiktok", "open-1") == Heard()
    store.add_notices([ONE], now=NOW)
    store.add_notices([TWO], now=NOW + HOUR)
    store.settle_notices([ONE], now=NOW + HOUR)
    assert store.heard("tiktok", "open-1") == Heard(NOW + HOUR, 1, NOW + HOUR)


def test_notices_survive_the_process_that_heard_them(path: Path) -> None:
    with Store(path) as first:
        first.add_notices([ONE], now=NOW)
    with Store(path) as second:
        assert second.notices("tiktok", "open-1") == [ONE]


def test_a_store_that_only_looks_takes_no_notice(path: Path) -> None:
    Store(path).close()
    with Store(path, read_only=True) as looking, pytest.raises(StoreError):
        looking.add_notices([ONE], now=NOW)
