"""The demo's cases: most are told by their facts alone, and judging facts is judging timelines on every one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from complaint_hub import evaluation, sla
from complaint_hub.cli import main
from complaint_hub.store import Store
from complaint_hub.worktime import WorkCalendar

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
CALENDAR = WorkCalendar.indonesia()
EVERY = sla.sp4n(clocks=tuple(clock for clock in sla.Clock if clock is not sla.Clock.next_response))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The store of a demo."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    assert main(["demo", "--store", str(path), "--json"]) == 0
    with Store(path) as opened:
        yield opened


def test_four_of_five_cases_of_the_demo_are_told_by_columns_alone(store: Store) -> None:
    flags = list(store.facts().columns["irregular"])
    share = 1 - sum(map(bool, flags)) / len(flags)
    print(f"regular cases of the demo: {share:.1%} of {len(flags):,}")
    assert share >= 0.8


def test_judging_the_demos_facts_is_judging_its_timelines(store: Store) -> None:
    asked: dict[str, Any] = {"policy": EVERY, "calendar": CALENDAR, "now": NOW}
    told = {(v.id, v.clock, v.number): v for v in sla.judge(store.cases(), **asked)}
    found = {(v.id, v.clock, v.number): v for v in sla.judge_facts(store.facts(), **asked)}
    # The number of a unit's turn is told by timelines alone; a regular case has one turn.
    plain = {(id_, clock): v for (id_, clock, n), v in told.items() if n in (None, 1)}
    assert len(told) == len(found)
    for key, verdict in found.items():
        other = told.get(key) or plain[key[:2]]
        assert (verdict.outcome, verdict.due_at, verdict.since) == (other.outcome, other.due_at, other.since), key


def test_the_demos_card_is_the_same_over_arrays_and_case_by_case(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    cards = []
    for many in (0, 10**9):
        monkeypatch.setattr("complaint_hub.evaluation.receiving.MANY", many)
        cards.append(
            evaluation.scorecard(
                store.facts(),
                year=2026,
                policy=sla.sp4n(),
                calendar=CALENDAR,
                now=NOW,
                by=evaluation.DIMENSIONS,
                rows=lambda channel: store.facts(channel=channel),
                trend=True,
            )
        )
    assert cards[0].total > 100
    assert cards[0] == cards[1]
