"""The suite for a channel that reads files: an author inherits the promises, and supplies a folder.

::

    class Exports(Folder):
        def write(self, name, entries, *, at): ...      # a file with these rows, in this order
        def remove(self, name): ...

    class TestExports(FilesContract[Exports]):
        @contextmanager
        def world(self):
            with TemporaryDirectory() as folder:
                yield Exports(folder)

        def channel(self, world):
            return MyExports(f"{world.path}/*.csv", agency="blitar")

        def second(self, world):                        # the same files under another account, or files of its own
            return MyExports(f"{world.path}/*.csv", agency="kediri")

For: tests of channels, under any runner that collects ``test_`` methods; nothing here imports one.
Must not: look inside a channel. Rows are compared by their texts, since only the channel knows how it names them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import ClassVar, TypeVar

from ..report import Run
from .desk import Content, Desk, desk, filled, same
from .finding import TEXT, edited
from .promises import PROMISES, Promise
from .running import refuses_the_future
from .suite import Suite
from .world import Entry, Folder

__all__ = ["FilesContract"]

F = TypeVar("F", bound=Folder)

_TOPICS = ("Jalan berlubang di depan pasar", "Sampah menumpuk di tepi sungai", "Antrean poli umum sampai siang",
           "Air bersih tidak mengalir tiap sore", "Lampu jalan mati di simpang tiga", "Pupuk bersubsidi sulit didapat",
           "Kantor desa kosong pada jam kerja", "Atap sekolah dasar bocor saat hujan")  # fmt: skip


class FilesContract(Suite[F]):
    """All promises of a channel that reads files.

    Attributes:
        without: number of a promise → why these files cannot have it.
        now: the moment of the first run.
    """

    promises: ClassVar[Mapping[str, Promise]] = {promise.number: promise for promise in PROMISES if promise.files}

    def test_p12_a_state_from_the_future_is_refused(self) -> None:
        with self.stage("P12") as world, desk(self.channel(world)) as ours:
            self.put(world, "satu", self.entries(3))
            refuses_the_future(ours, at=self.now)

    def test_p13_two_accounts_do_not_collide(self) -> None:
        with self.stage("P13") as world:
            self.put(world, "satu", self.entries(4))
            both = [self.channel(world), self.second(world)]
            alone: list[Content] = []
            for channel in both:
                with desk(channel) as ours:
                    self.read(ours)
                    alone.append(ours.content())
            for content in alone:
                filled(content)
            with desk(*both) as ours:
                ours.run_all(self.now)
                for channel, expected in zip(both, alone, strict=True):
                    same(ours.content(channel), expected, f"beside another account ({channel.account})")

    def test_p15_a_kill_at_any_step_loses_nothing(self) -> None:
        with self.stage("P15") as world:
            self.three_files(world)
            channel = self.channel(world)
            with desk(channel) as ours:
                self.read(ours)
                self.found(ours, self.entries(9), "in three files")
                expected = ours.content()
            step, died = 0, True
            while died:
                step += 1
                with desk(channel) as ours:
                    died = ours.dies(self.now, step=step, deep=False)
                    self.read(ours)
                    same(ours.content(), expected, f"after a death at step {step}")
            assert step > 1, "the channel did nothing"

    def test_p16_sync_equals_async(self) -> None:
        with self.stage("P16") as world:
            self.three_files(world)
            channel = self.channel(world)
            with desk(channel) as ours, desk(channel) as theirs:
                self.read(ours)
                self.found(ours, self.entries(9), "in three files")
                theirs.loop(self.now, deep=False)
                same(theirs.content(), ours.content(), "under asyncio")

    def test_p17_a_second_run_changes_nothing(self) -> None:
        with self.stage("P17") as world, desk(self.channel(world)) as ours:
            self.three_files(world)
            self.read(ours)
            self.found(ours, self.entries(9), "in three files")
            self.unchanged(ours, "after a repeated run")

    def test_p18_a_damaged_item_costs_one_item(self) -> None:
        with self.stage("P18") as world, desk(self.channel(world)) as ours:
            rows = self.entries(5)
            self.put(world, "satu", [replace(row, damaged=row is rows[1]) for row in rows])
            self.read(ours)
            self.found(ours, [row for row in rows if row is not rows[1]], "beside a damaged row")
            assert ours.set_aside() >= 1, "a damaged row is not in quarantine"
            self.put(world, "satu", rows, hours=1)
            self.read(ours, hours=1)
            self.found(ours, rows, "after the row was put right")
            assert ours.set_aside() == 0, "a row that is stored stands in quarantine still"

    def test_p23_the_same_moment_gives_the_same_run(self) -> None:
        with self.stage("P23") as world:
            self.three_files(world)
            channel = self.channel(world)
            with desk(channel) as first, desk(channel) as again:
                self.read(first)
                self.read(again)
                self.found(first, self.entries(9), "in three files")
                same(again.content(timeless=False), first.content(timeless=False), "in two runs at the same moment")

    def test_p25_a_text_arrives_as_it_was_written(self) -> None:
        with self.stage("P25") as world, desk(self.channel(world)) as ours:
            row = replace(self.entries(1)[0], text=TEXT)
            self.put(world, "satu", [row])
            self.read(ours)
            self.found(ours, [row], "though it was written so")

    def test_p27_another_order_changes_nothing(self) -> None:
        with self.stage("P27") as world, desk(self.channel(world)) as ours:
            rows = self.entries(6)
            self.put(world, "satu", rows)
            self.read(ours)
            self.found(ours, rows, "in one file")
            self.put(world, "satu", [*rows[3:], *reversed(rows[:3])], hours=1)
            self.unchanged(ours, "after the rows were put in another order")

    def test_p28_a_correction_updates(self) -> None:
        with self.stage("P28") as world, desk(self.channel(world)) as ours:
            rows = self.entries(5)
            self.put(world, "satu", rows)
            self.read(ours)
            before = rows[2].text
            rows[2] = replace(rows[2], text=f"{before}, dekat jembatan")
            self.put(world, "satu", rows, hours=1)
            self.read(ours, hours=1)
            self.found(ours, rows, "after a correction")
            (row,) = [row for row in ours.rows().values() if row.text == rows[2].text]
            assert len(edited(row)) == 1, f"one correction gave {len(edited(row))} events"
            assert before in str(edited(row)[0].data), f"the old text is lost: {edited(row)[0].data}"

    def test_p29_the_same_file_twice(self) -> None:
        with self.stage("P29") as world, desk(self.channel(world)) as ours:
            rows = self.entries(4)
            self.put(world, "satu", rows)
            self.read(ours)
            self.found(ours, rows, "in one file")
            self.put(world, "salinan", rows, hours=1)
            self.unchanged(ours, "after the same file came under another name")
            # Whoever opens and saves a sheet changes its bytes.
            self.put(world, "salinan-2", rows[::-1], hours=2)
            self.unchanged(ours, "after the same rows came in a file of other bytes", hours=2)

    # -- for all promises

    def entries(self, count: int, *, start: int = 0) -> list[Entry]:
        """So many rows, one a day, each with a text of its own."""
        first = (self.now - timedelta(days=40)).date()
        places = ("Wlingi", "Talun", "Srengat", "Kanigoro", "Doko")
        return [
            Entry(1_000 + n, f"{_TOPICS[n % 8]} {places[n % 5]}", first + timedelta(days=n))
            for n in range(start, start + count)
        ]

    def three_files(self, world: F) -> None:
        """What the runs read that are killed and compared."""
        for n, name in enumerate(("satu", "dua", "tiga")):
            self.put(world, name, self.entries(3, start=3 * n), hours=n - 3)

    def put(self, world: F, name: str, entries: Sequence[Entry], *, hours: int = 0) -> None:
        """Write a file, so many hours after the first run."""
        world.write(name, entries, at=self.now + timedelta(hours=hours))

    def read(self, ours: Desk, *, hours: int = 0) -> Run:
        """A run that must not fail, so many hours after the first."""
        return ours.run(self.now + timedelta(hours=hours))

    def found(self, ours: Desk, entries: Sequence[Entry], when: str) -> None:
        """Raises AssertionError, unless exactly these rows are there."""
        there = sorted(row.text or "" for row in ours.rows().values())
        expected = sorted(entry.text for entry in entries)
        assert there == expected, f"the rows differ {when}:\nexpected {expected}\nfound    {there}"

    def unchanged(self, ours: Desk, when: str, *, hours: int = 1) -> None:
        """Raises AssertionError, if a run so much later finds or changes anything but its list of files."""
        expected = ours.content()
        counts = self.read(ours, hours=hours).counts
        assert (counts.new, counts.changed, counts.gone) == (0, 0, 0), f"a run {when} found {counts}"
        left = {part: content for part, content in expected.items() if part != "state"}
        same(ours.content(), left, when)
