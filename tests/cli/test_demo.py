"""The demo: from nothing to the rapor, an office at work, again without doubling anything, never in a real store."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stdout
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from complaint_hub import Hub
from complaint_hub.cli import main
from complaint_hub.cli.platforms import read_by, started
from complaint_hub.evaluation import read_official
from complaint_hub.model import EventType, Source, Status
from complaint_hub.store import Store
from support.command import Answer, Command

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
AT = ("--now", "2026-11-24T09:00")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """Where the demo has run once, and what it printed."""
    folder = tmp_path_factory.mktemp("demo")
    with redirect_stdout(StringIO()) as out:
        assert main(["demo", "--store", str(folder / "demo.db"), "--json"]) == 0
    return folder, json.loads(out.getvalue())


@pytest.fixture(scope="module")
def folder(made: tuple[Path, dict[str, Any]]) -> Path:
    """Where the demo has run once."""
    return made[0]


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    """The demo's database, to be looked at."""
    with Store(folder / "demo.db", read_only=True) as opened:
        yield opened


@pytest.fixture
def again(command: Command, folder: Path) -> Answer:
    """What a second run prints."""
    return command("demo", "--store", folder / "demo.db")


def test_the_report_the_due_list_and_the_rapor_are_printed(again: Answer) -> None:
    assert again.code == 0
    for part in (
        "✓ lapor · Pemerintah Kabupaten Blitar",
        "✓ youtube · UC",
        "✓ google_reviews · google",
        "✓ instagram · 17841400000000000",
        "✓ tiktok · _000sandboxBlitar0000000000000000000",
        "✓ register · register",
        "2. Semua kanal dalam satu basis data",
        "4. Jatuh tempo per 24 Nov 2026 09.00 WIB",
        "62 aduan, 62 selesai (100%), %TL 100%, rata-rata tindak lanjut 15,6 hari (kalender, sejak disposisi) · ",
        'Kualitas "baik" (masukan dari SE 100.4.4/3368/SJ',
        "SK tim ada, rencana aksi belum ada",
        "Menyusun dan menetapkan rencana aksi pengelolaan pengaduan",
        "Coba berikutnya:",
    ):
        assert part in again.out


def test_running_it_again_stores_nothing_twice(command: Command, folder: Path) -> None:
    said = command("demo", "--store", folder / "demo.db", "--json")
    assert said.code == 0
    assert [run["new"] for run in said.json["runs"]] == [0] * 6


def test_the_files_lie_beside_the_store_to_be_looked_at(folder: Path) -> None:
    names = {path.name for path in (folder / "demo-data").iterdir()}
    assert {"laporan-ringkas-2023.xlsx", "tindak-lanjut-2023.xlsx", "hasil-2023.toml"} <= names


def test_the_official_result_is_the_letters(folder: Path) -> None:
    result = read_official(folder / "demo-data" / "hasil-2023.toml")
    assert (result.letter, str(result.letter_date), result.predicate) == ("SE 100.4.4/3368/SJ", "2024-07-22", "baik")
    assert result.figures == {"total": 62, "finished_share": 1.0, "mean_follow_up": 15.6}


def test_a_store_with_other_accounts_is_refused(command: Command, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Tracking ID;Tanggal Laporan Masuk\n9000001;3 Jan 2026")
    command("import", "lapor", "a.csv", "--agency", "Kabupaten Asli", "--store", "asli.db")
    said = command("demo", "--store", "asli.db")
    assert said.code == 2
    assert "asli.db holds complaints of lapor Kabupaten Asli" in said.err
    assert not (tmp_path / "demo-data").exists()
    assert command("list", "--store", "asli.db", "--json").json["total"] == 1


def test_the_registry_knows_63_officers_and_every_unit_that_complaints_name(again: Answer) -> None:
    assert "Registri per 24 Nov 2026: 64 unit · 63 petugas aktif · 23 tempat" in again.out
    known, of = re.findall(r"Unit pada aduan: (\d+) dari (\d+) dikenal registri", again.out)[0]
    assert known == of != "0"


def test_the_registry_that_the_demo_writes_is_its_own_next_command(command: Command, folder: Path) -> None:
    said = command("registry", "check", folder / "demo-data" / "registry.toml", "--store", folder / "demo.db")
    assert said.code == 0
    assert "✓ Tidak ada yang janggal." in said.out
    assert "tidak dikenal" not in said.out


def test_a_registry_that_a_reader_changed_stays_changed(command: Command, folder: Path) -> None:
    path = folder / "demo-data" / "registry.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n# dicatat\n", encoding="utf-8")
    command("demo", "--store", folder / "demo.db", "--json")
    assert path.read_text(encoding="utf-8").endswith("\n# dicatat\n")


