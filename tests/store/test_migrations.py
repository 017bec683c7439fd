"""Steps from one version of the tables to the next keep what a database holds."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import create_engine

from complaint_hub.contract import Page
from complaint_hub.facts import COLUMNS, FLAGS, MILESTONES, fold, to_columns, to_micros
from complaint_hub.model import Complaint, Status
from complaint_hub.store import Store, schema
from complaint_hub.store.cases import ToldFact, put_facts
from complaint_hub.store.words import words
from support.cases import fact
from support.killing import killed_at

_BODY = '{"id":"youtube:a","channel":"youtube","account":"UC1","native_id":"a","created_at":"2026-01-01T00:00:00Z"}'
ROWS = (
    "INSERT INTO complaint (n, id, channel, account, native_id, created_at, body, digest, revision, status, open)"
    f" VALUES (7, 'youtube:a', 'youtube', 'UC1', 'a', 1000, '{_BODY}', x'00', 1, 'received', 1)",
    "INSERT INTO sighting VALUES ('youtube', 'UC1', 'youtube:a', x'00', 1000, 2000, NULL, 0)",
    "INSERT INTO mark VALUES ('youtube', 'UC1', 'a', '3')",
    "INSERT INTO mark VALUES ('youtube', 'UC1', 'a#held', '2026')",
    *(
        "INSERT INTO event (n, complaint, type, key, body, digest, day, source, public, automatic, missed) VALUES"
        f""" ({n}, 'youtube:{of}', 'note', 'k', '{{"complaint":"youtube:{of}","key":"k","type":"note"}}', x'00',"""
        " 0, 'channel', 1, 0, 0)"
        for n, of in ((1, "a"), (2, "x"), (9, "y"))
    ),
    "INSERT INTO fact"
    ' (id, whole, "rows", leads, "case", channel, account, status, received, closed, day_only, irregular)'
    " VALUES ('youtube:a', 0, 1, 1, 'youtube:a', 'youtube', 'UC1', 'received', 1000, 5000, 0, 0)",
)


@pytest.fixture
def first_version(path: Path) -> Path:
    """A database as version 0001 left it, with one complaint."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as conn:
        schema._upgrade(conn, to="0001")
    engine.dispose()
    with sqlite3.connect(path) as database:
        for row in ROWS:
            database.execute(row)
    database.close()
    return path


def test_an_account_still_sees_its_complaints(first_version: Path) -> None:
    with Store(first_version) as store:
        assert store.known("youtube", "UC1") == ["a"]
        assert [head.id for head in store.heads(account="UC1")] == ["youtube:a"]


def test_marks_are_kept(first_version: Path) -> None:
    with Store(first_version) as store:
        assert store.marks("youtube", "UC1", ["a", "a#held", "b"]) == {"a": "3", "a#held": "2026"}


def test_events_are_kept(first_version: Path) -> None:
    with Store(first_version) as store:
        assert [event.key for event in store.events("youtube:a")] == ["k"]


def test_what_waits_for_its_complaint_goes_on_waiting(first_version: Path) -> None:
    with Store(first_version) as store:
        assert store.waiting("youtube", "UC1") == 2
        head = Complaint.model_validate_json(_BODY.replace("youtube:a", "youtube:x").replace('"a"', '"x"'))
        store.commit("youtube", "UC1", Page(complaints=[head]), version=0, now=head.created_at)
        assert store.waiting("youtube", "UC1") == 1
        assert [event.key for event in store.events("youtube:x")] == ["k"]
        assert len(set(store.numbers(["youtube:a", "youtube:x"]).values())) == 2


START, MINUTE = datetime(2026, 1, 5, tzinfo=UTC), timedelta(minutes=1)
EVENTS: tuple[dict[str, str], ...] = (
    {"type": "triaged", "key": "t"},
    {"type": "message", "key": "m", "role": "agency", "intent": "substantive"},
    {"type": "returned", "key": "r", "status": "returned"},
    {"type": "status", "key": "z", "status": "archived"},
)


def tell(path: Path) -> None:
    """Events of the office in a database of version 0001."""
    with sqlite3.connect(path) as database:
        for n, told in enumerate(EVENTS, start=20):
            at = START + n * MINUTE
            event = {"complaint": "youtube:a", "source": "office", "at": at.isoformat(), **told}
            database.execute(
                "INSERT INTO event (n, complaint, type, key, body, digest, at, day, source, role, public, automatic,"
                " intent, status, missed) VALUES (?, 'youtube:a', ?, ?, ?, x'00', ?, 0, 'office', ?, 1, 0, ?, ?, 0)",
                (n, told["type"], told["key"], json.dumps(event), to_micros(at), told.get("role"), told.get("intent"),
                 told.get("status")),
            )  # fmt: skip
        words = _BODY.replace('"native_id"', '"rating":2.0,"external_ids":{"lapor":"7"},"native_id"')
        database.execute("UPDATE complaint SET body = ?, status = 'archived', open = 0", (words,))
    database.close()


def test_facts_are_told_anew_by_what_an_older_version_kept(first_version: Path) -> None:
    tell(first_version)
    with Store(first_version) as store:
        (fact,) = store.facts(channel="youtube", account="UC1").rows()
        (row,) = store.complaints(channel="youtube")
        assert fact == fold(row, row.timeline or (), zone=ZoneInfo("Asia/Jakarta"))
    assert (fact.rating, fact.substantive, fact.linked, fact.returned) == (2.0, True, True, True)
    assert fact.triaged is not None
    assert fact.ended is not None


def test_a_row_of_which_nothing_was_told_still_says_its_stars(first_version: Path) -> None:
    with sqlite3.connect(first_version) as database:
        database.execute("UPDATE complaint SET body = ?", (_BODY.replace('"native_id"', '"rating":2.0,"native_id"'),))
        database.execute("DELETE FROM fact")
    database.close()
    with Store(first_version) as store:
        (fact,) = store.facts(channel="youtube").rows()
        assert (fact.id, fact.rating, fact.irregular) == ("youtube:a", 2.0, False)


REACHED: dict[str, Any] = {name: f"2023-04-{place:02}" for place, name in enumerate(MILESTONES[1:], start=4)}
FULL = fact(
    "2023-04-03 08:00",
    case="lapor:2",
    oversight=True,
    category="Jalan",
    district="Wlingi",
    day_only=("closed", "triaged"),
    rating=4.5,
    substantive=False,
    **(REACHED | dict.fromkeys(FLAGS, True)),
)
BARE = fact("2023-04-05", number=2, form=None, kind=None, oversight=None, unit=None, status=Status.received)


@pytest.fixture
def unpacked(path: Path) -> Path:
    """A database of version 0008, with facts as columns: two rows, and the case of both."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as conn:
        schema._upgrade(conn, to="0008")
    engine.dispose()
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    insert = f'INSERT INTO fact (complaint_n, whole, "rows", leads, {names}) VALUES (?, ?, ?, ?'
    with sqlite3.connect(path) as database:
        # Numbers may be far apart.
        for n, whole, told in ((1, 0, FULL), (20_000, 0, BARE), (20_000, 1, replace(FULL, id=BARE.id))):
            database.execute(f"{insert}{', ?' * len(COLUMNS)})", (n, whole, 2, 1, *to_columns(told)))
    database.close()
    return path


def assert_packed(path: Path) -> None:
    with Store(path) as store:
        assert list(store.facts().rows()) == [replace(FULL, id=BARE.id)]
        assert list(store.facts(channel="lapor").rows()) == [FULL, BARE]


def test_facts_are_packed_without_loss(unpacked: Path) -> None:
    assert_packed(unpacked)


def test_words_that_are_packed_are_found_again_when_facts_are_written(unpacked: Path) -> None:
    with Store(unpacked) as store, store._database.write() as conn:
        before = words(conn)
        put_facts(conn, [ToldFact(1, FULL, rows=2)])
        assert words(conn) == before
    assert_packed(unpacked)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a run is killed in a forked child")
def test_a_step_that_is_killed_anywhere_is_done_by_the_next_opening(unpacked: Path, tmp_path: Path) -> None:
    died, step = True, 0
    while died:
        step += 1
        killed = tmp_path / f"{step}.db"
        shutil.copy(unpacked, killed)
        died = killed_at(step, lambda path: Store(path).close(), killed)
        assert_packed(killed)
    assert step > 12


def test_a_step_that_fails_leaves_the_older_version(unpacked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from alembic import op

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(op, "rename_table", fail)
        with pytest.raises(RuntimeError):
            Store(unpacked)
    with sqlite3.connect(unpacked) as database:
        assert database.execute("SELECT version_num FROM alembic_version").fetchall() == [("0008",)]
        assert database.execute("SELECT COUNT(district) FROM fact").fetchall() == [(2,)]
    database.close()
    assert_packed(unpacked)
