"""Our ledger of units is the platform's bill: under faults, over its midnight, among channels and processes."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from bench.youtube_runs import channel
from complaint_hub import Hub
from complaint_hub._io import Blocking
from complaint_hub.auth import ApiKey
from complaint_hub.channels.youtube import YouTube
from complaint_hub.contract import Request, Response
from complaint_hub.report import Run
from complaint_hub.sandbox import youtube as sandbox
from complaint_hub.sandbox.youtube import faults
from complaint_hub.store import Store
from support.killing import clean, dozen, forked, killed_at, served

SECOND = "UCsecondBlitar0000000000"


class Unhurried(Blocking):
    """A world in which waiting takes no time; ``before`` and ``after`` are told of each request."""

    def __init__(self, before: Callable[[], object] = lambda: None, after: Callable[[], object] = lambda: None) -> None:
        super().__init__()
        self.slept: list[float] = []
        self.before, self.after = before, after

    async def send(self, request: Request, headers: Mapping[str, str], *, cap: int, deadline: float) -> Response:
        self.before()
        try:
            return await super().send(request, headers, cap=cap, deadline=deadline)
        finally:
            self.after()

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


@pytest.fixture
def world() -> sandbox.World:
    return dozen()


@pytest.fixture
def base(world: sandbox.World) -> Iterator[str]:
    with sandbox.serve(world) as running:
        yield running.base


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "aduan.db"


def run(world: sandbox.World, read: YouTube, store: Path, io: Blocking | None = None, **options: Any) -> Run:
    """One run at the world's own time."""
    with Hub([read], store=store, clock=lambda: world.clock) as hub:
        hub._io.close()
        hub._io = io or Unhurried()
        return hub.sync(**options).runs[0]


def ledger(store: Path) -> dict[str, int]:
    """What the table says was drawn: Pacific day → units."""
    with closing(sqlite3.connect(store)) as base:
        return dict(base.execute('SELECT "window", sum(used) FROM spent GROUP BY "window"'))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


FAULTS: dict[str, list[faults.Fault]] = {
    "none": [],
    "backend errors": [faults.error("backendError", times=3, every=2), faults.status(502, times=2, skip=3)],
    "cut bodies": [faults.cut_body(60, times=2), faults.cut_body(-1, times=2, skip=4)],
    "too fast": [faults.rate_limit(retry_after=7, times=2, every=3), faults.rate_limit(http=429, times=1, skip=5)],
    "a refused token": [faults.error("invalidPageToken", skip=2, method="commentThreads.list")],
    "the end of all tries": [faults.error("internalError", times=None)],
    "a wrong answer": [faults.status(200, "<html>", times=1, skip=2)],
}


@pytest.mark.parametrize("name", FAULTS)
def test_every_attempt_is_counted_as_the_platform_counts_it(
    world: sandbox.World, base: str, store: Path, name: str
) -> None:
    for fault in FAULTS[name]:
        world.inject(faults.Fault(fault.kind, fault.times, fault.skip, fault.every, fault.method, data=fault.data))
    done = run(world, channel(base), store)
    assert world.units > 1
    assert done.spent == {"units": world.units}
    assert done.requests == len(world.requests)
    assert ledger(store) == {"2026-11-23": world.units}
    assert bool(world.faults) == bool(FAULTS[name])


# The day of the quota ends at midnight in California, and lasts 25 or 23 hours when its clocks change.
NIGHTS = {
    "winter": ("2026-11-24T07:59:58", "2026-11-23", "2026-11-24", "2026-11-25T08:00:00"),
    "summer": ("2026-07-01T06:59:58", "2026-06-30", "2026-07-01", "2026-07-02T07:00:00"),
    "into a day of 25 hours": ("2026-11-01T06:59:58", "2026-10-31", "2026-11-01", "2026-11-02T08:00:00"),
    "out of a day of 25 hours": ("2026-11-02T07:59:58", "2026-11-01", "2026-11-02", "2026-11-03T08:00:00"),
    "into a day of 23 hours": ("2027-03-14T07:59:58", "2027-03-13", "2027-03-14", "2027-03-15T07:00:00"),
    "out of a day of 23 hours": ("2027-03-15T06:59:58", "2027-03-14", "2027-03-15", "2027-03-16T07:00:00"),
}


