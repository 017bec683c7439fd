"""No secret gets out: not under any error, in any log, text or file that a run leaves behind."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from complaint_hub import AsyncHub, Hub
from complaint_hub._io import Blocking, Looping
from complaint_hub.auth import ApiKey
from complaint_hub.channels.youtube import YouTube
from complaint_hub.contract import Request, Response
from complaint_hub.errors import ChannelError
from complaint_hub.sandbox import youtube as sandbox
from complaint_hub.sandbox.youtube import faults
from complaint_hub.sandbox.youtube.errors import ERRORS, SHAPES
from support.command import Command
from support.raw_server import serve_raw

KEY = "AIzaCANARY-0123456789-canary"
TOKEN = "ya29.CANARY-of-somebody-else"
CANARIES = ("AIzaCANARY", "ya29.CANARY")
LINK = f"https://youtube.googleapis.com/next?access_token={TOKEN}&page=2"


@dataclass
class Leaks:
    """Everything that a run says, gathered to be searched."""

    texts: list[str] = field(default_factory=list[str])

    def tell(self, error: BaseException) -> None:
        """What a program that catches *error* could print of it."""
        self.texts += [repr(error), str(error), *traceback.format_exception(error)]

    def search(self, *more: str) -> list[str]:
        return [text[:500] for text in (*self.texts, *more) if any(canary in text for canary in CANARIES)]


class Listening(YouTube):
    """YouTube whose errors, requests and answers are noted."""

    leaks: Leaks

    def error(self, request: Request, response: Response) -> ChannelError | None:
        found = super().error(request, response)
        self.leaks.texts.append(repr(request))
        if found is not None:
            self.leaks.tell(found)
        return found


def impatient(io: Blocking | Looping, leaks: Leaks) -> None:
    """Let *io* wait for nothing, give up soon, and note what it raises."""
    send = io.send

    async def noted(request: Request, headers: Mapping[str, str], *, cap: int, deadline: float) -> Response:
        try:
            return await send(request, headers, cap=cap, deadline=0.3)
        except Exception as error:
            leaks.tell(error)
            raise

    async def at_once(seconds: float) -> None:
        """Do not wait."""

    io.send, io.sleep = noted, at_once  # type: ignore[method-assign]  # the one object of this hub


@pytest.fixture
def leaks(caplog: pytest.LogCaptureFixture) -> Leaks:
    """With every logger at its most talkative."""
    for name in ("", "complaint_hub", "httpx", "httpcore", "sqlalchemy.engine", "asyncio"):
        caplog.set_level(logging.DEBUG, logger=name or None)
    return Leaks()


@pytest.fixture
def world() -> sandbox.World:
    made = sandbox.build(1, videos=2, threads=8, big=1, small_replies=2)
    made.keys = {KEY}
    return made


@pytest.fixture
def base(world: sandbox.World) -> Iterator[str]:
    with sandbox.serve(world) as running:
        yield running.base


@pytest.fixture
def channel(base: str, leaks: Leaks) -> Listening:
    listening = Listening(sandbox.CHANNEL, public=ApiKey(KEY), base=base)
    listening.leaks = leaks
    return listening


def stored(folder: Path) -> str:
    """Every byte of the files that a run left, one character each."""
    return "".join(file.read_bytes().decode("latin-1") for file in folder.iterdir() if file.is_file())


MISHAPS: Mapping[str, Callable[[], faults.Fault]] = {
    "cut": lambda: faults.cut_body(40, times=None),
    "cut before the status": lambda: faults.cut_body(-1, times=None),
    "slow": lambda: faults.slow(0.5, times=2),
    "500 html": lambda: faults.status(500, times=None),
    "502 with a link": lambda: faults.status(502, f"<a href='{LINK}'>again</a>", times=None),
    "403 text": lambda: faults.status(403, f"no: access_token={TOKEN}", times=None),
    "404 text": lambda: faults.status(404, KEY, times=None),
    "400 with a link": lambda: faults.status(400, _told(f"see {LINK}"), times=None),
    "403 that names the key": lambda: faults.status(
        403, _told(f"Permission denied: Consumer 'api_key:{KEY}' has been suspended."), times=None
    ),
    "429 soon": lambda: faults.rate_limit(http=429, retry_after=1, times=None),
    "429 late": lambda: faults.rate_limit(http=429, retry_after=3_600, times=None),
    "no list": lambda: faults.status(200, f'{{"items": 3, "key": "{KEY}", "access_token": "{TOKEN}"}}', times=None),
    "no JSON": lambda: faults.status(200, f"access_token={TOKEN} {KEY}", times=None),
}


def _told(message: str) -> str:
    return json.dumps({"error": {"code": 403, "message": message, "errors": [{"message": message, "reason": "odd"}]}})


@pytest.mark.parametrize("shape", SHAPES)
def test_no_error_of_the_platform_gives_the_key_away(
    world: sandbox.World, channel: Listening, leaks: Leaks, caplog: pytest.LogCaptureFixture, tmp_path: Path, shape: str
) -> None:
    with Hub([channel], store=tmp_path / "aduan.db", clock=lambda: world.clock) as hub:
        impatient(hub._io, leaks)
        for name in ERRORS:
            world.advance(days=1)  # of a spent quota nothing is left
            world.inject(faults.error(name, shape=shape, times=None))
            met = world.faults
            leaks.texts.append(json.dumps(hub.sync().to_dict()))
            assert world.faults > met, f"{name} was never sent"
            world.clear_faults()
        leaks.texts += [repr(channel), repr(hub), repr(hub.store), repr(channel.identities), repr(channel.limits)]
        # Before it is closed: the write-ahead log is a file of its own.
        assert "aduan.db-wal" in {file.name for file in tmp_path.iterdir()}
        assert not leaks.search(caplog.text, stored(tmp_path))
    assert not leaks.search(stored(tmp_path))


@pytest.mark.parametrize("looping", [False, True], ids=["blocking", "asyncio"])
@pytest.mark.parametrize("mishap", MISHAPS)
def test_no_mishap_on_the_way_gives_a_secret_away(
    world: sandbox.World,
    channel: Listening,
    leaks: Leaks,
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
    mishap: str,
    looping: bool,
) -> None:
    world.inject(MISHAPS[mishap]())
    store = tmp_path / "aduan.db"

    async def run() -> None:
        async with AsyncHub([channel], store=store) as hub:
            impatient(hub._io, leaks)
            leaks.texts += [json.dumps((await hub.sync()).to_dict()), repr(hub)]

    if looping:
        asyncio.run(run())
    else:
        with Hub([channel], store=store) as hub:
            impatient(hub._io, leaks)
            leaks.texts += [json.dumps(hub.sync().to_dict()), repr(hub)]
    assert world.faults
    assert not leaks.search(caplog.text, stored(tmp_path))


def test_what_is_set_aside_holds_no_token(
    world: sandbox.World, channel: Listening, leaks: Leaks, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    thread = next(iter(world.threads))
    world.inject(
        faults.damage("snippet.topLevelComment.snippet.publishedAt", 7, item=thread, times=None),
        faults.damage("snippet.topLevelComment.snippet.textOriginal", f"{LINK} {KEY}", item=thread, times=None),
        faults.damage("snippet.topLevelComment.snippet.textDisplay", f"{LINK} {KEY}", item=thread, times=None),
    )
    with Hub([channel], store=tmp_path / "aduan.db") as hub:
        impatient(hub._io, leaks)
        (run,) = hub.sync()
        assert run.counts.set_aside == 1
        (row,) = hub.store.quarantine()
        assert b"access_token=***" in row.skipped.raw
        leaks.texts += [repr(row), row.skipped.raw.decode(), row.skipped.reason, repr(hub.reread())]
    assert not leaks.search(caplog.text, stored(tmp_path))


def test_a_fault_of_ours_is_told_without_the_key(
    channel: Listening, leaks: Leaks, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    class Broken(Listening):
        def error(self, request: Request, response: Response) -> ChannelError | None:
            raise KeyError(f"{request!r} {response!r} {self.identities!r}")

    broken = Broken(sandbox.CHANNEL, public=channel.identities["public"], base=channel._base)
    with Hub([broken], store=tmp_path / "aduan.db") as hub:
        (run,) = hub.sync()
    assert run.error is not None
    assert "KeyError" in run.error
    assert "Traceback" in caplog.text
    assert not leaks.search(caplog.text, repr(run), stored(tmp_path))


@pytest.mark.parametrize("status", ["302 Found", "301 Moved"])
def test_a_redirect_is_not_followed_with_the_key(
    leaks: Leaks, caplog: pytest.LogCaptureFixture, tmp_path: Path, status: str
) -> None:
    # The transport's own log shows an answer's headers to whoever asks for it: there stands no key of ours.
    caplog.set_level(logging.WARNING, logger="httpcore")
    with serve_raw([b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"]) as (elsewhere, stolen):
        there = f"HTTP/1.1 {status}\r\nLocation: {elsewhere}/?access_token={TOKEN}\r\nContent-Length: 0\r\n\r\n"
        with serve_raw([there.encode()]) as (url, seen):
            channel = Listening(sandbox.CHANNEL, public=ApiKey(KEY), base=f"{url}/youtube/v3/")
            channel.leaks = leaks
            with Hub([channel], store=tmp_path / "aduan.db") as hub:
                impatient(hub._io, leaks)
                (run,) = hub.sync()
    assert KEY.encode() in seen[0]
    assert not stolen
    assert run.error is not None
    assert not leaks.search(caplog.text, repr(run), stored(tmp_path))


@pytest.fixture
def settings(base: str, tmp_path: Path) -> Path:
    file = tmp_path / "complaint-hub.toml"
    file.write_text(f'[channels.youtube]\naccount = "{sandbox.CHANNEL}"\nbase = "{base}"\n', encoding="utf-8")
    return file


@pytest.mark.parametrize("name", ["keyInvalid", "quotaExceeded", "authError", "commentsDisabled", "forbidden"])
def test_the_command_line_never_prints_the_key(
    command: Command,
    world: sandbox.World,
    settings: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    monkeypatch.setenv("COMPLAINT_HUB_YOUTUBE_KEY", KEY)
    world.inject(faults.error(name, times=None))
    answers = [command("sync"), command("sync", "--json"), command("quarantine", "list", "--json")]
    assert {answer.code for answer in answers} <= {0, 1}
    assert not Leaks().search(*(answer.out + answer.err for answer in answers), stored(tmp_path))


def test_a_talkative_command_line_never_prints_the_key(world: sandbox.World, settings: Path) -> None:
    world.inject(faults.status(404, KEY, times=None))
    said = subprocess.run(
        [sys.executable, "-c", "from complaint_hub.cli import main; raise SystemExit(main())", "--verbose", "sync"],
        env={**os.environ, "COMPLAINT_HUB_YOUTUBE_KEY": KEY, "PYTHONDEVMODE": "1"},
        cwd=settings.parent,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert said.returncode == 1
    assert "Gagal: " in said.stdout
    assert not Leaks().search(said.stdout, said.stderr, stored(settings.parent))
