"""P01 to P08, P21, P25 and P26: what stands on the platform is found, and is what it is.

For: ``contract``, which is made of this and its two siblings.
Must not: know a platform; everything happens by the verbs of a world.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from ..contract import Deep
from ..model import Complaint, Event, Kind, Role
from .desk import Desk, desk
from .suite import Suite
from .world import World

__all__ = ["TEXT", "Finding", "edited", "found", "history", "messages", "news", "said"]

W = TypeVar("W", bound=World)

TEXT = 'Jalan "Melati" & gang <3> di RT 05/RW 02 rusak 👷🏽\u200d♀️\nSudah 2 minggu, mohon ditinjau.'


class Finding(Suite[W]):
    """The promises about what is read."""

    deep: Deep = "full"

    def test_p01_newest_item_behind_page_1(self) -> None:
        with self.stage("P01") as world, desk(self.channel(world)) as ours:
            old = history(world, 2 * world.page + 1, self.now)
            self.read(world, ours)
            found(ours, old, "after a first run")
            new = news(world, world.page + 2, self.now)
            self.read(world, ours, hours=1)
            found(ours, [*old, *new], "after a run that had more than a page of new ones")

    def test_p02_a_pinned_item_first(self) -> None:
        with self.stage("P02") as world, desk(self.channel(world)) as ours:
            old = history(world, 2 * world.page + 1, self.now)
            world.pin(old[0])
            self.read(world, ours)
            found(ours, old, "after a first run over a pinned item")
            new = news(world, world.page + 2, self.now)
            self.read(world, ours, hours=1)
            found(ours, [*old, *new], "behind a pinned item that is known")

    def test_p03_reply_six_and_beyond(self) -> None:
        with self.stage("P03") as world, desk(self.channel(world)) as ours:
            (item,) = history(world, 1, self.now)
            keys = [world.reply(item, f"Di tempat kami juga, {n}", at=self.early(n)) for n in range(7)]
            self.read(world, ours, deep=self.deep)
            messages(ours, item, keys, "after a first run")
            keys += [world.reply(item, f"Belum ada kabar, {n}", at=self.late(n)) for n in range(2)]
            self.read(world, ours, hours=1, deep=self.deep)
            messages(ours, item, keys, "after two more")

    def test_p04_a_late_reply_on_an_old_thread(self) -> None:
        with self.stage("P04") as world, desk(self.channel(world)) as ours:
            old = history(world, 2 * world.page + 1, self.now)
            self.read(world, ours)
            key = world.reply(old[0], "Sampai hari ini belum diperbaiki", at=self.late(1))
            self.read(world, ours, hours=1, deep=self.deep)
            messages(ours, old[0], [key], "of an old thread")

    def test_p07_item_101(self) -> None:
        with self.stage("P07") as world, desk(self.channel(world)) as ours:
            world.full_pages()
            items = history(world, 101, self.now)
            self.read(world, ours)
            found(ours, items, "where one more stands there than a page holds")

    def test_p08_own_replies_are_not_complaints(self) -> None:
        with self.stage("P08") as world, desk(self.channel(world)) as ours:
            items = history(world, 2, self.now)
            key = world.answer(items[0], "Terima kasih, kami teruskan ke Dinas PUPR.", at=self.early(1))
            self.read(world, ours, deep=self.deep)
            found(ours, items, "beside an answer of our own")
            roles = {event.key: event.role for event in said(ours.rows()[items[0]])}
            assert roles.get(key) == Role.agency, f"our own answer is {roles.get(key)!r}, not a message of the agency"

    def test_p21_an_edit_is_an_event(self) -> None:
        with self.stage("P21") as world, desk(self.channel(world)) as ours:
            items = history(world, world.page + 1, self.now)
            self.read(world, ours)
            before = ours.rows()[items[0]].text or ""
            world.edit(items[0], "Jalan berlubang, sekarang juga tergenang", at=self.late(1))
            self.read(world, ours, hours=1, deep=self.deep)
            row = ours.rows()[items[0]]
            assert row.text == "Jalan berlubang, sekarang juga tergenang", f"the text is still {row.text!r}"
            edits = [event.data for event in row.timeline or () if event.type == "edited"]
            assert len(edits) == 1, f"one edit gave {len(edits)} events"
            assert before in str(edits[0]), f"the old text is lost: {edits[0]}"
            self.read(world, ours, hours=2, deep=self.deep)
            assert len(edited(ours.rows()[items[0]])) == 1, "an edit that was read again is another event"

    def test_p25_a_text_arrives_as_it_was_written(self) -> None:
        with self.stage("P25") as world, desk(self.channel(world)) as ours:
            item = world.post(TEXT, at=self.early(0))
            self.read(world, ours)
            assert ours.rows()[item].text == TEXT, f"written {TEXT!r}, stored {ours.rows()[item].text!r}"

    def test_p26_own_posts_are_not_complaints(self) -> None:
        with self.stage("P26") as world, desk(self.channel(world)) as ours:
            items = history(world, 2, self.now)
            own = world.announce("Jalan Melati ditutup besok pagi.", at=self.early(9))
            self.read(world, ours)
            found(ours, items, "beside a post of our own", besides=own)
            row = ours.rows().get(own)
            assert row is None or row.kind == Kind.other, "our own post is stored as a citizen's"

    # -- for all promises

    def read(self, world: World, ours: Desk, *, hours: int = 0, deep: Deep = False) -> None:
        """A run that must not fail, so many hours after the first."""
        at = self.now + timedelta(hours=hours)
        world.clock(at)
        ours.run(at, deep=deep)

    def early(self, n: int) -> datetime:
        """The n-th moment of the day before the first run."""
        return self.now - timedelta(hours=20) + timedelta(minutes=n)

    def late(self, n: int) -> datetime:
        """The n-th moment between the first and the second run."""
        return self.now + timedelta(minutes=n)


def history(world: World, count: int, now: datetime) -> list[str]:
    """So many items from the weeks before *now*, oldest first."""
    world.clock(now)
    start = now - timedelta(days=20)
    return [world.post(f"Aduan lama nomor {n}", at=start + timedelta(hours=n)) for n in range(count)]


def news(world: World, count: int, now: datetime) -> list[str]:
    """So many items from the minutes after *now*, oldest first."""
    return [world.post(f"Aduan baru nomor {n}", at=now + timedelta(minutes=n + 1)) for n in range(count)]


def found(ours: Desk, items: Sequence[str], when: str, *, besides: str = "") -> None:
    """Raises AssertionError, unless exactly these are there (and perhaps one more)."""
    there = set(ours.rows()) - {besides}
    lost, more = sorted(set(items) - there), sorted(there - set(items))
    assert not lost, f"{len(lost)} of {len(items)} items are missing {when}: {lost[:3]}"
    assert not more, f"{len(more)} items too many {when}: {more[:3]}"


def messages(ours: Desk, item: str, keys: Sequence[str], when: str) -> None:
    """Raises AssertionError, unless the item has these messages."""
    there = {event.key for event in said(ours.rows()[item])}
    lost = [key for key in keys if key not in there]
    assert not lost, f"{len(lost)} of {len(keys)} replies are missing {when}: {lost[:3]}"


def said(row: Complaint) -> list[Event]:
    """The messages of a complaint."""
    return [event for event in row.timeline or () if event.type == "message"]


def edited(row: Complaint) -> list[Event]:
    """The edits of a complaint."""
    return [event for event in row.timeline or () if event.type == "edited"]
