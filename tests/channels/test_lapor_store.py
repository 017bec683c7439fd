"""LAPOR files in the store: what several files together say, and how a corrected one heals what was set aside."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from complaint_hub.channels.lapor import Lapor
from complaint_hub.model import Complaint, EventType, Status
from complaint_hub.store import Store
from support.lapor_files import NOW, follow_up, report, written


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "aduan.db") as opened:
        yield opened


def run(store: Store, *paths: Path, day: int = 0) -> None:
    """One run over these files, *day* days after the first."""
    channel = Lapor(paths)
    now = NOW + timedelta(days=day)
    state = store.checkpoint(channel.name, channel.account)
    version = state.version
    for page in channel.read(state.state, now=now):
        version = store.commit(channel.name, channel.account, page, version=version, now=now).version


def row(store: Store) -> Complaint:
    found = store.complaint("lapor:9123456")
    assert found is not None
    return found


def edits(store: Store) -> list[str]:
    return [event.key for event in store.events("lapor:9123456") if event.type is EventType.edited]


@pytest.mark.parametrize("poor_first", [True, False])
def test_a_poorer_export_empties_nothing_and_edits_nothing(poor_first: bool, tmp_path: Path, store: Store) -> None:
    poor = report()
    del poor["Kecamatan"], poor["Kelurahan"]
    paths = [written(tmp_path / "poor.csv", [poor]), written(tmp_path / "rich.csv", [report()])]
    for day, path in enumerate(paths if poor_first else reversed(paths)):
        run(store, path, day=day)
    assert (row(store).district, row(store).village) == ("Kanigoro", "Satreyan")
    assert edits(store) == []


def test_a_follow_up_sheet_may_come_before_its_export(tmp_path: Path, store: Store) -> None:
    run(store, written(tmp_path / "t.csv", [follow_up()]))
    assert store.waiting("lapor", "lapor") == 3
    run(store, written(tmp_path / "a.csv", [report(Status_Laporan="Terverifikasi")]), day=1)
    assert store.waiting("lapor", "lapor") == 0
    (fact,) = store.facts(channel="lapor").rows()
    assert fact.forwarded is not None
    assert fact.followed_up is not None
    assert (fact.followed_up - fact.forwarded).days == 6


def test_a_cell_that_was_never_filled_is_no_event_and_an_emptied_one_says_nothing(tmp_path: Path, store: Store) -> None:
    path = tmp_path / "t.csv"
    run(store, written(path, [follow_up(Tanggal_Selesai="")]))
    assert [event.type for event in store.events("lapor:9123456")] == [EventType.forwarded, EventType.message]
    run(store, written(path, [follow_up(Tanggal_Selesai="", Tanggal_Disposisi="")]), day=1)
    forwarded = next(event for event in store.events("lapor:9123456") if event.type is EventType.forwarded)
    assert forwarded.at is None


def test_a_renamed_unit_is_a_change_of_the_same_report(tmp_path: Path, store: Store) -> None:
    run(store, written(tmp_path / "a.csv", [report()]))
    run(store, written(tmp_path / "b.csv", [report(Instansi_Terdisposisi="Dinas Pekerjaan Umum")]), day=1)
    assert row(store).unit == "Dinas Pekerjaan Umum"
    assert len(list(store.heads())) == 1


def test_an_unknown_status_leaves_the_known_one(tmp_path: Path, store: Store) -> None:
    run(store, written(tmp_path / "a.csv", [report()]))
    run(store, written(tmp_path / "b.csv", [report(Status_Laporan="Sedang Dikaji")]), day=1)
    assert (row(store).status, row(store).status_raw) == (Status.closed, "Sedang Dikaji")


def test_a_stored_row_stays_while_its_id_stands_twice_and_a_correct_file_heals_both(
    tmp_path: Path, store: Store
) -> None:
    run(store, written(tmp_path / "a.csv", [report()]))
    run(store, written(tmp_path / "b.csv", [report(Judul_Laporan="Satu"), report(Judul_Laporan="Dua")]), day=1)
    assert row(store).title == "Jalan berlubang"
    assert len(store.quarantine("lapor", "lapor")) == 2
    run(store, written(tmp_path / "c.csv", [report(Judul_Laporan="Dua")]), day=2)
    assert row(store).title == "Dua"
    assert store.quarantine("lapor", "lapor") == []


def test_a_corrected_date_heals_its_cell_alone(tmp_path: Path, store: Store) -> None:
    doubtful = [follow_up(Tanggal_Selesai="?"), follow_up(Tracking_ID="9123457", Tanggal_Selesai="?")]
    run(store, written(tmp_path / "t.csv", doubtful))
    run(store, written(tmp_path / "a.csv", [report()]), day=1)
    assert len(store.quarantine("lapor", "lapor")) == 2
    run(store, written(tmp_path / "u.csv", [follow_up()]), day=2)
    assert [row.skipped.key for row in store.quarantine("lapor", "lapor")] == ["9123457 Tanggal Selesai:1"]


def test_the_same_files_again_change_nothing(tmp_path: Path, store: Store) -> None:
    paths = (written(tmp_path / "a.csv", [report()]), written(tmp_path / "t.csv", [follow_up()]))
    run(store, *paths)
    before = (row(store), store.events("lapor:9123456"))
    run(store, written(tmp_path / "b.csv", [dict(reversed(report().items()))]), *paths, day=1)
    assert (row(store).model_dump(exclude={"raw"}), store.events("lapor:9123456")) == (
        before[0].model_dump(exclude={"raw"}),
        before[1],
    )
