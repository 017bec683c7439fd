from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaint_hub.errors import ConfigError
from complaint_hub.facts import Fact, Facts, fold
from complaint_hub.model import Complaint, EventType, Kind, Status
from complaint_hub.sla import (
    MAIN,
    Clock,
    DatedBy,
    DefaultClass,
    Due,
    Outcome,
    Policy,
    Reason,
    Rule,
    Verdict,
    explain,
    judge,
    judge_facts,
    sp4n,
)
from complaint_hub.timeline import current_status
from complaint_hub.worktime import WorkCalendar
from support.cases import WIB, answer, case, complaint, event, fact, forwarded, status, wib

CALENDAR = WorkCalendar.indonesia()
SP4N = sp4n()


def verdict(
    item: Any, clock: Clock = Clock.resolution, *, now: str = "2023-06-01 12:00", policy: Policy = SP4N
) -> Verdict:
    found = {v.clock: v for v in judge([item], policy=policy, calendar=CALENDAR, now=wib(now))}
    return found[clock]


def limit(clock: Clock, policy: Policy = SP4N, **of: Any) -> int | None:
    return verdict(complaint("2023-04-13 09:00", **of), clock, policy=policy).target


# The shipped limits


@pytest.mark.parametrize(
    ("kind", "oversight", "days"),
    [
        pytest.param(Kind.information_request, None, 5, id="information"),
        pytest.param(Kind.aspiration, None, 5, id="aspiration"),
        pytest.param(Kind.complaint, False, 14, id="without oversight"),
        pytest.param(Kind.complaint, True, 60, id="with oversight"),
        pytest.param(Kind.complaint, None, None, id="oversight unsaid"),
        pytest.param(None, None, None, id="unclassified"),
        pytest.param(Kind.appreciation, None, None, id="praise"),
    ],
)
def test_resolution_has_the_limit_of_its_class(kind: Kind | None, oversight: bool | None, days: int | None) -> None:
    assert limit(Clock.resolution, kind=kind, oversight=oversight) == days


def test_verification_has_3_and_first_response_5_days_whatever_the_class() -> None:
    assert limit(Clock.verify, kind=None, oversight=None) == 3
    assert limit(Clock.first_response, kind=None, oversight=None) == 5


def test_every_shipped_number_has_a_source() -> None:
    assert all(rule.source for rule in SP4N.rules)
    assert {rule.clock for rule in SP4N.rules} == set(MAIN)
    assert all(rule.source for rule in sp4n(clocks=tuple(Clock)).rules)
    assert [close.source[:8] for close in SP4N.auto_close] == ["App Stor"]


def test_a_social_channel_has_no_target() -> None:
    comment = complaint("2023-04-13 09:00", id="youtube:1", channel="youtube", kind=Kind.complaint)
    assert {verdict(comment, clock).outcome for clock in MAIN} == {Outcome.no_target}
    assert verdict(comment).reason is Reason.no_rule


def test_an_unclassified_report_says_that_its_class_is_missing() -> None:
    found = verdict(complaint("2023-04-13 09:00", kind=None, oversight=None))
    assert (found.outcome, found.reason) == (Outcome.no_target, Reason.unclassified)


@pytest.mark.parametrize("kind", [None, Kind.complaint])
def test_a_default_class_gives_the_unsaid_a_limit_and_says_so(kind: Kind | None) -> None:
    policy = sp4n(default_class=DefaultClass.without_oversight)
    found = verdict(complaint("2023-04-13 09:00", kind=kind, oversight=None), policy=policy)
    assert found.target == 14
    assert "default class" in (found.source or "")


def test_a_default_class_leaves_the_classified_alone() -> None:
    policy = sp4n(default_class=DefaultClass.without_oversight)
    assert limit(Clock.resolution, policy, kind=Kind.complaint, oversight=True) == 60
    assert limit(Clock.resolution, policy, kind=Kind.spam, oversight=None) is None


