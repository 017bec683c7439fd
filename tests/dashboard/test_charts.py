"""The charts: what they draw, and that they say it in words too."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest

from complaint_hub.dashboard.charts import bar, due_days, trend_chart
from complaint_hub.dashboard.values import DueDay, Hidden, MonthLine, Trend


def months(*told: Any) -> Any:
    return Trend(
        months=tuple(
            MonthLine(first=date(2026, n, 1), received=a, ended=b, backlog=c)
            for n, (a, b, c) in enumerate(told, start=1)
        ),
        undated=0,
    )


def days(*cases: Any) -> Any:
    start = date(2026, 11, 23)
    return [DueDay(day=start + timedelta(days=n), cases=c, soon=n < 2) for n, c in enumerate(cases)]


def test_parts_of_a_bar_leave_a_gap() -> None:
    first, second = re.findall(r'x="([\d.]+)%" width="([\d.]+)%"', bar([("r", 0.25), ("d", 0.5)]))
    assert float(first[0]) + float(first[1]) < float(second[0])


def test_a_part_of_nothing_is_not_drawn() -> None:
    assert "rect" not in bar([("r", 0.0)])


def test_a_bar_is_hidden_from_screen_readers_since_its_number_stands_beside_it() -> None:
    assert 'aria-hidden="true"' in bar([("d", 1.0)])


def test_the_target_is_a_tick() -> None:
    assert 'class="tick" x="90.0%"' in bar([("d", 0.5)], tick=0.9)


def test_each_day_has_its_number_in_the_chart_and_in_words() -> None:
    chart = due_days(days(2, 6))
    assert chart.count('class="v"') == 2
    assert "Senin, 23 November 2; Selasa, 24 November 6." in chart


def test_days_within_the_warning_have_its_colour() -> None:
    assert re.findall(r'rect class="(\w)"', due_days(days(1, 1, 1))) == ["a", "a", "d"]


def test_a_chart_has_a_title_and_a_description() -> None:
    chart = trend_chart(months((9, 4, 5), (9, 4, 10)), rise=1)
    assert 'role="img" aria-labelledby="c-tren-t c-tren-d"' in chart
    assert "Januari 2026: masuk 9, selesai 4, tunggakan 5" in chart


def test_months_of_a_rise_are_set_apart() -> None:
    chart = trend_chart(months((9, 9, 5), (9, 5, 9), (9, 5, 13)), rise=2)
    assert re.findall(r'rect class="(\w)"', chart) == ["d", "k", "k"]
    assert 'class="gap"' in chart


def test_a_hidden_month_breaks_the_line_and_is_told_as_hidden() -> None:
    chart = trend_chart(months((9, 9, None), (Hidden.small, 9, None), (9, 9, None)), rise=0)
    assert "Tunggakan" not in chart
    assert "Februari 2026: selesai 9" in chart


def test_where_nothing_may_be_told_there_is_no_chart() -> None:
    assert trend_chart(months((Hidden.small, Hidden.small, None)), rise=0) == ""


@pytest.mark.parametrize("told", [(0, 0, 0), (1, 0, 1), (123_456, 99, 200_000)])
def test_any_size_fits_its_box(told: Any) -> None:
    heights = [float(y) for y in re.findall(r'y="(-?[\d.]+)"', trend_chart(months(told, told), rise=0))]
    assert all(0 <= y <= 380 for y in heights)


def test_no_chart_brings_a_style_of_its_own() -> None:
    assert "style=" not in trend_chart(months((9, 4, 5), (9, 4, 10)), rise=1) + due_days(days(1)) + bar([("d", 1.0)])


def test_the_axis_ends_little_above_the_highest_month() -> None:
    assert "60 kasus per bulan" in trend_chart(months((43, 4, 5), (9, 4, 10)), rise=1)


def test_months_are_named_below_their_places_where_the_backlog_is_not_told() -> None:
    chart = trend_chart(months((9, 9, None), (9, 9, None)), rise=0)
    assert re.findall(r'class="u" x="([\d.]+)%" y="216"', chart) == ["13.2", "39.5"]
