"""What an office gives in wrong, door by door: each is refused in one clear error, and nothing is stored, not by half.

The doors are triage with its rules, casework, and replies on the four channels that take them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from complaint_hub import Complaint, Hub, Page, casework
from complaint_hub._drafting import Answering
from complaint_hub._io import Blocking
from complaint_hub.errors import CaseworkError, HubError, OutboxError, RejectedError
from complaint_hub.model import Event, EventType, Role
from complaint_hub.store import Store
from complaint_hub.templates import Templates
from support.command import Command
from support.comment_stages import InstagramStage, TikTokStage
from support.reply_stages import GoogleStage, YouTubeStage

RECEIVED = datetime(2026, 3, 2, 3, tzinfo=UTC)
NOW = RECEIVED + timedelta(days=1)
REPORT = "lapor:9123456"
BY = ("--by", "petugas-07")
REGISTRY = """\
[[units]]
code = "pupr"
name = "Dinas PUPR"

[[units]]
code = "pu"
name = "Dinas Pengairan"
aliases = ["Pengairan"]

[[units]]
code = "pu2"
name = "Bidang Pengairan"
aliases = ["Pengairan"]

[[officers]]
id = "petugas-07"
role = "coordinator"
unit = "pupr"

[[officers]]
id = "petugas-01"
role = "liaison"
unit = "pupr"
until = 2026-03-01
"""
BROKEN = 'source = "rapat"\n[[rows]]\nid = "satu"\npattern = "("\nkind = "spam"\n'


def row(channel: str, account: str, native_id: str, **more: Any) -> Complaint:
    values: dict[str, Any] = {"form": "comment", "created_at": RECEIVED, "text": "Jalan berlubang"} | more
    return Complaint(id=f"{channel}:{native_id}", channel=channel, account=account, native_id=native_id, **values)


def kept(store: Store, *rows: Complaint, events: tuple[Event, ...] = ()) -> None:
    for one in rows:
        version = store.checkpoint(one.channel, one.account).version
        page = Page(complaints=[one], events=events)
        store.commit(one.channel, one.account, page, version=version, now=RECEIVED)


def whole(database: Path) -> list[str]:
    """Everything that a database holds."""
    base = sqlite3.connect(database)
    try:
        return list(base.iterdump())
    finally:
        base.close()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A report and two comments, a registry, and settings that name both."""
    with Store(tmp_path / "aduan.db") as store:
        kept(
            store,
            row("lapor", "kab", "9123456", form="report"),
            row("instagram", "178414", "1"),
            row("instagram", "178414", "2"),
        )
    (tmp_path / "registry.toml").write_text(REGISTRY, encoding="utf-8")
    (tmp_path / "pilah.toml").write_text(BROKEN, encoding="utf-8")
    (tmp_path / "complaint-hub.toml").write_text('store = "aduan.db"\n[registry]\npath = "registry.toml"\n')
    return tmp_path / "aduan.db"


# --- triage and casework, as an officer types them

TYPED = {
    "forward to an unknown unit": (("forward", REPORT, "Dinas Sihir", *BY), "Dinas Sihir tidak ada dalam registri"),
    "forward to a name of two units": (("forward", REPORT, "Pengairan", *BY), "pakai kodenya"),
    "triage to an unknown unit": (("triage", "instagram:1", "--unit", "Dinas Sihir", *BY), "tidak ada dalam registri"),
    "triage as an unknown kind": (("triage", "instagram:1", "--kind", "marah", *BY), "no such kind"),
    "an officer whose term ended": (("forward", REPORT, "pupr", "--by", "petugas-01"), "tidak bertugas pada"),
    "an officer whom nobody knows": (("note", REPORT, "x", "--by", "petugas-99"), "tidak ada dalam registri"),
    "a rule with a broken pattern": (
        ("triage", "instagram:1", "--accept", "--rules", "pilah.toml", *BY),
        "pilah.toml, row 1 (satu): pattern must be a regular expression",
    ),
    "hand back what no unit has": (("return", REPORT, "bukan kami", *BY), "tidak sedang didisposisikan"),
    "resolve before it came in": (("resolve", REPORT, *BY, "--at", "2026-03-01"), "mendahului masuknya"),
    "resolve what is to come": (("resolve", REPORT, *BY, "--at", "2099-01-01"), "belum tiba"),
    "a note without a word": (("note", REPORT, "  ", *BY), "teksnya kosong"),
    "evidence that is no address": (("evidence", REPORT, "--link", "foto.jpg", *BY), "bukan alamat"),
    "extend by nothing": (("extend", REPORT, "lambat", *BY), "jumlah"),
    "reopen what is open": (("reopen", REPORT, "lagi", *BY), "masih terbuka"),
    "undo what was not done": (("undo", REPORT, "salah", *BY), "tidak ada tindakan petugas yang dapat dibatalkan"),
    "an unknown complaint": (("forward", "lapor:1", "pupr", *BY), "tidak ada aduan 'lapor:1'"),
    "a template without its fields": (
        ("reply", "instagram:1", "--template", "closing", "--field", "topic=jalan", *BY),
        "templat closing memerlukan unit, date, result",
    ),
    "an unknown template": (("reply", "instagram:1", "--template", "sulap", *BY), "tidak ada templat 'sulap'"),
    "a circle of links": (("link", REPORT, REPORT, "--relation", "duplicate_of", *BY), ""),
}