def test_a_rule_dated_by_receipt_holds_from_its_first_to_its_last_day() -> None:
    rule = Rule(
        clock=Clock.verify,
        target=3,
        source="x",
        in_force_from=date(2023, 4, 13),
        in_force_until=date(2023, 4, 14),
        dated_by=DatedBy.receipt,
    )
    policy = Policy(name="dated", rules=(rule,))
    days = ["2023-04-12 23:59", "2023-04-13 00:00", "2023-04-14 23:59", "2023-04-15 00:00"]
    assert [verdict(complaint(day), Clock.verify, policy=policy).target for day in days] == [None, 3, 3, None]


@pytest.mark.parametrize(
    "wrong",
    [{"target": 0}, {"start": ()}, {"start": ("closed",)}, {"pauses": frozenset((Status.in_progress,))}],
)
def test_a_rule_that_cannot_be_judged_is_refused(wrong: dict[str, Any]) -> None:
    values: dict[str, Any] = {"clock": Clock.verify, "target": 3, "source": "x"} | wrong
    with pytest.raises(ConfigError, match="The rule for verify"):
        Rule(**values)


def test_a_table_of_ones_own_replaces_the_shipped_limits(tmp_path: Path) -> None:
    own = tmp_path / "limits.toml"
    own.write_text(
        'source = "Perbup"\n[[rows]]\nclock = "verify"\ntarget = 1\nunit = "working_days"\nstart = ["received"]\n'
    )
    assert [(r.clock, r.target, r.source) for r in sp4n(path=own).rules] == [(Clock.verify, 1, "Perbup")]
    with pytest.raises(ConfigError, match="default class aspiration"):
        sp4n(path=own, default_class=DefaultClass.aspiration)


def test_a_limit_in_hours_must_say_that_it_ends_at_an_instant(tmp_path: Path) -> None:
    own = tmp_path / "limits.toml"
    own.write_text(
        'source = "SOP"\n[[rows]]\nclock = "verify"\ntarget = 4\nunit = "working_hours"\nstart = ["received"]\n'
    )
    with pytest.raises(ConfigError, match=r"limits\.toml, row 1: .*same_time"):
        sp4n(path=own)


# When it is due


@pytest.mark.parametrize(
    ("oversight", "due"), [(False, date(2023, 5, 11)), (True, date(2023, 7, 25))], ids=["14 days", "60 days"]
)
def test_the_start_day_does_not_count_and_idul_fitri_is_skipped(oversight: bool, due: date) -> None:
    assert verdict(complaint("2023-04-13 09:00", oversight=oversight)).due_on == due


def test_the_last_instant_in_time_is_the_last_of_the_local_day() -> None:
    found = verdict(complaint("2023-04-13 09:00"))
    assert found.due_at == datetime(2023, 5, 11, 23, 59, 59, 999999, tzinfo=WIB)
    assert found.due_at is not None
    assert found.due_at.tzinfo is UTC


def test_receipt_late_in_the_evening_belongs_to_the_local_date() -> None:
    # 23:30 in Blitar is 16:30 UTC of the same date, 00:30 is 17:30 UTC of the date before.
    assert verdict(complaint("2023-06-05 23:30"), Clock.verify).due_on == date(2023, 6, 8)
    assert verdict(complaint("2023-06-06 00:30"), Clock.verify).due_on == date(2023, 6, 9)


def one_rule(**more: Any) -> Policy:
    values: dict[str, Any] = {"clock": Clock.verify, "target": 3, "source": "SOP"} | more
    return Policy(name="own", rules=(Rule(**values),))


def test_with_the_first_day_counted_it_is_due_a_day_earlier() -> None:
    found = verdict(complaint("2023-06-05 09:00"), Clock.verify, policy=one_rule(first_day_counted=True))
    assert found.due_on == date(2023, 6, 7)
    assert [day.number for day in explain(found, calendar=CALENDAR)] == [1, 2, 3]


