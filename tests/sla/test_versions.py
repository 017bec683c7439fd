"""Which version of a dated limit judges: that of the day on which the clock was stopped; of an open one, today's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from complaint_hub.model import Complaint, Status
from complaint_hub.sla import Clock, DatedBy, Outcome, Policy, Rule
from support.cases import complaint, forwarded, status
from support.judged import verdict

OLD = Rule(clock=Clock.resolution, target=14, source="Perbup lama (contoh)", in_force_until=date(2023, 6, 14))
NEW = Rule(clock=Clock.resolution, target=5, source="Perbup baru (contoh)", in_force_from=date(2023, 6, 15))
POLICY = Policy(name="contoh", rules=(OLD, NEW))


def closed(at: str) -> Complaint:
    return complaint("2023-06-05 08:00", status(Status.resolved, at), status=Status.resolved)


def test_a_case_closed_under_the_old_version_keeps_it_for_good() -> None:
    for now in ("2023-06-14 12:00", "2023-07-14 12:00", "2026-01-01 12:00"):
        found = verdict(closed("2023-06-14 09:00"), Clock.resolution, now=now, policy=POLICY)
        assert (found.target, found.source, found.outcome) == (14, "Perbup lama (contoh)", Outcome.met)


@pytest.mark.parametrize(
    ("at", "target", "outcome"),
    [("2023-06-14 23:59", 14, Outcome.met), ("2023-06-15 00:00", 5, Outcome.met_late)],
    ids=["the last day of the old", "the first day of the new"],
)
def test_the_date_of_the_closing_decides(at: str, target: int, outcome: Outcome) -> None:
    found = verdict(closed(at), Clock.resolution, now="2023-07-14 12:00", policy=POLICY)
    assert (found.target, found.outcome) == (target, outcome)


def test_an_open_case_moves_to_the_new_version_on_its_first_day() -> None:
    item = complaint("2023-06-05 08:00")
    told = [verdict(item, Clock.resolution, now=at, policy=POLICY) for at in ("2023-06-14 23:59", "2023-06-15 00:00")]
    # 14 days from 5 June end on the 23rd, five on the 12th.
    assert [(v.target, v.due_on, v.outcome) for v in told] == [
        (14, date(2023, 6, 23), Outcome.running),
        (5, date(2023, 6, 12), Outcome.breached),
    ]
    assert told[1].rule_from == date(2023, 6, 15)


def test_a_clock_that_was_stopped_keeps_its_version_while_the_case_goes_on() -> None:
    rules = tuple(replace(rule, clock=Clock.verify, target=n) for rule, n in ((OLD, 3), (NEW, 1)))
    item = complaint("2023-06-05 08:00", forwarded("2023-06-08 09:00"))
    policy = Policy(name="contoh", rules=rules)
    assert verdict(item, Clock.verify, now="2023-07-14 12:00", policy=policy).outcome is Outcome.met


def test_a_version_may_say_that_it_holds_for_later_receipts_only() -> None:
    rules = tuple(replace(rule, dated_by=DatedBy.receipt) for rule in (OLD, NEW))
    policy = Policy(name="contoh", rules=rules)
    found = [
        verdict(complaint(day), Clock.resolution, now="2023-07-14 12:00", policy=policy).target
        for day in ("2023-06-14 23:59", "2023-06-15 00:00")
    ]
    assert found == [14, 5]
