"""Who has not answered: counts, the oldest, and what it was a week ago, against facts written by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from complaint_hub.digest import UnitWaiting, unanswered
from complaint_hub.facts import Fact, Facts
from complaint_hub.model import Form, Kind, Status
from complaint_hub.registry import Registry, Unit
from complaint_hub.worktime import WorkCalendar
from support.cases import fact, wib

CALENDAR = WorkCalendar.indonesia()
NOW = wib("2026-11-24 09:00")
NEW: dict[str, Any] = {"status": Status.forwarded}


def waiting(*facts: Fact, **more: Any) -> dict[str | None, tuple[int, int]]:
    page = unanswered(Facts.of(facts), calendar=CALENDAR, now=NOW, **more)
    return {row.unit: (row.waiting, row.before) for row in page.units}


def row(*facts: Fact) -> UnitWaiting:
    (found,) = unanswered(Facts.of(facts), calendar=CALENDAR, now=NOW).units
    return found


def test_a_case_waits_until_somebody_answers() -> None:
    assert waiting(fact("2026-11-02", **NEW)) == {"Dinas PUPR": (1, 1)}
    assert waiting(fact("2026-11-02", first_human="2026-11-20", **NEW)) == {"Dinas PUPR": (0, 1)}
    assert waiting(fact("2026-11-02", first_human="2026-11-10", **NEW)) == {}


def test_one_that_came_in_this_week_waited_not_a_week_ago() -> None:
    assert waiting(fact("2026-11-20", **NEW)) == {"Dinas PUPR": (1, 0)}


def test_one_that_ended_without_an_answer_waits_no_more() -> None:
    assert waiting(fact("2026-11-02", status=Status.archived, ended="2026-11-20")) == {"Dinas PUPR": (0, 1)}
    assert waiting(fact("2026-11-02", status=Status.archived)) == {}


def test_an_answer_of_which_only_the_status_tells_is_one() -> None:
    assert waiting(fact("2026-11-02", status=Status.responded)) == {}


def test_what_stands_still_is_counted_apart() -> None:
    page = unanswered(Facts.of([fact("2026-11-02", status=Status.awaiting_citizen)]), calendar=CALENDAR, now=NOW)
    assert (page.waiting, page.paused) == (0, 1)


def test_praise_and_comments_that_nobody_sorted_wait_for_no_unit_but_a_report_does() -> None:
    assert waiting(fact("2026-11-02", kind=Kind.appreciation, **NEW)) == {}
    assert waiting(fact("2026-11-02", kind=None, form=Form.comment, **NEW)) == {}
    assert waiting(fact("2026-11-02", kind=None, **NEW)) == {"Dinas PUPR": (1, 1)}


def test_the_oldest_is_named_with_its_working_days() -> None:
    found = row(fact("2026-11-16", number=1, **NEW), fact("2026-11-02", number=2, **NEW))
    assert (found.oldest, found.oldest_days, found.oldest_id) == (date(2026, 11, 2), 16, "lapor:2")


def test_the_trend_is_this_week_against_the_last() -> None:
    assert row(fact("2026-11-20", number=1, **NEW), fact("2026-11-02", number=2, **NEW)).trend == 1


def test_spellings_of_a_unit_are_one_row_and_most_comes_first() -> None:
    registry = Registry(units=(Unit("pupr", "Dinas Pekerjaan Umum", aliases=("Dinas PUPR",)),))
    facts = (
        fact("2026-11-02", number=1, unit="Dinas Sosial", **NEW),
        fact("2026-11-02", number=2, **NEW),
        fact("2026-11-02", number=3, unit="Dinas Pekerjaan Umum", **NEW),
    )
    assert list(waiting(*facts, registry=registry).items()) == [
        ("Dinas Pekerjaan Umum", (2, 2)),
        ("Dinas Sosial", (1, 1)),
    ]
