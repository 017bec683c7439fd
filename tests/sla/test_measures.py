"""Targets in working hours, working days and calendar days, each counted by hand."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_hub.errors import ConfigError
from complaint_hub.model import EventType, Status
from complaint_hub.sla import Clock, Due, Outcome, Policy, TargetUnit, explain
from complaint_hub.worktime import WorkCalendar
from support.cases import complaint, event, forwarded, status, wib
from support.judged import CALENDAR, OFFICE, own, verdict

HOURS = own(Clock.verify, 4, counted_in=TargetUnit.working_hours, due=Due.same_time)
DAYS = own(Clock.verify, 3, counted_in=TargetUnit.calendar_days)


# Working hours: Monday to Thursday 8-12 and 13-16, Friday 8-11 and 13.30-16.30


@pytest.mark.parametrize(
    ("received", "due"),
    [
        pytest.param("2023-06-05 08:00", "2023-06-05 12:00", id="up to the lunch break"),
        pytest.param("2023-06-05 10:00", "2023-06-05 15:00", id="over the lunch break"),
        pytest.param("2023-06-05 12:30", "2023-06-06 09:00", id="received at lunch"),
        pytest.param("2023-06-05 15:00", "2023-06-06 11:00", id="over night"),
        pytest.param("2023-06-09 10:00", "2023-06-09 16:30", id="over the Friday prayer"),
        pytest.param("2023-06-09 16:00", "2023-06-12 11:30", id="over the weekend"),
        pytest.param("2023-06-10 20:00", "2023-06-12 12:00", id="received on a Saturday"),
        pytest.param("2023-05-31 15:00", "2023-06-05 11:00", id="over a holiday and joint leave"),
    ],
)
def test_four_working_hours_end_where_one_counts_them_to(received: str, due: str) -> None:
    found = verdict(complaint(received), Clock.verify, now="2023-06-05 08:00", policy=HOURS, calendar=OFFICE)
    assert found.due_at == wib(due)


@pytest.mark.parametrize(
    ("at", "outcome", "elapsed", "overrun"),
    [
        ("2023-06-05 15:00", Outcome.met, 4, 0),
        ("2023-06-05 15:01", Outcome.met_late, 4 + 1 / 60, 1 / 60),
        ("2023-06-05 20:00", Outcome.met_late, 5, 1),
    ],
    ids=["at the last instant", "a minute later", "in the evening"],
)
def test_hours_are_kept_to_the_instant(at: str, outcome: Outcome, elapsed: float, overrun: float) -> None:
    item = complaint("2023-06-05 10:00", forwarded(at))
    found = verdict(item, Clock.verify, now="2023-06-30 08:00", policy=HOURS, calendar=OFFICE)
    assert found.outcome is outcome
    assert found.elapsed == pytest.approx(elapsed)
    assert found.overrun == pytest.approx(overrun)


def test_an_hour_clock_runs_warns_and_breaches_at_its_instants() -> None:
    moments = ["2023-06-05 10:00", "2023-06-05 13:59", "2023-06-05 14:00", "2023-06-05 15:00", "2023-06-05 15:01"]
    item = complaint("2023-06-05 10:00")
    found = [verdict(item, Clock.verify, now=at, policy=HOURS, calendar=OFFICE) for at in moments]
    assert [v.outcome.value for v in found] == ["running", "running", "at_risk", "at_risk", "breached"]
    assert (found[0].remaining, found[0].next_transition_at) == (4, wib("2023-06-05 14:00"))


def test_a_pause_gives_its_office_hours_back() -> None:
    # 10 to 11 ran; postponed from 11 to 14 are two hours of the office; three hours are left: 14 to 16, and 8 to 9.
    story = (status(Status.postponed, "2023-06-05 11:00"), status(Status.in_progress, "2023-06-05 14:00"))
    item = complaint("2023-06-05 10:00", *story, status=Status.received)
    found = verdict(item, Clock.verify, now="2023-06-05 15:00", policy=HOURS, calendar=OFFICE)
    assert (found.due_at, found.elapsed) == (wib("2023-06-06 09:00"), 2)
    told = [(d.hours, d.skipped) for d in explain(found, calendar=OFFICE)]
    assert told == [(1, None), (None, "Dijeda (tunda)"), (2, None), (1, None)]


def test_a_start_of_which_only_the_date_is_known_begins_when_that_date_is_over() -> None:
    policy = own(Clock.resolution, 4, counted_in=TargetUnit.working_hours, due=Due.same_time, start=("forwarded",))
    item = complaint("2023-06-02 08:00", forwarded("2023-06-05", day=True))
    found = verdict(item, Clock.resolution, now="2023-06-05 08:00", policy=policy, calendar=OFFICE)
    assert found.due_at == wib("2023-06-06 12:00")


def test_an_end_of_which_only_the_date_is_known_is_in_time_on_the_whole_last_day() -> None:
    # Due on Tuesday at 11.00.
    told = [
        verdict(
            complaint("2023-06-05 15:00", forwarded(day, day=True)),
            Clock.verify,
            now="2023-06-30 08:00",
            policy=own(Clock.verify, 4, counted_in=TargetUnit.working_hours, due=Due.same_time),
            calendar=OFFICE,
        ).outcome
        for day in ("2023-06-06", "2023-06-07")
    ]
    assert told == [Outcome.met, Outcome.met_late]


def test_so_it_is_where_something_else_of_that_date_is_known_to_the_minute() -> None:
    # Due at noon; verified at two, forwarded on the same date, which may have been at any hour after that.
    story = (
        event(EventType.verified, "2023-06-05 14:00", status=Status.verified),
        forwarded("2023-06-05", day=True),
    )
    policy = own(Clock.forward, 2, counted_in=TargetUnit.working_hours, due=Due.same_time)
    item = complaint("2023-06-05 10:00", *story)
    found = verdict(item, Clock.forward, now="2023-06-30 08:00", policy=policy, calendar=OFFICE)
    assert (found.ended_at, found.outcome) == (wib("2023-06-05 14:00"), Outcome.met)


def test_a_pause_counts_from_the_start_of_the_clock_only() -> None:
    # Postponed on Tuesday the 6th, forwarded on Thursday, resumed on Friday: of that clock's time one day was out.
    story = (
        status(Status.postponed, "2023-06-06 09:00"),
        event(EventType.forwarded, "2023-06-08 09:00"),
        status(Status.in_progress, "2023-06-09 09:00"),
    )
    item = complaint("2023-06-05 08:00", *story, status=Status.in_progress)
    policy = own(Clock.resolution, 3, start=("forwarded",))
    found = verdict(item, Clock.resolution, now="2023-06-12 08:00", policy=policy)
    assert (found.due_on, found.paused) == (date(2023, 6, 14), ((date(2023, 6, 8), date(2023, 6, 9)),))


def test_hours_need_a_calendar_that_knows_the_office_hours() -> None:
    bare = WorkCalendar([], years=[2023])
    with pytest.raises(ConfigError, match="hours"):
        verdict(complaint("2023-06-05 10:00"), Clock.verify, now="2023-06-05 10:00", policy=HOURS, calendar=bare)


def test_the_hours_are_told_stretch_by_stretch_and_days_off_by_name() -> None:
    found = verdict(complaint("2023-05-31 15:00"), Clock.verify, now="2023-06-05 08:00", policy=HOURS, calendar=OFFICE)
    told = [(d.date.isoformat()[5:], d.hours, d.skipped) for d in explain(found, calendar=OFFICE)]
    assert told == [
        ("05-31", 1, None),
        ("06-01", None, "Hari Lahir Pancasila"),
        ("06-02", None, "Cuti Bersama Hari Raya Waisak"),
        ("06-03", None, "Akhir pekan (Sabtu)"),
        ("06-04", None, "Hari Raya Waisak"),
        ("06-05", 3, None),
    ]


# Calendar days


def test_calendar_days_skip_nothing() -> None:
    found = verdict(complaint("2023-06-09 10:00"), Clock.verify, now="2023-06-30 08:00", policy=DAYS)
    assert (found.due_on, found.overrun) == (date(2023, 6, 12), 18)
    assert [d.number for d in explain(found, calendar=CALENDAR)] == [1, 2, 3]


def test_calendar_days_stand_still_in_a_pause() -> None:
    story = (status(Status.postponed, "2023-06-10 09:00"), status(Status.in_progress, "2023-06-12 09:00"))
    item = complaint("2023-06-09 10:00", *story, status=Status.received)
    found = verdict(item, Clock.verify, now="2023-06-13 08:00", policy=DAYS)
    assert (found.due_on, found.elapsed) == (date(2023, 6, 14), 2)
    assert [d.number for d in explain(found, calendar=CALENDAR)] == [1, None, None, 2, 3]


def test_with_the_first_day_counted_three_calendar_days_end_on_the_third_date() -> None:
    policy = own(Clock.verify, 3, counted_in=TargetUnit.calendar_days, first_day_counted=True)
    found = verdict(complaint("2023-06-09 10:00"), Clock.verify, now="2023-06-09 12:00", policy=policy)
    assert found.due_on == date(2023, 6, 11)


def test_calendar_days_of_the_same_time_end_after_so_many_times_24_hours() -> None:
    policy = own(Clock.verify, 3, counted_in=TargetUnit.calendar_days, due=Due.same_time)
    late = complaint("2023-06-09 10:00", event(EventType.verified, "2023-06-12 10:01", status=Status.verified))
    found = verdict(late, Clock.verify, now="2023-06-30 08:00", policy=policy)
    assert (found.due_at, found.outcome) == (wib("2023-06-12 10:00"), Outcome.met_late)


# An end before its start


@pytest.mark.parametrize("policy", [HOURS, DAYS], ids=["hours", "days"])
def test_an_end_before_the_start_took_no_time_and_is_in_time(policy: Policy) -> None:
    item = complaint("2023-06-09 10:00", event(EventType.verified, "2023-06-08 10:00", status=Status.verified))
    found = verdict(item, Clock.verify, now="2023-06-30 08:00", policy=policy, calendar=OFFICE)
    assert (found.outcome, found.elapsed, found.overrun) == (Outcome.met, 0, 0)


@given(st.integers(0, 30 * 24 * 60 - 1), st.integers(1, 60))
def test_the_due_instant_is_exactly_the_target_after_the_start(minute: int, hours: int) -> None:
    policy = own(Clock.verify, hours, counted_in=TargetUnit.working_hours, due=Due.same_time)
    day, rest = divmod(minute, 24 * 60)
    received = f"2023-06-{1 + day:02} {rest // 60:02}:{rest % 60:02}"
    found = verdict(complaint(received), Clock.verify, now=received, policy=policy, calendar=OFFICE)
    assert found.due_at is not None
    assert OFFICE.working_seconds(wib(received), found.due_at) == hours * 3600
    assert sum(d.hours or 0 for d in explain(found, calendar=OFFICE)) == pytest.approx(hours)
