"""Published figures beside ours; the arithmetic is that of tables that were published."""

from __future__ import annotations

from typing import Any

import pytest

from complaint_hub.evaluation import (
    Cause,
    CauseKind,
    Compared,
    Performance,
    Recap,
    RecapRow,
    Reconciliation,
    Scorecard,
    Standing,
    UnitPerformance,
    reconcile,
)
from complaint_hub.model import Bucket, Kind, OfficialResult
from support.cards import blitar, card, of_statuses
from support.cases import case, complaint, fact, wib

JATIM = {"in_progress": 48, "closed": 905, "postponed": 51, "archived": 7}


def letter(**figures: float) -> OfficialResult:
    return OfficialResult(year=2023, letter="SE 1", figures=figures)


def compared(ours: Scorecard, **figures: float) -> Compared:
    (line,) = reconcile(ours, letter(**figures)).lines
    return line


def explaining(line: Compared) -> list[CauseKind]:
    return [cause.kind for cause in line.causes if cause.explains]


# Published tables


def test_jatim_2024_adds_up_with_postponed_and_archived_inside_the_total() -> None:
    found = card(*of_statuses(**JATIM))
    assert (found.total, found.total_valid) == (1011, 1004)
    assert {str(bucket): count for bucket, count in found.buckets.items()} == {
        "in_process": 48, "finished": 905, "postponed": 51, "archived": 7,
    }  # fmt: skip
    shares = (found.followed_up_share, found.finished_share, found.followed_up_share_valid)
    assert [round(share or 0, 3) for share in shares] == [0.943, 0.895, 0.949]
    assert not reconcile(found, letter(total=1011, followed_up_share=0.943, finished_share=0.895)).differences


def test_jambi_2020_agrees_within_its_rounding() -> None:
    found = card(*of_statuses(closed=77, responded=12, verified=126))
    result = reconcile(found, letter(total=215, followed_up_share=0.41, in_process=12, finished=77))
    assert [line.standing for line in result.lines] == ["same", "rounded", "same", "same"]
    # 77 of 215 are 35.8 %; the table says 35.
    cut = compared(found, finished_share=0.35)
    assert (cut.standing, explaining(cut)) == (Standing.explained, [CauseKind.rounding])


def test_1607_of_2018_hold_the_deleted_ones_inside() -> None:
    found = card(*of_statuses(closed=1295, in_progress=9, verified=24, archived=278, postponed=1))
    assert (found.total, found.total_valid) == (1607, 1329)
    line = compared(found, total=1329)
    assert (line.standing, line.difference) == (Standing.explained, -278)
    assert line.causes == (Cause(CauseKind.postponed_archived, "dihitung tanpa arsip: 1.329", True),)


def test_the_share_moves_from_95_to_100_by_leaving_out_postponed_and_archived() -> None:
    line = compared(card(*of_statuses(closed=95, postponed=3, archived=2)), followed_up_share=1.0)
    assert line.standing is Standing.explained
    assert "penyebut tanpa tunda dan arsip (95): 100%" in [cause.text for cause in line.causes if cause.explains]


def test_the_letter_of_2023_leaves_nothing_to_explain() -> None:
    result = reconcile(card(*blitar()), letter(total=62, finished_share=1.0, mean_follow_up=15.6))
    assert [line.standing for line in result.lines] == ["same", "same", "rounded"]
    assert result.differences == result.unexplained == ()
    assert result.lines[2].causes[0].text == "dibulatkan dari 15,597"


# Causes


def test_working_days_instead_of_calendar_days_explain_a_mean() -> None:
    ours = card(fact("2023-04-13 09:00", forwarded="2023-04-13 09:00", followed_up="2023-05-11 09:00"))
    assert explaining(compared(ours, mean_follow_up=14))[0] is CauseKind.calendar


def test_another_start_explains_a_mean() -> None:
    ours = card(
        fact(
            "2023-06-01 09:00",
            forwarded="2023-06-06 09:00",
            followed_up="2023-06-08 09:00",
            first_human="2023-06-08 09:00",
        )
    )
    line = compared(ours, mean_follow_up=7)
    assert (line.ours, explaining(line)) == (2.0, [CauseKind.start_event])
    assert "sejak laporan diterima" in line.causes[0].text


