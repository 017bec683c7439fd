"""How a request is signed, and that the secret shows nowhere else."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from complaint_hub.auth import GOOGLE_TOKENS, ApiKey, Bearer, OAuth2
from complaint_hub.contract import Auth, Request, Response, Token
from complaint_hub.errors import AuthError, ConfigError, UnavailableError

ASKED = Request("GET", "https://www.example.org/")
SECRET = "canary-0123456789"
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def test_a_key_travels_in_its_header() -> None:
    assert ApiKey(SECRET, hosts=["h"]).headers(ASKED, None) == {"X-Goog-Api-Key": SECRET}
    assert ApiKey(SECRET, hosts=["h"], header="X-Key").headers(ASKED, None) == {"X-Key": SECRET}


def test_a_bearer_token_travels_as_authorization() -> None:
    assert Bearer(SECRET, hosts=["h"]).headers(ASKED, None) == {"Authorization": f"Bearer {SECRET}"}


def test_the_name_of_a_key_is_stable_and_does_not_give_it_away() -> None:
    one, same, other = (ApiKey(s, hosts=["h"]) for s in (SECRET, SECRET, SECRET + "0"))
    assert one.key == same.key != other.key
    assert SECRET not in one.key


def test_limits_of_a_project_are_counted_by_the_key_unless_it_is_named() -> None:
    auth: Auth = ApiKey(SECRET, hosts=["h"])
    assert auth.app == auth.key
    assert ApiKey(SECRET, hosts=["h"], app="blitar").app == "blitar"


@pytest.mark.parametrize("auth", [ApiKey(SECRET, hosts=["H:1"]), Bearer(SECRET, hosts=["H:1"])])
def test_no_repr_shows_the_secret(auth: ApiKey) -> None:
    assert SECRET not in repr(auth)
    assert auth.hosts == {"h:1"}


@pytest.mark.parametrize("secret", ["", "canary ", "canary\n", "canary\u0000", "canary-\u00e9"])
def test_what_no_header_can_carry_is_refused_without_showing_it(secret: str) -> None:
    for make in (ApiKey, Bearer):
        with pytest.raises(ConfigError) as caught:
            make(secret, hosts=["h"])
        assert "canary" not in str(caught.value)


def test_a_key_cannot_be_renewed() -> None:
    auth = ApiKey(SECRET, hosts=["h"])
    assert auth.renewal(None) is None
    with pytest.raises(AuthError, match="console"):
        auth.renewed(Response(200, {}, b""), now=NOW)


CLIENT = "123456-abc.apps.googleusercontent.com"


def consent(**changed: str) -> OAuth2:
    parts = {"client_id": CLIENT, "client_secret": "canary-client", "refresh_token": "canary-refresh"} | changed
    return OAuth2(**parts, hosts=["API.example.org"])


def answer(status: int = 200, **body: object) -> Response:
    return Response(status, {}, json.dumps(body).encode())


def test_a_consent_is_renewed_with_the_refresh_token_of_the_settings_first() -> None:
    asked = consent().renewal(None)
    assert asked is not None
    assert (asked.method, asked.url, asked.repeatable) == ("POST", GOOGLE_TOKENS, True)
    assert asked.form == {
        "grant_type": "refresh_token",
        "client_id": CLIENT,
        "client_secret": "canary-client",
        "refresh_token": "canary-refresh",
    }


def test_a_consent_is_renewed_with_the_newest_refresh_token_there_is() -> None:
    asked = consent().renewal(Token("old", refresh="canary-rotated"))
    assert asked is not None
    assert asked.form is not None
    assert asked.form["refresh_token"] == "canary-rotated"


def test_a_fresh_token_expires_a_minute_early_and_travels_as_authorization() -> None:
    token = consent().renewed(answer(access_token="canary-1", expires_in=3599, scope="a b"), now=NOW)
    assert token == Token("canary-1", NOW + timedelta(seconds=3539), None, ("a", "b"))
    assert consent().headers(ASKED, token) == {"Authorization": "Bearer canary-1"}
    assert consent().headers(ASKED, None) == {}


@pytest.mark.parametrize(
    ("lifetime", "seconds"),
    [("3599", 3539), (60, 30), (1, 0.5), (None, None), ("soon", None), (True, None), (-5, None), (1e300, None)],
)
def test_an_odd_lifetime_harms_nobody(lifetime: object, seconds: float | None) -> None:
    token = consent().renewed(answer(access_token="canary-1", expires_in=lifetime), now=NOW)
    assert token.expires_at == (None if seconds is None else NOW + timedelta(seconds=seconds))


def test_a_rotated_refresh_token_is_part_of_the_fresh_one() -> None:
    token = consent().renewed(answer(access_token="canary-1", refresh_token="canary-2"), now=NOW)
    assert token.refresh == "canary-2"


@pytest.mark.parametrize(
    ("code", "what_to_do"),
    [
        ("invalid_grant", "consent anew.*7 days.*Testing"),
        ("invalid_client", "client_id and client_secret"),
        ("unauthorized_client", "client_id and client_secret"),
        ("invalid_scope", "consent anew"),
        ("something_new", "something_new"),
        (7, "without a reason"),
    ],
)
@pytest.mark.parametrize("status", [400, 401])
def test_a_refused_renewal_says_what_to_do(code: object, what_to_do: str, status: int) -> None:
    with pytest.raises(AuthError, match=what_to_do) as caught:
        consent().renewed(answer(status, error=code, error_description="canary-refresh was revoked"), now=NOW)
    assert caught.value.status == status
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b"{}", b'{"access_token": 7}', b'{"access_token": "a b"}', b"[" * 100_000]
)
@pytest.mark.parametrize("status", [200, 302])
def test_an_answer_without_a_token_is_an_outage(body: bytes, status: int) -> None:
    with pytest.raises(UnavailableError, match="no fresh token"):
        consent().renewed(Response(status, {}, body), now=NOW)


def test_a_new_consent_has_a_name_of_its_own_and_the_project_is_that_of_the_client() -> None:
    assert consent().key == consent().key != consent(refresh_token="canary-other").key
    assert consent().app == "project:123456"
    assert OAuth2(CLIENT, "s", "r", app="blitar").app == "blitar"
    assert consent(client_id="aduan").app.startswith("client:")


def test_a_consent_is_for_its_hosts_and_the_one_where_it_is_renewed() -> None:
    assert consent().hosts == {"api.example.org", "oauth2.googleapis.com"}
    assert consent().at("B:1").hosts == {"b:1", "oauth2.googleapis.com"}
    assert OAuth2(CLIENT, "s", "r").hosts == frozenset()


def test_no_part_of_a_consent_shows() -> None:
    shown = f"{consent()!r} {consent().key} {consent().renewal(None)!r}"
    assert "canary" not in shown


@pytest.mark.parametrize("part", ["client_id", "client_secret", "refresh_token"])
def test_an_unusable_part_of_a_consent_is_named(part: str) -> None:
    with pytest.raises(ConfigError, match=part):
        consent(**{part: "a b"})


def test_a_consent_is_renewed_over_https_only() -> None:
    with pytest.raises(ConfigError, match="token_url"):
        OAuth2(CLIENT, "s", "r", token_url="http://example.org/token")
    assert OAuth2(CLIENT, "s", "r", token_url="http://127.0.0.1:9/token").at("h").hosts == {"h", "127.0.0.1:9"}
