"""One damaged item of a hundred costs only itself, and comes back once the reader is mended."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from complaint_hub import Hub
from complaint_hub.auth import ApiKey
from complaint_hub.channels.youtube import YouTube
from complaint_hub.contract import Page, Skipped
from complaint_hub.model import Complaint
from complaint_hub.report import Run
from complaint_hub.sandbox import youtube as sandbox
from complaint_hub.sandbox.youtube import faults
from complaint_hub.store import Store

TOP = "snippet.topLevelComment.snippet"
VALUES = {"missing": faults.REMOVED, "null": None, "wrong type": ["x"], "huge int": 10**30}
FIELDS = (f"{TOP}.publishedAt", f"{TOP}.textDisplay", "snippet.totalReplyCount", "id")


class Mended(YouTube):
    """A later version of the reader: it knows where else a thread says what it lacks."""

    def reread(self, skipped: Skipped) -> Page:
        item = json.loads(skipped.raw)
        if "topLevelComment" in item["snippet"]:
            top = item["snippet"]["topLevelComment"]
            item["id"] = top["id"]
            item["snippet"]["totalReplyCount"] = len(item.get("replies", {}).get("comments", []))
        else:
            top = item
        top["snippet"]["publishedAt"] = top["snippet"]["updatedAt"]
        top["snippet"]["textDisplay"] = top["snippet"]["textOriginal"]
        return super().reread(replace(skipped, raw=json.dumps(item).encode()))


class Scene:
    """A world of 100 threads on one page, the store that runs fill, and one thread to be damaged."""

    def __init__(self, base: str, world: sandbox.World, store: Store) -> None:
        self.base, self.world, self.store = base, world, store
        self.thread = sorted(world.threads)[41]

    def hub(self, kind: type[YouTube]) -> Hub:
        channel = kind(sandbox.CHANNEL, public=ApiKey(sandbox.KEY), base=self.base)
        return Hub([channel], store=self.store, clock=lambda: self.world.clock)

    def sync(self, **options: Any) -> Run:
        with self.hub(YouTube) as hub:
            (run,) = hub.sync(**options)
        assert run.error is None
        return run

    def retry(self, kind: type[YouTube] = Mended) -> Run:
        with self.hub(kind) as hub:
            (run,) = hub.reread()
        return run

    def damage(self, path: str, value: object) -> None:
        # On every page that holds the thread, so that no second look finds it whole.
        self.world.inject(faults.damage(path, value, item=self.thread, times=None))

    def stored(self) -> int:
        return sum(1 for _ in self.store.heads())

    def row(self) -> Complaint | None:
        return self.store.complaint(f"youtube:{self.thread}")

    def texts(self) -> set[str | None]:
        return {row.text for row in self.store.heads()}


@contextmanager
def scened(world: sandbox.World, path: Path) -> Generator[Scene]:
    with sandbox.serve(world) as running, Store(path) as store:
        yield Scene(running.base, world, store)


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    with scened(sandbox.build(5, videos=4, threads=100, small_replies=60, pin=False), tmp_path / "aduan.db") as made:
        yield made


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("value", VALUES)
def test_99_are_stored_and_one_is_set_aside_until_the_reader_is_mended(scene: Scene, field: str, value: str) -> None:
    scene.damage(field, VALUES[value])
    run = scene.sync()
    assert (scene.stored(), len(scene.store.quarantine())) == (99, 1)
    assert run.counts.set_aside == 1
    assert scene.row() is None

    assert scene.retry(YouTube).counts.set_aside == 1
    assert (scene.stored(), len(scene.store.quarantine())) == (99, 1)

    assert scene.retry().counts.healed == 1
    row = scene.row()
    assert row is not None
    assert row.text == scene.world.comments[scene.thread].text
    assert (scene.stored(), scene.store.quarantine()) == (100, [])


def test_a_thread_from_quarantine_brings_its_replies(scene: Scene) -> None:
    scene.thread = next(id for id, thread in sorted(scene.world.threads.items()) if len(thread.replies) == 3)
    scene.damage(f"{TOP}.publishedAt", None)
    scene.sync()
    scene.retry()
    told = {event.key: event.text for event in scene.store.events(f"youtube:{scene.thread}")}
    assert told == {reply.id: reply.text for reply in scene.world.threads[scene.thread].replies}


def test_what_arrives_whole_leaves_quarantine_without_a_retry(scene: Scene) -> None:
    scene.damage(f"{TOP}.publishedAt", None)
    scene.sync()
    scene.world.clear_faults()
    scene.world.advance(days=1)
    assert scene.sync(deep="full").counts.healed == 1
    assert (scene.stored(), scene.store.quarantine()) == (100, [])


@pytest.mark.parametrize("field", ["id", f"{TOP}.publishedAt"])
def test_a_retry_never_sets_a_newer_version_back(scene: Scene, field: str) -> None:
    # Without its id nothing links the entry to the row that arrives later, so it is still there to be read again.
    scene.damage(field, None)
    scene.sync()
    scene.world.clear_faults()
    scene.world.advance(days=1)
    scene.world.edit(scene.thread, "Sudah saya perbaiki: lampu padam sejak Senin.")
    scene.sync(deep="full")
    before = (scene.row(), scene.store.events(f"youtube:{scene.thread}"))
    scene.world.advance(days=1)
    scene.retry()
    assert (scene.row(), scene.store.events(f"youtube:{scene.thread}")) == before
    assert before[0] is not None
    assert before[0].text == "Sudah saya perbaiki: lampu padam sejak Senin."
    assert (scene.stored(), scene.store.quarantine()) == (100, [])


def test_a_retried_reply_never_sets_a_newer_version_back(scene: Scene) -> None:
    scene.thread = next(id for id, thread in sorted(scene.world.threads.items()) if len(thread.replies) == 3)
    reply = scene.world.threads[scene.thread].replies[0]
    scene.damage("replies.comments.0.id", None)
    assert scene.sync().counts.set_aside == 1
    scene.world.clear_faults()
    scene.world.advance(days=1)
    scene.world.edit(reply.id, "Teks baru dari penulisnya.")
    scene.sync(deep="full")

    class Named(Mended):
        def reread(self, skipped: Skipped) -> Page:
            raw = json.dumps(json.loads(skipped.raw) | {"id": reply.id}).encode()
            return super().reread(replace(skipped, raw=raw))

    scene.world.advance(days=1)
    scene.retry(Named)
    said = {event.key: event.text for event in scene.store.events(f"youtube:{scene.thread}") if event.key == reply.id}
    assert said == {reply.id: "Teks baru dari penulisnya."}
    assert scene.store.quarantine() == []


@pytest.mark.parametrize("text", ["lampu \ud83d padam", "lampu \x00padam", "\udc00\ud83d lampu"], ids=ascii)
def test_a_text_that_no_database_takes_is_repaired_counted_and_kept_raw(scene: Scene, text: str) -> None:
    scene.damage(f"{TOP}.textOriginal", text)
    run = scene.sync()
    assert (scene.stored(), scene.store.quarantine()) == (100, [])
    assert run.counts.repaired == 1
    row = scene.row()
    assert row is not None
    assert row.text is not None
    assert "lampu" in row.text
    assert "\x00" not in row.text.encode().decode()
    assert json.loads(str(row.raw))["snippet"]["topLevelComment"]["snippet"]["textOriginal"] == text


def test_a_repaired_text_is_no_change_the_next_time(scene: Scene) -> None:
    scene.damage(f"{TOP}.textOriginal", "lampu \ud83d padam")
    scene.sync()
    scene.world.advance(days=1)
    assert scene.sync(deep="full").counts.changed == 0
