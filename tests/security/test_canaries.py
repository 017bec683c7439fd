"""Each secret of each channel under each fault: it is in no log, no message, no file, and in the database only where
tokens belong."""

from __future__ import annotations

import asyncio
import json
import logging
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from complaint_hub import AsyncHub, Hub
from complaint_hub.contract import Channel, Limit, Page, Request, Response, Skipped, Token
from complaint_hub.errors import ChannelError, RejectedError
from complaint_hub.sandbox import server
from support.leaking import (
    KEPT_OUT,
    PLATFORMS,
    SECRETS,
    Leaks,
    Place,
    Platform,
    everything,
    hurry,
    platform,
)
from support.mishaps import MISHAPS

GRANTED = ("OK", "PARTIAL_OK")
"""What stands among TikTok's codes and is no refusal."""

PLACES: tuple[Place, ...] = ("call", "renewal")


@pytest.fixture
def leaks(caplog: pytest.LogCaptureFixture) -> Leaks:
    # What it is told lies on the disk, where all is searched; only for tokens its log is another place.
    everything(caplog, database=False)
    return Leaks()


def run(hub: Hub, door: Platform, channel: Channel, leaks: Leaks) -> None:
    """Read once, and note all that can be printed."""
    report = hub.sync(now=door.world.clock)
    leaks.note("report", json.dumps(report.to_dict()), repr(report))
    leaks.note("quarantine", *(f"{row!r} {row.skipped.raw!r}" for row in hub.store.quarantine()))


def look(hub: Hub, channel: Channel, leaks: Leaks, caplog: pytest.LogCaptureFixture, folder: Path) -> None:
    """What is left when it is over, while the database is open: its log is a file of its own."""
    latest = hub.store.latest_run(channel.name, channel.account)
    leaks.note("repr", repr(channel), repr(hub), repr(hub.store), repr(channel.identities))
    leaks.note("checkpoint", repr(hub.store.checkpoint(channel.name, channel.account)), repr(latest))
    leaks.note("log", caplog.text, *(repr(record.args) for record in caplog.records))
    leaks.look_at(folder)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", PLATFORMS)
