"""What the sections say of stores that can be counted by hand, and that it is what the scorecard says."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from complaint_hub.contract import Coverage, Page
from complaint_hub.dashboard import render
from complaint_hub.dashboard.values import State
from complaint_hub.evaluation import scorecard
from complaint_hub.model import Author, EventType, Kind, Link, OfficialResult, Relation, Role, Status, Visibility
from complaint_hub.report import Run, Stopped
from support.dashboards import (
    CALENDAR,
    NOW,
    POLICY,
    REGISTRY,
    a_year,
    answered,
    closed,
    disposed,
    filled,
    happened,
    page_of,
    row,
)

LATE = row(
    1, "2026-08-03 09:00", disposed("2026-08-04 09:00"), answered("2026-08-05 09:00"), unit="DPUPR", district="Doko"
)
SOON = row(2, "2026-11-20 09:00", unit="Dinas Perhubungan", district="Kecamatan Wlingi")
DONE = row(3, "2026-09-01 09:00", disposed("2026-09-02 09:00"), answered("2026-09-03 09:00"),
           closed("2026-09-10 09:00"), unit="Dinas PUPR", district="Doko", category="AIR BERSIH")  # fmt: skip
OLD = row(4, "2025-09-01 09:00", disposed("2025-09-02 09:00"), answered("2025-09-03 09:00"),
          closed("2025-09-10 09:00"), unit="Dinas PUPR", category="AIR BERSIH")  # fmt: skip
PRAISE = row(5, "2026-11-01 09:00", channel="google_reviews", kind=Kind.appreciation, title=None, text="Bagus")
UNSORTED = row(6, "2026-11-02 09:00", channel="youtube", kind=None, title=None, text="Air mati di RT 3")


ALL = (LATE, SOON, DONE, OLD, PRAISE, UNSORTED)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """For tests that only look."""
    with filled(tmp_path_factory.mktemp("read"), *ALL) as opened:
        yield opened


@pytest.fixture
def own(tmp_path: Path) -> Any:
    """For a test that writes."""
    with filled(tmp_path, *ALL) as opened:
        yield opened


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with filled(tmp_path_factory.mktemp("year"), *a_year()) as opened:
        yield opened


# --- today


def test_overdue_soon_unanswered_and_untriaged_are_counted_apart(store: Any) -> None:
    today = page_of(store).today
    assert (today.open, today.overdue, today.soon, today.unanswered, today.untriaged) == (2, 1, 1, 1, 1)


def test_the_longest_overrun_is_in_working_days(store: Any) -> None:
    today = page_of(store).today
    assert today.longest == CALENDAR.working_days(CALENDAR.add_days(date(2026, 8, 4), 14), date(2026, 11, 24))


def test_the_channel_with_most_untriaged_rows_is_named(store: Any) -> None:
    assert page_of(store).today.untriaged_most == ("youtube", 1)


def test_ten_working_days_begin_with_the_day_of_the_page(store: Any) -> None:
    days = page_of(store).today.days
    assert len(days) == 10
    assert days[0].day == date(2026, 11, 24)
    assert [day.soon for day in days[:5]] == [True, True, True, True, False]


def test_on_a_day_off_the_first_column_is_the_next_working_day(store: Any) -> None:
    sunday = NOW.replace(day=22)
    assert page_of(store, now=sunday).today.days[0].day == date(2026, 11, 23)


def test_a_week_ago_is_judged_with_what_was_open_then(store: Any) -> None:
    assert page_of(store).today.overdue_before == 1


def test_the_most_urgent_case_is_the_first_of_the_list(store: Any) -> None:
    page = page_of(store)
    assert page.today.urgent[0] == page.cases.lines[0]


# --- channels


def test_all_six_channels_stand_side_by_side(store: Any) -> None:
    assert [line.label for line in page_of(store).channels.lines] == [
        "SP4N-LAPOR!", "Google", "Instagram", "TikTok", "YouTube", "Register",
    ]  # fmt: skip


def test_rows_are_cases_merged_apart_and_untriaged_ones(store: Any) -> None:
    for line in page_of(store).channels.lines:
        assert line.rows == line.cases + line.merged + line.apart + line.untriaged


def test_a_linked_row_is_merged_in_its_own_channel(tmp_path: Path) -> None:
    comment = row(7, "2026-11-03 09:00", channel="instagram")
    with filled(tmp_path, SOON, comment) as opened:
        opened.link(Link(a="instagram:7", b="lapor:2", relation=Relation.transferred_to))
        lines = {line.name: line for line in page_of(opened).channels.lines}
    assert (lines["instagram"].rows, lines["instagram"].cases, lines["instagram"].merged) == (1, 0, 1)
    assert (lines["lapor"].rows, lines["lapor"].cases) == (1, 1)


def test_a_channel_that_was_never_read_says_so(store: Any) -> None:
    lines = {line.name: line for line in page_of(store).channels.lines}
    assert (lines["tiktok"].read, lines["lapor"].read) == (False, True)


def test_rows_without_a_run_are_no_reading(tmp_path: Path) -> None:
    with filled(tmp_path) as opened:
        opened.commit("youtube", "a", Page(state={"v": 1}), version=0, now=NOW)
        page = page_of(opened)
    assert not next(line for line in page.channels.lines if line.name == "youtube").read
    assert "Kanal ini belum pernah disinkronkan." in render(page)


def test_a_channel_without_a_run_for_days_is_stalled(store: Any) -> None:
    lines = {line.name: line for line in page_of(store, now=NOW + timedelta(days=5)).channels.lines}
    assert lines["youtube"].stalled == 5


def test_a_run_that_ended_by_its_quota_says_why(own: Any) -> None:
    run = Run("youtube", "a", stopped=Stopped("quota"))
    own.save_run(run, started_at=NOW, ended_at=NOW)
    line = next(line for line in page_of(own).channels.lines if line.name == "youtube")
    assert line.why == "berhenti lebih awal: kuota harian habis"


def test_what_the_last_run_could_not_cover_is_told(own: Any) -> None:
    coverage = (Coverage("reviews", "x", note="lokasi tanpa akses"), Coverage("reviews", "y", counted=9, returned=7))
    own.save_run(Run("google_reviews", "a", coverage=coverage), started_at=NOW, ended_at=NOW)
    line = next(line for line in page_of(own).channels.lines if line.name == "google_reviews")
    assert line.gaps == ("lokasi tanpa akses", "2 yang dihitung kanal tidak terkirim")


# --- units, kecamatan, topics


def test_spellings_of_a_unit_are_one_line(store: Any) -> None:
    (pupr,) = [line for line in page_of(store, minimum_n=1).units.lines if line.name == "Dinas PUPR"]
    assert (pupr.cases, pupr.overdue, pupr.backlog) == (2, 1, 1)


def test_a_unit_under_the_minimum_has_no_rank(store: Any) -> None:
    assert [line.rank for line in page_of(store, minimum_n=10).units.lines] == [None]


def test_units_with_the_same_share_are_tied(year: Any) -> None:
    lines = page_of(year, minimum_n=1).units.lines
    ranks = sorted((line.rank, line.tied) for line in lines if line.rank is not None)
    assert all(tied == ([r for r, _ in ranks].count(rank) > 1) for rank, tied in ranks)


def test_units_without_a_case_are_counted(store: Any) -> None:
    assert page_of(store).units.idle == 1


@pytest.mark.parametrize("by", ["unit", "district", "category"])
def test_the_cases_of_a_group_are_those_of_the_scorecard(year: Any, by: Any) -> None:
    page = page_of(year, registry=None, minimum_n=1)
    card = scorecard(year.facts(), year=2026, policy=POLICY, calendar=CALENDAR, now=NOW, by=(by,))
    wanted = {group.key: group.card.total for group in card.groups[by] if group.key is not None}
    ours = {
        "unit": {line.name: line.cases for line in page.units.lines},
        "district": {line.name: line.cases for line in page.districts.lines},
        "category": {line.name.upper() if line.name != "Jalan" else "Jalan": line.cases for line in page.topics.lines},
    }[by]
    assert ours == wanted


def test_on_time_and_working_days_of_a_unit_are_those_of_the_scorecard(year: Any) -> None:
    page = page_of(year, registry=None, minimum_n=1)
    card = scorecard(year.facts(), year=2026, policy=POLICY, calendar=CALENDAR, now=NOW, by=("unit",))
    for line in page.units.lines:
        (group,) = [group.card for group in card.groups["unit"] if group.key == line.name]
        assert line.on_time.value == group.metrics["on_time_share.resolution"].value
        assert line.working_days == group.metrics["mean_follow_up_working"].value


def test_every_kecamatan_of_the_registry_has_a_line(store: Any) -> None:
    lines = {line.name: (line.cases, line.overdue) for line in page_of(store).districts.lines}
    assert lines == {"Doko": (2, 1), "Wlingi": (1, 0), "Kanigoro": (0, 0)}


def test_topics_are_compared_with_the_same_days_of_the_year_before(store: Any) -> None:
    (water,) = [line for line in page_of(store).topics.lines if line.name == "Air bersih"]
    assert (water.cases, water.before, water.change) == (1, 1, 0)


def test_the_year_before_ends_on_the_day_of_the_page(store: Any) -> None:
    page = page_of(store, now=NOW.replace(month=8, day=31))
    assert page.topics.before == 0


# --- trend


def test_a_backlog_is_what_came_less_what_ended(year: Any) -> None:
    trend = page_of(year).trend
    backlog = trend.months[0].backlog
    for month in trend.months[1:]:
        backlog += month.received - month.ended
        assert month.backlog == backlog


def test_the_last_backlog_is_what_is_open(year: Any) -> None:
    page = page_of(year)
    assert page.trend.months[-1].backlog == page.today.open


def test_a_case_that_ended_nobody_knows_when_is_in_no_backlog(tmp_path: Path) -> None:
    ended = row(1, "2026-10-01", happened(EventType.note, "2026-10-02"), status=Status.archived)
    with filled(tmp_path, ended) as opened:
        trend = page_of(opened).trend
    assert trend.undated == 1
    assert trend.months[-1].backlog == 0


# --- rapor


def test_the_official_result_stands_beside_our_count(own: Any) -> None:
    own.save_official(OfficialResult(year=2026, letter="SE 1", predicate="baik", figures={"total": 4}))
    rapor = page_of(own).rapor
    assert [(year.year, year.official, year.total) for year in rapor.years[-2:]] == [(2026, True, 4), (2026, False, 3)]
    assert rapor.differences[0].startswith("Aduan masuk 2026: resmi 4, hitungan 3")


def test_a_past_year_without_a_letter_is_named(store: Any) -> None:
    assert page_of(store).rapor.lacking == (2025,)


# --- the list


def test_the_list_is_late_then_open_then_newest(store: Any) -> None:
    assert [case.number for case in page_of(store).cases.lines] == [
        "lapor:1", "lapor:2", "youtube:6", "google_reviews:5", "lapor:3",
    ]  # fmt: skip


def test_what_does_not_fit_is_counted(store: Any) -> None:
    cases = page_of(store, most=2).cases
    assert (len(cases.lines), cases.left_out) == (2, 3)


def test_how_a_case_stands_is_said_in_words(store: Any) -> None:
    told = {case.number: (case.state, case.told) for case in page_of(store).cases.lines}
    assert told["lapor:1"][1].startswith("Lewat 6")
    assert told["lapor:2"] == (State.soon, "1\u00a0hari\u00a0kerja lagi")
    assert told["lapor:3"] == (State.done, "Tepat waktu")
    assert told["youtube:6"] == (State.free, "Belum dipilah")


def test_the_deadline_is_explained_day_by_day(store: Any) -> None:
    detail = page_of(store).cases.lines[0].detail
    assert detail.why.startswith("Batas waktu")
    first, letters = detail.grid
    assert first == date(2026, 8, 5)
    assert letters.count("1") == 14
    assert date(2026, 8, 17) in [day for day, _ in detail.days_off]


def test_the_passing_of_the_deadline_is_a_line_of_the_timeline(store: Any) -> None:
    assert [h.passed for h in page_of(store).cases.lines[0].detail.happenings] == [False, False, False, True]


def test_the_ten_newest_events_are_shown_and_the_others_counted(tmp_path: Path) -> None:
    notes = [answered(f"2026-11-{day:02} 10:00", f"Jawaban {day}") for day in range(3, 18)]
    with filled(tmp_path, row(1, "2026-11-02", *notes)) as opened:
        detail = page_of(opened).cases.lines[0].detail
    assert detail.earlier == 5
    assert [h.text for h in detail.happenings if h.text][-1] == "Jawaban 17"


def test_a_long_text_is_cut_at_500_characters(tmp_path: Path) -> None:
    with filled(tmp_path, row(1, "2026-11-02", text="x" * 501)) as opened:
        detail = page_of(opened).cases.lines[0].detail
    assert detail.text == "x" * 500 + "…"
    assert detail.cut


@pytest.mark.parametrize(
    "more", [{"visibility": Visibility.confidential}, {"oversight": True}], ids=["rahasia", "pengawasan"]
)
def test_a_protected_case_shows_no_content(tmp_path: Path, more: Any) -> None:
    secret = row(1, "2026-11-02", answered("2026-11-03", "RAHASIA-3"), title="RAHASIA-1", text="RAHASIA-2",
                 district="Doko", village="RAHASIA-4", category="RAHASIA-5",
                 url="https://contoh.id/RAHASIA-6", **more)  # fmt: skip
    with filled(tmp_path, secret) as opened:
        line = page_of(opened).cases.lines[0]
    assert "RAHASIA" not in repr(line)
    assert "isi hanya untuk Inspektorat" in line.title


def test_nobody_who_reported_is_named(tmp_path: Path) -> None:
    said = happened(
        EventType.message, "2026-11-03", role=Role.citizen, text="Tolong", by="NAMA-2", author=Author(name="NAMA-1")
    )
    with filled(
        tmp_path, row(1, "2026-11-02", said, author=Author(name="NAMA-3", url="https://contoh.id/NAMA-4"))
    ) as opened:
        assert "NAMA" not in repr(page_of(opened))


def test_a_case_of_two_rows_has_one_line_and_both_timelines(tmp_path: Path) -> None:
    comment = row(7, "2026-11-03 09:00", answered("2026-11-04 08:00", "Lewat Instagram"), channel="instagram")
    with filled(tmp_path, row(2, "2026-11-05 09:00", answered("2026-11-06 08:00", "Lewat LAPOR")), comment) as opened:
        opened.link(Link(a="instagram:7", b="lapor:2", relation=Relation.transferred_to))
        (line,) = page_of(opened).cases.lines
    assert [h.text for h in line.detail.happenings if h.text] == ["Lewat Instagram", "Lewat LAPOR"]


def test_an_empty_store_makes_a_page(tmp_path: Path) -> None:
    with filled(tmp_path) as opened:
        page = page_of(opened)
    assert (page.today.open, page.cases.lines, page.rapor.years) == (0, (), ())


def test_a_naive_moment_is_refused(store: Any) -> None:
    with pytest.raises(ValueError, match="aware"):
        page_of(store, now=NOW.replace(tzinfo=None))


def test_a_registry_gives_the_government_its_name(store: Any) -> None:
    assert page_of(store).government == REGISTRY.agency
    assert page_of(store, registry=None).government == "Pemerintah Daerah"


def test_the_shipped_limits_are_named_in_the_language_of_the_page(store: Any) -> None:
    told = next(source.text for source in page_of(store).sources if source.name == "Batas waktu")
    assert told.startswith("Batas waktu SP4N. Verifikasi 3 hari kerja")
