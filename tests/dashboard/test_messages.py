"""The sentences of the page, rule by rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from complaint_hub.dashboard import messages
from complaint_hub.dashboard.headline import joined, rise
from complaint_hub.dashboard.values import Hidden, MonthLine, Plan, PlanLine, Rate, State, TopicLine, Trend, UnitLine
from support.dashboards import filled, page_of


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """An empty page, whose figures each test sets."""
    with filled(tmp_path_factory.mktemp("empty")) as store:
        return page_of(store)


def unit(name: str, overdue: Any) -> Any:
    return UnitLine(name=name, cases=9, overdue=overdue, backlog=9, on_time=Rate(4, 9), rank=None, tied=False,
                    working_days=None, answered=0)  # fmt: skip


def late(page: Any, total: Any, *lines: Any) -> Any:
    return replace(
        page,
        today=replace(page.today, overdue=total),
        units=replace(page.units, lines=lines, total=replace(page.units.total, overdue=total)),
    )


def trend(*backlogs: Any) -> Any:
    months = [
        MonthLine(first=date(2026, n, 1), received=9, ended=9, backlog=b) for n, b in enumerate(backlogs, start=1)
    ]
    return Trend(months=tuple(months), undated=0)


def test_nothing_overdue_is_said(page: Any) -> None:
    assert messages(page).headline == "Tidak ada kasus yang lewat tenggat hari ini."


def test_the_units_that_hold_half_of_it_are_named(page: Any) -> None:
    told = messages(late(page, 23, unit("Dinas PUPR", 9), unit("Dinas Perhubungan", 5), unit("RSUD", 3))).headline
    assert told == "23\u00a0kasus lewat tenggat, 14 di antaranya pada Dinas PUPR dan Dinas Perhubungan."


def test_one_unit_that_holds_all_of_it_is_named(page: Any) -> None:
    assert messages(late(page, 6, unit("RSUD", 6))).headline == "6\u00a0kasus lewat tenggat, semuanya pada RSUD."


def test_where_it_is_spread_the_number_of_units_is_said(page: Any) -> None:
    units = [unit(f"Unit {n}", 3 if n else 4) for n in range(9)]
    told = messages(late(page, 28, *units)).headline
    assert told == "28\u00a0kasus lewat tenggat di sembilan unit; terbanyak, 4, pada Unit 0."


def test_the_title_begins_with_the_headline(page: Any) -> None:
    told = messages(late(page, 6, unit("RSUD", 6)))
    assert told.title.startswith("6\u00a0kasus lewat tenggat · Layanan Pengaduan")


def test_a_hidden_number_is_told_as_hidden(page: Any) -> None:
    hidden = replace(late(page, Hidden.small, unit("RSUD", Hidden.small)), least=5)
    assert messages(hidden).headline == "Kurang dari 5 kasus lewat tenggat hari ini."
    assert "RSUD" not in repr(messages(hidden))


def test_a_unit_that_hides_its_number_is_not_named(page: Any) -> None:
    hidden = late(page, 9, unit("Dinas PUPR", 5), unit("RSUD", Hidden.beside))
    assert "PUPR" not in messages(hidden).headline


def test_a_backlog_that_rises_is_told_with_both_ends(page: Any) -> None:
    told = messages(replace(page, trend=trend(30, 26, 33, 50, 57))).trend
    assert told == "Tunggakan naik tiga bulan berturut\u2011turut, dari 26 menjadi 57\u00a0kasus"


def test_a_backlog_that_falls_is_told_from_its_height(page: Any) -> None:
    assert (
        messages(replace(page, trend=trend(10, 60, 40))).trend == "Tunggakan 40\u00a0kasus, turun dari 60 pada Februari"
    )


def test_a_hidden_backlog_is_not_told(page: Any) -> None:
    months = tuple(replace(month, backlog=None) for month in trend(1, 2).months)
    assert "unggakan" not in messages(replace(page, trend=Trend(months=months, undated=0))).trend


@pytest.mark.parametrize(("backlogs", "months"), [((1, 2, 3), 2), ((3, 2, 3), 1), ((3, 3), 0), ((3, 2), 0)])
def test_a_rise_is_counted_from_the_end(backlogs: Any, months: Any) -> None:
    assert rise(trend(*backlogs)) == months


def test_the_topic_with_most_cases_leads_with_its_change(page: Any) -> None:
    line = TopicLine(name="Jalan", cases=131, before=97)
    told = messages(replace(page, topics=replace(page.topics, lines=(line,), cases=131, before=97))).topics
    assert told == "Jalan terbanyak, 131\u00a0kasus, bertambah 34 dari tahun lalu"


def test_a_channel_that_stands_still_is_named(page: Any) -> None:
    from zoneinfo import ZoneInfo

    then = datetime(2026, 11, 21, 6, 10, tzinfo=ZoneInfo("Asia/Jakarta"))
    lines = tuple(
        replace(line, read=True, synced=then, stalled=3 if line.name == "youtube" else None)
        for line in page.channels.lines
    )
    told = messages(replace(page, channels=replace(page.channels, lines=lines, rows=1351, cases=617))).channels
    assert told == "1.351\u00a0kiriman menjadi 617\u00a0kasus; YouTube tidak terbaca penuh sejak 21 November"


def plan(*states: Any) -> Any:
    return Plan(basis="2025", period="2026", lines=tuple(
        PlanLine(action="a", aspect="b", status="c", state=state, reached="", share=None, responsible="", triggers="")
        for state in states))  # fmt: skip


@pytest.mark.parametrize(
    ("states", "told"),
    [
        ((State.late, State.late, State.done), "Dua dari tiga rencana aksi belum mencapai target"),
        ((State.done, State.done), "Dua dari dua rencana aksi mencapai target"),
        ((State.free, State.running), "Dua rencana aksi diusulkan; belum satu pun punya target untuk dinilai"),
        ((State.late,), "Satu rencana aksi, dan targetnya belum tercapai"),
        ((), "Data tidak memicu satu pun rencana aksi"),
    ],
)
def test_a_plan_is_told_by_its_targets(page: Any, states: Any, told: Any) -> None:
    assert messages(replace(page, plan=plan(*states))).plan == told


@pytest.mark.parametrize(("names", "told"), [(["A"], "A"), (["A", "B"], "A dan B"), (["A", "B", "C"], "A, B, dan C")])
def test_names_are_joined_as_people_do(names: Any, told: Any) -> None:
    assert joined(names) == told


def test_an_empty_page_says_what_is_empty(page: Any) -> None:
    told = messages(page)
    assert told.channels.startswith("Belum ada kiriman tahun ini")
    assert told.trend == "Tidak ada tunggakan"
    assert told.cases == "Belum ada kasus"
    assert told.rapor == "Belum ada aduan SP4N-LAPOR! untuk dihitung"