def test_cases_without_dates_counted_as_no_days_explain_a_mean() -> None:
    measured = fact("2023-06-01 09:00", forwarded="2023-06-01 09:00", followed_up="2023-06-11 09:00")
    line = compared(card(measured, fact("2023-06-01", number=2)), mean_follow_up=5)
    assert CauseKind.missing in explaining(line)


def test_rows_instead_of_cases_explain_a_total() -> None:
    pair = case(complaint("2023-06-05", number=7), complaint("2023-06-06", number=8))
    ours = card(fact("2023-06-05", number=8, irregular=True), fact("2023-06-05", number=9), cases=[pair])
    assert explaining(compared(ours, total=3)) == [CauseKind.rows_or_cases]


def test_what_stands_apart_explains_a_total() -> None:
    ours = card(fact("2023-06-05"), fact("2023-06-05", number=2, kind=Kind.appreciation))
    assert explaining(compared(ours, total=2)) == [CauseKind.scope]


def test_a_per_cent_instead_of_a_share_is_seen() -> None:
    assert explaining(compared(card(*of_statuses(closed=95, verified=5)), finished_share=95)) == [CauseKind.unit]


def test_a_difference_that_no_way_of_counting_gives_says_what_was_tried() -> None:
    line = compared(card(*of_statuses(closed=95, archived=5)), total=1234)
    assert (line.standing, explaining(line)) == (Standing.unexplained, [])
    assert "dihitung tanpa arsip: 95" in [cause.text for cause in line.causes]


def test_a_figure_that_we_cannot_tell_is_not_ours() -> None:
    line = compared(card(*of_statuses(closed=3)), mean_follow_up=15.6)
    assert (line.standing, line.ours, line.difference) == (Standing.not_ours, None, None)
    assert line.causes[0].text == "tidak dapat dihitung: 3 kasus tanpa tanggal yang diperlukan"


def test_a_figure_of_another_name_is_told_and_not_dropped() -> None:
    line = compared(card(*of_statuses(closed=3)), indeks=3.2)
    assert (line.standing, line.theirs) == (Standing.not_ours, 3.2)


@pytest.mark.parametrize(("published", "agrees"), [(15.6, True), (16, True), (15.5, False), (15.61, False)])
def test_agreement_is_that_of_the_digits_that_were_published(published: float, agrees: bool) -> None:
    standing = compared(card(*blitar()), mean_follow_up=published).standing
    assert (standing is Standing.rounded) is agrees


# Tables and recaps


def test_a_table_without_buckets_that_does_not_add_up_is_compared_all_the_same() -> None:
    line = UnitPerformance("Total", {Bucket.finished: 905}, total=953)
    result = reconcile(card(*of_statuses(**JATIM)), performance=Performance((), line, ("Tabel tidak memuat ...",)))
    total, finished = result.lines
    assert (finished.standing, total.standing) == (Standing.same, Standing.explained)
    assert "dihitung tanpa tunda dan arsip: 953" in [cause.text for cause in total.causes]
    assert result.notes == ("Tabel tidak memuat ...",)


def test_units_are_compared_by_name_and_a_stranger_is_a_note() -> None:
    ours = card(*of_statuses(closed=3), by=("unit",))
    lines = tuple(UnitPerformance(name, {}, total=3) for name in ("DINAS PUPR", "Dishub", "Kosong"))
    lines = (*lines[:2], UnitPerformance("Kosong", {}, total=0))
    result = reconcile(ours, performance=Performance(lines, UnitPerformance("Total", {}, total=3)))
    assert [(line.of, line.standing) for line in result.lines] == [(None, "same"), ("DINAS PUPR", "same")]
    assert result.notes == ('Unit "Dishub" tidak ada dalam data; catat namanya sebagai alias dalam registri',)


def test_a_recap_is_compared_over_the_period() -> None:
    rows = tuple(RecapRow(n, str(n), wib("2023-03-01").date(), None, n < 2) for n in range(3))
    result: Reconciliation = reconcile(card(*of_statuses(closed=3)), recap=Recap(rows))
    found: dict[str, Any] = {line.figure: (line.ours, line.theirs) for line in result.lines}
    assert found == {"total": (3, 3), "answered": (3, 2)}
