"""Stories of an office from its files to its figures, each with an expectation that was worked out by hand."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bench.youtube_runs import channel
from complaint_hub import Hub
from complaint_hub.contract import EVERY_SCOPE, Auth, Channel, Deep, Limit, Page, Request, Response, Session, State
from complaint_hub.model import Complaint, Event, EventType, Source, Status
from complaint_hub.report import Run
from complaint_hub.sandbox import youtube as sandbox
from complaint_hub.store import Store
from support.command import Command
from support.killing import clean, forked, served
from support.lapor_files import follow_up, report, written

ID = "lapor:9123456"
OPEN, CLOSED, POSTPONED = "Ditindaklanjuti oleh Instansi", "Ditutup oleh Sistem", "Menunggu Kelengkapan Informasi"


@pytest.fixture
def desk(command: Command, tmp_path: Path) -> Desk:
    return Desk(command, tmp_path)


class Desk:
    """An officer who gets files, one after the other."""

    def __init__(self, command: Command, folder: Path) -> None:
        self.command, self.folder = command, folder
        self.files = 0

    def read(self, *rows: dict[str, Any], generated: str | None = None) -> dict[str, Any]:
        """Import a sheet of these rows, made on the day *generated*; returns the run's row of the report."""
        self.files += 1
        above = [["Tanggal Generate", "", generated]] if generated else []
        file = written(self.folder / f"{self.files}.xlsx", rows, above=above)
        run: dict[str, Any] = self.command("import", "lapor", file, "--json").json["runs"][0]
        assert run["error"] is None
        return run

    def case(self) -> dict[str, Any]:
        shown: dict[str, Any] = self.command("show", ID, "--now", "2026-11-24", "--json").json
        return shown

    def row(self) -> dict[str, Any]:
        complaint: dict[str, Any] = self.case()["complaint"]
        return complaint

    def events(self, *types: str) -> list[dict[str, Any]]:
        return [event for event in self.row()["timeline"] if event["type"] in types]

    def card(self, year: int) -> dict[str, Any]:
        card: dict[str, Any] = self.command(
            "scorecard", "--year", year, "--channel", "lapor", "--now", "2026-11-24", "--json"
        ).json
        return card

    def record(self, *events: Event) -> None:
        with Store(self.folder / "aduan.db") as store:
            store.record(events, now=datetime(2026, 11, 20, tzinfo=UTC))


def act(kind: EventType, at: datetime, **fields: Any) -> Event:
    return Event(complaint=ID, key=f"{kind}:{at:%d}", type=kind, at=at, source=Source.office, **fields)


# --- several exports


@pytest.mark.parametrize("order", [(0, 1), (1, 0), (0, 1, 0)], ids=str)
def test_exports_of_other_columns_empty_nothing_and_make_no_false_edit(desk: Desk, order: Sequence[int]) -> None:
    wide = report(Rating="4", Kecamatan="Kanigoro")
    narrow = {name: report()[name] for name in ("Tracking ID", "Tanggal Laporan Masuk", "Waktu Laporan Masuk",
                                                "Judul Laporan", "Isi Laporan Awal", "Status Laporan")}  # fmt: skip
    for day, which in enumerate(order, start=1):
        desk.read((wide, narrow)[which], generated=f"{day} Nov 2025")
    row = desk.row()
    assert (row["district"], row["rating"], row["unit"]) == ("Kanigoro", 4.0, "Dinas PUPR")
    assert (row["text"], row["author"]) == ("Jalan desa berlubang.", {"name": "Siti Contoh"})
    assert [event["type"] for event in row["timeline"]] == ["closed"]


def test_a_b_a_b_keeps_every_edit_and_both_closings(desk: Desk) -> None:
    for day, (text, status) in enumerate([("A", OPEN), ("B", CLOSED), ("A", OPEN), ("B", CLOSED)], start=1):
        desk.read(report(Isi_Laporan_Awal=text, Status_Laporan=status), generated=f"{day} Nov 2025")
    assert [event["data"]["was"]["text"] for event in desk.events("edited")] == ["A", "B", "A"]
    assert [event["seen_at"][:10] for event in desk.events("closed")] == ["2025-11-02", "2025-11-04"]
    assert len(desk.events("status", "reopened")) == 2
    assert (desk.row()["text"], desk.row()["status"]) == ("B", "closed")


def test_an_old_export_that_is_read_after_a_newer_one_changes_nothing(desk: Desk) -> None:
    desk.read(report(Judul_Laporan="Baru"), generated="3 Nov 2025")
    before = desk.case()
    old = report(Judul_Laporan="Lama", Status_Laporan=OPEN)
    run = desk.read(old, report(Tracking_ID="9123457"), generated="1 Nov 2025")
    assert (run["stale"], run["new"], run["changed"]) == (1, 1, 0)
    assert desk.case() == before


# --- what the office says, and what the platform says


