"""``reply`` and ``outbox``: what an officer reads, and what goes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from complaint_hub import Hub, Store
from complaint_hub._io import Blocking
from complaint_hub.cli.refusals import REPLIES, reply_sentence
from complaint_hub.contract import Request, Response
from complaint_hub.outbox import SENTENCES, ReplyRefusal, refuse
from complaint_hub.settings import Settings
from support.answering import COMPLAINT, Answers, FilePlatform
from support.command import Command

TEXT = "Terima kasih, kami teruskan."


class Files:
    """A channel that reads files, and answers nowhere."""

    name, account = "answers", "a"

    def read(self, state: object, *, now: object) -> Any:
        return iter(())


def configured(channel: object) -> Callable[[Settings], list[object]]:
    """Settings that name this channel."""

    def channels(_: Settings) -> list[object]:
        return [channel]

    return channels


@pytest.fixture
def platform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FilePlatform:
    """One complaint in aduan.db, of a channel that answers on this platform."""
    made = FilePlatform(tmp_path / "platform")

    async def send(self: Any, request: Request, headers: Mapping[str, str], **_: object) -> Response:
        return made.answer(request, headers)

    monkeypatch.setattr(Blocking, "send", send)
    monkeypatch.setattr(Settings, "channels", configured(Answers()))
    with Hub([Answers()], store=tmp_path / "aduan.db") as hub:
        hub.sync()
    return made


@pytest.fixture
def second_person(tmp_path: Path) -> None:
    (tmp_path / "complaint-hub.toml").write_text('[replies]\napproval = "second_person"\n')


def test_a_reply_is_sent_and_the_officer_reads_that_the_public_sees_it(
    platform: FilePlatform, command: Command
) -> None:
    said = command("reply", COMPLAINT, TEXT, "--by", "petugas-07")
    assert (said.code, said.out) == (0, "✓ Balasan 1: terkirim dan terlihat publik\n")
    assert platform.texts() == [TEXT]


def test_a_short_number_is_taken_as_in_the_lists(platform: FilePlatform, command: Command) -> None:
    said = command("reply", "answers#1", TEXT, "--by", "petugas-07", "--json").json["reply"]
    assert (said["complaint"], said["state"], said["native_key"]) == (COMPLAINT, "verified", "r1")


def test_a_template_is_filled_and_says_what_the_reply_is(platform: FilePlatform, command: Command) -> None:
    words = ("--template", "entered_in_sp4n", "--field", "tracking_id=9123456", "--by", "p")
    said = command("reply", COMPLAINT, *words, "--json").json["reply"]
    assert said["intent"] == "acknowledgement"
    assert "nomor 9123456" in platform.texts()[0]


def test_a_field_that_is_missing_is_named_and_nothing_is_kept(platform: FilePlatform, command: Command) -> None:
    said = command("reply", COMPLAINT, "--template", "closing", "--field", "topic=jalan", "--by", "p")
    assert said.code == 2
    assert "memerlukan unit, date, result" in said.err
    assert command("outbox", "list", "--all", "--json").json == {"replies": []}


@pytest.mark.usefixtures("second_person")
def test_a_draft_waits_for_another_person(platform: FilePlatform, command: Command) -> None:
    said = command("reply", COMPLAINT, TEXT, "--by", "petugas-07")
    assert said.code == 0
    assert "konsep, menunggu persetujuan" in said.out
    assert "outbox approve 1 --by NAMA" in said.out
    refused = command("outbox", "approve", 1, "--by", "petugas-07")
    assert refused.code == 2
    assert "harus disetujui orang lain" in refused.err
    assert platform.taken() == []
    assert command("outbox", "approve", 1, "--by", "kabid").out == "✓ Balasan 1: terkirim dan terlihat publik\n"


def test_the_same_reply_twice_is_refused(platform: FilePlatform, command: Command) -> None:
    command("reply", COMPLAINT, TEXT, "--by", "p", "--draft")
    said = command("reply", COMPLAINT, TEXT + " ", "--by", "p")
    assert said.code == 2
    assert "sudah ada, nomor 1" in said.err


def test_what_waits_is_listed_sent_and_then_gone_from_the_list(platform: FilePlatform, command: Command) -> None:
    command("reply", COMPLAINT, TEXT, "--by", "petugas-07", "--draft")
    assert "disetujui, belum terkirim" in command("outbox", "list").out
    said = command("outbox", "send")
    assert said.code == 0
    assert "1 terkirim dan terlihat publik; menunggu: 0" in said.out
    assert "Tidak ada balasan yang menunggu" in command("outbox", "list").out
    assert [row["state"] for row in command("outbox", "list", "--all", "--json").json["replies"]] == ["verified"]


def test_a_throttled_reply_says_that_it_waits(platform: FilePlatform, command: Command) -> None:
    platform.says = [429]
    said = command("reply", COMPLAINT, TEXT, "--by", "p")
    assert said.code == 1
    assert "▲ Balasan 1: disetujui, belum terkirim: slow down" in said.out
    assert command("outbox", "send", "--json").json["deliveries"][0]["moved"]["verified"] == 1


def test_a_refused_reply_can_be_sent_again_or_withdrawn(platform: FilePlatform, command: Command) -> None:
    platform.says = [400, 400]
    assert command("reply", COMPLAINT, TEXT, "--by", "p").code == 1
    assert command("outbox", "again", 1, "--by", "p").code == 1
    assert "dibatalkan: oleh p" in command("outbox", "withdraw", 1, "--by", "p").out
    assert platform.taken() == []


@pytest.mark.usefixtures("platform")
def test_a_channel_that_takes_no_replies_gives_the_text_to_paste(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(Settings, "channels", configured(Files()))
    said = command("reply", COMPLAINT, TEXT, "--by", "p")
    assert said.code == 2
    assert said.err.startswith("complaint-hub: tidak dikirim: answers tidak menerima balasan dari program")
    assert TEXT in said.err
    with Store(tmp_path / "aduan.db") as store:
        assert store.replies() == []


@pytest.mark.parametrize("words", [("withdraw", "9", "--by", "p"), ("approve", "x", "--by", "p")])
@pytest.mark.usefixtures("platform")
def test_an_unknown_number_is_refused(command: Command, words: tuple[str, ...]) -> None:
    said = command("outbox", *words)
    assert said.code == 2
    assert "tidak ada balasan nomor" in said.err


@pytest.mark.usefixtures("platform")
def test_the_texts_are_listed_with_their_fields(command: Command) -> None:
    assert "acknowledgement: Tanda terima" in command("outbox", "templates").out
    (first, *_) = command("outbox", "templates", "--json").json["templates"]
    assert first["fields"] == ["topic", "unit", "due"]


@pytest.mark.parametrize("reason", ReplyRefusal)
def test_each_refusal_of_a_reply_has_its_sentence_with_the_same_names(reason: ReplyRefusal) -> None:
    def names(sentence: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(sentence) if name}

    assert names(REPLIES[reason]) == names(SENTENCES[reason])


def test_a_refusal_of_a_reply_is_said_in_indonesian() -> None:
    refused = refuse(ReplyRefusal.too_long, complaint="instagram:1", size=2300, unit="characters", channel="instagram",
                     amount=2200, over=100)  # fmt: skip
    assert "takes 2,200: shorten it by 100" in str(refused)
    assert reply_sentence(refused) == (
        "balasan untuk instagram:1 berisi 2.300 karakter, instagram menerima paling banyak 2.200: pendekkan 100"
    )


def test_what_a_reply_is_and_what_it_may_be_are_said_too() -> None:
    refused = refuse(ReplyRefusal.wrong_state, reply="3", state="sent", what="withdrawn", states="draft or failed")
    assert reply_sentence(refused) == (
        "balasan 3 sudah terkirim, jadi tidak dapat dibatalkan; hanya yang masih konsep atau gagal"
    )
