"""What is kept of whom since when, what a rule on retention makes go, and what the office holds back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from complaint_hub import casework
from complaint_hub.contract import Page, Skipped
from complaint_hub.errors import ConfigError
from complaint_hub.model import Author, Event, EventType, Status
from complaint_hub.privacy import Due, Step
from complaint_hub.report import Run
from complaint_hub.store import Store
from support.rows import DAY, START, Runs, act, head

KEY = "0123456789abcdef" * 2


@pytest.fixture
def kept(path: Path) -> Iterator[Store]:
    """Two comments and a damaged one of the same day, and a report of LAPOR."""
    with Store(path, privacy_key=KEY) as store:
        seen = [head("Ugw1", channel="youtube", text="lubang"), head("Ugw2", channel="youtube", text="gelap")]
        skipped = [Skipped("damaged1", "no text", b'{"id":"UgwDamaged1"}')]
        Runs(store, channel="youtube").say(*seen, skipped=skipped)
        Runs(store).say(head("1"))
        yield store


def due(store: Store, now: datetime) -> list[Due]:
    return [one for holding in store.retention(now=now) for one in holding.due]


def steps(store: Store, now: datetime) -> dict[str, Step]:
    return {one.id: one.step for one in due(store, now)}


def full_run(store: Store, at: datetime) -> None:
    store.save_run(Run("youtube", "blitar"), started_at=at, ended_at=at + timedelta(minutes=1), deep="full")


def test_each_account_is_told_with_its_age_and_its_rules(kept: Store) -> None:
    told = kept.retention(now=START + 2 * DAY)
    assert [(one.channel, one.what, one.count, [limit.rule["id"] for limit in one.limits]) for one in told] == [
        ("lapor", "complaint", 1, []),
        ("youtube", "complaint", 2, ["youtube_30_days"]),
        ("youtube", "quarantine", 1, ["youtube_30_days"]),
    ]
    assert {one.unseen for one in told} == {START + DAY}


def test_the_next_end_of_a_time_is_told_before_it_comes(kept: Store) -> None:
    (limit,) = kept.retention(now=START + 2 * DAY)[1].limits
    assert (limit.running, limit.next, limit.due) == (2, START + 31 * DAY, [])


@pytest.mark.parametrize(("days", "found"), [(30, 0), (31, 3)])
def test_what_no_sync_has_met_for_thirty_days_is_due(kept: Store, days: int, found: int) -> None:
    assert len(due(kept, START + days * DAY)) == found


def test_before_anybody_looked_for_it_a_comment_is_to_be_read_again(kept: Store) -> None:
    assert steps(kept, START + 40 * DAY) == {"youtube:Ugw1": "refresh", "youtube:Ugw2": "refresh", "damaged1": "erase"}


def test_what_a_full_reading_did_not_meet_is_to_go(kept: Store) -> None:
    runs = Runs(kept, channel="youtube")
    runs.now = START + 39 * DAY
    full_run(kept, START + 40 * DAY)
    runs.say(head("Ugw2", channel="youtube", text="gelap"))
    assert steps(kept, START + 41 * DAY) == {"youtube:Ugw1": "erase", "damaged1": "erase"}


def test_a_full_reading_that_was_stopped_proves_nothing(kept: Store) -> None:
    at = START + 40 * DAY
    kept.save_run(Run("youtube", "blitar", error="timed out"), started_at=at, ended_at=at, deep="full")
    assert steps(kept, START + 41 * DAY)["youtube:Ugw1"] == "refresh"


def test_what_is_due_is_erased_and_is_not_due_any_more(kept: Store, path: Path) -> None:
    now = START + 40 * DAY
    gone = kept.erase_overdue(due(kept, now), now=now)
    assert (sorted(gone.complaints), gone.quarantined) == (["youtube:Ugw1", "youtube:Ugw2"], 1)
    assert due(kept, now) == []
    assert not {b"lubang", b"UgwDamaged1"} & {word for word in (b"lubang", b"UgwDamaged1") if word in path.read_bytes()}
    assert [one.count for one in kept.retention(now=now)] == [1]


def test_what_the_office_holds_stays_until_it_is_released(kept: Store) -> None:
    now = START + 40 * DAY
    kept.act("youtube:Ugw1", lambda one: casework.hold(one, "sengketa", by="p", at=now), now=now)
    assert steps(kept, now)["youtube:Ugw1"] == "hold"
    assert kept.erase_overdue(due(kept, now), now=now).complaints == ("youtube:Ugw2",)
    with pytest.raises(ConfigError, match="held by the office"):
        kept.erase(complaints=["youtube:Ugw1"], now=now)
    kept.act("youtube:Ugw1", lambda one: casework.release(one, "selesai", by="p", at=now + DAY), now=now + DAY)
    assert kept.erase(complaints=["youtube:Ugw1"], now=now + DAY).complaints == ("youtube:Ugw1",)


def test_a_schedule_counts_from_the_day_on_which_a_case_ended(kept: Store, tmp_path: Path) -> None:
    own = tmp_path / "retensi.toml"
    own.write_text(
        'source = "Perbup JRA"\n[[rows]]\nid = "jra"\ncounts_from = "closed"\ndays = 730\naction = "review"\n', "utf-8"
    )
    kept.record([act(EventType.closed, "c1", "lapor:1", status=Status.closed, at=START + 5 * DAY)], now=START + 6 * DAY)
    told = kept.retention(now=START + 735 * DAY, path=own)
    assert [(one.id, one.step, one.since) for holding in told for one in holding.due] == [
        ("lapor:1", "review", START + 735 * DAY)
    ]


def test_several_accounts_must_all_have_looked_for_it(kept: Store) -> None:
    Runs(kept, channel="youtube", account="other").say(
        *[head(n, channel="youtube", account="other", text=t) for n, t in (("Ugw1", "lubang"), ("Ugw2", "gelap"))]
    )
    full_run(kept, START + 40 * DAY)
    assert steps(kept, START + 41 * DAY)["youtube:Ugw1"] == "refresh"


def test_a_page_of_a_commit_after_it_is_still_stored(kept: Store) -> None:
    now = START + 40 * DAY
    kept.erase_overdue(due(kept, now), now=now)
    version = kept.checkpoint("youtube", "blitar").version
    said = head("Ugw9", channel="youtube", created_at=now)
    kept.commit("youtube", "blitar", Page(complaints=[said]), version=version, now=now)
    assert kept.complaint("youtube:Ugw9") is not None


def test_a_notice_after_a_leak_names_people_and_fields_but_no_text(path: Path) -> None:
    who = Author(id="UC1", name="Siti Contoh")
    with Store(path, privacy_key=KEY) as store:
        reply = Event(complaint="youtube:Ugw1", key="r1", type=EventType.message, author=who, text="juga", at=START)
        said = head("Ugw1", channel="youtube", text="lubang", author=who)
        runs = Runs(store, channel="youtube")
        runs.say(said, head("Ugw2", channel="youtube", created_at=START), events=[reply])
        runs.say(head("Ugw3", channel="youtube", text="sesudahnya"))
        (told,) = store.exposed(until=START + DAY)
        assert (told.complaints, told.people) == (2, {("UC1", "Siti Contoh", None): 2})
        assert told.fields["text"] >= 2
        assert "lubang" not in repr(told)
        assert store.exposed(until=START) == []
        assert store.exposed(since=START + 3 * DAY, until=START + 4 * DAY) == []


def test_the_erased_are_named_in_no_notice(kept: Store) -> None:
    kept.erase(complaints=["youtube:Ugw1", "youtube:Ugw2", "lapor:1"], now=START + 9 * DAY)
    assert kept.exposed(until=START + 10 * DAY) == []
