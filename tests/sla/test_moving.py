"""What moved: a late decree, a new policy, a corrected event; and when the platform closes by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from complaint_hub.model import Complaint, EventType, Role, Source, Status
from complaint_hub.rules import load
from complaint_hub.sla import Cause, Clock, Policy, Verdict, closings, judge, moved, sp4n
from complaint_hub.worktime import DayOff, WorkCalendar
from support.cases import answer, complaint, event, forwarded, status, wib
from support.judged import CALENDAR

SP4N = sp4n()
LATE = date(2025, 8, 18)


def without(day: date) -> WorkCalendar:
    """The calendar as it was before the decree."""
    days: Iterable[DayOff] = (off for off in CALENDAR.days_off if off.date != day)
    return WorkCalendar(days, years=range(2020, 2030), assured_years=CALENDAR.assured_years)


def judged(
    *items: Complaint, now: str = "2025-08-12 09:00", policy: Policy = SP4N, calendar: WorkCalendar = CALENDAR
) -> list[Verdict]:
    return list(judge(items, policy=policy, calendar=calendar, now=wib(now)))


def test_a_late_decree_moves_the_open_cases_that_it_lies_before_and_names_the_day() -> None:
    # Decreed on 7 August 2025 for Monday the 18th: after both of these had begun.
    early = complaint("2025-08-04 09:00", number=1, oversight=False)
    late = complaint("2025-08-05 09:00", number=2, kind="information_request", oversight=None)
    calendars = (without(LATE), CALENDAR)
    (found,) = moved(
        judged(early, late, calendar=calendars[0]), judged(early, late, calendar=calendars[1]), calendars=calendars
    )
    assert (found.id, found.clock, found.was, found.now) == (
        "lapor:1",
        Clock.resolution,
        date(2025, 8, 22),
        date(2025, 8, 25),
    )
    assert found.because == (Cause.calendar,)
    assert [day for day, _ in found.days] == [LATE]
    assert found.words == (
        "Penyelesaian lapor:1: batas waktu 22 Agustus 2025 menjadi 25 Agustus 2025, karena kalender kerja berubah "
        "(18 Agustus 2025 Cuti Bersama Hari Kemerdekaan Republik Indonesia)."
    )


def test_the_shipped_table_knows_that_late_decree() -> None:
    assert LATE in {row["date"] for row in load("late_decrees").rows}


def test_a_closed_case_is_not_moved_by_the_calendar() -> None:
    item = complaint("2025-08-04 09:00", status(Status.resolved, "2025-08-11 09:00"), status=Status.resolved)
    now = "2025-09-01 09:00"
    found = moved(judged(item, now=now, calendar=without(LATE)), judged(item, now=now))
    assert [m for m in found if m.clock is Clock.resolution] == []


def test_a_changed_policy_moves_with_its_source() -> None:
    item = complaint("2025-08-04 09:00")
    stricter = Policy(
        name="contoh",
        rules=tuple(replace(r, target=7, source="x") if r.clock == "resolution" else r for r in SP4N.rules),
    )
    (found,) = moved(judged(item), judged(item, policy=stricter))
    assert found.because == (Cause.policy,)
    assert "aturan berubah (14 hari kerja menjadi 7 hari kerja; x)" in found.words


def test_a_corrected_disposition_moves_what_it_starts() -> None:
    rows = [complaint("2025-08-04 09:00", forwarded(day)) for day in ("2025-08-06 09:00", "2025-08-07 09:00")]
    found = moved(judged(rows[0]), judged(rows[1]))
    assert [(m.clock, m.because) for m in found] == [
        (Clock.first_response, (Cause.start,)),
        (Clock.resolution, (Cause.start,)),
    ]


def test_a_pause_and_an_extension_are_causes() -> None:
    plain = complaint("2025-08-04 09:00")
    pause = (status(Status.postponed, "2025-08-06 09:00"), status(Status.in_progress, "2025-08-08 09:00"))
    more = event(EventType.extended, "2025-08-11 09:00", source=Source.office, data={"amount": 3})
    item = complaint("2025-08-04 09:00", *pause, more, status=Status.received)
    causes = {m.clock: m.because for m in moved(judged(plain), judged(item))}
    assert causes[Clock.verify] == (Cause.pause,)
    assert causes[Clock.resolution] == (Cause.pause, Cause.extension)


def test_what_did_not_move_and_what_is_new_are_left_out() -> None:
    one, two = complaint("2025-08-04 09:00", number=1), complaint("2025-08-04 09:00", number=2)
    assert moved(judged(one), judged(one, two, now="2025-08-13 09:00")) == []


# The platform closes by itself


def closing(item: Complaint, now: str = "2023-06-12 09:00") -> tuple[date, bool] | None:
    found = list(closings([item], policy=SP4N, calendar=CALENDAR, now=wib(now)))
    return (found[0].closes_on, found[0].overdue) if found else None


def test_an_answered_report_closes_after_ten_working_days_without_a_word() -> None:
    # 6 June; 7-9, 12-16, 19 and 20 June.
    item = complaint("2023-06-05 08:00", answer("2023-06-06 09:00"), status=Status.responded)
    assert closing(item) == (date(2023, 6, 20), False)
    assert closing(item, "2023-06-20 23:59") == (date(2023, 6, 20), False)
    assert closing(item, "2023-06-21 00:00") == (date(2023, 6, 20), True)


def test_a_new_answer_begins_the_ten_days_anew_and_a_citizens_message_ends_them() -> None:
    said = event(EventType.message, "2023-06-08 09:00", role=Role.citizen)
    story = [answer("2023-06-06 09:00"), said, answer("2023-06-09 09:00")]
    assert closing(complaint("2023-06-05 08:00", *story[:2])) is None
    assert closing(complaint("2023-06-05 08:00", *story)) == (date(2023, 6, 23), False)


@pytest.mark.parametrize("of", [{"status": Status.closed}, {"status": Status.postponed}, {}], ids=str)
def test_what_is_closed_or_paused_or_unanswered_has_no_forecast(of: dict[str, Any]) -> None:
    story = [answer("2023-06-06 09:00")] if of else []
    assert closing(complaint("2023-06-05 08:00", *story, **of)) is None


def test_a_social_channel_has_no_forecast() -> None:
    item = complaint(
        "2023-06-05 08:00", answer("2023-06-06 09:00", complaint="youtube:1"), id="youtube:1", channel="youtube"
    )
    assert closing(item) is None


def test_a_naive_moment_and_a_head_are_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        list(closings([], policy=SP4N, calendar=CALENDAR, now=wib("2023-06-12").replace(tzinfo=None)))
    with pytest.raises(ValueError, match="without its timeline"):
        closing(complaint("2023-06-05 08:00", timeline=None))
