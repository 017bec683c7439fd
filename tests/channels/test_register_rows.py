"""A row of a register: what it becomes, and what is set aside with its reason."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from complaint_hub.channels.register import Register
from complaint_hub.contract import CanReread, LocalChannel
from complaint_hub.errors import ConfigError, PayloadError
from complaint_hub.model import EventType, Form, Role, Source, Status, Visibility
from support.register_sheets import NOW, bare, complaints, events, lines, notices, only, pages, row, skipped, written

DAY = datetime(2026, 1, 5, 17, tzinfo=UTC)
"""6 January 2026, 00:00 in Jakarta."""


def test_it_is_a_local_channel_that_can_read_again(tmp_path: Path) -> None:
    channel: LocalChannel = Register(tmp_path / "none*.csv", account="RSUD")
    assert (channel.name, channel.account) == ("register", "RSUD")
    assert isinstance(channel, CanReread)


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_row_becomes_a_complaint(tmp_path: Path, ending: str) -> None:
    found = only(Register(written(tmp_path / f"a.{ending}", [row()]), account="RSUD"))
    assert found.native_id.startswith("RSUD/r")
    assert (found.form, found.source_detail) == (Form.message, "WhatsApp")
    assert (found.created_at, found.status, found.status_raw) == (DAY, Status.resolved, "Selesai")
    assert (found.district, found.unit) == ("Wlingi", "Dinas Perhubungan")
    assert isinstance(found.raw, dict)
    assert (found.raw["Alamat"], found.raw["Sumber"]) == ("RT 02 RW 05", "WA")


def test_a_dated_follow_up_is_an_answer_of_the_office(tmp_path: Path) -> None:
    answer, proof = events(Register(written(tmp_path / "a.csv", [row()])))
    assert (answer.type, answer.role, answer.source, answer.day) == (
        EventType.message,
        Role.agency,
        Source.imported,
        True,
    )
    assert (answer.text, answer.unit) == ("Lampu sudah diganti", "Dinas Perhubungan")
    assert (proof.type, proof.attachments[0].url) == (EventType.evidence, "https://contoh.example/foto.jpg")


def test_disposition_and_end_are_events_of_their_dates(tmp_path: Path) -> None:
    dated = row(Tanggal_Disposisi="7 Jan 2026", Tanggal_Selesai="9 Jan 2026", Status="", Bukti="")
    found = {event.type: event for event in events(Register(written(tmp_path / "a.csv", [dated])))}
    assert (found[EventType.forwarded].unit, found[EventType.forwarded].status) == (
        "Dinas Perhubungan",
        Status.forwarded,
    )
    assert found[EventType.resolved].status is Status.resolved


def test_a_follow_up_without_a_date_is_kept_as_it_stands_and_counted(tmp_path: Path) -> None:
    channel = Register(written(tmp_path / "a.csv", [row(Tanggal_Tindak_Lanjut="")]))
    assert events(channel) == []
    assert "Lampu sudah diganti" in str(only(channel).raw)
    assert "follow-ups without a date, which are kept as they stand and are no answers: 1" in notices(channel)


@pytest.mark.parametrize(
    ("source", "form", "name"),
    [
        ("Surat Kaleng", Form.letter, "Surat Kaleng"),
        ("surat dari warga", Form.letter, "Surat"),
        ("wa", Form.message, "WhatsApp"),
        ("Telp.", Form.message, "Telepon"),
        ("Datang langsung ke loket", Form.visit, "Loket"),
        ("X", Form.comment, "X"),
        ("FB", Form.comment, "Facebook"),
        ("Kotak Saran Puskesmas", Form.letter, "Kotak Saran"),
    ],
)
def test_the_words_of_a_source(tmp_path: Path, source: str, form: Form, name: str) -> None:
    found = only(Register(written(tmp_path / "a.csv", [row(Sumber=source)])))
    assert (found.form, found.source_detail) == (form, name)


def test_unknown_words_stay_and_are_counted(tmp_path: Path) -> None:
    channel = Register(written(tmp_path / "a.csv", [row(Sumber="Merpati", Status="Entah")] * 2))
    found = complaints(channel)[0]
    assert (found.form, found.source_detail, found.status, found.status_raw) == (None, "Merpati", None, "Entah")
    assert "Sumber 'Merpati' is not known, 2 times" in notices(channel)
    assert "Status 'Entah' is not known, 2 times" in notices(channel)


def test_of_a_box_only_the_day_of_opening_is_known(tmp_path: Path) -> None:
    box = lines(tmp_path / "a.csv", [["No", "Tanggal Buka Kotak", "Isi"], ["1", "6 Jan 2026", "Antrean lama"]])
    channel = Register(box)
    (receipt,) = events(channel)
    assert (only(channel).created_at, only(channel).source_detail) == (DAY, "Kotak Saran")
    assert (receipt.type, receipt.day, receipt.data) == (EventType.received, True, {"receipt": "unknown"})


def test_an_anonymous_letter_keeps_neither_name_nor_contact(tmp_path: Path) -> None:
    letter = row(Sumber="Surat kaleng", Nama="Siti Contoh", Kontak="0812")
    found = only(Register(written(tmp_path / "a.csv", [letter])))
    assert (found.visibility, found.author) == (Visibility.anonymous, None)
    assert not {"Siti", "0812"} & set(str(found.model_dump()).split("'"))


@pytest.mark.parametrize(
    "day",
    ["6 Januari 2026", "06 Jan 2026", "2026-01-06", "Selasa, 6 Januari 2026", date(2026, 1, 6), "2026/01/06"],
    ids=str,
)
def test_a_date_typed_in_many_ways_is_one_day(tmp_path: Path, day: Any) -> None:
    assert only(Register(written(tmp_path / "a.xlsx", [row(Tanggal=day)]))).created_at == DAY


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("06/08/2025", "may be day or month first"),
        ("", "the date is empty"),
        ("kemarin", "not a date that can be read for sure"),
        ("6 Jan 2032", "lies outside"),
        ("Senin, 6 Januari 2026", "names the wrong weekday"),
    ],
)
def test_a_doubtful_date_sets_its_row_aside_with_the_reason(tmp_path: Path, day: str, reason: str) -> None:
    channel = Register(written(tmp_path / "a.csv", [row(Tanggal=day), row(Isi="Lain")]))
    (aside,) = skipped(channel)
    assert len(complaints(channel)) == 1
    assert reason in aside.reason
    assert "a.csv, row 2" in aside.reason


def test_who_vouches_for_day_first_gets_such_dates_read(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", [row(Tanggal="06/01/2026")])
    assert only(Register(path, day_first=True)).created_at == DAY


def test_a_doubtful_date_of_follow_up_costs_that_event_alone(tmp_path: Path) -> None:
    channel = Register(written(tmp_path / "a.csv", [row(Tanggal_Tindak_Lanjut="besok")]))
    (aside,) = skipped(channel)
    assert len(complaints(channel)) == 1
    assert aside.key.endswith(" Tanggal Tindak Lanjut:1")


def test_merged_dates_and_sources_hold_for_the_rows_below(tmp_path: Path) -> None:
    rows = [["Tanggal", "Sumber", "Isi"], ["6 Jan 2026", "WA", "Satu"], ["", "", "Dua"], ["", "", "Tiga"]]
    found = complaints(Register(lines(tmp_path / "a.xlsx", rows, merged=["A2:A4", "B2:B3"])))
    assert [(one.text, one.created_at, one.source_detail) for one in found] == [
        ("Satu", DAY, "WhatsApp"),
        ("Dua", DAY, "WhatsApp"),
        ("Tiga", DAY, None),
    ]


def test_a_merged_text_is_one_entry_with_several_follow_ups(tmp_path: Path) -> None:
    rows = [
        ["Tanggal", "Isi", "Tindak Lanjut", "Tanggal Tindak Lanjut"],
        ["6 Jan 2026", "Jalan rusak", "Ditinjau", "7 Jan 2026"],
        ["", "", "Diperbaiki", "9 Jan 2026"],
    ]
    channel = Register(lines(tmp_path / "a.xlsx", rows, merged=["A2:A3", "B2:B3"]))
    assert only(channel).text == "Jalan rusak"
    assert [(e.key, e.text) for e in events(channel)] == [
        ("Tanggal Tindak Lanjut:1", "Ditinjau"),
        ("Tanggal Tindak Lanjut:2", "Diperbaiki"),
    ]


def test_what_a_csv_lost_of_merged_cells_is_set_aside_not_guessed(tmp_path: Path) -> None:
    rows = [["Tanggal", "Sumber", "Isi"], ["6 Jan 2026", "WA", "Satu"], ["", "WA", "Dua"]]
    (aside,) = skipped(Register(lines(tmp_path / "a.csv", rows)))
    assert "hand in the workbook if cells are merged" in aside.reason


def test_titles_footers_sums_and_repeated_headers_are_no_entries(tmp_path: Path) -> None:
    head = list(row())
    rows = [
        ["REGISTER PENGADUAN"],
        ["Bulan: Januari 2026"],
        [],
        head,
        [str(n + 1) for n in range(len(head))],
        list(row().values()),
        head,
        ["Jumlah", "1", "", "1", "", "3", "4"],
        [],
        ["", "", "", "", "", "Mengetahui,"],
    ]
    channel = Register(lines(tmp_path / "a.csv", rows))
    assert only(channel).text == row()["Isi"]
    assert skipped(channel) == []
    assert "header rows that are repeated among the rows: 1" in notices(channel)
    assert "taken for titles and footers: 3" in notices(channel)


def test_all_sheets_of_a_workbook_are_read_and_the_others_named(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for name, cells in (("Jan", bare("6 Jan 2026", "Satu")), ("Feb", bare("6 Feb 2026", "Dua"))):
        sheet = book.create_sheet(name)
        sheet.append(list(cells))
        sheet.append(list(cells.values()))
    book.create_sheet("Petunjuk").append(["Isi dengan benar"])
    del book["Sheet"]
    book.save(tmp_path / "a.xlsx")
    channel = Register(tmp_path / "a.xlsx")
    assert [one.text for one in complaints(channel)] == ["Satu", "Dua"]
    assert "a.xlsx: the sheet Petunjuk is not read" in notices(channel)


def test_a_map_names_the_columns_of_an_own_sheet(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.csv", [["Tanggal", "Keterangan"], ["6 Jan 2026", "Jalan rusak"]])
    assert only(Register(path, columns={"Isi": "Keterangan"})).text == "Jalan rusak"
    with pytest.raises(ConfigError, match="no column 'Warna' to stand for"):
        Register(path, columns={"Warna": "Keterangan"})


def test_a_file_without_a_register_says_what_was_looked_for(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.csv", [["Kode", "Jumlah"], ["1", "2"]])
    with pytest.raises(PayloadError, match=r'"Isi" and "Tanggal" or "Tanggal Buka Kotak".*row 1: Kode \| Jumlah'):
        pages(Register(path))


def test_columns_that_are_not_read_are_named_and_kept(tmp_path: Path) -> None:
    channel = Register(written(tmp_path / "a.csv", [row(Keterangan="penting")]))
    assert "columns that are only kept as they stand: Keterangan" in notices(channel)
    assert "penting" in str(only(channel).raw)


@pytest.mark.parametrize("text", ["Baik 👍🏽 sekali", "Jalan\0rusak", "a" * 50_000], ids=["emoji", "nul", "long"])
def test_strange_texts_are_stored(tmp_path: Path, text: str) -> None:
    assert only(Register(written(tmp_path / "a.csv", [row(Isi=text)]))).text == text.replace("\0", "")


def test_a_row_without_a_text_is_set_aside(tmp_path: Path) -> None:
    (aside,) = skipped(Register(written(tmp_path / "a.csv", [row(Isi="")])))
    assert "the text is empty" in aside.reason


def test_a_row_set_aside_is_read_again_with_todays_settings(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", [row(Tanggal="06/01/2026", Tanggal_Tindak_Lanjut="09/01/2026")])
    (aside,) = skipped(Register(path))
    page = Register(path, day_first=True).reread(aside)
    assert page.complaints[0].created_at == DAY
    assert page.complaints[0].native_id == aside.native_id
    with pytest.raises(PayloadError, match="may be day or month first"):
        Register(path).reread(aside)


def test_an_event_set_aside_is_read_again_alone(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", [row(Tanggal_Tindak_Lanjut="09/01/2026")])
    (aside,) = skipped(Register(path))
    page = Register(path, day_first=True).reread(aside)
    assert ([event.key for event in page.events], page.complaints) == (["Tanggal Tindak Lanjut:1"], ())


def test_a_file_that_was_read_is_not_read_again_and_a_newer_checkpoint_is_refused(tmp_path: Path) -> None:
    channel = Register(written(tmp_path / "a.csv", [row()]))
    assert pages(channel, pages(channel)[-1].state) == []
    with pytest.raises(ConfigError, match="version 2"):
        list(channel.read({"v": 2, "files": {}}, now=NOW))