def test_a_closing_on_lapor_ends_what_the_office_postponed(desk: Desk) -> None:
    desk.read(report(Status_Laporan=OPEN), generated="1 Nov 2025")
    desk.record(act(EventType.postponed, datetime(2025, 11, 5, tzinfo=UTC), status=Status.postponed))
    assert desk.row()["status"] == "postponed"
    desk.read(report(Status_Laporan=OPEN), generated="10 Nov 2025")
    assert desk.row()["status"] == "postponed"
    desk.read(report(Status_Laporan=CLOSED), generated="20 Nov 2025")
    assert desk.row()["status"] == "closed"
    assert len(desk.events("postponed")) == 1


def test_what_was_closed_when_first_seen_is_finished_at_an_unknown_time_and_never_overdue(desk: Desk) -> None:
    desk.read(report(Tanggal_Laporan_Masuk="5 Jan 2026"), generated="20 Nov 2026")
    card = desk.card(2026)
    assert (card["total"], card["finished"], card["overdue"]) == (1, 1, 0)
    assert (card["mean_follow_up"]["calendar_days"], card["mean_follow_up"]["missing"]) == (None, 1)
    outcomes = {verdict["clock"]: verdict["outcome"] for verdict in desk.case()["verdicts"]}
    assert outcomes["resolution"] == "unknown"
    assert desk.command("due", "--now", "2026-11-24", "--json").json["due"] == []


# --- the follow-up sheet


def test_a_disposition_known_only_by_the_day_of_receipt_is_not_earlier_than_the_receipt(desk: Desk) -> None:
    # Received at 02:10:33 UTC, which is 09:10 in Blitar; the sheet's day begins before that, at 00:00.
    desk.read(report())
    desk.read(follow_up(Tanggal_Disposisi="29 Mei 2023", Tanggal_Tindak_Lanjut="5 Jun 2023"))
    (forwarded,) = desk.events("forwarded")
    assert (forwarded["at"], forwarded["day"]) == ("2023-05-28T17:00:00Z", True)
    mean = desk.card(2023)["mean_follow_up"]
    # From Monday 29 May to Monday 5 June; 1 June is Pancasila Day, 2 June joint leave.
    assert (mean["calendar_days"], mean["working_days"], mean["n"]) == (7.0, 3.0, 1)
    assert mean["since"] == {"forwarded": 1, "verified": 0, "received": 0}


def test_an_answer_on_the_day_of_its_disposition_took_no_days(desk: Desk) -> None:
    desk.read(report())
    desk.read(follow_up(Tanggal_Disposisi="29 Mei 2023", Tanggal_Tindak_Lanjut="29 Mei 2023"))
    mean = desk.card(2023)["mean_follow_up"]
    assert (mean["calendar_days"], mean["n"], mean["missing"]) == (0.0, 1, 0)


def test_a_follow_up_sheet_before_its_export_waits_and_is_then_counted(desk: Desk) -> None:
    file = written(desk.folder / "dulu.csv", [follow_up()])
    said = desk.command("import", "lapor", file)
    assert said.code == 0
    assert "3 kejadian menunggu aduannya" in said.out
    assert desk.command("list", "--json").json["total"] == 0
    assert desk.card(2023)["total"] == 0
    run = desk.read(report(Status_Laporan="Belum Terverifikasi"))
    assert (run["waiting"], run["new"]) == (0, 1)
    card = desk.card(2023)
    assert (card["finished"], card["mean_follow_up"]["calendar_days"]) == (1, 6.0)
    assert desk.row()["status"] == "resolved"


# --- what other accounts still see


class Board:
    """A channel that lists what one account may see, whole each time, and asks again for what is missing."""

    name = "papan"

    def __init__(self, account: str, *seen: str) -> None:
        self.account = account
        self.seen = set(seen)
        self.walks = 0

    @property
    def identities(self) -> dict[str, Auth]:
        return {}

    @property
    def limits(self) -> dict[str, Limit]:
        return {}

    def error(self, request: Request, response: Response) -> None: ...

    def row(self, id: str) -> Complaint:
        at = datetime(2026, 3, 2, tzinfo=UTC)
        return Complaint(id=f"papan:{id}", channel="papan", native_id=id, account=self.account, created_at=at)

    async def fetch(self, session: Session, state: State | None, *, deep: Deep = False) -> None:
        self.walks += 1
        rows = [self.row(id) for id in sorted(self.seen)]
        await session.emit(Page(complaints=rows, walk=f"{self.account} {self.walks}", swept=(EVERY_SCOPE,)))

    async def refetch(self, session: Session, native_ids: Sequence[str]) -> Page:
        there = [self.row(id) for id in native_ids if id in self.seen]
        return Page(complaints=there, missing=tuple(id for id in native_ids if id not in self.seen))


def test_a_row_of_two_accounts_is_not_gone_when_one_of_them_loses_access(tmp_path: Path) -> None:
    city, regency = Board("Kota", "1", "2", "3"), Board("Kabupaten", "1", "2", "3")
    with Hub([city, regency], store=tmp_path / "aduan.db") as hub:
        hub.sync()
        city.seen = {"3"}
        for _ in range(3):
            assert [run.counts.gone for run in hub.sync()] == [0, 0]
        assert [row.native_id for row in hub.store.heads(deleted=True)] == []

        regency.seen = {"2", "3"}
        hub.sync()
        assert [row.native_id for row in hub.store.heads(deleted=True)] == ["1"]