@pytest.mark.parametrize("night", NIGHTS)
def test_a_run_over_pacific_midnight_is_booked_on_both_days(night: str, tmp_path: Path) -> None:
    moment, before, after, resets_at = NIGHTS[night]
    world = sandbox.build(1, videos=4, threads=30, big=6, small_replies=10, clock=at(moment))
    world.page_cap, world.quota = 8, 7
    store = tmp_path / "aduan.db"
    with sandbox.serve(world) as running:
        read = channel(running.base, daily_units=7)
        # After each answer the clock moves on by a second: the third request is the first of the new day.
        done = run(world, read, store, Unhurried(after=lambda: world.advance(seconds=1)))
    billed = {day: world.meter.spent(at(f"{day}T20:00:00")) for day in (before, after)}
    assert billed == {before: 2, after: 7}
    assert ledger(store) == billed
    assert done.spent == {"units": 9}
    assert done.stopped is not None
    assert (done.stopped.reason, done.stopped.resets_at) == ("quota", at(resets_at))
    assert done.error is None


@pytest.mark.parametrize("night", ["into a day of 25 hours", "into a day of 23 hours"])
def test_spent_units_come_back_at_midnight_and_not_an_hour_off(night: str, tmp_path: Path) -> None:
    _, _, _, resets_at = NIGHTS[night]
    midnight = at(resets_at)
    world = sandbox.build(1, videos=4, threads=30, big=6, small_replies=10, clock=midnight - timedelta(hours=20))
    world.page_cap, world.quota = 8, 3
    with sandbox.serve(world) as running:
        read = channel(running.base, daily_units=3)
        assert run(world, read, tmp_path / "aduan.db").requests == 3
        world.set_clock(midnight - timedelta(seconds=1))
        assert run(world, read, tmp_path / "aduan.db").requests == 0
        world.set_clock(midnight)
        assert run(world, read, tmp_path / "aduan.db").requests == 3
    assert set(ledger(tmp_path / "aduan.db").values()) == {3}


def _with_a_second_channel(world: sandbox.World) -> sandbox.World:
    world.add_channel("Kecamatan Wlingi", "@wlingi", id=SECOND)
    video = world.add_video(SECOND, "Kabar Wlingi")
    for n in range(30):
        world.add_thread(video.id, f"Aduan {n}")
    return world


def test_two_channels_with_one_key_draw_on_one_quota(world: sandbox.World, base: str, store: Path) -> None:
    _with_a_second_channel(world)
    both = [channel(base, account=account, daily_units=9) for account in (sandbox.CHANNEL, SECOND)]
    with Hub(both, store=store, clock=lambda: world.clock) as hub:
        runs = hub.sync().runs
    assert world.units == 9
    assert ledger(store) == {"2026-11-23": 9}
    assert sum(done.spent["units"] for done in runs) == 9
    assert {done.stopped.reason for done in runs if done.stopped} == {"quota"}


def test_keys_of_two_projects_have_two_quotas(world: sandbox.World, base: str, store: Path) -> None:
    _with_a_second_channel(world).keys = {"first-key", "second-key"}
    accounts = {sandbox.CHANNEL: "first-key", SECOND: "second-key"}
    both = [YouTube(account, public=ApiKey(key), base=base, daily_units=3) for account, key in accounts.items()]
    with Hub(both, store=store, clock=lambda: world.clock) as hub:
        assert [done.spent for done in hub.sync()] == [{"units": 3}, {"units": 3}]
    assert ledger(store) == {"2026-11-23": 6}


def test_two_processes_draw_on_one_quota(store: Path) -> None:
    Store(store).close()
    with served(_with_a_second_channel(dozen())) as base:
        both = [channel(base, account=account, daily_units=9) for account in (sandbox.CHANNEL, SECOND)]
        children = [forked(partial(clean(one), store)) for one in both]
        assert [os.waitpid(pid, 0)[1] for pid in children] == [0, 0]
        assert _billed(base) == 9
    assert ledger(store) == {"2026-11-23": 9}


def _billed(base: str) -> int:
    """Units by the sandbox's own count, asked from outside."""
    with urlopen(base.replace("/youtube/v3/", "/_sandbox/count")) as answer:
        units: int = json.load(answer)["units"]
        return units


