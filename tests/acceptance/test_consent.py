"""An owner's consent: renewed in time, once for all, stored before use; and the way out where none is left."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from complaint_hub import Hub, Store, Token
from complaint_hub.sandbox import server
from complaint_hub.sandbox import youtube as sandbox
from support.killing import Run, killed_at, served
from support.owned import Owned, consent, owned, owned_channel

IDLE = 3
"""Requests of an idle run: the feed and the two queues."""


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Owned]:
    world = sandbox.build(3, videos=2, threads=12)
    with owned(world, tmp_path / "aduan.db") as told:
        yield told


def test_a_token_is_renewed_before_it_expires_and_not_sooner(here: Owned) -> None:
    here.run()
    here.world.advance(minutes=58)
    assert (here.run().requests, here.world.grants.renewals) == (IDLE, 1)
    here.world.advance(minutes=1)
    assert (here.run().requests, here.world.grants.renewals) == (IDLE + 1, 2)


def test_a_token_that_is_refused_is_renewed_once(here: Owned) -> None:
    here.run()
    here.world.grants.expire()
    run = here.run()
    assert (run.error, run.requests, here.world.grants.renewals) == (None, IDLE + 2, 2)


def test_a_rotating_refresh_token_is_followed_from_run_to_run(here: Owned) -> None:
    here.world.grants.rotating = True
    for _ in range(4):
        assert here.run().error is None
        here.world.advance(hours=2)
    assert here.world.grants.renewals == 4


def test_a_withdrawn_consent_says_what_to_do_and_costs_the_feed_nothing(here: Owned) -> None:
    here.world.grants.withdraw()
    run = here.run()
    assert "a person has to consent anew" in (run.error or "")
    assert "7 days while the consent screen is in 'Testing'" in (run.error or "")
    assert sandbox.REFRESH_TOKEN not in (run.error or "")
    assert len(list(here.hub.store.complaints())) == 12


def test_a_wrong_client_names_the_setting(tmp_path: Path) -> None:
    with owned(sandbox.build(3, videos=2, threads=12), tmp_path / "aduan.db", secret="wrong-client-secret") as told:
        assert "check client_id and client_secret" in (told.run().error or "")


def test_a_consent_that_is_too_small_is_no_matter_of_a_retry(tmp_path: Path) -> None:
    world = sandbox.build(3, videos=2, threads=12)
    world.grants.allow(sandbox.CHANNEL, refresh="small", scope="https://www.googleapis.com/auth/youtube.readonly")
    with owned(world, tmp_path / "aduan.db", refresh="small") as told:
        assert "rights are too small" in (told.run().error or "")


def test_a_new_consent_begins_anew(tmp_path: Path) -> None:
    world = sandbox.build(3, videos=2, threads=12)
    with owned(world, tmp_path / "aduan.db") as told:
        told.run()
    world.grants.withdraw()
    world.grants.allow(sandbox.CHANNEL, refresh="second-consent")
    with owned(world, tmp_path / "aduan.db", refresh="second-consent") as told:
        assert told.run().error is None


@pytest.mark.parametrize(("rotating", "dead"), [(False, 0), (True, 2)])
def test_killed_at_every_step_around_a_renewal_only_a_lost_answer_is_deadly(
    tmp_path: Path, rotating: bool, dead: int
) -> None:
    world = sandbox.build(3, videos=1, threads=3)
    world.grants.rotating = rotating
    for n in range(1, 100):
        world.grants.allow(sandbox.CHANNEL, refresh=f"consent-{n}")
    errors: list[str] = []
    with served(world) as base:
        tokens = base.replace(sandbox.api.BASE, sandbox.api.TOKENS)
        for n in range(1, 100):
            store = tmp_path / f"{n}.db"
            died = killed_at(n, _disturbed(base, tokens, n), store, statements=False)
            if (error := _run(store, base, tokens, n)) is not None:
                errors.append(error)
            if not died:
                break
    print(f"{n - 1} steps")
    assert n > 15
    assert len(errors) == dead
    assert all("a person has to consent anew" in error and "was stopped between" in error for error in errors)


def _disturbed(base: str, tokens: str, n: int) -> Run:
    def run(store: Path) -> None:
        _run(store, base, tokens, n)

    return run


def _run(store: Path, base: str, tokens: str, n: int) -> str | None:
    channel = owned_channel(base, tokens, refresh=f"consent-{n}")
    with Hub([channel], store=store, clock=lambda: sandbox.CLOCK) as hub:
        (run,) = hub.sync(now=sandbox.CLOCK)
    return run.error


def test_three_processes_with_one_stale_token_renew_it_once(tmp_path: Path) -> None:
    world = sandbox.build(3, videos=1, threads=3)
    world.grants.rotating = True
    barrier = threading.Barrier(3, timeout=60)

    def answer(asked: server.Request) -> server.Response:
        if asked.headers.get("authorization") == "Bearer canary-stale":
            barrier.wait()  # all three are refused before anybody renews
        return sandbox.answer(world, asked)

    with server.serve(answer) as running:
        store = tmp_path / "aduan.db"
        with Store(store) as opened:
            stale = Token("canary-stale", expires_at=sandbox.CLOCK + timedelta(hours=1))
            opened.save_token(consent(f"{running.url}/token").key, stale, now=sandbox.CLOCK)
        command = [sys.executable, "-m", "support.consenting_process", str(store), running.url]
        children = [
            subprocess.Popen([*command, account], cwd=Path(__file__).parents[1], stdout=subprocess.PIPE, text=True)
            for account in "abc"
        ]
        told = [child.communicate(timeout=90)[0].strip() for child in children]
    assert told == ["None", "None", "None"]
    assert world.grants.renewals == 1
