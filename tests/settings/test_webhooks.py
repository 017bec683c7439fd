"""Secrets of webhooks come from files or the environment, and never stand in the settings file."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest

from complaint_hub.checkup import look_at_account
from complaint_hub.contract import HasWebhook, Notice
from complaint_hub.errors import ConfigError
from complaint_hub.health import WebhookHealth
from complaint_hub.settings import read_settings
from complaint_hub.store import Store
from complaint_hub.testing.play import NOW

INSTAGRAM = '[channels.instagram]\naccount = "17841400000000000"\n'
TIKTOK = '[channels.tiktok]\naccount = "open-1"\nclient_id = "1"\n'
GOOGLE = '[channels.google_reviews]\nclient_id = "1-a"\n'
OWNER = {
    "COMPLAINT_HUB_INSTAGRAM_TOKEN": "t" * 20,
    "COMPLAINT_HUB_TIKTOK_CLIENT_SECRET": "x" * 20,
    "COMPLAINT_HUB_TIKTOK_REFRESH_TOKEN": "x" * 20,
    "COMPLAINT_HUB_GOOGLE_REVIEWS_CLIENT_SECRET": "x" * 20,
    "COMPLAINT_HUB_GOOGLE_REVIEWS_REFRESH_TOKEN": "x" * 20,
}


def made(folder: Path, text: str, **environment: str) -> Any:
    file = folder / "complaint-hub.toml"
    file.write_text(text, encoding="utf-8")
    return read_settings(file, environment=OWNER | environment).channels()[0]


@pytest.mark.parametrize("text", [INSTAGRAM, TIKTOK, GOOGLE])
def test_without_settings_for_it_no_account_listens(tmp_path: Path, text: str) -> None:
    assert not cast(HasWebhook, made(tmp_path, text)).listens


def test_secrets_come_from_the_environment(tmp_path: Path) -> None:
    assert made(tmp_path, TIKTOK, COMPLAINT_HUB_TIKTOK_WEBHOOK_SECRETS="app-secret").listens
    assert made(tmp_path, INSTAGRAM, COMPLAINT_HUB_INSTAGRAM_WEBHOOK_SECRETS="app-secret").listens


def test_a_file_holds_one_secret_a_line(tmp_path: Path) -> None:
    (tmp_path / "webhook").write_text("old-secret\nnew-secret\n", encoding="utf-8")
    (tmp_path / "webhook").chmod(0o600)
    channel = made(tmp_path, f'{INSTAGRAM}webhook_secrets_file = "webhook"\n')
    assert channel._secrets == ("old-secret", "new-secret")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (INSTAGRAM + 'webhook_secrets = "canary"', "must not stand in the settings file"),
        (INSTAGRAM + 'verify_token = "canary"', "must not stand in the settings file"),
        (TIKTOK + 'webhook_secrets = "canary"', "must not stand in the settings file"),
        (TIKTOK + "webhook_tolerance = 0", "webhook_tolerance"),
        (TIKTOK + 'webhook_secrets_file = "absent"', "cannot be read"),
        (GOOGLE + 'push_email = "a@b.example"', "push_audience"),
    ],
)
def test_a_wrong_setting_is_named_and_no_secret_of_a_webhook_shown(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words) as refused:
        made(tmp_path, text)
    assert "canary" not in str(refused.value)


def test_a_push_is_verified_by_audience_and_account(tmp_path: Path) -> None:
    channel = made(tmp_path, f'{GOOGLE}push_audience = "https://a.example"\npush_email = "a@b.example"\n')
    assert channel.listens
    assert channel.identities["keys"].hosts == {"www.googleapis.com"}
    assert [one.identity for one in look_at_account(channel, None, now=NOW).credentials] == ["owner"]


def test_the_doctor_sees_what_an_account_was_told(tmp_path: Path) -> None:
    channel = made(tmp_path, TIKTOK, COMPLAINT_HUB_TIKTOK_WEBHOOK_SECRETS="app-secret")
    assert look_at_account(channel, None, now=NOW).webhook == WebhookHealth(cost={"calls": 1})
    with Store(tmp_path / "aduan.db") as store:
        store.add_notices([Notice("tiktok", "open-1", "1", ("1",))], now=NOW)
        assert look_at_account(channel, store, now=NOW).webhook == WebhookHealth(NOW, 1, NOW, cost={"calls": 1})
        assert look_at_account(made(tmp_path, TIKTOK), store, now=NOW).webhook is None
