"""One section of the settings file makes the channel over all locations of a login."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from complaint_hub.channels.google_reviews import GoogleReviews
from complaint_hub.errors import ConfigError
from complaint_hub.settings import Section
from complaint_hub.settings.own.google_reviews import make

SECRETS = {
    "COMPLAINT_HUB_GOOGLE_REVIEWS_CLIENT_SECRET": "canary-client-secret",
    "COMPLAINT_HUB_GOOGLE_REVIEWS_REFRESH_TOKEN": "canary-refresh-token",
}


def section(environment: dict[str, str] | None = None, **values: Any) -> Section:
    said = {"client_id": "123-abc.apps.googleusercontent.com", **values}
    return Section(
        "google_reviews", said, "f.toml [channels.google_reviews]", Path(), environment=environment or SECRETS
    )


def test_a_section_makes_one_channel_for_all_locations() -> None:
    made = make(section(locations=["123", "locations/456"]))
    assert isinstance(made, GoogleReviews)
    assert (made.name, made.account) == ("google_reviews", "google")
    assert made.identities["owner"].hosts == {
        "mybusiness.googleapis.com",
        "mybusinessaccountmanagement.googleapis.com",
        "mybusinessbusinessinformation.googleapis.com",
        "mybusinessnotifications.googleapis.com",
        "oauth2.googleapis.com",
    }


def test_the_bases_may_be_those_of_a_sandbox() -> None:
    bases: dict[str, Any] = {
        name: f"http://127.0.0.1:80{n}/" for n, name in enumerate(("base", "account_base", "location_base"))
    }
    made = make(section(**bases, token_url="http://127.0.0.1:90/token"))
    assert isinstance(made, GoogleReviews)
    assert "127.0.0.1:90" in made.identities["owner"].hosts


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"base": "http://reviews.example/"}, "https"),
        ({"locations": ["a/b"]}, "no location"),
        ({"locations": []}, "locations"),
        ({"account": ""}, "account"),
        ({"refresh_token": "canary-refresh-token"}, "must not stand in the settings file"),
        ({"place": 3}, "no such setting"),
        ({"client_id": None}, "client_id"),
    ],
    ids=str,
)
def test_a_wrong_setting_is_named_and_no_secret_shown(values: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigError, match=words) as refused:
        make(section(**values))
    assert "canary" not in str(refused.value)


def test_a_missing_secret_says_where_it_was_looked_for() -> None:
    with pytest.raises(ConfigError, match="COMPLAINT_HUB_GOOGLE_REVIEWS_CLIENT_SECRET"):
        make(section({"X": "y"}))