def test_no_mishap_gives_a_secret_away(
    name: str,
    place: Place,
    leaks: Leaks,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    with platform(name, monkeypatch) as (door, channel), Hub([channel], store=tmp_path / "aduan.db") as hub:
        hurry(hub._io, leaks, monkeypatch)
        door.place = place
        for mishap, door.mishap in MISHAPS.items():
            met = door.harmed
            run(hub, door, channel, leaks)
            assert door.harmed > met, mishap
        look(hub, channel, leaks, caplog, tmp_path)
        assert "aduan.db-wal" in {file.name for file in tmp_path.iterdir()}
    assert leaks.places() == {}


@pytest.mark.parametrize("name", PLATFORMS)
def test_no_refusal_of_a_platform_that_repeats_its_request_gives_a_secret_away(
    name: str, leaks: Leaks, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with (
        platform(name, monkeypatch) as (door, channel),
        Hub([channel], store=tmp_path / "aduan.db", clock=lambda: door.world.clock) as hub,
    ):
        hurry(hub._io, leaks, monkeypatch)
        door.repeating = True
        for place, errors in door.refusals.items():
            for error in errors:
                if error in GRANTED:
                    continue
                if place == "call":
                    door.world.advance(days=1)  # of a spent quota nothing is left
                met = door.harmed
                door.inject(error, place)
                run(hub, door, channel, leaks)
                assert door.harmed > met, f"{error} was never sent"
        look(hub, channel, leaks, caplog, tmp_path)
    assert leaks.places() == {}


@pytest.mark.parametrize("name", PLATFORMS)
def test_an_asyncio_hub_gives_no_secret_away_either(
    name: str, leaks: Leaks, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    everything(caplog, database=True)

    async def main(door: Platform, channel: Channel) -> None:
        async with AsyncHub([channel], store=tmp_path / "aduan.db") as hub:
            hurry(hub._io, leaks, monkeypatch)
            for place in PLACES:
                door.place = place
                for mishap in ("403 JSON", "401 as PHP writes it", "redirect 302", "slow", "cut"):
                    door.mishap = MISHAPS[mishap]
                    leaks.note("report", repr(await hub.sync(now=door.world.clock)), repr(hub))
        leaks.note("log", caplog.text)
        leaks.look_at(tmp_path)

    with platform(name, monkeypatch) as (door, channel):
        asyncio.run(main(door, channel))
    assert leaks.places() == {}


@pytest.mark.parametrize("name", PLATFORMS)
def test_what_a_renewal_brings_lies_in_the_table_of_tokens_alone_and_for_its_owner_alone(
    name: str, leaks: Leaks, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    everything(caplog, database=True)
    with platform(name, monkeypatch) as (door, channel), Hub([channel], store=tmp_path / "aduan.db") as hub:
        (row,) = hub.sync(now=door.world.clock)
        assert row.error is None
        kept = [hub.store.token(auth.key) for auth in channel.identities.values()]
        assert [one for one in kept if one is not None]
        files = [file for file in tmp_path.iterdir() if file.is_file()]
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
        raw = b"".join(file.read_bytes() for file in files).decode("latin-1")
        # They are there, or this would show nothing; what was given to the channel is not.
        assert [token.secret for token in kept if token is not None and token.secret in raw]
        assert [word for word in KEPT_OUT if word in raw] == []
        leaks.look_at(tmp_path)
    leaks.note("log", caplog.text)
    assert "INSERT INTO token" in caplog.text
    assert leaks.places() == {}


# --- a leak that is put in is found


class Repeating:
    """A channel that tells in each place what it was given."""

    name, account = "leaking", "a"
    limits: Mapping[str, Limit] = {}

    def __init__(self, kind: str, base: str) -> None:
        self.kind, self.base = kind, base
        self.identities = {"public": Shown(SECRETS["key"], kind)}

    def __repr__(self) -> str:
        return f"Repeating({SECRETS['verify']})" if self.kind == "repr" else "Repeating()"

    def error(self, request: Request, response: Response) -> ChannelError | None:
        return RejectedError(f"refused: {SECRETS['key']}") if self.kind == "exception" else None

    async def fetch(self, session: Any, state: Any, *, deep: Any = False) -> None:
        await session.ask(Request("GET", f"{self.base}/"))
        if self.kind == "log":
            logging.getLogger("somebody.else").debug("signed with %s", SECRETS["key"])
        if self.kind == "checkpoint":
            await session.emit(Page(state={"v": 1, "with": SECRETS["key"]}))
        if self.kind == "quarantine":
            await session.emit(Page(state={"v": 1}, skipped=[Skipped("1", "damaged", SECRETS["key"].encode())]))
        if self.kind == "report":
            await session.emit(Page(state={"v": 1}, notices=(SECRETS["key"],)))


class Shown:
    """A credential that is not careful."""

    app, key = "app", "key:1"

    def __init__(self, secret: str, kind: str) -> None:
        self.secret, self.kind = secret, kind
        self.hosts: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        return f"Shown({self.secret})" if self.kind == "session" else "Shown()"

    def headers(self, request: Request, token: Token | None) -> Mapping[str, str]:
        return {"X-Key": self.secret}

    def renewal(self, token: Token | None) -> Request | None:
        return None

    def renewed(self, response: Response, *, now: Any) -> Token:
        raise NotImplementedError


@pytest.mark.parametrize("kind", ["log", "repr", "exception", "checkpoint", "quarantine", "report"])
def test_a_leak_that_is_put_in_is_found(
    kind: str, leaks: Leaks, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with server.serve(lambda request: server.Response(200, b"{}")) as running:
        channel = Repeating(kind, running.url)
        channel.identities["public"].hosts = frozenset((f"127.0.0.1:{running.port}",))
        with Hub([channel], store=tmp_path / "aduan.db") as hub:
            hurry(hub._io, leaks, monkeypatch)
            report = hub.sync()
            leaks.note("report", json.dumps(report.to_dict()))
            leaks.note("quarantine", *(f"{row.skipped.raw!r}" for row in hub.store.quarantine()))
            look(hub, channel, leaks, caplog, tmp_path)
    found = leaks.places()
    assert kind in found
    on_disk = {"exception", "checkpoint", "quarantine", "report"}
    assert {"disk", "database"} & found.keys() == ({"disk", "database"} if kind in on_disk else set())
