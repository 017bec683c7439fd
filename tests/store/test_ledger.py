"""Quotas, tokens, leases, runs, letters: rows beside the complaints."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import psutil
import pytest
from sqlalchemy import update

from complaint_hub.contract import Token
from complaint_hub.errors import BusyError
from complaint_hub.model import OfficialResult
from complaint_hub.report import Counts, Run
from complaint_hub.store import Store, tables
from support.rows import DAY, START


def spend(store: Store, cost: int, *, amount: int = 10, window: str = "2026-03-02") -> bool:
    return store.spend("youtube:units:key", window=window, resets_at=START + DAY, cost=cost, amount=amount)


def test_a_quota_is_drawn_to_its_last_unit_and_no_further(store: Store) -> None:
    assert [spend(store, 4), spend(store, 6), spend(store, 1)] == [True, True, False]
    assert store.used("youtube:units:key", window="2026-03-02") == 10


def test_a_cost_above_the_whole_amount_draws_nothing(store: Store) -> None:
    assert not spend(store, 11)
    assert store.used("youtube:units:key", window="2026-03-02") == 0


def test_a_new_window_begins_at_zero(store: Store) -> None:
    spend(store, 10)
    assert spend(store, 10, window="2026-03-03")


def test_what_the_server_calls_spent_is_spent(store: Store) -> None:
    spend(store, 1)
    store.exhaust("youtube:units:key", window="2026-03-02", resets_at=START + DAY)
    assert not spend(store, 1)
    assert spend(store, 1, window="2026-03-03")


def test_two_threads_never_draw_the_same_unit(store: Store) -> None:
    drawn: list[bool] = []
    threads = [threading.Thread(target=lambda: drawn.extend(spend(store, 1) for _ in range(10))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(drawn) == 10


def test_a_token_comes_back_whole_and_the_newest_wins(store: Store) -> None:
    store.save_token("owner", Token("old"), now=START)
    token = Token("secret", START + DAY, "refresh", ("a", "b"))
    store.save_token("owner", token, now=START)
    assert store.token("owner") == token
    assert store.token("other") is None


# --- leases


def hold(store: Store, name: str = "run:lapor:blitar", *, host: str = "", pid: int = 0, started: float = 0.0) -> None:
    """Make a lease look as if somebody else held it."""
    store.lease(name, now=START)
    values = {"host": host or socket.gethostname(), "pid": pid, "started": repr(started)}
    with store._database.write() as conn:
        conn.execute(update(tables.lease).values(values))


def test_a_second_holder_hears_who_is_the_first(store: Store) -> None:
    store.lease("run:lapor:blitar", now=START)
    message = f"process {os.getpid()} on {socket.gethostname()} is at it already (run:lapor:blitar)"
    with pytest.raises(BusyError, match=re.escape(message)):
        store.lease("run:lapor:blitar", now=START + DAY)


def test_a_lease_that_was_given_back_is_free(store: Store) -> None:
    with store.lease("a", now=START):
        pass
    store.lease("a", now=START).release()


def test_a_dead_holder_on_this_host_is_replaced_at_once(store: Store) -> None:
    child = subprocess.Popen([sys.executable, "-c", "pass"])
    child.wait()
    hold(store, pid=child.pid, started=START.timestamp())
    store.lease("run:lapor:blitar", now=START)


def test_a_process_id_that_is_used_again_is_not_the_holder(store: Store) -> None:
    hold(store, pid=os.getpid(), started=psutil.Process().create_time() - 3600)
    store.lease("run:lapor:blitar", now=START)


def test_a_holder_on_another_host_is_waited_out(store: Store) -> None:
    hold(store, host="elsewhere", pid=1)
    with pytest.raises(BusyError, match="process 1 on elsewhere"):
        store.lease("run:lapor:blitar", now=START + timedelta(seconds=59))
    store.lease("run:lapor:blitar", now=START + timedelta(seconds=60))


def test_beats_keep_a_lease_alive_and_fail_once_it_is_taken_over(store: Store) -> None:
    mine = store.lease("a", now=START)
    mine.beat(START + DAY)
    hold_elsewhere = {"host": "elsewhere"}
    with store._database.write() as conn:
        conn.execute(update(tables.lease).values(hold_elsewhere))
    with pytest.raises(BusyError):
        store.lease("a", now=START + DAY + timedelta(seconds=59))
    store.lease("a", now=START + DAY + timedelta(seconds=60))
    with pytest.raises(BusyError, match="taken over"):
        mine.beat(START + 2 * DAY)


def test_giving_back_a_lost_lease_does_not_take_it_from_the_new_holder(store: Store) -> None:
    mine = store.lease("a", now=START)
    with store._database.write() as conn:
        conn.execute(update(tables.lease).values({"host": "elsewhere"}))
    store.lease("a", now=START + DAY)
    mine.release()
    with pytest.raises(BusyError):
        store.lease("a", now=START + DAY)


# --- runs and letters


def test_the_last_run_is_the_last_without_an_error(store: Store) -> None:
    def ran(day: int, *, error: str | None = None, deep: str | None = None) -> None:
        run = Run("lapor", "blitar", counts=Counts(new=1), error=error)
        store.save_run(run, started_at=START, ended_at=START + day * DAY, deep=deep)

    assert store.last_run("lapor", "blitar") is None
    ran(1, deep="full")
    ran(2)
    ran(3, error="no network")
    assert store.last_run("lapor", "blitar") == START + 2 * DAY
    assert store.last_run("lapor", "blitar", deep="full") == START + DAY
    assert store.last_run("lapor", "kediri") is None


def test_of_several_letters_on_a_year_the_latest_counts(store: Store) -> None:
    first = OfficialResult(year=2023, letter="A", letter_date=START.date(), predicate="baik", figures={"total": 62})
    later = OfficialResult(year=2023, letter="B", letter_date=(START + DAY).date(), predicate="sangat baik")
    for letter in (later, first, first):
        store.save_official(letter)
    assert store.official(2023) == later
    assert store.official(2022) is None


def test_a_secret_does_not_show_in_the_store(store: Store, path: Path) -> None:
    token = Token("s3cret-canary")
    store.save_token("owner", token, now=START)
    assert "canary" not in repr(store.token("owner"))
    assert "canary" not in repr(store)
