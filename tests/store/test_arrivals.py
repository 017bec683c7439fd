"""What came with the first import of its account, however many runs that took."""

from __future__ import annotations

from datetime import datetime

from complaint_hub.contract import Page
from complaint_hub.report import Run, Stopped
from complaint_hub.store import Store
from support.rows import DAY, START, Runs, head

IDS = ["lapor:1", "lapor:2", "lapor:3"]


def ran(store: Store, at: datetime, **more: object) -> None:
    run = Run("lapor", "blitar", **more)  # type: ignore[arg-type]  # a table of fields
    store.save_run(run, started_at=at, ended_at=at)


def test_what_the_first_run_brought_is_old_and_what_came_later_is_not(store: Store, runs: Runs) -> None:
    runs.say(head("1"))
    ran(store, runs.now)
    runs.say(head("2"))
    ran(store, runs.now)
    assert store.first_imported(IDS) == {"lapor:1": START + DAY}


def test_a_first_import_that_a_quota_or_a_fault_cut_off_goes_on_with_the_next_run(store: Store, runs: Runs) -> None:
    runs.say(head("1"))
    ran(store, runs.now, stopped=Stopped("quota", None))
    runs.say(head("2"))
    ran(store, runs.now, error="cut off")
    runs.say(head("3"))
    ran(store, runs.now)
    runs.say(head("4"))
    assert set(store.first_imported([*IDS, "lapor:4"])) == set(IDS)


def test_where_no_run_came_to_its_end_all_of_it_is_the_first_import(store: Store, runs: Runs) -> None:
    runs.say(head("1"))
    ran(store, runs.now, error="cut off")
    runs.say(head("2"))
    assert set(store.first_imported(IDS)) == {"lapor:1", "lapor:2"}


def test_without_any_run_the_first_page_is_the_import(store: Store, runs: Runs) -> None:
    runs.say(head("1"))
    runs.say(head("2"))
    assert set(store.first_imported(IDS)) == {"lapor:1"}


def test_an_account_that_joins_later_has_a_first_import_of_its_own(store: Store, runs: Runs) -> None:
    runs.say(head("1"))
    ran(store, runs.now)
    other = Runs(store, channel="youtube", account="UC")
    other.now = runs.now + 30 * DAY
    other(Page(state=None, complaints=(head("9", channel="youtube", account="UC"),)))
    assert set(store.first_imported(["lapor:1", "youtube:9"])) == {"lapor:1", "youtube:9"}


def test_a_row_that_is_read_again_keeps_its_day(store: Store, runs: Runs) -> None:
    runs.say(head("1"))
    ran(store, runs.now)
    runs.say(head("1", text="lain"))
    assert store.first_imported(IDS) == {"lapor:1": START + DAY}
