"""Counting over arrays says what counting the single verdicts says."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaint_hub.facts import Fact, Facts
from complaint_hub.model import Kind, Status
from complaint_hub.sla import Clock, DefaultClass, Policy, Tally, judge_facts, sp4n, tally
from complaint_hub.sla.bulk import countable
from support.cases import WIB, fact, wib
from support.judged import CALENDAR

PLAIN = sp4n(warn_within=3)
EVERY = sp4n(clocks=tuple(Clock), default_class=DefaultClass.without_oversight, pauses=(Status.postponed,))
FAR = replace(EVERY, rules=tuple(replace(rule, channels=None) for rule in EVERY.rules))
NAMES = ("verified", "forwarded", "first_human", "first_substantive", "followed_up", "last_resolved")


def counted(facts: Facts, policy: Policy, now: datetime) -> Tally:
    """The same by way of the single verdicts."""
    verdicts = list(judge_facts(facts, policy=policy, calendar=CALENDAR, now=now))
    outcomes: dict[Clock, Any] = {clock: Counter() for clock in policy.clocks}
    since: dict[Clock, Any] = {clock: Counter() for clock in policy.clocks}
    for verdict in verdicts:
        outcomes[verdict.clock][verdict.outcome] += 1
        if verdict.since:
            since[verdict.clock][verdict.since] += 1
    return Tally(outcomes, since, len({v.id for v in verdicts if v.overdue}))


@st.composite
def facts(draw: st.DrawFn, number: int) -> Fact:
    """A regular case with any of its milestones, in any order, some of them known by their date alone."""
    minutes = st.integers(0, 40 * 24 * 60)
    times = {name: draw(st.none() | minutes) for name in NAMES}
    day_only = tuple(name for name in NAMES if times[name] is not None and draw(st.booleans()))
    told: dict[str, str] = {}
    for name, minute in times.items():
        if minute is not None:
            moment = (wib("2023-04-03 08:00") + timedelta(minutes=minute)).astimezone(WIB)
            told[name] = f"{moment:%Y-%m-%d}" if name in day_only else f"{moment:%Y-%m-%d %H:%M}"
    return fact(
        "2023-04-03 08:00",
        number=number,
        day_only=day_only,
        status=draw(st.sampled_from(tuple(Status))),
        channel=draw(st.sampled_from(("lapor", "lapor", "youtube"))),
        kind=draw(st.sampled_from((*Kind, None))),
        oversight=draw(st.sampled_from((True, False, None))),
        irregular=draw(st.integers(0, 9)) == 0,
        **told,
    )


@settings(max_examples=80, deadline=None)
@given(st.data())
@pytest.mark.parametrize("policy", [PLAIN, EVERY, FAR], ids=["plain", "every clock", "every channel"])
def test_arrays_and_single_verdicts_count_the_same(policy: Policy, data: st.DataObject) -> None:
    assert countable(policy)
    rows = Facts.of([data.draw(facts(n)) for n in range(data.draw(st.integers(0, 6)))])
    now = wib("2023-04-03 08:00") + timedelta(minutes=data.draw(st.integers(0, 60 * 24 * 60)))
    found = tally(rows, policy=policy, calendar=CALENDAR, now=now)
    assert found == counted(rows, policy, now)


def test_without_numpy_the_counts_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = Facts.of([fact("2023-04-03 08:00", forwarded="2023-04-05 08:00", status=Status.forwarded)])
    now = wib("2023-06-01 08:00")
    with_numpy = tally(rows, policy=EVERY, calendar=CALENDAR, now=now)
    monkeypatch.setattr("complaint_hub.sla.tallying.find_spec", lambda name: None)
    assert tally(rows, policy=EVERY, calendar=CALENDAR, now=now) == with_numpy
    assert with_numpy.overdue == 1


def test_a_policy_that_arrays_cannot_count_is_judged_one_by_one() -> None:
    policy = replace(PLAIN, rules=tuple(replace(rule, first_day_counted=True) for rule in PLAIN.rules))
    assert not countable(policy)
    rows = Facts.of([fact("2023-04-03 08:00", status=Status.received)])
    now = wib("2023-04-05 23:00")
    assert tally(rows, policy=policy, calendar=CALENDAR, now=now) == counted(rows, policy, now)


def test_a_version_that_changes_among_the_cases_is_judged_one_by_one() -> None:
    change = wib("2023-05-01").date()
    rules = [replace(rule, in_force_from=change) for rule in PLAIN.rules]
    policy = replace(PLAIN, rules=(*(replace(r, target=9) for r in rules), *PLAIN.rules))
    rows = Facts.of([
        fact("2023-04-03 08:00", number=n, first_resolved=at, last_resolved=at, status=Status.resolved)
        for n, at in enumerate(("2023-04-21 08:00", "2023-05-02 08:00"))
    ])  # fmt: skip
    now = wib("2023-06-01 08:00")
    found = tally(rows, policy=policy, calendar=CALENDAR, now=now)
    assert found == counted(rows, policy, now)
    assert found.outcomes[Clock.resolution] == {"met": 1, "met_late": 1}


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        tally(Facts.of([]), policy=PLAIN, calendar=CALENDAR, now=wib("2023-06-01").replace(tzinfo=None))
