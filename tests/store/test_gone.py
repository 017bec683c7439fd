"""What is no longer there, and how much evidence that takes."""

from __future__ import annotations

import pytest

from complaint_hub.contract import EVERY_SCOPE, Page
from complaint_hub.model import EventType, Status
from complaint_hub.store import Store
from support.rows import DAY, Runs, head, reply


def kinds(store: Store, complaint: str = "lapor:1") -> list[EventType]:
    return [event.type for event in store.events(complaint)]


def walk(runs: Runs, name: str, *ids: str, account: str = "blitar", scope: str | None = None) -> tuple[str, ...]:
    """A full walk of one page over all of an account; returns the notices."""
    heads = [head(i, account=account, scope=scope) for i in ids]
    return runs(Page(complaints=heads, walk=name, swept=(scope or EVERY_SCOPE,))).notices


def deleted(store: Store) -> list[str]:
    return [complaint.native_id for complaint in store.heads(deleted=True)]


# --- messages


def test_a_message_is_deleted_after_two_complete_readings_without_it(runs: Runs, store: Store) -> None:
    runs(Page(complaints=[head()], events=[reply("m1"), reply("m2")], complete=frozenset({"lapor:1"})))
    without = Page(events=[reply("m1")], complete=frozenset({"lapor:1"}))
    assert runs(without).counts.gone == 0
    assert runs(without).counts.gone == 1
    assert runs(without).counts.gone == 0
    gone = store.events("lapor:1")[-1]
    assert (gone.type, gone.about, gone.key) == (EventType.deleted, "m2", "deleted:2")


def test_a_message_that_is_met_again_has_missed_nothing(runs: Runs, store: Store) -> None:
    both = Page(complaints=[head()], events=[reply("m1"), reply("m2")], complete=frozenset({"lapor:1"}))
    without = Page(events=[reply("m1")], complete=frozenset({"lapor:1"}))
    for page in (both, without, both, without):
        runs(page)
    assert EventType.deleted not in kinds(store)


def test_a_deleted_message_that_is_back_is_restored(runs: Runs, store: Store) -> None:
    both = Page(complaints=[head()], events=[reply("m1"), reply("m2")], complete=frozenset({"lapor:1"}))
    without = Page(events=[reply("m1")], complete=frozenset({"lapor:1"}))
    for page in (both, without, without):
        runs(page)
    assert runs(both).counts.changed == 1
    assert runs(both).counts.changed == 0
    assert kinds(store)[-2:] == [EventType.deleted, EventType.restored]


def test_an_incomplete_reading_proves_nothing(runs: Runs, store: Store) -> None:
    runs(Page(complaints=[head()], events=[reply("m1"), reply("m2")]))
    for _ in range(3):
        runs(Page(events=[reply("m1")]))
    assert EventType.deleted not in kinds(store)


def read_thread(runs: Runs, reading: str, pages: list[list[str]]) -> int:
    """A reading of a long thread; every page says which reading it is part of, the last that it was all."""
    gone = 0
    for place, keys in enumerate(pages, start=1):
        page = Page(
            complaints=[head()],
            events=[reply(key) for key in keys],
            readings={"lapor:1": reading},
            complete=frozenset({"lapor:1"}) if place == len(pages) else frozenset(),
        )
        gone += runs(page).counts.gone
    return gone


def test_a_reading_of_three_pages_with_a_crash_between_misses_nothing(runs: Runs, store: Store) -> None:
    pages = [["m1", "m2"], ["m3", "m4"], ["m5"]]
    read_thread(runs, "r1", pages)
    for reading in ("r2", "r3"):
        # Killed after the second page; the next run goes on with the third, under the same id.
        for keys in (pages[0], pages[1]):
            runs(Page(events=[reply(key) for key in keys], readings={"lapor:1": reading}))
        last = Page(events=[reply("m5")], readings={"lapor:1": reading}, complete=frozenset({"lapor:1"}))
        assert runs(last).counts.gone == 0
    assert kinds(store) == [EventType.message] * 5


def test_a_reading_of_three_pages_finds_the_message_that_is_gone(runs: Runs, store: Store) -> None:
    read_thread(runs, "r1", [["m1", "m2"], ["m3", "m4"], ["m5"]])
    assert read_thread(runs, "r2", [["m1", "m2"], ["m4"], ["m5"]]) == 0
    assert read_thread(runs, "r3", [["m1", "m2"], ["m4"], ["m5"]]) == 1
    assert store.events("lapor:1")[-1].about == "m3"


# --- complaints


def test_a_complaint_is_gone_after_two_walks_without_it(runs: Runs, store: Store) -> None:
    runs.say(head("1", status=Status.closed), head("2"))
    walk(runs, "w1", "2")
    assert (store.suspects("lapor", "blitar"), deleted(store)) == (["1"], [])
    walk(runs, "w2", "2")
    row = store.complaint("lapor:1")
    assert row is not None
    assert (row.deleted_at, row.status, row.open) == (runs.now, Status.closed, False)
    assert kinds(store)[-1] is EventType.deleted
    assert store.suspects("lapor", "blitar") == []


def test_a_complaint_that_a_refetch_does_not_bring_back_is_gone_at_once(runs: Runs, store: Store) -> None:
    runs.say(head("1"), head("2"))
    walk(runs, "w1", "2")
    assert runs(Page(missing=("1",))).counts.gone == 1
    assert deleted(store) == ["1"]


