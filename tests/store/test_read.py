"""Reading: filters, order, timelines, facts."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from complaint_hub.contract import Page
from complaint_hub.errors import StoreError
from complaint_hub.facts import fold
from complaint_hub.model import EventType, Form, Kind, Source, Status, to_json
from complaint_hub.store import Store
from support.rows import DAY, START, Runs, act, head, reply, statuses


def ids(complaints: object) -> list[str]:
    return [complaint.native_id for complaint in complaints]  # type: ignore[attr-defined]  # an iterator of rows


@pytest.fixture
def three(runs: Runs, store: Store) -> Store:
    runs.say(
        head("1", status=Status.closed, kind=Kind.complaint, unit="PUPR"),
        head("2", status=Status.in_progress, kind=Kind.aspiration, unit="Dinkes", created_at=START + DAY),
        head("3", status=Status.received, created_at=START + 2 * DAY),
    )
    youtube = Runs(store, channel="youtube", account="UC1")
    youtube.say(head("a", channel="youtube", account="UC1", created_at=START + 3 * DAY))
    return store


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, ["1", "2", "3", "a"]),
        ({"channel": "lapor"}, ["1", "2", "3"]),
        ({"account": "UC1"}, ["a"]),
        ({"status": Status.closed}, ["1"]),
        ({"status": ("closed", "received")}, ["1", "3", "a"]),
        ({"open": True}, ["2", "3", "a"]),
        ({"kind": "aspiration"}, ["2"]),
        ({"unit": ["PUPR", "Dinkes"]}, ["1", "2"]),
        ({"since": START + DAY}, ["2", "3", "a"]),
        ({"until": START + DAY}, ["1"]),
        ({"deleted": False}, ["1", "2", "3", "a"]),
        ({"deleted": True}, []),
    ],
    ids=str,
)
def test_filters_speak_of_effective_values(three: Store, wanted: dict[str, object], expected: list[str]) -> None:
    assert ids(three.heads(**wanted)) == expected  # type: ignore[arg-type]  # a table of cases


def test_a_filter_follows_what_the_office_says(three: Store) -> None:
    three.record([act(EventType.triaged, complaint="lapor:3", data={"kind": "spam"})], now=START + 9 * DAY)
    assert ids(three.heads(kind="spam")) == ["3"]


def test_an_account_finds_what_another_one_saw_first(runs: Runs, store: Store) -> None:
    runs.say(head("1"))
    Runs(store, account="kediri").say(head("1", account="kediri"))
    assert ids(store.heads(account="kediri")) == ["1"]


def test_heads_have_no_timeline_and_complaints_do(runs: Runs, store: Store) -> None:
    runs(Page(complaints=[head()], events=[reply("m2", at=START + 2 * DAY), reply("m1")]))
    (only_head,) = store.heads()
    (whole,) = store.complaints()
    assert only_head.timeline is None
    assert [event.key for event in whole.timeline or ()] == ["m1", "m2"]


def test_a_stream_of_many_batches_misses_and_repeats_nothing(runs: Runs, store: Store) -> None:
    # Several rows of one instant: the order must not depend on it alone.
    runs.say(*(head(str(i), created_at=START + (i // 7) * DAY) for i in range(450)))
    assert ids(store.complaints()) == [str(i) for i in range(450)]


def test_a_reader_in_the_middle_does_not_block_a_writer(runs: Runs, store: Store) -> None:
    runs.say(*(head(str(i)) for i in range(300)))
    reading = store.complaints()
    next(reading)
    runs.say(head("later"))
    assert len(list(reading)) >= 299


def test_what_is_read_is_what_was_said(runs: Runs, store: Store) -> None:
    said = head(text="Jalan rusak ✓", unit=None, status=Status.received, raw={"a": [1, None]}, engagement={"likes": 2})
    runs.say(said)
    (row,) = store.heads()
    assert to_json(row) == to_json(said)


def test_an_unknown_complaint_is_none_and_has_no_events(store: Store) -> None:
    assert (store.complaint("lapor:9"), store.events("lapor:9")) == (None, [])


def test_known_goes_from_the_newest_to_the_oldest_page_by_page(three: Store) -> None:
    first = three.known("lapor", "blitar", n=2)
    assert first == ["3", "2"]
    assert three.known("lapor", "blitar", n=2, after=first[-1]) == ["1"]
    assert three.known("lapor", "blitar", n=2, after="1") == []


def test_known_leaves_out_what_is_gone_and_other_scopes(runs: Runs, store: Store) -> None:
    runs.say(head("1", scope="v1"), head("2", scope="v2"), head("3", scope="v1"))
    runs(Page(missing=("3",)))
    assert store.known("lapor", "blitar", scope="v1") == ["1"]


def test_facts_of_a_channel_are_its_rows(three: Store) -> None:
    facts = three.facts(channel="youtube")
    assert [fact.id for fact in facts.rows()] == ["youtube:a"]
    assert len(three.facts()) == 4
    assert len(three.facts(account="blitar", since=START + DAY)) == 2


def test_irregular_cases_come_with_their_timelines(runs: Runs, store: Store) -> None:
    reopened = [
        act(EventType.resolved, "1", status=Status.resolved),
        act(EventType.reopened, "2", status=Status.in_progress, at=START + 2 * DAY),
    ]
    runs.say(head("1"), head("2"))
    store.record(reopened, now=runs.now)
    (case,) = store.facts().irregular()
    assert (case.id, [event.key for event in case.timeline]) == ("lapor:1", ["1", "2"])


def test_an_act_of_the_office_must_say_so(store: Store) -> None:
    with pytest.raises(ValueError, match="no act of the office"):
        store.record([act(EventType.note, source=Source.imported)], now=START)


def test_an_act_cannot_take_the_name_of_a_channel_event(runs: Runs, store: Store) -> None:
    runs(Page(complaints=[head()], events=[reply("m1")]))
    with pytest.raises(ValueError, match="needs another key"):
        store.record([act(EventType.message, "m1")], now=START)


def test_an_act_recorded_again_takes_the_place_of_the_first(runs: Runs, store: Store) -> None:
    runs.say(head())
    for status in (Status.postponed, Status.in_progress):
        store.record([act(EventType.status, status=status)], now=runs.now)
    assert statuses(store) == [(EventType.status, Status.in_progress)]


def test_a_closed_store_opens_again_by_itself_but_a_missing_file_does_not(store: Store) -> None:
    store.close()
    with pytest.raises(StoreError, match="does not exist"):
        Store("/nowhere/at/all/aduan.db")


def test_a_row_of_which_nothing_was_told_has_the_fact_that_folding_gives(runs: Runs, store: Store) -> None:
    row = head(
        kind=Kind.complaint, form=Form.comment, oversight=True, unit="PUPR", category="Jalan", district="Kademangan",
        rating=2.5, external_ids={"lapor": "9"},
    )  # fmt: skip
    runs.say(row)
    expected = [fold(row, (), zone=ZoneInfo("Asia/Jakarta"))]
    assert list(store.facts().rows()) == expected
    assert list(store.facts(channel="lapor", account="blitar", since=START, until=START + DAY).rows()) == expected
    assert [len(store.facts(since=START + DAY)), len(store.facts(account="kediri"))] == [0, 0]
    runs.tell(reply("k"))
    assert [fact.status for fact in store.facts().rows()] == [Status.responded]
