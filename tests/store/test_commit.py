"""What the store makes of a page: new, changed, unchanged, and never half of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from complaint_hub.contract import Page
from complaint_hub.errors import BusyError
from complaint_hub.model import EventType, Kind, Role, Source, Status
from complaint_hub.report import Counts
from complaint_hub.store import Store
from support.rows import DAY, START, Runs, act, head, reply, statuses


def edits(store: Store, complaint: str = "lapor:1") -> list[object]:
    return [event.data["was"] for event in store.events(complaint) if event.type is EventType.edited]


def test_a_page_and_its_checkpoint_come_back(store: Store, runs: Runs) -> None:
    commit = runs.say(head(text="Jalan rusak"), state={"v": 1, "next": "2"})
    assert store.checkpoint("lapor", "blitar").state == {"v": 1, "next": "2"}
    assert commit.counts == Counts(fetched=1, new=1)
    complaint = store.complaint("lapor:1")
    assert complaint is not None
    assert complaint.text == "Jalan rusak"


def test_a_page_without_state_keeps_the_stored_one_and_raises_the_version(store: Store, runs: Runs) -> None:
    runs.say(head(), state={"v": 1})
    assert runs.say(head("2")).version == 2
    assert store.checkpoint("lapor", "blitar").state == {"v": 1}


def test_a_page_of_an_older_version_is_refused_and_stores_nothing(store: Store, runs: Runs) -> None:
    runs.say(head())
    with pytest.raises(BusyError, match="another run has moved its checkpoint"):
        store.commit("lapor", "blitar", Page(complaints=[head("2")]), version=0, now=START)
    assert store.complaint("lapor:2") is None


def test_the_same_page_again_changes_nothing(runs: Runs, store: Store) -> None:
    page = Page(complaints=[head(text="x", status=Status.closed)], events=[reply("m1")])
    runs(page)
    before = store.events("lapor:1")
    assert runs(page).counts == Counts(fetched=2, unchanged=2)
    assert store.events("lapor:1") == before


def test_one_row_twice_in_a_page_is_one_row(runs: Runs, store: Store) -> None:
    commit = runs.say(head(text="x"), head(text="x"), head(text="y"))
    assert commit.counts == Counts(fetched=3, new=1, unchanged=1, changed=1)
    assert edits(store) == [{"text": "x"}]


@pytest.mark.parametrize("turned", [False, True], ids=["one", "other"])
def test_exports_of_different_columns_empty_nothing_and_edit_nothing(runs: Runs, store: Store, turned: bool) -> None:
    wide = head(text="Jalan rusak", unit="Dinas PUPR", rating=4.0)
    narrow = head(text="Jalan rusak", category="Infrastruktur")
    for said in (narrow, wide) if turned else (wide, narrow):
        runs.say(said)
    row = store.complaint("lapor:1")
    assert row is not None
    assert (row.unit, row.rating, row.category) == ("Dinas PUPR", 4.0, "Infrastruktur")
    assert edits(store) == []


def test_a_b_a_b_keeps_every_edit_and_both_closings(runs: Runs, store: Store) -> None:
    a = head(text="A", status=Status.in_progress)
    b = head(text="B", status=Status.closed)
    for said in (a, b, a, b):
        runs.say(said)
    assert edits(store) == [{"text": "A"}, {"text": "B"}, {"text": "A"}]
    assert statuses(store) == [
        (EventType.status, Status.in_progress),
        (EventType.closed, Status.closed),
        (EventType.reopened, Status.in_progress),
        (EventType.closed, Status.closed),
    ]


def test_a_closing_on_the_platform_ends_what_the_office_postponed(runs: Runs, store: Store) -> None:
    runs.say(head(status=Status.in_progress))
    store.record([act(EventType.postponed, status=Status.postponed, at=runs.now + timedelta(hours=5))], now=runs.now)
    runs.say(head(status=Status.closed))
    row = store.complaint("lapor:1")
    assert row is not None
    assert row.status is Status.closed


def test_an_open_status_of_the_platform_leaves_what_the_office_postponed(runs: Runs, store: Store) -> None:
    runs.say(head(status=Status.received))
    store.record([act(EventType.postponed, status=Status.postponed, at=runs.now + timedelta(hours=5))], now=runs.now)
    runs.say(head(status=Status.in_progress))
    row = store.complaint("lapor:1")
    assert row is not None
    assert row.status is Status.postponed
    assert row.said is not None
    assert row.said.status is Status.in_progress


def test_an_old_export_read_after_a_newer_one_changes_nothing(runs: Runs, store: Store) -> None:
    newer, older = START + 9 * DAY, START + 5 * DAY
    runs.say(head(text="baru", status=Status.closed), data_date=newer)
    before = store.events("lapor:1")
    commit = runs.say(head(text="lama", status=Status.in_progress), head("2", text="dua"), data_date=older)
    assert commit.counts == Counts(fetched=2, new=1, stale=1)
    row = store.complaint("lapor:1")
    assert row is not None
    assert row.text == "baru"
    assert store.events("lapor:1") == before


def test_a_newer_export_that_says_the_same_protects_the_row_too(runs: Runs, store: Store) -> None:
    runs.say(head(text="x"), data_date=START + 2 * DAY)
    runs.say(head(text="x"), data_date=START + 9 * DAY)
    assert runs.say(head(text="y"), data_date=START + 5 * DAY).counts.stale == 1


def test_the_date_of_the_file_is_when_a_status_was_seen(runs: Runs, store: Store) -> None:
    runs.say(head(status=Status.received), data_date=START + 2 * DAY)
    runs.say(head(status=Status.closed), data_date=START + 9 * DAY)
    (event,) = store.events("lapor:1")
    assert (event.at, event.not_before, event.seen_at) == (None, START + 2 * DAY, START + 9 * DAY)


def test_a_case_that_was_closed_when_first_seen_has_no_instant_of_closing(runs: Runs, store: Store) -> None:
    created = START.replace(year=2023)
    runs.say(head(created_at=created, status=Status.closed))
    (event,) = store.events("lapor:1")
    (fact,) = store.facts().rows()
    assert (event.at, event.not_before) == (None, created)
    assert (fact.status, fact.closed, fact.last_resolved) == (Status.closed, None, None)


def test_a_disposition_on_the_day_of_receipt_does_not_come_before_it(runs: Runs, store: Store) -> None:
    midnight = START.replace(hour=0) - timedelta(hours=7)  # 00:00 of that day in Blitar
    sheet = act(EventType.forwarded, "Tanggal Disposisi:1", source=Source.imported, at=midnight, day=True, unit="PUPR")
    runs(Page(complaints=[head()], events=[sheet]))
    (fact,) = store.facts().rows()
    assert fact.forwarded == fact.received == START
    assert fact.only_day("forwarded")


def test_a_follow_up_sheet_may_be_read_before_its_export(runs: Runs, store: Store) -> None:
    sheet = act(EventType.forwarded, source=Source.imported, status=Status.forwarded, unit="Dinas PUPR")
    runs.tell(sheet)
    assert store.waiting("lapor", "blitar") == 1
    assert store.complaint("lapor:1") is None
    runs.say(head(text="x", unit="Kecamatan"))
    row = store.complaint("lapor:1")
    assert row is not None
    assert (store.waiting("lapor", "blitar"), row.unit, row.status) == (0, "Dinas PUPR", Status.forwarded)
    (fact,) = store.facts().rows()
    assert fact.forwarded == START + DAY


def test_both_orders_of_sheet_and_export_end_alike(tmp_path_factory: pytest.TempPathFactory) -> None:
    sheet = Page(events=[act(EventType.forwarded, source=Source.imported, status=Status.forwarded, unit="PUPR")])
    export = Page(complaints=[head(text="x", status=Status.in_progress)])
    ends: list[object] = []
    for pages in ((sheet, export), (export, sheet)):
        with Store(tmp_path_factory.mktemp("order") / "aduan.db") as store:
            for version, page in enumerate(pages):
                store.commit("lapor", "blitar", page, version=version, now=START + 3 * DAY)
            ends.append((store.complaint("lapor:1"), list(store.facts().rows())))
    assert ends[0] == ends[1]


def test_a_message_that_reads_differently_is_replaced_and_remembered(runs: Runs, store: Store) -> None:
    runs(Page(complaints=[head()], events=[reply("m1", text="lama")]))
    commit = runs.tell(reply("m1", text="baru"))
    assert commit.counts == Counts(fetched=1, changed=1)
    message, edited = store.events("lapor:1")
    assert (message.text, edited.about, edited.data) == ("baru", "m1", {"was": {"text": "lama"}})


def test_an_event_keeps_the_moment_of_its_first_sight(runs: Runs, store: Store) -> None:
    runs(Page(complaints=[head()], events=[reply("m1", text="lama")]))
    first = runs.now
    runs.tell(reply("m1", text="baru"))
    assert store.events("lapor:1")[0].seen_at == first


def test_an_emptied_cell_leaves_the_event_without_an_instant(runs: Runs, store: Store) -> None:
    sheet = act(EventType.forwarded, source=Source.imported, unit="PUPR", status=Status.forwarded)
    runs(Page(complaints=[head()], events=[sheet]))
    runs.tell(sheet.model_copy(update={"at": None}))
    row = store.complaint("lapor:1")
    assert row is not None
    assert (row.status, row.unit) == (Status.received, None)
    assert next(store.facts().rows()).forwarded is None


def test_an_answer_makes_a_row_without_status_responded(runs: Runs, store: Store) -> None:
    runs(Page(complaints=[head()], events=[reply("m1")]))
    (fact,) = store.facts().rows()
    assert (fact.status, fact.first_human) == (Status.responded, START + DAY)


def test_a_citizen_message_leaves_the_fact_alone(runs: Runs, store: Store) -> None:
    runs.say(head())
    before = list(store.facts().rows())
    runs.tell(reply("m2", role=Role.citizen))
    assert list(store.facts().rows()) == before


def test_a_channel_that_tells_a_status_itself_gets_no_second_event(runs: Runs, store: Store) -> None:
    own = reply("t:4", role=None).model_copy(update={"type": EventType.closed, "status": Status.closed})
    runs(Page(complaints=[head(status=Status.closed)], events=[own]))
    assert [event.key for event in store.events("lapor:1")] == ["t:4"]
    runs.say(head(status=Status.closed, text="more"))
    assert statuses(store) == [(EventType.closed, Status.closed)]


def test_a_status_told_before_its_row_is_not_derived_again(runs: Runs, store: Store) -> None:
    runs.tell(reply("t:4", role=None).model_copy(update={"type": EventType.closed, "status": Status.closed}))
    runs.say(head(status=Status.closed))
    assert [event.key for event in store.events("lapor:1")] == ["t:4"]


def test_a_page_cannot_speak_for_the_office(runs: Runs, store: Store) -> None:
    runs.say(head())
    commit = runs.tell(act(EventType.triaged, data={"kind": "spam"}))
    assert (commit.counts.set_aside, store.events("lapor:1")) == (1, [])


def test_a_page_cannot_replace_what_the_office_said(runs: Runs, store: Store) -> None:
    runs.say(head())
    store.record([act(EventType.note, "n1", text="catatan")], now=runs.now)
    runs.tell(act(EventType.note, "n1", text="lain", source=Source.channel))
    assert [event.text for event in store.events("lapor:1")] == ["catatan"]


def test_the_office_wins_over_later_words_of_the_channel(runs: Runs, store: Store) -> None:
    runs.say(head(kind=Kind.complaint, unit="Kecamatan"))
    acts = [
        act(EventType.triaged, data={"kind": "aspiration", "oversight": True}),
        act(EventType.forwarded, "act:2", unit="PUPR"),
    ]
    store.record(acts, now=runs.now)
    commit = runs.say(head(kind=Kind.other, unit="Dinas Kesehatan"))
    row = store.complaint("lapor:1")
    assert row is not None
    assert (row.kind, row.oversight, row.unit) == (Kind.aspiration, True, "PUPR")
    assert row.said is not None
    assert (row.said.kind, row.said.unit) == (Kind.other, "Dinas Kesehatan")
    assert commit.differs == ("lapor:1",)


def test_a_row_on_which_office_and_channel_agree_has_no_second_voice(runs: Runs, store: Store) -> None:
    runs.say(head(unit="PUPR"))
    store.record([act(EventType.forwarded, unit="PUPR")], now=runs.now)
    row = store.complaint("lapor:1")
    assert row is not None
    assert row.said is None


def test_counts_that_churn_are_no_change_but_come_along_with_one(runs: Runs, store: Store) -> None:
    runs.say(head(text="x", engagement={"likes": 1}))
    assert runs.say(head(text="x", engagement={"likes": 9})).counts == Counts(fetched=1, unchanged=1)
    runs.say(head(text="y", engagement={"likes": 12}))
    row = store.complaint("lapor:1")
    assert row is not None
    assert row.engagement == {"likes": 12}


def test_a_known_id_of_another_account_with_another_date_is_set_aside(runs: Runs, store: Store) -> None:
    runs.say(head(text="mine"))
    other = Runs(store, account="kediri")
    stranger = head(text="other", account="kediri", created_at=START + DAY)
    commit = other(Page(complaints=[stranger], events=[reply("m1")]))
    assert commit.counts == Counts(set_aside=2)
    (row, _) = store.quarantine("lapor", "kediri")
    assert "known from another account" in row.skipped.reason
    assert store.events("lapor:1") == []
    complaint = store.complaint("lapor:1")
    assert complaint is not None
    assert complaint.text == "mine"


def test_two_accounts_that_repeat_themselves_do_not_write_edits_to_and_fro(runs: Runs, store: Store) -> None:
    other = Runs(store, account="kediri")
    for _ in range(3):
        runs.say(head(unit="PUPR"))
        other.say(head(unit="Dinas PUPR", account="kediri"))
    assert edits(store) == [{"unit": "PUPR"}]


def test_marks_are_kept_with_the_page(runs: Runs, store: Store) -> None:
    runs(Page(marks={"1": "5", "2": "7"}))
    runs(Page(marks={"1": "6"}))
    assert store.marks("lapor", "blitar", ["1", "2", "3"]) == {"1": "6", "2": "7"}
    assert store.marks("lapor", "kediri", ["1"]) == {}


def test_a_mark_outlives_every_page_that_does_not_name_it(runs: Runs, store: Store) -> None:
    runs(Page(marks={"1": "3", "1#held": "x"}))
    runs.say(head("1"))
    assert store.marks("lapor", "blitar", ["1", "1#held"]) == {"1": "3", "1#held": "x"}
    runs.say(head("1"), marks={"1": "4"})
    runs.tell(reply("k"), marks={"1": "5"})
    runs.say(head("1", text="baru"))
    assert store.marks("lapor", "blitar", ["1", "1#held"]) == {"1": "5", "1#held": "x"}


def test_an_unset_field_stays_unset_and_an_emptied_one_null(runs: Runs, store: Store) -> None:
    runs.say(head(unit=None))
    (row,) = store.heads()
    assert "unit" in row.model_fields_set
    assert "category" not in row.model_fields_set
