"""An owner's consent in the settings: the client in the file, its secrets outside, and one project for all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from complaint_hub.channels.youtube import YouTube
from complaint_hub.contract import Auth
from complaint_hub.errors import ConfigError
from complaint_hub.settings import read_settings

CANARY = "canary-0123456789-abcdefghijklmno"

OWNED = "[channels.youtube]\naccount = 'UC1'\nclient_id = '123-a.apps.googleusercontent.com'\n"
SECRETS = {f"COMPLAINT_HUB_YOUTUBE_{name}": CANARY for name in ("KEY", "CLIENT_SECRET", "REFRESH_TOKEN")}


def identities(folder: Path, text: str, secrets: Mapping[str, str]) -> Mapping[str, Auth]:
    file = folder / "complaint-hub.toml"
    file.write_text(text, encoding="utf-8")
    (made,) = read_settings(file, environment=secrets).channels()
    assert isinstance(made, YouTube)
    return made.identities


def refusal(folder: Path, text: str, secrets: Mapping[str, str]) -> str:
    with pytest.raises(ConfigError) as caught:
        identities(folder, text, secrets)
    assert CANARY not in str(caught.value)
    return str(caught.value)


def test_a_client_makes_an_owner_whose_units_are_the_key_s(tmp_path: Path) -> None:
    found = identities(tmp_path, OWNED, SECRETS)
    assert found["owner"].app == found["public"].app == "project:123"
    assert found["owner"].hosts == {"youtube.googleapis.com", "oauth2.googleapis.com"}


def test_a_project_names_what_is_shared(tmp_path: Path) -> None:
    found = identities(tmp_path, OWNED + "project = 'blitar'", SECRETS)
    assert {auth.app for auth in found.values()} == {"blitar"}


def test_without_a_client_there_is_no_owner(tmp_path: Path) -> None:
    assert list(identities(tmp_path, "[channels.youtube]\naccount = 'UC1'", SECRETS)) == ["public"]


@pytest.mark.parametrize("name", ["client_secret", "refresh_token"])
def test_a_missing_part_of_a_consent_is_named(tmp_path: Path, name: str) -> None:
    secrets = {key: value for key, value in SECRETS.items() if not key.endswith(name.upper())}
    assert f"COMPLAINT_HUB_YOUTUBE_{name.upper()}" in refusal(tmp_path, OWNED, secrets)


@pytest.mark.parametrize("name", ["client_secret", "refresh_token"])
def test_no_part_of_a_consent_stands_in_the_file(tmp_path: Path, name: str) -> None:
    message = refusal(tmp_path, f"{OWNED}{name} = '{CANARY}'", SECRETS)
    assert "a secret must not stand in the settings file" in message


def test_a_consent_without_its_client_is_refused(tmp_path: Path) -> None:
    text = "[channels.youtube]\naccount = 'UC1'\ntoken_url = 'https://example.org/token'"
    assert "client_id: this setting is missing" in refusal(tmp_path, text, SECRETS)


def test_a_consent_is_renewed_over_https_only(tmp_path: Path) -> None:
    message = refusal(tmp_path, OWNED + "token_url = 'http://example.org/token'", SECRETS)
    assert "token_url: must be an https address" in message
