"""All of a page or nothing, and one of two runs at once."""

from __future__ import annotations

import multiprocessing
import os
import threading
from pathlib import Path

import pytest

from complaint_hub.contract import Page, Skipped
from complaint_hub.errors import BusyError, StoreError
from complaint_hub.store import Store, commit
from support.rows import START, Runs, head, reply

PAGE = Page(
    state={"v": 1},
    complaints=[head("1", text="x"), head("2")],
    events=[reply("m1")],
    marks={"1": "3"},
    skipped=[Skipped("9", "damaged", b"{}")],
)
STEPS = ["sift", "sift_events", "apply_events", "write_sightings", "messages_gone", "refold", "set_aside"]


def holdings(store: Store) -> object:
    version = store.checkpoint("lapor", "blitar").version
    return version, list(store.complaints()), len(store.facts()), store.quarantine(), store.known("lapor", "blitar")


@pytest.mark.parametrize("step", STEPS)
def test_an_error_at_any_step_stores_nothing(store: Store, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def break_off(*args: object, **options: object) -> object:
        raise RuntimeError("our bug")

    empty = holdings(store)
    with monkeypatch.context() as broken:
        broken.setattr(commit, step, break_off)
        with pytest.raises(RuntimeError):
            store.commit("lapor", "blitar", PAGE, version=0, now=START)
    assert holdings(store) == empty
    assert store.commit("lapor", "blitar", PAGE, version=0, now=START).version == 1


def _die_before_the_commit(path: Path) -> None:
    store = Store(path)
    vars(commit)["set_aside"] = lambda *args, **options: os._exit(9)
    store.commit("lapor", "blitar", PAGE, version=0, now=START)


@pytest.mark.skipif(os.name != "posix", reason="a child is forked")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # forking is what is tested
def test_a_process_that_dies_inside_a_commit_leaves_nothing(store: Store, path: Path) -> None:
    empty = holdings(store)
    store.close()
    child = multiprocessing.get_context("fork").Process(target=_die_before_the_commit, args=(path,))
    child.start()
    child.join()
    assert child.exitcode == 9
    assert holdings(store) == empty
    store.commit("lapor", "blitar", PAGE, version=0, now=START)


def test_of_two_runs_at_once_one_is_told(store: Store) -> None:
    told: list[str] = []

    def run() -> None:
        try:
            store.commit("lapor", "blitar", PAGE, version=0, now=START)
            told.append("stored")
        except BusyError:
            told.append("busy")

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["busy", "busy", "busy", "stored"]


def test_accounts_side_by_side_lose_nothing(store: Store) -> None:
    def run(account: str) -> None:
        runs = Runs(store, channel=account, account=account)
        for n in range(10):
            runs.say(head(str(n), channel=account, account=account))

    threads = [threading.Thread(target=run, args=(f"c{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(list(store.heads())) == 60


def test_a_table_that_is_gone_is_one_sentence(store: Store, runs: Runs) -> None:
    with store._database.write() as conn:
        conn.exec_driver_sql("DROP TABLE sighting")
    with pytest.raises(StoreError, match="lacks a table of this program"):
        runs(PAGE)
    assert list(store.heads()) == []
