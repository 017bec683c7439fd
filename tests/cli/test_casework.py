"""The acts on the command line: told in Indonesian, signed, refused in words, and undone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from string import Formatter

import pytest

from complaint_hub import Author, Complaint, Page, Store
from complaint_hub.casework import SENTENCES, Refusal
from complaint_hub.cli.refusals import REFUSALS
from support.command import Command

RECEIVED = datetime(2026, 3, 2, 3, tzinfo=UTC)
LONG = "locations/1/reviews/" + "A" * 80
REGISTRY = """\
[[units]]
code = "pupr"
name = "Dinas PUPR"
aliases = ["Dinas Pekerjaan Umum"]

[[units]]
code = "dishub"
name = "Dinas Perhubungan"

[[officers]]
id = "petugas-07"
role = "coordinator"
unit = "pupr"
until = 2026-12-31

[[officers]]
id = "petugas-01"
role = "liaison"
unit = "pupr"
until = 2026-03-01
"""
BY = ("--by", "petugas-07")


def comment(n: int, channel: str, native_id: str, text: str, **more: object) -> Complaint:
    values = {"account": "kab", "form": "comment", "created_at": RECEIVED + timedelta(hours=n), "text": text} | more
    return Complaint(id=f"{channel}:{native_id}", channel=channel, native_id=native_id, **values)


@pytest.fixture(autouse=True)
def store(tmp_path: Path) -> Path:
    """A review, two comments of one person that say nearly the same, and a report; and a registry."""
    rows = [
        comment(0, "google_reviews", LONG, "Antrean poli lama sekali"),
        comment(1, "instagram", "1", "Jalan berlubang di depan pasar Wlingi", author=Author(id="7", name="Warga")),
        comment(2, "instagram", "2", "Pak, jalan di depan pasar Wlingi berlubang", author=Author(id="7", name="Warga")),
        comment(3, "lapor", "9123456", "Jalan rusak", form="report"),
    ]
    with Store(tmp_path / "aduan.db") as opened:
        for row in rows:
            version = opened.checkpoint(row.channel, "kab").version
            opened.commit(row.channel, "kab", Page(complaints=[row]), version=version, now=RECEIVED)
    (tmp_path / "registry.toml").write_text(REGISTRY, encoding="utf-8")
    (tmp_path / "complaint-hub.toml").write_text('store = "aduan.db"\n[registry]\npath = "registry.toml"\n')
    return tmp_path / "aduan.db"


def named(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def kinds(store: Path, complaint: str) -> list[str]:
    with Store(store) as opened:
        return [str(event.type) for event in opened.events(complaint)]


def test_a_case_goes_its_way(command: Command) -> None:
    day = ("--at", "2026-03-03T09:00")
    said = command("forward", "instagram#2", "Dinas Pekerjaan Umum", *BY, *day)
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines() == [
        "✓ instagram:1 didisposisikan ke Dinas PUPR; 3 Mar 2026 09.00 WIB, petugas-07",
        "Rincian: complaint-hub show instagram:1",
    ]
    command("return", "instagram#2", "jalan provinsi", *BY, "--at", "2026-03-04T09:00")
    command("forward", "instagram#2", "dishub", *BY, "--at", "2026-03-05T09:00")
    command("postpone", "instagram#2", "menunggu dana", *BY, "--at", "2026-03-06T09:00", "--until", "2026-04-01")
    command("extend", "instagram#2", "menunggu dana", *BY, "--days", 5, "--at", "2026-03-06T10:00")
    command("resume", "instagram#2", *BY, "--at", "2026-03-09")
    command("note", "instagram#2", "sudah diinput ke SP4N nomor 9123456", *BY, "--at", "2026-03-09")
    command("evidence", "instagram#2", "--link", "https://contoh.example/a.jpg", *BY, "--at", "2026-03-10")
    said = command("resolve", "instagram#2", "--text", "ditambal", *BY, "--at", "2026-03-10", "--json").json
    assert said["complaint"] == {
        "id": "instagram:1",
        "kind": None,
        "unit": "Dinas Perhubungan",
        "status": "resolved",
    }
    assert [event["day"] for event in said["events"]] == [True]
    shown = command("show", "instagram:1").out
    assert "■ disposisi · ke Dinas PUPR · oleh petugas-07" in shown
    assert "■ selesai · oleh petugas-07" in shown
    assert command("reopen", "instagram#2", "berlubang lagi", *BY, "--at", "2026-03-11T08:00").code == 0


def test_a_dismissed_comment_is_not_forwarded(command: Command) -> None:
    assert command("verify", "instagram:1", *BY).out.startswith("✓ instagram:1 diverifikasi; ")
    said = command("dismiss", "instagram:1", "not_our_authority", "jalan provinsi", *BY)
    assert said.out.startswith("✓ instagram:1 bukan wewenang; ")
    said = command("forward", "instagram:1", "pupr", *BY)
    assert "instagram:1 sudah bukan wewenang sejak" in said.err
    assert command("dismiss", "instagram:2", "closed", "x", *BY).code == 2
    assert "teksnya kosong" in command("dismiss", "instagram:2", "rejected", " ", *BY).err


def test_what_else_is_worth_knowing_is_said(command: Command) -> None:
    assert "Belum ada petugas aktif di Dinas Perhubungan." in command("forward", "lapor:9123456", "dishub", *BY).out
    assert "Pelapor belum mendapat jawaban di kanalnya." in command("resolve", "lapor:9123456", *BY).out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("forward", "lapor:9123456", "Dinas Sihir", *BY), "unit Dinas Sihir tidak ada dalam registri"),
        (
            ("forward", "lapor:9123456", "pupr", "--by", "petugas-01"),
            "petugas petugas-01 tidak bertugas pada",
        ),
        (("return", "lapor:9123456", "bukan kami", *BY), "tidak sedang didisposisikan ke unit mana pun"),
        (
            ("resolve", "lapor:9123456", *BY, "--at", "2026-03-02T12:00"),
            "waktu 2 Mar 2026 12.00 WIB mendahului masuknya lapor:9123456 (2 Mar 2026 13.00 WIB)",
        ),
        (("resolve", "lapor:9123456", *BY, "--at", "2099-01-01"), "belum tiba"),
        (("reopen", "lapor:9123456", "lagi", *BY), "lapor:9123456 masih terbuka (diterima)"),
        (("undo", "lapor:9123456", "salah", *BY), "tidak ada tindakan petugas yang dapat dibatalkan"),
        (("undo", "lapor:9123456", "salah", *BY, "--event", "x"), "tidak ada kejadian x pada lapor:9123456"),
        (("note", "lapor:1", "x", *BY), "tidak ada aduan 'lapor:1'"),
        (("note", "youtube#1", "x", *BY), "tidak ada aduan 'youtube#1'"),
        (("extend", "lapor:9123456", "x", *BY, "--until", "besok"), "write 2026-11-24"),
        (("extend", "lapor:9123456", "x", *BY, "--days", "1", "--clock", "jam"), "no such clock; one of triage"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_what_cannot_be_is_refused_in_words_and_nothing_is_stored(
    command: Command, store: Path, words: tuple[object, ...], told: str
) -> None:
    said = command(*words)
    assert (said.code, said.out) == (2, "")
    assert told in said.err
    assert kinds(store, "lapor:9123456") == []


def test_the_second_who_closes_a_case_is_told_that_it_is_closed(command: Command, store: Path) -> None:
    command("resolve", "lapor:9123456", *BY, "--at", "2026-03-03T09:00")
    said = command("resolve", "lapor:9123456", *BY)
    assert said.code == 2
    assert "lapor:9123456 sudah selesai sejak 3 Mar 2026 09.00 WIB: buka kembali dahulu (reopen)" in said.err
    assert kinds(store, "lapor:9123456") == ["resolved"]


def test_the_last_act_is_undone_and_both_are_shown(command: Command, store: Path) -> None:
    command("forward", "lapor:9123456", "pupr", *BY, "--at", "2026-03-04T09:00")
    said = command("undo", "lapor:9123456", "salah unit", *BY)
    assert said.out.startswith("✓ lapor:9123456 disposisi dibatalkan; ")
    shown = command("show", "lapor:9123456").out
    assert "■ disposisi · oleh petugas-07 · dibatalkan" in shown
    assert "salah unit" in shown
    assert "Status      diterima" in shown
    assert sorted(kinds(store, "lapor:9123456")) == ["forwarded", "note"]


@pytest.mark.parametrize("refusal", Refusal)
def test_every_refusal_is_worded_with_what_its_english_sentence_names(refusal: Refusal) -> None:
    assert named(REFUSALS[refusal]) <= named(SENTENCES[refusal])


def test_a_tracking_id_in_a_note_and_near_texts_are_candidates(command: Command) -> None:
    said = command("note", "instagram#2", "sudah diinput ke SP4N, nomor 9123456 dan lapor #7000000", *BY)
    assert "dicatat (menyebut lapor:9123456, lapor:7000000; lihat candidates)" in said.out
    said = command("candidates", "instagram#2")
    assert said.out.splitlines() == [
        "instagram:1 dialihkan ke lapor:9123456?  nomornya disebut",
        "  Jalan rusak",
        "  complaint-hub link instagram:1 lapor:9123456 --relation transferred_to --by ...",
        "instagram:2 sama dengan instagram:1?  teksnya mirip, pelapor sama (76,9%)",
        "  Pak, jalan di depan pasar Wlingi berlubang",
        "  complaint-hub link instagram:2 instagram:1 --relation duplicate_of --by ...",
        "Disebut, tetapi belum ada di sini: lapor:7000000",
    ]


def test_what_is_linked_is_no_candidate_any_more(command: Command) -> None:
    command("link", "instagram:2", "instagram:1", "--relation", "duplicate_of", *BY)
    said = command("candidates", "instagram:1", "--json").json
    assert said == {"candidates": [], "unknown": []}
    assert command("candidates", "instagram:1").out == "Tidak ada calon tautan untuk instagram:1.\n"
    assert command("candidates", "instagram:9").code == 2


def test_an_act_on_a_row_whose_case_goes_on_elsewhere_says_where(command: Command) -> None:
    command("link", "instagram:1", "lapor:9123456", "--relation", "transferred_to", *BY)
    said = command("note", "instagram:1", "telepon", *BY)
    assert "Kasusnya berlanjut di lapor:9123456: status kasus mengikuti aduan itu." in said.out


def test_a_link_and_its_end_are_told_on_both(command: Command) -> None:
    pair = ("instagram:2", "instagram:1", "--relation", "duplicate_of", "--by", "petugas-07")
    command("link", *pair)
    command("unlink", *pair)
    shown = command("show", "instagram:1").out
    assert "■ ditautkan · oleh petugas-07" in shown
    assert "■ tautan dilepas · oleh petugas-07" in shown
