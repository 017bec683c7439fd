"""What could not be read is kept, and leaves only when its item is stored."""

from __future__ import annotations

from complaint_hub.contract import Page, Skipped
from complaint_hub.model import Status
from complaint_hub.report import Counts
from complaint_hub.store import Store
from support.rows import DAY, START, Runs, head, reply


def damaged(key: str = "2", **fields: object) -> Skipped:
    return Skipped(key, "no date of receipt", b'{"id": "2"}', **fields)  # type: ignore[arg-type]  # by field name


def keys(store: Store) -> list[str]:
    return [row.skipped.key for row in store.quarantine()]


def test_raw_bytes_and_reason_come_back(runs: Runs, store: Store) -> None:
    commit = runs(Page(complaints=[head("1")], skipped=[damaged(native_id="2")]))
    (row,) = store.quarantine("lapor", "blitar")
    assert row.skipped == Skipped("2", "no date of receipt", b'{"id": "2"}', "2", runs.now)
    assert commit.counts == Counts(fetched=1, new=1, set_aside=1)


def test_the_same_damage_met_again_is_one_row(runs: Runs, store: Store) -> None:
    runs(Page(skipped=[damaged()]))
    assert runs(Page(skipped=[damaged()])).counts.set_aside == 1
    assert keys(store) == ["2"]


def test_accounts_have_quarantines_of_their_own(runs: Runs, store: Store) -> None:
    runs(Page(skipped=[damaged()]))
    assert store.quarantine("lapor", "kediri") == []


def test_an_item_that_is_stored_later_heals_its_row(runs: Runs, store: Store) -> None:
    runs(Page(skipped=[damaged()]))
    assert runs.say(head("2")).counts.healed == 1
    assert keys(store) == []


def test_entries_that_contradicted_each_other_are_healed_by_their_row(runs: Runs, store: Store) -> None:
    runs(Page(skipped=[damaged("2 row 7", native_id="2"), damaged("2 row 9", native_id="2")]))
    runs.say(head("2"))
    assert keys(store) == []


def test_a_head_does_not_heal_a_damaged_reply(runs: Runs, store: Store) -> None:
    runs(Page(complaints=[head("1")], skipped=[damaged("1.r7", native_id="1")]))
    runs.say(head("1"))
    assert keys(store) == ["1.r7"]


def test_a_reply_heals_its_row(runs: Runs, store: Store) -> None:
    runs(Page(complaints=[head("1")], skipped=[damaged("1.r7", native_id="1")]))
    runs.tell(reply("1.r7"))
    assert keys(store) == []


def test_a_cell_heals_its_row(runs: Runs, store: Store) -> None:
    runs(Page(skipped=[damaged("1 Tanggal Selesai:1")]))
    runs.tell(reply("Tanggal Selesai:1", complaint="lapor:2"))
    assert keys(store) == ["1 Tanggal Selesai:1"]
    runs.tell(reply("Tanggal Selesai:1"))
    assert keys(store) == []


def test_a_re_read_names_what_it_heals(runs: Runs, store: Store) -> None:
    runs(Page(skipped=[damaged("export.xlsx row 3")]))
    runs(Page(complaints=[head("2")]), heals=["export.xlsx row 3"], read_at=runs.now)
    assert keys(store) == []


def test_a_re_read_never_sets_a_newer_row_back(runs: Runs, store: Store) -> None:
    runs(Page(skipped=[damaged()]))
    read_at = runs.now
    runs.say(head("2", text="baru", status=Status.closed))
    commit = runs(Page(complaints=[head("2", text="lama")]), read_at=read_at, heals=["2"])
    row = store.complaint("lapor:2")
    assert row is not None
    assert (row.text, row.status, commit.counts.stale) == ("baru", Status.closed, 1)


def test_a_re_read_brings_what_is_still_unknown(runs: Runs, store: Store) -> None:
    runs(Page(complaints=[head("1")], skipped=[damaged()]))
    read_at = runs.now
    runs.say(head("1"))
    runs(Page(complaints=[head("2")], events=[reply("m1")]), read_at=read_at, heals=["2"])
    assert store.complaint("lapor:2") is not None
    assert [event.seen_at for event in store.events("lapor:1")] == [read_at]


def test_a_re_read_does_not_replace_a_message_that_was_seen_later(runs: Runs, store: Store) -> None:
    runs(Page(complaints=[head("1")]))
    read_at = runs.now
    runs(Page(complaints=[head("1")], events=[reply("m1", text="baru")]))
    assert runs(Page(events=[reply("m1", text="lama")]), read_at=read_at).counts.stale == 1
    assert [event.text for event in store.events("lapor:1")] == ["baru"]


def test_damage_of_an_older_file_is_dated_by_the_file(runs: Runs, store: Store) -> None:
    runs(Page(skipped=[damaged()], data_date=START - 9 * DAY))
    (row,) = store.quarantine()
    assert row.skipped.seen_at == START - 9 * DAY
