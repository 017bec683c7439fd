"""Each clock, counted by hand on the calendar of 2023 (Mondays: 5, 12, 19, 26 June; 1 and 2 June are off)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from complaint_hub.model import Event, EventType, Intent, Role, Source, Status
from complaint_hub.sla import Clock, Outcome, Reason
from support.cases import answer, case, complaint, event, forwarded, status, wib
from support.judged import CALENDAR, own, runs, verdict

JUNE = "2023-06-30 12:00"
DISHUB, PUPR = "Dinas Perhubungan", "Dinas PUPR"


def returned(at: str, unit: str | None = None) -> Event:
    return event(EventType.returned, at, status=Status.returned, source=Source.office, unit=unit)


def asked(at: str, **more: Any) -> Event:
    return event(EventType.message, at, role=Role.citizen, **more)


# Triage, verification, disposition


def test_triage_ends_when_the_office_says_what_it_is() -> None:
    sorted_out = event(EventType.triaged, "2023-06-07 09:00", source=Source.office)
    found = verdict(complaint("2023-06-05 08:00", sorted_out), Clock.triage, now=JUNE, policy=own(Clock.triage, 1))
    assert (found.outcome, found.ended_by, found.due_on) == (Outcome.met_late, "triaged", date(2023, 6, 6))


def test_a_disposition_implies_the_triage_that_nobody_wrote_down() -> None:
    found = verdict(
        complaint("2023-06-05 08:00", forwarded("2023-06-06 09:00")),
        Clock.triage,
        now=JUNE,
        policy=own(Clock.triage, 1),
    )
    assert (found.outcome, found.ended_by) == (Outcome.met, "forwarded")


def test_forwarding_has_three_days_from_receipt_whatever_the_verification() -> None:
    story = (event(EventType.verified, "2023-06-06 09:00", status=Status.verified), forwarded("2023-06-09 09:00"))
    item = complaint("2023-06-05 08:00", *story)
    assert verdict(item, Clock.verify, now=JUNE).outcome is Outcome.met
    found = verdict(item, Clock.forward, now=JUNE)
    assert (found.outcome, found.due_on, found.overrun) == (Outcome.met_late, date(2023, 6, 8), 1)


def test_a_verified_report_that_nobody_forwards_is_overdue_by_that_clock_alone() -> None:
    verified = event(EventType.verified, "2023-06-06 09:00", status=Status.verified)
    item = complaint("2023-06-05 08:00", verified, status=Status.verified)
    assert verdict(item, Clock.forward, now="2023-06-09 08:00").outcome is Outcome.breached


@pytest.mark.parametrize(
    ("clock", "outcome"),
    [
        (Clock.verify, Outcome.unknown),
        (Clock.forward, Outcome.unknown),
        (Clock.unit_follow_up, Outcome.unknown),
        (Clock.resolution, Outcome.breached),
    ],
)
def test_a_report_in_process_was_forwarded_and_followed_up_even_if_nobody_wrote_down_when(
    clock: Clock, outcome: Outcome
) -> None:
    item = complaint("2023-06-05 08:00", status(Status.responded, None), status=Status.responded)
    assert verdict(item, clock, now=JUNE).outcome is outcome


# Each unit's turn


def test_two_units_one_after_the_other_have_a_turn_each() -> None:
    story = (
        forwarded("2023-06-06 09:00", unit=DISHUB),
        forwarded("2023-06-15 09:00", unit=PUPR),
        answer("2023-06-20 09:00"),
    )
    first, second = runs(complaint("2023-06-05 08:00", *story), Clock.unit_follow_up, now=JUNE)
    # 7, 8, 9, 12, 13 June; handed on by the 15th. 16, 19, 20, 21, 22 June; answered on the 20th.
    assert (first.unit, first.due_on, first.ended_by) == (DISHUB, date(2023, 6, 13), "forwarded")
    assert (first.outcome, first.overrun, first.number) == (Outcome.met_late, 2, 1)
    assert (second.unit, second.due_on, second.ended_by) == (PUPR, date(2023, 6, 22), "followed_up")
    assert (second.outcome, second.elapsed, second.number) == (Outcome.met, 3, 2)


def test_a_unit_that_hands_back_has_ended_its_turn() -> None:
    story = (forwarded("2023-06-06 09:00", unit=DISHUB), returned("2023-06-08 09:00", DISHUB))
    (found,) = runs(complaint("2023-06-05 08:00", *story, status=Status.returned), Clock.unit_follow_up, now=JUNE)
    assert (found.outcome, found.ended_by, found.elapsed) == (Outcome.met, "returned", 2)


def test_two_units_at_once_answer_each_for_itself() -> None:
    at = "2023-06-06 09:00"
    story = (
        forwarded(at, unit=DISHUB, key="a"),
        forwarded(at, unit=PUPR, key="b"),
        answer("2023-06-08 09:00", unit=PUPR),
    )
    found = runs(complaint("2023-06-05 08:00", *story, status=Status.responded), Clock.unit_follow_up, now=JUNE)
    assert [(v.unit, v.outcome) for v in found] == [(DISHUB, Outcome.breached), (PUPR, Outcome.met)]


def test_an_answer_on_the_date_of_a_later_disposition_is_after_it() -> None:
    story = (
        forwarded("2023-06-06 09:00", unit=DISHUB),
        forwarded("2023-06-15 09:00", unit=PUPR),
        answer("2023-06-15", day=True),
    )
    found = runs(complaint("2023-06-05 08:00", *story), Clock.unit_follow_up, now=JUNE)
    assert (found[1].outcome, found[1].ended_at) == (Outcome.met, wib("2023-06-15 09:00"))


def test_the_citizens_clock_runs_on_through_a_second_disposition() -> None:
    story = (forwarded("2023-06-06 09:00", unit=DISHUB), forwarded("2023-06-15 09:00", unit=PUPR))
    found = verdict(complaint("2023-06-05 08:00", *story), Clock.first_response, now=JUNE)
    assert (found.started_at, found.due_on) == (wib("2023-06-06 09:00"), date(2023, 6, 13))


def test_the_citizens_clock_runs_on_when_a_report_moves_to_another_row() -> None:
    comment = complaint("2023-06-05 08:00", id="instagram:9", channel="instagram", native_id="9")
    entered = complaint("2023-06-12 10:00")
    found = verdict(case(comment, entered), Clock.resolution, now=JUNE)
    # 14 working days from 5 June: 6-9, 12-16, 19-23 June.
    assert (found.id, found.since, found.due_on) == ("lapor:1", "received", date(2023, 6, 23))


# Answers


def test_the_first_answer_may_be_a_thank_you_the_first_substantive_one_may_not() -> None:
    thanks = answer("2023-06-06 09:00", intent=Intent.acknowledgement)
    item = complaint("2023-06-05 08:00", thanks, answer("2023-06-14 09:00", intent=Intent.substantive))
    assert verdict(item, Clock.first_response, now=JUNE).ended_at == wib("2023-06-06 09:00")
    policy = own(Clock.first_substantive, 5)
    found = verdict(item, Clock.first_substantive, now=JUNE, policy=policy)
    assert (found.outcome, found.ended_at, found.overrun) == (Outcome.met_late, wib("2023-06-14 09:00"), 2)


@pytest.mark.parametrize(
    "quiet", [{"automatic": True}, {"public": False}, {"role": Role.platform}], ids=["automatic", "private", "platform"]
)
def test_what_is_no_answer_stops_no_clock(quiet: dict[str, Any]) -> None:
    said = event(EventType.message, "2023-06-06 09:00", **({"role": Role.agency} | quiet))
    assert verdict(complaint("2023-06-05 08:00", said), Clock.first_response, now=JUNE).outcome is Outcome.breached


def test_the_next_response_counts_from_the_oldest_message_that_waits() -> None:
    story = (
        answer("2023-06-06 09:00"),
        asked("2023-06-07 09:00", key="1"),
        asked("2023-06-09 09:00", key="2"),
        answer("2023-06-13 09:00"),
        asked("2023-06-20 09:00", key="3"),
    )
    item = complaint("2023-06-05 08:00", *story)
    first, second = runs(item, Clock.next_response, now="2023-06-23 12:00", policy=own(Clock.next_response, 2))
    # 8, 9 June. 21, 22 June.
    assert (first.started_at, first.due_on, first.outcome) == (
        wib("2023-06-07 09:00"),
        date(2023, 6, 9),
        Outcome.met_late,
    )
    assert (second.number, second.due_on, second.outcome) == (2, date(2023, 6, 22), Outcome.breached)


def test_a_thank_you_after_the_closing_starts_nothing_that_can_be_late() -> None:
    story = (
        answer("2023-06-06 09:00"),
        status(Status.closed, "2023-06-07 09:00"),
        asked("2023-06-08 09:00", text="Terima kasih"),
    )
    item = complaint("2023-06-05 08:00", *story, status=Status.closed)
    (found,) = runs(item, Clock.next_response, now="2023-12-01", policy=own(Clock.next_response, 2))
    assert (found.outcome, found.overdue) == (Outcome.cancelled, False)
    assert verdict(item, Clock.resolution, now="2023-12-01").ended_at == wib("2023-06-07 09:00")


def test_while_nobody_waits_the_next_response_has_not_started() -> None:
    item = complaint("2023-06-05 08:00", answer("2023-06-06 09:00"))
    found = verdict(item, Clock.next_response, now=JUNE, policy=own(Clock.next_response, 2))
    assert (found.outcome, found.reason) == (Outcome.running, Reason.not_started)


# Completion


def test_after_a_reopening_the_first_completion_stands_and_the_last_is_open() -> None:
    story = (
        status(Status.resolved, "2023-06-08 09:00"),
        event(EventType.reopened, "2023-06-12 09:00", status=Status.in_progress),
    )
    item = complaint("2023-06-05 08:00", *story, status=Status.in_progress)
    found = verdict(item, Clock.first_resolution, now=JUNE, policy=own(Clock.first_resolution, 5))
    assert (found.outcome, found.ended_at) == (Outcome.met, wib("2023-06-08 09:00"))
    last = verdict(item, Clock.resolution, now=JUNE)
    # Seen from the first day: 6-9, 12-16, 19-23 June; the 30th is 4 working days later (28, 29 and 30 June are off).
    assert (last.outcome, last.ended_at, last.due_on) == (Outcome.breached, None, date(2023, 6, 23))
    assert last.overrun == CALENDAR.working_days(date(2023, 6, 23), date(2023, 6, 30)) == 2


def test_resolved_again_after_a_reopening_is_judged_by_the_second_time() -> None:
    story = (
        status(Status.resolved, "2023-06-08 09:00"),
        event(EventType.reopened, "2023-06-12 09:00", status=Status.in_progress),
        status(Status.resolved, "2023-06-26 09:00"),
    )
    found = verdict(complaint("2023-06-05 08:00", *story, status=Status.resolved), Clock.resolution, now=JUNE)
    assert (found.outcome, found.ended_at, found.overrun) == (Outcome.met_late, wib("2023-06-26 09:00"), 1)


# Pauses and extensions


def test_a_pause_over_a_weekend_gives_back_its_working_days_only() -> None:
    # Postponed from Friday 9 June to Monday 12 June: Monday alone is out, so the 14th day is the 26th.
    story = (status(Status.postponed, "2023-06-09 15:00"), status(Status.in_progress, "2023-06-12 09:00"))
    item = complaint("2023-06-05 08:00", *story, status=Status.in_progress)
    assert verdict(item, Clock.resolution, now=JUNE).due_on == date(2023, 6, 26)


def test_a_pause_that_stays_within_the_weekend_gives_back_nothing() -> None:
    story = (status(Status.postponed, "2023-06-10 09:00"), status(Status.in_progress, "2023-06-11 09:00"))
    item = complaint("2023-06-05 08:00", *story, status=Status.in_progress)
    found = verdict(item, Clock.resolution, now=JUNE)
    assert (found.due_on, found.paused) == (date(2023, 6, 23), ())


def extended(at: str, **data: Any) -> Event:
    return event(EventType.extended, at, source=Source.office, data=data)


@pytest.mark.parametrize(
    ("granted", "due"),
    [
        pytest.param(extended("2023-06-20 09:00", amount=2), date(2023, 6, 27), id="by days"),
        pytest.param(extended("2023-06-20 09:00", until="2023-07-05"), date(2023, 7, 5), id="to a date"),
        pytest.param(extended("2023-06-26 09:00", amount=2), date(2023, 6, 23), id="too late"),
        pytest.param(extended("2023-06-20 09:00", amount=2, clock="first_response"), date(2023, 6, 23), id="another"),
    ],
)
def test_an_extension_before_the_limit_moves_it(granted: Event, due: date) -> None:
    item = complaint("2023-06-05 08:00", granted)
    assert verdict(item, Clock.resolution, now="2023-07-03 09:00").due_on == due


def test_of_two_extensions_at_one_instant_the_key_decides_not_the_order_of_handing_over() -> None:
    both = [extended("2023-06-20 09:00", amount=2), extended("2023-06-20 09:00", until="2023-07-05")]
    both = [one.model_copy(update={"key": key}) for one, key in zip(both, "ab", strict=True)]
    first, second = (complaint("2023-06-05 08:00", *told) for told in (both, both[::-1]))
    now = "2023-06-21 09:00"
    assert verdict(first, Clock.resolution, now=now) == verdict(second, Clock.resolution, now=now)


def test_an_extension_of_unknown_length_makes_lateness_unknown() -> None:
    item = complaint("2023-06-05 08:00", extended("2023-06-20 09:00"))
    found = verdict(item, Clock.resolution, now="2023-07-10 09:00")
    assert (found.outcome, found.reason) == (Outcome.unknown, Reason.extension_not_recorded)


def test_a_policy_may_know_no_extension() -> None:
    item = complaint("2023-06-05 08:00", extended("2023-06-20 09:00", amount=2))
    policy = own(Clock.resolution, 14, extendable=False)
    assert verdict(item, Clock.resolution, now="2023-07-10 09:00", policy=policy).due_on == date(2023, 6, 23)
