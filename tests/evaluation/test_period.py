from __future__ import annotations

from datetime import date

import pytest

from complaint_hub.errors import ConfigError
from complaint_hub.evaluation import Period
from support.cards import card
from support.cases import fact


@pytest.mark.parametrize(
    ("text", "first", "last", "label"),
    [
        ("2023", "2023-01-01", "2023-12-31", "2023"),
        ("2023-02", "2023-02-01", "2023-02-28", "Februari 2023"),
        ("2024-02", "2024-02-01", "2024-02-29", "Februari 2024"),
        ("2023-12", "2023-12-01", "2023-12-31", "Desember 2023"),
        ("2023-TW2", "2023-04-01", "2023-06-30", "Triwulan II 2023"),
        ("2023-q4", "2023-10-01", "2023-12-31", "Triwulan IV 2023"),
        ("2023-CW1", "2023-01-01", "2023-04-30", "Catur Wulan I 2023"),
        ("2023-CW3", "2023-09-01", "2023-12-31", "Catur Wulan III 2023"),
        ("2023-S1", "2023-01-01", "2023-06-30", "Semester I 2023"),
    ],
)
def test_a_period_is_read_as_offices_write_it(text: str, first: str, last: str, label: str) -> None:
    found = Period.parse(text)
    assert (found.first.isoformat(), found.last.isoformat(), found.label) == (first, last, label)
    assert Period.parse(found.code) == found


@pytest.mark.parametrize("text", ["", "23", "2023-13", "2023-00", "2023-TW5", "2023-CW4", "2023-S3", "2023-X1", "1999"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ConfigError):
        Period.parse(text)


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("2023", "2022"),
        ("2023-01", "2022-12"),
        ("2023-TW1", "2022-TW4"),
        ("2023-CW2", "2023-CW1"),
        ("2023-S1", "2022-S2"),
    ],
)
def test_the_period_before_is_of_the_same_kind(text: str, before: str) -> None:
    assert Period.parse(text).previous.code == before


@pytest.mark.parametrize("kind", ["TW", "CW", "S"])
def test_the_parts_of_a_year_cover_each_day_once(kind: str) -> None:
    parts = [Period.parse(f"2024-{kind}{n}") for n in range(1, {"TW": 5, "CW": 4, "S": 3}[kind])]
    days = [date.fromordinal(n) for n in range(date(2024, 1, 1).toordinal(), date(2025, 1, 1).toordinal())]
    assert all(sum(day in part for part in parts) == 1 for day in days)


def test_a_card_of_a_part_of_the_year_counts_by_the_local_date() -> None:
    facts = [fact(day, number=n) for n, day in enumerate(("2023-03-31 23:59", "2023-04-01 00:00", "2023-06-30 23:59"))]
    assert card(*facts, period=Period.parse("2023-TW2")).total == 2


def test_the_parts_of_a_year_add_up_to_it() -> None:
    facts = [fact(f"2023-{n:02}-15 09:00", number=n) for n in range(1, 13)]
    for parts in (["TW1", "TW2", "TW3", "TW4"], ["CW1", "CW2", "CW3"], ["S1", "S2"]):
        assert (
            sum(card(*facts, period=Period.parse(f"2023-{part}")).total for part in parts) == card(*facts).total == 12
        )


def test_one_of_year_and_period_is_needed() -> None:
    with pytest.raises(ValueError, match="pass one of the two"):
        card(year=2023, period=Period(2023))
    with pytest.raises(ValueError, match="pass one of the two"):
        card(year=None)
