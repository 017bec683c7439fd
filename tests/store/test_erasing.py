"""One of a thousand people is erased: nothing of them stays, nothing brings them back, no figure moves."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from complaint_hub.contract import Notice, Page, Skipped
from complaint_hub.errors import ConfigError, StoreError
from complaint_hub.model import Attachment, Author, Complaint, Event, EventType, Link, Relation, Role, Source, Status
from complaint_hub.outbox import Reply
from complaint_hub.report import Counts, Run
from complaint_hub.store import Store
from support.rows import DAY, START, Runs, act, head

KEY = "0123456789abcdef" * 2
MANY = 1_000
WHO = Author(id="UCperson0000000500", name="Sri Wahyuni Contoh", url="https://example.invalid/@sriwahyuni")
HERS = ("Ugw0000500", "UgwElsewhere.reply500", WHO.id, WHO.name, "sriwahyuni", "jalan berlubang 500", "bantu dong 500")
"""Everything that tells of her: ids, names, texts."""


def thread(number: int, **fields: Any) -> Complaint:
    author = WHO if number == 500 else Author(id=f"UCother{number:011}", name=f"Warga {number}")
    return head(
        f"Ugw{number:07}",
        channel="youtube",
        text=f"jalan berlubang {number}",
        author=author,
        scope="video1",
        url=f"https://example.invalid/watch?lc=Ugw{number:07}&by=@{'sriwahyuni' if number == 500 else number}",
        raw={"id": f"Ugw{number:07}", "author": author.id},
        attachments=(Attachment(url=f"https://example.invalid/Ugw{number:07}.jpg"),),
        created_at=START + timedelta(minutes=number),
        **fields,
    )


def message(key: str, of: int, **fields: Any) -> Event:
    given: dict[str, Any] = {"role": Role.citizen, "at": START + DAY, "text": key} | fields
    return Event(complaint=f"youtube:Ugw{of:07}", key=key, type=EventType.message, **given)


def page(*, first: int = 0) -> Page:
    """Everything that the platform shows, as a walk over the whole account brings it."""
    events = [
        message("answer500", 500, role=Role.agency, text="Baik Kak Sri Wahyuni Contoh, kami tinjau"),
        message("UgwElsewhere.reply500", 7, author=WHO, text="bantu dong 500"),
        message("answer7", 7, role=Role.agency, text="Terima kasih Sri Wahyuni Contoh", at=START + 2 * DAY),
    ]
    return Page(
        complaints=[thread(n) for n in range(first, MANY)],
        events=events,
        marks={"Ugw0000500": "3", "Ugw0000500#held": "x"},
        skipped=[
            Skipped("damaged1", "no text", b'{"id":"other","authorChannelId":"UCperson0000000500"}'),
            Skipped("damaged2", "no text", b'{"id":"nobody"}'),
        ],
        state={"last": ["Ugw0000500", "Ugw0000999"]},
        complete=frozenset({"youtube:Ugw0000007"}),
    )


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A thousand complaints by a thousand people, one of them answered, joined, replied to and worked on."""
    path = tmp_path_factory.mktemp("filled") / "aduan.db"
    with Store(path, privacy_key=KEY) as store:
        fill(store)
    return path


@pytest.fixture
def kept(filled: Path, path: Path) -> Iterator[Store]:
    """A copy of that."""
    shutil.copy(filled, path)
    with Store(path, privacy_key=KEY) as store:
        yield store