def test_same_time_is_due_at_the_clock_time_of_the_start() -> None:
    policy = one_rule(due=Due.same_time)
    late = complaint("2023-06-05 09:00", event(EventType.verified, "2023-06-08 09:01", status=Status.verified))
    found = verdict(late, Clock.verify, policy=policy)
    assert found.due_at == wib("2023-06-08 09:00")
    assert (found.outcome, found.overrun) == (Outcome.met_late, 0)


def test_the_clock_starts_at_the_disposition_else_at_the_verification_else_at_the_receipt() -> None:
    verified = event(EventType.verified, "2023-06-06 09:00", status=Status.verified)
    stories = [(), (verified,), (verified, forwarded("2023-06-07 09:00"))]
    found = [verdict(complaint("2023-06-05 09:00", *story), Clock.first_response) for story in stories]
    assert [(v.since, v.due_on) for v in found] == [
        ("received", date(2023, 6, 12)),
        ("verified", date(2023, 6, 13)),
        ("forwarded", date(2023, 6, 14)),
    ]


def test_a_clock_whose_only_start_has_not_come_runs_without_a_due_date() -> None:
    found = verdict(complaint("2023-06-05 09:00"), Clock.verify, policy=one_rule(start=("forwarded",)))
    assert (found.outcome, found.reason, found.due_at) == (Outcome.running, Reason.not_started, None)
    assert explain(found, calendar=CALENDAR) == ()


def test_the_days_are_numbered_and_the_skipped_ones_named() -> None:
    found = explain(verdict(complaint("2023-04-27 09:00"), Clock.verify), calendar=CALENDAR)
    assert [(day.date.day, day.number) for day in found] == [(28, 1), (29, None), (30, None), (1, None), (2, 2), (3, 3)]
    assert [day.skipped for day in found if day.skipped] == [
        "Akhir pekan (Sabtu)",
        "Akhir pekan (Minggu)",
        "Hari Buruh Internasional",
    ]


# Verdicts


@pytest.mark.parametrize(
    ("now", "outcome", "elapsed", "remaining", "overrun"),
    [
        pytest.param("2023-06-05 09:00", Outcome.running, 0, 3, 0, id="start day"),
        pytest.param("2023-06-06 23:59", Outcome.running, 1, 2, 0, id="two days left"),
        pytest.param("2023-06-07 00:00", Outcome.at_risk, 2, 1, 0, id="one day left"),
        pytest.param("2023-06-08 23:59", Outcome.at_risk, 3, 0, 0, id="last day"),
        pytest.param("2023-06-09 00:00", Outcome.breached, 4, 0, 1, id="day after"),
        pytest.param("2023-06-12 08:00", Outcome.breached, 5, 0, 2, id="Monday after"),
    ],
)
def test_a_clock_runs_then_is_at_risk_then_breached(
    now: str, outcome: Outcome, elapsed: int, remaining: int, overrun: int
) -> None:
    found = verdict(complaint("2023-06-05 08:00"), Clock.verify, now=now)
    assert (found.outcome, found.elapsed, found.remaining, found.overrun) == (outcome, elapsed, remaining, overrun)


def verification(now: datetime) -> Verdict:
    found = judge([complaint("2023-06-05 08:00")], policy=SP4N, calendar=CALENDAR, now=now)
    return next(v for v in found if v.clock is Clock.verify)


def test_the_next_transition_is_the_very_instant_of_the_change() -> None:
    outcomes: list[tuple[Outcome, str]] = []
    now: datetime | None = wib("2023-06-05 09:00")
    while now is not None:
        found = verification(now)
        outcomes.append((found.outcome, now.astimezone(WIB).isoformat()[:16]))
        now = found.next_transition_at
        assert now is None or verification(now - timedelta(microseconds=1)).outcome is found.outcome
    assert outcomes == [
        (Outcome.running, "2023-06-05T09:00"),
        (Outcome.at_risk, "2023-06-07T00:00"),
        (Outcome.breached, "2023-06-09T00:00"),
    ]


