"""Dates and numbers in Indonesian form."""

from __future__ import annotations

from datetime import date

import pytest

from complaint_hub.wording import decimal_comma, long_date, percent, short_date, thousands


def test_a_long_date_names_the_weekday() -> None:
    assert long_date(date(2026, 11, 24)) == "Selasa, 24 November 2026"
    assert long_date(date(2023, 8, 6), weekday=False) == "6 Agustus 2023"


def test_a_short_date_uses_indonesian_months() -> None:
    assert short_date(date(2026, 8, 6)) == "6 Agu 2026"


@pytest.mark.parametrize(("number", "text"), [(62, "62"), (1351, "1.351"), (1234567, "1.234.567"), (-1351, "-1.351")])
def test_thousands_are_grouped_with_points(number: int, text: str) -> None:
    assert thousands(number) == text


@pytest.mark.parametrize(
    ("number", "places", "text"),
    [(967 / 62, 1, "15,6"), (15.65, 1, "15,7"), (0.25, 1, "0,3"), (1234.5, 1, "1.234,5"), (3, 1, "3,0"), (2.4, 0, "2")],
)
def test_decimals_have_a_comma_and_round_as_people_do(number: float, places: int, text: str) -> None:
    assert decimal_comma(number, places=places) == text


@pytest.mark.parametrize(
    ("share", "text"), [(1.0, "100%"), (89 / 215, "41,4%"), (0.0, "0%"), (0.5, "50%"), (0.1, "10%")]
)
def test_a_share_becomes_per_cent(share: float, text: str) -> None:
    assert percent(share) == text