def test_a_complaint_that_a_refetch_brings_back_is_no_suspect(runs: Runs, store: Store) -> None:
    runs.say(head("1"), head("2"))
    walk(runs, "w1", "2")
    runs.say(head("1"))
    walk(runs, "w2", "2")
    assert (store.suspects("lapor", "blitar"), deleted(store)) == (["1"], [])


def test_an_unfinished_walk_marks_nothing(runs: Runs, store: Store) -> None:
    runs.say(head("1"), head("2"))
    runs(Page(complaints=[head("2")], walk="w1"))
    assert store.suspects("lapor", "blitar") == []


def test_a_walk_over_one_scope_says_nothing_about_another(runs: Runs, store: Store) -> None:
    runs.say(head("1", scope="v1"), head("2", scope="v1"), head("3", scope="v2"))
    walk(runs, "w1", "2", scope="v1")
    assert store.suspects("lapor", "blitar") == ["1"]


def test_what_came_while_the_walk_was_under_way_is_not_missed(runs: Runs, store: Store) -> None:
    runs.say(head("1"))
    runs(Page(complaints=[head("1")], walk="w1"))
    runs.say(head("2"))
    runs(Page(walk="w1", swept=(EVERY_SCOPE,)))
    assert store.suspects("lapor", "blitar") == []


def test_a_walk_that_goes_on_after_a_crash_has_met_what_it_met_before(runs: Runs, store: Store) -> None:
    runs.say(head("1"), head("2"), head("3"))
    runs(Page(complaints=[head("1")], walk="w1"))
    runs(Page(complaints=[head("2")], walk="w1", swept=(EVERY_SCOPE,)))
    assert store.suspects("lapor", "blitar") == ["3"]


def test_too_many_missing_are_reported_and_not_marked(runs: Runs, store: Store) -> None:
    ids = [str(i) for i in range(20)]
    runs.say(*(head(i) for i in ids))
    for name in ("w1", "w2", "w3"):
        (notice,) = walk(runs, name)
        assert "did not meet 20 of 20 complaints" in notice
    assert (store.suspects("lapor", "blitar"), deleted(store)) == ([], [])


def test_five_may_vanish_at_once_from_a_small_account(runs: Runs, store: Store) -> None:
    runs.say(*(head(str(i)) for i in range(6)))
    for name in ("w1", "w2"):
        assert walk(runs, name, "5") == ()
    assert len(deleted(store)) == 5


def test_a_refetch_that_brings_nothing_back_trips_the_breaker(runs: Runs, store: Store) -> None:
    ids = [str(i) for i in range(20)]
    runs.say(*(head(i) for i in ids))
    (notice,) = runs(Page(missing=tuple(ids))).notices
    assert "did not come back" in notice
    assert deleted(store) == []


def test_the_breaker_counts_over_the_batches_of_one_run(runs: Runs, store: Store) -> None:
    ids = [str(i) for i in range(40)]
    runs.say(*(head(i) for i in ids))
    for start in range(0, 40, 4):
        version = store.checkpoint("lapor", "blitar").version
        page = Page(missing=tuple(ids[start : start + 4]))
        store.commit("lapor", "blitar", page, version=version, now=runs.now + 2 * DAY)
    assert len(deleted(store)) == 8


def test_an_account_that_loses_access_deletes_nothing_that_another_still_sees(runs: Runs, store: Store) -> None:
    other = Runs(store, account="kediri")
    both = [head("1"), head("2")]
    runs.say(*both, head("3"))
    other.say(*(said.model_copy(update={"account": "kediri"}) for said in both))
    for name in ("w1", "w2", "w3"):
        walk(other, name, account="kediri")
        walk(runs, name, "1", "2", "3")
    assert deleted(store) == []
    assert other(Page(missing=("1", "2"))).counts.gone == 0
    assert deleted(store) == []


def test_what_no_account_sees_any_more_is_gone(runs: Runs, store: Store) -> None:
    other = Runs(store, account="kediri")
    runs.say(head("1"))
    other.say(head("1", account="kediri"))
    other(Page(missing=("1",)))
    assert deleted(store) == []
    runs(Page(missing=("1",)))
    assert deleted(store) == ["1"]


def test_a_complaint_that_is_back_is_restored_with_its_status(runs: Runs, store: Store) -> None:
    runs.say(head("1", status=Status.in_progress))
    runs(Page(missing=("1",)))
    assert runs.say(head("1", status=Status.in_progress)).counts.changed == 1
    row = store.complaint("lapor:1")
    assert row is not None
    assert (row.deleted_at, row.status) == (None, Status.in_progress)
    assert kinds(store)[-2:] == [EventType.deleted, EventType.restored]


@pytest.mark.parametrize("known", ["skipped", "returned"])
def test_what_came_back_damaged_or_whole_is_not_missing(runs: Runs, store: Store, known: str) -> None:
    from complaint_hub.contract import Skipped

    runs.say(head("1"))
    if known == "returned":
        runs(Page(complaints=[head("1")], missing=("1",)))
    else:
        runs(Page(skipped=[Skipped("1", "cannot be read", b"{}", native_id="1")], missing=("1",)))
    assert deleted(store) == []