@pytest.mark.parametrize(
    ("at", "outcome", "overrun"),
    [
        ("2023-06-08 23:59", Outcome.met, 0),
        ("2023-06-09 00:00", Outcome.met_late, 1),
        ("2023-06-10", Outcome.met_late, 1),
    ],
    ids=["last minute", "midnight", "on the Saturday after"],
)
def test_a_stopped_clock_is_met_or_met_late(at: str, outcome: Outcome, overrun: int) -> None:
    found = verdict(complaint("2023-06-05 08:00", forwarded(at)), Clock.verify)
    assert (found.outcome, found.overrun, found.next_transition_at) == (outcome, overrun, None)


def test_a_disposition_known_by_its_date_on_the_day_of_receipt_takes_no_day() -> None:
    found = verdict(complaint("2023-06-05 08:00", forwarded("2023-06-05", day=True)), Clock.verify)
    assert (found.outcome, found.elapsed) == (Outcome.met, 0)


def test_an_answer_before_the_disposition_is_in_time() -> None:
    story = (answer("2023-06-05 10:00"), forwarded("2023-06-07 09:00"))
    found = verdict(complaint("2023-06-05 08:00", *story), Clock.first_response)
    assert (found.outcome, found.elapsed) == (Outcome.met, 0)


@pytest.mark.parametrize("clock", MAIN)
def test_finished_without_a_known_instant_is_unknown_and_never_overdue(clock: Clock) -> None:
    closed = complaint("2023-04-13 09:00", status(Status.closed, None), status=Status.closed)
    found = verdict(closed, clock, now="2026-06-01 12:00")
    assert (found.outcome, found.reason, found.overdue) == (Outcome.unknown, Reason.end_not_recorded, False)


def test_a_report_in_process_was_answered_even_if_nobody_wrote_down_when() -> None:
    answered = complaint("2023-04-13 09:00", status(Status.responded, None), status=Status.responded)
    assert verdict(answered, Clock.first_response).outcome is Outcome.unknown
    assert verdict(answered, Clock.resolution).outcome is Outcome.breached


def test_an_archived_report_cancels_what_was_still_running() -> None:
    story = (forwarded("2023-06-06 09:00"), status(Status.archived, "2023-06-07 09:00"))
    archived = complaint("2023-06-05 08:00", *story, status=Status.archived)
    assert verdict(archived, Clock.verify).outcome is Outcome.met
    assert verdict(archived, Clock.resolution).outcome is Outcome.cancelled


def test_the_automatic_closing_days_later_does_not_lengthen_the_completion() -> None:
    story = (
        status(Status.resolved, "2023-06-06 09:00"),
        event(EventType.closed, "2023-06-20 09:00", status=Status.closed),
    )
    found = verdict(complaint("2023-06-05 08:00", *story, status=Status.closed))
    assert found.ended_at == wib("2023-06-06 09:00")


def test_a_reopened_case_runs_on_from_its_start() -> None:
    story = (
        status(Status.resolved, "2023-04-14 09:00"),
        event(EventType.reopened, "2023-05-02 09:00", status=Status.in_progress),
    )
    found = verdict(complaint("2023-04-13 09:00", *story, status=Status.in_progress), now="2023-05-12 09:00")
    assert (found.outcome, found.due_on) == (Outcome.breached, date(2023, 5, 11))


# Pauses


def test_a_paused_case_is_not_overdue() -> None:
    waiting = complaint("2023-06-05 08:00", status(Status.postponed, "2023-06-07 09:00"), status=Status.postponed)
    found = verdict(waiting, Clock.verify, now="2023-08-01 09:00")
    assert (found.outcome, found.overdue, found.remaining, found.elapsed) == (Outcome.paused, False, 1, 2)


