"""Rows that a person joins are one case, and count once."""

from __future__ import annotations

import pytest

from complaint_hub.contract import Page
from complaint_hub.model import EventType, Link, Relation, Status
from complaint_hub.store import Store
from support.rows import DAY, START, Runs, act, head, reply


def joined(a: str, b: str, relation: Relation = Relation.transferred_to) -> Link:
    return Link(a=a, b=b, relation=relation)


@pytest.fixture
def youtube(store: Store) -> Runs:
    return Runs(store, channel="youtube", account="UC1")


@pytest.fixture
def two(runs: Runs, youtube: Runs) -> Store:
    """A comment, answered at once, and the report that it became two days later."""
    comment = head("c", channel="youtube", account="UC1")
    youtube(Page(complaints=[comment], events=[reply("r1", "youtube:c")]))
    report = head("1", created_at=START + 2 * DAY, status=Status.closed)
    runs(Page(complaints=[report], events=[reply("m1", at=START + 3 * DAY)]))
    return runs.store


def test_a_lone_row_is_a_case_of_one(two: Store) -> None:
    assert [(case.id, len(case.rows)) for case in two.cases()] == [("youtube:c", 1), ("lapor:1", 1)]


def test_the_end_of_the_chain_leads(two: Store) -> None:
    two.link(joined("youtube:c", "lapor:1"))
    (case,) = two.cases()
    assert (case.id, case.lead.channel, [row.id for row in case.rows]) == (
        "lapor:1",
        "lapor",
        ["youtube:c", "lapor:1"],
    )
    told = [event.key for event in case.timeline if event.type is not EventType.linked]
    assert told == ["r1", "closed:1", "m1"]


def test_the_fact_of_a_case_is_told_from_all_rows(two: Store) -> None:
    two.link(joined("youtube:c", "lapor:1"))
    (fact,) = two.facts().rows()
    assert (fact.id, fact.status, fact.received, fact.first_human) == (
        "lapor:1",
        Status.closed,
        START,
        START + DAY,
    )
    assert fact.irregular


def test_in_a_channel_each_row_counts_on_its_own_instants(two: Store) -> None:
    two.link(joined("youtube:c", "lapor:1"))
    (fact,) = two.facts(channel="lapor").rows()
    assert (fact.received, fact.first_human, fact.case) == (START + 2 * DAY, START + 3 * DAY, "lapor:1")


def test_duplicates_inside_a_channel_count_once_there(runs: Runs, store: Store) -> None:
    runs.say(head("1"), head("2"), head("3"))
    store.link(joined("lapor:1", "lapor:2", Relation.duplicate_of))
    assert [fact.id for fact in store.facts(channel="lapor").rows()] == ["lapor:2", "lapor:3"]
    assert len(store.facts()) == 2


def test_rows_about_the_same_event_stay_two_cases(two: Store) -> None:
    two.link(joined("youtube:c", "lapor:1", Relation.same_event))
    assert len(two.facts()) == 2


def test_a_chain_is_one_case(runs: Runs, store: Store) -> None:
    runs.say(head("1"), head("2"), head("3"), head("4"))
    for a, b in (("1", "2"), ("2", "3"), ("4", "3")):
        store.link(joined(f"lapor:{a}", f"lapor:{b}"))
    (case,) = store.cases()
    assert (case.id, len(case.rows)) == ("lapor:3", 4)
    assert len(store.facts()) == 1


def test_a_circle_is_refused(runs: Runs, store: Store) -> None:
    runs.say(head("1"), head("2"), head("3"))
    store.link(joined("lapor:1", "lapor:2"))
    store.link(joined("lapor:2", "lapor:3"))
    with pytest.raises(ValueError, match="circle"):
        store.link(joined("lapor:3", "lapor:1"))
    with pytest.raises(ValueError, match="itself"):
        store.link(joined("lapor:3", "lapor:3"))


def test_a_row_goes_on_in_one_place_only(runs: Runs, store: Store) -> None:
    runs.say(head("1"), head("2"), head("3"))
    store.link(joined("lapor:1", "lapor:2"))
    with pytest.raises(ValueError, match="goes on as lapor:2"):
        store.link(joined("lapor:1", "lapor:3"))


def test_undoing_a_link_restores_both_rows(two: Store) -> None:
    before = list(two.facts().rows())
    two.link(joined("youtube:c", "lapor:1"))
    two.unlink(joined("youtube:c", "lapor:1"))
    assert list(two.facts().rows()) == before


def test_an_event_of_one_row_is_told_into_the_fact_of_the_case(two: Store) -> None:
    two.link(joined("youtube:c", "lapor:1"))
    two.record([act(EventType.forwarded, complaint="lapor:1", at=START + 2 * DAY, unit="PUPR")], now=START + 9 * DAY)
    (fact,) = two.facts().rows()
    assert (fact.forwarded, fact.followed_up, fact.unit) == (START + 2 * DAY, START + 3 * DAY, "PUPR")


def test_a_link_to_a_row_that_comes_later_joins_it_then(runs: Runs, store: Store) -> None:
    runs.say(head("1"))
    store.link(joined("lapor:1", "lapor:2"))
    assert [fact.case for fact in store.facts().rows()] == ["lapor:1"]
    runs.say(head("2"))
    assert [(fact.id, fact.case) for fact in store.facts().rows()] == [("lapor:2", "lapor:2")]
