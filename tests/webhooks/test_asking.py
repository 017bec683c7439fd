"""Hub and doctor ask the platforms whether they call: by requests that only read, for accounts that listen."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from complaint_hub import AsyncHub, Hub, Store
from complaint_hub.channels.google_reviews import Push
from complaint_hub.contract import Channel
from complaint_hub.errors import StoreError
from complaint_hub.sandbox import google, instagram, tiktok
from complaint_hub.sandbox.world import BaseWorld
from support import google_pages, instagram_pages, tiktok_pages
from support.command import Command, commands


class Office:
    """Three platforms that are up, and an account that listens on each."""

    def __init__(self, running: ExitStack) -> None:
        self.instagram, self.tiktok, self.google = instagram.small(), tiktok.small(), google.small()
        self.photos = running.enter_context(instagram.serve(self.instagram))
        self.clips = running.enter_context(tiktok.serve(self.tiktok))
        self.reviews = running.enter_context(google.serve(self.google))

    @property
    def worlds(self) -> dict[str, BaseWorld]:
        return {"instagram": self.instagram, "tiktok": self.tiktok, "google_reviews": self.google}

    def channels(self) -> list[Channel]:
        pushing = self.google.pushing
        return [
            instagram_pages.channel_on(self.photos, webhook_secrets=["s" * 20]),
            tiktok_pages.channel_on(self.clips.base, webhook_secrets=["s" * 20]),
            google_pages.channel_on(
                self.reviews, push=Push(pushing.audience, pushing.email, keys_url=self.reviews.certs)
            ),
        ]

    def settings(self) -> str:
        """What an operator would write."""
        reviews, pushing = self.reviews, self.google.pushing
        return f"""
