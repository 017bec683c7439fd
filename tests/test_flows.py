"""The run of one account: how it goes, and how each error ends it."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from complaint_hub._flows import distinct, reread, sync_account
from complaint_hub.contract import (
    Channel,
    Coverage,
    Deep,
    Limit,
    LocalChannel,
    Page,
    Request,
    Response,
    Session,
    Skipped,
    State,
)
from complaint_hub.errors import (
    AuthError,
    BusyError,
    ConfigError,
    NotFoundError,
    PayloadError,
    QuotaError,
    RateLimitError,
    RejectedError,
    StoreError,
    UnavailableError,
    UnsupportedError,
)
from complaint_hub.report import Counts, Run, Stopped
from support.memory_store import MemoryStore
from support.talking import NOW, RotatingAuth, Talking, head, key, request
from support.worlds import World, json_answer


def fine(asked: Request, headers: Mapping[str, str]) -> Response:
    return json_answer()


@dataclass
class Scene:
    """A store, a world, and runs over them."""

    looping: bool
    store: MemoryStore = field(default_factory=MemoryStore)
    world: World = field(init=False)

    def __post_init__(self) -> None:
        self.world = World(fine, looping=self.looping)

    def sync(self, channel: Channel | LocalChannel, **options: Any) -> Run:
        store: Any = self.store
        given: dict[str, Any] = {"now": NOW, "clock": lambda: NOW} | options
        return self.world.run(sync_account(channel, store, self.world, **given))

    def reread(self, channel: Any) -> Run:
        store: Any = self.store
        return self.world.run(reread(channel, store, self.world, now=NOW, clock=lambda: NOW))


@pytest.fixture(params=[False, True], ids=["blocking", "looping"])
def scene(request: pytest.FixtureRequest) -> Scene:
    return Scene(request.param)


async def three_pages(session: Session, state: State | None, deep: Deep) -> None:
    """One item a page, from where the checkpoint stands."""
    assert state is None or isinstance(state["n"], int)
    start = state["n"] if state else 0
    for n in range(start, 3):  # type: ignore[arg-type]  # a test's own state
        await session.ask(request(params={"n": str(n)}, draws={"units": 1}))
        await session.emit(
            Page(
                state={"v": 1, "n": n + 1},
                complaints=[head(n)],
                coverage=[Coverage("items", counted=3, returned=n + 1)],
                notices=("a rare notice",),
            )
        )


UNITS = {"units": Limit(100, per="day")}


def test_a_run_reports_what_it_did(scene: Scene) -> None:
    run = scene.sync(Talking(three_pages, limits=UNITS))
    assert run.counts == Counts(fetched=3, new=3)
    assert (run.requests, run.spent, run.error, run.stopped) == (3, {"units": 3}, None, None)
    assert run.coverage == (Coverage("items", counted=3, returned=3),)
    assert run.notices == ("a rare notice",)


def test_a_run_is_kept_in_the_store_and_its_lease_given_back(scene: Scene) -> None:
    run = scene.sync(Talking(three_pages, limits=UNITS), deep="changed")
    assert [(kept, deep) for kept, _, deep in scene.store.runs] == [(run, "changed")]
    assert scene.store.leases == set()


def test_small_budgets_reach_the_store_of_an_unlimited_run(scene: Scene) -> None:
    runs = [scene.sync(Talking(three_pages, limits=UNITS), budget=1) for _ in range(3)]
    assert [run.stopped for run in runs] == [Stopped("budget"), Stopped("budget"), None]
    assert all(run.error is None for run in runs)
    assert len(scene.store.complaints) == 3


def test_progress_is_told_after_each_commit(scene: Scene) -> None:
    told: list[tuple[str, str, int, int]] = []
    scene.sync(
        Talking(three_pages, limits=UNITS), progress=lambda c, a, counts, sent: told.append((c, a, counts.new, sent))
    )
    assert told == [("talking", "a", 1, 1), ("talking", "a", 2, 2), ("talking", "a", 3, 3)]


def failing(error: BaseException) -> Talking:
    async def talk(session: Session, state: State | None, deep: Deep) -> None:
        await session.emit(Page(state={"v": 1, "n": 1}, complaints=[head(0)]))
        raise error

    return Talking(talk)


@pytest.mark.parametrize(
    "kind",
    [UnavailableError, AuthError, NotFoundError, RejectedError, UnsupportedError, PayloadError, BusyError],
)
def test_a_channel_error_is_the_rows_error_and_keeps_the_checkpoint(scene: Scene, kind: type[Exception]) -> None:
    run = scene.sync(failing(kind("it went wrong")))
    assert run.error == "it went wrong"
    assert run.counts.new == 1
    assert scene.store.checkpoint("talking", "a").state == {"v": 1, "n": 1}
    assert scene.store.leases == set()


def test_a_spent_quota_is_a_stop_and_no_error(scene: Scene) -> None:
    run = scene.sync(failing(QuotaError("spent", resets_at=NOW + timedelta(hours=5))))
    assert (run.stopped, run.error) == (Stopped("quota", NOW + timedelta(hours=5)), None)


def test_a_rate_limit_is_an_error_that_says_when_to_come_back(scene: Scene) -> None:
    run = scene.sync(failing(RateLimitError("slow down", retry_after=600)))
    assert (run.stopped, run.error) == (Stopped("rate_limit", NOW + timedelta(minutes=10)), "slow down")


@pytest.mark.parametrize("error", [StoreError("full"), ConfigError("wrong")])
def test_a_broken_store_and_a_wrong_setting_leave_the_flow(scene: Scene, error: Exception) -> None:
    with pytest.raises(type(error)):
        scene.sync(failing(error))
    assert scene.store.leases == set()


def test_a_bug_is_told_by_its_class_and_logged_with_its_traceback(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    run = scene.sync(failing(KeyError("what a citizen wrote")))
    assert run.error is not None
    assert "KeyError in the code of talking" in run.error
    assert "citizen" not in run.error
    assert "Traceback" in caplog.text


def test_an_account_that_another_run_holds_is_left_alone(scene: Scene) -> None:
    scene.store.lease("run:talking:a", now=NOW)
    run = scene.sync(Talking(three_pages))
    assert run.error == "another run holds run:talking:a"
    assert scene.world.requests == []


async def swallows(session: Session, state: State | None, deep: Deep) -> None:
    for n in range(3):
        try:
            await session.emit(Page(complaints=[head(n)]))
        except Exception:
            continue


def test_a_channel_cannot_swallow_a_full_disk(scene: Scene) -> None:
    scene.store.broken = True
    with pytest.raises(StoreError, match="full"):
        scene.sync(Talking(swallows))


async def turns_it_into_another(session: Session, state: State | None, deep: Deep) -> None:
    try:
        await session.ask(request())
    except Exception as error:
        raise KeyError("its own") from error


def test_what_ended_the_session_ends_the_run_whatever_the_channel_makes_of_it(scene: Scene) -> None:
    scene.world.answer = lambda asked, headers: json_answer(status=401)
    assert scene.sync(Talking(turns_it_into_another)).error == "said no [HTTP 401] (GET https://api.example.org/items)"


async def sleeps(session: Session, state: State | None, deep: Deep) -> None:
    await session.ask(request())
    await asyncio.sleep(0.01)
    await session.emit(Page(complaints=[head(0)]))


def test_a_channel_that_awaits_something_else_is_told_so(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    run = scene.sync(Talking(sleeps))
    assert run.error is not None
    assert run.error.startswith("TypeError in the code of talking")
    assert "a channel awaited something other than its session" in caplog.text
    assert scene.store.pages == []


def test_what_waits_for_its_complaint_is_counted_even_after_a_stop(scene: Scene) -> None:
    scene.store.waits = 3
    assert scene.sync(failing(QuotaError("spent"))).counts.waiting == 3


# --- gone


def test_only_what_a_refetch_does_not_find_is_gone(scene: Scene) -> None:
    scene.store.suspected = [str(n) for n in range(120)]
    channel = Talking(alive=frozenset({"7"}))
    run = scene.sync(channel)
    assert [len(batch) for batch in channel.refetched] == [50, 50, 20]
    assert run.counts.gone == 119
    assert scene.store.checkpoint("talking", "a").state is None


def test_nothing_is_confirmed_after_a_run_that_failed(scene: Scene) -> None:
    scene.store.suspected = ["1"]
    channel = failing(UnavailableError("down"))
    scene.sync(channel)
    assert channel.refetched == []


# --- deep


def test_a_deep_run_is_due_once_the_last_one_is_old_enough(scene: Scene) -> None:
    asked: list[Deep] = []

    async def talk(session: Session, state: State | None, deep: Deep) -> None:
        asked.append(deep)

    for days in (0, 1, 2, 8, 9):
        scene.sync(Talking(talk), now=NOW + timedelta(days=days), deep_every=timedelta(days=7))
    assert asked == [False, "full", False, "full", False]


# --- files


@dataclass
class Sheets:
    """A channel of files; ``pages`` makes what it reads."""

    pages: Callable[[State | None], Iterator[Page]]
    name: str = "sheets"
    account: str = "office"

    def read(self, state: State | None, *, now: Any) -> Iterator[Page]:
        return self.pages(state)

    def reread(self, skipped: Skipped) -> Page:
        if skipped.raw == b"broken":
            raise PayloadError("still broken")
        return Page(state={"v": 9}, complaints=[head(int(skipped.key), channel="sheets", account="office")])


def test_files_are_committed_page_by_page_off_the_loop(scene: Scene) -> None:
    threads: set[int] = set()

    def pages(state: State | None) -> Iterator[Page]:
        for n in range(3):
            threads.add(threading.get_ident())
            yield Page(state={"v": 1, "n": n}, complaints=[head(n, channel="sheets")])

    run = scene.sync(Sheets(pages))
    assert run.counts.new == 3
    assert scene.store.checkpoint("sheets", "office").state == {"v": 1, "n": 2}
    assert (threading.get_ident() in threads) is not scene.looping


def test_a_file_that_is_refused_writes_nothing(scene: Scene) -> None:
    def pages(state: State | None) -> Iterator[Page]:
        raise PayloadError("no Tracking ID in laporan.xlsx")
        yield Page()

    run = scene.sync(Sheets(pages))
    assert run.error == "no Tracking ID in laporan.xlsx"
    assert scene.store.pages == []


def test_a_file_is_closed_when_the_run_ends_early(scene: Scene) -> None:
    closed: list[bool] = []

    def pages(state: State | None) -> Iterator[Page]:
        try:
            yield Page()
        finally:
            closed.append(True)

    scene.store.broken = True
    with pytest.raises(StoreError):
        scene.sync(Sheets(pages))
    assert closed == [True]


# --- quarantine


def no_pages(state: State | None) -> Iterator[Page]:
    return iter(())


def test_quarantine_is_healed_by_reading_it_again(scene: Scene) -> None:
    aside = [Skipped("1", "bad", b"good now", seen_at=NOW), Skipped("2", "bad", b"broken")]
    scene.store.commit("sheets", "office", Page(state={"v": 1}, skipped=aside), version=0, now=NOW)
    run = scene.reread(Sheets(no_pages))
    assert (run.counts.healed, run.counts.new, run.counts.set_aside) == (1, 1, 1)
    assert scene.store.checkpoint("sheets", "office").state == {"v": 1}
    assert scene.store.read_ats == [None, NOW]


def test_a_channel_that_cannot_read_again_keeps_its_quarantine(scene: Scene) -> None:
    scene.store.commit("talking", "a", Page(skipped=[Skipped("1", "bad", b"x")]), version=0, now=NOW)
    assert scene.reread(Talking()).counts.set_aside == 1
    assert len(scene.store.set_aside) == 1


# --- all together


def test_one_account_is_read_by_one_channel() -> None:
    with pytest.raises(ConfigError, match="talking a is configured twice"):
        distinct([Talking(), Talking(account="b"), Talking()])


CANARIES = ("canary-key-0123456789", "canary-access", "canary-refresh")


@pytest.mark.parametrize("status", [200, 302, 400, 401, 403, 404, 429, 500])
@pytest.mark.parametrize("auth", [key(CANARIES[0]), RotatingAuth()], ids=["key", "token"])
def test_no_secret_reaches_log_or_report(
    scene: Scene, caplog: pytest.LogCaptureFixture, status: int, auth: Any
) -> None:
    async def talk(session: Session, state: State | None, deep: Deep) -> None:
        await session.ask(request())
        raise RuntimeError(repr(auth))

    scene.store.tokens["oauth:client-1"] = RotatingAuth().token(0)
    scene.world.answer = lambda asked, headers: json_answer(status=status)
    caplog.set_level(logging.DEBUG)
    run = scene.sync(Talking(talk, identities={"public": auth}))
    said = caplog.text + repr(run) + repr(scene.store.tokens) + repr(auth)
    assert not [canary for canary in CANARIES if canary in said]
