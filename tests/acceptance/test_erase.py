"""One of a thousand people is erased from all channels: 0 hits in files and exports, whatever comes afterwards.

A world is told once, step by step; each test looks at what stood in the files, and in the scorecard, after a step.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, redirect_stdout
from dataclasses import dataclass, field
from datetime import timedelta
from io import StringIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import httpx
import pytest

from bench.youtube_runs import channel as youtube_channel
from complaint_hub import AsyncHub, Hub
from complaint_hub.channels.lapor import Lapor
from complaint_hub.channels.register import Register
from complaint_hub.cli import main
from complaint_hub.receiver import receiver
from complaint_hub.sandbox import google, instagram, youtube
from complaint_hub.sandbox.hooks import Delivery
from complaint_hub.store import Store
from support import google_pages, instagram_pages, lapor_files, register_sheets

KEY = "0123456789abcdef" * 2
MANY = 1_000
NAME, HANDLE, WORDS = "Zulaikha Purnamasari", "zulaikhapurnama", "kawat listrik menjuntai"
LAPOR_ID = "9123477"
EXPORTS = (
    ("export", "csv", "aduan.csv", "--year", "2026", "--personal"),
    ("export", "jsonl", "aduan.jsonl"),
    ("export", "monthly", "rekap.xlsx", "--period", "2026-11"),
    ("export", "rapor", "rapor.xlsx", "--year", "2026"),
    ("action-plan", "--year", "2026", "--output", "rencana.xlsx"),
    ("dashboard", "dasbor.html"),
    ("dashboard", "--public", "publik.html"),
)


@dataclass
class Told:
    """What stood there after each step: hits by file, and the scorecard."""

    hers: set[str]
    hits: dict[str, list[tuple[str, str]]] = field(default_factory=dict[str, "list[tuple[str, str]]"])
    figures: dict[str, object] = field(default_factory=dict[str, object])
    exports: dict[str, list[str]] = field(default_factory=dict[str, "list[str]"])
    missing_before: list[str] = field(default_factory=list[str])


class World:
    """Three platforms and two kinds of files, and the hub over them."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self.path = folder, folder / "aduan.db"
        self.youtube = youtube.build(1, videos=4, threads=0, pin=False)
        self.google = google.build(5, locations=1, reviews=10)
        self.instagram = instagram.build(5, media=2, comments=8)
        self.hers = {NAME, HANDLE, WORDS, LAPOR_ID}
        self.people: list[str] = []
        self.rows: list[str] = []
        self._write()
        self._files("pertama")
        on_youtube = stack.enter_context(youtube.serve(self.youtube))
        on_google = stack.enter_context(google.serve(self.google))
        on_instagram = stack.enter_context(instagram.serve(self.instagram))
        self.hearing = instagram_pages.channel_on(on_instagram, webhook_secrets=[instagram.APP_SECRET["instagram"]])
        self.channels = (
            youtube_channel(on_youtube.base),
            google_pages.channel_on(on_google),
            self.hearing,
            Lapor(folder / "laporan.csv", agency="Pemerintah Kabupaten Blitar"),
            Register(folder / "register.csv", account="Kotak Saran"),
        )
        self.store = stack.enter_context(Store(self.path, privacy_key=KEY))
        self.hub = stack.enter_context(Hub(self.channels, store=self.store, clock=lambda: self.youtube.clock))

    def _write(self) -> None:
        """A thousand people write; she writes twice, and answers elsewhere."""
        world = self.youtube
        videos, her = list(world.videos), world.author(f"@{HANDLE}")
        for n in range(MANY):
            mine = n in (500, 700)
            author = her if mine else world.author(f"@warga{n}")
            at = world.clock - timedelta(hours=n)
            text = f"{WORDS} {n}" if mine else f"Jalan rusak {n}"
            thread = world.add_thread(videos[n % 4], text, author=author, at=at)
            # More than the platform shows beside a thread: its replies are read page by page.
            for turn in range(8 if n in (500, 300) else 0):
                other = her if n == 300 and turn == 7 else world.author(f"@tetangga{turn}")
                reply = world.add_reply(thread.top.id, f"Betul {turn}", author=other, at=at + timedelta(minutes=turn))
                self.hers |= {reply.id} if other is her else set()
            self.hers |= {thread.top.id} if mine else set()
        self.people.append(f"youtube:{her.id}")
        place = next(iter(self.google.locations))
        review = self.google.add_review(place, 1, f"{WORDS} di puskesmas", author=NAME)
        self.instagram.subscribed = True
        comment = self.instagram.add_comment(next(iter(self.instagram.media)), f"{WORDS} di sini", author=HANDLE)
        self.told: list[Delivery] = list(self.instagram.told)
        assert self.told
        person = self.instagram.person(HANDLE).id
        self.people.append(f"instagram:{person}")
        self.hers |= {her.id, review.id, comment.id, person}

    def _files(self, turn: str) -> None:
        """An export of LAPOR and a register; each *turn* changes what is said of her, and nothing else."""
        reports = [
            lapor_files.report(
                Tracking_ID=str(9123400 + n), Tanggal_Laporan_Masuk="5 Jan 2026", Isi_Laporan_Awal=f"a {n}"
            )
            for n in range(20)
        ]
        reports.append(
            lapor_files.report(
                Tracking_ID=LAPOR_ID, Nama_Pelapor=NAME, Tanggal_Laporan_Masuk="6 Jan 2026",
                Isi_Laporan_Awal=f"{WORDS} di jalan, {turn}", Judul_Laporan=f"{WORDS}",
            )
        )  # fmt: skip
        lapor_files.written(self.folder / "laporan.csv", reports)
        entries = [
            register_sheets.row(No=str(n), Tanggal=f"{n % 27 + 1} Jan 2026", Isi=f"{register_sheets.TEXTS[n % 6]} {n}")
            for n in range(1, 30)
        ]
        entries.append(
            register_sheets.row(No="30", Tanggal="9 Jan 2026", Isi=f"{WORDS} di depan rumah {NAME}, RT 03", Alamat=turn)
        )
        register_sheets.written(self.folder / "register.csv", entries)

    def find_rows(self) -> None:
        """Her complaints where a channel knows no id of a person."""
        for channel in ("google_reviews", "lapor", "register"):
            (row,) = [one for one in self.store.heads(channel=channel) if WORDS in (one.text or "")]
            self.rows.append(row.id)
            self.hers.add(row.native_id)

    def sync(self, **how: object) -> None:
        self.youtube.advance(minutes=10)
        for run in self.hub.sync(**how).runs:  # type: ignore[arg-type]  # deep and budget
            assert run.error is None or "budget" in how, run

    def cut(self) -> None:
        """A reading from the very beginning, cut by its budget again and again, each time with a checkpoint."""
        with closing(sqlite3.connect(self.path)) as base, base:
            base.execute("DELETE FROM state WHERE channel = 'youtube'")
        for _ in range(12):
            self.sync(budget=3)
            assert self.hits() == []

    def webhook(self) -> None:
        """Meta repeats what it told of her; the receiver takes it in, and it is read."""

        async def call() -> None:
            async with AsyncHub([self.hearing], store=self.store, clock=lambda: self.youtube.clock) as hub:
                app = receiver(hub, refresh=False)
                async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://hub") as client:
                    for delivery in self.told:
                        answer = await client.post("/instagram", content=delivery.body, headers=delivery.headers)
                        assert answer.status_code == 200
                (run,) = (await hub.refresh()).runs
                assert run.error is None, run

        asyncio.run(call())

    def import_again(self) -> None:
        self._files("kedua")
        self.sync()

    def hits(self) -> list[tuple[str, str]]:
        """Which of her words stand in a file of the database."""
        files = sorted(self.folder.glob("aduan.db*"))
        return [(file.name, word) for file in files for word in sorted(self.hers) if word.encode() in file.read_bytes()]

    def command(self, *words: str) -> str:
        out = StringIO()
        with redirect_stdout(out):
            assert main([*words, "--store", str(self.path)]) == 0, words
        return out.getvalue()

    def figures(self) -> object:
        return json.loads(self.command("scorecard", "--year", "2026", "--now", "2026-12-31", "--json"))

    def exported(self) -> dict[str, list[str]]:
        """Which of her words stand in each file that is handed on."""
        found: dict[str, list[str]] = {}
        for words in EXPORTS:
            name = next(word for word in words if "." in word and word[0].isalpha())
            file = self.folder / "ekspor" / f"{len(found)}-{name}"
            file.parent.mkdir(exist_ok=True)
            self.command(*(str(file) if word == name else word for word in words))
            told = _unpacked(file)
            found[f"{' '.join(words[:2])} {name}"] = [word for word in sorted(self.hers) if word.encode() in told]
            file.unlink()
        return found