def test_a_pause_that_was_only_seen_stops_the_clock_too() -> None:
    waiting = complaint("2023-06-05 08:00", status(Status.postponed, None), status=Status.postponed)
    assert verdict(waiting, Clock.verify, now="2023-08-01 09:00").outcome is Outcome.paused


def test_a_pause_pushes_the_due_date_by_the_working_days_it_took() -> None:
    # Friday 9 June to Tuesday 13 June: Monday and Tuesday are out.
    story = (status(Status.postponed, "2023-06-09 09:00"), status(Status.in_progress, "2023-06-13 15:00"))
    resumed = complaint("2023-06-05 08:00", *story, kind=Kind.aspiration, status=Status.in_progress)
    found = verdict(resumed, now="2023-06-14 08:00")
    assert (found.due_on, found.elapsed) == (date(2023, 6, 14), 5)
    assert [(d.date.day, d.number) for d in explain(found, calendar=CALENDAR)] == [
        (6, 1), (7, 2), (8, 3), (9, 4), (10, None), (11, None), (12, None), (13, None), (14, 5),
    ]  # fmt: skip


def test_a_pause_that_began_after_the_due_date_forgives_nothing() -> None:
    story = (status(Status.postponed, "2023-06-13 09:00"), status(Status.in_progress, "2023-06-20 15:00"))
    resumed = complaint("2023-06-05 08:00", *story, kind=Kind.aspiration, status=Status.in_progress)
    found = verdict(resumed, now="2023-06-21 08:00")
    assert (found.outcome, found.due_on) == (Outcome.breached, date(2023, 6, 12))


def test_a_policy_may_let_the_clocks_run_through_a_pause() -> None:
    waiting = complaint("2023-06-05 08:00", status(Status.postponed, "2023-06-07 09:00"), status=Status.postponed)
    found = verdict(waiting, Clock.verify, now="2023-06-09 09:00", policy=sp4n(pauses=()))
    assert found.outcome is Outcome.breached


def test_a_pause_of_unknown_length_makes_lateness_unknown() -> None:
    story = (status(Status.postponed, "2023-06-07 09:00"), status(Status.responded, None, seen="2023-07-01"))
    resumed = complaint("2023-06-05 08:00", *story, status=Status.responded)
    found = verdict(resumed, now="2023-08-01 09:00")
    assert (found.outcome, found.reason) == (Outcome.unknown, Reason.pause_not_recorded)


def test_a_pause_of_unknown_length_after_the_end_says_nothing_against_it() -> None:
    late = status(Status.postponed, None, seen="2023-09-01", not_before=wib("2023-08-01"))
    story = (forwarded("2023-06-20 09:00"), late, status(Status.responded, None, seen="2023-10-01"))
    found = verdict(complaint("2023-06-05 08:00", *story, status=Status.responded), Clock.verify)
    assert found.outcome is Outcome.met_late


# Columns and timelines


def test_a_head_is_refused() -> None:
    with pytest.raises(ValueError, match="lapor:1 was read without its timeline"):
        list(
            judge([complaint("2023-06-05 08:00", timeline=None)], policy=SP4N, calendar=CALENDAR, now=wib("2023-06-06"))
        )


def test_a_naive_now_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        list(judge([], policy=SP4N, calendar=CALENDAR, now=datetime(2023, 6, 6)))  # noqa: DTZ001  # the point


def test_a_case_of_two_rows_counts_from_the_earlier_receipt() -> None:
    comment = complaint("2023-06-05 08:00", id="instagram:9", channel="instagram", native_id="9")
    found = verdict(case(comment, complaint("2023-06-07 08:00")), Clock.verify)
    assert (found.id, found.started_at) == ("lapor:1", wib("2023-06-05 08:00"))


def test_a_flagged_case_whose_timeline_does_not_come_is_unknown() -> None:
    facts = Facts.of([fact("2023-06-05 08:00", irregular=True)])
    found = list(judge_facts(facts, policy=SP4N, calendar=CALENDAR, now=wib("2023-06-06")))
    assert [(v.outcome, v.reason) for v in found] == [(Outcome.unknown, Reason.no_timeline)] * 3