def fill(store: Store) -> None:
    runs = Runs(store, channel="youtube", account="blitar")
    runs(page())
    told = page()
    edited = [replaced(event) for event in told.events]
    runs(replace(told, events=edited))
    hers = "youtube:Ugw0000500"
    acts = [
        act(EventType.triaged, "t1", hers, data={"kind": "complaint", "village": "Desa Contoh"}, unit="Dinas PUPR"),
        act(EventType.status, "s1", hers, status=Status.resolved, text="Sri Wahyuni Contoh puas", at=START + 3 * DAY),
        act(EventType.note, "n1", hers, source=Source.office, data={"was": {"text": "Sri Wahyuni Contoh"}}, at=None),
    ]
    store.record(acts, now=runs.now)
    store.link(Link(a=hers, b="youtube:Ugw0000007", relation=Relation.same_event, by="petugas"), now=runs.now)
    store.add_reply(
        Reply(
            channel="youtube", account="blitar", complaint=hers, text="Kak Sri Wahyuni Contoh", by="p", created_at=START
        )
    )
    store.add_notices([Notice("youtube", "blitar", "k1:Ugw0000500", ("Ugw0000500",), None)], now=runs.now)
    run = Run("youtube", "blitar", counts=Counts(), notices=("youtube:Ugw0000500 is odd",))
    store.save_run(run, started_at=runs.now, ended_at=runs.now)


def replaced(event: Event) -> Event:
    return event.model_copy(update={"text": "bantu dong 500 (disunting)"}) if event.author else event


def found(folder: Path) -> list[tuple[str, str]]:
    """Which of her words stand in which file."""
    files = [file for file in folder.iterdir() if file.is_file()]
    return [(file.name, word) for file in files for word in HERS if word and word.encode() in file.read_bytes()]


def figures(store: Store) -> list[tuple[object, ...]]:
    """All facts without their ids."""
    columns = store.facts().columns
    names = [name for name in columns if name not in ("id", "case")]
    return sorted(zip(*(map(str, columns[name]) for name in names), strict=True))


def test_nothing_of_the_person_is_left_in_any_file(kept: Store, tmp_path: Path) -> None:
    assert found(tmp_path)
    kept.erase(author=f"youtube:{WHO.id}", now=START + 9 * DAY)
    assert found(tmp_path) == []


def test_what_goes_is_told_beforehand_and_afterwards(kept: Store) -> None:
    would = kept.erasable(author=f"youtube:{WHO.id}")
    done = kept.erase(author=f"youtube:{WHO.id}", now=START + 9 * DAY)
    assert (would.complaints, would.messages, would.replies, would.quarantined, would.notices) == (
        ("youtube:Ugw0000500",), 1, 1, 1, 1,
    )  # fmt: skip
    assert (done.complaints, done.messages, done.scrubbed) == (would.complaints, would.messages, True)


def test_no_figure_moves(kept: Store) -> None:
    before = figures(kept)
    kept.erase(author=f"youtube:{WHO.id}", now=START + 9 * DAY)
    assert figures(kept) == before


def test_no_figure_moves_when_facts_are_told_anew(kept: Store) -> None:
    before = figures(kept)
    kept.erase(author=f"youtube:{WHO.id}", now=START + 9 * DAY)
    (shell,) = [one for one in kept.complaints() if one.native_id.startswith("erased-")]
    other = Link(a=shell.id, b="youtube:Ugw0000008", relation=Relation.duplicate_of)
    kept.link(other, now=START + 10 * DAY)
    kept.unlink(other, now=START + 10 * DAY)
    assert figures(kept) == before


@pytest.mark.parametrize("times", [1, 3], ids=["a sync", "deep syncs"])
def test_no_sync_brings_the_person_back(kept: Store, tmp_path: Path, times: int) -> None:
    before = figures(kept)
    kept.erase(author=f"youtube:{WHO.id}", now=START + 9 * DAY)
    runs = Runs(kept, channel="youtube", account="blitar")
    for walk in range(times):
        runs(replace(page(), walk=f"walk{walk}", swept=("*",), state=None))
    assert found(tmp_path) == []
    assert figures(kept) == before


def test_a_shell_is_neither_missed_nor_deleted(kept: Store) -> None:
    kept.erase(author=f"youtube:{WHO.id}", now=START + 9 * DAY)
    runs = Runs(kept, channel="youtube", account="blitar")
    for walk in range(3):
        runs(replace(page(), walk=f"walk{walk}", swept=("video1",), state=None))
    shells = [one for one in kept.complaints() if one.native_id.startswith("erased-")]
    assert [one.deleted_at for one in shells] == [None]
    assert not [name for name in kept.known("youtube", "blitar", n=2 * MANY) if name.startswith("erased-")]