def _unpacked(file: Path) -> bytes:
    try:
        with ZipFile(file) as parts:
            return b"".join(parts.read(name) for name in parts.namelist())
    except BadZipFile:
        return file.read_bytes()


STEPS: tuple[tuple[str, Callable[[World], None]], ...] = (
    ("erased", lambda _: None),
    ("sync", lambda world: world.sync()),
    ("deep sync", lambda world: world.sync(deep="changed")),
    ("full sync", lambda world: world.sync(deep="full")),
    ("a checkpoint that was lost, and twelve cut readings", World.cut),
    ("files imported again", World.import_again),
    ("webhook", World.webhook),
    ("the last full sync", lambda world: world.sync(deep="full")),
)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """The whole story, told once."""
    with ExitStack() as stack:
        world = World(tmp_path_factory.mktemp("erase"), stack)
        world.sync()
        world.webhook()
        world.find_rows()
        told = Told(world.hers)
        stored = {word for _, word in world.hits()}
        told.missing_before = sorted(world.hers - stored)
        told.figures["before"] = world.figures()
        told.exports["before"] = sorted({word for words in world.exported().values() for word in words})
        for person in world.people:
            world.store.erase(author=person, now=world.youtube.clock)
        world.store.erase(complaints=world.rows, now=world.youtube.clock)
        for name, step in STEPS:
            step(world)
            told.hits[name], told.figures[name] = world.hits(), world.figures()
        told.exports |= world.exported()
        yield told


def test_before_it_all_of_her_is_found(told: Told) -> None:
    assert told.missing_before == []
    assert NAME in told.exports["before"]


@pytest.mark.parametrize("step", [name for name, _ in STEPS])
def test_nothing_of_her_stands_in_a_file_of_the_database(told: Told, step: str) -> None:
    assert told.hits[step] == []


@pytest.mark.parametrize("step", [name for name, _ in STEPS])
def test_the_scorecard_is_what_it_was(told: Told, step: str) -> None:
    assert told.figures[step] == told.figures["before"]


@pytest.mark.parametrize("number", range(len(EXPORTS)), ids=[" ".join(words[:2]) for words in EXPORTS])
def test_nothing_of_her_stands_in_an_export(told: Told, number: int) -> None:
    name = [key for key in told.exports if key != "before"][number]
    assert told.exports[name] == []
