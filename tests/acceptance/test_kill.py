"""A process may be killed anywhere: one clean run later the database is that of a run nobody disturbed."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from bench.youtube_runs import channel
from complaint_hub.channels.lapor import Lapor
from complaint_hub.contract import Channel
from complaint_hub.sandbox import lapor
from complaint_hub.sandbox import youtube as sandbox
from complaint_hub.store import Store
from support.killing import Run, clean, content, dozen, in_memory, killed_after, killed_at, served
from support.new_tables import by_steps

STEP_LIMIT = 3_000


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    with in_memory() as folder:
        yield folder


@pytest.fixture(scope="module")
def untouched() -> Iterator[Channel]:
    """A channel of a dozen requests."""
    with served(dozen()) as base:
        yield channel(base)


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A database with its tables and nothing in them."""
    path = tmp_path / "empty.db"
    Store(path).close()
    return path


@pytest.fixture(scope="module")
def moved() -> Iterator[Channel]:
    """The same channel later: an edit, a deletion, late replies, new threads."""
    world = dozen()
    shown = sorted(world.threads.values(), key=lambda thread: thread.key)
    world.edit(shown[3].top.id, "Teks yang diperbaiki oleh penulisnya.")
    world.delete(shown[5].top.id)
    world.add_reply(shown[1].top.id, "Balasan yang datang terlambat.", at=sandbox.CLOCK)
    for n in range(3):
        world.add_thread(shown[0].top.video, f"Aduan baru {n}", at=sandbox.CLOCK)
    with served(world) as base:
        yield channel(base)


# Each statement is a step of its own, those that make the tables too: on a busy machine five minutes are not enough.
@pytest.mark.timeout(1200)
def test_a_first_run_killed_at_every_statement_ends_in_the_same_store(tmp_path: Path, untouched: Channel) -> None:
    run = clean(untouched)
    run(tmp_path / "undisturbed.db")
    steps = _kill_at_every_step(tmp_path, run, content(tmp_path / "undisturbed.db"))
    print(f"{steps} steps, all the same")
    assert steps > 150


def test_an_asyncio_run_killed_at_every_step_ends_in_the_same_store(
    tmp_path: Path, untouched: Channel, empty: Path
) -> None:
    run = clean(untouched, looping=True)
    run(tmp_path / "undisturbed.db")
    expected = content(tmp_path / "undisturbed.db")
    steps = _kill_at_every_step(tmp_path, run, expected, start=empty, statements=False)
    print(f"{steps} steps, all the same")
    assert steps > 30


def test_a_deep_run_killed_at_every_statement_ends_in_the_same_store(
    tmp_path: Path, untouched: Channel, moved: Channel
) -> None:
    before = tmp_path / "before.db"
    clean(untouched)(before)
    run = clean(moved, deep="full")
    shutil.copy(before, tmp_path / "undisturbed.db")
    run(tmp_path / "undisturbed.db")
    steps = _kill_at_every_step(tmp_path, run, content(tmp_path / "undisturbed.db"), start=before)
    print(f"{steps} steps, all the same")
    assert steps > 100


def test_an_import_killed_at_every_step_ends_in_the_same_store(tmp_path: Path, empty: Path) -> None:
    files = lapor.generate(tmp_path / "files", cases=1_100, total_days=None)
    run = clean(Lapor(files.paths, agency="Pemerintah Kabupaten Blitar"))
    run(tmp_path / "undisturbed.db")
    steps = _kill_at_every_step(tmp_path, run, content(tmp_path / "undisturbed.db"), start=empty, statements=False)
    print(f"{steps} steps, all the same")
    assert steps > 6


def test_a_run_killed_at_100_random_moments_ends_in_the_same_store(
    tmp_path: Path, untouched: Channel, empty: Path
) -> None:
    run = clean(untouched)
    shutil.copy(empty, tmp_path / "undisturbed.db")
    began = time.monotonic()
    run(tmp_path / "undisturbed.db")
    whole = time.monotonic() - began
    expected = content(tmp_path / "undisturbed.db")
    dice, killed = random.Random(20261124), 0
    for n in range(100):
        store = tmp_path / f"{n}.db"
        shutil.copy(empty, store)
        killed += killed_after(dice.uniform(0, whole), clean(untouched, looping=n % 2 == 1), store)
        run(store)
        assert content(store) == expected
        _remove(store)
    print(f"{killed} of 100 were killed before their end")
    assert killed >= 30


def _kill_at_every_step(
    tmp_path: Path, run: Run, expected: object, *, start: Path | None = None, statements: bool = True
) -> int:
    """Kill a run at step 1, 2, 3 ... until it lives, each time in a fresh database; returns how many steps it has."""
    for step in range(1, STEP_LIMIT):
        store = tmp_path / f"{step}.db"
        if start is not None:
            shutil.copy(start, store)
        with by_steps() if start is None else nullcontext():
            died = killed_at(step, run, store, statements=statements)
        run(store)
        assert content(store) == expected, f"step {step}"
        _remove(store)
        if not died:
            return step - 1
    raise AssertionError("the run does not end")


def _remove(store: Path) -> None:
    for path in store.parent.glob(f"{store.name}*"):
        path.unlink()
