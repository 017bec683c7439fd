"""Judging by kinds gives what judging case by case gives."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from complaint_hub.dashboard.days import LocalDays
from complaint_hub.dashboard.standing import judged, stand_of
from complaint_hub.facts import Facts, to_micros
from complaint_hub.model import Form, Kind, Status
from complaint_hub.sla import Clock, Due, Outcome, Policy, Rule, TargetUnit, judge_facts
from support.cases import WIB, fact
from support.dashboards import CALENDAR, NOW, POLICY

_START = datetime(2026, 3, 1, tzinfo=UTC)
_SOME = st.none() | st.integers(0, 40 * 24 * 60)


@st.composite
def facts(draw: st.DrawFn) -> Any:
    """A regular case: its milestones in order, in minutes apart."""
    at = _START + timedelta(minutes=draw(st.integers(0, 260 * 24 * 60)))
    told = {"received": at}
    for name in ("verified", "forwarded", "first_human", "last_resolved"):
        step = draw(_SOME)
        if step is not None:
            at = min(at + timedelta(minutes=step), NOW)
            told[name] = at
    made = fact(
        "2026-01-01",
        number=draw(st.integers(1, 10**6)),
        channel=draw(st.sampled_from(["lapor", "youtube"])),
        kind=draw(st.sampled_from([None, Kind.complaint, Kind.information_request])),
        form=draw(st.sampled_from([Form.report, Form.comment])),
        oversight=draw(st.sampled_from([None, True, False])),
        status=draw(st.sampled_from(list(Status))),
        day_only=draw(st.sampled_from([(), ("verified",), ("forwarded", "first_human")])),
    )
    return type(made)(**{name: getattr(made, name) for name in made.__dataclass_fields__} | told)


def _both_ways(rows: Any, policy: Any) -> Any:
    table = Facts.of(rows)
    days = LocalDays(WIB)
    stands = judged(table, [True] * len(rows), days=days, policy=policy, calendar=CALENDAR, now=NOW)
    alone = [
        [
            (v.clock, v.outcome, v.due_on, v.remaining, v.overrun)
            for v in judge_facts(Facts.of([one]), policy=policy, calendar=CALENDAR, now=NOW)
        ]
        for one in rows
    ]
    ours = [
        [
            (s.clock, s.outcome, None if s.due is None else datetime.fromordinal(s.due).date(), s.remaining, s.overrun)
            for s in (stand.clocks if stand is not None else ())
        ]
        for stand in stands
    ]
    return ours, alone


@settings(max_examples=60, deadline=None)
@given(st.lists(facts(), min_size=1, max_size=40))
def test_every_clock_is_judged_as_it_is_judged_alone(rows: Any) -> None:
    ours, alone = _both_ways(rows, POLICY)
    assert ours == alone


@settings(max_examples=20, deadline=None)
@given(st.lists(facts(), min_size=1, max_size=12))
def test_hours_are_judged_one_by_one(rows: Any) -> None:
    rule = Rule(
        clock=Clock.first_response, target=8, source="SOP", counted_in=TargetUnit.working_hours, due=Due.same_time
    )
    ours, alone = _both_ways(rows, Policy(name="Jam", rules=(rule,)))
    assert ours == alone


def test_cases_that_stand_alike_share_one_value() -> None:
    rows = [fact("2026-11-02 08:00", number=n, status=Status.received) for n in range(1, 4)]
    stands = judged(Facts.of(rows), [True] * 3, days=LocalDays(WIB), policy=POLICY, calendar=CALENDAR, now=NOW)
    assert stands[0] is stands[1] is stands[2]


def test_what_is_not_chosen_is_not_judged() -> None:
    rows = [fact("2026-11-02 08:00")]
    assert judged(Facts.of(rows), [False], days=LocalDays(WIB), policy=POLICY, calendar=CALENDAR, now=NOW) == [None]


def test_the_clock_that_ends_first_speaks_for_the_case() -> None:
    rows = [fact("2026-11-23 08:00", status=Status.received)]
    (stand,) = judged(Facts.of(rows), [True], days=LocalDays(WIB), policy=POLICY, calendar=CALENDAR, now=NOW)
    assert stand is not None
    assert stand.first is not None
    assert stand.first.clock is Clock.verify


def test_no_clock_is_no_deadline() -> None:
    assert stand_of(()).first is None


def test_a_case_was_late_a_week_ago_though_it_is_answered_now() -> None:
    rows = [
        fact("2026-10-01 08:00", verified="2026-11-20 08:00", first_human="2026-11-20 09:00", status=Status.responded)
    ]
    (stand,) = judged(Facts.of(rows), [True], days=LocalDays(WIB), policy=POLICY, calendar=CALENDAR, now=NOW)
    assert stand is not None
    assert [one.outcome for one in stand.clocks][:2] == [Outcome.met_late, Outcome.met]
    assert stand.late_on(date(2026, 11, 17).toordinal())


def test_days_are_local_ones_at_every_quarter_of_an_hour() -> None:
    days = LocalDays(WIB)
    for minute in range(0, 48 * 60, 5):
        at = _START + timedelta(minutes=minute)
        assert days(to_micros(at) or 0) == at.astimezone(WIB).toordinal()
