"""A timeline as JSON: entries become events, and the words of an entry say who speaks."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from complaint_hub.channels.lapor import Lapor
from complaint_hub.errors import PayloadError
from complaint_hub.model import EventType, Role, Source, Status
from complaint_hub.sandbox.lapor import generate
from support.lapor_files import events, notices, pages, skipped

FORWARDED = {
    "date": "Rabu, 8 Januari 2025, 10:30",
    "keterangan": "Laporan didisposisikan ke Dinas PUPR oleh Pemkab Blitar",
}
ANSWERED = {"date": "Jumat, 10 Januari 2025, 14:05", "keterangan": "Yth. Pelapor, jalan sudah kami perbaiki."}
THANKED = {"date": "Jumat, 10 Januari 2025, 19:00", "keterangan": "Matur nuwun."}


def timeline(*log: Any, native: Any = "9123456") -> dict[str, Any]:
    return {"id": native, "status": "Ditutup oleh Sistem", "date": "Senin, 6 Januari 2025, 09:15", "log": list(log)}


def channel(tmp_path: Path, content: Any, **settings: Any) -> Lapor:
    path = tmp_path / "linimasa.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return Lapor(path, **settings)


def test_entries_become_events_of_the_channel(tmp_path: Path) -> None:
    forwarded, answer = events(channel(tmp_path, timeline(FORWARDED, ANSWERED)))
    assert (forwarded.type, forwarded.status, forwarded.unit) == (EventType.forwarded, Status.forwarded, "Dinas PUPR")
    assert forwarded.by == "Pemkab Blitar"
    assert (answer.type, answer.role, answer.source) == (EventType.message, Role.agency, Source.channel)
    assert answer.text == "Yth. Pelapor, jalan sudah kami perbaiki."


def test_times_are_read_in_the_zone_of_timelines_which_is_marked_a_guess(tmp_path: Path) -> None:
    one = channel(tmp_path, timeline(FORWARDED))
    assert events(one)[0].at == datetime(2025, 1, 8, 3, 30, tzinfo=UTC)
    assert "read as Asia/Jakarta, which is a guess" in notices(one)
    assert events(Lapor(one.paths, timeline_zone="UTC"))[0].at == datetime(2025, 1, 8, 10, 30, tzinfo=UTC)


def test_an_entry_that_no_pattern_finds_has_no_role_and_is_counted(tmp_path: Path) -> None:
    one = channel(tmp_path, timeline(ANSWERED, THANKED))
    assert (events(one)[1].type, events(one)[1].role) == (EventType.message, None)
    assert "entries of which no pattern tells who speaks: 1" in notices(one)


def test_keys_count_from_the_oldest_entry_whichever_way_the_log_runs(tmp_path: Path) -> None:
    up = {event.key: event for event in events(channel(tmp_path, timeline(FORWARDED, ANSWERED, THANKED)))}
    down = {event.key: event for event in events(channel(tmp_path, timeline(THANKED, ANSWERED, FORWARDED)))}
    assert up == down
    assert up["log:1"].type is EventType.forwarded


def test_a_table_of_the_user_replaces_ours(tmp_path: Path) -> None:
    table = tmp_path / "ours.toml"
    table.write_text(
        "source = 'Catatan'\n[[rows]]\npattern = '^matur nuwun'\nrole = 'citizen'\ntype = 'message'\n", encoding="utf-8"
    )
    answer, thanks = events(channel(tmp_path, timeline(ANSWERED, THANKED), timeline_patterns=table))
    assert (answer.role, thanks.role) == (None, Role.citizen)


@pytest.mark.parametrize(
    "damaged",
    [
        {"date": "besok", "keterangan": "x"},
        {"date": None, "keterangan": "x"},
        {"keterangan": "x"},
        {"date": "8 Januari 2025"},
        7,
    ],
)
def test_a_damaged_entry_is_set_aside_and_the_others_are_read(damaged: Any, tmp_path: Path) -> None:
    one = channel(tmp_path, timeline(FORWARDED, damaged, ANSWERED))
    assert [event.key for event in events(one)] == ["log:1", "log:3"]
    assert [aside.key for aside in skipped(one)] == ["9123456 log:2"]


def test_a_timeline_without_an_id_is_set_aside(tmp_path: Path) -> None:
    one = channel(tmp_path, [timeline(FORWARDED, native="abc"), timeline(FORWARDED, native=9123457)])
    assert [event.complaint for event in events(one)] == ["lapor:9123457"]
    assert "no id of digits" in skipped(one)[0].reason


def test_broken_characters_are_repaired_and_counted(tmp_path: Path) -> None:
    (page,) = pages(channel(tmp_path, timeline({**ANSWERED, "keterangan": "Yth. Pelapor \ud83d \0\U0001f642"})))
    assert page.events[0].text == "Yth. Pelapor \ufffd \U0001f642"
    assert page.repaired == 1


def test_a_timeline_makes_no_complaint(tmp_path: Path) -> None:
    (page,) = pages(channel(tmp_path, timeline(FORWARDED)))
    assert list(page.complaints) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("[]", "No timeline"),
        ('{"a": 1}', "No timeline"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_a_file_that_holds_no_timeline_is_refused(content: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(PayloadError, match=said):
        pages(Lapor(path))


def test_generated_timelines_name_every_disposition(tmp_path: Path) -> None:
    files = generate(tmp_path, timelines="one")
    found = events(Lapor(files.timelines))
    forwarded = {event.complaint for event in found if event.type is EventType.forwarded}
    assert forwarded == {f"lapor:{case.tracking_id}" for case in files.cases}
    assert skipped(Lapor(files.timelines)) == []
