"""Facts are read as they were written, whichever way the database hands them over."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaint_hub.contract import Page
from complaint_hub.errors import StoreError
from complaint_hub.facts import Fact, fold
from complaint_hub.model import Role, Status
from complaint_hub.store import Store, facts
from complaint_hub.store.cases import ToldFact, put_facts
from complaint_hub.store.words import numbered, words
from complaint_hub.timeline import current_status
from support.cases import fact
from support.rows import DAY, START, Runs, head, reply


def put(store: Store, told: dict[int, Fact]) -> None:
    """Facts by the numbers of their rows, of which nothing else is stored."""
    with store._database.write() as conn:
        put_facts(conn, [ToldFact(n, one) for n, one in told.items()])


def ids(store: Store) -> list[str]:
    return sorted(one.id for one in store.facts().rows())


@pytest.mark.parametrize("size", [1, 2, 8_192])
def test_ranges_of_any_length_give_all_facts(store: Store, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "_RANGE", size)
    put(store, {n: fact("2023-04-03", number=n) for n in (3, 4, 5, 9)})
    assert ids(store) == ["lapor:3", "lapor:4", "lapor:5", "lapor:9"]


def test_numbers_may_be_far_apart(store: Store) -> None:
    put(store, {n: fact("2023-04-03", number=n) for n in (1, 10**12)})
    assert ids(store) == ["lapor:1", f"lapor:{10**12}"]


def test_an_id_may_have_lines(store: Store) -> None:
    put(store, {n: fact("2023-04-03", number=n, id=f"lapor:{n}\nx") for n in (1, 2)})
    assert ids(store) == ["lapor:1\nx", "lapor:2\nx"]


@pytest.mark.parametrize("few", [1, 20], ids=["by range", "by index"])
def test_a_window_gives_what_was_received_in_it(store: Store, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "_FEW", few)
    put(store, {n: fact(f"2023-04-{n:02}", number=n) for n in range(1, 31)})
    first = next(iter(store.facts().rows())).received
    told = store.facts(since=first, until=first + timedelta(days=1)).rows()
    assert [one.id for one in told] == ["lapor:1"]


def test_facts_of_another_layout_are_a_damaged_database(store: Store, path: Path) -> None:
    put(store, {1: fact("2023-04-03")})
    with sqlite3.connect(path) as database:
        database.execute("UPDATE fact SET packed = zeroblob(136)")
    database.close()
    with pytest.raises(StoreError, match="is damaged; restore it from a backup"):
        store.facts()


def test_a_word_is_stored_once(store: Store, runs: Runs) -> None:
    runs.say(*(head(str(n), unit="PUPR", category="PUPR", rating=2.0, status="closed") for n in range(3)))
    with store._database.read() as conn:
        told = sorted(words(conn).values())
    assert told == ["2.0", "PUPR", "blitar", "closed", "lapor"]


def test_a_word_of_a_transaction_that_failed_gets_its_number_again(store: Store) -> None:
    with store._database.write() as conn:
        numbered(conn, {"gone"})
        conn.rollback()
    put(store, {1: fact("2023-04-03", unit="other"), 2: fact("2023-04-04", number=2, unit="gone")})
    assert [one.unit for one in store.facts().rows()] == ["other", "gone"]


def test_a_word_that_another_process_has_stored_keeps_its_number(store: Store, path: Path) -> None:
    put(store, {1: fact("2023-04-03", unit="mine")})
    with Store(path) as other:
        put(other, {2: fact("2023-04-04", number=2, unit="theirs")})
    put(store, {3: fact("2023-04-05", number=3, unit="theirs")})
    assert [one.unit for one in store.facts().rows()] == ["mine", "theirs", "theirs"]


def test_untold_rows_and_told_ones_come_in_the_order_of_their_receipt(runs: Runs, store: Store) -> None:
    runs.say(*(head(str(n), created_at=START + (9 - n) * DAY, status="closed" if n % 2 else None) for n in range(6)))
    assert [one.id for one in store.facts().rows()] == [f"lapor:{n}" for n in (5, 4, 3, 2, 1, 0)]


MESSAGES: st.SearchStrategy[list[dict[str, Any]]] = st.lists(
    st.builds(
        dict,
        at=st.sampled_from([START - DAY, START, START + DAY, START + 2 * DAY, None]),
        role=st.sampled_from([Role.agency, Role.citizen]),
        public=st.booleans(),
        automatic=st.booleans(),
        day=st.sampled_from([False, False, True]),
        status=st.sampled_from([None, None, None, Status.resolved]),
    ),
    max_size=3,
)


@settings(max_examples=60, deadline=None)
@given(told=MESSAGES)
def test_a_row_tells_the_same_whether_its_fact_is_stored_or_not(told: list[dict[str, Any]]) -> None:
    one = head(rating=3.0, unit="Dinas")
    messages = [reply(f"m{n}", **message) for n, message in enumerate(told)]
    with TemporaryDirectory() as folder, Store(Path(folder, "aduan.db")) as store:
        Runs(store)(Page(complaints=[one], events=messages))
        timeline = store.events(one.id)
        now = one.model_copy(update={"status": current_status(timeline)})
        assert list(store.facts().rows()) == [fold(now, timeline, zone=ZoneInfo("Asia/Jakarta"))]


def test_a_row_that_was_only_answered_has_no_fact_until_more_is_told(store: Store, runs: Runs, path: Path) -> None:
    runs(Page(complaints=[head()], events=[reply("a"), reply("b", at=START + 2 * DAY)]))
    assert [(one.first_human, one.status) for one in store.facts().rows()] == [(START + DAY, Status.responded)]
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT count(*) FROM fact").fetchone() == (0,)
    runs.tell(reply("c", at=START, status=Status.resolved))
    assert [(one.first_human, one.status) for one in store.facts().rows()] == [(START, Status.resolved)]
