"""How a request is signed, and that the secret shows nowhere else."""

from __future__ import annotations

import pytest

from complaint_hub.auth import ApiKey, Bearer
from complaint_hub.contract import Auth, Request, Response
from complaint_hub.errors import AuthError, ConfigError

ASKED = Request("GET", "https://www.example.org/")
SECRET = "canary-0123456789"


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
        auth.renewed(Response(200, {}, b""))