def test_no_webhook_and_no_act_writes_the_id_down_again(kept: Store) -> None:
    kept.erase(author=f"youtube:{WHO.id}", now=START + 9 * DAY)
    assert kept.add_notices([Notice("youtube", "blitar", "k2", ("Ugw0000500",), None)], now=START + 9 * DAY) == 0
    with pytest.raises(ValueError, match="was erased"):
        kept.record([act(EventType.note, "n9", "youtube:Ugw0000500")], now=START + 9 * DAY)


def test_an_older_complaint_found_later_is_kept_out_with_its_messages(kept: Store, tmp_path: Path) -> None:
    kept.erase(author=f"youtube:{WHO.id}", now=START + 9 * DAY)
    runs = Runs(kept, channel="youtube", account="blitar")
    older = head("UgwOlder", channel="youtube", author=WHO, text="jalan berlubang 500")
    runs.say(older)
    runs.tell(Event(complaint="youtube:UgwOlder", key="m1", type=EventType.message, text="bantu dong 500", at=START))
    assert kept.complaint("youtube:UgwOlder") is None
    assert kept.waiting("youtube", "blitar") == 0


def test_what_the_person_writes_afterwards_is_a_new_matter(kept: Store) -> None:
    kept.erase(author=f"youtube:{WHO.id}", now=START + 9 * DAY)
    new = head("UgwNew", channel="youtube", author=WHO, created_at=START + 10 * DAY)
    Runs(kept, channel="youtube", account="blitar").say(new)
    assert kept.complaint("youtube:UgwNew") is not None


def test_an_export_tells_nothing_of_the_person(kept: Store, tmp_path: Path) -> None:
    kept.erase(author=f"youtube:{WHO.id}", now=START + 9 * DAY)
    told = "\n".join(one.model_dump_json() for one in kept.complaints())
    assert [word for word in HERS if word and word in told] == []


def test_single_complaints_are_erased_without_their_author(kept: Store) -> None:
    done = kept.erase(complaints=["youtube:Ugw0000003", "youtube:unknown"], now=START + 9 * DAY)
    assert done.complaints == ("youtube:Ugw0000003",)
    assert kept.complaint("youtube:Ugw0000003") is None
    assert sum(1 for _ in kept.heads()) == MANY


def test_others_are_left_as_they_are(kept: Store) -> None:
    before = {one.id: one for one in kept.heads()}
    kept.erase(author=f"youtube:{WHO.id}", now=START + 9 * DAY)
    after = {one.id: one for one in kept.heads()}
    assert [i for i in before if after.get(i) != before[i]] == ["youtube:Ugw0000500"]
    assert len(kept.quarantine()) == 1


def test_without_a_key_nobody_is_erased(store: Store) -> None:
    with pytest.raises(ConfigError, match="COMPLAINT_HUB_PRIVACY_KEY"):
        store.erase(author="youtube:UC1", now=START)


@pytest.mark.parametrize("key", [None, KEY[::-1]], ids=["no key", "another key"])
def test_once_somebody_was_erased_nothing_is_stored_without_the_key(kept: Store, path: Path, key: str | None) -> None:
    kept.erase(author=f"youtube:{WHO.id}", now=START + 9 * DAY)
    with Store(path, privacy_key=key) as other, pytest.raises(StoreError, match=r"\[privacy\]"):
        Runs(other, channel="youtube", account="blitar").say(thread(1))


@pytest.mark.parametrize("step", ["erased, not freed", "half-way"])
def test_a_second_run_ends_what_was_cut_off(
    kept: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    target = "complaint_hub.store.engine.Database.scrub" if step != "half-way" else (
        "complaint_hub.store.erasing._Erasing._outbox"
    )  # fmt: skip

    def die(*_: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(target, die)
        with pytest.raises(KeyboardInterrupt):
            kept.erase(author=f"youtube:{WHO.id}", now=START + 9 * DAY)
    kept.erase(author=f"youtube:{WHO.id}", now=START + 9 * DAY)
    assert found(tmp_path) == []