def _command(base: str, folder: Path, *words: str) -> tuple[int, dict[str, Any]]:
    """``sync`` as a process of its own: exit code, and its row for YouTube."""
    (folder / "complaint-hub.toml").write_text(
        f'[channels.youtube]\naccount = "{sandbox.CHANNEL}"\nbase = "{base}"\n', encoding="utf-8"
    )
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "from complaint_hub.cli import main; raise SystemExit(main())",
            "sync",
            "--json",
            *words,
        ],
        env={**os.environ, "COMPLAINT_HUB_YOUTUBE_KEY": sandbox.KEY},
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    (row,) = json.loads(said.stdout)["runs"]
    return said.returncode, row


def test_a_quota_that_the_platform_calls_spent_is_known_to_the_next_process(
    world: sandbox.World, base: str, tmp_path: Path
) -> None:
    world.quota = 2  # somebody else's program has had the rest
    first, second = _command(base, tmp_path), _command(base, tmp_path)
    assert [code for code, _ in (first, second)] == [0, 0]
    assert (first[1]["spent"], first[1]["requests"]) == ({"units": 3}, 3)
    assert (second[1]["spent"], second[1]["requests"]) == ({}, 0)
    assert len(world.requests) == 3
    for _, row in (first, second):
        assert row["error"] is None
        assert row["stopped"]["reason"] == "quota"
        assert datetime.fromisoformat(row["stopped"]["resets_at"]) > datetime.now(UTC)


def test_a_spent_budget_is_no_failure_and_the_next_run_goes_on(world: sandbox.World, base: str, tmp_path: Path) -> None:
    code, row = _command(base, tmp_path, "--budget", "4")
    assert (code, row["error"], row["spent"]) == (0, None, {"units": 4})
    assert row["stopped"] == {"reason": "budget", "resets_at": None}
    code, row = _command(base, tmp_path)
    assert (code, row["stopped"], row["error"]) == (0, None, None)
    assert sum(ledger(tmp_path / "aduan.db").values()) == world.units


@pytest.mark.parametrize("http", [403, 429])
def test_a_long_retry_after_ends_the_run_and_says_when_to_come_back(
    world: sandbox.World, base: str, store: Path, http: int
) -> None:
    world.inject(faults.rate_limit(retry_after=61, http=http, skip=2))
    io = Unhurried()
    done = run(world, channel(base), store, io)
    assert not io.slept
    assert done.error is not None
    assert done.stopped is not None
    assert (done.stopped.reason, done.stopped.resets_at) == ("rate_limit", world.clock + timedelta(seconds=61))
    assert ledger(store) == {"2026-11-23": 3}
    assert done.counts.new
    # What was committed stays, and the next run takes it up from there.
    assert run(world, channel(base), store).error is None
    assert ledger(store) == {"2026-11-23": world.units}


def test_a_retry_after_of_a_minute_is_waited_out(world: sandbox.World, base: str, store: Path) -> None:
    world.inject(faults.rate_limit(retry_after=60))
    io = Unhurried()
    assert run(world, channel(base), store, io).error is None
    assert sum(io.slept) == 60


@pytest.mark.parametrize(("moment", "over"), [("before", 1), ("after", 0)])
def test_a_kill_around_a_request_counts_it_and_never_forgets_it(store: Path, moment: str, over: int) -> None:
    def work(base: str, nth: int) -> None:
        left = iter(range(nth))

        def tick() -> None:
            if next(left) == nth - 1:
                os.kill(os.getpid(), signal.SIGKILL)

        with Hub([channel(base)], store=store, clock=lambda: sandbox.CLOCK) as hub:
            hub._io = Unhurried(**{moment: tick})
            hub.sync()

    Store(store).close()
    with served(dozen()) as base:
        for killed, nth in enumerate((1, 2, 3), start=1):
            assert os.WIFSIGNALED(os.waitpid(forked(partial(work, base, nth)), 0)[1])
            assert sum(ledger(store).values()) == _billed(base) + over * killed


def test_a_kill_at_any_step_over_counts_by_one_request_at_most(tmp_path: Path) -> None:
    Store(tmp_path / "empty.db").close()
    with served(dozen()) as base:
        one = clean(channel(base))
        for step in range(1, 200):
            store = tmp_path / f"{step}.db"
            store.write_bytes((tmp_path / "empty.db").read_bytes())
            before = _billed(base)
            died = killed_at(step, one, store, statements=False)
            assert 0 <= sum(ledger(store).values()) - (_billed(base) - before) <= 1, f"step {step}"
            if not died:
                break
    print(f"{step - 1} steps")
    assert step > 40