store = "aduan.db"
[channels.instagram]
account = "{instagram.ACCOUNT}"
base = "{self.photos.instagram}"
[channels.tiktok]
account = "{tiktok.ACCOUNT}"
client_id = "{tiktok.CLIENT_ID}"
base = "{self.clips.base}"
[channels.google_reviews]
client_id = "{google.CLIENT_ID}"
token_url = "{reviews.token}"
base = "{reviews.reviews}"
account_base = "{reviews.accounts}"
location_base = "{reviews.locations}"
notification_base = "{reviews.notifications}"
push_audience = "{pushing.audience}"
push_email = "{pushing.email}"
"""


SECRETS = {
    "INSTAGRAM_TOKEN": instagram.INSTAGRAM_TOKEN,
    "INSTAGRAM_WEBHOOK_SECRETS": instagram.APP_SECRET["instagram"],
    "TIKTOK_CLIENT_SECRET": tiktok.CLIENT_SECRET,
    "TIKTOK_REFRESH_TOKEN": tiktok.REFRESH_TOKEN,
    "TIKTOK_WEBHOOK_SECRETS": tiktok.CLIENT_SECRET,
    "GOOGLE_REVIEWS_CLIENT_SECRET": google.CLIENT_SECRET,
    "GOOGLE_REVIEWS_REFRESH_TOKEN": google.REFRESH_TOKEN,
}


@pytest.fixture
def office() -> Iterator[Office]:
    with ExitStack() as running:
        yield Office(running)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "aduan.db") as opened:
        yield opened


def asked_for(world: BaseWorld) -> list[str]:
    return [call.method for call in world.requests]


def test_each_account_that_listens_is_asked_about_and_nothing_is_changed(office: Office, store: Store) -> None:
    office.tiktok.subscribed = True
    with Hub(office.channels(), store=store, clock=lambda: office.google.clock) as hub:
        hub.sync()
        for world in office.worlds.values():
            world.reset_counts()
        photos, clips, reviews = hub.subscriptions()
    assert [one.active for row in (photos, clips, reviews) for one in row.found] == [False, True, False]
    assert [row.requests for row in (photos, clips, reviews)] == [1, 1, 1]
    assert asked_for(office.instagram) == ["account.subscribed_apps"]
    assert asked_for(office.tiktok) == ["business/webhook/list"]
    assert asked_for(office.google) == ["notificationSetting.get"]
    assert (office.instagram.subscribed, office.google.notifications) == (False, {})


def test_the_loop_s_hub_says_the_same(office: Office, store: Store) -> None:
    office.instagram.subscribed = True

    async def main() -> list[tuple[bool | None, ...]]:
        async with AsyncHub(office.channels(), store=store, clock=lambda: office.google.clock) as hub:
            return [tuple(one.active for one in row.found) for row in await hub.subscriptions()]

    # Before its first run nobody knows the accounts of Google.
    assert asyncio.run(main()) == [(True,), (False,), ()]


def test_an_account_that_is_not_to_be_called_is_not_asked_about(office: Office, store: Store) -> None:
    channels: list[Channel] = [instagram_pages.channel_on(office.photos), tiktok_pages.channel_on(office.clips.base)]
    with Hub(channels, store=store) as hub:
        assert hub.subscriptions() == ()
    assert asked_for(office.instagram) + asked_for(office.tiktok) == []


def test_one_platform_that_refuses_leaves_the_others_their_answers(office: Office, store: Store) -> None:
    office.instagram.tokens.kill()
    with Hub(office.channels()[:2], store=store, clock=lambda: office.google.clock) as hub:
        photos, clips = hub.subscriptions()
    assert (photos.found, clips.error) == ((), None)
    assert "190" in str(photos.error)


def test_a_token_that_asking_renews_is_kept(office: Office, store: Store) -> None:
    office.google.subscribed = True
    with Hub(office.channels()[2:], store=store, clock=lambda: office.google.clock) as hub:
        hub.sync()
        office.google.advance(hours=2)
        (found,) = hub.subscriptions()
        hub.subscriptions()
    assert [one.active for one in found.found] == [True]
    assert office.google.grants.renewals == 2


def test_a_store_that_fails_is_no_answer_of_a_platform(
    office: Office, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise StoreError("broken")

    monkeypatch.setattr(Store, "checkpoint", broken)
    with Hub(office.channels(), store=store) as hub, pytest.raises(StoreError, match="broken"):
        hub.subscriptions()


def test_no_secret_that_is_sent_to_ask_stands_in_a_log_or_an_error(
    office: Office, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    office.tiktok.inject(tiktok.faults.error("SYS_ERROR", method="business/webhook/list"))
    office.tiktok.habits.webhook_paths = frozenset({"get"})
    with Hub(office.channels()[1:2], store=store) as hub:
        hub._io.sleep = nothing  # type: ignore[method-assign]  # nobody waits here
        (row,) = hub.subscriptions()
    assert row.error is None
    assert caplog.text
    assert tiktok.CLIENT_SECRET not in caplog.text + repr(row)


async def nothing(seconds: float) -> None:
    """No wait."""


# -- the doctor


@pytest.fixture
def told(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """The command, with settings for all three."""
    command = commands(tmp_path, monkeypatch, capsys)
    for name, secret in SECRETS.items():
        monkeypatch.setenv(f"COMPLAINT_HUB_{name}", secret)
    (tmp_path / "complaint-hub.toml").write_text(office.settings(), encoding="utf-8")
    return command


def test_the_doctor_asks_only_when_it_is_told_to(office: Office, told: Command) -> None:
    said = " ".join(told("doctor").out.split())
    assert "Langganan webhook belum ditanyakan: doctor --ask (1 panggilan)" in said
    assert "Langganan webhook belum ditanyakan: doctor --ask (1 permintaan)" in said
    assert [world.requests for world in office.worlds.values()] == [[], [], []]


def test_the_doctor_says_what_the_platforms_say_and_what_to_do(office: Office, told: Command, tmp_path: Path) -> None:
    office.tiktok.subscribed = True
    with Store(tmp_path / "aduan.db") as store, Hub(office.channels()[2:], store=store) as hub:
        hub.sync()
    said = told("doctor", "--ask")
    text = " ".join(said.out.split())
    assert said.code == 1
    assert f"✓ Langganan webhook: aktif, memberi tahu COMMENT, ke {office.tiktok.callback}" in text
    assert "▲ Langganan webhook: tidak aktif; kabar hanya datang lewat sync. Pasang dengan POST http" in text
    assert f"▲ Langganan webhook accounts/{google.GROUP}: tidak aktif" in text


def test_the_doctor_s_json_holds_the_answers(office: Office, told: Command) -> None:
    office.instagram.subscribed = True
    found = {one["channel"]: one["webhook"] for one in told("doctor", "--ask", "--json").json["accounts"]}
    assert found["instagram"]["asked"]["found"][0]["active"] is True
    assert found["tiktok"]["asked"]["found"][0]["missing"] == ["COMMENT"]
    assert (found["google_reviews"]["asked"]["found"], found["google_reviews"]["cost"]) == ([], {})


def test_what_the_doctor_asks_with_is_shown_nowhere(office: Office, told: Command) -> None:
    office.tiktok.refuses = "APP_FORBIDDEN"
    office.instagram.tokens.kill()
    said = told("doctor", "--ask", "--json")
    shown = said.out + said.err + told("doctor", "--ask").out
    assert [name for name, secret in SECRETS.items() if secret in shown] == []


def test_the_keys_of_an_answer_are_those_of_its_page(office: Office, told: Command) -> None:
    found: Any = told("doctor", "--ask", "--json").json["accounts"]
    text = (Path(__file__).parents[2] / "docs" / "reference" / "json.md").read_text(encoding="utf-8")
    page = text.split("\n## doctor\n")[1].split("\n## ")[0]
    asked = next(one["webhook"] for one in found if one["channel"] == "tiktok")
    keys = [*asked, *asked["asked"], *asked["asked"]["found"][0]]
    assert [key for key in keys if f'"{key}"' not in page and f"`{key}`" not in page] == []
    assert json.dumps(asked)
