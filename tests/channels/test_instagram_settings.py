"""One section of the settings file makes the channel of one account."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from complaint_hub.channels.instagram import Instagram
from complaint_hub.contract import Request
from complaint_hub.errors import ConfigError
from complaint_hub.settings import Section
from complaint_hub.settings.own.instagram import make

ACCOUNT = "17841400000000000"
SECRETS = {
    "COMPLAINT_HUB_INSTAGRAM_TOKEN": "canary-token",
    "COMPLAINT_HUB_INSTAGRAM_CLIENT_SECRET": "canary-client-secret",
}


def section(environment: dict[str, str] | None = None, **values: Any) -> Section:
    said = {"account": ACCOUNT, **values}
    return Section("instagram", said, "f.toml [channels.instagram]", Path(), environment=environment or SECRETS)


def renewed_at(channel: Instagram) -> Request | None:
    return channel.identities["owner"].renewal(None)


def made(**values: Any) -> Instagram:
    channel = make(section(**values))
    assert isinstance(channel, Instagram)
    return channel


def test_an_account_and_a_token_are_enough() -> None:
    channel = made()
    assert (channel.name, channel.account) == ("instagram", ACCOUNT)
    assert channel.identities["owner"].hosts == {"graph.instagram.com"}
    assert "requests" not in channel.limits


def test_the_facebook_login_renews_with_its_app() -> None:
    channel = made(login="facebook", client_id="1", version="v25.0")
    assert channel.identities["owner"].hosts == {"graph.facebook.com"}
    request = renewed_at(channel)
    assert request is not None
    assert request.url == "https://graph.facebook.com/v25.0/oauth/access_token"


def test_without_an_app_a_token_of_the_facebook_login_is_not_renewed() -> None:
    assert renewed_at(made(login="facebook")) is None


def test_a_quota_of_ones_own_is_a_limit_of_the_day() -> None:
    assert made(daily_requests=500).limits["requests"].amount == 500


def test_the_base_may_be_that_of_a_sandbox() -> None:
    channel = made(base="http://127.0.0.1:8080")
    assert channel.identities["owner"].hosts == {"127.0.0.1:8080"}
    request = renewed_at(channel)
    assert request is not None
    assert request.url == "http://127.0.0.1:8080/refresh_access_token"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"account": "dinas_pu"}, "no number"),
        ({"base": "http://graph.example/"}, "https"),
        ({"token_base": "http://graph.example/"}, "token_base"),
        ({"login": "threads"}, "login"),
        ({"version": "26"}, "version"),
        ({"stop_from": 200}, "stop_from"),
        ({"slow_from": 95}, "percent"),
        ({"token": "canary-token"}, "must not stand in the settings file"),
        ({"client_secret": "canary-client-secret"}, "must not stand in the settings file"),
        ({"client_secret_file": "x"}, "client_id"),
        ({"place": 3}, "no such setting"),
    ],
    ids=str,
)
def test_a_wrong_setting_is_named_and_no_secret_shown(values: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigError, match=words) as refused:
        make(section(**values))
    assert str(refused.value).startswith("f.toml [channels.instagram]")
    assert str(refused.value).count("f.toml") == 1
    assert "canary" not in str(refused.value)


def test_a_missing_token_says_where_it_was_looked_for() -> None:
    with pytest.raises(ConfigError, match="COMPLAINT_HUB_INSTAGRAM_TOKEN"):
        make(section({"X": "y"}))