@pytest.mark.parametrize(("words", "said"), TYPED.values(), ids=TYPED)
def test_what_is_typed_wrong_is_refused_and_nothing_is_stored(
    command: Command, database: Path, words: tuple[str, ...], said: str
) -> None:
    before = whole(database)
    answer = command(*words)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert "Traceback" not in answer.err
    assert whole(database) == before


def test_the_second_of_two_who_close_one_case_is_told_and_the_first_act_stands(database: Path) -> None:
    def closed_by(officer: str) -> Callable[[Complaint], Event]:
        return lambda found: casework.resolve(found, by=officer, at=NOW, now=NOW)

    with Store(database) as store:
        store.act(REPORT, closed_by("petugas-07"), now=NOW)
        before = whole(database)
        # Both saw it open; the second finds out in the transaction itself.
        with pytest.raises(CaseworkError, match="is resolved since"):
            store.act(REPORT, closed_by("petugas-08"), now=NOW)
        assert whole(database) == before
        assert [event.by for event in store.events(REPORT)] == ["petugas-07"]


# --- replies, on each channel that takes them


class Door:
    """A channel, a complaint of it in a store of its own, and a platform that must not be asked."""

    def __init__(self, channel: Answering, complaint: str, database: Path) -> None:
        self.channel, self.complaint, self.database = channel, complaint, database
        self.store = Store(database)

    def keep(self, **more: Any) -> None:
        """Keep the complaint, with a message of a citizen on it that is hidden."""
        _, _, native_id = self.complaint.partition(":")
        hidden = Event(
            complaint=self.complaint, key="m-1", type=EventType.message, role=Role.citizen, public=False, at=NOW
        )
        made = row(self.channel.name, self.channel.account, native_id, scope="video-1", **more)
        kept(self.store, made, events=(hidden,))

    def delete(self) -> None:
        """Three readings do not find it."""
        _, _, native_id = self.complaint.partition(":")
        for n in range(3):
            version = self.store.checkpoint(self.channel.name, self.channel.account).version
            page = Page(missing=(native_id,))
            self.store.commit(
                self.channel.name, self.channel.account, page, version=version, now=NOW + timedelta(hours=n)
            )

    def reply(self, text: str, **more: Any) -> None:
        with Hub([self.channel], store=self.store, clock=lambda: NOW + timedelta(days=1)) as hub:
            hub.reply(self.complaint, text, by="petugas-07", **more)


STAGES: dict[str, Callable[[], Any]] = {
    "youtube": YouTubeStage,
    "google_reviews": GoogleStage,
    "instagram": InstagramStage,
    "tiktok": TikTokStage,
}
TOO_LONG = {"youtube": "x" * 10_001, "google_reviews": "é" * 2_049, "instagram": "x" * 2_201, "tiktok": "x" * 151}
"""One more than the channel takes; Google counts bytes."""


@pytest.fixture(params=STAGES)
def door(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    async def asked(self: object, request: object, *_: object, **__: object) -> None:
        raise AssertionError(f"the platform was asked: {request}")

    monkeypatch.setattr(Blocking, "send", asked)
    stage = STAGES[request.param]()
    made = Door(stage.channel, stage.complaint, tmp_path / "aduan.db")
    yield made
    made.store.close()


# A review is shown, or it is not there, and has no messages of others.
comments = pytest.mark.parametrize("door", ["youtube", "instagram", "tiktok"], indirect=True)


def refused(door: Door, kind: type[HubError], said: str, text: str = "Terima kasih.", **more: Any) -> None:
    """It is refused so, before any request, and the store is as it was."""
    before = whole(door.database)
    with pytest.raises(kind, match=said):
        door.reply(text, **more)
    assert whole(door.database) == before


def test_a_reply_that_is_too_long_is_refused_in_the_channels_own_unit(door: Door) -> None:
    door.keep()
    limit = door.channel.reply_limit
    refused(door, OutboxError, f"{limit.amount:,}".replace(",", ".?"), TOO_LONG[door.channel.name])


def test_a_filled_template_that_is_too_long_is_refused_before_it_is_a_reply(door: Door) -> None:
    closing = Templates.load().named("closing")
    values = dict.fromkeys(closing.fields, TOO_LONG[door.channel.name])
    with pytest.raises(OutboxError, match="shorten a field by"):
        closing.fill(values, limit=door.channel.reply_limit)


def test_a_complaint_that_was_deleted_is_not_answered(door: Door) -> None:
    door.keep()
    door.delete()
    refused(door, RejectedError, "deleted on the platform")


@comments
def test_a_complaint_that_is_hidden_is_not_answered(door: Door) -> None:
    door.keep(source_detail="held" if door.channel.name == "youtube" else "hidden")
    refused(door, RejectedError, "hidden|held for review")


@comments
def test_a_message_that_is_hidden_is_not_answered(door: Door) -> None:
    door.keep()
    refused(door, RejectedError, "m-1 is (hidden|not public)", about="m-1")


def test_a_message_that_nobody_knows_is_not_answered(door: Door) -> None:
    door.keep()
    refused(door, OutboxError, "m-9", about="m-9")


def test_a_reply_without_a_word_is_refused(door: Door) -> None:
    door.keep()
    refused(door, OutboxError, "text", "  \n ")


def test_a_complaint_that_is_not_there_is_not_answered(door: Door) -> None:
    refused(door, OutboxError, "there is no complaint")


def test_the_same_words_twice_are_refused_while_the_first_are_on_their_way(door: Door) -> None:
    door.keep()
    door.reply("Terima kasih.", send=False)
    refused(door, OutboxError, "on its way|already", send=False)
