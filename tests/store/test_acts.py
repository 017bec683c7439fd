"""An act is decided and stored in one transaction: of two officers at once the second sees the first."""

from __future__ import annotations

import threading
from datetime import datetime
from pathlib import Path

import pytest

from complaint_hub import casework
from complaint_hub.casework import Refusal
from complaint_hub.errors import CaseworkError, ConfigError
from complaint_hub.model import Complaint, Event, EventType, Link, Relation, Source, Status
from complaint_hub.store import Store
from support.rows import DAY, START, Runs, act, head, reply

LATER = START + 5 * DAY


def resolved(found: Complaint, *, by: str = "petugas-07", at: datetime = LATER) -> Event:
    return casework.resolve(found, by=by, at=at, now=at)


def test_an_act_is_stored_and_counts(runs: Runs, store: Store) -> None:
    runs.say(head())
    (event,) = store.act("lapor:1", resolved, now=LATER)
    found = store.complaint("lapor:1")
    assert found is not None
    assert (found.status, found.timeline) == (Status.resolved, (event.model_copy(update={"seen_at": LATER}),))
    assert [fact.first_resolved for fact in store.facts().rows()] == [LATER]


def test_who_closes_a_closed_case_is_refused_and_nothing_is_stored(runs: Runs, store: Store) -> None:
    runs.say(head())
    store.act("lapor:1", resolved, now=LATER)
    before = store.events("lapor:1")
    with pytest.raises(CaseworkError, match="lapor:1 is resolved") as refused:
        store.act("lapor:1", lambda found: resolved(found, by="petugas-12"), now=LATER)
    assert refused.value.reason == Refusal.finished
    assert store.events("lapor:1") == before


def test_of_two_who_close_one_case_at_once_one_is_refused(runs: Runs, store: Store, path: Path) -> None:
    runs.say(head())
    start, told = threading.Barrier(2), list[str]()

    def close(by: str) -> None:
        with Store(path) as own:
            start.wait()
            try:
                own.act("lapor:1", lambda found: resolved(found, by=by), now=LATER)
                told.append("done")
            except CaseworkError as refused:
                told.append(refused.reason)

    threads = [threading.Thread(target=close, args=(by,)) for by in ("petugas-07", "petugas-12")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["done", "finished"]
    assert [event.type for event in store.events("lapor:1")] == [EventType.resolved]


def test_of_several_events_all_are_stored_or_none(runs: Runs, store: Store) -> None:
    runs.say(head())
    with pytest.raises(ValueError, match="is no act of the office"):
        store.act("lapor:1", lambda found: [resolved(found), reply("m1")], now=LATER)
    assert store.events("lapor:1") == []


def test_an_unknown_complaint_is_refused(store: Store) -> None:
    with pytest.raises(ConfigError, match="there is no complaint 'lapor:9'"):
        store.act("lapor:9", resolved, now=LATER)


def test_what_was_undone_is_no_more_in_facts(runs: Runs, store: Store) -> None:
    runs.say(head(unit="PUPR"))
    before = list(store.facts().rows())
    (sent,) = store.act(
        "lapor:1", lambda found: casework.forward(found, "Dinas Sosial", by="p", at=START + DAY), now=LATER
    )
    assert list(store.facts().rows()) != before
    store.act("lapor:1", lambda found: casework.undo(found, sent, text="salah", by="p", at=LATER), now=LATER)
    assert list(store.facts().rows()) == before
    assert {event.type for event in store.events("lapor:1")} == {EventType.note, EventType.forwarded}


@pytest.fixture
def two(runs: Runs, store: Store) -> Link:
    runs.say(head("1"), head("2"))
    return Link(a="lapor:1", b="lapor:2", relation=Relation.duplicate_of, by="petugas-07", at=LATER)


def noted(store: Store, complaint: str) -> list[tuple[str, str | None, object, object]]:
    return [(str(e.type), e.by, e.data["other"], e.data["direction"]) for e in store.events(complaint)]


def test_a_link_is_noted_on_both_rows(two: Link, store: Store) -> None:
    store.link(two, now=LATER)
    assert noted(store, "lapor:1") == [("linked", "petugas-07", "lapor:2", "to")]
    assert noted(store, "lapor:2") == [("linked", "petugas-07", "lapor:1", "from")]
    assert store.links("lapor:1") == store.links("lapor:2") == [two]


def test_a_link_that_stands_is_not_noted_again(two: Link, store: Store) -> None:
    assert len(store.link(two)) == 2
    assert store.link(two.model_copy(update={"by": "petugas-12"})) == []
    assert len(store.events("lapor:1")) == 1


def test_a_link_that_was_undone_and_made_again_is_three_notes(two: Link, store: Store) -> None:
    store.link(two, now=LATER)
    undone = two.model_copy(update={"by": "petugas-12", "at": LATER + DAY})
    store.unlink(undone, now=LATER + DAY)
    assert store.links("lapor:1") == []
    store.link(two.model_copy(update={"at": LATER + 2 * DAY}), now=LATER + 2 * DAY)
    assert [(type, by) for type, by, *_ in noted(store, "lapor:2")] == [
        ("linked", "petugas-07"),
        ("unlinked", "petugas-12"),
        ("linked", "petugas-07"),
    ]


def test_a_link_that_is_refused_is_noted_nowhere(two: Link, store: Store) -> None:
    store.link(two)
    with pytest.raises(ValueError, match="circle"):
        store.link(Link(a="lapor:2", b="lapor:1", relation=Relation.duplicate_of, at=LATER))
    assert len(store.events("lapor:2")) == 1


def test_an_undone_link_that_was_not_there_changes_nothing(two: Link, store: Store) -> None:
    assert store.unlink(two) == []
    assert store.events("lapor:1") == []


def test_a_row_that_comes_later_knows_of_its_link(runs: Runs, store: Store) -> None:
    runs.say(head("1"))
    store.link(Link(a="lapor:1", b="lapor:2", relation=Relation.transferred_to, at=LATER))
    runs.say(head("2"))
    assert [e.source for e in store.events("lapor:2")] == [Source.office]
    assert [fact.case for fact in store.facts().rows()] == ["lapor:2"]


def test_a_link_changes_no_fact_of_a_row_but_its_case(two: Link, store: Store) -> None:
    before = list(store.facts(channel="lapor").rows())
    store.link(two.model_copy(update={"relation": Relation.same_event}))
    assert list(store.facts(channel="lapor").rows()) == before


def test_an_act_may_take_the_place_of_an_earlier_one_by_its_name(runs: Runs, store: Store) -> None:
    runs.say(head())
    store.record([act(EventType.note, text="a")], now=LATER)
    store.record([act(EventType.note, text="b")], now=LATER)
    assert [event.text for event in store.events("lapor:1")] == ["b"]
