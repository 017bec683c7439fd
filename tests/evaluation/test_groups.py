from __future__ import annotations

from typing import Any

import pytest

from complaint_hub.evaluation import Group, Period, Scorecard, ranking
from complaint_hub.facts import Fact, Facts
from complaint_hub.model import Form, Status
from support.cards import card, of_statuses
from support.cases import case, complaint, fact


def totals(found: Scorecard, by: str) -> dict[str | None, int]:
    return {group.key: group.card.total for group in found.groups[by]}


@pytest.mark.parametrize("by", ["channel", "unit", "category", "district", "month"])
def test_the_groups_of_a_dimension_add_up_to_the_card(by: str) -> None:
    facts = [
        fact(
            f"2023-{n % 12 + 1:02}-10", number=n, unit=f"Dinas {n % 3}", category=f"topik {n % 4}", district=f"K{n % 5}"
        )
        for n in range(40)
    ]
    found = card(*facts, by=(by,))
    assert sum(totals(found, by).values()) == found.total == 40
    assert sum(group.card.finished for group in found.groups[by]) == found.finished


def test_what_has_no_name_is_the_last_group() -> None:
    found = card(fact("2023-03-01", unit=None), fact("2023-03-01", number=2), by=("unit",))
    assert [group.key for group in found.groups["unit"]] == ["Dinas PUPR", None]


def test_spellings_of_a_unit_are_one_group_where_a_registry_says_so() -> None:
    facts = [fact("2023-03-01", number=n, unit=name) for n, name in enumerate(("DPUPR", "Dinas PUPR", "Lain"))]
    found = card(*facts, by=("unit",), unit_of={"DPUPR": "Dinas PUPR"}.get)
    assert totals(found, "unit") == {"Dinas PUPR": 2, "Lain": 1}


def test_every_month_of_the_period_is_there() -> None:
    found = card(fact("2023-04-10"), period=Period.parse("2023-TW2"), by=("month",))
    assert totals(found, "month") == {"2023-04": 1, "2023-05": 0, "2023-06": 0}


def test_a_linked_pair_counts_once_in_the_card_and_twice_in_the_table_by_channel() -> None:
    comment = complaint("2023-06-05", number=7, id="instagram:7", channel="instagram", form=Form.comment)
    report = complaint("2023-06-06", number=8)
    joined = fact("2023-06-05", number=8, irregular=True)
    rows = {
        "lapor": fact("2023-06-06", number=8),
        "instagram": fact("2023-06-05", id="instagram:7", case="lapor:8", channel="instagram", form=Form.comment),
    }
    found = card(joined, cases=[case(comment, report)], by=("channel",), rows=lambda name: Facts.of([rows[name]]))
    assert (found.total, found.metrics["rows"].value) == (1, 2)
    assert totals(found, "channel") == {"instagram": 1, "lapor": 1}


def test_a_dimension_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="by names some of channel, unit"):
        card(by=("kota",))
    with pytest.raises(ValueError, match="in a sequence"):
        card(by="unit")


# The period before


def test_a_trend_is_the_change_against_the_period_before() -> None:
    facts = [fact("2022-03-01", number=n) for n in range(4)] + [fact("2023-03-01", number=n) for n in range(10, 15)]
    found = {change.name: change for change in card(*facts, trend=True).changes}
    received = found["received"]
    assert (received.before, received.value, received.change, received.relative) == (4, 5, 1, 0.25)


def test_a_change_of_what_nobody_knows_is_none() -> None:
    found = {change.name: change for change in card(fact("2023-03-01"), trend=True).changes}
    assert (found["received"].change, found["received"].relative) == (1, None)
    assert (found["finished_share"].before, found["finished_share"].change) == (None, None)


def test_without_a_trend_there_are_no_changes() -> None:
    assert card(fact("2023-03-01")).changes == ()


# Ranking


def units(**shares: tuple[int, int]) -> list[Fact]:
    """Per unit how many are finished of how many."""
    made: list[Fact] = []
    for unit, (finished, of) in shares.items():
        for n in range(of):
            state = Status.closed if n < finished else Status.verified
            made.append(fact("2023-03-01", number=len(made), unit=unit, status=state))
    return made


def ranked(minimum_n: int = 1, metric: str = "finished_share", **shares: tuple[int, int]) -> list[tuple[int, str]]:
    found = ranking(card(*units(**shares), by=("unit",)), by="unit", metric=metric, minimum_n=minimum_n)
    return [(place.rank, place.key) for place in found.places]


def test_the_better_end_comes_first_and_equals_share_a_rank() -> None:
    assert ranked(A=(1, 2), B=(2, 2), C=(4, 4), D=(0, 2)) == [(1, "B"), (1, "C"), (3, "A"), (4, "D")]
    assert ranked(metric="backlog", A=(1, 2), B=(2, 2)) == [(1, "B"), (2, "A")]


def test_a_unit_with_fewer_cases_than_the_minimum_is_left_out_and_named() -> None:
    found = card(*units(A=(1, 1), B=(5, 6)), by=("unit",))
    placed = ranking(found, by="unit", metric="finished_share", minimum_n=5)
    assert [place.key for place in placed.places] == ["B"]
    assert [key for key, _ in placed.left_out] == ["A"]


def test_a_metric_that_cannot_be_told_is_left_out_whatever_its_cases() -> None:
    found = card(*of_statuses(closed=9), by=("unit",))
    placed = ranking(found, by="unit", metric="mean_follow_up", minimum_n=1)
    assert (placed.places, len(placed.left_out)) == ((), 1)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"by": "month"}, "not grouped by 'month'"),
        ({"metric": "nilai"}, "no metric 'nilai'"),
        ({"minimum_n": 0}, "at least 1"),
    ],
)
def test_a_ranking_of_nothing_is_refused(change: dict[str, Any], said: str) -> None:
    asked: dict[str, Any] = {"by": "unit", "metric": "finished_share", "minimum_n": 1} | change
    with pytest.raises(ValueError, match=said):
        ranking(card(*units(A=(1, 1)), by=("unit",)), **asked)


def test_a_group_is_a_whole_card() -> None:
    (group,) = card(*units(A=(1, 2)), by=("unit",)).groups["unit"]
    assert isinstance(group, Group)
    assert group.card.finished_share == 0.5