def test_the_office_sorts_forwards_answers_links_and_closes(made: tuple[Path, dict[str, Any]]) -> None:
    acts = made[1]["acts"]
    names = ("triaged", "forwarded", "returned", "postponed", "extended", "evidence", "note", "linked", "resolved")
    assert [name for name in names if not acts.get(name)] == []
    assert acts["reply_verified"] >= 10
    assert acts["reply_draft"] == 2
    assert not acts.get("reply_unsure", 0) + acts.get("reply_failed", 0)


def test_it_acts_on_all_six_channels_over_many_units_and_kecamatan(store: Store) -> None:
    acted = [
        complaint
        for complaint in store.complaints(since=datetime(2026, 8, 1, tzinfo=UTC))
        if any(event.source is Source.office for event in complaint.timeline or ())
    ]
    assert len({complaint.channel for complaint in acted}) == 6
    assert len({complaint.unit for complaint in acted}) >= 12
    assert len({complaint.district for complaint in acted}) >= 12
    statuses = Counter(complaint.status for complaint in acted)
    for status in (Status.forwarded, Status.postponed, Status.awaiting_citizen, Status.responded, Status.resolved):
        assert statuses[status], status


def test_a_reply_stands_on_each_platform_that_takes_one(store: Store) -> None:
    sent = {reply.channel for reply in store.replies(states=("sent", "verified"))}
    assert sent == {"youtube", "google_reviews", "instagram", "tiktok"}


def test_a_second_run_acts_no_more(again: Answer, store: Store) -> None:
    assert "Sudah dikerjakan pada putaran sebelumnya." in again.out
    assert len(store.replies()) == len({(reply.complaint, reply.text) for reply in store.replies()})


def test_the_platforms_of_a_second_run_hold_the_replies_of_the_first(folder: Path, tmp_path: Path) -> None:
    shutil.copy(folder / "demo.db", tmp_path / "demo.db")
    with Store(tmp_path / "demo.db") as store:
        sent = sorted(store.replies(states=("sent", "verified")), key=lambda reply: int(reply.id))
        with started(replies=sent) as running, Hub(read_by(running), store=store, clock=lambda: NOW) as hub:
            runs = hub.sync(deep="full").runs
        assert [(run.error, run.counts.gone) for run in runs] == [(None, 0)] * 4
        known = store.complaints_named([reply.complaint for reply in sent])
        for reply in sent:
            told = known[reply.complaint].timeline or ()
            assert [e.text for e in told if e.type is EventType.message].count(reply.text) == 1
            assert not [e for e in told if e.type is EventType.deleted]


def test_what_it_leaves_is_worth_a_digest_and_a_page_of_who_has_not_answered(command: Command, folder: Path) -> None:
    settings = ("--config", folder / "demo-data" / "complaint-hub.toml", *AT)
    text = command("digest", *settings).out
    assert "▲ lewat " in text
    assert "‖ ditunda sampai 24 Nov 2026" in text
    assert "(petugas-15): " in text
    assert "Kasus lama dari impor pertama: " in text
    page = command("digest", "--sekda", *settings, "--json").json
    assert len([unit for unit in page["units"] if unit["waiting"]]) >= 10


def test_the_next_commands_that_it_names_work(command: Command, again: Answer, folder: Path) -> None:
    named = again.out.split("Coba berikutnya:\n")[1]
    for line in named.splitlines():
        words = line.split("complaint-hub ", 1)[1].split()
        if words[0] in ("digest", "due", "outbox", "scorecard"):
            said = command(*words)
            assert said.code == 0, line


def test_a_moment_before_the_platforms_own_sends_no_reply(command: Command, tmp_path: Path) -> None:
    said = command("demo", "--store", "dulu.db", "--now", "2026-11-20T09:00", "--json")
    assert said.code == 0
    assert said.json["acts"]["triaged"]
    assert not [name for name in said.json["acts"] if name.startswith("reply_")]
