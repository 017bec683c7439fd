"""An erasure may be killed anywhere: given once more it ends it, and the database is that of one nobody disturbed."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from complaint_hub.contract import Notice, Page, Skipped
from complaint_hub.model import Author, Event, EventType, Link, Relation, Role, Status
from complaint_hub.outbox import Reply
from complaint_hub.report import Run
from complaint_hub.store import Store
from support.killing import forked, in_memory
from support.rows import DAY, START, Runs, act, head

KEY = "0123456789abcdef" * 2
PERSON = "UCperson0000000005"
WHO = Author(id=PERSON, name="Sri Wahyuni Contoh")
HERS = ("UgwHers0000000", "UgwHers0000002", "UgwElsewhere0000", PERSON, "Sri Wahyuni", "jalan berlubang parah")
STEP_LIMIT = 2_000
NOW = START + 9 * DAY


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    with in_memory() as folder:
        yield folder


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty complaints, two of one person, who also wrote elsewhere; every table has a row that names the person."""
    path = tmp_path_factory.mktemp("filled") / "aduan.db"
    with Store(path, privacy_key=KEY) as store:
        _fill(store)
    return path


def _fill(store: Store) -> None:
    runs, hers = Runs(store, channel="youtube"), "youtube:UgwHers00000005"

    def thread(n: int) -> Any:
        mine = n in (5, 25)
        native_id = f"Ugw{'Hers' if mine else 'Other'}{n:08}"
        said: dict[str, Any] = {"author": WHO, "text": "jalan berlubang parah"} if mine else {"text": f"gelap {n}"}
        return head(native_id, channel="youtube", created_at=START + timedelta(minutes=n), **said)

    def message(of: str, key: str, **fields: Any) -> Event:
        given: dict[str, Any] = {"role": Role.citizen, "at": START + DAY} | fields
        return Event(complaint=f"youtube:{of}", key=key, type=EventType.message, **given)

    events = [
        message("UgwHers00000005", "UgwAnswer00001", text="Baik Kak Sri Wahyuni Contoh", role=Role.agency),
        message("UgwOther00000007", "UgwElsewhere00001", author=WHO, text="saya juga"),
        message("UgwUnknown0001", "UgwElsewhere00002", author=WHO, text="Sri Wahyuni"),
    ]
    skipped = [Skipped("damaged", "no text", f'{{"author":"{WHO.id}"}}'.encode())]
    state: dict[str, Any] = {"v": 1, "pending": ["UgwHers00000005"]}
    marks = {"UgwHers00000005": "3", "UgwHers00000025#held": "x"}
    runs(Page(complaints=[thread(n) for n in range(40)], events=events, skipped=skipped, state=state, marks=marks))
    store.record([act(EventType.resolved, "r1", hers, status=Status.resolved, text="Sri Wahyuni puas")], now=runs.now)
    store.link(Link(a=hers, b="youtube:UgwOther00000007", relation=Relation.same_event), now=runs.now)
    store.add_reply(
        Reply(channel="youtube", account="blitar", complaint=hers, text="Kak Sri Wahyuni", by="p", created_at=START)
    )
    store.add_notices([Notice("youtube", "blitar", "k", ("UgwHers00000005",), None)], now=runs.now)
    told = Run("youtube", "blitar", notices=("UgwHers00000005 is odd",))
    store.save_run(told, started_at=runs.now, ended_at=runs.now)


def erase(path: Path) -> None:
    with Store(path, privacy_key=KEY) as store:
        store.erase(author=f"youtube:{WHO.id}", now=NOW)


def rows(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    base = sqlite3.connect(path)
    try:
        names = [name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return {name: sorted(base.execute(f'SELECT * FROM "{name}"'), key=repr) for name in names}
    finally:
        base.close()


def found(path: Path) -> list[tuple[str, str]]:
    """Which of her words stand in the database's file, or in one beside it."""
    files = sorted(path.parent.glob(f"{path.name}*"))
    return [(file.name, word) for file in files for word in HERS if word.encode() in file.read_bytes()]


def _killed(path: Path, step: int, prepare: Callable[[sqlite3.Connection, Callable[[], int]], None]) -> bool:
    """Erase in a child that dies at its *step*-th step; False if it came to its end before."""

    def work() -> None:
        count = 0

        def tick() -> int:
            nonlocal count
            count += 1
            if count == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return 0

        def connected(connection: sqlite3.Connection, _: object) -> None:
            prepare(connection, tick)

        event.listen(Engine, "connect", connected)
        erase(path)

    status = os.waitpid(forked(work), 0)[1]
    assert os.WIFSIGNALED(status) or status == 0, status
    return os.WIFSIGNALED(status)


def _at_statements(connection: sqlite3.Connection, tick: Callable[[], int]) -> None:
    connection.set_trace_callback(lambda _: tick() and None)


def _within_statements(connection: sqlite3.Connection, tick: Callable[[], int]) -> None:
    connection.set_progress_handler(tick, 100)


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("prepare", "least"),
    [(_at_statements, 50), (_within_statements, 50)],
    ids=["at every statement", "every 100 instructions of the database"],
)
def test_an_erasure_killed_anywhere_is_ended_by_the_next(
    filled: Path, tmp_path: Path, prepare: Callable[[sqlite3.Connection, Callable[[], int]], None], least: int
) -> None:
    assert found(filled)
    whole = tmp_path / "whole" / "aduan.db"
    whole.parent.mkdir()
    shutil.copy(filled, whole)
    erase(whole)
    expected = rows(whole)
    assert found(whole) == []
    for step in range(1, STEP_LIMIT):
        path = tmp_path / f"{step}.db"
        shutil.copy(filled, path)
        died = _killed(path, step, prepare)
        erase(path)
        assert found(path) == [], f"step {step}"
        assert rows(path) == expected, f"step {step}"
        for file in tmp_path.glob(f"{step}.db*"):
            file.unlink()
        if not died:
            print(f"{step - 1} steps, all the same")
            assert step > least
            return
    raise AssertionError("the erasure does not end")
