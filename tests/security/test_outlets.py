"""What a person or a platform gets to see of us: no command prints a secret, and no receiver answers or logs one."""

from __future__ import annotations

import logging
import threading
import time
from pathlib import Path

import httpx
import pytest
import uvicorn

from complaint_hub import AsyncHub
from complaint_hub.receiver import receiver
from complaint_hub.sandbox import google, instagram, tiktok, youtube
from support import hooks
from support.command import Command, commands
from support.leaking import PLATFORMS, SECRETS, Leaks, everything, platform
from support.mishaps import MISHAPS


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command line, at work in an empty folder."""
    return commands(tmp_path, monkeypatch, capsys)


def _settings(name: str, url: str) -> str:
    """The section of a platform that stands at *url*."""
    ids = {"youtube": youtube.CLIENT_ID, "google_reviews": google.CLIENT_ID, "tiktok": tiktok.CLIENT_ID}
    if name == "youtube":
        place = f'account = "{youtube.CHANNEL}"\nbase = "{url}/youtube/v3/"\ntoken_url = "{url}/token"'
    elif name == "google_reviews":
        api = google.api
        bases = f'base = "{url}{api.REVIEWS}"\naccount_base = "{url}{api.ACCOUNTS}"\n'
        place = f'{bases}location_base = "{url}{api.LOCATIONS}"\ntoken_url = "{url}{api.TOKEN}"'
    elif name == "tiktok":
        base = f"{url}{tiktok.api.BASE}"
        place = f'account = "{tiktok.ACCOUNT}"\nbase = "{base}"\ntoken_url = "{base}tt_user/oauth2/refresh_token/"'
    else:
        app = f'\nclient_id = "{instagram.APP_ID[name]}"' if name == "facebook" else ""
        return f'[channels.instagram]\naccount = "{instagram.ACCOUNT}"\nlogin = "{name}"\nbase = "{url}"{app}\n'
    return f'[channels.{name}]\n{place}\nclient_id = "{ids[name]}"\n'


@pytest.mark.parametrize("name", PLATFORMS)
def test_no_command_prints_a_secret(
    name: str, command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    leaks = Leaks()
    section = ("instagram" if name == "facebook" else name).upper()
    given = {
        "KEY": "key",
        "CLIENT_SECRET": "clientsecret",
        "REFRESH_TOKEN": "refresh",
        "TOKEN": "token",
        "WEBHOOK_SECRETS": "webhook",
        "VERIFY_TOKEN": "verify",
    }
    for variable, secret in given.items():
        monkeypatch.setenv(f"COMPLAINT_HUB_{section}_{variable}", SECRETS[secret])
    with platform(name, monkeypatch) as (door, channel):
        hosts = next(iter(channel.identities.values())).hosts
        url = f"http://{next(host for host in hosts if host.startswith('127.'))}"
        (tmp_path / "complaint-hub.toml").write_text(_settings(name, url), encoding="utf-8")
        for mishap, door.place in (("400 JSON", "call"), ("401 JSON", "renewal"), ("damaged items", "call")):
            door.mishap = MISHAPS[mishap]
            for words in (("sync",), ("sync", "--json"), ("quarantine", "list", "--json"), ("doctor", "--json")):
                said = command(*words)
                leaks.note(" ".join(words), said.out, said.err)
        door.mishap = None
        met = len(door.asked)
        said = command("sync", "--json")
        assert len(door.asked) > met
        leaks.note("sync --json", said.out, said.err, command("doctor").out)
    leaks.look_at(tmp_path)
    assert leaks.places() == {}


def test_a_receiver_answers_and_logs_no_secret(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    leaks = Leaks()
    everything(caplog, database=True)
    body = (hooks.SAMPLES / "meta_comment.json").read_bytes()
    canary = SECRETS["verify"].encode()
    asked = {"hub.mode": "subscribe", "hub.verify_token": SECRETS["verify"], "hub.challenge": "7"}
    with platform("instagram", monkeypatch) as (_, channel):
        app = receiver(AsyncHub([channel], store=tmp_path / "aduan.db"), refresh=False)
        config = uvicorn.Config(app, port=0, log_config=None, log_level="debug", ws="none")
        with Served(config) as url, httpx.Client(base_url=url) as client:
            logging.getLogger("httpx").setLevel(logging.WARNING)  # that of the platform, which knows what it asks
            signed = hooks.meta_headers(body, SECRETS["oldwebhook"])
            calls = [
                client.get("/instagram", params=asked),
                client.get("/instagram", params=asked | {"hub.mode": "x"}),
                client.post("/instagram", content=body, headers=signed),
                client.post("/instagram", content=body + canary, headers=signed),
                client.post("/instagram", content=canary, headers=hooks.meta_headers(canary, SECRETS["webhook"])),
                client.post("/instagram", content=canary * 100_000),
            ]
        assert [call.status_code for call in calls] == [200, 403, 200, 403, 200, 413]
        leaks.note("answer", *(f"{call.headers} {call.text}" for call in calls))
        leaks.note("log", *(record.getMessage() for record in caplog.records))
        assert "GET /instagram" in caplog.text
    leaks.look_at(tmp_path)
    assert leaks.places() == {}


class Served(uvicorn.Server):
    """A real server in a thread."""

    def __enter__(self) -> str:
        self._thread = threading.Thread(target=self.run, daemon=True)
        self._thread.start()
        while not self.started:
            assert self._thread.is_alive()
            time.sleep(0.01)
        return f"http://127.0.0.1:{self.servers[0].sockets[0].getsockname()[1]}"

    def __exit__(self, *_: object) -> None:
        self.should_exit = True
        self._thread.join(timeout=10)
