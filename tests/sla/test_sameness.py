"""Judging columns gives what judging timelines gives, and an event that says nothing to a clock changes none."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaint_hub.facts import MILESTONES, Fact, Facts, fold
from complaint_hub.model import Complaint, Event, EventType, Intent, Kind, Role, Source, Status
from complaint_hub.sla import Clock, Due, Policy, Rule, TargetUnit, Verdict, judge, judge_facts
from complaint_hub.timeline import current_status
from support.cases import WIB, answer, case, complaint, event, forwarded, status, wib
from support.judged import OFFICE

STARTS = ("forwarded", "verified", "received")
HOURS: dict[str, Any] = {"counted_in": TargetUnit.working_hours, "due": Due.same_time}


def rule(clock: Clock, target: int, *start: str, **more: Any) -> Rule:
    return Rule(clock=clock, target=target, start=start or ("received",), source="SOP (contoh)", **more)


# Every clock that columns tell, in all three units, with versions that change within the histories below.
POLICY = Policy(
    name="contoh",
    rules=(
        rule(Clock.verify, 6, **HOURS),
        rule(Clock.forward, 3, in_force_until=wib("2023-04-28").date()),
        rule(Clock.forward, 2),
        rule(Clock.unit_follow_up, 5, "forwarded"),
        rule(Clock.first_response, 5, *STARTS, units=frozenset(("Dinas PUPR",))),
        rule(Clock.first_response, 3, *STARTS),
        rule(Clock.first_substantive, 7, counted_in=TargetUnit.calendar_days),
        rule(Clock.first_resolution, 10, *STARTS, kinds=frozenset((Kind.complaint,))),
        rule(Clock.resolution, 14, *STARTS, due=Due.same_time, in_force_until=wib("2023-05-10").date()),
        rule(Clock.resolution, 12, *STARTS, due=Due.same_time),
        rule(Clock.triage, 1),
    ),
)
EVERY = replace(POLICY, rules=(*POLICY.rules, rule(Clock.next_response, 2, "asked")))

MINUTES = st.integers(0, 60 * 24 * 60)
PATH = (EventType.triaged, EventType.verified, EventType.forwarded, EventType.message, EventType.resolved,
        EventType.closed)  # fmt: skip
TURNS = (*PATH, EventType.status, EventType.extended, EventType.reopened, EventType.returned)
STATUSES = (Status.responded, Status.postponed, Status.archived, Status.in_progress)


def happening(draw: st.DrawFn, kind: EventType, minute: int, number: int, n: int, *, known: bool) -> Event:
    moment = (wib("2023-04-03 08:00") + timedelta(minutes=minute)).astimezone(WIB)
    day = draw(st.booleans()) and known
    text = moment.strftime("%Y-%m-%d" if day else "%Y-%m-%d %H:%M")
    values: dict[str, Any] = {"key": str(n), "complaint": f"lapor:{number}", "day": day}
    if kind is EventType.message:
        values |= {"role": draw(st.sampled_from(("agency", "agency", "citizen")))}
        values |= {"intent": draw(st.sampled_from((None, Intent.substantive)))}
    elif kind is EventType.extended:
        values |= {"data": draw(st.sampled_from(({"amount": 3}, {"until": "2023-06-01"}, {})))}
    elif kind is EventType.reopened:
        values |= {"status": Status.in_progress}
    elif kind is not EventType.triaged:
        values |= {"status": draw(st.sampled_from(STATUSES)) if kind is EventType.status else Status(kind)}
    if kind is EventType.forwarded:
        values |= {"unit": draw(st.sampled_from((None, "Dinas PUPR", "Dinas Perhubungan")))}
    return event(kind, text if known else None, seen=moment.strftime("%Y-%m-%d %H:%M"), **values)


@st.composite
def histories(draw: st.DrawFn, number: int, *, straight: bool) -> Complaint:
    """A report with some events within 60 days: on the usual path and in its order, or anything."""
    minutes = draw(st.lists(MINUTES, max_size=6 if straight else 7))
    if straight:
        minutes.sort()
        kinds = list(PATH[: len(minutes)])
    else:
        kinds = [draw(st.sampled_from(TURNS)) for _ in minutes]
    told = [
        happening(draw, kind, minute, number, n, known=straight or draw(st.integers(0, 5)) > 0)
        for n, (kind, minute) in enumerate(zip(kinds, minutes, strict=True))
    ]
    kind = draw(st.sampled_from((Kind.complaint, Kind.aspiration, None)))
    unit = draw(st.sampled_from(("Dinas PUPR", "Dinas Perhubungan")))
    row = complaint("2023-04-03 08:00", *told, number=number, kind=kind, unit=unit)
    return row.model_copy(update={"status": current_status(told)})


def folded(row: Complaint) -> Fact:
    return fold(row, row.timeline or (), zone=WIB)


def by_run(verdicts: Any) -> dict[tuple[str, Clock, int | None], Verdict]:
    # The number of a turn is told by timelines alone; a regular case has one turn.
    return {(v.id, v.clock, v.number): v for v in verdicts}


REGULAR: list[bool] = []


@settings(max_examples=300, deadline=None)
@given(st.data())
def compared(data: st.DataObject) -> None:
    rows = [data.draw(histories(n, straight=n < 2)) for n in range(3)]
    facts = [folded(row) for row in rows]
    REGULAR.extend(not fact.irregular for fact in facts)
    now = wib("2023-04-03 08:00") + timedelta(minutes=data.draw(st.integers(60 * 24 * 60, 90 * 24 * 60)))
    told = by_run(judge(rows, policy=POLICY, calendar=OFFICE, now=now))
    columns = Facts.of(facts, lambda: (case(row) for row in rows))
    assert by_run(judge_facts(columns, policy=POLICY, calendar=OFFICE, now=now)) == told


def test_columns_and_timelines_give_the_same_verdict_on_every_clock_and_half_are_regular() -> None:
    REGULAR.clear()
    compared()
    assert sum(REGULAR) >= len(REGULAR) / 2


TOLD = complaint(
    "2023-06-05 08:00",
    event(EventType.triaged, "2023-06-05 10:00", source=Source.office),
    event(EventType.verified, "2023-06-06 09:00", status=Status.verified),
    forwarded("2023-06-07 09:00"),
    answer("2023-06-08 09:00", intent=Intent.substantive),
    status(Status.resolved, "2023-06-09 09:00"),
    status=Status.resolved,
)
CHANGED = ("received", "verified", "forwarded", "first_human", "first_substantive", "followed_up", "first_resolved",
           "last_resolved", "triaged")  # fmt: skip


@pytest.mark.parametrize("column", [*CHANGED, "status", "kind", "channel", "day_only"])
def test_every_column_matters(column: str) -> None:
    right = folded(TOLD)
    assert not right.irregular
    others = {
        "status": Status.received,
        "kind": Kind.spam,
        "channel": "youtube",
        "day_only": (1 << len(MILESTONES)) - 1,
    }
    value = others.get(column) or getattr(right, column) + timedelta(days=60)
    policy = replace(POLICY, rules=tuple(replace(r, channels=frozenset(("lapor",))) for r in POLICY.rules))
    now = wib("2023-10-01 08:00")
    told = list(judge([TOLD], policy=policy, calendar=OFFICE, now=now))
    assert list(judge_facts(Facts.of([right]), policy=policy, calendar=OFFICE, now=now)) == told
    changed: dict[str, Any] = {column: value}
    wrong: Fact = replace(right, **changed)
    assert list(judge_facts(Facts.of([wrong]), policy=policy, calendar=OFFICE, now=now)) != told


def test_the_end_of_an_archived_case_decides_which_version_judges_it() -> None:
    """The clock was never stopped: only the column that says when the case ended dates its rule."""
    row = complaint("2023-05-02 08:00", status(Status.archived, "2023-05-20 08:00"), status=Status.archived)
    early, late = rule(Clock.forward, 3, in_force_until=wib("2023-05-10").date()), rule(Clock.forward, 9)
    policy, now = Policy(name="contoh", rules=(early, late)), wib("2023-10-01 08:00")
    told = by_run(judge([row], policy=policy, calendar=OFFICE, now=now))
    right, wrong = folded(row), replace(folded(row), ended=None)
    assert told["lapor:1", Clock.forward, None].target == 9
    assert not right.irregular
    assert by_run(judge_facts(Facts.of([right]), policy=policy, calendar=OFFICE, now=now)) == told
    assert by_run(judge_facts(Facts.of([wrong]), policy=policy, calendar=OFFICE, now=now)) != told


def test_a_case_finished_unseen_and_opened_again_has_no_first_completion() -> None:
    unseen = event(EventType.closed, None, seen="2023-06-20", status=Status.closed)
    again = event(EventType.reopened, "2023-06-22", status=Status.in_progress)
    row = complaint("2023-06-05", unseen, again, status(Status.resolved, "2023-07-20"), status=Status.resolved)
    fact = folded(row)
    assert (fact.undated_end, fact.reopened, fact.irregular, fact.first_resolved) == (True, True, True, None)
    assert fact.last_resolved == wib("2023-07-20")
    now = wib("2023-10-01 08:00")
    (found,) = [v for v in judge([row], policy=POLICY, calendar=OFFICE, now=now) if v.clock is Clock.first_resolution]
    assert (found.outcome, found.reason) == ("unknown", "end_not_recorded")
    wrong = replace(fact, undated_end=False, irregular=False)
    (other,) = [
        v
        for v in judge_facts(Facts.of([wrong]), policy=POLICY, calendar=OFFICE, now=now)
        if v.clock is Clock.first_resolution
    ]
    still_open = replace(wrong, status=Status.in_progress)
    (running,) = [
        v
        for v in judge_facts(Facts.of([still_open]), policy=POLICY, calendar=OFFICE, now=now)
        if v.clock is Clock.first_resolution
    ]
    assert (other.outcome, running.outcome) == ("unknown", "breached")


def test_clocks_that_no_column_tells_say_so() -> None:
    now = wib("2023-10-01 08:00")
    found = judge_facts(Facts.of([folded(TOLD)]), policy=EVERY, calendar=OFFICE, now=now)
    assert {v.clock for v in found if v.reason == "not_in_facts"} == {Clock.next_response}


NOISE: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    (
        {"type": EventType.note, "source": Source.office},
        {"type": EventType.evidence, "source": Source.office},
        {"type": EventType.reminded, "source": Source.office},
        {"type": EventType.escalated, "source": Source.office},
        {"type": EventType.prioritised, "source": Source.office, "data": {"priority": "darurat"}},
        {"type": EventType.edited},
        {"type": EventType.deleted},
        {"type": EventType.rated, "data": {"rating": 1}},
        {"type": EventType.linked, "source": Source.office},
        {"type": EventType.message, "role": Role.agency, "automatic": True},
        {"type": EventType.message, "role": Role.agency, "public": False},
        {"type": EventType.message, "role": Role.platform},
    )
)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_an_irrelevant_event_changes_no_verdict(data: st.DataObject) -> None:
    row = data.draw(histories(1, straight=data.draw(st.booleans())))
    noise = data.draw(NOISE)
    at = (wib("2023-04-03 08:00") + timedelta(minutes=data.draw(MINUTES))).astimezone(WIB)
    known = data.draw(st.booleans())
    more = event(at=f"{at:%Y-%m-%d %H:%M}" if known else None, seen=f"{at:%Y-%m-%d %H:%M}", key="noise", **noise)
    noisy = row.model_copy(update={"timeline": (more, *(row.timeline or ()))})
    now = wib("2023-07-01 08:00")
    before, after = (list(judge([item], policy=EVERY, calendar=OFFICE, now=now)) for item in (row, noisy))
    assert before == after


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_the_order_in_which_events_are_handed_over_changes_no_verdict(data: st.DataObject) -> None:
    row = data.draw(histories(1, straight=False))
    mixed = row.model_copy(update={"timeline": tuple(data.draw(st.permutations(row.timeline or ())))})
    now = wib("2023-07-01 08:00")
    before, after = (list(judge([item], policy=EVERY, calendar=OFFICE, now=now)) for item in (row, mixed))
    assert before == after
