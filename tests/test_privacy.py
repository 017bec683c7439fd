"""What points to a person, what stands for one who was erased, and what was kept too long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from complaint_hub.errors import ConfigError
from complaint_hub.privacy import Kept, check_key, keyed_name, overdue, redacted

KEY = "0123456789abcdef" * 2
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Jakarta")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("truk AG 1234 KB melawan arus", "truk [plat] melawan arus"),
        ("mobil B1234XYZ", "mobil [plat]"),
        ("motor ag 4321 kb parkir", "motor [plat] parkir"),
        ("N-99-A", "[plat]"),
        ("mulai ae 2023 iki", "mulai ae 2023 iki"),
        ("RT 04 RW 07 Km 12 Desa", "RT 04 RW 07 Km 12 Desa"),
        ("gedung A 12 meter", "gedung A 12 meter"),
    ],
)
def test_number_plates_are_replaced_and_addresses_and_years_are_not(text: str, told: str) -> None:
    assert redacted(text) == told


def test_a_keyed_name_is_the_same_for_the_same_id_and_key() -> None:
    assert keyed_name("author", "youtube", "UC1", key=KEY) == keyed_name("author", "youtube", "UC1", key=KEY)


@pytest.mark.parametrize(
    "other",
    [
        keyed_name("author", "youtube", "UC1", key=KEY[::-1]),
        keyed_name("complaint", "youtube", "UC1", key=KEY),
        keyed_name("author", "tiktok", "UC1", key=KEY),
        keyed_name("author", "youtube", "UC2", key=KEY),
    ],
    ids=["key", "kind", "channel", "id"],
)
def test_a_keyed_name_differs_by_each_of_its_parts(other: str) -> None:
    assert keyed_name("author", "youtube", "UC1", key=KEY) != other


def test_a_short_key_is_refused_without_being_shown() -> None:
    with pytest.raises(ConfigError, match="token_hex") as told:
        check_key("rahasia-sekali")
    assert "rahasia-sekali" not in str(told.value)


@pytest.mark.parametrize(("days", "found"), [(29, 0), (30, 1), (31, 1)])
def test_youtube_is_kept_thirty_days_after_it_was_last_met(days: int, found: int) -> None:
    kept = Kept(id="youtube:1", channel="youtube", received=NOW - timedelta(days=400), seen=NOW - timedelta(days=days))
    assert len(overdue([kept], now=NOW, zone=ZONE)) == found


def test_no_shipped_rule_limits_reports_of_lapor() -> None:
    old = NOW - timedelta(days=4000)
    assert overdue([Kept(id="lapor:1", channel="lapor", received=old, seen=old, closed=old)], now=NOW, zone=ZONE) == []


def test_a_schedule_of_ones_own_takes_the_place_of_the_shipped_rules(tmp_path: Path) -> None:
    own = tmp_path / "retensi.toml"
    own.write_text(
        'source = "Perbup JRA"\n[[rows]]\nid = "jra"\ncounts_from = "closed"\ndays = 730\naction = "review"\n', "utf-8"
    )
    closed = NOW - timedelta(days=800)
    kept = [Kept(id="lapor:1", channel="lapor", received=closed, closed=closed)]
    kept.append(Kept(id="lapor:2", channel="lapor", received=closed))
    due = overdue(kept, now=NOW, zone=ZONE, path=own)
    assert [(one.id, one.rule["id"], one.since) for one in due] == [("lapor:1", "jra", closed + timedelta(days=730))]