# --- a long thread


def killed_after_page(store: Path, youtube: Channel, page: int, deep: Deep) -> None:
    """A run that is killed once *page* pages are stored."""

    def work() -> None:
        pages = 0

        def die(*_: object) -> None:
            nonlocal pages
            pages += 1
            if pages == page:
                os.kill(os.getpid(), signal.SIGKILL)

        with Hub([youtube], store=store, clock=lambda: sandbox.CLOCK) as hub:
            hub.sync(deep=deep, progress=die)

    _, status = os.waitpid(forked(work), 0)
    assert os.WIFSIGNALED(status), "the run ended before it was killed"


def walked(store: Path, youtube: Channel) -> Run:
    with Hub([youtube], store=store, clock=lambda: sandbox.CLOCK) as hub:
        (run,) = hub.sync()
    assert run.error is None
    return run


@pytest.mark.parametrize("first", [True, False], ids=["first reading", "later readings"])
def test_a_reading_of_three_pages_with_a_crash_between_loses_nothing(tmp_path: Path, first: bool) -> None:
    world = sandbox.build(3, videos=1, threads=1, pin=False)
    (thread,) = world.threads
    for n in range(250):
        world.add_reply(thread, f"Balasan {n}")
    store = tmp_path / "aduan.db"
    with served(world) as base:
        youtube = channel(base)
        if not first:
            clean(youtube)(store)
        # The feed's page comes first, then replies of 100, 100 and 50: killed after each of them in turn.
        gone = 0
        for page in (1, 2, 3):
            fresh = store.with_name(f"{page}.db") if first else store
            killed_after_page(fresh, youtube, page, False if first else "full")
            gone += sum(walked(fresh, youtube).counts.gone for _ in range(2))
            with Store(fresh) as opened:
                events = opened.events(f"youtube:{thread}")
            assert sorted(event.key for event in events) == sorted(r.id for r in world.threads[thread].replies)
            assert {event.type for event in events} == {EventType.message}
        assert gone == 0


# --- texts that mean harm

HOSTILE = {
    "escape": "\x1b[2J\x1b]0;root\x07 lampu",
    "c1": "\x9b31m lampu \x85 mati",
    "bidi": "lampu \u202egnp.exe \u2066mati",
    "markup": "[bold]lampu[/bold] [link=file:///etc/passwd]x[/link] :skull:",
    "long": "lampu " * 2_000,
    "lines": "lampu\r\nGagal: 99\u2028Tersisa\u2029x",
    "right to left": "مصباح معطل",
    "zero width": "lampu\u200b\u200d\ufeff",
    "formula": '=HYPERLINK("http://x.example";"klik")',
    "percent": "%s %(x)s {0} {x} \\x1b",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_text_that_means_harm_stays_a_text_on_every_screen(desk: Desk, name: str) -> None:
    text = HOSTILE[name]
    hostile = report(Tanggal_Laporan_Masuk="2 Nov 2026", Status_Laporan="Belum Terverifikasi", Nama_Pelapor=text,
                     Judul_Laporan=text, Isi_Laporan_Awal=text, Instansi_Terdisposisi=text, Kecamatan=text,
                     Kategori=text)  # fmt: skip
    damaged = report(Tracking_ID="9123457", Tanggal_Laporan_Masuk=text[:300], Judul_Laporan=text)
    unknown = report(Tracking_ID="9123458", Status_Laporan=text[:300], Klasifikasi_Laporan=text[:300])
    file = written(desk.folder / "a.csv", [hostile, damaged, unknown])
    judged = ("--now", "2026-11-24")
    for words in (
        ("import", "lapor", file, "--agency", f"Kota {text[:40]}"),
        ("list",),
        ("show", ID, *judged),
        ("show", "lapor:9123458", *judged),
        ("due", *judged),
        ("scorecard", "--year", 2026, *judged),
        ("quarantine", "list"),
        ("quarantine", "retry"),
        ("show", f"lapor:{text[:40]}"),
        ("list", "--unit", text),
    ):
        said = desk.command(*words)
        assert said.code in (0, 1, 2), words
        assert "a fault of ours" not in said.err
        assert harmless(said.out + said.err), words
    assert desk.row()["native_id"] == "9123456"
    if name == "markup":
        assert "[bold]lampu[/bold]" in desk.command("list").out


def harmless(said: str) -> bool:
    """No control character but the end of a line or field, and nothing that turns what stands beside it around."""
    turning = set("\u202a\u202b\u202d\u202e\u2066\u2067\u200e\u200f\u061c")
    return not any((ord(c) < 0x20 and c not in "\n\t") or 0x7F <= ord(c) < 0xA0 or c in turning or c in "\u2028\u2029"
                   for c in said)  # fmt: skip
