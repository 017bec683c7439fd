"""The words of the screens."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from complaint_hub.cli import words
from complaint_hub.model import Bucket, EventType, Kind, Status, Visibility


@pytest.mark.parametrize(
    ("value", "expected"),
    [(1.0, "100%"), (0.903, "90,3%"), (0.0, "0%"), (0.99999, "99,9%"), (0.00001, "0,1%"), (0.5, "50%")],
)
def test_a_share_is_never_rounded_to_all_or_none(value: float, expected: str) -> None:
    assert words.share(value) == expected


@pytest.mark.parametrize(
    ("zone", "expected"),
    [("Asia/Jakarta", "24 Nov 2026 08.00 WIB"), ("Asia/Makassar", "24 Nov 2026 09.00 WITA")],
)
def test_a_moment_is_told_in_local_time(zone: str, expected: str) -> None:
    assert words.moment(datetime(2026, 11, 24, 1, tzinfo=UTC), ZoneInfo(zone)) == expected


def test_a_day_is_the_local_one() -> None:
    assert words.day(datetime(2026, 11, 23, 18, tzinfo=UTC), ZoneInfo("Asia/Jakarta")) == "24 Nov 2026"


@pytest.mark.parametrize(
    ("table", "terms"),
    [
        (words.STATUSES, Status),
        (words.BUCKETS, Bucket),
        (words.KINDS, Kind),
        (words.EVENTS, EventType),
        (words.VISIBILITIES, Visibility),
    ],
    ids=["status", "bucket", "kind", "event", "visibility"],
)
def test_every_term_has_its_word(table: dict[str, str], terms: type[Status]) -> None:
    assert set(table) == set(terms)