def test_only_flagged_cases_are_judged_from_the_stream() -> None:
    other = complaint("2023-06-05 08:00", number=2)
    facts = Facts.of([fact("2023-06-05 08:00", status=Status.received)], lambda: iter([case(other)]))
    found = list(judge_facts(facts, policy=SP4N, calendar=CALENDAR, now=wib("2023-06-06")))
    assert {v.id for v in found} == {"lapor:1"}


MINUTES = st.integers(0, 90 * 24 * 60)
STATUSES = (Status.verified, Status.responded, Status.postponed, Status.resolved, Status.closed, Status.archived)


@st.composite
def histories(draw: st.DrawFn, number: int) -> Complaint:
    """A report with up to six events within 90 days; a third of them follow the usual path."""
    created = wib("2023-04-03 08:00")
    count = draw(st.integers(0, 6))
    moments = [created + timedelta(minutes=m) for m in draw(st.lists(MINUTES, min_size=count, max_size=count))]
    if draw(st.booleans()):
        moments.sort()
    events = []
    usual = (EventType.verified, EventType.forwarded, EventType.message, EventType.resolved, EventType.closed)
    straight = draw(st.booleans())
    for n, moment in enumerate(moments):
        kind = usual[n % 5] if straight else draw(st.sampled_from((*usual, EventType.status)))
        known = straight or draw(st.integers(0, 4)) > 0
        values: dict[str, Any] = {"key": str(n), "complaint": f"lapor:{number}"}
        if kind is EventType.message:
            values |= {"role": "agency"}
        else:
            values |= {"status": draw(st.sampled_from(STATUSES)) if kind is EventType.status else Status(kind)}
        local = moment.astimezone(WIB)
        day = draw(st.booleans()) and known
        text = local.strftime("%Y-%m-%d" if day else "%Y-%m-%d %H:%M")
        events.append(event(kind, text if known else None, day=day, seen=local.strftime("%Y-%m-%d %H:%M"), **values))
    said = draw(st.sampled_from((Kind.complaint, Kind.aspiration, None)))
    return complaint("2023-04-03 08:00", *events, number=number, kind=said)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_columns_and_timelines_give_the_same_verdicts(data: st.DataObject) -> None:
    rows = [data.draw(histories(n)) for n in range(3)]
    rows = [row.model_copy(update={"status": current_status(row.timeline or ())}) for row in rows]
    facts = Facts.of(
        [fold(row, row.timeline or (), zone=WIB) for row in rows], lambda: iter([case(row) for row in rows])
    )
    now = wib("2023-04-03 08:00") + timedelta(minutes=data.draw(st.integers(90 * 24 * 60, 120 * 24 * 60)))
    policy = sp4n(default_class=DefaultClass.without_oversight)
    told = {(v.id, v.clock): v for v in judge(rows, policy=policy, calendar=CALENDAR, now=now)}
    counted = {(v.id, v.clock): v for v in judge_facts(facts, policy=policy, calendar=CALENDAR, now=now)}
    assert told == counted
    for found in told.values():
        days = explain(found, calendar=CALENDAR)
        assert not days or max(day.number or 0 for day in days) == found.target


def test_a_changed_column_changes_the_verdict() -> None:
    right = fact("2023-06-05 08:00", forwarded="2023-06-06 08:00")
    wrong: Fact = replace(right, forwarded=wib("2023-06-20 08:00"))
    found = judge_facts(Facts.of([right, wrong]), policy=SP4N, calendar=CALENDAR, now=wib("2023-07-01"))
    assert [v.outcome for v in found if v.clock is Clock.verify] == [Outcome.met, Outcome.met_late]


def test_importing_it_loads_no_client_no_database_and_no_command_line() -> None:
    code = "import sys, complaint_hub.sla as s; s.sp4n(); print({'httpx', 'sqlalchemy', 'typer'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
