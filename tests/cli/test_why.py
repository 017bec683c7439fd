"""``why``, ``policy check`` and the narrower ``due``: what an officer asks about a deadline."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from complaint_hub.contract import Page
from complaint_hub.model import Complaint, EventType, Link, Relation, Source, Status
from complaint_hub.store import Store
from support.cases import answer, complaint, event
from support.command import Answer, Command

NOW = ("--now", "2023-06-20T09:00")
REGISTRY = """\
[[units]]
code = "pupr"
name = "Dinas Pekerjaan Umum"
aliases = ["Dinas PUPR"]

[[units]]
code = "dishub"
name = "Dinas Perhubungan"

[[officers]]
id = "petugas-01"
role = "liaison"
unit = "pupr"

[[officers]]
id = "petugas-02"
role = "liaison"
unit = "dishub"
until = 2022-12-31
"""
LIMITS = """\
source = "Perbup (contoh)"
[[rows]]
clock = "resolution"
units = ["pupr"]
target = 7
unit = "working_days"
start = ["forwarded"]
"""


@pytest.fixture
def store(tmp_path: Path, command: Command) -> Path:
    """Two reports, and a comment that was entered as the first of them."""
    path = tmp_path / "aduan.db"
    first = complaint("2023-06-07 08:00", number=1, unit="Dinas PUPR", title="Jalan rusak")
    other = complaint("2023-06-19 08:00", number=2, unit="Dinas Perhubungan")
    comment = complaint("2023-06-05 08:00", id="instagram:9", channel="instagram", native_id="9", kind=None)
    office = {"source": Source.office}
    events = [
        event(EventType.forwarded, "2023-06-08 09:00", status=Status.forwarded, **office),
        answer("2023-06-12 09:00", **office),
    ]
    with Store(path) as opened:
        put(opened, first, other)
        put(opened, comment)
        opened.record(events, now=datetime(2023, 6, 13, tzinfo=UTC))
        opened.link(Link(a=comment.id, b=first.id, relation=Relation.transferred_to))
    (tmp_path / "registry.toml").write_text(REGISTRY)
    (tmp_path / "batas.toml").write_text(LIMITS)
    return path


def put(store: Store, *rows: Complaint) -> None:
    channel = rows[0].channel
    heads = [row.model_copy(update={"timeline": None}) for row in rows]
    page = Page(state={"v": 1}, complaints=heads)
    store.commit(channel, "Kabupaten Blitar", page, version=0, now=datetime(2023, 6, 13, tzinfo=UTC))


def settings(folder: Path, *lines: str) -> None:
    (folder / "complaint-hub.toml").write_text("\n".join(['store = "aduan.db"', *lines]))


def why(command: Command, id_: str, *words: str) -> Answer:
    return command("why", id_, "--store", "aduan.db", *NOW, *words)


@pytest.mark.usefixtures("store")
def test_each_clock_is_explained_with_its_source_and_the_forecast(command: Command) -> None:
    said = why(command, "lapor:1").out
    assert "✓ Verifikasi" in said
    # A case of two rows counts from the comment of 5 June.
    assert "Batas waktu 8 Juni 2023: 3 hari kerja sejak diterima 5 Juni." in said
    assert "✓ Tindak lanjut unit 1 (Dinas PUPR)" in said
    assert "Dasar: App Store text of LAPOR!" in said
    assert "SP4N-LAPOR! menutupnya sendiri setelah 26 Juni 2023 (10 hari kerja sejak jawaban terakhir)." in said


@pytest.mark.usefixtures("store")
def test_a_row_that_was_joined_is_explained_as_its_case(command: Command) -> None:
    assert "Dihitung sebagai kasus lapor:1" in why(command, "instagram:9").out
    found = why(command, "instagram:9", "--json").json
    assert (found["case"], found["closes_on"]) == ("lapor:1", "2023-06-26")
    assert found["clocks"] == why(command, "lapor:1", "--json").json["clocks"]


@pytest.mark.usefixtures("store")
def test_the_days_stand_one_by_one_when_asked(command: Command) -> None:
    said = why(command, "lapor:2", "--days").out
    assert "Selasa, 20 Juni 2023       1" in said
    assert why(command, "lapor:404").code == 2


def due(command: Command, *words: str) -> list[str]:
    said = command("due", *NOW, *words, "--json")
    return [row["id"] for row in said.json["due"]]


@pytest.mark.usefixtures("store")
def test_due_can_be_narrowed_to_an_officer_whom_the_registry_knows(command: Command, tmp_path: Path) -> None:
    settings(tmp_path, '[registry]\npath = "registry.toml"')
    assert due(command, "--officer", "petugas-01") == ["lapor:1"]
    (row,) = command("due", *NOW, "--unit", "pupr", "--json").json["due"]
    assert row["officers"] == ["petugas-01"]
    assert "active in no unit on 2023-06-20" in command("due", *NOW, "--officer", "petugas-02").err
    assert "does not stand in the registry" in command("due", *NOW, "--officer", "petugas-03").err


@pytest.mark.usefixtures("store")
def test_an_officer_without_a_registry_is_refused(command: Command) -> None:
    said = command("due", "--store", "aduan.db", "--officer", "petugas-01")
    assert (said.code, "no registry is named" in said.err) == (2, True)


@pytest.mark.usefixtures("store")
def test_within_keeps_what_is_due_by_then_and_counts_all(command: Command, tmp_path: Path) -> None:
    settings(tmp_path)
    # Verification of the second report is due on Thursday the 22nd, the first one's resolution on the 30th.
    assert due(command, "--within", "2") == ["lapor:2"]
    assert due(command, "--within", "1") == []
    assert sum(command("due", *NOW, "--within", "1", "--json").json["counts"].values()) == 2


@pytest.mark.usefixtures("store")
def test_the_settings_may_name_limits_for_a_unit_by_any_of_its_spellings(command: Command, tmp_path: Path) -> None:
    settings(tmp_path, 'policy = "batas.toml"', '[registry]\npath = "registry.toml"')
    (row,) = command("due", *NOW, "--json").json["due"]
    # 9, 12-16 and 19 June.
    assert (row["id"], row["due_on"], row["source"]) == ("lapor:1", "2023-06-19", "Perbup (contoh)")


def checked(command: Command, folder: Path, text: str, *words: str) -> Answer:
    (folder / "batas.toml").write_text(text)
    return command("policy", "check", "batas.toml", "--now", "2023-06-20", *words)


@pytest.mark.usefixtures("store")
def test_a_policy_is_read_aloud(command: Command, tmp_path: Path) -> None:
    settings(tmp_path, '[registry]\npath = "registry.toml"')
    said = checked(command, tmp_path, LIMITS)
    assert said.code == 0
    assert "1. Penyelesaian: 7 hari kerja sejak disposisi; unit pupr" in said.out
    assert "✓ Setiap aturan dapat berlaku." in said.out


@pytest.mark.usefixtures("store")
def test_what_never_decides_is_named_and_ends_with_1(command: Command, tmp_path: Path) -> None:
    settings(tmp_path, '[registry]\npath = "registry.toml"')
    more = LIMITS.replace("source", 'title = "Perbup"\nsource', 1).replace('["pupr"]', '["Dinas Antariksa"]')
    said = checked(command, tmp_path, more)
    assert said.code == 1
    assert "▲ unit Dinas Antariksa tidak ada di registri" in said.out
    assert "▲ tidak cocok dengan satu pun kasus di basis data" in said.out
    found = checked(command, tmp_path, more, "--json").json["findings"]
    assert {(one["rule"], one["problem"]) for one in found} == {(1, "unknown_unit"), (1, "matches_no_case")}


def test_a_file_that_cannot_be_judged_is_refused_with_its_row(command: Command, tmp_path: Path) -> None:
    said = checked(command, tmp_path, LIMITS.replace("working_days", "weeks"))
    assert (said.code, "batas.toml, row 1: unit must be one of working_days" in said.err) == (2, True)
