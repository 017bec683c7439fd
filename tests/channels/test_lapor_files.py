"""Which files are read, in which order, and how far: the checkpoint knows a file by its content."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from complaint_hub.channels.lapor import Lapor
from complaint_hub.contract import CanReread, LocalChannel, State
from complaint_hub.errors import ConfigError
from complaint_hub.model import Status
from support.lapor_files import NOW, complaints, follow_up, notices, only, pages, report, written


def ids(channel: Lapor, state: State | None = None) -> list[list[str]]:
    return [[complaint.native_id for complaint in page.complaints] for page in pages(channel, state)]


def many(n: int) -> list[dict[str, Any]]:
    return [report(Tracking_ID=str(9_000_000 + i)) for i in range(n)]


def generated(day: str) -> list[list[str]]:
    return [["Tanggal Generate", "", day]]


def test_it_is_a_local_channel_that_can_read_again(tmp_path: Path) -> None:
    channel: LocalChannel = Lapor(tmp_path / "none*.csv", agency="Kabupaten Blitar")
    assert (channel.name, channel.account) == ("lapor", "Kabupaten Blitar")
    assert isinstance(channel, CanReread)


def test_a_file_that_was_read_is_not_read_again_under_another_name(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", [report()])
    state = pages(Lapor(path))[-1].state
    (tmp_path / "b.csv").write_bytes(path.read_bytes())
    assert pages(Lapor(tmp_path / "*.csv"), state) == []


def test_new_content_under_the_same_name_is_read(tmp_path: Path) -> None:
    state = pages(Lapor(written(tmp_path / "a.csv", [report()])))[-1].state
    written(tmp_path / "a.csv", [report(Status_Laporan="Ditutup oleh Admin")])
    assert ids(Lapor(tmp_path / "a.csv"), state) == [["9123456"]]


def test_a_file_is_read_again_once_its_zone_is_corrected(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", [report()])
    state = pages(Lapor(path))[-1].state
    assert ids(Lapor(path, zone="Asia/Jakarta"), state) == [["9123456"]]


def test_a_page_has_500_rows_and_the_last_one_finishes_the_file(tmp_path: Path) -> None:
    found = pages(Lapor(written(tmp_path / "a.csv", many(1_000))))
    assert [len(page.complaints) for page in found] == [500, 500]
    states = [dict(page.state or {}) for page in found]
    assert ["at" in state for state in states] == [True, False]
    assert [len(page.notices) for page in found] == [0, 1]


def test_a_run_that_was_cut_goes_on_with_the_next_page(tmp_path: Path) -> None:
    channel = Lapor(written(tmp_path / "a.csv", many(1_200)))
    whole = pages(channel)
    again = pages(channel, whole[0].state)
    assert [page.complaints for page in again] == [page.complaints for page in whole[1:]]
    assert again[-1].state == whole[-1].state


def test_rows_of_one_id_keep_their_numbers_after_a_cut(tmp_path: Path) -> None:
    rows = [follow_up(), *(follow_up(Tracking_ID=str(9_000_000 + n)) for n in range(600)), follow_up(OPD="Lain")]
    channel = Lapor(written(tmp_path / "t.csv", rows))
    whole = pages(channel)
    assert pages(channel, whole[0].state)[0].events == whole[1].events
    assert whole[1].events[-1].key == "Tanggal Selesai:2"


@pytest.mark.parametrize("names", [("a.csv", "b.csv"), ("b.csv", "a.csv")])
def test_files_are_read_in_the_order_of_the_date_they_carry(names: tuple[str, str], tmp_path: Path) -> None:
    old, new = names
    written(tmp_path / new, [report(Tracking_ID="2")], above=generated("2 Jan 2024"))
    written(tmp_path / old, [report(Tracking_ID="1")], above=generated("1 Jan 2024"))
    found = pages(Lapor(tmp_path / "*.csv"))
    assert [page.complaints[0].native_id for page in found] == ["1", "2"]
    assert [page.data_date for page in found] == [datetime(2024, 1, day, tzinfo=UTC) for day in (1, 2)]


def test_files_without_a_date_are_read_in_the_order_of_their_change(tmp_path: Path) -> None:
    for name, stamp in (("a.csv", 2_000), ("b.csv", 1_000)):
        os.utime(written(tmp_path / name, [report(Tracking_ID=str(stamp))]), (stamp, stamp))
    found = pages(Lapor(tmp_path / "*.csv"))
    assert [page.complaints[0].native_id for page in found] == ["1000", "2000"]
    assert [page.data_date for page in found] == [None, None]


def test_exports_follow_up_sheets_and_patterns_may_be_mixed(tmp_path: Path) -> None:
    written(tmp_path / "a.xlsx", [report()])
    written(tmp_path / "t.csv", [follow_up()])
    (tmp_path / "~$a.xlsx").write_bytes(b"a lock file of a spreadsheet program")
    found = pages(Lapor([tmp_path / "*.xlsx", tmp_path / "t.csv", str(tmp_path / "a.xlsx")]))
    assert sum(len(page.complaints) for page in found) == 1
    assert sum(len(page.events) for page in found) == 3


def test_a_big_workbook_beside_others_is_opened_again(tmp_path: Path) -> None:
    written(tmp_path / "a.xlsx", many(2_100))
    written(tmp_path / "b.xlsx", [report()])
    assert len(complaints(Lapor(tmp_path / "*.xlsx"))) == 2_101


def test_a_hand_made_copy_is_read_through_a_map_of_its_columns(tmp_path: Path) -> None:
    theirs = {"Tracking ID": "tracking_id", "Status Laporan": "status_final"}
    path = written(tmp_path / "copy.csv", [{theirs.get(name, name): cell for name, cell in report().items()}])
    assert only(Lapor(path, columns=theirs)).status is Status.closed


def test_a_map_still_reads_files_with_the_usual_headings(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", [report()])
    assert only(Lapor(path, columns={"Tracking ID": "tracking_id"})).native_id == "9123456"


def test_a_column_that_the_map_names_and_the_file_lacks_is_said(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", [report()])
    assert 'no column "nilai" nor "rating"' in notices(Lapor(path, columns={"Rating": "nilai"}))


def test_dates_of_follow_up_in_an_export_are_not_read_and_that_is_said(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", [report(Tanggal_Selesai="19 Jun 2023")])
    assert "a.csv: Tanggal Selesai stand in an export and are not read" in notices(Lapor(path))


def test_a_pattern_that_matches_nothing_is_said(tmp_path: Path) -> None:
    assert "No file matches" in notices(Lapor(tmp_path / "*.xlsx"))


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"zone": "Blitar"}, "no time zone 'Blitar'"),
        ({"columns": {"Nomor": "no"}}, "no column 'Nomor' to stand for"),
        ({"agency": " "}, "agency"),
    ],
)
def test_a_wrong_setting_is_named(settings: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        Lapor("a.csv", **settings)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"there is no file .*none\.xlsx"):
        pages(Lapor(tmp_path / "none.xlsx"))
    with pytest.raises(ConfigError, match="is a folder: name its files"):
        pages(Lapor(tmp_path))


def test_a_checkpoint_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", [report()])
    with pytest.raises(ConfigError, match="version 2"):
        list(Lapor(path).read({"v": 2, "files": {}}, now=NOW))
