"""Checkpoints, reports and pages that come after an erasure name nobody who was erased."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from complaint_hub.contract import Notice, Page, Skipped
from complaint_hub.model import Author, Event, EventType, Role
from complaint_hub.outbox import Reply
from complaint_hub.report import Run
from complaint_hub.store import Store
from support.rows import DAY, START, Runs, head

KEY = "0123456789abcdef" * 2
ID, PERSON, REPLY = "UgwErased0001", "UCerased00001", "UgwOther00001.replyErased"


@pytest.fixture
def erased(path: Path) -> Iterator[Store]:
    """A store from which the author of a thread and of a reply elsewhere was erased."""
    with Store(path, privacy_key=KEY) as store:
        runs = Runs(store, channel="youtube")
        who = Author(id=PERSON, name="Siti Contoh")
        reply = Event(
            complaint="youtube:UgwOther00001",
            key=REPLY,
            type=EventType.message,
            author=who,
            role=Role.citizen,
            at=START,
        )
        runs.say(head(ID, channel="youtube", author=who), head("UgwOther00001", channel="youtube"), events=[reply])
        store.erase(author=f"youtube:{PERSON}", now=START + 9 * DAY)
        yield store


def committed(store: Store, page: Page, *, channel: str = "youtube") -> Any:
    version = store.checkpoint(channel, "blitar").version
    store.commit(channel, "blitar", page, version=version, now=START + 10 * DAY)
    return store.checkpoint(channel, "blitar").state


def hits(folder: Path) -> list[str]:
    told = b"".join(file.read_bytes() for file in folder.iterdir() if file.is_file())
    return [word for word in (ID, PERSON, REPLY) if word.encode() in told]


@pytest.mark.parametrize("word", [ID, PERSON, REPLY], ids=["complaint", "person", "message"])
@pytest.mark.parametrize("shape", ['["ID"]', '{"ID": 1}', '{"a": [{"thread": "ID", "total": 3}]}'])
def test_a_later_checkpoint_names_the_shell_instead(erased: Store, tmp_path: Path, word: str, shape: str) -> None:
    state = committed(
        erased, Page(state={"v": 1, "pending": json.loads(shape.replace("ID", word)), "other": "UgwOther00001"})
    )
    assert hits(tmp_path) == []
    assert (state["v"], state["other"]) == (1, "UgwOther00001")
    assert "erased-" in str(state["pending"])


def test_what_a_checkpoint_calls_by_its_shell_is_kept_out_too(erased: Store) -> None:
    (name,) = committed(erased, Page(state={"pending": [ID]}))["pending"]
    again = head(name, channel="youtube", text="lagi")
    later = Event(complaint=f"youtube:{name}", key="UgwLater00001", type=EventType.message, at=START)
    committed(erased, Page(complaints=[again], events=[later], missing=(name,)))
    assert (erased.count_known("youtube", "blitar"), erased.waiting("youtube", "blitar")) == (1, 0)
    shell = erased.complaint(f"youtube:{name}")
    assert shell is not None
    assert (shell.text, shell.deleted_at) == (None, None)


def test_a_later_report_of_a_run_names_the_shell_instead(erased: Store, tmp_path: Path) -> None:
    run = Run("youtube", "blitar", notices=(f"replies of thread {ID} could not be read",), differs=(f"youtube:{ID}",))
    erased.save_run(run, started_at=START, ended_at=START)
    assert hits(tmp_path) == []


@pytest.mark.parametrize("words", [10, 20_000], ids=["an item", "a page"])
def test_later_quarantine_that_names_an_erased_id_is_not_kept(erased: Store, tmp_path: Path, words: int) -> None:
    raw = " ".join(f"word{n:06}" for n in range(words)) + f' "{PERSON}"'
    committed(erased, Page(skipped=[Skipped("damaged", "no text", raw.encode()), Skipped("other", "no text", b"{}")]))
    assert [row.skipped.key for row in erased.quarantine()] == ["other"]
    assert hits(tmp_path) == []


def test_a_number_elsewhere_is_not_told_again(erased: Store, tmp_path: Path) -> None:
    said = head("1", external_ids={"youtube": ID}, raw={"parent": "x"})
    committed(erased, Page(complaints=[said]), channel="lapor")
    kept = erased.complaint("lapor:1")
    assert kept is not None
    assert (kept.external_ids or {})["youtube"].startswith("erased-")
    assert hits(tmp_path) == []


def test_what_was_sent_with_somebody_elses_complaint_is_not_kept(erased: Store, tmp_path: Path) -> None:
    said = head("UgwNew0000001", channel="youtube", raw={"replies": [{"author": PERSON}]})
    committed(erased, Page(complaints=[said]))
    assert hits(tmp_path) == []


def test_a_notice_of_an_erased_reply_and_a_reply_to_an_erased_complaint_are_refused(erased: Store) -> None:
    assert erased.add_notices([Notice("youtube", "blitar", "k", (REPLY,), None)], now=START) == 0
    with pytest.raises(ValueError, match="was erased"):
        erased.add_reply(
            Reply(channel="youtube", account="blitar", complaint=f"youtube:{ID}", text="x", by="p", created_at=START)
        )


def test_keys_that_we_make_are_not_taken_from_other_complaints(path: Path) -> None:
    def answered(n: int) -> Event:
        return Event(complaint=f"lapor:{n}", key="Tindak Lanjut:1", type=EventType.message, role=Role.agency, at=START)

    with Store(path, privacy_key=KEY) as store:
        Runs(store).say(head("1000001"), head("1000002"), events=[answered(1000001), answered(1000002)])
        store.erase(complaints=["lapor:1000001"], now=START + 9 * DAY)
        committed(store, Page(complaints=[head("1000003")], events=[answered(1000003)]), channel="lapor")
        assert [event.key for event in store.events("lapor:1000003")] == ["Tindak Lanjut:1"]
        assert [event.key for event in store.events("lapor:1000002")] == ["Tindak Lanjut:1"]
