"""Recorded conversations, played over the real client in both worlds, and searched for what must not be kept."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from vcr.errors import CannotOverwriteExistingCassetteException  # type: ignore[import-untyped]  # it ships no types
from vcr.serializers import yamlserializer  # type: ignore[import-untyped]  # the same

from complaint_hub import AsyncHub, Hub
from complaint_hub._drive import drive
from complaint_hub._io import Blocking
from complaint_hub.contract import Request
from complaint_hub.report import SyncReport
from complaint_hub.store import Store
from support.cassettes import FOLDER, PORT, STORIES, Story, recorder, secrets_in

# What the recorded worlds hold: complaints, and events of their timelines (replies; of the reviews one answer).
HELD: Mapping[str, tuple[int, int]] = {
    "youtube": (8, 11),
    "google_reviews": (6, 1),
    "instagram": (7, 10),
    "tiktok": (9, 11),
}
TAPES = sorted(FOLDER.glob("*.yaml"))


def blocking(story: Story, store: Store) -> SyncReport:
    with Hub([story.channel()], store=store, clock=lambda: story.now) as hub:
        return hub.sync()


def looping(story: Story, store: Store) -> SyncReport:
    async def run() -> SyncReport:
        async with AsyncHub([story.channel()], store=store, clock=lambda: story.now) as hub:
            return await hub.sync()

    return asyncio.run(run())


@pytest.mark.parametrize("world", [blocking, looping])
@pytest.mark.parametrize("name", STORIES)
def test_a_first_run_is_played_without_a_platform(
    name: str, world: Callable[[Story, Store], SyncReport], tmp_path: Path
) -> None:
    story = STORIES[name]
    with recorder().use_cassette(story.name) as tape, Store(tmp_path / "aduan.db") as store:
        (run,) = world(story, store)
        kept = list(store.complaints(channel=name))
    assert run.error is None
    assert tape.all_played
    assert (len(kept), sum(len(complaint.timeline or ()) for complaint in kept)) == HELD[name]


def test_a_request_that_was_not_recorded_is_an_error() -> None:
    asked = Request("GET", f"http://127.0.0.1:{PORT}/youtube/v3/captions")
    io = Blocking()
    with recorder().use_cassette("youtube.yaml"), pytest.raises(CannotOverwriteExistingCassetteException):
        drive(io.send(asked, {}, cap=1_000, deadline=5.0))
    io.close()


@pytest.mark.parametrize("tape", TAPES, ids=lambda tape: tape.stem)
def test_no_cassette_holds_a_credential(tape: Path) -> None:
    assert secrets_in(tape) == []


def test_every_story_has_its_cassette_and_no_cassette_is_left_over() -> None:
    assert [tape.name for tape in TAPES] == sorted(story.name for story in STORIES.values())


SECRET = "ya29.a0-made-up-for-this-test"
KEY = "AIzaSyMadeUpForThisTest0123456789abcdef"
BAD: Mapping[str, dict[str, object]] = {
    "a key in the address": {"uri": f"https://host/v3?key={KEY}"},
    "a token in a body": {"body": f'{{"access_token": "{SECRET}"}}'},
    "a token in bytes": {"body": f'{{"id_token": "{SECRET}"}}'.encode()},
    "a secret in a form": {"body": "grant_type=refresh_token&client_secret=of-somebody%2Felse"},
    "a refresh token, escaped": {"body": "token=1%2F%2F0made-up-for-this-test"},
    "a token in base64": {"body": base64.b64encode(f"see {SECRET}".encode()).decode()},
    "a token in base64 in base64": {"body": base64.b64encode(base64.b64encode(f"see {SECRET}".encode())).decode()},
    "a header that signs": {"headers": {"Authorization": ["anything"]}},
    "a token of TikTok in its own header": {"headers": {"Access-Token": ["anything"]}},
    "a token of TikTok in a body": {"body": '{"token": "act.made-up-for-this-test"}'},
    "a refresh token of TikTok": {"body": '{"token": "rft.made-up-for-this-test"}'},
    "a token of Instagram in the next address": {"body": '{"next": "https://host/x?t=IGAAmade-up-for-this-test"}'},
    "a token of Facebook": {"body": "EAAGmadeUpForThisTest"},
    "a token that is exchanged": {"uri": "https://host/oauth?fb_exchange_token=made-up"},
    "a cookie": {"headers": {"Set-Cookie": ["session=1"]}},
    "a token under another header": {"headers": {"X-Debug": [f"Bearer {SECRET}"]}},
}


@pytest.mark.parametrize("side", ["request", "response"])
@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_a_credential_in_a_cassette_is_found(bad: dict[str, object], side: str, tmp_path: Path) -> None:
    clean: dict[str, object] = {"uri": "https://host/v3", "body": "", "headers": {}}
    exchange = {"request": clean, "response": clean} | {side: clean | bad}
    tape = tmp_path / "bad.yaml"
    tape.write_text(yamlserializer.serialize({"interactions": [exchange], "version": 1}), encoding="utf-8")
    assert secrets_in(tape)
