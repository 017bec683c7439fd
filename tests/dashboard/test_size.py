"""A page has room for a thousand cases, and says what it left out."""

from __future__ import annotations

from typing import Any

import pytest

from complaint_hub.dashboard import render
from support.dashboards import answered, filled, page_of, row

LONG = "Mohon segera <diperbaiki> & ditangani. " * 16  # more than 500 characters, some of which grow when escaped


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """1,005 open cases, each with ten long events."""
    events = [answered(f"2026-10-{day:02} 09:00", LONG) for day in range(5, 15)]
    rows = [row(n, "2026-10-02 09:00", *events, text=LONG) for n in range(1, 1_006)]
    with filled(tmp_path_factory.mktemp("many"), *rows) as store:
        return page_of(store, hint=" --store b.db")


@pytest.fixture(scope="module")
def html(page: Any) -> Any:
    return render(page)


def test_the_page_stays_under_three_megabytes(html: str) -> None:
    assert len(html.encode()) < 3_000_000


def test_a_thousand_cases_are_listed_and_the_others_counted(page: Any) -> None:
    assert (len(page.cases.lines), page.cases.left_out) == (1_000, 5)


def test_the_page_says_which_command_shows_the_others(html: str) -> None:
    assert "5 kasus lain tidak dimuat di halaman ini" in html
    assert "complaint-hub list --open --store b.db" in html


def test_cases_beyond_the_room_keep_their_facts_and_the_beginning_of_their_text(page: Any) -> None:
    last = page.cases.lines[-1].detail
    assert last.short
    assert len(last.text) <= 101
    assert len(last.happenings) == 3
    assert last.earlier == 9
    assert page.cases.shortened > 0


def test_the_first_cases_are_whole(page: Any) -> None:
    first = page.cases.lines[0].detail
    assert len(first.text) == 501
    assert all(len(h.text) == 501 for h in first.happenings if h.text)
